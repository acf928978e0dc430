"""The stages of a campaign as they are shown."""

from __future__ import annotations

import math

import pandas as pd

from planbook.absence import Missing
from planbook.views import tables
from planbook.views.display import View, note, shows_missing, stacked
from planbook.views.spoken import row
from planbook.views.vocabulary import msg
from planbook.views.words import Words


@shows_missing
def table(rhythm: pd.DataFrame, words: Words, *, reserve: float = 0.0) -> View:
    """Show each stage with its days, its part of the goal and of the money, of which a part is kept in reserve."""
    columns = {
        "stage": (msg("Stage"), tables.TEXT),
        "starts": (msg("First day"), "day"),
        "ends": (msg("Last day"), "day"),
        "paid": (msg("Goal of paid"), "money"),
        "paid_share": (msg("Share of the stage"), "share"),
        "spend": (msg("Money for advertising"), "money"),
    }
    shown = {name: head for name, head in columns.items() if rhythm[name].notna().any()}
    view = tables.table(rhythm, words, id="stages", title=title(rhythm, words), columns=shown)
    return stacked(view, note(_basis(rhythm, reserve, words), words))


def title(rhythm: pd.DataFrame | Missing, words: Words) -> str:
    """Say how goal and money fall on the stages."""
    if isinstance(rhythm, Missing) or not math.isfinite(rhythm["paid"].sum(min_count=1)):
        return words("The stages of the campaign; without a goal of paid there is nothing to split")
    most = row(rhythm, rhythm["paid"].idxmax())
    return words(
        "{stage} is to bring {share} of the goal, {paid} of {total}",
        stage=words.name(most["stage"]),
        share=words.value(most["paid_share"], "share"),
        paid=words.short(most["paid"], "money"),
        total=words.short(rhythm["paid"].sum(), "money"),
    )


def _basis(rhythm: pd.DataFrame, reserve: float, words: Words) -> str:
    gap = "" if words.language == "zh" else " "
    said = []
    if rhythm["origin"].eq("derived").all():
        said.append(
            words("Nobody gave the stages of this event: they are derived, a week of warm-up, then 30%, 50% and 20%.")
        )
    if rhythm["paid_basis"].eq("even").any() or rhythm["spend_basis"].eq("even").any():
        said.append(words("Where there is no last edition to take the shape from, every day counts alike."))
    if rhythm["apply_by"].notna().any():
        said.append(words("Apply to the platform by {day}.", day=words.day(rhythm["apply_by"].min())))
    said.append(words("The parts add up to the whole; before the first day nothing is to be sold, and money is spent."))
    if reserve > 0:
        kept = words.short(reserve, "money")
        said.append(words("Of the money {reserve} is kept in reserve, which is in the stages as well.", reserve=kept))
    if rhythm.loc[rhythm["paid"] == 0, "spend"].sum() > 0:
        said.append(words("What spend before the first day brings is not reckoned apart in the budget."))
    return gap.join(said)
