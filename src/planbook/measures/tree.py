"""The tree of paid: visitors × conversion × paid per buyer, new and repeat buyers; and what each branch must do.

A rise in paid is a product of rises of its branches. How hard a rise is, is told by the branch's own months: on the
logarithm, by Student's t around their mean, the chance that a month is at least so good.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import stdtr

from planbook.absence import Missing, missing, passes_missing

FEWEST = 6  # months
BRANCHES = ("visitors", "conversion", "paid_per_buyer")
SHORT = ("buyers", "paid_per_buyer")  # where there is no traffic
NODES = (
    *("paid", "visitors", "conversion", "paid_per_buyer", "buyers", "new_buyers", "repeat_buyers", "repeat_share"),
    *("spend", "paid_visitors", "cost_per_visitor"),
)
ALONE, EVENLY, LIKELY = "alone", "evenly", "as_usual"


@passes_missing
def tree(figures: pd.DataFrame) -> pd.DataFrame:
    """List the tree's figures: this month, the month before, a year ago, and what is usual.

    Parameters
    ----------
    figures
        ``kpis.reckon`` of thirteen months, oldest first.

    Returns
    -------
    DataFrame
        Index KPI id; ``current previous year_ago usual lowest highest``; usual is the geometric mean of the months.
    """
    shown = [kpi for kpi in NODES if kpi in figures and figures[kpi].notna().any()]
    months = figures[shown]
    lines = {"current": -1, "previous": -2, "year_ago": -13}
    found = {
        name: months.iloc[place] if len(months) >= -place else months.iloc[-1] * np.nan for name, place in lines.items()
    }
    with np.errstate(divide="ignore"):
        usual = np.exp(np.log(months.where(months > 0)).mean())
    return pd.DataFrame(found | {"usual": usual, "lowest": months.min(), "highest": months.max()}).rename_axis("kpi")


@passes_missing
def rests(figures: pd.DataFrame) -> pd.DataFrame:
    """Say what the identities of the tree leave over in the worst month: ``identity rest``, in the figure's own unit.

    Examples
    --------
    >>> figures = pd.DataFrame({"paid": [600.0], "visitors": [100.0], "conversion": [0.03], "paid_per_buyer": [200.0]})
    >>> rests(figures).values.tolist()
    [['paid', 0.0]]
    """
    has = figures.columns
    rows = {}
    if set(BRANCHES) <= set(has):
        rows["paid"] = figures["paid"] - figures[list(BRANCHES)].prod(axis=1, skipna=False)
    if {"buyers", "new_buyers", "repeat_buyers", "anonymous"} <= set(has):
        rows["buyers"] = figures["buyers"] - figures[["new_buyers", "repeat_buyers", "anonymous"]].sum(axis=1)
    if {"spend", "paid_visitors", "cost_per_visitor"} <= set(has):
        rows["spend"] = figures["spend"] - figures["paid_visitors"] * figures["cost_per_visitor"]
    told = [(name, float(rest.abs().max()) if rest.notna().any() else np.nan) for name, rest in rows.items()]
    return pd.DataFrame(told, columns=["identity", "rest"]).round({"rest": 4})


@passes_missing
def ways(figures: pd.DataFrame, rise: float) -> pd.DataFrame | Missing:
    """Find what each branch must do for paid to rise, in several ways that all come to the same.

    Parameters
    ----------
    figures
        ``kpis.reckon`` of the months.
    rise
        Of paid, as a share.

    Returns
    -------
    DataFrame
        A row a way and branch: ``way branch rise usual needed highest chance``. Ways: each branch alone (``visitors``,
        …), ``evenly`` (the same rise each) and ``as_usual`` (the more a branch has moved, the more it rises, which of
        all ways is the likeliest by the months). ``chance`` is that of a month in which the branch is at least so high.
        `Missing` with fewer than six months.

    Examples
    --------
    >>> months = pd.DataFrame({"buyers": [10.0, 11, 9, 10, 12, 8], "paid_per_buyer": [50.0, 51, 49, 50, 52, 48]})
    >>> found = ways(months, 0.21).set_index(["way", "branch"])
    >>> found.loc["evenly", "rise"].round(2).tolist(), found.loc["buyers", "rise"].round(2).tolist()
    ([0.1, 0.1], [0.21, 0.0])
    """
    branches = [list(each) for each in (BRANCHES, SHORT) if set(each) <= set(figures)]
    known = [each for each in branches if (figures[each] > 0).all(axis=1).sum() >= FEWEST]
    if not known:
        return missing("orders", reason="too_few")
    own = known[0]
    good = figures.loc[(figures[own] > 0).all(axis=1), own]
    logs = pd.DataFrame(np.log(good.to_numpy(float)), index=good.index, columns=own)
    variances = logs.var().to_numpy(float)
    weights = {name: np.eye(len(own))[place] for place, name in enumerate(own)}
    weights[EVENLY] = np.full(len(own), 1 / len(own))
    if variances.sum() > 0:
        weights[LIKELY] = variances / variances.sum()
    parts = [_way(way, logs, np.log1p(rise) * weight) for way, weight in weights.items()]
    return pd.concat(parts, ignore_index=True)


@passes_missing
def easiest(ways: pd.DataFrame) -> pd.DataFrame:
    """Rank the ways by their hardest branch, the likeliest first: index ``way``; ``branch rise needed chance``."""
    rising = ways[ways["rise"] > 0]
    hardest = rising.loc[rising.groupby("way", sort=False)["chance"].idxmin()].set_index("way")
    ranked = hardest.sort_values("chance", ascending=False, kind="stable")
    return ranked[["branch", "rise", "needed", "highest", "chance"]]


def extra_visitors_cost(ways: pd.DataFrame | Missing, figures: pd.DataFrame | Missing, way: str = "visitors") -> float:
    """Price the visitors that a way asks for, a month, if all of them were bought; NaN where that is not known."""
    if isinstance(ways, Missing) or isinstance(figures, Missing) or "cost_per_visitor" not in figures:
        return np.nan
    asked = ways[(ways["way"] == way) & (ways["branch"] == "visitors")]
    if asked.empty:
        return np.nan
    return float((asked["needed"] - asked["usual"]).iloc[0] * figures["cost_per_visitor"].iloc[-1])


def _way(way: str, logs: pd.DataFrame, rises: np.ndarray[tuple[int], np.dtype[np.float64]]) -> pd.DataFrame:
    n, means = len(logs), logs.mean().to_numpy(float)
    errors = logs.std(ddof=1).to_numpy(float) * np.sqrt(1 + 1 / n)
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = np.where(rises > 0, stdtr(n - 1, -rises / errors), np.nan)
    return pd.DataFrame({
        "way": way, "branch": list(logs), "rise": np.expm1(rises), "usual": np.exp(means),
        "needed": np.exp(means + rises), "highest": np.exp(logs.max().to_numpy(float)), "chance": chance,
    })  # fmt: skip
