"""Figures of customers: who they are and what they say."""

from planbook.measures.catalog.kpi import KPI

# fmt: off
PEOPLE: tuple[KPI, ...] = (
)
# fmt: on
