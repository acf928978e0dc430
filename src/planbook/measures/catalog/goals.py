"""Figures of goals: forecasts, chances, what a branch must do."""

from planbook.measures.catalog.kpi import DOWN, KPI, NEITHER, UP

_ORDERS, _GOALS, _TASKS = ("orders",), ("orders", "targets"), ("tasks", "calendar")

# fmt: off
GOALS: tuple[KPI, ...] = (
    KPI("forecast_paid", "money", UP, "mean of the courses that the planned months may take",
        "Forecast of paid", "预测支付金额", _ORDERS, "with interval; as earlier editions of a campaign went"),
    KPI("campaign_forecast", "money", UP, "mean of the courses of the campaign's days on its platforms",
        "Forecast of the campaign", "活动预测支付金额", ("orders", "campaigns"), "with interval"),
    KPI("forecast_lift", "share", UP, "forecast of the campaign's days ÷ the same without it − 1",
        "Lift of earlier editions", "往届活动增量幅度", ("orders", "campaigns"), "with interval"),
    KPI("goal_chance", "share", UP, "courses that reach the goal ÷ courses",
        "Chance of the goal", "目标达成概率", _GOALS, "of other figures: chance of such a month by its thirteen"),
    KPI("goal_gap", "share", NEITHER, "goal ÷ forecast − 1", "Goal over forecast", "目标高出预测", _GOALS,
        "where no goal is wished: the forecast and its growth"),
    KPI("smart_share", "share", UP, "points met ÷ six points of each goal: specific, measurable, achievable, relevant, "
        "time-bound, owned", "SMART points met", "SMART 达标率", ("targets",)),
    KPI("paid_visitors", "count", NEITHER, "visitors of paid sources",
        "Paid visitors", "付费访客数", ("traffic",), "sums of daily figures; spend ÷ these is cost per visitor"),
    KPI("hours_needed", "number", NEITHER, "hours of open tasks + hours of content, spread over their working days",
        "Hours needed", "所需工时", _TASKS),
    KPI("hours_share", "share", DOWN, "hours needed ÷ hours that the team has for campaigns in these weeks",
        "Hours used", "工时占用率", _TASKS, "hours a week from planbook.yml, fewer in weeks with days off"),
    KPI("launch_units", "count", UP, "median of past launches, units ÷ how busy each week was",
        "Launch goal", "新品首发目标件数", ("products", "order_items"), "first four or eight weeks; with interval"),
    KPI("wape", "share", DOWN, "Σ |forecast − actual| ÷ Σ actual",
        "Forecast error (WAPE)", "预测误差率(WAPE)", _ORDERS, "of 30 days, in trials on the past"),
    KPI("mase", "ratio", DOWN, "mean |forecast − actual| ÷ mean |30 days − the same a year before|",
        "Forecast error (MASE)", "相对误差(MASE)", _ORDERS, "below 1: nearer than the year before usually was"),
    KPI("range_held", "share", UP, "trials whose range held what came ÷ trials",
        "Ranges that held", "区间覆盖率", _ORDERS, "four in five would be right"),
)
# fmt: on
