"""A campaign plan as it is shown and said, a module a part; `campaign_plan` is the first screen."""

from planbook.views.planning import (
    assortment,
    brief,
    campaign_plan,
    collecting,
    copy,
    creators,
    earlier,
    ideas,
    rhythm,
    risks,
)

__all__ = [
    "assortment",
    "brief",
    "campaign_plan",
    "collecting",
    "copy",
    "creators",
    "earlier",
    "ideas",
    "rhythm",
    "risks",
]
