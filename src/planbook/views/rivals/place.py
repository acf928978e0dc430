"""Where we stand against the rivals: the headline and the cards of the first page."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from planbook.absence import Missing
from planbook.periods import Period
from planbook.views.display import View
from planbook.views.findings import headline
from planbook.views.rivals.brands import band_names, heard, joined, seen
from planbook.views.rivals.verdicts import of_all, relative, row_of
from planbook.views.words import Words

FIRST = (
    *("price_index", "market_growth", "market_share_effect", "page_discount", "claimed_discount", "real_discount"),
    *("alerts", "watch_coverage"),
)
MOST_CARDS = 6


def opening(
    card: pd.DataFrame,
    words: Words,
    *,
    period: Period,
    frames: Mapping[str, pd.DataFrame | Missing],
) -> View:
    """Say in one sentence where we stand and where room is, and how far the watch reaches.

    Parameters
    ----------
    card
        ``measures.rivals.standing.scorecard``.
    words
        The report's language.
    period
        The period of the report.
    frames
        ``index`` (``prices.index``), ``market`` (``market.market_or_us``), ``room`` (``bands.room``), ``looks`` and
        ``said`` (``summaries.feedback``); one that is `Missing` is not spoken of.
    """
    prices = _price_part(frames["index"], words) or _watch_part(frames["looks"], words)
    parts = [prices, _market_part(frames["market"], words)]
    parts += [_room_part(frames["room"], words), _alert_part(card, words)]
    told = [part for part in parts if part] or [_heard_part(frames["said"], words)]
    sentence = words("{period}: {told}.", period=words.span(period), told=words("; ").join(told))
    state = joined([seen(frames["looks"], words), heard(frames["said"], words)], words)
    return headline(sentence, words, state=state)


def cards(card: pd.DataFrame) -> list[str]:
    """Choose the cards of the first page: at most six, one discount only."""
    known = [kpi for kpi in FIRST if kpi in card.index]
    discounts = [kpi for kpi in known if kpi.endswith("discount")]
    return [kpi for kpi in known if kpi not in discounts[1:]][:MOST_CARDS]


def notes(market: pd.DataFrame | Missing, index: pd.DataFrame | Missing, words: Words) -> dict[str, str]:
    """Give a few words under the cards: our own growth, matched items."""
    told: dict[str, str] = {}
    if not isinstance(market, Missing):
        growth = words.change(row_of(market.loc[["all"]])["growth"])
        told["market_growth"] = words("a year; our shop {growth}", growth=growth)
    if not isinstance(index, Missing):
        n = words.value(of_all(index)["items"], "count")
        told["price_index"] = words("{n} matched items; 1 = our price", n=n)
    return told


def _price_part(index: pd.DataFrame | Missing, words: Words) -> str:
    if isinstance(index, Missing):
        return ""
    row = of_all(index)
    return words(
        "on {n} matched items rivals are {change} than we are (between {low} and {high})",
        n=words.value(row["items"], "count"),
        **relative(row, words),
    )


def _watch_part(looks: pd.DataFrame | Missing, words: Words) -> str:
    if isinstance(looks, Missing):
        return ""
    items = looks.drop_duplicates(["platform", "brand", "sku"])
    return words(
        "{brands} rivals with {items} items watched",
        brands=words.value(items["brand"].nunique(), "count"),
        items=words.value(len(items), "count"),
    )


def _heard_part(said: pd.DataFrame | Missing, words: Words) -> str:
    if isinstance(said, Missing):
        return words("nothing was seen of the rivals")
    n, brands = words.value(len(said), "count"), words(", ").join(map(str, said["brand"].drop_duplicates()[:3]))
    return words("of the rivals only reviews are known: {n} of {brands}", n=n, brands=brands)


def _market_part(market: pd.DataFrame | Missing, words: Words) -> str:
    if isinstance(market, Missing):
        return ""
    row = row_of(market.loc[["all"]])
    said = {"market": words.change(row["market_growth"]), "shop": words.change(row["growth"])}
    if row["share_effect"] < 0:
        return words("against a year ago our market {market}, our shop {shop}: we lost share", **said)
    return words("against a year ago our market {market}, our shop {shop}: we won share", **said)


def _room_part(room: pd.DataFrame | Missing, words: Words) -> str:
    if isinstance(room, Missing) or room.empty:
        return ""
    return words("room at {band}", band=band_names(room, words)[0])


def _alert_part(card: pd.DataFrame, words: Words) -> str:
    if "alerts" not in card.index:
        return ""
    return words.plural("{n} alert", "{n} alerts", int(card["value"].to_dict()["alerts"]))
