"""The plan's own rows that a review reads: targets, campaigns, and the calendar of events."""

from __future__ import annotations

from datetime import date

import pandas as pd

from planbook.absence import Missing
from planbook.periods import Period
from planbook.summaries.base import empty_or
from planbook.tables.store import Tables, fetch


def targets(tables: Tables, period: Period) -> pd.DataFrame | Missing:
    """Give the goals of a period: ``kpi platform owner value``; ``platform`` is ``all`` where a goal is the shop's.

    What a channel or an item is to bring of a goal is no goal of its own, and is left out.
    """
    goals = tables["targets"]
    if isinstance(goals, Missing):
        return goals
    for part in ("channel", "sku"):
        goals = goals.filter(goals[part].isnull()) if part in goals.columns else goals
    columns = [name for name in ("kpi", "platform", "owner", "value") if name in goals.columns]
    found = fetch(goals.filter(goals.period == period.name).select(*columns).order_by(*columns))
    found = found.reindex(columns=["kpi", "platform", "owner", "value"]).astype({"platform": object, "owner": object})
    return empty_or(found.fillna({"platform": "all", "owner": ""}), "targets")


def campaigns(tables: Tables, period: Period) -> pd.DataFrame | Missing:
    """Give the campaigns that began in a period: ``campaign platform starts ends text_en text_zh``."""
    known = tables["campaigns"]
    if isinstance(known, Missing):
        return known
    began = known.filter(known.starts.between(period.start, period.end))
    return empty_or(fetch(began.order_by("starts", "campaign", "platform")), "campaigns")


def actions(tables: Tables, until: date) -> pd.DataFrame | Missing:
    """Give what earlier reviews asked for and is still open, the most urgent first.

    Parameters
    ----------
    tables
        The shop's tables; reads ``actions``.
    until
        Actions that were opened later are left out.

    Returns
    -------
    DataFrame
        ``action campaign opened owner due effect text_en text_zh overdue``: overdue tells whether it was due before
        ``until``. No rows where nothing is open.
    """
    known = tables["actions"]
    if isinstance(known, Missing):
        return known
    begun = known.filter((known.opened <= until) | known.opened.isnull()) if "opened" in known.columns else known
    still = begun.filter((begun.status == "open") | begun.status.isnull()) if "status" in begun.columns else begun
    columns = ["action", "campaign", "opened", "owner", "due", "effect", "text_en", "text_zh"]
    found = fetch(still.select(*[name for name in columns if name in still.columns])).reindex(columns=columns)
    found = found.astype({"opened": "datetime64[us]", "due": "datetime64[us]"})
    return found.assign(overdue=found["due"] < pd.Timestamp(until)).sort_values(["due", "action"], ignore_index=True)


def event_bands(tables: Tables, period: Period) -> pd.DataFrame | Missing:
    """Give the bursts of events in a period, for the light bands of a chart: ``name start end``."""
    known = tables["events"]
    if isinstance(known, Missing):
        return known
    seen = known.filter(known.stage == "burst", known.starts <= period.end, known.ends >= period.start)
    bands = seen.group_by(name=seen.event, year=seen.year).agg(start=seen.starts.min(), end=seen.ends.max())
    return fetch(bands.order_by("start", "name").drop("year"))
