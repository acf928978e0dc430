"""What a document is filled with: facts of a campaign, and rows that the plan has for its tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from planbook import periods, summaries
from planbook.absence import DataError, Missing, ParameterError, given
from planbook.documents import entries, goods, heads, reckoned, watching
from planbook.documents.columns import Said
from planbook.documents.facts import facts
from planbook.documents.reckoned import Cells
from planbook.documents.spec import Document, Grid, Head
from planbook.documents.standing import Standing
from planbook.project import Shop
from planbook.summaries import Campaign
from planbook.tables.store import Tables, fetch, open_shop
from planbook.views.words import Words, open_words

NONE = "none"
WEEKLY = "watched"
WATCHED = {WEEKLY: watching.rivals, "noted": watching.log}
RIVALS, ATTRIBUTES = 4, 12  # that a person still rates with care

KEYS = {"tasks": "task"}  # by which a row is known for which something is reckoned
RHYTHM = "rhythm"
TODAYS = ("days", "money")  # are told of today, or not at all

Row = dict[str, Any]


@dataclass(frozen=True)
class Filling:
    """Facts, and the rows of each table; without any of them a document is blank."""

    facts: Mapping[str, str] = field(default_factory=dict)
    rows: Callable[[Grid], list[Row]] = lambda _: []
    kept: Callable[[Grid], list[entries.Row]] = lambda _: []  # cells of own tables, as somebody filled them in
    cells: Mapping[str, Cells] = field(default_factory=dict)  # what is reckoned, by its name in a grid
    rated: Mapping[str, str] | None = None  # ratings to ask for, and their labels
    campaign: str = ""
    week: str = ""  # in which rivals are looked at next

    def told(self, text: str) -> str:
        """Put the facts into a sentence.

        Examples
        --------
        >>> Filling({"shop": "Tea House"}).told("{shop}, from {days}")
        'Tea House, from ____'
        """
        return entries.BLANK.sub(lambda found: self.facts.get(found[1], entries.OPEN), text)

    def lines(self, grid: Grid, shown: list[heads.Shown], language: str) -> list[list[Any]]:
        """Give what stands in a table: rows of the plan, or what was filled in or written; with what is known.

        A stage that the campaign does not have is left out.
        """
        known = self.cells.get(grid.reckoned, {})
        if grid.table:
            found = ({**row, **known.get(str(row.get(KEYS.get(grid.table, ""))), {})} for row in self.rows(grid))
            return [[head.word(row.get(head.key), language) for head in shown] for row in found]

        def tell(said: Said) -> str:
            return self.told(getattr(said, language))

        lines = entries.written(grid, tell, piece=self.week if grid.of == WEEKLY else "")
        if kept := self.kept(grid):
            stages = known if grid.reckoned == RHYTHM else {}
            lines = entries.together(list(entries.again(grid, kept, tell)), lines, stages)

        def cell(head: Head, key: str, row: entries.Row) -> str:
            before = "" if head.source in TODAYS else row.get(head.key, "")
            return known.get(key, {}).get(head.source) or before

        return [
            [cell(head, key, row) for head in grid.columns]
            for key, row in lines
            if key in known or not (key and known and grid.reckoned == RHYTHM)
        ]


BLANK = Filling()


def filling(shop: Shop, document: Document, campaign: str, language: str) -> Filling:
    """Gather what a shop's plan has for a document.

    Parameters
    ----------
    campaign
        A campaign's key, ``next`` or ``latest``; empty: the one that the document is usually made for, if there is one.

    Raises
    ------
    ParameterError
        When the shop has no such campaign.
    """
    tables, words = open_shop(shop), open_words(language, shop.currency)
    ran, last = _campaign(tables, campaign, document.campaign)
    standing = None if ran is None else Standing(tables, ran)

    def rows(grid: Grid) -> list[Row]:
        if grid.attributes or grid.of == NONE:
            return []
        if grid.of in WATCHED:
            return _plain_rows(grid, WATCHED[grid.of](tables, language))
        return _rows(tables, grid, standing, last)

    def kept(grid: Grid) -> list[entries.Row]:
        return [] if grid.of in WATCHED else entries.kept(tables, document.name, grid, ran.key if ran else "")

    asked: set[str] = {part.grid.reckoned for part in document.parts if part.grid and part.grid.reckoned and standing}
    cells = {name: reckoned.BY_NAME[name](standing, words) for name in asked if standing}
    weekly = any(part.grid.of == WEEKLY for part in document.parts if part.grid)
    return Filling(
        facts(tables, standing, words),
        *(rows, kept, cells, _rated(tables, words)),
        campaign=ran.key if ran else "",
        week=watching.week(tables) if weekly else "",
    )


def _campaign(tables: Tables, asked: str, usual: str) -> tuple[Campaign | None, dt.date | None]:
    if usual == NONE and not asked:
        return None, None
    try:
        last = summaries.last_day(tables).date()
        found = summaries.planned(tables, asked or usual, periods.day(last))
    except (ParameterError, DataError):
        if asked:
            raise
        return None, None
    if isinstance(found, Missing) and asked:
        raise ParameterError(f"There is no campaign {asked!r}: the shop has no table of campaigns.", "Leave it out.")
    return given(found), last


def _rows(tables: Tables, grid: Grid, standing: Standing | None, last: dt.date | None) -> list[Row]:
    found = _planned(tables, grid, standing)
    if grid.table == "assortment" and last is not None:
        found = goods.priced(tables, found, last)
    return _plain_rows(grid, found)


def _plain_rows(grid: Grid, found: pd.DataFrame) -> list[Row]:
    order = [name for name in grid.order if name in found]
    ordered = found.sort_values(order, kind="stable") if order else found
    return [{str(name): _plain(value) for name, value in row.items()} for row in ordered.to_dict("records")]


def _planned(tables: Tables, grid: Grid, standing: Standing | None) -> pd.DataFrame:
    if standing is None:
        return pd.DataFrame()
    ran = standing.ran
    if grid.of == "before":
        left = summaries.earlier_actions if grid.table == "actions" else summaries.earlier_lessons
        found = given(left(tables, ran))
        frame = pd.DataFrame() if found is None else found
        return frame[frame["status"].isin(["open"])] if "status" in frame else frame
    scope = "period" if grid.table == "targets" else "campaign"
    known = tables.need(grid.table, scope)
    found = pd.DataFrame() if isinstance(known, Missing) else fetch(known.filter(known[scope] == ran.key))
    return standing.kept(found) if grid.table == "brief" and len(found) else found


def _rated(tables: Tables, words: Words) -> dict[str, str] | None:
    """Name the ratings that respondents gave before; None where there were none."""
    known = tables["ratings"]
    if isinstance(known, Missing):
        return None
    asked = sorted(fetch(known.select("attribute").distinct())["attribute"])[:ATTRIBUTES]
    rivals = sorted(fetch(known.select("brand").distinct())["brand"].dropna()) if "brand" in known.columns else []
    return heads.asked({each: words.name(each) for each in asked}, [r for r in rivals if r][:RIVALS], words.language)


def _plain(value: Any) -> Any:
    """Give a value as Python's own; None for what is not known."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date() if value == value.normalize() else value.to_pydatetime()
    return value.item() if hasattr(value, "item") else value
