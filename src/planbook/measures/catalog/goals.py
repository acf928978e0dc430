"""Figures of goals: forecasts, chances, what a branch must do."""

from __future__ import annotations

from planbook.measures.catalog.kpi import KPI

# fmt: off
GOALS: tuple[KPI, ...] = ()
# fmt: on
