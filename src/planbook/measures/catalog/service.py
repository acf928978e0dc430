"""Figures of service and of the shop's accounts."""

from planbook.measures.catalog.kpi import KPI

# fmt: off
SERVICE: tuple[KPI, ...] = (
)
# fmt: on
