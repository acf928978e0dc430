"""Traffic and the market: visitors of each period and segment, and the category's index."""

from __future__ import annotations

import ibis
import pandas as pd

from planbook.absence import Missing
from planbook.periods import Period
from planbook.summaries.base import Periods, by_period, column_or, days_or, empty_or, one_way, total, within
from planbook.tables.store import Tables, fetch

COUNTS = ("visitors", "new_visitors", "page_views", "bounces", "cart_adders", "inquirers", "buyers", "silent_buyers")
ALL = "all"  # the platform's own total, where it gives one


def traffic(tables: Tables, periods: Periods, *, by: tuple[str, ...] = ()) -> pd.DataFrame | Missing:
    """Sum the daily visits of each period and segment.

    Parameters
    ----------
    tables
        The shop's tables; reads ``traffic``.
    periods
        Named periods.
    by
        Segments: ``platform``, ``source``, or ``traffic_kind`` (free, paid: by ``paid_source``, where that is empty
        by planbook.yml's ``paid_sources``).

    Returns
    -------
    DataFrame
        ``period``, the segments, the counts (sums of daily figures: who comes on two days counts twice) and
        ``seconds`` (mean stay, weighted by visitors). Where a platform gives its own total (source ``all``) that is
        used, since a visitor counts in every source; by source it is left out.
    """
    visits = tables.need("traffic", *[name for name in by if name != "traffic_kind"])
    if isinstance(visits, Missing):
        return visits
    read = by_source(visits) if {"source", "traffic_kind"} & set(by) else _totals(visits)
    visits = one_way(read, "traffic", tables, over=periods.values())
    if isinstance(visits, Missing):
        return visits
    if "traffic_kind" in by:
        visits = visits.mutate(traffic_kind=ibis.ifelse(is_paid(visits, tables), "paid", "free"))
    told = empty_or(by_period(visits, "date", periods, lambda rows: _visited(rows, by)), "traffic", periods)
    return days_or(told, "traffic", tables, periods.values())


def totals_by_platform(tables: Tables, period: Period) -> pd.DataFrame | Missing:
    """Give visitors and buyers of each day and platform: ``date platform visitors buyers``."""
    visits = tables["traffic"]
    if isinstance(visits, Missing):
        return visits
    read = one_way(_totals(visits), "traffic", tables, over=[period])
    if isinstance(read, Missing):
        return read
    rows = within(read, "date", period)
    counts = {name: total(rows, name) for name in ("visitors", "buyers")}
    return fetch(rows.group_by("date", "platform").agg(**counts))


def market(tables: Tables, periods: Periods) -> pd.DataFrame | Missing:
    """Average the category's weekly index over each period; a week counts by its days inside.

    Returns
    -------
    DataFrame
        ``period platform category sales_index``; an index, never money.
    """
    weeks = tables["category"]
    if isinstance(weeks, Missing):
        return weeks

    def averaged(rows: ibis.Table, span: Period) -> ibis.Table:
        sunday = rows.week + ibis.interval(days=6)
        end, start = ibis.least(sunday, ibis.literal(span.end)), ibis.greatest(rows.week, ibis.literal(span.start))
        rows = rows.mutate(days=end.delta(start, unit="day") + 1)
        rows = rows.filter(rows.days > 0)
        index = (rows.sales_index * rows.days).sum() / rows.days.sum().nullif(0)
        return rows.group_by("platform", "category").agg(sales_index=index)

    widened = {name: Period(span.start, span.end, span.name) for name, span in periods.items()}
    parts = [averaged(weeks, span).mutate(period=ibis.literal(name)) for name, span in widened.items()]
    return empty_or(fetch(ibis.union(*parts).order_by("period", "platform", "category")), "category", periods)


def _totals(visits: ibis.Table) -> ibis.Table:
    own = visits.filter(visits.source == ALL).select("platform").distinct()
    counted = visits.anti_join(own, "platform")
    return counted.union(visits.filter(visits.source == ALL))


def by_source(visits: ibis.Table) -> ibis.Table:
    """Keep the visits whose source is known, without a platform's own total."""
    return visits.filter(visits.source != ALL)


def is_paid(visits: ibis.Table, tables: Tables) -> ibis.Value:
    """Ask whether a visit was paid for: by ``paid_source``, where that is empty by planbook.yml."""
    configured = visits.source.isin(list(tables.shop.project.paid_sources) or [""])
    return visits.paid_source.fill_null(configured) if "paid_source" in visits.columns else configured


def _visited(rows: ibis.Table, by: tuple[str, ...]) -> ibis.Table:
    counts = {name: total(rows, name) for name in COUNTS}
    stays = column_or(rows, "seconds") * rows.visitors
    seconds = stays.sum() / rows.visitors.sum(where=stays.notnull()).nullif(0)
    summed = rows.group_by("period", *by).agg(**counts, seconds=seconds)
    return summed.filter(summed.visitors.notnull())
