"""The market: the category and the rivals; from a third-party tool, or by hand once a week."""

from __future__ import annotations

from planbook.tables.column import DAY, NUMBER, TEXT, Table, amount, counted, may, must, note, up_to
from planbook.tables.schema.common import PLATFORM

CATEGORY = Table(
    "category",
    "a week of one category on one platform",
    ("week", "platform", "category"),
    (
        must("week", DAY, "Monday of the week", "2026-10-05"),
        PLATFORM,
        must("category", TEXT, "category", "oolong"),
        must("sales_index", NUMBER, "the platform's index of sales; never money", 1043.0, at_least=0),
        may("search_index", NUMBER, "index of searches", 988.0, at_least=0),
        may("visitors_index", NUMBER, "index of visitors", 1010.0, at_least=0),
        counted("sellers", "shops that sold", 4120),
    ),
    dated_by="week",
)

COMPETITOR_ITEMS = Table(
    "competitor_items",
    "a day (or week) of one rival item",
    ("date", "platform", "brand", "sku"),
    (
        must("date", DAY, "day it was looked at; of a weekly sheet, its Monday", "2026-10-05"),
        may("platform", TEXT, "where it is sold", "tmall"),
        may("brand", TEXT, "the rival; empty is us", "云岭茶事"),
        must("sku", TEXT, "the rival's code, or a name of one's own that stays the same", "YL-TGY-250"),
        may("title", TEXT, "title as the buyer sees it", "云岭 安溪铁观音 250g 罐装"),
        may("category", TEXT, "category, in the shop's own words", "oolong"),
        may("matches", TEXT, "our item that it is held against", "LM-TGY-250"),
        amount("page_price", "price on the page", 258.0),
        amount("deal_price", "what a buyer pays after all offers (到手价)", 219.0),
        amount("list_price", "struck-out price", 328.0),
        counted("units_sold", "units in the row's day or week", 410),
        counted("counter", "running count of units sold, as the page shows it; a fall is a reset", 26719),
        counted("rank", "place in the category's list", 12),
        up_to(5, may("rating", NUMBER, "mean rating on the page, 1–5", 4.8, at_least=0)),
        counted("reviews", "reviews on the page", 2704),
        may("promotion", TEXT, "offer in the page's words", "满300减40"),
    ),
    dated_by="date",
)

COMPETITOR_POSTS = Table(
    "competitor_posts",
    "a post or live session of a rival",
    ("date", "platform", "brand", "post"),
    (
        must("date", DAY, "day it was published", "2026-10-05"),
        must("platform", TEXT, "where it was published", "douyin"),
        may("brand", TEXT, "the rival; empty is us", "云岭茶事"),
        must("post", TEXT, "its number or address", "7291"),
        may("format", TEXT, "video, note, live …", "video"),
        may("topic", TEXT, "what it is about, in the planner's own words", "brewing"),
        counted("views", "times it was seen", 18400),
        counted("engagement", "likes, comments and shares", 930),
        note("worth_learning", "one thing in it that is worth learning", "shows the leaf before it speaks"),
    ),
    dated_by="date",
)

COMPETITOR_TRAFFIC = Table(
    "competitor_traffic",
    "a source of one rival in one month",
    ("period", "platform", "brand", "source"),
    (
        must("period", TEXT, "month", "2026-10"),
        may("platform", TEXT, "where it sells", "tmall"),
        may("brand", TEXT, "the rival; empty is us", "云岭茶事"),
        must("source", TEXT, "where its visits come from", "search"),
        up_to(1, must("share", NUMBER, "share of its visits, 0–1", 0.31, at_least=0)),
    ),
)
