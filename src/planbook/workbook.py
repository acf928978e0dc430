"""What every notebook opens first: the shop's tables, the periods in question, and the words of the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from planbook import periods, project, summaries
from planbook.measures.kpis import EARLIER
from planbook.periods import Period
from planbook.summaries.spend import Channels
from planbook.tables import plans
from planbook.tables.store import Tables, open_shop
from planbook.views.display import View
from planbook.views.words import Words, open_words

if TYPE_CHECKING:
    import pandas as pd

    from planbook.project import Project, Shop
    from planbook.workdays import Workdays

LEARNED = 60  # days before a period
SETTLED = 28  # days after a period: nine in ten refunds come sooner
LINE = 13  # periods of a card's line: a year and the same month again
MONTHS = 25  # two years and the same month again


@dataclass(frozen=True)
class Book:
    """An open workbook: one shop, its tables, the period and its comparisons, and a language."""

    shop: Shop
    tables: Tables
    periods: dict[str, Period]
    words: Words
    as_of: pd.Timestamp

    @property
    def project(self) -> Project:
        """The workspace's settings."""
        return self.shop.project

    @property
    def current(self) -> Period:
        """The period the report is about."""
        return self.periods["current"]

    @property
    def days(self) -> tuple[date, date]:
        """First and last day of the period."""
        return self.current.start, self.current.end

    @property
    def history(self) -> dict[str, Period]:
        """The thirteen periods that end with this one, oldest first, under their own names."""
        return {span.name: span for span in periods.before(self.current, LINE)}

    @property
    def months(self) -> dict[str, Period]:
        """Two years of whole months up to the last day that is read, and the same month again, oldest first."""
        last = periods.month(self.until.year, self.until.month)
        ended = last if last.end <= self.until else periods.previous(last)
        return {span.name: span for span in periods.before(ended, MONTHS)}

    def threshold(self, name: str, otherwise: float) -> float:
        """Give a threshold of planbook.yml, or what is taken where it sets none."""
        return self.project.thresholds.get(name, otherwise)

    @property
    def until(self) -> date:
        """The last day that is read: the period's, or the data's where that is earlier."""
        return min(self.current.end, self.as_of.date())

    @property
    def workdays(self) -> Workdays:
        """The working days after the last day that is read, by the days off of the shop's time zone."""
        return self.project.planning.workdays(self.shop.settings.timezone, self.until)

    @property
    def goal(self) -> Period:
        """The period whose targets count: of a week or a day, its month."""
        short = self.current.kind in ("week", "day")
        return periods.month(self.current.end.year, self.current.end.month) if short else self.current

    @property
    def to_date(self) -> Period:
        """The days of `goal` so far, which are held against its targets."""
        end = max(self.goal.start, min(self.until, self.goal.end))
        return self.goal if end == self.goal.end else Period(self.goal.start, end, f"{self.goal.start}..{end}")

    @property
    def elapsed(self) -> float:
        """The share of the days of `goal` that have gone."""
        return self.to_date.days / self.goal.days

    @cached_property
    def refunds_to(self) -> pd.Timestamp:
        """The last day of which refunds are known; not before ``as_of``."""
        return summaries.refunds_known_to(self.tables, as_of=self.as_of)

    @property
    def settled(self) -> list[str]:
        """The earlier periods that ended so long ago that their refunds have come in."""
        ripe = self.refunds_to.date() - timedelta(SETTLED)
        return [name for name in EARLIER if name in self.periods and self.periods[name].end <= ripe]

    @property
    def is_latest(self) -> bool:
        """Does the period reach the end of the data? Only then is what is known of today, such as stock, of it."""
        return self.as_of.date() <= self.current.end

    @property
    def recent(self) -> Period:
        """The period with the sixty days before it, which daily comparisons learn from."""
        return Period(self.current.start - timedelta(LEARNED), self.current.end, "recent")

    @property
    def channel_of(self) -> dict[str, str]:
        """The planner's channel of each tool, under all that it is called."""
        told = {tool: name for name, channel in self.project.channels.items() for tool in channel.tools}
        names = self.project.names
        return {other: told[tool] for tool in told for other in names.others("tool", tool)} | told

    @property
    def channels(self) -> Channels:
        """The planner's channel of each tool, source and campaign of a tool, under all that they are called."""
        names, known = self.project.names, self.project.channels
        told = {source: name for name, channel in known.items() for source in channel.sources}
        sources = {other: told[source] for source in told for other in names.others("source", source)} | told
        campaigns = {campaign: name for name, channel in known.items() for campaign in channel.campaigns}
        return Channels(self.channel_of, sources, campaigns)


def open_book(workspace: str = ".", shop: str = "", period: str = "latest", language: str = "") -> Book:
    """Open the workbook on a shop and a period.

    Parameters
    ----------
    workspace
        The folder of planbook.yml, or one below it.
    shop
        A shop of planbook.yml; empty: the first.
    period
        ``2026-10``, ``2026-W42``, ``2026-10-11``, ``a..b``, an event such as ``double11-2026``, or ``latest``,
        ``latest-week``, ``latest-day`` of the shop's data.
    language
        ``zh`` or ``en``; empty: planbook.yml's.

    Raises
    ------
    ConfigError
        When there is no planbook.yml, or no such shop or language.
    ParameterError
        When ``period`` is no period.
    DataError
        When the shop's data cannot be read.
    """
    chosen = project.load(workspace)
    where = chosen.shop(shop)
    tables = open_shop(where)
    words = open_words(language or chosen.language, where.currency)
    return Book(where, tables, summaries.calendar(tables, period), words, summaries.last_day(tables))


def save(book: Book, view: View, *, notebook: str) -> list[str]:
    """Write the rows of a view into ``plans/`` of the workspace, as a run does; for JupyterLab.

    Parameters
    ----------
    book
        The open workbook.
    view
        What a cell showed: a view that carries rows of the plan.
    notebook
        Whose rows they are, such as ``44_post_mortem``.

    Returns
    -------
    list of str
        The tables that changed.
    """
    told = [row for row in view.twin.get("rows", ()) if isinstance(row, dict)]
    campaigns = {str(row["row"]["campaign"]) for row in told if row["row"].get("campaign")}
    scope = {"period": book.current.name} | ({"campaign": campaigns.pop()} if len(campaigns) == 1 else {})
    names = dict.fromkeys(str(row["table"]) for row in told)
    rows = {name: [row["row"] for row in told if row["table"] == name] for name in names}
    return [name for name in names if plans.keep(book.shop, name, rows[name], source=notebook, scope=scope)]
