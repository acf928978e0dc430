"""Figures of budgets: responses, marginal returns, what a rule costs."""

from __future__ import annotations

from planbook.measures.catalog.kpi import DOWN, KPI, NEITHER, UP

_ADS, _CURVE = ("ad_spend",), ("ad_spend", "traffic", "order_items")

# fmt: off
BUDGET: tuple[KPI, ...] = (
    KPI("ad_budget", "money", NEITHER, "budget of the campaign − its cost beside advertising",
        "Budget for advertising", "推广预算", ("campaigns",)),
    KPI("planned_spend", "money", NEITHER, "spend that the split gives to its channels",
        "Spend planned", "计划推广花费", _ADS),
    KPI("reserve", "money", NEITHER, "budget for advertising − spend planned", "Kept in reserve", "机动预算", _ADS),
    KPI("core_share", "share", NEITHER, "spend planned on core channels ÷ budget", "Core share", "核心渠道占比", _ADS),
    KPI("test_share", "share", NEITHER, "spend planned on test channels ÷ budget", "Test share", "测试渠道占比", _ADS),
    KPI("expected_margin", "money", UP, "margin after goods, fees and refunds that the curves tell of the spend",
        "Margin to be expected", "预计毛利", _CURVE, "with interval"),
    KPI("expected_roi", "share", UP, "(margin to be expected − spend planned) ÷ spend planned",
        "Return after margin to be expected", "预计净回报率(毛利口径)", _CURVE, "with interval"),
    KPI("average_return", "ratio", UP, "margin of a channel ÷ its spend",
        "Margin per yuan spent", "每元花费毛利", _CURVE),
    KPI("marginal_return", "ratio", UP, "margin that one more yuan of spend brings",
        "Marginal return", "边际投产(毛利口径)", _CURVE, "below 1 the next yuan loses money; with interval"),
    KPI("rule_price", "ratio", DOWN, "margin that one yuan more of room under a rule would bring",
        "Price of a rule", "规则代价", _CURVE),
    KPI("lift_multiplier", "ratio", NEITHER, "paid that a lift test measured ÷ paid that the curve says",
        "Measured ÷ curve", "增量校准系数", ("lift_tests", "ad_spend", "traffic"), "with interval"),
)
# fmt: on
