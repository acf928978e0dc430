"""What has to be done ahead though nobody wrote it down: applications, bookings of creators and slots, missing days."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from planbook.absence import Missing, given, passes_missing
from planbook.measures.ran import Ran
from planbook.planning import Lead, Planning
from planbook.workdays import Workdays

if TYPE_CHECKING:
    from planbook.measures.planning.schedule import Network

PLANNED, APPLICATION, BOOKING, SLOT = "planned", "application", "booking", "slot"
DONE, OVERDUE, MUST_BEGIN, TIGHT = "done", "overdue", "must_begin", "tight"
UNDER_WAY, ON_TRACK = "under_way", "on_track"
ALL, ORDINARY, USUAL = "all", "ordinary", "usual"
REHEARSED = 7  # days before a campaign, where no task is the rehearsal
LATE, EARLY = "after_deadline", "before_other"
LAID = ["task", "kind", "owner", "after", "deliverable", "hours", "text_en", "text_zh", "platform", "subject"]
LAID += ["begins", "ends", "deadline", "done", "te", "slack", "critical", "latest", "room", "proposed", "counts"]
LAID += ["state", "low", "likely", "high", "accountable", "consulted", "informed"]
Row = dict[str, Any]


@passes_missing
def ahead(
    tasks: pd.DataFrame, ran: Ran, days: Workdays, planning: Planning, dates: tuple[Any, Any, Any]
) -> pd.DataFrame:
    """Add the tasks that events, creators and slots ask for, where none of the plan is one.

    Parameters
    ----------
    tasks
        ``summaries.planned_tasks``.
    ran
        The campaign.
    days
        Working days after the last day that is read.
    planning
        Words by which a task is known to be one, lead times and estimates.
    dates
        ``summaries.event_stages``, ``summaries.unbooked``, ``summaries.campaign_targets``: each a frame or `Missing`.

    Returns
    -------
    DataFrame
        The tasks with ``kind`` (planned, application, booking, slot) and ``deadline``, the day by which the platform
        takes applications, or a creator must be booked; new ones have a ``kind``, ``platform`` and ``subject`` (event,
        creator, platform/slot), but no texts yet: a slot has its own name for them.
    """
    stages, unbooked, targets = (given(each) for each in dates)
    texts = dict.fromkeys(("owner", "text_en", "text_zh"), object)  # a column without any text would take none
    found = tasks.astype(texts).assign(kind=PLANNED, platform="", subject="")
    found["deadline"] = pd.Series(pd.NaT, index=found.index, dtype="datetime64[us]")
    owners = _owners(targets)
    new: list[Row] = []
    if stages is not None:
        new += _applications(found, stages, planning.application, owners)
    if unbooked is not None:
        new += _bookings(found, unbooked, ran, planning, owners)
    rows = [_whole(row, planning, days) for row in new]
    added = pd.DataFrame(rows, columns=found.columns).astype(found.dtypes.to_dict())
    return pd.concat([found, added], ignore_index=True) if rows else found


@passes_missing
def dated(net: Network, path: pd.DataFrame, ran: Ran, days: Workdays) -> pd.DataFrame:
    """Give each task its days: those that people gave, else proposed ones, and the last on which it can begin.

    Parameters
    ----------
    net, path
        From ``schedule.network`` and ``schedule.critical_path``.
    ran
        The campaign, from whose first day the last days are worked back.
    days
        Working days after the last day that is read.

    Returns
    -------
    DataFrame
        The columns of `LAID`, by days. ``begins`` and ``ends`` are people's days or proposed ones (``proposed``),
        ``latest`` is the last day to begin, for the campaign's first day and for the deadlines of the task and of those
        that wait for it; ``room`` are the working days from its own begin to that (below zero: too late). ``low likely
        high`` are the guesses it is reckoned with. States: done, after_deadline (it ends after its deadline, or that is
        over), overdue, must_begin (its last day to begin is over), tight (no room), under_way, on_track.
    """
    left = path["te"].to_numpy(dtype=float)
    starts = net.forward(left, net.column("release")) - left
    closes = [days.number(day.date() + timedelta(1)) if pd.notna(day) else math.inf for day in net.rows["deadline"]]
    latest = net.backward(left, net.opening, np.array(closes, dtype=float)) - left
    rows = net.rows.merge(path[["task", "slack", "critical"]], on="task").assign(left=left, at=starts, last=latest)
    begins, ends = zip(*(_days(row, days) for row in _records(rows)), strict=True)
    found = rows.assign(
        begins=pd.Series(pd.to_datetime(list(begins)), dtype="datetime64[us]"),
        ends=pd.Series(pd.to_datetime(list(ends)), dtype="datetime64[us]"),
        latest=[pd.Timestamp(days.day(x) if math.isfinite(x) else "NaT") for x in latest],
        proposed=rows["starts"].isna() | rows["due"].isna(),
        low=rows["optimistic"],
        high=rows["pessimistic"],
    )
    own = found["begins"].map(lambda day: float(days.number(day.date())))
    found["room"] = np.floor(found["last"] + 1e-9) - own.clip(lower=0.0)
    found["state"] = _states(found, pd.Timestamp(ran.as_of))
    return found.sort_values(["begins", "ends", "task"], ignore_index=True).reindex(columns=LAID)


@passes_missing
def faults(net: Network, laid: pd.DataFrame) -> pd.DataFrame:
    """List what is wrong in a plan: ``kind task other``, the network's own faults first.

    ``after_deadline``: it ends after its deadline. ``before_other``: it begins on or before the day on which
    a task ends that it waits for.
    """
    late = laid.loc[laid["state"] == LATE, "task"]
    rows = [(LATE, str(task), "") for task in late]
    begins, ends = (laid.set_index("task")[name] for name in ("begins", "ends"))
    names = net.rows["task"].tolist()
    for task, waits in zip(names, net.before, strict=True):
        rows += [(EARLY, task, names[other]) for other in waits if begins[task] <= ends[names[other]]]
    return pd.concat([net.faults, pd.DataFrame(rows, columns=["kind", "task", "other"])], ignore_index=True)


def rehearsed(laid: pd.DataFrame | Missing, ran: Ran | Missing, words: Iterable[str]) -> pd.Timestamp | Missing:
    """Tell by which day a campaign is rehearsed: the end of the task that is the rehearsal, else a week before it."""
    if isinstance(ran, Missing):
        return ran
    own = None if isinstance(laid, Missing) else _like(laid, words)["ends"].max()
    return pd.Timestamp(ran.span.start - timedelta(REHEARSED)) if own is None or pd.isna(own) else own


def _owners(targets: pd.DataFrame | None) -> dict[str, str]:
    """Tell who answers for each platform: the owner of its largest goal of paid, else of another."""
    if targets is None:
        return {}
    named = targets[targets["owner"].astype(object).fillna("") != ""].assign(other=lambda rows: rows["kpi"] != "paid")
    ranked = named.sort_values(["other", "value"], ascending=[True, False], kind="stable")
    owners = dict(zip(ranked["platform"][::-1], ranked["owner"][::-1], strict=True))
    return owners | {ALL: str(owners.get(ALL, ranked["owner"].iloc[0]))} if len(ranked) else owners


def _like(tasks: pd.DataFrame, words: Iterable[str]) -> pd.DataFrame:
    if tasks.empty:
        return tasks
    said = tasks[["task", "text_en", "text_zh"]].astype(object).fillna("").agg(" ".join, axis=1).str.lower()
    return tasks[said.map(lambda text: any(word.lower() in text for word in words)).astype(bool)]


def _applications(tasks: pd.DataFrame, stages: pd.DataFrame, lead: Lead, owners: dict[str, str]) -> list[Row]:
    own = stages[stages["own"] & stages["apply_by"].notna()]
    asked = own.groupby(["event", "year", "platform"])[["apply_by"]].min().reset_index()
    known = _like(tasks, lead.words)
    if len(known) and len(asked):  # the plan has it already: what it must hold to is the first deadline
        tasks.loc[known.index[:1], "deadline"] = asked["apply_by"].min()
        return []
    return [
        {
            "task": f"apply/{row['event']}-{row['year']}/{row['platform']}",
            "kind": APPLICATION,
            "owner": owners.get(row["platform"], owners.get(ALL, "")),
            "due": row["apply_by"],
            "deadline": row["apply_by"],
            "platform": row["platform"],
            "subject": row["event"],
        }
        for row in _records(asked)
    ]


def _bookings(
    tasks: pd.DataFrame, unbooked: pd.DataFrame, ran: Ran, planning: Planning, owners: dict[str, str]
) -> list[Row]:
    """Have each creator booked, and each slot applied for, by its own day or as long before as is usual."""
    new = []
    for row in _records(unbooked):
        is_slot = isinstance(row.get("slot"), str)
        lead, name = (planning.slot, row["slot"]) if is_slot else (planning.booking, row["creator"])
        usual = lead.days.get(USUAL, 45) if is_slot else lead.days.get(ORDINARY, 30)
        before = lead.days.get(str(row.get("stage") if is_slot else row["tier"]), usual)
        own = row.get("book_by")
        day = pd.Timestamp(ran.span.start - timedelta(before)) if own is None or pd.isna(own) else pd.Timestamp(own)
        known = [row.get("owner"), *_like(tasks, lead.words)["owner"], owners.get(row["platform"]), owners.get(ALL), ""]
        made = {
            "task": f"{'slot' if is_slot else 'book'}/{row['platform']}/{name}",
            "kind": SLOT if is_slot else BOOKING,
            "owner": next(each for each in known if isinstance(each, str)),
            "due": day,
            "deadline": day,
            "platform": row["platform"],
            "subject": f"{row['platform']}/{name}" if is_slot else name,
        }
        new.append(made | ({text: row.get(text) for text in ("text_en", "text_zh")} if is_slot else {}))
    return new


def _whole(row: Row, planning: Planning, days: Workdays) -> Row:
    """Give a new task its guesses, and the days on which it is done if it is begun as late as may be."""
    lead = {APPLICATION: planning.application, BOOKING: planning.booking, SLOT: planning.slot}[row["kind"]]
    guesses = dict(zip(("optimistic", "likely", "pessimistic"), lead.estimate, strict=True))
    due = row["due"].date()
    last = due if days.works(due) else days.day(days.number(due) - 1)
    last = max(last, days.day(0))  # what should be done by now is to be done first
    low, likely, high = lead.estimate  # what is to be expected of them, else it would begin too late by its own rule
    begins = max(days.number(last) + 1 - math.ceil((low + 4 * likely + high) / 6 - 1e-9), 0)
    return row | guesses | {"hours": lead.hours, "starts": pd.Timestamp(days.day(begins)), "due": pd.Timestamp(last)}


def _records(frame: pd.DataFrame) -> list[Row]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _days(row: Row, days: Workdays) -> tuple[date, date]:
    """Keep the days that people gave; propose the others from its place in the plan and what it takes."""
    starts, due = row["starts"], row["due"]
    whole = max(math.ceil(row["te"] - 1e-9), 1)
    if pd.isna(starts):
        begins = (
            days.day(math.ceil(row["at"] - 1e-9)) if pd.isna(due) else days.day(days.number(due.date()) + 1 - whole)
        )
    else:
        begins = starts.date()
    return begins, days.end(days.number(begins) + whole) if pd.isna(due) else due.date()


def _states(rows: pd.DataFrame, as_of: pd.Timestamp) -> Any:
    told = {
        DONE: rows["done"].notna() & (rows["done"] <= as_of),
        LATE: (rows["ends"] > rows["deadline"]) | (rows["deadline"] <= as_of),
        OVERDUE: rows["ends"] <= as_of,
        UNDER_WAY: rows["begins"] <= as_of,
        MUST_BEGIN: rows["last"] < 0,  # of what nothing waits for in time it is infinite
        TIGHT: rows["room"] < 0,
    }
    return np.select(list(told.values()), list(told), ON_TRACK)
