"""Code words from tables as people say them: platforms, sources, stages, factors of a decomposition.

A word that is not here is shown as it stands, since shops name their own sources and channels.
"""

from __future__ import annotations

from planbook.views.vocabulary import budget, campaign, goals, people, plan, pricing, rivals, shop, value
from planbook.views.vocabulary.mark import msg
from planbook.views.vocabulary.shop import NO_ITEM

__all__ = ["NAMES", "NO_ITEM", "msg"]

_PARTS = (shop, people, campaign, rivals, value, goals, budget, pricing, plan)
NAMES: dict[str, str] = {word: said for part in _PARTS for word, said in part.NAMES.items()}
