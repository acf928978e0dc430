"""The tables behind what sets us apart: leads and shortfalls, open gaps, and the tests of the appendix."""

from __future__ import annotations

from typing import Protocol

import pandas as pd
from markupsafe import Markup

from planbook.absence import Missing
from planbook.periods import Period
from planbook.views import spoken, tables
from planbook.views.display import View, note, shows_missing
from planbook.views.rivals.brands import brand_of, topic_of
from planbook.views.spoken import BY_ROW
from planbook.views.value.standings import UNITS, whole
from planbook.views.vocabulary import msg
from planbook.views.words import Words


class Planned(Protocol):
    """A campaign that is planned for (``summaries.planned``)."""

    @property
    def span(self) -> Period:
        """From its first day to its last."""

    def name(self, language: str) -> str:
        """Name it in a language."""


LEFT = {  # part of the brief → the notebook that leaves it, its title and unit
    "audience": ("12_persona_building", msg("Who buys, as shares of known customers"), "share"),
    "white_space": ("11_competitor_analysis", msg("Price bands with more demand than offers"), "ratio"),
}
GAPS = {"survey": "number", "reviews": "points"}


@shows_missing
def leads(found: pd.DataFrame, words: Words) -> View:
    """Show our lead over the best rival, ranked by importance × lead (``differentiators.evidence``)."""
    source = str(found["source"].iloc[0])
    unit = GAPS[source]
    said = _named(found, words) | {
        "value": [
            words(
                "{value} ({range})",
                value=words.short(row["value"], unit),
                range=words.range(row["low"], row["high"], unit),
            )
            for row in found.to_dict("records")
        ],
        "said": [words.signed(x, "points") for x in found["said"]],
    }
    columns = {
        "attribute": (msg("Attribute"), BY_ROW),
        "importance": ("importance" if source == "survey" else "mention_share", UNITS[source]),
        "ours": (msg("Our shop"), UNITS[source]),
        "brand": (msg("Best rival"), BY_ROW),
        "theirs": (msg("Theirs"), UNITS[source]),
        "value": (msg("Lead (80% sure)"), BY_ROW),
        "score": ("weighted_lead", "number"),
        "said": (msg("In praise by reviews"), BY_ROW),
        "verdict": (msg("Where we stand"), tables.TEXT),
        "grade": (msg("How sure"), tables.TEXT),
    }
    mark = found.index[0] if found["verdict"].iloc[0] == "lead" else None
    title = words("What sets us apart and what holds us back, by importance × lead")
    return whole(found, said, words, id="leads", title=title, columns=columns, mark=mark)


@shows_missing
def open_gaps(found: pd.DataFrame, words: Words) -> View:
    """Show what weighs and nobody does well; nothing where there is no such gap (``attributes.left_open``)."""
    if found.empty:
        return View(Markup(""))
    unit = UNITS[str(found["source"].iloc[0])]
    said = _named(found, words) | {
        "range": [words.range(*ends, unit) for ends in zip(found["best_low"], found["best_high"], strict=True)]
    }
    columns = {
        "attribute": (msg("Attribute"), BY_ROW),
        "importance": ("importance" if unit == "number" else "mention_share", unit),
        "brand": (msg("Best of all"), BY_ROW),
        "best": (msg("Reaches"), unit),
        "range": (msg("80% range"), BY_ROW),
        "ours": (msg("Our shop"), unit),
        "line": (msg("Mean of all"), unit),
    }
    title = words("What buyers want and nobody does well")
    return whole(found, said, words, id=f"open_{unit}", title=title, columns=columns)


@shows_missing
def tests(found: pd.DataFrame, words: Words, *, id: str) -> View:
    """Show every difference between a rival and us with its chance (``gaps.gaps``, ``gaps.praise``)."""
    source = str(found["source"].iloc[0])
    columns = {
        "brand": (msg("Brand"), BY_ROW),
        "attribute": (msg("Attribute"), BY_ROW),
        "ours": (msg("Our shop"), UNITS[source]),
        "theirs": (msg("Theirs"), UNITS[source]),
        "value": (msg("Difference"), GAPS[source]),
        "low": (msg("Low"), GAPS[source]),
        "high": (msg("High"), GAPS[source]),
        "ours_n": (msg("Ours, n"), "count"),
        "theirs_n": (msg("Theirs, n"), "count"),
        "both": (msg("Rated both"), "count"),
        "chance": (msg("Chance"), "share"),
        "adjusted": (msg("Adjusted (Holm)"), "share"),
    }
    title = {
        "survey": words("Marks of ours and of each rival, tested"),
        "reviews": words("Praise of ours and of all rivals, tested"),
    }[source]
    return spoken.table(found, _named(found, words), words, id=id, title=title, columns=columns)


def left_by(lines: pd.DataFrame | Missing, words: Words, *, part: str) -> View:
    """Show lines of the brief that an earlier notebook left; where there are none, say which leaves them."""
    notebook, title, unit = LEFT[part]
    if isinstance(lines, Missing):
        text = words(
            "{notebook} has left nothing for this period: run it first, and this section reads it.", notebook=notebook
        )
        return note(text, words)
    columns = {
        "line": (msg("Line"), BY_ROW),
        "rank": (msg("Rank"), "count"),
        "value": (msg("Value"), unit),
        "low": (msg("Low"), unit),
        "high": (msg("High"), unit),
        "n": (msg("Rests on"), "count"),
    }
    said = {"line": spoken.named(lines, "line", words)}
    return spoken.table(lines, said, words, id=part, title=words(title), columns=columns)


@shows_missing
def planned(ahead: Planned, words: Words) -> View:
    """Say which campaign is planned for, and its days."""
    name = ahead.name(words.language)
    return note(words("Planned for: {campaign}, {days}.", campaign=name, days=words.span(ahead.span)), words)


def _named(found: pd.DataFrame, words: Words) -> dict[str, list[str]]:
    return {
        "attribute": [topic_of(code, words) for code in found["attribute"]],
        "brand": [brand_of(code, words) for code in found["brand"]],
    }
