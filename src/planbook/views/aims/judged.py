"""Goals that are wished: the chance of each, its six points, and what counts in each month."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from planbook.absence import Missing, ParameterError
from planbook.measures.catalog import CATALOG
from planbook.measures.seasons import edition
from planbook.periods import month as month_of
from planbook.periods import parse
from planbook.views import spoken, tables
from planbook.views.display import View, note, shows_missing, stacked
from planbook.views.findings import Finding, finding
from planbook.views.spoken import BY_ROW
from planbook.views.vocabulary import msg
from planbook.views.words import Words

LACKING = {
    "specific": msg("which figure, on which platform"),
    "measurable": msg("data that measure it"),
    "achievable": msg("a fair chance"),
    "relevant": msg("a figure that counts in this month"),
    "time_bound": msg("a period that can be read"),
    "owned": msg("an owner"),
}
YES, NO, UNKNOWN = msg("yes"), msg("no"), msg("not reckoned")
YEAR = re.compile(r"\s*\b20\d\d$")
POINTS = ("specific", "measurable", "achievable", "relevant", "time_bound", "owned")


def names(campaigns: pd.DataFrame | Missing, words: Words) -> dict[str, str]:
    """Name campaigns by their keys; and by their keys without a year, then without the year.

    Examples
    --------
    >>> from planbook.views.words import open_words
    >>> rows = pd.DataFrame({"campaign": ["fair-2026"], "text_en": ["Tea fair 2026"], "text_zh": [None]})
    >>> names(rows, open_words("zh"))
    {'fair': 'Tea fair', 'fair-2026': 'Tea fair 2026'}
    """
    if isinstance(campaigns, Missing):
        return {}
    first, second = ("text_zh", "text_en") if words.language == "zh" else ("text_en", "text_zh")
    found: dict[str, str] = {}
    for row in campaigns.to_dict("records"):
        known = [str(name) for name in (row[first], row[second], row["campaign"]) if pd.notna(name)]
        found |= {edition(row["campaign"]): YEAR.sub("", known[0]), row["campaign"]: known[0]}
    return found


def in_ten(chance: float, words: Words) -> str:
    """Say a chance as people do: 3 in 10.

    Examples
    --------
    >>> from planbook.views.words import open_words
    >>> in_ten(0.31, open_words("en")), in_ten(0.004, open_words("en")), in_ten(float("nan"), open_words("en"))
    ('3 in 10', 'under 1 in 20', 'not reckoned')
    """
    if pd.isna(chance):
        return words(UNKNOWN)
    if chance < 1 / 20:
        return words("under 1 in 20")
    return words("over 19 in 20") if chance > 19 / 20 else words("{n} in 10", n=round(chance * 10) or 1)


@shows_missing
def focus(months: pd.DataFrame, words: Words, names: Mapping[str, str]) -> View:
    """Show what counts in each month, and why."""
    reasons = [_reason(row, words, names) for row in months.to_dict("records")]
    frame = months.assign(reason=months["events"] + "|" + months["campaigns"])
    said = {"month": [_month(name, words) for name in months["month"]], "reason": reasons}
    columns = {
        "month": (msg("Month"), BY_ROW),
        "focus": (msg("What counts"), tables.TEXT),
        "reason": (msg("Why"), BY_ROW),
    }
    title = words("What counts in each month")
    return spoken.table(frame, said, words, id="focus", title=title, columns=columns)


@shows_missing
def chances(judged: pd.DataFrame, words: Words, names: Mapping[str, str]) -> View:
    """Show each wish beside what is to be expected, and its chance."""
    units = [_unit(kpi) for kpi in judged["kpi"]]
    said = {
        name: [words.short(x, unit) for x, unit in zip(judged[name], units, strict=True)]
        for name in ("value", "expected")
    }
    said |= {"kpi": [words.name(kpi) for kpi in judged["kpi"]]}
    said |= {"period": [_period(row, words, names) for row in judged.to_dict("records")]}
    said |= {"platform": [words.name(name) for name in judged["platform"]]}
    ends = zip(judged["low"], judged["high"], judged["kpi"], strict=True)
    said |= {"range": [words.range(low, high, _unit(kpi)) for low, high, kpi in ends]}
    said |= {"chance": [in_ten(chance, words) for chance in judged["chance"]]}
    columns = {
        "period": (msg("Period"), BY_ROW),
        "kpi": (msg("Figure"), BY_ROW),
        "platform": (msg("Platform"), BY_ROW),
        "owner": (msg("Owner"), tables.TITLE),
        "value": (msg("Goal"), BY_ROW),
        "expected": (msg("To be expected"), BY_ROW),
        "range": (msg("80% sure"), BY_ROW),
        "gap": ("goal_gap", "share"),
        "chance": ("goal_chance", BY_ROW),
        "basis": (msg("From"), tables.TEXT),
    }
    frame = judged.copy()
    frame["range"] = judged[["low", "high"]].to_numpy().tolist()
    return spoken.table(frame, said, words, id="wishes", title=words("Goals that are wished"), columns=columns)


@shows_missing
def smart(checked: pd.DataFrame, words: Words, names: Mapping[str, str], *, least: float) -> View:
    """Show the six points of each goal, and what it lacks in words."""
    answers = {True: words(YES), False: words(NO)}
    said = {name: [answers.get(x, words(UNKNOWN)) for x in checked[name].tolist()] for name in POINTS}
    said |= {"period": [_period(row, words, names) for row in checked.to_dict("records")]}
    said |= {"kpi": [words.name(kpi) for kpi in checked["kpi"]]}
    said |= {"platform": [words.name(name) for name in checked["platform"]]}
    said |= {"lacks": [lacking(lacks, words) for lacks in checked["lacks"]]}
    frame = checked.astype(dict.fromkeys(POINTS, object))
    columns: Mapping[str, Any] = (
        {"period": (msg("Period"), BY_ROW), "kpi": (msg("Figure"), BY_ROW), "platform": (msg("Platform"), BY_ROW)}
        | {name: (name, BY_ROW) for name in POINTS}
        | {"lacks": (msg("It lacks"), BY_ROW)}
    )
    table = spoken.table(frame, said, words, id="smart", title=words("Is each goal SMART?"), columns=columns)
    text = words("Achievable: a chance of at least {least}; planbook.yml can set another.", least=in_ten(least, words))
    return stacked(table, note(text, words))


@shows_missing
def unlikely(judged: pd.DataFrame, words: Words, names: Mapping[str, str], *, least: float) -> Finding | View:
    """Say which wish of paid is furthest out of reach, and what can be reached instead."""
    known = judged[judged["chance"].notna() & (judged["kpi"] == "paid")]
    low = known[known["chance"] < least]
    if known.empty:
        return note(words("No wish of paid can be held against the forecast."), words)
    if low.empty:
        return note(words("Every wish of paid has a fair chance."), words)
    row = low.sort_values("chance", kind="stable").to_dict("records")[0]
    text = words(
        "{platform}: the goal of {goal} for {period} has a chance of {chance}; {expected} are to be expected (80% "
        "sure: {range}).",
        platform=words.name(row["platform"]),
        goal=words.short(row["value"], "money"),
        period=_period(row, words, names),
        chance=in_ten(row["chance"], words),
        expected=words.short(row["expected"], "money"),
        range=words.range(row["low"], row["high"], "money"),
    )
    action = words(
        "Set it to at most {fair}, which has a chance of {least}, or say what is done differently to reach {more} on "
        "what is to be expected.",
        fair=words.short(row["fair"], "money"),
        least=in_ten(least, words),
        more=words.change(row["gap"]),
    )
    effect = float(row["expected"] - row["value"])
    return finding(
        text, words, id="unlikely_goal", grade="likely", effect=effect, action=action, owner=str(row["owner"])
    )


@shows_missing
def unfinished(checked: pd.DataFrame, words: Words, names: Mapping[str, str]) -> Finding | View:
    """Say which goals lack something that can be written down at once: an owner, a period, a figure."""
    points = [point for point in POINTS if point not in ("achievable", "relevant")]
    bad = checked[[any(point in lacks.split("+") for point in points) for lacks in checked["lacks"]]]
    if bad.empty:
        return note(words("Every goal has its figure, its period and its owner."), words)
    row = bad.to_dict("records")[0]
    open_points = "+".join(point for point in row["lacks"].split("+") if point in points)
    text = words.plural(
        "{n} goal is not finished: {figure}, {platform}, {period} lacks {lacking}.",
        "{n} goals are not finished; the first: {figure}, {platform}, {period} lacks {lacking}.",
        len(bad),
        figure=words.name(row["kpi"]),
        platform=words.name(row["platform"]),
        period=_period(row, words, names),
        lacking=lacking(open_points, words),
    )
    action = words("Fill in the table of targets what is missing.")
    return finding(text, words, id="unfinished_goal", grade="measured", action=action)


def lacking(points: str, words: Words) -> str:
    """Say what a goal lacks."""
    return words(", ").join(words(LACKING[point]) for point in points.split("+") if point)


def _unit(kpi: object) -> str:
    return CATALOG[str(kpi)].unit if kpi in CATALOG else "number"


def _month(name: object, words: Words) -> str:
    year, number = str(name).split("-")
    return words.span(month_of(int(year), int(number)))


def _period(row: Mapping[Any, Any], words: Words, names: Mapping[str, str]) -> str:
    """Name what a goal is for: the campaign by its name, months by theirs; else as it stands."""
    if row["period"] in names:
        return names[row["period"]]
    try:
        return words.span(parse(str(row["period"])))
    except ParameterError:
        return str(row["period"])


def _reason(row: Mapping[Any, Any], words: Words, names: Mapping[str, str]) -> str:
    events = [name for name in str(row["events"]).split("+") if name]
    campaigns = [
        name for name in str(row["campaigns"]).split("+") if name and not any(name.startswith(e) for e in events)
    ]
    parts = []
    if events:
        parts.append(words("burst of {events}", events=spoken.listed(events, words)))
    if campaigns:
        named = [names.get(key, key) for key in campaigns]
        parts.append(words("campaign {campaigns}", campaigns=spoken.listed(named, words)))
    if not parts:
        return words("no burst and no campaign: repeat buyers and what a customer is worth")
    return words(", ").join(parts)
