"""Tables of any size → small frames: the only code that touches big tables.

Each summary takes the shop's tables and named periods, and returns one row a period and segment; what does not
add (buyers) is counted here, where the rows are. What it cannot read it answers with `Missing`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.summaries.ads import ads, ads_daily
from planbook.summaries.base import Periods
from planbook.summaries.coverage import calendar, coverage, last_day
from planbook.summaries.items import costs, items
from planbook.summaries.plan import campaigns, event_bands, targets
from planbook.summaries.sales import daily, discounts, refunds, refunds_known_to, sales
from planbook.summaries.visits import market, traffic
from planbook.tables.store import Tables

if TYPE_CHECKING:
    import pandas as pd

    from planbook.absence import Missing

__all__ = [
    "ads",
    "ads_daily",
    "calendar",
    "campaigns",
    "costs",
    "coverage",
    "daily",
    "discounts",
    "event_bands",
    "history",
    "items",
    "last_day",
    "market",
    "refunds",
    "refunds_known_to",
    "sales",
    "targets",
    "traffic",
]


def history(tables: Tables, line: Periods) -> tuple[pd.DataFrame | Missing, ...]:
    """Give sales, traffic, advertising and traffic by kind of each period, as ``kpis.reckon`` takes them."""
    by_kind = traffic(tables, line, by=("traffic_kind",))
    return sales(tables, line), traffic(tables, line), ads(tables, line, by=()), by_kind
