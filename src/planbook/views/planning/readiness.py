"""When a plan will be ready, as it is said: the chance, the days that are short, and what it rests on."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from planbook.absence import Missing
from planbook.views import spoken, tables
from planbook.views.display import View, note, shows_missing, stacked
from planbook.views.findings import Finding, finding
from planbook.views.planning import named
from planbook.views.spoken import BY_ROW, row
from planbook.views.vocabulary import msg
from planbook.views.words import Words

SURE = 0.8


@shows_missing
def verdict(found: pd.DataFrame, words: Words, *, tried: pd.DataFrame) -> Finding | View:
    """Say how likely all is ready before the campaign's first day, and what would make it four in five."""
    plan, best = row(found, "as_planned"), row(found, "at_once")
    last = tried.to_dict("records")[-1]
    said = {
        "chance": named.chance(plan["chance"], words),
        "opening": words.day(plan["opening"]),
        "p50": words.day(plan["p50"], year=False),
        "p80": words.day(plan["p80"], year=False),
        "n": words.value(last["days"], "count"),
        "better": named.chance(last["chance"], words),
        "best": named.chance(best["chance"], words),
        "short": words.value(math.ceil(max(-best["days"], 0.0)), "days"),
        "buffer": words.value(math.ceil(plan["buffer"]), "days"),
    }
    text = words(
        "Kept to its dates, the plan is ready before {opening} with a chance of {chance}: as likely as not by {p50}, "
        "80% sure by {p80}.",
        **said,
    )
    action = _todo(plan["chance"], last, words, said)
    return finding(text, words, id="schedule", grade="likely", action=action)


def _todo(chance: float, last: dict[Any, Any], words: Words, said: dict[str, str]) -> str:
    """Say what would make the plan ready in four of five cases; ``last`` is the last row of ``simulate.earlier``."""
    if chance >= SURE:
        return words("Keep the dates; leave {buffer} of buffer before the first day untouched.", **said)
    if last["chance"] >= SURE:
        return words(
            "Start each task as soon as what it waits for is done, up to {n} working days before its day: the chance "
            "becomes {better}.",
            **said,
        )
    if last["days"]:
        return words(
            "Start each task as soon as what it waits for is done, up to {n} working days before its day (the chance "
            "becomes {better}), and shorten what then decides the end by {short}, or leave something out: even with "
            "all begun at once it is {best}.",
            **said,
        )
    return words(
        "Shorten what decides the end by {short}, or leave something out: even with all begun at once the chance "
        "is {best}.",
        **said,
    )


def opening(ran: Any, words: Words) -> pd.DataFrame | Missing:
    """Give the campaign's days as a band of the chart of chances: ``name start end``."""
    if isinstance(ran, Missing):
        return ran
    return pd.DataFrame({"name": [ran.name(words.language)], "start": [ran.span.start], "end": [ran.span.end]})


@shows_missing
def chances(found: pd.DataFrame, words: Words) -> View:
    """Show by when all is done, kept to the dates and begun at once."""
    columns = {
        "plan": (msg("Way"), tables.TEXT),
        "p50": (msg("As likely as not by"), "day"),
        "p80": (msg("80% sure by"), "day"),
        "opening": (msg("First day"), "day"),
        "chance": ("in_time", "share"),
        "buffer": (msg("Buffer"), "days"),
    }
    frame = found.rename_axis("plan").reset_index()
    return tables.table(frame, words, id="finish", title=words("When all is done"), columns=columns)


@shows_missing
def days_off(ran: Any, words: Words, *, rules: Any, zone: str) -> View:
    """Say which days off the schedule knows."""
    told = rules.days_off.get(zone)
    if told is None:
        text = words("Working days leave out weekends only: planning.yml has no days off for {zone}.", zone=zone)
    elif told.known.end >= ran.span.end:
        text = words("Working days leave out weekends and public days off, and count weekends worked for them.")
    else:
        text = words(
            "Working days leave out weekends and public days off. After {day} the weekends that are worked for them "
            "are not known yet, and only the days that the law itself makes free are left out; planning.yml takes "
            "the rest.",
            day=words.day(told.known.end),
        )
    return note(text, words)


def chance_title(found: pd.DataFrame | Missing, words: Words) -> str | Missing:
    """Say the finding of the chart of chances."""
    if isinstance(found, Missing):
        return found
    plan = row(found, "as_planned")
    share = named.chance(plan["chance"], words)
    return words(
        "Ready before {day}: {share} if it keeps to its dates", day=words.day(plan["opening"], year=False), share=share
    )


@shows_missing
def path(found: pd.DataFrame, words: Words, *, laid: pd.DataFrame, normal: float, drawn: pd.DataFrame) -> View:
    """Show the network's own reckoning: expected duration, deviation, slack; and the normal rule beside the draws."""
    open_ = found[found["te"] > 0].sort_values("start", kind="stable")
    open_ = open_.assign(deviation=open_["variance"] ** 0.5)
    names = dict(zip(laid["task"], named.tasks(laid, words), strict=True))
    columns = {
        "task": (msg("Task"), BY_ROW),
        "te": (msg("Expected time"), "days"),
        "deviation": (msg("Deviation"), "days"),
        "start": (msg("Earliest begin"), "number"),
        "finish": (msg("Earliest end"), "number"),
        "slack": (msg("Slack"), "days"),
    }
    said = {"task": [names[task] for task in open_["task"]]}
    title = words("Each task begun as early as can be, in working days from the first after the data")
    shown = spoken.table(open_, said, words, id="critical_path", title=title, columns=columns)
    best = row(drawn, "at_once")
    text = words(
        "By the normal rule of PERT, which looks at one path alone, the chance would be {normal}; drawn, it is "
        "{drawn}.",
        normal=named.chance(normal, words),
        drawn=named.chance(best["chance"], words),
    )
    return stacked(shown, note(text, words))
