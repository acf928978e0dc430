"""What one cell cannot tell, its column does: which mark parts decimals, and whether day or month comes first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import duckdb

from planbook.absence import DataError
from planbook.tables.cells import text_of
from planbook.tables.exports.cleaning.cells import NUMERIC, Style
from planbook.tables.exports.cleaning.times import ORDERS, SHORT

LOOKED = 2000  # first rows, in which a doubt has to show; only a column that is still in doubt is read to its end
_ROUND = r"[^\d.,]{0,5}"  # what may stand around digits: a sign, a currency, a unit
_COMMA = rf"^{_ROUND}(\d{{1,3}}([. '’]\d{{3}})+,\d+|\d+,\d{{1,2}}|0,\d+){_ROUND}$"  # here the comma parts decimals
_POINT = (
    rf"^{_ROUND}(\d{{1,3}}([, '’]\d{{2,3}})+\.\d*|\d*\.(\d{{1,2}}|\d{{4,}})|0\.\d+|\d+(,\d{{2,3}})+,\d{{3}}){_ROUND}$"
)
_EITHER = rf"^{_ROUND}[1-9]\d{{0,2}},\d{{3}}{_ROUND}$"  # 1,234: a thousand and more, or one and a bit
_FORMS = (_COMMA, _POINT, _EITHER)
_PARTS = ("one", "two", "three")  # of a short day


class _Marks(NamedTuple):
    """How many cells of a column have a decimal comma, a decimal point, or a comma that may be either."""

    comma: int = 0
    point: int = 0
    either: int = 0


class _Days(NamedTuple):
    """How many short days a column has, how many can be read in each order, and for how many the order matters."""

    cells: int = 0
    dmy: int = 0
    mdy: int = 0
    ymd: int = 0
    matter: int = 0
    example: str = ""

    @property
    def orders(self) -> list[str]:
        """The orders in which all cells can be read; where day and month are always equal, one is as good."""
        found = [order for order in ORDERS if self.cells and getattr(self, order) == self.cells]
        return ["dmy"] if found == ["dmy", "mdy"] and not self.matter else found


def settle(
    engine: duckdb.DuckDBPyConnection,
    body: str,
    asked: Mapping[str, tuple[str, str, str]],
    *,
    place: str,
    dates: str = "",
) -> dict[str, Style]:
    """Look at columns as a whole.

    Parameters
    ----------
    body
        SQL of the rows.
    asked
        Field → kind, cell (SQL) and unit of the header.
    place
        The file, for the message.
    dates
        ``dmy`` or ``mdy`` as a person said it; empty: as the column shows.

    Raises
    ------
    DataError
        When day and month of a column cannot be told apart, or change places in it.
    """
    numbers = {name: cell for name, (kind, cell, _) in asked.items() if kind in NUMERIC}
    days = {name: cell for name, (kind, cell, _) in asked.items() if kind in ("day", "time")}
    marks, shorts = _look(engine, f"(FROM {body} LIMIT {LOOKED})", numbers, {} if dates else days)
    unsure = {name: numbers[name] for name in _unsure(marks)}
    short = {name: days[name] for name, seen in shorts.items() if seen.cells and len(seen.orders) != 1}
    if unsure or short:
        more, rest = _look(engine, body, unsure, short)
        marks, shorts = marks | more, shorts | rest
    comma = any(seen.comma for seen in marks.values()) and not any(seen.point for seen in marks.values())
    commas = {name: seen.comma > 0 == seen.point if seen.comma or seen.point else comma for name, seen in marks.items()}
    orders = dict.fromkeys(days, dates) if dates else _orders(shorts, place)
    return {name: Style(commas.get(name, False), orders.get(name, ""), unit) for name, (_, _, unit) in asked.items()}


def _unsure(marks: Mapping[str, _Marks]) -> Iterable[str]:
    """Name the columns with a comma that may be either, where nothing in the file says which."""
    said = {bool(seen.comma) for seen in marks.values() if bool(seen.comma) != bool(seen.point)}
    return [] if len(said) == 1 else [name for name, m in marks.items() if m.either and not m.comma and not m.point]


def _look(
    engine: duckdb.DuckDBPyConnection, body: str, numbers: Mapping[str, str], days: Mapping[str, str]
) -> tuple[dict[str, _Marks], dict[str, _Days]]:
    """Count in one pass."""
    cells = {**numbers, **days}
    if not cells:
        return {}, {}
    names = {name: f"cell{number}" for number, name in enumerate(cells)}
    asked = [_count(f"regexp_matches({names[name]}, {text_of(form)})") for name in numbers for form in _FORMS]
    asked += [sql for name in days for sql in _counted(names[name])]
    rows = _parted(_bare(body, {names[name]: cell for name, cell in cells.items()}), [names[name] for name in days])
    found = iter(engine.execute(f"SELECT {', '.join(asked)} FROM {rows}").fetchone() or ())
    marks = {name: _Marks(*(next(found) for _ in _Marks._fields)) for name in numbers}
    return marks, {name: _Days(*(next(found) for _ in _Days._fields)) for name in days}


def _bare(body: str, cells: Mapping[str, str]) -> str:
    """Write SQL of cells without what stands around them; a step at a time, so that nothing is reckoned twice."""
    rows = f"(SELECT {', '.join(f'{sql} AS {name}' for name, sql in cells.items())} FROM {body})"
    for macro in ("pb_bare", "pb_id", "pb_narrow"):
        rows = f"(SELECT {', '.join(f'{macro}({name}) AS {name}' for name in cells)} FROM {rows})"
    return rows


def _parted(rows: str, days: Sequence[str]) -> str:
    """Write SQL of rows with the three parts of their short days, as text and as numbers, and how they can be read."""
    for also in (
        [f"regexp_extract({day}, '{SHORT}', ['one', 'two', 'three']) AS {day}_parts" for day in days],
        [f"struct_pack({', '.join(_number(day, part) for part in _PARTS)}) AS {day}_numbers" for day in days],
        [f"{_readable(day)} AS {day}_orders" for day in days],
        [f"({day}_orders.dmy OR {day}_orders.mdy OR {day}_orders.ymd) AS {day}_short" for day in days],
    ):
        rows = f"(SELECT {', '.join(['*', *also])} FROM {rows})"
    return rows


def _number(day: str, part: str) -> str:
    return f"{part} := TRY_CAST({day}_parts.{part} AS INT)"


def _readable(day: str) -> str:
    """Write SQL that tells in which orders a short day can be read."""
    one, two, three = (f"{day}_numbers.{part}" for part in _PARTS)
    of_month, of_year = "BETWEEN 1 AND 31", "BETWEEN 1 AND 12"
    return f"""struct_pack(
        dmy := {one} {of_month} AND {two} {of_year} AND {_year(day, "three")},
        mdy := {one} {of_year} AND {two} {of_month} AND {_year(day, "three")},
        ymd := length({day}_parts.one) = 2 AND {_year(day, "one")} AND {two} {of_year}
               AND length({day}_parts.three) < 3 AND {three} {of_month})"""


def _year(day: str, part: str) -> str:
    """Ask whether a part may be a year; one of two digits is of this century's first decades."""
    text, number = f"{day}_parts.{part}", f"{day}_numbers.{part}"
    return (
        f"(length({text}) = 4 AND {number} BETWEEN 1990 AND 2100 OR length({text}) = 2 AND {number} BETWEEN 10 AND 39)"
    )


def _counted(day: str) -> list[str]:
    short, numbers = f"{day}_short", f"{day}_numbers"
    orders = [_count(f"{day}_orders.{order}") for order in ORDERS]
    matter = _count(f"{short} AND {numbers}.one <> {numbers}.two")
    return [_count(short), *orders, matter, f"coalesce(min({day}) FILTER ({short}), '')"]


def _count(sql: str) -> str:
    return f"count(*) FILTER ({sql})"


def _orders(shorts: Mapping[str, _Days], place: str) -> dict[str, str]:
    """Give the order of each column that has short days; one that does not show it goes by the file's others."""
    sure = {seen.orders[0] for seen in shorts.values() if len(seen.orders) == 1}
    orders = {}
    for name, seen in shorts.items():
        found = seen.orders if len(seen.orders) == 1 else [order for order in seen.orders if {order} == sure]
        if seen.cells and not found:
            said = "cannot be told apart" if seen.orders else "change places"
            raise DataError(
                f"{place}, {name}: day and month {said}, as in {seen.example!r}.",
                "Say how they are written: --dates dmy (31/12) or --dates mdy (12/31).",
            )
        orders[name] = found[0] if found else ""
    return orders
