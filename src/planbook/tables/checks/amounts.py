"""An order against its lines and its refunds, which should speak of the same money."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import ibis

from planbook.tables.findings import CENT, WARNING, Finding, Question, msg
from planbook.tables.store import fetch

SLACK = 0.01  # of the amount: unit prices are rounded, and multiplied by their number


def _lines(tables: Mapping[str, ibis.Table]) -> Iterator[Finding]:
    """Look for orders whose lines are worth less than was paid for goods, or more than they cost before discounts.

    Lines hold prices after the discounts on a line, and a discount on the whole order may stand in none of them.
    """
    if not {"orders", "order_items"} <= tables.keys():
        return
    bought = tables["order_items"].filter(lambda row: row.quantity > 0)  # what came back is a line below zero
    worth = bought.group_by("order_id").agg(worth=(bought.quantity * bought.unit_price).sum())
    orders = tables["orders"].inner_join(worth, "order_id").filter(lambda row: row.paid > 0)
    extra = [orders[name].fill_null(0.0) for name in ("shipping", "tax") if name in orders.columns]
    goods = orders.paid - sum(extra, start=ibis.literal(0.0))
    slack = CENT + SLACK * orders.paid
    less = orders.worth < goods - slack
    more = (orders.worth > orders.gross + slack).fill_null(False) if "gross" in orders.columns else ibis.literal(False)
    advice = msg("Lines should add up to the goods of their order; is a line missing, doubled or of other prices?")
    yield from _told(orders.filter(less | more), "order_items", "unit_price", "orders", advice)


def _refunds(tables: Mapping[str, ibis.Table]) -> Iterator[Finding]:
    """Look for orders of which the table of refunds tells another sum than the order itself."""
    if not {"orders", "refunds"} <= tables.keys() or not (
        "refund" in tables["orders"].columns and "status" in tables["refunds"].columns
    ):
        return
    asked = tables["refunds"]
    back = asked.group_by("order_id").agg(back=asked.amount.sum(where=asked.status == "done").fill_null(0.0))
    orders = tables["orders"].inner_join(back, "order_id")
    other = (orders.refund - orders.back).abs() > CENT + SLACK * orders.back
    advice = msg("Net is reckoned from orders: import orders and refunds that were exported on the same day.")
    yield from _told(orders.filter(other), "orders", "refund", "refunds", advice)


def _told(odd: ibis.Table, table: str, column: str, other: str, advice: str) -> Iterator[Finding]:
    answer = fetch(odd.aggregate(rows=odd.count(), shown=odd.order_id.min())).iloc[0]
    if answer["rows"] > 0:
        rows, shown = int(answer["rows"]), str(answer["shown"])
        yield Finding(table, column, msg("not as in {other}"), WARNING, rows, shown, advice, {"other": other})


QUESTIONS: tuple[Question, ...] = (("order_items", _lines), ("refunds", _refunds))
