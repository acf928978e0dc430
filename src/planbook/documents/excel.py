"""A document as a workbook: a sheet for each heading, with what to do above its table."""

from __future__ import annotations

import datetime as dt
import io
import math
from functools import cached_property
from typing import Any

from planbook.absence import ConfigError
from planbook.documents import columns, look
from planbook.documents.filling import Filling
from planbook.documents.heads import SCALE, Shown, shown
from planbook.documents.spec import Document, Grid, Part
from planbook.tables.column import DAY, FLAG, TEXT, TIME
from planbook.tables.exports.recognising.handmade import LISTS
from planbook.tables.schema import TABLES

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
A4, MARGIN = 9, 0.4
INLINE = 250  # signs of a list that stands in its rule
READABLE = 320  # signs beside each other that still can be read on a page
TALLEST = 12  # lines of a row
TITLE_HEIGHT, LINE_HEIGHT, NAME_HEIGHT = 30, 17, 12


def written(document: Document, language: str, filling: Filling) -> bytes:
    """Write a document.

    Raises
    ------
    ConfigError
        When XlsxWriter is not there.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise ConfigError("XlsxWriter is not installed.", "pip install 'planbook[xlsx]'") from error
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        title = getattr(document.title, language)
        book.set_properties({"created": look.CREATED, "title": title, "author": "Planbook"})
        _Book(book, document, language, filling).fill()
    return target.getvalue()


class _Book:
    """A workbook that is being written."""

    def __init__(self, book: Any, document: Document, language: str, filling: Filling) -> None:
        self.book, self.document, self.language, self.filling = book, document, language, filling
        self.lists: dict[tuple[str, ...], str] = {}
        self.formats: dict[str, Any] = {}

    def look(self, **more: Any) -> Any:
        """Give a format, the same one for the same look."""
        key = repr(sorted(more.items()))
        base = {"font_name": look.FONTS[self.language], "font_size": 10, "font_color": look.INK, "valign": "vcenter"}
        if key not in self.formats:
            self.formats[key] = self.book.add_format(base | more)
        return self.formats[key]

    def said(self, text: Any) -> str:
        """Say a text in the document's language, with the facts in it."""
        return self.filling.told(getattr(text, self.language))

    def fill(self) -> None:
        """Write a sheet for each heading, and last the words of the lists."""
        sheets: list[tuple[Part, list[Part]]] = []
        for part in self.document.parts:
            if part.heading:
                sheets.append((part, []))
            else:
                sheets[-1][1].append(part)
        made = [(self.book.add_worksheet(self.said(head.heading)), parts) for head, parts in sheets]
        for number, (sheet, parts) in enumerate(made):
            _Sheet(self, sheet).fill(parts, first=not number)
        if self.lists:
            self._write_lists()

    def listed(self, words: tuple[str, ...]) -> list[str] | str:
        """Give a list for a rule: the words themselves, or the cells in which so many stand."""
        if len(",".join(words)) <= INLINE and not any("," in word for word in words):
            return list(words)
        column = chr(ord("A") + len(self.lists))
        return self.lists.setdefault(words, f"='{LISTS}'!${column}$1:${column}${len(words)}")

    @cached_property
    def subtitle(self) -> str:
        """What the document is of."""
        told = self.filling.facts
        return look.subtitle(*(told.get(name, "") for name in ("shop", "campaign", "days", "platforms")))

    def _write_lists(self) -> None:
        sheet = self.book.add_worksheet(LISTS)
        for place, words in enumerate(self.lists):
            sheet.write_column(0, place, words)
            sheet.set_column(place, place, 20)
        sheet.hide()


class _Sheet:
    """A sheet that is being written, from its top down."""

    def __init__(self, book: _Book, sheet: Any) -> None:
        self.book, self.sheet, self.row, self.wide = book, sheet, 0, 6
        self.widths = [16.0] * self.wide
        sheet.set_paper(A4)
        sheet.set_margins(MARGIN, MARGIN, 0.5, 0.6)
        sheet.hide_gridlines(2)
        sheet.set_footer(f"&L&8{book.said(book.document.title)}&R&8&P / &N")
        if book.document.landscape:
            sheet.set_landscape()

    def fill(self, parts: list[Part], *, first: bool) -> None:
        """Write the title, how the document is used on its first sheet, and the parts."""
        heads = next((self._heads(part.grid) for part in parts if part.grid), [])
        if heads:
            self.widths, self.wide = [head.width for head in heads], len(heads)
        for place, width in enumerate(self.widths):
            self.sheet.set_column(place, place, width)
        if sum(self.widths) <= READABLE:
            self.sheet.fit_to_pages(1, 0)
        else:
            self.sheet.repeat_columns(0)
        self._line(self.book.said(self.book.document.title) if first else self.sheet.get_name(), TITLE_HEIGHT,
                   bold=True, font_size=16, font_color=look.ACCENT)  # fmt: skip
        if self.book.subtitle:
            self._line(self.book.subtitle, LINE_HEIGHT, bold=True)
        for number, text in enumerate(self.book.document.use if first else (), 1):
            self._line(f"{number}. {self.book.said(text)}", font_color=look.DIM)
        if any(head.name for head in heads):
            self._line(look.GREY_LINE[self.book.language], font_color=look.DIM, italic=True)
        for part in parts:
            self._part(part)

    def _heads(self, grid: Grid) -> list[Shown]:
        rated = self.book.filling.rated if grid.attributes else None
        of = {"document": self.book.document.name, "campaign": self.book.filling.campaign}
        return shown(grid, self.book.language, rated, **of)

    def _part(self, part: Part) -> None:
        if part.text:
            self._line(self.book.said(part.text), bold=True, font_color=look.ACCENT)
        for text in part.bullets:
            self._line(f"• {self.book.said(text)}")
        if part.grid:
            self._grid(part.grid, self._heads(part.grid))

    def _line(self, text: str, height: float = 0, **kind: Any) -> None:
        """Write a line over the whole width, as high as it needs."""
        room, style = sum(self.widths), self.book.look(text_wrap=True, **kind)
        if self.wide > 1:
            self.sheet.merge_range(self.row, 0, self.row, self.wide - 1, "", style)
        self.sheet.write_string(self.row, 0, text, style)
        self.sheet.set_row(self.row, height or LINE_HEIGHT * _lines(text, room))
        self.row += 1

    def _grid(self, grid: Grid, heads: list[Shown]) -> None:
        """Write a table: labels, the names by which it is imported, its rows, and blank ones."""
        top = self.row
        for place, head in enumerate(heads):
            ground = look.NEEDED if head.column is not None and head.column.required else look.PALE
            frame = {"border": 1, "border_color": look.LINE, "bg_color": ground, "text_wrap": True, "align": "center"}
            self.sheet.write_string(top, place, head.label, self.book.look(bold=True, **frame))
            if any(each.name for each in heads):
                small = self.book.look(**frame | {"font_size": 7, "font_color": look.DIM, "text_wrap": False})
                self.sheet.write_string(top + 1, place, head.name, small)
        self.sheet.set_row(top, LINE_HEIGHT * max(2, *(_lines(head.label, head.width) for head in heads)))
        self.row += 1
        if any(head.name for head in heads):
            self.sheet.set_row(self.row, NAME_HEIGHT)
            self.row += 1
        self.sheet.repeat_rows(top, self.row - 1)
        self.sheet.freeze_panes(self.row, min(2, len(heads)) if sum(self.widths) > 100 else 0)
        self._rows(grid, heads)

    def _rows(self, grid: Grid, heads: list[Shown]) -> None:
        first = self.row
        for line in self.book.filling.lines(grid, heads, self.book.language):
            self._row(line, heads)
        for _ in range(grid.blank):
            self._row([], heads)
        last = max(self.row - 1, first)
        for place, head in enumerate(heads):
            if rule := self._rule(head):
                self.sheet.data_validation(first, place, columns.LAST if grid.table else last, place, rule)
        self.row += 1

    def _row(self, values: list[Any], heads: list[Shown]) -> None:
        tall = 1
        for place, head in enumerate(heads):
            value = values[place] if place < len(values) else None
            style = self.book.look(border=1, border_color=look.LINE, text_wrap=True, **_shape(head, value))
            _write(self.sheet, (self.row, place), value, style)
            tall = max(tall, _lines(str(value or ""), head.width))
        self.sheet.set_row(self.row, LINE_HEIGHT * min(tall, TALLEST) + 3)
        self.row += 1

    def _rule(self, head: Shown) -> dict[str, Any]:
        """Give what Excel is to let into a column; none where it is free."""
        campaign = (self.book.filling.campaign,) if head.name == "campaign" and self.book.filling.campaign else ()
        choices = head.choices or campaign
        listed = {"validate": "list", "source": self.book.listed(choices)} if choices else {}
        if head.column is None:
            # a rating is a number, and else may be written by hand
            strict = "stop" if head.choices == SCALE else "warning"
            return listed | {"error_type": strict} if listed else {}
        rule = columns.validation(TABLES[head.table], head.column, "", head.choices if head.column.one_of else ())
        open_list = {"error_type": "warning"} if listed and not head.column.one_of else {}
        return rule | listed | open_list


def _shape(head: Shown, value: Any) -> dict[str, Any]:
    """Give how a cell looks by what it holds."""
    kind = head.column.type if head.column else ""
    if isinstance(value, dt.datetime) or kind == TIME:
        return {"num_format": columns.FORMATS[TIME], "align": "left"}
    if isinstance(value, dt.date) or kind == DAY:
        return {"num_format": columns.FORMATS[DAY], "align": "left"}
    if kind in (TEXT, FLAG) or isinstance(value, str):
        return {"num_format": "@"}
    return {"align": "right", "indent": 1}


def _write(sheet: Any, place: tuple[int, int], value: Any, style: Any) -> None:
    if value is None:
        sheet.write_blank(*place, None, style)
    elif isinstance(value, str):
        sheet.write_string(*place, value, style)
    elif isinstance(value, bool):
        sheet.write_string(*place, "yes" if value else "no", style)
    elif isinstance(value, dt.date):
        sheet.write_datetime(*place, value, style)
    else:
        sheet.write_number(*place, value, style)


def _lines(text: str, width: float) -> int:
    """Tell how many lines a text takes; a Chinese sign is as wide as two letters."""
    wide = [sum(1.0 if sign.isascii() else 2.0 for sign in line) for line in text.split("\n")]
    return sum(max(1, math.ceil(each * 0.98 / max(width - 1, 1))) for each in wide)
