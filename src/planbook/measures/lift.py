"""What a campaign added: a first estimate of its lift, a hint until the post-mortem looks closer.

What would have been is told by the days before and, for the campaign's days, by the platforms that ran no campaign:
their level carries the weekday and the season. Where every platform ran one, the platform's own weekdays of the weeks
before must do. Days after the campaign are not used: they may lie in the season's rise or in the lull that follows.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import LEVEL, Interval, around

Floats = NDArray[np.float64]

BEFORE = 28  # days
FEWEST = 14  # days before, without a campaign of the platform
COLUMNS = [
    "campaign",
    "platform",
    "starts",
    "ends",
    "days",
    "paid",
    "expected",
    "lift",
    "low",
    "high",
    "effect",
    "control",
]


@passes_missing
def campaign_lift(daily: pd.DataFrame, campaigns: pd.DataFrame, *, level: float = LEVEL) -> pd.DataFrame | Missing:
    """Estimate how far each campaign lifted paid on each of its platforms.

    Parameters
    ----------
    daily
        One row a day and platform: ``date platform paid``, from 28 days before the campaigns.
    campaigns
        One row a campaign and platform: ``campaign platform starts ends``.
    level
        How often the interval covers.

    Returns
    -------
    DataFrame
        One row a campaign and platform that has at least 14 days before it: ``campaign platform starts ends days``
        (that are in ``daily``) ``paid expected lift low high effect control``; ``lift`` = paid ÷ expected − 1, ``effect``
        = paid − expected, ``control`` is other_platforms or own_history.
    """
    paid = daily.pivot_table("paid", "date", "platform", "sum").fillna(0.0) if len(daily) else pd.DataFrame()
    if paid.empty or campaigns.empty:
        return missing("orders" if paid.empty else "campaigns", reason="empty")
    rows = [_told(paid, campaigns, number, level) for number in range(len(campaigns))]
    known = [row for row in rows if row is not None]
    return pd.DataFrame(known, columns=COLUMNS) if known else missing("orders", reason="too_few")


def _told(paid: pd.DataFrame, campaigns: pd.DataFrame, number: int, level: float) -> dict[str, object] | None:
    campaign = campaigns.iloc[number]
    platform, starts, ends = campaign["platform"], campaign["starts"], campaign["ends"]
    before = _quiet(paid, campaigns, platform, starts)
    during = paid.index[(paid.index >= starts) & (paid.index <= ends)]
    if platform not in paid or len(before) < FEWEST or not len(during):
        return None
    busy = campaigns.loc[(campaigns["starts"] <= ends) & (campaigns["ends"] >= starts), "platform"]
    others = [name for name in paid.columns if name not in {*busy, platform}]
    history, now = (paid.loc[days, platform].to_numpy(float) for days in (before, during))
    guide = paid[others].sum(axis=1) if others else _weekdays(paid.loc[before, platform], paid.index)
    lift = _lift(history, now, guide[before].to_numpy(float), guide[during].to_numpy(float), level)
    expected = now.sum() / (1 + lift.value)
    return {
        "campaign": campaign["campaign"], "platform": platform, "starts": starts, "ends": ends, "days": len(during),
        "paid": now.sum(), "expected": expected, "lift": lift.value, "low": lift.low, "high": lift.high,
        "effect": now.sum() - expected, "control": "other_platforms" if others else "own_history",
    }  # fmt: skip


def _quiet(paid: pd.DataFrame, campaigns: pd.DataFrame, platform: str, starts: pd.Timestamp) -> pd.DatetimeIndex:
    """Give the days of four weeks before on which the platform ran no campaign."""
    days = pd.DatetimeIndex(paid.index)
    days = days[(days < starts) & (days >= starts - pd.Timedelta(days=BEFORE))]
    for _, other in campaigns[campaigns["platform"] == platform].iterrows():
        days = days[(days < other["starts"]) | (days > other["ends"])]
    return days


def _weekdays(history: pd.Series[float], days: pd.Index) -> pd.Series[float]:
    """Give every day the mean of its weekday before; of all days where that weekday was never quiet."""
    means = history.groupby(pd.DatetimeIndex(history.index).dayofweek).mean()
    weekdays = pd.Series(pd.DatetimeIndex(days).dayofweek, index=days)
    return weekdays.map(means).fillna(history.mean())


def _lift(history: Floats, now: Floats, guide_before: Floats, guide_now: Floats, level: float) -> Interval:
    """Hold paid against the guide × their ratio before; a ratio estimator (Cochran 1977, section 6.4) for what is new."""
    base, due = guide_before.sum(), guide_now.sum()
    if not (base > 0 and due > 0 and history.sum() > 0):
        return Interval(np.nan, np.nan, np.nan)
    share = history.sum() / base
    known = guide_before > 0
    degrees = int(known.sum()) - 1
    scatter = ((history - share * guide_before)[known] ** 2 / guide_before[known]).sum() / degrees
    error = np.sqrt(scatter * due * (1 + due / base))
    return around(now.sum() / (share * due) - 1, float(error / (share * due)), degrees, level)
