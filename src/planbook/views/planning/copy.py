"""The check of a campaign's copy and prices as it is shown and said."""

from __future__ import annotations

from typing import Any

import pandas as pd

from planbook.absence import Missing
from planbook.measures.planning.copy import REWORD, in_language
from planbook.views import spoken, tables
from planbook.views.display import View, note, shows_missing, stacked
from planbook.views.findings import Finding, finding
from planbook.views.spoken import BY_ROW, row
from planbook.views.vocabulary import msg
from planbook.views.words import Words

Found = Finding | View


@shows_missing
def finds(hits: pd.DataFrame, words: Words) -> View:
    """Show each word, where it stands, what may stand instead, and the rule behind it."""
    if hits.empty:
        return note(words("No word of the list stands in the copy that is to go out. This is no legal advice."), words)
    columns = {
        "word": (msg("Word"), BY_ROW),
        "place": (msg("Place"), BY_ROW),
        "origin": (msg("Where"), tables.TEXT),
        "suggestion": (msg("Instead"), BY_ROW),
        "claim": (msg("Kind of claim"), tables.TEXT),
        "basis_en": (msg("Rule"), BY_ROW),
    }
    title = words("Words to change before anything goes out")
    whole, page = (
        spoken.table(_coded(part), _said(part, words), words, id="copy", title=title, columns=columns)
        for part in (hits, in_language(hits, words.language))
    )
    view = View(page.html, whole.twin, page.text)  # what is read is in one language, what is handed on in both
    return stacked(view, note(words("A list of words finds words, not meanings: this is no legal advice."), words))


def _coded(hits: pd.DataFrame) -> pd.DataFrame:
    return hits.assign(**{name: f"{name}_" + hits[name].astype(str) for name in ("origin", "claim")})


def _said(hits: pd.DataFrame, words: Words) -> dict[str, list[str]]:
    said = {name: hits[name].tolist() for name in ("word", "place")}
    said["suggestion"] = [instead(text, words) for text in hits["suggestion"]]
    said["basis_en"] = hits["basis_zh" if words.language == "zh" else "basis_en"].tolist()
    return said


def instead(suggestion: str, words: Words) -> str:
    """Say what may stand instead of a word: another one, nothing, or the sentence written anew."""
    return words("reword") if suggestion == REWORD else suggestion or words("leave it out")


@shows_missing
def read(counted: pd.DataFrame, words: Words, *, screened: Any) -> View:
    """Show what is to go out, and in how many texts a word of the list stands; ideas that are out are only named."""
    columns = {
        "origin": (msg("Where"), tables.TEXT),
        "texts": (msg("Texts read"), "count"),
        "with_finds": (msg("With a find"), "count"),
        "failing": (msg("Of them forbidden"), "count"),
    }
    names = [name if name == "total" else f"origin_{name}" for name in counted["origin"]]
    title = words("What was read")
    view = tables.table(counted.assign(origin=names), words, id="copy_read", title=title, columns=columns, total=True)
    out = 0 if isinstance(screened, Missing) else int(screened["verdict"].eq("out").sum())
    if not out:
        return view
    text = words.plural(
        "{n} idea that is out by its words is not counted here: it stands among the ideas for the theme.",
        "{n} ideas that are out by their words are not counted here: they stand among the ideas for the theme.",
        out,
    )
    return stacked(view, note(text, words))


@shows_missing
def prices(held: pd.DataFrame, words: Words, *, rule: Any) -> View:
    """Show the deal prices that are above the lowest price of late, and the list prices that nobody was charged."""
    columns = {
        "product": (msg("Item"), tables.TITLE),
        "platform": (msg("Platform"), tables.TEXT),
        "deal_price": (msg("Deal price"), "money"),
        "lowest": (msg("Lowest of late"), "money"),
        "above": (msg("Above it"), "money"),
        "list_price": (msg("List price"), "money"),
        "highest": (msg("Highest charged of late"), "money"),
    }
    dear, unpaid = int(held["above"].notna().sum()), int((held["charged"].astype(object) == False).sum())  # noqa: E712
    title = words(
        "{dear} of {n} deal prices are above the lowest of {days} days; {unpaid} list prices were not charged in "
        "{charged}",
        dear=words.value(dear, "count"),
        n=words.value(len(held), "count"),
        days=words.value(rule.lowest_days, "count"),
        unpaid=words.value(unpaid, "count"),
        charged=words.value(rule.charged_days, "count"),
    )
    view = tables.table(held, words, id="price_rules", title=title, columns=columns)
    text = words(
        "The days end where the data end: look again on the day before. A price that was not charged is no price to "
        "cross out; show another. How many days count stands in wordlist.yml and in each event’s rules."
    )
    return stacked(view, note(text, words))


@shows_missing
def found(hits: pd.DataFrame, words: Words, *, counted: pd.DataFrame) -> Found:
    """Say how many words are to be changed, and the first of them."""
    total = counted.to_dict("records")[-1]
    said = {"texts": words.value(total["texts"], "count"), "n": words.value(total["with_finds"], "count")}
    if hits.empty:
        text = words("No word of the list stands in the {texts} texts that are to go out.", **said)
        return finding(text, words, id="copy", grade="measured")
    first = row(in_language(hits, words.language), 0)
    text = words(
        "{n} of the {texts} texts that are to go out hold words of the list, such as “{word}” in “{place}”.",
        word=first["word"],
        place=first["place"],
        **said,
    )
    action = words("Change them before anything goes out; ask someone who knows the law where it matters.")
    return finding(text, words, id="copy", grade="measured", action=action)
