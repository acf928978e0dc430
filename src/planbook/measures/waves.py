"""Whether an event's orders come back more often than others of the same age."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import ratio

RIPE_AGE = 60  # days; what comes later is taken for nothing


@passes_missing
def wave(refunds: pd.DataFrame, bands: pd.DataFrame, *, as_of: date) -> pd.DataFrame | Missing:
    """Compare the refunds of an event's burst with those of the 60 days before it, both counted to the same age.

    Parameters
    ----------
    refunds
        One row a cohort and age: ``cohort age refund paid`` (``summaries.refunds``).
    bands
        One row a burst: ``name start end`` (``summaries.event_bands``).
    as_of
        Last day of which refunds are known.

    Returns
    -------
    DataFrame
        One row a burst: ``event starts ends rate usual ratio low high effect age``; ``effect`` is minus the refunds
        above the usual rate, ``age`` the days to which both are counted, ``low`` and ``high`` bound the ratio.
    """
    rows = [_wave(refunds, band, pd.Timestamp(as_of)) for band in bands.itertuples()]
    known = [row for row in rows if row is not None]
    return pd.DataFrame(known) if known else missing("orders", "refunded_at", reason="too_few")


def _wave(refunds: pd.DataFrame, band: Any, as_of: pd.Timestamp) -> dict[str, object] | None:
    age = min(RIPE_AGE, (as_of - band.end).days)
    if age < 1:
        return None
    days = refunds.assign(refund=refunds["refund"].where(refunds["age"] <= age, 0.0))
    days = days.groupby("cohort").agg(refund=("refund", "sum"), paid=("paid", "first"))
    burst = days[(days.index >= band.start) & (days.index <= band.end)]
    around = days[(days.index < band.start) & (days.index >= band.start - pd.Timedelta(days=RIPE_AGE))]
    usual = around["refund"].sum() / around["paid"].sum() if around["paid"].sum() > 0 else np.nan
    if burst.empty or not usual > 0:
        return None
    rate = ratio(burst["refund"], burst["paid"])
    return {
        "event": band.name, "starts": band.start, "ends": band.end, "rate": rate.value, "usual": usual,
        "ratio": rate.value / usual, "low": rate.low / usual, "high": rate.high / usual,
        "effect": -(rate.value - usual) * burst["paid"].sum(), "age": age,
    }  # fmt: skip
