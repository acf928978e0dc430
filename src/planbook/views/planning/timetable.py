"""A schedule as it is shown: the Gantt picture, the tasks with their days, what is late, what is wrong in it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from planbook.views import charts, spoken, tables
from planbook.views.charts.gantt import MOST
from planbook.views.display import Absent, View, note, shows_missing, together
from planbook.views.findings import Finding, finding
from planbook.views.planning import named
from planbook.views.planning.rows import BOTH
from planbook.views.spoken import BY_ROW
from planbook.views.vocabulary import msg
from planbook.views.words import Words

Found = Finding | View
SHOWN = 6  # names that a sentence takes
MOSTLY = 0.5  # of the draws
PAST, LATE, TIGHT = "after_deadline", ("overdue", "must_begin"), "tight"
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
    "room": (msg("Room"), "days"),
    "slack": (msg("Slack"), "days"),
    "state": (msg("State"), tables.TEXT),
    "after": (msg("Waits for"), tables.TITLE),
    "te": (msg("Working days it takes"), "days"),
    "decides": (msg("Chance to decide the end"), "share"),
    "hours": (msg("Hours"), "count"),
    "deliverable": (msg("Handed over"), tables.TITLE),
    "deadline": (msg("Deadline"), "day"),
    "proposed": (msg("Proposed"), tables.TITLE),
    "low": (msg("At best"), "days"),
    "likely": (msg("Likely"), "days"),
    "high": (msg("At worst"), "days"),
}
PAGE = ("task", "owner", "begins", "ends", "deadline", "latest", "room", "state", "decides")
DATED = ("begins", "ends", "deadline", "latest")
WORK = ("task", "after", "low", "likely", "high", "hours", "deliverable")
FAULTS = {
    "unknown_task": msg("{task} waits for {other}, which is no task of this campaign: it is left out."),
    "cycle": msg("Tasks wait for each other in a circle: {other}. What {task} waits for is left out there."),
    "estimate": msg("{task}: its three guesses are not in order; they are taken in order."),
    "nobody": msg("{task} has no owner."),
    "after_deadline": msg("{task} ends after its deadline."),
    "before_other": msg("{task} begins on or before the day on which {other} ends: no time is left between them."),
}


@shows_missing
def gantt(laid: pd.DataFrame, words: Words, *, ran: Any, decides: pd.Series[float]) -> charts.Chart | Absent:
    """Draw the tasks over their days; of more than fit, those that decide the end, have a deadline or come first.

    ``decides`` as in `table`: outlined is what decides the end in most draws, so that picture and table say the same.
    """
    shares = laid["task"].map(decides).astype(float)
    rows = laid.assign(name=named.tasks(laid, words), done=laid["state"] == "done", critical=shares > MOSTLY)
    rows["owner"] = rows["owner"].astype(object).fillna("")
    first = rows.assign(rest=~(rows["critical"] | rows["deadline"].notna())).sort_values(
        ["done", "rest", "begins"], kind="stable"
    )
    kept = rows.loc[sorted(first.index[:MOST])]
    title = _hangs_on(rows.loc[rows["critical"], "name"].tolist(), words)
    return charts.gantt(kept, words, title=title, as_of=ran.as_of, campaign=ran.span, name=ran.name(words.language))


def _hangs_on(names: list[str], words: Words) -> str:
    """Say what decides the end; two that do so in most draws meet in one of them, so they follow one another."""
    if not names:
        return words("What is done when, and by whom")
    return words.plural(
        "Kept to the dates, {n} task decides the end: {names}",
        "Kept to the dates, {n} tasks decide the end: {names}",
        len(names),
        names=" → ".join(names),
    )


@shows_missing
def table(laid: pd.DataFrame, words: Words, *, ran: Any, decides: pd.Series[float]) -> View:
    """Show every task with its days and its state, then what each waits for and takes.

    ``decides`` is the share of draws in which each decides the end (``simulate.decides``). The twin holds both tables
    and each text in both languages; ends and deadlines are dated.
    """
    frame = laid.assign(decides=laid["task"].map(decides).astype(float))
    texts = {name: laid[name].astype(object).fillna("").tolist() for name in ("owner", "deliverable")}
    days = {name: [_short(day, words) for day in laid[name]] for name in DATED}
    said = {"task": named.tasks(laid, words), "after": _waits(laid, words)} | texts | days
    page = {name: COLUMNS[name] for name in PAGE if name != "deadline" or laid["deadline"].notna().any()}
    work = {name: COLUMNS[name] for name in WORK}
    title = words("The schedule: {n} tasks", n=words.value(len(laid), "count"))
    shown = spoken.table(frame, said, words, id="schedule", title=title, columns=page)
    takes = words("What each task waits for, and the working days it takes")
    below = spoken.table(frame, said, words, id="schedule_work", title=takes, columns=work)
    whole = frame.assign(**{f"text_{each.language}": named.tasks(laid, each) for each in BOTH})
    twin = tables.twin(whole, tables.describe(whole, words, COLUMNS), id="schedule", title=title)
    handed: dict[str, Any] = {"tables": [twin], "days": _days(laid[laid["state"] != "done"], words, ran)}
    return View(together([shown.html, below.html]), handed, shown.text)


def _short(day: pd.Timestamp, words: Words) -> str:
    """Write a day without its year and in one piece: four whole ones would push the state off the page."""
    return words.day(day, year=False).replace(" ", "\u00a0") if pd.notna(day) else ""


def _waits(laid: pd.DataFrame, words: Words) -> list[str]:
    """Name what each task waits for, in the report's language."""
    names = dict(zip(laid["task"], named.tasks(laid, words), strict=True))
    asked = laid["after"].astype(object).fillna("").str.replace("；", ";").str.split(";")
    return [named.listed((names.get(one.strip(), one.strip()) for one in own if one.strip()), words) for own in asked]


def _days(open_: pd.DataFrame, words: Words, ran: Any) -> list[dict[str, Any]]:
    texts = open_[["owner", "deliverable"]].astype(object).fillna("")
    notes = [named.listed(filter(None, pair), words) for pair in texts.itertuples(index=False, name=None)]
    days = open_[["task", "ends", "deadline"]].itertuples(index=False, name=None)
    found = []
    for (task, ends, deadline), name, said in zip(days, named.tasks(open_, words), notes, strict=True):
        last = words("Deadline: {task}", task=name)
        due = last if ends == deadline else words("Due: {task}", task=name)
        found.append(named.dated(f"task/{ran.key}/{task}", ends, ran.as_of, title=due, note=said))
        if pd.notna(deadline) and ends != deadline:  # the day stands, wherever people plan the task
            found.append(named.dated(f"deadline/{ran.key}/{task}", deadline, ran.as_of, title=last, note=said))
    return found


@shows_missing
def late(laid: pd.DataFrame, words: Words) -> Found:
    """Say which tasks miss their deadline, which are late by now, and which begin later than they can."""
    names = pd.Series(named.tasks(laid, words), index=laid.index)
    past, behind, tight = laid["state"] == PAST, laid["state"].isin(LATE), laid["state"] == TIGHT
    if not (past | behind | tight).any():
        return note(words("No task is late, and each begins in time for the campaign’s first day."), words)
    said = []
    if past.any():
        said.append(words("{names} would be done only after the deadline", names=_some(names[past], words)))
    if behind.any():
        said.append(words("{names} should be done or begun by now", names=_some(names[behind], words)))
    if tight.any():
        text = words(
            "{n} tasks begin later than they can if the first day and the deadlines are to be met: {names}",
            n=words.value(int(tight.sum()), "count"),
            names=_some(names[tight], words),
        )
        said.append(text)
    first, action = _first(laid, names, words)
    owner = "" if pd.isna(first["owner"]) else str(first["owner"])
    text = words("; ").join(said) + words(".")
    # a platform takes no late application for its event; another creator can be booked, another slot taken
    id = "deadline" if (past & ~laid["kind"].isin(named.REPLACED)).any() else "late_tasks"
    return finding(text, words, id=id, grade="measured", action=action, owner=owner)


def _first(laid: pd.DataFrame, names: pd.Series[Any], words: Words) -> tuple[pd.Series[Any], str]:
    """Say what comes first: a deadline that would be missed, what is late, else what has the least room."""
    order = laid.assign(booking=laid["kind"].isin(named.REPLACED)).sort_values(["booking", "deadline"], kind="stable")
    past, behind = order[order["state"] == PAST], laid[laid["state"].isin(LATE)]
    if len(past):
        task, day = _some(names[past.index[:1]], words), words.day(past["deadline"].iloc[0], year=False)
        text = words("Do {task} at once, or ask for more time: its deadline is {day}.", task=task, day=day)
        if past["kind"].iloc[0] == named.SLOT:
            text = words(
                "{task} today if it can still be had, or plan without it: its day was {day}.", task=task, day=day
            )
        if past["kind"].iloc[0] == named.BOOKING:
            text = words("{task} at once, or take the next on the list: it was due by {day}.", task=task, day=day)
        return past.iloc[0], text
    if len(behind):
        return behind.iloc[0], words("Finish {names} first.", names=_some(names[behind.index], words))
    least = laid[laid["state"] == TIGHT].sort_values("room", kind="stable").head(1)
    task, day = _some(names[least.index], words), words.day(least["latest"].iloc[0], year=False)
    return least.iloc[0], words("Begin {task} by {day}, or give it more hands.", task=task, day=day)


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
