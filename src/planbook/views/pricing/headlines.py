"""What a pricing report opens with: its headline, its cards, and how complete its data are."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from planbook.absence import Missing
from planbook.views.display import View, unsaid
from planbook.views.findings import headline
from planbook.views.pricing import offers, terms, verdicts
from planbook.views.spoken import listed, row
from planbook.views.words import Words

Frame = Any  # a frame, or what is `Missing` for it
MOST_NAMED = 3  # platforms in the headline


class Facts(NamedTuple):
    """What the first screen speaks of, each a frame or `Missing`."""

    ran: Frame  # summaries.planned
    ranked: Frame  # choice.ranked
    slopes: Frame  # elasticity.effects
    breaks: Frame  # floor.total


def opening(facts: Facts, words: Words, *, state: str = "") -> View:
    """Say which offer pays, what a price change of 1 % does, and what was sold below its floor price."""
    if isinstance(facts.ranked, Missing):
        nothing = words("Which offer pays cannot be reckoned: orders with lines and the cost of goods are needed.")
        return headline(unsaid(facts.ranked, words, nothing), words, state=state)
    first = "" if facts.ranked.empty else verdicts.choice(facts.ranked, words)
    said = [*_campaign(facts.ran, words), first, *_slope(facts.slopes, words), *_floor(facts.breaks, words)]
    return headline(("" if words.language == "zh" else " ").join(part for part in said if part), words, state=state)


def state(words: Words, *, as_of: pd.Timestamp, orders: Frame, everyday: Frame) -> str:
    """Say to which day the data reach, for how many orders the money is told, and on top of which discounts."""
    said = [words("Data complete to {day}.", day=words.day(as_of))]
    if isinstance(orders, pd.DataFrame):
        n = words.value(float(orders["orders"].sum()), "count")
        said.append(
            words("Money is told for the {n} orders that the campaign is taken to bring without an offer.", n=n)
        )
    else:
        said.append(words("Money is told for a thousand orders, since no campaign is known."))
    said += offers.on_top(everyday, words)
    return ("" if words.language == "zh" else " ").join(said)


def notes(ranked: Frame, words: Words, *, breaks: Frame) -> dict[str, str]:
    """Name the offer that the cards speak of, and the day on which the floor was last broken."""
    told = {}
    if not isinstance(ranked, Missing) and not ranked.empty:
        offer = terms.name(ranked["terms"].iloc[0], words)
        told = dict.fromkeys(("offer_effect", "loss_chance", "uplift_needed"), offer)
    if not isinstance(breaks, Missing) and breaks["units"].iloc[0]:
        told["below_floor_units"] = words("the last on {day}", day=words.day(breaks["last"].iloc[0]))
    return told


def _campaign(ran: Frame, words: Words) -> list[str]:
    if isinstance(ran, Missing):
        return []
    few = len(ran.platforms) <= MOST_NAMED
    place = listed(ran.platforms, words) if few else words("{n} platforms", n=len(ran.platforms))
    return [
        words(
            "{campaign} ({place}, {days}):", campaign=ran.name(words.language), place=place, days=words.span(ran.span)
        )
    ]


def _slope(slopes: Frame, words: Words) -> list[str]:
    if isinstance(slopes, Missing) or not slopes["category"].eq("all").any():
        return []
    whole = row(slopes[slopes["category"] == "all"].set_index("category"), "all")
    said = {
        "units": words.change(whole["units_more"] / 100),
        "margin": words.change(whole["margin_more"] / 100),
    }
    if pd.isna(whole["margin_more"]):
        return [words("1% off the price changes units by {units}.", **said)]
    return [words("1% off the price changes units by {units} and margin by {margin}.", **said)]


def _floor(breaks: Frame, words: Words) -> list[str]:
    if isinstance(breaks, Missing) or breaks.empty or not breaks["units"].iloc[0]:
        return []
    total = row(breaks, 0)
    said = {"items": words.value(total["items"], "count"), "units": words.value(total["units"], "count")}
    said |= {"day": words.day(total["last"]), "open": words.short(total["open"], "money")}
    told = [words("{units} units were sold below the floor price (items: {items}), the last on {day}.", **said)]
    return [*told, words("Price protection can still cost {open} at most.", **said)] if total["open"] else told
