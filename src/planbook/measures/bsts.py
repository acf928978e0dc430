"""What a daily series would have been: a Bayesian structural time series on a grid, without simulation.

The model is a local level with static regression: ``y = level + X·b + noise``, the level a random walk. Its two
scales have the priors of R's CausalImpact (1/level² ~ Gamma(16, 16·0.01²), 1/noise² ~ Gamma(25, 25·0.2), of a series
with mean 0 and variance 1); the start of the level and ``b`` are flat. Both scales lie on a grid of 28 × 28 points
with equal steps of their logarithms, so that only 55 ratios of the two occur: for each of them the likelihood is that
of a linear model with known correlation, told at all ratios from one eigendecomposition. ``statsmodels`` gives the
same likelihoods by the Kalman filter, point by point; a test holds the two together.

References
----------
Brodersen, Gallusser, Koehler, Remy, Scott (2015), Annals of Applied Statistics 9, 247-274; Harville (1974),
Biometrika 61, 383-385, for the likelihood that is left when the regression is integrated out.
"""

from __future__ import annotations

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
DRAWS = 2000
SEED = 20_260_913


class Fit(NamedTuple):
    """A fitted series: weights of the grid's points, and what each ratio of scales says of the rest."""

    weights: Floats  # 28 × 28, level by noise
    mean: float
    scale: float
    days: Floats  # places of the days that were fitted
    axes: Floats  # eigenvectors of the level's covariance
    damped: Floats  # 1 ÷ (1 + ratio × eigenvalue), one row a ratio
    design: Floats  # regressors on these axes
    series: Floats  # the standardised series on these axes
    precision: Floats  # of b, one matrix a ratio
    slopes: Floats  # b, one row a ratio


class Estimate(NamedTuple):
    """What a series was and would have been (``measures.counterfactual.estimate``).

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
    known = np.flatnonzero(~np.isnan(series))
    days = known.astype(float)
    mean, scale = float(series[known].mean()), float(series[known].std(ddof=1)) or 1.0
    values, axes = np.linalg.eigh(np.minimum.outer(days, days))
    design = axes.T @ _with_constant(regressors[known])
    turned = axes.T @ ((series[known] - mean) / scale)
    damped = 1 / (1 + RATIOS[:, None] * np.maximum(values, 0.0))
    precision = np.einsum("qn,ni,nj->qij", damped, design, design)
    pulled = np.einsum("qn,ni,n->qi", damped, design, turned)
    slopes = np.linalg.solve(precision, pulled[..., None])[..., 0]
    left = damped @ turned**2 - (pulled * slopes).sum(axis=1)
    spread = -np.log(damped).sum(axis=1) + np.linalg.slogdet(precision)[1]
    free = len(known) - design.shape[1]
    logs = loglikelihoods(left, spread, free) + log_prior()
    weights = np.exp(logs - logs.max())
    return Fit(weights / weights.sum(), mean, scale, days, axes, damped, design, turned, precision, slopes)


def loglikelihoods(left: Floats, spread: Floats, free: int) -> Floats:
    """Give the grid's log likelihoods, up to a constant, from the weighted squares left at each ratio."""
    variances = NOISES[None, :] ** 2
    return np.asarray(-0.5 * (free * np.log(variances) + spread[PLACE] + left[PLACE] / variances))


def log_prior() -> Floats:
    """Give the log density of both scales at the grid's points, by the logarithm of each scale."""
    parts = []
    for scales, (worth, variance) in ((LEVELS, LEVEL_PRIOR), (NOISES, NOISE_PRIOR)):
        precision = scales**-2.0
        # one precision more than the Gamma density has: the grid's steps are equal in the logarithm
        parts.append(worth / 2 * np.log(precision) - worth * variance / 2 * precision)
    return np.asarray(parts[0][:, None] + parts[1][None, :])


def draws(fitted: Fit, regressors: Floats, places: Places, *, count: int = DRAWS) -> Floats:
    """Draw what the series would be on some days, from the posterior predictive distribution.

    Parameters
    ----------
    fitted
        From `fit`.
    regressors
        Of every day from the first that was fitted, as in `fit`.
    places
        Which days to draw, counted from that first one.
    count
        How many draws; the seed is fixed, so the same fit gives the same draws.

    Returns
    -------
    ndarray
        One row a draw, one column a day.
    """
    rng = np.random.default_rng(SEED)
    chosen = rng.choice(POINTS * POINTS, size=count, p=fitted.weights.ravel())
    ratio, noise = PLACE.ravel()[chosen], NOISES[chosen % POINTS]
    shocks = rng.standard_normal((count, len(places)))
    away = places.astype(float)
    across, among = np.minimum.outer(away, fitted.days) @ fitted.axes, np.minimum.outer(away, away)
    design = _with_constant(regressors[places])
    found = np.empty((count, len(places)))
    for q in np.unique(ratio):
        pull = RATIOS[q] * across * fitted.damped[q]
        unsure = design - pull @ fitted.design
        centre = pull @ fitted.series + unsure @ fitted.slopes[q]
        cover = RATIOS[q] * among + np.eye(len(places)) - pull @ (RATIOS[q] * across).T
        cover += unsure @ np.linalg.solve(fitted.precision[q], unsure.T)
        own = ratio == q
        found[own] = centre + noise[own, None] * (shocks[own] @ np.linalg.cholesky(cover).T)
    return fitted.mean + fitted.scale * found


def _with_constant(regressors: Floats) -> Floats:
    return np.column_stack([np.ones(len(regressors)), regressors])
