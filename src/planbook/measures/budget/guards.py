"""The planner's rules beside a split: which of them it keeps, and what each would cost if it were kept strictly."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from planbook.absence import passes_missing

SLACK = 0.0005  # of the budget: what rounding to whole money may move
RESERVE = "reserve"


@passes_missing
def kept(
    prices: pd.DataFrame, split: pd.DataFrame, budget: pd.DataFrame, *, shares: Mapping[str, tuple[float, float]]
) -> pd.DataFrame:
    """Hold a split against the planner's shares.

    Parameters
    ----------
    prices
        ``rule price``, of the rules as they are written (`planbook.measures.budget.allocation.priced`).
    split
        ``channel role spend`` with the reserve.
    budget
        ``value``: money.
    shares
        From and to which share of the budget the channels of a role get.

    Returns
    -------
    DataFrame
        ``rule bound share state price``: what the rule asks, the role's share in the split, ``rule_kept``,
        ``rule_eased`` (the split goes past it, since money there would not come back or cannot be taken) or
        ``rule_no_channel``; at the end what is kept back and the budget itself, which have a price and no rule.

    Examples
    --------
    >>> split = pd.DataFrame({"channel": ["ads", "reserve"], "role": ["core", "reserve"], "spend": [50.0, 50.0]})
    >>> prices, whole = pd.DataFrame({"rule": ["core_least"], "price": [0.1]}), pd.DataFrame({"value": [100.0]})
    >>> kept(prices, split, whole, shares={"core": (0.6, 1.0)}).head(1).to_dict("records")
    [{'rule': 'core_least', 'bound': 0.6, 'share': 0.5, 'state': 'rule_eased', 'price': 0.1}]
    """
    amount, price = float(budget["value"].iloc[0]), prices.set_index("rule")["price"].to_dict()
    back = split["channel"] == RESERVE
    own = (split[~back].groupby("role")["spend"].sum() / amount).to_dict()
    told = []
    for role, (least, most) in shares.items():
        share = own.get(role, np.nan)
        for side, bound, asks, past in (
            ("least", least, least > 0, share < least - SLACK),
            ("most", most, most < 1, share > most + SLACK),
        ):
            state = "rule_no_channel" if role not in own else "rule_eased" if past else "rule_kept"
            if asks:
                told.append({"rule": f"{role}_{side}", "bound": bound, "share": share, "state": state})
    told.append({"rule": RESERVE, "share": float(split.loc[back, "spend"].sum()) / amount, "state": ""})
    told.append({"rule": "budget", "state": ""})
    found = pd.DataFrame(told, columns=["rule", "bound", "share", "state"])
    return found.assign(price=found["rule"].map(price).astype(float))
