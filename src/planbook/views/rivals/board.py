"""The tables of the rival watch: how complete it is, the board of the week, prices, bands, discounts, styles."""

from __future__ import annotations

import pandas as pd

from planbook.views import tables
from planbook.views.display import Twin, View, note, shows_missing, stacked
from planbook.views.rivals.brands import SHOWN, band_names, brand_of, heat, with_brands
from planbook.views.vocabulary import msg
from planbook.views.words import Words

DEPTHS = {
    "claimed": msg("Claimed discount by week: off the list price"),
    "on_page": msg("Discount by week: deal price off the page price"),
    "real": msg("Real discount by week: below the lowest price of the 30 days before"),
}


@shows_missing
def coverage(laid: pd.DataFrame, words: Words, *, gaps: pd.DataFrame) -> View:
    """Show which share of each brand's items was looked at week by week, and name the gaps."""
    title = words("Items looked at, as a share of those known: a gap is a week in which nobody looked")
    shown = heat(laid, words, id="watch", title=title, unit="share")
    if gaps.empty:
        return stacked(shown, note(words("No gaps: every brand was looked at in every week."), words))
    told = [
        words(
            "{brand}: {n} without a look, from {first} to {last}",
            brand=brand_of(row["brand"], words),
            n=words.value(row["slots"], "count"),
            first=words.day(row["missed"][0], year=False),
            last=words.day(row["missed"][-1], year=False),
        )
        for row in gaps.head(SHOWN).to_dict("records")
    ]
    text = words("Gaps: {gaps}.", gaps=words("; ").join(told))
    view = note(text, words)
    rows = [[row["brand"], [day.date().isoformat() for day in row["missed"]]] for row in gaps.to_dict("records")]
    heads = [{"name": name, "label": name, "unit": "text"} for name in ("brand", "missed")]
    twin: Twin = {"tables": [{"id": "gaps", "title": text, "columns": heads, "rows": rows}]}
    return stacked(shown, View(view.html, twin, text))


@shows_missing
def board(found: pd.DataFrame, words: Words) -> View:
    """Show what each rival asks, offers and launched in the last week, and how it ranks."""
    frame = with_brands(found, words).assign(
        seen=[
            words("{part} of {all}", part=words.value(a, "count"), all=words.value(b, "count"))
            for a, b in zip(found["items"], found["of"], strict=True)
        ],
        offer=found["offer"].fillna("—") if found["offers"].any() else None,
    )
    columns = {
        "brand": (msg("Brand"), tables.TITLE),
        "seen": (msg("Items seen"), tables.SAID),
        "page": (msg("Page price"), "money"),
        "deal": (msg("Deal price"), "money"),
        "page_change": (msg("Page price, change"), "share"),
        "deal_change": (msg("Deal price, change"), "share"),
        "offer": (msg("Offer"), tables.TITLE),
        "launches": (msg("New items"), "count"),
        "best_rank": (msg("Best rank"), "count"),
        "rank_change": (msg("Places won"), "count"),
        "lives": (msg("Lives"), "count"),
    }
    known = {name: head for name, head in columns.items() if frame[name].notna().any()}
    title = words(
        "The rivals at the look of {day}: medians, and changes since the look before",
        day=words.day(found["slot"].iloc[0]),
    )
    return tables.table(frame, words, id="board", title=title, columns=known)


@shows_missing
def index(found: pd.DataFrame, words: Words) -> View:
    """Show the matched price index of each brand and of all."""
    columns = {
        "brand": (msg("Brand"), tables.TITLE),
        "items": (msg("Matched items"), "count"),
        "looks": (msg("Looks"), "count"),
        "index": ("price_index", "ratio"),
        "low": (msg("Low"), "ratio"),
        "high": (msg("High"), "ratio"),
        "dearer": (msg("Dearer than ours"), "count"),
        "cheaper": (msg("Cheaper than ours"), "count"),
    }
    title = words("Rivals' deal prices against ours on matched items: below 1 they are cheaper")
    return tables.table(
        with_brands(found, words), words, id="price_index", title=title, columns=columns, total=True, limit=12
    )


@shows_missing
def bands(found: pd.DataFrame, words: Words) -> View:
    """Show demand, supply and opportunity of each price band, and where we are."""
    frame = found.assign(band=band_names(found, words), verdict=[words.name(verdict) for verdict in found["verdict"]])
    columns = {
        "band": (msg("Price band"), tables.TITLE),
        "items": (msg("Rivals' items"), "count"),
        "supply": (msg("Share of items"), "share"),
        "demand": (msg("Share of units"), "share"),
        "index": ("opportunity_index", "ratio"),
        "low": (msg("Low"), "ratio"),
        "high": (msg("High"), "ratio"),
        "verdict": (msg("Verdict"), tables.TITLE),
        "our_items": (msg("Our items"), "count"),
        "our_share": (msg("Share of our units"), "share"),
    }
    known = {name: head for name, head in columns.items() if frame[name].notna().any()}
    title = words("Price bands: where units are sold, and where items are offered")
    best = found["low"].where(found["verdict"] == "room")
    mark = best.idxmax() if best.notna().any() else None
    return tables.table(frame, words, id="bands", title=title, columns=known, mark=mark)


@shows_missing
def depths(found: pd.DataFrame, words: Words) -> View:
    """Show each brand's discount three ways."""
    columns = {
        "brand": (msg("Brand"), tables.TITLE),
        "items": (msg("Items"), "count"),
        "claimed": (msg("Off the list price"), "share"),
        "on_page": (msg("Off the page price"), "share"),
        "real": (msg("Off the lowest of 30 days"), "share"),
        "real_low": (msg("Low"), "share"),
        "real_high": (msg("High"), "share"),
        "days": (msg("Days watched before"), "days"),
    }
    frame = with_brands(found, words)
    known = {name: head for name, head in columns.items() if frame[name].notna().any()}
    title = words("Discount at each item's best price, by brand: claimed, and against the 30 days before")
    lacking = [
        words(said)
        for name, said in (
            ("claimed", msg("The sheet has no list price: a discount against it cannot be told.")),
            ("on_page", msg("The sheet has no deal price beside the page price: offers at the till are not seen.")),
        )
        if name not in known
    ]
    shown = tables.table(frame, words, id="depths", title=title, columns=known, total=True)
    return stacked(shown, *(note(text, words) for text in lacking))


@shows_missing
def calendar(laid: pd.DataFrame, words: Words, *, depth: str) -> View:
    """Show one of the discounts by brand and week as a heat map."""
    return heat(laid, words, id=f"calendar_{depth}", title=words(DEPTHS[depth]), unit="share", middle=0.0)


@shows_missing
def traffic(found: pd.DataFrame, words: Words) -> View:
    """Show our share of visits from each source beside the rivals'."""
    columns = {
        "source": (msg("Source"), "text"),
        "ours": (msg("Our shop"), "share"),
        "rivals": (msg("Rivals, mean"), "share"),
        "low": (msg("Low"), "share"),
        "high": (msg("High"), "share"),
        "lowest": (msg("Lowest rival"), "share"),
        "highest": (msg("Highest rival"), "share"),
        "gap": (msg("Difference"), "points"),
    }
    n = words.value(found["brands"].iloc[0], "count")
    title = words("Where visits come from: our shop against {n} rivals", n=n)
    return tables.table(found, words, id="traffic_structure", title=title, columns=columns)


@shows_missing
def styles(found: pd.DataFrame, words: Words, *, by: str) -> View:
    """Show engagement by format or topic, for rivals and for us."""
    heads = {"format": msg("Format"), "topic": msg("Topic")}
    columns = {
        by: (heads[by], "text"),
        "who": (msg("Who"), "text"),
        "posts": (msg("Posts"), "count"),
        "part": (msg("Share of posts"), "share"),
        "rate": ("engagement_rate", "share"),
        "low": (msg("Low"), "share"),
        "high": (msg("High"), "share"),
        "shrunk": (msg("Drawn to the mean"), "share"),
    }
    titles = {"format": msg("Engagement by format"), "topic": msg("Engagement by topic")}
    return tables.table(found, words, id=f"style_{by}", title=words(titles[by]), columns=columns)
