"""What summaries share: rows cut by periods, and orders that count."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta

import ibis
import pandas as pd
from pandas.api.types import is_float_dtype

from planbook.absence import Missing, missing, mixed
from planbook.periods import Period
from planbook.tables.store import Tables, fetch, mixes_of

Periods = Mapping[str, Period]
PAID = ("paid", "refunded")  # words of ``status``


def within(table: ibis.Table, column: str, period: Period) -> ibis.Table:
    """Keep the rows whose day or time lies in a period."""
    return table.filter(inside(table[column], period))


def inside(moment: ibis.Value, period: Period) -> ibis.Value:
    """Ask whether a day or time lies in a period; it is compared as it is stored, so that files can be skipped."""
    if moment.type().is_date():
        return moment.between(period.start, period.end)
    start = datetime.combine(period.start, time())
    after = datetime.combine(period.end + timedelta(1), time())
    return (moment >= start) & (moment < after)


def by_period(
    table: ibis.Table, column: str, periods: Periods, reduce: Callable[[ibis.Table], ibis.Table]
) -> pd.DataFrame:
    """Reduce the rows of each period, and bring them home in the periods' order.

    Parameters
    ----------
    column
        The day or time by which rows fall into periods.
    reduce
        Groups by ``period`` (its name) and more; rows also have ``opens``, its first day. It is called once for
        periods that do not overlap, which are told apart in one pass over the table.
    """
    twins = _twins(periods)
    counted = {name: span for name, span in periods.items() if name not in twins}
    parts = [reduce(_told_apart(table, column, layer)) for layer in _layers(counted)]
    frame = fetch(ibis.union(*parts) if len(parts) > 1 else parts[0])
    copies = [frame[frame["period"] == same].assign(period=name) for name, same in twins.items()]
    frame = pd.concat([frame, *copies]) if copies else frame
    order = {name: place for place, name in enumerate(periods)}
    segments = [name for name in frame.columns if name != "period" and not is_float_dtype(frame[name])]
    rest = [name for name in frame.columns if name not in ("period", *segments)]
    ranked = frame.assign(place=frame["period"].map(order)).sort_values(["place", *segments], ignore_index=True)
    # an engine adds in any order: what differs in the last bits is cut off
    return ranked[["period", *segments, *rest]].round(6)


def _twins(periods: Periods) -> dict[str, str]:
    """Find the periods that have the same days as an earlier one, whose rows are theirs too."""
    first: dict[tuple[date, date], str] = {}
    for name, span in periods.items():
        first.setdefault((span.start, span.end), name)
    leaders = {name: first[span.start, span.end] for name, span in periods.items()}
    return {name: leader for name, leader in leaders.items() if name != leader}


def _layers(periods: Periods) -> list[dict[str, Period]]:
    """Deal periods out to as few groups as need be, so that those of a group do not overlap."""
    layers: list[dict[str, Period]] = []
    for name, span in sorted(periods.items(), key=lambda item: (item[1].start, item[1].end)):
        free = (layer for layer in layers if max(other.end for other in layer.values()) < span.start)
        layer = next(free, None)
        if layer is None:
            layers.append(layer := {})
        layer[name] = span
    return layers


def _told_apart(table: ibis.Table, column: str, layer: Periods) -> ibis.Table:
    seams: list[Period] = []  # periods that follow on each other, as one
    for span in layer.values():
        joined = bool(seams) and seams[-1].end + timedelta(1) == span.start
        seams.append(Period(seams.pop().start if joined else span.start, span.end, span.name))
    rows = table.filter(ibis.or_(*(inside(table[column], span) for span in seams)))
    # no row is left between periods: the last that has begun is its own
    begun = [(rows[column] >= span.start, name, ibis.literal(span.start)) for name, span in layer.items()][::-1]
    return rows.mutate(
        period=ibis.cases(*((has, name) for has, name, _ in begun)),
        opens=ibis.cases(*((has, opens) for has, _, opens in begun)),
    )


def column_or(table: ibis.Table, name: str, otherwise: float | None = None) -> ibis.Value:
    """Give a column as float64, or a constant where this shop's table has none."""
    if name in table.columns:
        return table[name].cast("float64") if otherwise is None else table[name].cast("float64").fill_null(otherwise)
    return ibis.literal(otherwise, "float64")


def total(table: ibis.Table, name: str) -> ibis.Value:
    """Sum a column as float64; null where this shop's table has none."""
    return table[name].cast("float64").sum() if name in table.columns else ibis.null("float64")


def one_way(
    rows: ibis.Table | Missing, name: str, tables: Tables, *, over: Iterable[Period] | None, dated_by: str = "date"
) -> ibis.Table | Missing:
    """Hand rows on, unless those of a platform are counted in several ways: such are not added up or compared.

    Parameters
    ----------
    rows
        What is to be read of a table.
    name
        The table.
    tables
        The shop's tables.
    over
        The periods that are to be read together; None: all there is.
    dated_by
        The day or time by which rows fall into periods.
    """
    if isinstance(rows, Missing) or "basis" not in rows.columns or not tables.mixes(name):
        return rows
    spans = None if over is None else [inside(rows[dated_by], span) for span in over]
    found = () if spans == [] else mixes_of(rows if spans is None else rows.filter(ibis.or_(*spans)), name)
    return mixed(found) if found else rows


def paid_orders(tables: Tables, *columns: str, over: Iterable[Period] | None = None) -> ibis.Table | Missing:
    """Give the orders that count: ``paid_at`` is set, whatever became of them later, with their ``moment``.

    Without ``paid_at`` their ``status`` tells; without both, every order is taken as paid.

    ``moment`` is the shop's ``dated_by``; a row with nothing paid and something paid back is a credit note. ``over``
    are the periods whose amounts are read together (`one_way`); None: all there is, empty: no amounts.
    """
    dated_by = tables.shop.dated_by
    orders = tables.need("orders", dated_by, *columns)
    if isinstance(orders, Missing):
        return orders
    if "paid_at" in orders.columns:
        orders = orders.filter(orders.paid_at.notnull())
    elif "status" in orders.columns:
        orders = orders.filter(orders.status.isin(PAID))
    refund = column_or(orders, "refund", 0.0)
    dated = orders.mutate(moment=orders[dated_by], note=(orders.paid == 0) & (refund > 0))
    return one_way(dated, "orders", tables, over=over, dated_by="moment")


def first_orders(tables: Tables) -> ibis.Table | Missing:
    """Give each customer's first moment ever; new means first ever, not first in a window."""
    orders = paid_orders(tables, "customer_id", over=())
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


def days_or(
    frame: pd.DataFrame | Missing, table: str, tables: Tables, spans: Iterable[Period]
) -> pd.DataFrame | Missing:
    """Give a frame; where there is none, since its table has these periods but not their days, say so."""
    if not isinstance(frame, Missing):
        return frame
    rows = tables.periods(table)
    if isinstance(rows, Missing):
        return frame
    near = [(rows.date <= span.end) & (rows.ends >= span.start) for span in spans]
    whole = fetch(rows.filter(ibis.or_(*near)).limit(1))
    return frame if whole.empty else missing(table, reason="periods")
