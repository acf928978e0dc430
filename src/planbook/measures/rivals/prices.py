"""Matched price index: what rivals ask for items like ours, item by item, as a geometric mean of relatives.

The Jevons index (ILO et al., Consumer Price Index Manual, 2020, chapter 8): the mean of log(rival's deal price ÷ our
price in the same week) over matched items, back from logs. It is the same read either way round, where the arithmetic
mean of ratios (Carli's) says that both are dearer than the other. The interval is Student's t on the logs of items: it
says how far the index would move with other items of the same kind.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import LEVEL, UNKNOWN, Interval, around

US = ""  # the brand of our own rows in a sheet
FEWEST = 3  # matched items, for an index with an interval
STALE = 28  # days that our price of an earlier week may stand in for one without sales
COLUMNS = ["date", "slot", "platform", "brand", "sku", "title", "ours", "deal", "page", "own", "relative"]


def relatives(looks: pd.DataFrame | Missing, sold: pd.DataFrame | Missing) -> pd.DataFrame | Missing:
    """Set each look at a matched item beside our price of that week.

    Parameters
    ----------
    looks
        One row a look: ``date week platform brand sku title matches deal page_price`` (``summaries.rival_items``). Our
        own rows (``brand`` empty) give our price, where the sheet has any.
    sold
        Else what our buyers paid: ``week platform sku price`` (``summaries.own_prices``); of the look's platform where
        we sell there, of all platforms elsewhere. A week without sales takes the price of the last four weeks.

    Returns
    -------
    DataFrame
        ``date slot platform brand sku title ours deal page own relative``; ``slot`` is the look's Monday, ``ours`` our
        item, ``own`` our price, ``relative`` = deal ÷ own. Looks whose own price is not known are left out.

    Examples
    --------
    >>> day = pd.Timestamp("2026-10-05")
    >>> look = {"date": day, "week": day, "platform": "tmall", "brand": "A", "sku": "a", "title": "", "matches": "x"}
    >>> sold = pd.DataFrame({"week": [day], "platform": "tmall", "sku": "x", "price": 100.0, "units": 1.0})
    >>> relatives(pd.DataFrame([look | {"deal": 90.0, "page_price": 110.0}]), sold)["relative"].tolist()
    [0.9]
    """
    if isinstance(looks, Missing):
        return looks
    rivals = looks[(looks["brand"] != US) & looks["matches"].notna() & looks["deal"].notna()]
    if rivals.empty:
        return missing("competitor_items", "matches", "deal_price")
    ours = _own(looks, sold, set(rivals["platform"]))
    if isinstance(ours, Missing):
        return ours
    keys = ["platform", "ours"]
    texts = dict.fromkeys(keys, str)
    rivals = rivals.assign(
        ours=rivals["matches"], page=rivals["page_price"], slot=rivals["week"], shelf=rivals["platform"]
    )
    rivals["platform"] = rivals["platform"].where(rivals["platform"].isin(ours["platform"]), "")
    paired = pd.merge_asof(
        rivals.astype(texts).sort_values("week", kind="stable"),
        ours.astype(texts).sort_values("week", kind="stable"),
        on="week",
        by=keys,
        tolerance=pd.Timedelta(days=STALE),
    )
    paired = paired[paired["own"].notna()].assign(platform=lambda rows: rows["shelf"])
    if paired.empty:
        return missing("order_items", "unit_price", reason="empty")
    paired["relative"] = paired["deal"] / paired["own"]
    return paired.sort_values(["date", "brand", "sku"], ignore_index=True)[COLUMNS]


@passes_missing
def index(matched: pd.DataFrame, days: tuple[date, date], *, level: float = LEVEL) -> pd.DataFrame | Missing:
    """Give the price index of the looks of some days, of each brand and of ``all``.

    Parameters
    ----------
    matched
        From `relatives`.
    days
        First and last day.
    level
        How often the interval covers.

    Returns
    -------
    DataFrame
        ``brand items looks index low high dearer cheaper``: an item counts once, with the mean of its looks' logs;
        below three items the interval is NaN. ``dearer`` and ``cheaper`` count items above and below our price. Lowest
        index first, ``all`` last.
    """
    start, end = (pd.Timestamp(day) for day in days)
    seen = matched[matched["date"].between(start, end)]
    if seen.empty:
        return missing("competitor_items", "matches", reason="empty")
    items = _by_item(seen)
    rows = [_row(str(brand), part, level) for brand, part in items.groupby("brand")]
    found = pd.DataFrame(rows).sort_values("index", ignore_index=True)
    return pd.concat([found, pd.DataFrame([_row("all", items, level)])], ignore_index=True)


@passes_missing
def course(matched: pd.DataFrame, *, level: float = LEVEL) -> pd.DataFrame | Missing:
    """Give the index of all matched items week by week: index ``slot``; ``index low high items``.

    Weeks with fewer than three items are left out. Which items are seen differs from week to week; ``items`` says how
    many were.
    """
    rows = {slot: _row("all", part, level) for slot, part in _by_item(matched, "slot").groupby("slot")}
    found = pd.DataFrame.from_dict(rows, orient="index").rename_axis("slot")
    kept = found[found["items"] >= FEWEST]
    if kept.empty:
        return missing("competitor_items", "matches", reason="too_few")
    return kept[["index", "low", "high", "items"]]


@passes_missing
def line(found: pd.DataFrame) -> pd.DataFrame:
    """Take the line of `course` for a chart."""
    return found[["index"]].rename(columns={"index": "price_index"})


@passes_missing
def band(found: pd.DataFrame) -> pd.DataFrame:
    """Take the interval of `course` for a chart."""
    return found[["low", "high"]]


@passes_missing
def of_all(found: pd.DataFrame) -> Interval:
    """Take the index of all matched items from `index`."""
    row = found[found["brand"] == "all"].iloc[0]
    return Interval(float(row["index"]), float(row["low"]), float(row["high"]))


@passes_missing
def exposed(matched: pd.DataFrame, sold: pd.DataFrame, days: tuple[date, date]) -> pd.Series | Missing:
    """Give for each brand what our items that it is matched with brought in these days, in money; by brand."""
    if "paid" not in sold:
        return missing("order_items", "unit_price")
    start, end = (pd.Timestamp(day) for day in days)
    inside = sold[(sold["week"] + pd.Timedelta(days=6) >= start) & (sold["week"] <= end)]
    paid = inside.groupby("sku")["paid"].sum()
    pairs = matched[["brand", "ours"]].drop_duplicates()
    return pairs.assign(paid=pairs["ours"].map(paid).fillna(0.0)).groupby("brand")["paid"].sum()


def jevons(logs: Iterable[float], level: float = LEVEL) -> Interval:
    """Give the geometric mean of relatives from their logs, with its interval from three of them on.

    Examples
    --------
    >>> [round(x, 3) for x in jevons(np.log([0.5, 1.0, 2.0]))]
    [1.0, 0.47, 2.127]
    """
    values = np.asarray(list(logs), dtype=float)
    values = values[np.isfinite(values)]
    if not len(values):
        return UNKNOWN
    mean = float(values.mean())
    if len(values) < FEWEST:
        return Interval(float(np.exp(mean)), np.nan, np.nan)
    error = float(values.std(ddof=1)) / np.sqrt(len(values))
    return Interval(*(float(np.exp(x)) for x in around(mean, error, len(values) - 1, level)))


def _own(looks: pd.DataFrame, sold: pd.DataFrame | Missing, platforms: set[str]) -> pd.DataFrame | Missing:
    """Give our price of a week by platform (and by none, for rivals elsewhere): from the sheet, else from our lines."""
    mine = looks[(looks["brand"] == US) & looks["deal"].notna()]
    if len(mine):
        seen = mine.assign(units=1.0, paid=mine["deal"])
    elif isinstance(sold, Missing):
        return sold
    else:
        seen = sold.assign(paid=sold["price"] * sold["units"])
    seen = seen.rename(columns={"sku": "ours"})
    parts = [seen[seen["platform"].isin(platforms)], seen.assign(platform="")]
    summed = pd.concat(parts).groupby(["week", "platform", "ours"], as_index=False)[["paid", "units"]].sum()
    return summed.assign(own=summed["paid"] / summed["units"])[["week", "platform", "ours", "own"]]


def _by_item(seen: pd.DataFrame, *by: str) -> pd.DataFrame:
    items = seen.assign(log=np.log(seen["relative"])).groupby([*by, "brand", "platform", "sku"], as_index=False)
    return items.agg(log=("log", "mean"), looks=("log", "size"))


def _row(brand: str, items: pd.DataFrame, level: float) -> dict[str, object]:
    found = jevons(items["log"], level)
    return {
        "brand": brand, "items": len(items), "looks": int(items["looks"].sum()), "index": found.value,
        "low": found.low, "high": found.high, "dearer": int((items["log"] > 0).sum()),
        "cheaper": int((items["log"] < 0).sum()),
    }  # fmt: skip
