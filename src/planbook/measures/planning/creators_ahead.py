"""Creators of a campaign that lies ahead: who is booked, who must be by when, what to expect of them for what money."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

import numpy as np
import pandas as pd

from planbook.absence import Missing, given, missing, passes_missing
from planbook.measures.intervals import UNKNOWN, Interval, around
from planbook.measures.ran import Ran

FEWEST = 3  # placements that tell how far one may lie from what all delivered
LEAD = 30  # days before a campaign, for a tier of which nothing is known
BOOKED, DUE, LATE = "booked", "to_book", "late_to_book"
TIERS = ("head", "middle", "ordinary")
HELD = ["platform", "creator", "tier", "state", "booked", "book_by", "days_left", "promised_posts", "promised_views"]
HELD += [
    "promised_paid",
    "delivered",
    "earlier",
    "owed_posts",
    "expected_paid",
    "slot_fee",
    "commission",
    "cost",
    "left",
    "expected_low",
    "expected_high",
    "left_low",
    "left_high",
]
ALL, TOTAL = "all", "total"


@passes_missing
def bookings(placed: pd.DataFrame, ran: Ran, *, lead: Mapping[str, int], kept: Mapping[str, float]) -> pd.DataFrame:
    """Say of each creator whether it is booked, by when it must be, what it may bring and what it costs.

    Parameters
    ----------
    placed
        Columns of the table ``creators`` with ``ahead`` (``summaries.campaign_ahead.placements``).
    ran
        The campaign.
    lead
        Days before the campaign by which a creator of each tier must be booked.
    kept
        `kept`: what is left of a yuan of paid on each platform; empty: unknown.

    Returns
    -------
    DataFrame
        ``platform creator tier state booked book_by days_left promised_posts promised_views promised_paid delivered
        earlier owed_posts expected_paid slot_fee commission cost left``, the most urgent first, and
        the 80 % intervals of ``expected`` and ``left``, unknown where fewer than three placements speak. ``delivered``
        is paid ÷ promised paid of the creator's earlier placements, else of all; ``earlier`` counts its own, and
        ``owed_posts`` what they lacked of the promised posts. ``expected_paid`` = promised × delivered; ``cost`` = slot
        fee + commission × expected (promised, where nothing is known); ``left`` = expected × kept − cost.
    """
    ahead, before = placed[placed["ahead"]], placed[~placed["ahead"] & placed["promised_paid"].gt(0)]
    rates = _delivered(ahead["creator"], before)
    found = ahead.assign(
        delivered=rates["value"],
        earlier=ahead["creator"].map(before.groupby("creator").size()).fillna(0).astype(int),
        owed_posts=ahead["creator"].map(_owed(before)).fillna(0.0),
    )
    found["expected_paid"] = found["promised_paid"] * found["delivered"]
    told = found["expected_paid"].fillna(found["promised_paid"])
    found["cost"] = found["slot_fee"].fillna(0.0) + (found["commission"] * told).fillna(0.0)
    margin = found["platform"].map(dict(kept)).astype("float64").fillna(kept.get(ALL, np.nan))
    found["left"] = found["expected_paid"] * margin - found["cost"]
    found = _ranged(found, rates, margin)
    days = found["tier"].map(dict(lead)).fillna(LEAD)
    found["book_by"] = pd.Timestamp(ran.span.start) - pd.to_timedelta(days, unit="D")
    found["days_left"] = (found["book_by"] - pd.Timestamp(ran.as_of)).dt.days.astype(float)
    states = [found["booked"].notna(), found["days_left"] < 0]
    found["state"] = np.select(states, [BOOKED, LATE], DUE)
    found["days_left"] = found["days_left"].where(found["state"] != BOOKED)
    return found.sort_values(["days_left", "platform", "creator"], ignore_index=True)[HELD]


@passes_missing
def tiers(booked: pd.DataFrame) -> pd.DataFrame:
    """Add creators up by tier: ``tier creators booked promised_paid expected_paid cost``; the last row is the total."""
    told = booked.assign(tier=booked["tier"].fillna(""), is_booked=booked["state"].eq(BOOKED))
    names = [*(tier for tier in TIERS if tier in set(told["tier"])), *sorted(set(told["tier"]) - set(TIERS))]
    parts = [(name, told[told["tier"] == name]) for name in names] + [("total", told)]
    return pd.DataFrame([
        {"tier": name, "creators": len(own), "booked": int(own["is_booked"].sum())}
        | {column: own[column].sum(min_count=1) for column in ("promised_paid", "expected_paid", "cost", "left")}
        for name, own in parts
    ])  # fmt: skip


def kept(break_even: pd.DataFrame | Missing) -> dict[str, float]:
    """Give what is left of a yuan of paid after goods, fees and refunds, by platform and for ``all``; none unknown.

    Examples
    --------
    >>> kept(pd.DataFrame({"break_even_roas": [2.5, float("inf")]}, index=["tmall", "jd"]))
    {'tmall': 0.4, 'jd': 0.0}
    """
    known = given(break_even)
    return {} if known is None else {str(name): float(share) for name, share in (1 / known["break_even_roas"]).items()}


def money(booked: pd.DataFrame | Missing, ran: Ran | Missing, spend: pd.DataFrame | Missing) -> pd.DataFrame | Missing:
    """Set what creators cost and what is planned for advertising against the campaign's budget.

    Parameters
    ----------
    booked
        `bookings`.
    ran
        The campaign, whose rows have ``platform budget``: what it may cost, advertising included.
    spend
        ``platform value`` of the advertising that is planned (``summaries.campaign_ahead.budget``), or `Missing`.

    Returns
    -------
    DataFrame
        ``platform budget advertising creators slots aside over``, a row a platform, last the total; what advertising
        keeps for all platforms (a reserve) is in the total alone. ``slots`` are fees that are due whatever creators
        sell, ``aside`` is what the campaign set aside for all that is no advertising; ``over`` is what is planned
        beyond the budget, 0 where it is enough. `Missing` where nobody gave a budget.
    """
    if isinstance(booked, Missing):
        return booked
    if isinstance(ran, Missing):
        return ran
    budget = ran.rows.groupby("platform")["budget"].sum(min_count=1).astype(float)
    if budget.isna().all():
        return missing("campaigns", "budget", reason="empty")
    ads = pd.Series(dtype=float) if isinstance(spend, Missing) else spend.groupby("platform")["value"].sum()
    paid, slots = (booked.groupby("platform")[name].sum() for name in ("cost", "slot_fee"))
    aside = ran.rows.groupby("platform")["cost"].sum(min_count=1).astype(float)
    names = list(dict.fromkeys([*budget.index, *paid.index, *(name for name in ads.index if name != ALL)]))
    parts = {"budget": budget, "advertising": ads, "creators": paid, "slots": slots, "aside": aside}
    found = pd.DataFrame(parts).reindex(names).fillna(dict.fromkeys(parts.keys() - {"aside"}, 0.0))
    found.loc[TOTAL] = [part.sum(min_count=1) if name == "aside" else part.sum() for name, part in parts.items()]
    found["over"] = (found["advertising"] + found["creators"] - found["budget"]).clip(lower=0.0)
    return found.rename_axis("platform").reset_index()


def _delivered(creators: pd.Series[str], before: pd.DataFrame) -> pd.DataFrame:
    """Give what a creator delivers of a promise, by its own placements, else by all: ``value low high``."""
    told = {str(name): placement(own["paid"], own["promised_paid"]) for name, own in before.groupby("creator")}
    whole = placement(before["paid"], before["promised_paid"])
    return pd.DataFrame([told.get(name, whole) for name in creators], index=creators.index, columns=Interval._fields)


def placement(paid: pd.Series[float], promised: pd.Series[float]) -> Interval:
    """Give paid ÷ promised of earlier placements, and where a single one to come may lie.

    A placement lies about the common ratio as the earlier ones do, weighted by what they promised; beside that the
    ratio itself is not known for certain (Cochran, as in ``intervals.ratio``). Nothing below zero is delivered.

    Examples
    --------
    >>> [round(x, 2) for x in placement(pd.Series([90.0, 100.0, 110.0]), pd.Series([100.0, 100.0, 100.0]))]
    [1.0, 0.78, 1.22]
    """
    known = paid.notna() & promised.gt(0)
    sold, goal = paid[known].to_numpy(float), promised[known].to_numpy(float)
    rows, total = len(goal), float(goal.sum())
    if not rows:
        return UNKNOWN
    value = float(sold.sum()) / total
    if rows < FEWEST:
        return Interval(value, np.nan, np.nan)
    squares, free = (sold - value * goal) ** 2, rows / (rows - 1)
    error = sqrt(float(squares.sum() / total**2 + (squares / goal).sum() / total) * free)
    found = around(value, error, rows - 1)
    return found._replace(low=max(found.low, 0.0))


def _ranged(found: pd.DataFrame, rates: pd.DataFrame, margin: pd.Series[float]) -> pd.DataFrame:
    """Carry the interval of what is delivered on to what may come, and to what is left of it."""
    of_paid, slot = margin - found["commission"].fillna(0.0), found["slot_fee"].fillna(0.0)
    ends = {end: found["promised_paid"] * rates[end] for end in ("low", "high")}
    # where commission takes more than the margin, the more is sold, the less is left
    left = pd.DataFrame({end: paid * of_paid - slot for end, paid in ends.items()})
    return found.assign(
        expected_low=ends["low"],
        expected_high=ends["high"],
        left_low=left.min(axis=1),
        left_high=left.max(axis=1),
    )


def _owed(before: pd.DataFrame) -> pd.Series[float]:
    """Count the posts that each creator promised in earlier placements and did not deliver."""
    lacking = (before["promised_posts"] - before["posts"]).clip(lower=0.0)
    return lacking.groupby(before["creator"]).sum()
