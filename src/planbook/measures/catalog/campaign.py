"""Figures of a campaign: what it added, cost and left."""

from planbook.measures.catalog.kpi import KPI

# fmt: off
CAMPAIGN: tuple[KPI, ...] = (
)
# fmt: on
