"""Where we stand: the alerts of all watches in one list, and the figures of the first page."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing
from planbook.measures.intervals import Interval

COLUMNS = ["kind", "brand", "subject", "platform", "since", "before", "after", "change", "low", "high", "n", "effect"]
KINDS = (
    *("price_cut", "raised_first", "market_up", "market_down", "offer", "price_rise"),
    *("launch", "rank_up", "rank_down"),
)


def gather(
    watches: Mapping[str, pd.DataFrame | Missing], *, exposed: pd.Series | Missing | None = None
) -> pd.DataFrame | Missing:
    """Bring all alerts into one list, those that touch most of our money first.

    Parameters
    ----------
    watches
        ``moves`` (``moves.price_moves``), ``raised`` (``discounts.raised``), and of ``measures.alerts`` ``launches``,
        ``jumps`` and ``turns``; one that is `Missing` gives no alerts.
    exposed
        What our items that a brand is matched with brought, by brand (``prices.exposed``).

    Returns
    -------
    DataFrame
        ``kind brand subject platform since before after change low high n effect``. ``subject`` is an item's title or a
        category; ``effect`` is what it would cost us to follow a price down on our matched items (change × what they
        brought), NaN for all others. All new items of a brand are one alert, of the one that sells most, and ``n``
        counts them; an offer counts where it goes deeper than those of the others.
    """
    known = {name: found for name, found in watches.items() if not isinstance(found, Missing)}
    if not known:
        return missing("competitor_items")
    money = {} if exposed is None or isinstance(exposed, Missing) else exposed.to_dict()
    rows = [_alert(name, row, money) for name, found in known.items() for row in _told(name, found)]
    found = pd.DataFrame(rows, columns=COLUMNS)
    order = found["kind"].map({kind: place for place, kind in enumerate(KINDS)}).astype("float64")
    touched = -found["effect"].astype("float64").abs().fillna(0.0)
    ranked = found.assign(money=touched, order=order).sort_values(["money", "order"], kind="stable", ignore_index=True)
    return ranked[COLUMNS]


def scorecard(
    indices: tuple[Interval | Missing, Interval | Missing],
    *,
    market: pd.DataFrame | Missing,
    depths: pd.DataFrame | Missing,
    covered: float | Missing,
    alerts: pd.DataFrame | Missing,
) -> pd.DataFrame:
    """Set the figures of the first page out as a scorecard: index KPI id; ``value low high previous year_ago target``.

    What is `Missing` has no row. ``indices`` are the price index of the period and of the one before, ``market`` is
    ``market.market_or_us``, ``depths`` is ``discounts.by_brand``.
    """
    rows: dict[str, Mapping[str, float]] = {}
    index, index_before = indices
    if not isinstance(index, Missing):
        before = np.nan if isinstance(index_before, Missing) else index_before.value
        rows["price_index"] = index._asdict() | {"previous": before}
    if not isinstance(market, Missing):
        whole = market.loc[["all"]].to_dict("records")[0]
        rows["market_growth"] = {"value": whole["market_growth"]}
        rows["market_share_effect"] = {"value": whole["share_effect"]}
    if not isinstance(depths, Missing):
        rows |= _depth(depths[depths["brand"] == "all"].to_dict("records")[0])
    if not isinstance(alerts, Missing):
        rows["alerts"] = {"value": float(len(alerts))}
    if not isinstance(covered, Missing):
        rows["watch_coverage"] = {"value": covered}
    columns = ["value", "low", "high", "previous", "year_ago", "target"]
    return pd.DataFrame.from_dict(dict(rows), orient="index", columns=columns, dtype="float64").rename_axis("kpi")


def _depth(row: Mapping[Any, Any]) -> dict[str, Mapping[str, float]]:
    for name, kpi in (("on_page", "page_discount"), ("claimed", "claimed_discount"), ("real", "real_discount")):
        if np.isfinite(row[name]):
            return {kpi: {"value": row[name], "low": row[f"{name}_low"], "high": row[f"{name}_high"]}}
    return {}


def _told(name: str, found: pd.DataFrame) -> list[dict[Hashable, Any]]:
    if name == "launches":  # of a brand the one that sells most, with how many there are
        found = found.assign(n=found.groupby("brand")["sku"].transform("size")).drop_duplicates("brand")
    if name == "moves":  # who does not follow the others' offers is dearer than they are, which alarms nobody
        found = found[(found["kind"] != "offer") | (found["change"] < 0)]
    return found.to_dict("records")


def _alert(name: str, row: Mapping[Any, Any], money: Mapping[Any, float]) -> dict[str, Any]:
    """Say an alert of any watch in the columns of the list."""
    same = {key: row[key] for key in ("brand", "since", "before", "after", "change", "low", "high") if key in row}
    if name == "moves":
        kind = "offer" if row["kind"] == "offer" else "price_cut" if row["change"] < 0 else "price_rise"
        stake = row["change"] * money.get(row["brand"], np.nan) if row["change"] < 0 else np.nan
        return same | {"kind": kind, "n": row["items"], "effect": stake}
    if name == "raised":
        told = {"before": row["raised"], "after": row["claimed"], "change": row["real"], "n": row["items"]}
        return same | {"kind": "raised_first"} | told
    if name == "launches":
        told = {
            "since": row["first"],
            "before": row["price"],
            "after": row["units"],
            "change": row["share"],
            "n": row["n"],
        }
        return same | {"kind": "launch", "subject": _title(row)} | told
    if name == "jumps":
        told = {"since": row["date"], "before": row["rank_before"], "after": row["rank"], "change": row["jump"], "n": 1}
        return same | {"kind": "rank_up" if row["jump"] > 0 else "rank_down", "subject": _title(row)} | told
    told = {"brand": row["index"], "subject": row["category"], "platform": row["platform"], "n": row["weeks"]}
    return same | {"kind": "market_up" if row["change"] > 0 else "market_down"} | told


def _title(row: Mapping[Any, Any]) -> str:
    return row["title"] if isinstance(row["title"], str) and row["title"] else str(row["sku"])
