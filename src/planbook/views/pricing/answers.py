"""What a lower price sells: elasticities as a table and in plain words, and where the data cannot say."""

from __future__ import annotations

import pandas as pd

from planbook.absence import Missing
from planbook.views import spoken, tables
from planbook.views.display import View, note, shows_missing
from planbook.views.findings import Finding, Grade, finding
from planbook.views.vocabulary import msg
from planbook.views.words import Words

Found = Finding | View
TOLD, ALL = "told", "all"


@shows_missing
def elasticity(found: pd.DataFrame, words: Words) -> View:
    """Show each category's elasticity with its interval, or why there is none (`elasticity.by_category`)."""
    columns = {
        "category": (msg("Category"), tables.TEXT),
        "items": (msg("Items"), "count"),
        "elasticity": ("price_elasticity", "number"),
        "low": (msg("Low"), "number"),
        "high": (msg("High"), "number"),
        "moved": (msg("Own price moved by"), "share"),
        "status": (msg("What can be told"), tables.TEXT),
    }
    shown = found.assign(status=[f"price_{status}" for status in found["status"]])
    title = words("Price elasticity by category, with its 80% interval")
    return tables.table(shown, words, id="elasticity", title=title, columns=columns)


@shows_missing
def hints(effects: pd.DataFrame, words: Words) -> View:
    """Show what 1 % off the price does to units and to margin (`elasticity.effects`)."""
    if effects.empty:
        return _refused(words)
    shares = ["units_more", "margin_more", "margin_low", "margin_high"]
    shown = effects.assign(**{name: effects[name] / 100 for name in shares})
    shown["direction"] = [f"price_{way}" for way in effects["direction"]]
    columns = {
        "category": (msg("Category"), tables.TEXT),
        "units_more": ("units_at_less", "share"),
        "margin": ("margin_received", "share"),
        "margin_more": ("margin_at_less", "share"),
        "margin_low": (msg("Low"), "share"),
        "margin_high": (msg("High"), "share"),
        "direction": (msg("Would earn more (a hint)"), tables.TEXT),
    }
    title = words("What 1% off the price does; margin of all weeks read, before returns")
    return tables.table(shown, words, id="price_hints", title=title, columns=columns)


@shows_missing
def answer(effects: pd.DataFrame, words: Words, *, found: pd.DataFrame) -> Found:
    """Say which category answers most to its price and which least, and which cannot be told."""
    known = effects[effects["category"] != ALL]
    known = known if len(known) else effects
    if known.empty:
        return _refused(words)
    most, least = (spoken.row(known, each) for each in (known["elasticity"].idxmin(), known["elasticity"].idxmax()))
    text = words("1% cheaper sells about {more} more of {category} ({low} to {high})", **_said(most, words))
    if most["category"] != least["category"]:
        text += words("; {category} moves least: {more} ({low} to {high})", **_said(least, words))
    text += words(".")
    silent = found.loc[(found["status"] != TOLD) & (found["category"] != ALL), "category"]
    if len(silent):
        gap = "" if words.language == "zh" else " "
        text += gap + words("Of {names} the data cannot say.", names=spoken.listed(silent, words))
    sure = most["high"] < 0
    grade: Grade = "likely" if sure else "hint"
    return finding(text, words, id="elasticity", grade=grade, action=_action(known, words))


def title(effects: pd.DataFrame | Missing, words: Words) -> str | Missing:
    """Say the finding of the chart of elasticities."""
    if isinstance(effects, Missing):
        return effects
    if effects.empty:
        return words("How units answer to the price cannot be told")
    whole = spoken.row(effects, effects.index[-1])
    return words("Over the whole shop, 1% cheaper sells {more} more ({low} to {high})", **_said(whole, words))


@shows_missing
def instrumented(told: pd.DataFrame, words: Words) -> View:
    """Say what the elasticity is by price moves that follow the cost of goods (`elasticity.instrumented`)."""
    row = told.to_dict("records")[0]
    text = words(
        "By price moves that follow the cost of goods alone, the elasticity of all items is {value} ({low} to {high}; "
        "first-stage F {strength}).",
        value=words.value(row["elasticity"], "number"),
        low=words.value(row["low"], "number"),
        high=words.value(row["high"], "number"),
        strength=words.value(row["strength"], "number"),
    )
    return note(text, words)


@shows_missing
def compared(found: pd.DataFrame, words: Words) -> View:
    """Show the estimates beside those of least squares on logs, with what they rest on; for the appendix."""
    columns = {
        "category": (msg("Category"), tables.TEXT),
        "items": (msg("Items"), "count"),
        "weeks": (msg("Weeks"), "count"),
        "moved": (msg("Own price moved by"), "share"),
        "reliable": (msg("of which no chance"), "share"),
        "elasticity": ("price_elasticity", "number"),
        "log_log": (msg("by least squares on logs"), "number"),
    }
    title = words("What the elasticities rest on")
    return tables.table(found, words, id="elasticity_checks", title=title, columns=columns)


def _said(row: dict[str, object], words: Words) -> dict[str, str]:
    def more(name: str) -> str:
        return words.short(-float(str(row[name])) / 100, "share", 1)

    return {
        "more": more("elasticity"),
        "low": more("high"),
        "high": more("low"),
        "category": words.name(row["category"]),
    }


def _action(known: pd.DataFrame, words: Words) -> str:
    lower, higher = (known.loc[known["direction"] == way, "category"] for way in ("lower", "higher"))
    if len(lower):
        names = spoken.listed(lower, words)
        return words("A hint: try a small cut of {names} for two weeks; its margin would rise.", names=names)
    if len(higher):
        names = spoken.listed(higher, words)
        return words("A hint: take smaller discounts on {names}; a cut sells more there, and leaves less.", names=names)
    return words("Keep prices; move one item at a time, two weeks each, to learn more.")


def _refused(words: Words) -> View:
    return note(
        words(
            "How units answer to the price cannot be told: prices of single items hardly moved by themselves, or too "
            "few items and weeks were sold. Move one item’s price for two weeks, by a tenth or so, and look again."
        ),
        words,
    )
