"""Goals that people wish for, and the chance of each.

The chance of a goal of paid is the share of the forecast's courses that reach it; that of another figure the chance of
a month so good among the platform's own thirteen, by Student's t around their mean. It is a chance and never a yes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtr

from planbook.absence import Missing, ParameterError, given, missing, passes_missing
from planbook.measures import kpis
from planbook.measures.catalog import CATALOG
from planbook.measures.intervals import around, spread
from planbook.measures.ran import Ran
from planbook.periods import Period, parse

SOURCE = "21_goal_setting"
ALL, PAID = "all", "paid"
FEWEST = 6  # months
UNIT = 100.0  # of money that a goal is rounded to
LEAST, EXAMPLE = 0.005, 0.3  # a gap that is one, and the rise that is shown where there is none
FAIR = 0.3  # chance from which a goal counts as achievable
COLUMNS = ["period", "kpi", "platform", "owner", "value", "starts", "ends", "of"]


class Outlook(Protocol):
    """Courses of the days ahead, as ``outlook.outlook`` gives them."""

    @property
    def courses(self) -> dict[str, NDArray[np.float64]]:
        """Series → one row a course."""

    @property
    def ahead(self) -> Period:
        """All days that are planned."""

    @property
    def campaign(self) -> str | None:
        """The series of the campaign's platforms."""

    def sums(self, name: str, span: Period) -> NDArray[np.float64]:
        """Sum each course over some days."""


@passes_missing
def wishes(
    targets: pd.DataFrame, ahead: Period, *, campaigns: pd.DataFrame | None = None, ran: Ran | None = None
) -> pd.DataFrame | Missing:
    """Choose the goals that people set for the campaign or for days that are planned.

    Parameters
    ----------
    targets
        ``period kpi platform owner value source locked``. Rows that this notebook wrote are none, unless somebody
        locked them: a plan must not take itself for a wish.
    ahead
        The days that are planned.
    campaigns
        All campaigns (``campaign``); a goal of another one than ``ran`` is not judged here.
    ran
        The campaign that is planned.

    Returns
    -------
    DataFrame
        ``period kpi platform owner value starts ends of``: days are NaT where the period cannot be read as one; ``of``
        is campaign, span or nothing. `Missing` where nobody wished anything.

    Examples
    --------
    >>> goals = pd.DataFrame({"period": ["2026-11", "2026-10", "2026-11"], "kpi": "paid", "platform": "all",
    ...                       "owner": "", "value": 9.0, "source": ["", "", SOURCE], "locked": False})
    >>> wishes(goals, parse("2026-11..2026-12"))[["period", "of"]].to_numpy().tolist()
    [['2026-11', 'span']]
    """
    rows, others = [], set() if campaigns is None else set(campaigns["campaign"])
    for row in targets[(targets["source"] != SOURCE) | targets["locked"]].to_dict("records"):
        ours = ran is not None and row["period"] == ran.key
        if row["period"] in others and not ours:
            continue
        span = ran.span if ran is not None and ours else _span(str(row["period"]))
        if span is None:
            rows.append(row | {"starts": pd.NaT, "ends": pd.NaT, "of": "nothing"})
        elif ours or (span.start >= ahead.start and span.end <= ahead.end):
            days = {"starts": pd.Timestamp(span.start), "ends": pd.Timestamp(span.end)}
            rows.append(row | days | {"of": "campaign" if ours else "span"})
    found = pd.DataFrame(rows, columns=COLUMNS).astype({"starts": "datetime64[us]", "ends": "datetime64[us]"})
    return found if len(found) else missing("targets", reason="empty")


@passes_missing
def by_platform(
    sales: pd.DataFrame, whole: pd.DataFrame, *, traffic: pd.DataFrame | None = None, ads: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Reckon the KPIs of each month and platform: index ``platform period``; the whole shop's rows are ``all``.

    Parameters
    ----------
    sales, traffic, ads
        A row a period and platform; None: not known.
    whole
        ``kpis.reckon`` of the months.
    """
    found = {ALL: whole}
    for platform in map(str, sales["platform"].unique()):
        own = [
            missing("traffic") if frame is None else frame[frame["platform"] == platform].drop(columns="platform")
            for frame in (sales, traffic, ads)
        ]
        told = kpis.reckon(own[0], own[1], own[2], missing("traffic"))
        found |= {} if isinstance(told, Missing) else {platform: told}
    return pd.concat(found, names=["platform", "period"])


@passes_missing
def chances(
    wishes: pd.DataFrame, agreed: Outlook, history: pd.DataFrame | None = None, *, least: float = FAIR
) -> pd.DataFrame:
    """Say how likely each wish is.

    Parameters
    ----------
    wishes
        From `wishes`.
    agreed
        The forecast.
    history
        From `by_platform`; None: not known.
    least
        The chance from which a goal counts as achievable.

    Returns
    -------
    DataFrame
        The wishes with ``expected low high`` (80 %), ``chance`` (NaN: nothing to reckon it by), ``basis``
        (by_forecast, by_months or by_nothing), ``fair`` (of paid: the highest goal that has the least chance; else NaN)
        and ``gap`` = value ÷ expected − 1; paid first.
    """
    told = [_chance(row, agreed, history, least) for row in wishes.to_dict("records")]
    names = ["expected", "low", "high", "chance", "basis", "fair"]
    found = wishes.join(pd.DataFrame(told, columns=names, index=wishes.index))
    found["gap"] = found["value"] / found["expected"].replace(0, np.nan) - 1
    order = ["of", "starts", "later", "kpi", "platform"]
    return found.assign(later=found["kpi"] != PAID).sort_values(order, ignore_index=True).drop(columns="later")


def goal(judged: pd.DataFrame | Missing, agreed: Outlook | Missing, growth: float) -> float | Missing:
    """Settle the goal of all that is planned: the forecast and its growth, else what is wished, else the forecast.

    Parameters
    ----------
    judged
        From `chances`; a wish of paid for exactly the planned days, of the whole shop, is the goal.
    agreed
        The forecast.
    growth
        Rise over it; 0: none is given.
    """
    if isinstance(agreed, Missing):
        return agreed
    wished, ahead = given(judged), agreed.ahead
    if wished is not None and not growth:
        same = (wished["starts"] == pd.Timestamp(ahead.start)) & (wished["ends"] == pd.Timestamp(ahead.end))
        own = wished[same & (wished["kpi"] == PAID) & (wished["platform"] == ALL)]
        if len(own):
            return float(own["value"].iloc[0])
    return round(float(agreed.sums(ALL, ahead).mean()) * (1 + growth) / UNIT) * UNIT


@passes_missing
def reached(goal: float, agreed: Outlook, *, least: float = FAIR) -> pd.DataFrame:
    """Hold the goal of all that is planned against the forecast: one row.

    ``goal expected low high chance fair gap``, as in `chances`.
    """
    sums = agreed.sums(ALL, agreed.ahead)
    found = spread(float(sums.mean()), sums)
    row = {"goal": goal, "expected": found.value, "low": found.low, "high": found.high}
    gap = goal / found.value - 1 if found.value > 0 else np.nan
    return pd.DataFrame([row | {"chance": float((sums >= goal).mean()), "fair": _fair(sums, least), "gap": gap}])


@passes_missing
def asked(reached: pd.DataFrame, rise: float, otherwise: float = EXAMPLE) -> float:
    """Tell by how much paid is to rise in the tree: what was asked, else the goal's gap, else an example."""
    gap = float(reached["gap"].iloc[0])
    return rise or (gap if gap > LEAST else otherwise)


@passes_missing
def is_example(reached: pd.DataFrame, rise: float) -> bool:
    """Tell whether that rise is an example only: nobody asked for one, and the goal is no more than the forecast."""
    return not rise and not float(reached["gap"].iloc[0]) > LEAST


def _span(period: str) -> Period | None:
    try:
        return parse(period)
    except ParameterError:
        return None


def _fair(sums: NDArray[np.float64], least: float) -> float:
    """Find the highest goal, on whole hundreds, that at least so many courses reach."""
    return float(np.floor(np.quantile(sums, 1 - least) / UNIT) * UNIT)


def _chance(
    row: Mapping[Any, Any], agreed: Outlook, history: pd.DataFrame | None, least: float
) -> tuple[float, float, float, float, str, float]:
    of_all = agreed.campaign if row["of"] == "campaign" else ALL
    name = str(of_all if row["platform"] == ALL else row["platform"])
    if row["kpi"] == PAID and name in agreed.courses and row["of"] != "nothing":
        sums = agreed.sums(name, Period(row["starts"].date(), row["ends"].date(), str(row["period"])))
        found = spread(float(sums.mean()), sums)
        chance = float((sums >= row["value"]).mean())
        return found.value, found.low, found.high, chance, "by_forecast", _fair(sums, least)
    return *_by_months(row, history), np.nan


def _by_months(row: Mapping[Any, Any], history: pd.DataFrame | None) -> tuple[float, float, float, float, str]:
    unknown = (np.nan, np.nan, np.nan, np.nan, "by_nothing")
    ratio = row["kpi"] in CATALOG and (
        CATALOG[row["kpi"]].unit in ("share", "ratio") or "÷" in CATALOG[row["kpi"]].formula
    )
    # months tell a rate of any days; a sum of other days than a month's they do not tell
    month = row["of"] == "span" and (row["ends"] - row["starts"]).days in range(27, 31)
    if history is None or row["kpi"] not in history or not (ratio or month):
        return unknown
    known = history[row["kpi"]][history.index.get_level_values("platform") == row["platform"]].dropna().to_numpy(float)
    n = len(known)
    if n < FEWEST or not known.std() > 0:
        return unknown
    mean, error = float(known.mean()), float(known.std(ddof=1)) * np.sqrt(1 + 1 / n)
    found = around(mean, error, n - 1)
    way = -1 if CATALOG[row["kpi"]].direction < 0 else 1
    return mean, found.low, found.high, float(stdtr(n - 1, way * (mean - row["value"]) / error)), "by_months"
