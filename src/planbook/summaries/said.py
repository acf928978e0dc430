"""What people said: reviews, tickets and answers, each once."""

from __future__ import annotations

import ibis
import pandas as pd

from planbook.absence import Missing
from planbook.periods import Period
from planbook.summaries.base import empty_or, within
from planbook.tables.store import Tables, fetch

MOST = 20_000  # texts that are coded; of more, a sample
SAME = ("origin", "platform", "brand", "sku", "text", "at")  # two rows that agree in these are one text, crawled twice
TOLD = ("rating", "customer_id", "response_minutes", "collected")


def feedback(
    tables: Tables, period: Period, *, origins: tuple[str, ...] = ("review",), most: int = MOST
) -> pd.DataFrame | Missing:
    """Give what was said in a period, each text once, whatever crawls brought it.

    Parameters
    ----------
    tables
        The shop's tables; reads ``feedback``.
    period
        When it was written.
    origins
        ``review``, ``ticket``, ``interview``.
    most
        Of more texts a sample, the same in every run: those whose number has the smallest md5.

    Returns
    -------
    DataFrame
        In order of time: ``origin platform brand sku text at rating customer_id response_minutes collected`` (empty:
        not known; ``brand`` empty: ours; ``collected``: all, or by_rating), ``copies`` (rows that were one text) and
        ``of`` (texts that the sample was drawn from).
    """
    said = tables.need("feedback", "text")
    if isinstance(said, Missing):
        return said
    rows = within(said, "at", period)
    rows = rows.filter(rows.origin.isin(list(origins)), rows.text.notnull())
    same = [name for name in SAME if name in rows.columns]
    told = {name: rows[name].min() for name in TOLD if name in rows.columns}
    texts = rows.group_by(same).agg(**told, feedback_id=rows.feedback_id.min(), copies=rows.count())
    texts = texts.mutate(of=ibis._.count().over())
    drawn = texts.order_by(texts.feedback_id.hexdigest("md5"), texts.feedback_id).limit(most)
    found = fetch(drawn.order_by("at", "feedback_id").drop("feedback_id"))
    found = found.reindex(columns=[*SAME, *TOLD, "copies", "of"])
    filled = found.astype({"brand": "object", "collected": "object"}).fillna({"brand": "", "collected": "all"})
    return empty_or(filled, "feedback")
