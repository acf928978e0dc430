"""Targets: the shop's goal for each figure, and how far each platform is from its own."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planbook.absence import passes_missing
from planbook.measures.catalog import CATALOG

ALL = "all"  # the platform of a goal that is the whole shop's


@passes_missing
def of_shop(targets: pd.DataFrame) -> pd.Series:
    """Give the shop's goal of each figure.

    Parameters
    ----------
    targets
        Goals of one period: ``kpi platform value`` (``summaries.targets``).

    Returns
    -------
    Series
        By KPI id: the goal for ``all``, else the sum of the platforms' goals; NaN where they are of a rate, whose sum
        would mean nothing.

    Examples
    --------
    >>> goals = pd.DataFrame({"kpi": ["paid", "paid"], "platform": ["tmall", "jd"], "value": [300.0, 200.0]})
    >>> of_shop(goals).to_dict()
    {'paid': 500.0}
    """
    return pd.Series({kpi: _goal(str(kpi), rows) for kpi, rows in targets.groupby("kpi")}, dtype="float64")


@passes_missing
def attainment(sales: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """Hold paid against its target on each platform: ``platform owner value target attainment gap``.

    ``sales`` has one row a period and platform; only the current period counts. A platform without a target, or a
    target without sales, keeps its row.
    """
    actual = sales[sales["period"] == "current"].set_index("platform")["paid"]
    goals = targets[targets["kpi"] == "paid"].rename(columns={"value": "target"})
    if goals["platform"].eq(ALL).all():
        actual = pd.Series({ALL: actual.sum()}).rename_axis("platform")
    else:
        goals = goals[goals["platform"] != ALL]
    table = goals[["platform", "owner", "target"]].merge(actual.rename("value"), on="platform", how="outer")
    table["value"] = table["value"].fillna(0.0)
    table["attainment"] = table["value"] / table["target"].replace(0, np.nan)
    table["gap"] = table["value"] - table["target"]
    return table.sort_values("gap", ignore_index=True)


def _goal(kpi: str, rows: pd.DataFrame) -> float:
    own = rows.loc[rows["platform"] == ALL, "value"]
    if len(own):
        return float(own.iloc[0])
    additive = kpi in CATALOG and CATALOG[kpi].unit in ("money", "count")
    return float(rows["value"].sum()) if additive or len(rows) == 1 else np.nan
