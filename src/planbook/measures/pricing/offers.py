"""Which offer pays: what each does to the margin of real baskets, what it must sell more, and what is to be expected.

The margin of the same baskets with and without the offer gives the rise in orders at which it breaks even. What is to
be expected comes from the price elasticity of each category by way of what the offer does to the average price there,
so one that few baskets reach changes little. Baskets just below a threshold may be filled up, and some of what is sold
more is only bought earlier or instead of other items: nobody's data tell how much, so both are assumptions that are
drawn from nought to the most that is granted. All that is uncertain is drawn together, 400 times with a fixed seed:
baskets (64 parts resampled), elasticities (normal), orders of the campaign, and both assumptions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import quantile, spread
from planbook.measures.mechanics import GIFT, Deal, apply, given_away, items_of, topped_up

DRAWS, SEED, PARTS = 400, 23, 64
ALL = "all"  # all platforms together, and what elasticities say of all items
DEEPEST = 0.25  # of a category's price; how buyers answer to more is told by no price move that was seen
THOUSAND = 1000.0  # orders that are spoken of where no campaign is known

Floats = NDArray[np.float64]


class Answer(NamedTuple):
    """How buyers are taken to answer.

    ``slopes`` is ``category elasticity low high``, where ``all`` stands in for a category of which nothing is told
    (None: not known, and nothing is said of what is to be expected). ``top_up`` and ``shifted`` are the most that is
    granted of baskets just below a threshold that are filled up, and of sales that are only moved. ``later`` is the
    margin that a new buyer brings in the year after; a gift for new buyers counts it for each one more.
    """

    slopes: pd.DataFrame | None = None
    top_up: float = 0.2
    shifted: float = 0.3
    later: float = 0.0


class Drawn(NamedTuple):
    """What is uncertain, drawn: the first row of each is the best guess."""

    weights: Floats  # of the parts of baskets, draws × parts
    slopes: dict[str, Floats]  # elasticity of each category; none: not known
    filled: Floats  # share of the baskets just below a threshold that are filled up
    shifted: Floats  # share of what is sold more that is sold less elsewhere or later
    later: float  # margin of the year after, of a new buyer


class Outcome(NamedTuple):
    """An offer on one platform, each a row a draw: sums over the orders of the campaign."""

    paid: Floats
    paid_after: Floats
    before: Floats
    after: Floats  # margin of the same orders
    effect: Floats  # change in margin, with what is sold more
    topped: Floats  # of it, by baskets that are filled up
    more: Floats  # rise in orders × paid, so that a rise can be told over platforms
    price: Floats  # paid for what was worth ``paid``
    given: Floats  # what is taken off and given beside
    borne: Floats  # of it, at the shop's cost
    free: Floats  # effect if none of it were
    qualify: float
    orders: float


@passes_missing
def reckon(
    lines: pd.DataFrame,
    deals: Mapping[str, list[Deal]],
    answer: Answer,
    *,
    orders: pd.DataFrame | None = None,
) -> pd.DataFrame | Missing:
    """Reckon every offer on a shop's baskets.

    Parameters
    ----------
    lines
        ``baskets.ready``.
    deals
        ``baskets.scaled``: platform → offers.
    answer
        How buyers are taken to answer.
    orders
        ``awaited.orders``: ``platform orders scatter``. None: a thousand orders, as they fall on the platforms.

    Returns
    -------
    DataFrame
        One row an offer and platform, ``all`` first where there are several: ``platform offer mechanic threshold cut
        depth terms`` (the deal) ``orders qualify`` (share of orders it touches) ``before after`` (margin of an order)
        ``needed needed_low needed_high`` (rise in orders at which it breaks even; inf: none) ``price`` (change in what
        is paid for the same goods) ``uplift uplift_low uplift_high paid_more effect low high chance`` (of losing money)
        ``topped`` (of the effect, by baskets that are filled up) ``shop`` (share of what is taken off or given that the
        shop pays) ``most`` (such a share at which it breaks even; 1: it pays though the shop pays all); the last ones
        are NaN where the data cannot say. An offer that reaches no basket has no row.
    """
    drawn = _drawn(lines, answer)
    rng = np.random.default_rng(SEED + 1)
    rows, found = [], dict[str, dict[str, Outcome]]()
    for platform, own in lines.groupby("platform"):
        wanted = _orders(own, lines, orders, rng)
        found[str(platform)] = {deal.key: _outcome(own, deal, drawn, wanted) for deal in deals[str(platform)]}
    for platform, each in found.items():
        rows += [_row(platform, deal, each[deal.key]) for deal in deals[platform] if each[deal.key].qualify > 0]
    if len(found) > 1:
        shared = set.intersection(*({row["offer"] for row in rows if row["platform"] == name} for name in found))
        whole = [deal for deal in deals[next(iter(found))] if deal.key in shared]
        rows = [_row(ALL, deal, _added([each[deal.key] for each in found.values()])) for deal in whole] + rows
    return pd.DataFrame(rows) if rows else missing("order_items", reason="empty")


def _drawn(lines: pd.DataFrame, answer: Answer) -> Drawn:
    rng = np.random.default_rng(SEED)
    weights = rng.multinomial(PARTS, np.full(PARTS, 1 / PARTS), DRAWS).astype(float)
    rows = [] if answer.slopes is None else answer.slopes.to_dict("records")
    told, found = {str(row["category"]): row for row in rows}, dict[str, Floats]()
    for category in sorted(lines["category"].unique()):
        row = told.get(category, told.get(ALL))
        noise = rng.standard_normal(DRAWS)
        if row is not None:
            error = (row["high"] - row["low"]) / 2 / quantile(0.8)
            draws = np.concatenate([[row["elasticity"]], row["elasticity"] + error * noise])
            found[category] = np.minimum(draws, 0.0)
    filled, moved = (np.concatenate([[most / 2], most * rng.random(DRAWS)]) for most in (answer.top_up, answer.shifted))
    return Drawn(np.vstack([np.ones(PARTS), weights]), found, filled, moved, answer.later)


def _orders(own: pd.DataFrame, lines: pd.DataFrame, orders: pd.DataFrame | None, rng: np.random.Generator) -> Floats:
    """Draw how many orders the campaign would bring on a platform without the offer."""
    noise = np.concatenate([[0.0], rng.standard_normal(DRAWS)])
    told = None if orders is None else orders[orders["platform"] == own["platform"].iloc[0]]
    if told is None or told.empty:
        return np.full(DRAWS + 1, THOUSAND * own["order"].nunique() / lines["order"].nunique())
    row = told.iloc[0]
    scatter = 0.0 if np.isnan(row["scatter"]) else row["scatter"]
    wanted: Floats = np.maximum(row["orders"] * (1 + scatter * noise), 0.0)
    return wanted


def _outcome(own: pd.DataFrame, deal: Deal, drawn: Drawn, wanted: Floats) -> Outcome:
    done = apply(own, deal)
    touched = (done["cut"] + done["extra"] > 0).groupby(own["order"]).any()
    first = own.drop_duplicates("order")
    counted = np.bincount(first["part"], minlength=PARTS).astype(float)
    each = wanted / (drawn.weights @ counted)  # what an order of the sample stands for
    # an elasticity is an item's: what the offer is for must not be thinned out by what it is not for
    codes, names = pd.factorize(pd.MultiIndex.from_arrays([own["category"], items_of(own, deal)]), sort=True)
    cells, size = own["part"].to_numpy() * len(names) + codes, PARTS * len(names)
    parts = {name: np.bincount(cells, column, size).reshape(PARTS, -1) for name, column in _columns(own, done).items()}
    sums = {name: drawn.weights @ part for name, part in parts.items()}
    topped, free = (
        (drawn.weights @ np.bincount(first["part"], topped_up(own, one), PARTS)) * drawn.filled
        for one in (deal, given_away(deal))
    )
    rise = _rise(sums, drawn, [str(category) for category, _ in names])
    gained = (sums["after"] * (1 + rise) - sums["before"]).sum(axis=1) + topped
    free += (sums["before"] * rise).sum(axis=1)
    if deal.mechanic == GIFT:
        inside = np.array([bool(for_) for _, for_ in names])
        came = _came(first[items_of(first, deal)], sums["paid"][:, inside], rise[:, inside], drawn)
        gained, free = gained + drawn.later * came, free + drawn.later * came
    totals = {name: sums[name].sum(axis=1) * each for name in sums}
    return Outcome(
        totals["paid"], (sums["income"] * (1 + rise)).sum(axis=1) * each, totals["before"], totals["after"],
        gained * each, topped * each, (sums["paid"] * rise).sum(axis=1) * each, totals["price"], totals["given"],
        totals["borne"], free * each, float(touched.mean()), float(wanted[0]),
    )  # fmt: skip


def _columns(own: pd.DataFrame, done: pd.DataFrame) -> dict[str, Floats]:
    """Give by line what is added up: ``price`` is what the same goods cost a buyer, free ones counted as goods too."""
    goods, keeps = own["quantity"] * own["cost"], own["keeps"]
    income = own["amount"] - done["shop"]
    columns = {
        "paid": own["amount"],
        "price": (own["amount"] - done["cut"] - done["worth"]) * own["quantity"] / done["units"],
        "before": (own["amount"] * (1 - own["fee"]) - goods) * keeps,
        "after": (income * (1 - own["fee"]) - goods - done["extra"]) * keeps,
        "income": income,
        "handed": own["amount"] * done["units"] / own["quantity"],
        "given": done["cut"] + done["extra"],
        "borne": done["shop"] + done["extra"],
    }
    return {name: column.to_numpy(float) for name, column in columns.items()}


def _came(new: pd.DataFrame, paid: Floats, rise: Floats, drawn: Drawn) -> Floats:
    """Count the new buyers that come for a gift, beside those in the baskets."""
    total = paid.sum(axis=1)
    counted = drawn.weights @ np.bincount(new["part"], minlength=PARTS).astype(float)
    came: Floats = counted * (paid * rise).sum(axis=1) / np.where(total > 0, total, 1.0)
    return came


def _rise(sums: Mapping[str, Floats], drawn: Drawn, names: list[str]) -> Floats:
    """Give the rise in orders that each cell's change in price is to be expected to bring; NaN where it is not told."""
    there = sums["paid"] > 0
    ratio = np.where(there, sums["price"], 1.0) / np.where(there, sums["paid"], 1.0)
    if set(names) - set(drawn.slopes) or ratio[0].min() < 1 - DEEPEST:
        return np.full(ratio.shape, np.nan)
    slopes = np.column_stack([drawn.slopes[name] for name in names])
    # who is given a second unit needs fewer orders for as many units
    rise: Floats = ratio**slopes * np.where(there, sums["paid"], 1.0) / np.where(there, sums["handed"], 1.0) - 1
    return rise * (1 - drawn.shifted[:, None])


def _added(parts: list[Outcome]) -> Outcome:
    orders = sum(part.orders for part in parts)
    qualify = sum(part.qualify * part.orders for part in parts) / orders
    sums = [np.sum(each, axis=0) for each in zip(*(part[:-2] for part in parts), strict=True)]
    return Outcome._make([*sums, qualify, orders])


def _row(platform: str, deal: Deal, out: Outcome) -> dict[str, object]:
    threshold, cut = deal.steps[-1] if deal.steps else (np.nan, np.nan)
    row: dict[str, object] = {"platform": platform, "offer": deal.key, "mechanic": deal.mechanic, "terms": deal}
    row |= {"threshold": threshold, "cut": cut, "depth": deal.depth or np.nan}
    row |= {"orders": out.orders, "qualify": out.qualify}
    row |= {"before": out.before[0] / out.orders, "after": out.after[0] / out.orders}
    with np.errstate(divide="ignore", invalid="ignore"):
        needed = np.where(out.after > 0, out.before / out.after - 1, np.inf)
    row |= _told("needed", needed, ("needed_low", "needed_high")) | {"price": float(out.price[0] / out.paid[0]) - 1}
    row |= _told("uplift", out.more / out.paid, ("uplift_low", "uplift_high"))
    row |= {"paid_more": float(out.paid_after[0] - out.paid[0])} | _told("effect", out.effect, ("low", "high"))
    known = np.isfinite(out.effect[0])
    row |= {"chance": float((out.effect[1:] < 0).mean()) if known else np.nan, "topped": float(out.topped[0])}
    return row | _shared(out)


def _shared(out: Outcome) -> dict[str, float]:
    """Tell the shop's share of what is given, and at which share it breaks even: the effect falls evenly with it."""
    share, dear = float(out.borne[0] / out.given[0]), float(out.free[0] - out.effect[0])
    return {"shop": share, "most": float(np.clip(share * out.free[0] / dear, 0, 1)) if dear > 0 else np.nan}


def _told(name: str, draws: Floats, ends: tuple[str, str]) -> dict[str, float]:
    if not np.isfinite(draws).all():
        return {name: float(draws[0]), ends[0]: np.nan, ends[1]: np.nan}
    return dict(zip((name, *ends), spread(float(draws[0]), draws[1:]), strict=True))
