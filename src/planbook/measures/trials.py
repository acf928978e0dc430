"""How a forecast would have done in the past, and what follows for its ranges: rolling origins against the year before.

References
----------
Hyndman, Koehler (2006), International Journal of Forecasting 22, 679-688, for MASE; Hyndman, Athanasopoulos (2021),
Forecasting: Principles and Practice, 3rd ed., sections 5.8-5.10, for rolling origins and the seasonal naive.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planbook.absence import passes_missing
from planbook.measures.intervals import LEVEL

Floats = NDArray[np.float64]

TRAINED = 182  # days before the first origin
BLOCK = 30  # days between origins, and of the parts that are held against what came
REACH = 4  # horizons that the origins go back
FEWEST_ORIGINS = 4  # that it takes to widen ranges, or to choose the year before
YEAR, NEAR = 365, 29  # days; and days around one that tell the level
COLUMNS = ["origin", "part", "days", "actual", "value", "low", "high", "year_ago", "usual_error"]


def origins(history: int, days: int) -> list[int]:
    """Give the days of a history from which the days after are foretold: every 30 over four horizons, oldest first.

    Examples
    --------
    >>> origins(300, 60)
    [210, 240]
    """
    first = max(history - REACH * days, TRAINED)
    return list(range(history - days, first - 1, -BLOCK))[::-1]


def held(draws: Floats, paid: pd.Series[float], learned: int) -> pd.DataFrame:
    """Hold what would have been foretold from an origin against what came.

    Parameters
    ----------
    draws
        One row a course, one column a day after the origin.
    paid
        Index: every day; money.
    learned
        Days before the origin.

    Returns
    -------
    DataFrame
        A row the whole (``part`` 0) and each 30 days of it (1, 2 …): ``origin part days actual value low high year_ago
        usual_error``; ``usual_error`` is how far 30 days usually were from the year before, up to the origin.
    """
    length = draws.shape[1]
    days = pd.DatetimeIndex(paid.index[learned : learned + length])
    actual, before = paid.to_numpy(float)[learned : learned + length], a_year_before(paid, days)
    pieces = {0: slice(0, length)} | {n + 1: slice(n * BLOCK, (n + 1) * BLOCK) for n in range(max(length // BLOCK, 1))}
    rows = []
    for number, piece in pieces.items():
        sums = draws[:, piece].sum(axis=1)
        low, high = np.quantile(sums, [0.5 - LEVEL / 2, 0.5 + LEVEL / 2])
        told = [float(actual[piece].sum()), float(sums.mean()), low, high, float(before[piece].sum())]
        rows.append([days[0], number, len(actual[piece]), *told, _usual_error(paid, learned)])
    return pd.DataFrame(rows, columns=COLUMNS)


def none() -> pd.DataFrame:
    """Give the frame of `held` without rows: the history is too short for a trial."""
    return pd.DataFrame(columns=COLUMNS, dtype="float64")


def loses(past: pd.DataFrame) -> bool:
    """Tell whether the same days of the year before were nearer to what came than the model.

    Examples
    --------
    >>> past = pd.DataFrame({"origin": range(4), "part": 1, "actual": 9.0, "value": 7.0, "year_ago": 8.0})
    >>> loses(past), loses(past.assign(value=9.5)), loses(past.assign(year_ago=float("nan")))
    (True, False, False)
    """
    known = past[(past["part"] > 0) & past["year_ago"].notna()]
    if known["origin"].nunique() < FEWEST_ORIGINS:
        return False
    model, naive = (float((known[name] - known["actual"]).abs().sum()) for name in ("value", "year_ago"))
    return model > naive


def stretch(past: pd.DataFrame) -> float:
    """Tell how much wider ranges must be to have held as often as they say; never narrower than they are.

    Examples
    --------
    >>> past = pd.DataFrame({"part": 0, "actual": [100.0, 121.0, 121.0, 121.0], "low": 100 / 1.1, "high": 110.0})
    >>> round(stretch(past), 3)
    2.0
    """
    whole = past[past["part"] == 0]
    if len(whole) < FEWEST_ORIGINS:
        return 1.0
    middle = np.sqrt((whole["low"] * whole["high"]).to_numpy(float))
    far = np.log(whole["actual"].to_numpy(float) / middle) / np.log(whole["high"].to_numpy(float) / middle)
    scores = np.abs(far)
    return max(float(np.quantile(scores, LEVEL)), 1.0)


def widening(draws: Floats, by: float, inside: NDArray[np.bool_]) -> Floats:
    """Give by what to multiply each course so that the sums of the days ``inside`` lie ``by`` times as far apart.

    Each course moves away from the middle one, all its days alike; the mean sum stays.

    Examples
    --------
    >>> widening(np.array([[1.0], [2.0], [4.0]]), 2.0, np.array([True])).round(3).tolist()
    [0.333, 0.667, 1.333]
    """
    sums = draws[:, inside].sum(axis=1)
    far = np.log(np.maximum(sums, 1e-9) / np.median(sums))
    factors = np.exp((by - 1) * far)
    return np.asarray(factors * (sums.mean() / (sums * factors).mean()))


def repeated(paid: pd.Series[float], days: pd.DatetimeIndex, past: pd.DataFrame, *, draws: int, seed: int) -> Floats:
    """Repeat the days of the year before, as far off as they were in the trials.

    Parameters
    ----------
    paid
        Index: every day of the history.
    days
        To be foretold; one that lies less than a year before the history's end, or more than a year after it, is 0.
    past
        From `held`, of several origins.
    draws, seed
        How many courses.

    Returns
    -------
    ndarray
        One row a course, one column a day.
    """
    whole = past[(past["part"] == 0) & past["year_ago"].gt(0)]
    errors = np.log((whole["actual"] / whole["year_ago"]).to_numpy(float))
    rng = np.random.default_rng(seed)
    # the spread of a few trials is itself not well known: Student's t
    far = errors.std(ddof=1) * np.sqrt(1 + 1 / len(errors)) * rng.standard_t(len(errors) - 1, draws)
    daily = _daily_scatter(paid)
    noise = np.exp(daily * rng.standard_normal((draws, len(days))) - daily**2 / 2)
    return np.asarray(np.exp(errors.mean() + far)[:, None] * noise * np.nan_to_num(a_year_before(paid, days)))


def a_year_before(paid: pd.Series[float], days: pd.DatetimeIndex) -> Floats:
    """Give what was paid on the same days of the year before; NaN where the history does not reach."""
    return np.asarray(paid.reindex(days - pd.DateOffset(years=1)), dtype=np.float64)


class Tried(Protocol):
    """A forecast with its trials."""

    @property
    def past(self) -> pd.DataFrame:
        """`held` of all origins."""


@passes_missing
def scores(tried: Tried) -> pd.DataFrame:
    """Say how far off the model and the year before were.

    Returns
    -------
    DataFrame
        Index ``way``: model, year_ago; ``origins parts wape mase bias``, and ``covered``, how often the model's 80 %
        range of the whole held what came. NaN where there is no year before.
    """
    parts, whole = tried.past[tried.past["part"] > 0], tried.past[tried.past["part"] == 0]
    rows = {}
    for way, column in (("model", "value"), ("year_ago", "year_ago")):
        known = parts[parts[column].notna()]
        off = pd.Series((known[column] - known["actual"]).abs())
        rows[way] = {
            "origins": float(known["origin"].nunique()),
            "parts": float(len(known)),
            "wape": off.sum() / known["actual"].sum() if len(known) else np.nan,
            "mase": (off / known["usual_error"]).mean(),
            "bias": known[column].sum() / known["actual"].sum() - 1 if len(known) else np.nan,
            "covered": np.nan,
        }
    inside = (whole["actual"] >= whole["low"]) & (whole["actual"] <= whole["high"])
    rows["model"]["covered"] = float(inside.mean()) if len(whole) else np.nan
    return pd.DataFrame.from_dict(rows, orient="index", dtype="float64").rename_axis("way")


def _daily_scatter(paid: pd.Series[float]) -> float:
    """Give how far a day lies off the same one of the year before, beside what its neighbours do."""
    lately = paid.iloc[-YEAR:]
    before = a_year_before(paid, pd.DatetimeIndex(lately.index))
    known = (lately.to_numpy(float) > 0) & (before > 0)
    logs = pd.Series(np.log(lately.to_numpy(float)[known] / before[known]))
    return float((logs - logs.rolling(NEAR, center=True, min_periods=1).mean()).std())


def _usual_error(paid: pd.Series[float], learned: int) -> float:
    sums = paid.iloc[:learned].rolling(BLOCK).sum()
    gaps = (sums - sums.shift(YEAR)).abs().iloc[::-BLOCK].dropna()
    return float(gaps.mean()) if len(gaps) > 1 else np.nan
