"""What a post-mortem opens with: its headline, its cards, and how complete its data are."""

from __future__ import annotations

import pandas as pd

from planbook.absence import Missing
from planbook.views import review
from planbook.views.campaign import verdicts
from planbook.views.campaign.lessons import Facts, Frame
from planbook.views.display import View, unsaid
from planbook.views.findings import Finding, headline
from planbook.views.spoken import listed, row
from planbook.views.words import Words

WEEK = 7
MOST_NAMED = 3  # platforms in the headline
CARDS = (  # a card's place → the figures that may take it, best first
    ("paid",),
    ("net_expected", "net"),
    ("lift",),
    ("incremental_roi", "orders"),
    ("sell_through", "buyers"),
    ("on_time_share", "paid_per_buyer"),
)


def opening(facts: Facts, words: Words, *, card: Frame, state: str = "") -> View:
    """Say in one sentence what the campaign brought, against its goal, and whether it paid for itself."""
    ran = facts.ran
    if isinstance(ran, Missing):
        text = words("No campaign is known, so there is nothing to look back on: the table of campaigns is missing.")
        return headline(text, words, state=state)
    days = words.span(ran.seen)
    few, n = len(ran.platforms) <= MOST_NAMED, len(ran.platforms)
    place = listed(ran.platforms, words) if few else words("{n} platforms", n=n)
    name = words("{campaign} ({place}, {days})", campaign=ran.name(words.language), place=place, days=days)
    if isinstance(card, Missing):
        nothing = words("{campaign}: there are no paid orders.", campaign=name)
        return headline(unsaid(card, words, nothing), words, state=state)
    paid = row(card, "paid")
    told = {"campaign": name, "paid": words.short(paid["value"], "money")}
    said = [words("{campaign}: paid {paid}", **told) if ran.ended else words("{campaign}, so far: paid {paid}", **told)]
    if paid["target"] > 0:
        said.append(words("{share} of target", share=words.value(paid["value"] / paid["target"], "share")))
    hint = not isinstance(facts.sure, Missing) and row(facts.sure, 0)["grade"] == "hint"
    brought = [_added(facts.paid, words, hint=hint), *_ahead(facts, words)]
    ends = {
        "yes": words("it seems to have paid for itself") if hint else words("it paid for itself"),
        "no": words("it seems not to have paid for itself") if hint else words("it did not pay for itself"),
        "unclear": words("whether it paid for itself cannot be told"),
        "": words("whether it paid for itself is not known"),
    }
    parts = [words(", ").join(said), *brought, ends[verdicts.paid_for_itself(facts.reckoned)]]
    return headline(words("; ").join(parts) + words("."), words, state=state)


def state(ran: Frame, words: Words, *, ripe: Frame, as_of: pd.Timestamp) -> str:
    """Say to which day the data reach, whether the campaign and the week after are whole, and what refunds may take."""
    if isinstance(ran, Missing):
        return words("Data complete to {day}.", day=words.day(as_of))
    said = review.state(ripe, words, as_of=pd.Timestamp(ran.as_of), period=ran.span)
    after = (ran.as_of - ran.span.end).days
    if 0 <= after < WEEK:
        gap = "" if words.language == "zh" else " "
        said += gap + words("The week after is not over: what was bought ahead is not known yet.")
    return said


def first(card: Frame) -> list[str]:
    """Choose the cards of the first screen from what the shop's data give."""
    if isinstance(card, Missing):
        return []
    known = set(card.index[card["value"].notna()])
    best = (next((kpi for kpi in place if kpi in known), None) for place in CARDS)
    return [kpi for kpi in best if kpi]


def _ahead(facts: Facts, words: Words) -> list[str]:
    found = verdicts.pull_forward(facts.paid, words, orders=facts.orders, sure=facts.sure)
    if not isinstance(found, Finding):
        return []
    return [words("the week after fell short by about {less}", less=words.short(-found.effect, "money"))]


def _added(paid: Frame, words: Words, *, hint: bool) -> str:
    if isinstance(paid, Missing):
        return words("what it added cannot be told")
    during = row(paid, "during")
    between = words.range(during["low"], during["high"], "money")
    if during["low"] <= 0 <= during["high"]:
        return words("what it added cannot be told from chance (80% sure: {range})", range=between)
    if during["high"] < 0:
        less = words.short(-during["effect"], "money")
        return words("{less} less than without it (80% sure: {range})", less=less, range=between)
    more = words.short(during["effect"], "money")
    if hint:
        return words("{more} more than without it (a hint only, 80% sure: {range})", more=more, range=between)
    return words("{more} more than without it (80% sure: {range})", more=more, range=between)
