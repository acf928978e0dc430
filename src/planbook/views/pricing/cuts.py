"""What past price cuts sold, earned, and took from others."""

from __future__ import annotations

import pandas as pd

from planbook.views import numerals, spoken, tables
from planbook.views.display import View, note, shows_missing, stacked
from planbook.views.findings import Finding, Grade, finding
from planbook.views.spoken import BY_ROW
from planbook.views.vocabulary import msg
from planbook.views.words import Words

Found = Finding | View
TRAP = "trap"


@shows_missing
def reviewed(found: pd.DataFrame, words: Words, *, deep: float) -> View:
    """Show each item's cuts against what was to be expected without them (`cuts.review`)."""
    if found.empty:
        return _none(words, deep)
    sold = {
        "product": (msg("Item"), BY_ROW),
        "cuts": (msg("Cuts"), "count"),
        "weeks": (msg("Weeks"), "count"),
        "last": (msg("Last week"), "day"),
        "depth": (msg("Below usual price"), "share"),
        "lift": (msg("Units in the cut"), "share"),
        "lift_low": (msg("Low"), "share"),
        "lift_high": (msg("High"), "share"),
        "verdict": (msg("What came of it"), tables.TEXT),
    }
    earned = {
        "product": (msg("Item"), BY_ROW),
        "paid_more": (msg("Paid, against expected"), "money"),
        "paid_low": (msg("Low"), "money"),
        "paid_high": (msg("High"), "money"),
        "margin_more": (msg("Margin, against expected"), "money"),
        "margin_low": (msg("Low"), "money"),
        "margin_high": (msg("High"), "money"),
    }
    shown = found.assign(verdict=[f"cut_{verdict}" for verdict in found["verdict"]])
    parts = (
        ("cuts", words("Past price cuts: what they sold"), sold),
        ("cuts_earned", words("Past price cuts: what they earned, against weeks without them"), earned),
    )
    said = {"product": _named(found)} | _money(found, "paid", words) | _money(found, "margin", words)
    return stacked(*(
        spoken.table(shown, said, words, id=id, title=title, columns=columns) for id, title, columns in parts
    ))  # fmt: skip


@shows_missing
def around(found: pd.DataFrame, words: Words, *, beside: pd.DataFrame, deep: float) -> View:
    """Show whom the cuts took from: the two weeks after them, and the other items of the category."""
    if found.empty:
        return _none(words, deep)
    known = beside.reindex(columns=["sku", "change", "low", "high", "taken"])
    shown = found.merge(known, on="sku", how="left").astype({"taken": "float64"})
    columns = {
        "product": (msg("Item"), BY_ROW),
        "after": (msg("Units in the two weeks after"), "share"),
        "after_low": (msg("Low"), "share"),
        "after_high": (msg("High"), "share"),
        "change": (msg("Other items of the category"), "share"),
        "low": (msg("Low"), "share"),
        "high": (msg("High"), "share"),
    }
    title = words("Bought ahead, or taken from other items")
    return spoken.table(shown, {"product": _named(shown)}, words, id="cuts_around", title=title, columns=columns)


@shows_missing
def trap(found: pd.DataFrame, words: Words, *, deep: float) -> Found:
    """Say which cut sold more and earned least, where one did; else what came of the cuts altogether."""
    if found.empty:
        return _none(words, deep)
    if found["margin_more"].isna().all():
        return _uncosted(found, words)
    traps = found[found["verdict"] == TRAP]
    first = spoken.row(traps if len(traps) else found, (traps if len(traps) else found).index[0])
    more, low, high = numerals.estimated(first["margin_more"], first["margin_low"], first["margin_high"])
    said = {
        "product": str(first["product"] or first["sku"]),
        "depth": words.value(first["depth"], "share"),
        "lift": words.change(first["lift"]),
        "paid": words.signed(first["paid_more"], "money"),
        "margin": words.signed(more, "money"),
        "range": words.range(low, high, "money"),
        "n": words.value(len(found), "count"),
    }
    if len(traps):
        text = words(
            "{product} at {depth} below its usual price sold {lift} in units and {paid} in paid, and yet left {less} "
            "less margin than weeks without the cut (80% sure: {lost}).",
            **said,
            less=words.short(-more, "money"),
            lost=words.range(-high, -low, "money"),
        )
        action = words("Do not repeat this cut, and hold each deal price against the floor before the next campaign.")
        return finding(text, words, id="losing_cut", grade="likely", effect=float(first["margin_more"]), action=action)
    text = words(
        "Of {n} items that were cut, none surely sold more and left less; least was left by {product}: {margin} of "
        "margin (80% sure: {range}).",
        **said,
    )
    grade: Grade = "likely" if first["margin_high"] < 0 else "hint"
    return finding(text, words, id="past_cuts", grade=grade, effect=float(first["margin_more"]))


def _uncosted(found: pd.DataFrame, words: Words) -> Found:
    """Say what the cuts sold where nobody knows what the goods cost."""
    said = {"n": words.value(len(found), "count"), "sure": words.value(int(found["lift_low"].gt(0).sum()), "count")}
    text = words(
        "Of {n} items that were cut, {sure} surely sold more; what the cuts left cannot be told without the cost of "
        "goods.",
        **said,
    )
    return finding(text, words, id="past_cuts", grade="hint")


@shows_missing
def taken(beside: pd.DataFrame, words: Words, *, found: pd.DataFrame, deep: float) -> View:
    """Say whether the worst cut took from the category's other items, and from the two weeks after it."""
    if beside.empty or found.empty:
        return _none(words, deep)
    side = beside.to_dict("records")[0]
    own = found[found["sku"] == side["sku"]].to_dict("records")[0]
    said = {
        "product": str(own["product"] or own["sku"]),
        "change": words.change(side["change"]),
        "range": words.range(side["low"], side["high"], "share"),
        "after": words.change(own["after"]),
        "after_range": words.range(own["after_low"], own["after_high"], "share"),
    }
    text = words(
        "While {product} was cut, the other items of its category sold {change} against what was to be expected "
        "({range}); in the two weeks after, it sold {after} itself ({after_range}).",
        **said,
    )
    gap = "" if words.language == "zh" else " "
    text += gap + (words("It took from them.") if side["high"] < 0 else words("No sign that it took from them."))
    text += gap + (
        words("Part of it was bought ahead.") if own["after_high"] < 0 else words("No sign that it was bought ahead.")
    )
    return note(text, words)


def _money(found: pd.DataFrame, of: str, words: Words) -> dict[str, list[str]]:
    """Write what cuts brought as sure as it is."""
    names = [f"{of}_{end}" for end in ("more", "low", "high")]
    rows = [numerals.estimated(*row) for row in found[names].itertuples(index=False, name=None)]
    whole = [[0 if numerals.known(x) and x == round(x) else None for x in row] for row in rows]
    written = pd.DataFrame(
        [
            [words.cell(x, "money", digits) for x, digits in zip(row, each, strict=True)]
            for row, each in zip(rows, whole, strict=True)
        ],
        columns=names,
    )
    return {name: written[name].tolist() for name in names}


def _named(found: pd.DataFrame) -> list[str]:
    return [str(name or sku) for name, sku in zip(found["product"], found["sku"], strict=True)]


def _none(words: Words, deep: float) -> View:
    return note(
        words(
            "No item was sold {deep} or more below its usual price, after what all items asked in the same week.",
            deep=words.value(deep, "share"),
        ),
        words,
    )
