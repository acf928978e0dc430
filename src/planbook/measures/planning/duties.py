"""Who answers for each task, and what the weekly meetings are about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd

from planbook.absence import Missing, first_missing, given, missing, passes_missing
from planbook.measures.ran import Ran
from planbook.planning import Raci
from planbook.workdays import Workdays

NOBODY = ("-", "无", "none")


@passes_missing
def raci(laid: pd.DataFrame, links: Mapping[str, Iterable[str]], accountable: str, rule: Raci) -> pd.DataFrame:
    """Say who does a task, who answers for it, who is consulted and who is told.

    Parameters
    ----------
    laid
        From ``deadlines.dated``.
    links
        Task → tasks that it waits for (``schedule.waits``).
    accountable
        The owner of the campaign's goal; where nobody is, the task's own owner answers for it.
    rule
        ``consulted`` and ``informed``: before (owners of the tasks that it waits for), after (of those that wait for
        it), everyone, none. Whom a task names itself goes before it.

    Returns
    -------
    DataFrame
        ``task text_en text_zh kind subject responsible accountable consulted informed`` of tasks that are not done; the
        last three are tuples of names, those consulted and informed without those who do it or answer for it.
    """
    owner = dict(zip(laid["task"], laid["owner"].astype(object).fillna(""), strict=True))
    after: dict[str, list[str]] = {task: [] for task in owner}
    for task, waits in links.items():
        for other in waits:
            after[other].append(task)
    groups = {"before": links, "after": after, "everyone": {task: list(owner) for task in owner}, "none": {}}
    open_ = laid[laid["state"] != "done"]

    answers = {task: tuple(filter(None, [accountable or name])) for task, name in owner.items()}
    decides = {task: _named(told, answers[task]) for task, told in _told(laid, "accountable")}

    def people(kind: str, task: str) -> tuple[str, ...]:
        own = {owner[task], *decides[task], ""}
        return tuple(sorted({owner[other] for other in groups[kind].get(task, ())} - own))

    found = open_[["task", "text_en", "text_zh", "kind", "subject"]].reset_index(drop=True)
    found["responsible"] = found["task"].map(owner)
    found["accountable"] = pd.Series([decides[task] for task in found["task"]], dtype=object)
    for name, group in (("consulted", rule.consulted), ("informed", rule.informed)):
        told = [_named(own, people(group, task)) for task, own in _told(open_, name)]
        found[name] = pd.Series(told, dtype=object)
    return found


def _told(laid: pd.DataFrame, name: str) -> Iterable[tuple[str, object]]:
    """Give each task with the people that it names itself."""
    return zip(laid["task"], laid.reindex(columns=[name])[name], strict=True)


def _named(told: object, usual: tuple[str, ...]) -> tuple[str, ...]:
    """Read the names that stand in a cell; an empty one leaves it at the usual, and a dash says nobody."""
    names = [name.strip() for name in re.split("[;；、,，]", told) if name.strip()] if isinstance(told, str) else []
    return tuple(name for name in names if name not in NOBODY) if names else usual


def meetings(
    laid: pd.DataFrame | Missing, content: pd.DataFrame | Missing, ran: Any, days: Workdays, weekday: int
) -> pd.DataFrame | Missing:
    """List the weekly meetings until the campaign begins: what is due until the next one, and who reports.

    Returns
    -------
    DataFrame
        ``date due late pieces reports``: ``due`` are the tasks that end before the next meeting, ``late`` those that
        are overdue by the last day that is read (at the first meeting only), ``pieces`` the pieces of content that go
        out, ``reports`` the owners of all these. A meeting that falls on a day off is held on the next working day.
    """
    lacking = first_missing((laid, ran))
    if isinstance(laid, Missing) or lacking is not None:
        return lacking or missing("tasks")
    open_, pieces = laid[laid["state"] != "done"], given(content)
    held = _meeting_days(ran, days, weekday)
    rows = []
    for place, day in enumerate(held):
        until = held[place + 1] if place + 1 < len(held) else ran.span.start
        due = _within(open_, "ends", day, until)
        late = open_[open_["ends"] < pd.Timestamp(day)] if place == 0 else open_.iloc[:0]
        going = (
            pieces[pieces["date"].between(pd.Timestamp(day), pd.Timestamp(until), "left")]
            if pieces is not None
            else due.iloc[:0]
        )
        named = pd.concat([part["owner"] for part in (due, late, going)]).dropna()
        reports = tuple(sorted({str(owner) for owner in named} - {""}))
        told = {"date": pd.Timestamp(day), "due": tuple(due["task"]), "late": tuple(late["task"])}
        rows.append(told | {"pieces": len(going), "reports": reports})
    return pd.DataFrame(rows, columns=["date", "due", "late", "pieces", "reports"])


def _within(frame: pd.DataFrame, column: str, first: date, until: date) -> pd.DataFrame:
    return frame[frame[column].between(pd.Timestamp(first), pd.Timestamp(until), "left")]


def _meeting_days(ran: Ran, days: Workdays, weekday: int) -> list[date]:
    first = ran.as_of + timedelta(1)
    first += timedelta((weekday - first.weekday()) % 7)
    wanted = (first + timedelta(7 * n) for n in range((ran.span.start - first).days // 7 + 1))
    moved = (days.day(days.number(day)) for day in wanted)
    return list(dict.fromkeys(day for day in moved if day < ran.span.start))
