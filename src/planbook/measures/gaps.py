"""How far apart two brands are: our marks against each rival's, and praise of us against praise of others.

Who rates a rival has mostly rated us too, so the two means share respondents. Their difference is taken by the t test
for partially overlapping samples, which is the paired test where all have rated both and Welch's where none has. Many
differences are looked at, so chances are adjusted over all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import ndtr, stdtr

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import LEVEL, Interval, around, difference

OURS = ""
FEWEST = 20  # marks of each brand on an attribute
SPOKEN = 10  # reviews of each side that speak of a topic
SURVEY, REVIEWS = "survey", "reviews"


class Gap(NamedTuple):
    """A difference of two means, how often chance alone sets them so far apart, and how many rated both."""

    interval: Interval
    chance: float
    both: int


def overlapping(ours: pd.Series[float], theirs: pd.Series[float], level: float = LEVEL) -> Gap:
    """Hold two means of marks against each other, some of which come from the same respondents.

    Parameters
    ----------
    ours, theirs
        Marks, the index telling the respondent; at least two each.
    level
        How often the interval covers.

    References
    ----------
    Derrick, Russ, Toher & White (2017), J. Mod. Appl. Stat. Methods 16 (1), 137-157: T_new2, of unequal variances.

    Examples
    --------
    >>> ours = pd.Series([5.0, 4.0, 5.0, 3.0], index=list("abcd"))
    >>> found = overlapping(ours, pd.Series([3.0, 3.0, 4.0], index=list("bcx")))
    >>> [round(x, 2) for x in found.interval], found.both
    ([0.92, -0.07, 1.91], 2)
    """
    shared = ours.index.intersection(theirs.index)
    n, m, both = len(ours), len(theirs), len(shared)
    gap, own, other = float(ours.mean() - theirs.mean()), float(ours.var()) / n, float(theirs.var()) / m
    alike = _correlation(ours[shared], theirs[shared])
    error = sqrt(max(own + other - 2 * alike * sqrt(own * other / (n * m)) * both, 0.0))
    if not error:
        return Gap(Interval(gap, gap, gap), float(gap == 0), both)
    welch = (own + other) ** 2 / (own**2 / (n - 1) + other**2 / (m - 1))
    degrees = both - 1 + (welch - both + 1) / (n + m) * (n + m - 2 * both)
    return Gap(around(gap, error, degrees, level), 2 * float(stdtr(degrees, -abs(gap) / error)), both)


@passes_missing
def gaps(ratings: pd.DataFrame, *, fewest: int = FEWEST, level: float = LEVEL) -> pd.DataFrame | Missing:
    """Hold our marks against each rival's on each attribute.

    Parameters
    ----------
    ratings
        ``respondent_id brand attribute performance``, 1–5; an empty brand is ours.
    fewest
        Attributes with fewer marks of either brand are left out.
    level
        How often the interval covers.

    Returns
    -------
    DataFrame
        ``source brand attribute ours theirs value low high ours_n theirs_n both chance adjusted``: ``value`` = ours −
        theirs in points of five, ``chance`` of so large a difference where there is none, ``adjusted`` over all rows
        (Holm).
    """
    known = ratings[ratings["performance"].notna()].set_index("respondent_id")
    grouped = known.groupby(["brand", "attribute"])["performance"]
    marks = {(str(brand), str(name)): part for (brand, name), part in grouped}
    rows = [
        _row(SURVEY, pair, marks[OURS, pair[1]], theirs, level)
        for pair, theirs in marks.items()
        if pair[0] != OURS and min(len(theirs), len(marks.get((OURS, pair[1]), ()))) >= fewest
    ]
    if not rows:
        return missing("ratings", "brand", "performance", reason="too_few")
    found = pd.DataFrame(rows)
    return found.assign(adjusted=holm(found["chance"]))


@passes_missing
def praise(
    shares: pd.DataFrame, *, of: pd.DataFrame | None = None, fewest: int = SPOKEN, level: float = LEVEL
) -> pd.DataFrame | Missing:
    """Hold the praise of us against that of others: shares of the reviews that speak of a topic.

    Parameters
    ----------
    shares
        ``brand topic mentions good`` (``topics.shares``); an empty brand is ours.
    of
        ``brand attribute``: the only pairs to look at, such as those that another source names. None: all.
    fewest
        Topics of which fewer reviews of either speak are left out.
    level
        How often the interval covers; it is Newcombe's.

    Returns
    -------
    DataFrame
        As `gaps`, ``value`` as a difference of shares, ``chance`` by the pooled z test of two shares.
    """
    mine = shares[shares["brand"] == OURS].set_index("topic")[["good", "mentions"]]
    rows = []
    named = None if of is None else set(zip(of["brand"], of["attribute"], strict=True))
    for row in shares[shares["brand"] != OURS].to_dict("records"):
        if named is not None and (row["brand"], row["topic"]) not in named:
            continue
        ours = mine.loc[row["topic"]] if row["topic"] in mine.index else None
        if ours is None or min(row["mentions"], ours["mentions"]) < fewest:
            continue
        pair = (float(ours["good"]), float(ours["mentions"])), (float(row["good"]), float(row["mentions"]))
        rows.append({
            "source": REVIEWS, "brand": row["brand"], "attribute": row["topic"], "ours": pair[0][0] / pair[0][1],
            "theirs": pair[1][0] / pair[1][1], **difference(*pair, level)._asdict(), "ours_n": pair[0][1],
            "theirs_n": pair[1][1], "both": 0, "chance": _alike(*pair),
        })  # fmt: skip
    if not rows:
        return missing("feedback", "brand", "text", reason="too_few")
    found = pd.DataFrame(rows)
    return found.assign(adjusted=holm(found["chance"]))


def holm(chances: Iterable[float]) -> list[float]:
    """Adjust the chances of many tests so that the chance of any false one stays below what is asked.

    References
    ----------
    Holm (1979), Scand. J. Stat. 6, 65-70.

    Examples
    --------
    >>> [round(p, 3) for p in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    values = np.asarray(list(chances), dtype=float)
    order = values.argsort()
    found = np.empty(len(values))
    found[order] = np.minimum(np.maximum.accumulate(values[order] * np.arange(len(values), 0, -1)), 1.0)
    return [float(x) for x in found]


def _row(
    source: str, pair: tuple[str, str], ours: pd.Series[float], theirs: pd.Series[float], level: float
) -> dict[str, object]:
    gap = overlapping(ours, theirs, level)
    return {
        "source": source, "brand": pair[0], "attribute": pair[1], "ours": float(ours.mean()),
        "theirs": float(theirs.mean()), **gap.interval._asdict(), "ours_n": float(len(ours)),
        "theirs_n": float(len(theirs)), "both": gap.both, "chance": gap.chance,
    }  # fmt: skip


def _correlation(ours: pd.Series[float], theirs: pd.Series[float]) -> float:
    """Correlate the marks of those who rated both; where one of them does not vary, there is none."""
    flat = len(ours) < 2 or not ours.std() or not theirs.std()
    return 0.0 if flat else float(np.corrcoef(ours, theirs)[0, 1])


def _alike(ours: tuple[float, float], theirs: tuple[float, float]) -> float:
    """Say how often two shares (successes, trials) lie so far apart when they are one."""
    (a, n), (b, m) = ours, theirs
    common = (a + b) / (n + m)
    error = sqrt(common * (1 - common) * (1 / n + 1 / m))
    return 2 * float(ndtr(-abs(a / n - b / m) / error)) if error else 1.0
