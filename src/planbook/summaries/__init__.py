"""Tables of any size → small frames: the only code that touches big tables.

Each summary takes the shop's tables and named periods, and returns one row a period and segment; what does not
add (buyers) is counted here, where the rows are. What it cannot read it answers with `Missing`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.summaries.ads import ads, ads_daily
from planbook.summaries.base import Periods
from planbook.summaries.baskets import baskets, newcomers, points
from planbook.summaries.campaign import Campaign, campaign, planned
from planbook.summaries.campaign_days import (
    ad_days,
    campaign_days,
    campaign_spans,
    item_days,
    side_days,
    touched,
    trade_days,
)
from planbook.summaries.campaign_plan import (
    assortment,
    campaign_targets,
    creators,
    earlier_actions,
    earlier_lessons,
    edition_before,
    tasks,
)
from planbook.summaries.coverage import calendar, coverage, last_day
from planbook.summaries.customers import customers, gaps, potential, quarter_before
from planbook.summaries.items import costs, items
from planbook.summaries.ladder import item_ladder, ladder
from planbook.summaries.plan import actions, campaigns, event_bands, targets
from planbook.summaries.prices import floor_breaks, price_history, price_weeks
from planbook.summaries.rivals import category_weeks, own_prices, rival_items, rival_posts, rival_traffic
from planbook.summaries.said import feedback
from planbook.summaries.sales import daily, discounts, refunds, refunds_known_to, sales
from planbook.summaries.service import accounts, service
from planbook.summaries.visits import market, traffic
from planbook.summaries.voices import anonymous, crowds, survey, year_to
from planbook.tables.store import Tables

if TYPE_CHECKING:
    import pandas as pd

    from planbook.absence import Missing

__all__ = [
    "Campaign",
    "accounts",
    "actions",
    "ad_days",
    "ads",
    "ads_daily",
    "anonymous",
    "assortment",
    "baskets",
    "calendar",
    "campaign",
    "campaign_days",
    "campaign_spans",
    "campaign_targets",
    "campaigns",
    "category_weeks",
    "costs",
    "coverage",
    "creators",
    "crowds",
    "customers",
    "daily",
    "discounts",
    "earlier_actions",
    "earlier_lessons",
    "edition_before",
    "event_bands",
    "feedback",
    "floor_breaks",
    "gaps",
    "history",
    "item_days",
    "item_ladder",
    "items",
    "ladder",
    "last_day",
    "market",
    "newcomers",
    "own_prices",
    "planned",
    "points",
    "potential",
    "price_history",
    "price_weeks",
    "quarter_before",
    "refunds",
    "refunds_known_to",
    "rival_items",
    "rival_posts",
    "rival_traffic",
    "sales",
    "service",
    "side_days",
    "survey",
    "targets",
    "tasks",
    "touched",
    "trade_days",
    "traffic",
    "year_to",
]


def history(tables: Tables, line: Periods) -> tuple[pd.DataFrame | Missing, ...]:
    """Give sales, traffic, advertising and traffic by kind of each period, as ``kpis.reckon`` takes them."""
    by_kind = traffic(tables, line, by=("traffic_kind",))
    return sales(tables, line), traffic(tables, line), ads(tables, line, by=()), by_kind
