"""Pages as rows: HTML, or Excel's own XML, saved under a spreadsheet's name."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from planbook.absence import DataError
from planbook.tables.exports.reading import encodings

LARGEST = 256 << 20  # bytes of a page; it is read at once
WIDEST = 1000  # cells that one cell may stand for
_START = re.compile(rb"<(html|!doctype|!--|\?xml|table|meta|head|body|style|div|center|font|workbook)", re.IGNORECASE)
_ROW, _CELL = ("tr", "row"), ("td", "th", "cell")


def is_page(start: bytes) -> bool:
    r"""Tell a page by its first bytes.

    Examples
    --------
    >>> is_page(b"\xef\xbb\xbf\r\n<HTML><body>"), is_page("<table>".encode("utf-16")), is_page(b"<5,7")
    (True, True, False)
    """
    return _START.match(start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe\r\n\t ")) is not None


def tables(content: bytes, name: str) -> list[list[list[str]]]:
    """Give the rows of each table of a page.

    A cell over several rows stands in each of them; one over several columns only in the first.

    Raises
    ------
    DataError
        When it is in no encoding that is known, or is too large.

    Examples
    --------
    >>> tables(b"<table><tr><td rowspan=2>12</td><td>tea</td></tr><tr><td>cup &amp; lid</td></tr></table>", "a.xls")
    [[['12', 'tea'], ['12', 'cup & lid']]]
    """
    if len(content) > LARGEST:
        raise DataError(f"{name} is a page too large to read.", "Export it as CSV.")
    reader = _Tables()
    try:
        reader.feed(encodings.decoded(content, name))
        reader.close()
    except (AssertionError, ValueError) as error:
        raise DataError(f"{name} is a damaged page.", "Export it again, as CSV if that can be.") from error
    reader.end_cell()
    return [rows for rows in reader.found if rows]


class _Tables(HTMLParser):
    """The cells of all tables of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[list[list[str]]] = []
        self._cell: list[str] | None = None
        self._wide = self._deep = 1
        self._from_above: dict[int, tuple[int, str]] = {}  # column → rows that are still to come, and what stands there

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell."""
        told = dict(attrs)
        if tag == "table":
            self.end_cell()
            self.found.append([])
            self._from_above = {}
        elif tag in _ROW and self.found:
            self._begin_row()
        elif tag in _CELL and self.found:
            self.end_cell()
            if not self.found[-1]:
                self._begin_row()
            self._place(_number(told, "ss:index", 0))
            self._wide = _number(told, "colspan", 0) or _number(told, "ss:mergeacross", 0) + 1
            self._deep = _number(told, "rowspan", 0) or _number(told, "ss:mergedown", 0) + 1
            self._cell = []
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End a cell."""
        if tag in _CELL or tag in _ROW or tag == "table":
            self.end_cell()

    def handle_data(self, data: str) -> None:
        """Take what stands in a cell."""
        if self._cell is not None:
            self._cell.append(data)

    def end_cell(self) -> None:
        """Put the cell into its row; and what has come from above beside it."""
        if self._cell is None:
            return
        text, row = "".join(self._cell).strip(" \r\n"), self.found[-1][-1]
        for told in (text, *[""] * (self._wide - 1)):
            self._from_above[len(row)] = (self._deep - 1, told)
            row.append(told)
        self._cell = None
        self._fill(row)

    def _begin_row(self) -> None:
        self.end_cell()
        self.found[-1].append([])
        self._fill(self.found[-1][-1])

    def _fill(self, row: list[str]) -> None:
        while (above := self._from_above.get(len(row), (0, "")))[0]:
            self._from_above[len(row)] = (above[0] - 1, above[1])
            row.append(above[1])

    def _place(self, column: int) -> None:
        """Leave cells empty that Excel's XML does not write."""
        row = self.found[-1][-1]
        row += [""] * (column - 1 - len(row))


def _number(told: dict[str, str | None], name: str, default: int) -> int:
    text = told.get(name) or ""
    return min(int(text), WIDEST) if text.isascii() and text.isdecimal() else default
