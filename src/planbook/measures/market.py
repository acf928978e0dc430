"""Was it the market or us: the shop's change of paid beside the platform's index of its categories.

An index is never money: only its growth is used. A platform's categories are added up as indices before the growth is
taken, which is the mean of their growth weighted by the index before: a big category counts for more.
"""

from __future__ import annotations

import pandas as pd

from planbook.absence import Missing, missing, passes_missing


@passes_missing
def market_or_us(sales: pd.DataFrame, market: pd.DataFrame, *, against: str = "year_ago") -> pd.DataFrame | Missing:
    """Split each platform's change of paid into the market's growth and the shop's share of it.

    Parameters
    ----------
    sales
        One row a period and ``platform``: ``paid``.
    market
        One row a period, ``platform`` and ``category``: ``sales_index``, the mean weekly index over the period.
        Categories that one of the two periods lacks are left out.
    against
        The period compared with; a year ago has the same season.

    Returns
    -------
    DataFrame
        Indexed by platform, and ``all`` for those that have an index: ``paid_before paid_after change growth
        market_growth market_effect share_effect``; ``market_effect`` = paid before × market growth, ``share_effect``
        the rest of the change.

    Examples
    --------
    >>> sales = pd.DataFrame({"period": ["current", "year_ago"], "platform": "tmall", "paid": [105.0, 100.0]})
    >>> market = sales.assign(category="tea", sales_index=[1200.0, 1000.0])
    >>> market_or_us(sales, market).loc["tmall", ["market_effect", "share_effect"]].round(2).to_dict()
    {'market_effect': 20.0, 'share_effect': -15.0}
    """
    paid = _by_period(sales, ["platform"], "paid", against)
    index = _by_period(market, ["platform", "category"], "sales_index", against).dropna()
    index = index[index["before"] > 0].groupby(level="platform").sum()
    found = paid.dropna(subset=["before"]).join(index.add_suffix("_index"), how="inner").fillna({"after": 0.0})
    if found.empty:
        return missing("category", "sales_index", reason="empty")
    effect = found["before"] * (found["after_index"] / found["before_index"] - 1)
    parts = pd.DataFrame({"paid_before": found["before"], "paid_after": found["after"], "market_effect": effect})
    parts.loc["all"] = parts.sum()
    parts["change"] = parts["paid_after"] - parts["paid_before"]
    parts["share_effect"] = parts["change"] - parts["market_effect"]
    known = parts["paid_before"].where(parts["paid_before"] != 0)
    parts["growth"], parts["market_growth"] = parts["change"] / known, parts["market_effect"] / known
    return parts[["paid_before", "paid_after", "change", "growth", "market_growth", "market_effect", "share_effect"]]


def curve(weeks: pd.DataFrame | Missing, daily: pd.DataFrame | Missing, *, whole: int = 7) -> pd.DataFrame | Missing:
    """Set the market's weekly index beside the shop's paid, each against its own mean: 100 is its usual week.

    Parameters
    ----------
    weeks
        One row a ``week`` (Monday), ``platform`` and category: ``sales_index``.
    daily
        One row a day and platform: ``date platform paid``; where it is `Missing`, the market stands alone.
    whole
        Days of a week that must be there for the shop's week to count.

    Returns
    -------
    DataFrame
        Index week; ``market`` and, where known, ``us``, over the weeks and the platforms that both have.

    Examples
    --------
    >>> days = pd.date_range("2026-10-05", periods=14)
    >>> daily = pd.DataFrame({"date": days, "platform": "jd", "paid": [1.0] * 7 + [3.0] * 7})
    >>> weeks = pd.DataFrame({"week": days[[0, 7]], "platform": "jd", "category": "tea", "sales_index": [90.0, 110.0]})
    >>> curve(weeks, daily).to_numpy().tolist()
    [[90.0, 50.0], [110.0, 150.0]]
    """
    if isinstance(weeks, Missing):
        return weeks
    lines = {"market": weeks.groupby("week")["sales_index"].sum()}
    if not isinstance(daily, Missing) and daily["platform"].isin(weeks["platform"]).any():
        there = weeks[weeks["platform"].isin(daily["platform"])]
        days = daily[daily["platform"].isin(weeks["platform"])]
        monday = days["date"] - pd.to_timedelta(days["date"].dt.day_of_week, unit="D")
        known = days.groupby(monday)["date"].nunique()
        paid = days.groupby(monday)["paid"].sum()[known[known >= whole].index]
        lines = {"market": there.groupby("week")["sales_index"].sum(), "us": paid}
    found = pd.DataFrame(lines).dropna().rename_axis("week")
    return 100 * found / found.mean() if len(found) > 1 else missing("category", "sales_index", reason="too_few")


def _by_period(frame: pd.DataFrame, keys: list[str], value: str, against: str) -> pd.DataFrame:
    """Put the two periods side by side, NaN where one lacks the key."""
    then, now = (
        frame[frame["period"] == period].groupby(keys)[value].sum(min_count=1) for period in (against, "current")
    )
    return pd.DataFrame({"before": then, "after": now})
