"""When buyers arrive, and the shop's own clock in which they buy again.

A buyer buys at a gamma-mixed Poisson rate and drops out after a repeat purchase with a beta-mixed
probability (BG/NBD; Fader, Hardie and Lee 2005). The clock of a platform runs faster on busy days,
so the process keeps its parameters while week, season and events shape the calendar.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import stats

if TYPE_CHECKING:
    from numpy.typing import NDArray

CELLS = 16  # a day of the clock in this many parts, so that a lookup finds the day
BUCKETS = 4096
WEEK = 7.0


def mixture(parameters: dict[str, float]) -> pd.DataFrame:
    """Quantiles of purchase rate (a week) and dropout probability, one row a bucket."""
    middles = (np.arange(BUCKETS) + 0.5) / BUCKETS
    rate = stats.gamma.ppf(middles, parameters["r"]) / parameters["alpha"]
    dropout = stats.beta.ppf(middles, parameters["a"], parameters["b"])
    return pd.DataFrame({"bucket": range(BUCKETS), "rate": rate, "dropout": dropout}).round(10).clip(lower=1e-9)


def repeat_curve(parameters: dict[str, float], weeks: int) -> NDArray[np.float64]:
    """Repeat purchases a week that a buyer is expected to make so many weeks after the first."""
    r, alpha = parameters["r"], parameters["alpha"]
    dropout = mixture(parameters)["dropout"].to_numpy()
    return np.array([np.mean(r / alpha * (alpha / (alpha + dropout * age)) ** (r + 1)) for age in range(weeks + 1)])


def arrivals(
    orders: NDArray[np.float64], season: NDArray[np.float64], curve: NDArray[np.float64]
) -> NDArray[np.float64]:
    """First purchases a day that, with the repeats they bring, add up to the planned orders."""
    ages = np.arange(len(curve))
    clock = np.cumsum(season) / WEEK
    first = np.zeros_like(orders)
    for day, planned in enumerate(orders):
        repeats = season[day] / WEEK * np.sum(first[:day] * np.interp(clock[day] - clock[:day], ages, curve))
        first[day] = max(planned - repeats, 0.05 * planned)
    return first


def clock(widths: NDArray[np.float64]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Days as stretches of a clock as long as the calendar, and the lookup from its cells to days."""
    widths = widths / widths.sum() * len(widths)
    if widths.min() * CELLS < 1:
        raise ValueError(f"a day of {widths.min():.3f} is shorter than a cell of the clock: raise CELLS")
    ends = np.cumsum(widths)
    days = pd.DataFrame({"day": range(len(widths)), "start": ends - widths, "width": widths}).round(9)
    cell = np.arange(len(widths) * CELLS + 1)
    day = np.searchsorted(ends, cell / CELLS, side="right").clip(max=len(widths) - 1)
    return days, pd.DataFrame({"cell": cell, "day": day, "boundary": np.append(ends[:-1], np.inf)[day]})


def clocks(days: pd.DataFrame, parameters: dict[str, float]) -> tuple[pd.DataFrame, pd.DataFrame, dict[int, int]]:
    """Both clocks of every platform, their lookups, and how many buyers each platform gets.

    Parameters
    ----------
    days
        One row a platform and day: ``p``, ``orders`` expected, ``season`` (orders over the level of the year).
    parameters
        ``r alpha a b`` of the buying process, rates by the week.
    """
    found: list[pd.DataFrame] = []
    cells: list[pd.DataFrame] = []
    buyers: dict[int, int] = {}
    curve = repeat_curve(parameters, weeks=2 + days["day"].max() // 7)
    for p, plan in days.groupby("p"):
        season = plan["season"].to_numpy() / plan["season"].mean()
        first = arrivals(plan["orders"].to_numpy(), season, curve)
        buyers[int(str(p))] = round(first.sum())
        for kind, widths in (("new", first), ("repeat", season)):
            stretch, lookup = clock(widths)
            found.append(stretch.assign(p=p, kind=kind))
            cells.append(lookup.assign(p=p, kind=kind))
    return pd.concat(found), pd.concat(cells), buyers
