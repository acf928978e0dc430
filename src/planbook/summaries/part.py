"""Some platforms of a shop: the same summaries, of what a campaign's platforms sold and cost alone.

Where no campaign is known there is no part, and each summary answers with that `Missing`.
"""

from __future__ import annotations

import hashlib
from datetime import date

import ibis
import pandas as pd

from planbook.absence import Missing, passes_missing
from planbook.summaries import ads as whole_ads
from planbook.summaries import refunds as whole_refunds
from planbook.summaries import sales as whole_sales
from planbook.summaries import traffic as whole_traffic
from planbook.summaries.base import Periods, first_orders
from planbook.summaries.campaign import Campaign
from planbook.tables.store import Tables


class Part(Tables):
    """A shop's tables with the rows of some platforms alone; who is new is told by the whole shop."""

    def __init__(self, whole: Tables, platforms: tuple[str, ...]) -> None:
        self.shop, self.engine, self.files = whole.shop, whole.engine, whole.files
        self.whole, self.platforms = whole, platforms
        first = first_orders(whole)
        self._open = {} if isinstance(first, Missing) else {"first_orders": first}

    def __getitem__(self, name: str) -> ibis.Table | Missing:
        return self._own(self.whole[name])

    def periods(self, name: str) -> ibis.Table | Missing:
        """Give the rows of these platforms that are no days."""
        return self._own(super().periods(name))

    def _own(self, table: ibis.Table | Missing) -> ibis.Table | Missing:
        if isinstance(table, Missing) or "platform" not in table.columns:
            return table
        return table.filter(table.platform.isin(list(self.platforms)))

    def kept(self, name: str, expression: ibis.Table) -> ibis.Table:
        """Reckon an expression once, apart from that of the whole shop."""
        if name in self._open:
            return self._open[name]
        own = hashlib.sha256("\n".join(self.platforms).encode()).hexdigest()[:8]
        return super().kept(f"{name}_{own}", expression)


@passes_missing
def of(tables: Tables, ran: Campaign) -> Part:
    """Give the tables of a campaign's platforms."""
    return Part(tables, ran.platforms)


sales = passes_missing(whole_sales)
traffic = passes_missing(whole_traffic)
ads = passes_missing(whole_ads)


@passes_missing
def refunds(tables: Tables, spans: Periods, *, as_of: pd.Timestamp) -> pd.DataFrame | Missing:
    """Count what was paid back by the age of the order, from 400 days before the current span on."""
    return whole_refunds(tables, spans["current"], as_of=as_of)


@passes_missing
def dates(spans: Periods) -> tuple[date, date]:
    """Give the first and the last day of the current span."""
    return spans["current"].start, spans["current"].end


def history(tables: Tables | Missing, line: Periods | Missing) -> tuple[pd.DataFrame | Missing, ...]:
    """Give sales, traffic, advertising and traffic by kind of each period, as ``kpis.reckon`` takes them."""
    return (
        sales(tables, line),
        traffic(tables, line),
        ads(tables, line, by=()),
        traffic(tables, line, by=("traffic_kind",)),
    )


def by_platform(tables: Tables | Missing, line: Periods | Missing) -> tuple[pd.DataFrame | Missing, ...]:
    """Give sales, traffic and advertising of each platform, as ``kpis.by_platform`` takes them."""
    by = ("platform",)
    return sales(tables, line, by=by), traffic(tables, line, by=by), ads(tables, line, by=by)
