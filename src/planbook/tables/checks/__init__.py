"""What is missing, late, doubled, out of range or at odds with another table: the rows of ``planbook check``.

All counting is done on the engine; only days, months and a few examples come home. What a column may hold is read
from the schema, so a new column is checked by its line there.

    columns   a table by itself: columns, words, limits, keys, and what columns of a row say of each other
    links     rows that name an order or item of another table that does not know it
    amounts   an order against its lines and its refunds
    months    a platform's month against that of another table: buyers, advertising, items
    days      days without rows, tables that end early, days far from all others
    aside     what an import kept beside a table, and figures that are counted in several ways
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import ibis
import pandas as pd

from planbook.absence import Missing, PlanbookError
from planbook.tables.checks import amounts, aside, columns, days, links, months
from planbook.tables.findings import ALWAYS, NO_TABLE, NOTE, SEVERITIES, WARNING, Finding, guarded, msg, unreadable
from planbook.tables.schema import BESIDE, LEFT, TABLES
from planbook.tables.store import Tables

MAIN = ("orders", "traffic")
QUESTIONS = (*links.QUESTIONS, *amounts.QUESTIONS, *months.QUESTIONS)
SHOWN = ("table", "column", "check", "severity", "rows", "example", "advice")


def check(tables: Tables) -> pd.DataFrame:
    """Look through all tables of a shop.

    Returns
    -------
    DataFrame
        One row a finding, tables in the schema's order, the worst of each first: ``table column check severity rows
        example advice``; ``severity`` is error (figures would be wrong or are refused), warning (look at it) or note
        (good to know).
    """
    rows = [found._replace(check=found.what, advice=found.cure)[: len(SHOWN)] for found in findings(tables)]
    return pd.DataFrame(rows, columns=list(SHOWN)).astype({"rows": "int64"})


def findings(tables: Tables) -> list[Finding]:
    """Give the same as findings, which a page says in its own language."""
    order = list(TABLES)
    return sorted(_all(tables), key=lambda each: (order.index(each.table), SEVERITIES.index(each.severity)))


def _all(tables: Tables) -> Iterator[Finding]:
    opened: dict[str, ibis.Table] = {}
    for name in TABLES:
        try:
            table = tables[name]
        except PlanbookError as error:
            yield unreadable(name, error)
            continue
        if isinstance(table, Missing):
            yield from _absent(name)
            continue
        found = list(guarded(name, partial(columns.findings, name, table, tables.shop.currency)))
        yield from found
        if not any(each.table == name and each.check == columns.NO_ROWS for each in found):
            opened[name] = table
        yield from guarded(name, partial(aside.findings, name, tables))
    for name, ask in QUESTIONS:
        yield from guarded(name, partial(ask, opened))
    yield from guarded("orders", partial(days.findings, opened, tables.shop.dated_by))


def _absent(name: str) -> Iterator[Finding]:
    advice = msg("Sections that need it say so; import it, or name it under sources.")
    if name in MAIN:
        yield Finding(name, "", NO_TABLE, WARNING, 0, "", advice, days=ALWAYS)
    elif name not in (*BESIDE, *LEFT):
        yield Finding(name, "", NO_TABLE, NOTE, 0, "", advice)
