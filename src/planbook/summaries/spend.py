"""What was spent on each channel day by day, the visits that it bought, and the free visits beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import ibis
import pandas as pd

from planbook.absence import Missing, first_missing, missing
from planbook.periods import Period
from planbook.summaries.base import column_or, days_or, empty_or, one_way, total, within
from planbook.summaries.visits import by_source, is_paid
from planbook.tables.store import Tables, fetch

KEYS = ("date", "platform", "channel")


class Channels(NamedTuple):
    """The planner's channel of each tool, each source, and of those campaigns whose tool belongs to another one."""

    tools: Mapping[str, str]
    sources: Mapping[str, str]
    campaigns: Mapping[str, str]


def channel_days(tables: Tables, period: Period, channels: Channels) -> pd.DataFrame | Missing:
    """Lay each day's spend on a channel beside the visits of the sources that it buys.

    Parameters
    ----------
    tables
        The shop's tables; reads ``ad_spend`` and ``traffic``.
    period
        The days that are read.
    channels
        What belongs to which channel; a tool or source without one stands for itself.

    Returns
    -------
    DataFrame
        ``date platform channel spend paid visits free``, by platform, channel and day: ``paid`` as the tools claim,
        ``visits`` of the channel's sources (NaN where none is known), ``free`` the platform's visits that nobody paid
        for. Days without spend have 0.
    """
    spend = one_way(tables.need("ad_spend", "platform", "paid"), "ad_spend", tables, over=[period])
    visits = one_way(tables.need("traffic", "source"), "traffic", tables, over=[period])
    if isinstance(spend, Missing) or isinstance(visits, Missing):
        return first_missing([spend, visits]) or missing("ad_spend")
    bought = _spent(within(spend, "date", period), channels)
    kept = within(by_source(visits), "date", period)
    came = _came(kept, tables, channels)
    days = empty_or(fetch(came.outer_join(bought, list(KEYS)).select(*_joined(came, bought))), "ad_spend")
    free = fetch(_free(kept, tables))
    if isinstance(days, Missing):
        return days_or(days, "ad_spend", tables, [period])
    found = days.merge(free, "left", ["date", "platform"])
    paid_for = found.groupby(["platform", "channel"])["spend"].transform("sum") > 0
    found = found[paid_for].fillna({"spend": 0.0, "paid": 0.0})
    return empty_or(found.sort_values(["platform", "channel", "date"], ignore_index=True), "ad_spend")


def campaign_spend(
    tables: Tables, period: Period, channels: Channels, *, needs: str = "paid"
) -> pd.DataFrame | Missing:
    """Sum each day's advertising by a tool's campaign.

    Returns
    -------
    DataFrame
        ``date platform channel campaign spend paid clicks impressions conversions``; 0 where a tool tells none.
        `Missing` without what `needs`: the column of ``ad_spend`` that the question turns on.
    """
    spend = one_way(tables.need("ad_spend", "campaign", needs), "ad_spend", tables, over=[period])
    if isinstance(spend, Missing):
        return spend
    rows = within(spend, "date", period)
    named = _named(rows, channels)
    keys = ("date", "platform", "channel", "campaign")
    counted = ("spend", "paid", "clicks", "impressions", "conversions")
    sums = {name: total(named, name).fill_null(0.0) for name in counted}
    told = empty_or(fetch(named.group_by(*keys).agg(**sums).order_by(*keys)), "ad_spend")
    return days_or(told, "ad_spend", tables, [period])


def lift_tests(tables: Tables, period: Period) -> pd.DataFrame | Missing:
    """Give the tests of what spend adds that ended by the period's end, columns of the table ``lift_tests``."""
    known = tables["lift_tests"]
    if isinstance(known, Missing):
        return known
    columns = ["test", "channel", "platform", "starts", "ends", "spend_change", "lift", "low", "high"]
    found = fetch(known.filter(known.ends <= period.end).order_by("starts", "test")).reindex(columns=columns)
    return empty_or(found, "lift_tests")


def _spent(rows: ibis.Table, channels: Channels) -> ibis.Table:
    named = _named(rows, channels)
    return named.group_by(*KEYS).agg(**{name: total(named, name).fill_null(0.0) for name in ("spend", "paid")})


def _came(rows: ibis.Table, tables: Tables, channels: Channels) -> ibis.Table:
    paid = rows.filter(is_paid(rows, tables))
    named = paid.mutate(channel=_channel(paid.source, channels.sources))
    return named.group_by(*KEYS).agg(visits=column_or(named, "visitors").sum())


def _free(rows: ibis.Table, tables: Tables) -> ibis.Table:
    free = rows.filter(~is_paid(rows, tables))
    return free.group_by("date", "platform").agg(free=column_or(free, "visitors").sum())


def _named(rows: ibis.Table, channels: Channels) -> ibis.Table:
    by_tool = _channel(rows.tool, channels.tools)
    if not channels.campaigns or "campaign" not in rows.columns:
        return rows.mutate(channel=by_tool)
    return rows.mutate(channel=rows.campaign.substitute(dict(channels.campaigns), else_=by_tool))


def _channel(column: ibis.Value, names: Mapping[str, str]) -> ibis.Value:
    return column.substitute(dict(names), else_=column) if names else column


def _joined(came: ibis.Table, bought: ibis.Table) -> dict[str, ibis.Value]:
    keys = {name: ibis.coalesce(came[name], bought[name]) for name in KEYS}
    return keys | {"spend": bought.spend, "paid": bought.paid, "visits": came.visits}
