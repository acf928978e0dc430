"""Ways in which platforms write their files. The same rows give the same bytes."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

import xlsxwriter

MADE = dt.datetime(2026, 11, 1, 9, 5)  # when a workbook says that it was made, in place of the clock
RULE = f"# {'-' * 40}"


class Span(NamedTuple):
    """First and last day of what is exported."""

    since: dt.date
    until: dt.date


class Table(NamedTuple):
    """A header and the rows below it; a cell that is None is empty."""

    header: Sequence[str]
    rows: Iterable[Sequence[str | None]]


Writer = Callable[[Path, Sequence[Table], Span], None]


def text(*, encoding: str = "utf-8", quoting: int = csv.QUOTE_MINIMAL) -> Writer:
    """Write lines of text; without quoting, ``="123"`` stands there as it is."""
    mark = None if quoting == csv.QUOTE_NONE else '"'

    def write(path: Path, tables: Sequence[Table], _: Span) -> None:
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file, quoting=quoting, quotechar=mark).writerows(_lines(tables))

    return write


def workbook(*, sheet: str, above: Sequence[str] = ()) -> Writer:
    """Write a workbook in which every cell is text, under whatever suffix; titles stand above the header."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}

    def write(path: Path, tables: Sequence[Table], _: Span) -> None:
        with xlsxwriter.Workbook(path, options) as book:
            book.set_properties({"created": MADE})
            page = book.add_worksheet(sheet)
            for at, row in enumerate([*((title,) for title in above), *_lines(tables)]):
                page.write_row(at, 0, ["" if cell is None else cell for cell in row])

    return write


def page(path: Path, tables: Sequence[Table], _: Span) -> None:
    """Write a page, which some platforms give under a workbook's suffix."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write('<html><head><meta charset="utf-8"></head><body><table border="1">\n')
        for row in _lines(tables):
            file.write("<tr>" + "".join(f"<td>{escape(cell or '')}</td>" for cell in row) + "</tr>\n")
        file.write("</table></body></html>\n")


def remarked(path: Path, tables: Sequence[Table], span: Span) -> None:
    """Write tables one below the other, with remarks (``# …``) above each."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f"{RULE}\n# Traffic acquisition\n# Account: Luming Tea\n# Property: Web\n{RULE}\n")
        for table in tables:
            file.write(f"#  \n# Start date: {span.since:%Y%m%d}\n# End date: {span.until:%Y%m%d}\n")
            csv.writer(file, lineterminator="\n").writerows(_lines([table]))
            file.write("\n")


def _lines(tables: Sequence[Table]) -> Iterable[Sequence[str | None]]:
    return itertools.chain.from_iterable([table.header, *table.rows] for table in tables)
