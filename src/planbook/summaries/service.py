"""Service and the shop's accounts: tickets and reviews of our own items, followers and exposure."""

from __future__ import annotations

import ibis
import pandas as pd

from planbook.absence import Missing
from planbook.summaries.base import Periods, by_period, empty_or, total
from planbook.tables.store import Tables

FLOWS = {"gained": "gained", "lost": "lost", "exposure": "impressions"}
BAD = 2  # stars: a review with so many or fewer is bad


def service(
    tables: Tables, periods: Periods, *, within: float, by: tuple[str, ...] = ("platform",)
) -> pd.DataFrame | Missing:
    """Count tickets and reviews of our own items in each period and segment.

    Parameters
    ----------
    tables
        The shop's tables; reads ``feedback``.
    periods
        Named periods.
    within
        Minutes in which a first answer is in time.
    by
        Segments: ``platform``.

    Returns
    -------
    DataFrame
        ``period``, the segments, ``tickets`` (with a known time of the first answer), ``in_time`` (of them),
        ``response_minutes`` (their median), ``reviews`` (with stars), ``bad_reviews`` (two stars or fewer).
    """
    said = tables.need("feedback", *by)
    if isinstance(said, Missing):
        return said
    ours = said.filter(said.brand.isnull() | (said.brand == "")) if "brand" in said.columns else said
    minutes = ours.response_minutes if "response_minutes" in ours.columns else ibis.null("float64")
    stars = ours.rating if "rating" in ours.columns else ibis.null("float64")
    ours = ours.mutate(
        minutes=ibis.ifelse(ours.origin == "ticket", minutes, None),
        stars=ibis.ifelse(ours.origin == "review", stars, None),
    )

    def counted(rows: ibis.Table) -> ibis.Table:
        counts = {
            "tickets": rows.minutes.count(),
            "in_time": (rows.minutes <= within).sum().fill_null(0),
            "response_minutes": rows.minutes.median(),
            "reviews": rows.stars.count(),
            "bad_reviews": (rows.stars <= BAD).sum().fill_null(0),
        }
        return rows.group_by("period", *by).agg(**{name: value.cast("float64") for name, value in counts.items()})

    return empty_or(by_period(ours, "at", periods, counted), "feedback", periods)


def accounts(tables: Tables, periods: Periods, *, by: tuple[str, ...] = ("platform",)) -> pd.DataFrame | Missing:
    """Sum the shop's accounts over each period and segment.

    Returns
    -------
    DataFrame
        ``period``, the segments, ``followers`` (at the end of the period, added up over accounts: who follows two
        counts twice), ``gained``, ``lost`` and ``exposure`` (impressions of posts and lives). NaN where the table
        lacks a column.
    """
    days = tables.need("accounts", *by)
    if isinstance(days, Missing):
        return days

    def summed(rows: ibis.Table) -> ibis.Table:
        known = "followers" in rows.columns
        last = rows.followers.cast("float64").argmax(rows.date) if known else ibis.null("float64")
        sums = {name: total(rows, column) for name, column in FLOWS.items()}
        each = rows.group_by("period", *by, "account").agg(followers=last, **sums)
        return each.group_by("period", *by).agg(**{name: each[name].sum() for name in ("followers", *FLOWS)})

    return empty_or(by_period(days, "date", periods, summed), "accounts", periods)
