"""What each table holds: one line a column, with type, meaning and an example.

Everything that knows a column reads it here: the store selects and casts these columns, the checks build
their Pandera schemas from them, and ``docs/tables.md`` is written from them. Money is in the currency of the
order or shop, shares are 0–1, days and times are in the shop's time zone.
"""

from __future__ import annotations

from planbook.tables.column import Column, Table
from planbook.tables.schema import campaign, documents, imports, market, people, plans, sales, visits

__all__ = ["ASKED", "BESIDE", "DATA", "LEFT", "PLANS", "TABLES", "Column", "Table"]

# the plan's own rows, which notebooks write and people edit in plans/ of the workspace
PLANS = (
    *(plans.TARGETS, plans.BENCHMARKS, plans.CAMPAIGNS, campaign.BRIEF, campaign.OFFERS, campaign.ASSORTMENT),
    *(
        campaign.LAYERS,
        campaign.CREATORS,
        campaign.RESOURCES,
        campaign.TASKS,
        campaign.CALENDAR,
        campaign.RISKS,
        plans.ACTIONS,
        plans.LESSONS,
    ),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        *(sales.ORDERS, sales.ORDER_ITEMS, sales.PRODUCTS, sales.REFUNDS, sales.SETTLEMENTS, sales.CUSTOMERS),
        *(
            visits.TRAFFIC,
            visits.ITEM_TRAFFIC,
            visits.AD_SPEND,
            visits.ACCOUNTS,
            visits.LIVES,
            visits.MESSAGES,
            visits.LIFT_TESTS,
        ),
        *(people.CROWDS, people.FEEDBACK, people.SURVEY, people.RATINGS, people.ANSWERS),
        *(market.CATEGORY, market.COMPETITOR_ITEMS, market.COMPETITOR_POSTS, market.COMPETITOR_TRAFFIC),
        *(plans.EVENTS, *PLANS),
        *(documents.MARKET_LOG, documents.AB_TESTS, documents.ENTRIES),
        imports.BOUNDS,
    )
}

# what comes in: the names of all tables but the plan's own
DATA = tuple(name for name in TABLES if name not in {table.name for table in PLANS})
# of it, what some exports bring besides and no notebook asks for yet
BESIDE = (
    *("refunds", "settlements", "customers", "lives", "messages", "answers", "bounds"),
    *("ab_tests", "entries"),
)
# what notebooks leave for the next ones, and people for themselves: it is no lack where nobody has done so yet
LEFT = ("brief", "offers", "market_log")
ASKED = tuple(name for name in DATA if name not in BESIDE)
