"""What a campaign's schedule is made of: tasks with what they wait for, other dates, placements, slots, content."""

from __future__ import annotations

import ibis
import pandas as pd

from planbook.absence import Missing, passes_missing
from planbook.summaries.campaign import Campaign
from planbook.summaries.campaign_ahead import ALL, SOURCE
from planbook.tables.store import Tables, fetch

TASK = ["task", "owner", "starts", "due", "done", "after", "optimistic", "likely", "pessimistic", "hours"]
TASK += ["deliverable", "text_en", "text_zh", "accountable", "consulted", "informed"]
PIECE = ["date", "platform", "format", "stage", "channel", "topic", "owner", "hours", "status", "text_en", "text_zh"]
STAGE = ["event", "year", "wave", "platform", "stage", "starts", "ends", "apply_by"]
OPEN = ["platform", "creator", "tier", "slot", "stage", "book_by", "owner", "text_en", "text_zh"]
DROPPED, PLANNED = "dropped", "planned"


@passes_missing
def planned_tasks(tables: Tables, ran: Campaign) -> pd.DataFrame | Missing:
    """Give the tasks that people planned for a campaign.

    Returns
    -------
    DataFrame
        ``task owner starts due done after optimistic likely pessimistic hours deliverable text_en text_zh accountable
        consulted informed``, by key; no rows where none is planned yet. What a campaign plan proposed itself is left
        out, unless somebody locked it.
    """
    found = _own(tables, ran, "tasks", TASK)
    if isinstance(found, Missing):
        return found
    days = dict.fromkeys(("starts", "due", "done"), "datetime64[us]")
    numbers = dict.fromkeys(("optimistic", "likely", "pessimistic", "hours"), "float64")
    return found.astype({**days, **numbers}).sort_values("task", ignore_index=True)


@passes_missing
def content(tables: Tables, ran: Campaign) -> pd.DataFrame | Missing:
    """Give the content that people planned for a campaign, and did not drop.

    Returns
    -------
    DataFrame
        ``date platform format stage channel topic owner hours status text_en text_zh``, by day; no rows where none is
        planned yet. What a campaign plan proposed itself is left out, unless somebody locked it.
    """
    found = _own(tables, ran, "calendar", PIECE)
    if isinstance(found, Missing):
        return found
    kept = found[found["status"].astype(object) != DROPPED].astype({"date": "datetime64[us]", "hours": "float64"})
    return kept.sort_values(["date", "platform", "format", "stage"], ignore_index=True)


@passes_missing
def event_stages(tables: Tables, ran: Campaign) -> pd.DataFrame | Missing:
    """Give the stages of events from the last day that is read to the campaign's end, on its platforms.

    Returns
    -------
    DataFrame
        ``event year wave platform stage starts ends apply_by own``; ``own`` are those of the campaign itself. No rows
        where there are none.
    """
    known = tables["events"]
    if isinstance(known, Missing):
        return known
    near = known.filter(
        known.starts <= ran.span.end, known.ends > ran.as_of, known.platform.isin([*ran.platforms, ALL])
    )
    found = fetch(near).reindex(columns=STAGE)
    own = found["event"].astype(str) + "-" + found["year"].astype("Int64").astype(str) == ran.key
    dated = found.assign(own=own.astype(bool)).astype(dict.fromkeys(("starts", "ends", "apply_by"), "datetime64[us]"))
    return dated.sort_values(["starts", "event", "wave", "stage", "platform"], ignore_index=True)


@passes_missing
def unbooked(tables: Tables, ran: Campaign) -> pd.DataFrame | Missing:
    """Give the creators of a campaign with whom nothing is agreed yet, and the slots nobody has applied for yet.

    Returns
    -------
    DataFrame
        ``platform creator tier slot stage book_by owner text_en text_zh``, creators first: a row has a ``creator`` or a
        ``slot``. `Missing` where the shop has neither table.
    """
    known = [_unagreed(tables, ran), _unasked(tables, ran)]
    parts = [part for part in known if not isinstance(part, Missing)]
    if not parts:
        return next(part for part in known if isinstance(part, Missing))
    return pd.concat(parts, ignore_index=True).astype({"book_by": "datetime64[us]"})


def _unagreed(tables: Tables, ran: Campaign) -> pd.DataFrame | Missing:
    known = tables["creators"]
    if isinstance(known, Missing):
        return known
    open_ = known.filter(known.campaign == ran.key)
    if "booked" in known.columns:
        open_ = open_.filter(open_.booked.isnull() | (open_.booked > ibis.literal(ran.as_of)))
    found = fetch(open_).reindex(columns=OPEN).astype(object)
    return found.sort_values(["platform", "creator"], ignore_index=True)


def _unasked(tables: Tables, ran: Campaign) -> pd.DataFrame | Missing:
    known = tables["resources"]
    if isinstance(known, Missing):
        return known
    open_ = known.filter(known.campaign == ran.key)
    found = fetch(open_).reindex(columns=[*OPEN, "status"]).astype(object)
    planned = found[found["status"].fillna(PLANNED) == PLANNED]
    return planned.sort_values(["platform", "slot"], ignore_index=True)[OPEN]


def _own(tables: Tables, ran: Campaign, name: str, columns: list[str]) -> pd.DataFrame | Missing:
    known = tables[name]
    if isinstance(known, Missing):
        return known
    found = fetch(known.filter(known.campaign == ran.key)).reindex(columns=[*columns, "source", "locked"])
    locked = found["locked"].astype(object).fillna(value=False).astype(bool)
    # what this notebook proposed is made anew, else it would vanish from the plan every second time
    return found[(found["source"].astype(object) != SOURCE) | locked][columns]
