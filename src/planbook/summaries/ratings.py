"""What buyers rate: how much each attribute weighs when they buy, and how well each brand does it."""

from __future__ import annotations

from datetime import date

import pandas as pd

from planbook.absence import Missing
from planbook.summaries.base import empty_or, inside
from planbook.summaries.voices import year_to
from planbook.tables.store import Tables, fetch

MOST = 100_000  # ratings that are read; of more, those of respondents whose number has the smallest MD5
RATED = ["respondent_id", "brand", "attribute", "importance", "performance"]


def ratings(tables: Tables, *, until: date) -> pd.DataFrame | Missing:
    """Give the ratings of the year to a day, a row a respondent, brand and attribute.

    Parameters
    ----------
    tables
        The shop's tables; reads ``ratings``, and of ``survey`` when each answer sheet was sent in.
    until
        The last day that is read. A sheet whose time nobody knows counts.

    Returns
    -------
    DataFrame
        ``respondent_id brand attribute importance performance``: ``brand`` is empty for ours, the two marks are 1–5
        and NaN where they were not given.
    """
    rated = tables.need("ratings", "performance")
    if isinstance(rated, Missing):
        return rated
    sheets = tables.need("survey", "at")
    if not isinstance(sheets, Missing):
        old = sheets.filter(sheets.at.notnull(), ~inside(sheets.at, year_to(until)))
        rated = rated.anti_join(old, "respondent_id")
    drawn = rated.order_by(rated.respondent_id.hexdigest("md5"), *RATED[:3]).limit(MOST)
    found = fetch(drawn).reindex(columns=RATED).astype({"brand": "object"} | dict.fromkeys(RATED[3:], "float64"))
    return empty_or(found.fillna({"brand": ""}).sort_values(RATED[:3], ignore_index=True), "ratings")
