"""What a campaign added: a first estimate of its lift, a hint until the post-mortem looks closer.

What would have been is told by the days before and, for the campaign's days, by the platforms that ran no campaign:
their level carries the weekday and the season. Where every platform ran one, the platform's own weekdays of the weeks
before must do. Days after the campaign are not used: they may lie in the season's rise or in the lull that follows.
Lift is counted in orders, which scatter less than paid, and put into money at the campaign's own paid per order.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import LEVEL, UNKNOWN, Interval, around

BEFORE = 28  # days
FEWEST = 14  # days before, without a campaign of the platform
COLUMNS = ["campaign", "platform", "starts", "ends", "days", "orders", "paid", "expected", "lift", "low", "high"]
COLUMNS += ["effect", "control"]


@passes_missing
def campaign_lift(daily: pd.DataFrame, campaigns: pd.DataFrame, *, level: float = LEVEL) -> pd.DataFrame | Missing:
    """Estimate how far each campaign lifted the orders of each of its platforms, and what that was worth.

    Parameters
    ----------
    daily
        One row a day and platform: ``date platform orders paid``, from 28 days before the campaigns.
    campaigns
        One row a campaign and platform: ``campaign platform starts ends``.
    level
        How often the interval covers.

    Returns
    -------
    DataFrame
        One row a campaign and platform that has at least 14 days before it: ``campaign platform starts ends days``
        (of the campaign that are in ``daily``) ``orders paid expected lift low high effect control``. ``lift`` =
        orders ÷ expected orders − 1, ``expected`` = paid ÷ (1 + lift), ``effect`` = paid − expected, ``control`` is
        other_platforms or own_history.

    References
    ----------
    The interval is that of a ratio estimate for new days: Cochran (1977), Sampling Techniques, section 6.4.
    """
    if daily.empty or campaigns.empty:
        return missing("orders" if daily.empty else "campaigns", reason="empty")
    wide = {name: daily.pivot_table(name, "date", "platform", "sum").fillna(0.0) for name in ("orders", "paid")}
    rows = [_told(wide, campaigns, number, level) for number in range(len(campaigns))]
    known = [row for row in rows if row is not None]
    return pd.DataFrame(known, columns=COLUMNS) if known else missing("orders", reason="too_few")


def _told(
    wide: dict[str, pd.DataFrame], campaigns: pd.DataFrame, number: int, level: float
) -> dict[str, object] | None:
    campaign, orders = campaigns.iloc[number], wide["orders"]
    platform, starts, ends = campaign["platform"], campaign["starts"], campaign["ends"]
    before = _quiet(orders, campaigns, platform, starts)
    during = orders.index[(orders.index >= starts) & (orders.index <= ends)]
    if platform not in orders or len(before) < FEWEST or not len(during):
        return None
    busy = campaigns.loc[(campaigns["starts"] <= ends) & (campaigns["ends"] >= starts), "platform"]
    others = [name for name in orders.columns if name not in {*busy, platform}]
    guide = orders[others].sum(axis=1) if others else _weekdays(orders.loc[before, platform], orders.index)
    lift = _lift(orders[platform], guide, before, during, level)
    paid = float(wide["paid"][platform].loc[during].sum())
    expected = paid / (1 + lift.value) if lift.value > -1 else np.nan
    return {
        "campaign": campaign["campaign"], "platform": platform, "starts": starts, "ends": ends, "days": len(during),
        "orders": orders[platform].loc[during].sum(), "paid": paid, "expected": expected, "lift": lift.value,
        "low": lift.low, "high": lift.high, "effect": paid - expected,
        "control": "other_platforms" if others else "own_history",
    }  # fmt: skip


def _quiet(orders: pd.DataFrame, campaigns: pd.DataFrame, platform: str, starts: pd.Timestamp) -> pd.Index:
    """Give the days of the four weeks before on which the platform ran no campaign."""
    days = orders.index[(orders.index < starts) & (orders.index >= starts - pd.Timedelta(days=BEFORE))]
    for _, other in campaigns[campaigns["platform"] == platform].iterrows():
        days = days[(days < other["starts"]) | (days > other["ends"])]
    return days


def _weekdays(history: pd.Series[float], days: pd.Index) -> pd.Series[float]:
    """Give every day the mean of its weekday before; of all days where that weekday was never quiet."""
    means = history.groupby(pd.DatetimeIndex(history.index).day_of_week).mean()
    weekdays = pd.Series(pd.DatetimeIndex(days).day_of_week, index=days)
    return weekdays.map(means).fillna(history.mean())


def _lift(
    orders: pd.Series[float], guide: pd.Series[float], before: pd.Index, during: pd.Index, level: float
) -> Interval:
    """Hold the campaign's orders against its guide × their ratio before, with the scatter of days before."""
    history, told = orders.loc[before].to_numpy(float), guide.loc[before].to_numpy(float)
    base, due = float(told.sum()), float(guide.loc[during].sum())
    if not (base > 0 and due > 0 and history.sum() > 0):
        return UNKNOWN
    share, known = history.sum() / base, told > 0
    degrees = int(known.sum()) - 1
    scatter = ((history - share * told)[known] ** 2 / told[known]).sum() / degrees
    error = float(np.sqrt(scatter * due * (1 + due / base))) / (share * due)
    return around(float(orders.loc[during].sum()) / (share * due) - 1, error, degrees, level)
