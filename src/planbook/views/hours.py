"""The hours that a plan still takes, as they are shown and said."""

from __future__ import annotations

import math

import pandas as pd

from planbook.absence import Missing
from planbook.periods import Period
from planbook.views import spoken, tables
from planbook.views.display import View, note, shows_missing, stacked
from planbook.views.findings import Finding, finding
from planbook.views.spoken import BY_ROW
from planbook.views.vocabulary import msg
from planbook.views.words import Words

TIGHT = 1.0


@shows_missing
def table(owners: pd.DataFrame, words: Words, *, unwritten: tuple[int, int]) -> View:
    """Show the hours that each owner's part of the plan still takes, against those that they have."""
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
    title = words("Hours that are left to do, against the team's")
    shown = spoken.table(owners, said, words, id="hours", title=title, columns=columns, total=True)
    without, n = unwritten
    if not without:
        return shown
    text = words("{without} of {n} tasks and pieces of content have no hours written down.", without=without, n=n)
    return stacked(shown, note(text, words))


@shows_missing
def tight(owners: pd.DataFrame, words: Words, *, until: Period | Missing | None = None) -> Finding | View:
    """Say whether the plan fits into the team's hours, and whose week does not.

    ``until``: the days that are counted, of a plan that adds to people's own tasks, which is said then.
    """
    counted = _counted(until, words) if isinstance(until, Period) else ""
    total, each = owners.to_dict("records")[-1], owners.iloc[:-1]
    said = {
        "needed": words.value(total["needed"], "count"),
        "available": words.value(total["available"], "count"),
        "share": words.value(total["share"], "share"),
    }
    if not math.isfinite(total["share"]):
        text = words("The plan needs {needed} hours; what the team has stands not in planbook.yml.", **said)
        return note(text + counted, words)
    crowded = each[each["busiest_share"] > TIGHT].sort_values("busiest_share", ascending=False, kind="stable")
    if crowded.empty:
        text = words("The plan needs {needed} of the team's {available} hours ({share}); no week is over.", **said)
        return note(text + counted, words)
    worst = crowded.to_dict("records")[0]
    said |= {
        "owner": worst["owner"] or words("nobody named"),
        "day": words.day(worst["busiest"], year=False),
        "busy": words.value(worst["busiest_share"], "share"),
    }
    text = words(
        "The plan needs {needed} of the team's {available} hours ({share}), but not evenly: {owner}'s week of {day} is "
        "filled to {busy}.",
        **said,
    )
    action = words.plural(
        "Move tasks out of the week of {day}, or hand some on ({n} week is over).",
        "Move tasks out of the week of {day}, or hand some on ({n} weeks are over).",
        int(crowded["over"].sum()),
        **said,
    )
    return finding(text + counted, words, id="hours", grade="likely", action=action, owner=str(worst["owner"]))


def _counted(span: Period, words: Words) -> str:
    text = words("Counted up to {day}, with the tasks and the content that this page adds.", day=words.day(span.end))
    return ("" if words.language == "zh" else " ") + text


@shows_missing
def by_week(grid: pd.DataFrame, words: Words) -> View:
    """Show each week's hours as a share of those there are; above 100 % it is too much."""
    shown = grid.set_axis([words.day(week, year=False) for week in pd.DatetimeIndex(grid.columns)], axis="columns")
    title = words("Hours planned as a share of those there are for campaigns, by week")
    return tables.heat(
        shown, words, id="load", title=title, unit="share", corner=words("Week from"), middle=0.0, decimals=0
    )
