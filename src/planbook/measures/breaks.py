"""When conversion broke: the day from which a platform converts at another level than before.

Events and seasons move conversion too, on some platforms more than on others. So a break counts only if it shows both
ways: in the platform's own conversion, and in its conversion held against that of the other platforms on the same day.
The day is the split that tells the two sides best apart, as in Andrews (1993), Econometrica 61, 821-856; the statistic
is the deviance of one level against two, over the scatter of days or of weeks, whichever is wider.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import xlogy

from planbook.absence import Missing, missing, passes_missing, why_not
from planbook.measures.intervals import around

Floats = NDArray[np.float64]

WINDOW = 90  # days looked at, up to the period's end: enough quiet ones around an event
FEWEST_DAYS = 5  # on each side of the break
COUNTS = ("visitors", "buyers", "paid")
CRITICAL = 13.01  # Andrews (1993), table I: one restriction, 5 % trimmed at each end, 1 % level
COLUMNS = ["platform", "day", "before", "after", "change", "low", "high", "statistic", "effect", "days", "control"]


class Split(NamedTuple):
    """The best split of a platform's days: its place, how clear it is, and the scatter around both levels."""

    place: int
    statistic: float
    scatter: float


NO_SPLIT = Split(0, 0.0, 1.0)


@passes_missing
def conversion_break(daily: pd.DataFrame, *, start: date, end: date) -> pd.DataFrame | Missing:
    """Find the platforms whose conversion went to another level within a period.

    Parameters
    ----------
    daily
        One row a day and platform, from 90 days before ``end``: ``date platform visitors buyers paid``.
    start, end
        First and last day of the period that the break must lie in, with five days on each side of it.

    Returns
    -------
    DataFrame
        One row a break, the clearest first; no rows where nothing broke. ``platform``, ``day`` (first of the new
        level), ``before`` and ``after`` (conversion up to it, from 90 days before the end, and since), ``change``
        = after ÷ before − 1 with its 80 % interval ``low high``, ``statistic``, ``effect`` = paid since − paid since ÷
        (1 + change), ``days`` since, ``control``: other_platforms, or own_history where there is one platform only.
    """
    days = pd.date_range(pd.Timestamp(end) - pd.Timedelta(days=WINDOW - 1), pd.Timestamp(end))
    window = daily[daily["date"].isin(days)]
    if not (window["visitors"] * window["buyers"] > 0).any():
        return why_not(daily, "traffic", "visitors", "buyers")
    wide = {name: window.pivot_table(name, "date", "platform", "sum").fillna(0.0) for name in COUNTS}
    dates = wide["visitors"].index
    if len(dates) < 4 * FEWEST_DAYS:
        return missing("traffic", "visitors", reason="too_few")
    calm, rows = [str(name) for name in wide["visitors"].columns], []
    while calm:
        found = {name: _split(wide, name, [other for other in calm if other != name]) for name in calm}
        name = max(found, key=lambda platform: found[platform].statistic)
        if found[name].statistic < CRITICAL:
            break
        calm.remove(name)  # the others are not held against a platform that broke
        if dates[found[name].place] >= pd.Timestamp(start):
            rows.append(_told(wide, name, calm, found[name]))
    return pd.DataFrame(rows, columns=COLUMNS)


@passes_missing
def daily_conversion(daily: pd.DataFrame) -> pd.DataFrame | Missing:
    """Give each platform's conversion as a mean over seven days, for a chart: index date, a column a platform."""
    summed = {
        name: daily.pivot_table(name, "date", "platform", "sum").rolling(7).sum() for name in ("visitors", "buyers")
    }
    rates = summed["buyers"] / summed["visitors"].where(summed["visitors"] > 0)
    if rates.empty or not rates.notna().to_numpy().any():
        return why_not(daily, "traffic", "visitors")
    return rates.iloc[6:].dropna(axis="columns", how="all").rename_axis(None, axis="columns")


def worst(breaks: pd.DataFrame | Missing) -> str | None:
    """Name the platform whose break weighs most, to be marked in a chart; None where nothing broke."""
    if isinstance(breaks, Missing) or breaks.empty:
        return None
    return str(breaks["platform"].iloc[int(breaks["effect"].abs().argmax())])


def _split(wide: dict[str, pd.DataFrame], platform: str, others: list[str]) -> Split:
    """Find the day that splits best both ways, and how clearly it does the worse way."""
    buyers, visitors = (wide[name][platform].to_numpy(float) for name in ("buyers", "visitors"))
    chances = [visitors]
    if others:
        pooled = wide["buyers"][others].sum(axis=1) / wide["visitors"][others].sum(axis=1).clip(lower=1)
        chances.append(visitors * pooled.to_numpy(float))
    places = np.arange(FEWEST_DAYS, len(buyers) - FEWEST_DAYS + 1)
    if not buyers.sum() > 0 or min(min(c[:FEWEST_DAYS].sum(), c[-FEWEST_DAYS:].sum()) for c in chances) <= 0:
        return NO_SPLIT
    ways = [_deviances(buyers, chance, places) for chance in chances]
    at_best = [
        _scatter(buyers, chance, int(places[gains.argmax()]), 1) for gains, chance in zip(ways, chances, strict=True)
    ]
    best = int(np.min([gains / scatter for gains, scatter in zip(ways, at_best, strict=True)], axis=0).argmax())
    scatters = [max(_scatter(buyers, chance, int(places[best]), days) for days in (1, 7)) for chance in chances]
    statistic = min(float(gains[best]) / scatter for gains, scatter in zip(ways, scatters, strict=True))
    return Split(int(places[best]), statistic, scatters[0])


def _deviances(buyers: Floats, chance: Floats, places: NDArray[np.int64]) -> Floats:
    """Give for each split how much better two levels fit than one, as twice the Poisson log-likelihood."""
    level = buyers.sum() / chance.sum()
    bought, due = (
        np.stack([part.cumsum()[places - 1], part.sum() - part.cumsum()[places - 1]]) for part in (buyers, chance)
    )
    return np.asarray(2 * xlogy(bought, bought / (due * level)).sum(axis=0))


def _scatter(buyers: Floats, chance: Floats, place: int, days: int) -> float:
    """Give the variance over the mean around two levels, of single days or of weeks; at least that of chance, 1."""
    sides = slice(None, place), slice(place, None)
    fitted = np.concatenate([chance[side] * buyers[side].sum() / chance[side].sum() for side in sides])
    rows = len(buyers) // days * days
    left, due = ((part[-rows:].reshape(-1, days)).sum(axis=1) for part in (buyers - fitted, fitted))
    known = due > 0
    return max(float((left[known] ** 2 / due[known]).sum()) / max(int(known.sum()) - 2, 1), 1.0)


def _told(wide: dict[str, pd.DataFrame], platform: str, others: list[str], split: Split) -> dict[str, object]:
    bought, seen = (
        (part[: split.place].sum(), part[split.place :].sum())
        for part in (wide[name][platform].to_numpy(float) for name in ("buyers", "visitors"))
    )
    before, after = (count / visits for count, visits in zip(bought, seen, strict=True))
    known, days = np.maximum(bought, 0.5), len(wide["visitors"])
    error = float(np.sqrt(split.scatter * (1 / known).sum()))
    log = around(float(np.log(known[1] / seen[1] * seen[0] / known[0])), error, days - 2)
    change, low, high = (float(np.expm1(value)) for value in log)
    since = float(wide["paid"][platform].to_numpy(float)[split.place :].sum())
    return {
        "platform": platform, "day": wide["visitors"].index[split.place], "before": before, "after": after,
        "change": change, "low": low, "high": high, "statistic": split.statistic,
        "effect": since - since / (1 + change), "days": days - split.place,
        "control": "other_platforms" if others else "own_history",
    }  # fmt: skip
