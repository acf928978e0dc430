"""The tree of paid, and what each branch must do for paid to rise."""

from __future__ import annotations

import math

import pandas as pd

from planbook.absence import Missing
from planbook.measures.catalog import CATALOG
from planbook.views import spoken
from planbook.views.aims.judged import in_ten
from planbook.views.display import View, note, shows_missing, stacked
from planbook.views.findings import Finding, Grade
from planbook.views.spoken import BY_ROW
from planbook.views.vocabulary import msg
from planbook.views.words import Words

SMALL = 0.05  # chance below which a way is called out of reach


@shows_missing
def tree(nodes: pd.DataFrame, words: Words) -> View:
    """Show the tree's figures, each in its own unit."""
    frame = nodes.reset_index()
    names = ("current", "previous", "year_ago", "usual", "lowest", "highest")
    said = spoken.figures(frame, "kpi", names, words)
    columns = {
        "kpi": (msg("Figure"), BY_ROW),
        "current": (msg("Last month"), BY_ROW),
        "previous": (msg("Month before"), BY_ROW),
        "year_ago": (msg("Year ago"), BY_ROW),
        "usual": (msg("Usual month"), BY_ROW),
        "lowest": (msg("Lowest"), BY_ROW),
        "highest": (msg("Highest"), BY_ROW),
    }
    title = words("The tree of paid, over thirteen months")
    return spoken.table(frame, said, words, id="tree", title=title, columns=columns)


@shows_missing
def ways(ways: pd.DataFrame, words: Words, *, rise: float) -> View:
    """Show what each branch must do, way by way, and the chance of such a month by its own history."""
    shown = ways[ways["rise"] > 0].reset_index(drop=True)
    units = [CATALOG[branch].unit for branch in shown["branch"]]
    numbers = {
        name: [words.value(x, unit) for x, unit in zip(shown[name], units, strict=True)]
        for name in ("expected", "needed", "highest")
    }
    said = {"way": [_way(way, words) for way in shown["way"]]}
    said |= {"branch": [words.kpi(branch) for branch in shown["branch"]]} | numbers
    columns = {
        "way": (msg("Way"), BY_ROW),
        "branch": (msg("Branch"), BY_ROW),
        "expected": (msg("To be expected"), BY_ROW),
        "rise": (msg("Rise needed"), "share"),
        "needed": (msg("Needed"), BY_ROW),
        "highest": (msg("Highest of 13 months"), BY_ROW),
        "chance": (msg("Chance of such a rise"), "share"),
    }
    title = words(
        "For paid to rise by {rise} over the forecast, what must each branch do in a month?",
        rise=words.value(rise, "share"),
    )
    if shown["chance"].isna().all():
        del columns["chance"]
        text = words(
            "All ways come to the same paid of all planned months. The data hold too few years to tell a chance: what "
            "is to be expected is what was a year ago, or else in the last months, all branches moved alike to the "
            "forecast."
        )
        return stacked(spoken.table(shown, said, words, id="ways", title=title, columns=columns), note(text, words))
    table = spoken.table(shown, said, words, id="ways", title=title, columns=columns, limit=15)
    text = words(
        "All ways come to the same paid of all planned months. To be expected: the same months a year ago, each branch "
        "moved as it usually moves from year to year, so that together they give the forecast."
    )
    return stacked(table, note(text, words))


def kinds(kinds: pd.DataFrame | Missing, words: Words) -> View:
    """Say what new and repeat buyers are taken to pay in the ways of one kind alone, or why there are none."""
    if isinstance(kinds, Missing):
        return note(words("New and repeat buyers cannot be told apart here: no way by one of them alone."), words)
    new, repeat = (words.value(kinds["each"].to_dict()[name], "money") for name in ("new_buyers", "repeat_buyers"))
    text = words(
        "New or repeat buyers alone: so many of them in a month, where each pays what is to be expected (new ones "
        "{new}, repeat ones {repeat}) and all other buyers, those without an id too, come as expected.",
        new=new,
        repeat=repeat,
    )
    return note(text, words)


@shows_missing
def easiest(ranked: pd.DataFrame, words: Words, *, rise: float, example: bool) -> Finding | View:
    """Say which way is nearest to what the shop has done before, and what its extra visitors would cost."""
    way, best = str(ranked.index[0]), ranked.to_dict("records")[0]
    unit = CATALOG[best["branch"]].unit
    said = {
        "rise": words.value(rise, "share"),
        "way": _way(way, words),
        "branch": words.kpi(best["branch"]),
        "needed": words.value(best["needed"], unit),
        "more": words.change(best["rise"]),
        "chance": in_ten(best["chance"], words),
    }
    text = words(
        "For paid to rise by {rise} over the forecast, the way nearest to what was done before is “{way}”. Hardest is "
        "{branch}: {needed} a month, {more} on what is to be expected, by itself a chance of {chance}.",
        **said,
    )
    if example:
        return note(words("The goal is the forecast, so this is an example: {text}", text=text), words)
    action = ""
    if best["cost"] > 0:
        bought = words.short(best["cost"], "money")
        action = words(
            "Bought in full, the extra visitors of this way would cost at least {cost} a month: the next ones cost "
            "more than the last.",
            cost=bought,
        )
    grade: Grade = "likely" if best["chance"] >= SMALL else "hint"
    return Finding("easiest_way", text, math.nan, grade, action, "", words)


@shows_missing
def rests(rests: pd.DataFrame, words: Words) -> View:
    """Show what the tree's identities leave over in the worst month: nothing, but for rounding."""
    said = {"identity": [words.kpi(name) for name in rests["identity"]]}
    columns = {"identity": (msg("Figure"), BY_ROW), "rest": (msg("Left over"), "number")}
    title = words("Left over by paid = visitors × conversion × paid per buyer and the like")
    return spoken.table(rests, said, words, id="identities", title=title, columns=columns)


def _way(way: object, words: Words) -> str:
    return words("{branch} alone", branch=words.kpi(str(way))) if way in CATALOG else words.name(way)
