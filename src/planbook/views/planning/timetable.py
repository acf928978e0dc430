"""A schedule as it is shown: the Gantt picture, the tasks with their days, what is late, what is wrong in it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from planbook.views import charts, spoken, tables
from planbook.views.charts.gantt import MOST
from planbook.views.display import Absent, View, note, shows_missing
from planbook.views.findings import Finding, finding
from planbook.views.planning import named
from planbook.views.planning.rows import BOTH
from planbook.views.spoken import BY_ROW
from planbook.views.vocabulary import msg
from planbook.views.words import Words

Found = Finding | View
SHOWN = 6  # names that a sentence takes
LATE, TIGHT = ("overdue", "must_begin"), "tight"
COLUMNS: tables.Columns = {
    "task": (msg("Task"), tables.TITLE),
    "text_en": (msg("In English"), tables.TITLE),
    "text_zh": (msg("In Chinese"), tables.TITLE),
    "kind": (msg("Comes from"), tables.TEXT),
    "owner": (msg("Owner"), tables.TITLE),
    "begins": (msg("Begins"), "day"),
    "ends": (msg("Ends"), "day"),
    "done": (msg("Done"), "day"),
    "latest": (msg("Must begin by"), "day"),
    "room": ("task_room", "days"),
    "slack": ("slack", "days"),
    "state": (msg("State"), tables.TEXT),
    "after": (msg("Waits for"), tables.TITLE),
    "te": (msg("Working days it takes"), "days"),
    "decides": ("decides_end", "share"),
    "hours": (msg("Hours"), "count"),
    "deliverable": (msg("Handed over"), tables.TITLE),
    "deadline": (msg("Platform's deadline"), "day"),
    "proposed": (msg("Proposed"), tables.TITLE),
}
PAGE = ("task", "owner", "begins", "ends", "latest", "room", "state", "decides", "hours", "deadline", "deliverable")
FAULTS = {
    "unknown_task": msg("{task} waits for {other}, which is no task of this campaign: it is left out."),
    "cycle": msg("Tasks wait for each other in a circle: {other}. What {task} waits for is left out there."),
    "estimate": msg("{task}: its three guesses are not in order; they are taken in order."),
    "nobody": msg("{task} has no owner."),
    "after_deadline": msg("{task} ends after the platform’s deadline."),
    "before_other": msg("{task} begins on or before the day on which {other} ends: no time is left between them."),
}


@shows_missing
def gantt(laid: pd.DataFrame, words: Words, *, ran: Any) -> charts.Chart | Absent:
    """Draw the tasks over their days; of more than fit, those that decide the end, have a deadline or come first."""
    rows = laid.assign(name=named.tasks(laid, words), done=laid["state"] == "done")
    rows["owner"] = rows["owner"].astype(object).fillna("")
    first = rows.assign(rest=~(rows["critical"] | rows["deadline"].notna())).sort_values(
        ["done", "rest", "begins"], kind="stable"
    )
    kept = rows.loc[sorted(first.index[:MOST])]
    critical = kept.loc[kept["critical"], "name"]
    title = words("{n} tasks decide the end: {names}", n=len(critical), names=" → ".join(critical))
    if critical.empty:
        title = words("What is done when, and by whom")
    return charts.gantt(kept, words, title=title, as_of=ran.as_of, campaign=ran.span, name=ran.name(words.language))


@shows_missing
def table(laid: pd.DataFrame, words: Words, *, ran: Any, decides: pd.Series[float]) -> View:
    """Show every task with its days, the last on which it can begin, and its state; their ends are dated.

    ``decides`` is the share of draws in which each decides the end (``simulate.decides``). The twin has more columns
    than the page: what each waits for, its text in both languages, what it takes.
    """
    frame = laid.assign(decides=laid["task"].map(decides).astype(float))
    texts = {name: laid[name].astype(object).fillna("").tolist() for name in ("owner", "deliverable")}
    said = {"task": named.tasks(laid, words)} | texts
    page = {name: COLUMNS[name] for name in PAGE if name != "deadline" or laid["deadline"].notna().any()}
    title = words("The schedule: {n} tasks", n=words.value(len(laid), "count"))
    shown = spoken.table(frame, said, words, id="schedule", title=title, columns=page)
    whole = frame.assign(**{f"text_{each.language}": named.tasks(laid, each) for each in BOTH})
    twin = tables.twin(whole, tables.describe(whole, words, COLUMNS), id="schedule", title=title)
    return View(shown.html, {"tables": [twin], "days": _days(laid[laid["state"] != "done"], words, ran)}, shown.text)


def _days(open_: pd.DataFrame, words: Words, ran: Any) -> list[dict[str, Any]]:
    texts = open_[["owner", "deliverable"]].astype(object).fillna("")
    notes = [named.listed(filter(None, pair), words) for pair in texts.itertuples(index=False, name=None)]
    return [
        named.dated(f"task/{ran.key}/{task}", day, ran.as_of, title=words("Due: {task}", task=name), note=said)
        for task, day, name, said in zip(open_["task"], open_["ends"], named.tasks(open_, words), notes, strict=True)
    ]


@shows_missing
def late(laid: pd.DataFrame, words: Words) -> Found:
    """Say which tasks are late by the last day that is read, and which begin later than they can."""
    names = pd.Series(named.tasks(laid, words), index=laid.index)
    behind, tight = laid["state"].isin(LATE), laid["state"] == TIGHT
    if not (behind | tight).any():
        return note(words("No task is late, and each begins in time for the campaign’s first day."), words)
    said = []
    if behind.any():
        said.append(words("{names} should be done or begun by now", names=_some(names[behind], words)))
    if tight.any():
        text = words(
            "{n} tasks begin later than they can if the campaign’s first day is to be met: {names}",
            n=words.value(int(tight.sum()), "count"),
            names=_some(names[tight], words),
        )
        said.append(text)
    if behind.any():
        first = laid[behind].iloc[0]
        action = words("Finish {names} first.", names=_some(names[behind], words))
    else:
        least = laid[tight].sort_values("room", kind="stable").head(1)
        first = least.iloc[0]
        day = words.day(first["latest"], year=False)
        action = words("Begin {task} by {day}, or give it more hands.", task=_some(names[least.index], words), day=day)
    owner = "" if pd.isna(first["owner"]) else str(first["owner"])
    text = words("; ").join(said) + words(".")
    return finding(text, words, id="late_tasks", grade="measured", action=action, owner=owner)


@shows_missing
def faults(found: pd.DataFrame, words: Words, *, laid: pd.DataFrame) -> View:
    """Say what is wrong in the plan itself, a line each."""
    if found.empty:
        return note(words("Every task has an owner, and waits only for tasks that end before it begins."), words)
    names = dict(zip(laid["task"], named.tasks(laid, words), strict=True))
    texts = []
    for kind, task, other in found[["kind", "task", "other"]].itertuples(index=False, name=None):
        texts.append(words(FAULTS[kind], task=names.get(task, task), other=_others(other, names)))
    columns = {"task": (msg("What is wrong in the plan"), BY_ROW)}
    title = words("To be mended in the plan: {n}", n=words.value(len(found), "count"))
    return spoken.table(found, {"task": texts}, words, id="faults", title=title, columns=columns)


def _others(other: str, names: dict[str, str]) -> str:
    return " → ".join(names.get(part, part) for part in str(other).split(" → "))


def _some(names: pd.Series[Any], words: Words) -> str:
    kept = named.listed(names[:SHOWN], words)
    if len(names) <= SHOWN:
        return kept
    return words("{names} and {n} more", names=kept, n=words.value(len(names) - SHOWN, "count"))
