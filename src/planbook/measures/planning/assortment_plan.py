"""The assortment of a campaign: target units, margin at the deal price, days of cover, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from planbook.absence import Missing, given, passes_missing
from planbook.measures.ran import Ran

ROLES = ("traffic", "hero", "profit", "image")
LOSES, BELOW_FLOOR, SHORT, ABOVE_LOWEST, NO_HERO = "loses", "below_floor", "stock_short", "above_lowest", "no_hero"
ABOVE_USUAL = "above_usual"
HELD = ["platform", "sku", "product", "role", "list_price", "price", "deal_price", "margin", "margin_rate", "stock"]
HELD += [
    "target_units",
    "target_paid",
    "cover",
    "flags",
    "cost",
    "chosen",
    "given",
    "unit_cost",
    "floor_price",
    "lowest",
]
FALLS = ["platform", "flag", "sku", "product", "cost", "deal_price", "limit"]
LIMITS = {"below_floor": "floor_price", "above_lowest": "lowest", "above_usual": "price"}
CENT = 0.005  # what prices differ by at least


@passes_missing
def refund_rates(costs: pd.DataFrame) -> dict[str, float]:
    """Give the share of paid that each platform pays back, from ``platform paid refund`` of a year.

    Examples
    --------
    >>> refund_rates(pd.DataFrame({"platform": ["tmall"], "paid": [200.0], "refund": [20.0]}))
    {'tmall': 0.1}
    """
    rates = (costs["refund"].fillna(0.0) / costs["paid"].where(costs["paid"] > 0)).to_list()
    return dict(zip(costs["platform"].astype(str), rates, strict=True))


def plan(
    items: pd.DataFrame | Missing,
    ran: Ran | Missing,
    goals: pd.DataFrame | Missing,
    *,
    fees: Mapping[str, float],
    refunds: Mapping[str, float] | Missing,
) -> pd.DataFrame | Missing:
    """Reckon each item of a campaign.

    Target units, where nobody gave them, are the platform's goal of paid × the item's part of the platform's paid in
    the last edition (else of the last eight weeks, else as much as the others of its role) ÷ its deal price: what the
    items outside the assortment usually sell is theirs to sell again.

    Parameters
    ----------
    items
        ``summaries.campaign_items.items_ahead``.
    ran
        The campaign.
    goals
        ``kpi platform value``; without a goal of paid there are no target units but those that people gave.
    fees, refunds
        Share of paid that each platform keeps, and that goes back to buyers; a platform that is not there: none.

    Returns
    -------
    DataFrame
        ``platform sku product role list_price price deal_price margin margin_rate stock target_units target_paid cover
        flags cost …``: ``margin`` = (deal price × (1 − fee) − unit cost) × (1 − refund rate), a unit, and
        ``margin_rate`` its part of the deal price; ``cover`` = stock ÷ (target units ÷ days); ``flags`` are parted by
        ``;``; ``cost`` is what they may cost: paid below the floor price, or margin on units that are not there.
        ``given``: people gave the target units.
    """
    if isinstance(items, Missing):
        return items
    if isinstance(ran, Missing):
        return ran
    back = {} if isinstance(refunds, Missing) else refunds
    fee = items["platform"].map(dict(fees)).astype("float64").fillna(0.0)
    kept = 1 - items["platform"].map(dict(back)).astype("float64").fillna(0.0)
    found = items.assign(
        margin=(items["deal_price"] * (1 - fee) - items["unit_cost"]) * kept,
        stock=items["stock"].fillna(items["stock_now"]),
        given=items["target_units"].notna(),
    )
    found["margin_rate"] = found["margin"] / found["deal_price"].where(found["deal_price"] > 0)
    aimed = (found["platform"].map(_goals(goals)) * _shares(found) / found["deal_price"]).round()
    found["target_units"] = found["target_units"].fillna(aimed)
    found["target_paid"] = found["target_units"] * found["deal_price"]
    a_day = found["target_units"] / ran.span.days
    found["cover"] = found["stock"] / a_day.where(a_day > 0)
    return _flagged(found)[HELD]


@passes_missing
def roles(planned: pd.DataFrame) -> pd.DataFrame:
    """Add the items up by platform and role: ``platform role items target_units target_paid margin share``.

    ``margin`` is that of all target units; ``share`` the part of the platform's target paid. A role without an item has
    its row, with no items.
    """
    told = planned.assign(whole=planned["margin"] * planned["target_units"], role=planned["role"].fillna(""))
    grid = [(platform, role) for platform in told["platform"].unique() for role in (*ROLES, "")]
    sums = told.groupby(["platform", "role"]).agg(
        items=("sku", "size"),
        target_units=("target_units", _sum),
        target_paid=("target_paid", _sum),
        margin=("whole", _sum),
    )
    found = sums.reindex(pd.MultiIndex.from_tuples(grid, names=["platform", "role"])).reset_index()
    found["items"] = found["items"].fillna(0).astype(int)
    found = found[(found["role"] != "") | (found["items"] > 0)].reset_index(drop=True)
    whole = found.groupby("platform")["target_paid"].transform("sum")
    return found.assign(share=found["target_paid"] / whole.where(whole > 0))


@passes_missing
def falls(planned: pd.DataFrame) -> pd.DataFrame:
    """List what is wrong, dearest first: ``platform flag sku product cost deal_price limit``.

    ``limit`` is the price that the deal price is below or above, by its flag; a platform without a hero has no item.
    """
    held = [name for name in FALLS if name in planned]
    rows = [
        {name: item[name] for name in held}
        | {"flag": flag, "cost": _cost(item, flag), "limit": item[LIMITS[flag]] if flag in LIMITS else np.nan}
        for item in planned.to_dict("records")
        for flag in filter(None, str(item["flags"]).split(";"))
    ]
    heroes = set(planned.loc[planned["role"] == "hero", "platform"])
    lacking = [each for each in planned["platform"].unique() if each not in heroes]
    rows += [{"platform": each, "flag": NO_HERO, "sku": "", "product": "", "cost": np.nan} for each in lacking]
    found = pd.DataFrame(rows, columns=FALLS).astype(dict.fromkeys(("cost", "deal_price", "limit"), "float64"))
    return found.sort_values(["cost", "platform", "sku"], ascending=[False, True, True], ignore_index=True)


def _goals(goals: pd.DataFrame | Missing) -> dict[str, float]:
    known = given(goals)
    if known is None:
        return {}
    paid = known[known["kpi"] == "paid"]
    sums = paid.groupby("platform")["value"].sum()
    return {str(platform): float(value) for platform, value in sums.items()}


def _shares(items: pd.DataFrame) -> pd.Series[float]:
    """Give each item's part of its platform's paid; one that was never sold gets what others of its role have."""
    known = items["share"].fillna(items["recent_share"])
    return known.fillna(known.groupby([items["platform"], items["role"]]).transform("mean"))


def _flagged(items: pd.DataFrame) -> pd.DataFrame:
    wrong = {
        LOSES: items["margin"] <= 0,
        BELOW_FLOOR: items["deal_price"] < items["floor_price"],
        SHORT: items["stock"] < items["target_units"],
        ABOVE_LOWEST: items["deal_price"] > items["lowest"] + CENT,
        ABOVE_USUAL: items["deal_price"] > items["price"] + CENT,
    }
    table = pd.DataFrame(wrong)
    flags = [";".join(str(name) for name, is_so in row.items() if is_so) for row in table.to_dict("records")]
    told = items.assign(flags=flags)
    costs = [float(np.nansum([_cost(row, flag) for flag in wrong])) for row in told.to_dict("records")]
    return told.assign(cost=costs)


def _cost(item: Mapping[Any, Any], flag: str) -> float:
    """Say what a flag may cost; NaN where it costs nothing that can be counted."""
    if flag not in str(item["flags"]).split(";"):
        return np.nan
    if flag == BELOW_FLOOR:
        return float((item["floor_price"] - item["deal_price"]) * item["target_units"])
    if flag == SHORT:
        return float(max(item["margin"], 0.0) * (item["target_units"] - item["stock"]))
    return float(-item["margin"] * item["target_units"]) if flag == LOSES else np.nan


def _sum(values: pd.Series[float]) -> float:
    return float(values.sum(min_count=1))
