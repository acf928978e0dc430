"""Who makes the content that is proposed: who usually does, unless the week is full and another has room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import partial

import pandas as pd

from planbook.absence import Missing
from planbook.workdays import Workdays

EPS = 1e-9
Room = defaultdict[date, float]  # Monday of a week → hours that are left; a week not told of is a whole one


def staffed(proposed: pd.DataFrame | Missing, weeks: pd.DataFrame | Missing, days: Workdays) -> pd.DataFrame | Missing:
    """Give each proposed piece to who has the hours for it in the weeks in which it is made.

    Parameters
    ----------
    proposed
        ``content.proposals``: ``date owner hours`` and more; its owners make most for their platform.
    weeks
        ``workload.by_week`` of tasks and planned content: ``owner week needed available``; `Missing` where nobody
        gave hours.
    days
        Working days; a piece is made in the five up to its own.

    Returns
    -------
    DataFrame
        The same, by day, with ``crowded``: nobody has room for it, so it stays where it was. Among those with room,
        who makes other pieces comes first, then who has most left.
    """
    if isinstance(proposed, Missing):
        return proposed
    rooms = {} if isinstance(weeks, Missing) else _rooms(weeks)
    makers, owners, crowded = set(proposed["owner"]), [], []
    for day, usual, hours in proposed[["date", "owner", "hours"]].itertuples(index=False, name=None):
        takes = {} if pd.isna(hours) or usual not in rooms else _takes(day.date(), float(hours), days)
        who = _who(usual, takes, rooms, makers)
        for week, share in takes.items():
            rooms[who or usual][week] -= share
        owners.append(who or usual)
        crowded.append(who is None)
    return proposed.assign(owner=owners, crowded=crowded)


def _rooms(weeks: pd.DataFrame) -> dict[str, Room]:
    """Give the hours that each has left; a week of which nothing is known is as long as the longest."""
    rooms = {}
    for owner, own in weeks[weeks["available"].notna()].groupby("owner"):
        whole = partial(float, own["available"].max())
        left = zip(own["week"].dt.date, own["available"] - own["needed"], strict=True)
        rooms[str(owner)] = Room(whole, left)
    return rooms


def _takes(day: date, hours: float, days: Workdays) -> dict[date, float]:
    """Spread the hours of a piece over the weeks in which it is made."""
    own = days.among(max(days.making(day), days.day(0)), day) or [day]
    mondays = [each - timedelta(each.weekday()) for each in own]
    return {week: hours * mondays.count(week) / len(own) for week in dict.fromkeys(mondays)}


def _who(usual: str, takes: dict[date, float], rooms: Mapping[str, Room], makers: Iterable[str]) -> str | None:
    """Choose who has room; who usually makes it comes first. None where nobody has."""
    if not takes:
        return usual
    spare = {owner: min(own[week] - share for week, share in takes.items()) for owner, own in rooms.items()}
    free = [owner for owner, hours in spare.items() if hours >= -EPS]
    return min(free, key=lambda owner: (owner != usual, owner not in makers, -spare[owner], owner), default=None)
