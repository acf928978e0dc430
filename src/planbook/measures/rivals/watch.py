"""The rival watch: how complete the sheet is, and what each rival did in its last week."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, passes_missing

US = ""  # the brand of our own rows in a sheet
ITEM = ["platform", "brand", "sku"]
DAILY = 3.0  # mean days between two looks at an item, up to which the sheet is a daily one
GONE = 28  # days after its last look in which an item is still waited for
LATELY = 35  # days back for the look that the last one is compared with
LIVE = "live"
EVERY = 10_000  # slots


@passes_missing
def slotted(looks: pd.DataFrame) -> pd.DataFrame:
    """Add the ``slot`` that a look fills, its Monday, and ``until``, its Sunday; its day where looks are daily.

    Examples
    --------
    >>> days = pd.to_datetime(["2026-10-06", "2026-10-13"])
    >>> looks = pd.DataFrame({"date": days, "platform": "tmall", "brand": "A", "sku": "a"})
    >>> slotted(looks)["slot"].dt.day.tolist()
    [5, 12]
    """
    spans = looks.groupby(ITEM)["date"].agg(["min", "max", "size"])
    several = spans[spans["size"] > 1]
    steps = (several["max"] - several["min"]).dt.days / (several["size"] - 1)
    monday = looks["date"] - pd.to_timedelta(looks["date"].dt.day_of_week, unit="D")
    daily = len(steps) > 0 and steps.median() < DAILY
    slot = looks["date"] if daily else monday
    return looks.assign(slot=slot, until=slot + pd.Timedelta(days=0 if daily else 6))


@passes_missing
def grid(looks: pd.DataFrame, *, slots: int = 13) -> pd.DataFrame:
    """Lay the sheet out by brand and week: which share of a brand's items was looked at.

    Parameters
    ----------
    looks
        From `slotted`: ``slot date platform brand sku first watched``.
    slots
        The last so many weeks (or days, of a daily sheet).

    Returns
    -------
    DataFrame
        Index brand, a column a slot; 0 where nobody looked, NaN before the brand was first watched. An item is waited
        for from its first look until 28 days after its last one.
    """
    return _laid(looks, slots)


def _laid(looks: pd.DataFrame, slots: int) -> pd.DataFrame:
    rivals = looks[looks["brand"] != US]
    columns = _columns(rivals, slots)
    lives = rivals.groupby(ITEM)["slot"].agg(["min", "max"]).reset_index()
    seen = rivals.drop_duplicates([*ITEM, "slot"]).groupby(["brand", "slot"]).size()
    until = lives["max"] + pd.Timedelta(days=GONE)
    due = {slot: lives[(lives["min"] <= slot) & (until >= slot)].groupby("brand").size() for slot in columns}
    expected = pd.DataFrame(due).reindex(sorted(lives["brand"].unique()))
    found = seen.reset_index(name="n").pivot_table("n", "brand", "slot").reindex(expected.index, columns=columns)
    since = lives.groupby("brand")["min"].min().reindex(expected.index)
    known = pd.DataFrame({slot: since <= slot for slot in columns})
    return (found.fillna(0.0) / expected).fillna(0.0).where(known).rename_axis("brand").rename_axis(None, axis=1)


@passes_missing
def gaps(looks: pd.DataFrame) -> pd.DataFrame:
    """Name the weeks in which a brand that was watched before was not looked at: ``brand slots missed``, worst first.

    ``missed`` lists the slots, oldest first, up to the last one of the whole sheet; brands without gaps are left out.
    """
    rivals = looks[looks["brand"] != US]
    every = _columns(rivals, None)
    rows = []
    for brand, part in rivals.groupby("brand"):
        first, seen = part["slot"].min(), set(part["slot"])
        missed = [slot for slot in every if slot > first and slot not in seen]
        rows.append({"brand": brand, "slots": len(missed), "missed": missed})
    found = pd.DataFrame(rows, columns=["brand", "slots", "missed"])
    return found[found["slots"] > 0].sort_values("slots", ascending=False, kind="stable", ignore_index=True)


@passes_missing
def covered(looks: pd.DataFrame, days: tuple[date, date]) -> float | Missing:
    """Give the share of the looks due in some days that were made, over all brands and items."""
    start, end = (pd.Timestamp(day) for day in days)
    laid = _laid(looks, EVERY)
    inside = [start <= pd.Timestamp(str(slot)) <= end for slot in laid.columns]
    values = laid.to_numpy(float)[:, inside]
    return float(np.nanmean(values)) if np.isfinite(values).any() else missing("competitor_items", reason="empty")


def board(
    looks: pd.DataFrame | Missing, posts: pd.DataFrame | Missing, days: tuple[date, date]
) -> pd.DataFrame | Missing:
    """Give the board of the last week of some days: what each rival asks, offers, launched and how it ranks.

    Parameters
    ----------
    looks
        From `slotted`.
    posts
        One row a post: ``date brand format`` (``summaries.rival_posts``); may be `Missing`.
    days
        First and last day; the last slot with looks in them is told.

    Returns
    -------
    DataFrame
        A row a brand, the greatest fall of its deal price first: ``brand slot items`` (looked at) ``of`` (known to be
        there) ``page deal`` (medians), ``page_change deal_change`` (geometric means over the items that were also seen
        up to 35 days before), ``offer`` (the commonest) ``offers`` (items with one), ``launches`` (items first seen in
        the days), ``best_rank rank_change`` (median of places won since the look before), ``units``, ``posts lives``
        (of the slot; NaN without posts).
    """
    if isinstance(looks, Missing):
        return looks
    start, end = (pd.Timestamp(day) for day in days)
    rivals = looks[(looks["brand"] != US) & (looks["slot"] <= end)]
    now = rivals[rivals["slot"] == rivals["slot"].max()]
    if now.empty or now["date"].max() < start:
        return missing("competitor_items", reason="empty")
    if "deal_price" in rivals and not rivals["deal_price"].notna().any():
        now, rivals = now.assign(deal=np.nan), rivals.assign(deal=np.nan)  # the page's price is no deal price
    paired = _with_last(now, rivals)
    rows = [_rival(str(brand), part, rivals, start) for brand, part in paired.groupby("brand")]
    found = pd.DataFrame(rows).assign(slot=now["slot"].iloc[0])
    found = found.join(_published(posts, now["slot"].iloc[0], _length(rivals)), on="brand")
    if not isinstance(posts, Missing):
        found = found.fillna({"posts": 0.0, "lives": 0.0})
    return found.sort_values(["deal_change", "page_change"], ignore_index=True)


def _columns(rivals: pd.DataFrame, slots: int | None) -> list[pd.Timestamp]:
    step = "D" if _length(rivals) == 1 else "7D"
    every = list(pd.date_range(rivals["slot"].min(), rivals["slot"].max(), freq=step))
    return every if slots is None else every[-slots:]


def _length(rivals: pd.DataFrame) -> int:
    """Give the days of a slot: one, or a week where all slots are Mondays."""
    return 7 if rivals["slot"].dt.day_of_week.eq(0).all() else 1


def _with_last(now: pd.DataFrame, rivals: pd.DataFrame) -> pd.DataFrame:
    slot = now["slot"].iloc[0]
    before = rivals[(rivals["slot"] < slot) & (rivals["slot"] >= slot - pd.Timedelta(days=LATELY))]
    last = before.sort_values("date").groupby(ITEM).tail(1)[[*ITEM, "deal", "page_price", "rank"]]
    return now.merge(last, on=ITEM, how="left", suffixes=("", "_last"))


def _rival(brand: str, part: pd.DataFrame, rivals: pd.DataFrame, start: pd.Timestamp) -> dict[str, object]:
    own = rivals[rivals["brand"] == brand]
    until = own.groupby(["platform", "sku"])["slot"].max() + pd.Timedelta(days=GONE)
    offers = part["promotion"].dropna()
    won = (part["rank_last"] - part["rank"]).dropna()
    return {
        "brand": brand,
        "items": len(part),
        "of": int((until >= part["slot"].iloc[0]).sum()),
        "page": part["page_price"].median(),
        "deal": part["deal"].median(),
        "page_change": _change(part["page_price"], part["page_price_last"]),
        "deal_change": _change(part["deal"], part["deal_last"]),
        "offer": offers.mode().iloc[0] if len(offers) else None,
        "offers": len(offers),
        "launches": int(own[(own["first"] >= start) & (own["first"] > own["watched"])]["sku"].nunique()),
        "best_rank": part["rank"].min(),
        "rank_change": won.median() if len(won) else np.nan,
        "units": part["units"].sum(min_count=1),
    }


def _change(now: pd.Series[float], last: pd.Series[float]) -> float:
    relatives = (now / last)[(now > 0) & (last > 0)]
    return float(np.exp(relatives.map(np.log).mean())) - 1 if len(relatives) else np.nan


def _published(posts: pd.DataFrame | Missing, slot: pd.Timestamp, length: int) -> pd.DataFrame:
    if isinstance(posts, Missing):
        return pd.DataFrame(columns=["posts", "lives"], dtype="float64").rename_axis("brand")
    week = posts[(posts["date"] >= slot) & (posts["date"] < slot + pd.Timedelta(days=length))]
    lives = week["format"].eq(LIVE)
    return pd.DataFrame(
        {"posts": week.groupby("brand").size(), "lives": lives.groupby(week["brand"]).sum()}, dtype=float
    )
