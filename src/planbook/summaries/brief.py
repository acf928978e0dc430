"""Lines of the brief that earlier notebooks left: who buys, where there is room."""

from __future__ import annotations

import pandas as pd

from planbook.absence import Missing
from planbook.periods import Period
from planbook.summaries.base import empty_or
from planbook.tables.store import Tables, fetch

LINE = ["line", "rank", "value", "low", "high", "n", "text_en", "text_zh", "source"]


def known_lines(tables: Tables, period: Period, *, part: str) -> pd.DataFrame | Missing:
    """Give the lines of one part of the brief that were known at the end of a period, in their order.

    Parameters
    ----------
    tables
        The shop's tables; reads ``brief``.
    period
        At whose end; lines of a campaign are not read.
    part
        ``audience`` or ``white_space``.

    Returns
    -------
    DataFrame
        ``line rank value low high n text_en text_zh source``.
    """
    known = tables.need("brief", "period")
    if isinstance(known, Missing):
        return known
    rows = fetch(known.filter(known.part == part, known.period == period.name)).reindex(columns=LINE)
    return empty_or(rows.sort_values(["rank", "line"], ignore_index=True), "brief")
