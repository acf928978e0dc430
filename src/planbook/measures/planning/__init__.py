"""A campaign plan: what is to be done, by whom and when, for whom, with what, and what may go wrong.

earlier           lessons and open actions that fit · ideas   the theme, screened · rhythm   stages with goal and money
assortment_plan   items · collecting   people · copy   words and prices · creators_ahead   bookings · risks   in money
ready             which parts stand
"""

from planbook.measures.planning import (
    assortment_plan,
    collecting,
    copy,
    creators_ahead,
    earlier,
    ideas,
    ready,
    rhythm,
    risks,
)

__all__ = [
    "assortment_plan",
    "collecting",
    "copy",
    "creators_ahead",
    "earlier",
    "ideas",
    "ready",
    "rhythm",
    "risks",
]
