"""Baskets made ready for offers: what each order leaves, and offers scaled to the shop's prices."""

from __future__ import annotations

import math

import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.mechanics import Deal
from planbook.measures.ran import Ran
from planbook.offers import CROSS_SHOP, CrossShop, Offer, Offers

FEWEST = 100  # orders that it takes to say what an offer does to baskets
COARSE = 12  # an amount is written in at most so many of its steps, which are 1, 5, 10, 50 …


@passes_missing
def ready(lines: pd.DataFrame, margin: float = math.nan) -> pd.DataFrame | Missing:
    """Make drawn lines ready: orders by number, amounts, and what is left of them.

    Parameters
    ----------
    lines
        ``summaries.baskets``.
    margin
        Share of the price that is left after goods where a line's cost is not known; NaN: such orders are left out.

    Returns
    -------
    DataFrame
        ``lines`` with ``order`` (a number), ``amount`` (price × quantity), ``cost`` of a unit wherever it can be told,
        and ``keeps`` (1 − refunded share of all orders of the platform). `Missing` below 100 orders with known cost.
    """
    cost = lines["cost"].fillna(lines["price"] * (1 - margin))
    whole = cost.notna().groupby(lines["order_id"]).transform("all")
    known = lines.assign(cost=cost)[whole]
    if known["order_id"].nunique() < FEWEST:
        return missing("order_items", "unit_cost", reason="too_few")
    amount = known["price"] * known["quantity"]
    back = (amount * known["refunded"]).groupby(known["platform"]).sum() / amount.groupby(known["platform"]).sum()
    found = known.assign(order=pd.factorize(known["order_id"])[0], amount=amount, keeps=1 - known["platform"].map(back))
    return found.reset_index(drop=True)


@passes_missing
def drawn_from(lines: pd.DataFrame) -> int:
    """Count the orders that the baskets were drawn from."""
    return int(lines["of"].iloc[0])


@passes_missing
def told(lines: pd.DataFrame) -> pd.DataFrame:
    """Tell what the baskets are: ``platform orders basket median items margin``, of the platforms and all of them.

    Parameters
    ----------
    lines
        From `ready`.

    Returns
    -------
    DataFrame
        ``basket`` is the mean amount of an order, ``items`` its units, ``margin`` the share of it that is left after
        goods and platform fee; the last row is of all platforms together.
    """
    kept = lines["amount"] * (1 - lines["fee"]) - lines["quantity"] * lines["cost"]
    orders = lines.assign(kept=kept).groupby(["platform", "order"], sort=True)[["amount", "quantity", "kept"]].sum()
    parts = [(str(name), part) for name, part in orders.groupby("platform")] + [("total", orders)]
    return pd.DataFrame(
        [
            {
                "platform": name,
                "orders": len(part),
                "basket": part["amount"].mean(),
                "median": part["amount"].median(),
                "items": part["quantity"].mean(),
                "margin": part["kept"].sum() / part["amount"].sum(),
            }
            for name, part in parts
        ]
    )


@passes_missing
def everyday(lines: pd.DataFrame) -> pd.DataFrame | Missing:
    """Tell what usual days take off the list price already, on top of which every offer comes.

    Parameters
    ----------
    lines
        From `ready`; those whose ``list`` price is known.

    Returns
    -------
    DataFrame
        One row ``off by_shop``: shares of the list price; ``by_shop`` is what neither platform nor creator paid of it.
        `Missing` where no list price is known.
    """
    known = lines[lines["list"] > 0]
    if known.empty:
        return missing("products", "list_price")
    listed = float((known["list"] * known["quantity"]).sum())
    off = 1 - float(known["amount"].sum()) / listed
    return pd.DataFrame([{"off": off, "by_shop": off - float(known["helped"].sum()) / listed}])


@passes_missing
def of(lines: pd.DataFrame, planned: Ran | None) -> pd.DataFrame | Missing:
    """Keep the baskets of a campaign's platforms; without a campaign, all of them."""
    if planned is None:
        return lines
    own = lines[lines["platform"].isin(planned.platforms)]
    return own if own["order"].nunique() >= FEWEST else missing("order_items", reason="too_few")


@passes_missing
def scaled(lines: pd.DataFrame, settings: Offers, *, redeemed: float | None = None) -> dict[str, list[Deal]]:
    """Scale the offers to the shop's baskets, for each platform.

    Parameters
    ----------
    lines
        From `ready`.
    settings
        ``project.offers``.
    redeemed
        Share of points that come back, for offers that say none; None: not known.

    Returns
    -------
    dict
        Platform → its offers in the order they are written down. A stack that has a part of the platform's own is left
        out where the platform has none, or lets nothing be stacked on it.
    """
    orders = lines.groupby("order")["amount"].sum()
    written = {key: offer for key, offer in settings.offers.items() if offer}
    deals = {key: _deal(key, offer, orders, redeemed) for key, offer in written.items()}
    found: dict[str, list[Deal]] = {}
    for platform in sorted(lines["platform"].unique()):
        rule = settings.platforms.get(platform)
        own = deals | (_cross_shop(rule) if rule and rule.stacks else {})
        kept = {key: offer for key, offer in written.items() if set(offer.parts) <= set(own)}
        found[platform] = [_stack(deals[key], [own[part] for part in offer.parts]) for key, offer in kept.items()]
    return found


@passes_missing
def apart(deals: dict[str, list[Deal]]) -> dict[str, list[Deal]] | Missing:
    """Give each stack with its parts alone before it, for each platform; `Missing` where nothing is stacked.

    Parameters
    ----------
    deals
        From `scaled`.
    """
    found = {
        platform: list({deal.key: deal for stack in own if stack.parts for deal in (*stack.parts, stack)}.values())
        for platform, own in deals.items()
    }
    return found if any(found.values()) else missing("orders", reason="empty")


def rounded(amount: float) -> float:
    """Round an amount as planners write thresholds.

    Examples
    --------
    >>> [rounded(x) for x in (476.0, 836.0, 119.0, 47.6, 7.9)]
    [500.0, 800.0, 120.0, 50.0, 8.0]
    """
    if not amount > 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(amount / COARSE))
    step = max(next(each for each in (power, 5 * power, 10 * power) if each >= amount / COARSE), 1.0)
    return max(round(amount / step) * step, step)


def _deal(key: str, offer: Offer, orders: pd.Series[float], redeemed: float | None) -> Deal:
    scaled_ = [rounded(float(orders.quantile(at))) for at in offer.at]
    cuts = [rounded(threshold * share) for threshold, share in zip(scaled_, offer.takes, strict=True)]
    steps = tuple(zip(offer.thresholds or scaled_, offer.cuts or cuts, strict=True))
    told_ = {name: getattr(offer, name) for name in ("depth", "roles", "repeated", "pieces", "factor")}
    back = redeemed if offer.redeemed is None else offer.redeemed
    return Deal(key, offer.mechanic, steps, redeemed=back, **told_)


def _cross_shop(rule: CrossShop) -> dict[str, Deal]:
    steps = ((rule.threshold, rule.cut),)
    deal = Deal(CROSS_SHOP, "full_reduction", steps, repeated=rule.repeated, shop_pays=rule.shop_pays)
    return {CROSS_SHOP: deal}


def _stack(deal: Deal, parts: list[Deal]) -> Deal:
    return Deal(deal.key, deal.mechanic, parts=tuple(parts)) if parts else deal
