"""What a weighted survey says: shares of answers and the net promoter score, with intervals.

Unequal weights make an answer count for less than one: intervals take the effective number of answers (Kish).
"""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import LEVEL, Interval, effective, quantile, wilson

MULTIPLE = ("interests", "media", "needs", "pains")  # who ticks nothing there has answered too
QUESTIONS = ("age_band", "gender", "income_band", *MULTIPLE)
FEWEST = 20  # answers: of fewer nothing is claimed
PROMOTERS, DETRACTORS = 9, 6  # an answer of 9 or 10 promotes, one of 0 to 6 detracts (Reichheld 2003)
ADDED = (0.75, 1.5, 0.75)  # answers that the adjusted interval adds


@passes_missing
def shares(
    raked: pd.DataFrame, questions: Iterable[str], *, by: str | None = None, fewest: int = FEWEST, level: float = LEVEL
) -> pd.DataFrame | Missing:
    """Count how often each answer was given, raw and weighted; a question may have several answers, parted by ``;``.

    Parameters
    ----------
    raked
        One row a respondent, with ``weight`` (``raking.rake``).
    questions
        Columns of it.
    by
        A column that tells groups apart; who stands in none is left out. None: all together, as ``all``.
    fewest
        A group with fewer answers to a question has rows with its ``n`` alone.
    level
        How often an interval covers; it is Wilson's, with the effective number of answers.

    Returns
    -------
    DataFrame
        One row a group, question and answer, most frequent first: ``group question answer n n_eff raw share low
        high``; ``n`` is who answered the question, of one with several answers every respondent.
    """
    rows = [
        (name, question, *row)
        for name, people in _groups(raked, by)
        for question in questions
        for row in _answered(people, question, fewest, level)
    ]
    columns = ["group", "question", "answer", "n", "n_eff", "raw", "share", "low", "high"]
    return pd.DataFrame(rows, columns=columns) if rows else missing("survey", *questions, reason="empty")


@passes_missing
def nps(
    raked: pd.DataFrame, *, by: str | None = None, fewest: int = FEWEST, level: float = LEVEL
) -> pd.DataFrame | Missing:
    """Reckon the net promoter score of each group, weighted: promoters less detractors, in points from −100 to 100.

    Returns
    -------
    DataFrame
        One row a group: ``group n n_eff promoters passives detractors`` (weighted shares) ``raw value low high``
        (points); of a group with fewer answers ``n`` alone.
    """
    rows = []
    for name, people in _groups(raked, by):
        known = people[people["nps"].notna()]
        score, weight = known["nps"].to_numpy(float), known["weight"].to_numpy(float)
        if len(known) < max(fewest, 1):
            rows.append([name, float(len(known)), *[np.nan] * 8])
            continue
        size, total = effective(weight), weight.sum()
        up, down = weight[score >= PROMOTERS].sum() / total, weight[score <= DETRACTORS].sum() / total
        raw = 100 * float((score >= PROMOTERS).mean() - (score <= DETRACTORS).mean())
        found = net_promoter(up * size, down * size, size, level=level)
        rows.append([name, float(len(known)), size, up, 1 - up - down, down, raw, *found])
    columns = ["group", "n", "n_eff", "promoters", "passives", "detractors", "raw", "value", "low", "high"]
    asked = any(row[1] for row in rows)
    return pd.DataFrame(rows, columns=columns) if asked else missing("survey", "nps", reason="empty")


def net_promoter(
    promoters: float,
    detractors: float,
    answers: float,
    *,
    added: tuple[float, float, float] = ADDED,
    level: float = LEVEL,
) -> Interval:
    """Give a net promoter score in points with its adjusted Wald interval.

    The variance of one answer is p + d − (p − d)²; three answers, spread over promoters, passives and detractors as
    ``added`` says, are put to those given, which lets the interval cover for few of them too.

    References
    ----------
    Reichheld (2003), Harvard Business Review 81 (12), 46-54; Rocks (2016), Am. Stat. 70, 365-372: the adjustment.

    Examples
    --------
    >>> [round(x, 1) for x in net_promoter(106, 29, 200, level=0.95)]
    [38.5, 27.9, 47.9]
    """
    size = answers + sum(added)
    p, d = (promoters + added[0]) / size, (detractors + added[2]) / size
    half = quantile(level) * sqrt(max(p + d - (p - d) ** 2, 0.0) / size)
    value = (promoters - detractors) / answers
    return Interval(100 * value, 100 * max(p - d - half, -1.0), 100 * min(p - d + half, 1.0))


def _groups(raked: pd.DataFrame, by: str | None) -> list[tuple[str, pd.DataFrame]]:
    if by is None:
        return [("all", raked)]
    return [(str(name), people) for name, people in raked.dropna(subset=[by]).groupby(by, observed=True)]


def _answered(people: pd.DataFrame, question: str, fewest: int, level: float) -> list[tuple[object, ...]]:
    asked = people[question].notna()
    said = people if question in MULTIPLE and asked.any() else people[asked]
    n, size, total = float(len(said)), effective(said["weight"].to_numpy(float)), float(said["weight"].sum())
    if n < max(fewest, 1):
        return [("", n, *[np.nan] * 5)] if n else []
    parts = said[question].dropna().astype(str).str.replace("；", ";").str.split(";").explode().str.strip()
    parts = parts[parts != ""]
    named = pd.DataFrame({"answer": parts, "weight": said["weight"].reindex(parts.index)})
    named = named[~named.assign(at=named.index).duplicated(["at", "answer"])]
    counts = named.groupby("answer")["weight"].agg(["size", "sum"]).sort_values("sum", ascending=False, kind="stable")
    return [
        (str(answer), n, size, row["size"] / n, *wilson(row["sum"] / total * size, size, level))
        for answer, row in counts.iterrows()
    ]
