"""Rows that name an order, an item or a platform which another table does not know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

import ibis

from planbook.tables.findings import NOTE, WARNING, Finding, Question, month_of, msg
from planbook.tables.store import fetch

LOST = (  # table, column, where it should be known, how bad it is when it is not, and what to do
    ("order_items", "order_id", "orders", WARNING, msg("Lines without their order count nowhere.")),
    ("order_items", "sku", "products", NOTE, msg("These items have no role and no stock.")),
    ("refunds", "order_id", "orders", WARNING, msg("Refunds without their order count nowhere; import its month.")),
    ("settlements", "order_id", "orders", NOTE, msg("They are of earlier orders, or a month of orders is missing.")),
    ("orders", "platform", "traffic", WARNING, msg("Its orders have no visitors, so no conversion; add its traffic.")),
)
FEW = 0.02  # of a month's orders; when more of them lack their lines, a file is missing


def _lost(tables: Mapping[str, ibis.Table], rule: tuple[str, str, str, str, str]) -> Iterator[Finding]:
    name, column, other, severity, advice = rule
    if {name, other} <= tables.keys() and column in tables[name].columns and column in tables[other].columns:
        known = tables[other].select(column).distinct()
        strange = tables[name].filter(tables[name][column].notnull()).anti_join(known, column)
        answer = fetch(strange.aggregate(rows=strange.count(), shown=strange[column].min())).iloc[0]
        if answer["rows"] > 0:
            rows, shown = int(answer["rows"]), str(answer["shown"])
            yield Finding(name, column, msg("not in {other}"), severity, rows, shown, advice, {"other": other})


def _without_lines(tables: Mapping[str, ibis.Table]) -> Iterator[Finding]:
    """Look for months in which paid orders have no lines."""
    if not {"orders", "order_items"} <= tables.keys() or "paid_at" not in tables["orders"].columns:
        return
    orders = tables["orders"].filter(lambda row: row.paid_at.notnull() & (row.paid > 0))
    bare = orders.anti_join(tables["order_items"].select("order_id").distinct(), "order_id")
    month = {"month": lambda row: row.paid_at.strftime("%Y-%m")}
    counted = orders.group_by(**month).agg(orders=orders.count())
    lacking = bare.group_by(**month).agg(bare=bare.count(), shown=bare.order_id.min())
    found = fetch(counted.inner_join(lacking, "month").order_by("month"))
    found = found[found["bare"] > FEW * found["orders"]]
    if len(found):
        advice = msg("Rankings of items leave out {months}; import the lines of these months.")
        days = tuple(map(month_of, found["month"]))
        rows, shown, months = int(found["bare"].sum()), str(found["shown"].iloc[0]), ", ".join(found["month"])
        check, values = msg("paid, and without lines"), {"months": months}
        yield Finding("orders", "order_id", check, WARNING, rows, shown, advice, values, days)


QUESTIONS: tuple[Question, ...] = (*((rule[0], partial(_lost, rule=rule)) for rule in LOST), ("orders", _without_lines))
