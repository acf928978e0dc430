"""Cells that cannot be what their column asks for: the first of them is named, with its file, sheet, row and place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import duckdb

from planbook.absence import DataError
from planbook.tables.cells import quoted
from planbook.tables.exports.cleaning import bounds
from planbook.tables.exports.cleaning.cells import NUMERIC
from planbook.tables.exports.shaping.fields import DROP, ROW, Column, Fields, left

DAMAGED = "A spreadsheet has rounded it, its last digits are lost: export the file again, and do not save it in Excel."
MEND = "Mend the cell or take the row out, and import the file again."
FILL = "Fill it in or take the row out, and import the file again."
SHARE = "Write a share as 0.31 or 31%, and import the file again."


class Doubt(NamedTuple):
    """What may be wrong with a column's cells: SQL that tells it, SQL of what the cell says, and how to say it."""

    column: Column
    wrong: str
    cell: str
    said: str
    advice: str


def refuse_unread(engine: duckdb.DuckDBPyConnection, fields: Fields) -> None:
    """Say which cell cannot be read; bounds are no such cells. A strict profile also refuses what it lacks or limits.

    Raises
    ------
    DataError
        Naming file, row, column and value, and what to do.
    """
    doubts = [
        *_unread((c for c in fields.columns if c.name in fields.unread), strict=fields.profile.strict),
        *(_strict(fields) if fields.profile.strict else ()),
    ]
    if not doubts:
        return
    asked = ", ".join(f"min({ROW}) FILTER ({each.wrong}), count(*) FILTER ({each.wrong})" for each in doubts)
    found = engine.execute(f"SELECT {asked} FROM {fields.table} WHERE {DROP} IS NULL").fetchone() or ()
    wrong = [(row, at) for at, row in enumerate(found[::2]) if row is not None]
    if not wrong:
        return
    row, at = min(wrong)
    doubt, cells = doubts[at], found[2 * at + 1]
    (value,) = engine.execute(f"SELECT {doubt.cell} FROM {fields.table} WHERE {ROW} = {row}").fetchone() or (None,)
    says = f"it says {value!r}, which is" if value is not None else "it is"
    more = f" ({cells:,} such cells)" if cells > 1 else ""
    raise DataError(f"{fields.cell(doubt.column, row)}: {says} {doubt.said}{more}.", doubt.advice)


def _unread(columns: Iterable[Column], *, strict: bool) -> Iterator[Doubt]:
    for column in columns:
        kind, text = column.spec.kind, quoted(left(column.name))
        if kind == "words" and not strict:
            continue  # a word that is not known is told, not refused
        wrong = f"{text} IS NOT NULL" + (f" AND NOT {bounds.is_bound(text)}" if kind in NUMERIC else "")
        said = {"id": "a number that was rounded", "words": _words(column)}.get(kind, f"no {kind}")
        yield Doubt(column, wrong, text, said, DAMAGED if kind == "id" else MEND)


def _words(column: Column) -> str:
    """Name the words that a column takes, as sheets in either language say them."""
    said = {code: word for word, code in column.spec.words.items() if word != code}
    codes = dict.fromkeys(column.spec.words.values())
    return f"none of {', '.join(f'{said[code]} ({code})' if code in said else code for code in codes)}"


def _strict(fields: Fields) -> Iterator[Doubt]:
    for column in fields.columns:
        value, low, high = quoted(column.name), column.spec.at_least, column.spec.at_most
        if column.name in fields.profile.needs:
            empty = f"{value} IS NULL AND {quoted(left(column.name))} IS NULL"
            yield Doubt(column, empty, "NULL", "empty, and every row needs it", FILL)
        number = f"printf('%.15g', {value}::DOUBLE)"
        if low is not None:
            yield Doubt(column, f"{value} < {low}", number, f"below {low:g}", MEND)
        if high is not None:
            yield Doubt(column, f"{value} > {high}", number, f"above {high:g}", SHARE if high == 1 else MEND)
