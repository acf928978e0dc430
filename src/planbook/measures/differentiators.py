"""What sets us apart: our lead over the best rival on each attribute, what reviews say of it, and how sure that is.

A lead counts when we are surely above every rival, a weakness when we are surely below the best one, both with chances
adjusted for the many looks. Leads are ranked by importance × lead; reviews are held beside the survey and never mixed
with it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from planbook.absence import Missing, passes_missing

FALSE = 0.10  # adjusted chance up to which a difference is called sure
ENDS = ["value", "low", "high"]
LEAD, BEHIND, EVEN = "lead", "behind", "even"
AGREE, AGAINST, OPEN, ALONE = "same", "opposed", "undecided", "one_source"
SAID = {  # what reviews say beside a survey → where it stands in their own frame
    "said": "value", "said_low": "low", "said_high": "high", "said_ours": "ours", "said_theirs": "theirs",
    "said_n": "ours_n", "said_theirs_n": "theirs_n",
}  # fmt: skip
UNSAID = dict.fromkeys(SAID, np.nan)


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
        (importance × lead) and ``verdict``: lead (surely above every rival), behind (surely below the best) or
        even. The highest score first.
    """
    grouped = found.groupby("attribute")
    best = found.loc[grouped["value"].idxmin()].set_index("attribute")
    best["rivals"], ahead = grouped["brand"].nunique(), grouped["low"].min() > 0
    best["importance"] = weights.set_index("attribute")["value"].reindex(best.index)
    best["score"] = best["importance"] * best["value"]
    sure = best["adjusted"] <= FALSE
    best["verdict"] = np.select([ahead & sure, (best["high"] < 0) & sure], [LEAD, BEHIND], EVEN)
    return best.sort_values("score", ascending=False, kind="stable").reset_index()


def evidence(survey: pd.DataFrame | Missing, reviews: pd.DataFrame | Missing) -> pd.DataFrame | Missing:
    """Set what reviews say beside each lead of the survey, and grade it.

    Parameters
    ----------
    survey, reviews
        `leads` of each source; where there is no survey, the reviews stand alone.

    Returns
    -------
    DataFrame
        `leads` of the survey, else of the reviews, with ``said said_low said_high said_ours said_theirs said_n`` (what
        reviews say; NaN where they do not), ``agreement`` (same, opposed, undecided, one_source) and ``grade``:
        measured (both sources surely of one mind), likely (surely, and nothing against it) or
        hint.
    """
    if isinstance(survey, Missing):
        return survey | reviews if isinstance(reviews, Missing) else _graded(reviews.assign(**UNSAID))
    if isinstance(reviews, Missing):
        return _graded(survey.assign(**UNSAID))
    beside = reviews.set_index("attribute")[list(SAID.values())].set_axis(list(SAID), axis=1)
    return _graded(survey.join(beside, on="attribute"))


def _graded(found: pd.DataFrame) -> pd.DataFrame:
    """Say whether reviews confirm each lead or shortfall, and how sure it is then."""
    way = np.select([found["verdict"] == LEAD, found["verdict"] == BEHIND], [1, -1], 0)
    said = np.select([found["said_low"] > 0, found["said_high"] < 0], [1, -1], 0)
    unknown, undecided = found["said"].isna(), (way == 0) | (said == 0)
    agreement = np.select([unknown, undecided, way == said], [ALONE, OPEN, AGREE], AGAINST)
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
