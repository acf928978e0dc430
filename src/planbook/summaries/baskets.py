"""Order lines → baskets: a sample of the usual days' orders, line by line, and what first-time buyers brought later.

Usual days are those on which neither a campaign nor an event ran on the platform: what is bought on them is bought
without the offer that is asked about.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import ibis
import pandas as pd

from planbook.absence import Missing, missing
from planbook.periods import Period
from planbook.summaries.base import column_or, empty_or, first_orders, paid_orders, total, within
from planbook.summaries.prices import priced_lines, rounded
from planbook.tables.store import Tables, fetch

SAMPLE, LINES = 20_000, 90_000  # orders and lines that are drawn at most
DRAWN, PARTS = 16**6, 64
YEAR = 365  # days that a new buyer is followed for
BEFORE = 180  # days of orders that have to be known before a first one, or old buyers would look new


def baskets(tables: Tables, until: date, *, sample: int = SAMPLE) -> pd.DataFrame | Missing:
    """Draw orders of the usual days of the year to a day, with their lines.

    Parameters
    ----------
    tables
        The shop's tables; reads ``orders`` and ``order_items``, and ``products``, ``campaigns``, ``events`` where they
        are there.
    until
        Last day that counts.
    sample
        About so many orders are drawn, by the MD5 of their number: the same ones on every engine.

    Returns
    -------
    DataFrame
        One row a line, by order and item: ``order_id part platform sku category role quantity price`` (what a buyer
        paid for a unit, all discounts of usual days off) ``list`` (price of a unit) ``helped`` (money towards the line
        that platform and creator paid) ``cost`` (of a unit; NaN: unknown) ``fee`` (share that the platform keeps)
        ``refunded`` (share of the order that was paid back) ``new`` (is it the buyer's first order ever? None: unknown)
        and ``of``, the orders they were drawn from. ``part`` is one of 64 by the MD5, to tell how sure a figure is.
    """
    lines = priced_lines(tables, span := Period(until - timedelta(YEAR - 1), until, "year"))
    if isinstance(lines, Missing):
        return lines
    usual = _usual(tables, lines)
    orders, rows = fetch(usual.aggregate(orders=usual.order_id.nunique(), rows=usual.count())).iloc[0].astype(int)
    if not orders:
        return missing("order_items", reason="empty")
    edge = int(DRAWN * min(1.0, sample / orders, LINES / rows)) - 1
    drawn = usual.filter(usual.order_id.hexdigest("md5").left(6) <= f"{max(edge, 0):06x}")
    told = _with_help(tables, _with_new(tables, drawn), span).select(
        "order_id", "platform", "sku", "category", "role", "list", "helped", "cost", "fee", "refunded", "new",
        part=drawn.order_id.hexdigest("md5").right(2), quantity=drawn.quantity.cast("float64"), price=drawn.deal,
    )  # fmt: skip
    frame = rounded(fetch(told.order_by("order_id", "sku", "price")))
    part = frame["part"].map(lambda digits: int(digits, 16) % PARTS).astype("int64")
    return frame.assign(part=part, of=int(orders)).astype({"cost": "float64", "list": "float64"})


def newcomers(tables: Tables, until: date) -> pd.DataFrame | Missing:
    """Sum what first-time buyers paid with their first order and in the 365 days after it, by the month they came.

    Returns
    -------
    DataFrame
        ``month customers returned first later squares``: net of the first order (refunds off), net of the year after
        it, and the sum of the squares of that. They first bought between two years and one year before ``until``: whose
        year is not over is left out, and who came in the first 180 days of all orders that are known.
    """
    orders, first = paid_orders(tables, "customer_id", over=[Period(date.min, until, "history")]), first_orders(tables)
    if isinstance(orders, Missing) or isinstance(first, Missing):
        return orders if isinstance(orders, Missing) else first
    begins = fetch(first.aggregate(day=first["first"].min()))["day"].iloc[0]
    if pd.isna(begins):
        return missing("orders", "customer_id", reason="empty")
    opens = max(datetime.combine(until - timedelta(2 * YEAR - 1), time()), begins + timedelta(BEFORE))
    closes = datetime.combine(until - timedelta(YEAR - 1), time())
    came = first.filter((first["first"] >= opens) & (first["first"] < closes))
    rows = orders.inner_join(came, "customer_id")
    net = rows.paid.cast("float64") - column_or(rows, "refund", 0.0)
    opening, gap = rows.moment == rows["first"], rows.moment.date().delta(rows["first"].date(), unit="day")
    later = ~opening & (gap <= YEAR)
    each = rows.group_by("customer_id", month=rows["first"].date().truncate("M")).agg(
        first=net.sum(where=opening).fill_null(0.0), later=net.sum(where=later).fill_null(0.0), more=later.sum()
    )
    summed = each.group_by("month").agg(
        customers=each.count(), returned=(each.more > 0).sum(), first=each["first"].sum(), later=each.later.sum(),
        squares=(each.later**2).sum(),
    )  # fmt: skip
    found = fetch(summed.order_by("month"))
    return missing("orders", "customer_id", reason="too_few") if found.empty else rounded(found, 4)


def points(tables: Tables, until: date) -> pd.DataFrame | Missing:
    """Sum the points of the year to a day: ``platform given used money goods``.

    ``money`` is what used points took off, ``goods`` what orders came to before discounts.
    """
    span = Period(until - timedelta(YEAR - 1), until, "year")
    orders = paid_orders(tables, "platform", "points_given", "points_used", "discount_points", over=[span])
    if isinstance(orders, Missing):
        return orders
    year = within(orders, "moment", span)
    sums = {"given": "points_given", "used": "points_used", "money": "discount_points", "goods": "gross"}
    found = year.group_by("platform").agg(**{name: total(year, column).fill_null(0.0) for name, column in sums.items()})
    return empty_or(rounded(fetch(found.order_by("platform"))), "orders")


def _usual(tables: Tables, lines: ibis.Table) -> ibis.Table:
    """Leave out the days on which a campaign or an event ran on the platform."""
    busy = [
        known.select("platform", "starts", "ends")
        for known in (tables["campaigns"], tables["events"])
        if not isinstance(known, Missing)
    ]
    if not busy:
        return lines
    ran = (ibis.union(*busy) if len(busy) > 1 else busy[0]).distinct()
    days = lines.select("platform", day=lines.moment.date()).distinct()
    touched = days.inner_join(
        ran,
        [(days.platform == ran.platform) | (ran.platform == "all"), days.day >= ran.starts, days.day <= ran.ends],
    ).select(platform=days.platform, day=days.day)
    return lines.mutate(day=lines.moment.date()).anti_join(touched.distinct(), ["platform", "day"])


def _with_new(tables: Tables, lines: ibis.Table) -> ibis.Table:
    first, orders = first_orders(tables), paid_orders(tables, "customer_id", over=())
    if isinstance(first, Missing) or isinstance(orders, Missing):
        return lines.mutate(new=ibis.null("boolean"))
    told = orders.select("order_id", "customer_id").left_join(first, "customer_id").select("order_id", "first")
    return lines.left_join(told, "order_id").drop("order_id_right").mutate(new=lambda row: row.moment == row["first"])


def _with_help(tables: Tables, lines: ibis.Table, span: Period) -> ibis.Table:
    """Say what platform and creator paid towards each line: its part of what they took off the order."""
    orders = paid_orders(tables, over=[span])
    if isinstance(orders, Missing):
        return lines.mutate(helped=0.0)
    parts = (column_or(orders, f"discount_{payer}", 0.0).fill_null(0.0) for payer in ("platform", "creator"))
    told = orders.select("order_id", off=sum(parts, start=ibis.literal(0.0)))
    return lines.left_join(told, "order_id").drop("order_id_right").mutate(helped=lambda row: row.off * row.part)
