"""Tables of what shifted: prices of brands, places in the list, categories of the market."""

from __future__ import annotations

import pandas as pd

from planbook.views import tables
from planbook.views.display import View, note, shows_missing
from planbook.views.rivals.brands import with_brands
from planbook.views.vocabulary import msg
from planbook.views.words import Words

KINDS = {"page": msg("page price"), "offer": msg("deal price, against the others")}


@shows_missing
def moves(found: pd.DataFrame, words: Words) -> View:
    """Show the brands whose prices went to another level, or say that none did."""
    if found.empty:
        return note(words("No brand moved its prices beyond the threshold."), words)
    columns = {
        "brand": (msg("Brand"), tables.TITLE),
        "kind": (msg("What moved"), tables.TITLE),
        "since": (msg("Since"), "day"),
        "items": (msg("Items"), "count"),
        "before": (msg("Before"), "money"),
        "after": (msg("After"), "money"),
        "change": (msg("Change"), "share"),
        "low": (msg("Low"), "share"),
        "high": (msg("High"), "share"),
        "others": (msg("Other brands"), "share"),
    }
    frame = with_brands(found, words).assign(kind=[words(KINDS[kind]) for kind in found["kind"]])
    title = words("Brands whose prices went to another level")
    return tables.table(frame, words, id="moves", title=title, columns=columns)


@shows_missing
def jumps(found: pd.DataFrame, words: Words) -> View:
    """Show the items whose place in the list jumped, or say that none did."""
    if found.empty:
        return note(words("No item's rank jumped beyond the threshold and stayed there."), words)
    columns = {
        "title": (msg("Item"), tables.TITLE),
        "brand": (msg("Brand"), tables.TITLE),
        "date": (msg("Look"), "day"),
        "rank_before": (msg("Rank before"), "count"),
        "rank": (msg("Rank after"), "count"),
        "jump": (msg("Places won"), "count"),
        "kept": (msg("Kept since"), "share"),
    }
    frame = with_brands(found, words).assign(title=found["title"].fillna(found["sku"]))
    title = words("Items whose rank jumped")
    return tables.table(frame, words, id="jumps", title=title, columns=columns)


@shows_missing
def turns(found: pd.DataFrame, words: Words) -> View:
    """Show the categories whose growth turned, or say that none did."""
    if found.empty:
        return note(words("No category's index turned beyond the threshold."), words)
    columns = {
        "category": (msg("Category"), "text"),
        "platform": (msg("Platform"), "text"),
        "index": (msg("Index"), "text"),
        "since": (msg("Since"), "day"),
        "before": (msg("Growth before"), "share"),
        "after": (msg("Growth by now"), "share"),
        "change": (msg("Change"), "share"),
        "low": (msg("Low"), "share"),
        "high": (msg("High"), "share"),
    }
    title = words("Categories whose growth on a year ago turned")
    return tables.table(found, words, id="turns", title=title, columns=columns)
