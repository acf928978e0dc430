"""A campaign's budget over its channels: scenarios side by side, and the split that the plan takes.

Curves of a day are stretched over the campaign's days and the demand to be expected in them. A channel is not given
more than 1.5 times what was ever seen: beyond that its curve is a guess. A channel without a curve keeps today's spend.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import spread

KEYS = ["platform", "channel"]


class Settings(Protocol):
    """A channel of planbook.yml."""

    @property
    def role(self) -> str:
        """core, test or reserve."""

    @property
    def least(self) -> float:
        """The smallest share of a budget that it gets."""

    @property
    def most(self) -> float:
        """The greatest."""


BEYOND = 1.5  # times the highest spend that was seen
RESERVE = "reserve"


@passes_missing
def with_roles(curves: pd.DataFrame, settings: Mapping[str, Settings]) -> pd.DataFrame:
    """Add what planbook.yml says of each channel: ``role least_share most_share``; one it does not name is core."""
    told = [settings.get(channel) for channel in curves["channel"]]
    rows = [(each.role, each.least, each.most) if each else ("core", 0.0, 1.0) for each in told]
    return curves.join(pd.DataFrame(rows, index=curves.index, columns=["role", "least_share", "most_share"]))


@passes_missing
def stretched(
    curves: pd.DataFrame, platforms: Sequence[str], *, days: int, demand: Mapping[str, float], budget: float
) -> pd.DataFrame | Missing:
    """Stretch curves of a day over a campaign.

    Parameters
    ----------
    curves
        ``platform channel draw spend paid kept top rate most`` a day (`planbook.measures.budget.worth`), with
        `with_roles`.
    platforms
        Where the campaign runs.
    days
        How many days it has.
    demand
        By platform, free visits to be expected in it ÷ those of today (1 where it is not known).
    budget
        What there is to share out.

    Returns
    -------
    DataFrame
        The curves of its platforms over the whole campaign: ``top rate``, ``seen`` (1.5 × the highest spend seen),
        ``most least`` (what it may be given) and ``spend``, today's split of the budget. `Missing` where no channel of
        these platforms has spend.
    """
    own = curves[curves["platform"].isin(list(platforms))]
    if own.empty:
        return missing("ad_spend", reason="empty")
    more = days * own["platform"].map(lambda name: demand.get(name, 1.0)).astype(float)
    seen = (BEYOND * own["most"] * more).fillna(budget)
    most = np.minimum(seen, own["most_share"] * budget)
    bounds = {"seen": seen, "most": most, "least": np.minimum(most, own["least_share"] * budget)}
    today = own["spend"] / own.loc[own["draw"] == 0, "spend"].sum() * budget
    return own.assign(top=own["top"] * more, rate=own["rate"] / more, spend=today, **bounds)


@passes_missing
def scenarios(curves: pd.DataFrame, splits: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Set ways to spend side by side.

    Parameters
    ----------
    curves
        From `stretched`, with draws.
    splits
        By the name of a way: ``platform channel spend``.

    Returns
    -------
    DataFrame
        ``scenario spend paid margin low high roi roi_low roi_high``: what is spent, the paid and margin to be expected
        of it with the margin's interval, and (margin − spend) ÷ spend. Channels without a curve are left out.
    """
    told = []
    for name, split in splits.items():
        joined = curves[curves["top"].notna()].drop(columns="spend").merge(split, "inner", KEYS)
        joined["margin"] = joined["top"] * -np.expm1(-joined["rate"] * joined["spend"])
        joined["brought"] = joined["margin"] / joined["kept"]
        sums = joined.groupby("draw")[["spend", "margin", "brought"]].sum()
        spend, margin = float(sums["spend"].iloc[0]), spread(float(sums["margin"].iloc[0]), sums["margin"].to_numpy())
        roi = [(each - spend) / spend if spend else np.nan for each in margin]
        told.append([name, spend, float(sums["brought"].iloc[0]), *margin, *roi])
    columns = ["scenario", "spend", "paid", "margin", "low", "high", "roi", "roi_low", "roi_high"]
    return pd.DataFrame(told, columns=columns)


@passes_missing
def course(curves: pd.DataFrame) -> pd.DataFrame:
    """Follow the marginal return of each channel as its spend grows from half of today's to twice.

    Returns
    -------
    DataFrame
        Index: today's spend in percent, such as ``150%``; a column a channel, ``platform+channel``; NaN beyond what may
        be told.
    """
    own = curves[(curves["draw"] == 0) & curves["top"].notna()]
    steps = np.arange(0.5, 2.01, 0.125)
    lines = {}
    for platform, channel, top, rate, spend, seen in own[[*KEYS, "top", "rate", "spend", "seen"]].itertuples(
        index=False
    ):
        tried = steps * spend
        lines[f"{platform}+{channel}"] = np.where(tried <= seen, top * rate * np.exp(-rate * tried), np.nan)
    return pd.DataFrame(lines, index=[f"{step:.0%}" for step in steps])


@passes_missing
def next_yuan(curves: pd.DataFrame, split: pd.DataFrame) -> pd.DataFrame:
    """Tell of each channel what its last yuan brought and what the next would bring, in margin.

    Returns
    -------
    DataFrame
        ``where`` (``platform+channel``) ``platform channel role spend today tests kept average average_low average_high
        marginal low high beyond``, most spend first: ``average`` = margin ÷ spend; ``beyond`` where the split takes all
        that may be told of. NaN for a channel without a curve.
    """
    joined = (
        curves.rename(columns={"spend": "today"}).merge(split[[*KEYS, "spend"]], "left", KEYS).fillna({"spend": 0.0})
    )
    spend = joined["spend"].where(joined["spend"] > 0)
    joined["average"] = joined["top"] * -np.expm1(-joined["rate"] * spend) / spend
    joined["marginal"] = joined["top"] * joined["rate"] * np.exp(-joined["rate"] * joined["spend"])
    told = [_of_channel(rows) for _, rows in joined.groupby(KEYS)]
    return pd.DataFrame(told).sort_values(["spend", *KEYS], ascending=[False, True, True], ignore_index=True)


def _of_channel(rows: pd.DataFrame) -> dict[str, object]:
    first = rows[rows["draw"] == 0].iloc[0]
    average = spread(float(first["average"]), rows["average"].to_numpy(float))
    marginal = spread(float(first["marginal"]), rows["marginal"].to_numpy(float))
    names = ("platform", "channel", "role", "spend", "today", "tests", "kept")
    beyond = bool(first["spend"] >= first["seen"] * 0.999)
    where = f"{first['platform']}+{first['channel']}"
    return {"where": where} | {name: first[name] for name in names} | {
        "average": average.value, "average_low": average.low, "average_high": average.high,
        "marginal": marginal.value, "low": marginal.low, "high": marginal.high, "beyond": beyond,
    }  # fmt: skip
