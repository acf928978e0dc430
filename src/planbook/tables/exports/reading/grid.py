"""Grids: the sheets of a file, or a text file as a whole, as rows of text on the engine.

What a file is, its first bytes say; its suffix is often false (HTML as .xls, xls in a zip).
"""

from __future__ import annotations

import contextlib
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from planbook.absence import DataError
from planbook.tables.exports.reading import containers, text

HEAD = 100  # rows that are looked at to find the header
BATCH = 20_000  # rows of a sheet that are in memory as Python's own
_NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Grid:
    """One sheet, or a whole text file: each cell as text, in a frame as wide as its widest row.

    ``relation`` is SQL to put after FROM. Its columns are ``row`` and ``c0`` to ``c<width − 1>`` (text; NULL where the
    cell is empty). ``row`` counts as a person does who opens the file, 1 being the first; rows with nothing in them
    are left out (in a ``big`` file they are not counted either: the engine skips them). It is there as long as
    `grids` is open. ``head`` has the first rows, those with nothing in them too.
    """

    file: Path
    sheet: str
    relation: str
    width: int
    head: list[list[str]]
    big: bool = False
    unnumbered: str = ""  # of a big one: the same without ``row``, in the file's order and read on all cores


@contextlib.contextmanager
def grids(engine: duckdb.DuckDBPyConnection, file: Path) -> Iterator[list[Grid]]:
    """Open a file; empty sheets are left out. What the engine finds wrong later in the file is a DataError too.

    Raises
    ------
    DataError
        When it is not there, is empty, damaged or locked, or is in no encoding that is known.
    """
    with contextlib.ExitStack() as stack:
        found: list[Grid] = []
        for part in stack.enter_context(containers.parts(file)):
            name = f"{file.name}/{part.name}" if part.path and part.name else file.name
            if part.path is not None and part.path.stat().st_size > text.SMALL:
                found.append(_large(engine, file, part, stack.enter_context(text.large(part.path, name))))
            else:
                rows = text.small(part.path.read_bytes(), name) if part.path else part.rows or []
                found += _small(engine, file, part.name, rows, stack)
        if not found:
            raise DataError(f"{file.name} holds no table.", "Export it again; see that it has rows.")
        with _told(file):
            yield found


def _large(engine: duckdb.DuckDBPyConnection, file: Path, part: containers.Part, read: text.Large) -> Grid:
    with _told(file):
        read.refuse_open_quote(engine)
    return Grid(file, part.name, read.relation, read.width, read.head[:HEAD], big=True, unnumbered=read.unnumbered)


def _small(
    engine: duckdb.DuckDBPyConnection, file: Path, sheet: str, rows: Iterable[list[str]], stack: contextlib.ExitStack
) -> list[Grid]:
    """Let the engine see rows that are in memory."""
    numbered = enumerate(rows, 1)
    head: list[list[str]] = []
    batches = []
    while batch := list(itertools.islice(numbered, BATCH)):
        head += [row for _, row in batch[: HEAD - len(head)]]
        batches.append(_columns([(number, row) for number, row in batch if any(row)]))
    whole = pa.concat_tables(batches, promote_options="default") if batches else _columns([])
    if not whole.num_rows:
        return []
    name = f"planbook_grid{next(_NUMBERS)}"
    engine.register(name, whole)
    stack.callback(engine.unregister, name)
    return [Grid(file, sheet, name, whole.num_columns - 1, head)]


def _columns(rows: list[tuple[int, list[str]]]) -> pa.Table:
    columns = {"row": pa.array([number for number, _ in rows], pa.int64())}
    cells = itertools.zip_longest(*(row for _, row in rows))
    columns |= {f"c{at}": pa.array([cell or None for cell in column], pa.string()) for at, column in enumerate(cells)}
    return pa.table(columns)


@contextlib.contextmanager
def _told(file: Path) -> Iterator[None]:
    """Say what the engine finds wrong in a text; not in its words, which show the cells."""
    try:
        yield
    except duckdb.Error as error:
        if "CSV Error" not in str(error):
            raise
        line = re.search(r"on Line: (\d+)", str(error))
        why = "the line is too long" if "Maximum line size" in str(error) else "the line is no row of a table"
        place = f"{file.name}, line {line[1]}" if line else file.name
        raise DataError(f"{place}: {why}.", "Export it again as CSV, or as .xlsx.") from None
