"""Figures of the value proposition: what weighs for buyers, and how we do it."""

from __future__ import annotations

from planbook.measures.catalog.kpi import KPI

# fmt: off
VALUE: tuple[KPI, ...] = ()
# fmt: on
