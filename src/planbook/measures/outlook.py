"""What a forecast says of months, platforms and a campaign: sums of its courses, with the range of each sum."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planbook.absence import Missing, given, missing, passes_missing
from planbook.measures.intervals import spread
from planbook.measures.ran import Ran
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


class Outlook(NamedTuple):
    """Courses that agree: series → one row a course, one column a day of ``days``."""

    courses: dict[str, Floats]
    days: pd.DatetimeIndex
    months: Mapping[str, Period]  # that are planned
    ahead: Period  # all of them
    campaign: str | None  # the series of the campaign's platforms; None: no campaign, or on platforms never sold on

    def sums(self, name: str, span: Period) -> Floats:
        """Sum each course of a series over some days."""
        return np.asarray(self.courses[name][:, self.inside(span)].sum(axis=1))

    def inside(self, span: Period) -> NDArray[np.bool_]:
        """Tell which days lie in a period."""
        return np.asarray((self.days >= pd.Timestamp(span.start)) & (self.days <= pd.Timestamp(span.end)))

    @property
    def platforms(self) -> list[str]:
        """The series that are a platform each."""
        return [name for name in self.courses if name not in (ALL, CAMPAIGN)]


def outlook(
    foretold: Mapping[str, Courses | Missing] | Missing,
    months: Mapping[str, Period],
    ran: Ran | Missing,
    *,
    lift: float = 0.0,
) -> Outlook | Missing:
    """Make the series agree: the platforms' means add up to the shop's, over the months that are planned.

    Parameters
    ----------
    foretold
        ``forecast.foretell_each``.
    months
        Name → days.
    ran
        A campaign, or `Missing`.
    lift
        The rise that is planned for its days; 0: as in its earlier editions.

    Returns
    -------
    Outlook
        `Missing` without the shop's own series; a platform that cannot be foretold is left out.
    """
    whole = foretold if isinstance(foretold, Missing) else foretold[ALL]
    if isinstance(foretold, Missing) or isinstance(whole, Missing):
        return whole if isinstance(whole, Missing) else missing("orders")
    known = {name: each for name, each in foretold.items() if not isinstance(each, Missing)}
    line, spans = given(ran), list(months.values())
    courses = {name: each.draws if line is None else _lifted(name, known, line, lift) for name, each in known.items()}
    ahead = Period(spans[0].start, spans[-1].end, TOTAL)
    found = Outlook(courses, whole.days, months, ahead, None if line is None else _series_of(line, courses))
    total = sum(float(found.sums(name, ahead).mean()) for name in found.platforms)
    agrees = total > 0 and len(known) == len(foretold)
    scale = float(found.sums(ALL, ahead).mean()) / total if agrees else 1.0
    courses |= {name: courses[name] * scale for name in found.platforms}
    if line is not None and CAMPAIGN in courses:  # on its days its platforms' sum is theirs
        days = line.span if found.inside(line.span).any() else ahead
        own = sum(float(found._replace(courses=courses).sums(name, days).mean()) for name in line.platforms)
        courses[CAMPAIGN] = courses[CAMPAIGN] * (own / float(found.sums(CAMPAIGN, days).mean()))
    return found._replace(courses=courses)


@passes_missing
def total(agreed: Outlook) -> float:
    """Say what is to be expected of all months together."""
    return float(agreed.sums(ALL, agreed.ahead).mean())


@passes_missing
def by_month(agreed: Outlook, paid: pd.DataFrame, name: str = ALL) -> pd.DataFrame:
    """Sum the courses of each month, and of all.

    Parameters
    ----------
    agreed
        From `outlook`.
    paid
        Index: the days of the history; a column a series.
    name
        Of the series.

    Returns
    -------
    DataFrame
        Index: the months and ``total``; ``value low high year_ago change``. Values add up, ends of ranges do not:
        months are seldom all good or all bad. ``year_ago`` is NaN where the history does not hold the whole month.
    """
    spans = {**agreed.months, TOTAL: agreed.ahead}
    rows = {each: _told(agreed.sums(name, span)) for each, span in spans.items()}
    found = pd.DataFrame.from_dict(rows, orient="index", columns=["value", "low", "high"]).rename_axis("month")
    found["year_ago"] = [_year_ago(paid[name], span) for span in spans.values()]
    found["change"] = found["value"] / found["year_ago"].replace(0, np.nan) - 1
    return found


@passes_missing
def by_platform(agreed: Outlook, foretold: Mapping[str, Courses]) -> pd.DataFrame:
    """Sum the courses of each platform over all months: ``platform value low high share method``."""
    rows = {name: _told(agreed.sums(name, agreed.ahead)) for name in agreed.platforms}
    found = pd.DataFrame.from_dict(rows, orient="index", columns=["value", "low", "high"])
    found = found.rename_axis("platform").reset_index()
    found["share"] = found["value"] / found["value"].sum()
    found["method"] = [foretold[name].method for name in found["platform"]]
    return found.sort_values(["value", "platform"], ascending=[False, True], ignore_index=True)


@passes_missing
def of_campaign(agreed: Outlook, foretold: Mapping[str, Courses], ran: Ran) -> pd.DataFrame | Missing:
    """Say what the campaign's days will bring on its platforms, and what its earlier editions added.

    Returns
    -------
    DataFrame
        Rows ``with_campaign``, ``without_campaign`` and ``lift`` (share); ``value low high``. The lift is NaN
        where no edition was seen, or the campaign is an event's whose days the forecast knows already.
    """
    name = agreed.campaign
    if name is None or not agreed.inside(ran.span).any():
        return missing("campaigns", reason="too_few")
    inside, each = agreed.inside(ran.span), foretold[name]
    held = agreed.sums(name, ran.span)
    # the courses were scaled so that platforms agree: so is what would be without the campaign
    outside = ~inside
    scale = agreed.courses[name][:, outside].sum() / each.draws[:, outside].sum() if outside.any() else 1.0
    plain = each.plain[:, inside].sum(axis=1) * scale
    rates = held / np.where(plain > 0, plain, np.nan) - 1
    lift = _told(rates) if np.nanmax(np.abs(rates)) > LEAST else (np.nan, np.nan, np.nan)
    rows = {"with_campaign": _told(held), "without_campaign": _told(plain), "lift": lift}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["value", "low", "high"])


@passes_missing
def line(agreed: Outlook, paid: pd.DataFrame, *, past: int = 24) -> pd.DataFrame:
    """Give the last whole months and those ahead, for a chart.

    Parameters
    ----------
    agreed, paid
        As in `by_month`.
    past
        How many months of the history.

    Returns
    -------
    DataFrame
        Index month; ``paid`` and ``forecast``, which begins at the last month paid.
    """
    history = _history(paid).iloc[-past:]
    return pd.DataFrame({"paid": history, "forecast": _ahead(agreed, paid)["value"]}).rename_axis("month").sort_index()


@passes_missing
def band(agreed: Outlook, paid: pd.DataFrame) -> pd.DataFrame:
    """Give the months ahead with their range, ``value low high``, after the last month paid, which has none."""
    return _ahead(agreed, paid)


def _ahead(agreed: Outlook, paid: pd.DataFrame) -> pd.DataFrame:
    told = [_told(agreed.sums(ALL, span)) for span in agreed.months.values()]
    ahead = pd.DataFrame(told, index=list(agreed.months), columns=["value", "low", "high"])
    last = _history(paid).iloc[-1:]
    return pd.concat([pd.DataFrame(dict.fromkeys(ahead.columns, last)), ahead])


def _history(paid: pd.DataFrame) -> pd.Series[float]:
    grouped = paid[ALL].groupby(pd.DatetimeIndex(paid.index).to_period("M"))
    days = grouped.count()
    found = grouped.sum()[days.to_numpy() == pd.PeriodIndex(days.index).days_in_month]
    return pd.Series(found.to_numpy(float), index=[str(month) for month in found.index], dtype="float64")


def _told(sums: Floats) -> tuple[float, float, float]:
    found = spread(float(sums.mean()), sums)
    return found.value, found.low, found.high


def _year_ago(paid: pd.Series[float], span: Period) -> float:
    days = pd.date_range(span.start, span.end) - pd.DateOffset(years=1)
    return float(np.asarray(paid.reindex(days), dtype=np.float64).sum())


def _series_of(ran: Ran, courses: Mapping[str, Floats]) -> str | None:
    own, every = set(ran.platforms), {name for name in courses if name not in (ALL, CAMPAIGN)}
    if CAMPAIGN in courses or own == every:
        return CAMPAIGN if CAMPAIGN in courses else ALL
    return next(iter(own)) if len(own) == 1 and own <= every else None


def _lifted(name: str, known: Mapping[str, Courses], ran: Ran, lift: float) -> Floats:
    """Raise the days of a campaign by the planned lift, on the share of a series that is sold on its platforms."""
    each = known[name]
    inside = np.asarray((each.days >= pd.Timestamp(ran.span.start)) & (each.days <= pd.Timestamp(ran.span.end)))
    if not lift or not inside.any():
        return each.draws
    part = 1.0 if name == CAMPAIGN or name in ran.platforms else 0.0
    if name == ALL:
        own = sum(float(known[one].plain[:, inside].sum()) for one in ran.platforms if one in known)
        part = min(own / float(each.plain[:, inside].sum()), 1.0)
    return np.asarray(np.where(inside, each.plain * (1 + lift * part), each.draws))
