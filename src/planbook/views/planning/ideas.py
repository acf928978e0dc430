"""Ideas for the theme as they are shown and said."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from planbook.measures.planning.copy import in_language
from planbook.views import spoken, tables
from planbook.views.display import View, shows_missing
from planbook.views.findings import Finding, finding
from planbook.views.planning.copy import instead
from planbook.views.spoken import BY_ROW, enumerated, listed, row
from planbook.views.vocabulary import msg
from planbook.views.words import Words

Found = Finding | View
MANY = ";"


@shows_missing
def table(screened: pd.DataFrame, words: Words, *, hits: pd.DataFrame) -> View:
    """Show each idea with what speaks for and against it; ``hits`` (``copy.check``) name the words to change."""
    columns = {
        "line": (msg("Idea"), BY_ROW),
        "topics": (msg("Speaks of"), BY_ROW),
        "fit": (msg("Fits the message"), BY_ROW),
        "interest": ("theme_interest", BY_ROW),
        "changes": ("copy_finds", BY_ROW),
        "verdict": (msg("Verdict"), tables.TEXT),
    }
    said = {
        "line": spoken.named(screened, "line", words),
        "topics": [_topics(topics, words) for topics in screened["topics"]],
        "fit": [
            words("not known") if math.isnan(fit) else words("yes") if fit else words("no") for fit in screened["fit"]
        ],
        "interest": [_interest(each, words) for each in screened.to_dict("records")],
        "changes": [_changes(hits, line, words) for line in screened["line"]],
    }
    found = hits[hits["origin"] == "theme"].groupby("line")["word"].agg(MANY.join)
    shown = screened.assign(verdict=[f"idea_{verdict}" for verdict in screened["verdict"]])
    shown["changes"] = screened["line"].map(found).astype(object).fillna("")
    title = words("Ideas for the theme, the best first; one with words that the list forbids is out")
    counted = columns | {"finds": ("copy_finds", "count")}  # of both languages, so not beside the words of one
    page, whole = (
        spoken.table(shown, said, words, id="ideas", title=title, columns=each) for each in (columns, counted)
    )
    return View(page.html, whole.twin, page.text)


@shows_missing
def found(screened: pd.DataFrame, words: Words) -> Found:
    """Say which idea goes on, and which are out."""
    best, out = row(screened, screened.index[0]), screened[screened["verdict"] == "out"]
    if best["verdict"] == "out":
        text = words("All ideas hold words that the list forbids: none can be used as it stands.")
        action = words("Write the ideas anew, or change the words that stand beside them.")
        return finding(text, words, id="theme", grade="measured", action=action)
    name = spoken.named(screened, "line", words)[0]
    text = words("“{idea}” goes on as the theme.", idea=name)
    if best["fit"] == 0:
        text = words("“{idea}” goes on as the theme, though it does not speak of what the message does.", idea=name)
    gap = "" if words.language == "zh" else " "
    if math.isfinite(best["interest"]):
        text += gap + words(
            "{share} of {n} respondents named what it speaks of (80% sure: {range}).",
            share=words.value(best["interest"], "share"),
            n=words.value(best["n"], "count"),
            range=words.range(best["low"], best["high"], "share"),
        )
    if len(out):
        text += gap + words("Out by the rules: {ideas}.", ideas=listed(spoken.named(out, "line", words), words))
    return finding(text, words, id="theme", grade="hint")


def _changes(hits: pd.DataFrame, line: object, words: Words) -> str:
    """Name the words of an idea that are to be changed, each with what may stand instead."""
    own = in_language(hits[(hits["origin"] == "theme") & (hits["line"] == line)], words.language)
    pairs = zip(own["word"], own["suggestion"], strict=True)
    return enumerated((f"{word} → {instead(other, words)}" for word, other in pairs), words)


def _topics(topics: str, words: Words) -> str:
    return listed(topics.split(MANY), words) if topics else words("no topic of the codebook")


def _interest(idea: Mapping[Any, Any], words: Words) -> str:
    if not math.isfinite(idea["interest"]):
        return words("nobody was asked") if not idea["n"] else words("cannot be told")
    return words.value(idea["interest"], "share") + " (" + words.range(idea["low"], idea["high"], "share") + ")"
