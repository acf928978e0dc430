"""What is missing, late, doubled or odd in a shop's data: the rows of ``planbook check``.

All counting is done on the engine, in one pass a table; only days and a few examples come home. What a column may
hold is read from the schema, so a new column is checked by its line there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import ibis
import pandas as pd

from planbook.absence import Missing, PlanbookError
from planbook.tables.days import days_of, findings_of_days
from planbook.tables.schema import TABLES, Column
from planbook.tables.store import Tables, fetch

ERROR, WARNING, NOTE = "error", "warning", "note"
CENT = 0.011  # a cent, and what binary fractions add to it
MAIN = ("orders", "traffic")
SEVERAL_LINES = "order_items"  # one item may stand on several lines of an order


class Finding(NamedTuple):
    """One line of the check: where, what, how bad, how often, an example, and what to do."""

    table: str
    column: str
    check: str
    severity: str
    rows: int
    example: str
    advice: str


class Probe(NamedTuple):
    """A question to each row of a table (is it bad, and which value shows it?), and what to say then."""

    column: str
    check: str
    severity: str
    bad: ibis.Value
    shown: ibis.Value
    advice: str


def check(tables: Tables) -> pd.DataFrame:
    """Look through all tables of a shop.

    Returns
    -------
    DataFrame
        One row a finding, tables in the schema's order: ``table column check severity rows example advice``;
        ``severity`` is error (figures would be wrong or are refused), warning (look at it) or note (good to know).
    """
    found: list[Finding] = []
    opened: dict[str, ibis.Table] = {}
    for name in TABLES:
        try:
            table = tables[name]
            if isinstance(table, Missing):
                found.append(_absent(name))
                continue
            found += _table_findings(name, table, tables.shop.currency)
            opened[name] = table
        except PlanbookError as error:
            found.append(Finding(name, "", "not readable", ERROR, 0, error.message, error.advice))
    found += _between(opened)
    dated_by = tables.shop.dated_by
    days = {name: days_of(name, table, dated_by) for name, table in opened.items()}
    dated = {name: frame for name, frame in days.items() if len(frame)}
    found += [Finding(*parts) for parts in findings_of_days(dated, dated_by)]
    ranked = sorted(found, key=lambda each: list(TABLES).index(each.table))
    return pd.DataFrame(ranked, columns=list(Finding._fields)).astype({"rows": "int64"})


def _absent(name: str) -> Finding:
    severity = WARNING if name in MAIN else NOTE
    return Finding(name, "", "no such table", severity, 0, "", "Sections that need it say so; name it under sources.")


def _table_findings(name: str, table: ibis.Table, currency: str) -> Iterator[Finding]:
    lacking = [column for column in TABLES[name].names if column not in table.columns]
    if lacking:
        advice = "Figures that need them say so."
        yield Finding(name, ", ".join(lacking), "no such column", NOTE, len(lacking), "", advice)
    probes = [
        probe for column in TABLES[name].columns if column.name in table.columns for probe in _rules(table, column)
    ]
    if name == "orders":
        probes += [*_order_rules(table), *_currency_rule(table, currency)]
    asked = {f"rows{at}": probe.bad.fill_null(False).sum() for at, probe in enumerate(probes)}
    asked |= {f"shown{at}": probe.shown.cast("string").min(where=probe.bad) for at, probe in enumerate(probes)}
    answer = fetch(table.aggregate(all=table.count(), **asked)).iloc[0]
    if not answer["all"]:
        yield Finding(name, "", "no rows", WARNING, 0, "", "Its figures are missing until it has some.")
        return
    for at, probe in enumerate(probes):
        if answer[f"rows{at}"] > 0:
            shown = answer[f"shown{at}"]
            example = "" if pd.isna(shown) else str(shown)
            rows = int(answer[f"rows{at}"])
            yield Finding(name, probe.column, probe.check, probe.severity, rows, example, probe.advice)
    yield from _doubled(name, table)


def _rules(table: ibis.Table, column: Column) -> Iterator[Probe]:
    """Ask what the schema says of one column."""
    cell = table[column.name]
    if column.required:
        first = table[table.columns[0]]
        bad = cell.isnull() | (cell == "") if cell.type().is_string() else cell.isnull()
        yield Probe(column.name, "empty", ERROR, bad, first, f"Fill it, such as {column.example}.")
    if column.one_of:
        allowed = ", ".join(column.one_of)
        yield Probe(column.name, "unknown word", ERROR, cell.notin(column.one_of), cell, f"Allowed: {allowed}.")
    if column.at_least is not None:
        low = f"{column.at_least:g}"
        yield Probe(column.name, f"below {low}", ERROR, cell < column.at_least, cell, "Mend it, or leave the row out.")


def _order_rules(orders: ibis.Table) -> Iterator[Probe]:
    """Ask whether the money and times of an order agree with each other."""
    columns, number = set(orders.columns), orders.order_id
    if "gross" in columns:
        less = [orders[name].fill_null(0.0) for name in sorted(columns) if name.startswith("discount_")]
        more = [orders[name].fill_null(0.0) for name in ("shipping", "tax") if name in columns]
        paid = orders.gross - sum(less, start=ibis.literal(0.0)) + sum(more, start=ibis.literal(0.0))
        advice = "paid = gross − discounts + shipping + tax; see which part the export leaves out."
        yield Probe("paid", "parts do not add up", WARNING, (orders.paid - paid).abs() > CENT, number, advice)
    if "refund" in columns:
        more_back = (orders.refund > orders.paid + CENT) & (orders.paid > 0)
        yield Probe("refund", "more than was paid", WARNING, more_back, number, "Is the refund booked twice?")
    if {"refund", "refunded_at"} <= columns:
        undated = (orders.refund > 0) & orders.refunded_at.isnull()
        yield Probe("refunded_at", "refund without a day", NOTE, undated, number, "Refunds by age leave it out.")
    for early, late in (("ordered_at", "paid_at"), ("paid_at", "refunded_at")):
        if {early, late} <= columns:
            advice = f"{early} should not come after {late}; is a time zone wrong?"
            yield Probe(late, f"before {early}", WARNING, orders[early] > orders[late], number, advice)


def _currency_rule(orders: ibis.Table, currency: str) -> Iterator[Probe]:
    if "currency" in orders.columns:
        other = orders.currency.strip().notin(["", currency])
        advice = f"Sums are in {currency}: give these orders a shop of their own, or mend the currency in planbook.yml."
        yield Probe("currency", f"not {currency}", ERROR, other, orders.currency, advice)


def _doubled(name: str, table: ibis.Table) -> Iterator[Finding]:
    key = [column for column in TABLES[name].key if column in table.columns]
    copies = table.group_by(key).agg(copies=table.count())
    doubled = copies.filter(copies.copies > 1)
    shown = ibis.literal(" · ").join([doubled[column].cast("string").fill_null("") for column in key])
    answer = fetch(doubled.aggregate(rows=(doubled.copies - 1).sum(), shown=shown.min())).iloc[0]
    if answer["rows"] > 0:
        severity = NOTE if name == SEVERAL_LINES else ERROR
        advice = "Several lines of one item are added up." if severity == NOTE else "Is a file there twice?"
        yield Finding(name, ", ".join(key), "doubled", severity, int(answer["rows"]), str(answer["shown"]), advice)


def _between(opened: dict[str, ibis.Table]) -> Iterator[Finding]:
    """Look for rows of one table that another one does not know."""
    lost = (
        ("order_items", "order_id", "orders", WARNING, "Lines without their order count nowhere."),
        ("order_items", "sku", "products", NOTE, "These items have no role and no stock."),
        ("orders", "platform", "traffic", WARNING, "Its orders have no visitors, so no conversion; add its traffic."),
    )
    for name, column, other, severity, advice in lost:
        if {name, other} <= opened.keys() and column in opened[name].columns:
            known = opened[other].select(column).distinct()
            strange = opened[name].filter(opened[name][column].notnull()).anti_join(known, column)
            answer = fetch(strange.aggregate(rows=strange.count(), shown=strange[column].min())).iloc[0]
            if answer["rows"] > 0:
                shown = str(answer["shown"])
                yield Finding(name, column, f"not in {other}", severity, int(answer["rows"]), shown, advice)
