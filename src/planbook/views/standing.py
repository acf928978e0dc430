"""Where we stand against the rivals: the headline, and each section's finding in a sentence."""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup

from planbook.absence import Missing
from planbook.measures.intervals import Interval
from planbook.periods import Period
from planbook.views.brands import band_names, brand_of, seen
from planbook.views.display import View, shows_missing
from planbook.views.findings import Finding, Grade, finding, headline
from planbook.views.vocabulary import msg
from planbook.views.words import Words

Found = Finding | View
FIRST = (
    *("price_index", "market_growth", "market_share_effect", "page_discount", "claimed_discount", "real_discount"),
    *("alerts", "watch_coverage"),
)
MOST_CARDS = 6


def opening(
    card: pd.DataFrame, words: Words, *, period: Period, index: pd.DataFrame | Missing, looks: pd.DataFrame | Missing,
    market: pd.DataFrame | Missing,
) -> View:  # fmt: skip
    """Say in one sentence where we stand: prices, share of the market, alerts; and how far the watch reaches."""
    parts = [_price_part(index, words), _market_part(market, words), _alert_part(card, words)]
    told = [part for part in parts if part] or [words("nothing was seen of the rivals")]
    sentence = words("{period}: {told}.", period=words.span(period), told=words("; ").join(told))
    return headline(sentence, words, state=seen(looks, words))


def cards(card: pd.DataFrame) -> list[str]:
    """Choose the cards of the first page: at most six, one discount only."""
    known = [kpi for kpi in FIRST if kpi in card.index]
    discounts = [kpi for kpi in known if kpi.endswith("discount")]
    return [kpi for kpi in known if kpi not in discounts[1:]][:MOST_CARDS]


def notes(market: pd.DataFrame | Missing, index: pd.DataFrame | Missing, words: Words) -> dict[str, str]:
    """Give a few words under the cards: our own growth, matched items."""
    told: dict[str, str] = {}
    if not isinstance(market, Missing):
        growth = words.change(_row(market.loc[["all"]])["growth"])
        told["market_growth"] = words("a year; our shop {growth}", growth=growth)
    if not isinstance(index, Missing):
        n = words.value(_of_all(index)["items"], "count")
        told["price_index"] = words("{n} matched items; 1 = our price", n=n)
    return told


@shows_missing
def prices(found: pd.DataFrame, words: Words) -> Found:
    """Say what rivals ask against us, and who is surely cheaper."""
    row, brands = _of_all(found), found[found["brand"] != "all"]
    cheaper, dearer = int((brands["high"] < 1).sum()), int((brands["low"] > 1).sum())
    text = words(
        "On {n} matched items rivals ask {change} against our prices (between {low} and {high}); of {brands} brands "
        "{cheaper} are surely cheaper than we are, {dearer} surely dearer; the cheapest is {brand} ({lowest}).",
        n=words.value(row["items"], "count"),
        **_relative(row, words),
        brands=words.value(len(brands), "count"),
        cheaper=words.value(cheaper, "count"),
        dearer=words.value(dearer, "count"),
        brand=brand_of(brands["brand"].iloc[0], words),
        lowest=words.change(brands["index"].iloc[0] - 1),
    )
    grade: Grade = "likely" if row["low"] > 1 or row["high"] < 1 else "hint"
    action = words("Settle for each matched item who it is held against, and answer the cheapest first.")
    return finding(text, words, id="price_index", grade=grade, action=action)


@shows_missing
def room(found: pd.DataFrame, words: Words) -> Found:
    """Say in which price band demand surely outweighs supply, the clearest first."""
    if found.empty:
        return _quiet(words("No price band has surely more demand than offers."))
    row, name = _row(found), band_names(found, words)[0]
    text = words(
        "{band}: {demand} of the rivals' units on {supply} of their items, {index} times the mean (between {low} and "
        "{high}).",
        band=name,
        demand=words.value(row["demand"], "share"),
        supply=words.value(row["supply"], "share"),
        index=words.value(row["index"], "ratio"),
        low=words.value(row["low"], "ratio"),
        high=words.value(row["high"], "ratio"),
    )
    if row["our_items"] == row["our_items"]:  # NaN where we have no sales of our own
        text += words(
            " We have {items} items there, with {share} of our units.",
            items=words.value(row["our_items"], "count"),
            share=words.value(row["our_share"], "share"),
        )
    action = words("Try an item or a pack at {band}, and watch its margin.", band=name)
    return finding(text, words, id="white_space", grade="likely", action=action)


@shows_missing
def raised(found: pd.DataFrame, words: Words) -> Found:
    """Say that nobody raised a price before cutting it, or how many did; the alerts tell each."""
    if found.empty:
        return _quiet(words("No brand raised its page prices before a discount."))
    row = _row(found)
    text = words(
        "{brand}: {items} of {watched} items were raised by {raised} since {day} and now carry {claimed} off; against "
        "the lowest price of the 30 days before that is {real}.",
        brand=brand_of(row["brand"], words),
        items=words.value(row["items"], "count"),
        watched=words.value(row["watched"], "count"),
        day=words.day(row["since"]),
        **{name: words.value(row[name], "share") for name in ("raised", "claimed", "real")},
    )
    action = words("Do not answer this discount; let service show buyers the price before.")
    return finding(text, words, id="raise_before_cut", grade="measured", action=action)


@shows_missing
def traffic(found: pd.DataFrame, words: Words) -> Found:
    """Say from which source rivals surely draw more than we do."""
    behind = found[found["apart"] & (found["gap"] < 0)]
    if behind.empty:
        return _quiet(words("From no source do rivals surely draw a larger share of their visits than we do."))
    row = _row(behind)
    text = words(
        "{source} brings rivals {rivals} of their visits on average (between {low} and {high}), our shop {ours}.",
        source=words.name(row["source"]),
        **{name: words.value(row[name], "share") for name in ("rivals", "low", "high", "ours")},
    )
    action = words("See what the rivals strongest in {source} do there.", source=words.name(row["source"]))
    return finding(text, words, id="traffic_gap", grade="likely", action=action)


@shows_missing
def style(found: pd.DataFrame, words: Words) -> Found:
    """Say which of the rivals' formats is taken up most, and how ours does."""
    rivals = found[(found["who"] == "rivals") & found["low"].notna()]
    if rivals.empty:
        return _quiet(words("Too few posts to say which format is taken up most."))
    best = _row(rivals.sort_values("rate", ascending=False))
    name = next(str(column) for column in found.columns if column in ("format", "topic"))
    ours = found[(found["who"] == "us") & (found[name] == best[name])]
    text = words(
        "Of the rivals' posts {style} is taken up most: {rate} of views (between {low} and {high}, {n} posts).",
        style=words.name(best[name]),
        **{end: words.value(best[end], "share") for end in ("rate", "low", "high")},
        n=words.value(best["posts"], "count"),
    )
    if len(ours):
        mine = _row(ours)
        text += words(
            " Ours: {rate} with {n} posts.",
            rate=words.value(mine["rate"], "share"),
            n=words.value(mine["posts"], "count"),
        )
    action = words("Rebuild one of its posts with our own item and compare.")
    return finding(text, words, id=f"style_{name}", grade="likely", action=action)


@shows_missing
def topics(found: pd.DataFrame, words: Words, *, verdict: str) -> Found:
    """Say the surest strength or weakness of ours in reviews."""
    sure = found[found["verdict"] == verdict]
    if sure.empty:
        return _quiet(words("Reviews speak of the rivals and of us alike, as far as they can tell."))
    row = _row(sure)
    said = {
        "brand": brand_of(row["brand"], words),
        "topic": words.name(row["topic"]),
        **{name: words.value(row[name], "share") for name in ("theirs", "ours")},
        **{name: words.value(row[name], "count") for name in ("theirs_n", "ours_n")},
    }
    praise = msg("{topic} is praised in {ours} of our {ours_n} reviews and in {theirs} of {theirs_n} of {brand}.")
    blame = msg("{topic} is complained of in {ours} of our {ours_n} reviews and in {theirs} of {theirs_n} of {brand}.")
    text = words(praise if row["side"] == "good" else blame, **said)
    actions = {
        "strength": words("Say it first in titles and main pictures, with buyers' own words."),
        "weakness": words("Read the reviews of this topic, theirs and ours, and mend what they name."),
    }
    return finding(text, words, id=f"topic_{verdict}", grade="likely", action=actions[verdict])


def _price_part(index: pd.DataFrame | Missing, words: Words) -> str:
    if isinstance(index, Missing):
        return ""
    row = _of_all(index)
    return words(
        "rivals ask {change} against our prices on {n} matched items (between {low} and {high})",
        n=words.value(row["items"], "count"),
        **_relative(row, words),
    )


def _market_part(market: pd.DataFrame | Missing, words: Words) -> str:
    if isinstance(market, Missing):
        return ""
    row = _row(market.loc[["all"]])
    said = {"market": words.change(row["market_growth"]), "shop": words.change(row["growth"])}
    if row["share_effect"] < 0:
        return words("in a year our market moved {market} and our shop {shop}: we lost share", **said)
    return words("in a year our market moved {market} and our shop {shop}: we won share", **said)


def _alert_part(card: pd.DataFrame, words: Words) -> str:
    if "alerts" not in card.index:
        return ""
    return words.plural("{n} alert", "{n} alerts", int(card["value"].to_dict()["alerts"]))


def _relative(row: dict[str, Any], words: Words) -> dict[str, str]:
    ends = Interval(row["index"], row["low"], row["high"])
    return {name: words.change(x - 1) for name, x in zip(("change", "low", "high"), ends, strict=True)}


def _of_all(index: pd.DataFrame) -> dict[str, Any]:
    return _row(index[index["brand"] == "all"])


def _row(frame: pd.DataFrame) -> dict[str, Any]:
    return {str(name): value for name, value in frame.iloc[[0]].to_dict("records")[0].items()}


def _quiet(text: str) -> View:
    return View(Markup('<p class="pb-note">{}</p>').format(text), text=text)
