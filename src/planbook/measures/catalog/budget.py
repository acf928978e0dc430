"""Figures of budgets: responses, marginal returns, what a rule costs."""

from __future__ import annotations

from planbook.measures.catalog.kpi import KPI

# fmt: off
BUDGET: tuple[KPI, ...] = ()
# fmt: on
