"""Slots of platforms for a campaign ahead as they are shown and said."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from planbook.views import spoken, tables
from planbook.views.display import View, note, shows_missing, stacked
from planbook.views.findings import Finding, Grade, finding
from planbook.views.planning import named
from planbook.views.spoken import BY_ROW, enumerated
from planbook.views.vocabulary import msg
from planbook.views.words import Words

Found = Finding | View
Row = Mapping[Any, Any]
GRANTED, APPLIED, DUE, LATE, REFUSED = "slot_granted", "slot_applied", "slot_to_apply", "slot_late", "slot_refused"
DEARER = "slot_dearer"
COLUMNS: tables.Columns = {
    "slot": (msg("Slot"), tables.TITLE),
    "state": (msg("State"), tables.TEXT),
    "book_by": (msg("Apply by"), BY_ROW),
    "price": (msg("Price of the slot"), "money"),
    "promised": (msg("Promised visitors"), "count"),
    "delivered": ("slot_delivered", BY_ROW),
    "expected": ("slot_visitors", BY_ROW),
    "each": ("slot_each", BY_ROW),
    "advertising": (msg("By advertising"), BY_ROW),
}


@shows_missing
def table(held: pd.DataFrame, words: Words, *, total: pd.DataFrame) -> View:
    """Show where each slot stands, by when it is applied for, and what it may bring at what cost a visitor.

    ``held`` is ``resources_ahead.slots``, ``total`` is ``resources_ahead.total``.
    """
    rows = held.to_dict("records")
    whole = total.to_dict("records")[0]
    said = {
        "slot": [*_names(held, words), words("Not refused, together")],
        "book_by": [*(_day(each, words) for each in rows), ""],
        "delivered": [*(_kept(each, words) for each in rows), ""],
        "advertising": [words.value(each["advertising"], "money") for each in [*rows, whole]],
    }
    said |= {name: [_between(each, name, unit, words) for each in [*rows, whole]]
             for name, unit in (("expected", "count"), ("each", "money"))}  # fmt: skip
    keys = held.assign(slot=held["platform"] + "/" + held["slot"])
    frame = pd.concat([keys, total.assign(slot="total", state="")], ignore_index=True)
    columns = {name: head for name, head in COLUMNS.items() if name != "advertising" or frame[name].notna().any()}
    title = words("Platform slots: what is applied for, what must be, and what may come of it")
    view = spoken.table(
        frame[list(columns)],
        {name: said[name] for name in said if name in columns},
        words,
        id="resources_ahead",
        title=title,
        columns=columns,
        total=True,
    )
    return stacked(view, note(_basis(held, words), words))


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
    n, granted = len(held), int(held["state"].eq(GRANTED).sum())
    if granted == n:
        return [words.plural("The slot is granted.", "All {n} slots are granted.", n)]
    said = [words.plural("Granted: {granted} of {n} slot.", "Granted: {granted} of {n} slots.", n,
                         granted=words.value(granted, "count"))]  # fmt: skip
    due = held[held["state"] == DUE]
    if len(due):
        first = due[due["book_by"] == due["book_by"].min()]
        day = words.day(first["book_by"].iloc[0], year=False)
        said.append(words("Next to apply for: {names}, by {day}.", names=_listed(first, words), day=day))
    told = {
        LATE: msg("Nobody applied in time for {names}."),
        APPLIED: msg("Not answered yet: {names}."),
        REFUSED: msg("Refused: {names}."),
    }
    for state, text in told.items():
        rows = held[held["state"] == state]
        if len(rows):
            said.append(words(text, names=_listed(rows, words)))
    return said


def _brings(whole: Row, words: Words) -> str:
    """Say what all slots may bring for their money: with a range, or why there is none."""
    if not whole["slots"]:
        return ""
    said = {"expected": words.short(whole["expected"], "count"), "price": words.short(whole["price"], "money")}
    if not math.isfinite(whole["expected"]):
        said["promised"] = words.short(whole["promised"], "count")
        return words("What slots keep of a promise is not known yet: {promised} visitors for {price}.", **said)
    if not math.isfinite(whole["expected_low"]):
        return words(
            "By what earlier slots kept of their promise, those not refused may bring {expected} visitors for {price}; "
            "too few are known for a range.",
            **said,
        )
    said["range"] = words.range(whole["expected_low"], whole["expected_high"], "count")
    if not (math.isfinite(whole["each"]) and math.isfinite(whole["advertising"])):
        return words(
            "By what earlier slots kept of their promise, those not refused may bring {expected} visitors (80% sure: "
            "{range}) for {price}.",
            **said,
        )
    said["each"] = _cost(whole, words)
    return words(
        "By what earlier slots kept of their promise, those not refused may bring {expected} visitors (80% sure: "
        "{range}) for {price}, {each} each; by advertising one costs {ads}.",
        ads=words.value(whole["advertising"], "money"),
        **said,
    )


def _untold(whole: Row, words: Words) -> str:
    n = int(whole["slots"] - whole["known"])
    if not n or not whole["known"]:
        return ""
    return words.plural("What {n} slot may bring is not known.", "What {n} slots may bring is not known.", n)


def _dear(held: pd.DataFrame, words: Words) -> str:
    rows = held[held["verdict"].eq(DEARER) & held["state"].ne(REFUSED)]
    told = [
        words("{slot}: {each} against {ads}", slot=name, each=_cost(each, words),
              ads=words.value(each["advertising"], "money"))
        for name, each in zip(_names(rows, words), rows.to_dict("records"), strict=True)
    ]  # fmt: skip
    return words("A visitor costs more than by advertising at {slots}.", slots=enumerated(told, words)) if told else ""


def _actions(held: pd.DataFrame, words: Words) -> list[str]:
    """Name what to apply for and by when, what to ask for late, and what is worth less than its price."""
    dear = held["verdict"].eq(DEARER)
    due, late = held[held["state"].eq(DUE) & ~dear], held[held["state"].eq(LATE) & ~dear]
    said = []
    if len(due):
        days = [
            words("{slot} by {day}", slot=name, day=words.day(day, year=False))
            for name, day in zip(_names(due, words), due["book_by"], strict=True)
        ]
        said.append(words("Apply for {slots}.", slots=enumerated(days, words)))
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
    for name, each in zip(_names(held, words), held.to_dict("records"), strict=True):
        if each["verdict"] == DEARER and each["state"] in (DUE, LATE):
            worth = words.short(each["worth"], "money")
            text = words(
                "Pay about {worth} at most for {slot}, or leave it out: its visitors cost that much by advertising.",
                worth=worth,
                slot=name,
            )
            said.append(text)
    return said


def _names(rows: pd.DataFrame, words: Words) -> list[str]:
    names = spoken.named(rows, "slot", words)
    return [named.place(platform, name, words) for platform, name in zip(rows["platform"], names, strict=True)]


def _listed(rows: pd.DataFrame, words: Words) -> str:
    return enumerated(_names(rows, words), words)


def _day(each: Row, words: Words) -> str:
    day = words.day(each["book_by"], year=False)
    return words("{day}, as is usual", day=day) if each["assumed"] else day


def _kept(each: Row, words: Words) -> str:
    if not math.isfinite(each["delivered"]):
        return words("not known")
    share = words.value(each["delivered"], "share")
    return (
        share
        if each["basis"] == f"{each['platform']}/{each['slot']}"
        else words("{share}, as other slots", share=share)
    )


def _between(each: Row, name: str, unit: str, words: Words) -> str:
    """Say a figure with its interval; of a free slot a visitor costs nothing, whatever comes."""
    if name == "each":
        return _cost(each, words) if not math.isnan(each["each"]) else words.value(math.nan, "money")
    low, high = each[f"{name}_low"], each[f"{name}_high"]
    value = words.value(each[name], unit)
    if not math.isfinite(low):
        return value
    return words("{value} ({range})", value=value, range=words.range(low, high, unit))


def _cost(each: Row, words: Words) -> str:
    """Say what a visitor costs; where none may come, it may cost any amount."""
    value, low, high = (each[name] for name in ("each", "each_low", "each_high"))
    text = words.value(value, "money") if value else words("free")
    if not value or math.isnan(low):
        return text
    if math.isinf(high):
        return words("{value} ({low} or more)", value=text, low=words.value(low, "money"))
    return words("{value} ({range})", value=text, range=words.range(low, high, "money"))


def _basis(held: pd.DataFrame, words: Words) -> str:
    gap = "" if words.language == "zh" else " "
    own = held["basis"] == held["platform"] + "/" + held["slot"]
    said = []
    if (held["delivered"].notna() & ~own).any():
        text = words(
            "A slot with fewer than three earlier ones is taken to keep its promise as its platform’s others did, else "
            "as all did."
        )
        said.append(text)
    if held["expected_low"].notna().any():
        said.append(words("In brackets: the 80% interval of a single slot, in the last row of all of them."))
    if held["state"].eq(LATE).any():
        said.append(words("One that nobody applied for in time counts in the last row and in the money all the same."))
    if (held["expected"].notna() & held["expected_low"].isna()).any():
        said.append(words("Where fewer than three earlier slots are known there is no interval."))
    if held["advertising"].notna().any():
        said.append(words("A visitor whom a slot brings may buy more or less often than one whom advertising brings."))
    else:
        said.append(words("What a visitor costs by advertising is not known: it takes ad spend and paid traffic."))
    return gap.join(said)
