"""Duties and meetings as they are shown and said."""

from __future__ import annotations

from typing import Any

import pandas as pd

from planbook.views import spoken, tables
from planbook.views.display import View, note, shows_missing
from planbook.views.planning import named
from planbook.views.spoken import BY_ROW
from planbook.views.vocabulary import msg
from planbook.views.words import Words


@shows_missing
def raci(found: pd.DataFrame, words: Words) -> View:
    """Show who does each task, who answers for it, who is consulted and who is told."""
    columns: tables.Columns = {
        "task": (msg("Task"), BY_ROW),
        "responsible": (msg("Does it"), BY_ROW),
        "accountable": (msg("Answers for it"), BY_ROW),
        "consulted": (msg("Is consulted"), BY_ROW),
        "informed": (msg("Is told"), BY_ROW),
    }
    said = {"task": named.tasks(found, words), "responsible": found["responsible"].astype(object).fillna("").tolist()}
    several = ("accountable", "consulted", "informed")
    said |= {name: [named.listed(people, words) for people in found[name]] for name in several}
    title = words("Who does what, who answers for it, who is asked and told")
    return spoken.table(found, said, words, id="raci", title=title, columns=columns)


@shows_missing
def meetings(found: pd.DataFrame, words: Words, *, laid: pd.DataFrame, ran: Any) -> View:
    """Show the weekly meetings until the campaign begins; their days are dated."""
    if found.empty:
        return note(words("The campaign begins before the next weekly meeting."), words)
    names = dict(zip(laid["task"], named.tasks(laid, words), strict=True))
    columns: tables.Columns = {
        "date": (msg("Day"), "day"),
        "due": (msg("Due until the next"), BY_ROW),
        "late": (msg("Overdue"), BY_ROW),
        "pieces": (msg("Pieces going out"), "count"),
        "reports": (msg("Who reports"), BY_ROW),
    }
    said = {
        kind: [named.listed([names[each] for each in due], words) for due in found[kind]] for kind in ("due", "late")
    }
    said["reports"] = [named.listed(people, words) for people in found["reports"]]
    shown = spoken.table(found, said, words, id="meetings", title=words("Weekly meetings"), columns=columns)
    days = [
        named.dated(f"meeting/{ran.key}/{day:%Y-%m-%d}", day, ran.as_of, note=words("; ").join(filter(None, pair)),
                    title=words("Weekly meeting: {campaign}", campaign=ran.name(words.language)))
        for day, *pair in zip(found["date"], said["due"], said["reports"], strict=True)
    ]  # fmt: skip
    return View(shown.html, shown.twin | {"days": days}, shown.text)
