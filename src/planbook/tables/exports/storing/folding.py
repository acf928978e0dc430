"""Refunds come in by themselves, and orders take them up: whichever of the two is imported first."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from planbook.tables.cells import text_of
from planbook.tables.exports.shaping.combining import FILE
from planbook.tables.exports.storing.manifest import Manifest

ORDERS, REFUNDS = "orders", "refunds"
CENT = 0.005  # what two sums of money may differ by and be the same


def paid_back(manifest: Manifest) -> str:
    """Write SQL that tells what was paid back on each order by now, and when; empty where the store has no refunds."""
    if REFUNDS not in manifest.tables:
        return ""
    return (
        "SELECT order_id, sum(amount) AS amount, max(refunded_at) AS refunded_at "
        f"FROM {_read(manifest, REFUNDS)} WHERE status = 'done' GROUP BY order_id"
    )


def folded(orders: str, back: str) -> str:
    """Write SQL of orders that know what was paid back on them; what they tell themselves stays where it is more."""
    refund = "greatest(o.refund, b.amount)"  # of the engine: what is empty does not count
    whole = f"o.paid > 0 AND o.paid_at IS NOT NULL AND {refund} >= o.paid - {CENT}"
    return f"""
        SELECT o.* REPLACE (
            {refund} AS refund, greatest(o.refunded_at, b.refunded_at) AS refunded_at,
            CASE WHEN b.order_id IS NOT NULL AND {whole} THEN 'refunded' ELSE o.status END AS status)
        FROM ({orders}) AS o LEFT JOIN ({back}) AS b USING (order_id)"""


def asked(engine: duckdb.DuckDBPyConnection, manifest: Manifest, refunds: Sequence[str], orders: Sequence[str]) -> str:
    """Stage orders of the store whose refunds come in, unless they come in too; they say nothing of themselves."""
    own = f"ANTI JOIN ({_ids(orders)}) AS i USING (order_id)" if orders else ""
    engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE orders_asked AS SELECT DISTINCT order_id, NULL::INTEGER AS {FILE}
        FROM ({_ids(refunds)}) AS r SEMI JOIN {_read(manifest, ORDERS)} AS o USING (order_id) {own}""")
    return "orders_asked"


def orphaned(engine: duckdb.DuckDBPyConnection, manifest: Manifest, refunds: Sequence[str]) -> int:
    """Count refunds that come in whose order is not in the store; they wait for it there."""
    orders = f"ANTI JOIN {_read(manifest, ORDERS)} AS o USING (order_id)" if ORDERS in manifest.tables else ""
    found = engine.execute(f"SELECT count(DISTINCT refund_id) FROM ({_ids(refunds)}) AS r {orders}").fetchone()
    return int(found[0]) if found else 0


def _ids(relations: Sequence[str]) -> str:
    return " UNION ALL BY NAME ".join(f"SELECT COLUMNS('^(order|refund)_id$') FROM {each}" for each in relations)


def _read(manifest: Manifest, table: str) -> str:
    return f"read_parquet([{', '.join(text_of(str(file)) for file in manifest.of(table))}], union_by_name=true)"
