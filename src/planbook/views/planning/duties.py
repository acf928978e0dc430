"""Hours, duties and meetings as they are shown and said."""

from __future__ import annotations

from typing import Any

import pandas as pd

from planbook.views import spoken, tables
from planbook.views.display import View, note, shows_missing
from planbook.views.findings import Finding, finding
from planbook.views.planning import named
from planbook.views.spoken import BY_ROW, row
from planbook.views.vocabulary import msg
from planbook.views.words import Words

Found = Finding | View


@shows_missing
def verdict(load: pd.DataFrame, words: Words) -> Found:
    """Say who has more hours than there are, in which week most."""
    known = load[load["available"].notna()]
    if known.empty:
        return note(
            words("Whether there are hours enough is not known: planbook.yml names no hours of the team."), words
        )
    over = known[known["over"]]
    if over.empty:
        return note(words("Nobody has more hours in a week than there are for campaigns."), words)
    worst = row(over, over["share"].idxmax())
    said = {
        "who": named.listed(dict.fromkeys(over["owner"]), words),
        "owner": worst["owner"],
        "week": words.day(worst["week"], year=False),
        "hours": words.value(worst["hours"], "count"),
        "available": words.value(worst["available"], "count"),
    }
    times = words.plural(
        "{n} time somebody has more to do in a week than hours for it ({who})",
        "{n} times somebody has more to do in a week than hours for it ({who})",
        len(over),
        **said,
    )
    most = words("most of all {owner} in the week from {week}: {hours} hours of {available}", **said)
    text = words("; ").join([times, most]) + words(".")
    action = words("Give part of it to who has room, or begin it a week earlier.")
    return finding(text, words, id="workload", grade="likely", action=action, owner=str(worst["owner"]))


@shows_missing
def load(laid: pd.DataFrame, words: Words) -> View:
    """Show each week's hours as a share of those there are; above 100 % it is too much."""
    shown = laid.set_axis([words.day(week, year=False) for week in pd.DatetimeIndex(laid.columns)], axis="columns")
    title = words("Hours planned as a share of those there are for campaigns, by week")
    return tables.heat(
        shown, words, id="workload", title=title, unit="share", corner=words("Week from"), middle=0.0, decimals=0
    )


@shows_missing
def hours(summed: pd.DataFrame, words: Words) -> View:
    """Show each owner's hours until the campaign ends."""
    columns: tables.Columns = {
        "owner": (msg("Owner"), BY_ROW),
        "hours": ("plan_hours", "count"),
        "available": (msg("Hours there are in these weeks"), "count"),
        "share": ("workload", "share"),
        "weeks": (msg("Weeks with work"), "count"),
        "over": (msg("Weeks with too much"), "count"),
    }
    owners = [each or words("nobody named") for each in spoken.with_total(summed["owner"], words)]
    title = words("Hours of tasks and content by owner")
    return spoken.table(summed, {"owner": owners}, words, id="hours", title=title, columns=columns, total=True)


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
    said = {"task": named.tasks(found, words)}
    said |= {name: found[name].astype(object).fillna("").tolist() for name in ("responsible", "accountable")}
    said |= {name: [named.listed(people, words) for people in found[name]] for name in ("consulted", "informed")}
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
