"""What a review opens with: its headline, how complete its data are, and which causes are worth saying."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

import pandas as pd

from planbook.absence import Missing
from planbook.measures.ads import of_shop
from planbook.periods import Period
from planbook.views.display import View, unsaid
from planbook.views.findings import Finding, headline
from planbook.views.vocabulary import msg
from planbook.views.words import Words

WHOLE = 0.995  # of paid: with so much traffic is taken as complete
BEFORE = {
    "day": msg("{change} against the day before"),
    "week": msg("{change} against the week before"),
    "month": msg("{change} against the month before"),
    "range": msg("{change} against as many days before"),
    "event": msg("{change} against as many days before"),
}
SMALL = 0.02  # of paid: what moves less is not worth a manager's minute


def opening(
    card: pd.DataFrame | Missing,
    words: Words,
    *,
    period: Period,
    goal: Period | None = None,
    goals: object = None,
    state: str = "",
) -> View:
    """Say in one sentence what the period brought, against what it is held.

    Parameters
    ----------
    card
        ``measures.kpis.scorecard``.
    words
        The report's language.
    period
        The period of the report.
    goal
        The period of the goals, where it is another: a day's and a week's are those of the month.
    goals
        ``measures.targets.attainment``; the platform with the largest gap is named. May be None.
    state
        How complete the data are (`state`).
    """
    if isinstance(card, Missing):
        nothing = words("{period}: there are no paid orders.", period=words.span(period))
        return headline(unsaid(card, words, nothing), words, state=state)
    paid = card.loc[["paid"]].to_dict("records")[0]
    said = words("{period}: paid {paid}", period=words.span(period), paid=words.short(paid["value"], "money"))
    compared = [
        words(BEFORE[period.kind], change=_relative(paid, "previous", words)),
        words("{change} against the same day last week", change=_relative(paid, "week_ago", words)),
        words("{change} against a year ago", change=_relative(paid, "year_ago", words)),
        words("{share} of target", share=words.value(paid["value"] / paid["target"], "share")),
    ]
    bases = ("previous", "week_ago", "year_ago", "target")
    known = [text for text, base in zip(compared, bases, strict=True) if paid[base] > 0]
    gap = _gap(goals, words) if goal in (None, period) else _so_far(goals, words)
    sentence = words(", ").join([said, *known]) + gap + words(".")
    return headline(sentence, words, state=state)


def state(
    expected: pd.DataFrame | Missing,
    words: Words,
    *,
    as_of: pd.Timestamp,
    period: Period,
    covered: float | Missing = 1.0,
) -> str:
    """Say to which day the data reach, and what refunds may still take."""
    said = [words("Data complete to {day}.", day=words.day(as_of))]
    if as_of.date() < period.end:
        said.append(words("The period runs to {end}: its figures are not whole yet.", end=words.day(period.end)))
    if not isinstance(covered, Missing) and covered < WHOLE:
        part = words.value(covered, "share")
        said.append(words("Traffic is known for {part} of paid only: conversion is shown too high.", part=part))
    if not isinstance(expected, Missing):
        said.append(_ripeness(expected, words))
    return ("" if words.language == "zh" else " ").join(said)


def _ripeness(expected: pd.DataFrame, words: Words) -> str:
    row = expected.to_dict("records")[0]
    if row["ripe"] > WHOLE or row["high"] - row["low"] < 1:
        return words("Refunds are ripe: net {net}.", net=words.short(row["net"], "money"))
    return words(
        "Refunds are still coming in: {ripe} of them are seen; net will end at {range} (80% sure).",
        ripe=words.value(row["ripe"], "share"),
        range=words.range(row["low"], row["high"], "money"),
    )


def break_even_note(break_even: pd.DataFrame | Missing, words: Words) -> str:
    """Say the shop's break-even beside its ROAS."""
    if isinstance(break_even, Missing):
        return words("break-even unknown: no unit costs")
    return words("break-even {even}", even=words.value(of_shop(break_even), "ratio"))


def between(spans: Mapping[str, Period], words: Words, *, against: str = "previous") -> str:
    """Name the two periods that are compared, for the line under a chart's title."""
    return words("Paid, {before} to {after}", before=words.span(spans[against]), after=words.span(spans["current"]))


def worth_saying(found: Iterable[object], *, paid: float | Missing, otherwise: Iterable[object] = ()) -> list[Finding]:
    """Keep the findings that move at least 2 % of paid; where none does, what is known ``otherwise``."""
    least = 0.0 if isinstance(paid, Missing) else SMALL * abs(paid)
    kept = [each for each in found if isinstance(each, Finding) and abs(each.effect) >= least]
    return kept or [each for each in otherwise if isinstance(each, Finding)]


def _relative(row: Mapping[Hashable, float], base: str, words: Words) -> str:
    return words.change((row["value"] - row[base]) / row[base]) if row[base] else ""


def _gap(goals: object, words: Words) -> str:
    if not isinstance(goals, pd.DataFrame) or goals.empty or not goals["gap"].sum() < 0:
        return ""
    row = goals.sort_values("gap").to_dict("records")[0]
    gap = words.signed(row["gap"], "money")
    return words("; the largest gap is {platform} ({gap})", platform=words.name(row["platform"]), gap=gap)


def _so_far(goals: object, words: Words) -> str:
    if not isinstance(goals, pd.DataFrame) or not goals["due"].sum() > 0:
        return ""
    share = words.value(goals["value"].sum() / goals["due"].sum(), "share")
    return words("; the month so far is at {share} of what is due by now", share=share)
