"""What the evidence says, a sentence each: what sets us apart or holds us back, what nobody does, what is disputed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from planbook.measures import differentiators
from planbook.views.advice import MENDS
from planbook.views.buyers import within
from planbook.views.display import View, note, shows_missing
from planbook.views.findings import Finding, Grade, finding
from planbook.views.rivals.brands import SPECIAL, brand_of, topic_of
from planbook.views.spoken import enumerated
from planbook.views.value.rated import rank
from planbook.views.value.standings import UNITS
from planbook.views.vocabulary import msg
from planbook.views.words import Words

Found = Finding | View
GRADES: dict[str, Grade] = {"measured": "measured", "likely": "likely", "hint": "hint"}
BY_MARKS = {  # is it a lead
    True: msg(
        "{attribute}: we are rated {ours} of 5, {brand}, {rank}, {theirs}; that is {gap} more (80% sure: {range}; "
        "{n} and {m} raters)."
    ),
    False: msg(
        "{attribute}: we are rated {ours} of 5, {brand}, {rank}, {theirs}; that is {gap} less (80% sure: {range}; "
        "{n} and {m} raters)."
    ),
}
BY_PRAISE = {
    True: msg(
        "{attribute}: {ours} of our reviews that speak of it praise it, {theirs} of those of {brand}; that is {gap} "
        "more (80% sure: {range}; {n} and {m} reviews)."
    ),
    False: msg(
        "{attribute}: {ours} of our reviews that speak of it praise it, {theirs} of those of {brand}; that is {gap} "
        "less (80% sure: {range}; {n} and {m} reviews)."
    ),
}
BY_REVIEWS = {  # how reviews stand to the survey
    "same": msg(" Reviews agree: {said}."),
    "opposed": msg(" Reviews say the opposite: {said}."),
    "leans_same": msg(" Reviews point the same way, but among so many comparisons that may be chance: {said}."),
    "leans_opposed": msg(" Reviews point the other way, but among so many comparisons that may be chance: {said}."),
    "undecided": msg(" Reviews cannot tell the two apart: {said}."),
}
SPOKEN = msg("{ours} of ours that speak of it praise it, {theirs} of those of {brand} ({n} and {m})")
POOLED = msg(
    " Of {brand} too few reviews speak of it; of all rivals together {theirs} praise it, of ours {ours} ({m} and {n}), "
    "which settles nothing about {brand}."
)


@shows_missing
def ahead(found: pd.DataFrame, words: Words) -> Found:
    """Say what sets us apart most, or plainly that nothing does (``differentiators.evidence``)."""
    best = differentiators.strongest(found)
    if best.empty:
        text = words(
            "Nothing surely sets us apart: on no attribute are we surely above the rivals that buyers rated or "
            "reviewed. Do not build a campaign on being different; mend what weighs most first."
        )
        return finding(text, words, id="differentiators", grade="likely")
    row = best.to_dict("records")[0]
    text = lead(row, words) + _reviews(row, words)
    others = [within(topic_of(code, words)) for code in best["attribute"].iloc[1:]]
    if others:
        text += words(" Also ahead: {names}.", names=enumerated(others, words))
    action = words("Lead with it in titles, main pictures and live talk, and show the proof beside it.")
    return finding(text, words, id="differentiators", grade=GRADES[row["grade"]], action=action)


@shows_missing
def behind(found: pd.DataFrame, words: Words) -> Found:
    """Say what holds us back most, and how to mend it."""
    worst = differentiators.weakest(found)
    if worst.empty:
        return note(words("On no attribute are we surely behind a rival that buyers rated or reviewed."), words)
    row = worst.to_dict("records")[0]
    text = lead(row, words) + _reviews(row, words)
    others = [within(topic_of(code, words)) for code in worst["attribute"].iloc[1:]]
    if others:
        text += words(" Also behind: {names}.", names=enumerated(others, words))
    action = _mending(row["attribute"], words, otherwise=msg("Find out what buyers miss there before you promise it."))
    return finding(text, words, id="weaknesses", grade=GRADES[row["grade"]], action=action)


@shows_missing
def unmet(found: pd.DataFrame, words: Words) -> Found:
    """Say what buyers want and none of the brands that they rated does well (``attributes.left_open``)."""
    if found.empty:
        text = words("Whatever weighs for buyers, a brand that they rated does it well: no gap is left open.")
        return note(text, words)
    row = found.to_dict("records")[0]
    unit = UNITS[row["source"]]
    heavy = row["importance_low"] > row["importance_line"]
    text = words(
        "None of the {n} brands that buyers rated does {attribute} well, and it weighs {weight}: the best, {brand}, "
        "reaches {best} ({range}), we {ours}; the mean of all is {line}.",
        n=words.value(float(row["brands"]), "count"),
        weight=words("more than the mean") if heavy else words("about as much as the mean"),
        attribute=within(topic_of(row["attribute"], words)), brand=_brand(row["brand"], words),
        best=words.short(row["best"], unit), range=words.range(row["best_low"], row["best_high"], unit),
        ours=words.short(row["ours"], unit), line=words.short(row["line"], unit),
    )  # fmt: skip
    action = _mending(row["attribute"], words, otherwise=msg("Be the first to mend it, and show it."))
    grade: Grade = "likely" if row["source"] == "survey" else "hint"
    return finding(text, words, id="open_gaps", grade=grade, action=action)


@shows_missing
def disputed(found: pd.DataFrame, words: Words) -> Found:
    """Say on which attributes survey and reviews disagree (``attributes.beside``)."""
    opposed = found[found["verdict"] == "opposed"]
    if found["verdict"].eq("one_source").all():
        return note(
            words("Only one source is there: nothing stands beside it that could confirm or contradict it."), words
        )
    if opposed.empty:
        return note(words("Survey and reviews nowhere surely contradict each other."), words)
    told = [
        words(
            "{attribute} ({sides})",
            attribute=within(topic_of(row["attribute"], words)),
            sides=enumerated((within(words.name(side)) for side in row["on"].split("+")), words),
        )
        for row in opposed.to_dict("records")
    ]
    text = words(
        "Survey and reviews disagree on {names}. A survey asks every respondent about everything; reviews are written "
        "by who chooses to, mostly pleased or angry, on what struck them.",
        names=enumerated(told, words),
    )
    action = words("Before money goes into any of these, ask five buyers about it.")
    return finding(text, words, id="sources", grade="hint", action=action)


def lead(row: Mapping[Any, Any], words: Words) -> str:
    """Say how far we are before or behind the best rival on an attribute."""
    by_survey = row["source"] == "survey"
    one, gap = ("number", "number") if by_survey else ("share", "points")
    text = BY_MARKS if by_survey else BY_PRAISE
    is_lead = row["value"] > 0
    return words(
        text[is_lead],
        attribute=topic_of(row["attribute"], words), brand=_brand(row["brand"], words),
        rank=rank(row["rivals"], words), ours=words.short(row["ours"], one), theirs=words.short(row["theirs"], one),
        gap=words.short(abs(row["value"]), gap), range=_between(row, gap, words),
        n=words.value(row["ours_n"], "count"), m=words.value(row["theirs_n"], "count"),
    )  # fmt: skip


def _brand(code: str, words: Words) -> str:
    """Name a brand in the middle of a sentence; its own name as it is written."""
    name = brand_of(code, words)
    return within(name) if code in SPECIAL else name


def _between(row: Mapping[Any, Any], unit: str, words: Words) -> str:
    """Write the range of a gap, without a sign where both ends have that of the gap."""
    low, high = row["low"], row["high"]
    if low * high >= 0:
        low, high = sorted((abs(low), abs(high)))
    return words.range(low, high, unit)


def _reviews(row: Mapping[Any, Any], words: Words) -> str:
    """Say what reviews tell of the same rival, else of all rivals together; nothing where they are silent."""
    if not row["said_of"] or pd.isna(row["said"]):
        return ""
    said = {
        "brand": _brand(row["brand"], words), "ours": words.short(row["said_ours"], "share"),
        "theirs": words.short(row["said_theirs"], "share"), "n": words.value(row["said_n"], "count"),
        "m": words.value(row["said_theirs_n"], "count"),
    }  # fmt: skip
    if row["agreement"] == differentiators.ALONE:
        return words(POOLED, **said)
    text = BY_REVIEWS[row["agreement"]]
    return words(text, said=words(SPOKEN, **said))


def _mending(attribute: str, words: Words, *, otherwise: str) -> str:
    return words(MENDS.get(attribute, otherwise))
