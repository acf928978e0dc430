"""The tables of a Word file as rows of text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from planbook.absence import ConfigError, DataError

MAIN = "word/document.xml"  # the part by which a Word file is known
MOST = 200_000  # cells of a table


def tables(file: Path, name: str) -> Iterator[tuple[str, list[list[str]]]]:
    """Give the name and rows of each table; a cell that covers several stands in each of them.

    Raises
    ------
    ConfigError
        When python-docx is not there.
    DataError
        When the file is damaged, or a table is too large to have been filled in by hand.
    """
    try:
        import docx
    except ImportError as error:
        raise ConfigError("To read Word files, python-docx is needed.", "pip install 'planbook[docx]'") from error
    try:
        with file.open("rb") as stream:
            found = docx.Document(stream).tables
    except Exception as error:  # its readers raise errors of many kinds
        raise DataError(f"{name} is a damaged Word file: {error}.", "Save it again in Word.") from error
    for number, table in enumerate(found, 1):
        rows, columns = len(table.rows), len(table.columns)
        if rows * columns > MOST:
            raise DataError(f"{name}, table {number} has {rows:,} rows: too many.", "Put them into a workbook.")
        # the library looks for each row's cells anew; the table's own list is many times as fast
        cells = [cell.text.strip() for cell in table._cells]  # noqa: SLF001
        yield f"table {number}", [cells[at : at + columns] for at in range(0, len(cells), columns)]
