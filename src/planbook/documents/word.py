"""A document as a text with tables, for Word."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from planbook.absence import ConfigError
from planbook.documents import ink, look
from planbook.documents.filling import Filling
from planbook.documents.heads import Shown, shown
from planbook.documents.spec import Document, Entry, Grid, Part

PAGE, MARGIN = (21.0, 29.7), 1.8  # cm of A4
LABELS = 5.4  # cm that a label of a blank takes
TALL = 0.62  # cm of an empty line
LETTER, AIR = 0.21, 0.5  # cm of a letter of a label, and beside it in its cell
SMALL, TINY, TITLE, GAP = 9, 6, 20, 6  # pt


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
    ink.lean(made)
    _Text(made, document, language, filling).fill()
    target = io.BytesIO()
    made.save(target)
    return ink.packed(target.getvalue())


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
            ink.inked(self.made.add_paragraph().add_run(subtitle), bold=True)
        for number, text in enumerate(self.document.use, 1):
            ink.inked(self.made.add_paragraph().add_run(f"{number}. {self.said(text)}"), color=look.DIM, size=SMALL)
        if self.document.tables:
            names = self.made.add_paragraph().add_run(look.GREY_LINE[self.language])
            ink.inked(names, color=look.DIM, size=SMALL)
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
        ink.inked(foot.add_run(f"{self.said(self.document.title)}    "), color=look.DIM, size=8)
        ink.page_number(foot, color=look.DIM, size=8)

    def _styles(self) -> None:
        from docx.shared import Pt

        for name, size in (("Normal", 10.5), ("Title", TITLE), ("Heading 1", 13), ("List Bullet", 10.5)):
            style = self.made.styles[name]
            ink.fonted(style, look.FONTS[self.language], look.EAST)
            style.font.size = Pt(size)
            style.font.color.rgb = ink.color_of(look.ACCENT if name in ("Title", "Heading 1") else look.INK)
            style.paragraph_format.space_after = Pt(4)
        self.made.styles["Heading 1"].paragraph_format.space_before = Pt(10)
        ink.unlined(self.made.styles["Title"])
        ink.ruled(self.made.styles["Table Grid"])

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
            ink.shade(label, look.PALE)
            ink.put(label, self.said(entry.label), bold=True, size=SMALL + 1)
            ink.put(blank, self.filling.facts.get(entry.fact, ""), size=SMALL + 1)
            ink.high(row, TALL * entry.lines + 0.1)
        self._gap()

    def _grid(self, grid: Grid) -> None:
        """Write a table: labels, the names by which it is imported, its rows, and blank ones."""
        heads = shown(grid, self.language, document=self.document.name, campaign=self.filling.campaign)
        lines = [[_text(value) for value in line] for line in self.filling.lines(grid, heads, self.language)]
        tops = 2 if any(head.name for head in heads) else 1
        table = _table(self.made, tops + len(lines) + grid.blank, _shared(heads, self.room))
        self._heads(table, heads, tops)
        for row, line in zip(table.rows[tops:], [*lines, *([[]] * grid.blank)], strict=True):
            for cell, text in zip(row.cells, line, strict=False):
                ink.put(cell, text, size=SMALL)
            ink.high(row, TALL)
        self._gap()

    def _heads(self, table: Any, heads: list[Shown], tops: int) -> None:
        for cell, head in zip(table.rows[0].cells, heads, strict=True):
            ink.put(cell, head.label, bold=True, size=SMALL)
            ink.shade(cell, look.NEEDED if head.column is not None and head.column.required else look.PALE)
        for row in table.rows[:tops]:
            ink.repeated(row)
        if tops > 1:
            for cell, head in zip(table.rows[1].cells, heads, strict=True):
                ink.put(cell, head.name, size=TINY, color=look.DIM)

    def _gap(self) -> None:
        from docx.shared import Pt

        gap = self.made.add_paragraph()  # Word needs one after each table; a high one may fill a page of its own
        gap.paragraph_format.space_after = Pt(0)
        gap.paragraph_format.line_spacing = Pt(GAP)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (dt.date, dt.datetime)):
        return str(value)
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _shared(heads: list[Shown], room: float) -> tuple[float, ...]:
    """Share the room among columns by their widths, none so narrow that a word of its label breaks, if it can be."""
    whole = sum(head.width for head in heads)
    wanted = [head.width / whole * room for head in heads]
    beyond = [width - LETTER * _longest(head.label) - AIR for head, width in zip(heads, wanted, strict=True)]
    spare, lack = (sum(max(sign * each, 0.0) for each in beyond) for sign in (1, -1))
    taken = min(lack / spare, 1.0) if spare else 0.0
    given = min(spare / lack, 1.0) if lack else 0.0
    return tuple(width - each * (taken if each > 0 else given) for width, each in zip(wanted, beyond, strict=True))


def _longest(label: str) -> int:
    """Count the letters of the longest word; a Chinese text breaks anywhere."""
    return max(len(word) if word.isascii() else 2 for word in label.split())


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
