"""What the rival watch finds, a sentence a section: prices, room, discounts, traffic, styles, reviews."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from planbook.absence import Missing
from planbook.measures.intervals import Interval
from planbook.views.display import View, note, shows_missing
from planbook.views.findings import Finding, Grade, finding
from planbook.views.rivals.brands import band_names, brand_of, topic_of
from planbook.views.vocabulary import msg
from planbook.views.words import Words

Found = Finding | View


@shows_missing
def prices(found: pd.DataFrame, words: Words) -> Found:
    """Say what rivals ask against us, and who is surely cheaper."""
    row, brands = of_all(found), found[found["brand"] != "all"]
    cheaper, dearer = int((brands["high"] < 1).sum()), int((brands["low"] > 1).sum())
    text = words(
        "On {n} matched items rivals are {change} than we are (between {low} and {high}); of {brands} brands {cheaper} "
        "are surely cheaper than we are, {dearer} surely dearer; the cheapest is {brand} ({lowest}).",
        n=words.value(row["items"], "count"),
        **relative(row, words),
        brands=words.value(len(brands), "count"),
        cheaper=words.value(cheaper, "count"),
        dearer=words.value(dearer, "count"),
        brand=brand_of(brands["brand"].iloc[0], words),
        lowest=_apart(brands["index"].iloc[0], words),
    )
    grade: Grade = "likely" if row["low"] > 1 or row["high"] < 1 else "hint"
    action = words("Settle for each matched item who it is held against, and answer the cheapest first.")
    return finding(text, words, id="price_index", grade=grade, action=action)


@shows_missing
def room(found: pd.DataFrame, words: Words) -> Found:
    """Say in which price band demand surely outweighs supply, the clearest first."""
    if found.empty:
        return note(words("No price band has surely more demand than offers."), words)
    row, name = row_of(found), band_names(found, words)[0]
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
        return note(words("No brand raised its page prices before a discount."), words)
    row = row_of(found)
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
        return note(words("From no source do rivals surely draw a larger share of their visits than we do."), words)
    row = row_of(behind)
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
        return note(words("Too few posts to say which format is taken up most."), words)
    best = row_of(rivals.sort_values("rate", ascending=False))
    name = next(str(column) for column in found.columns if column in ("format", "topic"))
    ours = found[(found["who"] == "us") & (found[name] == best[name])]
    text = words(
        "Of the rivals' styles {style} is taken up most: {rate} of views (between {low} and {high}, {n} posts).",
        style=words.name(best[name]),
        **{end: words.value(best[end], "share") for end in ("rate", "low", "high")},
        n=words.value(best["posts"], "count"),
    )
    if len(ours):
        mine = row_of(ours)
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
        return note(words("Reviews speak of the rivals and of us alike, as far as they can tell."), words)
    row = row_of(sure)
    said = {
        "topic": topic_of(row["topic"], words),
        **{name: words.value(row[name], "share") for name in ("theirs", "ours")},
        **{name: words.value(row[name], "count") for name in ("theirs_n", "ours_n")},
    }
    praise = msg("{topic} is praised in {ours} of our {ours_n} reviews and in {theirs} of the rivals' {theirs_n}.")
    blame = msg("{topic} is complained of in {ours} of our {ours_n} reviews and in {theirs} of the rivals' {theirs_n}.")
    plain = praise if row["side"] == "good" else blame
    text = words(plain, **said)
    actions = {
        "strength": words("Say it first in titles and main pictures, with buyers' own words."),
        "weakness": words("Read the reviews of this topic, theirs and ours, and mend what they name."),
    }
    return finding(text, words, id=f"topic_{verdict}", grade="likely", action=actions[verdict])


def sides(shares: pd.DataFrame | Missing, words: Words) -> Found:
    """Say what good and what bad reviews speak of most, where they were gathered by rating; else nothing."""
    if isinstance(shares, Missing):
        return View(Markup(""))
    most = shares.sort_values("share", ascending=False, kind="stable").drop_duplicates(["brand", "side"])
    first = most[most["brand"] == most["brand"].iloc[0]]
    parts = [_side(row, words) for row in first.to_dict("records")]
    text = words("{brand}: {parts}.", brand=brand_of(first["brand"].iloc[0], words), parts=words("; ").join(parts))
    action = words("Read the bad ones of this topic before writing our own page.")
    return finding(text, words, id="topic_sides", grade="likely", action=action)


def _side(row: Mapping[Hashable, Any], words: Words) -> str:
    said = {name: words.value(row[name], "share") for name in ("share", "low", "high")}
    said |= {"n": words.value(row["reviews"], "count"), "topic": topic_of(row["topic"], words)}
    bad = msg("of {n} bad reviews {share} speak of {topic} (between {low} and {high})")
    good = msg("of {n} good reviews {share} speak of {topic} (between {low} and {high})")
    text = bad if row["side"] == "bad" else good
    return words(text, **said)


def relative(row: dict[str, Any], words: Words) -> dict[str, str]:
    """Say an index and its interval as prices against ours: ``change low high``."""
    ends = Interval(row["index"], row["low"], row["high"])
    return {name: _apart(x, words) for name, x in zip(("change", "low", "high"), ends, strict=True)}


def _apart(ratio: float, words: Words) -> str:
    """Say a price against ours: ``3.3% cheaper``."""
    size = words.short(abs(ratio - 1), "share", 1)
    return words("{size} cheaper", size=size) if ratio < 1 else words("{size} dearer", size=size)


def of_all(index: pd.DataFrame) -> dict[str, Any]:
    """Take the row of all brands."""
    return row_of(index[index["brand"] == "all"])


def row_of(frame: pd.DataFrame) -> dict[str, Any]:
    """Take the first row of a frame."""
    return {str(name): value for name, value in frame.iloc[[0]].to_dict("records")[0].items()}
