"""What more spend on a channel brings: a curve that carries over to the next days and bends as spend grows.

Visits of a channel = demand × scale × (1 − exp(−κ × stock)), where stock is the geometric adstock of spend ÷ demand,
in units of what is usual (Broadbent 1979; Jin et al. 2017, "Bayesian methods for media mix modeling with carryover and
shape effects"). The platform's free visits stand for demand: a shop spends more when more people come, and without
them that would be taken for the spend's work. Spend is taken at its level, the running median of seven days: what was
decided, not what the clicks of a day happened to cost.

Both shapes are tried on a grid, the scale follows from each; weeks are drawn anew for the intervals, since days of a
week are alike (block bootstrap, Künsch 1989).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planbook.absence import Missing, missing, passes_missing

KAPPAS = np.geomspace(0.05, 6.0, 241)
CARRIES = np.linspace(0.0, 0.9, 19)
DRAWS, SEED = 200, 20260
FEWEST = 56  # days that it takes to see a curve
STILL = 0.12  # spread of spend ÷ demand, on the log scale, below which nothing was tried
LAGS, WEEK = 28, 7  # days over which spend works on, and over which its level is taken
Array = NDArray[np.float64]


class Days(NamedTuple):
    """The days of one channel on one platform: spend and visits by demand, both in units of their means."""

    spend: Array
    visits: Array
    week: NDArray[np.int64]
    usual: float  # spend a day at average demand
    scale: float  # visits a day at average demand


@passes_missing
def responses(days: pd.DataFrame) -> pd.DataFrame | Missing:
    """Fit the curve of each channel on each platform, with draws of it.

    Parameters
    ----------
    days
        ``date platform channel spend visits free`` (``summaries.channel_days``).

    Returns
    -------
    DataFrame
        One row a platform, channel and ``draw`` (0 is the estimate): ``kappa carry usual scale`` (spend and visits a
        day at average demand and usual spend) ``seen`` (highest week's spend ÷ usual) ``moved`` (spread of spend ÷
        demand, log scale). ``kappa`` is NaN where spend hardly moved: no curve can be told. `Missing` without 56 days.

    Examples
    --------
    >>> import numpy as np
    >>> spend = np.repeat([50.0, 100.0, 200.0, 100.0] * 6, 7)
    >>> days = pd.DataFrame({"date": pd.date_range("2026-01-05", periods=168), "platform": "own", "channel": "ads"})
    >>> days = days.assign(spend=spend, free=1000.0, visits=100 * (1 - np.exp(-spend / 100)))
    >>> found = responses(days)
    >>> found.loc[0, ["kappa", "carry"]].astype(float).round(2).tolist()
    [1.12, 0.0]
    """
    rng = np.random.default_rng(SEED)
    told = [_told(rows, rng) for _, rows in days.groupby(["platform", "channel"], sort=True)]
    found = [rows for rows in told if rows is not None]
    return pd.concat(found, ignore_index=True) if found else missing("ad_spend", reason="too_few")


def stock(spend: Array, carry: float) -> Array:
    """Carry spend over to the days after it: a weighted mean of the last 28 days, weights falling by ``carry`` a day.

    Examples
    --------
    >>> stock(np.array([1.0, 1.0, 3.0]), 0.5).round(3).tolist()
    [1.0, 1.0, 2.143]
    """
    weights = carry ** np.arange(LAGS) if carry else np.array([1.0])
    above = np.convolve(spend, weights)[: len(spend)]
    return above / np.convolve(np.ones_like(spend), weights)[: len(spend)]


def _told(rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame | None:
    known = rows[(rows["free"] > 0) & (rows["visits"] > 0) & (rows["spend"] > 0)].sort_values("date")
    if len(known) < FEWEST:
        return None
    days = _scaled(known)
    moved = float(np.std(np.log(days.spend)))
    seen = float(pd.Series(days.spend).rolling(WEEK).mean().max())
    shapes = _shapes(days, rng) if moved >= STILL else pd.DataFrame({"draw": [0], "kappa": np.nan, "carry": np.nan})
    head = {name: known[name].iloc[0] for name in ("platform", "channel")}
    return shapes.assign(**head, usual=days.usual, scale=shapes.get("scale", 1.0) * days.scale, seen=seen, moved=moved)


def _scaled(known: pd.DataFrame) -> Days:
    demand = (known["free"] / known["free"].mean()).to_numpy(float)
    spend, visits = known["spend"].to_numpy(float) / demand, known["visits"].to_numpy(float) / demand
    week = (known["date"] - known["date"].min()).dt.days.to_numpy() // WEEK
    level = pd.Series(spend).rolling(WEEK, center=True, min_periods=1).median().to_numpy()
    return Days(level / spend.mean(), visits / visits.mean(), week, float(spend.mean()), float(visits.mean()))


def _shapes(days: Days, rng: np.random.Generator) -> pd.DataFrame:
    """Try every shape at once: of each the scatter of visits around it, of the days and of weeks drawn anew."""
    trend = np.linspace(-0.5, 0.5, len(days.spend))
    pairs = [(kappa, carry) for carry in CARRIES for kappa in KAPPAS]
    curves = np.array([_curve(stock(days.spend, carry), KAPPAS) for carry in CARRIES]).reshape(len(pairs), -1)
    gaps = np.log(days.visits) - np.log(curves)
    flat = gaps - np.outer(gaps @ trend / (trend @ trend), trend)  # the channel's share of visits may drift
    weeks = np.unique(days.week)
    picked = rng.multinomial(len(weeks), np.full(len(weeks), 1 / len(weeks)), size=DRAWS)
    weights = np.vstack([np.ones(len(weeks)), picked])[:, np.searchsorted(weeks, days.week)].astype(float)
    total = weights.sum(axis=1, keepdims=True)
    means = weights @ flat.T / total
    best = np.argmin(weights @ (flat**2).T / total - means**2, axis=1)
    kappas, carries = np.array(pairs)[best].T
    scales = np.exp(means[np.arange(len(best)), best])
    return pd.DataFrame({"draw": range(len(best)), "kappa": kappas, "carry": carries, "scale": scales})


def _curve(stocks: Array, kappas: Array) -> Array:
    """Give the response to a stock as a share of that to the usual one, a row a shape."""
    curves: Array = np.expm1(-np.outer(kappas, stocks)) / np.expm1(-kappas)[:, None]
    return curves
