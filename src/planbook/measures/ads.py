"""Does advertising pay: return on ad spend by channel, with its interval, against the shop's break-even.

Break-even ROAS is 1 ÷ (margin after fees × (1 − refund rate)): what one yuan of spend must bring in paid so that
goods, fees and refunds leave that yuan. What the tools claim is theirs, within their attribution windows.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf, nan

import numpy as np
import pandas as pd

from planbook.absence import Missing, first_missing, missing, passes_missing
from planbook.measures.intervals import LEVEL, ratio

SUMS = ["impressions", "clicks", "spend", "conversions", "paid", "net_paid"]


@passes_missing
def break_even_roas(costs: pd.DataFrame, fees: Mapping[str, float], margin: float = nan) -> pd.DataFrame | Missing:
    """Give the ROAS at which advertising neither earns nor loses, by platform and for the shop.

    Parameters
    ----------
    costs
        One row a platform, over twelve months: ``platform goods cost paid refund`` (NaN: unknown).
    fees
        The share of paid that each platform keeps.
    margin
        Share of goods that is left after their cost, for platforms whose cost is unknown.

    Returns
    -------
    DataFrame
        Indexed by platform and ``all``: ``margin_rate`` (before fees and refunds), ``fee``, ``refund_rate``,
        ``break_even_roas`` (infinite where nothing is left). ``all`` weights platforms by their goods.

    Examples
    --------
    >>> costs = pd.DataFrame({"platform": ["own"], "goods": 100.0, "cost": 65.0, "paid": 100.0, "refund": 0.0})
    >>> break_even_roas(costs, {})["break_even_roas"].round(3).to_dict()
    {'own': 2.857, 'all': 2.857}
    """
    found = costs.set_index("platform")[["goods", "cost", "paid", "refund"]].astype(float)
    found = found.assign(
        margin_rate=((found["goods"] - found["cost"]) / found["goods"].where(found["goods"] > 0)).fillna(margin),
        fee=[fees.get(str(platform), 0.0) for platform in found.index],
        refund_rate=(found["refund"] / found["paid"].where(found["paid"] > 0)).fillna(0.0),
        weight=found["goods"].where(found["goods"] > 0, found["paid"]),
    )
    found["kept"] = (found["margin_rate"] - found["fee"]) * (1 - found["refund_rate"])
    known = found[found["kept"].notna() & (found["weight"] > 0)]
    if known.empty:
        return missing("order_items", "unit_cost")
    means = {name: float(np.average(known[name], weights=known["weight"])) for name in ("margin_rate", "fee", "kept")}
    paid = known["paid"].sum()
    found.loc["all", [*means, "refund_rate"]] = [*means.values(), known["refund"].sum() / paid if paid > 0 else 0.0]
    found["break_even_roas"] = (1 / found["kept"].where(found["kept"] != 0)).where(~(found["kept"] <= 0), inf)
    return found[["margin_rate", "fee", "refund_rate", "break_even_roas"]]


def channels(
    ads: pd.DataFrame | Missing,
    ads_daily: pd.DataFrame | Missing,
    break_even: pd.DataFrame | Missing,
    channel_of: Mapping[str, str],
    *,
    level: float = LEVEL,
) -> pd.DataFrame | Missing:
    """Say for each channel, platform and tool what its spend brought, and whether that is above break-even.

    Parameters
    ----------
    ads
        One row a period, platform and tool (``summaries.ads``); the period ``current`` is told.
    ads_daily
        ``date platform tool spend paid`` of the same period, for the interval.
    break_even
        From `break_even_roas`; where it is `Missing`, the verdict is unclear and the loss unknown.
    channel_of
        The planner's channel of each tool; a tool without one stands for itself.
    level
        How often the interval of ROAS covers.

    Returns
    -------
    DataFrame
        Greatest spend first: ``channel platform tool spend paid roas low high net_roas cpa cpc ctr spend_share
        break_even_roas verdict attribution_days loss``. ``verdict`` is above or below where the whole interval is,
        else unclear; ``loss`` = spend × (1 − roas ÷ break-even), money lost (negative: earned) after goods, fees
        and refunds.
    """
    absent = first_missing([ads, ads_daily])
    if absent is not None or isinstance(ads, Missing) or isinstance(ads_daily, Missing):
        return absent or missing("ad_spend")
    now = ads[(ads["period"] == "current") & (ads["spend"] > 0)].reset_index(drop=True)
    if now.empty:
        return missing("ad_spend", reason="empty")
    found = now[["platform", "tool", "attribution_days"]].join(_rates(now[SUMS].astype(float)))
    found["channel"] = [channel_of.get(tool, tool) for tool in found["tool"]]
    days = dict(list(ads_daily.groupby(["platform", "tool"])))
    keys = zip(found["platform"], found["tool"], strict=True)
    bounds = [_bounds(days.get(key), level) for key in keys]
    found["low"], found["high"] = np.array(bounds).T
    found["break_even_roas"] = nan if isinstance(break_even, Missing) else _lookup(break_even, found["platform"])
    found["verdict"] = np.select(
        [found["low"] > found["break_even_roas"], found["high"] < found["break_even_roas"]],
        ["above", "below"],
        "unclear",
    )
    found["loss"] = found["spend"] * (1 - found["roas"] / found["break_even_roas"])
    columns = ["channel", "platform", "tool", "spend", "paid", "roas", "low", "high", "net_roas", "cpa", "cpc", "ctr"]
    columns += ["spend_share", "break_even_roas", "verdict", "attribution_days", "loss"]
    return found.sort_values("spend", ascending=False, kind="stable", ignore_index=True)[columns]


def roi(paid: float, spend: float, margin: float) -> float:
    """Give the return on ad spend after margin: (paid × margin − spend) ÷ spend.

    Examples
    --------
    >>> round(roi(90_000, 20_000, 0.35), 3)
    0.575
    """
    return (paid * margin - spend) / spend if spend else nan


def _rates(sums: pd.DataFrame) -> pd.DataFrame:
    known = sums.where(sums > 0)
    return pd.DataFrame({
        "spend": sums["spend"], "paid": sums["paid"], "roas": sums["paid"] / sums["spend"],
        "net_roas": sums["net_paid"] / sums["spend"], "cpa": sums["spend"] / known["conversions"],
        "cpc": sums["spend"] / known["clicks"], "ctr": sums["clicks"] / known["impressions"],
        "spend_share": sums["spend"] / sums["spend"].sum(),
    })  # fmt: skip


def _bounds(days: pd.DataFrame | None, level: float) -> tuple[float, float]:
    if days is None:
        return nan, nan
    interval = ratio(days["paid"], days["spend"], level)
    return interval.low, interval.high


def _lookup(break_even: pd.DataFrame, platforms: pd.Series[str]) -> pd.Series[float]:
    known = break_even["break_even_roas"]
    return platforms.map(known).fillna(known["all"])


def of_shop(break_even: pd.DataFrame | Missing) -> float:
    """Take the shop's own break-even, NaN where it is not known."""
    return nan if isinstance(break_even, Missing) else float(break_even["break_even_roas"]["all"])
