"""The tree of paid: visitors × conversion × paid per buyer, new and repeat buyers; and what each branch must do.

How hard a rise is, is told by how the branch's own months scatter in their move on the year before: on the logarithm,
by Student's t around what is to be expected.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtr

from planbook.absence import Missing, missing, passes_missing

Floats = NDArray[np.float64]
FEWEST = 6  # months
YEAR, SHOWN = 12, 13  # months: a year, and a year with the same month again
BRANCHES = ("visitors", "conversion", "paid_per_buyer")
SHORT = ("buyers", "paid_per_buyer")  # where there is no traffic
KINDS = {"new": "new_buyers", "repeat": "repeat_buyers"}
NODES = (
    *("paid", "visitors", "conversion", "paid_per_buyer", "buyers", "new_buyers", "repeat_buyers", "anonymous"),
    *("repeat_share", "spend", "paid_visitors", "cost_per_visitor"),
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
def outset(figures: pd.DataFrame, months: Sequence[str], paid: float) -> pd.DataFrame | Missing:
    """Say where each branch is to be expected in the months that are planned, before anybody does more.

    Parameters
    ----------
    figures
        ``kpis.reckon`` of months, oldest first, one after the other: index such as ``2026-10``.
    months
        Those that are planned.
    paid
        To be expected in all of them together.

    Returns
    -------
    DataFrame
        Index branch; ``before`` (of a month: the same months a year ago, or the last year's where those are not known),
        ``expected``, ``deviation n`` of the logarithm of a month over its year before (NaN with fewer than six), and
        ``highest`` of the last thirteen months. All ``expected`` together give ``paid``: each is moved as its own moves
        make likeliest, all alike where these are not known. `Missing` where no month has all branches.
    """
    own = next((list(each) for each in (BRANCHES, SHORT) if set(each) <= set(figures)), None)
    if own is None:
        return missing("orders")
    every = pd.period_range(figures.index[0], figures.index[-1], freq="M").astype(str)
    known = figures.reindex(every)[list(dict.fromkeys(["paid", "buyers", *own]))]
    known = known.where(known > 0)
    start = _start(known, months)
    if start.empty:
        return missing("orders", reason="too_few")
    before, moves = _levels(start, own), np.log((known[own] / known[own].shift(YEAR)).dropna())
    grown = float(np.log(paid / len(months) / start["paid"].mean()))
    likely, deviation = np.full(len(own), grown / len(own)), np.full(len(own), np.nan)
    if len(moves) >= FEWEST:
        mean, deviation = moves.mean().to_numpy(float), moves.std(ddof=1).to_numpy(float)
        likely = mean + _shares(deviation) * (grown - mean.sum())
    return pd.DataFrame({
        "before": before, "expected": before * np.exp(likely), "deviation": deviation, "n": len(moves),
        "highest": known[own].iloc[-SHOWN:].max().to_numpy(float),
    }, index=pd.Index(own, name="branch"))  # fmt: skip


@passes_missing
def kinds(sold: pd.DataFrame, months: Sequence[str], outset: pd.DataFrame) -> pd.DataFrame | Missing:
    """Say where new and repeat buyers are to be expected, so that with those without an id they give the same paid.

    Parameters
    ----------
    sold
        ``period kind buyers paid`` of months, kind being new, repeat or unknown (``summaries.sales``).
    months, outset
        Those that are planned, and what is from `outset`: its buyers and its paid are shared out.

    Returns
    -------
    DataFrame
        Index ``new_buyers repeat_buyers``; ``expected`` (buyers of a month), ``each`` (paid per buyer), ``share`` (of
        paid to be expected), ``deviation n highest`` as in `outset`. `Missing` where the orders carry no buyer's id.
    """
    if not set(KINDS) & set(sold["kind"]):
        return missing("orders", "customer_id")
    every = pd.period_range(sold["period"].min(), sold["period"].max(), freq="M").astype(str)
    known = sold.pivot_table(["buyers", "paid"], "period", "kind").reindex(every).fillna(0.0)
    own = known.reindex(columns=pd.MultiIndex.from_product([["buyers", "paid"], KINDS])).where(lambda sums: sums > 0)
    start, moves = _start(own, months).index, np.log((own / own.shift(YEAR)).dropna())
    if start.empty:
        return missing("orders", "customer_id", reason="too_few")
    moved = moves.mean().reindex(known.columns).fillna(0.0) * (len(moves) >= FEWEST)
    likely = known.loc[start].mean() * np.exp(moved)
    paid = outset["expected"].prod()
    people = likely["buyers"] / likely["buyers"].sum() * paid / outset["expected"].to_dict()["paid_per_buyer"]
    money = likely["paid"] / likely["paid"].sum() * paid
    return pd.DataFrame({
        "expected": people, "each": money / people, "share": money / paid,
        "deviation": moves["buyers"].std(ddof=1) if len(moves) >= FEWEST else np.nan, "n": len(moves),
        "highest": own["buyers"].iloc[-SHOWN:].max(),
    }, index=pd.Index(KINDS, name="branch")).rename(index=KINDS)  # fmt: skip


@passes_missing
def ways(outset: pd.DataFrame, rise: float, kinds: pd.DataFrame | None = None) -> pd.DataFrame:
    """Find what each branch must do for paid to rise over what is to be expected, in ways that all come to the same.

    Parameters
    ----------
    outset, kinds
        From `outset` and `kinds`; None: no ways by new and repeat buyers.
    rise
        Of paid over what is to be expected, as a share.

    Returns
    -------
    DataFrame
        A row a way and branch: ``way branch expected rise needed highest chance``, of a month. Ways: each branch alone
        (``visitors``, …), ``evenly`` (the same rise each), ``as_usual`` (the more a branch moves from year to year, the
        more it rises, which is the likeliest way of these), and ``new_buyers`` and ``repeat_buyers`` alone (each pays
        what is to be expected, all others stay). ``chance`` is that of one branch by itself, to lie so far above what
        is to be expected of it; NaN where fewer than six months have a year before.

    Examples
    --------
    >>> branches = pd.Index(["buyers", "paid_per_buyer"], name="branch")
    >>> set_out = pd.DataFrame({"before": [9.0, 50.0], "expected": [10.0, 50.0], "deviation": 0.1, "n": 12,
    ...                         "highest": 60.0}, index=branches)
    >>> found = ways(set_out, 0.21).set_index(["way", "branch"])
    >>> found.loc["evenly", "rise"].round(2).tolist(), found.loc["buyers", "needed"].round(1).tolist()
    ([0.1, 0.1], [12.1, 50.0])
    """
    own, deviation = list(outset.index), outset["deviation"].to_numpy(float)
    weights = {name: np.eye(len(own))[place] for place, name in enumerate(own)}
    weights[EVENLY] = np.full(len(own), 1 / len(own))
    if np.nansum(deviation) > 0:
        weights[LIKELY] = _shares(deviation)
    found = [_way(way, outset, np.log1p(rise) * each) for way, each in weights.items()]
    if kinds is not None:
        rises = np.log1p(rise / kinds["share"].to_numpy(float))
        found += [_way(way, kinds, rises * each) for way, each in zip(KINDS.values(), np.eye(2), strict=True)]
    return pd.concat(found, ignore_index=True)


@passes_missing
def easiest(ways: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame | Missing:
    """Rank the ways by their hardest branch, the likeliest first.

    Returns
    -------
    DataFrame
        Index ``way``; ``branch rise needed highest chance`` of its hardest branch, and ``cost`` of the visitors that it
        asks for, a month, if all were bought at last month's cost of one (NaN: not known, or it asks for none).
        `Missing` where no chance is known.
    """
    rising = ways[(ways["rise"] > 0) & ways["chance"].notna()]
    if rising.empty:
        return missing("orders", reason="too_few")
    hardest = rising.loc[rising.groupby("way", sort=False)["chance"].idxmin()].set_index("way")
    visitors = rising[rising["branch"] == "visitors"].set_index("way")
    each = figures["cost_per_visitor"].iloc[-1] if "cost_per_visitor" in figures else np.nan
    hardest["cost"] = (visitors["needed"] - visitors["expected"]).reindex(hardest.index) * each
    ranked = hardest.sort_values("chance", ascending=False, kind="stable")
    return ranked[["branch", "rise", "needed", "highest", "chance", "cost"]]


def _start(known: pd.DataFrame, months: Sequence[str]) -> pd.DataFrame:
    """Give the same months a year ago, or the last year's where those are not known."""
    same = known.reindex([f"{int(name[:4]) - 1}{name[4:]}" for name in months])
    return same if same.notna().all(axis=None) else known.iloc[-YEAR:].dropna()


def _levels(months: pd.DataFrame, own: list[str]) -> Floats:
    """Give each branch of a month, over several months together: counts are means, ratios those of the sums."""
    sums = months.sum()
    levels = {"buyers": sums["buyers"] / len(months), "paid_per_buyer": sums["paid"] / sums["buyers"]}
    if "visitors" in own:
        levels |= {"visitors": sums["visitors"] / len(months), "conversion": sums["buyers"] / sums["visitors"]}
    return np.array([levels[name] for name in own])


def _shares(deviation: Floats) -> Floats:
    """Share a rise out among branches by their variances, which is the likeliest way; evenly where nothing moves."""
    variances = deviation**2 if (deviation > 0).any() else np.ones(len(deviation))
    return np.asarray(variances / variances.sum())


def _way(way: str, outset: pd.DataFrame, rises: Floats) -> pd.DataFrame:
    needed = outset["expected"].to_numpy(float) * np.exp(rises)
    n = outset["n"].to_numpy(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        errors = outset["deviation"].to_numpy(float) * np.sqrt(1 + 1 / n)
        chance = np.where(rises > 0, stdtr(n - 1, -rises / errors), np.nan)
    return pd.DataFrame({
        "way": way, "branch": list(outset.index), "expected": outset["expected"].to_numpy(float),
        "rise": np.expm1(rises), "needed": needed, "highest": outset["highest"].to_numpy(float), "chance": chance,
    })  # fmt: skip
