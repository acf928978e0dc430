"""What others reach, beside the shop's own figures."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planbook.absence import passes_missing
from planbook.measures.catalog import CATALOG

RIPENS = ("refund", "refund_rate", "net", "net_roas")  # nine in ten refunds come within 28 days


@passes_missing
def compared(benchmarks: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """Set each benchmark beside the shop's own figure of the last month whose figure is final.

    Parameters
    ----------
    benchmarks
        ``kpi platform value low high origin`` (``summaries.benchmarks``).
    history
        Index ``platform period``, a column a KPI (``wishes.by_platform``), months oldest first.

    Returns
    -------
    DataFrame
        The benchmarks of known figures with ``own`` (NaN: not in the data; of figures that refunds still change it is
        the month before the last) and ``standing``: ahead_of_others or
        behind_others by the range that is given (the value where none is), else as_others; empty: nothing compares.

    Examples
    --------
    >>> rows = {"kpi": ["conversion"], "platform": "jd", "value": 0.03, "low": 0.02, "high": 0.04, "origin": "me"}
    >>> index = pd.MultiIndex.from_tuples([("jd", "2026-10")], names=["platform", "period"])
    >>> compared(pd.DataFrame(rows), pd.DataFrame({"conversion": [0.05]}, index=index))["standing"].tolist()
    ['ahead_of_others']
    """
    known = benchmarks[benchmarks["kpi"].isin(CATALOG)].reset_index(drop=True)
    own = [_own(history, kpi, platform) for kpi, platform in zip(known["kpi"], known["platform"], strict=True)]
    low, high = (
        known["low"].fillna(known["value"]).to_numpy(float),
        known["high"].fillna(known["value"]).to_numpy(float),
    )
    way = np.array([CATALOG[kpi].direction for kpi in known["kpi"]])
    side = np.where(np.array(own) > high, 1, np.where(np.array(own) < low, -1, 0)) * way
    standing = np.select([np.isnan(own), side > 0, side < 0], ["", "ahead_of_others", "behind_others"], "as_others")
    return known.assign(own=own, standing=standing)


def _own(history: pd.DataFrame, kpi: str, platform: str) -> float:
    if kpi not in history:
        return np.nan
    months = history.loc[history.index.get_level_values("platform") == platform, kpi]
    last = months.iloc[:-1] if kpi in RIPENS else months
    return float(last.iloc[-1]) if len(last) else np.nan
