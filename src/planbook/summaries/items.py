"""Order lines → items: what each item sold and earned, and who looked at it."""

from __future__ import annotations

from datetime import timedelta

import ibis
import pandas as pd

from planbook.absence import Missing
from planbook.periods import Period
from planbook.summaries.base import Periods, by_period, empty_or, one_way, paid_orders, total, within
from planbook.tables.store import Tables, fetch

DESCRIBED = ("product", "category", "role", "stock")
YEAR = 365


def items(tables: Tables, periods: Periods) -> pd.DataFrame | Missing:
    """Sum each item's sales and visits of each period.

    Returns
    -------
    DataFrame
        ``period sku product category role stock units paid visitors buyers``; ``paid`` is quantity × unit price, so
        shipping, tax and discounts on whole orders are not in it. Visitors and buyers are sums of daily figures of
        ``item_traffic`` and NaN without it; titles are those of ``products``, else of the order lines.
    """
    lines, orders = tables["order_items"], paid_orders(tables, over=())
    if isinstance(lines, Missing) or isinstance(orders, Missing):
        return lines if isinstance(lines, Missing) else orders
    dated = orders.select("order_id", "moment")
    joined = lines.inner_join(dated, "order_id")
    frame = by_period(joined, "moment", periods, _sold)
    visits = _visits(tables, periods)
    keys = ["period", "sku"]
    frame = (
        frame.assign(visitors=float("nan"), buyers=float("nan"))
        if visits is None
        else frame.merge(visits, on=keys, how="left")
    )
    return empty_or(_described(tables, frame), "order_items", periods)


def costs(tables: Tables, period: Period) -> pd.DataFrame | Missing:
    """Sum what the goods cost on each platform over the year to the period's end, for the shop's margin.

    Returns
    -------
    DataFrame
        ``platform goods cost paid refund`` in money; goods is quantity × unit price of lines with a known cost.
    """
    span = Period(period.end - timedelta(YEAR - 1), period.end, "year")
    lines, orders = tables.need("order_items", "unit_cost"), paid_orders(tables, "platform", over=[span])
    if isinstance(lines, Missing) or isinstance(orders, Missing):
        return lines if isinstance(lines, Missing) else orders
    year = within(orders, "moment", span)
    bought = lines.filter(lines.unit_cost.notnull()).inner_join(year.select("order_id", "platform"), "order_id")
    goods = bought.group_by("platform").agg(
        goods=(bought.quantity * bought.unit_price).sum(), cost=(bought.quantity * bought.unit_cost).sum()
    )
    money = year.group_by("platform").agg(paid=year.paid.sum(), refund=total(year, "refund").fill_null(0.0))
    return empty_or(fetch(goods.inner_join(money, "platform").order_by("platform")), "order_items")


def _sold(rows: ibis.Table) -> ibis.Table:
    # remarks such as "damaged" stand on lines that cost nothing
    sold = rows.unit_price > 0
    title = {name: rows[name].max(where=sold) for name in ("product", "category") if name in rows.columns}
    return rows.group_by("period", "sku").agg(
        units=rows.quantity.sum().cast("float64"), paid=(rows.quantity * rows.unit_price).sum(), **title
    )


def _visits(tables: Tables, periods: Periods) -> pd.DataFrame | None:
    known = tables.need("item_traffic", "visitors", "buyers")
    visits = one_way(known, "item_traffic", tables, over=periods.values())
    if isinstance(visits, Missing):
        return None
    return by_period(
        visits,
        "date",
        periods,
        lambda rows: rows.group_by("period", "sku").agg(
            visitors=rows.visitors.sum().cast("float64"), buyers=rows.buyers.sum().cast("float64")
        ),
    )


def _described(tables: Tables, frame: pd.DataFrame) -> pd.DataFrame:
    products = tables["products"]
    own = set(frame.columns)
    frame = frame.reindex(columns=[*frame.columns, *(name for name in DESCRIBED if name not in own)])
    if isinstance(products, Missing):
        return frame
    known = fetch(products.select("sku", *(name for name in DESCRIBED if name in products.columns))).set_index("sku")
    for name in known.columns:
        described = frame["sku"].map(known[name])
        # an item that stands in no product keeps what its order lines say
        frame[name] = described.fillna(frame[name]) if name in own else described
    return frame
