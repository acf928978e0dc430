"""Why a figure moved: exact shares of a change for visitors, conversion, paid per buyer, kinds of buyer and the mix.

Changes of paid are shared out by Shapley values (`planbook.measures.shapley`); the change of a total rate is shared
into rates and mix by midpoints (Kitagawa 1955, J. Am. Stat. Assoc. 50, 1168-1194). Neither leaves a rest.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.shapley import shapley, shapley_chain, shapley_rows

__all__ = [
    "is_simpson",
    "new_and_repeat",
    "paid_change",
    "paid_change_by",
    "rate_mix",
    "shapley",
    "shapley_rows",
    "total_rates",
]

PAID = {"visitors": "visitors", "conversion": "buyers", "paid_per_buyer": "paid"}
BOUGHT = {"buyers": "buyers", "paid_per_buyer": "paid"}
KINDS = ("new", "repeat")


@passes_missing
def paid_change(sales: pd.DataFrame, traffic: pd.DataFrame, *, against: str = "previous") -> pd.DataFrame | Missing:
    """Share the change of paid among visitors, conversion and paid per buyer.

    Parameters
    ----------
    sales, traffic
        One row a period: ``period``, ``paid``, ``buyers``, and ``period``, ``visitors``.
    against
        The period compared with.

    Returns
    -------
    DataFrame
        Columns ``factor`` (visitors, conversion, paid_per_buyer) and ``effect``.

    Examples
    --------
    >>> sales = pd.DataFrame({"period": ["current", "previous"], "paid": [680400.0, 600000.0], "buyers": [3240, 3000]})
    >>> traffic = pd.DataFrame({"period": ["current", "previous"], "visitors": [120000, 100000]})
    >>> paid_change(sales, traffic).round(2)
               factor    effect
    0        visitors  116800.0
    1      conversion  -67700.0
    2  paid_per_buyer   31300.0
    """
    if not {"current", against} <= set(sales["period"]):
        return missing("orders", reason="empty")
    if not {"current", against} <= set(traffic.loc[traffic["visitors"] > 0, "period"]):
        return missing("traffic", "visitors", reason="empty")
    effects = _by_segment(sales.assign(shop=""), traffic.assign(shop=""), "shop", against).iloc[0]
    if np.isnan(effects["effect_visitors"]):
        return missing("orders", "customer_id")
    return _steps({name: effects[f"effect_{name}"] for name in PAID})


@passes_missing
def paid_change_by(
    sales: pd.DataFrame, traffic: pd.DataFrame, segment: str, *, against: str = "previous"
) -> pd.DataFrame | Missing:
    """Share each segment's change of paid among its visitors, conversion and paid per buyer.

    A segment that one period lacks counts there as zero, and all its change is one of visitors. Where no visitors or
    no buyers go with the paid of a segment, its change stands in ``effect_other``.

    Parameters
    ----------
    sales, traffic
        One row a period and segment, columns as in `paid_change`.
    segment
        The column that both share, such as ``platform``.
    against
        The period compared with.

    Returns
    -------
    DataFrame
        Indexed by segment, greatest change first: ``before after change effect_visitors effect_conversion
        effect_paid_per_buyer effect_other``; the effects of all rows add up to the change of paid.
    """
    found = _by_segment(sales, traffic, segment, against)
    return found if len(found) else missing("orders", reason="empty")


@passes_missing
def new_and_repeat(sales: pd.DataFrame, *, against: str = "previous") -> pd.DataFrame | Missing:
    """Share the change of paid among buyers and paid per buyer of new and of repeat customers.

    Parameters
    ----------
    sales
        One row a period and ``kind`` (new, repeat): ``paid``, ``buyers``. Other kinds, such as orders without a
        customer, make up the factor ``other``.
    against
        The period compared with.

    Returns
    -------
    DataFrame
        Columns ``factor`` (new_buyers, new_paid_per_buyer, repeat_buyers, repeat_paid_per_buyer, where there is such
        a kind other) and ``effect``.
    """
    now, then = _of(sales, "current", "kind"), _of(sales, against, "kind")
    if now.empty or then.empty:
        return missing("orders", "customer_id", reason="empty")
    old, new = _aligned(then, now, ["buyers", "paid"])
    effects = shapley_chain(old, new, BOUGHT).reindex(KINDS).fillna(0.0)
    steps = {f"{kind}_{name}": float(effects[name][kind]) for kind in KINDS for name in BOUGHT}
    rest = float((new["paid"] - old["paid"]).sum()) - sum(steps.values())
    return _steps(steps | ({} if set(old.index) <= set(KINDS) else {"other": rest}))


@passes_missing
def rate_mix(
    counts: pd.DataFrame,
    *,
    against: str = "previous",
    segment: str = "source",
    rate: tuple[str, str] = ("buyers", "visitors"),
) -> pd.DataFrame | Missing:
    """Share the change of a total rate between the rates of its segments and their mix.

    Rate effects are Δrate × mean share, mix effects Δshare × (mean rate − mean total rate): a segment that converts
    worse than the shop pulls the total down as its share grows.

    Parameters
    ----------
    counts
        One row a period and segment, with the two columns of ``rate``.
    against
        The period compared with.
    segment
        The column that names the segment.
    rate
        Numerator and denominator.

    Returns
    -------
    DataFrame
        Indexed by segment: ``rate_before rate_after share_before share_after rate_effect mix_effect``; the effects
        add up to the change of the total rate.
    """
    above, below = rate
    old, new = _aligned(_of(counts, against, segment), _of(counts, "current", segment), [above, below])
    if not (old[below].sum() > 0 and new[below].sum() > 0):
        return missing("traffic", below, reason="empty")
    rates = [part[above] / part[below].where(part[below] > 0) for part in (old, new)]
    shares = [part[below] / part[below].sum() for part in (old, new)]
    total = (old[above].sum() / old[below].sum() + new[above].sum() / new[below].sum()) / 2
    before, after = rates[0].fillna(rates[1]).fillna(0.0), rates[1].fillna(rates[0]).fillna(0.0)
    return pd.DataFrame({
        "rate_before": rates[0], "rate_after": rates[1], "share_before": shares[0], "share_after": shares[1],
        "rate_effect": (after - before) * (shares[0] + shares[1]) / 2,
        "mix_effect": (shares[1] - shares[0]) * ((before + after) / 2 - total),
    })  # fmt: skip


def total_rates(mix: pd.DataFrame) -> tuple[float, float]:
    """Give the total rate before and after, of a frame from `rate_mix`."""
    before, after = ((mix[f"rate_{when}"] * mix[f"share_{when}"]).sum() for when in ("before", "after"))
    return float(before), float(after)


def is_simpson(mix: pd.DataFrame) -> bool:
    """Say whether every segment's rate moves one way and the total the other (Simpson's paradox)."""
    before, after = total_rates(mix)
    moves = np.sign(
        mix["rate_after"] - mix["rate_before"]
    )  # NaN where a segment came or went: then not every one moved
    return len(moves) > 1 and bool((moves * np.sign(after - before) < 0).all())


def _by_segment(sales: pd.DataFrame, traffic: pd.DataFrame, segment: str, against: str) -> pd.DataFrame:
    old, new = _aligned(_of(sales, against, segment), _of(sales, "current", segment), ["buyers", "paid"])
    seen = _aligned(_of(traffic, against, segment), _of(traffic, "current", segment), ["visitors"])
    old, new = old.join(seen[0]).fillna({"visitors": 0.0}), new.join(seen[1]).fillna({"visitors": 0.0})
    effects = shapley_chain(old, new, PAID)
    found = pd.DataFrame({"before": old["paid"], "after": new["paid"], "change": new["paid"] - old["paid"]})
    other = found["change"].where(effects["visitors"].isna())
    found = found.join(effects.add_prefix("effect_")).assign(effect_other=other)
    return found.sort_values("change", key=lambda change: -change.abs(), kind="stable")


def _of(frame: pd.DataFrame, period: str, segment: str) -> pd.DataFrame:
    return frame[frame["period"] == period].set_index(segment)


def _aligned(then: pd.DataFrame, now: pd.DataFrame, columns: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give both periods the same segments; one that a period lacks counts as zero there."""
    every = then.index.union(now.index)
    old, new = (part[columns].astype(float).reindex(every, fill_value=0.0) for part in (then, now))
    return old, new


def _steps(effects: dict[str, float]) -> pd.DataFrame:
    return pd.DataFrame({"factor": list(effects), "effect": list(effects.values())})
