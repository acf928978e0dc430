"""Counts by item and week: what an item usually sells × what a week sells of all items × what else moves them.

Poisson pseudo-maximum-likelihood asks only that the mean is right: counts may scatter more than Poisson's, and no log
is taken of them, which would bias the answer where the scatter differs from row to row. The effects of items and weeks
are taken out by turns rather than estimated one by one.

References
----------
Santos Silva and Tenreyro (2006), The Log of Gravity, Rev. Econ. Stat. 88, 641-658. Correia, Guimarães and Zylkin
(2020), Fast Poisson estimation with high-dimensional fixed effects, Stata J. 20, 95-115.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]
TURNS, ROUNDS = 400, 60
CLOSE = 1e-9


class Fit(NamedTuple):
    """A fitted panel: slopes of the regressors, what was to be expected of each row, and what is left of regressors.

    ``slopes`` has one value a regressor; ``expected`` one a row; ``moved`` (rows × regressors) is each regressor less
    what items and weeks have of it, and ``weights`` is what a row counts in that.
    """

    slopes: Floats
    expected: Floats
    moved: Floats
    weights: Floats


def codes(*columns: pd.Series) -> Codes:
    """Give a number to each of the groups that one or several columns tell apart.

    Examples
    --------
    >>> codes(pd.Series(["a", "b", "a"]), pd.Series([1, 1, 2])).tolist()
    [0, 1, 2]
    """
    keys = columns[0].astype(str)
    for column in columns[1:]:
        keys = keys + "\x1f" + column.astype(str)
    return np.asarray(pd.factorize(keys)[0], dtype=np.intp)


def within(values: Floats, weights: Floats, groups: Sequence[Codes]) -> Floats:
    """Take the weighted means of every group out of each column, by turns until nothing moves.

    Examples
    --------
    >>> item, week = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    >>> within(np.array([[1.0], [2.0], [3.0], [8.0]]), np.ones(4), (item, week)).ravel().round(6).tolist()
    [1.0, -1.0, -1.0, 1.0]
    """
    left = values.astype(float)
    totals = [np.bincount(group, weights) for group in groups]
    for _ in range(TURNS):
        before = left
        for group, total in zip(groups, totals, strict=True):
            sums = np.column_stack([np.bincount(group, weights * column) for column in left.T])
            left = left - (sums / total[:, None])[group]
        if np.abs(left - before).max(initial=0.0) < CLOSE:
            break
    return left


def poisson(counts: Floats, regressors: Floats, groups: Sequence[Codes]) -> Fit:
    """Fit counts by Poisson pseudo-maximum-likelihood with an effect for every group.

    Parameters
    ----------
    counts
        One a row, zero or more; each group has some.
    regressors
        Rows × regressors; may have no column, for the effects alone.
    groups
        The number of each row's group, such as its item and its week (`codes`).

    Returns
    -------
    Fit
        With ``weights`` = ``expected``, as Poisson's variance has it.

    Examples
    --------
    >>> item, week = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    >>> price = np.log([[10.0], [10.0], [10.0], [5.0]])
    >>> round(float(poisson(np.array([8.0, 4.0, 6.0, 12.0]), price, (item, week)).slopes[0]), 4)
    -2.0
    """
    log = np.log((counts + counts.mean()) / 2)
    for _ in range(ROUNDS):
        expected = np.exp(log)
        working = log + (counts - expected) / expected
        left = within(np.column_stack([working, regressors]), expected, groups)
        root = np.sqrt(expected)[:, None]
        slopes = np.linalg.lstsq(left[:, 1:] * root, left[:, 0] * root[:, 0], rcond=None)[0]
        fitted = working - left[:, 0] + left[:, 1:] @ slopes
        moved = float(np.abs(fitted - log).max())
        log = fitted
        if moved < CLOSE:
            break
    return Fit(slopes, np.exp(log), left[:, 1:], np.exp(log))


def log_log(counts: Floats, regressors: Floats, groups: Sequence[Codes]) -> Fit:
    """Fit the logs of counts by least squares with an effect for every group; counts must be above zero.

    ``expected`` is the row's own log residual taken off its count, so that both fits read alike.
    """
    weights = np.ones(len(counts))
    left = within(np.column_stack([np.log(counts), regressors]), weights, groups)
    slopes = np.asarray(np.linalg.lstsq(left[:, 1:], left[:, 0], rcond=None)[0], dtype=np.float64)
    residual = left[:, 0] - left[:, 1:] @ slopes
    expected: Floats = np.asarray(counts / np.exp(residual), dtype=np.float64)
    return Fit(slopes, expected, left[:, 1:], weights)


def error(fit: Fit, residuals: Floats, clusters: Codes) -> float:
    """Give the standard error of the first slope where rows of a cluster move together.

    Parameters
    ----------
    fit
        From `poisson` or `log_log`.
    residuals
        One a row, as the fit leaves them: counts − expected, or those of the logs.
    clusters
        The number of each row's cluster.

    References
    ----------
    Liang and Zeger (1986), Biometrika 73, 13-22; scaled by G ÷ (G − 1) for G clusters.
    """
    bread = np.linalg.pinv((fit.moved * fit.weights[:, None]).T @ fit.moved)
    scores = np.column_stack([np.bincount(clusters, column * residuals) for column in fit.moved.T])
    many = len(scores)
    covariance = bread @ (scores.T @ scores) @ bread * many / max(many - 1, 1)
    return float(np.sqrt(covariance[0, 0]))
