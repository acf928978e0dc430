"""What imports keep beside the tables themselves."""

from __future__ import annotations

from planbook.tables.column import NUMBER, TEXT, Table, may, must

BOUNDS = Table(
    "bounds",
    "a cell of which a platform told only a bound; in its own table it is empty",
    ("table", "row", "column"),
    (
        must("table", TEXT, "table it belongs to", "ad_spend"),
        must("row", TEXT, "key of its row, parted by ·", "2026-10-11 · tiktok · TikTok Ads"),
        must("column", TEXT, "column it belongs to", "conversions"),
        may("low", NUMBER, "not less than this", 0.0),
        may("high", NUMBER, "not more than this", 5.0),
        must("text", TEXT, "the cell as it stood", "<5"),
    ),
)
