"""What was planted, and how large it turned out in the rows: ``truth.json``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

    from sample.shops import Shop

SQL = Path(__file__).parent / "sql" / "truth"
PLANTED = {
    "luming": (
        "conversion_break",
        "item_fall",
        "market_faster",
        "refund_wave",
        "aligned_growth",
        "losing_offer",
    ),
    "luming-global": ("mix_shift",),
}
OF_EVERY_SHOP = (
    *("channel_below_break_even", "new_repeat", "discounts", "service"),
    *("price_index", "price_cut", "raise_before_cut", "new_launch", "rank_jump", "counter_reset", "white_space"),
    *("traffic_structure", "market_turn", "survey", "pains", "states", "execution", "campaign_cost"),
    *("campaign_lift", "pull_forward", "halo", "stock_out"),
)
# Truths that are a list, by brand, item or persona.
KEYED = (
    *("gaps", "topics", "content", "content_topics", "segments", "accounts"),
    *("sell_through", "creator_delivery", "slot_delivery", "campaign_target"),
    *("attributes", "elasticity", "response", "lift_tests", "goals"),
)


def shop_truth(con: duckdb.DuckDBPyConnection, shop: Shop) -> dict[str, Any]:
    """Everything planted in one shop, by name, with totals and refund maturity by month."""
    con.execute("SET VARIABLE mixture = $1", [shop.parameters])
    truths: dict[str, Any] = {name: ask(con, name)[0] for name in (*PLANTED[shop.key], *OF_EVERY_SHOP)}
    truths |= {name: {row["k"]: row["v"] for row in ask(con, name)} for name in KEYED}
    truths["refund_maturity"] = {row.pop("month"): row for row in ask(con, "refund_maturity")}
    totals: dict[str, Any] = {}
    for row in ask(con, "totals"):
        month, platform = row.pop("month"), row.pop("platform")
        totals.setdefault(month, {})[platform] = row
    return truths | {"totals": totals}


def ask(con: duckdb.DuckDBPyConnection, name: str) -> list[dict[str, Any]]:
    """Rows of one SQL file as dictionaries, shares rounded to six places."""
    found = con.sql((SQL / f"{name}.sql").read_text(encoding="utf-8"))
    return [tidy(dict(zip(found.columns, row, strict=True))) for row in found.fetchall()]


def tidy(value: Any) -> Any:
    """Round the floats within a value, so that the last bits of a division do not matter."""
    if isinstance(value, dict):
        return {key: tidy(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [tidy(entry) for entry in value]
    return float(round(value, 6)) if not isinstance(value, (int, str, type(None))) else value
