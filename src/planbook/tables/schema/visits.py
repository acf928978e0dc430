"""Who came, and what was spent to bring them: traffic, advertising, the shop's accounts."""

from __future__ import annotations

from planbook.tables.column import COUNT, FLAG, MONEY, NUMBER, TEXT, Table, amount, counted, may, must
from planbook.tables.schema.common import DATE, PLATFORM

TRAFFIC = Table(
    "traffic",
    "a day of one source on one platform",
    ("date", "platform", "source"),
    (
        DATE,
        PLATFORM,
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
        DATE,
        PLATFORM,
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
        DATE,
        may("hour", COUNT, "hour of the day, 0–23; empty: the whole day", 20, at_least=0),
        PLATFORM,
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

ACCOUNTS = Table(
    "accounts",
    "a day of one account",
    ("date", "platform", "account"),
    (
        DATE,
        PLATFORM,
        must("account", TEXT, "the shop's account", "鹿鸣茶旗舰店"),
        counted("impressions", "times its posts and lives were shown", 48200),
        counted("followers", "followers at the end of the day", 81240),
        counted("gained", "followers won that day", 132),
        counted("lost", "followers lost that day", 41),
    ),
    dated_by="date",
)
