"""A content calendar: what it lacks, what collides, and what could fill its gaps."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pandas as pd

from planbook.absence import Missing, first_missing, given, missing, passes_missing
from planbook.measures.ran import Ran
from planbook.planning import Planning
from planbook.workdays import Workdays

AUDIENCES = ("potential", "hesitant", "existing")
LEAD = 21  # days before a campaign from which each audience hears of it every week
NAMED = {(1, 1): "new_year", (4, 5): "qingming", (5, 1): "labour_day", (10, 1): "national_day"}
AFTER = 40  # days after a campaign to which the calendar around it is shown
GAP, SAME_DAY, UNFIT, DAY_OFF, FESTIVAL, EVENT = "gap", "same_day", "unfit", "day_off", "festival", "other_event"
COLUMNS = ["date", "platform", "format", "stage", "topic", "owner", "hours", "status", "text_en", "text_zh"]


@passes_missing
def whole(content: pd.DataFrame, proposed: pd.DataFrame) -> pd.DataFrame:
    """Set what people planned and what is proposed into one calendar: ``proposed`` tells them apart, by day."""
    both = [content.assign(proposed=False), proposed.assign(proposed=True)]
    kept = pd.concat([part for part in both if len(part)] or both[:1], ignore_index=True)
    order = ["date", "platform", "format", "stage"]
    return kept.sort_values(order, ignore_index=True)[[*COLUMNS, "proposed"]]


def conflicts(
    content: pd.DataFrame | Missing, stages: pd.DataFrame | Missing, ran: Any, days: Workdays, planning: Planning
) -> pd.DataFrame | Missing:
    """List what collides in a calendar, or is missing from it.

    Parameters
    ----------
    content
        ``date platform format stage`` (``summaries.content``).
    stages
        ``event starts ends own`` (``summaries.event_stages``), or `Missing`.
    ran, days
        The campaign; working days after the last day that is read.
    planning
        Formats that a platform carries, and festivals.

    Returns
    -------
    DataFrame
        ``kind date platform stage subject``: a week (its Monday) in which an audience hears nothing (gap); two pieces
        for one audience on one platform and day (same_day); a format that the platform does not carry (unfit, with
        those that it does); a public day off, a festival, or an event of others (day_off, festival, other_event). By
        kind in this order, then by day.
    """
    lacking = first_missing((content, ran))
    if isinstance(content, Missing) or lacking is not None:
        return lacking or missing("calendar")
    rows: list[tuple[Any, ...]] = [(GAP, week, "", stage, "") for week, stage in gaps(content, ran)]
    crowded = content[content.duplicated(["date", "platform", "stage"], keep=False)]
    for (day, platform, stage), same in crowded.groupby(["date", "platform", "stage"]):
        rows.append((SAME_DAY, day, platform, stage, "+".join(sorted(same["format"]))))
    for row in content.to_dict("records"):
        known = planning.formats.get(row["platform"], (row["format"],))
        if row["format"] not in known:
            rows.append((UNFIT, row["date"], row["platform"], row["stage"], f"{row['format']}:{'+'.join(known)}"))
    for day, pieces in content.groupby("date"):
        place, stage = _one(pieces["platform"]), _one(pieces["stage"])
        rows += [
            (kind, day, place, stage, subject)
            for kind, subject in _met(pieces["date"].iloc[0], given(stages), days, planning)
        ]
    found = pd.DataFrame(rows, columns=["kind", "date", "platform", "stage", "subject"])
    rank = {kind: at for at, kind in enumerate((GAP, SAME_DAY, UNFIT, DAY_OFF, FESTIVAL, EVENT))}
    order = found.assign(rank=found["kind"].map(rank)).sort_values(["rank", "date", "platform"], kind="stable")
    return order.drop(columns="rank").astype({"date": "datetime64[us]"}).reset_index(drop=True)


def gaps(content: pd.DataFrame, ran: Ran) -> list[tuple[pd.Timestamp, str]]:
    """List the weeks (by their Monday) and audiences for which nothing is planned, from three weeks before on."""
    heard = set(zip(content["date"].map(_monday), content["stage"], strict=True))
    return [(week, stage) for week in weeks(content, ran) for stage in AUDIENCES if (week, stage) not in heard]


def weeks(content: pd.DataFrame, ran: Ran) -> list[pd.Timestamp]:
    """Give the Mondays of a campaign's weeks of content: from three weeks before, or its first piece, to its end."""
    early = ran.span.start - timedelta(LEAD)
    first = max(min([early, *(day.date() for day in content["date"])]), ran.as_of + timedelta(1))
    return list(pd.date_range(_monday(pd.Timestamp(first)), pd.Timestamp(ran.span.end), freq="7D"))


def proposals(
    content: pd.DataFrame | Missing, targets: pd.DataFrame | Missing, ran: Any, days: Workdays, planning: Planning
) -> pd.DataFrame | Missing:
    """Propose a piece for each week and audience without one, on a platform and in a format that suits both.

    The platforms are the campaign's own and those of its calendar; what suits and was used least comes first. The day
    is the working day of the week with the fewest pieces, the owner who makes most for this platform, else who answers
    for its goal.

    Returns
    -------
    DataFrame
        ``date platform format stage topic owner hours status text_en text_zh``; topic and texts are for a person.
    """
    lacking = first_missing((content, ran))
    if isinstance(content, Missing) or lacking is not None:
        return lacking or missing("calendar")
    owners = _owners(content, given(targets))
    places = list(dict.fromkeys([*ran.platforms, *content["platform"]]))
    used = Counter(zip(content["platform"], content["format"], strict=True))
    busy = Counter(day.date() for day in content["date"])
    rows = []
    for week, stage in gaps(content, ran):
        free = [day for day in _week(week.date(), days) if ran.as_of < day <= ran.span.end]
        pairs = _pairs(places, planning.audiences.get(stage, ()), planning)
        if not free or not pairs:
            continue
        day = min(free, key=lambda each: (busy[each], each))
        platform, shape = min(pairs, key=lambda pair: used[pair] + pairs[pair])
        used[platform, shape] += 1
        busy[day] += 1
        told = {"date": pd.Timestamp(day), "platform": platform, "format": shape, "stage": stage, "status": "planned"}
        rows.append(told | {"owner": owners.get(platform, owners.get("all", "")), "hours": planning.hours.get(shape)})
    found = pd.DataFrame(rows, columns=COLUMNS).astype({"date": "datetime64[us]", "hours": "float64"})
    return found.sort_values(["date", "platform", "format", "stage"], ignore_index=True)


@passes_missing
def grid(pieces: pd.DataFrame, ran: Ran, *, by: str) -> pd.DataFrame | Missing:
    """Count the pieces of each week: index what ``by`` names (platform or stage), columns the weeks' Mondays."""
    if pieces.empty:
        return Missing((), "empty")
    counted = pd.crosstab(pieces[by], pieces["date"].map(_monday))
    rows = list(AUDIENCES) if by == "stage" else sorted(set(pieces[by]))
    return counted.reindex(index=rows, columns=weeks(pieces, ran), fill_value=0).astype("float64")


def around(stages: pd.DataFrame | Missing, ran: Any, days: Workdays, planning: Planning) -> pd.DataFrame | Missing:
    """List the days that a campaign has to reckon with, from now to six weeks after it.

    Returns
    -------
    DataFrame
        ``kind starts ends subject stage own``: stages of events, festivals and days off; by day.
    """
    if isinstance(ran, Missing):
        return ran
    last = ran.span.end + timedelta(AFTER)
    events = given(stages)
    rows: list[tuple[Any, ...]] = []
    if events is not None:
        once = events.drop_duplicates(["event", "year", "stage", "starts", "ends"])
        told = once[["starts", "ends", "event", "stage", "own"]].itertuples(index=False, name=None)
        rows += [(EVENT, *row) for row in told]
    for name, dates in planning.festivals.items():
        rows += [(FESTIVAL, day, day, name, "", False) for day in dates if ran.as_of < day <= last]
    for first, end in _runs(day for day in days.off if ran.as_of < day <= last):
        rows.append((DAY_OFF, first, end, _called(first, end, planning), "", False))
    found = pd.DataFrame(rows, columns=["kind", "starts", "ends", "subject", "stage", "own"])
    dated = found.assign(**{name: pd.to_datetime(found[name]) for name in ("starts", "ends")})
    return dated.sort_values(["starts", "ends", "kind"], kind="stable", ignore_index=True)


def _met(day: pd.Timestamp, stages: pd.DataFrame | None, days: Workdays, planning: Planning) -> list[tuple[str, str]]:
    found = [(DAY_OFF, "")] if day.date() in days.off else []
    found += [(FESTIVAL, name) for name, dates in planning.festivals.items() if day.date() in dates]
    if stages is not None:
        near = stages[~stages["own"] & (stages["starts"] <= day) & (stages["ends"] >= day)]
        found += [(EVENT, f"{event}:{stage}") for event, stage in zip(near["event"], near["stage"], strict=True)]
    return list(dict.fromkeys(found))


def _pairs(places: Iterable[str], suits: Iterable[str], planning: Planning) -> dict[tuple[str, str], int]:
    """Give what suits an audience on each platform, with its place among what suits: 0 is best."""
    suited = dict(zip(suits, itertools.count()))
    return {
        (place, shape): rank
        for shape, rank in suited.items()
        for place in places
        if shape in planning.formats.get(place, suited)
    }


def _owners(content: pd.DataFrame, targets: pd.DataFrame | None) -> dict[str, str]:
    named = content[content["owner"].astype(object).fillna("") != ""]
    makers = {str(place): str(min(own["owner"].mode())) for place, own in named.groupby("platform")}
    if targets is None:
        return makers
    goals = targets[targets["owner"].astype(object).fillna("") != ""].sort_values("value", kind="stable")
    answers = dict(zip(map(str, goals["platform"]), map(str, goals["owner"]), strict=True))
    return {"all": str(goals["owner"].iloc[-1])} | answers | makers if len(goals) else makers


def _week(monday: date, days: Workdays) -> list[date]:
    whole_week = [monday + timedelta(n) for n in range(7)]
    return [day for day in whole_week if days.works(day)] or whole_week


def _runs(days: Iterable[date]) -> list[tuple[date, date]]:
    runs: list[tuple[date, date]] = []
    for day in sorted(days):
        if runs and runs[-1][1] + timedelta(1) == day:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _called(first: date, end: date, planning: Planning) -> str:
    """Name days off by the festival in them, or the day of the year on which they always lie; empty where unknown."""
    inside = [first + timedelta(n) for n in range((end - first).days + 1)]
    names = [name for name, dates in planning.festivals.items() if set(dates) & set(inside)]
    names += [NAMED[day.month, day.day] for day in inside if (day.month, day.day) in NAMED]
    return names[0] if names else ""


def _one(words: pd.Series[Any]) -> str:
    return str(words.iloc[0]) if len(set(words)) == 1 else ""


def _monday(day: pd.Timestamp) -> pd.Timestamp:
    return day.normalize() - pd.Timedelta(days=day.weekday())
