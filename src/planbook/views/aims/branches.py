"""The tree of paid, and what each branch must do for paid to rise."""

from __future__ import annotations

import math

import pandas as pd

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
        "usual": (msg("Usual"), BY_ROW),
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
        for name in ("usual", "needed", "highest")
    }
    said = {"way": [_way(way, words) for way in shown["way"]]}
    said |= {"branch": [words.kpi(branch) for branch in shown["branch"]]} | numbers
    columns = {
        "way": (msg("Way"), BY_ROW),
        "branch": (msg("Branch"), BY_ROW),
        "usual": (msg("Usual"), BY_ROW),
        "rise": ("branch_rise", "share"),
        "needed": (msg("Needed"), BY_ROW),
        "highest": (msg("Highest of 13 months"), BY_ROW),
        "chance": ("branch_chance", "share"),
    }
    title = words("For paid to rise by {rise}, what must each branch do?", rise=words.value(rise, "share"))
    table = spoken.table(shown, said, words, id="ways", title=title, columns=columns, limit=15)
    text = words("All ways come to the same paid; months with events are among the thirteen.")
    return stacked(table, note(text, words))


@shows_missing
def easiest(ranked: pd.DataFrame, words: Words, *, rise: float, cost: float) -> Finding:
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
        "For paid to rise by {rise}, the way nearest to what was done before is “{way}”: {branch} at {needed} a month "
        "({more} on the usual); the chance of such a month is {chance}.",
        **said,
    )
    action = ""
    if cost > 0:
        bought = words.short(cost, "money")
        action = words("Bought in full, the extra visitors would cost about {cost} a month.", cost=bought)
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
