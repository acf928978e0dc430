"""Who buys and what hurts them, in sentences: the headline, how far the data reach, and findings with their money."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date

import pandas as pd

from planbook.absence import Missing
from planbook.measures.intervals import wilson
from planbook.views.advice import ACTIONS, MENDS
from planbook.views.answers import answer
from planbook.views.display import View, note, shows_missing, unsaid
from planbook.views.findings import Finding, Grade, finding, headline
from planbook.views.words import Words

FIRST = (  # a card's place → the figures that may take it, best first
    ("customers", "crowd_buyers"),
    ("repurchase", "crowd_new_share"),
    ("lapsed_share",),
    ("vip_net_share",),
    ("net_each",),
    ("nps",),
)
Found = Finding | View


def opening(
    sizes: pd.DataFrame | Missing, words: Words, *, states: pd.DataFrame | Missing, pains: pd.DataFrame | Missing,
    crowds: pd.DataFrame | Missing, state: str = "",
) -> View:  # fmt: skip
    """Say in one sentence who buys, largest by money, and what hurts most.

    Parameters
    ----------
    sizes
        ``segments.sizes`` by persona.
    words
        The report's language.
    states
        The same by state, for a shop with too few customers for personas; without ids the crowds tell.
    pains
        ``pains.beside``.
    crowds
        ``crowds.largest``.
    state
        How far the data reach (`state`).
    """
    if isinstance(sizes, pd.DataFrame):
        who = _largest(sizes, words, by="persona")
    elif isinstance(states, pd.DataFrame):
        who = _largest(states, words, by="state")
    elif isinstance(crowds, pd.DataFrame):
        who = _largest_crowd(crowds, words)
    else:
        nothing = words("Who buys cannot be said: there are neither buyer ids nor crowds.")
        return headline(unsaid(sizes, words, nothing), words, state=state)
    return headline(who + _hurts(pains, words), words, state=state)


def state(orders: pd.DataFrame | Missing, words: Words, *, until: date) -> str:
    """Say to which day the history is read, and how many orders name their buyer."""
    said = [words("History read to {day}.", day=words.day(until))]
    if isinstance(orders, pd.DataFrame):
        named, paid = (
            words.value(1 - float(orders[none].sum()) / float(orders[all_].sum()), "share")
            for none, all_ in (("unknown", "orders"), ("unknown_paid", "paid"))
        )
        said.append(words("{share} of the year's orders, {paid} of paid, name a buyer.", share=named, paid=paid))
        blind = words(", ").join(words.name(name) for name in orders.loc[orders["blind"], "platform"])
        if blind:
            said.append(words("{platforms}: told by the platform's crowd alone.", platforms=blind))
    return ("" if words.language == "zh" else " ").join(said)


def first(card: pd.DataFrame | Missing) -> list[str]:
    """Choose the cards of the first screen from what the shop's data give."""
    if isinstance(card, Missing):
        return []
    best = (next((kpi for kpi in place if kpi in card.index), None) for place in FIRST)
    return [kpi for kpi in best if kpi]


@shows_missing
def who_pays(sizes: pd.DataFrame, words: Words, *, unstable: Iterable[str] = ()) -> Found:
    """Say which persona brings most, and what to do with it."""
    row = sizes.sort_values("net", ascending=False, kind="stable").to_dict("records")[0]
    text = words(
        "{persona}: {share} of known customers bring {net} of their net (between {low} and {high}), {year} in the last "
        "year or {each} a customer.",
        persona=words.name(row["persona"]),
        share=words.short(row["share"], "share"),
        net=words.short(row["net_share"], "share"),
        low=words.short(row["net_low"], "share"),
        high=words.short(row["net_high"], "share"),
        year=words.short(row["net_year"], "money"),
        each=words.short(row["net_each"], "money"),
    )
    codes = str(row["persona"]).split("+")
    lead = words("Lead with {goods} in ads, pages and first offers to them.", goods=within(words.name(codes[0])))
    action = next((words(ACTIONS[code]) for code in ACTIONS if code in codes), lead)
    grade: Grade = "hint" if row["persona"] in set(unstable) else "likely"
    return finding(text, words, id="who_pays", grade=grade, effect=float(row["net_year"]), action=action)


@shows_missing
def lapsing(moves: pd.DataFrame, words: Words, *, then: date) -> Found:
    """Say how many fell silent since the earlier day, what they had brought, and how many came back by themselves."""
    gone = moves[(moves["state"] == "lapsed") & ~moves["state_before"].isin(["lapsed", "not_yet"])]
    count, yearly = float(gone["customers"].sum()), float(gone["net_a_year"].sum())
    if not count:
        return note(words("Nobody fell silent since {day}.", day=words.day(then)), words)
    back = moves[(moves["state_before"] == "lapsed") & (moves["state"] != "lapsed")]
    returned = words(
        "; {back} of {of} lapsed ones came back by themselves",
        back=words.value(float(back["customers"].sum()), "count"),
        of=words.value(float(back["of"].max() if len(back) else 0.0), "count"),
    )
    text = words(
        "{count} customers lapsed since {day}; while they bought they had brought {yearly} a year{returned}.",
        count=words.value(count, "count"),
        day=words.day(then),
        yearly=words.short(yearly, "money"),
        returned=returned if len(back) else "",
    )
    action = words(
        "Write to those who near the limit before they cross it; leave one in ten out, to see what it brings."
    )
    return finding(text, words, id="lapsing", grade="measured", effect=-yearly, action=action)


@shows_missing
def pain(found: pd.DataFrame, words: Words) -> Found:
    """Say what one persona complains of more than others, and what the known complainers bring."""
    clear = found[found["clear"] & (found["net_year"] > 0)]
    if clear.empty:
        return note(words("No persona complains of anything surely more than the others."), words)
    row = clear.to_dict("records")[0]
    topic = within(answer("pains", row["topic"], words))
    text = words(
        "{persona}: {share} of what they write complains of {topic} (between {low} and {high}, n={n}), against {all} "
        "of all; those who said so brought {net} in the last year.",
        persona=words.name(row["persona"]),
        share=words.value(row["share"], "share"),
        topic=topic,
        low=words.value(row["low"], "share"),
        high=words.value(row["high"], "share"),
        n=words.value(row["reviews"], "count"),
        all=words.value(row["all"], "share"),
        net=words.short(row["net_year"], "money"),
    )
    usual = words("Read what they wrote on {topic}, and mend it for what they buy first.", topic=topic)
    action = words(MENDS[row["topic"]]) if row["topic"] in MENDS else usual
    return finding(text, words, id="pain", grade="likely", effect=-float(row["net_year"]), action=action)


@shows_missing
def second_order(moves: pd.DataFrame, words: Words, *, then: date) -> Found:
    """Say how many first-time buyers bought again since the earlier day, and what one in a hundred more would bring."""
    firsts = moves[moves["state_before"] == "first"]
    again = firsts[firsts["state"].isin(["repeat", "vip"])]
    count, of = float(again["customers"].sum()), float(firsts["of"].max())
    if not count:
        return note(words("No first-time buyer bought again since {day}.", day=words.day(then)), words)
    each = float(again["net_since"].sum()) / count
    part = wilson(count, of)
    text = words(
        "{count} of {of} who had bought once by {day} bought again since ({range}); each brought {each}. One in a "
        "hundred more would be {more} a quarter.",
        range=words.range(part.low, part.high, "share"),
        count=words.value(count, "count"),
        of=words.value(of, "count"),
        day=words.day(then),
        each=words.short(each, "money"),
        more=words.short(of * each / 100, "money"),
    )
    action = words("Test a message for the second order against none, at the age at which most come back.")
    return finding(text, words, id="second_order", grade="likely", effect=of * each / 100, action=action)


@shows_missing
def mix(shift: pd.DataFrame, words: Words, *, then: date) -> Found:
    """Say which persona grew or shrank most among the quarter's buyers, if any surely did."""
    clear = shift[(shift["low"] > 0) | (shift["high"] < 0)]
    if clear.empty:
        return note(words("The mix of personas among the quarter's buyers did not surely change."), words)
    row = clear.loc[[clear["change"].abs().idxmax()]].to_dict("records")[0]
    text = words(
        "{persona} went from {before} to {after} of a quarter's buyers ({low} to {high}) since {day}.",
        persona=words.name(row["segment"]),
        before=words.short(row["share_before"], "share"),
        after=words.short(row["share"], "share"),
        low=words.signed(row["low"], "points"),
        high=words.signed(row["high"], "points"),
        day=words.day(then),
    )
    action = words("Hold it against the same months a year ago before acting: events bring their own buyers.")
    return finding(text, words, id="mix", grade="hint", effect=math.nan, action=action)


def within(name: str) -> str:
    """Write a name as it stands in the middle of a sentence."""
    return name[:1].lower() + name[1:]


def _largest(sizes: pd.DataFrame, words: Words, *, by: str) -> str:
    row = sizes.sort_values("net", ascending=False, kind="stable").to_dict("records")[0]
    return words(
        "Most money comes from “{persona}”: {share} of known customers bring {net} of net, {year} in the last year",
        persona=words.name(row[by]),
        share=words.short(row["share"], "share", 0),
        net=words.short(row["net_share"], "share", 0),
        year=words.short(row["net_year"], "money"),
    )


def _largest_crowd(crowds: pd.DataFrame, words: Words) -> str:
    told = crowds[crowds["dimension"].isin(["age", "gender"])]
    row = (crowds if told.empty else told).sort_values("buyers", ascending=False, kind="stable").to_dict("records")[0]
    return words(
        "No buyer ids; by its crowd, {bucket} are {share} of the buyers of {platform} and pay {paid}",
        bucket=words.name(row["bucket"]),
        share=words.short(row["share"], "share", 0),
        platform=words.name(row["platform"]),
        paid=words.short(row["paid_share"], "share", 0),
    )


def _hurts(pains: pd.DataFrame | Missing, words: Words) -> str:
    known = pd.DataFrame() if isinstance(pains, Missing) else pains.dropna(subset=["said"])
    if known.empty:
        return words(".")
    row = known.to_dict("records")[0]
    return words(
        ". What they complain of most is {topic}, in {share} of reviews and tickets.",
        topic=within(answer("pains", row["topic"], words)),
        share=words.value(row["said"], "share"),
    )
