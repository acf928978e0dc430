"""The first page of the value proposition: its headline, how far the data reach, and its cards."""

from __future__ import annotations

from datetime import date

import pandas as pd

from planbook.absence import Missing
from planbook.measures import differentiators
from planbook.views.buyers import within
from planbook.views.display import View
from planbook.views.findings import headline
from planbook.views.rivals.brands import joined, topic_of
from planbook.views.spoken import enumerated
from planbook.views.value.rated import every, single, who
from planbook.views.vocabulary import msg
from planbook.views.words import Words

CARDS = (  # a card's place → the figures that may take it, best first
    ("differentiators",),
    ("mark_lead", "praise_lead"),
    ("mark_shortfall", "praise_shortfall"),
    ("open_gaps",),
    ("opposed_sources",),
    ("raters",),
)
SAID = {  # of a source: what sets us apart, and what holds us back
    "survey": (
        msg("Buyers put us above {rivals} on {names}"),
        msg("we are behind the best of them on {names}"),
    ),
    "reviews": (
        msg("Reviews praise us more often than the rivals for {names}"),
        msg("they praise the rivals more often for {names}"),
    ),
}
BEHIND_IT = msg("we are behind it on {names}")
NOTHING = {  # by a survey, by reviews
    True: msg("Nothing surely sets us above {rivals}"),
    False: msg("Nothing surely sets us apart from the rivals"),
}
NAMED = 2


def opening(found: pd.DataFrame | Missing, words: Words, *, opened: pd.DataFrame | Missing, state: str = "") -> View:
    """Say in one sentence what sets us apart, what holds us back and what nobody does.

    Parameters
    ----------
    found
        ``differentiators.evidence``.
    words
        The report's language.
    opened
        ``attributes.left_open``.
    state
        How far the data reach (`state`).
    """
    if isinstance(found, Missing):
        text = words(
            "What sets us apart cannot be said: buyers have not rated us beside a rival, and there are no reviews of "
            "both."
        )
        return headline(text, words, state=state)
    best, worst = (_names(part, words) for part in (differentiators.strongest(found), differentiators.weakest(found)))
    above, below = SAID[str(found["source"].iloc[0])]
    by_survey = found["source"].iloc[0] == "survey"
    rivals = every(found, words)
    told = [words(above, names=best, rivals=rivals) if best else words(NOTHING[by_survey], rivals=rivals)]
    if worst:
        told.append(words(BEHIND_IT if by_survey and single(found) else below, names=worst))
    if not isinstance(opened, Missing) and len(opened):
        told.append(words("no brand rated does {names} well", names=_names(opened, words)))
    return headline(words("; ").join(told) + words("."), words, state=state)


def state(
    ratings: pd.DataFrame | Missing, words: Words, *, heard: pd.DataFrame | Missing, until: date,
    audience: pd.DataFrame | Missing,
) -> str:  # fmt: skip
    """Say how many rated and wrote, to which day, and what earlier notebooks have left."""
    said = [words("Read to {day}.", day=words.day(until))]
    if not isinstance(ratings, Missing):
        n = words.value(float(ratings["respondent_id"].nunique()), "count")
        said.append(words("{n} rated {brands}; their answers are not weighted.", n=n, brands=who(ratings, words)))
    if not isinstance(heard, Missing):
        said.append(words("{n} reviews were read.", n=words.value(float(len(heard)), "count")))
    if isinstance(audience, Missing):
        said.append(words("No persona is known for this period: run the persona notebook first."))
    return joined(said, words)


def first(card: pd.DataFrame) -> list[str]:
    """Choose the cards of the first screen from what the shop's data give."""
    best = (next((kpi for kpi in place if kpi in card.index), None) for place in CARDS)
    return [kpi for kpi in best if kpi]


def notes(found: pd.DataFrame | Missing, words: Words) -> dict[str, str]:
    """Say under lead and shortfall which attribute they are of."""
    if isinstance(found, Missing):
        return {}
    parts = {"lead": differentiators.strongest(found), "shortfall": differentiators.weakest(found)}
    of = {name: topic_of(part["attribute"].iloc[0], words) for name, part in parts.items() if len(part)}
    marks = {f"mark_{name}": words("{attribute}, points of 5", attribute=attribute) for name, attribute in of.items()}
    return marks | {f"praise_{name}": attribute for name, attribute in of.items()}


def _names(found: pd.DataFrame, words: Words) -> str:
    return enumerated((within(topic_of(code, words)) for code in found["attribute"].head(NAMED)), words)
