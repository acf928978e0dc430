"""What one cell cannot tell, its column does: which mark parts decimals, and whether day or month comes first."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from planbook.absence import DataError
from planbook.tables.exports.cleaning import NUMERIC, Style

LOOKED = 2000  # first rows, in which a doubt has to show
_SHORT = r"^(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}\b"  # a day whose first two numbers may change places
_COMMA = r"^[^\d]*(\d{1,3}([. ']\d{3})*|\d+),\d{1,2}[^\d]*$"


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
    numbers = [cell for kind, cell, _ in asked.values() if kind in NUMERIC]
    days = {name: cell for name, (kind, cell, _) in asked.items() if kind in ("day", "time")}
    seen = _seen(
        engine,
        body,
        [_any(f"regexp_matches(pb_bare({cell}), '{_COMMA.replace(chr(39), chr(39) * 2)}')") for cell in numbers],
        LOOKED,
    )
    comma = any(seen)
    doubtful = _seen(
        engine, body, [_any(f"regexp_matches(pb_bare({cell}), '{_SHORT}')") for cell in days.values()], LOOKED
    )
    short = [name for name, doubt in zip(days, doubtful, strict=True) if doubt]
    orders = {name: dates or _order(engine, body, days[name], place, name) for name in short}
    return {name: Style(comma, orders.get(name, ""), unit) for name, (_, _, unit) in asked.items()}


def _any(sql: str) -> str:
    return f"coalesce(bool_or({sql}), false)"


def _seen(engine: duckdb.DuckDBPyConnection, body: str, asked: list[str], rows: int) -> list[bool]:
    if not asked:
        return []
    found = engine.execute(f"SELECT {', '.join(asked)} FROM (FROM {body} LIMIT {rows})").fetchone() or ()
    return [bool(answer) for answer in found]


def _order(engine: duckdb.DuckDBPyConnection, body: str, cell: str, place: str, name: str) -> str:
    first, second = (f"max(TRY_CAST(regexp_extract(pb_bare({cell}), '{_SHORT}', {at}) AS INTEGER))" for at in (1, 2))
    found = engine.execute(f"SELECT {first}, {second}, min(pb_bare({cell})) FROM {body}").fetchone() or (0, 0, "")
    one, two = int(found[0] or 0), int(found[1] or 0)
    if one > 12 >= two:
        return "dmy"
    if two > 12 >= one:
        return "mdy"
    said = "change places" if one > 12 else "cannot be told apart"
    raise DataError(
        f"{place}, {name}: day and month {said}, as in {found[2]!r}.",
        "Say how they are written: --dates dmy (31/12) or --dates mdy (12/31).",
    )
