"""What is written into a Word file by hand: what python-docx has no word for, and what it brings too much of."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from planbook.documents import look

EPOCH = look.CREATED.timetuple()[:6]
STYLES = ("Normal", "Title", "Heading 1", "List Bullet", "Table Grid", "Footer", "Default Paragraph Font")
UNUSED = ("/thumbnail", "/stylesWithEffects", "/customXml")  # kinds of parts
AIR = {"top": "50", "left": "100", "bottom": "50", "right": "100"}  # twips between a cell's text and its lines
SIZE = 10.5  # pt of plain text


def lean(made: Any) -> None:
    """Leave out what the library's empty document brings and no document of ours uses."""
    for owner in (made.part.package, made.part):
        for key in [key for key, each in owner.rels.items() if each.reltype.endswith(UNUSED)]:
            del owner.rels[key]
    styles = made.styles.element
    kept = {made.styles[name].style_id for name in STYLES}
    based = {made.styles[name].base_style.style_id for name in STYLES if made.styles[name].base_style is not None}
    for style in [style for style in styles.style_lst if style.styleId not in kept | based]:
        if not _is_default(style):
            styles.remove(style)


def packed(content: bytes) -> bytes:
    """Pack the parts anew: the same bytes on any day."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, EPOCH), old.read(name), zipfile.ZIP_DEFLATED, 9)
    return target.getvalue()


def put(cell: Any, text: str, **ink: Any) -> None:
    """Write a text into a cell, a paragraph a line."""
    from docx.shared import Pt

    first, *others = text.split("\n")
    for paragraph, line in [(cell.paragraphs[0], first), *((cell.add_paragraph(), line) for line in others)]:
        paragraph.paragraph_format.space_after = Pt(0)
        if line:
            inked(paragraph.add_run(line), **ink)


def inked(run: Any, *, bold: bool = False, color: str = look.INK, size: float = SIZE) -> None:
    """Say how a run looks."""
    from docx.shared import Pt

    run.bold, run.font.size, run.font.color.rgb = bold, Pt(size), color_of(color)


def shade(cell: Any, color: str) -> None:
    """Lay a ground below a cell."""
    ground = _element("w:shd", val="clear", color="auto", fill=color.removeprefix("#"))
    cell._tc.get_or_add_tcPr().append(ground)  # noqa: SLF001


def high(row: Any, least: float) -> None:
    """Give a row so many cm at least, and keep it on one page."""
    from docx.shared import Cm

    row.height = Cm(least)
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))  # noqa: SLF001


def repeated(row: Any) -> None:
    """Let a row stand above its table on each page."""
    row._tr.get_or_add_trPr().append(_element("w:tblHeader"))  # noqa: SLF001
    for cell in row.cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True


def page_number(paragraph: Any, **ink: Any) -> None:
    """Let the page's number stand at the end of a paragraph."""
    run, field = paragraph.add_run("1"), _element("w:fldSimple", instr="PAGE")
    inked(run, **ink)
    paragraph._p.append(field)  # noqa: SLF001
    field.append(run._r)  # noqa: SLF001


def color_of(text: str) -> Any:
    """Give a colour such as #2F6F4F in the library's own form."""
    from docx.shared import RGBColor

    return RGBColor.from_string(text.removeprefix("#"))


def fonted(style: Any, latin: str, east: str) -> None:
    """Name the fonts; Chinese signs have one of their own, and none may come from the theme."""
    from docx.oxml.ns import qn

    style.font.name = latin
    fonts = style.element.rPr.rFonts
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]
    fonts.set(qn("w:eastAsia"), east)


def unlined(style: Any) -> None:
    """Take the line below a title away."""
    from docx.oxml.ns import qn

    for border in style.element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
        break


def ruled(style: Any) -> None:
    """Give tables thin grey lines, and their cells air."""
    from docx.oxml.ns import qn

    properties = style.element.find(qn("w:tblPr"))
    for border in properties.find(qn("w:tblBorders")):
        border.set(qn("w:color"), look.LINE.removeprefix("#"))
    room = _element("w:tblCellMar")
    for side, twips in AIR.items():
        room.append(_element(f"w:{side}", w=twips, type="dxa"))
    old = properties.find(qn("w:tblCellMar"))
    if old is not None:
        properties.remove(old)
    properties.append(room)
    centred = _element("w:tcPr")
    centred.append(_element("w:vAlign", val="center"))
    style.element.append(centred)


def _element(name: str, **values: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _is_default(style: Any) -> bool:
    from docx.oxml.ns import qn

    return bool(style.get(qn("w:default")) == "1")
