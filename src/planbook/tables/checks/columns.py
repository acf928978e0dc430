"""A table by itself: what its schema says of each column, what the columns of a row say of each other, its key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import ibis
import pandas as pd

from planbook.tables.findings import ALWAYS, CENT, ERROR, NOTE, WARNING, Finding, msg
from planbook.tables.schema import TABLES, Column
from planbook.tables.store import fetch

NO_ROWS = msg("no rows")
SEVERAL_LINES = "order_items"  # one item may stand on several lines of an order
# columns that only imports fill, and those of points, which few shops give
IMPORTED = ("ends", "basis", "points_given", "points_used", "discount_points")
OF_WHICH = {  # table → columns that count a part of another one
    "traffic": (("new_visitors", "visitors"), ("buyers", "visitors"), ("silent_buyers", "buyers")),
    "item_traffic": (("buyers", "visitors"), ("buyers", "units")),
    "ad_spend": (("clicks", "impressions"), ("net_paid", "paid")),
    "lives": (("peak", "viewers"), ("buyers", "viewers"), ("buyers", "orders")),
    "messages": (("delivered", "sent"), ("opened", "delivered"), ("clicked", "delivered")),
}
ESTIMATED = 0.02  # platforms estimate great numbers of people, the part and the whole each by itself
IN_TURN = {  # table → what comes first, and what comes after it
    "orders": (("ordered_at", "paid_at"), ("paid_at", "refunded_at")),
    "refunds": (("requested_at", "refunded_at"),),
    "events": (("starts", "ends"),),
    "campaigns": (("starts", "ends"),),
    "tasks": (("starts", "due"),),
    "resources": (("starts", "ends"),),
}


class Probe(NamedTuple):
    """A question to each row of a table (is it bad, and which value shows it?), and what to say then."""

    column: str
    check: str
    severity: str
    bad: ibis.Value
    shown: ibis.Value
    advice: str
    values: Mapping[str, str] = {}


def findings(name: str, table: ibis.Table, currency: str) -> Iterator[Finding]:
    """Look at a table by itself, in one pass, and once more for its key."""
    needed = [column.name for column in TABLES[name].columns if not column.spare]
    lacking = [column for column in needed if column not in {*table.columns, *IMPORTED}]
    if lacking:
        advice = msg("Figures that need them say so.")
        yield Finding(name, ", ".join(lacking), msg("no such column"), NOTE, len(lacking), "", advice)
    probes = list(_probes(name, table, currency))
    asked = {f"rows{at}": probe.bad.fill_null(False).sum() for at, probe in enumerate(probes)}
    asked |= {f"shown{at}": probe.shown.cast("string").min(where=probe.bad) for at, probe in enumerate(probes)}
    answer = fetch(table.aggregate(all=table.count(), **asked)).iloc[0]
    if not answer["all"]:
        advice = msg("Its figures are missing until it has some.")
        yield Finding(name, "", NO_ROWS, WARNING, 0, "", advice, days=ALWAYS)
        return
    for at, probe in enumerate(probes):
        if (rows := int(answer[f"rows{at}"])) > 0:
            shown = answer[f"shown{at}"]
            example = "" if pd.isna(shown) else str(shown)
            yield Finding(name, probe.column, probe.check, probe.severity, rows, example, probe.advice, probe.values)
    yield from _doubled(name, table)


def _probes(name: str, table: ibis.Table, currency: str) -> Iterator[Probe]:
    for column in TABLES[name].columns:
        if column.name in table.columns:
            yield from _limits(table, column)
    yield from _between_columns(name, table)
    if name == "orders":
        yield from _money_of_orders(table)
        yield from _currency(table, currency)


def _limits(table: ibis.Table, column: Column) -> Iterator[Probe]:
    """Ask what the schema says of one column."""
    cell, mend = table[column.name], msg("Mend it, or leave the row out.")
    if column.required:
        bad = cell.isnull() | (cell == "") if cell.type().is_string() else cell.isnull()
        values = {"example": str(column.example)}
        yield Probe(
            column.name, msg("empty"), ERROR, bad, table[table.columns[0]], msg("Fill it, such as {example}."), values
        )
    if column.one_of:
        values = {"words": ", ".join(column.one_of)}
        bad = cell.notin(column.one_of)
        yield Probe(column.name, msg("unknown word"), ERROR, bad, cell, msg("Allowed: {words}."), values)
    if column.at_least is not None:
        values = {"limit": f"{column.at_least:g}"}
        yield Probe(column.name, msg("below {limit}"), ERROR, cell < column.at_least, cell, mend, values)
    if column.at_most is not None:
        values = {"limit": f"{column.at_most:g}"}
        yield Probe(column.name, msg("above {limit}"), ERROR, cell > column.at_most, cell, mend, values)


def _between_columns(name: str, table: ibis.Table) -> Iterator[Probe]:
    """Ask whether a part is more than its whole, and what comes after before what comes first."""
    shown = key_of(name, table)
    for part, whole in OF_WHICH.get(name, ()):
        if {part, whole} <= set(table.columns):
            advice = msg("It is a part of {whole}: are two columns mixed up, or do they count different days?")
            more = table[part] > table[whole] * (1 + ESTIMATED) + CENT
            yield Probe(part, msg("more than {whole}"), WARNING, more, shown, advice, {"whole": whole})
    for early, late in IN_TURN.get(name, ()):
        if {early, late} <= set(table.columns):
            advice = msg("{early} should not come after {late}; is a time zone wrong, or are day and month mixed up?")
            values = {"early": early, "late": late}
            yield Probe(late, msg("before {early}"), WARNING, table[early] > table[late], shown, advice, values)


def _money_of_orders(orders: ibis.Table) -> Iterator[Probe]:
    columns, number = set(orders.columns), orders.order_id
    if "gross" in columns:
        less = [orders[name].fill_null(0.0) for name in sorted(columns) if name.startswith("discount_")]
        more = [orders[name].fill_null(0.0) for name in ("shipping", "tax") if name in columns]
        paid = orders.gross - sum(less, start=ibis.literal(0.0)) + sum(more, start=ibis.literal(0.0))
        advice = msg("paid = gross − discounts + shipping + tax; see which part the export leaves out.")
        yield Probe("paid", msg("parts do not add up"), WARNING, (orders.paid - paid).abs() > CENT, number, advice)
    if "refund" in columns:
        more_back = (orders.refund > orders.paid + CENT) & (orders.paid > 0)
        advice = msg("Is the refund booked twice?")
        yield Probe("refund", msg("more than was paid"), WARNING, more_back, number, advice)
    if {"refund", "refunded_at"} <= columns:
        undated = (orders.refund > 0) & orders.refunded_at.isnull()
        advice = msg("Refunds by age leave it out.")
        yield Probe("refunded_at", msg("refund without a day"), NOTE, undated, number, advice)


def _currency(orders: ibis.Table, currency: str) -> Iterator[Probe]:
    if "currency" in orders.columns:
        other = orders.currency.strip().notin(["", currency])
        advice = msg("Sums are in {currency}: give these orders a shop of their own, or mend it in planbook.yml.")
        values = {"currency": currency}
        yield Probe("currency", msg("not {currency}"), ERROR, other, orders.currency, advice, values)


def _doubled(name: str, table: ibis.Table) -> Iterator[Finding]:
    key = [column for column in TABLES[name].key if column in table.columns]
    copies = table.group_by(key).agg(copies=table.count())
    doubled = copies.filter(copies.copies > 1)
    shown = key_of(name, doubled).min()
    answer = fetch(doubled.aggregate(rows=(doubled.copies - 1).sum(), shown=shown)).iloc[0]
    if answer["rows"] > 0:
        severity = NOTE if name == SEVERAL_LINES else ERROR
        advice = msg("Several lines of one item are added up.") if severity == NOTE else msg("Is a file there twice?")
        rows, shown = int(answer["rows"]), str(answer["shown"])
        yield Finding(name, ", ".join(key), msg("doubled"), severity, rows, shown, advice)


def key_of(name: str, table: ibis.Table) -> ibis.Value:
    """Write the key of each row as one text: ``2026-10-11 · tmall · search``; rows of days need no last day."""
    key = [column for column in TABLES[name].key if column in table.columns and column != "ends"]
    parts = [table[column].cast("string").fill_null("") for column in key]
    return ibis.literal(" · ").join(parts)
