"""The rival of ``scripts/benchmark.py``: a clean CSV becomes a table of a DuckDB file, every cell as text.

Usage: ``python scripts/bare_table.py CSV DATABASE THREADS``. It may use as much memory as DuckDB likes.
"""

from __future__ import annotations

import sys

import duckdb


def main(csv: str, database: str, threads: str) -> None:
    """Make the table."""
    with duckdb.connect(database, config={"threads": int(threads)}) as con:
        con.execute("CREATE TABLE lines AS FROM read_csv($csv, all_varchar=true)", {"csv": csv})


if __name__ == "__main__":
    main(*sys.argv[1:])
