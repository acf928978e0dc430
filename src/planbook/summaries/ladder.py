"""The ladder from list price to deal price: what each step takes off, and who pays for it."""

from __future__ import annotations

import ibis
import pandas as pd

from planbook.absence import Missing, first_missing, missing
from planbook.periods import Period
from planbook.summaries.base import Periods, by_period, column_or, empty_or, paid_orders, within
from planbook.summaries.prices import DESCRIBED, priced_lines, rounded
from planbook.tables.store import Tables, fetch

STEPS = {"shop": "discount_shop", "platform": "discount_platform", "creator": "discount_creator"}
ALMOST = 0.005  # of the list price: less was taken off the item itself by rounding


def ladder(tables: Tables, periods: Periods) -> pd.DataFrame | Missing:
    """Sum the steps from list price to what buyers paid for goods, on each platform.

    Parameters
    ----------
    tables
        The shop's tables; reads ``orders``, ``order_items`` and ``products``.
    periods
        Named periods.

    Returns
    -------
    DataFrame
        ``period platform orders listed item_off shop_pays platform_pays creator_pays goods lines none one several``:
        money at list price (of goods before discounts, where an item's list price is not known), what was taken off the
        items themselves, off the order at the shop's, the platform's and the creator's cost, and what buyers paid for
        goods; ``lines`` is unit price × quantity. The last three count orders on which nobody, one, or two and more of
        shop, platform and creator paid for something.
    """
    orders, lines = paid_orders(tables, "gross", over=periods.values()), tables["order_items"]
    if isinstance(orders, Missing) or isinstance(lines, Missing):
        return first_missing([orders, lines]) or missing("order_items")
    if not any(name in orders.columns for name in STEPS.values()):
        return missing("orders", *STEPS.values())
    off = {name: column_or(orders, column, 0.0) for name, column in STEPS.items()}
    platform = orders.platform.fill_null("") if "platform" in orders.columns else ibis.literal("")
    told = orders.filter(~orders.note & (orders.gross > 0)).select("order_id", "moment", "gross", platform=platform,
        by_shop=off["shop"], by_platform=off["platform"], by_creator=off["creator"])  # fmt: skip
    joined = told.inner_join(_listed(tables, lines), "order_id")
    listed = ibis.coalesce(joined.listed, joined.gross)
    item = ibis.ifelse((listed - joined.gross).abs() > ALMOST * listed, listed - joined.gross, 0.0)
    steps = joined.mutate(listed=joined.gross + item, item_off=item)
    frame = by_period(steps, "moment", periods, _summed)
    return empty_or(frame, "orders", periods)


def item_ladder(tables: Tables, span: Period) -> pd.DataFrame | Missing:
    """Sum for each item and platform what lies between its list price and the margin of a unit.

    Parameters
    ----------
    tables
        The shop's tables; reads ``orders``, ``order_items`` and ``products``.
    span
        The days; a year takes all seasons in.

    Returns
    -------
    DataFrame
        ``sku platform product category role units listed item_off shop_pays platform_pays creator_pays deal fee cost
        refund parcels shipping``, all sums: ``listed`` at list price, then what was taken off it (an order's discounts
        are shared in proportion), ``deal`` what buyers paid for the goods, ``fee`` of it the platform's, ``cost`` of
        the goods, ``refund`` paid back, ``parcels`` the orders that the units come to, ``shipping`` paid by buyers.
        NaN where list price or cost is not known.
    """
    lines = priced_lines(tables, span)
    orders = paid_orders(tables, over=[span])
    if isinstance(lines, Missing) or isinstance(orders, Missing):
        return first_missing([lines, orders]) or missing("order_items")
    off = {f"by_{name}": column_or(orders, column, 0.0) for name, column in STEPS.items()}
    told = within(orders, "moment", span).select(
        "order_id", gross=column_or(orders, "gross"), postage=column_or(orders, "shipping", 0.0), **off
    )
    rows = lines.inner_join(told, "order_id")
    taken = rows.by_shop + rows.by_platform + rows.by_creator
    rest = (rows.list * rows.quantity - rows.value).clip(lower=0.0)
    # what lacks to the list prices of an order and nobody's discount explains was taken off the items themselves
    scale = rest / ibis.greatest(rest.sum().over(ibis.window(group_by="order_id")), taken).nullif(0)
    shares = {f"{name}_pays": (rows[f"by_{name}"] * scale).fill_null(0.0) for name in STEPS}
    rows = rows.mutate(item_off=rest - sum(shares.values(), start=ibis.literal(0.0)), **shares)
    summed = {name: rows[name].sum() for name in ("item_off", *(f"{name}_pays" for name in STEPS))}
    sold = rows.group_by("sku", "platform").agg(
        **{name: rows[name].max() for name in DESCRIBED}, units=rows.quantity.sum().cast("float64"),
        listed=_whole(rows, rows.list), **summed, deal=rows.value.sum(), fee=(rows.value * rows.fee).sum(),
        cost=_whole(rows, rows.cost), refund=(rows.value * rows.refunded).sum(), parcels=rows.part.sum(),
        shipping=(rows.postage * rows.part).sum(),
    )  # fmt: skip
    return empty_or(rounded(fetch(sold.order_by("sku", "platform"))), "order_items")


def _listed(tables: Tables, lines: ibis.Table) -> ibis.Table:
    """Give each order's goods at list price (null where one item's is not known) and at the lines' prices."""
    sold = lines.filter((lines.quantity > 0) & (lines.unit_price > 0))
    products = tables.need("products", "list_price")
    if isinstance(products, Missing):
        priced = sold.mutate(list=ibis.null("float64"))
    else:
        priced = sold.left_join(products.select("sku", list=products.list_price), "sku")
    return priced.group_by("order_id").agg(
        listed=_whole(priced, priced.list), lines=(priced.quantity * priced.unit_price).sum()
    )


def _whole(rows: ibis.Table, price: ibis.Value) -> ibis.Value:
    return ibis.ifelse(price.isnull().any(), None, (price * rows.quantity).sum())


def _summed(rows: ibis.Table) -> ibis.Table:
    shop = ((rows.item_off > 0) | (rows.by_shop > 0)).cast("int64")
    payers = shop + (rows.by_platform > 0).cast("int64") + (rows.by_creator > 0).cast("int64")
    goods = rows.gross - rows.by_shop - rows.by_platform - rows.by_creator
    counted = {"none": payers == 0, "one": payers == 1, "several": payers > 1}
    return rows.group_by("period", "platform").agg(
        orders=rows.count().cast("float64"), listed=rows.listed.sum(), item_off=rows.item_off.sum(),
        shop_pays=rows.by_shop.sum(), platform_pays=rows.by_platform.sum(), creator_pays=rows.by_creator.sum(),
        goods=goods.sum(), lines=rows.lines.sum(),
        **{name: has.sum().cast("float64") for name, has in counted.items()},
    )  # fmt: skip
