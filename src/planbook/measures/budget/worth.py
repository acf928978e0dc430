"""From visits to money: what a channel's curve is worth in margin, and what lift tests say it is worth.

Margin = visits × paid per visit × what is left of a yuan paid after goods, fees and refunds. Tools claim orders that
would have come anyway, so a curve that no test has checked is an upper guess. A test changes spend and sees what paid
does; the ratio of that to what the curve says is the multiplier by which the curve is brought in line (cf. Gordon et
al. 2019, "A comparison of approaches to advertising measurement").
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import spread

KEYS = ["platform", "channel"]
SEED, QUARTER = 20261, 91
SIDE = 1.2816  # standard errors on each side of an interval of 80 %


@passes_missing
def curves(
    responses: pd.DataFrame, days: pd.DataFrame, break_even: pd.DataFrame, *, recent: int = QUARTER
) -> pd.DataFrame:
    """Turn the curves of visits into curves of margin a day, as they are now.

    Parameters
    ----------
    responses
        ``platform channel draw kappa usual scale seen`` (`planbook.measures.budget.response`).
    days
        ``date platform channel spend paid visits free`` (``summaries.channel_days``).
    break_even
        ``break_even_roas`` by platform and ``all``; its inverse is left of a yuan paid.
    recent
        Over so many last days paid per visit, demand and today's spend are taken.

    Returns
    -------
    DataFrame
        The responses with ``spend`` and ``paid`` (a day, recently), ``kept`` (of a yuan paid), and the curve margin =
        ``top`` × (1 − exp(−``rate`` × spend a day)); ``most`` = highest spend a day that was seen. Without a curve top
        and rate are NaN.
    """
    now = days[days["date"] > days["date"].max() - pd.Timedelta(days=recent)]
    means = now.groupby(KEYS)[["spend", "paid", "visits", "free"]].mean()
    before = days.groupby(KEYS)["free"].mean()
    facts = means.assign(
        demand=means["free"] / before, per_visit=means["paid"] / means["visits"].where(means["visits"] > 0)
    )
    known = break_even["break_even_roas"]
    facts["kept"] = [1 / known.get(platform, known["all"]) for platform, _ in facts.index]
    found = responses.merge(facts.drop(columns=["visits", "free"]).reset_index(), "inner", KEYS)
    worth = found["kept"] * found["per_visit"] * found["scale"] * found["demand"]
    return found.assign(
        top=worth / (1 - np.exp(-found["kappa"])),
        rate=found["kappa"] / (found["usual"] * found["demand"]),
        most=found["seen"] * found["usual"] * found["demand"],
    )


@passes_missing
def multipliers(curves: pd.DataFrame, days: pd.DataFrame, tests: pd.DataFrame) -> pd.DataFrame | Missing:
    """Hold each lift test against what the channel's curve says of the same change in spend.

    Parameters
    ----------
    curves
        From `curves`.
    days
        ``date platform channel spend free``.
    tests
        ``test platform channel starts ends spend_change lift low high``: ``lift`` in paid, interval of 80 %.

    Returns
    -------
    DataFrame
        One row a test and draw: ``test platform channel draw said lift multiplier``; ``said`` is the paid that the
        curve expects. `Missing` where no test is of a channel with a curve.
    """
    rng = np.random.default_rng(SEED)
    told = [_held(test, curves, days, rng) for _, test in tests.iterrows()]
    found = [rows for rows in told if rows is not None]
    return pd.concat(found, ignore_index=True) if found else missing("lift_tests", reason="empty")


@passes_missing
def told(multipliers: pd.DataFrame) -> pd.DataFrame:
    """Give one row a test: ``test platform channel said lift value low high``, the last three of the multiplier."""
    rows = []
    for _, draws in multipliers.groupby("test"):
        first = draws[draws["draw"] == 0].iloc[0]
        found = spread(float(first["multiplier"]), draws["multiplier"].to_numpy(float))
        rows.append({name: first[name] for name in ("test", *KEYS, "said", "lift")} | found._asdict())
    return pd.DataFrame(rows)


def calibrated(curves: pd.DataFrame | Missing, multipliers: pd.DataFrame | Missing) -> pd.DataFrame | Missing:
    """Bring the curves of tested channels in line; ``multiplier`` is 1 and ``tests`` 0 where none was tested.

    Several tests of a channel count by their precision.
    """
    if isinstance(curves, Missing):
        return curves
    if isinstance(multipliers, Missing):
        return curves.assign(multiplier=1.0, tests=0)
    spread = multipliers.groupby([*KEYS, "test"])["multiplier"].transform("std").clip(lower=1e-9)
    weighed = multipliers.assign(weight=1 / spread**2, part=multipliers["multiplier"] / spread**2)
    sums = weighed.groupby([*KEYS, "draw"])[["weight", "part"]].sum()
    tests = weighed.groupby(KEYS)["test"].nunique().rename("tests").reset_index()
    found = (sums["part"] / sums["weight"]).clip(lower=0).rename("multiplier").reset_index()
    joined = curves.merge(found, "left", [*KEYS, "draw"]).merge(tests, "left", KEYS)
    joined = joined.fillna({"multiplier": 1.0, "tests": 0})
    return joined.assign(top=joined["top"] * joined["multiplier"], tests=joined["tests"].astype(int))


def _held(
    test: pd.Series[Any], curves: pd.DataFrame, days: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame | None:
    own = curves[
        (curves["platform"] == test["platform"]) & (curves["channel"] == test["channel"]) & curves["top"].notna()
    ]
    ran = days[(days["platform"] == test["platform"]) & (days["channel"] == test["channel"])]
    ran = ran[(ran["date"] >= test["starts"]) & (ran["date"] <= test["ends"])]
    if own.empty or ran.empty:
        return None
    lift, change = float(test["lift"]), float(test["spend_change"]) / len(ran)
    demand = float(ran["free"].mean() / days[(days["platform"] == test["platform"])]["free"].mean())
    error = abs(float(test["high"]) - float(test["low"])) / (2 * SIDE)
    stretch = demand / own["demand"]
    with_it, without = (_paid(own, spend, stretch) for spend in (ran["spend"].mean(), ran["spend"].mean() - change))
    said = (with_it - without) * len(ran)
    seen = lift + np.where(own["draw"] == 0, 0.0, np.nan_to_num(error) * rng.standard_normal(len(own)))
    head: pd.DataFrame = own[["platform", "channel", "draw"]].assign(test=test["test"], said=said, lift=seen)
    multiplier = head["lift"] / head["said"].where(head["said"] != 0)
    return head.assign(multiplier=multiplier)


def _paid(own: pd.DataFrame, spend: float, stretch: pd.Series[float]) -> pd.Series[float]:
    share = -np.expm1(-own["rate"].to_numpy(float) / stretch * spend)
    return own["top"] * stretch * share / own["kept"]
