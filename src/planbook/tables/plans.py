"""The plan's own rows in ``plans/<table>.csv`` of the workspace: notebooks write them, people edit them.

A row there takes the place of the store's row with the same key. Runs write through `keep`, which leaves alone what a
person locked, and the status that a person gave.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from planbook import disk
from planbook.absence import DataError
from planbook.project import Shop
from planbook.tables.column import MONEY, Table
from planbook.tables.schema import PLANS

FOLDER, SHOP = "plans", "shop"
KEPT: dict[str, Table] = {table.name: table for table in PLANS}
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet would reckon
LOCKED, OURS = "locked", ("source", "locked")  # what no person fills in elsewhere
YES = ("true", "1", "yes", "是")
PLANNED = ("targets",)  # whose period is the one that is planned for, not that of the run

Row = dict[str, str]


def file_of(shop: Shop, name: str) -> Path | None:
    """Find the file of a plan table; None where there is none yet, or the table is no plan's."""
    file = shop.project.root / FOLDER / f"{name}.csv"
    return file if name in KEPT and file.is_file() else None


def rows_of(shop: Shop, name: str) -> list[Row]:
    """Read a shop's rows of a plan table; none where there is no file."""
    file = file_of(shop, name)
    return [] if file is None else [row for row in _read(file.read_bytes(), file)[1] if row[SHOP].strip() == shop.key]


def written_by(shop: Shop, name: str, *, source: str, scope: Mapping[str, str]) -> Row:
    """Tell by which values the rows are known that a notebook wrote for a campaign, else for a period (see `keep`)."""
    names = ("campaign",) if "campaign" in scope and "campaign" in KEPT[name].names else ("campaign", "period")
    of_run = {c: v for c, v in scope.items() if c in names and c in KEPT[name].names and name not in PLANNED}
    return {SHOP: shop.key, "source": source} | of_run


def encoding_of(file: Path) -> str:
    """Tell how a file is written: UTF-8, or GB18030 as a Chinese spreadsheet saves it."""
    try:
        file.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def keep(shop: Shop, name: str, rows: Iterable[Mapping[str, object]], *, source: str, scope: Mapping[str, str]) -> bool:
    """Write a notebook's rows of one plan table; tell whether the file changed.

    Parameters
    ----------
    shop
        Whose rows they are.
    name
        A plan table, such as ``actions``.
    rows
        The rows, by the columns of the schema; ``shop`` and ``source`` are filled in.
    source
        The notebook; its earlier rows of the same scope are replaced, unless they are ``locked``.
    scope
        The campaign and period that the rows are about: ``{"campaign": "white-dew-2026", "period": "2026-10"}``;
        what the table has of these columns counts, the campaign before the period. Of ``targets`` the rows of those
        periods are replaced that the new rows are for.

    Raises
    ------
    DataError
        When the file that is there cannot be read; it is left as it is.
    """
    file, table = shop.project.root / FOLDER / f"{name}.csv", KEPT[name]
    mine = written_by(shop, name, source=source, scope=scope)
    new = [
        {**{column.name: _text(row.get(column.name), column.type) for column in table.columns}, **mine} for row in rows
    ]
    return _rewritten(file, table, lambda old: _merged(old, new, table, mine))


def mend(shop: Shop, name: str, rows: Sequence[Mapping[str, object]]) -> list[bool | None]:
    """Bring rows that a person filled in elsewhere up to date in ``plans/``, and lock those that change.

    A cell that is empty takes nothing away. What no figure needs is kept without a lock.

    Returns
    -------
    list
        For each row whether it changed one of ``plans/``; None where that has no row of its key.
    """
    file, table = shop.project.root / FOLDER / f"{name}.csv", KEPT[name]
    filled = [
        {c.name: text for c in table.columns if (text := _text(row.get(c.name), c.type)) and c.name not in OURS}
        for row in rows
    ]
    said: list[bool | None] = []

    def mended(old: list[Row]) -> list[Row]:
        there = {_key(table, row): at for at, row in enumerate(old) if row[SHOP].strip() == shop.key}
        fresh = [dict(row) for row in old]
        said.clear()
        for row in filled:
            at = there.get(_key(table, row | {SHOP: shop.key}))
            said.append(None if at is None else _mended(fresh[at], row, table))
        return fresh

    _rewritten(file, table, mended)
    return said


def _mended(row: Row, filled: Row, table: Table) -> bool:
    changed = {name: text for name, text in filled.items() if not _same(row.get(name, ""), text)}
    row |= changed
    if LOCKED in table.names and not all(table[name].spare for name in changed):
        row[LOCKED] = "true"
    return bool(changed)


def _same(one: str, other: str) -> bool:
    return one == other or (_is_number(one) and _is_number(other) and float(one) == float(other))


def _rewritten(file: Path, table: Table, change: Callable[[list[Row]], list[Row]]) -> bool:
    """Change a file's rows; tell whether it changed."""
    with disk.locked(file.with_name(".lock")):
        disk.swept(file)
        for _ in range(5):  # another program may write the same file: look again before the swap
            before = file.read_bytes() if file.exists() else b""
            headers, old = _read(before, file)
            changed = change(old)
            if changed == old:
                return False
            lacking = [column for column in (SHOP, *table.names) if column not in headers]
            if (file.read_bytes() if file.exists() else b"") == before:
                disk.write(file, _written([*headers, *lacking], changed))
                return True
    raise DataError(f"plans/{file.name} is being written by another program.", "Close it there and run again.")


def _key(table: Table, row: Row) -> tuple[str, ...]:
    return row[SHOP], *(row.get(column, "") for column in table.key)


def _merged(old: list[Row], new: list[Row], table: Table, mine: Row) -> list[Row]:
    """Replace the notebook's earlier rows (those that are ``mine``) by its new; what people locked or added stays."""

    def key(row: Row) -> tuple[str, ...]:
        return _key(table, row)

    periods = {row["period"] for row in new} if table.name in PLANNED else None
    locked = {key(row) for row in old if row.get("locked", "").lower() in YES}
    own = {SHOP, *(column.name for column in table.columns if not column.spare and column.name != "status")}
    theirs = {key(row): {c: v for c, v in row.items() if c not in own and (v or c not in table.names)} for row in old}
    fresh = {key(row): row | theirs.get(key(row), {}) for row in new if key(row) not in locked}

    def stale(row: Row) -> bool:
        of_it = all(row.get(c, "") == value for c, value in mine.items())
        return of_it and (periods is None or row.get("period") in periods)

    stays = [row for row in old if key(row) in locked or (key(row) not in fresh and not stale(row))]
    return sorted([*stays, *fresh.values()], key=key)


def _read(content: bytes, file: Path) -> tuple[list[str], list[Row]]:
    if not content:
        return [], []
    text = content.decode(encoding_of(file)).removeprefix("\ufeff")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    headers = [header.strip() for header in reader.fieldnames or ()]
    if SHOP not in headers:
        raise DataError(f"plans/{file.name} has no column {SHOP!r}.", "Put it back; its place does not matter.")
    rows = [{str(name).strip(): value or "" for name, value in row.items() if name is not None} for row in reader]
    return headers, [{name: _bare(value) for name, value in row.items()} for row in rows]


def _written(headers: list[str], rows: list[Row]) -> bytes:
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(headers)
    writer.writerows([_guarded(row.get(header, "")) for header in headers] for row in rows)
    return target.getvalue().encode("utf-8-sig")  # the mark tells a spreadsheet that it is UTF-8


def _text(value: object, type_: str) -> str:
    if value is None or value != value:  # noqa: PLR0124 NaN alone differs from itself
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.2f}" if type_ == MONEY else f"{value:.10g}"
    return str(value)


def _guarded(value: str) -> str:
    return f"'{value}" if value.startswith(FORMULA) and not _is_number(value) else value


def _bare(value: str) -> str:
    return value[1:] if value.startswith("'") and value[1:].startswith(FORMULA) else value


def _is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True
