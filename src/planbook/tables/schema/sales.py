"""What was sold: orders, their lines, what came back and what the platform kept of it; the items and the buyers."""

from __future__ import annotations

from planbook.tables.column import COUNT, DAY, FLAG, MONEY, TEXT, TIME, Table, amount, counted, may, must, word
from planbook.tables.schema.common import BASIS, PLATFORM

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
        counted("points_given", "points that the order earned", 228),
        counted("points_used", "points that were paid with", 500),
        amount("discount_points", "part of the shop's discount that points took off", 5.0),
        may("currency", TEXT, "ISO code of all amounts", "CNY"),
        may("platform", TEXT, "where the shop sells", "tmall"),
        may("creator", TEXT, "creator who brought the order", "茶小隐"),
        may("campaign", TEXT, "campaign the order belongs to", "double11-2026"),
        may("region", TEXT, "province or state", "浙江"),
        BASIS,
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

REFUNDS = Table(
    "refunds",
    "a refund that a buyer asked for",
    ("refund_id",),
    (
        must("refund_id", TEXT, "the platform's number of the refund", "R2610140007"),
        must("order_id", TEXT, "the order it belongs to", "T26101100042"),
        may("requested_at", TIME, "when it was asked for", "2026-10-14 08:02:00"),
        may("refunded_at", TIME, "when it was paid back; empty: not yet", "2026-10-15 09:12:00"),
        must("amount", MONEY, "paid back, or asked for", 114.0, at_least=0),
        word("status", "where it stands", "done", "open", "done", "refused"),
        may("sku", TEXT, "the shop's code of the item", "LM-TGY-250"),
        may("reason", TEXT, "reason that the buyer chose", "七天无理由"),
    ),
    dated_by="requested_at",
)

SETTLEMENTS = Table(
    "settlements",
    "a line of a platform's settlement",
    ("platform", "line_id"),
    (
        PLATFORM,
        must("line_id", TEXT, "its number, or a fingerprint of the line", "5f1c09"),
        may("order_id", TEXT, "the order it belongs to", "T26101100042"),
        may("at", TIME, "when it was booked", "2026-10-20 03:00:00"),
        must("kind", TEXT, "what it is for, in the platform's words", "佣金"),
        must("amount", MONEY, "what the shop receives; below zero, what it pays", -11.4),
    ),
    dated_by="at",
)

CUSTOMERS = Table(
    "customers",
    "a buyer, as the platform has counted",
    ("platform", "customer_id"),
    (
        PLATFORM,
        must("customer_id", TEXT, "keyed hash of the buyer", "9f86d081"),
        counted("orders", "orders so far", 4),
        amount("paid", "paid so far", 812.0),
        may("region", TEXT, "province or state", "浙江"),
        may("accepts_email", FLAG, "may e-mails be sent?", True),
        may("accepts_sms", FLAG, "may text messages be sent?", False),
    ),
)
