"""Orders → sales: money, orders and distinct buyers of each period and segment."""

from __future__ import annotations

from datetime import timedelta

import ibis
import pandas as pd

from planbook.absence import Missing, missing, note_lacked
from planbook.periods import Period
from planbook.summaries.base import Periods, by_period, column_or, empty_or, first_orders, paid_orders, total, within
from planbook.summaries.visits import totals_by_platform
from planbook.tables.store import Tables, fetch

PAYERS = ("discount_shop", "discount_platform", "discount_creator")
HISTORY = 400  # days before a period that refunds are learned from


def sales(tables: Tables, periods: Periods, *, by: tuple[str, ...] = ()) -> pd.DataFrame | Missing:
    """Sum and count the paid orders of each period and segment.

    Parameters
    ----------
    tables
        The shop's tables; reads ``orders``.
    periods
        Named periods; they may overlap.
    by
        Segments: ``platform``, ``region``, ``creator``, ``campaign``, or ``kind`` (new, repeat, unknown: the buyer's
        first order ever lies in the period, before it, or the platform gives no buyer ids).

    Returns
    -------
    DataFrame
        ``period``, the segments, money (``gross discount shipping tax paid refund net``), counts (``orders buyers
        new_buyers repeat_buyers credit_notes anonymous``), and what they were counted from: ``documents`` (orders
        and credit notes) and ``customers`` (distinct ids on any of them). Buyers are distinct; an order without a
        buyer id counts as one buyer (``anonymous`` says how many). NaN where the orders lack a column.
    """
    given = [name for name in by if name != "kind"]
    orders = paid_orders(tables, *given, *(["customer_id"] if "kind" in by else []), over=periods.values())
    if isinstance(orders, Missing):
        return orders
    first = first_orders(tables)
    if isinstance(first, Missing):
        orders = orders.mutate(customer_id=ibis.null("string"), first=ibis.null("timestamp"))
    else:
        orders = orders.left_join(first, "customer_id").drop("customer_id_right")
    sold = by_period(orders, "moment", periods, lambda rows: _sold(rows, by))
    return empty_or(sold, "orders", periods)


def daily(tables: Tables, period: Period) -> pd.DataFrame | Missing:
    """Give each day of each platform: visitors, buyers (of that day), paid and orders.

    Returns
    -------
    DataFrame
        ``date platform visitors buyers paid orders``; visitors and buyers are NaN where there is no traffic.
    """
    orders = paid_orders(tables, "platform", over=[period])
    if isinstance(orders, Missing):
        return orders
    rows = within(orders, "moment", period).mutate(date=ibis._.moment.date())
    sold = rows.group_by("date", "platform").agg(paid=rows.paid.sum(), orders=(~rows.note).sum().cast("float64"))
    frame = fetch(sold)
    if frame.empty:
        return missing("orders", reason="empty")
    visits = totals_by_platform(tables, period)
    keys = ["date", "platform"]
    if isinstance(visits, Missing):
        alone = frame.assign(visitors=float("nan"), buyers=float("nan")).sort_values(keys, ignore_index=True)
        note_lacked(alone, visits)
        return alone
    both = visits.merge(frame, on=keys, how="outer").fillna({"paid": 0.0, "orders": 0.0})
    return both.sort_values(keys, ignore_index=True)


def discounts(tables: Tables, periods: Periods) -> pd.DataFrame | Missing:
    """Sum the discounts of each period by who pays them: ``period payer amount gross``."""
    orders = paid_orders(tables, "gross", over=periods.values())
    if isinstance(orders, Missing):
        return orders
    present = [payer for payer in PAYERS if payer in orders.columns]
    if not present:
        return missing("orders", *PAYERS)
    sums = {payer: orders[payer].sum() for payer in present} | {"gross": orders.gross.sum()}
    frame = by_period(orders, "moment", periods, lambda rows: rows.group_by("period").agg(**sums))
    told = empty_or(frame.dropna(subset=["gross"]), "orders", periods)
    return told if isinstance(told, Missing) else told.melt(["period", "gross"], var_name="payer", value_name="amount")


def refunds_known_to(tables: Tables, *, as_of: pd.Timestamp) -> pd.Timestamp:
    """Find the last day of which refunds are known: an export made later holds later refunds than orders."""
    orders = tables.need("orders", "refunded_at")
    if isinstance(orders, Missing):
        return as_of
    last = fetch(orders.aggregate(last=orders.refunded_at.max()))["last"].iloc[0]
    return as_of if pd.isna(last) else max(as_of, last.normalize())


def refunds(tables: Tables, period: Period, *, as_of: pd.Timestamp) -> pd.DataFrame | Missing:
    """Count what was paid back by the age of the order, of each day's orders from 400 days before a period on.

    Returns
    -------
    DataFrame
        ``cohort`` (day), ``age`` (days from the order to the refund), ``refund`` and ``paid`` (of the whole cohort,
        on each of its rows). Every cohort has the row of age 0.
    """
    learned = Period(period.start - timedelta(HISTORY), as_of.date(), "history")
    orders = paid_orders(tables, "refund", "refunded_at", over=[learned])
    if isinstance(orders, Missing):
        return orders
    recent = within(orders, "moment", learned)
    recent = recent.mutate(cohort=recent.moment.date(), paid_back=recent.refund.fill_null(0.0))
    back = recent.filter(recent.paid_back > 0, recent.refunded_at.notnull(), ~recent.note)
    age = (back.refunded_at.date().delta(back.cohort, unit="day")).cast("int64")
    aged = fetch(back.group_by(back.cohort, age=age.clip(lower=0)).agg(refund=back.paid_back.sum()))
    totals = fetch(recent.group_by("cohort").agg(paid=recent.paid.sum()))
    zeros = totals.assign(age=0, refund=0.0)[["cohort", "age", "refund"]]
    summed = pd.concat([aged, zeros]).groupby(["cohort", "age"], as_index=False)["refund"].sum()
    return empty_or(summed.merge(totals, on="cohort"), "orders")


def _sold(rows: ibis.Table, by: tuple[str, ...]) -> ibis.Table:
    rows = rows.mutate(
        kind=ibis.cases((rows["first"].isnull(), "unknown"), (rows["first"] >= rows.opens, "new"), else_="repeat"),
        discount=sum((column_or(rows, payer, 0.0) for payer in PAYERS), start=ibis.literal(0.0))
        if any(payer in rows.columns for payer in PAYERS)
        else ibis.null("float64"),
    )
    buying = ~rows.note
    known = rows.customer_id.notnull() & buying
    anonymous = (rows.customer_id.isnull() & buying).sum().fill_null(0)
    new = rows.customer_id.nunique(where=known & (rows.kind == "new"))
    repeat = rows.customer_id.nunique(where=known & (rows.kind == "repeat"))
    refund = total(rows, "refund")
    money = {name: total(rows, name) for name in ("gross", "discount", "shipping", "tax", "paid")}
    counts = {
        "orders": buying.sum().fill_null(0),
        # each known buyer is either: to count the two again as one would be the dearest step of all
        "buyers": new + repeat + anonymous,
        # nobody can be told new where no order carries a buyer's id
        "new_buyers": ibis.ifelse(known.any(), new, None),
        "repeat_buyers": ibis.ifelse(known.any(), repeat, None),
        "credit_notes": rows.note.sum().fill_null(0),
        "anonymous": anonymous,
        "documents": rows.count(),
        "customers": rows.customer_id.nunique(),
    }
    measured = money | {
        "refund": refund,
        "net": money["paid"] - (refund.fill_null(0.0) if "refund" in rows.columns else refund),
    }
    floats = {name: count.cast("float64") for name, count in counts.items()}
    return rows.group_by("period", *by).agg(**measured, **floats)
