"""What is known of days ahead: weekdays, the year's course, events with their stages, festivals, campaigns.

Spring Festival and Mid-Autumn move through the calendar; their days are those of the Hong Kong Observatory's tables of
Gregorian and lunar dates. Other conversions differ by a day where a new moon falls near midnight (2027, 2030).
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planbook.absence import Missing, given, passes_missing
from planbook.measures.ran import Ran
from planbook.periods import Period

ALL, CAMPAIGN = "all", "campaign:"
YEAR = 365.25
SEEN = 2  # days on which something must have been seen to be learned
WAVES = 2  # of a year
SPRING_FESTIVAL = (
    *("2015-02-19", "2016-02-08", "2017-01-28", "2018-02-16", "2019-02-05", "2020-01-25", "2021-02-12"),
    *("2022-02-01", "2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26"),
    *("2029-02-13", "2030-02-03", "2031-01-23", "2032-02-11", "2033-01-31", "2034-02-19", "2035-02-08"),
)
MID_AUTUMN = (
    *("2015-09-27", "2016-09-15", "2017-10-04", "2018-09-24", "2019-09-13", "2020-10-01", "2021-09-21"),
    *("2022-09-10", "2023-09-29", "2024-09-17", "2025-10-06", "2026-09-25", "2027-09-15", "2028-10-03"),
    *("2029-09-22", "2030-09-12", "2031-10-01", "2032-09-19", "2033-09-08", "2034-09-27", "2035-09-16"),
)
FESTIVALS = {  # name → its days, and the stretches of days around it (first and last day from it) that are alike
    "spring_festival": (SPRING_FESTIVAL, ((-28, -22), (-21, -15), (-14, -8), (-7, -4), (-3, 6), (7, 14))),
    "mid_autumn": (MID_AUTUMN, ((-14, -8), (-7, -2), (-1, 3))),
}
EDITION = re.compile(r"-\d{4}(?P<wave>-\d+)?$")


class Calendar(NamedTuple):
    """What is known of days beforehand; None: the shop has no such table."""

    stages: pd.DataFrame | None  # event year wave platform stage starts ends moved
    campaigns: pd.DataFrame | None  # campaign platform starts ends, of all years
    festivals: bool  # does the shop sell by the Chinese calendar?


def calendar(stages: pd.DataFrame | Missing, campaigns: pd.DataFrame | Missing, span: Period, *, zone: str) -> Calendar:
    """Gather what is known of days: events, also those not announced yet (`completed`), campaigns, festivals."""
    return Calendar(given(completed(stages, span)), given(campaigns), keeps_festivals(zone))


def moved(calendar: Calendar) -> tuple[str, ...]:
    """Name the events that stand in the calendar as they were a year before."""
    if calendar.stages is None:
        return ()
    return tuple(map(str, calendar.stages.loc[calendar.stages["moved"], "event"].unique()))


def keeps_festivals(zone: str) -> bool:
    """Tell whether a shop in this time zone sells by the Chinese calendar.

    Examples
    --------
    >>> keeps_festivals("Asia/Shanghai"), keeps_festivals("Europe/London")
    (True, False)
    """
    return zone in ("Asia/Shanghai", "Asia/Urumqi", "Asia/Hong_Kong", "Asia/Macau", "Asia/Taipei", "Asia/Singapore")


@passes_missing
def completed(stages: pd.DataFrame, span: Period) -> pd.DataFrame:
    """Add the events that the calendar does not have yet, from their last edition moved by a year.

    Parameters
    ----------
    stages
        ``event year wave platform stage starts ends``.
    span
        The days that are planned.

    Returns
    -------
    DataFrame
        The same rows and those that were moved into the span; ``moved`` tells which.

    Examples
    --------
    >>> day = pd.Timestamp("2025-11-11")
    >>> stages = pd.DataFrame({"event": "double11", "year": [2025], "wave": 1, "platform": "all", "stage": "burst",
    ...                        "starts": day, "ends": day})
    >>> found = completed(stages, Period(day.date().replace(2026, 11, 1), day.date().replace(2026, 11, 30), "2026-11"))
    >>> found[["year", "moved"]].to_numpy().tolist()
    [[2025, False], [2026, True]]
    """
    latest = stages["event"].map(stages.groupby("event")["year"].max())
    last = stages[stages["year"] == latest]
    year = pd.DateOffset(years=1)
    next_ = last.assign(year=last["year"] + 1, starts=last["starts"] + year, ends=last["ends"] + year, moved=True)
    inside = (next_["starts"] <= pd.Timestamp(span.end)) & (next_["ends"] >= pd.Timestamp(span.start))
    return pd.concat([stages.assign(moved=False), next_[inside]], ignore_index=True)


@passes_missing
def names(days: pd.DataFrame, ran: Ran | None = None) -> dict[str, tuple[str, ...]]:
    """Name the series that are foretold, with the platforms in each: the shop, each platform, the campaign's together.

    Examples
    --------
    >>> names(pd.DataFrame({"platform": ["jd", "tmall"]}))
    {'all': ('jd', 'tmall'), 'jd': ('jd',), 'tmall': ('tmall',)}
    """
    every = tuple(sorted(days["platform"].unique()))
    campaign = () if ran is None else tuple(sorted(set(ran.platforms) & set(every)))
    each = {ALL: every} | {name: (name,) for name in every}
    return each | ({"campaign": campaign} if 1 < len(campaign) < len(every) else {})


def design(days: pd.DatetimeIndex, calendar: Calendar, platforms: tuple[str, ...] = ()) -> pd.DataFrame:
    """Describe days by what is known of them beforehand.

    Parameters
    ----------
    days
        One after the other, history first.
    calendar
        What happens when.
    platforms
        The series' own; empty: all.

    Returns
    -------
    DataFrame
        Index ``days``; a column of 0 and 1 for weekdays, stages of events, stretches around festivals and campaigns
        (``campaign:name``, without its year), and waves of the year and its growth (``year:…``).

    Examples
    --------
    >>> design(pd.date_range("2026-02-16", periods=2), Calendar(None, None, True))["spring_festival:-3"].tolist()
    [1.0, 1.0]
    """
    found = {f"weekday:{n}": (days.day_of_week == n).astype(float) for n in range(1, 7)}
    turns = np.asarray((days - pd.Timestamp("2000-01-01")).days, dtype=np.float64) / YEAR
    for wave in range(1, WAVES + 1):
        found |= {
            f"year:cos{wave}": np.cos(2 * np.pi * wave * turns),
            f"year:sin{wave}": np.sin(2 * np.pi * wave * turns),
        }
    found["year:growth"] = turns - turns[0]
    event = _stages(days, calendar.stages, platforms)
    if calendar.festivals:
        found |= _festivals(days)
    busy = np.any(list(event.values()), axis=0) if event else np.zeros(len(days), dtype=bool)
    return pd.DataFrame(found | event | _campaigns(days, calendar.campaigns, platforms, busy=busy), index=days)


def _stages(
    days: pd.DatetimeIndex, stages: pd.DataFrame | None, platforms: tuple[str, ...]
) -> dict[str, NDArray[np.float64]]:
    if stages is None:
        return {}
    ours = stages[stages["platform"].isin([ALL, *platforms])] if platforms else stages
    found = {}
    for (event, stage, wave), rows in ours.groupby(["event", "stage", "wave"], sort=True):
        name = f"{event}:{stage}:{wave}"
        found[name] = _inside(days, rows)
        if stage == "burst":  # its first and its last day are peaks of their own
            long = rows[rows["ends"] > rows["starts"]]
            found[f"{name}:first"] = _inside(days, long.assign(ends=long["starts"]))
            found[f"{name}:last"] = _inside(days, long.assign(starts=long["ends"]))
    return found


def _festivals(days: pd.DatetimeIndex) -> dict[str, NDArray[np.float64]]:
    found = {}
    for name, (dates, stretches) in FESTIVALS.items():
        feasts = pd.to_datetime(pd.Series(dates))
        for first, last in stretches:
            rows = pd.DataFrame({"starts": feasts + pd.Timedelta(days=first), "ends": feasts + pd.Timedelta(days=last)})
            found[f"{name}:{first}"] = _inside(days, rows)
    return found


def _campaigns(
    days: pd.DatetimeIndex, campaigns: pd.DataFrame | None, platforms: tuple[str, ...], *, busy: NDArray[np.bool_]
) -> dict[str, NDArray[np.float64]]:
    if campaigns is None:
        return {}
    ours = campaigns[campaigns["platform"].isin(platforms)] if platforms else campaigns
    found = {}
    named = ours.assign(name=[edition(key) for key in ours["campaign"]])
    for name, rows in named.groupby("name", sort=True):
        editions = [_inside(days, own) for _, own in rows.groupby("campaign", sort=True)]
        # a campaign that is always an event's is told by the event
        if any((during * busy).sum() <= during.sum() / 2 for during in editions if during.any()):
            found[f"{CAMPAIGN}{name}"] = np.max(editions, axis=0)
    return found


@passes_missing
def designs(names: dict[str, tuple[str, ...]], days: pd.DatetimeIndex, calendar: Calendar) -> dict[str, pd.DataFrame]:
    """Describe the days of the history and those ahead (`every_day`) for each series; see `design`."""
    return {name: design(days, calendar, own) for name, own in names.items()}


@passes_missing
def every_day(paid: pd.DataFrame, ahead: Period, ran: Ran | None = None) -> pd.DatetimeIndex:
    """Give the days from the first of the history (the index of ``paid``) to the last of all that is planned."""
    end = ahead.end if ran is None else max(ahead.end, ran.span.end)
    return pd.date_range(paid.index[0], end)


@passes_missing
def unseen(designs: dict[str, pd.DataFrame], paid: pd.DataFrame) -> tuple[str, ...]:
    """Name the events and campaigns ahead that were not seen on two days of the history or more."""
    design, history = designs[ALL], len(paid)
    ahead, seen = (design.iloc[history:] != 0).any(), (design.iloc[:history] != 0).sum() >= SEEN
    campaigns = [name.removeprefix(CAMPAIGN) for name in map(str, design.columns[seen]) if name.startswith(CAMPAIGN)]
    names = map(str, design.columns[ahead.to_numpy() & ~seen.to_numpy()])
    # an event that the shop held as a campaign of its own before is known as that
    return tuple(name for name in names if name.partition(":")[0] not in campaigns)


def edition(key: str) -> str:
    """Name a campaign without its year.

    Examples
    --------
    >>> edition("white-dew-2026"), edition("double11-2026-2"), edition("opening")
    ('white-dew', 'double11-2', 'opening')
    """
    return EDITION.sub(lambda match: match["wave"] or "", str(key))


def _inside(days: pd.DatetimeIndex, rows: pd.DataFrame) -> NDArray[np.float64]:
    moments = days.to_numpy()[:, None]
    starts, ends = rows["starts"].to_numpy(), rows["ends"].to_numpy()
    return np.asarray(((moments >= starts) & (moments <= ends)).any(axis=1), dtype=np.float64)
