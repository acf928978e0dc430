"""Slots of platforms for a campaign ahead as they are shown: what each may bring, and what a visitor costs there."""

from __future__ import annotations

import math

import pandas as pd

from planbook.views import spoken, tables
from planbook.views.display import View, note, shows_missing, stacked
from planbook.views.planning.resources import LATE, Row, cost, names
from planbook.views.spoken import BY_ROW
from planbook.views.vocabulary import msg
from planbook.views.words import Words

COLUMNS: tables.Columns = {
    "slot": (msg("Slot"), tables.TITLE),
    "state": (msg("State"), tables.TEXT),
    "book_by": (msg("Apply by"), BY_ROW),
    "price": (msg("Price of the slot"), "money"),
    "promised": (msg("Promised visitors"), "count"),
    "delivered": ("slot_delivered", BY_ROW),
    "expected": ("slot_visitors", BY_ROW),
}
COST: tables.Columns = {
    "slot": (msg("Slot"), tables.TITLE),
    "price": (msg("Price of the slot"), "money"),
    "each": ("slot_each", BY_ROW),
    "advertising": (msg("By advertising"), BY_ROW),
    "worth": (msg("Worth by advertising"), "money"),
    "verdict": (msg("Beside advertising"), tables.TEXT),
}


@shows_missing
def table(held: pd.DataFrame, words: Words, *, total: pd.DataFrame) -> View:
    """Show where each slot stands, by when it is applied for, and what it may bring at what cost a visitor.

    ``held`` is ``resources_ahead.slots``, ``total`` is ``resources_ahead.total``.
    """
    rows = held.to_dict("records")
    whole = total.to_dict("records")[0]
    said = {
        "slot": [*names(held, words), words("Not refused, together")],
        "book_by": [*(_day(each, words) for each in rows), ""],
        "delivered": [*(_kept(each, words) for each in rows), ""],
        "advertising": [words.value(each["advertising"], "money") for each in [*rows, whole]],
    }
    said |= {name: [_between(each, name, unit, words) for each in [*rows, whole]]
             for name, unit in (("expected", "count"), ("each", "money"))}  # fmt: skip
    keys = held.assign(slot=held["platform"] + "/" + held["slot"])
    frame = pd.concat([keys, total.assign(slot="total", state="", verdict="")], ignore_index=True)
    known = frame["advertising"].notna().any()
    beside = {name: head for name, head in COST.items() if known or name in ("slot", "price", "each")}
    parts = {
        "resources_ahead": (words("Platform slots: what is applied for, and what may come of it"), COLUMNS),
        "resources_cost": (words("What a visitor costs there, beside advertising"), beside),
    }
    views = [
        spoken.table(
            frame[list(columns)],
            {name: cells for name, cells in said.items() if name in columns},
            words,
            id=id,
            title=title,
            columns=columns,
            total=True,
        )
        for id, (title, columns) in parts.items()
    ]
    return stacked(*views, note(_basis(held, words), words))


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
        return cost(each, words) if not math.isnan(each["each"]) else words.value(math.nan, "money")
    low, high = each[f"{name}_low"], each[f"{name}_high"]
    value = words.value(each[name], unit)
    if not math.isfinite(low):
        return value
    return words("{value} ({range})", value=value, range=words.range(low, high, unit))


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
