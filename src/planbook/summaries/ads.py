"""Advertising: what each tool cost and what it claims."""

from __future__ import annotations

import ibis
import pandas as pd

from planbook.absence import Missing
from planbook.periods import Period
from planbook.summaries.base import Periods, by_period, days_or, empty_or, one_way, total, within
from planbook.tables.store import Tables, fetch

SUMS = ("impressions", "clicks", "spend", "conversions", "paid", "net_paid")


def ads(tables: Tables, periods: Periods, *, by: tuple[str, ...] = ("platform", "tool")) -> pd.DataFrame | Missing:
    """Sum the advertising of each period and segment.

    Returns
    -------
    DataFrame
        ``period``, the segments (``platform``, ``tool``, ``campaign``, ``creative``, ``audience``), ``impressions
        clicks spend conversions paid net_paid`` as the tools claim, and ``attribution_days`` (the longest window).
    """
    spend = one_way(tables.need("ad_spend", *by), "ad_spend", tables, over=periods.values())
    if isinstance(spend, Missing):
        return spend

    def summed(rows: ibis.Table) -> ibis.Table:
        sums = {name: total(rows, name) for name in SUMS}
        known = "attribution_days" in rows.columns
        longest = rows.attribution_days.cast("float64").max() if known else ibis.null("float64")
        reduced = rows.group_by("period", *by).agg(**sums, attribution_days=longest)
        return reduced.filter(reduced.spend.notnull())

    told = empty_or(by_period(spend, "date", periods, summed), "ad_spend", periods)
    return days_or(told, "ad_spend", tables, periods.values())


def ads_daily(tables: Tables, period: Period) -> pd.DataFrame | Missing:
    """Sum the advertising of each day: ``date platform tool spend paid``."""
    spend = one_way(tables.need("ad_spend", "paid"), "ad_spend", tables, over=[period])
    if isinstance(spend, Missing):
        return spend
    rows = within(spend, "date", period)
    days = rows.group_by("date", "platform", "tool").agg(spend=rows.spend.sum(), paid=rows.paid.sum())
    told = empty_or(fetch(days.order_by("date", "platform", "tool")), "ad_spend")
    return days_or(told, "ad_spend", tables, [period])
