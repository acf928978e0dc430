"""Lines of an order become one row: what is told of the order is taken once, what is told of a line is summed.

Exports repeat an order's amounts on each of its lines (JD), leave them empty after the first (Shopify), or tell them
of the line: a profile says which, or has it tested.
"""

from __future__ import annotations

import duckdb

from planbook.absence import DataError
from planbook.tables.cells import quoted
from planbook.tables.exports.cleaning.cells import NUMERIC
from planbook.tables.exports.shaping.fields import DROP, ROW, Column, Fields

CENT = 0.011  # a cent, and what binary fractions add to it


def collapsed(engine: duckdb.DuckDBPyConnection, fields: Fields, per: str) -> str:
    """Write rows with one value of ``per`` as one, in SQL.

    Raises
    ------
    DataError
        When an amount of the order differs on its lines; it names an order and the column.
    """
    differing = _differing(engine, fields, per)
    wrong = next((c for c in fields.columns if c.name in differing and c.spec.per == "order"), None)
    if wrong is not None:
        raise DataError(
            f"{fields.place}, column {wrong.header!r}: it should be told of the whole order, but differs on the lines "
            f"of order {differing[wrong.name]}.",
            "See that the export is the one that the profile means (--as), or write a profile: docs/profiles.md.",
        )
    parts = [
        _once_or_sum(name, line=name in lines) for lines in [_of_lines(fields, differing)] for name in _names(fields)
    ]
    kept = ", ".join(part for part in parts if not part.endswith(f" AS {quoted(per)}"))
    return f"""(SELECT {quoted(per)}, {kept}, min({ROW}) AS {ROW}
                FROM {fields.table} WHERE {DROP} IS NULL GROUP BY {quoted(per)})"""


def _names(fields: Fields) -> list[str]:
    return list(fields.profile.fields)


def _of_lines(fields: Fields, differing: dict[str, str]) -> set[str]:
    specs = fields.profile.fields
    return {name for name, spec in specs.items() if spec.per == "line" or (spec.per == "test" and name in differing)}


def _once_or_sum(name: str, *, line: bool) -> str:
    return f"{'sum' if line else 'min'}({quoted(name)}) AS {quoted(name)}"


def _differing(engine: duckdb.DuckDBPyConnection, fields: Fields, per: str) -> dict[str, str]:
    """Find the amounts that differ on lines of one order: field → an order in which it does."""
    amounts: list[Column] = [c for c in fields.columns if c.spec.kind in NUMERIC and c.spec.per != "line"]
    if not amounts:
        return {}
    spread = ", ".join(f"max({quoted(c.name)}) - min({quoted(c.name)}) AS {quoted(c.name)}" for c in amounts)
    told = ", ".join(f"min({quoted(per)}) FILTER ({quoted(c.name)} > {CENT})" for c in amounts)
    found = (
        engine.execute(f"""
        SELECT {told} FROM (SELECT {quoted(per)}, {spread} FROM {fields.table}
                            WHERE {DROP} IS NULL GROUP BY {quoted(per)} HAVING count(*) > 1)""").fetchone()
        or ()
    )
    return {c.name: str(order) for c, order in zip(amounts, found, strict=True) if order is not None}
