"""What reviews say of the rivals and of us: topics, where we surely differ, and quotes."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from planbook.absence import Missing
from planbook.views import tables
from planbook.views.display import View, lang, note, shows_missing, stacked, together
from planbook.views.rivals.brands import brand_of, topic_of, with_brands
from planbook.views.vocabulary import msg
from planbook.views.words import Words

BY_RATING = "by_rating"
QUOTES = 3


@shows_missing
def ratings(found: pd.DataFrame, words: Words) -> View:
    """Show how many texts there are of each brand and their mean rating, where it may be told."""
    columns = {
        "brand": (msg("Brand"), tables.TITLE),
        "texts": (msg("Reviews"), "count"),
        "copies": (msg("Copies dropped"), "count"),
        "rating": (msg("Mean rating"), "number"),
        "low": (msg("Low"), "number"),
        "high": (msg("High"), "number"),
        "low_share": (msg("Two stars and less"), "share"),
    }
    frame = with_brands(found, words)
    known = {name: head for name, head in columns.items() if frame[name].notna().any()}
    shown = tables.table(frame, words, id="reviews", title=words("Reviews that were read"), columns=known)
    by_rating = [brand_of(code, words) for code in found.loc[found["collected"] == BY_RATING, "brand"]]
    if not by_rating:
        return shown
    text = words(
        "Reviews of {brands} were gathered by rating, so many good and so many bad ones: no mean rating and no share "
        "of complaints can be told of them. What good and bad reviews speak of is counted within each.",
        brands=words(", ").join(by_rating),
    )
    return stacked(shown, note(text, words))


@shows_missing
def mentions(shares: pd.DataFrame, words: Words) -> View:
    """Show the share of each brand's reviews that mention a topic, as a heat map; its interval in the table's twin."""
    wide = shares.pivot_table("share", "brand", "topic", sort=False)
    wide = wide.reindex(sorted(wide.index, key=lambda code: code != ""))
    wide = wide.set_axis([brand_of(code, words) for code in wide.index], axis=0)
    wide = wide.set_axis([topic_of(code, words) for code in wide.columns], axis=1)
    title = words("Share of reviews that mention a topic")
    corner = words("Brand")
    shown = tables.heat(wide.iloc[:12], words, id="mentions", title=title, unit="share", corner=corner, decimals=0)
    columns = {
        "brand": (msg("Brand"), tables.TITLE),
        "topic": (msg("Topic"), tables.TITLE),
        "reviews": (msg("Reviews"), "count"),
        "mentions": (msg("Mentions"), "count"),
        "share": ("mention_share", "share"),
        "low": (msg("Low"), "share"),
        "high": (msg("High"), "share"),
        "good": (msg("Praise"), "count"),
        "bad": (msg("Complaints"), "count"),
    }
    frame = with_brands(shares, words).assign(topic=[topic_of(code, words) for code in shares["topic"]])
    behind = tables.describe(frame, words, columns)
    details = tables.behind(frame, behind, words, title=title)
    twin = shown.twin | {"tables": [*shown.twin["tables"], tables.twin(shares, behind, id="topics", title=title)]}
    return View(together([shown.html, details]), twin, shown.text)


def within(shares: pd.DataFrame | Missing, words: Words) -> View:
    """Show what good and what bad reviews of a brand speak of, where they were gathered by rating; else nothing."""
    if isinstance(shares, Missing):
        return View(Markup(""))
    columns = {
        "brand": (msg("Brand"), tables.TITLE),
        "side": (msg("Reviews"), tables.TITLE),
        "topic": (msg("Topic"), tables.TITLE),
        "reviews": (msg("Reviews read"), "count"),
        "mentions": (msg("Mentions"), "count"),
        "share": ("mention_share", "share"),
        "low": (msg("Low"), "share"),
        "high": (msg("High"), "share"),
    }
    said = shares[shares["mentions"] > 0].sort_values(
        ["brand", "side", "mentions"], ascending=[True, True, False], kind="stable", ignore_index=True
    )
    sides = {"good": words("good ones"), "bad": words("bad ones")}
    said = said.assign(
        side=[sides[side] for side in said["side"]], topic=[topic_of(code, words) for code in said["topic"]]
    )
    title = words("What good and what bad reviews speak of, each by themselves")
    return tables.table(with_brands(said, words), words, id="topics_by_side", title=title, columns=columns)


@shows_missing
def differences(found: pd.DataFrame, words: Words, *, id: str, title: str) -> View:
    """Show where praise or complaints surely differ between rivals and us; of none, the nearest."""
    frame = found[found["sure"]] if found["sure"].any() else found.head(3)
    frame = with_brands(frame.reset_index(drop=True), words)
    frame["topic"] = [topic_of(code, words) for code in frame["topic"]]
    ends = [[words.cell(x, "points") for x in frame[end]] for end in ("low", "high")]
    counts = [[words.value(x, "count") for x in frame[n]] for n in ("theirs_n", "ours_n")]
    frame["range"] = [words("{low} to {high}", low=low, high=high) for low, high in zip(*ends, strict=True)]
    frame["counted"] = [words("{theirs} / {ours}", theirs=a, ours=b) for a, b in zip(*counts, strict=True)]
    columns = {
        "brand": (msg("Brand"), tables.TITLE),
        "topic": (msg("Topic"), tables.TITLE),
        "side": (msg("Kind"), "text"),
        "theirs": (msg("Theirs"), "share"),
        "ours": (msg("Ours"), "share"),
        "difference": (msg("Difference"), "points"),
        "range": (msg("Range"), tables.SAID),
        "counted": (msg("Reviews"), tables.SAID),
        "verdict": (msg("For us"), "text"),
    }
    page = tables.table(frame, words, id=id, title=title, columns=columns)
    units = dict.fromkeys(("theirs", "ours", "difference", "low", "high"), "share")
    units |= dict.fromkeys(("theirs_n", "ours_n"), "count") | {"chance": "number", "adjusted": "number"}
    names = ["brand", "topic", "side", *units, "verdict"]
    told = tables.describe(found, words, {name: (name, units.get(name, tables.CODE)) for name in names})
    return View(page.html, {"tables": [tables.twin(found, told, id=id, title=title)]}, page.text)


def quotes(coded: pd.DataFrame | Missing, words: Words, *, found: pd.DataFrame | Missing, n: int = QUOTES) -> View:
    """Quote what the surest differences rest on, word for word, at most three a difference.

    Parameters
    ----------
    coded
        ``topics.code``: ``brand topic polarity quote``.
    words
        The report's language; quotes stay in their own.
    found
        ``contrast.differences``: its first sure rows are quoted, of the brand itself, else of us.
    """
    if isinstance(coded, Missing) or isinstance(found, Missing):
        return View(Markup(""))
    parts = [part for row in found[found["sure"]].head(4).to_dict("records") if (part := _quoted(row, coded, words, n))]
    if not parts:
        return View(Markup(""))
    html = Markup('<div class="pb-note" lang="{}"><p>{}</p><ul>{}</ul></div>').format(
        lang(words), words("In their own words:"), together(parts)
    )
    return View(html)


def _quoted(row: dict[object, object], coded: pd.DataFrame, words: Words, n: int) -> Markup | None:
    told = coded[(coded["topic"] == row["topic"]) & (coded["polarity"] == row["side"])]
    brand = row["brand"] if (told["brand"] == row["brand"]).any() else ""
    mine = told[told["brand"] == brand]
    chosen = list(dict.fromkeys(mine.sort_values("at", ascending=False, kind="stable")["quote"]))[:n]
    if not chosen:
        return None
    head = words("{brand}, {topic}", brand=brand_of(brand, words), topic=topic_of(row["topic"], words))
    said = Markup(" · ").join(Markup("<q>{}</q>").format(quote) for quote in chosen)
    return Markup("<li>{}: {}</li>").format(head, said)
