"""Customers scored by recency, frequency and money (RFM), and named by their scores.

Scores are equal-frequency: each bin holds a like number of customers. Ties share the lower bin, so that one purchase,
which most customers of most shops have made, is never a high score; bins are then as equal as the ties allow.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planbook.absence import passes_missing

BINS = 5
GROUPS = ("champions", "loyal", "promising", "at_risk", "hibernating")
HIGH, GOOD = 0.7, 0.5  # of the way from the lowest score to the highest


@passes_missing
def rfm(customers: pd.DataFrame, *, as_of: date, bins: int = BINS) -> pd.DataFrame:
    """Score each customer from 1 (worst) to ``bins`` on three scales, and name their group.

    Parameters
    ----------
    customers
        One row a customer (``summaries.customers``): ``last_order`` (datetime64), ``orders`` (count), ``monetary``
        (net, shop currency).
    as_of
        Last day that counts.
    bins
        Number of equal-frequency bins; ties share the lower bin: the score is that of the customer who stands first
        among the tied ones.

    Returns
    -------
    DataFrame
        ``recency_days orders monetary``, the scores ``r f m`` and ``rfm_group``, indexed like ``customers``. Champions
        are high on recency and on the mean of f and m, loyal ones good on both, promising ones recent with little yet,
        those at risk were good and are not recent, the others hibernate.

    References
    ----------
    Hughes (1994), Strategic Database Marketing: equal-frequency bins; Bult & Wansbeek (1995), Marketing Science 14,
    378-394: their use. Recency is days since the last purchase, fewer are better.

    Examples
    --------
    >>> customers = pd.DataFrame({"last_order": pd.to_datetime(["2026-10-30", "2026-06-01", "2026-10-01"]),
    ...     "orders": [4, 1, 1], "monetary": [900.0, 80.0, 200.0]}, index=["ana", "bo", "cy"])
    >>> rfm(customers, as_of=date(2026, 10, 31), bins=3)[["recency_days", "r", "f", "m", "rfm_group"]]
         recency_days  r  f  m    rfm_group
    ana             1  3  3  3    champions
    bo            152  1  1  1  hibernating
    cy             30  2  1  2  hibernating
    """
    recency = recency_days(customers["last_order"], as_of)
    scores = {
        "r": _scores(-recency, bins),
        "f": _scores(customers["orders"].to_numpy(), bins),
        "m": _scores(customers["monetary"].to_numpy(), bins),
    }
    places = {name: (score - 1) / max(bins - 1, 1) for name, score in scores.items()}
    groups = _groups(places["r"], (places["f"] + places["m"]) / 2)
    frame = pd.DataFrame({"recency_days": recency}, index=customers.index)
    frame = frame.assign(orders=customers["orders"], monetary=customers["monetary"], **scores)
    return frame.assign(rfm_group=pd.Categorical.from_codes(groups, pd.Index(GROUPS)))


def recency_days(last: pd.Series[pd.Timestamp], as_of: date) -> NDArray[np.int32]:
    """Count the days since the last purchase; 0 is the last day itself."""
    days = last.to_numpy().astype("datetime64[D]")
    return (np.datetime64(as_of, "D") - days).astype("int64").astype("int32")


@passes_missing
def grid(scored: pd.DataFrame) -> pd.DataFrame:
    """Count the customers on each pair of scores: index ``r`` (best first), columns the mean of f and m, rounded."""
    both = ((scored["f"].astype("int32") + scored["m"]) / 2 + 0.01).round().astype("int8")
    return pd.crosstab(scored["r"], both.rename("fm")).sort_index(ascending=False)


def _scores(values: NDArray[np.generic], bins: int) -> NDArray[np.int8]:
    order = np.argsort(values, kind="stable")
    ranked = values[order]
    first = np.concatenate([[True], ranked[1:] != ranked[:-1]])  # of those who tie
    worse = np.empty(len(values), dtype=np.int64)
    worse[order] = np.maximum.accumulate(np.where(first, np.arange(len(values)), 0))
    return (worse * bins // len(values) + 1).astype("int8")


def _groups(recent: NDArray[np.float64], worth: NDArray[np.float64]) -> NDArray[np.int8]:
    champions, loyal = (recent >= HIGH) & (worth >= HIGH), (recent >= GOOD) & (worth >= GOOD - 1e-9)
    promising, at_risk = recent >= HIGH, (recent < GOOD) & (worth >= GOOD - 1e-9)
    return np.select([champions, loyal, promising, at_risk], range(4), 4).astype("int8")
