"""People to collect before a campaign, worked back from its goal, layer by layer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import wilson
from planbook.measures.ran import Ran

LAYERS = ("followers", "favorites", "carts", "members", "reservations")
WEEK = 7
NEEDED = ["platform", "layer", "people", "buyers", "rate", "rate_low", "rate_high", "part", "needed", "needed_low"]
NEEDED += ["needed_high", "now", "gap", "gap_low", "gap_high", "a_week"]


@passes_missing
def buyers_needed(goals: pd.DataFrame, last: pd.DataFrame) -> pd.DataFrame | Missing:
    """Tell how many buyers each platform's goal of paid takes: paid ÷ paid per buyer of the last edition.

    Parameters
    ----------
    goals
        ``kpi platform value``.
    last
        ``kpis.by_platform`` of the last edition: index platform, ``paid buyers paid_per_buyer``.

    Returns
    -------
    DataFrame
        Index platform: ``goal paid_per_buyer needed last_buyers``. `Missing` where no platform has both.

    Examples
    --------
    >>> goals = pd.DataFrame({"kpi": ["paid"], "platform": ["tmall"], "value": [100_000.0]})
    >>> last = pd.DataFrame({"buyers": [400.0], "paid_per_buyer": [200.0]}, index=["tmall"])
    >>> buyers_needed(goals, last)["needed"].to_dict()
    {'tmall': 500.0}
    """
    paid = goals[goals["kpi"] == "paid"].groupby("platform")["value"].sum().rename("goal")
    if not {"buyers", "paid_per_buyer"} <= set(last.columns):
        return missing("orders", "customer_id")
    known = last[["paid_per_buyer", "buyers"]].rename(columns={"buyers": "last_buyers"})
    found = paid.to_frame().join(known, how="inner").dropna()
    found = found[found["paid_per_buyer"] > 0]
    if found.empty:
        return missing("targets", reason="empty")
    found["needed"] = found["goal"] / found["paid_per_buyer"]
    return found[["goal", "paid_per_buyer", "needed", "last_buyers"]]


@passes_missing
def people(layers: pd.DataFrame, buyers: pd.DataFrame, ran: Ran) -> pd.DataFrame | Missing:
    """Work back from buyers to people: buyers of a layer ÷ the rate at which its people bought last time.

    Each layer is asked for as large a part of the buyers as it had last time. A buyer may stand in several layers, so
    the parts do not add up to one, and a person is counted in each.

    Parameters
    ----------
    layers
        ``platform layer people buyers now``; NaN where not counted.
    buyers
        `buyers_needed`.
    ran
        The campaign; weeks run from the last day that is read to its first.

    Returns
    -------
    DataFrame
        ``platform layer people buyers rate rate_low rate_high part needed needed_low needed_high now gap gap_low
        gap_high a_week``, a row for each platform and each of the five layers; the rate has a Wilson interval, and what
        hangs on it is widest where few bought. ``gap`` is never below zero. NaN where the last edition did not count a
        layer.

    References
    ----------
    Wilson (1927), for the rates.
    """
    grid = pd.MultiIndex.from_product([buyers.index, LAYERS], names=["platform", "layer"])
    found = layers.set_index(["platform", "layer"]).reindex(grid).reset_index()
    if found["buyers"].isna().all():
        return missing("layers", "buyers", reason="empty")
    rates = [wilson(b, n) for b, n in zip(found["buyers"], found["people"], strict=True)]
    found[["rate", "rate_low", "rate_high"]] = np.array(rates)
    told = buyers.loc[found["platform"]].reset_index(drop=True)
    found["part"] = found["buyers"] / told["last_buyers"].to_numpy()
    wanted = told["needed"].to_numpy() * found["part"]
    for name, rate in {"needed": "rate", "needed_low": "rate_high", "needed_high": "rate_low"}.items():
        found[name] = wanted / found[rate].where(found[rate] > 0)
    for end in ("", "_low", "_high"):
        found[f"gap{end}"] = (found[f"needed{end}"] - found["now"].fillna(0.0)).clip(lower=0.0)
    return found.assign(a_week=found["gap"] / _weeks(ran))[NEEDED]


@passes_missing
def foremost(needed: pd.DataFrame) -> pd.DataFrame:
    """Keep the layer that lacks most for the goal, in buyers (gap × rate), as one row.

    Layers overlap (who follows a shop may have a cart there), so their gaps are no sum of people.

    Examples
    --------
    >>> needed = pd.DataFrame({"layer": ["followers", "carts"], "gap": [900.0, 100.0], "rate": [0.001, 0.1]})
    >>> foremost(needed)["layer"].to_list()
    ['carts']
    """
    return needed.loc[[most_lacking(needed)]].reset_index(drop=True)


def most_lacking(needed: pd.DataFrame) -> object:
    """Give the label of the layer that lacks most buyers; where none lacks any, of the one that may."""
    end = "gap" if needed["gap"].gt(0).any() else "gap_high"
    return (needed[end] * needed["rate"]).fillna(-1.0).idxmax()


def _weeks(ran: Ran) -> float:
    days = (pd.Timestamp(ran.span.start) - pd.Timestamp(str(ran.as_of))).days
    return max(days / WEEK, 1.0)
