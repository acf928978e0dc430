"""How a table lies in the store: a Parquet file a month, named by its content; undated tables in one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

from planbook import disk
from planbook.absence import DataError
from planbook.tables.cells import SQL_TYPES, quoted, text_of
from planbook.tables.column import Table
from planbook.tables.exports.storing.manifest import Manifest

IMPORT = "planbook_import"  # the import that a row was told by, as the manifest numbers them
UNDATED, ALL = "undated", "all"
HOW = "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880"


class Months:
    """The files of one table."""

    def __init__(self, engine: duckdb.DuckDBPyConnection, manifest: Manifest, table: Table) -> None:
        self.engine, self.manifest, self.table = engine, manifest, table
        self.files = manifest.of(table.name)
        self.names = ", ".join(map(quoted, table.names))
        # when an order was placed never changes; when it was paid is not known at first
        dated = "coalesce(ordered_at, paid_at)" if table.name == "orders" else quoted(table.dated_by or "")
        self.dated = dated if table.dated_by else ""
        if absent := [file.name for file in self.files if not file.exists()]:
            raise DataError(
                f"The store of {manifest.folder.name} lacks {table.name}/{absent[0]}.", "Restore it from a backup."
            )

    def of_rows(self, rows: str) -> set[str]:
        """Name the months of rows, which are SQL."""
        month = f"coalesce(strftime({self.dated}, '%Y-%m'), '{UNDATED}')" if self.dated else f"'{ALL}'"
        return {str(row[0]) for row in self.engine.execute(f"SELECT DISTINCT {month} FROM ({rows})").fetchall()}

    def within(self, month: str) -> str:
        """Write the condition that a row is of a month."""
        if month == ALL:
            return "true"
        if month == UNDATED:
            return f"{self.dated} IS NULL"
        first = f"DATE '{month}-01'"
        return f"{self.dated} >= {first} AND {self.dated} < {first} + INTERVAL 1 MONTH"

    def stored(self, files: Sequence[Path], also: str = "") -> str:
        """Write SQL that reads files with all columns of the table, as they may be older than the schema."""
        typed = [f"NULL::{SQL_TYPES[column.type]} AS {quoted(column.name)}" for column in self.table.columns]
        nothing = f"SELECT {', '.join(typed)}, NULL::BIGINT AS {IMPORT}, '' AS filename WHERE false"
        if files:
            listed = ", ".join(text_of(str(file)) for file in files)
            nothing += f" UNION ALL BY NAME FROM read_parquet([{listed}], union_by_name=true, filename=true)"
        return f"SELECT {self.names}, {IMPORT}{also} FROM ({nothing})"

    def holding(self, keys: str, same: str) -> list[Path]:
        """Find the files in which one of a relation's keys stands; ``same`` compares them, as i and s."""
        if not self.files:
            return []
        rows = f"({self.stored(self.files, also=', filename')}) AS s SEMI JOIN {keys} AS i ON {same}"
        found = {row[0] for row in self.engine.execute(f"SELECT DISTINCT filename FROM {rows}").fetchall()}
        return [file for file in self.files if str(file) in found]

    def write(self, month: str, rows: str, order: Iterable[str]) -> Path | None:
        """Write a month, or nothing where it has no rows; the same rows give the same bytes, and so the same name."""
        folder = self.manifest.folder / self.table.name
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".{month}-{os.getpid()}.part"
        ordered = f"SELECT {self.names}, {IMPORT} FROM ({rows}) ORDER BY {', '.join(map(quoted, order))}"
        try:
            found = self.engine.execute(f"COPY ({ordered}) TO {text_of(str(draft))} ({HOW})").fetchone()
            if not found or not found[0]:
                return None
            with draft.open("rb+") as file:
                os.fsync(file.fileno())
            return draft.replace(folder / f"{month}-{disk.sha256(draft)[:16]}.parquet")
        finally:
            draft.unlink(missing_ok=True)

    def put(self, files: Sequence[Path]) -> None:
        """Let these be the table's files."""
        listed = ", ".join(text_of(str(file)) for file in files)
        (rows,) = self.engine.execute(f"SELECT count(*) FROM read_parquet([{listed}])").fetchone() or (0,)
        self.manifest.put(self.table.name, list(files), int(rows))


def month_of(file: Path) -> str:
    """Tell which month a file of the store holds; empty where it was not written month by month.

    Examples
    --------
    >>> month_of(Path("orders/2026-10-8f3a5b6c7d8e9f01.parquet")), month_of(Path("orders/8f3a5b6c7d8e9f01.parquet"))
    ('2026-10', '')
    """
    return file.stem.rpartition("-")[0]
