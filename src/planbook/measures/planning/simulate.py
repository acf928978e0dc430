"""When a plan will be ready: durations drawn many times, since one path alone hides how paths wait for each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr

from planbook.absence import passes_missing
from planbook.workdays import Workdays

if TYPE_CHECKING:
    from planbook.measures.planning.schedule import Network

DRAWS, SEED = 5000, 20
WEIGHT = 4.0  # of the likely guess, as in PERT
SURE = 0.8
EARLIEST = 20  # working days by which a plan is tried to begin earlier
EPS = 1e-9
NEAR = 0.02  # of the best chance: what more days add to it is not worth them
AS_PLANNED, AT_ONCE = "as_planned", "at_once"
Numbers = NDArray[np.float64]


@passes_missing
def durations(net: Network, *, draws: int = DRAWS, seed: int = SEED) -> Numbers:
    """Draw how long each task takes from now, in working days: tasks × draws.

    A task follows the beta distribution of PERT between its optimistic and pessimistic guess, with the mean
    (optimistic + 4 × likely + pessimistic) ÷ 6; tasks vary independently.

    References
    ----------
    Vose (2008), Risk Analysis, 3rd ed.: the modified PERT distribution with weight 4.
    """
    low, likely, high = (net.column(name)[:, None] for name in ("optimistic", "likely", "pessimistic"))
    width = np.where(high > low, high - low, 1.0)
    shapes = 1 + WEIGHT * (likely - low) / width, 1 + WEIGHT * (high - likely) / width
    drawn = np.random.default_rng(seed).beta(*shapes, size=(len(low), draws))
    return net.left(low + drawn * (high - low))


@passes_missing
def finish(net: Network, days: Workdays, drawn: Numbers) -> pd.DataFrame:
    """Say when all tasks that count are done, and how likely that is before the campaign begins.

    Parameters
    ----------
    net
        From ``schedule.network``.
    days
        Working days, to name dates.
    drawn
        From ``durations``.

    Returns
    -------
    DataFrame
        Index ``as_planned`` (no task begins before its planned day) and ``at_once`` (each begins as soon as those are
        done that it waits for); ``p50 p80`` the days by which it is done in one of two and in four of five draws,
        ``number50 number80`` the same in working days, ``buffer`` = number80 − number50, ``chance`` the share of draws
        that are done before the first day of the campaign, ``opening`` that day, ``days`` the working days that are
        left from ``p80`` to it (below zero: so many too late).
    """
    releases = {AS_PLANNED: net.column("release"), AT_ONCE: np.zeros(len(net.rows))}
    rows = {name: _told(ended(net, drawn, release), net, days) for name, release in releases.items()}
    return pd.DataFrame.from_dict(rows, orient="index")


@passes_missing
def as_planned(found: pd.DataFrame) -> pd.DataFrame:
    """Keep the row of the plan kept to its dates (``finish``)."""
    return found.loc[[AS_PLANNED]]


@passes_missing
def decides(net: Network, drawn: Numbers) -> pd.Series[float]:
    """Give the share of draws in which each task, kept to its planned day, decides when all is done."""
    ends = net.forward(drawn, net.column("release"))
    latest = net.backward(drawn, _last(net, ends))
    shares = ((latest - ends < EPS) & (drawn > 0)).mean(axis=1)
    return pd.Series(shares, index=pd.Index(net.rows["task"]), name="decides")


@passes_missing
def earlier(net: Network, drawn: Numbers, *, sure: float = SURE) -> pd.DataFrame:
    """Try the plan with its tasks begun by up to 0, 1, 2 … working days earlier than planned.

    No task begins before today, nor before those end that it waits for: what moves is what is planned later than that.

    Returns
    -------
    DataFrame
        ``days chance`` up to the first that is as sure as asked for, or within .02 of what it can become; the last row
        says which it was.
    """
    best = float((ended(net, drawn, np.zeros(len(net.rows))) <= net.opening + EPS).mean())
    rows = []
    for shift in range(EARLIEST + 1):
        done = ended(net, drawn, np.maximum(net.column("release") - shift, 0.0))
        rows.append((shift, float((done <= net.opening + EPS).mean())))
        if rows[-1][1] >= min(sure, best - NEAR):
            break
    return pd.DataFrame(rows, columns=["days", "chance"])


@passes_missing
def by_day(net: Network, days: Workdays, drawn: Numbers) -> pd.DataFrame:
    """Give the chance that all is done by each working day: index the days, columns as_planned and at_once."""
    releases = {AS_PLANNED: net.column("release"), AT_ONCE: np.zeros(len(net.rows))}
    ends = {name: ended(net, drawn, release) for name, release in releases.items()}
    first = int(np.floor(min(done.min() for done in ends.values())))
    last = int(np.ceil(max(np.quantile(done, 0.99) for done in ends.values())))
    numbers = list(range(max(first, 1), last + 1))
    index = pd.DatetimeIndex([pd.Timestamp(days.end(number)) for number in numbers])
    shares = {name: [float((done <= number + EPS).mean()) for number in numbers] for name, done in ends.items()}
    return pd.DataFrame(shares, index=index)


@passes_missing
def normal_chance(path: pd.DataFrame, by: float) -> float:
    """Give the chance by the normal rule of PERT: that of the critical path alone, which is too high where paths meet.

    Parameters
    ----------
    path
        From ``schedule.critical_path``.
    by
        The working day by which all is to be done.
    """
    longest = path[path["critical"]]
    mean, variance = float(longest["te"].sum()), float(longest["variance"].sum())
    return float(ndtr((by - mean) / np.sqrt(variance))) if variance > 0 else float(mean <= by)


def ended(net: Network, drawn: Numbers, release: Numbers) -> Numbers:
    """Give the working day at which all that counts is done, draw by draw."""
    return _last(net, net.forward(drawn, release))


def _last(net: Network, ends: Numbers) -> Numbers:
    counts = net.rows["counts"].to_numpy(dtype=bool)
    found: Numbers = ends[counts].max(axis=0, initial=0.0)
    return found


def _told(done: Numbers, net: Network, days: Workdays) -> dict[str, object]:
    half, most = (float(np.quantile(done, share)) for share in (0.5, SURE))
    return {
        "p50": pd.Timestamp(days.end(half)), "p80": pd.Timestamp(days.end(most)), "number50": half, "number80": most,
        "buffer": most - half, "chance": float((done <= net.opening + EPS).mean()),
        "opening": pd.Timestamp(days.day(net.opening)), "days": net.opening - most,
    }  # fmt: skip
