"""The rhythm of a campaign: its stages, and each one's part of the goal and of the money."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from planbook.absence import Missing, given
from planbook.measures.apportion import apportion
from planbook.measures.ran import Ran

WARM_UP, BURST, SPOT, RETURN = "warm-up", "burst", "spot", "return"
AHEAD = 7  # days of warm-up where nobody said how many
OPENING, CLOSING = 0.3, 0.2  # parts of a campaign's days that are burst and return, where nobody said
LONG = 5  # days: a shorter campaign is burst alone
GIVEN, DERIVED = "given", "derived"
LAST, EVEN = "last_edition", "even"
RESERVE = "reserve"  # the channel of what is kept back


def stages(ran: Ran | Missing, told: pd.DataFrame | Missing) -> pd.DataFrame | Missing:
    """Give the stages of a campaign: those of its event, else a week of warm-up, burst, spot sale and return.

    Returns
    -------
    DataFrame
        ``stage starts ends apply_by origin``; origin is given or derived.
    """
    if isinstance(ran, Missing):
        return ran
    if not isinstance(told, Missing):
        return told.assign(origin=GIVEN)[["stage", "starts", "ends", "apply_by", "origin"]]
    start, end, days = ran.span.start, ran.span.end, ran.span.days
    burst = max(round(OPENING * days), 1) if days >= LONG else days
    closing = max(round(CLOSING * days), 1) if days >= LONG else 0
    spans = [
        (WARM_UP, start - timedelta(AHEAD), start - timedelta(1)),
        (BURST, start, start + timedelta(burst - 1)),
        (SPOT, start + timedelta(burst), end - timedelta(closing)),
        (RETURN, end - timedelta(closing - 1), end),
    ]
    rows = [(name, pd.Timestamp(first), pd.Timestamp(to)) for name, first, to in spans if first <= to]
    found = pd.DataFrame(rows, columns=["stage", "starts", "ends"])
    return found.assign(apply_by=pd.Series(pd.NaT, index=found.index), origin=DERIVED)


def amount(goals: pd.DataFrame | Missing, kpi: str, ran: Ran | Missing | None = None) -> float:
    """Add a campaign's goals of one figure up over its platforms; NaN where there are none.

    Given a campaign, its own budget stands where no goal of spend does.

    Examples
    --------
    >>> amount(pd.DataFrame({"kpi": ["paid", "paid"], "value": [300.0, 200.0]}), "paid")
    500.0
    """
    known = given(goals)
    own = pd.Series(dtype=float) if known is None else known.loc[known["kpi"] == kpi, "value"]
    if own.empty and ran is not None and not isinstance(ran, Missing):
        own = ran.rows["budget"]
    return float(own.astype(float).sum(min_count=1))


def reserve(budget: pd.DataFrame | Missing) -> float:
    """Add up what a budget keeps back.

    Examples
    --------
    >>> reserve(pd.DataFrame({"channel": ["reserve", "search_ads"], "value": [30.0, 200.0]}))
    30.0
    """
    known = given(budget)
    return 0.0 if known is None else float(known.loc[known["channel"] == RESERVE, "value"].sum())


def split(
    rhythm: pd.DataFrame | Missing,
    ran: Ran | Missing,
    last: Ran | Missing,
    days: pd.DataFrame | Missing,
    *,
    total: float,
) -> pd.DataFrame | Missing:
    """Split an amount over the stages by the shape of the last edition's days, so that the parts add up exactly.

    Parameters
    ----------
    rhythm
        `stages`.
    ran, last
        The campaign and its last edition; a day takes the weight of the day at the same place of the last edition, a
        day before it that of as many days before.
    days
        ``date platform value`` of the last edition; without it every day weighs the same.
    total
        The amount; NaN: not given.

    Returns
    -------
    DataFrame
        ``stage share amount basis``: basis is last_edition or even. A day that two stages claim belongs to the later.
    """
    if isinstance(rhythm, Missing):
        return rhythm
    if isinstance(ran, Missing):
        return ran
    calendar = _calendar(rhythm)
    known, before = given(days), given(last)
    weights = pd.Series(1.0, index=calendar.index)
    if known is not None and before is not None:
        own = known[known["platform"].isin(ran.platforms)].groupby("date")["value"].sum()
        by_day = {day.date(): float(value) for day, value in own.items()}  # type: ignore[attr-defined]
        weights = pd.Series([by_day.get(_same(day, ran, before), 0.0) for day in calendar.index], index=calendar.index)
    basis = LAST if known is not None and before is not None and weights.sum() > 0 else EVEN
    if basis == EVEN:
        weights = pd.Series([float(day >= ran.span.start) for day in calendar.index], index=calendar.index)
    by_stage = weights.groupby(calendar.to_numpy()).sum().reindex(range(len(rhythm))).fillna(0.0).to_numpy()
    share = by_stage / by_stage.sum()
    cents = 1.0 if float(total).is_integer() else 0.01
    amount = apportion(total, share, cents) if np.isfinite(total) else np.full(len(share), np.nan)
    return pd.DataFrame({"stage": rhythm["stage"], "share": share, "amount": amount, "basis": basis})


def together(
    rhythm: pd.DataFrame | Missing, paid: pd.DataFrame | Missing, spend: pd.DataFrame | Missing
) -> pd.DataFrame | Missing:
    """Set each stage's goal and money beside its days: ``paid spend`` with ``_share`` and ``_basis``."""
    if isinstance(rhythm, Missing):
        return rhythm
    found = rhythm.assign(days=(rhythm["ends"] - rhythm["starts"]).dt.days + 1)
    for name, part in {"paid": paid, "spend": spend}.items():
        known = given(part)
        found[name] = np.nan if known is None else known["amount"].to_numpy()
        found[f"{name}_share"] = np.nan if known is None else known["share"].to_numpy()
        found[f"{name}_basis"] = "" if known is None else known["basis"].to_numpy()
    return found


def _calendar(rhythm: pd.DataFrame) -> pd.Series[int]:
    """Give each day the place of its stage; where two overlap, the later one's."""
    owners: dict[date, int] = {}
    for at, (first, last) in enumerate(zip(rhythm["starts"], rhythm["ends"], strict=True)):
        owners |= {day.date(): at for day in pd.date_range(first, last)}
    return pd.Series(owners).sort_index()


def _same(day: date, ran: Ran, last: Ran) -> date:
    """Find the day of the last edition that a day of this one is held against."""
    at = (day - ran.span.start).days
    if 0 <= at < ran.span.days:
        at = int((at + 0.5) / ran.span.days * last.span.days)
    return last.span.start + timedelta(at)
