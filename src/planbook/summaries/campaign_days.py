"""The days around a campaign: its spans, what else ran, and what was sold, spent and looked at day by day."""

from __future__ import annotations

from datetime import timedelta

import ibis
import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.periods import Period
from planbook.summaries.ads import ads_daily
from planbook.summaries.base import column_or, empty_or, one_way, paid_orders, total, within
from planbook.summaries.campaign import Campaign
from planbook.summaries.sales import daily
from planbook.tables.store import Tables, fetch

LEARNED = 1100  # days before a campaign: a year to learn from, a year for its guide, the rest for quiet windows
USUAL = 56  # days before it that tell what is usual in money
WATCHED = 28  # days before it that tell how an item converts


def campaign_spans(ran: Campaign | Missing, last: Campaign | Missing) -> dict[str, Period] | Missing:
    """Name the days of a campaign (current, event) and as many of its last edition from its first day (aligned)."""
    if isinstance(ran, Missing):
        return ran
    spans = {"current": ran.seen, "event": ran.seen}
    if isinstance(last, Missing):
        return spans
    end = min(last.span.start + timedelta(ran.seen.days - 1), last.span.end)
    return spans | {"aligned": Period(last.span.start, end, last.key, "event")}


@passes_missing
def campaign_days(tables: Tables, ran: Campaign) -> pd.DataFrame | Missing:
    """Give each day and platform from three years before a campaign to the last day: as ``summaries.daily``."""
    return daily(tables, _around(ran, LEARNED))


@passes_missing
def touched(tables: Tables, ran: Campaign) -> pd.DataFrame:
    """Give the stretches of days on which a campaign ran or an event was on: ``platform starts ends campaign``.

    An event counts with all its stages; its platform may be ``all``.
    """
    span, found = _around(ran, 2 * LEARNED), []
    for name, key in (("campaigns", "campaign"), ("events", "event")):
        known = tables[name]
        if not isinstance(known, Missing):
            near = known.filter(known.starts <= span.end, known.ends >= span.start)
            found.append(near.select("platform", "starts", "ends", campaign=near[key]))
    return fetch(ibis.union(*found) if len(found) > 1 else found[0]).sort_values(
        ["starts", "campaign", "platform", "ends"], ignore_index=True
    )


@passes_missing
def side_days(tables: Tables, ran: Campaign) -> pd.DataFrame | Missing:
    """Sum each day's order lines by whether the item was in the campaign.

    Returns
    -------
    DataFrame
        ``date platform side paid units``: ``side`` is inside or outside on the campaign's platforms, all elsewhere;
        ``paid`` is quantity × unit price.
    """
    lines, orders, chosen = tables["order_items"], paid_orders(tables, "platform", over=()), tables["assortment"]
    if isinstance(lines, Missing) or isinstance(orders, Missing):
        return lines if isinstance(lines, Missing) else orders
    if isinstance(chosen, Missing):
        return chosen
    skus = chosen.filter(chosen.campaign == ran.key).select("platform", "sku").distinct().mutate(chosen=True)
    if fetch(skus.count().as_table()).iloc[0, 0] == 0:
        return missing("assortment", reason="empty")
    dated = within(orders, "moment", _around(ran, LEARNED)).select("order_id", "platform", date=ibis._.moment.date())
    sold = lines.inner_join(dated, "order_id").left_join(skus, ["platform", "sku"])
    side = ibis.ifelse(sold.chosen.fill_null(False), "inside", "outside")
    sold = sold.mutate(side=ibis.ifelse(sold.platform.isin(list(ran.platforms)), side, "all"))
    summed = sold.group_by("date", "platform", "side").agg(
        paid=(sold.quantity * sold.unit_price).sum().cast("float64"), units=sold.quantity.sum().cast("float64")
    )
    return empty_or(fetch(summed.order_by("date", "platform", "side")), "order_items")


@passes_missing
def trade_days(tables: Tables, ran: Campaign) -> pd.DataFrame | Missing:
    """Sum the money of each day on the campaign's platforms, from eight weeks before it to its last day.

    Returns
    -------
    DataFrame
        ``date platform orders paid refund discount goods cost``: ``discount`` is what the shop pays, ``goods``
        and ``cost`` are price and cost of the lines whose cost is known. NaN where a column or table is absent.
    """
    span = Period(ran.seen.start - timedelta(USUAL), ran.seen.end, "around")
    orders = paid_orders(tables, "platform", over=[span])
    if isinstance(orders, Missing):
        return orders
    own = within(orders.filter(orders.platform.isin(list(ran.platforms))), "moment", span)
    own = own.mutate(date=own.moment.date())
    sums = {name: total(own, name) for name in ("paid", "refund")} | {"discount": total(own, "discount_shop")}
    money = fetch(own.group_by("date", "platform").agg(orders=(~own.note).sum().cast("float64"), **sums))
    goods = _goods(tables, own)
    keys = ["date", "platform"]
    found = money.assign(goods=float("nan"), cost=float("nan")) if goods is None else money.merge(goods, "left", keys)
    return empty_or(found.sort_values(keys, ignore_index=True), "orders")


@passes_missing
def item_days(tables: Tables, ran: Campaign) -> pd.DataFrame | Missing:
    """Give each day of the campaign's items, from four weeks before it to its last day.

    Returns
    -------
    DataFrame
        ``date platform sku visitors buyers units paid`` (``item_traffic``).
    """
    span = Period(ran.seen.start - timedelta(WATCHED), ran.seen.end, "around")
    known, chosen = tables.need("item_traffic", "visitors", "buyers"), tables["assortment"]
    visits = one_way(known, "item_traffic", tables, over=[span])
    if isinstance(visits, Missing) or isinstance(chosen, Missing):
        return visits if isinstance(visits, Missing) else chosen
    own = chosen.filter(chosen.campaign == ran.key).select("platform", "sku").distinct()
    near = within(visits, "date", span).semi_join(own, ["platform", "sku"])
    numbers = {name: column_or(near, name) for name in ("visitors", "buyers", "units", "paid")}
    rows = near.select("date", "platform", "sku", **numbers).order_by("platform", "sku", "date")
    return empty_or(fetch(rows), "item_traffic")


@passes_missing
def ad_days(tables: Tables, ran: Campaign) -> pd.DataFrame | Missing:
    """Sum the advertising of each day on the campaign's platforms, from eight weeks before it to its last day.

    Returns
    -------
    DataFrame
        ``date platform tool spend paid``, as ``summaries.ads_daily`` gives them.
    """
    days = ads_daily(tables, Period(ran.seen.start - timedelta(USUAL), ran.seen.end, "around"))
    if isinstance(days, Missing):
        return days
    return empty_or(days[days["platform"].isin(ran.platforms)].reset_index(drop=True), "ad_spend")


def _around(ran: Campaign, before: int) -> Period:
    return Period(ran.seen.start - timedelta(before), ran.as_of, "around")


def _goods(tables: Tables, orders: ibis.Table) -> pd.DataFrame | None:
    lines = tables.need("order_items", "unit_cost")
    if isinstance(lines, Missing):
        return None
    sold = lines.filter(lines.unit_cost.notnull()).inner_join(orders.select("order_id", "date", "platform"), "order_id")
    return fetch(
        sold.group_by("date", "platform").agg(
            goods=(sold.quantity * sold.unit_price).sum().cast("float64"),
            cost=(sold.quantity * sold.unit_cost).sum().cast("float64"),
        )
    )
