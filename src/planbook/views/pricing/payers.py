"""Who pays for an offer, what that rests on, and what it gives stacked and alone."""

from __future__ import annotations

import pandas as pd

from planbook.absence import Missing
from planbook.measures.mechanics import Deal
from planbook.offers import CROSS_SHOP, Offers
from planbook.views import spoken, tables
from planbook.views.display import View, note, shows_missing, stacked
from planbook.views.pricing import terms
from planbook.views.spoken import BY_ROW, listed
from planbook.views.vocabulary import msg
from planbook.views.words import Words

ALL = "all"


@shows_missing
def settled(deals: dict[str, list[Deal]], words: Words) -> View:
    """Say who is taken to pay for the offers, and how many points are taken to come back (`baskets.scaled`)."""
    parts = {platform: [part for deal in own for part in deal.parts or (deal,)] for platform, own in deals.items()}
    shared = {
        platform: next(part for part in own if part.key == CROSS_SHOP)
        for platform, own in parts.items()
        if any(part.key == CROSS_SHOP for part in own)
    }
    said = [words("The shop is taken to pay for all that is taken off or given.")]
    if shared:
        each = [_share(platform, part, words) for platform, part in shared.items()]
        text = words(
            "Who pays for “{offer}” is assumed: the shop’s share is set to {shares} (offers.yml, shop_pays). The "
            "invitation to the event says what holds.",
            offer=terms.name(next(iter(shared.values())), words),
            shares=spoken.enumerated(each, words),
        )
        said = [words("The shop is taken to pay for its own offers."), text]
    if any(part.mechanic == "points" and part.redeemed is None for own in parts.values() for part in own):
        said.append(words("How many points come back is not known: they are reckoned as if all did."))
    return note(("" if words.language == "zh" else " ").join(said), words)


def stacking(
    found: pd.DataFrame | Missing, words: Words, *, deals: dict[str, list[Deal]] | Missing, rules: Offers
) -> View:
    """Show what stacked offers give beside each of their parts alone, and which platforms let them be stacked.

    Parameters
    ----------
    found
        ``offers.reckon`` of `baskets.apart`.
    words
        The report's language.
    deals
        `baskets.scaled`, for the platforms that are spoken of.
    rules
        ``project.offers``.
    """
    own = {} if isinstance(deals, Missing) else {name: rules.platforms.get(name) for name in deals}
    allowed = [name for name, rule in own.items() if rule and rule.stacks]
    refused = [name for name, rule in own.items() if rule and not rule.stacks]
    if not allowed + refused and isinstance(found, Missing) and found.reason == "empty":
        return note(words("No offers are stacked on the campaign’s platforms."), words)
    said = []
    if allowed:
        text = words(
            "Set as allowed beside the platform’s own full reduction on: {platforms}.", platforms=listed(allowed, words)
        )
        said.append(text)
    if refused:
        said.append(words("Set as refused on: {platforms}.", platforms=listed(refused, words)))
    said.append(
        words(
            "This is a setting (offers.yml, stacks); each event’s rules say whether a shop’s offers are taken off too."
        )
    )
    rule = note(("" if words.language == "zh" else " ").join(said), words)
    if isinstance(found, Missing) and found.reason == "empty":
        return rule
    return stacked(_beside(found, words), rule)


@shows_missing
def _beside(found: pd.DataFrame, words: Words) -> View:
    whole = found[found["platform"] == ALL]
    shown = (whole if len(whole) else found).reset_index(drop=True)
    columns: dict[str, tuple[str, str]] = {} if len(whole) else {"platform": (msg("Platform"), tables.TEXT)}
    columns |= {
        "offer": (msg("Offer"), BY_ROW),
        "stacking": (msg("Stacking"), tables.TEXT),
        "qualify": (msg("Orders it reaches"), "share"),
        "price": (msg("What buyers pay for the same"), "share"),
        "after": (msg("Margin of an order, with it"), "money"),
        "needed": ("uplift_needed", "share"),
        "effect": ("offer_effect", "money"),
        "low": (msg("Low"), "money"),
        "high": (msg("High"), "money"),
    }
    if shown["effect"].isna().all():
        columns = {name: head for name, head in columns.items() if name not in ("effect", "low", "high")}
    told = shown.assign(stacking=["stacking_on" if deal.parts else "stacking_off" for deal in shown["terms"]])
    title = words("Stacking on and off: each offer alone, and all of them together")
    said = {"offer": terms.names(shown["terms"].tolist(), words)}
    return spoken.table(told, said, words, id="stacking", title=title, columns=columns)


def _share(platform: str, part: Deal, words: Words) -> str:
    share = words.short(part.shop_pays, "share", 0)
    return words("{share} on {platform}", share=share, platform=words.name(platform))
