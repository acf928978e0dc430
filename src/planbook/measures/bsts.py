"""What a daily series would have been: a Bayesian structural time series on a grid, without simulation.

The model is a local level with static regression: ``y = level + X·b + noise``, the level a random walk. Its two
scales have the priors of R's CausalImpact (1/level² ~ Gamma(16, 16·0.01²), 1/noise² ~ Gamma(25, 25·0.2), of a series
with mean 0 and variance 1); the start of the level and ``b`` are flat. Both scales lie on a grid of 28 × 28 points
with equal steps of their logarithms, so that only 55 ratios of the two occur: for each of them the likelihood is that
of a linear model with known correlation: one Kalman filter runs for all ratios at once, over the series and each
regressor, and what it leaves of them is an ordinary regression. ``statsmodels`` gives the same likelihoods and
forecasts point by point; a test holds the two together.

References
----------
Brodersen, Gallusser, Koehler, Remy, Scott (2015), Annals of Applied Statistics 9, 247-274; de Jong (1988),
Biometrika 75, 165-169, for the filter that runs over series and regressors alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

POINTS = 28
STEP = np.log(100.0) / (POINTS - 1)  # a scale's grid spans a hundredfold
LEVELS: Floats = 0.002 * np.exp(STEP * np.arange(POINTS))  # of the level's daily step
NOISES: Floats = 0.02 * np.exp(STEP * np.arange(POINTS))
LEVEL_PRIOR, NOISE_PRIOR = (32.0, 0.01**2), (50.0, 0.2)  # how many days the prior is worth, and the variance it holds
RATIOS: Floats = (LEVELS[0] / NOISES[-1]) ** 2 * np.exp(2 * STEP * np.arange(2 * POINTS - 1))
PLACE = np.subtract.outer(np.arange(POINTS), np.arange(POINTS)) + POINTS - 1  # of a grid point's ratio
FLAT = 1e-6  # precision of the regression's prior: as good as none, and regressors may repeat each other
DRAWS = 2000
SEED = 20_260_913


class Fit(NamedTuple):
    """A fitted series: weights of the grid's points, and what each ratio of scales says of the rest.

    ``states`` holds, for each day and the one after the last, the level foretold from the days before it: of the series
    (first) and of each regressor, one row a ratio; ``doubts`` its variance.
    """

    weights: Floats  # 28 × 28, level by noise
    mean: float
    scale: float
    states: Floats
    doubts: Floats
    slopes: Floats  # of the regression, one row a ratio
    cover: Floats  # its covariance, one matrix a ratio


class Estimate(NamedTuple):
    """What a series was and would have been (``measures.baseline.estimate``).

    ``days`` is indexed by date: ``actual expected low high part`` (before, during, after the campaign); ``draws`` has a
    row a draw and a column a day during and after. ``placebos`` has a row a quiet window, ``held_out`` one for the days
    right before the campaign: ``starts days actual expected low high z``. Intervals of ``days`` are stretched.
    """

    days: pd.DataFrame
    draws: Floats
    placebos: pd.DataFrame
    held_out: pd.DataFrame
    stretch: float
    guide: str  # other_platforms, year_ago or weekdays
    guides: tuple[str, ...]
    quiet: int  # days it was learned from


def fit(series: Floats, regressors: Floats) -> Fit:
    """Fit the grid to a series.

    Parameters
    ----------
    series
        One value a day; NaN on days that do not count.
    regressors
        One row a day, one column a regressor, without a constant; no NaN on days that count.

    Examples
    --------
    >>> days = np.arange(60.0)
    >>> found = fit(20 + np.sin(days) + 3 * np.cos(days), np.cos(days)[:, None])
    >>> found.weights.shape, round(float(found.weights.sum()), 6)
    ((28, 28), 1.0)
    """
    known = ~np.isnan(series)
    mean, scale = _standard(series)
    rows = np.column_stack([(series - mean) / scale, _with_constant(regressors)])
    states, doubts, left, spread = _filtered(rows, known)
    weights, slopes, cover = _regressed(left[:, :1], left[:, 1:], spread.sum(axis=0))
    return Fit(weights, mean, scale, states, doubts, slopes, cover)


def refits(
    series: Floats, regressors: Floats, parts: Iterable[tuple[int, Places]], drift: tuple[float, float] = LEVEL_PRIOR
) -> list[Fit]:
    """Fit the first days of a series by some of its regressors, several times over one run of the filter.

    Each is as `fit` gives it; but ``states`` and ``doubts`` have the day after the last alone.

    Parameters
    ----------
    series, regressors
        As in `fit`.
    parts
        How many days, and the places of the columns that count.
    drift
        Prior of the level's daily step: how many days it is worth, and the variance it holds.

    Examples
    --------
    >>> series, waves = np.sin(np.arange(60.0) ** 2), np.cos(np.arange(120.0)).reshape(60, 2)
    >>> (found,) = refits(series, waves, [(40, np.array([0]))])
    >>> bool(np.isclose(found.slopes, fit(series[:40], waves[:40, :1]).slopes).all())
    True
    """
    known = ~np.isnan(series)
    states, doubts, left, spread = _filtered(np.column_stack([series, _with_constant(regressors)]), known)
    found = []
    for days, columns in parts:
        mean, scale = _standard(series[:days])
        seen, kept = int(known[:days].sum()), np.concatenate([[1], columns + 2])
        ours, state = left[:, :, :seen], states[days : days + 1]
        # the filter is linear: a standardised series leaves what the series and a constant leave
        target = (ours[:, :1] - mean * ours[:, 1:2]) / scale
        weights, slopes, cover = _regressed(target, ours[:, kept], spread[:seen].sum(axis=0), drift)
        ends = np.concatenate([(state[..., :1] - mean * state[..., 1:2]) / scale, state[..., kept]], axis=-1)
        found.append(Fit(weights, mean, scale, ends, doubts[days : days + 1], slopes, cover))
    return found


def loglikelihoods(left: Floats, spread: Floats, free: int) -> Floats:
    """Give the grid's log likelihoods, up to a constant, from the weighted squares left at each ratio."""
    variances = NOISES[None, :] ** 2
    return np.asarray(-0.5 * (free * np.log(variances) + spread[PLACE] + left[PLACE] / variances))


def log_prior(drift: tuple[float, float] = LEVEL_PRIOR) -> Floats:
    """Give the log density of both scales at the grid's points, by the logarithm of each scale."""
    parts = []
    for scales, (worth, variance) in ((LEVELS, drift), (NOISES, NOISE_PRIOR)):
        precision = scales**-2.0
        # one precision more than the Gamma density has: the grid's steps are equal in the logarithm
        parts.append(worth / 2 * np.log(precision) - worth * variance / 2 * precision)
    return np.asarray(parts[0][:, None] + parts[1][None, :])


def draws(fitted: Fit, regressors: Floats, *, count: int = DRAWS) -> Floats:
    """Draw what the series would be on the days after the last that was fitted.

    Parameters
    ----------
    fitted
        From `fit`.
    regressors
        Of those days, as in `fit`.
    count
        How many draws; the seed is fixed, so the same fit gives the same draws.

    Returns
    -------
    ndarray
        One row a draw of the posterior predictive distribution, one column a day.
    """
    rng, days = np.random.default_rng(SEED), len(regressors)
    ratio, noise = _points(fitted, rng, count)
    slopes = _slopes(fitted, ratio, noise, rng)
    start = fitted.states[-1][ratio]
    level = start[:, 0] - (start[:, 1:] * slopes).sum(axis=1)
    level += noise * np.sqrt(fitted.doubts[-1][ratio]) * rng.standard_normal(count)
    steps = (noise * np.sqrt(RATIOS[ratio]))[:, None] * rng.standard_normal((count, days))
    steps[:, 0] = 0.0  # the state is that of the first day already
    found = level[:, None] + steps.cumsum(axis=1) + np.einsum("di,ci->cd", _with_constant(regressors), slopes)
    found += noise[:, None] * rng.standard_normal((count, days))
    return np.asarray(fitted.mean + fitted.scale * found)


def retold(fitted: Fit, regressors: Floats, last: int, *, count: int = DRAWS) -> Floats:
    """Draw each of the last days that were fitted as the days before it foretell it, one day apart from the other.

    ``regressors`` are those of the fitted days; the answer is as in `draws`.
    """
    rng = np.random.default_rng(SEED)
    ratio, noise = _points(fitted, rng, count)
    slopes = _slopes(fitted, ratio, noise, rng)
    days = slice(len(regressors) - last, len(regressors))
    states, doubts = fitted.states[days][:, ratio], fitted.doubts[days][:, ratio]
    found = states[..., 0] + ((_with_constant(regressors[days])[:, None] - states[..., 1:]) * slopes).sum(axis=2)
    found += noise * np.sqrt(doubts + 1) * rng.standard_normal((last, count))
    return np.asarray(fitted.mean + fitted.scale * found.T)


def _filtered(rows: Floats, known: NDArray[np.bool_]) -> tuple[Floats, Floats, Floats, Floats]:
    """Run the filter of a level that starts at nothing over the series and its regressors, for all ratios at once.

    Gives the states and their variances before each day, what is left of each known row in units of its own standard
    deviation (of each ratio, a row for the series and each regressor, a column a known day), and the logarithms of
    their variances, a row a known day.
    """
    states, doubts = np.zeros((len(rows) + 1, len(RATIOS), rows.shape[1])), np.zeros((len(rows) + 1, len(RATIOS)))
    # how far a day is trusted hangs on which days are known, not on what they hold
    for day, doubt in enumerate(doubts[:-1]):
        doubts[day + 1] = (doubt / (doubt + 1.0) if known[day] else doubt) + RATIOS
    gains = (doubts / (doubts + 1.0))[..., None]
    for day, state in enumerate(states[:-1]):
        states[day + 1] = state + gains[day] * (rows[day] - state) if known[day] else state
    wide = doubts[:-1][known] + 1.0
    left = (rows[known, None] - states[:-1][known]) / np.sqrt(wide)[..., None]
    return states, doubts, np.moveaxis(left, 0, -1), np.log(wide)


def _regressed(
    target: Floats, others: Floats, spread: Floats, drift: tuple[float, float] = LEVEL_PRIOR
) -> tuple[Floats, Floats, Floats]:
    """Regress what the filter leaves of a series on what it leaves of the others: weights, slopes, their covariance."""
    precision = others @ others.swapaxes(1, 2) + FLAT * np.eye(others.shape[1])
    cover = np.asarray(np.linalg.inv(precision), dtype=np.float64)
    slopes = target @ others.swapaxes(1, 2) @ cover
    rest = (target - slopes @ others)[:, 0]
    spread = spread + np.linalg.slogdet(precision)[1]
    logs = loglikelihoods((rest**2).sum(axis=1), spread, target.shape[2] - others.shape[1]) + log_prior(drift)
    weights = np.exp(logs - logs.max())
    return weights / weights.sum(), slopes[:, 0], cover


def _standard(series: Floats) -> tuple[float, float]:
    known = series[~np.isnan(series)]
    return float(known.mean()), float(known.std(ddof=1)) or 1.0


def _points(fitted: Fit, rng: np.random.Generator, count: int) -> tuple[Places, Floats]:
    """Draw points of the grid: the place of each one's ratio, and its noise."""
    chosen = rng.choice(POINTS * POINTS, size=count, p=fitted.weights.ravel())
    return PLACE.ravel()[chosen], NOISES[chosen % POINTS]


def _slopes(fitted: Fit, ratio: Places, noise: Floats, rng: np.random.Generator) -> Floats:
    roots = np.linalg.cholesky(fitted.cover)[ratio]
    shocks = rng.standard_normal((len(ratio), fitted.slopes.shape[1]))
    return np.asarray(fitted.slopes[ratio] + noise[:, None] * np.einsum("cij,cj->ci", roots, shocks))


def _with_constant(regressors: Floats) -> Floats:
    return np.column_stack([np.ones(len(regressors)), regressors])
