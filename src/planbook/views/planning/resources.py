"""Slots of platforms for a campaign ahead as they are said."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from planbook.views import spoken
from planbook.views.display import View, shows_missing
from planbook.views.findings import Finding, Grade, finding
from planbook.views.planning import named
from planbook.views.spoken import enumerated
from planbook.views.words import Words

Found = Finding | View
Row = Mapping[Any, Any]
GRANTED, APPLIED, DUE, LATE, REFUSED = "slot_granted", "slot_applied", "slot_to_apply", "slot_late", "slot_refused"
KNOWN = (GRANTED, APPLIED, REFUSED)  # what the platform has, and what it answered
DEARER = "slot_dearer"


@shows_missing
def found(held: pd.DataFrame, words: Words, *, total: pd.DataFrame) -> Found:
    """Say what must be applied for next, what is late, and what the slots may bring beside advertising."""
    whole = total.to_dict("records")[0]
    gap = "" if words.language == "zh" else " "
    said = [*_standing(held, words), _brings(whole, words), _untold(whole, words), _dear(held, words)]
    grade: Grade = "likely" if math.isfinite(whole["expected_low"]) else "hint"
    action = gap.join(_actions(held, words))
    return finding(gap.join(filter(None, said)), words, id="resources", grade=grade, action=action)


def _standing(held: pd.DataFrame, words: Words) -> list[str]:
    n, count = len(held), held["state"].value_counts()
    if count.get(GRANTED, 0) == n:
        return [words.plural("The slot is granted.", "All {n} slots are granted.", n)]
    each = {state.removeprefix("slot_"): words.value(count.get(state, 0), "count") for state in KNOWN}
    text = words.plural(
        "{n} slot: {granted} granted, {applied} applied for, {refused} refused.",
        "{n} slots: {granted} granted, {applied} applied for, {refused} refused.",
        n,
        **each,
    )
    said, overdue, late = [text, _next(held, words)], held[_overdue(held)], held[held["state"] == LATE]
    if len(overdue):
        said.append(words("By now one has usually applied for {names}.", names=_listed(overdue, words)))
    if len(late):
        said.append(words("Nobody applied in time for {names}.", names=_listed(late, words)))
    return said


def _next(held: pd.DataFrame, words: Words) -> str:
    """Say what is to be applied for next; of slots of one day those first whose day is known."""
    due = held[held["state"].eq(DUE) & ~_overdue(held)].sort_values(["book_by", "assumed"], kind="stable")
    if due.empty:
        return ""
    day, usual = due[["book_by", "assumed"]].iloc[0]
    own = due[due["book_by"].eq(day) & due["assumed"].eq(usual)]
    said = {"names": _listed(own, words), "day": words.day(day, year=False)}
    if usual:
        return words("Next to apply for, as is usual by {day}: {names}.", **said)
    return words("Next to apply for: {names}, by {day}.", **said)


def _overdue(held: pd.DataFrame) -> pd.Series[bool]:
    """Tell which slots are still to be applied for though the usual day is over; their own is not known."""
    return held["state"].eq(DUE) & held["days_left"].lt(0)


def _brings(whole: Row, words: Words) -> str:
    """Say what all slots may bring for their money: with a range, or why there is none."""
    if not whole["slots"]:
        return ""
    if not whole["price"] > 0 or math.isnan(whole["promised"]):
        gap = "" if words.language == "zh" else " "
        return gap.join(filter(None, [_visitors(whole, words), _unpaid(whole, words)]))
    said = _figures(whole, words)
    if not math.isfinite(whole["expected"]):
        return words("What slots keep of a promise is not known yet: {promised} visitors for {price}.", **said)
    if not math.isfinite(whole["expected_low"]):
        return words(
            "By what earlier slots kept of their promise, those not refused may bring {expected} visitors for {price}; "
            "too few are known for a range.",
            **said,
        )
    if not (math.isfinite(whole["each"]) and math.isfinite(whole["advertising"])):
        return words(
            "By what earlier slots kept of their promise, those not refused may bring {expected} visitors (80% sure: "
            "{range}) for {price}.",
            **said,
        )
    return words(
        "By what earlier slots kept of their promise, those not refused may bring {expected} visitors (80% sure: "
        "{range}) for {price}, {each} each; by advertising one costs {ads}.",
        each=cost(whole, words),
        **said,
    )


def _figures(whole: Row, words: Words) -> dict[str, str]:
    said = {name: words.short(whole[name], "count") for name in ("expected", "promised")}
    if math.isfinite(whole["expected_low"]):
        said["range"] = words.range(whole["expected_low"], whole["expected_high"], "count")
    return said | {"price": words.short(whole["price"], "money"), "ads": words.value(whole["advertising"], "money")}


def _visitors(whole: Row, words: Words) -> str:
    """Say what slots may bring, of which no price can be said beside it."""
    said = _figures(whole, words)
    if math.isnan(whole["promised"]):
        return words("How many visitors the platforms promise is not known.")
    if not math.isfinite(whole["expected"]):
        return words("What slots keep of a promise is not known yet: {promised} visitors are promised.", **said)
    if not math.isfinite(whole["expected_low"]):
        return words(
            "By what earlier slots kept of their promise, those not refused may bring {expected} visitors; too few are "
            "known for a range.",
            **said,
        )
    return words(
        "By what earlier slots kept of their promise, those not refused may bring {expected} visitors (80% sure: "
        "{range}).",
        **said,
    )


def _unpaid(whole: Row, words: Words) -> str:
    """Say that slots are free, or that prices are lacking, or what they cost that promise nothing."""
    if whole["price"] > 0:
        return words("They cost {price}.", **_figures(whole, words))
    lacking = int(whole["slots"] - whole["priced"])
    if lacking:
        return words.plural(
            "{n} of them has no price yet, so that their cost cannot be said.",
            "{n} of them have no price yet, so that their cost cannot be said.",
            lacking,
        )
    if math.isfinite(whole["advertising"]):
        return words("All of them are free; by advertising a visitor costs {ads}.", **_figures(whole, words))
    return words("All of them are free.")


def _untold(whole: Row, words: Words) -> str:
    n = int(whole["slots"] - whole["known"])
    if not n or not whole["known"]:
        return ""
    return words.plural("What {n} slot may bring is not known.", "What {n} slots may bring is not known.", n)


def _dear(held: pd.DataFrame, words: Words) -> str:
    rows = held[held["verdict"].eq(DEARER) & held["state"].ne(REFUSED)]
    told = [
        words("{slot}: {each} against {ads}", slot=name, each=cost(each, words),
              ads=words.value(each["advertising"], "money"))
        for name, each in zip(names(rows, words), rows.to_dict("records"), strict=True)
    ]  # fmt: skip
    return words("A visitor costs more than by advertising at {slots}.", slots=enumerated(told, words)) if told else ""


def _actions(held: pd.DataFrame, words: Words) -> list[str]:
    """Name what to apply for and by when, what to ask for late, and what is worth less than its price."""
    dear = held["verdict"].eq(DEARER)
    overdue = _overdue(held)
    due, late = held[held["state"].eq(DUE) & ~overdue & ~dear], held[held["state"].eq(LATE) & ~dear]
    said = []
    if (overdue & ~dear).any():
        text = words("Apply today for {names}: the usual day is over.", names=_listed(held[overdue & ~dear], words))
        said.append(text)
    if len(due):
        said.append(words("Apply for {slots}.", slots=enumerated(_days(due, words), words)))
    if len(late):
        lost = late["expected"].sum(min_count=1)
        text = words("Ask today whether {names} can still be had, else plan without.", names=_listed(late, words))
        if math.isfinite(lost):
            n = words.short(lost, "count")
            text = words(
                "Ask today whether {names} can still be had, else plan without its visitors, about {n}.",
                names=_listed(late, words),
                n=n,
            )
        said.append(text)
    for name, each in zip(names(held, words), held.to_dict("records"), strict=True):
        if each["verdict"] == DEARER and each["state"] in (DUE, LATE):
            worth = words.short(each["worth"], "money")
            text = words(
                "Pay about {worth} at most for {slot}, or leave it out: its visitors cost that much by advertising.",
                worth=worth,
                slot=name,
            )
            said.append(text)
    return said


def _days(due: pd.DataFrame, words: Words) -> list[str]:
    """Name slots with the day by which each is applied for."""
    rows = zip(names(due, words), due["book_by"], due["assumed"], strict=True)
    return [
        words("{slot} (as is usual by {day})", slot=name, day=words.day(day, year=False))
        if usual
        else words("{slot} by {day}", slot=name, day=words.day(day, year=False))
        for name, day, usual in rows
    ]


def names(rows: pd.DataFrame, words: Words) -> list[str]:
    """Name slots with their platforms."""
    own = spoken.named(rows, "slot", words)
    return [named.place(platform, name, words) for platform, name in zip(rows["platform"], own, strict=True)]


def _listed(rows: pd.DataFrame, words: Words) -> str:
    return enumerated(names(rows, words), words)


def cost(each: Row, words: Words) -> str:
    """Say what a visitor costs; where none may come, it may cost any amount."""
    value, low, high = (each[name] for name in ("each", "each_low", "each_high"))
    text = words.value(value, "money") if value else words("free")
    if not value or math.isnan(low):
        return text
    if math.isinf(high):
        return words("{value} ({low} or more)", value=text, low=words.value(low, "money"))
    return words("{value} ({range})", value=text, range=words.range(low, high, "money"))
