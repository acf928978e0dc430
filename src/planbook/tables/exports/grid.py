"""Grids: the sheets of a file, or a text file as a whole, as rows of text on the engine.

What a file is, its first bytes say; its suffix is often false (HTML as .xls, xls in a zip).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from planbook.absence import DataError
from planbook.tables.exports import containers, text

HEAD = 100  # rows that are looked at to find the header


@dataclass(frozen=True)
class Grid:
    """One sheet, or a whole text file: each cell as text, in a frame as wide as its widest row.

    ``relation`` is SQL to put after FROM. Its columns are ``row`` (1 is the first record, as a person counts) and
    ``c0`` to ``c<width − 1>`` (text; NULL where the cell is empty). It is there as long as `grids` is open.
    """

    file: Path
    sheet: str
    relation: str
    width: int
    head: list[list[str]]
    big: bool = False


@contextlib.contextmanager
def grids(engine: duckdb.DuckDBPyConnection, file: Path) -> Iterator[list[Grid]]:
    """Open a file; empty sheets are left out.

    Raises
    ------
    DataError
        When it is not there, is empty, damaged or locked, or is in no encoding that is known.
    """
    with contextlib.ExitStack() as stack:
        found: list[Grid] = []
        for part in stack.enter_context(containers.parts(file)):
            if part.rows is not None:
                found += _of_rows(engine, file, part.name, part.rows, stack)
            else:
                found += _of_text(engine, file, stack.enter_context(text.decoded(part.path or file, file.name)), stack)
        if not found:
            raise DataError(f"{file.name} holds no table.", "Export it again; see that it has rows.")
        yield found


def _of_text(
    engine: duckdb.DuckDBPyConnection, file: Path, copy: text.Decoded, stack: contextlib.ExitStack
) -> list[Grid]:
    if copy.rows is not None:
        return _of_rows(engine, file, "", copy.rows, stack)
    return [Grid(file, "", copy.relation(engine), copy.width, copy.head[:HEAD], big=True)]


def _of_rows(
    engine: duckdb.DuckDBPyConnection, file: Path, sheet: str, rows: Sequence[list[str]], stack: contextlib.ExitStack
) -> list[Grid]:
    """Let the engine see rows that are in memory."""
    width = max(map(len, rows), default=0)
    if not any(cell for row in rows for cell in row):
        return []
    columns = {"row": pa.array(range(1, len(rows) + 1), pa.int64())}
    for at in range(width):
        cells = [row[at] or None if at < len(row) else None for row in rows]
        columns[f"c{at}"] = pa.array(cells, pa.string())
    name = f"planbook_grid{id(rows)}"
    engine.register(name, pa.table(columns))
    stack.callback(engine.unregister, name)
    return [Grid(file, sheet, name, width, rows[:HEAD])]
