"""Figures of prices and offers: elasticity, margins, break-even."""

from __future__ import annotations

from planbook.measures.catalog.kpi import KPI

# fmt: off
PRICING: tuple[KPI, ...] = ()
# fmt: on
