"""What items were sold for of late: what an application for a platform's event asks."""

from __future__ import annotations

import ibis
import pandas as pd

from planbook.absence import Missing, first_missing, missing
from planbook.periods import Period
from planbook.summaries.base import empty_or, paid_orders, within
from planbook.tables.store import Tables, fetch

USUAL_DAYS = 30  # that tell the usual price, as platforms ask it in an application


def recent_prices(tables: Tables, span: Period) -> pd.DataFrame | Missing:
    """Give what buyers paid for a unit of each item in a period: as a rule, and the lowest.

    Returns
    -------
    DataFrame
        ``platform sku usual lowest``; ``usual`` is the price at which most units went, of two the lower. Prices are the
        line's, so that coupons of a whole order are not in them.
    """
    lines, orders = tables["order_items"], paid_orders(tables, "platform", over=())
    if isinstance(lines, Missing) or isinstance(orders, Missing):
        return first_missing([lines, orders]) or missing("order_items")
    during = within(orders.filter(~orders.note), "moment", span).select("order_id", "platform")
    sold = lines.filter(lines.unit_price > 0).inner_join(during, "order_id")
    units = sold.group_by("platform", "sku", "unit_price").agg(units=sold.quantity.sum())
    item = ibis.window(group_by=["platform", "sku"])
    most = ibis.window(group_by=["platform", "sku"], order_by=[units.units.desc(), units.unit_price])
    told = units.mutate(place=ibis.row_number().over(most), lowest=units.unit_price.min().over(item).cast("float64"))
    first = told.filter(told.place == 0).mutate(usual=told.unit_price.cast("float64"))
    return empty_or(
        fetch(first.select("platform", "sku", "usual", "lowest").order_by("platform", "sku")), "order_items"
    )
