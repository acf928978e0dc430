"""How well the shop answers and is spoken of: answers in time, bad reviews, followers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from planbook.absence import passes_missing
from planbook.measures.intervals import UNKNOWN, difference, wilson

COLUMNS = ["platform", "figure", "count", "value", "low", "high", "before", "change", "change_low", "change_high"]
COLUMNS += ["minutes", "minutes_before"]
SHARES = {"in_time_share": ("in_time", "tickets"), "bad_review_share": ("bad_reviews", "reviews")}


@passes_missing
def quality(service: pd.DataFrame, *, against: str = "previous") -> pd.DataFrame:
    """Hold answers in time and bad reviews of each platform against an earlier period.

    Parameters
    ----------
    service
        One row a period and ``platform``: ``tickets in_time response_minutes reviews bad_reviews``.
    against
        The earlier period.

    Returns
    -------
    DataFrame
        One row a platform and ``figure`` (in_time_share, bad_review_share) that has rows now: ``count`` (of how many),
        ``value low high`` (Wilson), ``before``, ``change change_low change_high`` (a difference of shares, Newcombe's
        interval), and ``minutes minutes_before`` (median of the first answer; NaN for reviews).

    References
    ----------
    Newcombe (1998), Interval estimation for the difference between independent proportions, Stat. Med. 17, 873-890.

    Examples
    --------
    >>> now = {"platform": "jd", "tickets": 50.0, "response_minutes": 6.0, "reviews": 0.0, "bad_reviews": 0.0}
    >>> rows = pd.DataFrame([{"period": p, "in_time": n, **now} for p, n in (("current", 20.0), ("previous", 40.0))])
    >>> quality(rows)[["figure", "value", "before", "change_high"]].round(3).values.tolist()
    [['in_time_share', 0.4, 0.8, -0.278]]
    """
    now, then = (_by_platform(service, period) for period in ("current", against))
    held = [
        _held(row, then.get(platform, {}), figure)
        for platform, row in now.items()
        for figure, (_, trials) in SHARES.items()
        if row[trials] > 0
    ]
    return pd.DataFrame(held, columns=COLUMNS)


def _by_platform(service: pd.DataFrame, period: str) -> dict[str, dict[str, Any]]:
    rows = service[service["period"] == period].to_dict("records")
    return {row["platform"]: {str(name): value for name, value in row.items()} for row in rows}


def _held(now: dict[str, Any], then: dict[str, Any], figure: str) -> dict[str, object]:
    hits, trials = SHARES[figure]
    share, before = wilson(now[hits], now[trials]), wilson(then.get(hits, 0.0), then.get(trials, 0.0))
    counts = (now[hits], now[trials]), (then.get(hits, 0.0), then.get(trials, 0.0))
    change = UNKNOWN if np.isnan(before.value) else difference(*counts)
    minutes = [each.get("response_minutes", np.nan) if hits == "in_time" else np.nan for each in (now, then)]
    return {
        "platform": now["platform"], "figure": figure, "count": now[trials],
        "value": share.value, "low": share.low, "high": share.high, "before": before.value,
        "change": change.value, "change_low": change.low, "change_high": change.high,
        "minutes": minutes[0], "minutes_before": minutes[1],
    }  # fmt: skip


@passes_missing
def followers(accounts: pd.DataFrame) -> pd.DataFrame:
    """Give each platform's followers: ``platform followers gained lost net exposure exposure_change``.

    ``accounts`` has one row a period and platform; ``exposure_change`` is relative to the previous period.
    """
    now = accounts[accounts["period"] == "current"].set_index("platform")
    then = accounts[accounts["period"] == "previous"].set_index("platform").reindex(now.index)
    base = then["exposure"].replace(0, np.nan)
    found = now.assign(net=now["gained"] - now["lost"], exposure_change=(now["exposure"] - base) / base)
    return found[["followers", "gained", "lost", "net", "exposure", "exposure_change"]].reset_index()
