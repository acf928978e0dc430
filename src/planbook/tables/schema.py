"""What each table holds: one line a column, with type, meaning and an example.

Everything that knows a column reads it here: the store selects and casts these columns, the checks build
their Pandera schemas from them, and ``docs/tables.md`` is written from them. Money is in the currency of the
order or shop, shares are 0–1, days and times are in the shop's time zone.
"""

from __future__ import annotations

from planbook.tables.column import (
    COUNT,
    DAY,
    FLAG,
    MONEY,
    NUMBER,
    TEXT,
    TIME,
    Column,
    Table,
    amount,
    counted,
    may,
    must,
    word,
)

__all__ = ["TABLES", "Column", "Table"]

_PLATFORM = must("platform", TEXT, "where the shop sells", "tmall")
_DATE = must("date", DAY, "day in the shop's time zone", "2026-10-11")

ORDERS = Table(
    "orders",
    "an order",
    ("order_id",),
    (
        must("order_id", TEXT, "the platform's number of the order", "T26101100042"),
        may("customer_id", TEXT, "keyed hash of the buyer; empty where the platform gives none", "9f86d081"),
        may("ordered_at", TIME, "when the order was placed", "2026-10-11 20:01:07"),
        may("paid_at", TIME, "when it was paid; empty: never", "2026-10-11 20:03:40"),
        word("status", "where it stands", "paid", "unpaid", "paid", "refunded", "cancelled"),
        amount("gross", "goods before discounts", 268.0),
        amount("discount_shop", "discount the shop pays for", 30.0),
        amount("discount_platform", "discount the platform pays for", 10.0),
        amount("discount_creator", "discount a creator pays for", 0.0),
        amount("shipping", "shipping the buyer pays", 0.0),
        amount("tax", "tax on top of the price", 0.0),
        must("paid", MONEY, "gross − discounts + shipping + tax", 228.0, at_least=0),
        amount("refund", "paid back so far", 0.0),
        may("refunded_at", TIME, "when it was paid back", "2026-10-15 09:12:00"),
        amount("deposit", "paid ahead in a deposit pre-sale", 50.0),
        may("currency", TEXT, "ISO code of all amounts", "CNY"),
        may("platform", TEXT, "where the shop sells", "tmall"),
        may("creator", TEXT, "creator who brought the order", "茶小隐"),
        may("campaign", TEXT, "campaign the order belongs to", "double11-2026"),
        may("region", TEXT, "province or state", "浙江"),
    ),
    dated_by="paid_at",
)

ORDER_ITEMS = Table(
    "order_items",
    "a line of an order",
    ("order_id", "sku"),
    (
        must("order_id", TEXT, "the order it belongs to", "T26101100042"),
        must("sku", TEXT, "the shop's code of the item", "LM-TGY-250"),
        may("product", TEXT, "title as the buyer saw it", "安溪铁观音 250g"),
        may("category", TEXT, "category of the item", "oolong"),
        must("quantity", COUNT, "units bought", 2),
        must("unit_price", MONEY, "paid for one unit, after discounts on the line", 114.0),
        amount("unit_cost", "what one unit costs the shop", 46.0),
    ),
)

PRODUCTS = Table(
    "products",
    "an item",
    ("sku",),
    (
        must("sku", TEXT, "the shop's code of the item", "LM-TGY-250"),
        may("product", TEXT, "title", "安溪铁观音 250g"),
        may("category", TEXT, "category", "oolong"),
        word("role", "role in the assortment", "hero", "traffic", "hero", "profit", "image"),
        amount("unit_cost", "what one unit costs the shop", 46.0),
        amount("list_price", "price before any offer", 168.0),
        amount("floor_price", "lowest price the shop allows", 109.0),
        may("launched", DAY, "first day on sale", "2024-03-05"),
        counted("stock", "units on hand at the end of the data", 310),
    ),
)

TRAFFIC = Table(
    "traffic",
    "a day of one source on one platform",
    ("date", "platform", "source"),
    (
        _DATE,
        _PLATFORM,
        must("source", TEXT, "where the visits come from; 'all' is the platform's own total", "search"),
        must("visitors", COUNT, "people who came that day", 1840, at_least=0),
        counted("new_visitors", "of them, never seen before", 1210),
        counted("page_views", "pages they opened", 5620),
        counted("bounces", "visitors who left after one page", 830),
        may("seconds", NUMBER, "mean stay of a visitor in seconds", 74.0, at_least=0),
        counted("cart_adders", "visitors who put something in the cart", 160),
        counted("inquirers", "visitors who asked the service desk", 95),
        counted("buyers", "people who paid that day", 58),
        counted("silent_buyers", "buyers who asked nothing", 33),
        may("paid_source", FLAG, "was the visit paid for? empty: as planbook.yml says", False),
    ),
    dated_by="date",
)

ITEM_TRAFFIC = Table(
    "item_traffic",
    "a day of one item on one platform",
    ("date", "platform", "sku"),
    (
        _DATE,
        _PLATFORM,
        must("sku", TEXT, "the shop's code of the item", "LM-TGY-250"),
        counted("impressions", "times it was shown", 9200),
        counted("visitors", "people who opened its page that day", 410),
        counted("favorites", "people who marked it", 22),
        counted("cart_adders", "people who put it in the cart", 37),
        counted("buyers", "people who paid for it that day", 14),
        counted("units", "units paid for", 17),
        amount("paid", "paid for it", 1938.0),
        amount("refund", "paid back for it so far", 114.0),
    ),
    dated_by="date",
)

AD_SPEND = Table(
    "ad_spend",
    "a day (or hour) of one creative in one campaign",
    ("date", "hour", "platform", "tool", "campaign", "creative", "audience"),
    (
        _DATE,
        may("hour", COUNT, "hour of the day, 0–23; empty: the whole day", 20, at_least=0),
        _PLATFORM,
        must("tool", TEXT, "what was paid", "万相台"),
        may("campaign", TEXT, "campaign in the tool", "oolong-search"),
        may("creative", TEXT, "picture, video or text", "v3-steam"),
        may("audience", TEXT, "who was to see it", "tea lovers 25–40"),
        counted("impressions", "times shown", 18000),
        counted("clicks", "clicks", 610),
        must("spend", MONEY, "paid to the tool", 455.0, at_least=0),
        counted("conversions", "orders the tool claims", 21),
        amount("paid", "amount of those orders, as the tool claims", 2310.0),
        amount("net_paid", "the same after refunds", 2104.0),
        counted("attribution_days", "days after a click that the tool counts", 15),
    ),
    dated_by="date",
)

CROWDS = Table(
    "crowds",
    "a bucket of one dimension in one period",
    ("period", "platform", "dimension", "bucket"),
    (
        must("period", TEXT, "month", "2026-10"),
        _PLATFORM,
        must("dimension", TEXT, "what buyers are told apart by", "age"),
        must("bucket", TEXT, "the group", "25-34"),
        counted("buyers", "buyers in the group", 214),
        amount("paid", "paid by the group", 38120.0),
    ),
)

CATEGORY = Table(
    "category",
    "a week of one category on one platform",
    ("week", "platform", "category"),
    (
        must("week", DAY, "Monday of the week", "2026-10-05"),
        _PLATFORM,
        must("category", TEXT, "category", "oolong"),
        must("sales_index", NUMBER, "the platform's index of sales; never money", 1043.0, at_least=0),
        may("search_index", NUMBER, "index of searches", 988.0, at_least=0),
        may("visitors_index", NUMBER, "index of visitors", 1010.0, at_least=0),
        counted("sellers", "shops that sold", 4120),
    ),
    dated_by="week",
)

STAGES = ("warm-up", "deposit", "balance", "spot", "burst", "return")

EVENTS = Table(
    "events",
    "a stage of one wave of an event",
    ("event", "year", "wave", "platform", "stage"),
    (
        must("event", TEXT, "name without its year", "double11"),
        must("year", COUNT, "edition", 2026),
        must("wave", COUNT, "1 for the first burst, 2 for the second", 1),
        must("platform", TEXT, "platform, or 'all'", "all"),
        Column("stage", TEXT, "part of the event", "burst", required=True, one_of=STAGES),
        must("starts", DAY, "first day", "2026-10-21"),
        must("ends", DAY, "last day", "2026-10-24"),
    ),
)

CAMPAIGNS = Table(
    "campaigns",
    "a campaign of the shop on one platform",
    ("campaign", "platform"),
    (
        must("campaign", TEXT, "the campaign's key", "white-dew-2026"),
        _PLATFORM,
        must("starts", DAY, "first day", "2026-09-09"),
        must("ends", DAY, "last day", "2026-09-13"),
        may("text_en", TEXT, "name in English", "White Dew new-tea days"),
        may("text_zh", TEXT, "name in Chinese", "白露新茶节"),
    ),
)

TARGETS = Table(
    "targets",
    "a goal for one figure in one period",
    ("period", "kpi", "platform", "owner"),
    (
        must("period", TEXT, "month or campaign it is for", "2026-10"),
        must("kpi", TEXT, "figure, by its name in GLOSSARY.md", "paid"),
        may("platform", TEXT, "platform, or 'all'", "tmall"),
        may("owner", TEXT, "who answers for it", "林悦"),
        must("value", NUMBER, "the goal, in the figure's unit", 240000.0),
        may("source", TEXT, "notebook that wrote the row", "21_goal_setting"),
        may("locked", FLAG, "kept as a person wrote it", False),
    ),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        ORDERS,
        ORDER_ITEMS,
        PRODUCTS,
        TRAFFIC,
        ITEM_TRAFFIC,
        AD_SPEND,
        CROWDS,
        CATEGORY,
        EVENTS,
        CAMPAIGNS,
        TARGETS,
    )
}
