"""Goals: how far the platforms and their owners have come, and what earlier reviews asked for."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd
from markupsafe import Markup

from planbook.absence import Missing
from planbook.measures.catalog import CATALOG
from planbook.periods import Period
from planbook.views import spoken, tables
from planbook.views.display import View, absent, lang, note, shows_missing, together
from planbook.views.vocabulary import msg
from planbook.views.words import Words

URGENT = 5  # actions on the first page
MET = {True: msg("met"), False: msg("missed")}


@shows_missing
def attainment(attained: pd.DataFrame, words: Words, *, span: Period, elapsed: float = 1.0) -> View:
    """Show paid against target by platform and owner; of a running goal also what is due by now."""
    columns = {
        "platform": (msg("Platform"), "text"),
        "owner": (msg("Owner"), "text"),
        "value": ("paid", "money"),
        "target": (msg("Target"), "money"),
        "attainment": ("attainment", "share"),
        "due": (msg("Due by now"), "money"),
        "gap": (msg("Gap"), "money"),
    }
    shown = {name: head for name, head in columns.items() if name != "due" or elapsed < 1}
    return tables.table(attained, words, id="attainment", title=_title(words, span, elapsed), columns=shown)


@shows_missing
def owners(held: pd.DataFrame, words: Words) -> View:
    """Show every owner's figures against their goals, each in its own unit."""
    units = [CATALOG[kpi].unit for kpi in held["kpi"]]
    said = {
        name: [words.value(x, unit) for x, unit in zip(held[name], units, strict=True)] for name in ("value", "target")
    }
    said |= {
        "kpi": [words.kpi(kpi) for kpi in held["kpi"]],
        "platforms": [spoken.listed(names, words) for names in held["platforms"]],
        "met": [words(MET[met]) if met in MET else "" for met in held["met"]],
    }
    columns = {
        "owner": (msg("Owner"), tables.TITLE),
        "kpi": (msg("Figure"), tables.TEXT),
        "platforms": (msg("Platforms"), tables.TEXT),
        "value": (msg("This period"), spoken.BY_ROW),
        "target": (msg("Target"), spoken.BY_ROW),
        "attainment": ("attainment", "share"),
        "met": (msg("Against what is due"), tables.TEXT),
    }
    title = words("Owners against their goals")
    return spoken.table(held, said, words, id="owners", title=title, columns=columns)


def actions(still_open: pd.DataFrame | Missing, words: Words) -> View:
    """Show what earlier reviews asked for and is still open: who, by when, what, and whether it is late.

    A shop that keeps no list of actions is not told so on its first page; the twin says it.
    """
    if isinstance(still_open, Missing):
        return View(Markup(), absent(still_open, words).twin)
    if still_open.empty:
        return note(words("No action of an earlier review is open."), words)
    told = spoken.named(still_open, "action", words)
    rows = still_open.assign(text=told).to_dict("records")
    title = words.plural("{n} open action of earlier reviews", "{n} open actions of earlier reviews", len(rows))
    items = together(
        Markup('<li><p>{}</p><p class="pb-small">{}</p></li>').format(row["text"], _whose(row, words))
        for row in rows[:URGENT]
    )
    html = Markup('<section class="pb-open" lang="{}"><p>{}</p><ul>{}</ul></section>').format(lang(words), title, items)
    names = ["action", "campaign", "owner", "due", "overdue", "effect"]
    heads = [{"name": name, "label": name, "unit": "text"} for name in names]
    twin = {"id": "open_actions", "title": title, "columns": heads, "rows": still_open[names].to_numpy().tolist()}
    return View(html, {"tables": [twin]}, "\n".join([title, *told]))


def _whose(row: dict[Hashable, Any], words: Words) -> str:
    due = words("due {day}", day=words.day(row["due"])) if pd.notna(row["due"]) else ""
    late = words("overdue") if row["overdue"] else ""
    worth = words("worth {effect}", effect=words.short(abs(row["effect"]), "money")) if pd.notna(row["effect"]) else ""
    owner = row["owner"] if isinstance(row["owner"], str) else ""
    return " · ".join(part for part in (owner, due, late, worth) if part)


def _title(words: Words, span: Period, elapsed: float) -> str:
    if elapsed >= 1:
        return words("Paid against target by platform")
    return words(
        "Paid against target by platform, {span}: {share} of the days have gone",
        span=words.span(span),
        share=words.value(elapsed, "share"),
    )
