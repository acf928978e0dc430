"""Figures that are estimated, not counted: where net and refunds will end, and how sure ROAS is."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from planbook.absence import Missing, passes_missing
from planbook.measures import intervals
from planbook.measures.kpis import EARLIER, at, value

RIPENED = {"net_expected": "net", "refund_rate_expected": "refund_rate"}  # estimate → what it becomes


def figures(
    kpis: pd.DataFrame | Missing,
    ripe: pd.DataFrame | Missing,
    ads_daily: pd.DataFrame | Missing,
    break_even: pd.DataFrame | Missing,
    *,
    settled: Collection[str] = EARLIER,
) -> pd.DataFrame:
    """Gather the figures that are estimated, with their intervals, and what they are compared with.

    Net and refund rate when refunds are ripe are held against those of periods whose refunds have come in.

    Parameters
    ----------
    kpis
        What ``kpis.reckon`` gives.
    ripe
        ``measures.refunds.of_period``.
    ads_daily
        One row a day: ``spend paid``; the interval of ROAS comes from its scatter over days.
    break_even
        ``measures.ads.break_even_roas``.
    settled
        The earlier periods whose refunds have come in; figures that wait for refunds are held against these alone.

    Returns
    -------
    DataFrame
        Index KPI id; ``value low high previous week_ago year_ago``. What is `Missing` has no row.
    """
    rows: dict[str, tuple[float, ...]] = {}
    if not isinstance(ripe, Missing):
        row = ripe.iloc[0]
        rows["net_expected"] = (row["net_expected"], row["low"], row["high"])
        rows["refund_rate_expected"] = tuple(1 - row[["net_expected", "high", "low"]] / (row["paid"] or np.nan))
    if not isinstance(ads_daily, Missing):
        days = ads_daily.groupby("date")[["paid", "spend"]].sum()
        rows["roas"] = intervals.ratio(days["paid"], days["spend"])
    if not isinstance(break_even, Missing):
        rows["break_even_roas"] = (at(break_even, "break_even_roas", "all"), np.nan, np.nan)
    found = pd.DataFrame.from_dict(rows, orient="index", columns=["value", "low", "high"], dtype="float64")
    for estimate, ripened in RIPENED.items():
        for period in settled:
            base = value(kpis, ripened, period)
            if estimate in found.index and not isinstance(base, Missing):
                found.loc[estimate, period] = base
    return found


@passes_missing
def lines(history: pd.DataFrame, estimates: pd.DataFrame) -> pd.DataFrame:
    """Add the lines of estimated figures to those of ``kpis.reckon``: what has ripened, the estimate as last point."""
    drawn = history.copy()
    for estimate, ripened in RIPENED.items():
        if estimate in estimates.index and ripened in drawn:
            drawn[estimate] = [*drawn[ripened].to_list()[:-1], at(estimates, "value", estimate)]
    return drawn
