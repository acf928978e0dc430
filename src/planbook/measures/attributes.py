"""What weighs for buyers and how well it is done: importance against performance, by ratings and by reviews.

Importance–performance analysis: each attribute stands right or left of the mean performance and above or below the
mean importance. The lines are means of estimates themselves, so an attribute whose interval holds its line is on it and
in no quadrant. Two sources stand beside each other and are never mixed: marks from 1 to 5 of a survey, and shares of
reviews that speak of a topic and that praise it.

Martilla & James (1977), J. of Marketing 41 (1), 77-79.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import LEVEL, around, wilson

OURS = ""
FEWEST = 20  # marks of an attribute: of fewer nothing is claimed
SPOKEN = 10  # reviews that speak of a topic: of fewer their praise says nothing
KEEP, MEND, OVERKILL, LOW, LINE = "keep_up", "mend_first", "overkill", "low_priority", "on_the_line"
QUADRANTS = {(1, 1): KEEP, (1, -1): MEND, (-1, 1): OVERKILL, (-1, -1): LOW}  # sides of importance, performance
AGREE, AGAINST, OPEN, ALONE = "same", "opposed", "undecided", "one_source"
SIDES = ("importance", "performance")
COLUMNS = [f"{side}{end}" for side in SIDES for end in ("", "_low", "_high", "_n", "_line", "_side")] + ["quadrant"]
SURVEY, REVIEWS = "survey", "reviews"
NEEDS = {SURVEY: ("ratings", "brand", "performance"), REVIEWS: ("feedback", "brand", "text")}


@passes_missing
def importance(ratings: pd.DataFrame, *, fewest: int = FEWEST, level: float = LEVEL) -> pd.DataFrame | Missing:
    """Average how much each attribute weighs when buying, from 1 to 5, with Student's interval over respondents.

    Parameters
    ----------
    ratings
        ``respondent_id brand attribute importance``; it is asked once a respondent and attribute.
    fewest
        Attributes with fewer marks are left out.
    level
        How often the interval covers.

    Returns
    -------
    DataFrame
        ``source attribute n value low high``, what weighs most first.
    """
    asked = ratings[ratings["importance"].notna()].drop_duplicates(["respondent_id", "attribute"])
    rows = [
        {"source": SURVEY, "attribute": name, "n": len(part), **_mean(part["importance"], level)}
        for name, part in asked.groupby("attribute")
        if len(part) >= fewest
    ]
    found = pd.DataFrame(rows)
    return _heaviest_first(found) if rows else missing("ratings", "importance", reason="too_few")


@passes_missing
def performance(ratings: pd.DataFrame, *, fewest: int = FEWEST, level: float = LEVEL) -> pd.DataFrame | Missing:
    """Average how well each brand does each attribute, from 1 to 5, with Student's interval over respondents.

    Returns
    -------
    DataFrame
        ``source brand attribute n value low high``: ours first (an empty name), then the brand that most have rated.
    """
    known = ratings[ratings["performance"].notna()]
    rows = [
        {"source": SURVEY, "brand": brand, "attribute": name, "n": len(part), **_mean(part["performance"], level)}
        for (brand, name), part in known.groupby(["brand", "attribute"])
        if len(part) >= fewest
    ]
    return _ours_first(pd.DataFrame(rows)) if rows else missing("ratings", "performance", reason="too_few")


@passes_missing
def spoken_of(shares: pd.DataFrame) -> pd.DataFrame | Missing:
    """Take how often our reviews speak of each topic as how much it weighs (``topics.shares``).

    Returns
    -------
    DataFrame
        ``source attribute n value low high``: ``n`` reviews, ``value`` the share of them with Wilson's interval.
    """
    ours = shares[shares["brand"] == OURS]
    names = {"topic": "attribute", "reviews": "n", "share": "value"}
    found = ours.rename(columns=names).assign(source=REVIEWS)[["source", "attribute", "n", "value", "low", "high"]]
    return _heaviest_first(found) if len(found) else missing("feedback", "text", reason="too_few")


@passes_missing
def praised(shares: pd.DataFrame, *, fewest: int = SPOKEN, level: float = LEVEL) -> pd.DataFrame | Missing:
    """Take the share of praise among the reviews that speak of a topic as how well each brand does it.

    Parameters
    ----------
    shares
        ``brand topic mentions good`` (``topics.shares``); a review that praises and complains counts as praise.
    fewest
        Topics of which fewer reviews of a brand speak are left out.
    level
        How often the interval covers; it is Wilson's.

    Returns
    -------
    DataFrame
        ``source brand attribute n value low high``: ``n`` reviews that speak of it.
    """
    rows = [
        {"source": REVIEWS, "brand": row["brand"], "attribute": row["topic"], "n": int(row["mentions"])}
        | wilson(row["good"], row["mentions"], level)._asdict()
        for row in shares[shares["mentions"] >= fewest].to_dict("records")
    ]
    return _ours_first(pd.DataFrame(rows)) if rows else missing("feedback", "text", reason="too_few")


@passes_missing
def quadrants(weights: pd.DataFrame, done: pd.DataFrame) -> pd.DataFrame | Missing:
    """Place each attribute of ours in the importance–performance map.

    Parameters
    ----------
    weights
        `importance` or `spoken_of`.
    done
        `performance` or `praised` of the same source.

    Returns
    -------
    DataFrame
        What weighs most first: ``attribute``, for importance and for performance ``… …_low …_high …_n …_line`` (the
        mean: of all attributes, and of all brands and attributes) and ``…_side`` (1 surely above its line, -1 surely
        below, 0 on it), and ``quadrant``: keep_up, mend_first, overkill, low_priority or on_the_line.

    Examples
    --------
    >>> weights = pd.DataFrame({"source": "survey", "attribute": ["taste", "box"], "n": 90, "value": [4.6, 3.0],
    ...     "low": [4.5, 2.9], "high": [4.7, 3.1]})
    >>> done = weights.assign(brand="", value=[3.1, 3.9], low=[3.0, 3.8], high=[3.2, 4.0])
    >>> quadrants(weights, done)[["attribute", "quadrant"]].to_numpy().tolist()
    [['taste', 'mend_first'], ['box', 'overkill']]
    """
    ours = done[done["brand"] == OURS].drop(columns="brand")
    found = _named(weights, "importance").merge(_named(ours, "performance"), on="attribute")
    if found.empty:
        return _too_few(done)
    for side, line in (("importance", weights["value"].mean()), ("performance", done["value"].mean())):
        found[f"{side}_line"] = float(line)
        above, below = found[f"{side}_low"] > line, found[f"{side}_high"] < line
        found[f"{side}_side"] = np.select([above, below], [1, -1], 0)
    sides = zip(found["importance_side"], found["performance_side"], strict=True)
    return found.assign(quadrant=[QUADRANTS.get(pair, LINE) for pair in sides])


def beside(survey: pd.DataFrame | Missing, reviews: pd.DataFrame | Missing) -> pd.DataFrame | Missing:
    """Set the two sources beside each other, attribute by attribute, and say where they disagree.

    Parameters
    ----------
    survey, reviews
        `quadrants` of each; one of them may be `Missing`.

    Returns
    -------
    DataFrame
        ``attribute``, the columns of `quadrants` after ``survey_`` and ``reviews_`` (NaN where a source does not know
        it) and ``verdict``: opposed (surely on the two sides of a line), same (one quadrant), undecided (a source has
        it on a line) or one_source; ``on`` names the sides on which they are opposed.
    """
    if isinstance(survey, Missing) and isinstance(reviews, Missing):
        return survey | reviews
    parts = [_of(survey, SURVEY), _of(reviews, REVIEWS)]
    found = parts[0].merge(parts[1], on="attribute", how="outer")
    order = ["survey_importance", "reviews_importance"]
    found = found.sort_values(order, ascending=False, kind="stable", ignore_index=True)
    apart = {side: found[f"survey_{side}_side"] * found[f"reviews_{side}_side"] == -1 for side in SIDES}
    alone = found["survey_quadrant"].isna() | found["reviews_quadrant"].isna()
    same = (found["survey_quadrant"] == found["reviews_quadrant"]) & (found["survey_quadrant"] != LINE)
    verdict = np.select([alone, apart["importance"] | apart["performance"], same], [ALONE, AGAINST, AGREE], OPEN)
    on = ["+".join(side for side in SIDES if apart[side][at]) for at in found.index]
    return found.assign(verdict=verdict, on=on)


@passes_missing
def left_open(weights: pd.DataFrame, done: pd.DataFrame) -> pd.DataFrame | Missing:
    """Find what buyers want and no known brand does well: each one's interval ends below the overall mean.

    Returns
    -------
    DataFrame
        ``attribute importance importance_low importance_high importance_n source brand best best_low best_high ours
        line importance_line brands``: the best brand there, the overall means and how many brands are known there. Only
        what is not surely below the mean importance, what weighs most first; empty where some brand does well whatever
        matters.
    """
    by_attribute, line = done.groupby("attribute"), float(done["value"].mean())
    rated = by_attribute["brand"].nunique()
    if rated.max() < 2:
        return _too_few(done)
    nobody = (by_attribute["high"].max() < line) & (rated > 1)
    best = done.loc[by_attribute["value"].idxmax()].drop(columns="n")
    best = best.rename(columns={"value": "best", "low": "best_low", "high": "best_high"})
    wanted = _named(weights, "importance")
    mean = float(weights["value"].mean())
    wanted = wanted[wanted["importance_high"] >= mean].assign(importance_line=mean)
    ours = done[done["brand"] == OURS].set_index("attribute")["value"]
    found = wanted[wanted["attribute"].map(nobody).eq(other=True)].merge(best, on="attribute")
    ours, brands = found["attribute"].map(ours).astype("float64"), found["attribute"].map(rated)
    return found.assign(ours=ours, line=line, brands=brands)


def _mean(marks: pd.Series[float], level: float) -> dict[str, float]:
    values = marks.to_numpy(float)
    error = float(values.std(ddof=1)) / sqrt(len(values)) if len(values) > 1 else np.nan
    return around(float(values.mean()), error, max(len(values) - 1, 1), level)._asdict()


def _heaviest_first(found: pd.DataFrame) -> pd.DataFrame:
    return found.sort_values(["value", "attribute"], ascending=[False, True], ignore_index=True)


def _ours_first(found: pd.DataFrame) -> pd.DataFrame:
    """Put our rows first, then the brands of which most is known."""
    most = found.groupby("brand")["n"].transform("sum")
    order = found.assign(rival=found["brand"] != OURS, most=-most)
    order = order.sort_values(["rival", "most", "brand", "attribute"], ignore_index=True)
    return order[["source", "brand", "attribute", "n", "value", "low", "high"]]


def _named(found: pd.DataFrame, side: str) -> pd.DataFrame:
    """Name the columns of one side of the map after it."""
    ends = {name: f"{side}_{name}" for name in ("low", "high", "n")}
    return found.rename(columns={"value": side} | ends)[["attribute", side, *ends.values()]]


def _of(found: pd.DataFrame | Missing, source: str) -> pd.DataFrame:
    """Write the source before the columns of a map; one that is not there has no rows."""
    if isinstance(found, Missing):
        empty = {f"{source}_{name}": pd.Series(dtype="float64") for name in COLUMNS}
        return pd.DataFrame({"attribute": pd.Series(dtype="object"), **empty}).astype({f"{source}_quadrant": "object"})
    return found.set_index("attribute")[COLUMNS].add_prefix(f"{source}_").reset_index()


def _too_few(found: pd.DataFrame) -> Missing:
    return missing(*NEEDS[str(found["source"].iloc[0])], reason="too_few")
