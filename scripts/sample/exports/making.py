"""From the sample's tables to files of a platform."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import duckdb

from sample.build import remember
from sample.exports.shapes import SHAPES, Export
from sample.exports.writers import Span, Table

HERE = Path(__file__).parent
TABLES = ("orders", "order_items", "products", "traffic", "item_traffic", "ad_spend")


def export(sample: Path, folder: Path, shape: str, span: Span) -> list[Path]:
    """Write the files of a shape into a folder, and give their paths.

    Parameters
    ----------
    sample
        Folder with the sample shops.
    span
        Days of what is exported; orders go by the day on which they were placed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as con:
        for table in TABLES:
            con.read_parquet(f"{sample / SHAPES[shape].shop / table}/*.parquet").create_view(table)
        remember(con, last=span.until)
        con.execute((HERE / "common.sql").read_text(encoding="utf-8"))
        files = (
            _written(con, folder, kind, days, span.until) for kind in SHAPES[shape].exports for days in kind.spans(span)
        )
        return [file for file in files if file is not None]


def _written(con: duckdb.DuckDBPyConnection, folder: Path, kind: Export, days: Span, until: dt.date) -> Path | None:
    """Write one file; none where the sample has nothing to tell of its days."""
    remember(con, since=days.since, until=days.until)
    tables = [_table(con, name) for name in kind.tables]
    if not any(table.rows for table in tables):
        return None
    # exports are made in the morning after their last day; an import goes by it where two files differ
    at = dt.datetime.combine(until + dt.timedelta(days=1), dt.time(9, 5), dt.UTC)
    name = kind.name.format(since=days.since, until=days.until, stamp=f"{at:%Y%m%d%H%M}", epoch=int(at.timestamp()))
    kind.write(folder / name, tables, days)
    os.utime(folder / name, (at.timestamp(), at.timestamp()))
    return folder / name


def _table(con: duckdb.DuckDBPyConnection, name: str) -> Table:
    found = con.execute((HERE / f"{name}.sql").read_text(encoding="utf-8"))
    return Table([column[0] for column in found.description], found.fetchall())
