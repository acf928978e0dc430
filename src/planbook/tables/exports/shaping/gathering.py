"""Rows of many files gathered by table, so that a year of daily files takes no more memory than a file of that year."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from planbook.tables.cells import SQL_TYPES, quoted
from planbook.tables.exports.shaping.fields import ROW
from planbook.tables.exports.shaping.staging import FILE, Staged
from planbook.tables.schema import TABLES


class Gathered:
    """The rows that go into each table, of all files of an import.

    Parameters
    ----------
    files
        How many there are; of one alone the rows stay where they are.
    """

    def __init__(self, engine: duckdb.DuckDBPyConnection, files: int) -> None:
        self._engine, self._alone = engine, files == 1
        self._relations: dict[str, str] = {}

    @property
    def staged(self) -> list[Staged]:
        """The tables that get rows, each with its relation."""
        return [Staged(table, relation) for table, relation in self._relations.items()]

    def take(self, staged: Sequence[Staged]) -> None:
        """Take the rows of a file; its own relations are gone afterwards, unless it is the only file."""
        for each in staged:
            if self._alone:
                self._relations[each.table] = each.relation
                continue
            if each.table not in self._relations:
                self._relations[each.table] = self._empty(each.table)
            into = self._relations[each.table]
            self._engine.execute(f"INSERT INTO {into} BY NAME FROM {each.relation}")
            self._engine.execute(f"DROP TABLE {each.relation}")

    def _empty(self, table: str) -> str:
        columns = [f"{quoted(column.name)} {SQL_TYPES[column.type]}" for column in TABLES[table].columns]
        name = f"all_{table}"
        self._engine.execute(f"CREATE TABLE {name} ({', '.join([*columns, f'{FILE} INTEGER', f'{ROW} BIGINT'])})")
        return name
