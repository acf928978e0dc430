"""Figures of budgets: responses, marginal returns, what a rule costs."""

from __future__ import annotations

from planbook.measures.catalog.kpi import KPI, NEITHER, UP

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
    KPI("budget_share", "share", NEITHER, "spend planned of a channel or role ÷ budget for advertising",
        "Share of the budget", "占预算", _ADS),
    KPI("average_return", "ratio", UP, "margin of a channel ÷ its spend",
        "Average return", "平均投产(毛利口径)", _CURVE),
    KPI("marginal_return", "ratio", UP, "margin that one more of spend brings",
        "Marginal return", "边际投产(毛利口径)", _CURVE, "below 1 the next one spent loses money; with interval"),
    KPI("calibrated_roas", "ratio", UP, "ROAS as the tool claims × measured ÷ curve of its channel's lift tests",
        "ROAS, calibrated", "校准投产比", ("ad_spend", "lift_tests", "traffic"),
        "only of channels with a test; with interval, of days and tests together"),
    KPI("claimed_orders", "count", UP, "orders that a tool claims for a campaign",
        "Orders, as the tools claim", "订单数（工具口径）", _ADS),
)
# fmt: on
