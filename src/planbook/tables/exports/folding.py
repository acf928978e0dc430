"""Refunds come in by themselves, and orders take them up: whichever of the two is imported first."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from planbook.tables.cells import text_of
from planbook.tables.exports.combining import there
from planbook.tables.exports.manifest import Manifest
from planbook.tables.exports.staging import FILE, Staged

ORDERS, REFUNDS = "orders", "refunds"
COLUMNS = {"order_id": "VARCHAR", "amount": "DOUBLE", "refunded_at": "TIMESTAMP", "status": "VARCHAR"}


def fold(engine: duckdb.DuckDBPyConnection, manifest: Manifest, staged: Sequence[Staged]) -> list[Staged]:
    """Give the staged rows, in which orders know of the refunds that were paid back on them.

    Orders that come in take up refunds that are in the store or come in with them; orders of the store whose refunds
    come in are staged too. What the export of orders itself tells is kept where it is more.
    """
    incoming = {table: [each.relation for each in staged if each.table == table] for table in (ORDERS, REFUNDS)}
    if not incoming[ORDERS] and not incoming[REFUNDS]:
        return list(staged)
    kept = manifest.of(REFUNDS)
    parts = [_read([str(file) for file in kept])] if kept else []
    parts += [f"SELECT * FROM {relation}" for relation in incoming[REFUNDS]]
    if not parts:
        return list(staged)
    engine.execute(f"""
        CREATE TEMP TABLE paid_back AS SELECT order_id, sum(amount) AS amount, max(refunded_at) AS refunded_at
        FROM (SELECT refund_id, any_value(order_id) AS order_id, last(amount) AS amount, max(refunded_at) AS refunded_at
              FROM ({" UNION ALL BY NAME ".join(parts)}) WHERE status = 'done' GROUP BY refund_id) GROUP BY order_id""")
    folded = [Staged(ORDERS, _taken_up(engine, relation)) for relation in incoming[ORDERS]]
    return [*(each for each in staged if each.table != ORDERS), *folded, *_of_store(engine, manifest, incoming)]


def _taken_up(engine: duckdb.DuckDBPyConnection, relation: str) -> str:
    known = there(engine, relation)
    own = "o.refund" if "refund" in known else "NULL::DOUBLE"
    at = "o.refunded_at" if "refunded_at" in known else "NULL::TIMESTAMP"
    others = ", ".join(name for name in ("refund", "refunded_at", "status") if name in known)
    engine.execute(f"""
        CREATE TEMP TABLE {relation}_folded AS SELECT o.* {f"EXCLUDE ({others})" if others else ""}, {_cells("o", own, at)}
        FROM {relation} AS o LEFT JOIN paid_back AS b USING (order_id)""")
    return f"{relation}_folded"


def _cells(orders: str, own: str, at: str) -> str:
    refund = f"CASE WHEN b.amount IS NULL THEN {own} ELSE greatest(coalesce({own}, 0), b.amount) END"
    whole = f"{orders}.paid > 0 AND {refund} >= {orders}.paid - 0.005 AND {orders}.paid_at IS NOT NULL"
    return (
        f"{refund} AS refund, coalesce(b.refunded_at, {at}) AS refunded_at, "
        f"CASE WHEN {whole} THEN 'refunded' ELSE {orders}.status END AS status"
    )


def _of_store(engine: duckdb.DuckDBPyConnection, manifest: Manifest, incoming: dict[str, list[str]]) -> list[Staged]:
    """Stage orders of the store of which refunds come in."""
    files = manifest.of(ORDERS)
    if not files or not incoming[REFUNDS]:
        return []
    asked = " UNION ALL ".join(f"SELECT order_id, {FILE} FROM {relation}" for relation in incoming[REFUNDS])
    engine.execute(f"""
        CREATE TEMP TABLE orders_of_store AS
        SELECT o.order_id, o.ordered_at, o.paid_at, o.paid, {_cells("o", "o.refund", "o.refunded_at")}, a.{FILE}
        FROM ({_read([str(file) for file in files])}) AS o
        JOIN (SELECT order_id, max({FILE}) AS {FILE} FROM ({asked}) GROUP BY order_id) AS a USING (order_id)
        JOIN paid_back AS b USING (order_id)""")
    return [Staged(ORDERS, "orders_of_store")]


def _read(files: Sequence[str]) -> str:
    return f"FROM read_parquet([{', '.join(map(text_of, files))}], union_by_name=true)"
