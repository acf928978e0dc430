"""A campaign plan: what is to be done, by whom and when, for whom, with what, and what may go wrong.

earlier           lessons and open actions that fit · ideas   the theme, screened · rhythm   stages with goal and money
assortment_plan   items · collecting   people · copy   words and prices · creators_ahead   bookings
resources_ahead   slots of platforms · risks   in money
deadlines, schedule, simulate   tasks, what waits for what, when all is done · content, staffing   the calendar
duties   who answers for what · ready   which parts stand · reach   which goals have a fair chance
"""

from planbook.measures.planning import (
    assortment_plan,
    collecting,
    content,
    copy,
    creators_ahead,
    deadlines,
    duties,
    earlier,
    ideas,
    reach,
    ready,
    resources_ahead,
    rhythm,
    risks,
    schedule,
    simulate,
    staffing,
)

__all__ = [
    "assortment_plan",
    "collecting",
    "content",
    "copy",
    "creators_ahead",
    "deadlines",
    "duties",
    "earlier",
    "ideas",
    "reach",
    "ready",
    "resources_ahead",
    "rhythm",
    "risks",
    "schedule",
    "simulate",
    "staffing",
]
