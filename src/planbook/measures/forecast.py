"""What will be paid: thousands of courses that the days ahead may take, learned from days past.

The logarithm of a day's paid is a level that drifts, and what is known of the day (`planbook.measures.seasons`), fitted
by `planbook.measures.bsts`; days without sales are left out and come back as often as their weekday had them lately.
A month is the sum of each course, so that its range is that of sums. What the model would have said in the past widens
the ranges where it was surer than right; where the same days of the year before were nearer, they are taken instead.

References
----------
Brodersen et al. (2015), Annals of Applied Statistics 9, 247-274; Hyndman, Athanasopoulos (2021), Forecasting:
Principles and Practice, 3rd ed., sections 5.8-5.10, for rolling origins and the seasonal naive; Duan (1983), J. Am.
Stat. Assoc. 78, 605-610, for the way back from logarithms.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.measures import bsts, trials
from planbook.measures.bsts import Floats, Places
from planbook.measures.intervals import LEVEL, quantile
from planbook.periods import Period

DRAWS = 2000
DRIFT = (4.0, 0.012**2)  # a weak prior of the level's daily step: months ahead, how far it drifts is most of the doubt
FEWEST = 56  # days with sales that it takes to say anything
SEEN = 2  # days on which something must have been seen to be learned
NEAR = 29  # days around one that tell the level
YEAR, TWO_YEARS = 365, 700  # days; a month less than two years tells the year's course too
SEASON, CAMPAIGN = "year:", "campaign:"
ALL, GROWTH = "all", "year:growth"
ALONE = ("weekday:", SEASON, CAMPAIGN)  # terms that each series tells by itself
FEASTS = ("spring_festival", "mid_autumn")


class Forecast(NamedTuple):
    """Courses of the days after the history: ``draws`` and, as if the shop held no campaign of its own, ``plain``.

    ``past`` is `trials.held` of all origins; ``effects`` a row a term: ``term days value low high``, the share by which
    such a day differs; ``stretch`` is how much the ranges were widened.
    """

    days: pd.DatetimeIndex
    draws: Floats
    plain: Floats
    past: pd.DataFrame
    effects: pd.DataFrame
    stretch: float
    method: str  # model or year_ago
    learned: int  # days with sales
    seasonal: bool  # are there two years, to tell the season of the year?
    slopes: tuple[pd.Series[float], ...]  # of each origin and of today: what a term adds to the logarithm


class _Part(NamedTuple):
    """A stretch of history to learn from, the days that are foretold from its end, and the terms that count."""

    learned: int
    until: int
    columns: Places


def foretell_each(
    paid: pd.DataFrame | Missing, designs: dict[str, pd.DataFrame] | Missing, ahead: Period
) -> dict[str, Forecast | Missing] | Missing:
    """Foretell the whole shop, then each platform by its guide.

    Parameters
    ----------
    paid
        Index: every day of the history; a column a series, the whole shop's (``all``) first (`series`).
    designs
        Of each series.
    ahead
        The days that are planned.
    """
    if isinstance(paid, Missing) or isinstance(designs, Missing):
        return paid if isinstance(paid, Missing) else missing("orders")
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):  # several threads add in any order, and the same days must foretell the same
        whole = foretell(paid[ALL], designs[ALL], ahead)
        guide = None if isinstance(whole, Missing) else whole
        found = {ALL: whole}
        for name in map(str, paid.columns.drop(ALL)):
            alone = paid[name].equals(paid[ALL])  # a shop of one platform is that platform
            found[name] = whole if alone else foretell(paid[name], designs[name], ahead, guide)
    return found


@passes_missing
def of_shop(foretold: dict[str, Forecast | Missing]) -> Forecast | Missing:
    """Take the whole shop's forecast."""
    return foretold[ALL]


@passes_missing
def series(days: pd.DataFrame, names: dict[str, tuple[str, ...]]) -> pd.DataFrame:
    """Add up the days of each series: every day from the first to the last, without a gap.

    Parameters
    ----------
    days
        ``date platform paid``.
    names
        Series → its platforms (``seasons.names``).
    """
    every = pd.date_range(days["date"].min(), days["date"].max(), name="date")
    wide = days.pivot_table(index="date", columns="platform", values="paid", aggfunc="sum")
    wide = wide.reindex(every).fillna(0.0)
    return pd.DataFrame({name: wide[list(own)].sum(axis=1) for name, own in names.items()})


def foretell(
    paid: pd.Series[float], design: pd.DataFrame, ahead: Period, guide: Forecast | None = None
) -> Forecast | Missing:
    """Foretell one series.

    Parameters
    ----------
    paid
        Index: every day of the history, in order; money.
    design
        Of those days and of all that are planned after them: a column a term, known beforehand (``seasons.design``).
    ahead
        The days that are planned; their number tells how far back the trials go.
    guide
        Of the whole shop, over the same days: a platform takes the shape of events and festivals from it, and tells
        only how strongly it follows, since a few orders a day say little of each stage.

    Returns
    -------
    Forecast
        Of all days of the design after the history. `Missing` with fewer than 56 days with sales.
    """
    history, every = len(paid), pd.DatetimeIndex(design.index)
    if (paid > 0).sum() < FEWEST or len(design) <= history:
        return missing("orders", reason="too_few")
    terms = design if guide is None else _guided(design, guide)
    matrix = terms.to_numpy(float)
    ends = [(at, at + ahead.days) for at in trials.origins(history, ahead.days)] + [(history, len(design))]
    # what lies on days without sales alone, such as a weekday that is closed, is not seen
    sold = terms.iloc[:history][(paid > 0).to_numpy()]
    parts = [_part(sold, every[learned - 1], (learned, until), place) for place, (learned, until) in enumerate(ends)]
    with np.errstate(divide="ignore"):
        series = np.where(paid > 0, np.log(paid.to_numpy(float)), np.nan)
    fits = bsts.refits(series, matrix[:history], [(part.learned, part.columns) for part in parts], DRIFT)
    tries = [
        trials.held(_courses(fit, matrix, paid, every, part), paid, part.learned)
        for fit, part in zip(fits[:-1], parts[:-1], strict=True)
    ]
    past = pd.concat(tries, ignore_index=True) if tries else trials.none()
    worse = trials.loses(past)
    without, runs = matrix.copy(), [name.startswith(CAMPAIGN) for name in map(str, terms)]
    without[history:, runs] = 0.0
    draws, plain = (_courses(fits[-1], way, paid, every, parts[-1]) for way in (matrix, without))
    if worse:  # but for days of campaigns, which are others than a year ago
        moved = matrix[history:, runs].any(axis=1)
        again = trials.repeated(paid, every[history:], past, draws=DRAWS, seed=bsts.SEED)
        draws, plain = (np.where(moved, way, again) for way in (draws, plain))
    days, stretch = every[history:], 1.0 if worse else trials.stretch(past)
    inside = np.asarray((days >= pd.Timestamp(ahead.start)) & (days <= pd.Timestamp(ahead.end)))
    factors = trials.widening(draws, stretch, inside)[:, None]
    slopes = tuple(_slopes(fit, terms.columns[part.columns]) for fit, part in zip(fits, parts, strict=True))
    return Forecast(
        days, draws * factors, plain * factors, past,
        _effects(fits[-1], terms.iloc[:history, parts[-1].columns]), stretch,
        "year_ago" if worse else "model", int((paid > 0).sum()), history >= TWO_YEARS, slopes,
    )  # fmt: skip


def _guided(design: pd.DataFrame, guide: Forecast) -> pd.DataFrame:
    """Put what the guide learned of events and festivals by each origin in the place of their terms."""
    told = set().union(*(slopes.index for slopes in guide.slopes)) - {
        n for n in map(str, design) if n.startswith(ALONE)
    }
    # the platforms grow as the shop does (their sums are set on its own): few orders a day foretell no growth
    found = design.drop(columns=[name for name in design if name in {*told, GROWTH}])
    for place, slopes in enumerate(guide.slopes):
        shared = [name for name in slopes.index if name in told and name in design]
        for group in dict.fromkeys(name.partition(":")[0] in FEASTS for name in shared):
            names = [name for name in shared if (name.partition(":")[0] in FEASTS) == group]
            line = design[names].to_numpy(float) @ slopes[names].to_numpy(float)
            found[f"{'festivals' if group else 'events'}@{place}"] = line
    return found


def _part(sold: pd.DataFrame, last: pd.Timestamp, ends: tuple[int, int], place: int) -> _Part:
    """Keep the terms that were seen often enough; the year's course and growth only where there are two years."""
    past = sold[:last]
    seen = (past != 0).sum() >= SEEN
    varies = past.std() > 0
    whole = ends[0] >= TWO_YEARS
    ours = [name.partition("@")[2] in ("", str(place)) for name in map(str, sold)]
    kept = [
        bool(own and seen[name] and varies[name] and (whole or not name.startswith(SEASON)))
        for name, own in zip(map(str, sold), ours, strict=True)
    ]
    return _Part(*ends, np.flatnonzero(kept))


def _courses(fitted: bsts.Fit, matrix: Floats, paid: pd.Series[float], days: pd.DatetimeIndex, part: _Part) -> Floats:
    """Draw what is paid on the days ahead; a weekday that was often without sales is so again."""
    ahead = slice(part.learned, part.until)
    logs = bsts.draws(fitted, matrix[ahead][:, part.columns], count=DRAWS)
    smeared = _smearing(fitted, matrix[: part.learned, part.columns], paid.iloc[: part.learned])
    lately = paid.iloc[max(part.learned - YEAR, 0) : part.learned]
    shut = (lately <= 0).groupby(pd.DatetimeIndex(lately.index).day_of_week).mean()
    closed = shut.reindex(range(7), fill_value=1.0).to_numpy(float)
    chance = np.random.default_rng(bsts.SEED).random(logs.shape)
    return np.asarray(smeared * np.exp(logs) * (chance >= closed[days[ahead].day_of_week]))


def _smearing(fitted: bsts.Fit, seen: Floats, paid: pd.Series[float]) -> float:
    """Give how much a day's mean lies off that of a lognormal: days of few orders have no such tail (Duan 1983)."""
    logs = pd.Series(np.log(paid.where(paid > 0).to_numpy(float)))
    told = logs - seen @ _mean_slopes(fitted) * fitted.scale
    rest = (told - told.rolling(NEAR, center=True, min_periods=1).mean()).dropna().to_numpy(float)
    return float(np.exp(rest).mean() / np.exp(rest.var() / 2))


def _mean_slopes(fitted: bsts.Fit) -> Floats:
    weights = np.bincount(bsts.PLACE.ravel(), fitted.weights.ravel())
    return np.asarray((weights @ fitted.slopes)[1:])


def _slopes(fitted: bsts.Fit, names: pd.Index[str]) -> pd.Series[float]:
    return pd.Series(_mean_slopes(fitted) * fitted.scale, index=names)


def _effects(fitted: bsts.Fit, seen: pd.DataFrame) -> pd.DataFrame:
    weights = np.bincount(bsts.PLACE.ravel(), fitted.weights.ravel())
    noise = float((fitted.weights.sum(axis=0) * bsts.NOISES).sum())
    slopes = _mean_slopes(fitted)
    errors = noise * np.sqrt(np.maximum(np.einsum("r,rii->i", weights, fitted.cover)[1:], 0.0))
    far = quantile(LEVEL) * errors
    told = {
        name: np.expm1(fitted.scale * x)
        for name, x in (("value", slopes), ("low", slopes - far), ("high", slopes + far))
    }
    return pd.DataFrame({"term": seen.columns, "days": (seen != 0).sum().to_numpy(), **told})
