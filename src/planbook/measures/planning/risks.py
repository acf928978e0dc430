"""A risk register in money: what each risk is to be expected to cost, and how much may go wrong together.

Scores of one to five are no money and cannot be multiplied; a probability and three amounts can.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planbook.absence import Missing, missing, passes_missing

DRAWS, SEED = 100_000, 20_270_105  # so many that the median of few risks hangs on the seed by less than a hundredth
SHAPE = 4.0  # weight of the most likely amount
SURE = 0.8
STANDARD = ("bad-press", "system-failure", "stock-out", "rule-change")
IMPACTS = ["impact_low", "impact", "impact_high"]


@passes_missing
def register(risks: pd.DataFrame) -> pd.DataFrame:
    """Reckon what each risk is to be expected to cost: probability × mean of the three amounts.

    Parameters
    ----------
    risks
        ``risk probability impact_low impact impact_high`` and more; NaN: not given.

    Returns
    -------
    DataFrame
        The same with ``mean_impact`` = (low + 4 × likely + high) ÷ 6, ``expected`` and its ends ``expected_low`` and
        ``expected_high`` (probability × mild and × worst), dearest first; NaN where a part is not given, or the three
        amounts do not rise.

    References
    ----------
    Malcolm, Roseboom, Clark and Fazar (1959), Oper. Res. 7, 646-669: the mean of three estimates.

    Examples
    --------
    >>> risk = {"risk": "a", "probability": 0.5, "impact_low": 0.0, "impact": 60.0, "impact_high": 120.0}
    >>> register(pd.DataFrame([risk]))[["mean_impact", "expected"]].values.tolist()
    [[60.0, 30.0]]
    """
    low, likely, high = (risks[name].astype(float) for name in IMPACTS)
    rising = (low <= likely) & (likely <= high)
    mean = ((low + SHAPE * likely + high) / (SHAPE + 2)).where(rising)
    chance = risks["probability"].where(rising)
    found = risks.assign(
        mean_impact=mean, expected=chance * mean, expected_low=chance * low, expected_high=chance * high
    )
    return found.sort_values("expected", ascending=False, kind="stable", ignore_index=True)


@passes_missing
def total(registered: pd.DataFrame) -> pd.DataFrame | Missing:
    """Add the risks up by drawing each plan many times: one row.

    Each risk happens or not, whatever the others do; what it costs then is a beta distribution between its mild and its
    worst amount, whose mean is that of `register`. Risks without a probability or amounts are left out, and counted.

    Returns
    -------
    DataFrame
        ``expected`` (exact), ``p50 p80 p95`` (what the total stays below that often), ``none`` (how often nothing
        happens, exact), ``counted left_out worst``. `Missing` where no risk can be reckoned.

    References
    ----------
    Malcolm et al. (1959) for the beta distribution of three estimates; 100,000 draws with a fixed seed.
    """
    known = registered[registered["expected"].notna()]
    if known.empty:
        return missing("risks", "probability", *IMPACTS, reason="empty")
    sums = draws(known)
    p50, p80, p95 = np.quantile(sums, [0.5, SURE, 0.95])
    found = {"expected": float(known["expected"].sum()), "p50": p50, "p80": p80, "p95": p95}
    found |= {"none": float((1 - known["probability"].to_numpy(float)).prod()), "counted": len(known)}
    found |= {"left_out": len(registered) - len(known), "worst": float(known["impact_high"].sum())}
    return pd.DataFrame([found])


def draws(known: pd.DataFrame) -> NDArray[np.float64]:
    """Draw the total loss: risks happen independently, each at its probability, and cost between mild and worst."""
    rng = np.random.default_rng(SEED)
    low, likely, high = (known[name].to_numpy(float) for name in IMPACTS)
    wide = np.where(high > low, high - low, 1.0)
    size = (DRAWS, len(known))
    drawn = rng.beta(1 + SHAPE * (likely - low) / wide, 1 + SHAPE * (high - likely) / wide, size)
    amounts = low + (high - low) * drawn
    return np.asarray((amounts * (rng.random(size) < known["probability"].to_numpy(float))).sum(axis=1), dtype=float)


@passes_missing
def lacking(risks: pd.DataFrame) -> list[str]:
    """Name what every plan rehearses and this register has not.

    Examples
    --------
    >>> lacking(pd.DataFrame({"risk": ["stock-out", "bad-press"]}))
    ['system-failure', 'rule-change']
    """
    return [name for name in STANDARD if name not in set(risks["risk"])]
