"""Periods: a month, a week, a day, a range or an event, and what each is compared with.

Nothing here looks at a clock: ``latest`` is the last complete period of the shop's own data.
"""

from __future__ import annotations

import calendar as months
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, NamedTuple

from planbook.absence import ParameterError

Kind = Literal["month", "week", "day", "range", "event"]
YEARS = range(1990, 2201)
BEFORE, AFTER = 10, 7  # days around an event's burst that are compared: D−10 … D+7
LATE = {"month": 2, "week": 0}  # days without a first order that leave a period complete

_ALLOWED = "Write 2026-10, 2026-W42, 2026-10-11, 2026-10-01..2026-10-15, an event such as double11-2026, or latest."


@dataclass(frozen=True)
class Period:
    """Days from ``start`` to ``end``, both counted, under a name."""

    start: date
    end: date
    name: str
    kind: Kind = "range"

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    def shifted(self, days: int, name: str = "") -> Period:
        """Move it by some days."""
        start, end = self.start + timedelta(days), self.end + timedelta(days)
        return Period(start, end, name or f"{start}..{end}")


class Stage(NamedTuple):
    """One stage of one wave of an event, from the table ``events``."""

    event: str
    year: int
    wave: int
    stage: str
    starts: date
    ends: date


def month(year: int, number: int) -> Period:
    """Make the period of a calendar month."""
    last = months.monthrange(year, number)[1]
    return Period(date(year, number, 1), date(year, number, last), f"{year}-{number:02}", "month")


def week(year: int, number: int) -> Period:
    """Make the period of an ISO week."""
    start = date.fromisocalendar(year, number, 1)
    return Period(start, start + timedelta(6), f"{year}-W{number:02}", "week")


def day(when: date) -> Period:
    """Make the period of one day."""
    return Period(when, when, when.isoformat(), "day")


def parse(text: str, stages: Iterable[Stage] = ()) -> Period:
    """Read a period from text; ``latest`` is not a period but a question to the data (`latest`).

    Raises
    ------
    ParameterError
        When the text is no period, or lies outside the years 1990 to 2200, says how one is written.

    Examples
    --------
    >>> parse("2026-10").days
    31
    >>> parse("2026-W42").start
    datetime.date(2026, 10, 12)
    """
    try:
        if match := re.fullmatch(r"(\d{4})-(\d{2})", text):
            return month(_year(match[1], text), int(match[2]))
        if match := re.fullmatch(r"(\d{4})-W(\d{2})", text):
            return week(_year(match[1], text), int(match[2]))
        if match := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text):
            return day(date(_year(match[1], text), int(match[2]), int(match[3])))
        if match := re.fullmatch(r"(\S+?)\.\.(\S+)", text):
            return _range(parse(match[1]), parse(match[2]), text)
    except ValueError as error:
        raise ParameterError(f"{text!r} is not in the calendar.", _ALLOWED) from error
    return _event(text, stages)


def latest(kind: Kind, first: date, last: date) -> Period:
    """Find the last complete month, week or day of data that runs from ``first`` to ``last``.

    A month is complete when its data begins in its first three days, as a young shop may sell nothing on the
    first; a week when it begins on the Monday; a day always.

    Examples
    --------
    >>> latest("month", date(2026, 8, 3), date(2026, 10, 30)).name
    '2026-09'
    """
    if kind == "day":
        return day(last)
    after = last + timedelta(1)
    found = _of(kind, last)
    if found.end >= after:
        found = _of(kind, found.start - timedelta(1))
    if first > found.start + timedelta(LATE[found.kind]):
        raise ParameterError(f"The data from {first} to {last} holds no complete {kind}.", "Give a range: a..b")
    return found


def previous(period: Period) -> Period:
    """Find the period before it, of the same kind and, for a range or event, of the same length."""
    if period.kind in ("month", "week", "day"):
        return _of(period.kind, period.start - timedelta(1))
    return period.shifted(-period.days)


def year_ago(period: Period) -> Period:
    """Find the same period of the year before: same month, same ISO week, same weekday for a day or range.

    Examples
    --------
    >>> year_ago(parse("2026-10-11")).name
    '2025-10-12'
    """
    if period.kind == "month":
        return month(period.start.year - 1, period.start.month)
    if period.kind == "week":
        year, number, _ = period.start.isocalendar()
        return week(year - 1, min(number, date(year - 1, 12, 28).isocalendar().week))
    if period.kind == "day":
        return day(period.start - timedelta(364))
    return period.shifted(-364)


def aligned(period: Period, stages: Iterable[Stage], last: date) -> dict[str, Period]:
    """Line up the event whose burst begins in the period with its last edition, day by day.

    Parameters
    ----------
    period
        The period in question.
    stages
        Rows of ``events``; of several bursts that begin in the period the first one with a partner counts.
    last
        Last day of data; the event's window is cut there, and its partner to the same length.

    Returns
    -------
    dict
        ``event`` (D−10 … D+7 around the first burst day D) and ``aligned`` (the same days of the edition
        before); empty when there is no such pair.
    """
    bursts = sorted({(s.event, s.wave, s.year, s.starts) for s in stages if s.stage == "burst"}, key=lambda b: b[3])
    for event, wave, year, start in bursts:
        before = [s for e, w, y, s in bursts if (e, w, y) == (event, wave, year - 1)]
        opens = start - timedelta(BEFORE)
        if period.start <= start <= period.end and before and opens <= last:
            now = Period(opens, min(start + timedelta(AFTER), last), f"{event}-{year}", "event")
            return {"event": now, "aligned": replace(now.shifted((before[0] - start).days), name=f"{event}-{year - 1}")}
    return {}


def compared(period: Period, stages: Iterable[Stage], last: date) -> dict[str, Period]:
    """Name the period and all it is compared with: current, previous, week_ago (a day's), year_ago, event, aligned."""
    stages = list(stages)
    if period.kind == "event":
        return {"current": period, "previous": previous(period), "year_ago": _edition_before(period, stages)}
    week = {"week_ago": day(period.start - timedelta(7))} if period.kind == "day" else {}
    around = {"current": period, "previous": previous(period)} | week | {"year_ago": year_ago(period)}
    return around | aligned(period, stages, last)


def before(period: Period, count: int) -> list[Period]:
    """List ``count`` periods of its kind that end with it, oldest first."""
    line = [period]
    while len(line) < count:
        line.insert(0, previous(line[0]))
    return line


def until(period: Period, days: int) -> Period:
    """Find the ``days`` days that end with it, or the period itself where it is longer.

    Examples
    --------
    >>> until(parse("2026-10"), 365).start
    datetime.date(2025, 11, 1)
    """
    start = min(period.start, period.end - timedelta(days - 1))
    return Period(start, period.end, f"{start}..{period.end}")


def _of(kind: Kind, when: date) -> Period:
    if kind == "month":
        return month(when.year, when.month)
    if kind == "week":
        year, number, _ = when.isocalendar()
        return week(year, number)
    return day(when)


def _range(first: Period, last: Period, text: str) -> Period:
    if last.end < first.start:
        raise ParameterError(f"The range {text!r} ends before it begins.", _ALLOWED)
    return Period(first.start, last.end, text)


def _year(digits: str, text: str) -> int:
    if int(digits) not in YEARS:
        raise ParameterError(f"{text!r} lies outside the years {YEARS[0]} to {YEARS[-1]}.", _ALLOWED)
    return int(digits)


def _names(stage: Stage, year: int) -> tuple[str, str]:
    return f"{stage.event}-{year}", f"{stage.event}-{year}-{stage.wave}"


def _edition_before(period: Period, stages: Iterable[Stage]) -> Period:
    """Find the event, or the wave of it, a year earlier; the same days of that year where it was not held."""
    for stage in stages:
        for name, earlier in zip(_names(stage, stage.year), _names(stage, stage.year - 1), strict=True):
            if name == period.name and any(earlier in _names(other, other.year) for other in stages):
                return _event(earlier, stages)
    return year_ago(period)


def _event(text: str, stages: Iterable[Stage]) -> Period:
    days = [(s.starts, s.ends) for s in stages if text in _names(s, s.year)]
    if not days:
        raise ParameterError(f"{text!r} is no period and no event of this shop.", _ALLOWED)
    return Period(min(start for start, _ in days), max(end for _, end in days), text, "event")
