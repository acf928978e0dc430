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
    KPI("expected_paid", "money", UP, "margin to be expected ÷ share of paid that goods, fees and refunds leave",
        "Paid to be expected", "预计支付金额", _CURVE, "paid that advertising brings, not the shop's"),
    KPI("split_gain", "money", UP, "(margin − spend) of a split − (margin − spend) of as many days of today's spend",
        "More left than by today's spend", "比按目前花费多赚", _CURVE,
        "with interval, over the same draws of the curves"),
    KPI("budget_share", "share", NEITHER, "spend planned of a channel or role ÷ budget for advertising",
        "Share of the budget", "占预算", _ADS),
    KPI("average_return", "ratio", UP, "margin of a channel ÷ its spend",
        "Average return", "平均投产(毛利口径)", _CURVE),
    KPI("marginal_return", "ratio", UP, "margin that one more of spend brings",
        "Marginal return", "边际投产(毛利口径)", _CURVE, "below 1 the next one spent loses money; with interval"),
    KPI("rule_price", "ratio", DOWN, "margin that one more of room under a rule would bring, the rules kept strictly",
        "Price of a rule", "规则代价", _CURVE),
    KPI("calibrated_roas", "ratio", UP, "ROAS as the tool claims × measured ÷ curve of its channel's lift tests",
        "ROAS, calibrated", "校准投产比", ("ad_spend", "lift_tests", "traffic"),
        "only of channels with a test; with interval, of days and tests together"),
    KPI("curve_bend", "ratio", NEITHER,
        "κ in visits = demand × scale × (1 − exp(−κ × stock)), stock in units of usual spend",
        "Bend κ at usual spend", "日常花费处的弯曲度 κ", ("ad_spend", "traffic"),
        "higher: the channel is nearer to full"),
    KPI("carry_over", "share", NEITHER, "what is left of the work of a day's spend on the day after",
        "Carried to the next day", "带到次日的比例", ("ad_spend", "traffic"), "geometric adstock"),
    KPI("spend_moved", "share", NEITHER, "standard deviation of log(spend ÷ demand) over days",
        "How far spend was moved", "花费变动幅度", ("ad_spend", "traffic"), "below 12% no curve is told"),
    KPI("lift_multiplier", "ratio", NEITHER, "paid that a lift test measured ÷ paid that the curve says",
        "Measured ÷ curve", "增量校准系数", ("lift_tests", "ad_spend", "traffic"), "with interval"),
    KPI("claimed_a_day", "money", UP, "paid that the tools of a channel claim ÷ days",
        "Paid a day, as the tools claim", "日均成交（工具自报）", _ADS),
    KPI("lift_curve", "money", NEITHER, "paid that the curve says of the spend that a lift test added or took away",
        "Paid, as the curve says", "成交（曲线推算）", ("lift_tests", "ad_spend", "traffic")),
    KPI("lift_measured", "money", NEITHER, "paid that a lift test measured",
        "Paid, as measured", "成交（测试测得）", ("lift_tests",)),
    KPI("most_spend", "money", NEITHER, "the least of 1.5 × the highest spend seen and most of planbook.yml × budget",
        "Most it may get", "最多可给", _ADS),
    KPI("next_spend", "money", NEITHER, "spend of a week, mean of four, moved by at most a fifth; none where it is cut",
        "Spend next week", "下周花费", _ADS),
    KPI("claimed_orders", "count", UP, "orders that a tool claims for a campaign",
        "Orders, as the tools claim", "订单数（工具口径）", _ADS),
)
# fmt: on
