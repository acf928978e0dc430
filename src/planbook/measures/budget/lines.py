"""The line that each channel's curve draws: margin by spend, over what was seen and as far beyond as may be told."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import LEVEL, spread

KEYS = ["platform", "channel"]
STEPS = 12  # parts of a line


@passes_missing
def lines(curves: pd.DataFrame, *, beyond: float) -> pd.DataFrame | Missing:
    """Follow each curve from no spend to the most that may be told of.

    Parameters
    ----------
    curves
        ``platform channel draw top rate seen spend`` (`planbook.measures.budget.plan.stretched`).
    beyond
        ``seen`` ÷ the highest spend that was truly seen.

    Returns
    -------
    DataFrame
        ``where`` (``platform+channel``) ``spend value low high part``, by channel and spend: margin with its interval;
        ``part`` is seen, today (what is spent today, one row a channel) or beyond. `Missing` without any curve.

    Examples
    --------
    >>> curve = {"platform": "own", "channel": "ads", "draw": 0, "top": 100.0, "rate": 0.01}
    >>> found = lines(pd.DataFrame([curve | {"seen": 150.0, "spend": 50.0}]), beyond=1.5)
    >>> found.loc[found["part"] == "today", ["spend", "value"]].round(1).to_numpy().tolist()
    [[50.0, 39.3]]
    """
    known = curves[curves["top"].notna()]
    if known.empty:
        return missing("ad_spend", reason="too_few")
    return pd.concat([_line(rows, beyond) for _, rows in known.groupby(KEYS)], ignore_index=True)


@passes_missing
def course(curves: pd.DataFrame) -> pd.DataFrame:
    """Follow the marginal return of each channel as its spend grows from half of today's to twice.

    Returns
    -------
    DataFrame
        Index: today's spend in percent, such as ``150%``; a column a channel, ``platform+channel``; NaN beyond what may
        be told.
    """
    own = curves[(curves["draw"] == 0) & curves["top"].notna()]
    steps = np.arange(0.5, 2.01, 0.25)
    lines = {}
    for platform, channel, top, rate, spend, seen in own[[*KEYS, "top", "rate", "spend", "seen"]].itertuples(
        index=False
    ):
        tried = steps * spend
        lines[f"{platform}+{channel}"] = np.where(tried <= seen, top * rate * np.exp(-rate * tried), np.nan)
    return pd.DataFrame(lines, index=[f"{step:.0%}" for step in steps])


@passes_missing
def shapes(responses: pd.DataFrame) -> pd.DataFrame:
    """Give the shape of each curve with its range, for the appendix."""
    rows = []
    for (platform, channel), draws in responses.groupby(KEYS):
        told = {"platform": platform, "channel": channel, "moved": float(draws["moved"].iloc[0])}
        for name in ("kappa", "carry"):
            found = spread(float(draws[name].iloc[0]), draws[name].to_numpy(float))
            told |= {name: found.value, f"{name}_low": found.low, f"{name}_high": found.high}
        rows.append(told)
    return pd.DataFrame(rows)


def _line(rows: pd.DataFrame, beyond: float) -> pd.DataFrame:
    first = rows[rows["draw"] == 0].iloc[0]
    seen, today = float(first["seen"]), float(first["spend"])
    spend = np.unique([*np.linspace(0.0, seen, STEPS + 1), today, seen / beyond])
    top, rate = (rows[name].to_numpy(float)[:, None] for name in ("top", "rate"))
    margins = -top * np.expm1(-rate * spend)
    low, high = np.quantile(margins, [0.5 - LEVEL / 2, 0.5 + LEVEL / 2], axis=0)
    value = margins[(rows["draw"] == 0).to_numpy().argmax()]
    part = np.where(spend == today, "today", np.where(spend <= seen / beyond, "seen", "beyond"))
    found = pd.DataFrame({"spend": spend, "value": value, "low": low, "high": high, "part": part})
    return found.assign(where=f"{first['platform']}+{first['channel']}")
