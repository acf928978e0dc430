"""Offers in sentences: which pays, which sells more and loses money, what a new buyer may cost; and the plan's rows."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from planbook.absence import Missing
from planbook.measures.mechanics import GIFT, Deal
from planbook.measures.pricing.choice import LOSES, NOT_KNOWN
from planbook.views import numerals
from planbook.views.display import View, note, shows_missing
from planbook.views.findings import Finding, finding
from planbook.views.pricing import terms
from planbook.views.spoken import row
from planbook.views.words import Words, open_words

Found = Finding | View
SOURCE = "23_pricing_promotion"
NONE, UNKNOWN = "no-offer", "not-known"
CENT, MILLE = 2, 4


@shows_missing
def best(ranked: pd.DataFrame, words: Words, *, found: pd.DataFrame) -> Found:
    """Say which offer is recommended, its risk and what would have to be true; or that none pays (`choice.ranked`)."""
    if ranked.empty:
        return note(words("None of the offers leaves any margin: none can pay."), words)
    first = row(ranked, 0)
    if first["status"] == NOT_KNOWN:
        return finding(choice(ranked, words), words, id="best_offer", grade="hint", action=_try(words))
    text = choice(ranked, words) + _gap(words) + _must(first, words)
    if first["status"] == "recommended":
        return finding(
            text, words, id="best_offer", grade="likely", effect=first["effect"], action=_second(ranked, words)
        )
    lost = found.loc[found["effect"].notna(), "effect"]
    action = words("Try it on one platform first, against another without it.")
    if first["effect"] <= 0:
        action = words(
            "Ask for the event’s place without an offer, or have the platform or a creator pay {others} of “{offer}” "
            "or more.",
            **_said(first, words),
        )
    return finding(text, words, id="best_offer", grade="likely", effect=float(lost.max()), action=action)


def choice(ranked: pd.DataFrame, words: Words) -> str:
    """Say the recommended offer in one sentence, or that none is expected to pay."""
    first = row(ranked, 0)
    said = _said(first, words)
    if first["status"] == NOT_KNOWN:
        return words(
            "Which offer pays is not known, since the data do not tell how buyers answer to prices; the lowest hurdle "
            "has “{offer}”: it breaks even when orders rise by {needed}.",
            **said,
        )
    if first["status"] == "recommended":
        return words("“{offer}” is expected to add {effect} of margin (80% sure: {range}).", **said)
    if first["effect"] > 0:
        return words(
            "No offer is sure enough to be recommended: “{offer}” may add {effect} of margin (80% sure: {range}), or "
            "lose money with a chance of {chance}.",
            **said,
        )
    return words(
        "No offer is expected to pay: even the mildest, “{offer}”, costs about {cost} of margin (80% sure: a change "
        "of {range}).",
        **said,
    )


@shows_missing
def trap(found: pd.DataFrame, words: Words) -> Found:
    """Say which offers sell more and lose money, the worst by name."""
    caught = found[found["trap"]]
    if caught.empty and found["effect"].isna().all():
        return note(words("Which offers sell more and lose money is not known."), words)
    if caught.empty:
        return note(words("No offer is expected to sell more and lose money at the same time."), words)
    worst = row(caught, caught["effect"].idxmin())
    said = _said(worst, words)
    text = words(
        "{n} of {all} offers sell more and lose money; most of all “{offer}”: paid rises by {paid}, margin falls by "
        "{cost} (80% sure: {lost}).",
        **said,
        n=words.value(len(caught), "count"),
        all=words.value(len(found), "count"),
        paid=words.short(round(worst["paid_more"]), "money"),
    )
    action = words("Do not run “{offer}”, unless the platform or a creator pays {others} of it or more.", **said)
    return finding(text, words, id="offer_trap", grade="likely", effect=float(worst["effect"]), action=action)


@shows_missing
def newcomers(held: pd.DataFrame, words: Words, *, most: pd.DataFrame) -> Found:
    """Say what a new buyer may cost, and whether a gift for new buyers stays below it."""
    gift, buyer = row(held, 0), row(most, 0)
    said = {
        "offer": terms.name(gift["terms"], words),
        "worth": words.short(buyer["value"], "money"),
        "range": words.range(buyer["low"], buyer["high"], "money"),
        "each": words.short(gift["each"], "money"),
        "needed": words.value(gift["needed"], "share"),
        "uplift": words.value(gift["uplift"], "share"),
        "low": words.value(gift["uplift_low"], "share"),
        "high": words.value(gift["uplift_high"], "share"),
    }
    text = words("A new buyer may cost {worth} at most (80% sure: {range}), the year after included.", **said)
    if gift["pays"] == "unknown":
        more = words("“{offer}” breaks even when {needed} more new buyers come; how many will is not known.", **said)
    else:
        more = words(
            "“{offer}” costs {each} for each one more, since all new buyers get it: it breaks even at {needed} more, "
            "and {low} to {high} are to be expected.",
            **said,
        )
    doing = {
        "yes": words("Offer it, and stop when a new buyer costs more than the ceiling."),
        "no": words("Leave it, or give it only to those whom advertising brings."),
        "unclear": words("If you run it, run it on one platform first: whether it pays cannot be told."),
        "unknown": words("Try it on one platform first, against another without it."),
    }
    return finding(text + _gap(words) + more, words, id="new_buyers", grade="likely", action=doing[gift["pays"]])


def title(found: pd.DataFrame | Missing, words: Words) -> str | Missing:
    """Say the finding of the chart of offers."""
    if isinstance(found, Missing):
        return found
    if found["effect"].notna().any() and not (found["effect"] > 0).any():
        return words("No offer is expected to leave more margin than none")
    n = {"n": words.value(int((found["effect"] > 0).sum()), "count"), "all": words.value(len(found), "count")}
    return words("{n} of {all} offers are expected to leave more margin than no offer", **n)


def rows(judged: Any, ran: Any, words: Words) -> Any:
    """Write the offers as rows of the plan, one a platform; both texts are written whatever the report's language."""
    if isinstance(judged, Missing) or isinstance(ran, Missing):
        return judged if isinstance(judged, Missing) else ran
    own = judged[judged["platform"] != "all"].sort_values(["platform", "offer"])
    return pd.DataFrame(
        [
            {
                "campaign": ran.key,
                "platform": each["platform"],
                "offer": each["offer"],
                "mechanic": each["mechanic"],
                **{name: _number(each[name], CENT) for name in ("threshold", "cut")},
                "depth": _number(each["depth"], MILLE),
                "uplift_needed": _number(each["needed"], MILLE),
                "uplift_expected": _number(each["uplift"], MILLE),
                **{name: _number(each[name], CENT) for name in ("effect", "low", "high")},
                "status": each["status"],
                **_texts(each["terms"], words),
                "source": SOURCE,
            }
            for each in own.to_dict("records")
        ]
    )


def brief(ranked: Any, ran: Any, words: Words) -> Any:
    """Write the brief's part ``offer``: the recommended one and the second choice, or that none is recommended.

    What is expected to lose money is no line of a brief.
    """
    if isinstance(ranked, Missing) or isinstance(ran, Missing):
        return ranked if isinstance(ranked, Missing) else ran
    told = ranked.to_dict("records")
    shift = int(bool(told) and told[0]["status"] != "recommended")
    spoken = [(each["offer"], each, _texts(each["terms"], words)) for each in told if each["status"] != LOSES]
    if shift:
        key = UNKNOWN if told[0]["status"] == NOT_KNOWN else NONE
        texts = {f"text_{code}": choice(ranked, open_words(code, words.currency)) for code in ("en", "zh")}
        spoken = [(key, {}, texts), *spoken]
    return pd.DataFrame(
        [
            {"campaign": ran.key, "part": "offer", "line": line, "rank": place}
            | dict(zip(("value", "low", "high"), _money(each), strict=True))
            | texts
            | {"source": SOURCE}
            for place, (line, each, texts) in enumerate(spoken, 1)
        ]
    )


def _must(first: dict[str, Any], words: Words) -> str:
    said = _said(first, words) | {"elasticity": words.value(first["elasticity_needed"], "number")}
    said |= {"uplift": words.value(first["uplift"], "share")}
    if first["mechanic"] == GIFT:
        return words("The year after is counted; it loses money with a chance of {chance}.", **said)
    if not math.isfinite(first["elasticity_needed"]):
        return words("It breaks even when orders rise by {needed}; {uplift} is to be expected.", **said)
    return words(
        "It breaks even when orders rise by {needed}, that is at a price elasticity of {elasticity}; {uplift} is to be "
        "expected, and it loses money with a chance of {chance}.",
        **said,
    )


def _second(ranked: pd.DataFrame, words: Words) -> str:
    if len(ranked) > 1 and row(ranked, 1)["effect"] > 0:
        return words("Offer it; the second choice is “{offer}” ({effect}).", **_said(row(ranked, 1), words))
    return words("Offer it; no other offer is expected to pay.")


def _try(words: Words) -> str:
    return words("Move the prices of single items for two weeks at a time: then the data can tell.")


def _said(each: dict[str, Any], words: Words) -> dict[str, str]:
    effect, low, high = numerals.estimated(each["effect"], each["low"], each["high"])
    return {
        "offer": terms.name(each["terms"], words),
        "effect": words.signed(effect, "money"),
        "range": words.range(low, high, "money"),
        "cost": words.short(-effect, "money"),
        "lost": words.range(-high, -low, "money"),
        "others": words.value(1 - each["most"], "share"),
        "needed": words.value(each["needed"], "share"),
        "chance": words.value(each["chance"], "share"),
    }


def _texts(deal: Deal, words: Words) -> dict[str, str]:
    return {f"text_{code}": terms.name(deal, open_words(code, words.currency)) for code in ("en", "zh")}


def _money(each: dict[str, Any]) -> list[float | None]:
    told = numerals.estimated(*(each.get(name, math.nan) for name in ("effect", "low", "high")))
    return [_number(x, CENT) for x in told]


def _gap(words: Words) -> str:
    return "" if words.language == "zh" else " "


def _number(x: float | None, digits: int) -> float | None:
    return round(float(x), digits) if x is not None and math.isfinite(x) else None
