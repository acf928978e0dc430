"""What more spend on a channel brings: a curve that carries over to the next days and bends as spend grows.

Visits of a channel = demand × scale × (1 − exp(−κ × stock)), where stock is the geometric adstock of spend ÷ demand,
in units of what is usual (Broadbent 1979; Jin et al. 2017, "Bayesian methods for media mix modeling with carryover and
shape effects"). The platform's free visits stand for demand: a shop spends more when more people come, and without
them that would be taken for the spend's work. Spend is taken at its level (`levels`): what was decided, not what the
clicks of a day happened to cost.

Both shapes are tried on a grid and between its points; the scale follows from them and is that of the last three
months. Fortnights are drawn anew for the intervals, since days near each other are alike (block bootstrap, Künsch
1989).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planbook.absence import Missing, missing, passes_missing

KAPPAS = np.geomspace(0.05, 6.0, 121)
CARRIES = np.linspace(0.0, 0.9, 37)
NINE = np.mgrid[-1:2, -1:2].reshape(2, -1)  # steps on the grid to a point's neighbours
BETWEEN = np.mgrid[-1:1:41j, -1:1:41j].reshape(2, -1)  # and to places between them
DRAWS, SEED = 200, 20260
FEWEST = 56  # days that it takes to see a curve
STILL = 0.12  # spread of spend ÷ demand, on the log scale, below which nothing was tried
LAGS, WEEK, BLOCK, QUARTER = 28, 7, 14, 91  # days: spend works on, it is set, are drawn together, tell the scale
FITTED = 4  # κ, carry, level and trend
ALIKE = 0.12  # how far, on the log scale, days of one level of spend lie apart
Array = NDArray[np.float64]


class Days(NamedTuple):
    """The days of one channel on one platform: spend and visits by demand, both in units of their means."""

    spend: Array  # of each day from the first to the last
    visits: Array  # NaN where a day cannot be read
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
    >>> found.loc[0, ["kappa", "carry"]].astype(float).round(1).tolist()
    [1.1, 0.0]
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


def levels(spend: Array) -> Array:
    """Tell at what level spend stood each day: the mean of the days around it, six on each side, that stood alike.

    Tools bill by the click, so a day that happens to bring more visits costs more too; taken as it is, it would look
    as if more spend had worked, and at once. A median of seven days finds the level, so that steps stay sharp.

    Examples
    --------
    >>> spend = np.array([10.0, 10.0, 10.0, 11.0, 10.0, 10.0, 10.0, 20.0, 20.0, 20.0, 22.0, 20.0, 20.0, 20.0])
    >>> levels(spend).round(1).tolist()
    [10.1, 10.1, 10.1, 10.1, 10.1, 10.1, 10.1, 20.3, 20.3, 20.3, 20.3, 20.3, 20.3, 20.3]
    """
    middle = pd.Series(spend).rolling(WEEK, center=True, min_periods=1).median().to_numpy(float)
    sides = (WEEK - 1, WEEK - 1)
    around, near = (
        np.lib.stride_tricks.sliding_window_view(np.pad(line, sides, constant_values=np.nan), 2 * WEEK - 1)
        for line in (spend, middle)
    )
    alike = np.abs(near - middle[:, None]) <= ALIKE * middle[:, None]
    found: Array = np.sum(np.where(alike, around, 0.0), axis=1) / np.sum(alike, axis=1)
    return found


def _told(rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame | None:
    readable = (rows["free"] > 0) & (rows["visits"] > 0) & (rows["spend"] > 0)
    if readable.sum() < FEWEST:
        return None
    days = _scaled(rows[rows["date"] >= rows.loc[readable, "date"].min()])
    known = np.isfinite(days.visits)
    moved = float(np.std(np.log(days.spend[known])))
    seen = float(pd.Series(days.spend).rolling(WEEK).mean().max())
    shapes = _shapes(days, rng) if moved >= STILL else pd.DataFrame({"draw": range(DRAWS + 1), "kappa": np.nan})
    head = {name: rows[name].iloc[0] for name in ("platform", "channel")}
    return shapes.assign(**head, usual=days.usual, scale=shapes.get("scale", 1.0) * days.scale, seen=seen, moved=moved)


def _scaled(rows: pd.DataFrame) -> Days:
    daily = rows.set_index("date")[["spend", "visits", "free"]].asfreq("D").astype(float)
    free = daily["free"].where(daily["free"] > 0)
    demand = (free / free.mean()).interpolate(limit_direction="both").to_numpy()
    spend = levels(daily["spend"].fillna(0.0).to_numpy() / demand)
    known = free.notna() & (daily["visits"] > 0) & (spend > 0)
    visits = (daily["visits"] / demand).where(known)
    usual = float(spend[known].mean())
    return Days(spend / usual, (visits / visits.mean()).to_numpy(), usual, float(visits.mean()))


def _shapes(days: Days, rng: np.random.Generator) -> pd.DataFrame:
    """Try every shape at once: of each the scatter of visits around it, in the days and in fortnights drawn anew."""
    known = np.flatnonzero(np.isfinite(days.visits))
    trend, seen = known - known.mean(), np.log(days.visits[known])
    curves = np.vstack([_curve(stock(days.spend, carry)[known], KAPPAS) for carry in CARRIES])
    gaps = seen - np.log(curves)
    flat = gaps - np.outer(gaps @ trend / (trend @ trend), trend)  # the channel's share of visits may drift
    weights = _drawn(known // BLOCK, rng)
    total = weights.sum(axis=1, keepdims=True)
    scatter = weights @ (flat**2).T / total - (weights @ flat.T / total) ** 2
    carries, kappas = _lowest(scatter.reshape(len(weights), len(CARRIES), len(KAPPAS)))
    best = np.vstack([_curve(stock(days.spend, c)[known], k) for c, k in zip(carries, kappas[:, None], strict=True)])
    lately = np.where(known > known[-1] - QUARTER, weights + 1e-9, 0.0)
    scales = np.exp(np.sum(lately * (seen - np.log(best)), axis=1) / lately.sum(axis=1))
    return pd.DataFrame({"draw": range(len(weights)), "kappa": kappas, "carry": carries, "scale": scales})


def _lowest(scatter: Array) -> tuple[Array, Array]:
    """Find the carry and κ of least scatter of each draw: the lowest on the grid, then between its neighbours.

    The grid is about as coarse as the shapes scatter from draw to draw, so its own points alone would spoil their
    range; a quadratic through the nine points around the lowest tells where between them it lies.
    """
    draws, *sizes = scatter.shape
    lowest = np.unravel_index(scatter.reshape(draws, -1).argmin(axis=1), sizes)
    carry, kappa = (np.clip(place, 1, size - 2)[:, None] for place, size in zip(lowest, sizes, strict=True))
    near = scatter[np.arange(draws)[:, None], carry + NINE[0], kappa + NINE[1]]
    bowls = _quadratic(*BETWEEN) @ np.linalg.pinv(_quadratic(*NINE)) @ near.T
    up, over = BETWEEN[:, bowls.argmin(axis=0)]
    carries = np.interp(carry[:, 0] + up, np.arange(sizes[0]), CARRIES)
    return carries, np.exp(np.interp(kappa[:, 0] + over, np.arange(sizes[1]), np.log(KAPPAS)))


def _quadratic(x: Array, y: Array) -> Array:
    return np.column_stack([np.ones_like(x), x, y, x**2, x * y, y**2])


def _drawn(blocks: NDArray[np.int64], rng: np.random.Generator) -> Array:
    """Weigh each day: once as it is, then by how often its block was drawn.

    As many blocks are drawn as are free once the curve is fitted; all of them would make ranges too narrow (Rao & Wu
    1988, "Resampling inference with complex survey data").
    """
    names, place = np.unique(blocks, return_inverse=True)
    free = max(len(names) - FITTED, 1)
    picked = rng.multinomial(free, np.full(len(names), 1 / len(names)), size=DRAWS)
    return np.vstack([np.ones(len(names)), picked])[:, place].astype(float)


def _curve(stocks: Array, kappas: Array) -> Array:
    """Give the response to a stock as a share of that to the usual one, a row a shape."""
    curves: Array = np.expm1(-np.outer(kappas, stocks)) / np.expm1(-kappas)[:, None]
    return curves
