"""Share out a budget so that no yuan would bring more elsewhere, within the planner's rules, and price the rules.

Maximise Σ top × (1 − exp(−rate × spend)), concave, under linear rules; at the optimum the marginal returns of channels
that no rule holds are equal (not their averages). The price of a rule is what one yuan more of room would bring (Boyd
and Vandenberghe 2004, Convex Optimization, section 5.6); it is found by giving that room, since the multipliers of
rules that bind together are not unique.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import LinearConstraint, minimize

from planbook.absence import Missing, missing, passes_missing

Array = NDArray[np.float64]
Shares = Mapping[str, tuple[float, float]]
RESERVE = "reserve"
ROOM = 1e-4  # how much of the budget a rule is eased by to find its price


class Rule(NamedTuple):
    """What channels of some rows may spend together, as shares of the budget: ``least`` and ``most``."""

    name: str
    rows: tuple[bool, ...]
    least: float = 0.0
    most: float = 1.0


class Rules(NamedTuple):
    """What holds a split: groups of channels, the share that may be spent at all, and what an unspent yuan is worth.

    ``hurdle`` is 1 where a yuan that is not spent stays in the purse, 0 where all must be spent.
    """

    groups: tuple[Rule, ...] = ()
    cap: float = 1.0
    hurdle: float = 0.0


FREE = Rules()


class Split(NamedTuple):
    """A budget shared out: spend a row, and what it brings."""

    spend: Array
    value: float


def response(top: Array, rate: Array, spend: Array) -> Array:
    """Give what spend brings."""
    return top * -np.expm1(-rate * spend)


def marginal(top: Array, rate: Array, spend: Array) -> Array:
    """Give what the next yuan brings.

    Examples
    --------
    >>> float(marginal(np.array([100.0]), np.array([0.02]), np.array([50.0]))[0].round(4))
    0.7358
    """
    return top * rate * np.exp(-rate * spend)


def allocate(curves: pd.DataFrame, budget: float, rules: Rules = FREE) -> Split:
    """Find the best split.

    Parameters
    ----------
    curves
        A row a channel: ``top rate`` and, where they bound it, ``least`` and ``most`` (money).
    budget
        What there is to share out.
    rules
        What holds it.

    Examples
    --------
    >>> curves = pd.DataFrame({"top": [120.0, 90.0, 60.0, 40.0], "rate": [0.02, 0.035, 0.05, 0.08]})
    >>> found = allocate(curves, 150.0)
    >>> found.spend.round(2).tolist(), round(found.value, 3)
    ([60.4, 42.28, 28.62, 18.7], 230.348)
    """
    top, rate = curves["top"].to_numpy(float), curves["rate"].to_numpy(float)
    least, most = _bound(curves, "least", 0.0) / budget, _bound(curves, "most", budget) / budget
    scale = max(float(np.sum(top)), 1e-12)

    def loss(shares: Array) -> float:
        spend = shares * budget
        return float(rules.hurdle * spend.sum() - response(top, rate, spend).sum()) / scale

    def slope(shares: Array) -> Array:
        return (rules.hurdle - marginal(top, rate, shares * budget)) * budget / scale

    even = np.clip(np.full(len(top), rules.cap / len(top)), least, most)
    limits, bounds = LinearConstraint(*_limits(rules, len(top))), list(zip(least, most, strict=True))
    options = {"maxiter": 500, "ftol": 1e-14}
    found = minimize(loss, even, jac=slope, bounds=bounds, constraints=[limits], method="SLSQP", options=options)
    spend = np.clip(np.round(found.x, 12), least, most) * budget  # the last digits hang on how many cores reckon
    return Split(spend, float(response(top, rate, spend).sum()))


def prices(curves: pd.DataFrame, budget: float, rules: Rules) -> dict[str, float]:
    """Price each rule: what a yuan more of room under it would bring, beyond what that yuan is worth unspent.

    Returns
    -------
    dict
        By ``<group>_least`` and ``<group>_most``, ``reserve`` (what is kept back) and ``budget`` (one yuan more of it).

    Examples
    --------
    >>> curves = pd.DataFrame({"top": [120.0, 90.0, 60.0, 40.0], "rate": [0.02, 0.035, 0.05, 0.08]})
    >>> held = Rules((Rule("test", (False, False, True, True), most=0.2),))
    >>> {name: round(price, 3) for name, price in prices(curves, 150.0, held).items()}
    {'test_most': 0.646, 'reserve': 0.0, 'budget': 0.705}
    """
    room = ROOM * budget
    best = _worth(allocate(curves, budget, rules), rules)
    told = {}
    for at, group in enumerate(rules.groups):
        for side, step in (("least", -ROOM), ("most", ROOM)):
            if (group.least > 0) if side == "least" else (group.most < 1):
                eased = group._replace(**{side: getattr(group, side) + step})
                groups = (*rules.groups[:at], eased, *rules.groups[at + 1 :])
                told[f"{group.name}_{side}"] = rules._replace(groups=groups)
    told[RESERVE] = rules._replace(cap=min(1.0, rules.cap + ROOM))
    found = {name: (_worth(allocate(curves, budget, eased), rules) - best) / room for name, eased in told.items()}
    more = _worth(allocate(curves, budget + room, rules), rules)
    return {name: max(price, 0.0) for name, price in (found | {"budget": (more - best) / room}).items()}


def _worth(split: Split, rules: Rules) -> float:
    return split.value - rules.hurdle * float(split.spend.sum())


def _limits(rules: Rules, many: int) -> tuple[Array, float, Array]:
    """Write the rules as sums of shares that stay below limits."""
    rows, most = [np.ones(many)], [rules.cap]
    for group in rules.groups:
        own = np.array(group.rows, dtype=float)
        rows += [own, -own]
        most += [group.most, -group.least]
    return np.array(rows), -np.inf, np.array(most)


def _bound(curves: pd.DataFrame, name: str, otherwise: float) -> Array:
    return curves[name].to_numpy(float) if name in curves else np.full(len(curves), otherwise)


@passes_missing
def split(
    curves: pd.DataFrame, budget: pd.DataFrame, *, shares: Shares, strict: Collection[str] = (), factor: float = 1.0
) -> pd.DataFrame:
    """Share a campaign's budget out, by the planner's shares of core and test channels.

    Parameters
    ----------
    curves
        ``platform channel role draw top rate least most spend whole`` (``plan.stretched``); the draw 0 counts. A
        channel without a curve keeps its ``spend``, up to its ``most`` and its part of the whole.
    budget
        ``value``: money; what nothing takes is the reserve.
    shares
        From and to which share of the budget the channels of a role get; a role that no channel has is left out.
    strict
        Roles that get their least share though money there would not come back.
    factor
        How much of the budget there is.

    Returns
    -------
    DataFrame
        ``platform channel role spend`` with the row ``reserve`` last.
    """
    own, amount = curves[curves["draw"] == 0].reset_index(drop=True), float(budget["value"].iloc[0]) * factor
    known, spend = own["top"].notna(), _kept(own, amount)
    if known.any():
        rules = held(curves, amount, shares=shares, strict=strict)
        spend[known] = allocate(own[known].reset_index(drop=True), amount, rules).spend
    told = own[["platform", "channel", "role"]].assign(spend=spend)
    rest = {"platform": "all", "channel": RESERVE, "role": RESERVE, "spend": max(amount - spend.sum(), 0.0)}
    return pd.concat([told, pd.DataFrame([rest])], ignore_index=True)


@passes_missing
def priced(curves: pd.DataFrame, budget: pd.DataFrame, *, shares: Shares) -> pd.DataFrame | Missing:
    """Price the planner's rules as they are written, kept strictly: ``rule price``, dearest first (`prices`)."""
    own, amount = curves[(curves["draw"] == 0) & curves["top"].notna()], float(budget["value"].iloc[0])
    if own.empty:
        return missing("ad_spend", reason="too_few")
    found = prices(own.reset_index(drop=True), amount, held(curves, amount, shares=shares, strict=shares))
    told = pd.DataFrame(found.items(), columns=["rule", "price"])
    return told.sort_values("price", ascending=False, kind="stable", ignore_index=True)


@passes_missing
def ways(curves: pd.DataFrame, budget: pd.DataFrame, *, shares: Shares) -> pd.DataFrame:
    """Spend in several ways, what is spent today first: ``scenario platform channel spend``, without the reserve."""
    own = curves[curves["draw"] == 0]
    tried = {
        "as_now": own,
        "with_rules": split(curves, budget, shares=shares),
        "strictly": split(curves, budget, shares=shares, strict=shares),
        "without_rules": split(curves, budget, shares={}),
        "in_proportion": own.assign(spend=own["whole"]),
        "fifth_less": split(curves, budget, shares=shares, factor=0.8),
        "fifth_more": split(curves, budget, shares=shares, factor=1.2),
    }
    frames = [rows.assign(scenario=name) for name, rows in tried.items() if not isinstance(rows, Missing)]
    told: pd.DataFrame = pd.concat(frames, ignore_index=True)
    return told.loc[told["channel"] != RESERVE, ["scenario", "platform", "channel", "spend"]].reset_index(drop=True)


def held(curves: pd.DataFrame, budget: float, *, shares: Shares, strict: Collection[str] = ()) -> Rules:
    """Write the planner's shares as rules over the channels that have a curve; the others' spend is taken off first.

    A role gets its least share only as far as money there comes back, if it is not to be kept strictly, and as its
    channels may take it; the rest is reserve.
    """
    own = curves[curves["draw"] == 0]
    known = own[own["top"].notna()]
    fixed = _kept(own, budget)[own["top"].isna()].groupby(own["role"]).sum() / budget
    cap, bounds = max(1.0 - float(fixed.sum()), 0.0), {}
    for role in [each for each in shares if each in set(known["role"])]:
        rows = known[known["role"] == role]
        full = np.log((rows["top"] * rows["rate"]).clip(lower=1.0)) / rows["rate"]  # there a yuan more just comes back
        wanted = rows["most"] if role in strict else full.clip(rows["least"], rows["most"])
        least, most = (max(each - fixed.get(role, 0.0), 0.0) for each in shares[role])
        bounds[role] = min(least, float(wanted.sum()) / budget), most
    room = min(1.0, cap / max(sum(least for least, _ in bounds.values()), 1e-9))  # what has no curve is spent already
    groups = [Rule(role, tuple(known["role"].eq(role)), least * room, most) for role, (least, most) in bounds.items()]
    return Rules(tuple(groups), cap, 1.0)


def _kept(rows: pd.DataFrame, budget: float) -> pd.Series[float]:
    """Give what channels without a curve keep: today's spend, as far as they may and the budget reaches."""
    part = rows["whole"] * budget / max(float(rows["whole"].sum()), 1e-9)
    return pd.concat([rows[["spend", "most"]], part], axis=1).min(axis=1)
