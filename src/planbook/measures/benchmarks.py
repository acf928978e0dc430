"""What others reach, beside the shop's own figures."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planbook.absence import passes_missing
from planbook.measures.catalog import CATALOG


@passes_missing
def compared(benchmarks: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """Set each benchmark beside the shop's own figure of the last month.

    Parameters
    ----------
    benchmarks
        ``kpi platform value low high origin`` (``summaries.benchmarks``).
    history
        Index ``platform period``, a column a KPI (``wishes.by_platform``), months oldest first.

    Returns
    -------
    DataFrame
        The benchmarks of known figures with ``own`` (NaN: not in the data) and ``standing``: ahead_of_others or
        behind_others by the range that is given (the value where none is), else as_others; empty: nothing compares.

    Examples
    --------
    >>> rows = {"kpi": ["conversion"], "platform": "jd", "value": 0.03, "low": 0.02, "high": 0.04, "origin": "me"}
    >>> index = pd.MultiIndex.from_tuples([("jd", "2026-10")], names=["platform", "period"])
    >>> compared(pd.DataFrame(rows), pd.DataFrame({"conversion": [0.05]}, index=index))["standing"].tolist()
    ['ahead_of_others']
    """
    known = benchmarks[benchmarks["kpi"].isin(CATALOG)].reset_index(drop=True)
    last = history.groupby(level="platform").last()
    own = [
        float(last[kpi].get(platform, np.nan)) if kpi in last else np.nan
        for kpi, platform in zip(known["kpi"], known["platform"], strict=True)
    ]
    low, high = (
        known["low"].fillna(known["value"]).to_numpy(float),
        known["high"].fillna(known["value"]).to_numpy(float),
    )
    way = np.array([CATALOG[kpi].direction for kpi in known["kpi"]])
    side = np.where(np.array(own) > high, 1, np.where(np.array(own) < low, -1, 0)) * way
    standing = np.select([np.isnan(own), side > 0, side < 0], ["", "ahead_of_others", "behind_others"], "as_others")
    return known.assign(own=own, standing=standing)
