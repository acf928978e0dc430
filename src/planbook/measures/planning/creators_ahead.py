"""Creators of a campaign that lies ahead: who is booked, who must be by when, what to expect of them for what money."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from planbook.absence import Missing, given, missing, passes_missing
from planbook.measures.intervals import Interval, placement
from planbook.measures.ran import Ran

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
REFUSED = "slot_refused"  # a platform's slot that is not to be had


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


def money(
    booked: pd.DataFrame | Missing,
    ran: Ran | Missing,
    spend: pd.DataFrame | Missing,
    *,
    slots: pd.DataFrame | Missing | None = None,
) -> pd.DataFrame | Missing:
    """Set what creators and slots cost and what is planned for advertising against the campaign's budget.

    Parameters
    ----------
    booked
        `bookings`.
    ran
        The campaign, whose rows have ``platform budget``: what it may cost, advertising included.
    spend
        ``platform value`` of the advertising that is planned (``summaries.campaign_ahead.budget``), or `Missing`.
    slots
        ``platform state price`` of the platforms' slots (``resources_ahead.slots``); refused ones do not count.

    Returns
    -------
    DataFrame
        ``platform budget advertising creators slots resources aside over``, a row a platform, last the total; what
        advertising keeps for all platforms (a reserve) is in the total alone. ``slots`` are creators' fees that are due
        whatever they sell, ``resources`` are prices of the platforms' slots, a column where there are any; ``aside`` is
        what the campaign set aside for all that is no advertising; ``over`` is what is planned beyond the budget, 0
        where it is enough. `Missing` where nobody gave a budget, and where there are neither creators nor slots.
    """
    asked = None if slots is None else given(slots)
    if isinstance(booked, Missing) and asked is None:
        return booked
    if isinstance(ran, Missing):
        return ran
    parts = _costs(given(booked), ran, given(spend), asked)
    if parts["budget"].isna().all():
        return missing("campaigns", "budget", reason="empty")
    names = list(dict.fromkeys(name for part in parts.values() for name in part.index if name != ALL))
    found = pd.DataFrame(parts).reindex(names).fillna(dict.fromkeys(parts.keys() - {"aside"}, 0.0))
    found.loc[TOTAL] = [part.sum(min_count=1) if name == "aside" else part.sum() for name, part in parts.items()]
    planned = found[[name for name in ("advertising", "creators", "resources") if name in found]].sum(axis=1)
    found["over"] = (planned - found["budget"]).clip(lower=0.0)
    if isinstance(booked, Missing):
        found[["creators", "slots"]] = np.nan  # nothing is known of them, which is not nothing
    return found.rename_axis("platform").reset_index()


def _costs(
    booked: pd.DataFrame | None, ran: Ran, spend: pd.DataFrame | None, asked: pd.DataFrame | None
) -> dict[str, pd.Series[float]]:
    """Give each part of a campaign's money by platform; of a table that is not there, none."""
    none, own = pd.Series(dtype=float), ran.rows.groupby("platform")
    parts = {
        "budget": own["budget"].sum(min_count=1).astype(float),
        "advertising": none if spend is None else spend.groupby("platform")["value"].sum(),
        "creators": none if booked is None else booked.groupby("platform")["cost"].sum(),
        "slots": none if booked is None else booked.groupby("platform")["slot_fee"].sum(),
    }
    if asked is not None:
        parts["resources"] = asked[asked["state"] != REFUSED].groupby("platform")["price"].sum()
    return parts | {"aside": own["cost"].sum(min_count=1).astype(float)}


def _delivered(creators: pd.Series[str], before: pd.DataFrame) -> pd.DataFrame:
    """Give what a creator delivers of a promise, by its own placements, else by all: ``value low high``."""
    told = {str(name): placement(own["paid"], own["promised_paid"]) for name, own in before.groupby("creator")}
    whole = placement(before["paid"], before["promised_paid"])
    return pd.DataFrame([told.get(name, whole) for name in creators], index=creators.index, columns=Interval._fields)


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
