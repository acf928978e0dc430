"""The fields of an export: what its profile reads of a block, cleaned and typed, as a table on the engine.

Columns that no field names are never read further: what is personal and not hashed ends here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

import duckdb

from planbook.absence import DataError
from planbook.tables.cells import quoted, text_of
from planbook.tables.exports.cleaning.cells import NUMERIC, TYPES, Asked, Style, cleaned
from planbook.tables.exports.cleaning.settling import settle
from planbook.tables.exports.reading.blocks import Block
from planbook.tables.exports.recognising.handmade import is_own
from planbook.tables.exports.recognising.headers import bare, normalised
from planbook.tables.exports.recognising.profile import Field, Profile
from planbook.tables.exports.recognising.questions import Question, is_personal, questions
from planbook.tables.exports.recognising.recognition import Match

ROW, DROP = "planbook_row", "planbook_drop"
TOTALS = "合计|总计|汇总|全部|小计|total|grand total"
ANSWER, OWN = Field(kind="said", headers=()), Field(kind="written", headers=())


def left(name: str) -> str:
    """Name the column with the text of cells that could not be read."""
    return f"{name}?"


class Column(NamedTuple):
    """A field as it stands in this block: where, under which header, and in what unit."""

    name: str
    spec: Field
    cell: str  # SQL
    header: str
    unit: str


@dataclass(frozen=True)
class Fields:
    """A table on the engine with a column a field, typed; and what was seen while it was read."""

    table: str
    match: Match
    block: Block
    columns: tuple[Column, ...]
    rows_in: int
    dropped: dict[str, int]
    tests: dict[str, tuple[int, int]]  # name → rows for which the identity holds, and rows that can tell
    questions: tuple[Question, ...]
    personal: tuple[str, ...]  # questions whose answers stay behind
    unread: frozenset[str]  # fields of which the text of some cell could not be read

    def drop(self, engine: duckdb.DuckDBPyConnection) -> None:
        """Let the engine forget the table."""
        engine.execute(f"DROP {'VIEW' if self.block.grid.big else 'TABLE'} {self.table}")
        engine.execute(f"DROP TABLE IF EXISTS {self.table}_all")

    @property
    def profile(self) -> Profile:
        """The profile that was used."""
        return self.match.profile

    @property
    def answers(self) -> str:
        """SQL of a row an answer, with ``question``, ``item`` and ``answer`` beside the fields."""
        parts = [
            f"SELECT *, {text_of(q.question)} AS question, {text_of(q.item)} AS item, {quoted(f'q{q.at}')} AS answer "
            f"FROM {self.table} WHERE {DROP} IS NULL AND {quoted(f'q{q.at}')} IS NOT NULL"
            for q in self.questions
        ]
        none = f"SELECT *, '' AS question, '' AS item, '' AS answer FROM {self.table} WHERE false"
        return f"({' UNION ALL '.join(parts or [none])})"

    @property
    def placed(self) -> str:
        """What says of which document, part and campaign an own table is (see `handmade.own_name`).

        Raises
        ------
        DataError
            When no header says so.
        """
        told = next((q.question for q in self.questions if is_own(q.question, placed=True)), "")
        if self.profile.own and not told:
            said = f"{self.place}: its small grey line does not say of which document the table is."
            raise DataError(said, "Put the line and its columns back as `planbook document` writes them.")
        return told

    @property
    def currency(self) -> str:
        """The currency that stands in a header of money; empty where none does."""
        return next((c.unit for c in self.columns if c.spec.kind == "money" and c.unit.isupper()), "")

    @property
    def place(self) -> str:
        """The file, and the sheet where it has several, as an error names it."""
        grid = self.block.grid
        return f"{grid.file.name}, sheet {grid.sheet!r}" if grid.sheet else grid.file.name

    def cell(self, column: Column, row: int) -> str:
        """Name a cell as who opens the file finds it: by its letters on a sheet, by its header in a text."""
        if not self.block.grid.sheet:
            return f"{self.place}, row {row}, column {column.header!r}"
        letters = _letters(self.match.places[column.name][0])
        return f"{self.place}, row {row}, cell {letters}{row} ({bare(column.header)})"


def _letters(at: int) -> str:
    """Write the place of a column as a spreadsheet does: A, B … Z, AA."""
    return (_letters(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


def read_fields(
    engine: duckdb.DuckDBPyConnection, block: Block, match: Match, table: str, *, dates: str = ""
) -> Fields:
    """Read the fields of a block into a table.

    Raises
    ------
    DataError
        When a column stands twice and says two things, or a cell cannot be read; it names file, row, column and value.
    """
    columns = read_columns(engine, block, match)
    asked = {c.name: (c.spec.kind, c.cell, c.unit) for c in columns}
    styles = settle(engine, _body(block), asked, place=block.grid.file.name, dates=dates)
    asked_for = _questions(match, block)
    personal = tuple(each.question for each in asked_for if not match.profile.own and is_personal(each))
    asked_for = tuple(each for each in asked_for if each.question not in personal)
    cells = [Asked(c.name, c.spec, c.cell, styles[c.name]) for c in columns]
    answer = OWN if match.profile.own else ANSWER
    cells += [Asked(f"q{q.at}", answer, quoted(f"c{q.at}"), Style()) for q in asked_for]
    total = "false" if match.profile.own else _is_total(block)
    also = [f"{total} AS planbook_total", f"{_is_header(columns)} AS planbook_header", *_absent(match)]

    def query(body: str, row: list[str]) -> str:
        plain = cleaned(body, cells, ", ".join([*row, *also]))
        return f"SELECT *, {_reason(match.profile, asked_for)} AS {DROP} FROM ({plain})"

    _keep(engine, block, table, query)
    counted = engine.execute(f"SELECT coalesce({DROP}, ''), count(*) FROM {table} GROUP BY 1 ORDER BY 1").fetchall()
    dropped = {why: rows for why, rows in counted if why}
    rows_in, tests = sum(rows for _, rows in counted), _tested(engine, table, match.profile)
    unread = _unread(engine, table, columns)
    return Fields(table, match, block, columns, rows_in, dropped, tests, asked_for, personal, unread)


def _unread(engine: duckdb.DuckDBPyConnection, table: str, columns: Iterable[Column]) -> frozenset[str]:
    names = [column.name for column in columns]
    asked = ", ".join(f"bool_or({quoted(left(name))} IS NOT NULL)" for name in names)
    found = engine.execute(f"SELECT {asked} FROM {table} WHERE {DROP} IS NULL").fetchone() or ()
    return frozenset(name for name, some in zip(names, found, strict=True) if some)


def _keep(engine: duckdb.DuckDBPyConnection, block: Block, table: str, query: Callable[[str, list[str]], str]) -> None:
    """Make a table of a query over the block's rows.

    To number the rows of a big grid takes one core; where they stand in a table tells their numbers too.
    """
    if not block.grid.big:
        engine.execute(f"CREATE TABLE {table} AS {query(_body(block), [f'row AS {ROW}'])}")
        return
    engine.execute(f"CREATE TABLE {table}_all AS {query(f'(FROM {block.grid.unnumbered})', [])}")
    engine.execute(
        f"CREATE VIEW {table} AS SELECT rowid + 1 AS {ROW}, * FROM {table}_all WHERE rowid + 1 >= {block.first}"
    )


def _questions(match: Match, block: Block) -> tuple[Question, ...]:
    if not any(mapping.answers for mappings in match.profile.tables.values() for mapping in mappings):
        return ()
    return tuple(questions(match.profile, block, {at for places in match.places.values() for at in places}))


def _body(block: Block) -> str:
    last = f" AND row <= {block.last}" if block.last is not None else ""
    return f"(FROM {block.grid.relation} WHERE row >= {block.first}{last})"


def read_columns(engine: duckdb.DuckDBPyConnection, block: Block, match: Match) -> tuple[Column, ...]:
    """Find the columns that the fields of a profile stand in."""
    return tuple(_column(engine, block, match, name) for name in match.places)


def _column(engine: duckdb.DuckDBPyConnection, block: Block, match: Match, name: str) -> Column:
    spec, places = match.profile.fields[name], match.places[name]
    header = block.header[places[0]]
    same = [at for at in places[1:] if normalised(block.header[at]) == normalised(header)]
    differ = " OR ".join(f"c{places[0]} IS DISTINCT FROM c{at}" for at in same)
    if same and engine.execute(f"SELECT 1 FROM {_body(block)} WHERE {differ} LIMIT 1").fetchone():
        raise DataError(
            f"{block.grid.file.name}: the column {header!r} stands there {len(same) + 1} times, with different cells.",
            "Export it again with each column once.",
        )
    # numbers of two columns may be two figures; a name or a time is the same thing under another header
    others = [] if spec.kind in NUMERIC else [at for at in places[1:] if at not in same]
    cells = [f"c{places[0]}", *(f"c{at}" for at in others)]
    filled = ", ".join(f"nullif(trim({each}), '')" for each in cells)
    cell = f"coalesce({filled})" if others else cells[0]
    return Column(name, spec, cell, header.strip(), normalised(header).unit)


def _absent(match: Match) -> list[str]:
    """Give the fields that this file lacks as empty columns, so that a profile's SQL need not ask for them."""
    kinds = {name: spec.kind for name, spec in match.profile.fields.items() if name not in match.places}
    return [
        f"NULL::{TYPES[kind]} AS {quoted(name)}, NULL::VARCHAR AS {quoted(left(name))}" for name, kind in kinds.items()
    ]


def _is_total(block: Block) -> str:
    """Ask whether a row's first cells, or its last, say that it sums up the others."""
    first = next((at for at, name in enumerate(block.header) if name.strip()), 0)
    beyond = range(len(block.header) - 1, block.grid.width)  # GA4 says so in a column that has no header
    ends = sorted({*range(first, min(first + 3, len(block.header))), *beyond})
    return " OR ".join(f"coalesce(regexp_full_match(c{at}, '(?i) *({TOTALS})(:.*)? *'), false)" for at in ends)


def _is_header(columns: tuple[Column, ...]) -> str:
    """Ask whether a row is the header once more, as in files that were put together."""
    first, *others = [f"trim({c.cell}) = {text_of(c.header)}" for c in columns[:3]]
    return f"CASE WHEN {first} THEN coalesce({' AND '.join(others or ['true'])}, false) ELSE false END"


def _reason(profile: Profile, asked_for: Iterable[Question]) -> str:
    needed = [name for need in profile.needs for name in ((need,) if isinstance(need, str) else need)]
    every = [each for name in profile.fields for each in (name, left(name))] + [f"q{q.at}" for q in asked_for]
    asked = every if profile.strict else needed
    empty = " AND ".join(f"{quoted(name)} IS NULL" for name in asked)
    own = [(profile.total, "total"), (profile.skip, "skipped")]
    cases = [("planbook_header", "header"), ("planbook_total", "total")]
    cases += [(f"({sql})", why) for sql, why in own if sql] + [(f"({empty})", "note")]
    return f"CASE {' '.join(f'WHEN {sql} THEN {text_of(why)}' for sql, why in cases)} END"


def _tested(engine: duckdb.DuckDBPyConnection, table: str, profile: Profile) -> dict[str, tuple[int, int]]:
    if not profile.tests:
        return {}
    asked = ", ".join(
        f"count(*) FILTER ({sql}), count(*) FILTER (({sql}) IS NOT NULL)" for sql in profile.tests.values()
    )
    found = engine.execute(f"SELECT {asked} FROM {table} WHERE {DROP} IS NULL").fetchone() or ()
    return {name: (found[2 * at], found[2 * at + 1]) for at, name in enumerate(profile.tests)}
