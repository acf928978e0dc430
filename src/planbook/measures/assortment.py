"""The items of a campaign: how much of their stock was sold, and what a sold-out item would still have sold."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import LEVEL
from planbook.measures.ran import Ran

EXPECTED = 3.0  # buyers: fewer may stay away by chance (5 % at three)
GONE = 0.9  # of the stock: an item of which more is left was not sold out
DRAWS, SEED = 4000, 20_260_912
KEYS = ["platform", "sku"]
LOST = [*KEYS, "product", "since", "days", "visitors", "conversion", "price", "buyers", "loss", "low", "high"]


class Usual(NamedTuple):
    """How an item sells when it is there."""

    visitors: float
    buyers: float
    price: float  # paid per buyer


@passes_missing
def sell_through(assortment: pd.DataFrame) -> pd.DataFrame:
    """Tell how much of each item's stock a campaign sold.

    Parameters
    ----------
    assortment
        One row an item and platform: ``platform sku product role stock target_units units paid`` (NaN: unknown).

    Returns
    -------
    DataFrame
        ``platform sku product role stock units rate left target_units attainment paid``, the largest paid first; the
        last row (``sku`` empty) adds up the items, its ``rate`` and ``left`` those whose stock is known. ``rate`` =
        units ÷ stock; what was restocked can make it more than 1, and nothing is left then.

    Examples
    --------
    >>> items = pd.DataFrame({"platform": "tmall", "sku": ["a", "b"], "product": ["A", "B"], "role": "hero",
    ...     "stock": [10.0, 20.0], "target_units": [8.0, 10.0], "units": [10.0, 5.0], "paid": [100.0, 80.0]})
    >>> sell_through(items)[["sku", "rate", "left"]].values.tolist()
    [['a', 1.0, 0.0], ['b', 0.25, 15.0], ['', 0.5, 15.0]]
    """
    items = assortment.sort_values("paid", ascending=False, kind="stable")
    known, aimed = items["stock"].notna(), items["target_units"].notna()
    sums = {name: items[name].sum(min_count=1) for name in ("stock", "units", "target_units", "paid")}
    total = pd.DataFrame([sums | {"platform": "", "sku": "", "product": "", "role": ""}])
    found = pd.concat([items, total], ignore_index=True)
    found["rate"] = found["units"] / found["stock"].where(found["stock"] > 0)
    found["left"] = (found["stock"] - found["units"]).clip(lower=0.0)
    found["attainment"] = found["units"] / found["target_units"].where(found["target_units"] > 0)
    last = len(found) - 1
    if sums["stock"] > 0:
        found.loc[last, "rate"] = items.loc[known, "units"].sum() / sums["stock"]
        found.loc[last, "left"] = found["left"].iloc[:-1].sum()
    if sums["target_units"] > 0:
        found.loc[last, "attainment"] = items.loc[aimed, "units"].sum() / sums["target_units"]
    columns = [*KEYS, "product", "role", "stock", "units", "rate", "left", "target_units", "attainment", "paid"]
    return found[columns]


@passes_missing
def items(sold: pd.DataFrame) -> pd.DataFrame | Missing:
    """Give the items of `sell_through` whose stock is known, the most sold out first."""
    known = sold.iloc[:-1].dropna(subset="rate").sort_values("rate", ascending=False, kind="stable", ignore_index=True)
    return missing("assortment", "stock") if known.empty else known


def sold_out(sold: pd.DataFrame | Missing) -> str | None:
    """Name the item of `sell_through` of which nothing is left, if any."""
    if isinstance(sold, Missing):
        return None
    gone = sold.iloc[:-1].loc[sold["left"].iloc[:-1] == 0, "product"]
    return str(gone.iloc[0]) if len(gone) else None


@passes_missing
def side(days: pd.DataFrame, which: str) -> pd.DataFrame:
    """Keep one side of the campaign's platforms, inside or outside the assortment, beside all of the others."""
    return days[days["side"].isin([which, "all"])]


@passes_missing
def stock_outs(days: pd.DataFrame, assortment: pd.DataFrame, ran: Ran) -> pd.DataFrame | Missing:
    """Find the items that visitors went on looking at and could no longer buy, and what that cost.

    An item was sold out from the first of its last days in the campaign on which nobody bought, when at least three
    buyers were to be expected there and, where its stock is known, no more than a tenth of it is left. The loss is
    visitors × usual conversion × usual paid per buyer; usual is the campaign before that day, else the four weeks
    before the campaign.

    Parameters
    ----------
    days
        One row a day, platform and item: ``date platform sku visitors buyers paid``.
    assortment
        One row an item: ``platform sku product stock units`` (NaN: unknown).
    ran
        The campaign.

    Returns
    -------
    DataFrame
        ``platform sku product since days visitors conversion price buyers loss low high``, greatest loss first;
        ``buyers`` and ``loss`` are what was missed, ``low`` and ``high`` bound the loss four times in five. No rows
        where nothing was sold out.
    """
    if days.empty:
        return missing("item_traffic", reason="empty")
    start, end = pd.Timestamp(ran.seen.start), pd.Timestamp(ran.seen.end)
    rows = []
    for item in assortment.to_dict("records"):
        own = days[(days["platform"] == item["platform"]) & (days["sku"] == item["sku"])].sort_values("date")
        inside = own[(own["date"] >= start) & (own["date"] <= end)]
        bought = inside["buyers"].to_numpy() > 0
        last = int(np.flatnonzero(bought)[-1]) + 1 if bought.any() else 0
        out, usual = inside.iloc[last:], _usual(inside.iloc[:last], own[own["date"] < start])
        gone = pd.isna(item["stock"]) or item["units"] >= GONE * item["stock"]
        if usual is not None and gone and out["visitors"].sum() * usual.buyers / usual.visitors >= EXPECTED:
            rows.append({name: item[name] for name in (*KEYS, "product")} | _loss(out, usual))
    found = pd.DataFrame(rows, columns=LOST)
    return found.sort_values("loss", ascending=False, kind="stable", ignore_index=True)


def _usual(*stretches: pd.DataFrame) -> Usual | None:
    for rows in stretches:
        visitors, buyers = float(rows["visitors"].sum()), float(rows["buyers"].sum())
        if buyers >= EXPECTED and visitors > 0:
            return Usual(visitors, buyers, float(rows["paid"].sum()) / buyers)
    return None


def _loss(out: pd.DataFrame, usual: Usual) -> dict[str, object]:
    """Reckon the buyers missed, a Poisson number at a rate that is itself known from few buyers (Jeffreys' prior)."""
    visitors = float(out["visitors"].sum())
    rng = np.random.default_rng(SEED)
    missed = rng.poisson(visitors * rng.gamma(usual.buyers + 0.5, 1 / usual.visitors, DRAWS))
    low, high = np.quantile(missed, [0.5 - LEVEL / 2, 0.5 + LEVEL / 2]) * usual.price
    buyers = visitors * usual.buyers / usual.visitors
    return {
        "since": out["date"].iloc[0], "days": len(out), "visitors": visitors, "price": usual.price, "buyers": buyers,
        "conversion": usual.buyers / usual.visitors, "loss": buyers * usual.price, "low": low, "high": high,
    }  # fmt: skip
