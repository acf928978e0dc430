"""Alerts: a new item, a jump in rank, a market that turns; each beyond a threshold of planbook.yml."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import LEVEL, around

US = ""
ITEM = ["platform", "brand", "sku"]
DEFAULTS = {"price_move": 0.08, "rank_jump": 15.0, "market_turn": 0.15}
LATELY = 35  # days back for the look before a jump
TWICE, KEPT = 2.0, 0.5
USUAL = 4  # looks whose median is an item's usual rank
YEAR = 364  # days to the same week a year ago
SURE = 0.99  # how sure a turn must be, since its week is the best of many
LINE, FEWEST = 26, 4  # weeks of growth that are looked at; at least so many before and after the turn
OTHERS, ALL = 3, "all"  # categories of a platform that tell what moves all of them
LATEST = 13  # weeks back to which a turn is told
INDICES = {"search_index": "search", "sales_index": "sales"}


class Fit(NamedTuple):
    """A turn of growth: its place, growth before, what it has come to by the last week, and how well it fits."""

    place: int
    before: float
    come_to: float
    error: float
    squares: float


@passes_missing
def launches(looks: pd.DataFrame, days: tuple[date, date]) -> pd.DataFrame:
    """List the items that were first seen in some days, of brands that were watched before.

    Parameters
    ----------
    looks
        From ``watch.slotted``: ``date slot until platform brand sku title category deal units rank first watched``.
    days
        First and last day; of a weekly sheet every week that reaches into them counts.

    Returns
    -------
    DataFrame
        ``brand sku title category first price units rank share``: price, units and rank of its last look, ``share``
        of the units of its brand in the days; most units first. New on the sheet: launched, or only now looked at.
    """
    start, end = (pd.Timestamp(day) for day in days)
    inside = looks[(looks["brand"] != US) & (looks["until"] >= start) & (looks["slot"] <= end)]
    since = inside["first"] + (inside["until"] - inside["slot"])
    new = inside[(since >= start) & (inside["first"] > inside["watched"])]
    last = new.sort_values("date").groupby(ITEM, as_index=False).tail(1)
    sold = new.groupby(ITEM)["units"].sum().rename("sold")
    whole = inside.groupby("brand")["units"].sum()
    found = last.merge(sold, left_on=ITEM, right_index=True).rename(columns={"deal": "price"})
    found["share"] = found["sold"] / found["brand"].map(whole.replace(0, np.nan)).astype("float64")
    columns = ["brand", "sku", "title", "category", "first", "price", "sold", "rank", "share"]
    ranked = found.sort_values(["sold", "first"], ascending=False, kind="stable", ignore_index=True)
    return ranked[columns].rename(columns={"sold": "units"})


@passes_missing
def rank_jumps(
    looks: pd.DataFrame, days: tuple[date, date], *, thresholds: Mapping[str, float] | None = None
) -> pd.DataFrame | Missing:
    """List the items whose place in the category's list jumped from one look to the next.

    Parameters
    ----------
    looks
        From ``watch.slotted``: ``date until platform brand sku title rank``.
    days
        First and last day of the look after the jump.
    thresholds
        ``rank_jump``: places, 15 by default.

    Returns
    -------
    DataFrame
        Each item's largest jump: ``brand sku title date rank_before rank jump kept``; ``jump`` is places won (above
        zero) or lost, ``kept`` the share of them that is still there at the last look. A jump counts when it at least
        halves or doubles the rank against the median item of the same day (ten places mean much at the head of a list
        and nothing at its end, and an event moves all), also against its usual rank of the four looks before, and when
        half of it was kept. Largest first.
    """
    least = dict(thresholds or {}).get("rank_jump", DEFAULTS["rank_jump"])
    start, end = (pd.Timestamp(day) for day in days)
    ranked = looks[(looks["brand"] != US) & (looks["rank"] > 0) & (looks["date"] <= end)].sort_values("date")
    if ranked.empty:
        return missing("competitor_items", "rank")
    before = ranked.groupby(ITEM)[["rank", "date"]].shift()
    recent = ranked["date"] - before["date"] <= pd.Timedelta(days=LATELY)
    steps = ranked.assign(rank_before=before["rank"].where(recent))
    steps["jump"] = steps["rank_before"] - steps["rank"]
    usual = ranked.groupby(ITEM)["rank"].transform(lambda ranks: ranks.rolling(USUAL, min_periods=1).median().shift())
    steps["off"] = (usual - steps["rank"]) * np.sign(steps["jump"])  # back from one odd look is no jump
    steps["log"] = np.log(steps["rank_before"] / steps["rank"])
    steps["log"] -= steps.groupby("date")["log"].transform("median").fillna(0.0)  # an event moves all
    now = ranked.groupby(ITEM)["rank"].last().rename("now")
    far = (steps["jump"].abs() >= least) & (steps["off"] >= least) & (steps["log"].abs() >= np.log(TWICE))
    told = steps[far & (steps["until"] >= start)]
    told = told[told["jump"] * told["log"] > 0].merge(now, left_on=ITEM, right_index=True)
    told["kept"] = ((told["rank_before"] - told["now"]) / told["jump"]).clip(0, 1)
    first = told[told["kept"] >= KEPT].sort_values("log", key=lambda log: -log.abs(), kind="stable")
    columns = ["brand", "sku", "title", "date", "rank_before", "rank", "jump", "kept"]
    jumped: pd.DataFrame = first.drop_duplicates(ITEM)[columns].reset_index(drop=True)
    return jumped


@passes_missing
def market_turns(
    weeks: pd.DataFrame,
    days: tuple[date, date],
    *,
    thresholds: Mapping[str, float] | None = None,
    level: float = LEVEL,
) -> pd.DataFrame | Missing:
    """Find categories whose index began to grow, or to shrink, against the same weeks a year ago.

    Growth is the log of the index over that of 52 weeks before, week by week: seasons and fixed festivals drop out, and
    so does what moves all categories of a platform at once (told as the category ``all``). Of the last 26 weeks that
    week is the turn from which another level, or a steady rise or fall, fits growth best. It counts where the 99 %
    interval of what it has come to leaves out zero, since the week is the best of many.

    Parameters
    ----------
    weeks
        ``week platform category sales_index search_index`` (``summaries.category_weeks``), 78 weeks or more.
    days
        The turn must still hold at their end, and have begun at most 13 weeks before it.
    thresholds
        ``market_turn``: the smallest change of growth that is told, 0.15 by default.

    Returns
    -------
    DataFrame
        ``platform category index since before after change low high weeks``: mean growth before, growth by now, and
        ``change`` = (1 + after) ÷ (1 + before) − 1 with its interval. The greatest first; no rows where nothing turned.

    References
    ----------
    Quandt (1958), J. Am. Stat. Assoc. 53, 873-880: the split with the smallest sum of squares.
    """
    least = dict(thresholds or {}).get("market_turn", DEFAULTS["market_turn"])
    end = pd.Timestamp(days[1])
    known = weeks[weeks["week"] <= end]
    rows: list[dict[str, Any]] = []
    long_enough = False
    for platform, there in known.groupby("platform"):
        for column, name in INDICES.items():
            for category, growth in _growths(there, column).items():
                long_enough |= len(growth) >= 2 * FEWEST
                turn = _turn(growth, end, level)
                if turn and abs(turn["change"]) >= least:
                    rows.append({"platform": platform, "category": category, "index": name, **turn})
    if not long_enough:
        return missing("category", "sales_index", reason="too_few")
    columns = ["platform", "category", "index", "since", "before", "after", "change", "low", "high", "weeks"]
    found = pd.DataFrame(rows, columns=columns)
    return found.sort_values("change", key=lambda change: -change.abs(), kind="stable", ignore_index=True)


def _growths(there: pd.DataFrame, column: str) -> dict[str, pd.Series[float]]:
    """Give each category's growth less what moves all of them, such as a festival of the moon; and that, as ``all``."""
    index = there.assign(index=there[column].where(there[column] > 0))
    index = index.pivot_table("index", "week", "category", dropna=False)
    ratios = index / index.shift(freq=pd.Timedelta(days=YEAR))
    own = {str(name): np.log(ratio.dropna().iloc[-LINE:]) for name, ratio in ratios.items()}
    if len(own) < OTHERS:
        return own
    common = pd.DataFrame(own).median(axis=1).dropna()
    wobble = common - common.mean()
    return {ALL: common} | {name: growth - wobble.reindex(growth.index).fillna(0.0) for name, growth in own.items()}


def _turn(growth: pd.Series[float], end: pd.Timestamp, level: float) -> dict[str, Any] | None:
    values, last = growth.to_numpy(float), len(growth)
    recent = end - pd.Timedelta(weeks=LATEST)
    places = [place for place in range(FEWEST, last - FEWEST + 1) if growth.index[place] > recent]
    fits = [_fit(values, place, steady) for place in places for steady in (False, True)]
    if not fits:
        return None
    best = min(fits, key=lambda fit: fit.squares)
    sure = around(best.come_to, best.error, last - 3, SURE)
    if sure.low * sure.high <= 0:
        return None
    change, low, high = (float(np.expm1(x)) for x in around(best.come_to, best.error, last - 3, level))
    return {
        "since": growth.index[best.place], "before": float(np.expm1(best.before)),
        "after": float(np.expm1(best.before + best.come_to)), "change": change, "low": low, "high": high,
        "weeks": last - best.place,
    }  # fmt: skip


def _fit(values: np.ndarray, place: int, steady: bool) -> Fit:
    """Fit a level before a place, and from it another level or a steady rise; ``come_to`` is that of the last week."""
    after = np.clip(np.arange(len(values)) - place + 1.0, 0, None if steady else 1)
    shape = after / after[-1]
    design = np.column_stack([np.ones(len(values)), shape])
    (before, come_to), *_ = np.linalg.lstsq(design, values, rcond=None)
    squares = float(((values - design @ np.array([before, come_to])) ** 2).sum())
    around_mean = float(((shape - shape.mean()) ** 2).sum())
    error = float(np.sqrt(max(squares, 1e-8) / (len(values) - 3) / around_mean))
    return Fit(place, float(before), float(come_to), error, squares)
