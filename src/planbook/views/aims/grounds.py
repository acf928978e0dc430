"""What goals rest on beside the forecast: what others reach, the team's hours, past launches."""

from __future__ import annotations

import math

import pandas as pd

from planbook.absence import Missing
from planbook.views import spoken, tables
from planbook.views.display import View, note, shows_missing, stacked
from planbook.views.findings import Finding, finding
from planbook.views.spoken import BY_ROW
from planbook.views.vocabulary import msg
from planbook.views.words import Words

TIGHT = 1.0


def benchmarks(compared: pd.DataFrame | Missing, words: Words) -> View:
    """Show what others reach beside the shop's own, each with who says so; or that none is given."""
    if isinstance(compared, Missing):
        return note(words("Benchmarks: none given. A goal is held against the shop's own history alone."), words)
    said = spoken.figures(compared, "kpi", ("own", "value", "low", "high"), words)
    columns = {
        "kpi": (msg("Figure"), BY_ROW),
        "platform": (msg("Platform"), tables.TEXT),
        "own": (msg("Ours, last month"), BY_ROW),
        "value": (msg("Others"), BY_ROW),
        "low": (msg("Low"), BY_ROW),
        "high": (msg("High"), BY_ROW),
        "standing": (msg("We are"), tables.TEXT),
        "origin": (msg("Who says so"), tables.TITLE),
    }
    title = words("What others reach, as the shop wrote it down")
    return spoken.table(compared, said, words, id="benchmarks", title=title, columns=columns)


@shows_missing
def hours(owners: pd.DataFrame, words: Words, *, unwritten: tuple[int, int]) -> View:
    """Show the hours each owner's part of the plan needs until it begins, against those that they have."""
    said = {"owner": [*(name or words("nobody named") for name in owners["owner"][:-1]), words.name("total")]}
    columns = {
        "owner": (msg("Owner"), BY_ROW),
        "needed": ("hours_needed", "number"),
        "available": (msg("Hours they have"), "number"),
        "share": ("hours_share", "share"),
        "busiest": (msg("Busiest week, from"), "day"),
        "busiest_needed": (msg("Hours in it"), "number"),
        "busiest_share": (msg("Of that week's"), "share"),
        "over": (msg("Weeks over their hours"), "count"),
    }
    title = words("Hours that are left to do until the campaign begins, against the team's")
    table = spoken.table(owners, said, words, id="hours", title=title, columns=columns, total=True)
    without, n = unwritten
    if not without:
        return table
    text = words("{without} of {n} tasks and pieces of content have no hours written down.", without=without, n=n)
    return stacked(table, note(text, words))


@shows_missing
def tight(owners: pd.DataFrame, words: Words) -> Finding | View:
    """Say whether the plan fits into the team's hours, and whose week does not."""
    total, each = owners.to_dict("records")[-1], owners.iloc[:-1]
    said = {
        "needed": words.value(total["needed"], "count"),
        "available": words.value(total["available"], "count"),
        "share": words.value(total["share"], "share"),
    }
    if not math.isfinite(total["share"]):
        text = words("The plan needs {needed} hours; what the team has stands not in planbook.yml.", **said)
        return note(text, words)
    crowded = each[each["busiest_share"] > TIGHT].sort_values("busiest_share", ascending=False, kind="stable")
    if crowded.empty:
        text = words("The plan needs {needed} of the team's {available} hours ({share}); no week is over.", **said)
        return note(text, words)
    worst = crowded.to_dict("records")[0]
    said |= {
        "owner": worst["owner"] or words("nobody named"),
        "day": words.day(worst["busiest"], year=False),
        "busy": words.value(worst["busiest_share"], "share"),
        "weeks": words.value(float(crowded["over"].sum()), "count"),
    }
    text = words(
        "The plan needs {needed} of the team's {available} hours ({share}), but not evenly: {owner}'s week of {day} is "
        "filled to {busy}.",
        **said,
    )
    action = words("Move tasks out of the week of {day}, or hand some on ({weeks} weeks are over).", **said)
    return finding(text, words, id="hours", grade="likely", action=action, owner=str(worst["owner"]))


@shows_missing
def launches(totals: pd.DataFrame, words: Words, *, goal: pd.DataFrame | Missing) -> View:
    """Show past launches, and what a next one may sell in its first weeks."""
    columns = {
        "product": (msg("Item"), tables.TITLE),
        "launched": (msg("Launched"), "day"),
        "units_4": (msg("Units, 4 weeks"), "count"),
        "even_4": (msg("Of ordinary weeks"), "count"),
        "units_8": (msg("Units, 8 weeks"), "count"),
        "even_8": (msg("Of 8 ordinary weeks"), "count"),
    }
    table = tables.table(totals, words, id="launches", title=words("Past launches"), columns=columns)
    if isinstance(goal, Missing):
        return stacked(table, note(words("Fewer than three launches are over: no goal can be told from them."), words))
    text = words("All launches count, seasonal gift sets too; weeks of events are set on ordinary ones.")
    return stacked(table, note(text, words), launch_table(goal, words))


@shows_missing
def launch_table(goal: pd.DataFrame, words: Words) -> View:
    """Show the launch goal by weeks."""
    columns = {
        "weeks": (msg("First weeks"), tables.CODE),
        "value": ("launch_units", "count"),
        "low": (msg("Low"), "count"),
        "high": (msg("High"), "count"),
        "n": (msg("Launches"), "count"),
    }
    return tables.table(
        goal.reset_index().astype({"weeks": str}),
        words,
        id="launch_goal",
        title=words("Goal of a new item"),
        columns=columns,
    )
