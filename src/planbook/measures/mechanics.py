"""What each kind of offer does to a basket: what the buyer no longer pays, who pays for it, and what is given beside.

Every mechanic is a pure function of baskets, line by line. What is taken off a whole order is shared among its lines by
what is left to pay on each. Stacked offers are taken off one after the other, each from what the one before left, and
nothing below nought: so platforms reckon, item offers first, then the shop's, then their own.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

Steps = tuple[tuple[float, float], ...]
Series = pd.Series  # of one number a line
PART_OF_A_CENT = 1e-9
NEAR = 0.2  # of a threshold: who lacks no more may fill the basket up
GIFT = "new_buyer_gift"
STEPPED = ("coupon", "full_reduction", "deposit_presale")  # which a basket may be filled up for


@dataclass(frozen=True)
class Deal:
    """An offer with its amounts.

    ``steps`` are thresholds of a basket with what is taken off from there (of a deposit: with the deposit); ``depth`` a
    share of the price; ``roles`` the items it is for (none: all); ``repeated``: once for each full threshold;
    ``pieces`` different items that a bundle takes; ``factor`` what a deposit counts for; ``redeemed`` the share of
    points that come back (None: not known, so that all are reckoned to); ``parts`` stacked offers; ``shop_pays`` the
    shop's share of what is taken off.
    """

    key: str
    mechanic: str
    steps: Steps = ()
    depth: float = 0.0
    roles: tuple[str, ...] = ()
    repeated: bool = False
    pieces: int = 2
    factor: float = 2.0
    redeemed: float | None = None
    parts: tuple[Deal, ...] = ()
    shop_pays: float = 1.0


def apply(lines: pd.DataFrame, deal: Deal) -> pd.DataFrame:
    """Reckon what an offer does to baskets.

    Parameters
    ----------
    lines
        A row a line: ``order quantity price`` (of a unit, before the offer) ``cost`` (of a unit) ``sku role new`` (is
        it the buyer's first order?).
    deal
        The offer.

    Returns
    -------
    DataFrame
        By line: ``cut`` (what the buyer pays less), ``shop`` and ``platform`` (who pays for it), ``extra`` (what the
        shop gives beside: goods at cost, points), ``worth`` (what that is worth to the buyer, where it is money) and
        ``units`` (handed over, those that are free among them).

    Examples
    --------
    >>> line = {"order": [1], "quantity": [2.0], "price": [100.0], "cost": [40.0]}
    >>> lines = pd.DataFrame(line | {"sku": ["a"], "role": ["hero"], "new": [False]})
    >>> found = apply(lines, Deal("second-half", "second_half_price", depth=0.5))
    >>> found[["cut", "shop", "extra"]].to_dict("records")
    [{'cut': 50.0, 'shop': 50.0, 'extra': 0.0}]
    """
    left = lines["quantity"] * lines["price"]
    parts = deal.parts or (deal,)
    cuts = []
    for part in parts:
        cuts.append(_taken(lines, left, part))
        left = left - cuts[-1]
    shop = sum((cut * part.shop_pays for cut, part in zip(cuts, parts, strict=True)), start=left * 0.0)
    cut = sum(cuts, start=left * 0.0)
    given = lines["quantity"].where(items_of(lines, deal) & (deal.mechanic == "buy_one_get_one"), 0.0)
    points = left * deal.depth if deal.mechanic == "points" else left * 0.0
    back = points * (1.0 if deal.redeemed is None else deal.redeemed)
    extra = given * lines["cost"] + back
    found = {"cut": cut, "shop": shop, "platform": cut - shop, "extra": extra, "worth": back}
    return pd.DataFrame(found | {"units": lines["quantity"] + given})


def given_away(deal: Deal) -> Deal:
    """Give the same offer where the shop pays for nothing that is taken off.

    Examples
    --------
    >>> given_away(Deal("both", "stacked", parts=(Deal("coupon", "coupon"),))).parts[0].shop_pays
    0.0
    """
    return replace(deal, shop_pays=0.0, parts=tuple(given_away(part) for part in deal.parts))


def items_of(lines: pd.DataFrame, deal: Deal) -> Series[bool]:
    """Mark the lines that an offer is for: of its items, of new buyers where it is a gift for them."""
    if deal.mechanic == GIFT:
        return lines["new"].eq(True)
    return lines["role"].isin(deal.roles) if deal.roles else lines["quantity"] > 0


def next_step(baskets: Series[float], deal: Deal) -> tuple[Series[float], Series[float]]:
    """Give the next threshold above each basket and what is taken off there more than now; NaN above the last one.

    Examples
    --------
    >>> deal = Deal("full", "full_reduction", ((300.0, 40.0), (600.0, 100.0)))
    >>> threshold, more = next_step(pd.Series([250.0, 310.0, 700.0]), deal)
    >>> threshold.to_list(), more.to_list()
    ([300.0, 600.0, nan], [40.0, 60.0, nan])
    """
    steps = sorted(_grown(deal))
    if deal.repeated:
        (threshold, cut), *_ = steps
        return (_whole(baskets, threshold) + 1) * threshold, baskets * 0.0 + cut
    above, more, now = baskets * math.nan, baskets * math.nan, baskets * 0.0
    for threshold, cut in steps:
        now = now.where(baskets < threshold, cut)
    for threshold, cut in reversed(steps):
        above, more = above.where(baskets >= threshold, threshold), more.where(baskets >= threshold, cut - now)
    return above, more


def topped_up(lines: pd.DataFrame, deal: Deal) -> pd.Series[float]:
    """Give by order what its margin would gain if it were filled up to the next threshold; 0 where that is far.

    Parameters
    ----------
    lines
        As for `apply`, with ``amount`` (price × quantity) ``fee`` and ``keeps`` (shares).
    deal
        The offer.
    """
    kept = lines["amount"] * (1 - lines["fee"]) - lines["quantity"] * lines["cost"]
    told = lines.assign(kept=kept).groupby("order", sort=False)
    orders = told.agg({"amount": "sum", "kept": "sum", "fee": "first", "keeps": "first"})
    gained = pd.Series(0.0, index=orders.index)
    for part in deal.parts or (deal,):
        if part.mechanic in STEPPED:
            threshold, more = next_step(orders["amount"], part)
            lacks = threshold - orders["amount"]
            margin = lacks * orders["kept"] / orders["amount"] - more * part.shop_pays * (1 - orders["fee"])
            gained += (margin * orders["keeps"]).where((lacks > 0) & (lacks <= NEAR * threshold), 0.0)
    return gained


def _taken(lines: pd.DataFrame, left: Series[float], deal: Deal) -> Series[float]:
    """Give what one offer takes off each line, of what is left to pay."""
    takes = MECHANICS.get(deal.mechanic)
    return left * 0.0 if takes is None else takes(lines, left, deal).clip(upper=left)


def _item_cut(lines: pd.DataFrame, left: Series[float], deal: Deal) -> Series[float]:
    return (left * deal.depth).where(items_of(lines, deal), 0.0)


def _percentage(lines: pd.DataFrame, left: Series[float], deal: Deal) -> Series[float]:
    reached = _basket(lines, left) >= (deal.steps[0][0] if deal.steps else 0.0) - PART_OF_A_CENT
    return (left * deal.depth).where(reached & items_of(lines, deal), 0.0)


def _stepped(lines: pd.DataFrame, left: Series[float], deal: Deal) -> Series[float]:
    """Take off the highest step that the basket reaches, or a single step once for each full amount."""
    basket = _basket(lines, left)
    cut = basket * 0.0
    for threshold, amount in sorted(deal.steps):
        times = _whole(basket, threshold) if deal.repeated else basket * 0.0 + 1
        cut = cut.where(basket < threshold - PART_OF_A_CENT, amount * times)
    return _shared(left, basket, cut)


def _second_half(lines: pd.DataFrame, left: Series[float], deal: Deal) -> Series[float]:
    """Take a share off every second unit of the same item."""
    pairs = lines["quantity"] // 2
    return (left * deal.depth * pairs / lines["quantity"]).where(items_of(lines, deal), 0.0)


def _bundle(lines: pd.DataFrame, left: Series[float], deal: Deal) -> Series[float]:
    """Take a share off where so many different items lie in the basket."""
    items = lines.groupby(lines["order"])["sku"].transform("nunique")
    return (left * deal.depth).where(items >= deal.pieces, 0.0)


def _new_buyer(lines: pd.DataFrame, left: Series[float], deal: Deal) -> Series[float]:
    return _stepped(lines, left, deal).where(items_of(lines, deal), 0.0)


def _deposit(lines: pd.DataFrame, left: Series[float], deal: Deal) -> Series[float]:
    return _stepped(lines, left, replace(deal, steps=_grown(deal)))


def _grown(deal: Deal) -> Steps:
    """Give what is taken off: of a deposit what it counts for beyond itself (50 that count as 100 take 50 off)."""
    more = deal.factor - 1 if deal.mechanic == "deposit_presale" else 1.0
    return tuple((threshold, amount * more) for threshold, amount in deal.steps)


def _basket(lines: pd.DataFrame, left: Series[float]) -> Series[float]:
    basket: Series[float] = left.groupby(lines["order"]).transform("sum")
    return basket


def _whole(basket: Series[float], threshold: float) -> Series[float]:
    """Count how many times a threshold is reached."""
    return (basket + PART_OF_A_CENT) // threshold


def _shared(left: Series[float], basket: Series[float], cut: Series[float]) -> Series[float]:
    shared: Series[float] = cut.clip(upper=basket) * left / basket.where(basket > 0)
    return shared.fillna(0.0)


MECHANICS: dict[str, Callable[[pd.DataFrame, Series, Deal], Series]] = {
    "item_cut": _item_cut,
    "percentage": _percentage,
    "coupon": _stepped,
    "full_reduction": _stepped,
    "second_half_price": _second_half,
    "bundle": _bundle,
    "new_buyer_gift": _new_buyer,
    "deposit_presale": _deposit,
}
