"""A workbook of one table: the sheet that is filled in, its columns explained, examples, and the words of its lists."""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range_abs

from planbook.documents import columns, lists
from planbook.tables import chinese
from planbook.tables.column import DAY, TEXT, TIME, Column, Table
from planbook.tables.exports.recognising.handmade import EXAMPLES, HELP, LISTS

from . import examples
from .notes import notes

CREATED = dt.datetime(2026, 1, 1)  # the same bytes on any day
YELLOW, GREEN, LINE = "#FFE699", "#E2EFDA", "#A6A6A6"
# heads of the sheet that explains, and their widths
EXPLAINED = (("列 column", 26), ("中文", 36), ("English", 40), ("必填 always", 12), ("可以填什么", 34))
EXPLAINED += (("what it may hold", 34), ("例 1 example", 24), ("例 2 example", 24), ("例 3 example", 24))
SPLIT = 3  # columns of the notes' Chinese; the others are their English
LINE_HEIGHT = 16

Row = Mapping[str, Any]


def written(table: Table, rows: Iterable[Row] = ()) -> bytes:
    """Write a table's workbook.

    Parameters
    ----------
    rows
        What is filled in already.
    """
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": CREATED, "title": f"{chinese.title(table.name)} {table.name}"})
        _Book(book, table).fill(rows)
    return target.getvalue()


class _Book:
    """A workbook that is being written."""

    def __init__(self, book: Any, table: Table) -> None:
        self.book, self.table = book, table
        self.sheets = {name: book.add_worksheet(name) for name in (table.name, HELP, EXAMPLES, LISTS)}
        for sheet in self.sheets.values():  # who prints one gets all columns beside each other
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)

    def fill(self, rows: Iterable[Row]) -> None:
        """Write all sheets."""
        listed = self._lists()
        self._columns(self.sheets[self.table.name])
        for place, column in enumerate(self.table.columns):
            self._prepare(place, column, listed.get(column.name, ""))
        self._rows(self.sheets[self.table.name], rows)
        self._help(self.sheets[HELP])
        self._columns(self.sheets[EXAMPLES], between=" ")
        self._rows(self.sheets[EXAMPLES], examples.rows(self.table.name))

    @cached_property
    def wrapped(self) -> Any:
        return self.book.add_format({"text_wrap": True, "valign": "top"})

    @cached_property
    def strong(self) -> Any:
        return self.book.add_format({"bold": True, "font_size": 13})

    @cached_property
    def heads(self) -> dict[bool, Any]:
        """Formats of headers: of columns that may stay empty, and of those that may not."""
        look = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "border_color": LINE}
        return {must: self.book.add_format(look | {"bg_color": YELLOW if must else GREEN}) for must in (False, True)}

    @cached_property
    def cells(self) -> dict[str, Any]:
        """Formats of cells by the type of their column."""
        return {kind: self.book.add_format({"num_format": shown}) for kind, shown in columns.FORMATS.items()}

    def _columns(self, sheet: Any, between: str = "\n") -> None:
        """Write the header; where its two names are not on two lines, no import takes it for one."""
        for place, column in enumerate(self.table.columns):
            head = columns.header(self.table, column).replace("\n", between)
            sheet.write_string(0, place, head, self.heads[column.required])
            sheet.set_column(place, place, columns.width(self.table, column), self.cells.get(column.type))
        sheet.set_row(0, 36)
        sheet.freeze_panes(1, 1)

    def _prepare(self, place: int, column: Column, listed: str) -> None:
        """Say at the header what a column is, and let Excel look at what is put into it."""
        sheet = self.sheets[self.table.name]
        meant, may = columns.meaning(self.table, column), columns.allowed(self.table, column)
        needed = "必填 always\n" if column.required else ""
        note = f"{meant.lines()}\n\n{needed}{may.lines()}"
        sheet.write_comment(0, place, note, {"author": "Planbook", "x_scale": 2, "y_scale": 1.8, "font_size": 9})
        sheet.data_validation(1, place, columns.LAST, place, columns.validation(self.table, column, listed))

    def _rows(self, sheet: Any, rows: Iterable[Row]) -> None:
        for number, row in enumerate(rows, 1):
            for place, column in enumerate(self.table.columns):
                self._write(sheet, number, place, row.get(column.name))

    def _write(self, sheet: Any, number: int, place: int, value: Any) -> None:
        if isinstance(value, str):
            sheet.write_string(number, place, value, self.cells[TEXT])
        elif isinstance(value, dt.date):
            look = self.cells[TIME if isinstance(value, dt.datetime) else DAY]
            sheet.write_datetime(number, place, value, look)
        elif value is not None:
            sheet.write(number, place, value)

    def _help(self, sheet: Any) -> None:
        """Write the notes, and below them a row for each column."""
        sheet.write_string(0, 0, f"{chinese.title(self.table.name)} · {self.table.name}", self.strong)
        sheet.set_row(0, 24)
        widths = [width for _, width in EXPLAINED]
        for number, note in enumerate(notes(self.table), 1):
            sheet.merge_range(number, 0, number, SPLIT - 1, note.zh, self.wrapped)
            sheet.merge_range(number, SPLIT, number, len(widths) - 1, note.en, self.wrapped)
            sheet.set_row(number, _height(note, (sum(widths[:SPLIT]), sum(widths[SPLIT:]))))
        first = len(notes(self.table)) + 2
        for place, (title, width) in enumerate(EXPLAINED):
            sheet.write_string(first, place, title, self.heads[False])
            sheet.set_column(place, place, width)
        for number, column in enumerate(self.table.columns, first + 1):
            told = self._told(column)
            sheet.set_row(number, _height(told, widths))
            for place, text in enumerate(told):
                sheet.write_string(number, place, text, self.wrapped)

    def _told(self, column: Column) -> list[str]:
        name = columns.header(self.table, column).replace("\n", " ")
        meant, may = columns.meaning(self.table, column), columns.allowed(self.table, column)
        shown = examples.values(self.table, column)
        return [name, *meant, "是 yes" if column.required else "", *may, *shown]

    def _lists(self) -> dict[str, str]:
        """Write the words of each list; give the cells in which those stand that a column is likely to take."""
        sheet, places, place = self.sheets[LISTS], {}, 0
        for column in self.table.columns:
            likely = lists.likely(self.table, column)
            words = likely or lists.only(self.table, column)
            if not words or words is lists.YES_NO:
                continue
            sheet.write_string(0, place, column.name, self.heads[False])
            sheet.write_string(0, place + 1, chinese.column(self.table.name, column.name).name, self.heads[False])
            sheet.write_column(1, place, list(words))
            sheet.write_column(1, place + 1, list(words.values()))
            sheet.set_column(place, place + 1, 20)
            if likely:
                places[column.name] = f"'{LISTS}'!{xl_range_abs(1, place, len(words), place)}"
            place += 3
        return places


def _height(texts: Sequence[str], widths: Sequence[float]) -> int:
    """Give the height in which no text is cut; a Chinese sign is as wide as two letters."""
    wide = [sum(1 if sign.isascii() else 2 for sign in text) for text in texts]
    return LINE_HEIGHT * max(math.ceil(each / (width - 2)) for each, width in zip(wide, widths, strict=False))
