"""Creators of a campaign that lies ahead: who is booked, who must be by when, and what to expect of them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from planbook.absence import passes_missing
from planbook.measures.ran import Ran

LEAD = 30  # days before a campaign, for a tier of which nothing is known
BOOKED, DUE, LATE = "booked", "to_book", "late_to_book"
TIERS = ("head", "middle", "ordinary")
HELD = ["platform", "creator", "tier", "state", "booked", "book_by", "days_left", "promised_posts", "promised_views"]
HELD += ["promised_paid", "delivered", "earlier", "expected_paid", "slot_fee", "commission", "cost"]


@passes_missing
def bookings(placed: pd.DataFrame, ran: Ran, *, lead: Mapping[str, int]) -> pd.DataFrame:
    """Say of each creator whether it is booked, by when it must be, what it may bring and what it costs.

    Parameters
    ----------
    placed
        Columns of the table ``creators`` with ``ahead`` (``summaries.campaign_ahead.placements``).
    ran
        The campaign.
    lead
        Days before the campaign by which a creator of each tier must be booked.

    Returns
    -------
    DataFrame
        ``platform creator tier state booked book_by days_left promised_posts promised_views promised_paid delivered
        earlier expected_paid slot_fee commission cost``, the most urgent first. ``delivered`` is paid ÷ promised paid
        of the creator's earlier placements, else of all earlier ones; ``earlier`` counts its own. ``expected_paid`` =
        promised × delivered; ``cost`` = slot fee + commission × expected (promised, where nothing is known).
    """
    ahead, before = placed[placed["ahead"]], placed[~placed["ahead"] & placed["promised_paid"].gt(0)]
    sums = before.groupby("creator")[["promised_paid", "paid"]].sum()
    own = (sums["paid"] / sums["promised_paid"]).astype(float)
    whole = float(sums["paid"].sum() / sums["promised_paid"].sum()) if len(sums) else np.nan
    found = ahead.assign(
        delivered=ahead["creator"].map(own).fillna(whole),
        earlier=ahead["creator"].map(before.groupby("creator").size()).fillna(0).astype(int),
    )
    found["expected_paid"] = found["promised_paid"] * found["delivered"]
    told = found["expected_paid"].fillna(found["promised_paid"])
    found["cost"] = found["slot_fee"].fillna(0.0) + (found["commission"] * told).fillna(0.0)
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
        | {column: own[column].sum(min_count=1) for column in ("promised_paid", "expected_paid", "cost")}
        for name, own in parts
    ])  # fmt: skip
