"""Where people speak of a rival and of us differently: differences of shares, with chance and many looks allowed for.

Each difference is tested by Fisher's exact test, and of all tests together at most one told difference in ten is to be
false (Benjamini and Hochberg 1995). Reviews that were gathered by rating, so many good and so many bad ones, say
nothing of how many complain: they are counted within their class only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import gammaln

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import LEVEL, around, wilson

US, RIVALS = "", "rivals"
FALSE = 0.10  # of the differences that are told, at most so many are chance
FEWEST = 20  # reviews of a brand
BY_RATING = "by_rating"
SIDES = ("good", "bad")


@passes_missing
def whole(texts: pd.DataFrame) -> pd.DataFrame | Missing:
    """Keep what was gathered whole: texts of which so many of each rating were taken say no shares."""
    kept = texts[texts["collected"] != BY_RATING]
    return kept if len(kept) else missing("feedback", "text", reason="too_few")


@passes_missing
def filtered(texts: pd.DataFrame) -> pd.DataFrame | Missing:
    """Keep what was gathered by rating, with its ``side``: good (4 and 5 stars) or bad (1 and 2)."""
    kept = texts[(texts["collected"] == BY_RATING) & texts["rating"].notna() & (texts["rating"] != 3)]
    side = np.where(kept["rating"] > 3, *SIDES)
    return kept.assign(side=side) if len(kept) else missing("feedback", "collected", reason="empty")


@passes_missing
def ratings(texts: pd.DataFrame, *, level: float = LEVEL) -> pd.DataFrame:
    """Count the texts of each brand and average their rating where they were gathered whole.

    Returns
    -------
    DataFrame
        ``brand texts copies rating low high low_share low_low low_high collected``: ``copies`` were dropped as crawled
        twice, ``rating`` with Student's interval and ``low_share`` (of rated texts, two stars and less) with Wilson's;
        all NaN where the texts were gathered by rating. Most texts first.
    """
    rows = [_rated(str(brand), part, level) for brand, part in texts.groupby("brand")]
    return pd.DataFrame(rows).sort_values("texts", ascending=False, kind="stable", ignore_index=True)


@passes_missing
def pooled(texts: pd.DataFrame) -> pd.DataFrame:
    """Take all rivals as one brand, ``rivals``, beside us."""
    return texts.assign(brand=texts["brand"].where(texts["brand"] == US, RIVALS))


@passes_missing
def differences(
    shares: pd.DataFrame, *, false: float = FALSE, fewest: int = FEWEST, level: float = LEVEL
) -> pd.DataFrame | Missing:
    """Hold each rival's share of praise and of complaint on each topic against ours.

    Parameters
    ----------
    shares
        A row a ``brand`` (empty: us) and ``topic``: ``reviews good bad`` (``topics.shares``).
    false
        The share of told differences that may be chance.
    fewest
        Brands with fewer texts are left out.
    level
        How often the interval covers.

    Returns
    -------
    DataFrame
        ``brand topic side theirs ours difference low high theirs_n ours_n chance adjusted sure verdict``: shares of
        texts, ``difference`` = ours − theirs with Newcombe's interval, ``chance`` by Fisher's test, ``adjusted`` over
        all rows, ``sure`` where that is at most ``false``; ``verdict`` strength (more praise or fewer complaints of
        us), weakness, or open. The surest first.

    References
    ----------
    Newcombe (1998), Stat. Med. 17, 873-890, method 10. Fisher (1935), The Design of Experiments.
    """
    mine = shares[(shares["brand"] == US) & (shares["reviews"] >= fewest)].set_index("topic")
    theirs = shares[(shares["brand"] != US) & (shares["reviews"] >= fewest)]
    if mine.empty or theirs.empty:
        return missing("feedback", "brand", "text", reason="too_few")
    rows = [
        {"brand": row["brand"], "topic": row["topic"], "side": side, **_held(row, mine.loc[row["topic"]], side, level)}
        for row in theirs.to_dict("records")
        if row["topic"] in mine.index
        for side in SIDES
        if row[side] or mine.loc[row["topic"], side]
    ]
    found = pd.DataFrame(rows)
    found["adjusted"] = adjusted(found["chance"])
    found["sure"] = found["adjusted"] <= false
    ahead = (found["difference"] > 0) == (found["side"] == "good")
    found["verdict"] = np.where(~found["sure"], "open", np.where(ahead, "strength", "weakness"))
    return found.sort_values("chance", kind="stable", ignore_index=True)


def adjusted(chances: Iterable[float]) -> list[float]:
    """Adjust the chances of many tests so that of those up to *q* a share of *q* is false at most.

    References
    ----------
    Benjamini and Hochberg (1995), J. R. Stat. Soc. B 57, 289-300.

    Examples
    --------
    >>> [round(p, 3) for p in adjusted([0.001, 0.008, 0.039, 0.041, 0.042, 0.06])]
    [0.006, 0.024, 0.05, 0.05, 0.05, 0.06]
    """
    values = np.asarray(list(chances), dtype=float)
    order = values.argsort()[::-1]
    ranks = np.arange(len(values), 0, -1)
    found = np.empty(len(values))
    found[order] = np.minimum.accumulate(np.minimum(values[order] * len(values) / ranks, 1.0))
    return [float(x) for x in found]


def fisher(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Give how often chance alone sets two shares (successes, trials) so far apart, or farther.

    Examples
    --------
    >>> round(fisher((3, 4), (1, 4)), 4)
    0.4857
    """
    (a, n), (b, m) = first, second
    total = a + b
    every = np.arange(max(0, total - m), min(n, total) + 1)
    logs = _choose(n, every) + _choose(m, total - every) - _choose(n + m, np.array([total]))
    chances = np.exp(logs)
    # what is as rare as the table itself counts, whatever the last bits say
    return float(min(chances[chances <= chances[every == a][0] * (1 + 1e-7)].sum(), 1.0))


def _choose(n: float, k: np.ndarray) -> np.ndarray:
    return np.asarray(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1))


def _held(theirs: Mapping[Any, Any], ours: pd.Series, side: str, level: float) -> dict[str, float]:
    counts = [(float(each[side]), float(each["reviews"])) for each in (ours, theirs)]
    mine, other = (wilson(*pair, level) for pair in counts)
    gap = mine.value - other.value
    return {
        "theirs": other.value, "ours": mine.value, "difference": gap,
        "low": gap - float(np.hypot(mine.value - mine.low, other.high - other.value)),
        "high": gap + float(np.hypot(mine.high - mine.value, other.value - other.low)),
        "theirs_n": counts[1][1], "ours_n": counts[0][1], "chance": fisher(*counts),
    }  # fmt: skip


def _rated(brand: str, part: pd.DataFrame, level: float) -> dict[str, object]:
    stars = part["rating"].dropna()
    by_rating = bool((part["collected"] == BY_RATING).any())
    row: dict[str, object] = {
        "brand": brand, "texts": len(part), "copies": int((part["copies"] - 1).sum()),
        "collected": BY_RATING if by_rating else "all",
    }  # fmt: skip
    names = ("rating", "low", "high", "low_share", "low_low", "low_high")
    if by_rating or len(stars) < FEWEST:
        return row | dict.fromkeys(names, np.nan)
    error = float(stars.std(ddof=1)) / np.sqrt(len(stars))
    mean = around(float(stars.mean()), error, len(stars) - 1, level)
    return row | dict(zip(names, (*mean, *wilson(float((stars <= 2).sum()), len(stars), level)), strict=True))
