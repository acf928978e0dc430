"""A campaign's budget over its channels: scenarios side by side, and the split that the plan takes.

Curves of a day are stretched over the campaign's days and the demand to be expected in them. A channel is not given
more than 1.5 times what was ever seen: beyond that its curve is a guess. A channel without a curve keeps today's spend.

What a split gains is told against what is truly spent today, for as many days: the whole budget in today's proportions
may be far more than that, and then any split looks good beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import spread
from planbook.measures.ran import Ran

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


NOW = "as_now"
BEYOND = 1.5  # times the highest spend that was seen
RESERVE = "reserve"
FIRST = ("ad_budget", "planned_spend", "reserve", "expected_margin", "expected_roi", "marginal_return")


@passes_missing
def with_roles(curves: pd.DataFrame, settings: Mapping[str, Settings]) -> pd.DataFrame:
    """Add what planbook.yml says of each channel: ``role least_share most_share``; one it does not name is core."""
    told = [settings.get(channel) for channel in curves["channel"]]
    rows = [(each.role, each.least, each.most) if each else ("core", 0.0, 1.0) for each in told]
    return curves.join(pd.DataFrame(rows, index=curves.index, columns=["role", "least_share", "most_share"]))


@passes_missing
def stretched(
    curves: pd.DataFrame, ran: Ran, *, demand: Mapping[str, float], budget: pd.DataFrame
) -> pd.DataFrame | Missing:
    """Stretch curves of a day over a campaign.

    Parameters
    ----------
    curves
        ``platform channel draw spend paid kept top rate most`` a day (`planbook.measures.budget.worth`), with
        `with_roles`.
    ran
        The campaign.
    demand
        By platform, free visits to be expected in it ÷ those of today (1 where it is not known).
    budget
        ``value``: what there is to share out.

    Returns
    -------
    DataFrame
        The curves of its platforms over the whole campaign: ``top rate``, ``seen`` (1.5 × the highest spend seen; of
        a channel without a curve what it spends today), ``most least`` (what it may be given), ``spend`` (as many days
        of what is spent today) and ``whole`` (the whole budget in today's proportions). `Missing` where no channel of
        these platforms has spend.
    """
    own, amount = curves[curves["platform"].isin(ran.platforms)], float(budget["value"].iloc[0])
    if own.empty:
        return missing("ad_spend", reason="empty")
    more = ran.span.days * own["platform"].map(lambda name: demand.get(name, 1.0)).astype(float)
    seen = (BEYOND * own["most"]).where(own["top"].notna(), own["spend"]) * more
    most = np.minimum(seen, own["most_share"] * amount)
    bounds = {"seen": seen, "most": most, "least": np.minimum(most, own["least_share"] * amount)}
    whole, now = own["spend"] / own.loc[own["draw"] == 0, "spend"].sum() * amount, own["spend"] * ran.span.days
    return own.assign(top=own["top"] * more, rate=own["rate"] / more, spend=now, whole=whole, **bounds)


@passes_missing
def as_now(curves: pd.DataFrame) -> pd.DataFrame:
    """Give what is spent today: ``platform channel spend``, a day or over the campaign's days as the curves are."""
    return curves.loc[curves["draw"] == 0, [*KEYS, "spend"]].reset_index(drop=True)


@passes_missing
def scenarios(curves: pd.DataFrame, ways: pd.DataFrame, *, base: str = NOW) -> pd.DataFrame:
    """Set ways to spend side by side.

    Parameters
    ----------
    curves
        From `stretched`, with draws.
    ways
        ``scenario platform channel spend``, in their order (`planbook.measures.budget.allocation.ways`).
    base
        The scenario that the others are held against, draw by draw.

    Returns
    -------
    DataFrame
        ``scenario spend paid paid_low paid_high margin low high roi roi_low roi_high gain gain_low gain_high more
        more_low more_high``: what is spent, the paid and margin to be expected of it, (margin − spend) ÷ spend, what is
        left after spend beyond that of the base, and the paid beyond the base's, each with its interval. A channel
        without a curve brings its average, of what it spends today and no more.
    """
    known = curves.drop(columns="spend")
    drawn = {name: _drawn(rows, known) for name, rows in ways.groupby("scenario", sort=False)}
    return pd.DataFrame([{"scenario": name} | _way(rows, drawn[base]) for name, rows in drawn.items()])


@passes_missing
def figures(
    split: pd.DataFrame, scenarios: pd.DataFrame, next_yuan: pd.DataFrame, budget: pd.DataFrame
) -> pd.DataFrame:
    """Gather the figures of the plan for its cards: index KPI id, ``value low high``.

    ``next_yuan`` is that of the plan's own split; its marginal return is that of `foremost`.
    """
    amount = float(budget["value"].iloc[0])
    (planned,) = scenarios[scenarios["scenario"] == "with_rules"].to_dict("records")
    best = foremost(next_yuan)
    roles = split.groupby("role")["spend"].sum() / amount
    told = {
        "ad_budget": [amount], "planned_spend": [planned["spend"]], "reserve": [amount - planned["spend"]],
        "core_share": [roles.get("core", 0.0)], "test_share": [roles.get("test", 0.0)],
        "expected_margin": [planned[name] for name in ("margin", "low", "high")],
        "expected_roi": [planned[name] for name in ("roi", "roi_low", "roi_high")],
        "marginal_return": [best[name] for name in ("marginal", "low", "high")],
    }  # fmt: skip
    rows = {kpi: [*values, np.nan, np.nan][:3] for kpi, values in told.items()}
    found = pd.DataFrame.from_dict(rows, orient="index", columns=["value", "low", "high"]).astype(float)
    return found.assign(target=np.nan, previous=np.nan).rename_axis("kpi")


@passes_missing
def next_yuan(curves: pd.DataFrame, split: pd.DataFrame) -> pd.DataFrame:
    """Tell of each channel what its last yuan brought and what the next would bring, in margin.

    Returns
    -------
    DataFrame
        ``where`` (``platform+channel``) ``platform channel role spend today tests kept average average_low average_high
        marginal low high``, most spend first: ``average`` = margin ÷ spend. A channel without a curve has its average
        of today and no marginal return.
    """
    joined = (
        curves.rename(columns={"spend": "today"}).merge(split[[*KEYS, "spend"]], "left", KEYS).fillna({"spend": 0.0})
    )
    spend = joined["spend"].where(joined["spend"] > 0)
    joined["average"] = (_margin(joined) / spend).where(joined["top"].notna(), joined["return"])
    joined["marginal"] = joined["top"] * joined["rate"] * np.exp(-joined["rate"] * joined["spend"])
    told = [_of_channel(rows) for _, rows in joined.groupby(KEYS)]
    return pd.DataFrame(told).sort_values(["spend", *KEYS], ascending=[False, True, True], ignore_index=True)


def foremost(next_yuan: pd.DataFrame) -> dict[str, Any]:
    """Give the row of the channel on which more brings most; where many are level, the one with most spend.

    Examples
    --------
    >>> foremost(pd.DataFrame({"where": ["a", "b"], "spend": [9.0, 5.0], "marginal": [0.9999, 1.0001]}))["where"]
    'a'
    """
    level = next_yuan["marginal"].round(2)
    known = next_yuan.assign(level=level).sort_values(["level", "spend"], ascending=False, kind="stable")
    return {str(name): value for name, value in known.drop(columns="level").head(1).to_dict("records")[0].items()}


def _drawn(rows: pd.DataFrame, curves: pd.DataFrame) -> pd.DataFrame:
    """Give of a way to spend, in each draw: ``spend margin paid left``."""
    joined = curves.merge(rows[[*KEYS, "spend"]], "inner", KEYS)
    joined["margin"] = _margin(joined)
    joined["paid"] = joined["margin"] / joined["kept"]
    sums = joined.groupby("draw")[["margin", "paid"]].sum()
    return sums.assign(spend=float(rows["spend"].sum()), left=lambda way: way["margin"] - way["spend"])


def _way(drawn: pd.DataFrame, base: pd.DataFrame) -> dict[str, float]:
    spend = float(drawn["spend"].iloc[0])
    margin, paid, gain, more = (
        spread(float(line.iloc[0]), line.to_numpy(float))
        for line in (drawn["margin"], drawn["paid"], drawn["left"] - base["left"], drawn["paid"] - base["paid"])
    )
    roi = [(each - spend) / spend if spend else np.nan for each in margin]
    return {
        "spend": spend, "paid": paid.value, "paid_low": paid.low, "paid_high": paid.high,
        "margin": margin.value, "low": margin.low, "high": margin.high,
        "roi": roi[0], "roi_low": roi[1], "roi_high": roi[2],
        "gain": gain.value, "gain_low": gain.low, "gain_high": gain.high,
        "more": more.value, "more_low": more.low, "more_high": more.high,
    }  # fmt: skip


def _margin(joined: pd.DataFrame) -> pd.Series[float]:
    curved = joined["top"] * -np.expm1(-joined["rate"] * joined["spend"])
    return curved.where(joined["top"].notna(), joined["return"] * joined[["spend", "seen"]].min(axis=1))


def _of_channel(rows: pd.DataFrame) -> dict[str, object]:
    first = rows[rows["draw"] == 0].iloc[0]
    average = spread(float(first["average"]), rows["average"].to_numpy(float))
    marginal = spread(float(first["marginal"]), rows["marginal"].to_numpy(float))
    names = ("platform", "channel", "role", "spend", "today", "tests", "kept")
    where = f"{first['platform']}+{first['channel']}"
    return {"where": where} | {name: first[name] for name in names} | {
        "average": average.value, "average_low": average.low, "average_high": average.high,
        "marginal": marginal.value, "low": marginal.low, "high": marginal.high,
    }  # fmt: skip
