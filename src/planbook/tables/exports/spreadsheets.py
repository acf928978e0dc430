"""Workbooks as rows of text, a sheet at a time; a cell is what Excel stores, not how it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from planbook.absence import DataError
from planbook.tables.sheets import as_typed

EXACT = 1e15  # digits beyond which a spreadsheet has rounded a number


def sheets(file: Path, name: str) -> Iterator[tuple[str, list[list[str]]]]:
    """Give each sheet's name and rows; what is hidden too.

    Raises
    ------
    DataError
        When the file is no workbook, or is locked by a password.
    """
    import python_calamine as calamine  # only who has a spreadsheet waits for it

    try:
        with calamine.load_workbook(file) as book:
            for sheet in book.sheet_names:
                yield sheet, [[_text(cell) for cell in row] for row in book.get_sheet_by_name(sheet).iter_rows()]
    except calamine.PasswordError as error:
        raise DataError(f"{name} is locked by a password.", "Save it without one.") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise DataError(f"{name} cannot be read: {error}.", "Save it again as .xlsx, or as CSV.") from error


def _text(cell: Any) -> str:
    if isinstance(cell, float) and abs(cell) >= EXACT:
        return f"{cell:.5E}"  # its last digits are lost; nobody may take them for true
    return str(cell) if isinstance(cell, timedelta) else as_typed(cell) or ""
