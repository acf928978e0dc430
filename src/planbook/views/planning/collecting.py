"""People to collect before a campaign as they are shown and said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from planbook.absence import Missing
from planbook.measures.planning.collecting import most_lacking
from planbook.views import spoken, tables
from planbook.views.display import View, note, shows_missing, stacked
from planbook.views.findings import Finding, finding
from planbook.views.spoken import BY_ROW, listed, row
from planbook.views.vocabulary import msg
from planbook.views.words import Words

Found = Finding | View


@shows_missing
def table(needed: pd.DataFrame, words: Words) -> View:
    """Show each layer: the rate at which it bought last time, how many it takes, how many there are."""
    known = needed[needed["rate"].notna()].reset_index(drop=True)
    columns = {
        "layer": (msg("Layer"), tables.TEXT),
        "platform": (msg("Platform"), tables.TEXT),
        "rate": ("layer_rate", BY_ROW),
        "needed": ("people_needed", BY_ROW),
        "now": (msg("So far"), "count"),
        "gap": ("people_to_collect", "count"),
        "a_week": ("collect_a_week", "count"),
    }
    said = {
        "rate": [_between(each, "rate", "share", words) for each in known.to_dict("records")],
        "needed": [_between(each, "needed", "count", words) for each in known.to_dict("records")],
    }
    shown = known.assign(layer=[f"layer_{layer}" for layer in known["layer"]])
    for name in ("gap", "a_week"):
        shown[name] = shown[name].round()
    view = spoken.table(
        shown,
        said,
        words,
        id="collecting",
        title=words("How many people the goal takes, layer by layer"),
        columns=columns,
    )
    return stacked(view, note(_uncounted(needed, words), words))


@shows_missing
def buyers(needed: pd.DataFrame, words: Words) -> View:
    """Show the first step of the way back from the goal: how many buyers it takes (``collecting.buyers_needed``)."""
    columns: tables.Columns = {
        "platform": (msg("Platform"), tables.TEXT),
        "goal": (msg("Goal of the campaign"), "money"),
        "paid_per_buyer": (msg("Paid per buyer last time"), "money"),
        "needed": ("buyers_needed", "count"),
    }
    rows = needed.rename_axis("platform").reset_index()
    rows["needed"] = rows["needed"].round()
    title = words("How many buyers the goal takes at last time’s paid per buyer")
    return tables.table(rows, words, id="buyers_needed", title=title, columns=columns)


def bars(needed: pd.DataFrame | Missing, words: Words) -> pd.DataFrame | Missing:
    """Give the layers with something to collect as bars: ``name people_to_collect low high``, the widest gap first."""
    if isinstance(needed, Missing):
        return needed
    known = needed[needed["gap"] > 0].sort_values("gap", ascending=False, kind="stable")
    layers = [words.name(f"layer_{layer}") for layer in known["layer"]]
    names = [f"{words.name(place)} · {layer}" for place, layer in zip(known["platform"], layers, strict=True)]
    told = {"gap": "people_to_collect", "gap_low": "low", "gap_high": "high"}
    return known.assign(name=names)[["name", *told]].rename(columns=told).reset_index(drop=True)


def title(needed: pd.DataFrame | Missing, words: Words) -> str:
    """Say in which layer most is lacking for the goal, and how many that is a week."""
    if isinstance(needed, Missing):
        return words("People still to collect")
    worst = row(needed, most_lacking(needed))
    if not worst["gap"] > 0:
        return words("Every layer that was counted has as many people as the goal takes")
    return words(
        "{layer} lack most for the goal: {gap} people, {week} a week",
        layer=layer(worst, words),
        gap=words.short(worst["gap"], "count"),
        week=words.short(worst["a_week"], "count"),
    )


def layer(each: Mapping[Any, Any], words: Words) -> str:
    """Name a layer with its platform."""
    of = words.name("layer_" + str(each["layer"]))
    return words("{platform} {channel}", platform=words.name(each["platform"]), channel=of)


@shows_missing
def found(needed: pd.DataFrame, words: Words) -> Found:
    """Say which layer lacks most for its goal, in buyers."""
    short = needed[needed["gap"] > 0]
    if short.empty:
        return finding(title(needed, words) + words("."), words, id="people", grade="likely")
    worst = row(short, most_lacking(short))
    text = words(
        "{platform}, {layer}: {now} of {needed} people so far; at last time’s rate the goal takes {gap} more (80% "
        "sure: {range}), {week} a week.",
        platform=words.name(worst["platform"]),
        layer=words.name(f"layer_{worst['layer']}"),
        now=words.value(0.0 if pd.isna(worst["now"]) else worst["now"], "count"),
        needed=words.short(worst["needed"], "count"),
        gap=words.short(worst["gap"], "count"),
        range=words.range(worst["gap_low"], worst["gap_high"], "count"),
        week=words.short(worst["a_week"], "count"),
    )
    action = words(
        "Put the warm-up content and its money on {layer} first.", layer=words.name(f"layer_{worst['layer']}")
    )
    return finding(text, words, id="people", grade="likely", action=action)


def _between(each: Mapping[Any, Any], name: str, unit: str, words: Words) -> str:
    between = words.range(each[f"{name}_low"], each[f"{name}_high"], unit)
    return words("{value} ({range})", value=words.short(each[name], unit), range=between)


def _uncounted(needed: pd.DataFrame, words: Words) -> str:
    lacking = needed[needed["rate"].isna()]
    today = needed[needed["now"].isna() & needed["rate"].notna()]
    said = [words("A person in two layers counts in both; a layer is asked for as many buyers as it had last time.")]
    for rows, text in (
        (
            lacking,
            words("Not counted before the last edition, so nothing can be asked of them: {layers}.", layers="{layers}"),
        ),
        (today, words("Not counted yet this time, taken as none: {layers}.", layers="{layers}")),
    ):
        if len(rows):
            names = [layer(each, words) for each in rows.to_dict("records")]
            said.append(text.format(layers=listed(names, words)))
    return ("" if words.language == "zh" else " ").join(said)
