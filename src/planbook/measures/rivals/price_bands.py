"""Price bands: where demand is, where offers are, and where there is more of the one than of the other.

Opportunity index = a band's share of units ÷ its share of items: above 1, its items sell more than the mean item does.
The unit of chance is the item, whose sales are uneven, so each index has an interval (a linearised ratio on the log
scale, Student's t with the items of the band); a band of few items has none. It says where buyers are, not that there
is profit.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import LEVEL, UNKNOWN, Interval, around

US = ""
NICE = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0)  # × a power of ten: where people let bands end
FEWEST = 3  # items of a band, for an interval
MOST = 10  # bands
ITEM = ["platform", "brand", "sku"]


@passes_missing
def items(looks: pd.DataFrame, days: tuple[date, date]) -> pd.DataFrame | Missing:
    """Give each rival item's median deal price and its units in some days: ``brand sku category price units``.

    Items whose units are not known in these days are left out, of supply too.
    """
    start, end = (pd.Timestamp(day) for day in days)
    inside = looks[(looks["brand"] != US) & looks["date"].between(start, end) & looks["deal"].notna()]
    grouped = inside.groupby(ITEM, as_index=False).agg(
        category=("category", "last"), price=("deal", "median"), units=("units", lambda units: units.sum(min_count=1))
    )
    known = grouped[grouped["units"].notna()]
    return known.reset_index(drop=True) if len(known) else missing("competitor_items", "units_sold", reason="empty")


@passes_missing
def edges(items: pd.DataFrame, asked: str = "") -> list[float]:
    """Choose where bands end: as asked (``100,200,300``), else at round numbers that leave three items in each.

    Examples
    --------
    >>> edges(pd.DataFrame({"price": [12.0, 14, 18, 33, 35, 38]}))
    [30.0]
    >>> edges(pd.DataFrame({"price": [12.0]}), "200, 100")
    [100.0, 200.0]
    """
    given = [float(part) for part in asked.replace("，", ",").split(",") if part.strip()]
    if given:
        return sorted(given)
    prices = np.sort(items["price"].to_numpy(float))
    powers = np.arange(np.floor(np.log10(prices[0])), np.ceil(np.log10(prices[-1])) + 1)
    nice = [step * 10.0**power for power in powers for step in NICE]
    fewest = float(FEWEST)
    while len(cuts := _cuts(prices, nice, fewest)) >= MOST:
        fewest *= 1.25
    return cuts


@passes_missing
def opportunity(
    items: pd.DataFrame,
    cuts: Sequence[float],
    *,
    ours: pd.DataFrame | None = None,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Hold each band's share of demand against its share of supply.

    Parameters
    ----------
    items
        ``price units`` of the rivals' items.
    cuts
        Where bands end; a price on an edge belongs to the band above it.
    ours
        Our items: ``price units``; to say where we are. None: not known.
    level
        How often an interval covers.

    Returns
    -------
    DataFrame
        One row a band, from the cheapest: ``band low_price high_price items supply units demand index low high verdict
        our_items our_share``. ``index`` = demand ÷ supply; ``verdict`` is room (the interval lies above 1), crowded
        (below), unclear, or few (fewer than three items); ``our_share`` is the share of our units.

    References
    ----------
    Cochran (1977), Sampling Techniques, 3rd ed., section 6.4.

    Examples
    --------
    >>> goods = pd.DataFrame({"price": [10.0, 20, 110, 120], "units": [10.0, 10, 40, 20]})
    >>> opportunity(goods, [100.0])[["supply", "demand", "index"]].round(2).to_numpy().tolist()
    [[0.5, 0.25, 0.5], [0.5, 0.75, 1.5]]
    """
    bounds = [-np.inf, *cuts, np.inf]
    place = pd.cut(items["price"], bounds, right=False, labels=False)
    rows = []
    for at, (start, end) in enumerate(itertools.pairwise(bounds)):
        inside = (place == at).to_numpy()
        found = _index(items["units"].to_numpy(float), inside, level)
        units, count = float(items["units"][inside].sum()), int(inside.sum())
        rows.append({
            "band": at, "low_price": start, "high_price": end, "items": count, "supply": count / len(items),
            "units": units, "demand": units / items["units"].sum(), "index": found.value, "low": found.low,
            "high": found.high, "verdict": _verdict(found), **_our_place(ours, start, end),
        })  # fmt: skip
    return pd.DataFrame(rows)


@passes_missing
def room(bands: pd.DataFrame) -> pd.DataFrame:
    """Keep the bands where demand surely outweighs supply, the clearest first."""
    return bands[bands["verdict"] == "room"].sort_values("low", ascending=False, ignore_index=True)


def _cuts(prices: np.ndarray, nice: Sequence[float], fewest: float) -> list[float]:
    """Take round numbers from the left that leave enough prices on each side; of a gap, the last one before prices."""
    cuts: list[float] = []
    last = 0
    for at, cut in enumerate(nice):
        below = int(np.searchsorted(prices, cut))
        following = int(np.searchsorted(prices, nice[at + 1])) if at + 1 < len(nice) else len(prices)
        empty = following == below
        if below - last >= fewest and len(prices) - below >= fewest and not empty:
            cuts.append(float(cut))
            last = below
    return cuts


def _index(units: np.ndarray, inside: np.ndarray, level: float) -> Interval:
    total, count, n = float(units.sum()), int(inside.sum()), len(units)
    sold = float(units[inside].sum())
    if not count or not total:
        return UNKNOWN
    value = (sold / total) / (count / n)
    if count < FEWEST or not sold:
        return Interval(value, np.nan, np.nan)
    # what each item adds to the log of (sold ÷ total) ÷ (count ÷ n)
    pull = units * inside / sold - units / total - inside / count + 1 / n
    error = float(np.sqrt((pull**2).sum() * count / (count - 1)))
    low, high = (float(np.exp(x)) for x in around(float(np.log(value)), error, count - 1, level)[1:])
    return Interval(value, low, high)


def _verdict(found: Interval) -> str:
    if np.isnan(found.low):
        return "few"
    return "room" if found.low > 1 else "crowded" if found.high < 1 else "unclear"


def _our_place(ours: pd.DataFrame | None, start: float, end: float) -> dict[str, float]:
    if ours is None:
        return {"our_items": np.nan, "our_share": np.nan}
    inside = ours["price"].between(start, end, inclusive="left")
    return {
        "our_items": float(inside.sum()),
        "our_share": float(ours.loc[inside, "units"].sum() / (ours["units"].sum() or np.nan)),
    }


@passes_missing
def our_items(sold: pd.DataFrame) -> pd.DataFrame:
    """Give our own items of the current period with the price that buyers paid: ``sku price units``.

    ``sold`` has a row a period and item: ``period sku units paid`` (``summaries.items``).
    """
    now = sold[(sold["period"] == "current") & (sold["units"] > 0) & (sold["paid"] > 0)]
    return now.assign(price=now["paid"] / now["units"])[["sku", "price", "units"]].reset_index(drop=True)
