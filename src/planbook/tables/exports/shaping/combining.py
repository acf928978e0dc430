"""What the parts of one file say of one table, as one relation with a row a key."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from planbook.absence import DataError
from planbook.tables.cells import SQL_TYPES, quoted
from planbook.tables.column import COUNT, MONEY
from planbook.tables.schema import TABLES

FILE, ROW = "planbook_file", "planbook_row"
PLACES = (ROW, "place")  # tell where a row stands, and nothing of it
ENTRIES = "entries"  # cells of documents, whose rows are known by their first one
REPEATS = ("order_items",)  # an item may stand on several lines of an order
DECIMALS = 6  # of money: 418 − 351.8 is 66.2, and no 66.19999999999999
NOT_SUMMED = ("attribution_days",)
MEANS = {"seconds": "visitors"}  # a mean, and of how many


def there(engine: duckdb.DuckDBPyConnection, relation: str) -> list[str]:
    """Name the columns of a relation."""
    return [str(row[0]) for row in engine.execute(f"DESCRIBE {relation}").fetchall()]


def added(engine: duckdb.DuckDBPyConnection, table: str, relation: str) -> None:
    """Add up the rows of one key: amounts and counts are summed, a mean is weighed, the rest is told once."""
    columns = there(engine, relation)
    key = [name for name in TABLES[table].key if name in columns]
    kinds = {column.name: column.type for column in TABLES[table].columns if column.name not in NOT_SUMMED}
    told = ", ".join(
        f"{_added(name, kinds.get(name), columns)} AS {quoted(name)}" for name in columns if name not in key
    )
    keys = ", ".join(map(quoted, key))
    engine.execute(f"CREATE OR REPLACE TABLE {relation} AS SELECT {keys}, {told} FROM {relation} GROUP BY {keys}")


def _added(name: str, kind: str | None, columns: Sequence[str]) -> str:
    column = quoted(name)
    if name in MEANS and MEANS[name] in columns:
        people = f"{quoted(MEANS[name])}::DOUBLE"
        weighed = f"sum({column} * {people}) / nullif(sum({people}) FILTER ({column} IS NOT NULL), 0)"
        # told once it needs no weight: another table of the file may tell how many they were
        return f"CASE WHEN count({column}) = 1 THEN min({column}) ELSE {weighed} END"
    if kind == MONEY:
        return f"round(sum({column}), {DECIMALS})"
    return f"sum({column})::{SQL_TYPES[kind]}" if kind == COUNT else f"min({column})"


def refuse_doubled(engine: duckdb.DuckDBPyConnection, table: str, relation: str, place: str) -> int:
    """Drop rows that stand twice, and tell how many; refuse two that have one key and say two things.

    Raises
    ------
    DataError
        Naming file and rows.
    """
    columns = there(engine, relation)
    key = ", ".join(quoted(name) for name in TABLES[table].key if name in columns)
    said = ", ".join(quoted(name) for name in columns if name not in PLACES)
    first = ", ".join(f"min({quoted(name)}) AS {quoted(name)}" for name in columns if name in PLACES)
    one = engine.execute(f"SELECT count(*) FROM {relation}").fetchone() or (0,)
    keys = engine.execute(f"SELECT count(*) FROM (SELECT DISTINCT {key} FROM {relation})").fetchone() or (0,)
    if one == keys:
        return 0
    engine.execute(f"CREATE OR REPLACE TABLE {relation} AS SELECT {said}, {first} FROM {relation} GROUP BY {said}")
    found = engine.execute(
        f"SELECT list({ROW} ORDER BY {ROW})[:2] FROM {relation} GROUP BY {key} HAVING count(*) > 1 ORDER BY 1 LIMIT 1"
    ).fetchone()
    if found is not None:
        names = ", ".join(name for name in TABLES[table].key if name in columns)
        alike, advice = (
            f"are of one {names}",
            "Export it with the column that tells them apart, or take one of the rows out.",
        )
        if table == ENTRIES:
            alike, advice = "begin with the same cell", "Let one of them begin with another, or take it out."
        raise DataError(f"{place}: rows {found[0][0]} and {found[0][1]} {alike}, and say different things.", advice)
    (left,) = engine.execute(f"SELECT count(*) FROM {relation}").fetchone() or (0,)
    return int(one[0]) - int(left)


def united(engine: duckdb.DuckDBPyConnection, table: str, relations: Sequence[str], name: str, place: str) -> str:
    """Put together what several parts of a file say of a table; of one key, what is told in any of them.

    Raises
    ------
    DataError
        When two parts say different things of one key.
    """
    if len(relations) == 1:
        return relations[0]
    engine.execute(f"CREATE TABLE {name} AS {' UNION ALL BY NAME '.join(f'FROM {each}' for each in relations)}")
    if table in REPEATS:
        return name
    columns = there(engine, name)
    key = [column for column in TABLES[table].key if column in columns]
    keys, rest = ", ".join(map(quoted, key)), [c for c in columns if c not in key]
    differ = " OR ".join(f"min({quoted(c)}) <> max({quoted(c)})" for c in rest if not c.startswith("planbook_"))
    found = engine.execute(f"SELECT {keys} FROM {name} GROUP BY {keys} HAVING {differ or 'false'} LIMIT 1").fetchone()
    if found is not None:
        told = ", ".join(f"{column} {value}" for column, value in zip(key, found, strict=True) if value is not None)
        raise DataError(f"{place}: two of its parts say different things of {told}.", "Import each part by itself.")
    once = ", ".join(f"min({quoted(c)}) AS {quoted(c)}" for c in rest)
    engine.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT {keys}, {once} FROM {name} GROUP BY {keys}")
    return name
