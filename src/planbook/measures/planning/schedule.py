"""A schedule: which task waits for which, how long each takes, which of them decide the end, and what is wrong in it.

Time is counted in working days from the first after the last day that is read: a task that ends at 3.2 ends in the
course of the fourth. Durations are PERT's: three guesses, of which the likely one weighs four times.
"""

from __future__ import annotations

import graphlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.ran import Ran
from planbook.workdays import Workdays

GUESSES = ["optimistic", "likely", "pessimistic"]
LEFT = 1.0  # working days that a task takes at least that is under way and not done
EPS = 1e-9
UNKNOWN, CYCLE, GUESS, NOBODY = "unknown_task", "cycle", "estimate", "nobody"
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Network:
    """Tasks, each behind those that it waits for (``before``: their places in ``rows``).

    ``rows`` has the tasks' own columns and ``te variance basis elapsed release finished counts``; ``opening`` is the
    working day on which the campaign begins; ``faults`` (``kind task other``) is what had to be left out or mended.
    """

    rows: pd.DataFrame
    before: tuple[tuple[int, ...], ...]
    faults: pd.DataFrame
    opening: float

    def column(self, name: str) -> Numbers:
        """Give a column of numbers."""
        return self.rows[name].to_numpy(dtype=float)

    def left(self, durations: Numbers) -> Numbers:
        """Take off what is done of each task: all of it, or the days since it began; what is open takes a day more."""
        elapsed = self.column("elapsed").reshape(-1, *[1] * (durations.ndim - 1))
        finished = self.rows["finished"].to_numpy(dtype=bool).reshape(elapsed.shape)
        begun = np.where(elapsed > 0, np.maximum(durations - elapsed, LEFT), durations)
        return np.where(finished, 0.0, begun)

    def forward(self, left: Numbers, release: Numbers) -> Numbers:
        """Give when each task ends that begins at its release, and not before those end that it waits for."""
        ends = np.zeros_like(left)
        for place, waits in enumerate(self.before):
            start = np.broadcast_to(release[place], left[place].shape)
            for other in waits:
                start = np.maximum(start, ends[other])
            ends[place] = start + left[place]
        return ends

    def backward(self, left: Numbers, end: Numbers | float, closes: Numbers | None = None) -> Numbers:
        """Give when each task must end at the latest, for all that count to be done by an end.

        ``closes`` is the end of each task's own deadline, infinite where it has none.
        """
        counts = self.rows["counts"].to_numpy(dtype=bool)
        own = np.full(len(counts), np.inf) if closes is None else closes
        ends = [np.minimum(np.where(does, end, np.inf), last) for does, last in zip(counts, own, strict=True)]
        latest = np.stack([np.broadcast_to(each, left[0].shape) for each in ends]).copy()
        for place in range(len(self.before) - 1, -1, -1):
            for other in self.before[place]:
                latest[other] = np.minimum(latest[other], latest[place] - left[place])
        return latest


@passes_missing
def network(tasks: pd.DataFrame, ran: Ran, days: Workdays) -> Network | Missing:
    """Order tasks by what they wait for.

    Parameters
    ----------
    tasks
        ``task owner starts due done after optimistic likely pessimistic`` and more (``summaries.planned_tasks``, with
        what ``deadlines.ahead`` adds).
    ran
        The campaign: tasks that are due before its first day, or not dated, count for being ready.
    days
        Working days after the last day that is read.

    Returns
    -------
    Network
        A task that nobody knows, and the link that closes a circle, are left out and stand among the faults. `Missing`
        without tasks.
    """
    if tasks.empty:
        return missing("tasks", reason="empty")
    rows = tasks.drop_duplicates("task").reset_index(drop=True)
    links, faults = _links(rows)
    order = list(graphlib.TopologicalSorter(links).static_order())
    place = {task: at for at, task in enumerate(order)}
    ordered = _timed(rows.set_index("task").loc[order].reset_index(), ran, days)
    before = tuple(tuple(place[other] for other in links[task]) for task in order)
    known = pd.DataFrame([*faults, *_guesses(ordered), *_unowned(ordered)], columns=["kind", "task", "other"])
    return Network(ordered, before, known, float(days.number(ran.span.start)))


@passes_missing
def critical_path(net: Network) -> pd.DataFrame:
    """Find the longest way through a network, each task begun as soon as those are done that it waits for.

    Returns
    -------
    DataFrame
        ``task te variance start finish latest_start latest_finish slack critical`` in working days from the first;
        ``te`` = (optimistic + 4 × likely + pessimistic) ÷ 6 less what is done, ``variance`` = ((pessimistic −
        optimistic) ÷ 6)². Slack is what a task may be late by without moving the end; infinite of tasks after it.

    References
    ----------
    Kelley & Walker (1959); Malcolm, Roseboom, Clark & Fazar (1959), Operations Research 7, 646-669.
    """
    left = net.left(net.column("te"))
    ends = net.forward(left, np.zeros(len(left)))
    counts = net.rows["counts"].to_numpy(dtype=bool)
    latest = net.backward(left, float(ends[counts].max(initial=0.0)))
    slack = (latest - ends).round(9)
    open_ = ~net.rows["finished"].to_numpy(dtype=bool)
    return pd.DataFrame({
        "task": net.rows["task"], "te": left, "variance": np.where(open_, net.column("variance"), 0.0),
        "start": ends - left, "finish": ends, "latest_start": latest - left, "latest_finish": latest, "slack": slack,
        "critical": (slack < EPS) & open_,
    })  # fmt: skip


@passes_missing
def waits(net: Network) -> dict[str, tuple[str, ...]]:
    """Tell which tasks each waits for."""
    names = [str(task) for task in net.rows["task"]]
    return {task: tuple(names[other] for other in own) for task, own in zip(names, net.before, strict=True)}


@passes_missing
def opening(net: Network) -> float:
    """Tell on which working day the campaign begins."""
    return net.opening


def _links(rows: pd.DataFrame) -> tuple[dict[str, list[str]], list[tuple[str, str, str]]]:
    """Read what each task waits for; drop what is not known, and of each circle the link that closes it."""
    known, faults = set(rows["task"]), []
    links: dict[str, list[str]] = {}
    for task, after in zip(rows["task"], rows["after"].astype(object).fillna(""), strict=True):
        asked = dict.fromkeys(name.strip() for name in str(after).replace("；", ";").split(";") if name.strip())
        faults += [(UNKNOWN, task, name) for name in asked if name not in known]
        links[task] = sorted(name for name in asked if name in known)
    while circle := _circle(links):
        waits, other = circle[1], circle[0]  # graphlib names each before the one that waits for it
        links[waits].remove(other)
        faults.append((CYCLE, waits, " → ".join(circle)))
    return links, faults


def _circle(links: dict[str, list[str]]) -> list[str]:
    try:
        graphlib.TopologicalSorter(links).prepare()
    except graphlib.CycleError as error:
        return list(error.args[1])
    return []


def _timed(rows: pd.DataFrame, ran: Ran, days: Workdays) -> pd.DataFrame:
    starts, due = (rows[name].map(lambda day: _number(day, days)) for name in ("starts", "due"))
    from_dates = (due - starts + 1).clip(lower=1.0)
    told = rows[GUESSES].astype(float)
    whole = told.notna().all(axis=1)
    one = told["likely"].fillna(from_dates).fillna(1.0)
    basis = np.select([whole, told["likely"].notna(), from_dates.notna()], ["three", "one", "dates"], "none")
    low, likely, high = np.sort(told.where(whole, pd.concat([one] * 3, axis=1, keys=GUESSES)).to_numpy(), axis=1).T
    finished = rows["done"].notna() & (rows["done"] <= pd.Timestamp(ran.as_of))
    return rows.assign(
        optimistic=low, likely=likely, pessimistic=high, te=(low + 4 * likely + high) / 6,
        variance=((high - low) / 6) ** 2, basis=basis,
        disordered=whole & (told.to_numpy() != np.stack([low, likely, high], axis=1)).any(axis=1),
        elapsed=(-starts).clip(lower=0.0).fillna(0.0), release=starts.clip(lower=0.0).fillna(0.0), finished=finished,
        counts=rows["due"].isna() | (rows["due"] < pd.Timestamp(ran.span.start)),
    )  # fmt: skip


def _number(day: Any, days: Workdays) -> float:
    return float("nan") if pd.isna(day) else float(days.number(day.date()))


def _guesses(rows: pd.DataFrame) -> list[tuple[str, str, str]]:
    return [(GUESS, str(task), "") for task in rows.loc[rows["disordered"], "task"]]


def _unowned(rows: pd.DataFrame) -> list[tuple[str, str, str]]:
    nobody = (rows["owner"].astype(object).fillna("") == "") & ~rows["finished"]
    return [(NOBODY, str(task), "") for task in rows.loc[nobody, "task"]]
