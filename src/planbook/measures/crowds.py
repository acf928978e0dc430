"""Who buys where platforms give no ids: their crowds, as shares of buyers and of paid, platform by platform.

A crowd is told one dimension at a time: how age goes with region is not in it, nor who bought again.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import LEVEL, difference, wilson

FEWEST = 20  # buyers of a dimension: of fewer nothing is claimed
KEYS = ["platform", "dimension", "bucket"]
DIMENSIONS = ("age", "gender", "region", "new_or_old", "spending_level")


@passes_missing
def shares(
    crowds: pd.DataFrame, *, platforms: Collection[str] | None = None, fewest: int = FEWEST, level: float = LEVEL
) -> pd.DataFrame | Missing:
    """Give each bucket's share of its platform's buyers and of what they paid, and how the first has changed.

    Parameters
    ----------
    crowds
        ``period`` (current, before) ``month platform dimension bucket buyers paid`` (``summaries.crowds``).
    platforms
        Which platforms; None: all of them.
    fewest
        Of fewer buyers there is a count and no share.
    level
        How often an interval covers.

    Returns
    -------
    DataFrame
        ``month platform dimension bucket buyers n`` (all of that dimension) ``share low high`` (Wilson's interval)
        ``paid paid_share``, ``share_before change change_low change_high`` (Newcombe's interval; NaN without an earlier
        month), platforms in their order, dimensions as age, gender, region, new or old, spending level.

    Examples
    --------
    >>> crowds = pd.DataFrame({"period": "current", "month": "2026-10", "platform": "douyin", "dimension": "gender",
    ...     "bucket": ["female", "male"], "buyers": [60.0, 20.0], "paid": [900.0, 100.0]})
    >>> shares(crowds)[["bucket", "share", "n", "paid_share"]]
       bucket  share     n  paid_share
    0  female   0.75  80.0         0.9
    1    male   0.25  80.0         0.1
    """
    chosen = crowds if platforms is None else crowds[crowds["platform"].isin(list(platforms))]
    now, then = (_counted(chosen[chosen["period"] == period]) for period in ("current", "before"))
    if now.empty:
        return missing("crowds", "buyers", reason="empty")
    found = now.join(then.groupby(KEYS)["buyers"].sum().rename("buyers_before"), on=KEYS)
    found = found.join(then.groupby(KEYS[:2])["buyers"].sum().rename("n_before"), on=KEYS[:2])
    counts = found[["buyers", "n", "buyers_before", "n_before"]].fillna(0.0).to_numpy(float).tolist()
    rows = [_row((buyers, n), (earlier, of), fewest, level) for buyers, n, earlier, of in counts]
    names = ["share", "low", "high", "share_before", "change", "change_low", "change_high"]
    found[names] = np.array(rows, dtype=float).reshape(-1, len(names))
    place = {name: at for at, name in enumerate(DIMENSIONS)}
    found["place"] = found["dimension"].map(place).fillna(len(place))
    found = found.sort_values(["platform", "place", "dimension", "bucket"], kind="stable", ignore_index=True)
    columns = ["month", *KEYS, "buyers", "n", *names[:3], "paid", "paid_share", *names[3:]]
    return found[columns]


@passes_missing
def largest(found: pd.DataFrame) -> pd.DataFrame:
    """Take the bucket of each platform and dimension that pays most (buys most, where paid is not told)."""
    weighed = found.assign(weighed=found["paid_share"].fillna(found["share"]))
    order = weighed.sort_values("weighed", ascending=False, kind="stable")
    firsts = order.drop_duplicates(["platform", "dimension"]).drop(columns="weighed")
    return firsts.sort_index(ignore_index=True)


@passes_missing
def without_ids(orders: pd.DataFrame) -> pd.DataFrame:
    """Tell which platforms' orders mostly carry no buyer's id.

    Returns
    -------
    DataFrame
        ``orders`` (``platform orders paid unknown unknown_paid``) with ``unknown_share`` (of orders)
        ``unknown_paid_share`` (of paid) and ``blind``: do more than half of the orders carry none?
    """
    part, paid = orders["unknown"] / orders["orders"], orders["unknown_paid"] / orders["paid"]
    return orders.assign(unknown_share=part, unknown_paid_share=paid, blind=part > 0.5)


@passes_missing
def blind(orders: pd.DataFrame) -> list[str]:
    """Name the platforms of `without_ids` that are blind."""
    return [str(name) for name in orders.loc[orders["blind"], "platform"]]


def _counted(crowds: pd.DataFrame) -> pd.DataFrame:
    whole = crowds.groupby(["platform", "dimension"])[["buyers", "paid"]].transform("sum")
    paid = whole["paid"].where(whole["paid"] > 0)
    return crowds.assign(n=whole["buyers"], paid_share=crowds["paid"] / paid).drop(columns="period")


def _row(now: tuple[float, float], then: tuple[float, float], fewest: int, level: float) -> tuple[float, ...]:
    unknown = (np.nan,) * 4
    if now[1] < fewest:
        return (*unknown[:3], *unknown)
    told = wilson(*now, level=level)
    return (*told, *unknown) if then[1] < fewest else (*told, then[0] / then[1], *difference(now, then, level))
