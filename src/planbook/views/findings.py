"""Findings: sentences that code wrote, with what they weigh, how sure we are, what to do and who does it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
from markupsafe import Markup

from planbook.views.display import View, bundle, lang, shows_missing, together
from planbook.views.vocabulary import msg
from planbook.views.words import Words

Grade = Literal["measured", "likely", "hint"]
SURENESS: dict[Grade, float] = {"measured": 1.0, "likely": 0.8, "hint": 0.4}  # what a yuan of each weighs
GRADES: dict[Grade, str] = {"measured": msg("measured"), "likely": msg("likely"), "hint": msg("a hint")}
MEANINGS: dict[Grade, str] = {
    "measured": msg("counted in the shop's own data"),
    "likely": msg("estimated; the interval leaves no doubt of its direction"),
    "hint": msg("seen once or in few rows; worth a look"),
}


@dataclass(frozen=True)
class Finding:
    """One sentence with what it weighs (money, shop currency), its grade, the next action and who does it."""

    id: str
    text: str
    effect: float
    grade: Grade
    action: str
    owner: str
    words: Words

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:  # noqa: ARG002
        html = Markup('<div class="pb-finding" lang="{}">{}</div>').format(lang(self.words), _told(self))
        return bundle(html, {"findings": [_twin(self)]}, self.text)


@shows_missing
def finding(
    text: str, words: Words, *, id: str, grade: Grade, effect: float = math.nan, action: str = "", owner: str = ""
) -> Finding:
    """Make a finding from a sentence.

    Parameters
    ----------
    text
        What, how much, since when, and why we think so.
    words
        The language it is written in.
    id
        The same in every language, such as ``conversion_break``.
    grade
        ``measured``, ``likely`` or ``hint``.
    effect
        What it weighs in money; findings are ranked by it, whatever its sign.
    action, owner
        What to do next, and who does it.

    Examples
    --------
    >>> from planbook.views.words import open_words
    >>> finding("Refunds took ¥12k.", open_words("en"), id="refunds", grade="measured", effect=-12000.0).effect
    -12000.0
    """
    return Finding(id, text, effect, grade, action, owner, words)


def top(found: Iterable[object], words: Words, *, n: int = 3, in_order: bool = False) -> View:
    """Show the ``n`` findings that weigh most, by money × how sure it is; what lacks its data is left out.

    ``in_order``: they are ranked already.
    """
    known = [each for each in found if isinstance(each, Finding)]
    ranked = (known if in_order else sorted(known, key=_weight, reverse=True))[:n]
    if not ranked:
        text = words("Nothing stands out in this period.")
        return View(Markup('<p class="pb-note" lang="{}">{}</p>').format(lang(words), text), text=text)
    items = together(Markup('<li class="pb-finding">{}</li>').format(_told(each)) for each in ranked)
    html = Markup('<ol class="pb-findings" lang="{}">{}</ol>').format(lang(words), items)
    return View(html, {"findings": [_twin(each) for each in ranked]}, "\n".join(each.text for each in ranked))


@shows_missing
def headline(text: str, words: Words, *, state: str = "") -> View:
    """Say the one sentence of the report, and how complete its data are."""
    second = Markup('<p class="pb-state">{}</p>').format(state) if state else ""
    html = Markup('<div class="pb-headline" lang="{}"><p>{}</p>{}</div>').format(lang(words), text, second)
    return View(html, {"page": {"headline": text, "state": state}}, text)


@shows_missing
def from_steps(steps: pd.DataFrame, words: Words, *, before: float, after: float) -> Finding:
    """Say which factor explains most of a change.

    Parameters
    ----------
    steps
        A decomposition: ``factor`` (id) and ``effect`` (money), adding up to ``after - before``.
    words
        The language to say it in.
    before, after
        The totals it explains, in money.

    Examples
    --------
    >>> from planbook.views.words import open_words
    >>> steps = pd.DataFrame({"factor": ["visitors", "conversion"], "effect": [20_000.0, -80_000.0]})
    >>> from_steps(steps, open_words("en"), before=500_000.0, after=440_000.0).text
    'Paid fell by ¥60k; Conversion alone accounts for −¥80k.'
    """
    change = after - before
    # what pushed in the direction of the change explains it; of an even total, the largest push counts
    pushing = steps[steps["effect"] * change > 0] if change else steps
    largest = pushing.iloc[int(pushing["effect"].abs().to_numpy().argmax())]
    said = {
        "change": words.short(abs(change), "money"),
        "factor": words.name(largest["factor"]),
        "effect": words.signed(largest["effect"], "money"),
    }
    if change > 0:
        told = words("Paid rose by {change}; {factor} alone accounts for {effect}.", **said)
    else:
        told = words("Paid fell by {change}; {factor} alone accounts for {effect}.", **said)
    return Finding("largest_factor", told, float(largest["effect"]), "measured", "", "", words)


def _weight(each: Finding) -> float:
    return abs(each.effect) * SURENESS[each.grade] if math.isfinite(each.effect) else -1.0


def _told(each: Finding) -> Markup:
    words = each.words
    badge = Markup('<span class="pb-grade pb-{}" title="{}">{}</span>').format(
        each.grade, words(MEANINGS[each.grade]), words(GRADES[each.grade])
    )
    parts = [part for part in (each.action, each.owner) if part]
    doing = Markup('<p class="pb-action"><b>{}</b> {}</p>').format(words("Next:"), " · ".join(parts)) if parts else ""
    return Markup("<p>{} {}</p>{}").format(each.text, badge, doing)


def _twin(each: Finding) -> dict[str, Any]:
    return {key: getattr(each, key) for key in ("id", "text", "effect", "grade", "action", "owner")}
