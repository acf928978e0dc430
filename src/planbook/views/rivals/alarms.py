"""Alerts in sentences: what a rival or the market did, since when, and what to do about it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from planbook.absence import Missing
from planbook.views import tables
from planbook.views.display import View, shows_missing
from planbook.views.findings import Finding, Grade, finding
from planbook.views.numerals import known
from planbook.views.rivals.brands import brand_of
from planbook.views.vocabulary import msg
from planbook.views.words import Words

GRADES: dict[str, Grade] = {
    **dict.fromkeys(("price_cut", "price_rise", "raised_first"), "measured"),
    **dict.fromkeys(("market_up", "market_down", "offer"), "likely"),
    **dict.fromkeys(("launch", "rank_up", "rank_down"), "hint"),
}
# fmt: off
SAID = {
    "price_cut": msg("{brand} cut its page prices by {size} on {n} items on {day} (between {low} and {high})"),
    "price_rise": msg("{brand} raised its page prices by {size} on {n} items on {day} (between {low} and {high})"),
    "offer": msg("{brand} has offered {size} deeper than the other rivals since {day} (between {low} and {high})"),
    "raised_first": msg("{brand} raised its pages by {before} on {day} and now claims {after} off {n} items; against "
                        "the lowest price of the 30 days before it is {real}"),
    "launch": msg("{brand} has a new item on the sheet since {day}: {subject}, {price}, {units} units so far"),
    "launches": msg("{brand} has {n} new items on the sheet since {day}; of them {subject} sells most: {price}, "
                    "{units} units so far"),
    "rank_up": msg("{subject} of {brand} rose from place {from_rank} to {to_rank} at the look of {day} "
                   "and has stayed up"),
    "rank_down": msg("{subject} of {brand} fell from place {from_rank} to {to_rank} at the look of "
                     "{day} and has stayed down"),
    "market_up": msg("{index} of {subject} on {platform} grow faster since {day}: by now {after} on a year ago, "
                     "{before} before (a change of {low} to {high})"),
    "market_down": msg("{index} of {subject} on {platform} grow slower since {day}: by now {after} on a year ago, "
                       "{before} before (a change of {low} to {high})"),
}
DO = {
    "price_cut": msg("Go through its matched items: match the price, bundle, or show what ours has more."),
    "price_rise": msg("Its buyers compare now: put our matched items beside it in search and live."),
    "offer": msg("Compare deal prices item by item before the next offer."),
    "raised_first": msg("Do not answer this discount; let service show buyers the price before."),
    "launch": msg("Order one, find the item of ours it stands against, and keep it on the watch."),
    "rank_up": msg("See what changed that week: price, offer, creator, main picture."),
    "rank_down": msg("Look for its buyers: search words and live of that item."),
    "market_up": msg("Move stock, search words and content to this category now."),
    "market_down": msg("Order less of this category until the index turns."),
}
INDICES = {"search": msg("Searches"), "sales": msg("Sales")}
# fmt: on
SHOWN = 6


@shows_missing
def board(found: pd.DataFrame, words: Words, *, limits: Mapping[str, float], limit: int = SHOWN) -> View:
    """Show the alerts as a table: what happened, since when, what to do.

    Parameters
    ----------
    found
        ``standing.gather``.
    words
        The report's language.
    limits
        The thresholds in force: ``price_move rank_jump market_turn``.
    limit
        Rows on the page.
    """
    rows = found.to_dict("records")
    frame = pd.DataFrame({
        "kind": found["kind"],
        "what": [sentence(row, words) for row in rows],
        "since": found["since"],
        "do": [words(DO[kind]) for kind in found["kind"]],
    })  # fmt: skip
    columns = {
        "kind": (msg("Alert"), tables.TEXT),
        "what": (msg("What happened"), tables.TITLE),
        "do": (msg("What to do"), tables.TITLE),
    }
    title = words(
        "Alerts: prices that moved {price_move}, ranks that jumped {rank_jump} places, markets that turned "
        "{market_turn}, or more",
        price_move=words.short(limits["price_move"], "share", 0),
        rank_jump=words.value(limits["rank_jump"], "count"),
        market_turn=words.short(limits["market_turn"], "share", 0),
    )
    page = tables.table(frame, words, id="alerts", title=title, columns=columns, limit=limit)
    shown = tables.describe(found, words, {str(name): (str(name), _unit(str(name))) for name in found.columns})
    return View(page.html, {"tables": [tables.twin(found, shown, id="alerts", title=title)]}, page.text)


def tell(found: pd.DataFrame | Missing, words: Words) -> list[Finding]:
    """Make a finding of the first alert of each kind."""
    if isinstance(found, Missing):
        return []
    first = found.drop_duplicates("kind").to_dict("records")
    return [_finding(row, words) for row in first]


def sentence(row: Mapping[Any, Any], words: Words) -> str:
    """Say one alert, without a full stop."""
    kind = row["kind"]
    share = {"before", "after", "change", "low", "high"}
    said = {name: words.change(row[name]) for name in share if known(_number(row[name]))}
    said |= {"brand": brand_of(row["brand"], words), "day": words.day(row["since"], year=False)}
    if isinstance(row["subject"], str):
        market = kind.startswith("market")
        said |= {"subject": words.name(row["subject"]) if market else row["subject"]}
    if kind in ("price_cut", "price_rise", "offer"):
        ends = sorted(abs(row[end]) for end in ("low", "high"))
        said |= {"size": words.value(abs(row["change"]), "share"), "n": words.value(row["n"], "count")}
        said |= {name: words.value(end, "share") for name, end in zip(("low", "high"), ends, strict=True)}
    if kind == "raised_first":
        said |= {"before": words.value(row["before"], "share"), "after": words.value(row["after"], "share")}
        said |= {"n": words.value(row["n"], "count"), "real": words.value(row["change"], "share")}
    if kind == "launch":
        kind = "launches" if row["n"] > 1 else kind
        said |= {
            "n": words.value(row["n"], "count"),
            "price": words.short(row["before"], "money"),
            "units": words.short(_number(row["after"]), "count"),
        }
    if kind.startswith("rank"):
        said |= {"from_rank": words.value(row["before"], "count"), "to_rank": words.value(row["after"], "count")}
    if kind.startswith("market"):
        index = str(row["brand"])
        said |= {"index": words(INDICES[index]), "platform": words.name(row["platform"])}
    return words(SAID[kind], **said)


def _finding(row: Mapping[Any, Any], words: Words) -> Finding:
    kind, effect = row["kind"], _number(row["effect"])
    told = sentence(row, words)
    if known(effect):
        cost = words.short(abs(effect), "money")
        told += words("; to follow on our matched items would cost about {cost} of a period's sales", cost=cost)
    made = finding(
        words("{sentence}.", sentence=told), words, id=kind, grade=GRADES[kind], effect=effect, action=words(DO[kind])
    )
    assert isinstance(made, Finding)
    return made


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else math.nan


def _unit(name: str) -> str:
    if name == "since":
        return "day"
    return "number" if name in ("before", "after", "change", "low", "high", "n", "effect") else tables.CODE
