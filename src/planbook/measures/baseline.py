"""What would have been sold without a campaign: its days and those after it, foretold from the year before.

What would have been is told by `bsts`: a level that drifts, the weekday, and a guide. The guide is what the platforms
sold that ran no campaign; where none was untouched, the same series 52 weeks earlier; where that was touched too, there
is none. A guide is smoothed over seven days: it shall carry the season and not its own chance, which would pull its
weight towards nothing. Days on which the platform or its guide ran another campaign, or an event was on, are left out.
The same window is moved back over quiet weeks (placebo in time): what would have been claimed there is told, and where
intervals were too narrow there, they are stretched until they hold as often as they say.

References
----------
Brodersen et al. (2015), Annals of Applied Statistics 9, 247-274; Abadie, Diamond, Hainmueller (2010), JASA 105,
493-505, for placebos in time; Vovk, Gammerman, Shafer (2005), Algorithmic Learning in a Random World, for the stretch.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.measures import bsts
from planbook.measures.bsts import Estimate
from planbook.measures.intervals import LEVEL, quantile
from planbook.measures.ran import Ran

ALL = "all"  # the platform of an event that all take part in
BEFORE, YEAR = 365, 364  # days that are learned from; a year of whole weeks
AFTER = 14  # days after the campaign that may have been bought ahead
FEWEST, KNOWN = 28, 0.6  # quiet days to learn from, and the share of them that a guide must know
PLACEBOS, FEWEST_WINDOWS, LEARNED = 26, 4, 120  # quiet windows tried, needed to stretch by, days each learns from
FEWER = 1000  # draws of a quiet window
SHOWN, HELD_OUT = 21, 14  # days before it that a chart shows; that are foretold, to see whether the series can be
WEEK = 7
STILL = 1e-6  # of its mean: a guide that moves less tells nothing


class Series(NamedTuple):
    """A series by day, the same where it is quiet (else NaN), and the regressors that it is foretold by."""

    actual: pd.Series[float]
    quiet: bsts.Floats
    design: bsts.Floats


@passes_missing
def estimate(days: pd.DataFrame, touched: pd.DataFrame, ran: Ran, *, value: str = "orders") -> Estimate | Missing:
    """Estimate what the platforms of a campaign would have sold in its days and the two weeks after it.

    Parameters
    ----------
    days
        One row a day and platform: ``date platform`` and ``value``; from a platform's first row on, a day without a row
        is 0.
    touched
        One row a stretch of days on which a platform (or ``all``) ran a campaign or was in an event, the campaign in
        question included: ``platform starts ends``.
    ran
        The campaign.
    value
        The column that is judged.

    Returns
    -------
    Estimate
        `Missing` where fewer than 28 quiet days tell what is usual, or ``days`` has none of the campaign.
    """
    wide = _wide(days, value, ran.as_of)
    own = [name for name in ran.platforms if name in wide]
    inside = np.flatnonzero((wide.index >= pd.Timestamp(ran.seen.start)) & (wide.index <= pd.Timestamp(ran.seen.end)))
    if not own or not len(inside):
        return missing("orders", reason="empty")
    start, end = int(inside[0]), int(inside[-1]) + 1
    guide, guides, series = _guided(wide, _busy(touched, wide), own, slice(start, end))
    quiet = _learned(series, start)
    if quiet < FEWEST:
        return missing("orders", reason="too_few")
    placebos = pd.DataFrame(list(_placebos(series, start, end - start)), columns=COLUMNS)
    enough = _learned(series, start - HELD_OUT) >= FEWEST
    held_out = pd.DataFrame([_held(series, start - HELD_OUT, HELD_OUT)] if enough else [], columns=COLUMNS)
    stretch = _stretch(placebos["z"])
    shown = np.arange(max(start - SHOWN, 0), end + _free(series, end))
    fitted, first = _fitted(series, start)
    drawn = bsts.draws(fitted, series.design[start : shown[-1] + 1])
    before = bsts.retold(fitted, series.design[first:start], start - shown[0])
    told = _by_day(series, np.hstack([before, drawn]), shown, stretch)
    told["part"] = np.select([shown < start, shown < end], ["before", "during"], "after")
    return Estimate(told, drawn, placebos, held_out, stretch, guide, guides, quiet)


COLUMNS = ["starts", "days", "actual", "expected", "low", "high", "z"]


def _wide(days: pd.DataFrame, value: str, as_of: date) -> pd.DataFrame:
    """Give each platform's value by day; 0 on days without a row, NaN before its first."""
    wide = days.pivot_table(value, "date", "platform", "sum")
    every = pd.date_range(wide.index.min(), pd.Timestamp(as_of))
    wide = wide.reindex(every).astype(float)
    return wide.fillna(0.0).where(wide.ffill().notna())


def _busy(touched: pd.DataFrame, wide: pd.DataFrame) -> pd.DataFrame:
    """Tell on which days each platform ran a campaign or was in an event."""
    busy = np.zeros(wide.shape, dtype=bool)
    for platform, starts, ends in touched[["platform", "starts", "ends"]].itertuples(index=False):
        named = [platform in (ALL, name) for name in wide.columns]
        busy[wide.index.searchsorted(starts) : wide.index.searchsorted(ends, side="right"), named] = True
    return pd.DataFrame(busy, wide.index, wide.columns)


def _guided(wide: pd.DataFrame, busy: pd.DataFrame, own: list[str], span: slice) -> tuple[str, tuple[str, ...], Series]:
    """Choose the best guide that is there, and set up the series with it."""
    actual, taken = wide[own].sum(axis=1, min_count=1), busy[own].any(axis=1)
    quiet = actual.where(~taken)
    before = slice(max(span.start - BEFORE, 0), span.start)
    found: tuple[str, ...] = ()
    line = None
    untouched = [name for name in wide.columns if name not in own and not busy[name].iloc[span].any()]
    others = wide[untouched].where(~busy[untouched])
    for name in others.iloc[before].notna().sum().sort_values(ascending=False, kind="stable").index:
        tried = _smoothed(others[[*found, name]].sum(axis=1, skipna=False))
        if _tells(tried, quiet, before, span):
            found, line = (*found, str(name)), tried
    kind = "other_platforms"
    if line is None:
        kind, tried = "year_ago", _smoothed(quiet.shift(YEAR))
        line = (
            tried if _tells(tried, quiet, before, span) and not taken.shift(YEAR, fill_value=True)[span].any() else None
        )
    weekdays = np.eye(WEEK)[pd.DatetimeIndex(wide.index).day_of_week][:, 1:]
    if line is None:
        return "weekdays", (), Series(actual, quiet.to_numpy(), weekdays)
    scaled = ((line - line.iloc[before].mean()) / (line.iloc[before].std() or 1.0)).to_numpy()
    return kind, found, Series(actual, quiet.where(line.notna()).to_numpy(), np.column_stack([scaled, weekdays]))


def _smoothed(line: pd.Series[float]) -> pd.Series[float]:
    return line.rolling(WEEK, center=True, min_periods=WEEK // 2 + 1).mean()


def _tells(line: pd.Series[float], quiet: pd.Series[float], before: slice, span: slice) -> bool:
    """See whether a guide is known in the campaign's days and on most of the quiet days before, and moves at all."""
    known = (line.notna() & quiet.notna()).iloc[before]
    enough = known.sum() >= max(KNOWN * quiet.iloc[before].notna().sum(), FEWEST)
    return bool(
        line.iloc[span].notna().all()
        and enough
        and line.iloc[before][known].std() > STILL * abs(line.iloc[before][known].mean())
    )


def _learned(series: Series, start: int) -> int:
    return int(np.isfinite(series.quiet[max(start - BEFORE, 0) : max(start, 0)]).sum())


def _free(series: Series, end: int) -> int:
    """Count the days after the campaign on which nothing else ran."""
    after = np.isfinite(series.quiet[end : end + AFTER])
    return int(np.argmin(after)) if not after.all() else len(after)


def _fitted(series: Series, start: int) -> tuple[bsts.Fit, int]:
    """Fit the year before a day; the second is the place of its first day."""
    first = max(start - BEFORE, 0)
    return bsts.fit(series.quiet[first:start], series.design[first:start]), first


def _held(series: Series, start: int, days: int) -> dict[str, object]:
    """Hold a window that nothing happened in against what would have been foretold."""
    sums = bsts.draws(_fitted(series, start)[0], series.design[start : start + days], count=FEWER).sum(axis=1)
    actual = float(series.actual.iloc[start : start + days].sum())
    low, high = np.quantile(sums, [0.5 - LEVEL / 2, 0.5 + LEVEL / 2])
    z = (actual - sums.mean()) / sums.std()
    row = (series.actual.index[start], days, actual, sums.mean(), low, high, z)
    return dict(zip(COLUMNS, row, strict=True))


def _placebos(series: Series, start: int, days: int) -> Iterator[dict[str, object]]:
    """Move the window back by whole weeks, over stretches where nothing ran and enough is known before."""
    step, tried = WEEK * -(-days // WEEK), 0
    needs = max(min(LEARNED, _learned(series, start) // 2), FEWEST)
    for at in range(start - step, 0, -step):
        if np.isfinite(series.quiet[at : at + days]).all() and _learned(series, at) >= needs and tried < PLACEBOS:
            tried += 1
            yield _held(series, at, days)


def _stretch(z: pd.Series[float]) -> float:
    """Give the factor by which intervals must grow to hold in the placebo windows as often as they say."""
    return max(float(np.quantile(z.abs(), LEVEL)) / quantile(LEVEL), 1.0) if len(z) >= FEWEST_WINDOWS else 1.0


def _by_day(series: Series, drawn: bsts.Floats, shown: bsts.Places, stretch: float) -> pd.DataFrame:
    expected = drawn.mean(axis=0)
    bounds = np.quantile(drawn, [0.5 - LEVEL / 2, 0.5 + LEVEL / 2], axis=0)
    low, high = expected + stretch * (bounds - expected)
    low = np.maximum(low, 0.0)  # nothing sells less than nothing
    actual = series.actual.iloc[shown]
    return pd.DataFrame({"actual": actual, "expected": expected, "low": low, "high": high}).rename_axis("date")
