"""The KPI catalog: each figure once, with its formula, unit, direction and its two names.

GLOSSARY.md is written from it, the views take names and units from it, and a measure that makes a figure uses
its id. Who sets a goal chooses among them, so that heads of one table's columns stand in scripts/heads.yml. Chinese
names are those of the platforms' own consoles, so that a planner finds them again there.
"""

from __future__ import annotations

from planbook.measures.catalog.budget import BUDGET
from planbook.measures.catalog.campaign import CAMPAIGN
from planbook.measures.catalog.goals import GOALS
from planbook.measures.catalog.kpi import DOWN, KPI, NEITHER, UNITS, UP
from planbook.measures.catalog.market import MARKET
from planbook.measures.catalog.people import PEOPLE
from planbook.measures.catalog.plan import PLAN
from planbook.measures.catalog.pricing import PRICING
from planbook.measures.catalog.sales import SALES
from planbook.measures.catalog.service import SERVICE
from planbook.measures.catalog.value import VALUE

__all__ = ["CATALOG", "DOWN", "KPI", "NEITHER", "UNITS", "UP"]

_PARTS = (SALES, SERVICE, MARKET, PEOPLE, VALUE, GOALS, BUDGET, PRICING, PLAN, CAMPAIGN)
CATALOG: dict[str, KPI] = {kpi.id: kpi for part in _PARTS for kpi in part}
