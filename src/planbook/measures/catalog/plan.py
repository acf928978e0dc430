"""Figures of a campaign plan: time, people to collect, risks in money."""

from __future__ import annotations

from planbook.measures.catalog.kpi import KPI

# fmt: off
PLAN: tuple[KPI, ...] = ()
# fmt: on
