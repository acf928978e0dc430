"""A campaign beside its last edition: what was paid by each of its days, added up, and the figures of the cards."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.ran import Ran


def pace(days: pd.DataFrame | Missing, ran: Ran | Missing, last: Ran | Missing) -> pd.DataFrame | Missing:
    """Add up what was paid from a campaign's first day, beside the same days of its last edition.

    Parameters
    ----------
    days
        One row a day and platform: ``date platform paid``.
    ran, last
        The campaign, and its last edition or `Missing`.

    Returns
    -------
    DataFrame
        Index: the campaign's days; ``this_edition`` and, where there was one, ``last_edition``, NaN from its end on.
    """
    if isinstance(days, Missing) or isinstance(ran, Missing):
        return days if isinstance(days, Missing) else ran if isinstance(ran, Missing) else missing("orders")
    lines = {"this_edition": _added_up(days, ran)}
    if not isinstance(last, Missing):
        lines["last_edition"] = _added_up(days, last)
    if not lines["this_edition"][-1:].sum() > 0:
        return missing("orders", reason="empty")
    length = len(lines["this_edition"])
    found = {name: np.append(line, np.full(length, np.nan))[:length] for name, line in lines.items()}
    index = pd.date_range(ran.seen.start, periods=length, name="date")
    return pd.DataFrame(found, index=index).dropna(axis=1, how="all")


def card(
    figures: pd.DataFrame | Missing,
    goals: pd.Series | Missing,
    estimates: dict[str, pd.DataFrame | Missing],
    counted: dict[str, float],
) -> pd.DataFrame | Missing:
    """Gather the figures of a campaign with interval, target and last edition.

    Parameters
    ----------
    figures
        ``kpis.reckon`` of the periods current and, where there was a last edition, aligned.
    goals
        The campaign's goals by KPI id (``targets.of_shop``).
    estimates
        KPI id → a frame whose first row has ``value low high``, or `Missing`.
    counted
        KPI id → a figure counted elsewhere; NaN: unknown.

    Returns
    -------
    DataFrame
        Index KPI id; ``value low high target aligned``, NaN where unknown.
    """
    if isinstance(figures, Missing):
        return figures
    columns = ["value", "low", "high", "target", "aligned"]
    rows = pd.DataFrame({"value": figures.loc["current"]}).reindex(columns=columns)
    if "aligned" in figures.index:
        rows["aligned"] = figures.loc["aligned"]
    for kpi, value in counted.items():
        rows.loc[kpi, "value"] = value
    for kpi, frame in estimates.items():
        if not isinstance(frame, Missing):
            rows.loc[kpi, columns[:3]] = frame[columns[:3]].iloc[0].to_list()
    if isinstance(goals, pd.Series):
        rows["target"] = goals.reindex(rows.index)
    return rows.astype(float).rename_axis("kpi")


def count(frame: pd.DataFrame | Missing, column: str) -> float:
    """Take a figure from the last row of a table that ends with its total; NaN where it is `Missing` or empty."""
    return np.nan if isinstance(frame, Missing) or frame.empty else float(frame[column].iloc[-1])


@passes_missing
def row(frame: pd.DataFrame, label: object, **columns: str) -> pd.DataFrame | Missing:
    """Take one row as ``value low high``, from the columns named for them.

    Examples
    --------
    >>> effects = pd.DataFrame({"effect": [5.0], "low": [1.0], "high": [9.0]}, index=["during"])
    >>> row(effects, "during", value="effect")
       value  low  high
    0    5.0  1.0   9.0
    """
    if label not in frame.index:
        return missing("orders", reason="too_few")
    names = {"value": "value", "low": "low", "high": "high"} | columns
    found = pd.DataFrame(frame.loc[[label], list(names.values())].to_numpy(float), columns=list(names))
    sure = found["low"] == found["high"]  # a range without width is none
    return found.assign(low=found["low"].mask(sure), high=found["high"].mask(sure))


def _added_up(days: pd.DataFrame, ran: Ran) -> NDArray[np.float64]:
    own = days[days["platform"].isin(ran.platforms)].groupby("date")["paid"].sum()
    inside = own.reindex(pd.date_range(ran.seen.start, ran.seen.end))
    # days before the data begin are not days without sales
    return np.cumsum(inside.fillna(0.0).to_numpy(float)) if inside.notna().any() else np.zeros(0)
