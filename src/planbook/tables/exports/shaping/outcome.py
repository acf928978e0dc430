"""What an import found, in figures that can be held against the platform's own page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import duckdb

from planbook.tables.cells import quoted
from planbook.tables.column import COUNT, MONEY
from planbook.tables.exports.shaping.combining import NOT_SUMMED, there
from planbook.tables.exports.shaping.fields import DROP, Fields, left
from planbook.tables.exports.shaping.staging import HOLDS, Staged
from planbook.tables.schema import TABLES

NOT_ADDED = frozenset(("visitors", "new_visitors", "followers", "peak", "rank", "year", "wave", "hour", *NOT_SUMMED))
PREVIEWED = 5
PAID_ORDERS = "paid_orders"


class Sum(NamedTuple):
    """A total of a table's column, over all rows that came in."""

    column: str
    value: float


class Rows(NamedTuple):
    """What goes into one table: how many rows, from which day to which, and totals to compare."""

    table: str
    rows: int
    first: str
    last: str
    sums: tuple[Sum, ...]

    def told(self) -> dict[str, Any]:
        """Give it as a plain record."""
        return self._asdict() | {"sums": dict(self.sums)}


class Recognised(NamedTuple):
    """A table of a file: which export it is, and what became of its rows."""

    place: str
    profile: str
    sure: float
    rows_in: int
    dropped: dict[str, int]
    identities: dict[str, str]
    unknown_words: dict[str, int]
    personal: tuple[str, ...]
    title: dict[str, str]
    notes: dict[str, str]


def recognised(engine: duckdb.DuckDBPyConnection, fields: Fields) -> Recognised:
    """Tell which export a block was taken for, and what was dropped and found out on the way."""
    holds = {
        name: f"holds for {right:,} of {rows:,} rows"
        + ("" if rows and right >= HOLDS * rows else ": not taken for true")
        for name, (right, rows) in fields.tests.items()
    }
    words: dict[str, int] = {}
    for column in fields.columns:
        if column.spec.kind == "words":
            text = quoted(left(column.name))
            found = engine.execute(
                f"SELECT {text}, count(*) FROM {fields.table} WHERE {DROP} IS NULL AND {text} IS NOT NULL "
                "GROUP BY 1 ORDER BY 1"
            ).fetchall()
            words |= {str(word): int(rows) for word, rows in found}
    return Recognised(
        fields.place,
        fields.profile.name,
        fields.match.sure,
        fields.rows_in,
        fields.dropped,
        holds,
        words,
        fields.personal,
        fields.profile.title,
        fields.profile.notes,
    )


def rows(engine: duckdb.DuckDBPyConnection, staged: Staged) -> Rows:
    """Count the rows that go into a table, and sum up what adds; of orders, those that were paid."""
    columns = there(engine, staged.relation)
    sums = {name: f"sum({quoted(name)})" for name in _added(staged.table, columns)}
    if staged.table == "orders" and "paid_at" in columns:
        sums = {PAID_ORDERS: "count(*)"} | sums
        sums = {name: f"{sql} FILTER (paid_at IS NOT NULL)" for name, sql in sums.items()}
    dated = _dated(staged.table, columns)
    span = f"min({dated})::DATE::VARCHAR, max({dated})::DATE::VARCHAR" if dated else "'', ''"
    asked = ", ".join(["count(*)", span, *sums.values()])
    found = engine.execute(f"SELECT {asked} FROM {staged.relation}").fetchone() or ()
    total = tuple(Sum(name, float(value)) for name, value in zip(sums, found[3:], strict=True) if value is not None)
    return Rows(staged.table, int(found[0]), found[1] or "", found[2] or "", total)


def _added(table: str, columns: Sequence[str]) -> list[str]:
    """Name the columns that add up."""
    kinds = {column.name: column.type for column in TABLES[table].columns}
    added = [name for name in kinds if name in columns and kinds[name] in (MONEY, COUNT) and name not in NOT_ADDED]
    return [name for name in added if not name.endswith(("price", "buyers"))]


def _dated(table: str, columns: Sequence[str]) -> str:
    """Give the SQL of the time by which rows are dated; empty where they are not."""
    if table == "orders" and {"paid_at", "ordered_at"} <= set(columns):
        return "coalesce(paid_at, ordered_at)"
    dated_by = TABLES[table].dated_by
    return quoted(dated_by) if dated_by is not None and dated_by in columns else ""


def preview(engine: duckdb.DuckDBPyConnection, staged: Staged) -> tuple[list[str], list[tuple[object, ...]]]:
    """Give the first rows that would go into a table, as they are after cleaning."""
    shown = [name for name in there(engine, staged.relation) if not name.startswith("planbook_")]
    names = ", ".join(map(quoted, shown))
    found = engine.execute(f"SELECT {names} FROM {staged.relation} ORDER BY planbook_row LIMIT {PREVIEWED}").fetchall()
    return shown, found
