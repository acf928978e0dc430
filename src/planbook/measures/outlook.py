"""What a forecast says of months, platforms and a campaign: sums of its courses, with the range of each sum."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import spread
from planbook.periods import Period

Floats = NDArray[np.float64]
LEAST = 1e-6  # of a rise: less is rounding
ALL, CAMPAIGN, TOTAL = "all", "campaign", "total"


class Courses(Protocol):
    """A forecast, as ``forecast.foretell`` gives it."""

    @property
    def days(self) -> pd.DatetimeIndex:
        """Days ahead."""

    @property
    def draws(self) -> Floats:
        """One row a course, one column a day."""

    @property
    def plain(self) -> Floats:
        """The same without campaigns of the shop's own."""

    @property
    def method(self) -> str:
        """How it was foretold."""


class Line(Protocol):
    """A campaign, as ``summaries.planned`` gives it."""

    @property
    def platforms(self) -> tuple[str, ...]:
        """Where it runs."""

    @property
    def span(self) -> Period:
        """From its first day to its last."""


Outlook = dict[str, Floats]


@passes_missing
def outlook(
    foretold: dict[str, Courses | Missing], ahead: Period, *, ran: Line | None = None, lift: float = 0.0
) -> Outlook | Missing:
    """Make the series agree: the platforms' means add up to the shop's, over the days that are planned.

    Parameters
    ----------
    foretold
        ``forecast.foretell_each``.
    ahead
        The days that are planned.
    ran, lift
        A campaign, and the rise that is planned for its days; 0: as in its earlier editions.

    Returns
    -------
    dict
        Series → courses, one row a course, one column a day after the history. `Missing` without the shop's own; a
        platform that cannot be foretold is left out.
    """
    whole = foretold[ALL]
    if isinstance(whole, Missing):
        return whole
    known = {name: each for name, each in foretold.items() if not isinstance(each, Missing)}
    found = {name: _lifted(name, known, ran, lift) if ran and lift else each.draws for name, each in known.items()}
    inside = within(whole.days, ahead)
    own = [name for name in found if name not in (ALL, CAMPAIGN)]
    total = sum(float(found[name][:, inside].sum(axis=1).mean()) for name in own)
    agrees = total > 0 and len(known) == len(foretold)
    scale = float(found[ALL][:, inside].sum(axis=1).mean()) / total if agrees else 1.0
    return {name: draws * (scale if name in own else 1.0) for name, draws in found.items()}


def within(days: pd.DatetimeIndex, span: Period) -> NDArray[np.bool_]:
    """Tell which days lie in a period."""
    return np.asarray((days >= pd.Timestamp(span.start)) & (days <= pd.Timestamp(span.end)))


@passes_missing
def months(
    outlook: Outlook, days: pd.DatetimeIndex, paid: pd.DataFrame, *, months: dict[str, Period], name: str = ALL
) -> pd.DataFrame:
    """Sum the courses of each month, and of all.

    Parameters
    ----------
    outlook
        From `outlook`.
    days
        Of its columns.
    paid
        Index: the days of the history; a column a series.
    months
        The months that are planned.
    name
        Of the series.

    Returns
    -------
    DataFrame
        Index: the months and ``total``; ``value low high year_ago change``. Values add up, ends of ranges do not:
        months are seldom all good or all bad. ``year_ago`` is NaN where the history does not hold the whole month.
    """
    draws = outlook[name]
    rows = {each: _told(draws[:, within(days, span)].sum(axis=1)) for each, span in months.items()}
    every = Period(min(each.start for each in months.values()), max(each.end for each in months.values()), TOTAL)
    rows[TOTAL] = _told(draws[:, within(days, every)].sum(axis=1))
    found = pd.DataFrame.from_dict(rows, orient="index", columns=["value", "low", "high"]).rename_axis("month")
    before = [_year_ago(paid[name], span) for span in months.values()]
    found["year_ago"] = [*before, float(np.sum(before))]
    found["change"] = found["value"] / found["year_ago"].replace(0, np.nan) - 1
    return found


@passes_missing
def platforms(outlook: Outlook, days: pd.DatetimeIndex, foretold: dict[str, Courses], *, ahead: Period) -> pd.DataFrame:
    """Sum the courses of each platform over the days that are planned: ``platform value low high share method``."""
    own = [name for name in outlook if name not in (ALL, CAMPAIGN)] or [ALL]
    rows = [
        {"platform": name, **dict(zip(("value", "low", "high"), _told(_sums(outlook, name, days, ahead)), strict=True))}
        | {"method": foretold[name].method}
        for name in own
    ]
    found = pd.DataFrame(rows)
    found["share"] = found["value"] / found["value"].sum()
    return found.sort_values(["value", "platform"], ascending=[False, True], ignore_index=True)


@passes_missing
def campaign(
    outlook: Outlook, days: pd.DatetimeIndex, foretold: dict[str, Courses], ran: Line
) -> pd.DataFrame | Missing:
    """Say what the campaign's days will bring on its platforms, and what its earlier editions added.

    Returns
    -------
    DataFrame
        Rows ``draws`` (with the campaign), ``plain`` (without) and ``lift`` (share); ``value low high``. The lift is
        NaN where no edition was seen, or the campaign is an event's whose days the forecast knows already.
    """
    name = of_campaign(outlook, ran)
    if name is None or not within(days, ran.span).any():
        return missing("campaigns", reason="too_few")
    inside = within(days, ran.span)
    plain = foretold[name].plain[:, inside].sum(axis=1)
    scaled = plain * (outlook[name][:, inside].sum() / foretold[name].draws[:, inside].sum())
    held = outlook[name][:, inside].sum(axis=1)
    rates = held / np.where(scaled > 0, scaled, np.nan) - 1
    lift = _told(rates) if np.abs(rates).max() > LEAST else (np.nan, np.nan, np.nan)
    rows = {"draws": _told(held), "plain": _told(scaled), "lift": lift}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["value", "low", "high"])


def of_campaign(outlook: Outlook, ran: Line) -> str | None:
    """Name the series that holds a campaign's platforms; None where some of them were never sold on."""
    own = set(ran.platforms)
    if CAMPAIGN in outlook:
        return CAMPAIGN
    every = {name for name in outlook if name != ALL}
    if own >= every:
        return ALL
    return next(iter(own)) if len(own) == 1 and own <= every else None


@passes_missing
def daily(outlook: Outlook, days: pd.DatetimeIndex, *, ahead: Period, name: str = ALL) -> pd.DataFrame:
    """Give the weeks ahead of one series for a chart: index Monday; ``value low high``, of whole weeks."""
    inside = within(days, ahead)
    weeks = pd.Series(days[inside] - pd.to_timedelta(days[inside].day_of_week, unit="D"))
    sums = pd.DataFrame(outlook[name][:, inside].T).groupby(weeks.to_numpy()).sum()
    whole = weeks.value_counts().reindex(sums.index) == 7
    rows = {week: _told(line) for week, line in zip(sums.index, sums.to_numpy(float), strict=True) if whole[week]}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["value", "low", "high"]).rename_axis("week")


def _sums(outlook: Outlook, name: str, days: pd.DatetimeIndex, span: Period) -> Floats:
    return np.asarray(outlook[name][:, within(days, span)].sum(axis=1))


def _told(sums: Floats) -> tuple[float, float, float]:
    found = spread(float(sums.mean()), sums)
    return found.value, found.low, found.high


def _year_ago(paid: pd.Series[float], span: Period) -> float:
    days = pd.date_range(span.start, span.end) - pd.DateOffset(years=1)
    return float(paid.reindex(days).sum(min_count=len(days), skipna=False))


def _lifted(name: str, known: dict[str, Courses], ran: Line, lift: float) -> Floats:
    """Raise the days of a campaign by the planned lift, on the share of a series that is sold on its platforms."""
    each, inside = known[name], within(known[name].days, ran.span)
    part = 1.0 if name == CAMPAIGN or name in ran.platforms else 0.0
    if name == ALL:
        own = sum(float(known[p].plain[:, inside].sum()) for p in ran.platforms if p in known)
        part = min(own / float(each.plain[:, inside].sum()), 1.0) if own else 1.0
    return np.asarray(np.where(inside, each.plain * (1 + lift * part), each.draws))
