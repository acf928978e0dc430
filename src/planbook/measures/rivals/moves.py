"""Price moves of rivals: brands whose prices went to another level, since when, and whether the others moved too.

A brand's prices are followed item by item: the log of each item's price less the item's own mean, averaged over the
brand's items of a week. The day is the split of the last weeks that tells the two sides best apart; the change is the
geometric mean over items of price since ÷ price before, with Student's t over items. What the page asks is told as it
moved; an offer is told against the median of the other brands, since an event moves all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import LEVEL, around

US = ""
ITEM = ["platform", "brand", "sku"]
MOVE = 0.08  # smallest change that is told
LEARNED = 56  # days before the days in question, which the level before is learned from
FEWEST = 3  # items of a brand, and slots before the split
OTHERS = 3  # brands to be held against
CLEAR = 0.9995  # quantile of Student's t that a split must pass, as it is the best of many
SURE = 1e-3  # smallest half interval in logs: prices that all moved alike are not known to the penny
COLUMNS = ["brand", "kind", "since", "items", "change", "low", "high", "others", "before", "after"]


@passes_missing
def price_moves(
    looks: pd.DataFrame,
    days: tuple[date, date],
    *,
    thresholds: Mapping[str, float] | None = None,
    level: float = LEVEL,
) -> pd.DataFrame | Missing:
    """Find the brands whose prices moved in some days.

    Parameters
    ----------
    looks
        From ``watch.slotted``, from 56 days before: ``slot until platform brand sku deal deal_price page_price``.
    days
        First and last day that the move must have begun in; there must be three slots before it.
    thresholds
        ``price_move``: the smallest change that is told, 0.08 by default.
    level
        How often the interval covers.

    Returns
    -------
    DataFrame
        The greatest move first; no rows where none moved: ``brand kind since items change low high others before
        after``. ``kind`` is page (what the page asks) or offer (the deal price, against the others); ``others`` is the
        median change of the other brands since then, which of an offer is taken off; ``before`` and ``after`` are
        geometric means of the items' prices.
    """
    least = dict(thresholds or {}).get("price_move", MOVE)
    start, end = (pd.Timestamp(day) for day in days)
    window = looks[(looks["brand"] != US) & (looks["slot"] <= end)]
    window = window[window["slot"] >= start - pd.Timedelta(days=LEARNED)]
    start -= (window["until"] - window["slot"]).max()  # a week that reaches into the days counts
    offered = "deal_price" in window and window["deal_price"].notna().any()
    columns = {"page": "page_price" if window["page_price"].notna().any() else "deal"}
    columns |= {"offer": "deal"} if offered and columns["page"] != "deal" else {}
    panels = {kind: _panel(window, column) for kind, column in columns.items()}
    if window.empty or not any(len(panel.columns) >= FEWEST + 1 for panel in panels.values()):
        return missing("competitor_items", "page_price", reason="too_few")
    rows = [
        row
        for kind, panel in panels.items()
        for brand in panel.index.get_level_values("brand").unique()
        if (row := _move(panel, str(brand), kind, start, level)) is not None
    ]
    found = pd.DataFrame(rows, columns=COLUMNS)
    beyond = (found["change"].abs() >= least) & (found["low"] * found["high"] > 0)
    told = found[beyond].drop_duplicates("brand", keep="first")  # a page's move is the offer's too
    return told.sort_values("change", key=lambda change: -change.abs(), kind="stable", ignore_index=True)


def _panel(window: pd.DataFrame, column: str) -> pd.DataFrame:
    """Lay logs of prices out: index item, a column a slot."""
    known = window[window[column] > 0]
    logs = known.assign(log=np.log(known[column]))
    return logs.pivot_table("log", ITEM, "slot", "mean")


def _move(panel: pd.DataFrame, brand: str, kind: str, start: pd.Timestamp, level: float) -> dict[str, object] | None:
    own = panel[panel.index.get_level_values("brand") == brand]
    curve = own.sub(own.mean(axis=1), axis=0).mean()
    if kind == "offer":
        curve = curve - _others(panel, brand)
    split = _last_split(curve.to_numpy(float))
    change = _change(own, split or 0)
    if split is None or pd.Timestamp(panel.columns[split]) < start or len(change) < FEWEST:
        return None
    others = _others_change(panel, brand, split)
    mean = float(change.mean()) - (others if kind == "offer" and np.isfinite(others) else 0.0)
    error = max(float(change.std(ddof=1)) / np.sqrt(len(change)), SURE)
    found = [float(np.expm1(x)) for x in around(mean, error, len(change) - 1, level)]
    kept = own.loc[change.index]
    return {
        "brand": brand, "kind": kind, "since": panel.columns[split], "items": len(change), "change": found[0],
        "low": found[1], "high": found[2], "others": float(np.expm1(others)),
        "before": float(np.exp(kept.iloc[:, :split].mean(axis=1).mean())),
        "after": float(np.exp(kept.iloc[:, split:].mean(axis=1).mean())),
    }  # fmt: skip


def _last_split(curve: np.ndarray) -> int | None:
    """Find the last place at which a curve went to another level: what lies before it may have moved as well."""
    found, first = None, 0
    while (split := _split(curve[first:])) is not None:
        found = first = first + split
    return found


def _split(curve: np.ndarray) -> int | None:
    """Find the place that splits a curve best into two levels, if they differ by more than chance lets them."""
    known = np.isfinite(curve)
    total = float(((curve[known] - curve[known].mean()) ** 2).sum()) if known.any() else 0.0
    best, gain = None, 0.0
    for place in range(FEWEST, len(curve)):
        before, after = curve[:place][known[:place]], curve[place:][known[place:]]
        if len(before) >= FEWEST and len(after):
            told = len(before) * len(after) / (len(before) + len(after)) * (after.mean() - before.mean()) ** 2
            best, gain = (place, told) if told > gain else (best, gain)
    degrees = int(known.sum()) - 2
    scatter = max(total - gain, SURE**2) / max(degrees, 1)
    return best if degrees > 0 and gain / scatter > float(stdtrit(degrees, CLEAR)) ** 2 else None


def _change(rows: pd.DataFrame, split: int) -> pd.Series[float]:
    """Give each item's mean log since the split less that before it."""
    return (rows.iloc[:, split:].mean(axis=1) - rows.iloc[:, :split].mean(axis=1)).dropna()


def _others(panel: pd.DataFrame, brand: str) -> pd.Series[float]:
    rest = panel[panel.index.get_level_values("brand") != brand]
    curves = rest.sub(rest.mean(axis=1), axis=0).groupby(level="brand").mean()
    return curves.median() if len(curves) >= OTHERS else pd.Series(0.0, index=panel.columns)


def _others_change(panel: pd.DataFrame, brand: str, split: int) -> float:
    rest = panel[panel.index.get_level_values("brand") != brand]
    changes = _change(rest, split).groupby(level="brand").mean()
    return float(changes.median()) if len(changes) >= OTHERS else np.nan
