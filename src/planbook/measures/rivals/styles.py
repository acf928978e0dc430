"""What rivals publish and where their visits come from, beside ours."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import LEVEL, around, ratio

US = ""
FEWEST_POSTS = 5  # for a rate with an interval
FEWEST_BRANDS = 3  # for a mean with an interval
PRIOR = 10.0  # posts whose weight the rate of all has, where a style has few of its own
SIDES = {"us": True, "rivals": False}


@passes_missing
def engagement(posts: pd.DataFrame, by: str, *, level: float = LEVEL) -> pd.DataFrame | Missing:
    """Give how many of those who saw a post did something with it, by style, for rivals and for us.

    Parameters
    ----------
    posts
        One row a post: ``brand`` (empty: us) ``views engagement`` and the column ``by``.
    by
        ``format`` or ``topic``.
    level
        How often the interval covers.

    Returns
    -------
    DataFrame
        A row a style and side (``who``: rivals, us): ``posts`` ``part`` (share of the side's posts) ``views`` ``rate
        low high`` (engagement ÷ views, a ratio of sums with Cochran's interval over posts; NaN below five posts) and
        ``shrunk`` (drawn towards the rate of all the side's posts as if ten more of those had been seen). Styles in
        order of the rivals' rate.
    """
    known = posts[(posts["views"] > 0) & posts["engagement"].notna() & posts[by].notna()]
    if known.empty:
        return missing("competitor_posts", by, "views", "engagement")
    rows = [
        {by: style, "who": who, "part": len(part) / len(side), **_style(part, side, level)}
        for who, ours in SIDES.items()
        if len(side := known[(known["brand"] == US) == ours])
        for style, part in side.groupby(by)
    ]
    found = pd.DataFrame(rows)
    order = known.groupby(by)[["engagement", "views"]].sum()
    rank = (order["engagement"] / order["views"]).rank(ascending=False)
    return (
        found.assign(rank=found[by].map(rank).astype(float))
        .sort_values(["rank", "who"], ignore_index=True)
        .drop(columns="rank")
    )


@passes_missing
def traffic_gaps(shares: pd.DataFrame, *, level: float = LEVEL) -> pd.DataFrame | Missing:
    """Hold our share of visits from each source against the rivals' mean.

    Parameters
    ----------
    shares
        ``brand`` (empty: us) ``source share`` (``summaries.rival_traffic``).

    Returns
    -------
    DataFrame
        ``source ours rivals low high brands lowest highest gap apart``: mean of the rivals with Student's interval over
        brands (NaN below three), ``gap`` = ours − rivals, ``apart`` where ours lies outside the interval. Widest gap
        first. The tool's shares come without counts: a rival's single share has no interval.
    """
    wide = shares.pivot_table("share", "source", "brand", "sum")
    brands = [name for name in wide.columns if name != US]
    if US not in wide or not brands:
        return missing("competitor_traffic" if not brands else "traffic", "source", reason="empty")
    # a source that one side does not list is not known of it, and is no zero
    wide = wide[wide[brands].notna().any(axis=1) & wide[US].notna()]
    known = wide[brands].fillna(0.0)
    found = pd.DataFrame({"ours": wide[US].fillna(0.0), "rivals": known.mean(axis=1), "brands": float(len(brands))})
    error = known.std(axis=1, ddof=1) / np.sqrt(len(brands))
    if len(brands) >= FEWEST_BRANDS:
        bounds = [around(m, e, len(brands) - 1, level)[1:] for m, e in zip(found["rivals"], error, strict=True)]
    else:
        bounds = [(np.nan, np.nan)] * len(found)
    found[["low", "high"]] = np.array(bounds, dtype=float)
    found["lowest"], found["highest"] = known.min(axis=1), known.max(axis=1)
    found["gap"] = found["ours"] - found["rivals"]
    found["apart"] = (found["ours"] < found["low"]) | (found["ours"] > found["high"])
    ranked = found.sort_values("gap", key=lambda gap: -gap.abs(), kind="stable").reset_index()
    return ranked[["source", "ours", "rivals", "low", "high", "brands", "lowest", "highest", "gap", "apart"]]


def _style(part: pd.DataFrame, side: pd.DataFrame, level: float) -> dict[str, float]:
    found = ratio(part["engagement"], part["views"], level, fewest=FEWEST_POSTS)
    overall = float(side["engagement"].sum() / side["views"].sum())
    weight = len(part) / (len(part) + PRIOR)
    return {
        "posts": len(part), "views": float(part["views"].sum()), "rate": found.value, "low": found.low,
        "high": found.high,
        "shrunk": weight * found.value + (1 - weight) * overall,
    }  # fmt: skip
