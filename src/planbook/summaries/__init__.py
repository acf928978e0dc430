"""Tables of any size → small frames: the only code that touches big tables.

Each summary takes the shop's tables and named periods, and returns one row a period and segment; what does not
add (buyers) is counted here, where the rows are. What it cannot read it answers with `Missing`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.summaries.ads import ads, ads_daily
from planbook.summaries.base import Periods
from planbook.summaries.baskets import baskets, newcomers, points
from planbook.summaries.brief import known_lines
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
    seen_on_market,
    tasks,
)
from planbook.summaries.coverage import calendar, coverage, last_day
from planbook.summaries.customers import customers, gaps, potential, quarter_before
from planbook.summaries.goals import (
    all_stages,
    all_targets,
    benchmarks,
    bought_by_channel,
    campaign_rows,
    horizon,
    launch_weeks,
    months_of,
    paid_days,
    planned_hours,
)
from planbook.summaries.items import costs, items
from planbook.summaries.ladder import item_ladder, ladder
from planbook.summaries.plan import actions, campaigns, event_bands, targets
from planbook.summaries.prices import floor_breaks, price_history, price_weeks
from planbook.summaries.ratings import ratings
from planbook.summaries.rivals import category_weeks, own_prices, rival_items, rival_posts, rival_traffic
from planbook.summaries.said import feedback
from planbook.summaries.sales import daily, discounts, refunds, refunds_known_to, sales
from planbook.summaries.schedule import content, event_stages, planned_tasks, unbooked
from planbook.summaries.service import accounts, service
from planbook.summaries.spend import Channels, campaign_spend, channel_days, lift_tests
from planbook.summaries.visits import market, traffic
from planbook.summaries.voices import anonymous, crowds, survey, year_to
from planbook.tables.store import Tables

if TYPE_CHECKING:
    import pandas as pd

    from planbook.absence import Missing

__all__ = [
    "Campaign",
    "Channels",
    "accounts",
    "actions",
    "ad_days",
    "ads",
    "ads_daily",
    "all_stages",
    "all_targets",
    "anonymous",
    "assortment",
    "baskets",
    "benchmarks",
    "bought_by_channel",
    "calendar",
    "campaign",
    "campaign_days",
    "campaign_rows",
    "campaign_spans",
    "campaign_spend",
    "campaign_targets",
    "campaigns",
    "category_weeks",
    "channel_days",
    "content",
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
    "event_stages",
    "feedback",
    "floor_breaks",
    "gaps",
    "history",
    "horizon",
    "item_days",
    "item_ladder",
    "items",
    "known_lines",
    "ladder",
    "last_day",
    "launch_weeks",
    "lift_tests",
    "market",
    "months_of",
    "newcomers",
    "own_prices",
    "paid_days",
    "planned",
    "planned_hours",
    "planned_tasks",
    "points",
    "potential",
    "price_history",
    "price_weeks",
    "quarter_before",
    "ratings",
    "refunds",
    "refunds_known_to",
    "rival_items",
    "rival_posts",
    "rival_traffic",
    "sales",
    "seen_on_market",
    "service",
    "side_days",
    "survey",
    "targets",
    "tasks",
    "touched",
    "trade_days",
    "traffic",
    "unbooked",
    "year_to",
]


def history(tables: Tables, line: Periods) -> tuple[pd.DataFrame | Missing, ...]:
    """Give sales, traffic, advertising and traffic by kind of each period, as ``kpis.reckon`` takes them."""
    by_kind = traffic(tables, line, by=("traffic_kind",))
    return sales(tables, line), traffic(tables, line), ads(tables, line, by=()), by_kind
