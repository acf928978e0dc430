"""How many hours of a campaign fall on whom, week by week, against the hours that each has for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd

from planbook.absence import Missing, passes_missing
from planbook.workdays import Workdays, spread

DAYS_A_WEEK = 5


def weekly(
    laid: pd.DataFrame | Missing, content: pd.DataFrame | Missing, team: Mapping[str, float], days: Workdays
) -> pd.DataFrame | Missing:
    """Sum the hours of tasks and content of each owner and week.

    Parameters
    ----------
    laid
        From ``deadlines.dated``: ``owner begins ends hours state``; what is done takes no more hours, what is open is
        spread evenly over its working days from now on.
    content
        ``date owner hours`` (``content.whole``), or `Missing`; a piece is made in the five working days up to its day.
    team
        Owner → hours a week for campaigns, of planbook.yml.
    days
        Working days after the last day that is read.

    Returns
    -------
    DataFrame
        ``week`` (its Monday) ``owner tasks content hours available share over``, by week and owner: ``available`` is
        the team's hours × working days of the week ÷ 5, NaN of who is not in the team; ``share`` = hours ÷ available.
        `Missing` where neither tasks nor content have hours.
    """
    if isinstance(laid, Missing):
        return laid
    told = [*_lines(laid[laid["state"] != "done"], "tasks", days), *_lines(content, "content", days)]
    if not told:
        return Missing((), "empty")
    found = pd.DataFrame(told).pivot_table(
        index=["week", "owner"], columns="kind", values="hours", aggfunc="sum", fill_value=0.0
    )
    found = found.reindex(columns=["tasks", "content"], fill_value=0.0).rename_axis(columns=None).reset_index()
    found["hours"] = found["tasks"] + found["content"]
    found["available"] = [
        team.get(owner, float("nan")) * _works(week, days) / DAYS_A_WEEK
        for week, owner in zip(found["week"], found["owner"], strict=True)
    ]
    found["share"] = found["hours"] / found["available"].where(found["available"] > 0)
    return found.assign(over=found["hours"] > found["available"]).sort_values(["week", "owner"], ignore_index=True)


@passes_missing
def grid(load: pd.DataFrame) -> pd.DataFrame | Missing:
    """Lay the shares out: index owner, columns the weeks; 1 is as many hours as there are. Of the team only."""
    known = load[load["share"].notna()]
    if known.empty:
        return Missing((), "empty")
    weeks = pd.date_range(known["week"].min(), known["week"].max(), freq="7D")
    wide = known.pivot_table(index="owner", columns="week", values="share", aggfunc="sum")
    return wide.reindex(columns=weeks).fillna(0.0).sort_index()


@passes_missing
def planned_hours(load: pd.DataFrame) -> pd.DataFrame:
    """Sum each owner's hours: ``owner hours available share weeks over`` (weeks with too many); the last row all."""
    rows = [(str(owner), own) for owner, own in load.groupby("owner")] + [("total", load[load["available"].notna()])]
    found = pd.DataFrame([
        {"owner": owner, "hours": float(own["hours"].sum()), "available": float(own["available"].sum(min_count=1)),
         "weeks": int(own["week"].nunique()), "over": int(own["over"].sum())}
        for owner, own in rows
    ])  # fmt: skip
    return found.assign(share=found["hours"] / found["available"].where(found["available"] > 0))


def _lines(frame: pd.DataFrame | Missing, kind: str, days: Workdays) -> Iterator[dict[str, object]]:
    """Lay the hours of each task or piece on its working days: ``week owner kind hours``."""
    known = [] if isinstance(frame, Missing) else _rows(frame[frame["hours"].notna()])
    for row in known:
        last = row["ends"] if kind == "tasks" else row["date"]
        first = row["begins"] if kind == "tasks" else pd.Timestamp(days.making(last.date()))
        owner = "" if pd.isna(row["owner"]) else row["owner"]
        for day, hours in _hours(first, last, row["hours"], days).items():
            yield {"week": pd.Timestamp(day - timedelta(day.weekday())), "owner": owner, "kind": kind, "hours": hours}


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def _hours(first: Any, last: Any, hours: float, days: Workdays) -> dict[date, float]:
    """Deal hours out over the working days that are still to come; where all are over, they fall on the next."""
    start, end = max(first.date(), days.day(0)), last.date()
    ahead = days.among(start, end)
    return spread(ahead or [max(end, days.day(0))], float(hours))


def _works(week: pd.Timestamp, days: Workdays) -> int:
    return len(days.among(week.date(), week.date() + timedelta(6)))
