"""Creators of a campaign ahead as they are shown and said."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from planbook.views import spoken, tables
from planbook.views.display import View, note, shows_missing, stacked
from planbook.views.findings import Finding, finding
from planbook.views.spoken import BY_ROW, listed, row
from planbook.views.vocabulary import msg
from planbook.views.words import Words

Found = Finding | View
TIERS = ("head", "middle", "ordinary")


@shows_missing
def table(booked: pd.DataFrame, words: Words) -> View:
    """Show who is booked, who must be by when, what each promises and what may come of it."""
    columns = {
        "creator": (msg("Creator"), tables.TITLE),
        "platform": (msg("Platform"), tables.TEXT),
        "tier": (msg("Tier"), tables.TEXT),
        "state": (msg("State"), tables.TEXT),
        "book_by": (msg("Book by"), "day"),
        "promised_paid": (msg("Promises"), "money"),
        "delivered": (msg("Delivered before"), BY_ROW),
        "expected_paid": (msg("May bring"), "money"),
        "cost": (msg("Costs"), "money"),
    }
    said = {"delivered": [_before(each, words) for each in booked.to_dict("records")]}
    shown = booked.assign(tier=[f"tier_{tier}" if tier in TIERS else "" for tier in booked["tier"]])
    title = words("Creators: who is booked, who must be, and what may come of it")
    text = words("One of whom nothing is known is taken to deliver as all did before; a promise is no forecast.")
    view = spoken.table(shown, said, words, id="creators_ahead", title=title, columns=columns)
    return stacked(view, note(text, words))


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
    }
    names = [f"tier_{tier}" if tier in TIERS else tier for tier in summed["tier"]]
    title = words("By tier")
    return tables.table(summed.assign(tier=names), words, id="creator_tiers", title=title, columns=columns, total=True)


@shows_missing
def found(booked: pd.DataFrame, words: Words) -> Found:
    """Say who is to be booked next, and what the creators may bring for their cost."""
    left = booked[booked["state"] != "booked"]
    total = booked[["expected_paid", "cost"]].sum(min_count=1).to_dict()
    gap = "" if words.language == "zh" else " "
    brought = words(
        "By what earlier placements delivered they may bring {paid} for {cost}.",
        paid=words.short(total["expected_paid"], "money"),
        cost=words.short(total["cost"], "money"),
    )
    after = gap + brought if math.isfinite(total["expected_paid"]) else ""
    if left.empty:
        return finding(words("All {n} creators are booked.", n=words.value(len(booked), "count")) + after, words,
                       id="creators", grade="measured")  # fmt: skip
    first, late = row(left, left.index[0]), left[left["state"] == "late_to_book"]
    said = {"left": words.value(len(left), "count"), "n": words.value(len(booked), "count")}
    if len(late):
        names = listed(late["creator"], words)
        text = words(
            "{left} of {n} creators are not booked yet; the day to book has gone for {names}.", names=names, **said
        )
    else:
        text = words(
            "{left} of {n} creators are not booked yet; {creator} must be by {day}.",
            creator=first["creator"],
            day=words.day(first["book_by"], year=False),
            **said,
        )
    action = words("Book {names}, or take the next on the list.", names=listed(left["creator"], words))
    return finding(text + after, words, id="creators", grade="measured", action=action)


def _before(each: Mapping[Any, Any], words: Words) -> str:
    if not math.isfinite(each["delivered"]):
        return words("not known")
    share = words.value(each["delivered"], "share")
    return share if each["earlier"] else words("{share}, as all others", share=share)
