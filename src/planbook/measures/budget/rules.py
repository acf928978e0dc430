"""Scale, mend or cut: what a campaign's ROAS means against the shop's own break-even, so that noise moves no money.

A tool's campaign is scaled, by a fifth at most, only where both its average and the next yuan surely pay. Below
break-even it is mended first: a fifth of its money is taken off where that is sure, none where it may be chance. It is
cut only where it was surely below over two spans running. Ranges are those of a ratio over days (Cochran 1977).
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import ratio

KEYS = ["platform", "channel", "campaign"]
SPAN, WEEK = 28, 7  # days that are looked at, twice
STEP = 0.2
QUOTED = (5.0, 1.2)  # the two figures that planners quote: add at the one, compress at the other
MOVES = {"scale": 1 + STEP, "hold": 1.0, "mend": 1 - STEP, "cut": 0.0}  # where it is sure


@passes_missing
def moves(
    days: pd.DataFrame, break_even: pd.DataFrame, next_yuan: pd.DataFrame | None = None
) -> pd.DataFrame | Missing:
    """Say of each campaign of a tool what to do with its spend next week.

    Parameters
    ----------
    days
        ``date platform channel campaign spend paid``, eight weeks or more.
    break_even
        ``break_even_roas`` by platform and ``all``.
    next_yuan
        ``platform channel low high`` of the marginal return today; without it nothing is scaled.

    Returns
    -------
    DataFrame
        Most spend first: ``platform channel campaign spend next`` (a week, now and next) ``roas low high before``
        (ROAS of the span before) ``break_even_roas marginal_low verdict``.
    """
    last = days["date"].max()
    now = days[days["date"] > last - pd.Timedelta(days=SPAN)]
    then = days[(days["date"] <= last - pd.Timedelta(days=SPAN)) & (days["date"] > last - pd.Timedelta(days=2 * SPAN))]
    told = [_row(list(keys), rows) for keys, rows in now.groupby(KEYS) if rows["spend"].sum() > 0]
    if not told:
        return missing("ad_spend", reason="empty")
    found = pd.DataFrame(told)
    before = {keys: ratio(rows["paid"], rows["spend"]).high for keys, rows in then.groupby(KEYS)}
    known = break_even["break_even_roas"]
    found["before"] = [before.get(tuple(keys), np.nan) for keys in found[KEYS].to_numpy()]
    found["break_even_roas"] = [known.get(platform, known["all"]) for platform in found["platform"]]
    margins = {} if next_yuan is None else next_yuan.set_index(["platform", "channel"])["low"].to_dict()
    found["marginal_low"] = [
        margins.get((p, c), np.nan) for p, c in zip(found["platform"], found["channel"], strict=True)
    ]
    found["verdict"] = _verdicts(found)
    chance = found["verdict"].eq("mend") & (found["high"] >= found["break_even_roas"])
    found["next"] = found["spend"] * found["verdict"].map(MOVES).mask(chance, 1.0)
    return found.sort_values(["spend", *KEYS], ascending=[False, True, True, True], ignore_index=True)


@passes_missing
def per_order(days: pd.DataFrame) -> pd.DataFrame | Missing:
    """Give what an order costs in each campaign of a tool over the last span, as the tools count orders.

    Parameters
    ----------
    days
        ``date platform channel campaign spend conversions``.

    Returns
    -------
    DataFrame
        Most spend first: ``platform channel campaign spend conversions cpa low high``; NaN without orders. `Missing`
        where no tool counts orders.

    Examples
    --------
    >>> days = pd.DataFrame({"date": pd.date_range("2026-10-01", periods=4), "platform": "own", "channel": "ads"})
    >>> days = days.assign(campaign="a", spend=[10.0, 20.0, 10.0, 20.0], conversions=[1.0, 1.0, 1.0, 1.0])
    >>> per_order(days)[["cpa", "low", "high"]].round(2).to_numpy().tolist()
    [[15.0, 10.27, 19.73]]
    """
    now = days[days["date"] > days["date"].max() - pd.Timedelta(days=SPAN)]
    if not now["conversions"].sum() > 0:
        return missing("ad_spend", "conversions")
    told = []
    for keys, rows in now.groupby(KEYS):
        sums = {name: float(rows[name].sum()) for name in ("spend", "conversions")}
        found = ratio(rows["spend"], rows["conversions"])
        cost = {"cpa": found.value, "low": max(found.low, 0.0), "high": found.high}
        told.append(dict(zip(KEYS, keys, strict=True)) | sums | cost)
    order = ["spend", *KEYS]
    return pd.DataFrame(told).sort_values(order, ascending=[False, True, True, True], ignore_index=True)


@passes_missing
def quoted(break_even: pd.DataFrame) -> pd.DataFrame:
    """Tell what the figures that planners quote leave of a yuan at this shop's break-even.

    Examples
    --------
    >>> quoted(pd.DataFrame({"break_even_roas": [2.5]}, index=["all"])).round(2).to_dict("records")
    [{'roas': 5.0, 'left': 1.0, 'even': 2.5}, {'roas': 1.2, 'left': -0.52, 'even': 2.5}]
    """
    even = float(break_even["break_even_roas"].to_dict()["all"])
    return pd.DataFrame({"roas": QUOTED, "left": [roas / even - 1 for roas in QUOTED], "even": even})


def _row(keys: Iterable[object], rows: pd.DataFrame) -> dict[str, object]:
    found = ratio(rows["paid"], rows["spend"])
    spend = float(rows["spend"].sum()) / SPAN * WEEK
    return (
        dict(zip(KEYS, keys, strict=True))
        | {"spend": spend}
        | {"roas": found.value, "low": found.low, "high": found.high}
    )


def _verdicts(found: pd.DataFrame) -> list[str]:
    pays, fails = found["low"] > found["break_even_roas"], found["high"] < found["break_even_roas"]
    failed = found["before"] < found["break_even_roas"]
    more = found["marginal_low"] > 1
    return list(np.select([pays & more, pays, fails & failed, fails | (found["roas"] < found["break_even_roas"])],
                          ["scale", "hold", "cut", "mend"], "hold"))  # fmt: skip
