"""Scale, mend or cut: what a campaign's ROAS means against the shop's own break-even, so that noise moves no money.

A tool's campaign is scaled, by a fifth at most, only where both its average and the next yuan surely pay. Below
break-even it is mended first: a fifth of its money is taken off where that is sure, none where it may be chance. It is
cut only where it was surely below over two spans running. Ranges are those of a ratio over days (Cochran 1977).

What counts is the ROAS that the tools claim, brought in line by the channel's lift tests where there were any: the
curves are (`planbook.measures.budget.worth`), so one page would otherwise praise what it takes money from. A test is of
a channel; each of its campaigns takes the same multiplier, with its doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtri

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import LEVEL, Interval, quantile, ratio, spread

PLACE = ["platform", "channel"]
KEYS = [*PLACE, "campaign"]
SPAN, WEEK = 28, 7  # days that are looked at, twice
LEAD = pd.Timedelta(days=14)  # before a burst, in which people wait for it
STEP = 0.2
QUOTED = (5.0, 1.2)  # the two figures that planners quote: add at the one, compress at the other
CHANCES = ndtri((np.arange(50) + 0.5) / 50)  # steps of a normal, each as likely as the next
Array = NDArray[np.float64]
Factors = Mapping[object, Array]  # by platform and channel
MOVES = {"scale": 1 + STEP, "hold": 1.0, "mend": 1 - STEP, "cut": 0.0}  # where it is sure


@passes_missing
def moves(
    days: pd.DataFrame,
    break_even: pd.DataFrame,
    next_yuan: pd.DataFrame | None = None,
    *,
    curves: pd.DataFrame | None = None,
) -> pd.DataFrame | Missing:
    """Say of each campaign of a tool what to do with its spend next week.

    Parameters
    ----------
    days
        ``date platform channel campaign spend paid``, eight weeks or more.
    break_even
        ``break_even_roas`` by platform and ``all``.
    next_yuan
        ``platform channel marginal low`` of the marginal return today; without it nothing is scaled.
    curves
        ``platform channel draw multiplier tests`` (`worth.calibrated`); without it, and for a channel without a test,
        what the tools claim counts.

    Returns
    -------
    DataFrame
        Most spend first: ``where platform channel campaign spend next`` (a week, now and next) ``roas`` (as the tools
        claim) ``calibrated`` (NaN where no test was) ``counts low high`` (what is judged by) ``before`` (its upper end
        in the span before) ``break_even_roas marginal marginal_low verdict``.
    """
    factors = {} if curves is None else _factors(curves)
    last = days["date"].max()
    now = days[days["date"] > last - pd.Timedelta(days=SPAN)]
    then = days[(days["date"] <= last - pd.Timedelta(days=SPAN)) & (days["date"] > last - pd.Timedelta(days=2 * SPAN))]
    told = [_row(keys, rows, factors) for keys, rows in now.groupby(KEYS) if rows["spend"].sum() > 0]
    if not told:
        return missing("ad_spend", reason="empty")
    found = pd.DataFrame(told)
    before = {keys: _row(keys, rows, factors)["high"] for keys, rows in then.groupby(KEYS)}
    known = break_even["break_even_roas"]
    found["before"] = [before.get(tuple(keys), np.nan) for keys in found[KEYS].to_numpy()]
    found["break_even_roas"] = [known.get(platform, known["all"]) for platform in found["platform"]]
    more = pd.DataFrame(columns=[*PLACE, "marginal", "low"]) if next_yuan is None else next_yuan
    more = more[[*PLACE, "marginal", "low"]].rename(columns={"low": "marginal_low"})
    found = found.merge(more, "left", PLACE)
    found["verdict"] = _verdicts(found)
    chance = found["verdict"].eq("mend") & (found["high"] >= found["break_even_roas"])
    found["next"] = found["spend"] * found["verdict"].map(MOVES).mask(chance, 1.0)
    return found.sort_values(["spend", *KEYS], ascending=[False, True, True, True], ignore_index=True)


@passes_missing
def per_order(days: pd.DataFrame) -> pd.DataFrame | Missing:
    """Give what an order costs in each campaign of a tool over the last span, as the tools count orders.

    Parameters
    ----------
    days
        ``date platform channel campaign spend conversions``.

    Returns
    -------
    DataFrame
        Most spend first: ``platform channel campaign spend conversions cpa low high``; NaN without orders. `Missing`
        where no tool counts orders.

    Examples
    --------
    >>> days = pd.DataFrame({"date": pd.date_range("2026-10-01", periods=4), "platform": "own", "channel": "ads"})
    >>> days = days.assign(campaign="a", spend=[10.0, 20.0, 10.0, 20.0], conversions=[1.0, 1.0, 1.0, 1.0])
    >>> per_order(days)[["cpa", "low", "high"]].round(2).to_numpy().tolist()
    [[15.0, 10.27, 19.73]]
    """
    now = days[days["date"] > days["date"].max() - pd.Timedelta(days=SPAN)]
    if not now["conversions"].sum() > 0:
        return missing("ad_spend", "conversions")
    told = []
    for keys, rows in now.groupby(KEYS):
        sums = {name: float(rows[name].sum()) for name in ("spend", "conversions")}
        found = ratio(rows["spend"], rows["conversions"])
        cost = {"cpa": found.value, "low": max(found.low, 0.0), "high": found.high}
        told.append(dict(zip(KEYS, keys, strict=True)) | sums | cost)
    order = ["spend", *KEYS]
    return pd.DataFrame(told).sort_values(order, ascending=[False, True, True, True], ignore_index=True)


@passes_missing
def event_near(stages: pd.DataFrame, days: pd.DataFrame, *, until: date) -> pd.DataFrame:
    """Tell of the events whose stages next week lies in, or whose burst begins within a fortnight after it.

    Parameters
    ----------
    stages
        ``event year wave platform stage starts ends``; a platform may be ``all``.
    days
        ``platform``: where money is spent.
    until
        The last day that is read; next week are the seven days after it.

    Returns
    -------
    DataFrame
        By start: ``event starts ends`` (its next seven days' first stage) ``stage`` (None before its first) ``burst``
        ``burst_ends`` (the next burst; NaT where all are over) and ``past``: whether a burst of it lies in the four
        weeks that moves are read from. No rows where no event is near.
    """
    first, spent = pd.Timestamp(until) + pd.Timedelta(days=1), [*days["platform"].unique(), "all"]
    own = stages[stages["platform"].isin(spent)]
    end = first + pd.Timedelta(days=WEEK - 1)
    told = []
    for (event, _), rows in own.sort_values("starts").groupby(["event", "year"], sort=False):
        here = rows[(rows["starts"] <= end) & (rows["ends"] >= first)]
        bursts = rows[rows["stage"] == "burst"]
        later = bursts[bursts["ends"] >= first]
        if here.empty and not (later["starts"] <= end + LEAD).any():
            continue
        past = (bursts["ends"] > first - pd.Timedelta(days=SPAN + 1)) & (bursts["starts"] < first)
        at, burst = here.head(1).to_dict("records"), later.head(1).to_dict("records")
        told.append({
            "event": event, "stage": at[0]["stage"] if at else None,
            "starts": at[0]["starts"] if at else pd.NaT, "ends": at[0]["ends"] if at else pd.NaT,
            "burst": burst[0]["starts"] if burst else pd.NaT, "burst_ends": burst[0]["ends"] if burst else pd.NaT,
            "past": bool(past.any()),
        })  # fmt: skip
    return pd.DataFrame(told, columns=["event", "stage", "starts", "ends", "burst", "burst_ends", "past"])


@passes_missing
def quoted(break_even: pd.DataFrame) -> pd.DataFrame:
    """Tell what the figures that planners quote leave of a yuan at this shop's break-even.

    Examples
    --------
    >>> quoted(pd.DataFrame({"break_even_roas": [2.5]}, index=["all"])).round(2).to_dict("records")
    [{'roas': 5.0, 'left': 1.0, 'even': 2.5}, {'roas': 1.2, 'left': -0.52, 'even': 2.5}]
    """
    even = float(break_even["break_even_roas"].to_dict()["all"])
    return pd.DataFrame({"roas": QUOTED, "left": [roas / even - 1 for roas in QUOTED], "even": even})


def _row(keys: Iterable[object], rows: pd.DataFrame, factors: Factors) -> dict[str, Any]:
    own = dict(zip(KEYS, map(str, keys), strict=True))
    claimed, drawn = ratio(rows["paid"], rows["spend"]), factors.get((own["platform"], own["channel"]))
    found, spend = _held(claimed, drawn), float(rows["spend"].sum()) / SPAN * WEEK
    own["where"] = f"{own['platform']}+{own['channel']}"
    return own | {
        "spend": spend, "roas": claimed.value, "calibrated": np.nan if drawn is None else found.value,
        "counts": found.value, "low": found.low, "high": found.high,
    }  # fmt: skip


def _factors(curves: pd.DataFrame) -> Factors:
    """Give the draws of the multiplier of each channel that was tested, the estimate first."""
    tested = curves[curves["tests"] > 0].sort_values("draw")
    return {place: rows["multiplier"].to_numpy(float) for place, rows in tested.groupby(PLACE)}


def _held(claimed: Interval, drawn: Array | None) -> Interval:
    """Bring a claimed ROAS in line with its channel's tests; chance of days and doubt of tests are taken together."""
    if drawn is None:
        return claimed
    error = (claimed.high - claimed.low) / (2 * quantile(LEVEL))
    return spread(claimed.value * drawn[0], np.outer(claimed.value + error * CHANCES, drawn).ravel())


def _verdicts(found: pd.DataFrame) -> list[str]:
    pays, fails = found["low"] > found["break_even_roas"], found["high"] < found["break_even_roas"]
    failed = found["before"] < found["break_even_roas"]
    more = found["marginal_low"] > 1
    return list(np.select([pays & more, pays, fails & failed, fails | (found["counts"] < found["break_even_roas"])],
                          ["scale", "hold", "cut", "mend"], "hold"))  # fmt: skip
