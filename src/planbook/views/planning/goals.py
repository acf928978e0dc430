"""The goals that a plan is reckoned on, held against what is to be expected."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from planbook.measures.catalog import CATALOG
from planbook.views.aims.judged import in_ten
from planbook.views.display import View, note, shows_missing
from planbook.views.findings import Finding, finding
from planbook.views.words import Words

Found = Finding | View
PAID = "paid"


@shows_missing
def beyond(judged: pd.DataFrame, words: Words, *, least: float) -> Found:
    """Say which goals have no fair chance (``reach.judged``), and that the plan is reckoned on them all the same."""
    if judged["chance"].isna().all():
        return note(words("No goal of the campaign can be held against what is to be expected."), words)
    far = judged[judged["beyond"]].sort_values("chance", kind="stable")
    if far.empty:
        return note(words("Every goal of the campaign whose chance is known has a fair one."), words)
    gap = "" if words.language == "zh" else " "
    text = words.plural(
        "{n} of the campaign’s {of} goals has no fair chance: {goals}.",
        "{n} of the campaign’s {of} goals have no fair chance: {goals}.",
        len(far),
        of=words.value(len(judged), "count"),
        goals=words("; ").join(_goal(each, words) for each in far.to_dict("records")),
    )
    text += gap + words("Stages, target units and people to collect are reckoned on the goals as they stand.")
    paid = far[far["kpi"] == PAID].to_dict("records")
    worst = paid[0] if paid else far.to_dict("records")[0]
    effect = float(worst["expected"] - worst["value"]) if paid else math.nan
    return finding(
        text,
        words,
        id="unlikely_goal",
        grade="likely",
        effect=effect,
        action=_todo(worst, words, least=least) + (gap + words("See to the others too.") if len(far) > 1 else ""),
        owner=str(worst["owner"]),
    )


def _goal(each: Mapping[Any, Any], words: Words) -> str:
    unit = CATALOG[each["kpi"]].unit
    return words(
        "{platform}, {figure} of {goal} ({expected} to be expected, a chance of {chance})",
        platform=words.name(each["platform"]),
        figure=words.name(each["kpi"]),
        goal=words.short(each["value"], unit),
        expected=words.short(each["expected"], unit),
        chance=in_ten(each["chance"], words),
    )


def _todo(worst: Mapping[Any, Any], words: Words, *, least: float) -> str:
    if worst["kpi"] != PAID:
        return words("Set what can be reached, or write into the brief what is done differently.")
    return words(
        "Set {platform} to at most {fair}, which has a chance of {least}, or write into the brief what is done "
        "differently.",
        platform=words.name(worst["platform"]),
        fair=words.short(worst["fair"], "money"),
        least=in_ten(least, words),
    )
