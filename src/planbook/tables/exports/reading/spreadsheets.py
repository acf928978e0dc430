"""Workbooks as rows of text, a sheet at a time; a cell is what Excel stores, not how it is shown."""

from __future__ import annotations

import contextlib
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from planbook.absence import DataError
from planbook.tables.exports.reading import biff
from planbook.tables.sheets import as_typed

EXACT = 1e15  # from here on a spreadsheet may have rounded a number
MOST = 200_000_000  # cells of the rectangle from the first to the last; each takes memory, also an empty one
CHUNK = 4 << 20
AGAIN = "Save it again as .xlsx, or as CSV."
_WIDE = re.compile(rb' r="([A-Z]{2,3})\d')  # a cell beyond column Z
_ROW = re.compile(rb'[^>]*?r="(\d{1,7})"')
# a formula that was never reckoned: no value stands beside it, and it is no text that may be empty
_UNKNOWN = re.compile(
    rb'[<:]c (?![^>]*t="str")[^>]*?r="([A-Z]+\d+)"[^>]*><f(?: [^>]*)?(?:/>|>[^<]*</f>)(?:<v/>|<v></v>)?</c>'
)


def sheets(file: Path, name: str) -> Iterator[tuple[str, Iterator[list[str]]]]:
    """Give each sheet's name and rows; what is hidden too. A cell over several rows stands in each of them.

    Raises
    ------
    DataError
        When the file is no workbook or is locked by a password, or a formula has no value.
    """
    import python_calamine as calamine  # only who has a spreadsheet waits for it

    _refuse_locked(file, name)
    _refuse_unknown(file, name)
    with _told(name, calamine), file.open("rb") as stream:
        # given a path, calamine believes its suffix; given bytes, it tries each kind and does not tell what is wrong
        true = file.suffix.lower() in ((".xls",) if stream.read(2) != b"PK" else (".xlsx", ".xlsm", ".xlsb", ".ods"))
        stream.seek(0)
        book = calamine.load_workbook(file if true else stream)
    with _told(name, calamine), book:
        for told in book.sheets_metadata:
            if told.typ == calamine.SheetTypeEnum.WorkSheet:
                yield told.name, _rows(book.get_sheet_by_name(told.name), name, calamine)


@contextlib.contextmanager
def _told(name: str, calamine: Any) -> Iterator[None]:
    """Say of any error of the reader what a person can do."""
    try:
        yield
    except (DataError, GeneratorExit, KeyboardInterrupt):
        raise
    except calamine.PasswordError as error:
        raise _locked(name) from error
    except (calamine.CalamineError, OSError, ValueError, OverflowError, MemoryError) as error:
        raise DataError(f"{name} cannot be read: {str(error).rstrip('.')}. Is it damaged or locked?", AGAIN) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of Rust; it is no Exception
            raise
        raise DataError(f"{name} is a damaged workbook.", AGAIN) from error


def _rows(sheet: Any, name: str, calamine: Any) -> Iterator[list[str]]:
    with _told(name, calamine):
        if sheet.start is not None:
            below = _below(sheet)
            # rows begin with the first of the sheet, columns with the first that is filled
            left = [""] * sheet.start[1]
            rows = ([*left, *map(_text, cells)] for cells in sheet.iter_rows())
            yield from _spread(rows, below) if below else rows


def _below(sheet: Any) -> dict[tuple[int, int], tuple[int, int]]:
    """Give the cells that are empty because one above them covers them, and which one that is."""
    return {
        (row, column): (top, column)
        for (top, column), (bottom, _) in sheet.merged_cell_ranges or []
        for row in range(top + 1, min(bottom, sheet.end[0]) + 1)
    }


def _spread(rows: Iterable[list[str]], below: dict[tuple[int, int], tuple[int, int]]) -> Iterator[list[str]]:
    tops, seen = set(below.values()), {}
    for number, row in enumerate(rows):
        for at, cell in enumerate(row):
            if (number, at) in tops:
                seen[number, at] = cell
            row[at] = seen.get(below.get((number, at), (-1, -1)), cell)
        yield row


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        if abs(cell) >= EXACT:
            return f"{cell:.5E}"  # its last digits are lost; nobody may take them for true
        return as_typed(cell) or "" if cell.is_integer() else f"{Decimal(repr(cell)):f}"
    return str(cell) if isinstance(cell, timedelta) else as_typed(cell) or ""


def _refuse_locked(file: Path, name: str) -> None:
    """See that it is no .xlsx with a password: that is packed into a file of the old kind."""
    with file.open("rb") as stream:
        start = stream.read(2)
        if start != b"PK" and "EncryptedPackage".encode("utf-16-le") in start + stream.read():
            raise _locked(name)
    if start != b"PK":
        biff.refuse_damaged(file, name)


def _locked(name: str) -> DataError:
    return DataError(f"{name} is locked by a password.", "Save it without one.")


def _refuse_unknown(file: Path, name: str) -> None:
    """Look at the sheets of an .xlsx: no formula may lack its value, no cell stand too far out."""
    if not zipfile.is_zipfile(file):
        return
    try:
        with zipfile.ZipFile(file) as archive:
            for member in archive.namelist():
                if member.startswith("xl/worksheets/") and member.endswith(".xml"):
                    with archive.open(member) as stream:
                        _refuse_far(_look(stream, name), name)
    except DataError:
        raise
    except Exception as error:
        raise DataError(f"{name} is a damaged workbook: {error}.", "Download it once more.") from error


def _look(stream: Any, name: str) -> tuple[int, int]:
    """Give how many columns and rows a sheet reaches, of columns at least 26."""
    columns, rows, rest = {b"Z"}, 1, b""
    while chunk := stream.read(CHUNK):
        text = rest + chunk
        if b"<f" in text and (found := _UNKNOWN.search(text)):
            raise DataError(
                f"{name}, cell {found[1].decode()}: a formula that was never reckoned, so its value is not known.",
                "Open the file in Excel, save it, and import it again.",
            )
        columns.update(_WIDE.findall(text))
        if last := _ROW.match(text, text.rfind(b"row ")):
            rows = max(rows, int(last[1]))
        rest = text[text.rfind(b"</c>") + 4 :] if b"</c>" in chunk else text[-1000:]
    widest = max(columns, key=lambda letters: (len(letters), letters))
    return sum((letter - 64) * 26**at for at, letter in enumerate(reversed(widest))), rows


def _refuse_far(reach: tuple[int, int], name: str) -> None:
    if reach[0] * reach[1] > MOST:
        raise DataError(
            f"{name}: its last cell is in column {reach[0]:,} and row {reach[1]:,}, far beyond any table.",
            "Delete what is beside and below the table, or copy the table into a new workbook.",
        )
