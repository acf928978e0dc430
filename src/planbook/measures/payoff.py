"""Did a campaign pay: what it cost above the usual, what margin it added, and the return on it.

Paid is what is left after the shop's discounts, so the margin added is reckoned on paid first; the discounts above the
usual are then set on both sides, as margin given up and as cost. The profit is the same, and the return is on all that
the shop put in: advertising above the usual, creators, other cost, discounts above the usual.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import LEVEL, UNKNOWN, ratio, spread
from planbook.measures.ran import Ran

ALL = "all"  # the platform of an event that all take part in
FEWEST = 14  # usual days that it takes to say what is usual
COSTS = ("extra_spend", "slot_fees", "commission", "other_cost", "extra_discounts")


@passes_missing
def phases(days: pd.DataFrame, touched: pd.DataFrame, ran: Ran) -> pd.DataFrame | Missing:
    """Sort days into the campaign's and the usual ones before it, on which nothing else ran.

    Parameters
    ----------
    days
        ``date platform`` and what is to be added up.
    touched
        ``platform starts ends`` of campaigns and events.
    ran
        The campaign.

    Returns
    -------
    DataFrame
        The same rows with ``phase``: campaign or usual; the others are left out. `Missing` with fewer than 14 usual
        days.
    """
    start, end = pd.Timestamp(ran.seen.start), pd.Timestamp(ran.seen.end)
    during = (days["date"] >= start) & (days["date"] <= end)
    busy = pd.Series(data=False, index=days.index)
    for platform, starts, ends in touched[["platform", "starts", "ends"]].itertuples(index=False):
        own = days["platform"].isin([platform]) | (platform == ALL)
        busy |= own & (days["date"] >= starts) & (days["date"] <= ends)
    usual = ~busy & (days["date"] < start)
    if days.loc[usual, "date"].nunique() < FEWEST or not during.any():
        return missing("orders", reason="too_few")
    return days.assign(phase=np.select([during, usual], ["campaign", "usual"], ""))[during | usual]


def kept(
    trade: pd.DataFrame | Missing, fees: Mapping[str, float], margin: float, ripe: pd.DataFrame | Missing
) -> pd.DataFrame | Missing:
    """Tell what is left of a yuan of paid after goods, platform fees and refunds, usually and in the campaign.

    Parameters
    ----------
    trade
        ``phase platform paid refund discount goods cost`` by day (`phases` of ``summaries.trade_days``).
    fees
        The share of paid that each platform keeps.
    margin
        Share of goods that is left after their cost, where no line has a cost; NaN: unknown.
    ripe
        ``refunds.of_period`` of the campaign, whose refunds still come in; where it is `Missing`, what is seen counts.

    Returns
    -------
    DataFrame
        Index ``phase``: ``paid margin_rate fee refund_rate discount_rate kept``; the discount is what the shop pays,
        per yuan of paid; ``kept`` = (margin rate − fee) × (1 − refund rate).
    """
    if isinstance(trade, Missing):
        return trade
    sums = trade.groupby("phase")[["paid", "refund", "discount", "goods", "cost"]].sum(min_count=1)
    paid = trade.assign(fee=trade["platform"].map(dict(fees)).fillna(0.0).astype(float) * trade["paid"])
    found = pd.DataFrame({
        "paid": sums["paid"],
        "margin_rate": ((sums["goods"] - sums["cost"]) / sums["goods"]).fillna(margin),
        "fee": paid.groupby("phase")["fee"].sum() / sums["paid"],
        "refund_rate": (sums["refund"] / sums["paid"]).fillna(0.0),
        "discount_rate": sums["discount"] / sums["paid"],
    })  # fmt: skip
    if isinstance(ripe, pd.DataFrame):
        found.loc["campaign", "refund_rate"] = float((ripe["refund_expected"] / ripe["paid"]).iloc[0])
    found["kept"] = (found["margin_rate"] - found["fee"]) * (1 - found["refund_rate"])
    return found if found["kept"].notna().all() else missing("order_items", "unit_cost")


def of_usual(kept: pd.DataFrame | Missing, column: str = "kept") -> float:
    """Take a share of usual days, NaN where it is not known."""
    return np.nan if isinstance(kept, Missing) else float(kept[column].to_dict()["usual"])


def costs(
    ran: Ran | Missing,
    kept: pd.DataFrame | Missing,
    added: pd.DataFrame | Missing,
    ads: pd.DataFrame | Missing,
    creators: pd.DataFrame | Missing,
) -> pd.DataFrame | Missing:
    """List what a campaign cost above the usual.

    Parameters
    ----------
    ran
        The campaign; its own ``cost`` holds creators' slot fees.
    kept
        From `kept`, for the discounts.
    added
        Draws of what was added to paid (``effects.added``): usual discounts are those on what would have been sold.
    ads
        ``phase date spend`` by day and tool (`phases` of ``summaries.ad_days``).
    creators
        ``execution.creators``.

    Returns
    -------
    DataFrame
        Index ``cost``: extra_spend, slot_fees, commission, other_cost, extra_discounts, total; ``total usual amount``,
        ``amount`` = total − usual, NaN where the shop's data do not give it. `Missing` where they give none.
    """
    if isinstance(ran, Missing):
        return ran
    rows = dict.fromkeys(COSTS, (np.nan, np.nan))
    if isinstance(ads, pd.DataFrame):
        rows["extra_spend"] = _spend(ads)
    fees = 0.0
    if isinstance(creators, pd.DataFrame):
        fees = float(np.nan_to_num(creators["slot_fee"].iloc[-1]))
        rows["slot_fees"], rows["commission"] = (fees, 0.0), (float(creators["cost"].iloc[-1]) - fees, 0.0)
    own = ran.rows["cost"].astype(float).sum(min_count=1)
    if own == own:  # noqa: PLR0124 NaN alone differs from itself
        rows["other_cost"] = (max(own - fees, 0.0), 0.0)
    if isinstance(kept, pd.DataFrame) and isinstance(added, pd.DataFrame):
        rows["extra_discounts"] = _discounts(kept, added)
    found = pd.DataFrame.from_dict(rows, orient="index", columns=["total", "usual"]).rename_axis("cost")
    found["amount"] = found["total"] - found["usual"]
    if found["amount"].isna().all():
        return missing("campaigns", "cost") | missing("ad_spend")
    found.loc["total"] = found.sum()
    return found


@passes_missing
def payoff(kept: pd.DataFrame, added: pd.DataFrame, costs: pd.DataFrame) -> pd.DataFrame:
    """Reckon what a campaign earned above what would have been earned without it.

    Parameters
    ----------
    kept, added, costs
        From `kept`, ``effects.added`` of paid and `costs`; costs that are not known count as nothing.

    Returns
    -------
    DataFrame
        Index KPI id: incremental_paid (in the campaign and the week after, where that is known), incremental_margin
        (before the discounts above the usual), campaign_cost, incremental_profit, incremental_roi. Columns ``value low
        high``, 80 % intervals from what would have been sold.
    """
    usual, now = (kept.loc[phase].to_dict() for phase in ("usual", "campaign"))
    without = now["paid"] - added["during"]
    margin = now["paid"] * now["kept"] - without * usual["kept"] + added["after"].fillna(0.0) * usual["kept"]
    rest = float(costs.loc[[name for name in COSTS if name != "extra_discounts"], "amount"].sum())
    discounts = (now["paid"] * now["discount_rate"] - without * usual["discount_rate"]).fillna(0.0)
    cost, profit = rest + discounts, margin - rest
    draws = {
        "incremental_paid": added["during"] + added["after"].fillna(0.0),
        "incremental_margin": margin + discounts,
        "campaign_cost": cost,
        "incremental_profit": profit,
    }
    found = {name: spread(float(line.mean()), line.to_numpy()) for name, line in draws.items()}
    returns = (profit / cost.where(cost > 0)).to_numpy()
    base = found["campaign_cost"].value
    value = found["incremental_profit"].value / base if base > 0 else np.nan
    found["incremental_roi"] = spread(value, returns) if np.isfinite(returns).all() else UNKNOWN
    return pd.DataFrame.from_dict(found, orient="index", columns=["value", "low", "high"], dtype="float64")


@passes_missing
def steps(costs: pd.DataFrame) -> pd.DataFrame:
    """Give the known costs as steps from the margin added to the profit: ``factor effect``."""
    known = costs.drop(index="total")["amount"].dropna()
    return pd.DataFrame({"factor": known.index, "effect": -known.to_numpy()})


@passes_missing
def value(reckoned: pd.DataFrame, kpi: str) -> float:
    """Take one figure of `payoff`."""
    return float(reckoned["value"].to_dict()[kpi])


@passes_missing
def claimed(ads: pd.DataFrame) -> pd.DataFrame | Missing:
    """Give the ROAS that the platforms claim for the campaign's days: ``spend paid value low high``."""
    days = ads[ads["phase"] == "campaign"].groupby("date")[["paid", "spend"]].sum()
    if not days["spend"].sum() > 0:
        return missing("ad_spend", reason="empty")
    found = ratio(days["paid"], days["spend"], LEVEL)
    return pd.DataFrame([{"spend": days["spend"].sum(), "paid": days["paid"].sum()} | found._asdict()])


def _spend(ads: pd.DataFrame) -> tuple[float, float]:
    days = ads.groupby("phase").agg(spend=("spend", "sum"), days=("date", "nunique"))
    total, usual = days.loc["campaign"].to_dict(), days.loc["usual"].to_dict()
    return float(total["spend"]), float(usual["spend"] / usual["days"] * total["days"])


def _discounts(kept: pd.DataFrame, added: pd.DataFrame) -> tuple[float, float]:
    usual, now = (kept.loc[phase].to_dict() for phase in ("usual", "campaign"))
    without = now["paid"] - float(added["during"].mean())
    return float(now["paid"] * now["discount_rate"]), float(without * usual["discount_rate"])
