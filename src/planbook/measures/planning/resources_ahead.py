"""Slots of platforms for a campaign that lies ahead: what to apply for by when, what they may bring at what cost."""

from __future__ import annotations

from collections.abc import Mapping
from math import nan, sqrt

import numpy as np
import pandas as pd

from planbook.absence import Missing, given, passes_missing
from planbook.measures.intervals import PROMISES, Interval, around, kept, placement, ratio
from planbook.measures.ran import Ran

USUAL, LEAD = "usual", 45  # days before a campaign, where planning.yml says nothing
GRANTED, APPLIED, DUE, LATE, REFUSED = "slot_granted", "slot_applied", "slot_to_apply", "slot_late", "slot_refused"
OPEN = (DUE, LATE)
CHEAPER, DEARER, UNSETTLED = "slot_cheaper", "slot_dearer", "slot_unsettled"
ALL = "all"
HELD = ["platform", "slot", "text_en", "text_zh", "stage", "owner", "state", "book_by", "assumed", "days_left", "price"]
HELD += ["promised", "delivered", "delivered_low", "delivered_high", "earlier", "basis", "expected", "expected_low"]
HELD += ["expected_high", "each", "each_low", "each_high", "advertising", "worth", "verdict"]
VARIANCES = ["of_ratio", "of_one", "degrees"]


@passes_missing
def slots(placed: pd.DataFrame, ran: Ran, *, lead: Mapping[str, int], ads: Mapping[str, Interval]) -> pd.DataFrame:
    """Say of each slot where it stands, what it may bring, and what a visitor of it costs beside advertising's.

    Parameters
    ----------
    placed
        Columns of the table ``resources`` with ``ahead`` (``summaries.campaign_ahead.slots``).
    ran
        The campaign.
    lead
        Stage → days before the campaign by which a slot is applied for, where its own day is not known; ``usual`` for
        other stages.
    ads
        `advertising`: what a visitor costs by advertising on each platform; empty: unknown.

    Returns
    -------
    DataFrame
        A row a slot, the most urgent first. ``state`` is slot_granted, slot_applied, slot_to_apply, slot_late (nobody
        applied and its own day is over) or slot_refused; ``assumed`` tells where ``book_by`` is the usual day, after
        which a slot is still to be applied for (``days_left`` below zero).
        ``delivered`` is visitors ÷ promised visitors of earlier slots: of the same slot from three on, else of its
        platform from three on, else of all (``basis``); its 80 % interval is that of a single slot, unknown where
        fewer than three speak; ``earlier`` counts the slot's own. ``expected`` = promised × delivered; ``each`` = price
        ÷ expected; ``worth`` = expected × advertising's cost of a visitor, the price at which both cost the same.
        ``verdict`` is slot_cheaper or slot_dearer where the intervals lie apart, slot_unsettled where they do not, and
        empty where one is unknown. The variances of `VARIANCES` are for `total`.
    """
    ahead, before = placed[placed["ahead"]], placed[~placed["ahead"] & placed["visitors"].notna()]
    found = ahead.rename(columns={"promised_visitors": "promised"}).reset_index(drop=True)
    told = [_told(slot, platform, before) for slot, platform in zip(found["slot"], found["platform"], strict=True)]
    found = found.join(pd.DataFrame(told, index=found.index))
    for end in ("", "_low", "_high"):
        found[f"expected{end}"] = found["promised"] * found[f"delivered{end}"]
    for end, other in (("", ""), ("_low", "_high"), ("_high", "_low")):
        found[f"each{end}"] = _each(found["price"], found[f"expected{other}"])
    cost = [ads.get(platform, ads.get(ALL, Interval(nan, nan, nan))) for platform in found["platform"]]
    found["advertising"] = [each.value for each in cost]
    found["worth"] = found["expected"] * found["advertising"]
    found["verdict"] = _verdicts(found, pd.DataFrame(cost, index=found.index, columns=Interval._fields))
    found = _dated(found, ran, lead)
    return found.sort_values(["days_left", "platform", "slot"], ignore_index=True)[[*HELD, *VARIANCES]]


@passes_missing
def total(found: pd.DataFrame) -> pd.DataFrame:
    """Add up the slots that are not refused, in one row.

    Returns
    -------
    DataFrame
        ``slots granted priced price promised known expected expected_low expected_high each each_low each_high
        advertising worth``: ``priced`` of ``slots`` have a price, and ``price`` is that of all, unknown where one lacks
        it; ``known`` have a figure for what they may bring; the interval lets slots that are judged by the
        same earlier ones err together, and is unknown where one of them has none. ``each`` = price ÷ expected, only
        where both are known of every slot; ``advertising`` is what the same visitors would cost by it, each.

    Notes
    -----
    Var = Σ over groups judged alike (Σ promised)² × variance of their ratio + Σ promised² × variance of a single one.
    """
    own = found[found["state"] != REFUSED]
    told = own[own["expected"].notna()]
    row: dict[str, float] = {"slots": len(own), "granted": int(own["state"].eq(GRANTED).sum()), "known": len(told)}
    row |= {"priced": int(own["price"].notna().sum()), "promised": float(own["promised"].sum(min_count=1))}
    row["price"] = float(own["price"].sum()) if row["priced"] == len(own) > 0 else nan
    brought = _sum(told)
    row |= {"expected": brought.value, "expected_low": brought.low, "expected_high": brought.high}
    price = pd.Series([row["price"] if len(told) == len(own) else nan])
    for end, other in (("each", brought.value), ("each_low", brought.high), ("each_high", brought.low)):
        row[end] = float(_each(price, pd.Series([other])).iloc[0])
    row["advertising"] = float(told["worth"].sum(skipna=False)) / brought.value if brought.value > 0 else nan
    return pd.DataFrame([row | {"worth": float(told["worth"].sum(min_count=1))}])


def advertising(spend: pd.DataFrame | Missing, visitors: pd.DataFrame | Missing) -> dict[str, Interval]:
    """Give what a visitor costs by advertising on each platform and on ``all``, with interval; none where unknown.

    Parameters
    ----------
    spend
        ``period platform spend`` (``summaries.ads`` by platform), of months alike.
    visitors
        ``period platform traffic_kind visitors`` (``summaries.traffic``); those that were paid for count.

    Examples
    --------
    >>> spend = pd.DataFrame({"period": ["a", "b"], "platform": "jd", "spend": [40.0, 80.0]})
    >>> came = pd.DataFrame({"period": ["a", "b"], "platform": "jd", "traffic_kind": "paid", "visitors": [10, 20]})
    >>> advertising(spend, came)["jd"]
    Interval(value=4.0, low=4.0, high=4.0)
    """
    paid, came = given(spend), given(visitors)
    if paid is None or came is None:
        return {}
    bought = came[came["traffic_kind"] == "paid"]
    both = paid.merge(bought, on=["period", "platform"])[["period", "platform", "spend", "visitors"]]
    whole = both.groupby("period", as_index=False)[["spend", "visitors"]].sum().assign(platform=ALL)
    told = {
        str(name): ratio(own["spend"], own["visitors"]) for name, own in pd.concat([both, whole]).groupby("platform")
    }
    return {name: each for name, each in told.items() if each.value > 0}


def _told(slot: str, platform: str, before: pd.DataFrame) -> dict[str, float | str]:
    """Give what is known of a slot's promise from the nearest earlier ones of which there are enough."""
    there = before[(before["platform"] == platform) & before["promised_visitors"].gt(0)]
    own = there[there["slot"] == slot]
    groups = {f"{platform}/{slot}": own, platform: there, ALL: before}
    basis = next((name for name, rows in groups.items() if len(rows) >= PROMISES), ALL)
    rows = groups[basis]
    one, more = (
        placement(rows["visitors"], rows["promised_visitors"]),
        kept(rows["visitors"], rows["promised_visitors"]),
    )
    found: dict[str, float | str] = {"earlier": len(own), "basis": basis}
    found |= {"delivered": one.value, "delivered_low": one.low, "delivered_high": one.high}
    return found | {name: getattr(more, name) for name in VARIANCES}


def _each(price: pd.Series[float], visitors: pd.Series[float]) -> pd.Series[float]:
    """Divide what a slot costs by its visitors: none come free, and without any no price is low enough."""
    cost = price / visitors.where(visitors > 0)
    return cost.mask(visitors.eq(0) & price.gt(0), np.inf).mask(price.eq(0) & visitors.notna(), 0.0)


def _verdicts(found: pd.DataFrame, ads: pd.DataFrame) -> list[str]:
    unknown = found[["each_low", "each_high"]].isna().any(axis=1) | ads[["low", "high"]].isna().any(axis=1)
    states = [unknown, found["each_high"] < ads["low"], found["each_low"] > ads["high"]]
    return list(np.select(states, ["", CHEAPER, DEARER], UNSETTLED))


def _dated(found: pd.DataFrame, ran: Ran, lead: Mapping[str, int]) -> pd.DataFrame:
    """Say where each slot stands, and by which day it is applied for: its own day, else the usual one."""
    before = found["stage"].map(dict(lead)).fillna(lead.get(USUAL, LEAD))
    usual = pd.Timestamp(ran.span.start) - pd.to_timedelta(before, unit="D")
    book_by = found["book_by"].fillna(usual.astype("datetime64[us]"))
    left = (book_by - pd.Timestamp(ran.as_of)).dt.days.astype(float)
    status = found["status"].astype(object)
    known = found["book_by"].notna()  # a usual day is no deadline of the platform's
    told = [status.eq("granted"), status.eq("applied"), status.eq("refused"), known & (left < 0)]
    state = pd.Series(np.select(told, [GRANTED, APPLIED, REFUSED, LATE], DUE), index=found.index)
    return found.assign(book_by=book_by, assumed=~known, state=state, days_left=left.where(state.isin(OPEN)))


def _sum(told: pd.DataFrame) -> Interval:
    value = float(told["expected"].sum(min_count=1))
    if told.empty or told["degrees"].isna().any():
        return Interval(value, nan, nan)
    alike = told.groupby("basis").agg(promised=("promised", "sum"), of_ratio=("of_ratio", "first"))
    together = float((alike["promised"] ** 2 * alike["of_ratio"]).sum())
    alone = float((told["promised"] ** 2 * told["of_one"]).sum())
    found = around(value, sqrt(together + alone), float(told["degrees"].min()))
    return found._replace(low=max(found.low, 0.0))
