"""SWOT rows, a draft: only what a measured difference bears out, each with its evidence, number and interval."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from planbook.absence import Missing
from planbook.views import tables
from planbook.views.display import View, note, stacked
from planbook.views.rivals.alarms import sentence
from planbook.views.rivals.brands import band_names, brand_of, topic_of
from planbook.views.vocabulary import msg
from planbook.views.words import Words

SIDES = ("strength", "weakness", "opportunity", "threat")
ALERTS = {
    "price_cut": "threat",
    "offer": "threat",
    "market_down": "threat",
    "market_up": "opportunity",
    "price_rise": "opportunity",
    "raised_first": "opportunity",
}
MOST = 3  # rows of a side

Rows = Iterator[dict[str, str]]


def table(
    words: Words,
    *,
    index: pd.DataFrame | Missing,
    differences: pd.DataFrame | Missing,
    room: pd.DataFrame | Missing,
    traffic: pd.DataFrame | Missing,
    alerts: pd.DataFrame | Missing,
) -> View:
    """Draft the SWOT rows that the sections before bear out.

    Parameters
    ----------
    words
        The report's language.
    index
        ``prices.index``: brands surely cheaper or dearer than we are.
    differences
        ``contrast.differences`` of all rivals together: topics on which praise or complaints surely differ.
    room
        ``bands.room``: price bands with surely more demand than offers.
    traffic
        ``styles.traffic_gaps``: sources from which rivals surely draw another share.
    alerts
        ``standing.gather``: of it what has an interval.
    """
    sources = {
        "topics": _topics(differences, words),
        "prices": _prices(index, words),
        "traffic": _traffic(traffic, words),
        "bands": _bands(room, words),
        "moves": _moves(alerts, words),
    }
    rows = [{"source": source, **row} for source, found in sources.items() for row in found]
    if not rows:
        return note(words("No row: nothing of the sections above is sure enough."), words)
    frame = pd.DataFrame(rows)
    order = frame["side"].map({side: place for place, side in enumerate(SIDES)})
    # the surest of every source before the second of any
    turn = frame.groupby(["side", "source"]).cumcount()
    frame = frame.assign(order=order, turn=turn).sort_values(["order", "turn"], kind="stable")
    frame = frame.groupby("side", sort=False).head(MOST).reset_index(drop=True)
    columns = {
        "side": (msg("Side"), tables.TEXT),
        "statement": (msg("Statement"), tables.TITLE),
        "evidence": (msg("Evidence"), tables.TITLE),
        "n": (msg("Counted"), tables.SAID),
        "interval": (msg("Interval"), tables.SAID),
    }
    title = words("SWOT, a draft: rows that the data bear out; people decide what stays")
    return stacked(tables.table(frame, words, id="swot", title=title, columns=columns))


def _prices(index: pd.DataFrame | Missing, words: Words) -> Rows:
    if isinstance(index, Missing):
        return
    brands = index[index["brand"] != "all"]
    for side, sure, text in (
        ("strength", brands[brands["low"] > 1].iloc[::-1], msg("Cheaper than {brand} for items alike")),
        ("weakness", brands[brands["high"] < 1], msg("Dearer than {brand} for items alike")),
    ):
        for row in _records(sure):
            size = words.value(abs(row["index"] - 1), "share")
            above = words("its deal prices are {size} above ours", size=size)
            evidence = above if row["index"] > 1 else words("its deal prices are {size} below ours", size=size)
            yield {
                "side": side,
                "statement": words(text, brand=brand_of(row["brand"], words)),
                "evidence": evidence,
                "n": words("{n} matched items", n=words.value(row["items"], "count")),
                "interval": _between(words.change(row["low"] - 1), words.change(row["high"] - 1), words),
            }


def _topics(found: pd.DataFrame | Missing, words: Words) -> Rows:
    if isinstance(found, Missing):
        return
    said = {
        ("strength", "good"): msg("Buyers praise our {topic} more"),
        ("strength", "bad"): msg("Fewer complaints about {topic}"),
        ("weakness", "good"): msg("Rivals are praised more for {topic}"),
        ("weakness", "bad"): msg("More complaints about {topic}"),
    }
    for verdict in ("strength", "weakness"):
        for row in _records(found[found["verdict"] == verdict]):
            text = said[verdict, row["side"]]
            low, high = words.cell(row["low"], "points", 1), words.signed(row["high"], "points")
            yield {
                "side": verdict,
                "statement": words(text, topic=topic_of(row["topic"], words)),
                "evidence": words(
                    "{ours} of our reviews, {theirs} of the rivals'",
                    ours=words.value(row["ours"], "share"),
                    theirs=words.value(row["theirs"], "share"),
                ),
                "n": words(
                    "{ours} and {theirs} reviews",
                    ours=words.value(row["ours_n"], "count"),
                    theirs=words.value(row["theirs_n"], "count"),
                ),
                "interval": _between(("+" if row["low"] > 0 else "") + low, high, words),
            }


def _traffic(found: pd.DataFrame | Missing, words: Words) -> Rows:
    if isinstance(found, Missing):
        return
    for row in _records(found[found["apart"] & (found["gap"] < 0)]):
        yield {
            "side": "weakness",
            "statement": words("Fewer visits from {source}", source=words.name(row["source"])),
            "evidence": words(
                "{ours} of our visits, {rivals} of the rivals' on average",
                ours=words.value(row["ours"], "share"),
                rivals=words.value(row["rivals"], "share"),
            ),
            "n": words("{n} brands", n=words.value(row["brands"], "count")),
            "interval": _between(words.value(row["low"], "share"), words.value(row["high"], "share"), words),
        }


def _bands(room: pd.DataFrame | Missing, words: Words) -> Rows:
    if isinstance(room, Missing):
        return
    for row, name in zip(_records(room), band_names(room, words), strict=False):
        yield {
            "side": "opportunity",
            "statement": words("More demand than offers at {band}", band=name),
            "evidence": words(
                "{demand} of units on {supply} of items",
                demand=words.value(row["demand"], "share"),
                supply=words.value(row["supply"], "share"),
            ),
            "n": words("{n} items", n=words.value(row["items"], "count")),
            "interval": _between(words.value(row["low"], "ratio"), words.value(row["high"], "ratio"), words),
        }


def _moves(alerts: pd.DataFrame | Missing, words: Words) -> Rows:
    if isinstance(alerts, Missing):
        return
    said = {
        "price_cut": msg("{brand} is cheaper than before"),
        "offer": msg("{brand} offers otherwise than the others"),
        "market_down": msg("The market of {subject} turns down"),
        "market_up": msg("The market of {subject} turns up"),
        "price_rise": msg("{brand} is dearer than before"),
        "raised_first": msg("{brand} claims a discount that is none"),
    }
    for kind, side in ALERTS.items():
        for row in _records(alerts[alerts["kind"] == kind]):
            market = isinstance(row["subject"], str)
            weeks = words("{n} weeks", n=words.value(row["n"], "count"))
            yield {
                "side": side,
                "statement": words(
                    said[kind],
                    brand=brand_of(row["brand"], words),
                    subject=words.name(row["subject"]) if market else "",
                ),
                "evidence": sentence(row, words),
                "n": weeks if market else words("{n} items", n=words.value(row["n"], "count")),
                "interval": _between(words.change(row["low"]), words.change(row["high"]), words),
            }


def _records(frame: pd.DataFrame) -> Iterable[Mapping[Any, Any]]:
    return frame.head(MOST).to_dict("records")


def _between(low: str, high: str, words: Words) -> str:
    return words("{low} to {high}", low=low, high=high)
