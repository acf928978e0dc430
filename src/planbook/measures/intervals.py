"""How sure a figure is: 80 % intervals of shares, ratios and estimates.

Reports say "80 % interval": four times in five the true figure lies inside. Intervals speak of chance alone; what
is measured wrongly stays wrong. Quantiles come from `scipy.special`, since `scipy.stats` takes a second to import.
"""

from __future__ import annotations

from math import nan, sqrt
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

LEVEL = 0.8


class Interval(NamedTuple):
    """A figure and where it may lie; ``low`` and ``high`` are NaN where too few rows speak."""

    value: float
    low: float
    high: float


UNKNOWN = Interval(nan, nan, nan)


class Kept(NamedTuple):
    """What is delivered of a promise: the ratio, its variance, that of a single one about it, degrees of freedom."""

    value: float
    of_ratio: float
    of_one: float
    degrees: float


PROMISES = 3  # earlier ones that tell how far one may lie from what all delivered


def wilson(successes: float, trials: float, level: float = LEVEL) -> Interval:
    """Give a share with its score interval, which holds for few trials and for shares near 0 or 1.

    Parameters
    ----------
    successes, trials
        Counts, such as buyers and visitors.
    level
        How often the interval covers.

    Returns
    -------
    Interval
        NaN without trials.

    References
    ----------
    Wilson (1927), J. Am. Stat. Assoc. 22, 209-212; Newcombe (1998), Stat. Med. 17, 857-872, method 3.

    Examples
    --------
    >>> [round(x, 4) for x in wilson(81, 263, level=0.95)]
    [0.308, 0.2553, 0.3662]
    """
    if not trials > 0:
        return UNKNOWN
    share, z = successes / trials, quantile(level)
    centre = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z / (1 + z * z / trials) * sqrt(max(share * (1 - share), 0.0) / trials + z * z / (4 * trials**2))
    return Interval(share, min(max(centre - half, 0.0), share), max(min(centre + half, 1.0), share))


def difference(now: tuple[float, float], then: tuple[float, float], level: float = LEVEL) -> Interval:
    """Give the difference of two shares, each as (successes, trials), with Newcombe's hybrid score interval.

    References
    ----------
    Newcombe (1998), Stat. Med. 17, 873-890, method 10.

    Examples
    --------
    >>> [round(x, 4) for x in difference((56, 70), (48, 80), level=0.95)]
    [0.2, 0.0524, 0.3339]
    """
    one, two = wilson(*now, level=level), wilson(*then, level=level)
    gap = one.value - two.value
    below = sqrt((one.value - one.low) ** 2 + (two.high - two.value) ** 2)
    above = sqrt((one.high - one.value) ** 2 + (two.value - two.low) ** 2)
    return Interval(gap, gap - below, gap + above)


def ratio(
    numerator: pd.Series[float], denominator: pd.Series[float], level: float = LEVEL, *, fewest: int = 2
) -> Interval:
    """Give a ratio of sums over independent rows, such as paid over spend of a month's days.

    The variance is that of the linearised ratio estimator, from how far each row lies from the common ratio.

    Parameters
    ----------
    numerator, denominator
        One value a row, in the same order.
    level
        How often the interval covers.
    fewest
        With fewer rows there is no interval, only the ratio.

    Returns
    -------
    Interval
        NaN where the denominator adds up to nothing.

    References
    ----------
    Cochran (1977), Sampling Techniques, 3rd ed., section 6.4; Student's t for few rows.

    Examples
    --------
    >>> [round(x, 3) for x in ratio(pd.Series([1.0, 3.0, 2.0]), pd.Series([1.0, 1.0, 1.0]))]
    [2.0, 0.911, 3.089]
    """
    above, below = numerator.to_numpy(float), denominator.to_numpy(float)
    known = ~(np.isnan(above) | np.isnan(below))
    above, below = above[known], below[known]
    rows, total = len(below), float(below.sum())
    if total == 0:
        return UNKNOWN
    value = float(above.sum()) / total
    if rows < max(fewest, 2):
        return Interval(value, nan, nan)
    scatter = float(((above - value * below) ** 2).sum()) * rows / (rows - 1)
    return around(value, sqrt(scatter) / abs(total), rows - 1, level)


def around(value: float, error: float, degrees: float, level: float = LEVEL) -> Interval:
    """Give the interval of an estimate with its standard error, by Student's t with ``degrees`` of freedom.

    Examples
    --------
    >>> [round(x, 3) for x in around(10.0, 1.0, degrees=4)]
    [10.0, 8.467, 11.533]
    """
    half = float(stdtrit(degrees, 0.5 + level / 2)) * error
    return Interval(value, value - half, value + half)


def kept(delivered: pd.Series[float], promised: pd.Series[float], *, fewest: int = PROMISES) -> Kept:
    """Give what earlier promises delivered, and by how much the ratio and a single one to come may differ from it.

    A single one lies about the common ratio as the earlier ones do, weighted by what they promised; beside that the
    ratio itself is not known for certain (Cochran, as in `ratio`). The variances are NaN where fewer speak.

    Examples
    --------
    >>> [round(x, 5) for x in kept(pd.Series([90.0, 100.0, 110.0]), pd.Series([100.0, 100.0, 100.0]))]
    [1.0, 0.00333, 0.01, 2]
    """
    known = delivered.notna() & promised.gt(0)
    came, goal = delivered[known].to_numpy(float), promised[known].to_numpy(float)
    rows, total = len(goal), float(goal.sum())
    if not rows:
        return Kept(nan, nan, nan, nan)
    value = float(came.sum()) / total
    if rows < fewest:
        return Kept(value, nan, nan, nan)
    squares, free = (came - value * goal) ** 2, rows / (rows - 1)
    return Kept(value, float(squares.sum()) / total**2 * free, float((squares / goal).sum()) / total * free, rows - 1)


def placement(delivered: pd.Series[float], promised: pd.Series[float]) -> Interval:
    """Give delivered ÷ promised of earlier promises, and where a single one to come may lie; nothing below zero.

    Examples
    --------
    >>> [round(x, 2) for x in placement(pd.Series([90.0, 100.0, 110.0]), pd.Series([100.0, 100.0, 100.0]))]
    [1.0, 0.78, 1.22]
    """
    told = kept(delivered, promised)
    if not told.degrees > 0:
        return Interval(told.value, nan, nan)
    found = around(told.value, sqrt(told.of_ratio + told.of_one), told.degrees)
    return found._replace(low=max(found.low, 0.0))


def spread(value: float, draws: NDArray[np.float64], level: float = LEVEL) -> Interval:
    """Give the interval of an estimate from the draws of a bootstrap, by their quantiles.

    Examples
    --------
    >>> [round(x, 3) for x in spread(5.0, np.arange(11.0))]
    [5.0, 1.0, 9.0]
    """
    low, high = np.quantile(draws, [0.5 - level / 2, 0.5 + level / 2])
    return Interval(value, float(low), float(high))


def effective(weights: NDArray[np.float64]) -> float:
    """Give how many equal answers the weighted ones are worth: (Σw)² ÷ Σw².

    References
    ----------
    Kish (1965), Survey Sampling, section 11.7.

    Examples
    --------
    >>> effective(np.array([1.0, 1.0, 2.0]))
    2.6666666666666665
    """
    squares = float((weights**2).sum())
    return float(weights.sum()) ** 2 / squares if squares else 0.0


def quantile(level: float) -> float:
    """Give the number of standard errors on each side that ``level`` takes.

    Examples
    --------
    >>> round(quantile(0.95), 3)
    1.96
    """
    return float(ndtri(0.5 + level / 2))
