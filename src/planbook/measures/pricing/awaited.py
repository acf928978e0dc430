"""How many orders a campaign's days would bring without an offer, and how far that may be off."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import LEVEL, quantile
from planbook.measures.ran import Ran

ALL = "all"  # the platform of an event that all take part in
QUIET = 365  # days before the last one that tell usual orders
WINDOWS = 6  # stretches as long as the campaign that it takes to say how far orders scatter


@passes_missing
def orders(days: pd.DataFrame, touched: pd.DataFrame, planned: Ran, last: Ran | None = None) -> pd.DataFrame | Missing:
    """Say how many orders a campaign's days are to be expected to bring, on each platform.

    Parameters
    ----------
    days
        ``date platform orders`` up to the last day that is read.
    touched
        ``platform starts ends`` of campaigns and events, whose days are not usual.
    planned
        The campaign that is planned.
    last
        Its last edition; where there is none, or none on a platform, as many usual days count.

    Returns
    -------
    DataFrame
        ``platform orders low high scatter guide``: guide is last_edition or usual_days, ``scatter`` the standard
        deviation of as many usual days' orders relative to their mean. `Missing` where neither is known.
    """
    rows = []
    for platform, starts, ends in planned.rows[["platform", "starts", "ends"]].itertuples(index=False):
        own = days[days["platform"] == platform].set_index("date")["orders"].sort_index()
        length = (ends - starts).days + 1
        usual = _usual(own, touched[touched["platform"].isin([platform, ALL])])
        before = _of_edition(own, last, platform, length)
        value = before if before is not None else float(usual.mean()) * length
        if not value > 0:
            continue
        scatter = _scatter(usual, length)
        low, high = (max(value * (1 + sign * quantile(LEVEL) * scatter), 0.0) for sign in (-1, 1))
        guide = "last_edition" if before is not None else "usual_days"
        row = {"platform": platform, "orders": value, "low": low, "high": high}
        rows.append(row | {"scatter": scatter, "guide": guide})
    return pd.DataFrame(rows) if rows else missing("orders", reason="too_few")


def _usual(own: pd.Series[float], touched: pd.DataFrame) -> pd.Series[float]:
    busy = pd.Series(data=False, index=own.index)
    for starts, ends in touched[["starts", "ends"]].itertuples(index=False):
        busy |= (own.index >= starts) & (own.index <= ends)
    usual = own[~busy]
    return usual[usual.index > own.index.max() - pd.Timedelta(days=QUIET)] if len(usual) else usual


def _of_edition(own: pd.Series[float], edition: Ran | None, platform: str, length: int) -> float | None:
    """Give the orders of the last edition's days, for as many days as are planned; None where it is not known."""
    if edition is None or platform not in edition.platforms:
        return None
    row = edition.rows[edition.rows["platform"] == platform].iloc[0]
    during = own[(own.index >= row["starts"]) & (own.index <= row["ends"])]
    return float(during.mean()) * length if during.sum() > 0 else None


def _scatter(usual: pd.Series[float], length: int) -> float:
    sums = [float(usual.iloc[at : at + length].sum()) for at in range(0, len(usual) - length + 1, length)]
    if len(sums) < WINDOWS:
        return float("nan")
    return float(np.std(sums, ddof=1) / np.mean(sums))
