"""What an estimate says: the effect of a campaign in its days and after them, how sure it is, and why."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planbook.absence import Missing, first_missing, missing, passes_missing
from planbook.measures.bsts import Estimate
from planbook.measures.intervals import LEVEL

WEEK = 7
ENOUGH = 10  # quiet windows that it takes to judge by them
WILD, MISSED = 1.6, 2.0  # of the stretch, and of standard errors: beyond them the model does not know this series
COLUMNS = ["days", "actual", "expected", "effect", "low", "high", "rate", "rate_low", "rate_high"]


@passes_missing
def effects(estimate: Estimate, *, level: float = LEVEL) -> pd.DataFrame:
    """Tell the effect by part of the time: the campaign's days, and the two weeks after it.

    Parameters
    ----------
    estimate
        From ``baseline.estimate``.
    level
        How often the intervals hold.

    Returns
    -------
    DataFrame
        Index ``part``: during, week_after (days 1–7 after it, where all seven are known), second_week. Columns ``days
        actual expected effect low high rate rate_low rate_high``: ``effect`` = actual − expected, ``rate`` = effect ÷
        expected.

    Examples
    --------
    >>> days = pd.DataFrame({"actual": [9.0, 13.0], "part": ["before", "during"]})
    >>> draws = np.array([[9.0], [10.0], [11.0]])
    >>> rows = effects(Estimate(days, draws, days, days, 1.0, "weekdays", (), 28))
    >>> rows.loc["during", ["actual", "expected", "effect"]].to_list()
    [13.0, 10.0, 3.0]
    """
    return _effects(estimate, level)


@passes_missing
def part(effects: pd.DataFrame, name: str) -> pd.DataFrame | Missing:
    """Take one part as a frame of one row; `Missing` where its days are not all known."""
    return effects.loc[[name]] if name in effects.index else missing("orders", reason="too_few")


@passes_missing
def added(paid: Estimate, orders: Estimate) -> pd.DataFrame:
    """Draw the paid that was added in the campaign's days and in the week after it.

    The week after is told from orders, which scatter less, at the paid per order that was to be expected.

    Parameters
    ----------
    paid, orders
        Estimates of both.

    Returns
    -------
    DataFrame
        One row a draw: ``during`` and ``after`` (NaN where the week after is not known whole).
    """
    found, after = {"during": _added(paid, "during")}, _added(orders, "week_after")
    if after is not None:
        told = [_effects(each, LEVEL)["expected"].to_dict()["week_after"] for each in (paid, orders)]
        found["after"] = after * (told[0] / told[1] if told[1] > 0 else np.nan)
    return pd.DataFrame(found).reindex(columns=["during", "after"])


@passes_missing
def lines(estimate: Estimate) -> pd.DataFrame:
    """Give the lines of a chart by day: ``actual expected``."""
    return estimate.days[["actual", "expected"]]


@passes_missing
def band(estimate: Estimate) -> pd.DataFrame:
    """Give the range of what was to be expected by day: ``low high``."""
    return estimate.days[["low", "high"]]


def sides(**estimates: Estimate | Missing) -> pd.DataFrame | Missing:
    """Set the campaign's days of several estimates side by side: ``side actual expected effect low high grade``."""
    known = {name: one for name, one in estimates.items() if isinstance(one, Estimate)}
    if not known:
        return first_missing(estimates.values()) or missing("order_items")
    rows = [
        {"side": name} | _effects(one, LEVEL).loc["during"].to_dict() | {"grade": _grade(one)["grade"]}
        for name, one in known.items()
    ]
    return pd.DataFrame(rows)[["side", "actual", "expected", "effect", "low", "high", "grade"]]


@passes_missing
def placebo(estimate: Estimate) -> pd.DataFrame:
    """Count what the same method would have claimed in quiet windows: ``days windows lifts falls stretch``.

    Of ten windows one is a false lift and one a false fall by chance: intervals hold four times in five.
    """
    windows = estimate.placebos
    lifts, falls = (windows["actual"] > windows["high"]).sum(), (windows["actual"] < windows["low"]).sum()
    days = int(estimate.days["part"].eq("during").sum())
    row = {"days": days, "windows": len(windows), "lifts": int(lifts), "falls": int(falls)}
    return pd.DataFrame([row | {"stretch": estimate.stretch}])


@passes_missing
def windows(estimate: Estimate) -> pd.DataFrame | Missing:
    """Give the quiet windows that the method was tried on: ``starts days actual expected low high z``, latest first."""
    return estimate.placebos if len(estimate.placebos) else missing("orders", reason="too_few")


@passes_missing
def held_out(estimate: Estimate) -> pd.DataFrame | Missing:
    """Give the days right before the campaign against what would have been foretold: as in `windows`."""
    return estimate.held_out if len(estimate.held_out) else missing("orders", reason="too_few")


@passes_missing
def grade(estimate: Estimate) -> pd.DataFrame:
    """Grade the evidence: ``grade`` (likely, hint), ``reasons`` (what speaks against it), ``guide guides quiet``.

    A lift is never measured, since what would have been is not seen. It is likely when platforms without a campaign
    guide it, its interval leaves no doubt of its direction, at least ten quiet windows bear the method out, and the
    days right before were foretold well; else it is a hint.
    """
    return pd.DataFrame([_grade(estimate)])


def _grade(estimate: Estimate) -> dict[str, Any]:
    during = _effects(estimate, LEVEL).loc["during"]
    speaks = {
        "other_guide": estimate.guide != "other_platforms",
        "unsure": during["low"] <= 0 <= during["high"],
        "few_windows": len(estimate.placebos) < ENOUGH,
        "restless": estimate.stretch > WILD,
        "missed": bool((estimate.held_out["z"].abs() > MISSED * estimate.stretch).any()),
    }
    reasons = tuple(name for name, holds in speaks.items() if holds)
    row = {"grade": "hint" if reasons else "likely", "reasons": reasons, "guide": estimate.guide}
    return row | {"guides": estimate.guides, "quiet": estimate.quiet}


def _effects(estimate: Estimate, level: float) -> pd.DataFrame:
    known = estimate.days[estimate.days["part"] != "before"]
    rows = {}
    for name, chosen in _parts(known).items():
        sums, actual = _sums(estimate, chosen), float(known["actual"].to_numpy(float)[chosen].sum())
        under, over = np.quantile(sums, [0.5 - level / 2, 0.5 + level / 2])
        bases = (float(sums.mean()), float(over), float(under))
        rates = [actual / base - 1 if base > 0 else np.nan for base in bases]
        rows[name] = [chosen.sum(), actual, bases[0], *(actual - base for base in bases), *rates]
    return pd.DataFrame.from_dict(rows, orient="index", columns=COLUMNS, dtype="float64").rename_axis("part")


def _added(estimate: Estimate, part: str) -> NDArray[np.float64] | None:
    known = estimate.days[estimate.days["part"] != "before"]
    parts = _parts(known)
    if part not in parts:
        return None
    return float(known["actual"].to_numpy(float)[parts[part]].sum()) - _sums(estimate, parts[part])


def _sums(estimate: Estimate, chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Draw what would have been sold on some days, with the estimate's stretch."""
    sums = estimate.draws[:, chosen].sum(axis=1)
    return np.asarray(sums.mean() + estimate.stretch * (sums - sums.mean()))


def _parts(known: pd.DataFrame) -> dict[str, NDArray[np.bool_]]:
    """Tell which days belong to which part."""
    after = known["part"].eq("after").to_numpy()
    order = np.cumsum(after)
    parts = {"during": ~after}
    if after.sum() >= WEEK:
        parts["week_after"] = after & (order <= WEEK)
    if after.sum() >= 2 * WEEK:
        parts["second_week"] = after & (order > WEEK)
    return parts
