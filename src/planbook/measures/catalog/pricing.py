"""Figures of prices and offers: elasticity, margins, break-even."""

from __future__ import annotations

from planbook.measures.catalog.kpi import DOWN, KPI, NEITHER, UP

_LADDER = ("orders", "order_items", "products")
_LINES = ("orders", "order_items")

# fmt: off
PRICING: tuple[KPI, ...] = (
    # the ladder and elasticity
    KPI("deal_price", "money", NEITHER, "unit price − its part of what was taken off the whole order",
        "Deal price", "到手价", _LINES, "of a unit, as the buyer paid it"),
    KPI("off_list", "share", NEITHER, "1 − deal price ÷ list price",
        "Discount depth", "折扣力度", _LADDER, "of sums: money that buyers paid ÷ money at list price"),
    KPI("item_off", "money", NEITHER, "list price − price before the order’s discounts",
        "Off the item itself", "单品直降", _LADDER, "nought where the export gives goods at list price"),
    KPI("shop_pays", "money", NEITHER, "sum of discount_shop",
        "Shop coupons and full reductions", "店铺券与满减", _LADDER),
    KPI("platform_pays", "money", NEITHER, "sum of discount_platform", "Platform subsidy", "平台补贴", _LADDER),
    KPI("creator_pays", "money", NEITHER, "sum of discount_creator", "Creator subsidy", "达人补贴", _LADDER),
    KPI("shop_share", "share", NEITHER, "(off the item itself + shop’s discounts) ÷ money at list price",
        "Paid by the shop", "商家承担", _LADDER),
    KPI("platform_share", "share", NEITHER, "platform’s discounts ÷ money at list price",
        "Paid by the platform", "平台承担", _LADDER),
    KPI("creator_share", "share", NEITHER, "creators’ discounts ÷ money at list price",
        "Paid by creators", "达人承担", _LADDER),
    KPI("stacked_share", "share", NEITHER, "orders that two or more of shop, platform and creator pay for ÷ orders",
        "Stacked orders", "优惠叠加订单占比", _LADDER),
    KPI("discount_given", "money", NEITHER, "list price − deal price", "Discounts", "优惠合计", _LADDER, "of a unit"),
    KPI("platform_fee", "money", DOWN, "deal price × the platform’s share of planbook.yml",
        "Platform fee", "平台扣点", _LINES, "of a unit"),
    KPI("shipping_cost", "money", DOWN, "cost of a parcel × parcels ÷ units − shipping that buyers paid",
        "Shipping", "运费", _LINES, "of a unit; known where thresholds → parcel_cost is set in planbook.yml"),
    KPI("returns_cost", "money", DOWN, "refund rate × (deal price − platform fee − cost)",
        "Returns", "退款损失", _LINES, "of a unit; goods that come back are taken to be sold again"),
    KPI("goods_cost", "money", DOWN, "cost of the goods ÷ units", "Cost of goods", "商品成本", _LINES, "of a unit"),
    KPI("unit_left", "money", UP, "deal price − platform fee − shipping − returns − cost of goods",
        "Unit margin after returns", "退款后单件毛利", _LINES),
    KPI("unit_left_rate", "share", UP, "unit margin after returns ÷ deal price",
        "Margin of the deal price", "到手价毛利率", _LINES),
    KPI("below_floor_units", "count", DOWN, "units whose deal price lies below the floor price",
        "Units below the floor", "破价件数", _LADDER),
    KPI("floor_short", "money", DOWN, "Σ (floor price − deal price) × units below the floor",
        "Short of the floor", "破价差额", _LADDER),
    KPI("protection_exposure", "money", DOWN, "Σ (price paid in the days before − low price) × units",
        "Price protection at most", "价保最高退差", _LADDER, "if every buyer asks; most do not"),
    KPI("price_elasticity", "number", NEITHER, "per cent of units ÷ per cent of price, of an item against its category",
        "Price elasticity", "价格弹性", _LINES, "Poisson pseudo-likelihood, item × half-year and week effects out"),
    KPI("cut_lift", "share", UP, "units in the weeks of a cut ÷ units to be expected − 1",
        "Units in the cut", "降价期销量变动", _LINES),
    KPI("cut_paid_more", "money", UP, "paid in the weeks of a cut − paid to be expected",
        "Paid, against expected", "支付金额多出", _LINES),
    KPI("cut_margin_more", "money", UP, "margin in the weeks of a cut − margin to be expected",
        "Margin, against expected", "毛利多出", _LINES, "after goods and platform fee"),
    KPI("after_cut", "share", NEITHER, "units of the two weeks after a cut ÷ units to be expected − 1",
        "Units in the two weeks after", "降价后两周销量变动", _LINES),
    KPI("neighbour_change", "share", NEITHER, "units of the category’s other items in a cut’s weeks ÷ expected − 1",
        "Other items of the category", "同类目其他商品销量变动", _LINES),
)
# fmt: on
