"""What sets us apart: our lead over the best rival on each attribute, what reviews say of it, and how sure that is.

A lead counts when we are surely above every rival that was rated, a weakness when we are surely below the best of them,
both with chances adjusted for the many looks. Leads are ranked by importance × lead; reviews are held beside the survey
and never mixed with it. They confirm or contradict it only where they speak of the same rival: praise of all rivals
together says nothing of the one that the survey names.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from planbook.absence import Missing, passes_missing

FALSE = 0.10  # adjusted chance up to which a difference is called sure
ENDS = ["value", "low", "high"]
LEAD, BEHIND, EVEN = "lead", "behind", "even"
AGREE, AGAINST, OPEN, ALONE = "same", "opposed", "undecided", "one_source"
LEANS, DOUBTS = "leans_same", "leans_opposed"  # one way by its interval, but not surely among so many looks
POOLED = "rivals"  # all rivals as one brand (``contrast.pooled``)
SAID = {  # what reviews say beside a survey → where it stands in their own frame
    "said_of": "brand", "said": "value", "said_low": "low", "said_high": "high", "said_ours": "ours",
    "said_theirs": "theirs", "said_n": "ours_n", "said_theirs_n": "theirs_n", "said_adjusted": "adjusted",
}  # fmt: skip
UNSAID = dict.fromkeys(SAID, np.nan) | {"said_of": None}


@passes_missing
def leads(found: pd.DataFrame, weights: pd.DataFrame) -> pd.DataFrame:
    """Hold us against the best rival on each attribute, what we lead by and what weighs first.

    Parameters
    ----------
    found
        `gaps` or `praise`.
    weights
        ``attribute value``: how much each weighs (``attributes.importance`` or ``attributes.spoken_of``).

    Returns
    -------
    DataFrame
        A row an attribute: `gaps` of the best rival, ``rivals`` (how many are known), ``importance``, ``score``
        (importance × lead) and ``verdict``: lead (surely above every rival that is known), behind (surely below the
        best) or even. The highest score first.
    """
    grouped = found.groupby("attribute")
    best = found.loc[grouped["value"].idxmin()].set_index("attribute")
    best["rivals"] = grouped["brand"].nunique()
    ahead = (grouped["low"].min() > 0) & (grouped["adjusted"].max() <= FALSE)
    best["importance"] = weights.set_index("attribute")["value"].reindex(best.index)
    best["score"] = best["importance"] * best["value"]
    below = (best["high"] < 0) & (best["adjusted"] <= FALSE)
    best["verdict"] = np.select([ahead, below], [LEAD, BEHIND], EVEN)
    return best.sort_values("score", ascending=False, kind="stable").reset_index()


def evidence(
    survey: pd.DataFrame | Missing, reviews: pd.DataFrame | Missing, named: pd.DataFrame | Missing
) -> pd.DataFrame | Missing:
    """Set what reviews say beside each lead of the survey, and grade it.

    Parameters
    ----------
    survey, reviews
        `leads` of each source, of reviews against all rivals together; where there is no survey, they stand alone.
    named
        ``gaps.praise`` against the best rival of each attribute, as the survey has it.

    Returns
    -------
    DataFrame
        `leads` of the survey, else of the reviews, with ``said said_low said_high said_ours said_theirs said_n`` (what
        reviews say of the same rival, else of all rivals together; NaN where they do not), ``said_of`` (which),
        ``said_adjusted`` (chance), ``agreement`` (same, opposed, leans_same or leans_opposed where only the interval
        says so, undecided, or one_source, also where reviews speak of all rivals together only) and ``grade``: measured
        (both sources surely of one mind), likely (surely, and nothing surely against it) or hint.
    """
    if isinstance(survey, Missing):
        return survey | reviews if isinstance(reviews, Missing) else _graded(reviews.assign(**UNSAID))
    parts = [_said(part) for part in (named, reviews) if not isinstance(part, Missing)]
    if not parts:
        return _graded(survey.assign(**UNSAID))
    told = pd.concat(parts, ignore_index=True)
    exact = survey[["attribute", "brand"]].merge(
        told, left_on=["attribute", "brand"], right_on=["attribute", "said_of"]
    )
    pooled = told[(told["said_of"] == POOLED) & ~told["attribute"].isin(exact["attribute"])]
    beside = pd.concat([exact.drop(columns="brand"), pooled]).set_index("attribute")
    return _graded(survey.join(beside, on="attribute"))


def _said(found: pd.DataFrame) -> pd.DataFrame:
    """Name what reviews say of each attribute as it stands beside a survey."""
    return found[["attribute", *SAID.values()]].set_axis(["attribute", *SAID], axis=1)


def _graded(found: pd.DataFrame) -> pd.DataFrame:
    """Say whether reviews confirm each lead or shortfall, and how sure it is then."""
    way = np.select([found["verdict"] == LEAD, found["verdict"] == BEHIND], [1, -1], 0)
    leaning = np.select([found["said_low"] > 0, found["said_high"] < 0], [1, -1], 0)
    sure = found["said_adjusted"] <= FALSE
    alone = found["said"].isna() | found["said_of"].eq(POOLED)
    cases = {
        ALONE: alone,
        OPEN: (way == 0) | (leaning == 0),
        AGREE: (way == leaning) & sure,
        AGAINST: (way != leaning) & sure,
        LEANS: way == leaning,
    }
    agreement = np.select(list(cases.values()), list(cases), DOUBTS)
    hint = (way == 0) | (agreement == AGAINST)
    grade = np.select([hint, agreement == AGREE], ["hint", "measured"], "likely")
    return found.assign(agreement=agreement, grade=grade)


def strongest(found: pd.DataFrame) -> pd.DataFrame:
    """Keep what surely sets us apart and no source speaks against, the highest score first (`evidence`)."""
    return found[(found["verdict"] == LEAD) & (found["grade"] != "hint")].reset_index(drop=True)


def weakest(found: pd.DataFrame) -> pd.DataFrame:
    """Keep what surely puts us behind, what weighs most × how far first (`evidence`)."""
    kept = found[found["verdict"] == BEHIND]
    return kept.sort_values("score", kind="stable", ignore_index=True)


def card(
    found: pd.DataFrame | Missing,
    *,
    opened: pd.DataFrame | Missing,
    beside: pd.DataFrame | Missing,
    ratings: pd.DataFrame | Missing,
) -> pd.DataFrame:
    """Give the figures of the first page; those whose data are not there are left out.

    Parameters
    ----------
    found
        `evidence`.
    opened, beside
        ``attributes.left_open`` and ``attributes.beside``.
    ratings
        ``respondent_id performance`` of all brands.

    Returns
    -------
    DataFrame
        Index: id of the catalog; ``value low high`` and, all NaN, ``previous year_ago aligned target``.
    """
    rows: dict[str, tuple[float, float, float]] = {}
    if not isinstance(found, Missing):
        ahead, behind = strongest(found), weakest(found)
        rows["differentiators"] = (len(ahead), np.nan, np.nan)
        unit = "praise" if found["source"].iloc[0] == "reviews" else "mark"
        most = {f"{unit}_lead": ahead, f"{unit}_shortfall": behind}
        rows |= {name: part[ENDS].to_numpy(float)[0] for name, part in most.items() if len(part)}
    if not isinstance(opened, Missing):
        rows["open_gaps"] = (len(opened), np.nan, np.nan)
    if not isinstance(beside, Missing) and beside["verdict"].ne(ALONE).any():
        rows["opposed_sources"] = (int(beside["verdict"].eq(AGAINST).sum()), np.nan, np.nan)
    if not isinstance(ratings, Missing):
        known = ratings.loc[ratings["performance"].notna(), "respondent_id"]
        rows["raters"] = (known.nunique(), np.nan, np.nan)
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=ENDS, dtype="float64")
    return frame.assign(**dict.fromkeys(("previous", "year_ago", "aligned", "target"), np.nan))
