"""The key figures of who buys, now and a quarter ago, from whichever of customers, survey and crowds is there."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planbook.absence import Missing, first_missing
from planbook.measures.intervals import LEVEL, Interval, around, ratio, wilson

COLUMNS = ["value", "low", "high", "quarter_ago"]


def card(
    people: pd.DataFrame | Missing,
    scores: pd.DataFrame | Missing,
    crowds: pd.DataFrame | Missing,
    *,
    level: float = LEVEL,
) -> pd.DataFrame | Missing:
    """Gather the key figures.

    Parameters
    ----------
    people
        One row a customer: ``orders monetary net_year state`` and the same at the earlier day (``lifecycle.states``).
    scores
        ``survey.nps`` of all answers.
    crowds
        ``crowds.shares`` of all platforms.
    level
        How often an interval covers.

    Returns
    -------
    DataFrame
        Index KPI id; ``value low high quarter_ago``, NaN where unknown. `Missing` where all three are.
    """
    rows: dict[str, tuple[float, ...]] = {}
    if isinstance(people, pd.DataFrame):
        rows |= _of_people(people, level)
    if isinstance(scores, pd.DataFrame):
        score = scores.iloc[0]
        rows["nps"] = (float(score["value"]), float(score["low"]), float(score["high"]), np.nan)
    if isinstance(crowds, pd.DataFrame):
        rows |= _of_crowds(crowds, level)
    if not rows:
        return first_missing([people, scores, crowds]) or Missing(())
    return pd.DataFrame.from_dict(rows, orient="index", columns=COLUMNS, dtype="float64").rename_axis("kpi")


def _of_people(people: pd.DataFrame, level: float) -> dict[str, tuple[float, ...]]:
    count, before = len(people), people["orders_before"] > 0
    earlier = people[before]
    yearly = people["net_year"]
    error = float(yearly.std()) / np.sqrt(count) if count > 1 else np.nan
    now, then = people["state"].eq("vip"), earlier["state_before"].eq("vip")
    vip = ratio(people["monetary"].where(now, 0.0), people["monetary"], level)
    return {
        "customers": (float(count), np.nan, np.nan, float(before.sum()) or np.nan),
        "repurchase": (*_part(people["orders"] > 1, level), _mean(earlier["orders_before"] > 1)),
        "lapsed_share": (*_part(people["state"] == "lapsed", level), _mean(earlier["state_before"] == "lapsed")),
        "vip_net_share": (*vip, _mean_of(earlier["monetary_before"], then)),
        "net_each": (*around(float(yearly.mean()), error, max(count - 1, 1), level), np.nan),
    }


def _of_crowds(crowds: pd.DataFrame, level: float) -> dict[str, tuple[float, ...]]:
    first = crowds.drop_duplicates("platform")
    rows: dict[str, tuple[float, ...]] = {"crowd_buyers": (float(first["n"].sum()), np.nan, np.nan, np.nan)}
    told = crowds[crowds["dimension"] == "new_or_old"]
    if len(told):
        new = told[told["bucket"] == "new"]
        rows["crowd_new_share"] = (*wilson(float(new["buyers"].sum()), float(told["buyers"].sum()), level), np.nan)
    return rows


def _part(holds: pd.Series[bool], level: float) -> Interval:
    return wilson(float(holds.sum()), len(holds), level)


def _mean(holds: pd.Series[bool]) -> float:
    return float(holds.mean()) if len(holds) else np.nan


def _mean_of(net: pd.Series[float], chosen: pd.Series[bool]) -> float:
    total = float(net.sum())
    return float(net[chosen].sum()) / total if total else np.nan
