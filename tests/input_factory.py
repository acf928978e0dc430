"""Workbooks that people fill in, filled in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from inputs import book

from planbook.tables.schema import TABLES

ITEM: dict[str, Any] = {
    "sku": "LM-1",
    "role": "hero",
    "unit_cost": 46.0,
    "launched": dt.date(2024, 3, 5),
    "stock": 3,
}


def filled(folder: Path, table: str, *rows: dict[str, Any]) -> Path:
    """Write a table's workbook with these rows on its first sheet."""
    path = folder / f"{table}.xlsx"
    path.write_bytes(book.written(TABLES[table], rows))
    return path
