"""Lines of the brief that analyses leave for planning, in both languages: who buys, and where there is room."""

from __future__ import annotations

from typing import Any

import pandas as pd

from planbook.absence import Missing
from planbook.views.answers import answer
from planbook.views.buyers import within
from planbook.views.rivals.brands import band_names
from planbook.views.vocabulary import msg
from planbook.views.words import LOCALES, Words, open_words

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
COLUMNS = ["period", "part", "line", "rank", "value", "low", "high", "n", "text_en", "text_zh", "source"]


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
    return pd.DataFrame(rows, columns=COLUMNS)


def white_space(room: pd.DataFrame | Missing, words: Words, *, period: str) -> pd.DataFrame | Missing:
    """Write each price band with room as a line: how much more its items sell than the mean (``price_bands.room``)."""
    if isinstance(room, Missing):
        return room
    bands = {code: band_names(room, open_words(code, words.currency)) for code in LOCALES}
    rows = [
        {
            "period": period, "part": "white_space", "line": _band(row), "rank": place + 1, "value": row["index"],
            "low": row["low"], "high": row["high"], "n": int(row["items"]), "source": "11_competitor_analysis",
            **{
                f"text_{code}": _room(names[place], row, open_words(code, words.currency))
                for code, names in bands.items()
            },
        }
        for place, row in enumerate(room.to_dict("records"))
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def _persona(name: str, claims: pd.DataFrame, words: Words) -> str:
    told = claims[(claims["persona"] == name) & claims["value"].notna()]
    need = _telling(told, "needs")
    pain = next((code for aspect in HURTS if (code := _telling(told, aspect))), None)
    wants = words(NEEDS[need]) if need in NEEDS else words("need {need}", need=need) if need else ""
    hurt = within(answer("pains", pain, words)) if pain else ""
    return words(PERSONAS[bool(need), bool(pain)], persona=words.name(name), need=wants, pain=hurt)


def _telling(claims: pd.DataFrame, aspect: str) -> str | None:
    """Take the answer that sets a persona apart, else its most frequent one: the last claim on an aspect."""
    answers = claims.loc[claims["aspect"] == aspect, "answer"]
    return str(answers.iloc[-1]) if len(answers) else None


def _band(row: dict[Any, Any]) -> str:
    """Write a price band as a key: ``100-150``, open at an end without a bound."""
    ends = ["" if abs(row[end]) == float("inf") else f"{row[end]:g}" for end in ("low_price", "high_price")]
    return "-".join(ends)


def _room(band: str, row: dict[Any, Any], words: Words) -> str:
    return words(
        "{band}: an item there sells {index} times the mean (80% sure: {low} to {high})",
        band=band, **{name: words.value(row[name], "ratio") for name in ("index", "low", "high")},
    )  # fmt: skip
