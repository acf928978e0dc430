"""Excel files as tables: the first sheet, its first filled row being the header.

Read by calamine, which takes seconds where openpyxl takes minutes and needs no Excel. A cell is what Excel stores, not
how it is shown: a day stays a day whatever its format, a code such as 0012 is kept only where it is a text there.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from planbook.absence import DataError
from planbook.tables.exports.recognising.headers import bare

SUFFIXES = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods")


def is_sheet(file: Path) -> bool:
    """Tell whether a file is a spreadsheet, by its ending."""
    return file.suffix.lower() in SUFFIXES


def numbered(file: Path, file_name: str, row_name: str) -> pa.Table:
    """Read every cell as text, with two more columns: the file, and the row as Excel counts it.

    Raises
    ------
    DataError
        When the file is no spreadsheet, is locked by a password, or has no header.
    """
    rows, columns = _read(file)
    told = {name: pa.array([as_typed(cell) for cell in cells], pa.string()) for name, cells in columns.items()}
    told |= {file_name: pa.array([str(file)] * len(rows), pa.string()), row_name: pa.array(rows, pa.int64())}
    return pa.table(told)


def typed(file: Path) -> pa.Table:
    """Read a file for a query: numbers and days keep their types where a column holds nothing else."""
    _, columns = _read(file)
    return pa.table({name: _typed(cells) for name, cells in columns.items()})


def _read(file: Path) -> tuple[list[int], dict[str, list[Any]]]:
    """Give the numbers of the filled rows under the header, and their cells by column; what has no name is left out."""
    filled = [(number, row) for number, row in enumerate(_rows(file), 1) if any(cell != "" for cell in row)]
    if not filled:
        raise DataError(f"{file.name} has nothing on its first sheet.", "Put the table on the first sheet.")
    (_, header), *body = filled
    places = {bare(str(name)): place for place, name in enumerate(header) if str(name).strip()}
    return [number for number, _ in body], {name: [row[at] for _, row in body] for name, at in places.items()}


def _rows(file: Path) -> list[list[Any]]:
    import python_calamine as calamine  # only who has a spreadsheet waits for it

    try:
        with calamine.load_workbook(file) as book:
            return book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except calamine.PasswordError as error:
        raise DataError(f"{file.name} is locked by a password.", "Save it without one.") from error
    except (calamine.CalamineError, OSError) as error:
        raise DataError(f"{file.name} cannot be read: {error}.", "Save it again as .xlsx, or as CSV.") from error


def as_typed(cell: Any) -> str | None:
    """Write a cell as a person would type it: whole numbers without a point, days without an hour."""
    if cell == "":
        return None
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _typed(cells: list[Any]) -> pa.Array:
    known = {type(cell) for cell in cells if cell != ""}
    if known <= {int, float} and known:
        return pa.array([None if cell == "" else float(cell) for cell in cells], pa.float64())
    if len(known) == 1 and known <= {date, datetime, bool}:
        return pa.array([None if cell == "" else cell for cell in cells])
    return pa.array([str(cell) if isinstance(cell, timedelta) else as_typed(cell) for cell in cells], pa.string())
