"""The way from list price to deal price and on to what is left: each step, and who pays for it.

What buyers pay is what counts as income here, as in all other reports; what a platform pays towards an offer, and may
settle with the shop, is shown beside it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, passes_missing

ALL = "all"
PAID_BY = {  # each step, and whose money it is
    "item_off": "shop",
    "shop_pays": "shop",
    "platform_pays": "platform",
    "creator_pays": "creator",
}
STEPS = list(PAID_BY)
TAKEN = {  # what stands between list price and margin, under the names of the catalog
    "off": "discount_given", "fee": "platform_fee", "sent": "shipping_cost", "returns": "returns_cost",
    "cost": "goods_cost",
}  # fmt: skip


@passes_missing
def by_platform(sums: pd.DataFrame, period: str = "current") -> pd.DataFrame | Missing:
    """Tell what is taken off the list price on each platform, who pays for it, and how often several do.

    Parameters
    ----------
    sums
        ``period platform orders listed item_off shop_pays platform_pays creator_pays goods lines none one several``
        (``summaries.ladder``), in money and orders.
    period
        Which of its periods.

    Returns
    -------
    DataFrame
        A row a platform, the largest first, and ``all`` last: the sums, ``depth`` (share of the list price that is
        taken off), ``by_shop by_platform by_creator`` (shares of the list price, which add up to it), ``stacked``
        (share of orders on which two or more of them paid) and ``order_level`` (lines ÷ goods − 1: above nought, lines
        do not bear what was taken off the whole order).

    Examples
    --------
    >>> row = {"period": "current", "platform": "tmall", "orders": 4.0, "listed": 100.0, "item_off": 5.0}
    >>> row |= {"shop_pays": 10.0, "platform_pays": 4.0, "creator_pays": 1.0, "goods": 80.0, "lines": 80.0}
    >>> found = by_platform(pd.DataFrame([row | {"none": 0.0, "one": 1.0, "several": 3.0}]))
    >>> found[["depth", "by_shop", "by_platform", "by_creator", "stacked"]].iloc[-1].tolist()
    [0.2, 0.15, 0.04, 0.01, 0.75]
    """
    rows = sums[sums["period"] == period].drop(columns="period")
    if not rows["listed"].sum() > 0:
        return missing("orders", "gross", reason="empty")
    ranked = rows.sort_values("listed", ascending=False, kind="stable")
    whole = pd.DataFrame([rows.drop(columns="platform").sum()]).assign(platform=ALL)
    found = pd.concat([ranked, whole], ignore_index=True)
    found["depth"] = found[STEPS].sum(axis=1) / found["listed"]
    for payer in ("shop", "platform", "creator"):
        own = [step for step in STEPS if PAID_BY[step] == payer]
        found[f"by_{payer}"] = found[own].sum(axis=1) / found["listed"]
    found["stacked"] = found["several"] / found["orders"]
    found["order_level"] = found["lines"] / found["goods"] - 1
    return found


@passes_missing
def steps(found: pd.DataFrame, platform: str = ALL) -> pd.DataFrame:
    """Give the steps of one platform's ladder per 100 of list price: ``factor effect``; those of nothing drop out.

    Parameters
    ----------
    found
        From `by_platform`.
    platform
        Whose; ``all`` for the whole shop.
    """
    row = found[found["platform"] == platform].iloc[0]
    told = pd.DataFrame({"factor": STEPS, "effect": [-100 * float(row[step]) / float(row["listed"]) for step in STEPS]})
    return told[told["effect"] != 0].reset_index(drop=True)


@passes_missing
def per_unit(items: pd.DataFrame, *, role: str = "hero") -> pd.DataFrame | Missing:
    """Give the ladder of a unit of each item of a role, over all platforms.

    Parameters
    ----------
    items
        ``sku platform product role units listed item_off shop_pays platform_pays creator_pays deal`` in sums
        (``summaries.item_ladder``).
    role
        ``hero`` by default; where no item has it, the ten items that bring most are told.

    Returns
    -------
    DataFrame
        ``sku product units list item_off shop_pays platform_pays creator_pays deal depth``, money a unit; the item that
        brings most first. Items without a list price are left out.
    """
    known = items[items["listed"].notna()]
    chosen = known[known["role"] == role]
    chosen = chosen if len(chosen) else known
    if chosen.empty:
        return missing("products", "list_price")
    sums = chosen.groupby(["sku", "product"], as_index=False)[["units", "listed", *STEPS, "deal"]].sum()
    ranked = sums.sort_values(["deal", "sku"], ascending=[False, True], ignore_index=True).head(10)
    each = ranked[["listed", *STEPS, "deal"]].div(ranked["units"], axis=0).rename(columns={"listed": "list"})
    return pd.concat([ranked[["sku", "product", "units"]], each], axis=1).assign(depth=1 - each["deal"] / each["list"])


@passes_missing
def margins(items: pd.DataFrame, by: str, *, parcel: float = np.nan) -> pd.DataFrame | Missing:
    """Give the margin ladder of a unit: from list price by way of the deal price to what is left.

    Parameters
    ----------
    items
        ``listed deal fee cost refund parcels shipping units`` and the steps, in sums (``summaries.item_ladder``).
    by
        ``category``, ``platform`` or ``sku``.
    parcel
        What the shop pays to send an order; NaN: not known, and then no part of the margin.

    Returns
    -------
    DataFrame
        A row a value of ``by`` (with ``product`` for items), the largest first, ``all`` last: ``units``, money a unit
        ``list off deal fee sent returns cost margin``, ``rate`` (margin ÷ deal), ``refund_rate`` (of the deal price)
        and ``subsidy`` (what platform and creator paid towards it). ``off`` = list − deal; ``sent`` = shipping less
        what buyers paid for it (NaN: not known); ``returns`` = refund rate × (deal − fee − cost); margin = deal − fee −
        sent − returns − cost. Rows with goods of unknown cost are left out.
    """
    known = items[items["cost"].notna() & (items["deal"] > 0)]
    if known.empty:
        return missing("order_items", "unit_cost")
    names = [by, "product"] if by == "sku" else [by]
    columns = ["units", "listed", *STEPS, "deal", "fee", "cost", "refund", "parcels", "shipping"]
    sums = known.groupby(names)[columns].sum(min_count=1).reset_index()
    ranked = sums.sort_values(["deal", by], ascending=[False, True])
    whole = pd.DataFrame([known[columns].sum(min_count=1)]).assign(**dict.fromkeys(names, ALL))
    both = pd.concat([ranked, whole], ignore_index=True)
    each = both[columns].div(both["units"], axis=0)
    found = both[[*names, "units"]].assign(list=each["listed"], off=each["listed"] - each["deal"])
    found[["deal", "fee", "cost"]] = each[["deal", "fee", "cost"]]
    found["refund_rate"] = each["refund"] / each["deal"]
    found["sent"] = each["parcels"] * parcel - each["shipping"]
    found["returns"] = found["refund_rate"] * (found["deal"] - found["fee"] - found["cost"])
    taken = found[["fee", "sent", "returns", "cost"]].sum(axis=1)
    found["margin"] = found["deal"] - taken
    found["rate"] = found["margin"] / found["deal"]
    return found.assign(subsidy=each["platform_pays"] + each["creator_pays"])


@passes_missing
def margin_steps(found: pd.DataFrame) -> pd.DataFrame:
    """Give the steps from the average unit's list price to its margin: ``factor effect``; unknown ones drop out."""
    row = found.iloc[-1]
    known = [name for name in TAKEN if pd.notna(row[name]) and row[name] != 0]
    return pd.DataFrame({"factor": [TAKEN[name] for name in known], "effect": [-float(row[name]) for name in known]})
