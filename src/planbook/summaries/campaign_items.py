"""The items of a campaign that lies ahead: what is planned for each, what it sold before, and at which prices."""

from __future__ import annotations

from datetime import date, timedelta

import ibis
import pandas as pd

from planbook.absence import Missing, given, missing
from planbook.periods import Period
from planbook.summaries.base import inside, paid_orders, within
from planbook.summaries.campaign import Campaign
from planbook.summaries.campaign_ahead import of_a_plan
from planbook.summaries.recent import USUAL_DAYS, recent_prices
from planbook.tables.store import Tables, fetch

KEYS = ["platform", "sku"]
WEEKS = 8  # that tell what an item sells now
PROPOSED = 6  # items a platform that are proposed where nobody chose any
PLANNED = ["role", "deal_price", "target_units", "stock"]
KNOWN = ["product", "category", "role", "unit_cost", "list_price", "floor_price", "stock"]
RENAMED = {"role": "usual_role", "stock": "stock_now"}
NUMBERS = ["deal_price", "target_units", "stock", "unit_cost", "list_price", "floor_price", "stock_now"]


def items_ahead(
    tables: Tables, ran: Campaign | Missing, last: Campaign | Missing, *, lowest_days: int = 30, charged_days: int = 7
) -> pd.DataFrame | Missing:
    """Give the items of a campaign that lies ahead.

    Parameters
    ----------
    tables
        The shop's tables; reads ``assortment``, ``products``, ``orders`` and ``order_items``.
    ran
        The campaign.
    last
        Its last edition; what does without it is given all the same.
    lowest_days, charged_days
        How many of the days before it tell the lowest price, and which prices were charged; no later than is read.

    Returns
    -------
    DataFrame
        ``platform sku product category role deal_price target_units stock unit_cost list_price floor_price stock_now
        chosen share recent_share price lowest highest``. ``chosen``: people put it into the assortment; where nobody
        did, the best sellers of each platform are proposed. ``share`` is its part of the platform's paid in the last
        edition, ``recent_share`` in the last eight weeks, ``price`` its usual price as
        an application gives it: the one at which most units went in the 30 days before.
    """
    if isinstance(ran, Missing):
        return ran
    sold = _shares(tables, ran, given(last))
    if isinstance(sold, Missing):
        return sold
    sold = sold.merge(_usual(tables, ran), "left", KEYS)
    chosen = _chosen(tables, ran)
    items = chosen if len(chosen) else _best(sold, ran)
    if items.empty:
        return missing("assortment", reason="empty")
    found = items.merge(sold, "left", KEYS).merge(_prices(tables, ran, lowest_days, charged_days), "left", KEYS)
    found = found.merge(_products(tables), "left", "sku")
    found["role"] = found["role"].astype(object).fillna(found["usual_role"])
    found["product"] = found["product"].astype(object).fillna(found["sku"])
    found = found.astype(dict.fromkeys(NUMBERS, "float64"))
    columns = [*KEYS, "product", "category", "role", *NUMBERS, "chosen", "share", "recent_share", "price"]
    return found.sort_values(["platform", "share", "sku"], ascending=[False, False, True], ignore_index=True)[
        [*columns, "lowest", "highest"]
    ]


def _chosen(tables: Tables, ran: Campaign) -> pd.DataFrame:
    planned = tables["assortment"]
    columns = [*KEYS, *PLANNED]
    if isinstance(planned, Missing):
        return pd.DataFrame(columns=[*columns, "chosen"])
    rows = fetch(planned.filter(planned.campaign == ran.key)).reindex(columns=[*columns, "source", "locked"])
    # what an earlier run reckoned is reckoned again
    rows["target_units"] = rows["target_units"].astype("float64").mask(of_a_plan(rows))
    return rows[columns].assign(chosen=True)


def _best(sold: pd.DataFrame, ran: Campaign) -> pd.DataFrame:
    """Propose the best sellers of each platform at their usual price; what the last month did not sell has none."""
    own = sold[sold["platform"].isin(ran.platforms) & sold["recent_share"].notna() & sold["price"].notna()]
    top = own.sort_values(["recent_share", "sku"], ascending=[False, True]).groupby("platform").head(PROPOSED)
    rows = top[KEYS].assign(deal_price=top["price"].round(2), chosen=False)
    return rows.reindex(columns=[*KEYS, *PLANNED, "chosen"])


def _shares(tables: Tables, ran: Campaign, last: Campaign | None) -> pd.DataFrame | Missing:
    recent = _sold(tables, Period(ran.as_of - timedelta(7 * WEEKS - 1), ran.as_of, "recent"))
    if isinstance(recent, Missing):
        return recent
    now = recent.rename(columns={"share": "recent_share"})
    then = None if last is None else given(_sold(tables, last.seen))
    empty = pd.DataFrame(columns=[*KEYS, "share"])
    found = now.merge(empty if then is None else then[[*KEYS, "share"]], "outer", KEYS)
    return found.astype({"share": "float64"})


def _sold(tables: Tables, span: Period) -> pd.DataFrame | Missing:
    """Give each item's part of its platform's paid in some days: ``platform sku share``."""
    lines = _lines(tables)
    if isinstance(lines, Missing):
        return lines
    rows = within(lines, "moment", span)
    found = fetch(rows.group_by(*KEYS).agg(paid=(rows.quantity * rows.unit_price).sum().cast("float64")))
    whole = found.groupby("platform")["paid"].transform("sum")
    return found.assign(share=found["paid"] / whole.where(whole > 0))[[*KEYS, "share"]]


def _usual(tables: Tables, ran: Campaign) -> pd.DataFrame:
    """Give what each item usually sells at, by the rule of an application: ``platform sku price``."""
    found = given(recent_prices(tables, _before(ran.as_of, ran.span.start, USUAL_DAYS)))
    if found is None:
        return pd.DataFrame(columns=[*KEYS, "price"]).astype({"price": "float64"})
    return found.rename(columns={"usual": "price"})[[*KEYS, "price"]]


def _lines(tables: Tables) -> ibis.Table | Missing:
    lines, orders = tables["order_items"], paid_orders(tables, "platform", over=())
    if isinstance(lines, Missing) or isinstance(orders, Missing):
        return lines if isinstance(lines, Missing) else orders
    dated = orders.filter(~orders.note).select("order_id", "platform", "moment")
    sold = lines.inner_join(dated, "order_id")
    return sold.filter(sold.unit_price > 0)


def _prices(tables: Tables, ran: Campaign, lowest_days: int, charged_days: int) -> pd.DataFrame:
    """Give the lowest price of the last days, and the highest of the days that a crossed-out price is held against."""
    lines, opens = _lines(tables), ran.span.start
    if isinstance(lines, Missing):
        return pd.DataFrame(columns=[*KEYS, "lowest", "highest"])
    near, charged = (_before(ran.as_of, opens, days) for days in (lowest_days, charged_days))
    rows = within(lines, "moment", Period(min(near.start, charged.start), near.end, "prices"))
    summed = rows.group_by(*KEYS).agg(
        lowest=rows.unit_price.min(where=inside(rows.moment, near)).cast("float64"),
        highest=rows.unit_price.max(where=inside(rows.moment, charged)).cast("float64"),
    )
    return fetch(summed)


def _before(as_of: date, opens: date, days: int) -> Period:
    """Give the days before a campaign, or before the end of what is read, where that comes earlier."""
    end = min(as_of, opens - timedelta(1))
    return Period(end - timedelta(days - 1), end, "before")


def _products(tables: Tables) -> pd.DataFrame:
    products = tables["products"]
    if isinstance(products, Missing):
        return pd.DataFrame(columns=["sku", *KNOWN]).rename(columns=RENAMED)
    return fetch(products).reindex(columns=["sku", *KNOWN]).drop_duplicates("sku").rename(columns=RENAMED)
