"""Orders → customers: one row a customer, how long they wait to come back, and who is known but never bought.

A purchase is an order that is paid and of which something was paid; credit notes take from net and are no purchase.
What is known of a person is their hashed id alone: orders without one are in no row here.
"""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta

import ibis
import pandas as pd

from planbook.absence import Missing, missing
from planbook.periods import Period
from planbook.summaries.base import column_or, paid_orders
from planbook.summaries.visits import traffic
from planbook.tables.store import Tables, fetch

SAMPLE = 20_000  # customers that clusters are fitted on
CATEGORIES = 8  # whose shares are told apart; of the rest, nothing is said
LONGEST = 1825  # days that a wait is followed for
YEAR = 365
PAYERS = ("discount_shop", "discount_platform", "discount_creator")
SAMPLED = 16**8
NEVER = datetime(9999, 1, 1)


def quarter_before(day: date) -> date:
    """Go back three months, from the end of a month to the end of a month.

    Examples
    --------
    >>> quarter_before(date(2026, 10, 31)), quarter_before(date(2026, 2, 10))
    (datetime.date(2026, 7, 31), datetime.date(2025, 11, 10))
    """
    year, number = divmod(day.year * 12 + day.month - 4, 12)
    last = calendar.monthrange(year, number + 1)[1]
    ends = (day + timedelta(1)).day == 1
    return date(year, number + 1, last if ends else min(day.day, last))


def customers(tables: Tables, *, until: date, then: date, sample: int = SAMPLE) -> pd.DataFrame | Missing:
    """Sum up each customer's purchases to a day, and what was known of them at an earlier one.

    Parameters
    ----------
    tables
        The shop's tables; reads ``orders``, and ``order_items`` and ``products`` where they are there.
    until
        Last day that counts.
    then
        The earlier day, for what has changed since; its columns end on ``_before``.
    sample
        About so many customers are drawn, by the MD5 of their id: the same ones on every engine.

    Returns
    -------
    DataFrame
        One row a customer with a purchase, by id: ``customer_id first_order last_order`` (datetime64) ``orders``,
        ``monetary`` (net), ``net_year`` (net of the 365 days to ``until``), ``discount_share`` (of gross), ``platform
        platform_next`` (of the first and second purchase), ``creator`` (did one bring the first?), ``region`` (of the
        first), ``units``, ``unit_price`` (paid a unit), ``share_<category>`` (of goods, for the shop's largest eight),
        ``last_before orders_before monetary_before`` (at ``then``) and ``sampled``. NaN where
        the shop lacks a column; categories of lines that name none are those of ``products``.
    """
    known = _known(tables, until)
    if isinstance(known, Missing):
        return known
    size = int(fetch(known.aggregate(n=known.customer_id.nunique(where=known.bought)))["n"].iloc[0])
    if not size:
        return missing("orders", "customer_id", reason="empty")
    reduced = _reduced(known, until, then)
    goods = _goods(tables, known)
    if goods is not None:
        reduced = reduced.left_join(goods, "customer_id").drop("customer_id_right")
    # a share of the MD5's range is drawn, which no engine has to sort for
    edge = f"{min(SAMPLED - 1, SAMPLED * sample // size):08x}"
    drawn = reduced.customer_id.hexdigest("md5").left(8) <= edge
    frame = fetch(reduced.mutate(sampled=drawn).order_by("customer_id"), rows="customers")
    named = [name for name in ("platform", "platform_next", "region") if name in frame]
    return frame.astype(dict.fromkeys(named, "category"))


def gaps(tables: Tables, *, until: date) -> pd.DataFrame | Missing:
    """Count how many days customers waited from one day with a purchase to the next, and who still waits.

    Returns
    -------
    DataFrame
        ``part`` (one of 16 by the MD5 of the customer's id, to tell how sure a figure is), ``days`` (at most 1,825),
        ``returned`` (False: no purchase since, up to ``until``) and ``waits``.
    """
    known = _known(tables, until)
    if isinstance(known, Missing):
        return known
    days = known.filter(known.bought).select("customer_id", day=lambda row: row.moment.date()).distinct()
    following = days.day.lead().over(group_by=days.customer_id, order_by=days.day)
    waited = ibis.coalesce(following, ibis.literal(until)).delta(days.day, unit="day")
    waits = days.mutate(
        part=days.customer_id.hexdigest("md5").left(1),
        days=ibis.least(waited, ibis.literal(LONGEST)).cast("int64"),
        returned=following.notnull() & (waited <= LONGEST),
    )
    counted = waits.group_by("part", "days", "returned").agg(waits=waits.count())
    frame = fetch(counted.order_by("part", "days", "returned"))
    return missing("orders", "customer_id", reason="empty") if frame.empty else frame


def potential(tables: Tables, *, until: date, then: date) -> pd.DataFrame | Missing:
    """Count who is known and has never bought, by where they are known from.

    Returns
    -------
    DataFrame
        ``known_from people``: ``unpaid_orders survey feedback`` (ids on their rows) and ``any`` (all of them once),
        then ``carts``: who had something in the cart less who bought since ``then``, summed over days, so no people.
    """
    known = _known(tables, until)
    if isinstance(known, Missing):
        return known
    buyers = known.filter(known.bought).select("customer_id").distinct()
    seen = {"unpaid_orders": tables["orders"], "survey": tables["survey"], "feedback": tables["feedback"]}
    named = {n: t.select("customer_id") for n, t in seen.items() if not isinstance(t, Missing) and "customer_id" in t}
    ids = {name: table.filter(table.customer_id.notnull()).distinct() for name, table in named.items()}
    found = {name: each.anti_join(buyers, "customer_id") for name, each in ids.items()}
    found["any"] = ibis.union(*found.values(), distinct=True) if len(found) > 1 else next(iter(found.values()))
    counts = {name: float(fetch(each.aggregate(n=each.count()))["n"].iloc[0]) for name, each in found.items()}
    carts = _carts(tables, until, then)
    counts |= {} if carts is None else {"carts": carts}
    return pd.DataFrame({"known_from": list(counts), "people": list(counts.values())})


def _known(tables: Tables, until: date) -> ibis.Table | Missing:
    """Give the orders of known customers up to a day, and whether each is a purchase."""
    orders = paid_orders(tables, "customer_id", "order_id", over=[Period(date.min, until, "history")])
    if isinstance(orders, Missing):
        return orders
    rows = orders.filter(orders.customer_id.notnull(), orders.moment < _after(until))
    discount = sum((column_or(rows, payer, 0.0) for payer in PAYERS), start=ibis.literal(0.0))
    told = any(payer in rows.columns for payer in PAYERS)
    named = {name: rows[name] if name in rows.columns else ibis.null("string") for name in ("platform", "region")}
    by_creator = rows.creator.notnull() if "creator" in rows.columns else ibis.null("boolean")
    return rows.select(
        "customer_id", "order_id", "moment", **named, creator=by_creator, bought=rows.paid > 0,
        net=rows.paid.cast("float64") - column_or(rows, "refund", 0.0), gross=column_or(rows, "gross"),
        discount=discount if told else ibis.null("float64"),
    )  # fmt: skip


def _reduced(known: ibis.Table, until: date, then: date) -> ibis.Table:
    # purchases come first, so that their turns are 0, 1, 2 …; two of one moment share theirs
    when = ibis.ifelse(known.bought, known.moment, ibis.literal(NEVER))
    rows = known.mutate(turn=ibis.dense_rank().over(group_by=known.customer_id, order_by=when))
    first, second = rows.bought & (rows.turn == 0), rows.bought & (rows.turn == 1)
    earlier, recent = rows.moment < _after(then), rows.moment >= _after(until - timedelta(YEAR))
    share = rows.discount.sum() / rows.gross.sum().nullif(0)
    summed = rows.group_by("customer_id").agg(
        first_order=rows.moment.min(where=rows.bought), last_order=rows.moment.max(where=rows.bought),
        orders=rows.bought.sum().cast("int32"), monetary=_money(rows.net.sum()),
        net_year=_money(rows.net.sum(where=recent)), discount_share=share.cast("float32"),
        platform=rows.platform.max(where=first), platform_next=rows.platform.max(where=second),
        creator=rows.creator.max(where=first), region=rows.region.max(where=first),
        last_before=rows.moment.max(where=rows.bought & earlier),
        orders_before=rows.bought.sum(where=earlier).fill_null(0).cast("int32"),
        monetary_before=_money(rows.net.sum(where=earlier)),
    )  # fmt: skip
    return summed.filter(summed.orders > 0)


def _goods(tables: Tables, known: ibis.Table) -> ibis.Table | None:
    lines, products = tables["order_items"], tables["products"]
    if isinstance(lines, Missing):
        return None
    if not isinstance(products, Missing) and "category" in products.columns:
        lines = lines.left_join(products.select("sku", listed=products.category), "sku").drop("sku_right")
    parts = [lines[name] for name in ("category", "listed") if name in lines.columns]
    category = ibis.coalesce(*parts) if parts else ibis.null("string")
    lines = lines.mutate(category=category, goods=(lines.quantity * lines.unit_price).cast("float64"))
    sold = lines.filter(lines.goods > 0, lines.quantity > 0).select("order_id", "category", "quantity", "goods")
    bought = sold.inner_join(known.filter(known.bought).select("order_id", "customer_id"), "order_id")
    ranked = bought.filter(bought.category.notnull()).group_by("category").agg(goods=bought.goods.sum())
    largest = fetch(ranked.order_by(ranked.goods.desc(), "category").limit(CATEGORIES))["category"]
    goods, units = bought.goods.sum(), bought.quantity.sum()
    shares = {
        f"share_{name}": (bought.goods.sum(where=bought.category == name).fill_null(0.0) / goods).cast("float32")
        for name in sorted(largest)
    }
    price = (goods / units).cast("float32")
    return bought.group_by("customer_id").agg(units=units.cast("float32"), unit_price=price, **shares)


def _carts(tables: Tables, until: date, then: date) -> float | None:
    visits = traffic(tables, {"quarter": Period(then + timedelta(1), until, "quarter")})
    if isinstance(visits, Missing):
        return None
    left = float((visits["cart_adders"] - visits["buyers"]).iloc[0])
    return left if left == left else None  # noqa: PLR0124 NaN: a platform that gives no carts


def _money(amount: ibis.Value) -> ibis.Value:
    # an engine adds in any order: what differs in the last bits is cut off
    return amount.fill_null(0.0).round(4)


def _after(day: date) -> datetime:
    return datetime.combine(day + timedelta(1), time())
