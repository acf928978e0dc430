"""Figures of the market: the category and the rivals."""

from planbook.measures.catalog.kpi import KPI, NEITHER, UP

# fmt: off
MARKET = (
    KPI("market_index", "number", NEITHER, "the platform's index of the category's sales",
        "Category index", "类目大盘指数", ("category",), "an index, never money"),
    KPI("market_growth", "share", NEITHER, "change of the category index",
        "Category growth", "大盘增幅", ("category",)),
    KPI("market_effect", "money", NEITHER, "paid before × category growth",
        "Market effect", "大盘影响", ("category", "orders")),
    KPI("market_share_effect", "money", UP, "change of paid − market effect",
        "Share effect", "份额影响", ("category", "orders")),
)
# fmt: on
