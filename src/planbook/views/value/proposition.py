"""The value proposition in one sentence, filled from the evidence, in both languages: a draft for a person."""

from __future__ import annotations

from typing import Any, Protocol

import pandas as pd
from markupsafe import Markup

from planbook.absence import Missing
from planbook.measures import differentiators
from planbook.views.answers import answer
from planbook.views.buyers import within
from planbook.views.display import View, lang, note, shows_missing, together
from planbook.views.plans import BRIEF
from planbook.views.rivals.brands import topic_of
from planbook.views.value.claims import CLAIMS, claim
from planbook.views.vocabulary import msg
from planbook.views.words import LOCALES, Words, open_words

MOST = 2  # promises in a sentence: of three nobody keeps one
SOURCE = "13_value_proposition"
STANDS = {  # verdict on what troubles a persona → where we stand there
    "lead": msg("we are ahead there, but it is not among the first promises"),
    "even": msg("there we are level with the rivals"),
    "behind": msg("there we are behind a rival"),
    "": msg("nobody has rated it"),
}


class Planned(Protocol):
    """A campaign that is planned for (``summaries.planned``)."""

    @property
    def key(self) -> str:
        """Its key."""


class Named(Protocol):
    """A shop, as planbook.yml names it."""

    def name(self, language: str) -> str:
        """Name it in a language."""


@shows_missing
def draft(
    found: pd.DataFrame, words: Words, *, shop: Named, audience: pd.DataFrame | None, category: str | None
) -> View:
    """Write the proposition in both languages, marked as a draft; a plain warning where nothing sets us apart.

    Parameters
    ----------
    found
        ``differentiators.evidence``.
    words
        The report's language.
    shop
        Whose it is.
    audience
        Lines of the brief on who buys (``summaries.known_lines``); the first is spoken to. None: not known.
    category
        Code word of what the best seller is. None: not known.
    """
    best = differentiators.strongest(found).head(MOST)
    if best.empty:
        return note(
            words("No proposition can be drafted: nothing surely sets us apart. Say so before anybody writes one."),
            words,
        )
    both = {code: open_words(code, words.currency) for code in LOCALES}
    texts = {
        code: _sentence(best, each, shop=shop.name(code), audience=audience, category=category)
        for code, each in both.items()
    }
    own, other = words.language, next(code for code in LOCALES if code != words.language)
    rows = {"text_en": texts["en"], "text_zh": texts["zh"]}
    html = Markup('<div class="pb-note" lang="{}"><p><b>{}</b></p>{}</div>').format(
        lang(words),
        words(
            "A draft for a person to finish. {answers} Say it as your buyers would, then read it to three of them.",
            answers=_answers(best, found, words, audience=audience),
        ),
        together(
            Markup('<blockquote lang="{}"><p>{}</p></blockquote>').format(lang(both[code]), texts[code])
            for code in (own, other)
        ),
    )
    heads = [{"name": name, "label": name, "unit": "text"} for name in rows]
    twin: dict[str, Any] = {"id": "proposition", "title": words("Value proposition, a draft"), "columns": heads}
    return View(html, {"tables": [twin | {"rows": [list(rows.values())]}]}, texts[own])


def messages(found: pd.DataFrame | Missing, words: Words, *, ahead: Planned | Missing) -> pd.DataFrame | Missing:
    """Write what sets us apart as lines of the campaign's brief, ranked; both texts whatever the report's language."""
    if isinstance(found, Missing):
        return found
    if isinstance(ahead, Missing):
        return ahead
    both = {code: open_words(code, words.currency) for code in LOCALES}
    rows = [
        {
            "campaign": ahead.key, "part": "message", "line": row["attribute"], "rank": rank, "value": row["value"],
            "low": row["low"], "high": row["high"], "n": int(row["ours_n"] + row["theirs_n"] - row["both"]),
            **{f"text_{code}": _message(row, each) for code, each in both.items()}, "source": SOURCE,
        }
        for rank, row in enumerate(differentiators.strongest(found).to_dict("records"), 1)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=BRIEF)


def unit(found: pd.DataFrame | Missing) -> str:
    """Give the unit of a lead: points of five of a survey, percentage points of reviews."""
    return "points" if not isinstance(found, Missing) and found["source"].iloc[0] == "reviews" else "number"


def pain(audience: pd.DataFrame | None) -> str | None:
    """Find what troubles the persona that is spoken to, by the end of its line (``portraits.audience``).

    Only a topic that can be promised is found; None where the line names no other or is written by a person.
    """
    line = "" if audience is None else str(audience["text_en"].iloc[0])
    english = open_words("en")
    ends = {code: f" {within(answer('pains', code, english))}" for code in CLAIMS}
    return next((code for code, end in ends.items() if line.endswith(end)), None)


def _answers(best: pd.DataFrame, found: pd.DataFrame, words: Words, *, audience: pd.DataFrame | None) -> str:
    """Say whether the promise answers what troubles the persona, and where we stand there if it does not."""
    code = pain(audience)
    if code is None:
        return words("Does the promise answer what troubles them?")
    hurt = within(topic_of(code, words))
    if code in set(best["attribute"]):
        return words("The promise answers what troubles them: {pain}.", pain=hurt)
    verdict = found.loc[found["attribute"] == code, "verdict"]
    stands = STANDS[str(verdict.iloc[0]) if len(verdict) else ""]
    return words(
        "To do: the promise leaves unanswered what troubles them, {pain} ({stands}). Add a fact that answers it, or "
        "choose whom the promise does answer.",
        pain=hurt, stands=words(stands),
    )  # fmt: skip


def _sentence(
    best: pd.DataFrame, words: Words, *, shop: str, audience: pd.DataFrame | None, category: str | None
) -> str:
    rows = best.to_dict("records")
    who = (
        words("[who? a person fills this in]") if audience is None else str(audience[f"text_{words.language}"].iloc[0])
    )
    what = words("shop") if category is None else words.name(category)
    promises = words(" and ").join(claim(row["attribute"], words) for row in rows)
    because = words("; ").join(_evidence(row, words) for row in rows)
    return words(
        "For {audience}, {shop} is the {category} that {claim}, because {evidence}.",
        audience=who, shop=shop, category=within(what), claim=promises, evidence=because,
    )  # fmt: skip


def _evidence(row: dict[Any, Any], words: Words) -> str:
    """Say what buyers say of us, and nothing of others: a text for buyers may not call itself better than the rest."""
    attribute, n = within(topic_of(row["attribute"], words)), words.value(row["ours_n"], "count")
    if row["source"] == "survey":
        return words(
            "{n} respondents rate {attribute} {ours} of 5",
            n=n,
            attribute=attribute,
            ours=words.short(row["ours"], "number"),
        )
    # a number of reviews, not a share: lists of words forbid "100%"
    good = words.value(round(row["ours"] * row["ours_n"]), "count")
    return words("{good} of {n} reviews that speak of {attribute} praise it", good=good, n=n, attribute=attribute)


def _message(row: dict[Any, Any], words: Words) -> str:
    return words("It {claim}: {evidence}", claim=claim(row["attribute"], words), evidence=_evidence(row, words))
