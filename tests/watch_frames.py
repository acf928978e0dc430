"""Looks at rivals' items as ``summaries.rival_items`` gives them, made from a few words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

MONDAYS = pd.date_range("2026-08-03", periods=13, freq="7D")
OCTOBER = (pd.Timestamp("2026-10-01").date(), pd.Timestamp("2026-10-31").date())


def looks(deals: Mapping[str, Sequence[float]], days: Sequence[pd.Timestamp] = MONDAYS, **more: object) -> pd.DataFrame:
    """Make a row a look: ``{"A/a": [100, 90, …]}`` are the deal prices of item a of brand A; NaN is no look.

    ``more`` are columns, a value for all or a mapping item → values.
    """
    rows = [
        {
            "date": day, "week": day - pd.Timedelta(days=day.day_of_week), "slot": day, "until": day,
            "platform": "tmall", "brand": name.split("/")[0], "sku": name.split("/")[1], "title": name,
            "category": "oolong", "matches": None, "promotion": None, "deal": deal, "deal_price": deal,
            "page_price": 100.0, "list_price": np.nan, "units": np.nan, "rank": np.nan, "reset": False, "copies": 1,
            "items": len(deals), "item": name, "place": place,
        }
        for name, prices in deals.items()
        for place, (day, deal) in enumerate(zip(days, prices, strict=False))
        if not np.isnan(deal)
    ]  # fmt: skip
    frame = pd.DataFrame(rows)
    for column, value in more.items():
        frame[column] = (
            [value[n][p] for n, p in zip(frame["item"], frame["place"], strict=True)]
            if isinstance(value, Mapping)
            else value
        )
    weekly = len(days) > 1 and (days[1] - days[0]).days == 7
    frame["until"] = frame["slot"] + pd.Timedelta(days=6 if weekly else 0)
    frame["first"] = frame.groupby(["brand", "sku"])["date"].transform("min")
    frame["watched"] = frame.groupby("brand")["date"].transform("min")
    return _lowest(frame).drop(columns=["item", "place"])


def _lowest(frame: pd.DataFrame) -> pd.DataFrame:
    """Add the lowest price of the thirty days before, and how long ago they were first looked at."""
    dated = frame.assign(day=(frame["date"] - pd.Timestamp(0)).dt.days.astype(float)).set_index("date")
    before = dated.groupby(["brand", "sku"], sort=False)[["deal", "day"]].rolling("30D", closed="left").min()
    found = before.reset_index().merge(frame[["brand", "sku", "date"]], on=["brand", "sku", "date"], how="right")
    seen = (frame["date"] - pd.Timestamp(0)).dt.days.to_numpy() - found["day"].to_numpy()
    return frame.assign(low30=found["deal"].to_numpy(float), seen30=seen.astype(float))
