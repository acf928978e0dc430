"""Rows that show how a table is filled in: the schema's example, and rows of the sample shop."""

from __future__ import annotations

import csv
import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from planbook.tables.column import DAY, TIME, Column, Table
from planbook.tables.schema import PLANS, TABLES, common

ROOT = Path(__file__).parents[2]
FACTS = ROOT / "scripts" / "sample" / "facts"
SAMPLE = ROOT / "data" / "sample"
SHOP, WEEK = "luming", dt.date(2026, 10, 5)
TAKEN, SHOWN = 5, 3
BUYER = "茶友小林88"  # an account as a platform shows it; the schema's example is its hash
KEPT = {column.name for column in common.KEPT}
LEFT_EMPTY = {(table.name, name) for table in PLANS for name in KEPT}  # what notebooks fill in
SELDOM = ("basis", "ends")  # what a row of one day leaves empty

Row = dict[str, Any]


@cache
def rows(name: str) -> tuple[Row, ...]:
    """Give the example rows of a table."""
    if name == "competitor_items":
        return tuple(_rival_items())
    table = TABLES[name]
    first = {column.name: _typed(column) for column in table.columns}
    others = [row for row in _sample(table) if any(row.get(name) != first[name] for name in table.key)]
    return tuple(_shown(table, row) for row in (first, *others))


def values(table: Table, column: Column) -> list[str]:
    """Give up to three different examples of what stands in a column; one at least, where people fill it in."""
    found = [row[column.name] for row in rows(table.name) if row.get(column.name) is not None]
    if not found and (table.name, column.name) not in LEFT_EMPTY:
        found = [column.example]
    return list(dict.fromkeys(str(value).removesuffix(".0") for value in found))[:SHOWN]


def _typed(column: Column) -> Any:
    if column.type == DAY:
        return dt.date.fromisoformat(str(column.example))
    return dt.datetime.fromisoformat(str(column.example)) if column.type == TIME else column.example


def _shown(table: Table, row: Row) -> Row:
    """Write a row as a person would: whole seconds, an account for a hash, nothing where notebooks write."""
    seldom = [name for name in SELDOM if table.dated_by and name not in table.required]
    shown = {c: value for c, value in row.items() if c not in seldom and (table.name, c) not in LEFT_EMPTY}
    shown |= {name: value.replace(microsecond=0) for name, value in shown.items() if isinstance(value, dt.datetime)}
    shown |= {name: "yes" if value else "no" for name, value in shown.items() if isinstance(value, bool)}
    return shown | ({"customer_id": BUYER} if row.get("customer_id") else {})


def _sample(table: Table) -> list[Row]:
    """Take rows of the sample shop in which most is filled, anywhere in the table."""
    files = sorted((SAMPLE / SHOP / table.name).glob("*.parquet"))
    if not files:
        return []
    with duckdb.connect() as engine:
        there = [c.name for c in table.columns if c.name in engine.read_parquet([str(f) for f in files]).columns]
        filled = " + ".join(f'("{name}" IS NOT NULL)::INT' for name in there)
        key = ", ".join(f'"{name}"' for name in table.key if name in there)
        names = ", ".join(f'"{name}"' for name in there)
        found = engine.execute(
            f"FROM (SELECT {names} FROM read_parquet(?) ORDER BY {filled} DESC, md5(concat_ws('|', {key})), {names} "
            f"LIMIT {TAKEN}) ORDER BY {key}, {names}",
            [[str(file) for file in files]],
        )
        return [dict(zip(there, row, strict=True)) for row in found.fetchall()]


def _rival_items() -> list[Row]:
    """Make a week of the sample shop's ten rivals: five items each."""
    rivals = {row["brand"]: row for row in _facts("rivals")}
    return [_rival_item(row, rivals[row["brand"]]) for row in _facts("rival_items") if row["brand"] in rivals]


def _rival_item(item: dict[str, str], rival: dict[str, str]) -> Row:
    page = float(item["page_price"])
    return {
        "date": WEEK,
        "platform": rival["platform"],
        "brand": item["brand"],
        "sku": item["sku"],
        "title": item["title"],
        "category": item["category"],
        "matches": item["matches"] or None,
        "page_price": page,
        "deal_price": round(page * (1 - float(rival["depth"])), 1),
        "list_price": round(page * 1.25),
        "units_sold": int(item["units"]),
        "rating": float(rival["rating"]),
        "promotion": rival["offer"],
    }


def _facts(name: str) -> list[dict[str, str]]:
    with (FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["shop"] == SHOP]
