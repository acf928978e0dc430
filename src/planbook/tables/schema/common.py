"""The columns that most tables have."""

from __future__ import annotations

from planbook.tables.column import DAY, FLAG, TEXT, may, must

PLATFORM = must("platform", TEXT, "where the shop sells", "tmall")
DATE = must("date", DAY, "day in the shop's time zone", "2026-10-11")
ENDS = may("ends", DAY, "last day of a row that is a period; empty: the row is one day", "2026-10-31")
BASIS = may("basis", TEXT, "how its export counts, where that is not as GLOSSARY.md has it", "active_users")
CAMPAIGN = must("campaign", TEXT, "the campaign's key", "white-dew-2026")
KEPT = (
    may("source", TEXT, "notebook that wrote the row", "44_post_mortem"),
    may("locked", FLAG, "kept as a person wrote it", False),
)
