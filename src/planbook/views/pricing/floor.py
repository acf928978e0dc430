"""Sales below the floor price: where, how deep, and what price protection can cost."""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import Any

import pandas as pd

from planbook.views import spoken, tables
from planbook.views.display import View, note, shows_missing
from planbook.views.findings import Finding, finding
from planbook.views.spoken import BY_ROW
from planbook.views.vocabulary import msg
from planbook.views.words import Words

Found = Finding | View


@shows_missing
def places(found: pd.DataFrame, words: Words) -> View:
    """Show each item, platform and seller that sold below the floor price (`floor.by_place`), and what is still open.

    That last column is left out where nothing is open.
    """
    if found.empty:
        return _none(words)
    columns = {
        "product": (msg("Item"), BY_ROW),
        "platform": (msg("Platform"), tables.TEXT),
        "creator": (msg("Who sold it"), BY_ROW),
        "last": (msg("Last day"), "day"),
        "days": (msg("Days"), "count"),
        "units": ("below_floor_units", "count"),
        "lowest": ("lowest_price", "money"),
        "below": (msg("Below the floor by"), "share"),
        "short": ("floor_short", "money"),
        "exposure": ("protection_exposure", "money"),
    }
    if found["open"].any():
        columns["open"] = (msg("of it still open"), "money")
    said = {
        "product": [str(name or sku) for name, sku in zip(found["product"], found["sku"], strict=True)],
        "creator": [
            str(name) if name else words.name("own_live" if live else "own_sales")
            for name, live in zip(found["creator"], found["live"], strict=True)
        ],
    }
    title = words("Sold below the floor price, by item, platform and who sold it")
    return spoken.table(found, said, words, id="floor_breaks", title=title, columns=columns)


@shows_missing
def broken(found: pd.DataFrame, words: Words, *, total: pd.DataFrame, days: float) -> Found:
    """Say how much was sold below the floor and when, which item most, and what price protection can still cost."""
    if found.empty:
        return _none(words)
    whole = total.to_dict("records")[0]
    worst = found[found["sku"] == found.groupby("sku")["units"].sum().idxmax()]
    named = {"product": str(worst["product"].iloc[0] or worst["sku"].iloc[0])}
    text = words(
        "{units} units were sold below the floor price between {first} and {last}, on {days} days and in {places} "
        "places (platform × seller), {items}: down to {lowest} where {floor} is the floor, {short} short "
        "of it in all.",
        units=words.value(whole["units"], "count"),
        days=words.value(whole["days"], "count"),
        places=words.value(whole["places"], "count"),
        first=words.day(found["first"].min()),
        last=words.day(found["last"].max()),
        items=words("all of them {product}", **named) if whole["items"] == 1 else words("most of {product}", **named),
        lowest=words.value(worst["lowest"].min(), "money"),
        floor=words.value(worst["floor"].max(), "money"),
        short=words.short(whole["short"], "money"),
    )
    gap = "" if words.language == "zh" else " "
    action = words(
        "Find the offer that broke it, and hold the floor in every live room and on every platform; buyers of the {n} "
        "days before may ask for the difference.",
        n=words.value(days, "count"),
    )
    if not whole["open"]:
        action = words("Hold the deal prices of the next campaign against the floor, in every live room and platform.")
    # what is lost long ago ranks before nothing that can still be done
    effect = -float(whole["open"]) if whole["open"] else math.nan
    told = text + gap + _protection(whole, words, days=days)
    return finding(told, words, id="floor_breaks", grade="measured", effect=effect, action=action)


def _protection(whole: dict[Hashable, Any], words: Words, *, days: float) -> str:
    said = {"n": words.value(days, "count"), "exposure": words.short(whole["exposure"], "money")}
    if not whole["open"]:
        return words("Price protection could have cost {exposure} at most; its {n} days are over.", **said)
    return words("Price protection can still cost {open} at most.", open=words.short(whole["open"], "money"))


def _none(words: Words) -> View:
    return note(words("No item was sold below its floor price in this time."), words)
