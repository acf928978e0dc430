"""A campaign plan as it is shown and said, a module a part; `campaign_plan` is the first screen."""

from planbook.views.planning import (
    assortment,
    brief,
    calendar,
    campaign_plan,
    collecting,
    copy,
    creators,
    duties,
    earlier,
    goals,
    ideas,
    readiness,
    rhythm,
    risks,
    rows,
    timetable,
)

__all__ = [
    "assortment",
    "brief",
    "calendar",
    "campaign_plan",
    "collecting",
    "copy",
    "creators",
    "duties",
    "earlier",
    "goals",
    "ideas",
    "readiness",
    "rhythm",
    "risks",
    "rows",
    "timetable",
]
