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
def attainment(
    sales: pd.DataFrame, targets: pd.DataFrame, *, elapsed: float = 1.0, period: str = "current"
) -> pd.DataFrame:
    """Hold paid against its target on each platform.

    Parameters
    ----------
    sales
        One row a period and ``platform``: ``paid``.
    targets
        Goals of one period: ``kpi platform owner value``.
    elapsed
        Share of the goals' days that have gone; so much of a goal is due, spread evenly over its days.
    period
        Whose sales are held against the goals.

    Returns
    -------
    DataFrame
        ``platform owner value target attainment due gap``; ``gap`` = value − due. A platform without a target, or a
        target without sales, keeps its row.
    """
    actual = sales[sales["period"] == period].set_index("platform")["paid"]
    goals = targets[targets["kpi"] == "paid"].rename(columns={"value": "target"})
    if goals["platform"].eq(ALL).all():
        actual = pd.Series({ALL: actual.sum()}).rename_axis("platform")
    else:
        goals = goals[goals["platform"] != ALL]
    table = goals[["platform", "owner", "target"]].merge(actual.rename("value"), on="platform", how="outer")
    table["value"] = table["value"].fillna(0.0)
    table["attainment"] = table["value"] / table["target"].replace(0, np.nan)
    table["due"] = table["target"] * elapsed
    table["gap"] = table["value"] - table["due"]
    return table.sort_values("gap", ignore_index=True)


@passes_missing
def by_owner(actuals: pd.DataFrame, targets: pd.DataFrame, *, elapsed: float = 1.0) -> pd.DataFrame:
    """Hold each owner's figures against their goals, on all platforms that are theirs.

    Parameters
    ----------
    actuals
        Index platform; one column a KPI id (``kpis.by_platform``). A goal for ``all`` platforms is left out: it has
        no single owner's platform to be held against.
    targets, elapsed
        As in `attainment`.

    Returns
    -------
    DataFrame
        ``owner kpi platforms value target due attainment met``; money and counts are added up over an owner's
        platforms and are due by the days gone, a rate stands for its one platform and is due as it is. ``met`` is
        value ≥ due, for a figure that should be low value ≤ due; NaN where the shop's data do not give it.

    Examples
    --------
    >>> actuals = pd.DataFrame({"paid": [90.0, 60.0]}, index=["jd", "douyin"])
    >>> goals = pd.DataFrame({"kpi": "paid", "platform": ["jd", "douyin"], "owner": "Ana", "value": [100.0, 50.0]})
    >>> by_owner(actuals, goals)[["owner", "value", "target", "attainment", "met"]].values.tolist()
    [['Ana', 150.0, 150.0, 1.0, True]]
    """
    known = targets[targets["platform"].isin(actuals.index) & (targets["owner"] != "") & targets["kpi"].isin(CATALOG)]
    rows = known.rename(columns={"value": "target"}).assign(
        value=[
            float(actuals[kpi].to_dict()[platform]) if kpi in actuals else np.nan
            for kpi, platform in zip(known["kpi"], known["platform"], strict=True)
        ]
    )
    additive = rows["kpi"].map(_is_additive).astype(bool)
    rows["part"] = rows["platform"].where(~additive, "")
    found = rows.groupby(["owner", "kpi", "part"], sort=False).agg(
        platforms=("platform", tuple), value=("value", lambda of: of.sum(skipna=False)), target=("target", "sum")
    )
    table = found.reset_index().drop(columns="part")
    adds = table["kpi"].map(_is_additive).astype(bool)
    table["due"] = table["target"].where(~adds, table["target"] * elapsed)
    table["attainment"] = table["value"] / table["target"].replace(0, np.nan)
    low = table["kpi"].map(lambda kpi: CATALOG[kpi].direction < 0).astype(bool)
    met = (table["value"] >= table["due"]).where(~low, table["value"] <= table["due"])
    table["met"] = met.astype(object).where(table["value"].notna(), np.nan)
    return table.sort_values(["owner", "kpi"], ignore_index=True)


def _goal(kpi: str, rows: pd.DataFrame) -> float:
    own = rows.loc[rows["platform"] == ALL, "value"]
    if len(own):
        return float(own.iloc[0])
    return float(rows["value"].sum()) if _is_additive(kpi) or len(rows) == 1 else np.nan


def _is_additive(kpi: str) -> bool:
    """Tell whether a figure's goals add up; money per head does not, though its unit is money."""
    if kpi not in CATALOG:
        return False
    return CATALOG[kpi].unit in ("money", "count") and "÷" not in CATALOG[kpi].formula
