"""How many more units a lower price sells, category by category, and where the shop's own prices cannot say it.

An item's price is held against what the item asks in the same half-year and against what all items of its category
asked in the same week. So season, trend, festivals and promotions that the whole category joins are no part of the
answer; what is left is what was changed for that item alone. A mean of few orders moves by chance, which draws the
answer to nought: that share of the movement is told from the scatter between orders and taken out.

References
----------
Deaton (1988), Quality, quantity, and spatial variation of price, Am. Econ. Rev. 78, 418-430, for prices that are means
of purchases; Fuller (1987), Measurement Error Models, section 1.2.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.measures import panel
from planbook.measures.intervals import LEVEL, around

ALL = "all"
ITEMS, WEEKS = 3, 26  # that a category needs: its own items are what a week is told by
SLOW = 5.0  # units a week, in the median: a week without sales shows no price
MOVED = 0.02  # standard deviation of an item's own price, beyond chance, below which it has not moved
RELIABLE = 0.5  # share of the movement that must be no chance
WIDE = 2.0  # of the interval: wider ones say nothing
HALF = 26  # weeks in which an item is taken to be liked equally well
BLOCK = 4  # weeks that move together
MANY = 10  # items from which each is taken as a whole that moves together
STRONG = 10.0  # F of the first stage (Staiger and Stock 1997)
COLUMNS = ["category", "items", "weeks", "moved", "reliable", "elasticity", "low", "high", "log_log", "status"]


@passes_missing
def by_category(weeks: pd.DataFrame, *, level: float = LEVEL) -> pd.DataFrame | Missing:
    """Estimate the price elasticity of each category, and of ``all`` items, each within its category.

    Parameters
    ----------
    weeks
        ``week sku category units lines price scatter promoted`` (``summaries.price_weeks``).
    level
        How often the interval covers.

    Returns
    -------
    DataFrame
        ``category items weeks moved reliable elasticity low high log_log status``. ``moved`` is the standard deviation
        of an item's own log price beyond chance, ``reliable`` its share of the movement that is seen; ``log_log`` the
        answer of least squares on logs, to compare. ``status``: told, few (items or weeks), steady (the price moved
        too little), noisy (most of its movement is chance) or wide (the interval is wider than 2); in all but the first
        ``elasticity low high`` are NaN. Categories by name, ``all`` last. Each item sells five units or more in the
        median week.
    """
    sold = _steady_sellers(weeks)
    if sold.empty:
        return missing("order_items", reason="too_few")
    parts = [(str(name), part) for name, part in sold.groupby("category")]
    parts = [*parts, (ALL, sold)] if len(parts) > 1 else [(ALL, sold)]
    return pd.DataFrame([_estimated(name, part, level) for name, part in parts], columns=COLUMNS)


@passes_missing
def effects(found: pd.DataFrame, weeks: pd.DataFrame) -> pd.DataFrame:
    """Say what 1 % off the price does to units and to margin, and which direction of price earns more.

    Parameters
    ----------
    found
        From `by_category`.
    weeks
        ``category paid cost fee``, for what is left of a yuan of paid.

    Returns
    -------
    DataFrame
        The told rows of ``found`` with ``margin`` (share of paid that is left after fee and goods; NaN: unknown),
        ``units_more`` (per cent more units at 1 % less price) and ``margin_more margin_low margin_high`` (per cent more
        margin), ``direction``: lower, higher (where the interval leaves no doubt), unclear, or unknown. Margin is at
        its highest where the elasticity is −1 ÷ margin share of the price (Lerner 1934); it speaks of small steps only.
    """
    told = found[found["status"] == "told"].copy()
    known = weeks[weeks["cost"].notna()]
    sums = known.assign(all=ALL)
    kept = pd.concat([_kept(sums, "category"), _kept(sums, "all")])
    told["margin"] = told["category"].map(kept).astype(float)
    told["units_more"] = -told["elasticity"]
    for name, source in (("margin_more", "elasticity"), ("margin_low", "high"), ("margin_high", "low")):
        told[name] = -(1 + told[source] * told["margin"]) / told["margin"]
    sure = [told["margin"].isna() | ~(told["margin"] > 0), told["margin_low"] > 0, told["margin_high"] < 0]
    told["direction"] = np.select(sure, ["unknown", "lower", "higher"], "unclear")
    return told.reset_index(drop=True)


@passes_missing
def instrumented(weeks: pd.DataFrame, *, level: float = LEVEL) -> pd.DataFrame | Missing:
    """Estimate the elasticity of all items by what moves the price and not the demand: the cost of the goods.

    Two-stage least squares on logs, with the same effects of items and of weeks within their category. A price that
    follows demand (dearer when much is asked for) misleads `by_category`, and not this.

    Parameters
    ----------
    weeks
        ``week sku category units price cost``; ``cost`` is that of the units.

    Returns
    -------
    DataFrame
        One row: ``items weeks strength elasticity low high``; ``strength`` is F of the first stage. `Missing` (steady)
        where cost did not move, or moves the price too weakly (F below 10).

    References
    ----------
    Staiger and Stock (1997), Instrumental variables regression with weak instruments, Econometrica 65, 557-586.
    """
    sold = _steady_sellers(weeks[weeks["cost"] > 0])
    if sold["sku"].nunique() < ITEMS or sold["week"].nunique() < WEEKS:
        return missing("order_items", "unit_cost", reason="too_few")
    groups = _groups(sold)
    logs = np.log(np.column_stack([sold["units"], sold["price"], sold["cost"] / sold["units"]]))
    units, price, cost = panel.within(logs, np.ones(len(logs)), groups).T
    if cost.std() < MOVED / 2:
        return missing("order_items", "unit_cost", reason="steady")
    clusters = _clusters(sold)
    first, slope = float(cost @ price / (cost @ cost)), float(cost @ units / (cost @ price))
    stage = panel.Fit(np.zeros(1), price, cost[:, None], np.ones(len(cost)))
    strength = (first / _widest(stage, price - first * cost, clusters)) ** 2
    if not strength >= STRONG:
        return missing("order_items", "unit_cost", reason="steady")
    error = _widest(stage, units - slope * price, clusters) / abs(first)
    told = around(slope, error, min(len(set(each)) for each in clusters) - 1, level)
    shape = {"items": sold["sku"].nunique(), "weeks": sold["week"].nunique(), "strength": strength}
    return pd.DataFrame([shape | {"elasticity": told.value, "low": told.low, "high": told.high}])


def _kept(sums: pd.DataFrame, by: str) -> pd.Series[float]:
    each = sums.groupby(by)[["paid", "fee", "cost"]].sum()
    received = each["paid"] - each["fee"]
    return (received - each["cost"]) / received


def _steady_sellers(weeks: pd.DataFrame) -> pd.DataFrame:
    usual = weeks.groupby("sku")["units"].transform("median")
    kept = weeks[(usual >= SLOW) & (weeks["units"] > 0) & (weeks["price"] > 0)]
    # a week in which a category sold one item alone tells that item from nothing
    others = kept.groupby(["category", "week"])["sku"].transform("nunique")
    return kept[others > 1].sort_values(["week", "sku"], ignore_index=True)


def _estimated(name: str, sold: pd.DataFrame, level: float) -> dict[str, Any]:
    row: dict[str, Any] = {"category": name, "items": sold["sku"].nunique(), "weeks": sold["week"].nunique()}
    if row["items"] < ITEMS or row["weeks"] < WEEKS:
        return row | {"status": "few"}
    groups = _groups(sold)
    counts = sold["units"].to_numpy(float)
    regressors = np.column_stack([np.log(sold["price"]), sold["promoted"]])
    fit = panel.poisson(counts, regressors, groups)
    chance, seen = _chance(sold, fit, groups), _variance(fit)
    row |= {"moved": float(np.sqrt(max(seen - chance, 0.0))), "reliable": max(1 - chance / seen, 0.0) if seen else 0.0}
    if row["moved"] < MOVED or row["reliable"] < RELIABLE:
        return row | {"status": "steady" if row["moved"] < MOVED else "noisy"}
    clusters = _clusters(sold)
    error = _widest(fit, counts - fit.expected, clusters) / row["reliable"]
    degrees = min(len(set(each)) for each in clusters) - 1
    told = around(float(fit.slopes[0]) / row["reliable"], error, degrees, level)
    if told.high - told.low > WIDE:
        return row | {"status": "wide"}
    other = float(panel.log_log(counts, regressors, groups).slopes[0])
    return row | {"elasticity": told.value, "low": told.low, "high": told.high, "log_log": other, "status": "told"}


def _variance(fit: panel.Fit) -> float:
    """Give the variance of the price's own movement, less what the promotion explains of it."""
    price, promoted = fit.moved.T
    squares = float(fit.weights @ promoted**2)
    left = price - promoted * (float(fit.weights @ (price * promoted)) / squares if squares > panel.CLOSE else 0.0)
    return float(fit.weights @ left**2 / fit.weights.sum())


def _chance(sold: pd.DataFrame, fit: panel.Fit, groups: tuple[panel.Codes, panel.Codes]) -> float:
    """Give the variance that chance alone puts into means of a week's lines, after items and weeks took their part."""
    spare = sold["lines"] - 1
    squares = sold["scatter"].fillna(0.0) * spare
    own = squares.groupby(sold["sku"]).sum() / spare.groupby(sold["sku"]).sum()
    whole = float(squares.sum() / spare.sum()) if spare.sum() > 0 else 0.0
    each = (sold["sku"].map(own).fillna(whole) / sold["lines"]).to_numpy(float)
    taken = sum(len(np.unique(group)) for group in groups) - 1
    left = max(1 - taken / len(sold), 0.0)
    return float(fit.weights @ each / fit.weights.sum()) * left


def _groups(sold: pd.DataFrame) -> tuple[panel.Codes, panel.Codes]:
    return panel.codes(sold["sku"], _since(sold) // HALF), panel.codes(sold["category"], sold["week"])


def _since(sold: pd.DataFrame) -> pd.Series[int]:
    since: pd.Series[int] = (sold["week"] - sold["week"].min()).dt.days // 7
    return since


def _clusters(sold: pd.DataFrame) -> list[panel.Codes]:
    """Tell what may move together: all items in four weeks, and an item over all weeks where there are ten or more."""
    blocks = panel.codes(_since(sold) // BLOCK)
    return [blocks, panel.codes(sold["sku"])] if sold["sku"].nunique() >= MANY else [blocks]


def _widest(fit: panel.Fit, residuals: panel.Floats, clusters: list[panel.Codes]) -> float:
    return max(panel.error(fit, residuals, each) for each in clusters)
