"""A document as a text with tables, for Word."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

from planbook.absence import ConfigError
from planbook.documents import look
from planbook.documents.filling import Filling
from planbook.documents.heads import Shown, shown
from planbook.documents.spec import Document, Entry, Grid, Part

PAGE, MARGIN = (21.0, 29.7), 1.8  # cm of A4
LABELS = 4.2  # cm that a label of a blank takes
STYLES = ("Normal", "Title", "Heading 1", "List Bullet", "Table Grid", "Footer", "Default Paragraph Font")
UNUSED = ("/thumbnail", "/stylesWithEffects", "/customXml")  # kinds of parts
EPOCH = (2026, 1, 1, 0, 0, 0)
AIR = {"top": "50", "left": "100", "bottom": "50", "right": "100"}  # twips between a cell's text and its lines
TALL = 0.62  # cm of an empty line
BLOCK, SMALL, TINY, TITLE = 11, 9, 6, 20  # pt


def written(document: Document, language: str, filling: Filling) -> bytes:
    """Write a document.

    Raises
    ------
    ConfigError
        When python-docx is not there.
    """
    try:
        import docx
    except ImportError as error:
        raise ConfigError("python-docx is not installed.", "pip install 'planbook[docx]'") from error
    made = docx.Document()
    _lean(made)
    _Text(made, document, language, filling).fill()
    target = io.BytesIO()
    made.save(target)
    return _packed(target.getvalue())


class _Text:
    """A text that is being written."""

    def __init__(self, made: Any, document: Document, language: str, filling: Filling) -> None:
        self.made, self.document, self.language, self.filling = made, document, language, filling
        self.room = (PAGE[1] if document.landscape else PAGE[0]) - 2 * MARGIN

    def said(self, text: Any) -> str:
        """Say a text in the document's language, with the facts in it."""
        return self.filling.told(getattr(text, self.language))

    def fill(self) -> None:
        """Write the title, how it is used, and the parts."""
        self._page()
        self._styles()
        told = self.filling.facts
        self.made.add_paragraph(self.said(self.document.title), style="Title")
        if subtitle := look.subtitle(*(told.get(name, "") for name in ("shop", "campaign", "days", "platforms"))):
            _inked(self.made.add_paragraph().add_run(subtitle), bold=True)
        for number, text in enumerate(self.document.use, 1):
            _inked(self.made.add_paragraph().add_run(f"{number}. {self.said(text)}"), color=look.DIM, size=SMALL)
        for part in self.document.parts:
            self._part(part)

    def _page(self) -> None:
        from docx.enum.section import WD_ORIENT
        from docx.shared import Cm

        section, properties = self.made.sections[0], self.made.core_properties
        wide, high = reversed(PAGE) if self.document.landscape else PAGE
        section.orientation = WD_ORIENT.LANDSCAPE if self.document.landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Cm(wide), Cm(high)
        for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
            setattr(section, side, Cm(MARGIN))
        properties.title, properties.author, properties.comments = self.said(self.document.title), "Planbook", ""
        properties.created = properties.modified = look.CREATED
        foot = section.footer.paragraphs[0]
        _inked(foot.add_run(f"{self.said(self.document.title)}    "), color=look.DIM, size=8)
        _page_number(foot)

    def _styles(self) -> None:
        from docx.shared import Pt

        for name, size in (("Normal", 10.5), ("Title", TITLE), ("Heading 1", 13), ("List Bullet", 10.5)):
            style = self.made.styles[name]
            _fonted(style, look.FONTS[self.language], look.EAST)
            style.font.size = Pt(size)
            style.font.color.rgb = _color(look.ACCENT if name in ("Title", "Heading 1") else look.INK)
            style.paragraph_format.space_after = Pt(4)
        self.made.styles["Heading 1"].paragraph_format.space_before = Pt(10)
        _bare(self.made.styles["Title"])
        _ruled(self.made.styles["Table Grid"])

    def _part(self, part: Part) -> None:
        if part.heading:
            self.made.add_heading(self.said(part.heading), level=1)
        if part.text:
            self.made.add_paragraph(self.said(part.text))
        for text in part.bullets:
            self.made.add_paragraph(self.said(text), style="List Bullet")
        if part.fields:
            self._fields(part.fields)
        if part.grid:
            self._grid(part.grid)

    def _fields(self, entries: tuple[Entry, ...]) -> None:
        """Write labels with what is known, or with room to write."""
        table = _table(self.made, len(entries), (LABELS, self.room - LABELS))
        for row, entry in zip(table.rows, entries, strict=True):
            label, blank = row.cells
            _shade(label, look.PALE)
            _put(label, self.said(entry.label), bold=True, size=SMALL + 1)
            _put(blank, self.filling.facts.get(entry.fact, ""), size=SMALL + 1)
            _high(row, TALL * entry.lines + 0.1)
        self._gap()

    def _grid(self, grid: Grid) -> None:
        """Write a table: labels, the names by which it is imported, its rows, and blank ones."""
        heads = shown(grid, self.language)
        found = self.filling.rows(grid)
        lines = [[_text(head.word(row.get(head.key), self.language)) for head in heads] for row in found]
        lines += [] if found else [[self.said(text) for text in row] for row in grid.rows]
        tops = 2 if any(head.name for head in heads) else 1
        table = _table(self.made, tops + len(lines) + grid.blank, _shared(heads, self.room))
        self._heads(table, heads, tops)
        for row, line in zip(table.rows[tops:], [*lines, *([[]] * grid.blank)], strict=True):
            for cell, text in zip(row.cells, line, strict=False):
                _put(cell, text, size=SMALL)
            _high(row, TALL)
        self._gap()

    def _heads(self, table: Any, heads: list[Shown], tops: int) -> None:
        for cell, head in zip(table.rows[0].cells, heads, strict=True):
            _put(cell, head.label, bold=True, size=SMALL)
            _shade(cell, look.NEEDED if head.column is not None and head.column.required else look.PALE)
        for row in table.rows[:tops]:
            _repeated(row)
        if tops > 1:
            for cell, head in zip(table.rows[1].cells, heads, strict=True):
                _put(cell, head.name, size=TINY, color=look.DIM)

    def _gap(self) -> None:
        from docx.shared import Pt

        self.made.add_paragraph().paragraph_format.space_after = Pt(2)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (dt.date, dt.datetime)):
        return str(value)
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _shared(heads: list[Shown], room: float) -> tuple[float, ...]:
    whole = sum(head.width for head in heads)
    return tuple(head.width / whole * room for head in heads)


def _table(made: Any, rows: int, widths: tuple[float, ...]) -> Any:
    from docx.shared import Cm

    table = made.add_table(rows, len(widths), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
    return table


def _put(cell: Any, text: str, **ink: Any) -> None:
    from docx.shared import Pt

    first, *others = text.split("\n")
    for paragraph, line in [(cell.paragraphs[0], first), *((cell.add_paragraph(), line) for line in others)]:
        paragraph.paragraph_format.space_after = Pt(0)
        if line:
            _inked(paragraph.add_run(line), **ink)


def _inked(run: Any, *, bold: bool = False, color: str = look.INK, size: float = BLOCK - 0.5) -> None:
    from docx.shared import Pt

    run.bold, run.font.size, run.font.color.rgb = bold, Pt(size), _color(color)


def _color(text: str) -> Any:
    from docx.shared import RGBColor

    return RGBColor.from_string(text.removeprefix("#"))


def _fonted(style: Any, latin: str, east: str) -> None:
    """Name the fonts; Chinese signs have one of their own, and none may come from the theme."""
    from docx.oxml.ns import qn

    style.font.name = latin
    fonts = style.element.rPr.rFonts
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]
    fonts.set(qn("w:eastAsia"), east)


def _bare(style: Any) -> None:
    """Take the line below a title away."""
    from docx.oxml.ns import qn

    for border in style.element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
        break


def _ruled(style: Any) -> None:
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


def _shade(cell: Any, color: str) -> None:
    cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=color.removeprefix("#")))  # noqa: SLF001


def _high(row: Any, least: float) -> None:
    from docx.shared import Cm

    row.height = Cm(least)
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))  # noqa: SLF001


def _repeated(row: Any) -> None:
    row._tr.get_or_add_trPr().append(_element("w:tblHeader"))  # noqa: SLF001
    for cell in row.cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True


def _page_number(paragraph: Any) -> None:
    field = _element("w:fldSimple", instr="PAGE")
    paragraph._p.append(field)  # noqa: SLF001


def _packed(content: bytes) -> bytes:
    """Pack the parts anew: the same bytes on any day."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, EPOCH), old.read(name), zipfile.ZIP_DEFLATED, 9)
    return target.getvalue()


def _lean(made: Any) -> None:
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


def _is_default(style: Any) -> bool:
    from docx.oxml.ns import qn

    return style.get(qn("w:default")) == "1"
