"""Import: files of any platform go in, rows of our tables come out; all of them, or none.

Each file is read, recognised, cleaned and turned into rows of our tables on an engine of its own. Only when all
files have gone well do the rows go into the shop's store, in one step.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb

from planbook import disk
from planbook.absence import DataError
from planbook.project import Shop
from planbook.tables import naming
from planbook.tables.cells import quoted
from planbook.tables.exports.cleaning import cells
from planbook.tables.exports.reading import copies
from planbook.tables.exports.reading.blocks import Block, blocks
from planbook.tables.exports.reading.grid import Grid, grids
from planbook.tables.exports.recognising import handmade, profile
from planbook.tables.exports.recognising.recognition import Match, Recognition
from planbook.tables.exports.recognising.told import days_told
from planbook.tables.exports.recognising.unknown import unknown
from planbook.tables.exports.shaping import combining, macros, refusing, staging
from planbook.tables.exports.shaping.fields import ROW, Fields, read_fields
from planbook.tables.exports.shaping.staging import Context, Staged
from planbook.tables.schema import TABLES

MEMORY = "600MB"
HEADS = 4  # columns of a table left aside by which it is named


class Wish(NamedTuple):
    """What a person says of the files: which export, which platform, how dates are written."""

    profile: str = ""
    platform: str = ""
    dates: str = ""


class Read(NamedTuple):
    """A file that was read: its tables' fields, the rows they become, and those that are of no known export."""

    file: Path
    sha256: str
    parts: list[Fields]
    staged: list[Staged]
    aside: list[str]


@contextlib.contextmanager
def engine_of(shop: Shop) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an engine for one import; what it cannot hold in memory goes to a folder that is gone afterwards."""
    with (
        copies.spill() as folder,
        duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": folder}) as engine,
    ):
        macros.register(engine)
        naming.register(engine, shop.project.names)
        cells.register(engine, key=shop.project.key, zone=shop.settings.timezone)
        try:
            yield engine
        except duckdb.OutOfMemoryException as error:
            raise DataError("The files take more memory than an import may have.", "Import fewer at a time.") from error


def read(
    engine: duckdb.DuckDBPyConnection,
    shop: Shop,
    files: Sequence[Path],
    wish: Wish,
    *,
    heard: Callable[[Path], None] = lambda _: None,
) -> Iterator[Read]:
    """Read files, each table of theirs as the export that it is; nothing is written.

    What a file was read from is gone when the next one is asked for; the rows that it became stay.

    Raises
    ------
    DataError
        When a file cannot be read, is of no export that is known, or holds a cell that cannot be read.
    """
    known = Recognition(profile.load(shop.project.root, shop.project.own_words))
    reader = _Reader(engine, shop, known, wish)
    for number, file in enumerate(files):
        heard(file)
        found = reader.read(file, number)
        yield found
        for fields in found.parts:
            fields.drop(engine)


class _Reader(NamedTuple):
    """What reads one file after the other."""

    engine: duckdb.DuckDBPyConnection
    shop: Shop
    known: Recognition
    wish: Wish

    def read(self, file: Path, number: int) -> Read:
        """Read the tables of a file that are of an export that is known."""
        parts: list[Fields] = []
        staged: list[Staged] = []
        aside: list[str] = []
        headless: list[str] = []
        with grids(self.engine, file) as sheets:
            heads = [grid.head for grid in sheets]
            for grid in (each for each in sheets if not each.sheet.endswith(handmade.BESIDE)):
                found = blocks(self.engine, grid, self.known.known)
                headless += [] if found else _headless(grid)
                for block in found:
                    match = self.known.best(block.header, file.name, forced=self.wish.profile)
                    if match is None:
                        aside.append(_aside(block))
                        continue
                    table = f"part{number}_{len(parts)}"
                    fields = read_fields(self.engine, block, match, table, dates=self.wish.dates)
                    refusing.refuse_unread(self.engine, fields)
                    staged += staging.stage(self.engine, fields, self._context(block, match, number))
                    parts.append(fields)
        if not parts:
            raise unknown(file, heads)
        if any(fields.profile.strict for fields in parts):  # beside a sheet of ours, one that lost its line of names
            aside += headless
        return Read(file, disk.sha256(file), parts, _united(self.engine, staged, parts, number), aside)

    def _context(self, block: Block, match: Match, number: int) -> Context:
        told = days_told(block.above, block.grid.sheet)  # which in an archive is the packed file's name
        if told.start is None:
            told = days_told((), block.grid.file.name)
        return Context(self.shop, self.wish.platform or match.profile.platform, told, number)


def _aside(block: Block) -> str:
    """Name a table that is left aside by its place and first words, by which who opens the file finds it."""
    written = block.above and block.grid.file.suffix == ".docx"  # elsewhere a line may be of somebody's data
    return _begins(block.grid, block.above[0] if written else _first(block.header))


def _headless(grid: Grid) -> list[str]:
    """Name a table in which no header is known by its first line of several cells; none where there is no such line."""
    lines = (line for line in grid.head if sum(bool(cell.strip()) for cell in line) > 1)
    return [_begins(grid, _first(line)) for line in list(lines)[:1]]


def _first(cells: Sequence[str]) -> str:
    told = [cell.strip() for cell in cells if cell.strip()]
    return ", ".join(told[:HEADS]) + " …" * (len(told) > HEADS)


def _begins(grid: Grid, first: str) -> str:
    return f"{grid.sheet or grid.file.name}, which begins with “{first}”"


def _united(engine: duckdb.DuckDBPyConnection, staged: list[Staged], parts: list[Fields], number: int) -> list[Staged]:
    """Leave one relation a table, and refuse rows in which something is empty that no row may lack."""
    made = []
    for table in dict.fromkeys(each.table for each in staged):
        relations = [each.relation for each in staged if each.table == table]
        relation = combining.united(engine, table, relations, f"file{number}_{table}", parts[0].block.grid.file.name)
        made.append(Staged(table, relation))
        for other in set(relations) - {relation}:
            engine.execute(f"DROP TABLE {other}")
        _refuse_empty(engine, made[-1], parts)
    return made


def _refuse_empty(engine: duckdb.DuckDBPyConnection, made: Staged, parts: list[Fields]) -> None:
    table, there = made.table, combining.there(engine, made.relation)
    for name in TABLES[table].required:
        empty = f"{quoted(name)} IS NULL" if name in there else "true"
        found = engine.execute(f"SELECT {ROW} FROM {made.relation} WHERE {empty} ORDER BY 1 LIMIT 1").fetchone()
        if found is not None:
            place, meaning = _place(parts, table, name, found[0]), TABLES[table][name].meaning
            raise DataError(f"{place}: {table} needs {name} ({meaning}), and the row does not tell it.", refusing.FILL)


def _place(parts: list[Fields], table: str, name: str, row: int) -> str:
    """Name the cell of a sheet that should tell a column, where it is one; else the row."""
    fields, *others = [each for each in parts if table in each.profile.tables]
    told = {mapping.columns.get(name) for mapping in fields.profile.tables[table]}
    cells = [fields.cell(column, row) for column in fields.columns if {column.name} == told]
    if cells and not others and fields.block.grid.sheet:
        return cells[0]
    return f"{fields.block.grid.file.name}, row {row}"
