"""The days that a shop's tables cover: gaps, tables that end early, and days that lie far from all others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import ibis
import pandas as pd

from planbook.tables.schema import TABLES
from planbook.tables.store import fetch

# tables of daily rows: how bad a gap is, and whether each platform is looked at by itself
DAILY = {
    "orders": ("note", False),
    "traffic": ("warning", True),
    "item_traffic": ("note", True),
    "ad_spend": ("note", False),
}
LONELY = pd.Timedelta(days=31)  # days that lie so far from all others are taken for a slip of the pen …
FEW = 5  # … when they are no more than this
WHOLE = "all"

Told = tuple[str, str, str, str, int, str, str]


def days_of(name: str, table: ibis.Table, dated_by: str) -> pd.DataFrame:
    """List the days on which a daily table has rows: ``platform day`` (datetime64); empty for other tables."""
    column = dated_by if name == "orders" else TABLES[name].dated_by
    if name not in DAILY or column not in table.columns:
        return pd.DataFrame(columns=["platform", "day"])
    platform = table.platform if DAILY[name][1] else ibis.literal(WHOLE)
    dated = table.filter(table[column].notnull())
    days = dated.select(platform=platform, day=table[column].cast("date")).distinct()
    return fetch(days).sort_values(["platform", "day"], ignore_index=True)


def findings_of_days(days: Mapping[str, pd.DataFrame], dated_by: str) -> Iterator[Told]:
    """Tell what is odd with the days of tables: (table, column, check, severity, rows, example, advice).

    Parameters
    ----------
    days
        Table → its days, by `days_of`; the last day of orders (else of all tables) is the end of the data.
    dated_by
        The shop's, which dates its orders.
    """
    lonely = {name: _lonely(frame["day"], _others(days, name)) for name, frame in days.items()}
    sound = {name: frame[~frame["day"].isin(lonely[name])] for name, frame in days.items()}
    ends = {name: frame["day"].max() for name, frame in sound.items()}
    end = ends.get("orders", max(ends.values(), default=pd.NaT))
    for name, frame in sound.items():
        column = dated_by if name == "orders" else "date"
        if len(lonely[name]):
            advice = "No other table has such days; is the year wrong?"
            yield name, column, "far from all other days", "warning", len(lonely[name]), _day(lonely[name][-1]), advice
        for platform, own in frame.groupby("platform")["day"]:
            yield from _gaps(name, column, (str(platform), own), end)


def _gaps(name: str, column: str, covered: tuple[str, pd.Series], end: pd.Timestamp) -> Iterator[Told]:
    severity, (platform, days) = DAILY[name][0], covered
    where = "" if platform == WHOLE else f" ({platform})"
    absent = pd.date_range(days.min(), days.max()).difference(pd.DatetimeIndex(days))
    if len(absent):
        advice = "Was the shop closed, or is a file missing?"
        yield name, column, "days without rows", severity, len(absent), _day(absent[0]) + where, advice
    late = (end - days.max()).days
    if late > 0:
        advice = f"The data goes on to {_day(end)}; import what is missing."
        yield name, column, "ends early", severity, late, _day(days.max()) + where, advice


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


def _day(when: pd.Timestamp) -> str:
    return when.date().isoformat()
