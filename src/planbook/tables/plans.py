"""The plan's own rows in ``plans/<table>.csv`` of the workspace: notebooks write them, people edit them.

A row there takes the place of the store's row with the same key. Runs write through `keep`, which leaves alone what a
person locked, and the status that a person gave.
"""

from __future__ import annotations

import csv
import io
import os
import tempfile
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from planbook.absence import DataError
from planbook.project import Shop
from planbook.tables import cells, sources
from planbook.tables.column import Table
from planbook.tables.schema import PLANS

FOLDER, SHOP = "plans", "shop"
KEPT: dict[str, Table] = {table.name: table for table in PLANS}
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet would reckon
YES = ("true", "1", "yes", "是")

Row = dict[str, str]
_writing = threading.Lock()


def file_of(shop: Shop, name: str) -> Path | None:
    """Find the file of a plan table; None where there is none yet, or the table is no plan's."""
    file = shop.project.root / FOLDER / f"{name}.csv"
    return file if name in KEPT and file.is_file() else None


def overlay(engine: duckdb.DuckDBPyConnection, shop: Shop, name: str, *, based: bool) -> None:
    """Show a plan table: the rows of ``plans/``, then those of the store (``based``) whose key is not among them."""
    file = file_of(shop, name)
    assert file is not None
    raw, table = f"raw_plan_{name}", KEPT[name]
    sources.read_files(engine, [file], raw, encoding=encoding_of(file))
    headers = {str(header) for header, *_ in engine.execute(f"DESCRIBE {raw}").fetchall()}
    lacking = [column for column in (SHOP, *table.required) if column not in headers]
    if lacking:
        raise DataError(f"plans/{file.name} has no column {lacking[0]!r}.", "Put it back; its place does not matter.")
    types = dict.fromkeys(headers, "VARCHAR")
    casts = {c: (c.name, cells.cast(c, c.name, types, shop)) for c in table.columns if c.name in headers}
    cells.refuse_bad_values(engine, raw, casts)
    selected = ", ".join(f"{_unguarded(sql, column.type)} AS {column.name}" for column, (_, sql) in casts.items())
    own = f"SELECT {selected} FROM {raw} WHERE trim({SHOP}) = '{shop.key}'"
    if based:
        engine.execute(f"ALTER VIEW {name} RENAME TO based_{name}")
        known = [column for column in table.key if column in headers]
        same = " AND ".join(f"b.{column} IS NOT DISTINCT FROM p.{column}" for column in known)
        rest = f"SELECT b.* FROM based_{name} b WHERE NOT EXISTS (FROM own p WHERE {same})"
        own = f"WITH own AS ({own}) FROM own UNION ALL BY NAME {rest}"
    engine.execute(f"CREATE VIEW {name} AS {own}")


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
        what the table has of these columns counts.

    Raises
    ------
    DataError
        When the file that is there cannot be read; it is left as it is.
    """
    file, table = shop.project.root / FOLDER / f"{name}.csv", KEPT[name]
    mine = {SHOP: shop.key, "source": source} | {c: value for c, value in scope.items() if c in table.names}
    new = [{**{column: _text(row.get(column)) for column in table.names}, **mine} for row in rows]
    with _writing:
        for _ in range(5):  # another command may write the same file: look again before the swap
            before = file.read_bytes() if file.exists() else b""
            headers, old = _read(before, file)
            merged = _merged(old, new, table, mine)
            if merged == old:
                return False
            lacking = [column for column in (SHOP, *table.names) if column not in headers]
            if _swapped(file, before, _written([*headers, *lacking], merged)):
                return True
    raise DataError(f"plans/{file.name} is being written by another program.", "Close it there and run again.")


def _merged(old: list[Row], new: list[Row], table: Table, mine: Row) -> list[Row]:
    """Replace the notebook's earlier rows (those that are ``mine``) by its new; what people locked or added stays."""

    def key(row: Row) -> tuple[str, ...]:
        return row[SHOP], *(row.get(column, "") for column in table.key)

    locked = {key(row) for row in old if row.get("locked", "").lower() in YES}
    own = {SHOP, *table.names}
    theirs = {key(row): {c: v for c, v in row.items() if c not in own or (c == "status" and v)} for row in old}
    fresh = {key(row): row | theirs.get(key(row), {}) for row in new if key(row) not in locked}
    stays = [
        row
        for row in old
        if key(row) in locked or (key(row) not in fresh and any(row.get(c, "") != value for c, value in mine.items()))
    ]
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


def _swapped(file: Path, before: bytes, text: bytes) -> bool:
    file.parent.mkdir(exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    with os.fdopen(handle, "wb") as stream:
        stream.write(text)
    if (file.read_bytes() if file.exists() else b"") != before:
        Path(draft).unlink()
        return False
    Path(draft).chmod(0o644)
    Path(draft).replace(file)
    return True


def _text(value: object) -> str:
    if value is None or value != value:  # noqa: PLR0124 NaN alone differs from itself
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _guarded(value: str) -> str:
    return f"'{value}" if value.startswith(FORMULA) and not _is_number(value) else value


def _bare(value: str) -> str:
    return value[1:] if value.startswith("'") and value[1:].startswith(FORMULA) else value


def _unguarded(sql: str, type_: str) -> str:
    return f"regexp_replace({sql}, '^''([=+@\\t\\r-])', '\\1')" if type_ == "text" else sql


def _is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True
