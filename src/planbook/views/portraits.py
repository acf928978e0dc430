"""Persona cards: who they are, each claim with its interval, its number and its source, and one thing they said."""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup

from planbook.absence import Missing
from planbook.views import numerals
from planbook.views.answers import answer
from planbook.views.buyers import within
from planbook.views.display import Twin, View, lang, shows_missing, together
from planbook.views.plans import BRIEF
from planbook.views.vocabulary import msg
from planbook.views.words import LOCALES, Words, open_words

ASPECTS = {
    "net_each": msg("Brings a year"),
    "repurchase": msg("Bought again"),
    "lapsed_share": msg("Lapsed"),
    "buys": msg("Buys"),
    "region": msg("Region"),
    "entry": msg("First bought on"),
    "by_creator": msg("Came by a creator"),
    "next_platform": msg("Then bought on"),
    "age_band": msg("Age group"),
    "gender": msg("Gender"),
    "income_band": msg("Spending power"),
    "interests": msg("Interests"),
    "media": msg("Media"),
    "needs": msg("Needs"),
    "pains": msg("Pains"),
    "complaint": msg("Complains of"),
    "praise": msg("Praises"),
    "nps": msg("Recommends us (NPS)"),
}
SOURCES = {"orders": msg("orders"), "survey": msg("survey"), "feedback": msg("reviews and tickets")}
ORIGINS = {"review": msg("review"), "ticket": msg("ticket"), "interview": msg("interview")}
NEEDS = {  # an answer to what people buy for → what follows on "buyers who"
    "gift": msg("want a gift"),
    "daily": msg("want something for every day"),
    "explore": msg("want to try new things"),
    "collect": msg("collect"),
    "office": msg("want something for work"),
}
PERSONAS = {  # is a need known, is a pain
    (True, True): msg("buyers of the kind “{persona}” who {need} and are troubled by {pain}"),
    (True, False): msg("buyers of the kind “{persona}” who {need}"),
    (False, True): msg("buyers of the kind “{persona}” who are troubled by {pain}"),
    (False, False): msg("buyers of the kind “{persona}”"),
}
HURTS = ("pains", "complaint")  # aspects of a claim that name a pain, the better known first
COLUMNS = ("persona", "aspect", "answer", "value", "low", "high", "n", "all", "unit", "source")
SAID = ("persona", "topic", "quote", "at", "origin")


@shows_missing
def cards(
    sizes: pd.DataFrame, words: Words, *, claims: pd.DataFrame, quotes: pd.DataFrame | None = None,
    unstable: tuple[str, ...] = (),
) -> View:  # fmt: skip
    """Show a card a persona, whoever brings most first.

    Parameters
    ----------
    sizes
        ``segments.sizes`` by persona.
    words
        The report's language.
    claims
        ``claims.gather``.
    quotes
        ``claims.quotes``; None: nothing was said.
    unstable
        Personas that do not come back when customers are drawn anew.
    """
    said = pd.DataFrame(columns=list(SAID)) if quotes is None else quotes
    ranked = sizes[sizes["customers"] > 0].sort_values("net", ascending=False, kind="stable")
    shown = together(
        _card(row, claims[claims["persona"] == row["persona"]], said[said["persona"] == row["persona"]], words,
              stable=row["persona"] not in unstable)
        for row in ranked.to_dict("records")
    )  # fmt: skip
    html = Markup('<div class="pb-personas" lang="{}">{}</div>').format(lang(words), shown)
    twin: Twin = {"tables": [_twin("claims", claims, COLUMNS, words), _twin("quotes", said, SAID, words)]}
    return View(html, twin, claims.to_string())


def audience(
    sizes: pd.DataFrame | Missing, words: Words, *, claims: pd.DataFrame, period: str
) -> pd.DataFrame | Missing:
    """Write each persona as a line: its share of known customers, what it buys for and what hurts it.

    Parameters
    ----------
    sizes
        ``segments.sizes`` by persona.
    words
        The report's language; both texts are written whatever it is.
    claims
        ``claims.gather``: what a persona needs (``needs``) and what pains it (``pains``, else ``complaint``).
    period
        The period at whose end it was known.
    """
    if isinstance(sizes, Missing):
        return sizes
    known = sizes[sizes["customers"] > 0].sort_values("net", ascending=False, kind="stable")
    rows = [
        {
            "period": period, "part": "audience", "line": str(row["persona"]), "rank": rank, "value": row["share"],
            "low": row["low"], "high": row["high"], "n": int(row["customers"]), "source": "12_persona_building",
            **{
                f"text_{code}": _persona(str(row["persona"]), claims, open_words(code, words.currency))
                for code in LOCALES
            },
        }
        for rank, row in enumerate(known.to_dict("records"), 1)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=BRIEF)


def spoken(quotes: pd.DataFrame | Missing) -> pd.DataFrame | None:
    """Give the quotes, or nothing where nobody's words are known."""
    return None if isinstance(quotes, Missing) else quotes


def _card(size: dict[Any, Any], claims: pd.DataFrame, said: pd.DataFrame, words: Words, *, stable: bool) -> Markup:
    head = words(
        "{share} of known customers ({low}; {n}) · {net} of net ({net_low})",
        share=words.short(size["share"], "share"),
        low=words.range(size["low"], size["high"], "share"),
        n=words("n={n}", n=words.value(size["customers"], "count")),
        net=words.short(size["net_share"], "share"),
        net_low=words.range(size["net_low"], size["net_high"], "share"),
    )
    doubt = (
        "" if stable else words("Unstable: other customers would have made another group; do not plan for it alone.")
    )
    rows = together(_row(row, first, words) for first, row in _grouped(claims))
    quote = together(_quoted(row, words) for row in said.to_dict("records"))
    return Markup(
        '<section class="pb-persona"><h3>{}</h3><p class="pb-persona-size">{}</p>{}'
        "<table><tbody>{}</tbody></table>{}</section>"
    ).format(words.name(size["persona"]), head, doubt, rows, quote)


def _grouped(claims: pd.DataFrame) -> list[tuple[bool, dict[Any, Any]]]:
    """Tell of each claim whether it is the first on its aspect, whose name is written once."""
    rows = claims.to_dict("records")
    before = ["", *(row["aspect"] for row in rows)]
    return [(row["aspect"] != earlier, row) for row, earlier in zip(rows, before, strict=False)]


def _row(row: dict[Any, Any], first: bool, words: Words) -> Markup:
    source, n = words(SOURCES[row["source"]]), words.value(row["n"], "count")
    label = words(ASPECTS.get(row["aspect"], row["aspect"])) if first else ""
    told = answer(row["aspect"], row["answer"], words) if row["answer"] else ""
    if not numerals.known(row["value"]):
        few = words("too few (n={n})", n=n)
        return Markup('<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>').format(label, few, source)
    usual = words("all {value}", value=words.short(row["all"], row["unit"])) if numerals.known(row["all"]) else ""
    proof = [words.range(row["low"], row["high"], row["unit"]), words("n={n}", n=n), usual, source]
    return Markup('<tr><th scope="row">{}</th><td>{} <b>{}</b></td><td>{}</td></tr>').format(
        label, told, words.short(row["value"], row["unit"]), " · ".join(part for part in proof if part)
    )


def _quoted(row: dict[Any, Any], words: Words) -> Markup:
    where = words(ORIGINS.get(row["origin"], row["origin"]))
    said = words(
        "{origin}, {day}, on {topic}",
        origin=where,
        day=words.day(row["at"]),
        topic=answer("complaint", row["topic"], words),
    )
    return Markup("<blockquote><p>{}</p><cite>{}</cite></blockquote>").format(row["quote"], said)


def _twin(id: str, frame: pd.DataFrame, columns: tuple[str, ...], words: Words) -> dict[str, Any]:
    heads = [{"name": name, "label": words.name(name), "unit": "by row"} for name in columns]
    return {"id": id, "title": id, "columns": heads, "rows": [list(row) for row in frame[list(columns)].to_numpy()]}


def _persona(name: str, claims: pd.DataFrame, words: Words) -> str:
    told = claims[(claims["persona"] == name) & claims["value"].notna()]
    need = _foremost(told, "needs")
    pain = next((code for aspect in HURTS if (code := _foremost(told, aspect))), None)
    wants = words(NEEDS[need]) if need in NEEDS else words("need {need}", need=need) if need else ""
    hurt = within(answer("pains", pain, words)) if pain else ""
    return words(PERSONAS[bool(need), bool(pain)], persona=words.name(name), need=wants, pain=hurt)


def _foremost(claims: pd.DataFrame, aspect: str) -> str | None:
    """Take the answer that sets a persona apart, else its most frequent one: the last claim on an aspect."""
    answers = claims.loc[claims["aspect"] == aspect, "answer"]
    return str(answers.iloc[-1]) if len(answers) else None
