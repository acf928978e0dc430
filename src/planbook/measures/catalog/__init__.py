"""The KPI catalog: each figure once, with its formula, unit, direction and its two names.

GLOSSARY.md is written from it, the views take names and units from it, and a measure that makes a figure uses
its id. Chinese names are those of the platforms' own consoles, so that a planner finds them again there.
"""

from __future__ import annotations

from planbook.measures.catalog.campaign import CAMPAIGN
from planbook.measures.catalog.kpi import DOWN, KPI, NEITHER, UNITS, UP
from planbook.measures.catalog.market import MARKET
from planbook.measures.catalog.people import PEOPLE
from planbook.measures.catalog.sales import SALES
from planbook.measures.catalog.service import SERVICE

__all__ = ["CATALOG", "DOWN", "KPI", "NEITHER", "UNITS", "UP"]

CATALOG: dict[str, KPI] = {kpi.id: kpi for kpi in (*SALES, *SERVICE, *MARKET, *PEOPLE, *CAMPAIGN)}
