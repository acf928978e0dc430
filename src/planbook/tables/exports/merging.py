"""Rows of an import go into the store: by their keys, the newer export winning cell by cell, in one step for all tables.

A table is a Parquet file a month (of its date; an order's is when it was placed, which never changes). Only the
months that an import touches are written anew, under names that tell their content; then the manifest is swapped.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from planbook import disk
from planbook.tables.cells import SQL_TYPES, quoted, text_of
from planbook.tables.exports.combining import REPEATS, there
from planbook.tables.exports.manifest import Import, Manifest
from planbook.tables.exports.staging import FILE, Staged
from planbook.tables.schema import TABLES

IMPORT, RANK, MONTH = "planbook_import", "planbook_rank", "planbook_month"
WHOLE = dict.fromkeys(REPEATS, "order_id")  # the lines of an order are replaced together
UNDATED, ALL = "undated", "all"


class Counts(NamedTuple):
    """What an import did to a table: rows that are new, that say something else now, and that were there already."""

    new: int
    changed: int
    same: int


def merge(
    engine: duckdb.DuckDBPyConnection, manifest: Manifest, staged: Sequence[Staged], imports: Sequence[Import]
) -> dict[str, Counts]:
    """Put rows into the store; readers know of them when the manifest is saved, and not before.

    Parameters
    ----------
    staged
        Relations with columns of their table and ``planbook_file``, the place of their file among ``imports``.
    """
    first = len(manifest.imports)
    manifest.imports += imports
    oldest = sorted(range(len(manifest.imports)), key=lambda at: (manifest.imports[at]["exported_at"], at))
    pairs = ", ".join(f"({number}, {rank})" for rank, number in enumerate(oldest))
    engine.execute(f"CREATE OR REPLACE TEMP TABLE ranks AS FROM (VALUES {pairs}) AS r({IMPORT}, {RANK})")
    counts = {}
    for table in dict.fromkeys(each.table for each in staged):
        _come_in(engine, table, [each.relation for each in staged if each.table == table], first)
        counts[table] = _Merge(engine, manifest, table).done()
    return counts


def _come_in(engine: duckdb.DuckDBPyConnection, table: str, relations: Sequence[str], first: int) -> None:
    """Show staged rows with all columns of their table; those that no file told are empty."""
    parts = []
    for relation in relations:
        known = there(engine, relation)
        cells = [
            quoted(column.name) if column.name in known else f"NULL::{SQL_TYPES[column.type]} AS {quoted(column.name)}"
            for column in TABLES[table].columns
        ]
        parts.append(f"SELECT {', '.join(cells)}, {FILE} + {first} AS {IMPORT} FROM {relation}")
    engine.execute(f"CREATE TEMP VIEW {table}_incoming AS {' UNION ALL '.join(parts)}")


class _Merge:
    """The merge of one table."""

    def __init__(self, engine: duckdb.DuckDBPyConnection, manifest: Manifest, table: str) -> None:
        self.engine, self.manifest, self.table = engine, manifest, TABLES[table]
        self.by = [WHOLE[table]] if table in WHOLE else list(self.table.key)
        self.incoming, self.stored, self.result = (f"{table}_{each}" for each in ("incoming", "stored", "result"))
        self.names = ", ".join(map(quoted, self.table.names))
        self.keys = ", ".join(map(quoted, self.by))
        dated = "coalesce(ordered_at, paid_at)" if table == "orders" else self.table.dated_by and quoted(self.table.dated_by)
        self.month = f"coalesce(strftime({dated}, '%Y-%m'), '{UNDATED}')" if dated else f"'{ALL}'"

    def done(self) -> Counts:
        """Merge, write the months that are touched, and name them in the manifest."""
        files = self.manifest.of(self.table.name)
        touched = self._touched(files)
        self.engine.execute(f"CREATE TEMP VIEW {self.stored} AS {self._stored(touched)}")
        self._merge(fresh=not touched)
        counts = self._counted()
        months = self._ask(f"SELECT DISTINCT {self.month} FROM {self.result} ORDER BY 1")
        later = [file for file in files if file not in touched and month_of(file) in months]
        if later:  # rows have moved to months that nothing else touched
            self.engine.execute(f"INSERT INTO {self.result} {self._stored(later)}")
        kept = [file for file in files if file not in {*touched, *later}]
        written = [self._write(month) for month in months]
        self.manifest.put(self.table.name, [*kept, *written], self._rows([*kept, *written]))
        return counts

    def _touched(self, files: Sequence[Path]) -> list[Path]:
        """Find the files that hold a key of the incoming rows or one of their months, or are no file of a month."""
        if not files:
            return []
        months = set(self._ask(f"SELECT DISTINCT {self.month} FROM {self.incoming}"))
        same = " AND ".join(f"i.{quoted(name)} IS NOT DISTINCT FROM s.{quoted(name)}" for name in self.by)
        holding = self._ask(f"""
            SELECT DISTINCT s.filename FROM ({self._stored(files, also=", filename")}) AS s
            WHERE EXISTS (SELECT 1 FROM {self.incoming} AS i WHERE {same})""")
        return [file for file in files if str(file) in holding or month_of(file) in (*months, "")]

    def _stored(self, files: Sequence[Path], also: str = "") -> str:
        """Write SQL that reads files of the store with all columns of the table, as they may be older than the schema."""
        typed = [f"NULL::{SQL_TYPES[column.type]} AS {quoted(column.name)}" for column in self.table.columns]
        nothing = f"SELECT {', '.join(typed)}, NULL::BIGINT AS {IMPORT} WHERE false"
        if not files:
            return nothing
        listed = ", ".join(text_of(str(file)) for file in files)
        read = f"FROM read_parquet([{listed}], union_by_name=true, filename={str(bool(also)).lower()})"
        return f"SELECT {self.names}, {IMPORT}{also} FROM ({nothing} UNION ALL BY NAME {read})"

    def _merge(self, *, fresh: bool) -> None:
        both = self.incoming if fresh else f"(FROM {self.incoming} UNION ALL FROM {self.stored})"
        if fresh and self._is_unique():
            self.engine.execute(f"CREATE TEMP VIEW {self.result} AS FROM {self.incoming}")
            return
        ranked = f"(SELECT b.*, coalesce({RANK}, -1) AS {RANK} FROM {both} AS b LEFT JOIN ranks USING ({IMPORT}))"
        if self.table.name in WHOLE:
            newest = f"{RANK} = max({RANK}) OVER (PARTITION BY {self.keys})"
            query = f"SELECT {self.names}, {IMPORT} FROM {ranked} QUALIFY {newest}"
        else:
            rest = [quoted(name) for name in (*self.table.names, IMPORT) if name not in self.by]
            newest = ", ".join(f"arg_max({name}, {RANK}) AS {name}" for name in rest)
            query = (
                f"SELECT {self.names}, {IMPORT} FROM (SELECT {self.keys}, {newest} FROM {ranked} GROUP BY {self.keys})"
            )
        self.engine.execute(f"CREATE TEMP TABLE {self.result} AS {query}")

    def _is_unique(self) -> bool:
        if self.table.name in WHOLE:
            files = self._ask(f"SELECT count(DISTINCT {IMPORT}) FROM {self.incoming}")
            return files[0] < 2
        return self._ask(
            f"SELECT count(*) = (SELECT count(*) FROM (SELECT DISTINCT {self.keys} FROM {self.incoming})) FROM {self.incoming}"
        )[0]

    def _counted(self) -> Counts:
        rows, before = (self._ask(f"SELECT count(*) FROM {each}")[0] for each in (self.result, self.stored))
        if not before:
            return Counts(rows, 0, 0)
        same = " AND ".join(f"i.{quoted(name)} IS NOT DISTINCT FROM r.{quoted(name)}" for name in self.by)
        told = f"SELECT {self.names} FROM {self.result} AS r WHERE EXISTS (SELECT 1 FROM {self.incoming} AS i WHERE {same})"
        known = f"AND EXISTS (SELECT 1 FROM {self.stored} AS i WHERE {same})"
        ours = self._ask(f"SELECT count(*) FROM ({told})")[0]
        old = self._ask(f"SELECT count(*) FROM ({told} {known})")[0]
        other = self._ask(f"SELECT count(*) FROM ({told} {known} EXCEPT ALL SELECT {self.names} FROM {self.stored})")[0]
        return Counts(ours - old, other, old - other)

    def _write(self, month: str) -> Path:
        """Write a month; the same rows give the same bytes, and a file of the same name."""
        folder = self.manifest.folder / self.table.name
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".{month}-{os.getpid()}.part"
        # several lines of one key stand in the order of what they say
        order = ", ".join(map(quoted, dict.fromkeys((*self.table.key, *(self.table.names if self.table.name in WHOLE else ())))))
        rows = f"SELECT {self.names}, {IMPORT} FROM {self.result} WHERE {self.month} = '{month}' ORDER BY {order}"
        try:
            self.engine.execute(f"COPY ({rows}) TO {text_of(str(draft))} (FORMAT parquet, COMPRESSION zstd)")
            with draft.open("rb+") as file:
                os.fsync(file.fileno())
            return draft.replace(folder / f"{month}-{disk.sha256(draft)[:16]}.parquet")
        finally:
            draft.unlink(missing_ok=True)

    def _rows(self, files: Iterable[Path]) -> int:
        listed = ", ".join(text_of(str(file)) for file in files)
        return int(self._ask(f"SELECT count(*) FROM read_parquet([{listed}])")[0]) if listed else 0

    def _ask(self, query: str) -> list[Any]:
        return [row[0] for row in self.engine.execute(query).fetchall()]


def month_of(file: Path) -> str:
    """Tell which month a file of the store holds; empty where it holds all of a dated table.

    Examples
    --------
    >>> month_of(Path("orders/2026-10-8f3a5b6c7d8e9f01.parquet")), month_of(Path("orders/8f3a5b6c7d8e9f01.parquet"))
    ('2026-10', '')
    """
    return file.stem.rpartition("-")[0]
