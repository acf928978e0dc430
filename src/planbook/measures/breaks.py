"""When conversion broke: the day from which a platform converts at another level than before.

Events lift and lower all platforms together, so a platform's buyers are held against what the other platforms'
conversion lets expect from its visitors. The day is the split that tells the two sides best apart, as in Andrews
(1993), Econometrica 61, 821-856; the statistic is the deviance of two levels against one, over the scatter of days.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import xlogy

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import around

Floats = NDArray[np.float64]

WINDOW = 60  # days looked at, up to the period's end
FEWEST_DAYS = 5  # on each side of the break
CRITICAL = 12.69  # Andrews (1993), table I: one restriction, 10 % trimmed at each end, 1 % level
COLUMNS = ["platform", "day", "before", "after", "change", "low", "high", "statistic", "effect", "days", "control"]


class Split(NamedTuple):
    """The best split of a platform's days: its place, how clear it is, and the scatter of days around it."""

    place: int
    statistic: float
    scatter: float


@passes_missing
def conversion_break(daily: pd.DataFrame, *, start: date, end: date) -> pd.DataFrame | Missing:
    """Find the platforms whose conversion went to another level within a period.

    Parameters
    ----------
    daily
        One row a day and platform, from 60 days before ``end``: ``date platform visitors buyers paid``.
    start, end
        First and last day of the period that the break must lie in, with five days on each side of it.

    Returns
    -------
    DataFrame
        One row a break, the clearest first; no rows where nothing broke. ``platform``, ``day`` (first of the new
        level), ``before`` and ``after`` (conversion on both sides), ``change`` with ``low`` and ``high`` (relative,
        held against the other platforms), ``statistic``, ``effect`` = paid since − paid since ÷ (1 + change), ``days``
        (since) and ``control`` (other_platforms, or own_history where there is one platform only).
    """
    days = pd.date_range(pd.Timestamp(end) - pd.Timedelta(days=WINDOW - 1), pd.Timestamp(end))
    window = daily[daily["date"].isin(days)]
    wide = window.pivot_table(["visitors", "buyers", "paid"], "date", "platform", "sum").fillna(0.0)
    if wide.empty or not wide["visitors"].to_numpy().sum() > 0:
        return missing("traffic", "visitors", reason="empty")
    if len(wide) < 4 * FEWEST_DAYS:
        return missing("traffic", "visitors", reason="too_few")
    platforms = [str(name) for name in wide["visitors"].columns if wide["visitors"][name].sum() > 0]
    rows, calm = [], list(platforms)
    while calm:
        found = {name: _split(wide, name, [other for other in calm if other != name]) for name in calm}
        name = max(found, key=lambda platform: found[platform].statistic)
        if found[name].statistic < CRITICAL:
            break
        calm.remove(name)
        if pd.Timestamp(start) <= wide.index[found[name].place]:
            rows.append(_told(wide, name, calm, found[name]))
    return pd.DataFrame(rows, columns=COLUMNS)


def _expected(wide: pd.DataFrame, platform: str, others: list[str]) -> Floats:
    """Give the buyers that the platform's visitors would be at the other platforms' conversion of that day."""
    visitors = wide["visitors"][platform].to_numpy(float)
    if not others:
        return visitors
    seen, bought = wide["visitors"][others].sum(axis=1), wide["buyers"][others].sum(axis=1)
    return np.asarray(visitors * (bought / seen.where(seen > 0)).fillna(0.0).to_numpy(float))


def _split(wide: pd.DataFrame, platform: str, others: list[str]) -> Split:
    buyers, chance = wide["buyers"][platform].to_numpy(float), _expected(wide, platform, others)
    places = np.arange(FEWEST_DAYS, len(buyers) - FEWEST_DAYS + 1)
    sides = [(part[:-1][places - 1], part[-1] - part[:-1][places - 1]) for part in (buyers.cumsum(), chance.cumsum())]
    level = buyers.sum() / chance.sum() if chance.sum() > 0 else 0.0
    if not level > 0 or min(side.min() for side in sides[1]) <= 0:
        return Split(0, 0.0, 1.0)
    gains = 2 * sum(xlogy(b, b / (c * level)) for b, c in zip(*sides, strict=True))
    best = int(np.argmax(gains))
    place = int(places[best])
    side = (np.arange(len(buyers)) >= place).astype(int)
    fitted = chance * np.array([sides[0][k][best] / sides[1][k][best] for k in (0, 1)])[side]
    known = fitted > 0
    scatter = float(((buyers - fitted)[known] ** 2 / fitted[known]).sum()) / max(int(known.sum()) - 2, 1)
    return Split(place, float(gains[best]) / max(scatter, 1.0), max(scatter, 1.0))


def _told(wide: pd.DataFrame, platform: str, others: list[str], split: Split) -> dict[str, object]:
    buyers, visitors, paid = (wide[name][platform].to_numpy(float) for name in ("buyers", "visitors", "paid"))
    chance, place = _expected(wide, platform, others), split.place
    bought, due = ((part[:place].sum(), part[place:].sum()) for part in (buyers, chance))
    error = np.sqrt(split.scatter * (1 / max(bought[0], 1) + 1 / max(bought[1], 1)))
    log = around(float(np.log(max(bought[1], 0.5) / due[1] * due[0] / max(bought[0], 0.5))), error, len(buyers) - 2)
    change, low, high = np.expm1(log)
    since = float(paid[place:].sum())
    return {
        "platform": platform, "day": wide.index[place], "before": bought[0] / visitors[:place].sum(),
        "after": bought[1] / visitors[place:].sum(), "change": change, "low": low, "high": high,
        "statistic": split.statistic, "effect": since - since / (1 + change), "days": len(buyers) - place,
        "control": "other_platforms" if others else "own_history",
    }  # fmt: skip


@passes_missing
def daily_conversion(daily: pd.DataFrame) -> pd.DataFrame | Missing:
    """Give each platform's conversion as a mean over seven days, for a chart: index date, a column a platform."""
    wide = daily.pivot_table(["visitors", "buyers"], "date", "platform", "sum", min_count=1)
    if "visitors" not in wide or not wide["visitors"].to_numpy().any():
        return missing("traffic", "visitors", reason="empty")
    summed = wide.rolling(7, min_periods=7).sum()
    rates = (summed["buyers"] / summed["visitors"].where(summed["visitors"] > 0)).iloc[6:]
    return rates.dropna(axis="columns", how="all").rename_axis(None, axis="columns")


def worst(breaks: pd.DataFrame | Missing) -> str | None:
    """Name the platform whose break weighs most, to be marked in a chart; None where nothing broke."""
    if isinstance(breaks, Missing) or breaks.empty:
        return None
    return str(breaks.loc[breaks["effect"].abs().idxmax(), "platform"])
