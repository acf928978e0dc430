"""How an attribute is said as a promise: what we are, not what others are not."""

from __future__ import annotations

from planbook.views.rivals.brands import topic_of
from planbook.views.vocabulary import msg
from planbook.views.words import Words

CLAIMS = {  # attribute → what follows on "the tea that"
    "aroma": msg("has an aroma that people notice"),
    "taste": msg("has a taste that people praise"),
    "freshness": msg("is fresh when it arrives"),
    "packaging": msg("comes well packed"),
    "price": msg("is worth its price"),
    "logistics": msg("arrives fast and on its day"),
    "service": msg("comes with service that can be relied on"),
    "brewing": msg("is easy to brew"),
    "gifting": msg("does its giver credit"),
    "authenticity": msg("is genuine, with an origin that can be trusted"),
}


def claim(attribute: object, words: Words) -> str:
    """Say an attribute as a promise; one that we do not know by its own name."""
    if str(attribute) in CLAIMS:
        return words(CLAIMS[str(attribute)])
    return words("stands out by its {attribute}", attribute=topic_of(attribute, words))
