"""What customers answer, and what platforms tell of them where they give no ids: survey and crowds."""

from __future__ import annotations

from datetime import date, timedelta

import ibis
import pandas as pd

from planbook.absence import Missing
from planbook.periods import Period
from planbook.summaries.base import empty_or, inside, paid_orders, within
from planbook.tables.store import Tables, fetch

YEAR = 365
MOST = 20_000  # answers that are read; of more, those whose number has the smallest MD5
ASKED = ("nps", "age_band", "gender", "region", "income_band", "interests", "media", "needs", "pains")


def survey(tables: Tables, *, until: date) -> pd.DataFrame | Missing:
    """Give the answers of the year to a day: ``respondent_id at customer_id platform`` and what was asked.

    Returns
    -------
    DataFrame
        One row a respondent, in the order of their numbers; ``nps`` is 0–10, ``interests media needs pains`` hold
        several answers parted by ``;``. NaN where a question was not asked or not answered. An answer whose time
        nobody knows counts, with an empty ``at``.
    """
    answers = tables["survey"]
    if isinstance(answers, Missing):
        return answers
    if "at" not in answers.columns:
        answers = answers.mutate(at=ibis.null("timestamp"))
    rows = answers.filter(answers.at.isnull() | inside(answers.at, year_to(until)))
    given = [name for name in ("respondent_id", "at", "customer_id", "platform", *ASKED) if name in rows.columns]
    drawn = rows.select(*given).order_by(rows.respondent_id.hexdigest("md5"), "respondent_id").limit(MOST)
    frame = fetch(drawn.order_by("respondent_id"))
    return empty_or(frame.reindex(columns=["respondent_id", "at", "customer_id", "platform", *ASKED]), "survey")


def crowds(tables: Tables, *, until: date, then: date) -> pd.DataFrame | Missing:
    """Give the platforms' crowds of the last month that is known, and of that known at an earlier day.

    Returns
    -------
    DataFrame
        ``period`` (current, before) ``month platform dimension bucket buyers paid``; each platform has its own last
        month. Buyers of a bucket are people; those of two platforms or months may be the same.
    """
    known = tables.need("crowds", "buyers")
    if isinstance(known, Missing):
        return known
    parts = {name: _last_month(known, day) for name, day in (("current", until), ("before", then))}
    found = pd.concat([frame.assign(period=name) for name, frame in parts.items()], ignore_index=True)
    columns = ["period", "month", "platform", "dimension", "bucket", "buyers", "paid"]
    return empty_or(found.reindex(columns=columns), "crowds", ("current",))


def year_to(until: date) -> Period:
    """Give the year that ends with a day."""
    return Period(until - timedelta(YEAR - 1), until, "year")


def anonymous(tables: Tables, *, until: date) -> pd.DataFrame | Missing:
    """Count the year's orders of each platform, and those without a buyer's id.

    Returns
    -------
    DataFrame
        ``platform orders paid`` and of these ``unknown unknown_paid``, greatest paid first.
    """
    orders = paid_orders(tables, "platform", over=[year_to(until)])
    if isinstance(orders, Missing):
        return orders
    rows = within(orders, "moment", year_to(until))
    named = rows.customer_id.notnull() if "customer_id" in rows.columns else ibis.literal(False)
    rows = rows.filter(rows.paid > 0).mutate(unknown=~named)
    counted = rows.group_by("platform").agg(
        orders=rows.count().cast("float64"),
        paid=rows.paid.sum(),
        unknown=rows.unknown.sum().cast("float64"),
        unknown_paid=rows.paid.sum(where=rows.unknown).fill_null(0.0),
    )
    return empty_or(fetch(counted.order_by(counted.paid.desc(), "platform")).round(6), "orders")


def _last_month(known: ibis.Table, day: date) -> pd.DataFrame:
    past = known.filter(known.period <= f"{day:%Y-%m}", known.buyers > 0)
    last = past.group_by("platform").agg(month=past.period.max())
    rows = past.inner_join(last, "platform").filter(lambda row: row.period == row.month)
    paid = rows.paid if "paid" in rows.columns else ibis.null("float64")
    chosen = rows.select("month", "platform", "dimension", "bucket", buyers=rows.buyers.cast("float64"), paid=paid)
    return fetch(chosen.order_by("platform", "dimension", "bucket"))
