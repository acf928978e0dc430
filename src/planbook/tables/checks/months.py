"""A platform's month against that of another table: buyers, what advertising claims, what items brought.

Two tables are compared only on days that both can speak of, where enough was sold, and where both count in the usual
way (``basis``). A platform's own tables never agree to the last buyer: what is told has no other explanation than
rows that are missing, doubled or of another shop.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import ibis
import pandas as pd

from planbook.tables.findings import WARNING, Finding, Question, month_of, msg
from planbook.tables.store import fetch

FEW = 30  # orders (or buyers) of a month; of fewer nothing is said
ALL = "all"  # the source that is the platform's own total
OWN = (0.8, 1.25)  # its buyers against those of the orders; visits that were cancelled, and midnight, explain so much
SUMMED = (0.8, 2.0)  # the sum of its sources, in which a buyer counts once for each source
CLAIMED = (0.0, 1.0)  # advertising claims some of the orders, never more than all
OF_ITEMS = (0.0, 1.1)  # exports of items hold the best of them only; shipping and late changes explain a tenth

Tables = Mapping[str, ibis.Table]


class Pair(NamedTuple):
    """A column that is held against another table: from which to which share of it is nothing said, and advice."""

    table: str
    column: str
    other: str
    check: str
    advice: str
    share: tuple[float, float]


def _buyers(tables: Tables) -> Iterator[Finding]:
    """Hold the sum of daily buyers of traffic against the buyers of each day's paid orders."""
    traffic, sold = tables.get("traffic"), _sold(tables)
    if traffic is None or sold is None or "buyers" not in traffic.columns:
        return
    rows = _usual(traffic).filter(lambda row: row.buyers.notnull())
    own = rows.filter(rows.source == ALL)
    summed = rows.filter(rows.source != ALL).anti_join(own.select("platform").distinct(), "platform")
    check = msg("buyers not as in {other}")
    pairs = (
        (own, OWN, msg("Buyers of the platform's total and of paid orders differ; is a file of either missing?")),
        (summed, SUMMED, msg("Buyers of all sources and of paid orders differ; is a file of either missing?")),
    )
    for counted, share, advice in pairs:
        daily = counted.group_by("platform", day=counted.date).agg(told=counted.buyers.sum())
        found = _beside(daily, sold.mutate(sold=sold.buyers))
        enough = found[["told", "orders"]].max(axis=1) >= FEW
        yield from _odd(found[enough], Pair("traffic", "buyers", "orders", check, advice, share))


def _claims(tables: Tables) -> Iterator[Finding]:
    """Hold what advertising claims to have brought against all orders."""
    advice = msg("More than all orders together: two tools claim the same orders, or rows are doubled or of elsewhere.")
    pair = Pair("ad_spend", "paid", "orders", msg("more than in {other}"), advice, CLAIMED)
    yield from _money(tables, pair)


def _items(tables: Tables) -> Iterator[Finding]:
    """Hold what items brought against all orders, and their units against the lines."""
    advice = msg("Items brought more than all orders together; are orders missing, or rows of items doubled?")
    yield from _money(tables, Pair("item_traffic", "paid", "orders", msg("more than in {other}"), advice, OF_ITEMS))
    visits, sold, lines = tables.get("item_traffic"), _sold(tables), tables.get("order_items")
    if visits is None or sold is None or lines is None or "units" not in visits.columns:
        return
    bought = _paid(tables["orders"]).inner_join(lines.filter(lines.quantity > 0), "order_id")
    units = bought.group_by("platform", "day").agg(sold=bought.quantity.sum(), orders=bought.order_id.nunique())
    found = _beside(_daily(visits, "units"), units)
    advice = msg("More units than in all order lines; are lines missing, or rows of items doubled?")
    pair = Pair("item_traffic", "units", "order_items", msg("more than in {other}"), advice, OF_ITEMS)
    yield from _odd(found[found["orders"] >= FEW], pair)


def _money(tables: Tables, pair: Pair) -> Iterator[Finding]:
    rows, sold = tables.get(pair.table), _sold(tables)
    if rows is None or sold is None or pair.column not in rows.columns:
        return
    found = _beside(_daily(rows, pair.column), sold.mutate(sold=sold.paid))
    yield from _odd(found[found["orders"] >= FEW], pair)


def _daily(rows: ibis.Table, column: str) -> ibis.Table:
    usual = _usual(rows)
    return usual.group_by("platform", day=usual.date).agg(told=usual[column].sum())


def _sold(tables: Tables) -> ibis.Table | None:
    """Count each platform's paid orders by the day of payment: ``platform day buyers orders paid``.

    An order without a buyer's id counts as a buyer of its own.
    """
    orders = tables.get("orders")
    if orders is None or not {"platform", "paid_at"} <= set(orders.columns):
        return None
    paid = _paid(orders)
    named = "customer_id" in paid.columns
    buyers = paid.customer_id.nunique() + paid.customer_id.isnull().sum() if named else paid.count()
    return paid.group_by("platform", "day").agg(buyers=buyers, orders=paid.count(), paid=paid.paid.sum())


def _paid(orders: ibis.Table) -> ibis.Table:
    return _usual(orders).filter(lambda row: row.paid_at.notnull()).mutate(day=lambda row: row.paid_at.cast("date"))


def _usual(rows: ibis.Table) -> ibis.Table:
    """Keep the rows that count as the glossary has it."""
    return rows.filter(rows.basis.fill_null("") == "") if "basis" in rows.columns else rows


def _beside(told: ibis.Table, sold: ibis.Table) -> pd.DataFrame:
    """Set sums of a platform's month side by side, over the days from its first order to its last.

    Returns
    -------
    DataFrame
        ``platform month told sold orders``; days of the other table alone count, since an order file may be missing.
    """
    span = sold.group_by("platform").agg(first=sold.day.min(), last=sold.day.max())
    dated = told.inner_join(span, "platform").filter(lambda row: row.day.between(row.first, row.last))
    both = dated.left_join(sold, ["platform", "day"])
    months = both.group_by("platform", month=both.day.strftime("%Y-%m")).agg(
        told=both.told.sum().fill_null(0).cast("float64"),
        sold=both.sold.sum().fill_null(0).cast("float64"),
        orders=both.orders.sum().fill_null(0),
    )
    return fetch(months.order_by("platform", "month"))


def _odd(months: pd.DataFrame, pair: Pair) -> Iterator[Finding]:
    low, high = pair.share
    odd = months[(months["told"] < low * months["sold"]) | (months["told"] > high * months["sold"])]
    for platform, rows in odd.groupby("platform"):
        first = rows.iloc[0]
        example = f"{platform}, {first['month']}: {first['told']:,.0f} ({pair.other}: {first['sold']:,.0f})"
        days = tuple(map(month_of, rows["month"]))
        values = {"other": pair.other}
        yield Finding(
            pair.table, pair.column, pair.check, WARNING, len(rows), example, pair.advice, values=values, days=days
        )


QUESTIONS: tuple[Question, ...] = (("traffic", _buyers), ("ad_spend", _claims), ("item_traffic", _items))
