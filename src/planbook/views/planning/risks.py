"""The risk register as it is shown and said, its rows for the plan, and the rehearsal."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from planbook.absence import Missing
from planbook.views import spoken
from planbook.views.display import View, note, shows_missing
from planbook.views.findings import Finding, finding
from planbook.views.spoken import BY_ROW, listed, named, row
from planbook.views.vocabulary import msg
from planbook.views.words import LOCALES, Words, open_words

Found = Finding | View
Frame = Any  # a frame, or what is `Missing` for it
SOURCE = "24_campaign_plan"
TEXTS = ("text", "trigger", "response")
NUMBERS = ("probability", "impact_low", "impact", "impact_high")
WRITTEN = ["risk", *NUMBERS, "owner", *(f"{part}_{language}" for part in TEXTS for language in LOCALES)]
BOX = "☐ "  # to be ticked off
PROPOSED = {  # what every plan rehearses: what it is, the sign, what is done then
    "bad-press": (
        msg("Complaints spread"),
        msg("several complaints of one kind within an hour"),
        msg("one voice, one person who answers, the item taken off until it is clear"),
    ),
    "system-failure": (
        msg("The shop cannot be bought in"),
        msg("no order for ten minutes in a busy hour"),
        msg("call the platform, stop the advertising, hold the people in the live and the groups"),
    ),
    "stock-out": (
        msg("A hero item sells out"),
        msg("stock of a hero item below two days"),
        msg("open a pre-sale, lead to a linked item, less spend on it, order again"),
    ),
    "rule-change": (
        msg("The platform changes its rules"),
        msg("a notice of the platform about the event, prices or words"),
        msg("reckon the offers anew, hand the items in again, change the copy"),
    ),
}


def proposed(known: Frame, lacking: Frame, words: Words) -> Frame:
    """Add what every plan rehearses where people gave nothing: no probability, no amounts, both texts."""
    own = pd.DataFrame(columns=WRITTEN) if isinstance(known, Missing) else known
    names = list(PROPOSED) if isinstance(lacking, Missing) else lacking
    ours = pd.DataFrame([_proposal(name, words) for name in names], columns=[*WRITTEN, "proposed"])
    parts = [own.assign(proposed=own.get("ours", False)), ours]
    found = pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)
    return found[[*WRITTEN, "proposed"]].astype(dict.fromkeys(NUMBERS, "float64"))


def _proposal(name: str, words: Words) -> dict[str, Any]:
    told = zip(TEXTS, PROPOSED[name], strict=True)
    own = {language: open_words(language, words.currency) for language in LOCALES}
    texts = {f"{part}_{language}": say(text) for part, text in told for language, say in own.items()}
    return {"risk": name, "owner": "", "proposed": True} | texts


@shows_missing
def table(registered: pd.DataFrame, words: Words) -> View:
    """Show the register: how likely, what it costs, what it is to be expected to cost, who watches which sign."""
    columns = {
        "risk": (msg("Risk"), BY_ROW),
        "probability": (msg("Probability"), BY_ROW),
        "impact_low": (msg("Mild"), "money"),
        "impact": (msg("Most likely"), "money"),
        "impact_high": (msg("Worst"), "money"),
        "expected": ("expected_loss", "money"),
        "owner": (msg("Owner"), BY_ROW),
    }
    chances = registered["probability"].to_list()
    said = {
        "risk": named(registered, "risk", words),
        "probability": [words.value(p, "share") if math.isfinite(p) else words("not given") for p in chances],
        "owner": [owner or words("nobody named") for owner in registered["owner"].astype(object).fillna("")],
    }
    heads = {n: head for n, head in columns.items() if n == "probability" or registered[n].notna().any()}
    shown = registered.assign(probability=registered["probability"].astype(object))
    title = words("Risks, by what they are to be expected to cost")
    return spoken.table(shown, said, words, id="risks", title=title, columns=heads)


@shows_missing
def total(summed: pd.DataFrame, words: Words) -> View:
    """Say what the risks may cost together, and what is not in the sum."""
    all_of_them = row(summed, 0)
    said = {name: words.short(all_of_them[name], "money") for name in ("expected", "p50", "p80", "p95", "worst")}
    text = words(
        "Together {expected} is to be expected. In half of all plans like this they cost {p50} at most, in four of "
        "five {p80}, in nineteen of twenty {p95}; nothing happens at all in {none}. All at their worst: {worst}.",
        none=words.value(all_of_them["none"], "share"),
        **said,
    )
    left = int(all_of_them["left_out"])
    if left:
        text += ("" if words.language == "zh" else " ") + words.plural(
            "{n} risk is not in the sum: nobody gave its probability or its amounts.",
            "{n} risks are not in the sum: nobody gave their probability or their amounts.",
            left,
        )
    return note(text, words)


def bars(registered: Frame, words: Words) -> Frame:
    """Give the risks that can be reckoned as bars: ``name expected_loss low high``."""
    if isinstance(registered, Missing):
        return registered
    known = registered.assign(name=named(registered, "risk", words))
    told = {"expected": "expected_loss", "expected_low": "low", "expected_high": "high"}
    return known.loc[known["expected"].notna(), ["name", *told]].rename(columns=told)


def title(summed: Frame, words: Words) -> Any:
    """Say the finding of the chart."""
    if isinstance(summed, Missing):
        return summed
    found = row(summed, 0)
    return words(
        "{expected} of loss is to be expected, {p80} at most in four of five plans",
        expected=words.short(found["expected"], "money"),
        p80=words.short(found["p80"], "money"),
    )


@shows_missing
def found(registered: pd.DataFrame, words: Words, *, summed: pd.DataFrame) -> Found:
    """Say what the risks may cost, and which one weighs most."""
    together, worst = row(summed, 0), row(registered, registered.index[0])
    text = words(
        "Risks that were given are to be expected to cost {expected}, in four of five plans {p80} at most; {risk} "
        "weighs most ({most}).",
        expected=words.short(together["expected"], "money"),
        p80=words.short(together["p80"], "money"),
        risk=named(registered, "risk", words)[0],
        most=words.short(worst["expected"], "money"),
    )
    unknown = registered[registered["expected"].isna()]
    action = words("Hold {p80} back for them.", p80=words.short(together["p80"], "money"))
    if len(unknown):
        action = words("Give probability and cost of: {names}.", names=listed(named(unknown, "risk", words), words))
    return finding(text, words, id="risks", grade="hint", effect=-float(together["expected"]), action=action,
                   owner=str(worst["owner"] or ""))  # fmt: skip


@shows_missing
def rehearsal(registered: pd.DataFrame, words: Words, *, by: pd.Timestamp) -> View:
    """Show by which sign each risk is known and what is done then; what every plan rehearses has a box."""
    columns = {
        "risk": (msg("Risk"), BY_ROW),
        "trigger_en": (msg("Sign"), BY_ROW),
        "response_en": (msg("What is done then"), BY_ROW),
        "owner": (msg("Owner"), BY_ROW),
    }
    boxes = [BOX if risk in PROPOSED else "" for risk in registered["risk"]]
    said = {
        "risk": [box + name for box, name in zip(boxes, named(registered, "risk", words), strict=True)],
        "trigger_en": _texts(registered, "trigger", words),
        "response_en": _texts(registered, "response", words),
        "owner": [owner or words("nobody named") for owner in registered["owner"].astype(object).fillna("")],
    }
    title = words("Signs and answers; what has a box is rehearsed by {day}", day=words.day(by))
    return spoken.table(registered, said, words, id="rehearsal", title=title, columns=columns)


def rows(registered: Frame, ran: Frame) -> Frame:
    """Give the proposals as rows of the plan, with what people filled in; what they gave themselves is theirs."""
    if isinstance(registered, Missing) or isinstance(ran, Missing):
        return registered if isinstance(registered, Missing) else ran
    ours = registered[registered["proposed"].astype(bool)].sort_values("risk", ignore_index=True)
    told = ours.assign(campaign=ran.key, source=SOURCE)
    return told[["campaign", *WRITTEN, "source"]]


def _texts(frame: pd.DataFrame, part: str, words: Words) -> list[str]:
    return list(_each(frame.to_dict("records"), part, "zh" if words.language == "zh" else "en"))


def _each(rows: list[dict[Any, Any]], part: str, language: str) -> Iterator[str]:
    other = "en" if language == "zh" else "zh"
    for each in rows:
        texts = (each[f"{part}_{language}"], each[f"{part}_{other}"])
        yield next((text for text in texts if isinstance(text, str)), "")
