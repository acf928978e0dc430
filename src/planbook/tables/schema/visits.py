"""Who came, and what was spent to bring them: traffic, advertising, the shop's accounts."""

from __future__ import annotations

from planbook.tables.column import (
    COUNT,
    DAY,
    FLAG,
    MONEY,
    NUMBER,
    TEXT,
    TIME,
    Table,
    amount,
    counted,
    may,
    must,
    up_to,
    word,
)
from planbook.tables.schema.common import BASIS, DATE, ENDS, PLATFORM

TRAFFIC = Table(
    "traffic",
    "a day of one source on one platform",
    ("date", "ends", "platform", "source"),
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
        *(ENDS, BASIS),
    ),
    dated_by="date",
)

ITEM_TRAFFIC = Table(
    "item_traffic",
    "a day of one item on one platform",
    ("date", "ends", "platform", "sku"),
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
        *(ENDS, BASIS),
    ),
    dated_by="date",
)

AD_SPEND = Table(
    "ad_spend",
    "a day (or hour) of one creative in one campaign",
    ("date", "ends", "hour", "platform", "tool", "campaign", "creative", "audience"),
    (
        DATE,
        up_to(23, may("hour", COUNT, "hour of the day, 0–23; empty: the whole day", 20, at_least=0)),
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
        *(ENDS, BASIS),
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

LIVES = Table(
    "lives",
    "a live session",
    ("started_at", "platform", "account"),
    (
        must("started_at", TIME, "when it began", "2026-10-11 20:00:00"),
        PLATFORM,
        must("account", TEXT, "the account that was live", "鹿鸣茶旗舰店"),
        word("kind", "the shop's own, or a creator's", "own", "own", "creator"),
        may("minutes", NUMBER, "how long it was on", 180.0, at_least=0),
        counted("impressions", "people to whom it was shown", 48200),
        counted("viewers", "people who watched", 9120),
        counted("peak", "most viewers at one time", 410),
        may("seconds", NUMBER, "mean stay of a viewer in seconds", 74.0, at_least=0),
        counted("product_clicks", "people who opened an item", 1830),
        counted("gained", "followers won", 132),
        counted("orders", "orders paid", 210),
        counted("buyers", "people who paid", 196),
        amount("paid", "paid in it", 28400.0),
        amount("refund", "of it paid back so far", 2300.0),
        amount("commission", "owed to the creator, as foreseen", 4200.0),
        amount("ad_spend", "spent to bring viewers", 1800.0),
    ),
    dated_by="started_at",
)

MESSAGES = Table(
    "messages",
    "a send to many people",
    ("sent_at", "medium", "message", "recipients"),
    (
        must("sent_at", TIME, "when it went out", "2026-10-11 10:00:00"),
        must("medium", TEXT, "e-mail, sms, wecom …", "e-mail"),
        must("message", TEXT, "its name in the tool", "double11-warm-up"),
        may("recipients", TEXT, "list or segment it went to", "buyers of 2025"),
        counted("sent", "people it was sent to", 12400),
        counted("delivered", "people it reached", 12310),
        counted("opened", "people who opened it", 3020),
        counted("clicked", "people who clicked", 410),
        counted("orders", "people who ordered, as the tool claims", 57),
        amount("paid", "amount of those orders, as the tool claims", 8120.0),
        counted("unsubscribed", "people who unsubscribed", 21),
    ),
    dated_by="sent_at",
)

LIFT_TESTS = Table(
    "lift_tests",
    "a test of what a change in spend adds",
    ("test",),
    (
        must("test", TEXT, "the test's key", "feed-ads-pause-2026-03"),
        must("channel", TEXT, "channel of planbook.yml", "feed_ads"),
        may("platform", TEXT, "platform, or 'all'", "tmall"),
        must("starts", DAY, "first day", "2026-03-02"),
        must("ends", DAY, "last day", "2026-03-15"),
        must("spend_change", MONEY, "spend above the usual of those days; below zero where it was cut", -9800.0),
        must("lift", MONEY, "paid that came of it; below zero where spend was cut", -14200.0),
        may("low", MONEY, "lower end of its interval of 80 %", -19100.0),
        may("high", MONEY, "upper end of its interval of 80 %", -9300.0),
    ),
    dated_by="starts",
)
