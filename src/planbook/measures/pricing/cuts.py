"""Past price cuts under review: what a cut sold more, what it earned less, and whom it took the sales from.

A cut is a week in which an item sold well below its usual price, after what all items asked that week. What it would
have sold is its level in the quiet weeks around × what the shop's other items sold in that week against their own
level. How far such an expectation goes wrong is learned from quiet weeks like them, two at a time, since cuts last
about so long: they are foretold in the same way, without themselves and their neighbours.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import LEVEL, UNKNOWN, Interval, quantile

DEEP = 0.2  # below the usual price: a cut
AFTER = 2  # weeks in which what was bought ahead is missed
NEAR = 6  # weeks on each side that tell a level
SLOW = 5.0  # units a week, in the median: of slower ones two weeks tell nothing
LINES = 5  # of a week: one large order at a price of its own is no cut
BLOCK = 2  # weeks that are judged together
VAGUE, CLOSE = 0.7, 1e-6  # a log ratio's standard error that says nothing; units that are none
QUIET = 12  # blocks of quiet weeks that it takes to say how far an expectation goes wrong
KEYS = ["sku", "product", "category"]
LIKE = 2.0  # times as much and no more is expected of quiet weeks: a festival's go wrong by more
ITEMS = 3  # that it takes to tell what a week was like


class Laid(NamedTuple):
    """Units of quiet weeks by week and item, their level around each week, and the sums of both over items."""

    calm: pd.DataFrame
    level: pd.DataFrame
    sums: pd.DataFrame


@passes_missing
def marked(weeks: pd.DataFrame, *, deep: float = DEEP) -> pd.DataFrame | Missing:
    """Mark the weeks in which an item sold well below its usual price, and the two weeks after them.

    Parameters
    ----------
    weeks
        ``week sku product category units lines paid price scatter cost fee`` (``summaries.price_weeks``).
    deep
        How far below: 0.2 is a fifth.

    Returns
    -------
    DataFrame
        ``weeks`` with ``usual`` (the item's median price × what all items asked that week against their own median),
        ``depth`` (1 − price ÷ usual) and ``state``: cut (five lines or more, and lower by twice the standard error of
        their mean), after (two weeks), quiet. Items of five units and more in the median week; `Missing` below three.
    """
    steady = weeks.groupby("sku")["units"].transform("median") >= SLOW
    known = weeks[steady & (weeks["units"] > 0) & (weeks["price"] > 0)]
    known = known.sort_values(["week", "sku"], ignore_index=True)
    if known["sku"].nunique() < ITEMS:
        return missing("order_items", reason="too_few")
    log = np.log(known["price"])
    own = log.groupby(known["sku"]).transform("median")
    common = (log - own).groupby(known["week"]).transform("median")
    known = known.assign(usual=np.exp(own + common))
    known["depth"] = 1 - known["price"] / known["usual"]
    sure = (known["lines"] >= LINES) & (np.log(known["usual"] / known["price"]) >= 2 * _chance(known))
    cut = (known["depth"] >= deep) & sure
    ended = known.loc[cut, ["sku", "week"]]
    starts = pd.concat([ended.assign(week=ended["week"] + pd.Timedelta(weeks=n)) for n in range(1, AFTER + 1)])
    later = pd.MultiIndex.from_frame(known[["sku", "week"]]).isin(pd.MultiIndex.from_frame(starts))
    known["state"] = np.select([cut, later], ["cut", "after"], "quiet")
    return known


@passes_missing
def review(found: pd.DataFrame, *, level: float = LEVEL) -> pd.DataFrame | Missing:
    """Hold each item's cuts against what was to be expected without them.

    Parameters
    ----------
    found
        From `marked`.
    level
        How often the intervals cover.

    Returns
    -------
    DataFrame
        One row an item with cuts: ``sku product category cuts weeks first last depth price usual``; of each of units,
        paid and margin (after goods and platform fee; NaN: cost unknown) ``{name} {name}_expected {name}_more
        {name}_low {name}_high`` (more = actual − expected); ``lift lift_low lift_high`` (units ÷ expected − 1) and
        ``after after_low after_high``, the same of the two weeks after; ``verdict``: trap (more was paid, less was
        left), paid_off (more was left), lost (less was left), unclear, unknown (no cost). Least margin first; no rows
        where nothing was cut.
    """
    if not found["state"].eq("cut").any():
        return pd.DataFrame(columns=KEYS)
    laid = _laid(found)
    rows = []
    for sku in sorted(found.loc[found["state"] == "cut", "sku"].unique()):
        expected = _foretold(laid, sku, _index(laid, [sku]))
        rows.append(_reviewed(found[found["sku"] == sku].set_index("week").assign(expected=expected), level))
    told = pd.DataFrame([row for row in rows if row])
    few = missing("order_items", reason="too_few")
    return few if told.empty else told.sort_values(["margin_more", "sku"], ignore_index=True)


@passes_missing
def neighbours(found: pd.DataFrame, reviewed: pd.DataFrame, *, level: float = LEVEL) -> pd.DataFrame | Missing:
    """Hold the other items of a category against the rest of the shop in the weeks of one item's cuts.

    Parameters
    ----------
    found
        From `marked`.
    reviewed
        The rows of `review` that are asked about: ``sku product category units_more lift_low``.

    Returns
    -------
    DataFrame
        ``sku product category others weeks actual expected change low high taken``: units that the ``others`` sold
        against those to be expected, and ``taken``, units that they sold less for each that the cut sold more (NaN
        where it did not sell more beyond doubt). No rows where nothing was cut.
    """
    if reviewed.empty:
        return pd.DataFrame(columns=KEYS)
    laid = _laid(found)
    category = found.drop_duplicates("sku").set_index("sku")["category"].to_dict()
    rows = []
    for row in reviewed.to_dict("records"):
        own = [sku for sku in map(str, category) if category[sku] == row["category"] and sku != row["sku"]]
        if len(category) - len(own) <= ITEMS or not own:
            continue
        index = _index(laid, [row["sku"], *own])
        expected = pd.DataFrame({sku: _foretold(laid, sku, index) for sku in own})
        known = laid.calm[own].notna() & expected.notna()
        sums = pd.DataFrame({
            "units": laid.calm[own].where(known).sum(axis=1), "expected": expected.where(known).sum(axis=1),
        })  # fmt: skip
        sums["state"] = found[found["sku"] == row["sku"]].set_index("week")["state"].reindex(sums.index).fillna("quiet")
        change = _held(sums, "cut", level)
        cut = sums[(sums["state"] == "cut") & (sums["expected"] > 0)]
        lost = float((cut["expected"] - cut["units"]).sum())
        rows.append({name: row[name] for name in KEYS} | {
            "others": len(own), "weeks": len(cut), "actual": cut["units"].sum(), "expected": cut["expected"].sum(),
            "change": change.value - 1, "low": change.low - 1, "high": change.high - 1,
            "taken": lost / row["units_more"] if row["lift_low"] > 0 else np.nan,
        })  # fmt: skip
    return pd.DataFrame(rows) if rows else missing("order_items", reason="too_few")


def _chance(known: pd.DataFrame) -> pd.Series[float]:
    """Give the standard error of a week's mean log price, by how an item's lines differ within its weeks."""
    spare = known["lines"] - 1
    squares = (known["scatter"].fillna(0.0) * spare).groupby(known["sku"]).transform("sum")
    scatter = squares / spare.groupby(known["sku"]).transform("sum").replace(0.0, np.nan)
    return (scatter.fillna(0.0) / known["lines"]) ** 0.5


def _laid(found: pd.DataFrame) -> Laid:
    """Lay units out by week and item: nought where none was sold between an item's first sale and its last."""
    every = pd.date_range(found["week"].min(), found["week"].max(), freq="7D")
    units = found.pivot_table("units", "week", "sku", "sum").reindex(every)
    alive = units.ffill().notna() & units.bfill().notna()
    loud = found[found["state"] != "quiet"].assign(loud=1.0).pivot_table("loud", "week", "sku")
    loud = loud.reindex(index=every, columns=units.columns)
    calm = units.fillna(0.0).where(alive & loud.isna())
    level = calm.rolling(2 * NEAR + 1, center=True, min_periods=NEAR).mean().where(calm.notna())
    known = calm.where(level.notna())
    return Laid(calm, level, pd.DataFrame({"sold": known.sum(axis=1), "level": level.sum(axis=1)}))


def _index(laid: Laid, without: list[str]) -> pd.Series[float]:
    """Give what the quiet items, without some, sold in each week against their level."""
    level = laid.level[without]
    sold = laid.sums["sold"] - laid.calm[without].where(level.notna()).sum(axis=1)
    usual = laid.sums["level"] - level.sum(axis=1)
    return sold / usual.where(usual > CLOSE)


def _foretold(laid: Laid, sku: str, index: pd.Series[float]) -> pd.Series[float]:
    """Foretell an item's units of each week: its level in the quiet weeks around × the week's index."""
    calm = laid.calm[sku].where(index.notna())
    return index * _around(calm.fillna(0.0)) / _around(index.where(calm.notna(), 0.0)).replace(0.0, np.nan)


def _around(line: pd.Series[float]) -> pd.Series[float]:
    """Sum a line over the weeks around each week, without itself and its two neighbours."""
    wide, narrow = (line.rolling(2 * n + 1, center=True, min_periods=1).sum() for n in (NEAR, 1))
    return wide - narrow


def _held(weeks: pd.DataFrame, state: str, level: float) -> Interval:
    """Give units ÷ expected of the weeks in a state, with an interval from how quiet weeks scatter, two at a time.

    It is taken to grow with the root of what is expected (McCullagh and Nelder 1989, Generalized Linear Models, 4.5).
    """
    known = weeks[weeks["expected"] > 0]
    asked, quiet = (known[known["state"] == name] for name in (state, "quiet"))
    units, base = float(asked["units"].sum()), float(asked["expected"].sum())
    blocks = quiet.groupby((quiet.index - known.index.min()).days // (7 * BLOCK))[["units", "expected"]].sum()
    blocks = blocks[blocks["expected"] <= LIKE * BLOCK * asked["expected"].mean()]
    if len(blocks) < QUIET or not units > 0:
        return UNKNOWN
    dispersion = max(float(((blocks["units"] - blocks["expected"]) ** 2 / blocks["expected"]).mean()), 1.0)
    if (error := float(np.sqrt(dispersion / base))) > VAGUE:
        return UNKNOWN
    ratio, times = units / base, float(np.exp(quantile(level) * error))
    return Interval(ratio, ratio / times, ratio * times)


def _reviewed(own: pd.DataFrame, level: float) -> dict[str, Any]:
    lift, after = (_held(own, state, level) for state in ("cut", "after"))
    if not np.isfinite(lift.low):
        return {}
    cut, quiet = own[(own["state"] == "cut") & (own["expected"] > 0)], own[own["state"] == "quiet"]
    days = cut.index.to_series()
    price = cut["usual"] * (quiet["paid"].sum() / (quiet["units"] * quiet["price"]).sum())
    left = price * (1 - cut["fee"] / cut["paid"]) - cut["cost"] / cut["units"]
    worth = {"units": price / price, "paid": price, "margin": left}  # of a unit at its usual price
    row: dict[str, Any] = {name: cut[name].iloc[-1] for name in KEYS} | {
        "cuts": int((days.diff() != pd.Timedelta(weeks=1)).sum()), "weeks": len(cut), "first": days.iloc[0],
        "last": days.iloc[-1], "depth": 1 - (cut["paid"].sum() / (price * cut["units"]).sum()),
        "price": cut["paid"].sum() / cut["units"].sum(), "usual": (price * cut["units"]).sum() / cut["units"].sum(),
    }  # fmt: skip
    actual = {"units": cut["units"], "paid": cut["paid"], "margin": cut["paid"] - cut["fee"] - cut["cost"]}
    for name, line in actual.items():
        row |= _compared(name, line, cut["expected"] * worth[name], lift)
    for name, told in (("lift", lift), ("after", after)):
        row |= {name: told.value - 1, f"{name}_low": told.low - 1, f"{name}_high": told.high - 1}
    return row | {"verdict": _verdict(row)}


def _compared(name: str, was: pd.Series[float], to_be: pd.Series[float], lift: Interval) -> dict[str, float]:
    """Set what was against what was to be expected, whose ends are those of the lift in units."""
    actual, expected = (float(line.sum(skipna=False)) for line in (was, to_be))
    ends = [actual - expected * lift.value / end for end in (lift.low, lift.high)]
    told = {"": actual, "_expected": expected, "_more": actual - expected, "_low": min(ends), "_high": max(ends)}
    return {f"{name}{part}": value for part, value in told.items()}


def _verdict(row: dict[str, Any]) -> str:
    if not np.isfinite(row["margin_more"]):
        return "unknown"
    if row["margin_high"] < 0:
        return "trap" if row["paid_low"] > 0 else "lost"
    return "paid_off" if row["margin_low"] > 0 else "unclear"
