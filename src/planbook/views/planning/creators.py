"""Creators of a campaign ahead as they are shown and said."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from planbook.views import spoken, tables
from planbook.views.display import View, note, shows_missing, stacked
from planbook.views.findings import Finding, Grade, finding
from planbook.views.spoken import BY_ROW, enumerated, listed
from planbook.views.vocabulary import msg
from planbook.views.words import Words

Found = Finding | View
BOOKED = "booked"
TIERS = ("head", "middle", "ordinary")
PARTS = {"advertising": msg("advertising ({amount})"), "creators": msg("creators ({amount})")}
PARTS |= {"resources": msg("platform slots ({amount})")}


@shows_missing
def table(booked: pd.DataFrame, words: Words) -> View:
    """Show who is booked, who must be by when, what each promises and what may come of it."""
    columns = {
        "creator": (msg("Creator"), tables.TITLE),
        "platform": (msg("Platform"), tables.TEXT),
        "tier": (msg("Tier"), tables.TEXT),
        "state": (msg("State"), tables.TEXT),
        "book_by": (msg("Book by"), BY_ROW),
        "promised_paid": (msg("Promises"), "money"),
        "delivered": (msg("Delivered before"), BY_ROW),
        "expected_paid": (msg("May bring"), "money"),
        "cost": (msg("Costs"), "money"),
        "left": (msg("Margin less cost"), "money"),
    }
    rows = booked.to_dict("records")
    said = {"delivered": [_before(each, words) for each in rows]}
    said |= {name: [_between(each, name, words) for each in rows] for name in ("expected_paid", "left")}
    said["book_by"] = [words.day(day, year=False) if pd.notna(day) else "" for day in booked["book_by"]]
    shown = booked.assign(tier=[f"tier_{tier}" if tier in TIERS else "" for tier in booked["tier"]])
    title = words("Creators: who is booked, who must be, and what may come of it")
    if shown["left"].isna().all():
        del columns["left"], said["left"]
    view = spoken.table(shown, said, words, id="creators_ahead", title=title, columns=columns)
    return stacked(view, note(_basis(booked, words), words))


@shows_missing
def tiers(summed: pd.DataFrame, words: Words) -> View:
    """Show creators by tier."""
    columns = {
        "tier": (msg("Tier"), tables.TEXT),
        "creators": (msg("Creators"), "count"),
        "booked": (msg("Booked"), "count"),
        "promised_paid": (msg("Promises"), "money"),
        "expected_paid": (msg("May bring"), "money"),
        "cost": (msg("Costs"), "money"),
        "left": (msg("Margin less cost"), "money"),
    }
    if summed["left"].isna().all():
        del columns["left"]
    names = [f"tier_{tier}" if tier in TIERS else tier for tier in summed["tier"]]
    title = words("By tier")
    return tables.table(summed.assign(tier=names), words, id="creator_tiers", title=title, columns=columns, total=True)


@shows_missing
def money(held: pd.DataFrame, words: Words) -> View:
    """Show what creators, slots and advertising cost against the budget of each platform."""
    columns = {
        "platform": (msg("Platform"), tables.TEXT),
        "budget": (msg("Budget"), "money"),
        "advertising": (msg("Advertising planned"), "money"),
        "creators": (msg("Creators"), "money"),
        "slots": (msg("Of it slot fees"), "money"),
        "resources": (msg("Platform slots"), "money"),
        "aside": (msg("Set aside beside advertising"), "money"),
        "over": (msg("Beyond the budget"), "money"),
    }
    columns = {name: head for name, head in columns.items() if name in held and held[name].notna().any()}
    title = _title(held.to_dict("records")[-1], words)
    view = tables.table(held, words, id="creator_money", title=title, columns=columns, total=True)
    text = words("What is kept in reserve for all platforms counts in the total alone.")
    return stacked(view, note(text, words))


def _title(total: Mapping[Any, Any], words: Words) -> str:
    """Say whether the budget bears what is known to be planned; of what nobody wrote down nothing is said."""
    said = {name: words.short(total[name], "money") for name in ("budget", "over")}
    known = [
        words(text, amount=words.short(total[name], "money")) for name, text in PARTS.items() if total.get(name, 0) > 0
    ]
    if not known:
        return words("Of the budget of {budget} nothing is known to be planned yet", **said)
    said["parts"] = enumerated(known, words)
    if total["over"] > 0:
        return words("{over} more than the budget of {budget}: {parts}", **said)
    return words("Within the budget of {budget}: {parts}", **said)


@shows_missing
def found(booked: pd.DataFrame, words: Words, *, held: pd.DataFrame | None = None, reserve: float = 0.0) -> Found:
    """Say who is to be booked next, what the creators may leave for their cost, and whether the budget bears it.

    ``held`` is ``creators_ahead.money``, None where nobody gave a budget; ``over`` is what the budget lacks.
    ``reserve`` is what of the advertising's money is kept back (``rhythm.reserve``).
    """
    left = booked[booked["state"] != BOOKED]
    gap = "" if words.language == "zh" else " "
    over = 0.0 if held is None else float(held["over"].iloc[-1])
    said = [_open(booked, left, words), _brings(booked, words), _beyond(held, over, reserve, words)]
    action = _action(left, over, words)
    grade: Grade = "hint" if _unsettled(booked).any() else "likely"
    return finding(gap.join(filter(None, said)), words, id="creators", grade=grade, action=action)


def _open(booked: pd.DataFrame, left: pd.DataFrame, words: Words) -> str:
    said = {"left": words.value(len(left), "count"), "n": words.value(len(booked), "count")}
    if left.empty:
        return words("All {n} creators are booked.", **said)
    late = left[left["state"] == "late_to_book"]
    if len(late):
        names = listed(late["creator"], words)
        return words(
            "{left} of {n} creators are not booked yet; the day to book has gone for {names}.", names=names, **said
        )
    first = left.to_dict("records")[0]
    day = words.day(first["book_by"], year=False)
    return words(
        "{left} of {n} creators are not booked yet; {creator} must be by {day}.",
        creator=first["creator"],
        day=day,
        **said,
    )


def _brings(booked: pd.DataFrame, words: Words) -> str:
    total = booked[["expected_paid", "cost", "left"]].sum(min_count=1).to_dict()
    if not math.isfinite(total["expected_paid"]):
        return ""
    said = {str(name): words.short(value, "money") for name, value in total.items()}
    if not math.isfinite(total["left"]):
        return words("By what earlier placements delivered they may bring {expected_paid} for {cost}.", **said)
    return words(
        "By what earlier placements delivered they may bring {expected_paid} of paid for {cost}: {left} of margin is "
        "left after it.",
        **said,
    )


def _beyond(held: pd.DataFrame | None, over: float, reserve: float, words: Words) -> str:
    if held is None or not over:
        return ""
    total = held.to_dict("records")[-1]
    said = {name: words.short(total[name], "money") for name in ("advertising", "budget", "over")}
    said["reserve"], said["slots"] = words.short(reserve, "money"), words.short(total.get("resources"), "money")
    slots = total.get("resources", 0) > 0
    if slots and not total["advertising"]:
        return words(
            "With {slots} of platform slots that is {over} more than the budget of {budget}, and no advertising is "
            "planned yet.",
            **said,
        )
    if slots and reserve:
        return words(
            "With {slots} of platform slots and {advertising} of advertising, {reserve} of it kept in reserve, that is "
            "{over} more than the budget of {budget}.",
            **said,
        )
    if slots:
        return words(
            "With {slots} of platform slots and {advertising} of advertising that is {over} more than the budget of "
            "{budget}.",
            **said,
        )
    if reserve:
        return words(
            "With {advertising} of advertising, {reserve} of it kept in reserve, that is {over} more than the budget "
            "of {budget}.",
            **said,
        )
    return words("With {advertising} of advertising that is {over} more than the budget of {budget}.", **said)


def _action(left: pd.DataFrame, over: float, words: Words) -> str:
    """Name whom to book: those that pay by what is known; and whom not, with what they owe."""
    gap = "" if words.language == "zh" else " "
    said = []
    if over:
        said.append(words("Find {over} first, or leave something out.", over=words.short(over, "money")))
    fails = left[left["left"] <= 0]
    rest = left[~(left["left"] <= 0)]
    may, pays = rest[_unsettled(rest)], rest[~_unsettled(rest)]
    if len(pays) and not over:
        said.append(words("Book {names}, or take the next on the list.", names=listed(pays["creator"], words)))
    elif len(pays):
        names = listed(pays["creator"], words)
        said.append(words("Of those open these pay by what is known: {names}.", names=names))
    if len(may):
        names = listed(may["creator"], words)
        said.append(words("What earlier placements tell does not settle whether these pay: {names}.", names=names))
    if len(fails):
        names = listed(fails["creator"], words)
        said.append(words("Not at these terms, since they leave no margin: {names}.", names=names))
    owed = left[left["owed_posts"] > 0]
    if len(owed):
        told = words.plural("{n} post", "{n} posts", int(owed["owed_posts"].sum()))
        text = words(
            "Ask first for {posts} of earlier placements: {names}.", posts=told, names=listed(owed["creator"], words)
        )
        said.append(text)
    return gap.join(said)


def _unsettled(rows: pd.DataFrame) -> pd.Series[bool]:
    """Tell of whom it is open whether margin is left: the interval holds zero, or there is none."""
    return rows["left"].notna() & ~(rows["left_low"].gt(0) | rows["left_high"].lt(0))


def _between(each: Mapping[Any, Any], name: str, words: Words) -> str:
    """Say an amount with the interval in which it may lie, where that is known."""
    stem = name.removesuffix("_paid")
    low, high = each[f"{stem}_low"], each[f"{stem}_high"]
    value = words.value(each[name], "money")
    return f"{value} ({words.range(low, high, 'money')})" if math.isfinite(low) else value


def _basis(booked: pd.DataFrame, words: Words) -> str:
    gap = "" if words.language == "zh" else " "
    said = [words("One of whom nothing is known is taken to deliver as all did before; a promise is no forecast.")]
    if booked["expected_low"].notna().any():
        said.append(words("In brackets: the 80% interval of a single placement."))
    if (booked["expected_paid"].notna() & booked["expected_low"].isna()).any():
        said.append(words("Of one with one or two placements of its own no interval is told."))
    if booked["left"].notna().any():
        said.append(words("Refunds are the platform’s usual ones; what creators sell may come back more often."))
    return gap.join(said)


def _before(each: Mapping[Any, Any], words: Words) -> str:
    if not math.isfinite(each["delivered"]):
        return words("not known")
    share = words.value(each["delivered"], "share")
    return share if each["earlier"] else words("{share}, as others", share=share)
