"""How brands, price bands and weeks are written, and heat maps of brands × weeks."""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup

from planbook.absence import Missing
from planbook.views import tables
from planbook.views.display import View, lang, together
from planbook.views.words import Words

SHOWN = 12  # rows of a heat map on the page
BY_RATING = "by_rating"
SPECIAL = {"": "us", "all": "all", "rivals": "rivals", "us": "us"}


def brand_of(code: object, words: Words) -> str:
    """Name a brand as its sheet does; our own rows, all brands and all rivals by a word of ours."""
    return words.name(SPECIAL[str(code)]) if str(code) in SPECIAL else str(code)


def topic_of(code: object, words: Words) -> str:
    """Name a topic of reviews; ``price`` is no factor of a decomposition here."""
    return words("Value for money") if code == "price" else words.name(code)


def with_brands(frame: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Write the brands of a frame for a table."""
    return frame.assign(brand=[brand_of(code, words) for code in frame["brand"]])


def band_names(found: pd.DataFrame, words: Words) -> list[str]:
    """Name price bands: ``¥100–150``, below the first and from the last edge on."""
    edges = zip(found["low_price"], found["high_price"], strict=True)
    return [_band(low, high, words) for low, high in edges]


def _band(low: float, high: float, words: Words) -> str:
    if low == float("-inf"):
        return words("below {price}", price=words.short(high, "money"))
    if high == float("inf"):
        return words("{price} and more", price=words.short(low, "money"))
    return words.range(low, high, "money")


def heat(laid: pd.DataFrame, words: Words, *, middle: float | None = None, **named: Any) -> View:
    """Show brands × weeks; the first twelve brands on the page, the others one click away."""
    shown = laid.set_axis([_head(pd.Timestamp(slot), words) for slot in laid.columns], axis=1)
    shown = shown.set_axis([brand_of(code, words) for code in shown.index], axis=0)
    named |= {"corner": words("Brand"), "middle": middle, "decimals": 0}
    whole = tables.heat(shown, words, **named)
    if len(shown) <= SHOWN:
        return whole
    parts = [tables.heat(part, words, **named) for part in _parted(shown)]
    count = words.plural("{n} more row", "{n} more rows", len(shown) - SHOWN)
    more = Markup('<details class="pb-more" lang="{}"><summary>{}</summary>{}</details>')
    rest = more.format(lang(words), count, parts[1].html)
    return View(together([parts[0].html, rest]), whole.twin, whole.text)


def _head(day: pd.Timestamp, words: Words) -> str:
    """Write a day as narrow as can be: thirteen stand side by side."""
    return f"{day.month}/{day.day}" if words.language == "zh" else words.day(day, year=False)


def _parted(laid: pd.DataFrame) -> list[pd.DataFrame]:
    return [laid.iloc[:SHOWN], laid.iloc[SHOWN:]]


def seen(looks: pd.DataFrame | Missing, words: Words) -> str:
    """Say to which day rivals were watched, and what of the sheet was dropped, sampled or not known."""
    if isinstance(looks, Missing):
        return ""
    told = [words("Rivals watched to {day}.", day=words.day(looks["date"].max()))]
    copies, resets = int((looks["copies"] - 1).sum()), int(looks["reset"].sum())
    counted = len(looks.drop_duplicates(["platform", "brand", "sku"]))
    if copies:
        told.append(words("{n} rows stood twice and count once.", n=words.value(copies, "count")))
    if resets:
        told.append(
            words("{n} times a counter fell: units since that look are not known.", n=words.value(resets, "count"))
        )
    if counted < int(looks["items"].iloc[0]):
        every = words.value(float(looks["items"].iloc[0]), "count")
        told.append(words("{n} of {all} items are read, a sample.", n=words.value(counted, "count"), all=every))
    return joined(told, words)


def heard(said: pd.DataFrame | Missing, words: Words) -> str:
    """Say how many reviews were read, what was dropped, and what their gathering forbids to say."""
    if isinstance(said, Missing):
        return ""
    copies, drawn = int((said["copies"] - 1).sum()), int(said["of"].iloc[0])
    told = [words("{n} reviews read.", n=words.value(len(said), "count"))]
    if copies:
        told.append(words("{n} copies of reviews count once.", n=words.value(copies, "count")))
    if drawn > len(said):
        told.append(words("They are a sample of {all}.", all=words.value(drawn, "count")))
    if (said["collected"] == BY_RATING).any():
        told.append(words("Some were gathered by rating: no mean rating is told of them."))
    return joined(told, words)


def joined(sentences: list[str], words: Words) -> str:
    """Set sentences one after the other."""
    return ("" if words.language == "zh" else " ").join(sentence for sentence in sentences if sentence)
