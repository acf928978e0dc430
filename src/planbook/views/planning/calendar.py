"""A content calendar as it is shown and said: the weeks, what collides, every piece, the days around it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from planbook.views import spoken, tables
from planbook.views.display import View, note, shows_missing
from planbook.views.findings import Finding, finding
from planbook.views.planning import named
from planbook.views.planning.rows import AUDIENCES
from planbook.views.spoken import BY_ROW
from planbook.views.vocabulary import msg
from planbook.views.words import Words

Found = Finding | View
COLUMNS: tables.Columns = {
    "date": (msg("Day"), "day"),
    "platform": (msg("Platform"), tables.TEXT),
    "format": (msg("Format"), tables.TEXT),
    "stage": (msg("Audience"), tables.TEXT),
    "topic": (msg("Topic"), tables.TITLE),
    "text_en": (msg("In English"), tables.TITLE),
    "text_zh": (msg("In Chinese"), tables.TITLE),
    "owner": (msg("Owner"), tables.TITLE),
    "hours": (msg("Hours"), "count"),
    "status": (msg("State"), tables.TEXT),
    "proposed": (msg("Proposed"), tables.TITLE),
}
PAGE = ("date", "platform", "format", "stage", "topic", "text_en", "owner", "hours", "proposed")
GRIDS = {
    "platform": msg("Pieces of content by platform and week, proposals counted"),
    "stage": msg("Pieces of content by audience and week, proposals counted"),
}
WORTH = ("gap", "same_day", "unfit", "other_event")  # what asks for a decision; the rest is to be known


@shows_missing
def verdict(found: pd.DataFrame, words: Words) -> Found:
    """Say how many gaps and collisions the calendar has."""
    counted = found[found["kind"].isin(WORTH)].groupby("kind").size()
    if counted.empty:
        return note(words("Every audience hears something each week, and nothing collides."), words)
    n = {kind: int(counted.get(kind, 0)) for kind in WORTH}
    texts = {
        "gap": words.plural(
            "{n} gap, a week in which an audience hears nothing",
            "{n} gaps, each a week in which one audience hears nothing",
            n["gap"],
        ),
        "same_day": words.plural(
            "{n} day with two pieces for one audience on one platform",
            "{n} days with two pieces for one audience on one platform",
            n["same_day"],
        ),
        "unfit": words.plural(
            "{n} piece that does not fit its platform", "{n} pieces that do not fit their platform", n["unfit"]
        ),
        "other_event": words.plural("{n} piece in another event", "{n} pieces in another event", n["other_event"]),
    }
    text = words(
        "The content calendar has {said}.", said=words("; ").join(texts[kind] for kind in WORTH if kind in counted)
    )
    action = words("Take the proposals for the gaps, or strike them; move or reshape what collides.")
    return finding(text, words, id="content", grade="measured", action=action)


@shows_missing
def conflicts(found: pd.DataFrame, words: Words) -> View:
    """Show what collides and what is missing, each with what it is about."""
    if found.empty:
        return note(words("Nothing collides in the content calendar."), words)
    columns = {
        "date": (msg("Day or week from"), "day"),
        "kind": (msg("What"), tables.TEXT),
        "platform": (msg("Platform"), BY_ROW),
        "stage": (msg("Audience"), BY_ROW),
        "subject": (msg("More"), BY_ROW),
    }
    said = {
        "platform": [words.name(each) if each else "" for each in found["platform"]],
        "stage": [words.name(each) if each else "" for each in found["stage"]],
        "subject": [
            _subject(kind, subject, words) for kind, subject in zip(found["kind"], found["subject"], strict=True)
        ],
    }
    title = words("Gaps and collisions in the content calendar")
    return spoken.table(found, said, words, id="content_conflicts", title=title, columns=columns)


@shows_missing
def grid(counted: pd.DataFrame, words: Words, *, by: str) -> View:
    """Show how many pieces go out, by week and platform or audience."""
    weeks = [words.day(week, year=False) for week in pd.DatetimeIndex(counted.columns)]
    shown = counted.set_axis(weeks, axis="columns")
    return tables.heat(
        shown, words, id=f"content_{by}", title=words(GRIDS[by]), unit="count", corner=words("Week from")
    )


@shows_missing
def table(pieces: pd.DataFrame, words: Words, *, ran: Any) -> View:
    """Show every piece of content, planned and proposed; their days are dated."""
    if pieces.empty:
        return note(words("No content is planned, and none can be proposed."), words)
    titles = _titles(pieces, words)
    topics = [words.name(topic) if isinstance(topic, str) and topic else "" for topic in pieces["topic"]]
    said = {
        "topic": topics,
        "text_en": titles,
        "owner": pieces["owner"].astype(object).fillna("").tolist(),
        "proposed": [words("yes") if each else "" for each in pieces["proposed"]],
    }
    title = words("The content calendar: {n} pieces", n=words.value(len(pieces), "count"))
    page = {name: COLUMNS[name] for name in PAGE} | {"text_en": (msg("Working title"), BY_ROW)}
    shown = spoken.table(pieces, said, words, id="calendar", title=title, columns=page)
    twin = tables.twin(pieces, tables.describe(pieces, words, COLUMNS), id="calendar", title=title)
    return View(shown.html, {"tables": [twin], "days": _days(pieces, titles, words, ran)}, shown.text)


@shows_missing
def staffed(proposed: pd.DataFrame, words: Words) -> View:
    """Say to whom proposals go, and for how many nobody has room."""
    full = proposed[proposed["crowded"].astype(bool)]
    if full.empty:
        return note(words("What is proposed goes to who has room in the weeks in which it is made."), words)
    days = named.listed([words.day(day, year=False) for day in full["date"]], words)
    text = words(
        "Nobody has room for what is proposed for {days}: it stays with who makes most for its platform. Strike it, or "
        "take other work off somebody.",
        days=days,
    )
    return note(text, words)


@shows_missing
def around(found: pd.DataFrame, words: Words, *, ran: Any) -> View:
    """Show the days that the campaign has to reckon with: stages of events, festivals, days off."""
    if found.empty:
        return note(words("No event, festival or day off is known around the campaign."), words)
    columns = {
        "starts": (msg("Begins"), "day"),
        "ends": (msg("Ends"), "day"),
        "kind": (msg("What"), tables.TEXT),
        "subject": (msg("Which"), BY_ROW),
        "away": (msg("Days after the campaign's first"), "count"),
    }
    away = (found["starts"] - pd.Timestamp(ran.span.start)).dt.days.astype(float)
    said = {
        "subject": [
            words(", ").join(words.name(each) for each in (subject, stage) if each)
            for subject, stage in zip(found["subject"], found["stage"], strict=True)
        ]
    }
    title = words("Days to reckon with, from now to six weeks after the campaign")
    return spoken.table(found.assign(away=away), said, words, id="around", title=title, columns=columns, limit=20)


def _titles(pieces: pd.DataFrame, words: Words) -> list[str]:
    own, other = ("text_zh", "text_en") if words.language == "zh" else ("text_en", "text_zh")
    blank = pd.Series([AUDIENCES[stage][words.language == "zh"] for stage in pieces["stage"]], pieces.index)
    return [str(text) for text in pieces[own].astype(object).fillna(pieces[other]).fillna(blank)]


def _days(pieces: pd.DataFrame, titles: list[str], words: Words, ran: Any) -> list[dict[str, Any]]:
    found = []
    for row, title in zip(pieces.to_dict("records"), titles, strict=True):
        place, form, stage = row["platform"], row["format"], row["stage"]
        told = words("{platform} {format}: {title}", platform=words.name(place), format=words.name(form), title=title)
        owner = [row["owner"]] if isinstance(row["owner"], str) and row["owner"] else []
        key = f"content/{ran.key}/{row['date']:%Y-%m-%d}/{place}/{form}/{stage}"
        said = named.listed([words.name(stage), *owner], words)
        found.append(named.dated(key, row["date"], ran.as_of, title=told, note=said))
    return found


def _subject(kind: str, subject: str, words: Words) -> str:
    if kind == "unfit":
        form, _, carried = subject.partition(":")
        kinds = spoken.listed(carried.split("+"), words)
        return words("{format}; it carries {formats}", format=words.name(form), formats=kinds)
    return words(", ").join(words.name(part) for part in subject.replace("+", ":").split(":") if part)
