"""What an offer is called, as planners write it: 40 off from 300, second at half price."""

from __future__ import annotations

from collections.abc import Callable

from planbook.measures.mechanics import Deal
from planbook.offers import CROSS_SHOP
from planbook.views.spoken import listed
from planbook.views.words import Words

HALF = 0.5


def name(deal: Deal, words: Words) -> str:
    """Say an offer's terms.

    Examples
    --------
    >>> from planbook.views.words import open_words
    >>> deal = Deal("full", "full_reduction", ((300.0, 40.0), (600.0, 100.0)))
    >>> name(deal, open_words("en")), name(deal, open_words("zh"))
    ('¥40 off from ¥300, ¥100 off from ¥600', '满 300 减 40，满 600 减 100')
    """
    return SAID[deal.mechanic](deal, words)


def names(deals: list[Deal], words: Words) -> list[str]:
    """Say the terms of several offers."""
    return [name(deal, words) for deal in deals]


def _amount(x: float, words: Words) -> str:
    """Write an amount as it stands in an offer's name: in Chinese without its currency."""
    return words.cell(x, "money", 0 if x == round(x) else 2) if words.language == "zh" else words.short(x, "money", 0)


def _depth(deal: Deal, words: Words) -> str:
    return words.short(deal.depth, "share", 0)


def _item_cut(deal: Deal, words: Words) -> str:
    if not deal.roles:
        return words("each item {share} off", share=_depth(deal, words))
    return words("{roles}: {share} off", roles=listed(deal.roles, words), share=_depth(deal, words))


def _percentage(deal: Deal, words: Words) -> str:
    if deal.steps:
        from_ = _amount(deal.steps[0][0], words)
        return words("{share} off from {threshold}", share=_depth(deal, words), threshold=from_)
    return words("{share} off the whole shop", share=_depth(deal, words))


def _coupon(deal: Deal, words: Words) -> str:
    return words(", ").join(
        words("coupon: {cut} off from {threshold}", cut=_amount(cut, words), threshold=_amount(threshold, words))
        for threshold, cut in deal.steps
    )


def _full_reduction(deal: Deal, words: Words) -> str:
    said = [{"threshold": _amount(threshold, words), "cut": _amount(cut, words)} for threshold, cut in deal.steps]
    if deal.repeated and deal.key == CROSS_SHOP:
        return words("the platform’s {cut} off for each {threshold}", **said[0])
    if deal.repeated:
        return words("{cut} off for each {threshold}", **said[0])
    return words(", ").join(words("{cut} off from {threshold}", **each) for each in said)


def _second(deal: Deal, words: Words) -> str:
    if deal.depth == HALF:
        return words("second at half price")
    return words("second {share} off", share=_depth(deal, words))


def _free(deal: Deal, words: Words) -> str:
    if not deal.roles:
        return words("buy one, get one free")
    return words("{roles}: buy one, get one free", roles=listed(deal.roles, words))


def _bundle(deal: Deal, words: Words) -> str:
    pieces = words.value(deal.pieces, "count")
    return words("any {pieces} different items, {share} off", pieces=pieces, share=_depth(deal, words))


def _points(deal: Deal, words: Words) -> str:
    return words("points worth {share} of what is paid", share=_depth(deal, words))


def _new_buyer(deal: Deal, words: Words) -> str:
    threshold, cut = deal.steps[-1]
    said = {"cut": _amount(cut, words), "threshold": _amount(threshold, words)}
    return words("new buyers: {cut} off from {threshold}", **said)


def _deposit(deal: Deal, words: Words) -> str:
    threshold, deposit = deal.steps[-1]
    said = {"deposit": _amount(deposit, words), "worth": _amount(deposit * deal.factor, words)}
    return words(
        "deposit of {deposit} counts for {worth}, from {threshold}", **said, threshold=_amount(threshold, words)
    )


def _stacked(deal: Deal, words: Words) -> str:
    return " + ".join(names(list(deal.parts), words))


SAID: dict[str, Callable[[Deal, Words], str]] = {
    "item_cut": _item_cut,
    "percentage": _percentage,
    "coupon": _coupon,
    "full_reduction": _full_reduction,
    "second_half_price": _second,
    "buy_one_get_one": _free,
    "bundle": _bundle,
    "points": _points,
    "new_buyer_gift": _new_buyer,
    "deposit_presale": _deposit,
    "stacked": _stacked,
}
