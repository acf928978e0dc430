"""The sample shop for tests: its tables as views of one connection, its truth, and what its sentences speak of."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import duckdb

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "sample"
SHOPS = ("luming", "luming-global")


def read_truth() -> dict[str, Any]:
    """Read what was planted, by shop."""
    return json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))["shops"]


def open_tables(shop: str) -> duckdb.DuckDBPyConnection:
    """Open every table of a shop under its name, paid orders with their day and month, and the planted sentences."""
    con = duckdb.connect()
    for path in sorted((SAMPLE / shop).glob("*/all.parquet")):
        con.read_parquet(str(path)).create_view(path.parent.name)
    con.execute("""CREATE TEMP VIEW paid_orders AS
        SELECT *, paid_at::DATE AS date, strftime(paid_at, '%Y-%m') AS period FROM orders WHERE paid_at IS NOT NULL""")
    con.execute("CREATE TABLE sentences (topic VARCHAR, kind VARCHAR, sentence VARCHAR)")
    con.executemany("INSERT INTO sentences VALUES ($1, $2, $3)", sentences(shop))
    return con


def sentences(shop: str) -> list[list[str]]:
    """List the sentences that were planted in reviews and tickets: topic, praise or complaint, text in lower case."""
    facts = ROOT / "scripts" / "sample" / "facts" / "sentences.csv"
    with facts.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["shop"] == shop and row["topic"]]
    return [[row["topic"], row["kind"], row["sentence"].lower()] for row in rows]
