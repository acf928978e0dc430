"""What earlier campaigns taught and asked for, and what was seen on the market since, at the head of the plan."""

from __future__ import annotations

import pandas as pd

from planbook.views import spoken, tables
from planbook.views.display import View, note, shows_missing
from planbook.views.spoken import BY_ROW
from planbook.views.vocabulary import msg
from planbook.views.words import Words


@shows_missing
def lessons(fitting: pd.DataFrame, words: Words) -> View:
    """Show the lessons that fit the campaign ahead."""
    if fitting.empty:
        return note(words("No earlier campaign of this name or on these platforms has taught anything yet."), words)
    columns = {
        "lesson": (msg("Lesson"), BY_ROW),
        "fit": (msg("Why it fits"), tables.TEXT),
        "campaign": (msg("Campaign"), tables.CODE),
        "kind": (msg("Kind"), tables.TEXT),
        "grade": (msg("How sure"), tables.TEXT),
        "effect": (msg("Weighed"), "money"),
    }
    return _table(fitting, words, key="lesson", title=words("Lessons that fit this campaign"), columns=columns)


@shows_missing
def actions(fitting: pd.DataFrame, words: Words) -> View:
    """Show what earlier reviews asked for and nobody has done yet."""
    if fitting.empty:
        return note(words("No action of an earlier review of these platforms is still open."), words)
    columns = {
        "action": (msg("Open action"), BY_ROW),
        "fit": (msg("Why it fits"), tables.TEXT),
        "campaign": (msg("Campaign"), tables.CODE),
        "owner": (msg("Owner"), BY_ROW),
        "due": (msg("Due"), "day"),
        "effect": (msg("Worth"), "money"),
    }
    return _table(fitting, words, key="action", title=words("What earlier reviews asked for"), columns=columns)


@shows_missing
def seen(log: pd.DataFrame, words: Words) -> View:
    """Show what the market log asks of the plan (``summaries.seen_on_market``)."""
    if log.empty:
        return note(words("Nothing in the market log waits for this plan."), words)
    columns = {
        "seen": (msg("Seen on the market"), BY_ROW),
        "to_do": (msg("What to do"), BY_ROW),
        "urgency": (msg("Urgency"), tables.TEXT),
        "kind": (msg("Kind of news"), tables.TEXT),
        "platform": (msg("Platform"), tables.TEXT),
        "date": (msg("Day"), "day"),
        "owner": (msg("Owner"), BY_ROW),
        "due": (msg("Due"), "day"),
    }
    told = {name: log[f"{name}_{words.language}"].astype(object).fillna("") for name in ("text", "to_do")}
    said = {
        "seen": told["text"].where(told["text"] != "", log["subject"]).tolist(),
        "to_do": told["to_do"].tolist(),
        "owner": log["owner"].astype(object).fillna("").tolist(),
    }
    named = {
        name: [f"log_{word}" if isinstance(word, str) else "" for word in log[name]] for name in ("urgency", "kind")
    }
    shown = log.assign(**named, **said, platform=log["platform"].astype(object).fillna(""))
    title = words("What the market log asks of this plan")
    return spoken.table(shown, said, words, id="market_log", title=title, columns=columns)


def _table(fitting: pd.DataFrame, words: Words, *, key: str, title: str, columns: tables.Columns) -> View:
    fits = [f"fit_{fit}" for fit in fitting["fit"]]
    said = {key: spoken.named(fitting, key, words)}
    if "owner" in columns:
        said["owner"] = fitting["owner"].astype(object).fillna("").tolist()
    return spoken.table(fitting.assign(fit=fits), said, words, id=f"{key}s_ahead", title=title, columns=columns)
