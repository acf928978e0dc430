"""Sales below the floor price, and what price protection can cost at most."""

from __future__ import annotations

import pandas as pd

from planbook.absence import passes_missing

PLACE = ["sku", "product", "platform", "creator"]


@passes_missing
def by_place(breaks: pd.DataFrame) -> pd.DataFrame:
    """Sum the days below the floor price by item, platform and creator.

    Parameters
    ----------
    breaks
        ``date platform creator sku product units floor lowest short paid protected_units exposure``
        (``summaries.floor_breaks``); ``creator`` is empty for the shop's own sales.

    Returns
    -------
    DataFrame
        ``sku product platform creator first last days units floor lowest below short exposure``: ``below`` is the share
        by which the lowest price lay under the floor, ``short`` what all units lacked to the floor in money,
        ``exposure`` what buyers of the days before may ask back. The most units first; no rows where nothing was below.
    """
    found = breaks.groupby(PLACE, as_index=False).agg(
        first=("date", "min"), last=("date", "max"), days=("date", "nunique"), units=("units", "sum"),
        floor=("floor", "max"), lowest=("lowest", "min"), short=("short", "sum"), exposure=("exposure", "sum"),
    )  # fmt: skip
    found["below"] = 1 - found["lowest"] / found["floor"]
    return found.sort_values(["units", *PLACE], ascending=[False, *[True] * len(PLACE)], ignore_index=True)


@passes_missing
def total(breaks: pd.DataFrame) -> pd.DataFrame:
    """Sum all days below the floor price: one row ``items places days units short protected_units exposure creator``.

    ``creator`` is the share of the units that creators sold.

    Examples
    --------
    >>> row = {"date": pd.Timestamp("2026-06-22"), "platform": "jd", "creator": "", "sku": "A", "units": 2.0}
    >>> total(pd.DataFrame([row | {"short": 4.0, "protected_units": 3.0, "exposure": 30.0}]))["exposure"].tolist()
    [30.0]
    """
    sums = breaks[["units", "short", "protected_units", "exposure"]].sum()
    by_creators = float(breaks.loc[breaks["creator"] != "", "units"].sum())
    counts = {
        "items": breaks["sku"].nunique(),
        "places": breaks.drop_duplicates(["platform", "creator"]).shape[0],
        "days": breaks["date"].nunique(),
    }
    share = by_creators / float(sums["units"]) if len(breaks) else 0.0
    return pd.DataFrame([counts | {str(name): float(x) for name, x in sums.items()} | {"creator": share}])
