"""The tables behind what sets us apart: leads and shortfalls, open gaps, and the tests of the appendix."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

import pandas as pd
from markupsafe import Markup

from planbook.absence import Missing
from planbook.measures import differentiators
from planbook.periods import Period
from planbook.views import spoken
from planbook.views.buyers import within
from planbook.views.display import View, note, shows_missing, stacked
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


class Left(NamedTuple):
    """What an earlier notebook leaves in the brief: which, under what title, by what rank, and its figure."""

    notebook: str
    title: str
    rank: str
    value: str
    unit: str


LEFT = {  # by part of the brief
    "audience": Left(
        "12_persona_building",
        msg("Who buys, in order of the net sales they bring"),
        msg("Rank by net sales"),
        "persona_share",
        "share",
    ),
    "white_space": Left(
        "11_competitor_analysis",
        msg("Price bands with more demand than offers"),
        msg("Rank"),
        "opportunity_index",
        "ratio",
    ),
}
GAPS = {"survey": "number", "reviews": "points"}


@shows_missing
def leads(found: pd.DataFrame, words: Words) -> View:
    """Show our lead over the best rival, ranked by importance × lead (``differentiators.evidence``)."""
    source = str(found["source"].iloc[0])
    rows, one = found.to_dict("records"), UNITS[source]
    rivals = [words("{brand} {value}", brand=brand_of(row["brand"], words), value=words.short(row["theirs"], one))
              for row in rows]  # fmt: skip
    stands = [words.name(row["verdict"]) for row in rows]
    said = _named(found, words) | {
        "brand": rivals,
        "value": _differences(found, GAPS[source], words),
        "said": [_praise(row, words) for row in rows],
        "verdict": [
            words("{stand} ({grade})", stand=stand, grade=within(words.name(row["grade"])))
            if row["verdict"] != differentiators.EVEN else stand
            for row, stand in zip(rows, stands, strict=True)
        ],
    }  # fmt: skip
    columns = {
        "attribute": (msg("Attribute"), BY_ROW),
        "importance": ("importance" if source == "survey" else "mention_share", one),
        "ours": (msg("Our shop"), one),
        "brand": (msg("Best rival"), BY_ROW),
        "value": (msg("Lead"), BY_ROW),
        "said": (msg("In praise by reviews"), BY_ROW),
        "verdict": (msg("Where we stand, how sure"), BY_ROW),
    }
    columns = columns if source == "survey" else {name: each for name, each in columns.items() if name != "said"}
    mark = found.index[0] if found["verdict"].iloc[0] == differentiators.LEAD else None
    title = words("What sets us apart and what holds us back, by importance × lead (in brackets: 80% sure)")
    shown = whole(found, said, words, id="leads", title=title, columns=columns, mark=mark)
    if source == "survey" and found["said_of"].eq(differentiators.POOLED).any():
        text = words(
            "* Of the best rival fewer than 10 reviews speak of it: against all rivals together, which confirms and "
            "contradicts nothing."
        )
        return stacked(shown, note(text, words))
    return shown


@shows_missing
def open_gaps(found: pd.DataFrame, words: Words) -> View:
    """Show what weighs and nobody does well; nothing where there is no such gap (``attributes.left_open``)."""
    if found.empty:
        return View(Markup(""))
    unit = UNITS[str(found["source"].iloc[0])]
    ends = found[["best", "best_low", "best_high"]].set_axis(["value", "low", "high"], axis=1)
    said = _named(found, words) | {"best": _differences(ends, unit, words)}
    columns = {
        "attribute": (msg("Attribute"), BY_ROW),
        "importance": ("importance" if unit == "number" else "mention_share", unit),
        "brand": (msg("Best of all"), BY_ROW),
        "best": (msg("The best reaches"), BY_ROW),
        "ours": (msg("Our shop"), unit),
        "line": (msg("Mean of all"), unit),
    }
    many = words.value(float(found["brands"].max()), "count")
    title = words("What buyers want and none of the {n} brands that are known there does well", n=many)
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
        "value": (msg("Lead"), BY_ROW),
        "ours_n": (msg("Ours, n"), "count"),
        "theirs_n": (msg("Theirs, n"), "count"),
        "both": (msg("Rated both"), "count"),
        "chance": (msg("Chance"), "share"),
        "adjusted": (msg("Adjusted (Holm)"), "share"),
    }
    if source == "reviews":
        del columns["both"]
    against = source if source == "survey" or not found["brand"].eq(differentiators.POOLED).all() else "together"
    title = {
        "survey": words("Marks of ours and of each rival, tested (in brackets: 80% sure)"),
        "reviews": words("Praise of ours and of the rival the survey names, tested (in brackets: 80% sure)"),
        "together": words("Praise of ours and of all rivals together, tested (in brackets: 80% sure)"),
    }[against]
    said = _named(found, words) | {"value": _differences(found, GAPS[source], words)}
    return whole(found, said, words, id=id, title=title, columns=columns)


def left_by(lines: pd.DataFrame | Missing, words: Words, *, part: str) -> View:
    """Show lines of the brief that an earlier notebook left; where there are none, say which leaves them."""
    left = LEFT[part]
    if isinstance(lines, Missing):
        text = words(
            "{notebook} has left nothing for this period: run it first, and this section reads it.",
            notebook=left.notebook,
        )
        return note(text, words)
    columns = {
        "line": (msg("Line"), BY_ROW),
        "rank": (left.rank, "count"),
        "value": (left.value, left.unit),
        "low": (msg("Low"), left.unit),
        "high": (msg("High"), left.unit),
        "n": (msg("Rests on"), "count"),
    }
    said = {"line": spoken.named(lines, "line", words)}
    return spoken.table(lines, said, words, id=part, title=words(left.title), columns=columns)


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


def _differences(found: pd.DataFrame, unit: str, words: Words) -> list[str]:
    """Write figures with their ranges."""
    ends = found[["value", "low", "high"]].itertuples(index=False, name=None)
    return [
        words("{value} ({range})", value=words.short(value, unit), range=words.range(low, high, unit))
        for value, low, high in ends
    ]


def _praise(row: Mapping[Any, Any], words: Words) -> str:
    """Write what reviews say beside a mark; a star where it is of all rivals together."""
    said = words.signed(row["said"], "points")
    return said + "*" if row["said_of"] == differentiators.POOLED else said
