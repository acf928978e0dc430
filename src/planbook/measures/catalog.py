"""The KPI catalog: each figure once, with its formula, unit, direction and its two names.

GLOSSARY.md is written from it, the views take names and units from it, and a measure that makes a figure uses
its id. Chinese names are those of the platforms' own consoles, so that a planner finds them again there.
"""

from __future__ import annotations

from dataclasses import dataclass

UP, DOWN, NEITHER = 1, -1, 0
UNITS = ("money", "count", "share", "ratio", "days", "seconds", "number", "points")


@dataclass(frozen=True)
class KPI:
    """A figure: how it is reckoned, in what unit, and whether more of it is better (1), worse (-1) or neither (0)."""

    id: str
    unit: str
    direction: int
    formula: str
    en: str
    zh: str
    tables: tuple[str, ...]
    note: str = ""

    @property
    def name(self) -> dict[str, str]:
        """Its name in each language."""
        return {"en": self.en, "zh": self.zh}


_ORDERS, _TRAFFIC, _ADS = ("orders",), ("traffic",), ("ad_spend",)

# fmt: off
_KPIS = (
    # money, in the order in which it is reconciled with the platform's page
    KPI("paid", "money", UP, "gross − discounts + shipping + tax",
        "Paid", "支付金额", _ORDERS, "GMV, what platforms show first"),
    KPI("refund", "money", DOWN, "paid back on orders of the period, so far",
        "Refunds", "退款金额", _ORDERS, "booked on the order's day"),
    KPI("net", "money", UP, "paid − refund",
        "Net sales", "退款后销售额", _ORDERS, "falls while refunds still ripen"),
    KPI("net_expected", "money", UP, "paid × (1 − refund rate when ripe)",
        "Expected net sales", "预计退款后销售额", _ORDERS, "with interval, until refunds are ripe"),
    KPI("refund_rate", "share", DOWN, "refund ÷ paid",
        "Refund rate", "退款率", _ORDERS, "of amounts, not of orders; of young orders it is still growing"),
    KPI("refund_rate_expected", "share", DOWN, "1 − net_expected ÷ paid",
        "Expected refund rate", "预计退款率", _ORDERS, "when refunds are ripe, with an interval"),
    KPI("discount_share", "share", NEITHER, "discounts ÷ gross", "Discount share", "优惠占比", _ORDERS),
    # people and orders
    KPI("orders", "count", UP, "orders with paid_at in the period", "Orders", "支付订单数", _ORDERS),
    KPI("buyers", "count", UP, "distinct customers who paid",
        "Buyers", "支付买家数", _ORDERS, "an order without a buyer id counts as one buyer"),
    KPI("new_buyers", "count", UP, "buyers whose first order ever is in the period",
        "New buyers", "新客数", _ORDERS),
    KPI("repeat_buyers", "count", UP, "buyers whose first order is older", "Repeat buyers", "老客数", _ORDERS),
    KPI("repeat_share", "share", UP, "repeat buyers ÷ (new + repeat buyers)",
        "Repeat share", "老客占比", _ORDERS, "of buyers with an id"),
    KPI("units", "count", UP, "sum of quantity", "Units sold", "支付件数", ("order_items",)),
    KPI("paid_per_buyer", "money", UP, "paid ÷ buyers", "Paid per buyer", "客单价", _ORDERS),
    KPI("aov", "money", UP, "paid ÷ orders", "Average order value", "笔单价", _ORDERS),
    # traffic
    KPI("visitors", "count", UP, "people who came",
        "Visitors", "访客数", _TRAFFIC, "UV; a sum of days where the platform gives days only"),
    KPI("new_visitors", "count", UP, "visitors never seen before", "New visitors", "新访客数", _TRAFFIC),
    KPI("new_visitor_share", "share", NEITHER, "new visitors ÷ visitors",
        "New visitor share", "新访客占比", _TRAFFIC),
    KPI("page_views", "count", UP, "pages opened", "Page views", "浏览量", _TRAFFIC, "PV"),
    KPI("views_per_visitor", "ratio", UP, "page views ÷ visitors", "Views per visitor", "人均浏览量", _TRAFFIC),
    KPI("bounce_rate", "share", DOWN, "visitors who left after one page ÷ visitors",
        "Bounce rate", "跳失率", _TRAFFIC),
    KPI("seconds", "seconds", UP, "mean stay of a visitor", "Time on site", "平均停留时长", _TRAFFIC),
    KPI("free_share", "share", UP, "visitors from free sources ÷ visitors of all sources",
        "Free traffic share", "自然流量占比", _TRAFFIC),
    # conversion and value
    KPI("cart_adders", "count", UP, "visitors who put something in the cart",
        "Cart adders", "加购人数", _TRAFFIC),
    KPI("cart_rate", "share", UP, "cart adders ÷ visitors", "Cart rate", "加购率", _TRAFFIC),
    KPI("conversion", "share", UP, "buyers ÷ visitors", "Conversion", "支付转化率", ("traffic", "orders"),
        "distinct buyers of the period by the sum of daily visitors"),
    KPI("silent_conversion", "share", UP, "buyers without an inquiry ÷ visitors",
        "Silent conversion", "静默转化率", _TRAFFIC, "sums of daily buyers and of all visitors"),
    KPI("inquirers", "count", NEITHER, "visitors who asked the service desk",
        "Inquirers", "咨询人数", _TRAFFIC),
    KPI("inquiry_conversion", "share", UP, "buyers after an inquiry ÷ inquirers",
        "Inquiry conversion", "询单转化率", _TRAFFIC, "sums of daily buyers and inquirers"),
    KPI("visitor_value", "money", UP, "paid ÷ visitors", "Visitor value", "UV价值", ("orders", "traffic")),
    # spend and return
    KPI("spend", "money", NEITHER, "paid to advertising tools", "Ad spend", "推广花费", _ADS),
    KPI("spend_share", "share", DOWN, "spend ÷ paid", "Spend share", "费比", ("ad_spend", "orders")),
    KPI("roas", "ratio", UP, "paid claimed by the tool ÷ spend",
        "ROAS", "投产比(ROI)", _ADS, "with the tool's attribution window"),
    KPI("net_roas", "ratio", UP, "claimed paid after refunds ÷ spend", "Net ROAS", "净成交投产比", _ADS),
    KPI("break_even_roas", "ratio", DOWN, "1 ÷ (margin after fees × (1 − refund rate))",
        "Break-even ROAS", "保本投产比", ("order_items", "orders")),
    KPI("mer", "ratio", UP, "paid ÷ spend",
        "Shop ROAS (MER)", "全店投产比", ("orders", "ad_spend"), "all sales against all spend"),
    KPI("roi", "share", UP, "(margin − spend) ÷ spend",
        "Return on ad spend after margin", "投放净回报率", ("order_items", "ad_spend"), "on margin; never plain ROI"),
    KPI("cac", "money", DOWN, "spend ÷ new buyers", "Cost of a new buyer", "拉新成本", ("ad_spend", "orders")),
    KPI("cpa", "money", DOWN, "spend ÷ orders claimed by the tool", "Cost per order", "单次成交成本", _ADS),
    KPI("cpc", "money", DOWN, "spend ÷ clicks", "Cost per click", "平均点击花费", _ADS),
    KPI("ctr", "share", UP, "clicks ÷ impressions", "Click rate", "点击率", _ADS),
    KPI("impressions", "count", UP, "times an advertisement was shown", "Impressions", "展现量", _ADS),
    KPI("clicks", "count", UP, "clicks on advertisements", "Clicks", "点击量", _ADS),
    KPI("cost_per_visitor", "money", DOWN, "spend ÷ visitors from paid sources",
        "Cost per visitor", "引流成本", ("ad_spend", "traffic")),
    # margin
    KPI("margin", "money", UP, "net − cost of units − platform fees",
        "Margin", "毛利额", ("orders", "order_items")),
    KPI("margin_rate", "share", UP, "margin after fees ÷ net",
        "Margin rate", "毛利率", ("orders", "order_items")),
    KPI("unit_margin", "money", UP, "unit price − unit cost − platform fee",
        "Unit margin", "单件毛利", ("order_items",)),
    # the market
    KPI("market_index", "number", NEITHER, "the platform's index of the category's sales",
        "Category index", "类目大盘指数", ("category",), "an index, never money"),
    KPI("market_growth", "share", NEITHER, "change of the category index",
        "Category growth", "大盘增幅", ("category",)),
    KPI("market_effect", "money", NEITHER, "paid before × category growth",
        "Market effect", "大盘影响", ("category", "orders")),
    KPI("market_share_effect", "money", UP, "change of paid − market effect",
        "Share effect", "份额影响", ("category", "orders")),
    KPI("attainment", "share", UP, "actual ÷ target", "Attainment", "达成率", ("targets",)),
)
# fmt: on

CATALOG: dict[str, KPI] = {kpi.id: kpi for kpi in _KPIS}
