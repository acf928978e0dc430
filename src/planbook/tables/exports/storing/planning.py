"""Rows of the plan that a person filled in: those that stand in ``plans/`` are mended there, and not stored again.

What ``plans/`` has goes before the store. A row that stood in both would hide what a person changed, and come back
from the store when a notebook has dropped it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb

from planbook.project import Shop
from planbook.tables import plans
from planbook.tables.cells import quoted
from planbook.tables.exports.shaping.combining import there
from planbook.tables.exports.shaping.staging import Staged
from planbook.tables.schema import TABLES


def mend(engine: duckdb.DuckDBPyConnection, shop: Shop, staged: Sequence[Staged]) -> dict[str, int]:
    """Mend the rows that ``plans/`` has, and take them from those that go into the store.

    Returns
    -------
    dict
        How many rows of each table were changed in ``plans/``; only tables that have rows there.
    """
    changed: dict[str, int] = {}
    for each in staged:
        if plans.file_of(shop, each.table) is None:
            continue
        places, rows = _rows(engine, each)
        said = plans.mend(shop, each.table, rows)
        taken = [place for place, one in zip(places, said, strict=True) if one is not None]
        engine.execute(f"DELETE FROM {each.relation} WHERE list_contains(?::BIGINT[], rowid)", [taken])
        changed[each.table] = changed.get(each.table, 0) + sum(one is True for one in said)
    return changed


def _rows(engine: duckdb.DuckDBPyConnection, staged: Staged) -> tuple[list[int], list[dict[str, Any]]]:
    names = [name for name in TABLES[staged.table].names if name in there(engine, staged.relation)]
    asked = ", ".join(map(quoted, names))
    found = engine.execute(f"SELECT rowid, {asked} FROM {staged.relation} ORDER BY rowid").fetchall()
    return [row[0] for row in found], [dict(zip(names, row[1:], strict=True)) for row in found]
