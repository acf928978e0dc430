"""The two columns that most tables have."""

from __future__ import annotations

from planbook.tables.column import DAY, TEXT, must

PLATFORM = must("platform", TEXT, "where the shop sells", "tmall")
DATE = must("date", DAY, "day in the shop's time zone", "2026-10-11")
