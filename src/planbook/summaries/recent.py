"""What items were sold for of late: what an application for a platform's event asks."""

from __future__ import annotations

import pandas as pd

from planbook.absence import Missing, first_missing, missing
from planbook.periods import Period
from planbook.summaries.base import empty_or, paid_orders, within
from planbook.tables.store import Tables, fetch


def lowest_prices(tables: Tables, span: Period) -> pd.DataFrame | Missing:
    """Give the lowest that a buyer paid for a unit of each item in a period.

    Returns
    -------
    DataFrame
        ``platform sku lowest units``; the price is the line's, so that coupons of a whole order are not in it.
    """
    lines, orders = tables["order_items"], paid_orders(tables, "platform", over=())
    if isinstance(lines, Missing) or isinstance(orders, Missing):
        return first_missing([lines, orders]) or missing("order_items")
    during = within(orders.filter(~orders.note), "moment", span).select("order_id", "platform")
    sold = lines.filter(lines.unit_price > 0).inner_join(during, "order_id")
    found = sold.group_by("platform", "sku").agg(
        lowest=sold.unit_price.min().cast("float64"), units=sold.quantity.sum().cast("float64")
    )
    return empty_or(fetch(found.order_by("platform", "sku")), "order_items")
