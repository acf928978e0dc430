"""What summaries share: rows cut by periods, and orders that count."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, time, timedelta

import ibis
import pandas as pd
from pandas.api.types import is_float_dtype

from planbook.absence import Missing, missing
from planbook.periods import Period
from planbook.tables.store import Tables, fetch

Periods = Mapping[str, Period]


def within(table: ibis.Table, column: str, period: Period) -> ibis.Table:
    """Keep the rows whose day or time lies in a period; compared as it is stored, so that files can be skipped."""
    if table[column].type().is_date():
        return table.filter(table[column].between(period.start, period.end))
    start = datetime.combine(period.start, time())
    after = datetime.combine(period.end + timedelta(1), time())
    return table.filter(table[column] >= start, table[column] < after)


def by_period(
    table: ibis.Table, column: str, periods: Periods, reduce: Callable[[ibis.Table, Period], ibis.Table]
) -> pd.DataFrame:
    """Reduce each period's rows by itself, since periods overlap, and bring them home under their names."""
    parts = [
        reduce(within(table, column, span), span).mutate(period=ibis.literal(name)) for name, span in periods.items()
    ]
    frame = fetch(ibis.union(*parts) if len(parts) > 1 else parts[0])
    order = {name: place for place, name in enumerate(periods)}
    segments = [name for name in frame.columns if name != "period" and not is_float_dtype(frame[name])]
    rest = [name for name in frame.columns if name not in ("period", *segments)]
    ranked = frame.assign(place=frame["period"].map(order)).sort_values(["place", *segments], ignore_index=True)
    # an engine adds in any order: what differs in the last bits is cut off
    return ranked[["period", *segments, *rest]].round(6)


def column_or(table: ibis.Table, name: str, otherwise: float | None = None) -> ibis.Value:
    """Give a column as float64, or a constant where this shop's table has none."""
    if name in table.columns:
        return table[name].cast("float64") if otherwise is None else table[name].cast("float64").fill_null(otherwise)
    return ibis.literal(otherwise, "float64")


def total(table: ibis.Table, name: str) -> ibis.Value:
    """Sum a column as float64; null where this shop's table has none."""
    return table[name].cast("float64").sum() if name in table.columns else ibis.null("float64")


def paid_orders(tables: Tables, *columns: str) -> ibis.Table | Missing:
    """Give the orders that count: ``paid_at`` is set, whatever became of them later, with their ``moment``.

    ``moment`` is the shop's ``dated_by``; a row with nothing paid and something paid back is a credit note.
    """
    dated_by = tables.shop.dated_by
    orders = tables.need("orders", dated_by, *columns)
    if isinstance(orders, Missing):
        return orders
    if "paid_at" in orders.columns:
        orders = orders.filter(orders.paid_at.notnull())
    refund = column_or(orders, "refund", 0.0)
    return orders.mutate(moment=orders[dated_by], note=(orders.paid == 0) & (refund > 0))


def first_orders(tables: Tables) -> ibis.Table | Missing:
    """Give each customer's first moment ever; new means first ever, not first in a window."""
    orders = paid_orders(tables, "customer_id")
    if isinstance(orders, Missing):
        return orders
    known = orders.filter(orders.customer_id.notnull(), ~orders.note)
    return tables.kept("first_orders", known.group_by("customer_id").agg(first=known.moment.min()))


def empty_or(frame: pd.DataFrame, table: str, periods: Collection[str] = ()) -> pd.DataFrame | Missing:
    """Give a frame, or say that its table has no rows in these periods, or none in the current one."""
    asked = "current" in periods
    if frame.empty or (asked and not frame["period"].eq("current").any()):
        return missing(table, reason="empty")
    return frame
