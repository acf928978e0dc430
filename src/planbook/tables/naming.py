"""Lasting names on the engine: a table of each column's names, and SQL that looks a text up in it."""

from __future__ import annotations

import duckdb

from planbook.naming import NARROW, WIDE, Column, Names
from planbook.tables.cells import text_of


def register(engine: duckdb.DuckDBPyConnection, names: Names) -> None:
    """Put names on an engine: the tables ``planbook_tools`` and ``planbook_sources`` with ``alias`` and ``name``."""
    for column, known in names.known.items():
        engine.execute(f"CREATE OR REPLACE TABLE planbook_{column}s (alias VARCHAR PRIMARY KEY, name VARCHAR)")
        # as SQL: to take Python's values, the engine loads pandas
        pairs = ", ".join(f"({text_of(alias)}, {text_of(name)})" for alias, name in known.items())
        if pairs:
            engine.execute(f"INSERT INTO planbook_{column}s VALUES {pairs}")


def sql(column: Column, expression: str) -> str:
    """Write SQL that gives the lasting name of a text, or the text; the names must be registered.

    Examples
    --------
    >>> from pathlib import Path
    >>> from planbook.naming import load
    >>> engine = duckdb.connect()
    >>> register(engine, load(Path()))
    >>> engine.execute(f"SELECT {sql('tool', 't')} FROM (VALUES ('直通车'), ('poster')) AS told(t)").fetchall()
    [('关键词推广',), ('poster',)]
    """
    narrow = NARROW.replace("'", "''")
    alias = f"regexp_replace(lower(translate({expression}, '{WIDE}', '{narrow}')), '\\s+', '', 'g')"
    return f"coalesce((SELECT name FROM planbook_{column}s WHERE alias = {alias}), trim({expression}))"
