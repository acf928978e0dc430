"""The days that a shop's tables cover: gaps, tables that end early, and days that lie far from all others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import ibis
import pandas as pd

from planbook.tables.findings import NOTE, WARNING, Days, Finding, msg
from planbook.tables.schema import DATA, TABLES
from planbook.tables.store import fetch


class Habit(NamedTuple):
    """How a table has its days: ``steady``, a row each day and platform; and how bad a day without any is."""

    steady: bool
    gap: str


HABITS = {
    "orders": Habit(steady=False, gap=NOTE),
    "traffic": Habit(steady=True, gap=WARNING),
    "item_traffic": Habit(steady=True, gap=NOTE),
    "ad_spend": Habit(steady=False, gap=NOTE),
}
LONELY = pd.Timedelta(days=31)  # days that lie so far from all others are taken for a slip of the pen …
FEW = 5  # … when they are no more than this
KNOWN = 30  # days after which a platform's longest pause is known
LEFT = 92  # days after which a platform that has none is taken for one that was left


def findings(tables: Mapping[str, ibis.Table], dated_by: str) -> Iterator[Finding]:
    """Tell what is odd with the days of tables.

    Parameters
    ----------
    tables
        Those that could be opened.
    dated_by
        The shop's, which dates its orders. The last day of orders (else of all daily tables) is the end of the data;
        orders themselves are held against the end of the traffic.
    """
    columns = {name: dated_by if name == "orders" else TABLES[name].dated_by for name in DATA}
    days = {
        name: _days(tables[name], column)
        for name, column in columns.items()
        if name in tables and column in tables[name].columns
    }
    lonely = {name: _lonely(frame["day"], _others(days, name)) for name, frame in days.items()}
    for name, found in lonely.items():
        if found:
            advice, example = msg("No other table has such days; is the year wrong?"), _day(found[-1])
            check = msg("far from all other days")
            yield Finding(name, str(columns[name]), check, WARNING, len(found), example, advice)
    sound = {name: frame[~frame["day"].isin(lonely[name])] for name, frame in days.items() if name in HABITS}
    ends = {name: frame["day"].max() for name, frame in sound.items() if len(frame)}
    end = ends.get("orders", max(ends.values(), default=pd.NaT))
    for name in ends:
        goes_on = max(end, ends.get("traffic", end)) if name == "orders" else end
        yield from _gaps(name, str(columns[name]), sound[name])
        yield from _late(name, str(columns[name]), sound[name], goes_on)


def _days(table: ibis.Table, column: str | None) -> pd.DataFrame:
    """List the days on which a table has rows: ``platform day`` (datetime64)."""
    platform = table.platform.fill_null("") if "platform" in table.columns else ibis.literal("")
    dated = table.filter(table[column].notnull())
    days = dated.select(platform=platform, day=table[column].cast("date")).distinct()
    return fetch(days).sort_values(["platform", "day"], ignore_index=True)


def _gaps(name: str, column: str, covered: pd.DataFrame) -> Iterator[Finding]:
    steady, severity = HABITS[name]
    for platform, days in covered.groupby("platform" if steady else lambda _: "")["day"]:
        absent = pd.date_range(days.min(), days.max()).difference(pd.DatetimeIndex(days))
        if len(absent):
            advice, example = msg("Was the shop closed, or is a file missing?"), _at(absent[0], platform)
            check, count = msg("days without rows"), len(absent)
            yield Finding(name, column, check, severity, count, example, advice, days=_spans(absent))


def _late(name: str, column: str, covered: pd.DataFrame, end: pd.Timestamp) -> Iterator[Finding]:
    """Tell which platforms end before the data does; where they pause at times, only after a longer pause than ever."""
    for platform, days in covered.groupby("platform")["day"]:
        late = (end - days.max()).days
        pause = 0 if HABITS[name].steady else _pause(days)
        if late > pause:
            severity = WARNING if late <= LEFT else NOTE
            advice, values = msg("The data goes on to {end}; import what is missing."), {"end": _day(end)}
            missing = ((_day(days.max() + pd.Timedelta(days=1)), _day(end)),)
            example = _at(days.max(), platform)
            yield Finding(name, column, msg("ends early"), severity, late, example, advice, values, missing)


def _pause(days: pd.Series) -> int:
    unique = days.drop_duplicates().sort_values()
    return int(unique.diff().max().days) - 1 if len(unique) >= KNOWN else LEFT


def _spans(days: pd.DatetimeIndex) -> Days:
    """Join days that follow each other to spans."""
    starts = (days.to_series().diff() != pd.Timedelta(days=1)).cumsum()
    return tuple((_day(run.min()), _day(run.max())) for _, run in days.to_series().groupby(starts))


def _others(days: Mapping[str, pd.DataFrame], name: str) -> pd.Series:
    none = pd.Series(dtype="datetime64[us]", name="day")
    others: pd.Series = pd.concat([none, *(frame["day"] for other, frame in days.items() if other != name)])
    return others


def _lonely(days: pd.Series, others: pd.Series) -> list[pd.Timestamp]:
    """Find a few days at either end that lie far from the rest and from every other table."""
    found: list[pd.Timestamp] = []
    line = sorted(days.unique())
    for run in (line, line[::-1]):
        breaks = [at for at in range(1, len(run)) if abs(run[at] - run[at - 1]) > LONELY and at <= FEW]
        edge = run[: breaks[-1]] if breaks and len(run) > 2 * breaks[-1] else []
        found += [day for day in edge if not ((others - day).abs() <= LONELY).any()]
    return sorted(found)


def _at(day: pd.Timestamp, platform: object) -> str:
    return f"{_day(day)} ({platform})" if platform else _day(day)


def _day(when: pd.Timestamp) -> str:
    return when.date().isoformat()
