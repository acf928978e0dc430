"""Fields of an export become rows of our tables: each column is a line of SQL that the profile says."""

from __future__ import annotations

from typing import Literal, NamedTuple

import duckdb

from planbook.absence import ConfigError, DataError
from planbook.project import Shop
from planbook.tables import naming
from planbook.tables.cells import SQL_TYPES, quoted, text_of
from planbook.tables.column import MONEY
from planbook.tables.exports.cleaning import bounds
from planbook.tables.exports.cleaning.cells import NUMERIC
from planbook.tables.exports.recognising.profile import Mapping
from planbook.tables.exports.recognising.told import Told
from planbook.tables.exports.shaping import combining, refusing
from planbook.tables.exports.shaping.collapse import collapsed
from planbook.tables.exports.shaping.fields import DROP, ROW, Fields, left
from planbook.tables.schema import TABLES

FILE = "planbook_file"
NAMED: tuple[Literal["tool", "source"], ...] = ("tool", "source")  # columns with lasting names
REFUSED = "refused: "  # begins what a profile's SQL says by error() of a cell that cannot be
CURRENCY = "currency"  # the field that tells in which currency a row is
HOLDS = 0.995  # share of the rows for which an identity must hold to be taken for one


class Staged(NamedTuple):
    """Rows that are to go into a table: a relation on the engine."""

    table: str
    relation: str


class Context(NamedTuple):
    """What rows are made with besides their own cells."""

    shop: Shop
    platform: str
    told: Told
    number: int  # of the file among those of this import


def stage(engine: duckdb.DuckDBPyConnection, fields: Fields, context: Context) -> list[Staged]:
    """Make the rows of each table that the profile names.

    Raises
    ------
    DataError
        When amounts of an order differ on its lines, two rows of one key say different things, or money is in another
        currency than the shop's.
    ConfigError
        When the profile's SQL cannot be run.
    """
    _refuse_currency(engine, fields, context.shop.currency)
    engine.execute(f"CREATE OR REPLACE TEMP VIEW details AS FROM {fields.table} WHERE {DROP} IS NULL")
    staged: list[Staged] = []
    for table, mappings in fields.profile.tables.items():
        for mapping in mappings:
            made = Staged(table, f"{fields.table}_staged{len(staged)}")
            _make(engine, fields, context, mapping, made)
            staged += [made, *_bounds(engine, fields, mapping, made)]
            _settle_keys(engine, fields, mapping, made)
    return staged


def _make(engine: duckdb.DuckDBPyConnection, fields: Fields, context: Context, mapping: Mapping, made: Staged) -> None:
    columns = _columns(fields, mapping, made, context)
    written = ", ".join(f"{_typed(made.table, name, sql)} AS {quoted(name)}" for name, sql in columns.items())
    constants = ", ".join(f"{sql} AS {name}" for name, sql in _constants(fields, context).items())
    where = f"WHERE {mapping.where}" if mapping.where else ""
    row = f"min({ROW}) AS {ROW}" if mapping.group else ROW
    try:
        engine.execute(f"""
            CREATE TABLE {made.relation} AS SELECT {written}, {context.number} AS {FILE}, {row}
            FROM (SELECT *, {constants} FROM {_source(engine, fields, mapping)}) {where}
            {"GROUP BY ALL" if mapping.group else ""}""")
    except duckdb.Error as error:
        if isinstance(error, duckdb.OutOfMemoryException):
            raise
        said = str(error).splitlines()[0]
        if REFUSED in said:
            raise DataError(f"{fields.place}: {said.partition(REFUSED)[2]}.", refusing.FILL) from error
        raise ConfigError(
            f"The profile {fields.profile.name} cannot make {made.table}: {said}", "Mend its SQL."
        ) from error


def _typed(table: str, name: str, sql: str) -> str:
    kind = TABLES[table][name].type
    typed = f"({sql})::{SQL_TYPES[kind]}"
    return f"round({typed}, {combining.DECIMALS})" if kind == MONEY else typed


def _source(engine: duckdb.DuckDBPyConnection, fields: Fields, mapping: Mapping) -> str:
    if mapping.per:
        return collapsed(engine, fields, mapping.per)
    if mapping.answers:
        return fields.answers
    return f"(FROM {fields.table} WHERE {DROP} = 'total')" if mapping.totals else "details"


def _columns(fields: Fields, mapping: Mapping, made: Staged, context: Context) -> dict[str, str]:
    """Give the SQL of each column: the profile's, and what no export says of itself."""
    names = TABLES[made.table].names
    columns = dict(mapping.columns)
    if "platform" in names and context.platform:
        columns.setdefault("platform", text_of(context.platform))
    if "basis" in names and made.table in fields.profile.basis:
        columns.setdefault("basis", text_of(fields.profile.basis[made.table]))
    for name in NAMED:
        if name in columns:
            columns[name] = naming.sql(name, f"({columns[name]})")
    return {name: columns[name] for name in names if name in columns}


def _constants(fields: Fields, context: Context) -> dict[str, str]:
    days = {"file_start": context.told.start, "file_end": context.told.end}
    known = {name: f"DATE '{day.isoformat()}'" if day else "NULL::DATE" for name, day in days.items()}
    holds = {name: str(rows > 0 and right >= HOLDS * rows) for name, (right, rows) in fields.tests.items()}
    grid = fields.block.grid
    texts = {"shop_currency": context.shop.currency, "sheet": grid.sheet, "file_name": grid.file.stem}
    texts["placed"] = fields.placed
    return known | {name: text_of(value) for name, value in texts.items()} | holds


def _settle_keys(engine: duckdb.DuckDBPyConnection, fields: Fields, mapping: Mapping, made: Staged) -> None:
    """Leave one row a key: added up, or the same row told once."""
    key = TABLES[made.table].key
    if mapping.add:
        combining.added(engine, made.table, made.relation)
    elif made.table not in combining.REPEATS and [mapping.columns.get(name) for name in key] != [mapping.per]:
        doubled = combining.refuse_doubled(engine, made.table, made.relation, fields.place)
        if doubled:
            fields.dropped["doubled"] = fields.dropped.get("doubled", 0) + doubled


def _bounds(engine: duckdb.DuckDBPyConnection, fields: Fields, mapping: Mapping, made: Staged) -> list[Staged]:
    """Keep cells that tell only a bound beside the row whose column they leave empty."""
    kinds = {name: spec.kind for name, spec in fields.profile.fields.items()}
    told = {
        column: sql for column, sql in mapping.columns.items() if kinds.get(sql) in NUMERIC and sql in fields.unread
    }
    if mapping.per or mapping.answers or not told:
        return []
    there = combining.there(engine, made.relation)
    key = " || ' · ' || ".join(f"coalesce(r.{quoted(n)}::VARCHAR, '')" for n in TABLES[made.table].key if n in there)
    parts = [
        f"""SELECT {text_of(made.table)} AS "table", {key} AS "row", {text_of(column)} AS "column",
                   {bounds.bound_sql(f"f.{quoted(left(sql))}")}, f.{quoted(left(sql))} AS "text", r.{FILE}, r.{ROW}
            FROM {made.relation} AS r JOIN {fields.table} AS f USING ({ROW}) WHERE f.{quoted(left(sql))} IS NOT NULL"""
        for column, sql in told.items()
    ]
    relation = f"{made.relation}_bounds"
    engine.execute(f"CREATE TABLE {relation} AS {' UNION ALL '.join(parts)}")
    return [Staged("bounds", relation)]


def _refuse_currency(engine: duckdb.DuckDBPyConnection, fields: Fields, own: str) -> None:
    """Refuse money of another currency than the shop's, as a header or the field ``currency`` tells it."""
    found = {fields.currency or fields.profile.currency}
    if CURRENCY in fields.match.places:
        asked = f"SELECT DISTINCT {CURRENCY} FROM {fields.table} WHERE {DROP} IS NULL AND {CURRENCY} IS NOT NULL"
        found |= {str(row[0]) for row in engine.execute(asked).fetchall()}
    if strange := sorted(found - {"", own}):
        raise DataError(
            f"{fields.place}: its money is in {', '.join(strange)}, the shop's in {own}.",
            "Give it a shop of its own in planbook.yml (--shop), or mend the currency there.",
        )
