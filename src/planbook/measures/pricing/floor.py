"""Sales below the floor price, and what price protection can cost at most."""

from __future__ import annotations

from datetime import date

import pandas as pd

from planbook.absence import passes_missing

PLACE = ["sku", "product", "platform", "creator", "live"]


@passes_missing
def by_place(breaks: pd.DataFrame, *, as_of: date, days: int) -> pd.DataFrame:
    """Sum the days below the floor price by item, platform, creator and whether the shop was live.

    Parameters
    ----------
    breaks
        ``date platform creator live sku product units floor lowest short paid protected_units exposure``
        (``summaries.floor_breaks``); ``creator`` is empty for the shop's own sales, ``live`` those in its own lives.
    as_of, days
        Up to which day is known what was sold, and for how many days after buying one may ask.

    Returns
    -------
    DataFrame
        ``sku product platform creator live first last days units floor lowest below short exposure open``: ``below`` is
        the share by which the lowest price lay under the floor, ``short`` what all units lacked to the floor in money,
        ``exposure`` what buyers of the days before could ask back, ``open`` what of it they still can. What is open
        comes first, then the most units; no rows where nothing was below.
    """
    found = _opened(breaks, as_of, days).groupby(PLACE, as_index=False).agg(
        first=("date", "min"), last=("date", "max"), days=("date", "nunique"), units=("units", "sum"),
        floor=("floor", "max"), lowest=("lowest", "min"), short=("short", "sum"), exposure=("exposure", "sum"),
        open=("open", "sum"),
    )  # fmt: skip
    found["below"] = 1 - found["lowest"] / found["floor"]
    falling = ["open", "units"]
    order = [False] * len(falling) + [True] * len(PLACE)
    return found.sort_values([*falling, *PLACE], ascending=order, ignore_index=True)


@passes_missing
def total(breaks: pd.DataFrame, *, as_of: date, days: int) -> pd.DataFrame:
    """Sum all days below the floor price: one row ``items places days last units short protected_units exposure open``.

    ``creator`` is the share of the units that creators sold; ``last`` NaT where nothing was below.

    Examples
    --------
    >>> row = {"date": pd.Timestamp("2026-06-22"), "platform": "jd", "creator": "", "live": False, "sku": "A"}
    >>> frame = pd.DataFrame([row | {"units": 2.0, "short": 4.0, "protected_units": 3.0, "exposure": 30.0}])
    >>> [total(frame, as_of=pd.Timestamp(day), days=15)["open"].item() for day in ("2026-07-06", "2026-07-07")]
    [30.0, 0.0]
    """
    sums = _opened(breaks, as_of, days)[["units", "short", "protected_units", "exposure", "open"]].sum()
    by_creators = float(breaks.loc[breaks["creator"] != "", "units"].sum())
    counts = {
        "items": breaks["sku"].nunique(),
        "places": breaks.drop_duplicates(["platform", "creator", "live"]).shape[0],
        "days": breaks["date"].nunique(),
        "last": breaks["date"].max(),
    }
    share = by_creators / float(sums["units"]) if len(breaks) else 0.0
    return pd.DataFrame([counts | {str(name): float(x) for name, x in sums.items()} | {"creator": share}])


def _opened(breaks: pd.DataFrame, as_of: date, days: int) -> pd.DataFrame:
    """Keep of the exposure what can still be asked for: who bought the day before a low price has the longest time."""
    late = breaks["date"] > pd.Timestamp(as_of) - pd.Timedelta(days=days)
    return breaks.assign(open=breaks["exposure"].where(late, 0.0))
