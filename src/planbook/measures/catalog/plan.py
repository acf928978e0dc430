"""Figures of a campaign plan: time, people to collect, risks in money."""

from __future__ import annotations

from planbook.measures.catalog.kpi import DOWN, KPI, NEITHER, UP

_ITEMS = ("assortment", "products")

# fmt: off
PLAN: tuple[KPI, ...] = (
    # the brief, items, people, risks
    KPI("parts_ready", "share", UP, "parts of the plan that stand ÷ parts of a plan", "Plan ready", "方案就绪度",
        ("brief", "targets", "assortment", "layers", "tasks", "calendar", "creators", "risks")),
    KPI("theme_interest", "share", UP, "respondents who named a topic or need of the idea ÷ respondents",
        "Interest in the theme", "主题关注度", ("survey",), "with interval"),
    KPI("stage_share", "share", NEITHER, "paid (or spend) of the stage's days last time ÷ that of the campaign",
        "Share of the stage", "阶段占比", ("events", "orders", "ad_spend")),
    KPI("plan_margin", "money", UP, "(deal price × (1 − platform fee) − unit cost) × (1 − refund rate)",
        "Margin a unit at the deal price", "到手价单件毛利", _ITEMS, "after fees and refunds"),
    KPI("plan_margin_rate", "share", UP, "margin a unit ÷ (deal price × (1 − refund rate))",
        "Margin at the deal price", "到手价毛利率", _ITEMS, "after fees"),
    KPI("target_units", "count", NEITHER,
        "goal of paid × the item's part of paid last time (else of eight weeks, else of its role) ÷ deal price",
        "Target units", "目标件数", ("assortment", "targets", "order_items"), "what people gave stands before it"),
    KPI("target_paid", "money", NEITHER, "target units × deal price", "Target paid", "目标支付金额", _ITEMS),
    KPI("cover_days", "days", NEITHER, "stock ÷ (target units ÷ days of the campaign)",
        "Days the stock lasts", "库存可售天数", ("assortment",)),
    KPI("layer_rate", "share", UP, "buyers of the layer ÷ people of the layer when the last edition opened",
        "Rate at which a layer bought", "人群成交率", ("layers",), "with interval"),
    KPI("people_needed", "count", NEITHER,
        "goal of paid ÷ paid per buyer × the layer's part of buyers last time ÷ the rate of the layer",
        "People needed", "蓄水目标人数", ("targets", "orders", "layers"), "with interval"),
    KPI("people_to_collect", "count", DOWN, "people needed − people collected so far, never below zero",
        "People still to collect", "待蓄水人数", ("targets", "orders", "layers"), "who is in two layers counts twice"),
    KPI("collect_a_week", "count", DOWN, "people still to collect ÷ weeks until the campaign opens",
        "To collect a week", "每周需蓄水人数", ("targets", "orders", "layers")),
    KPI("creator_expected", "money", UP, "promised paid × what earlier placements delivered of theirs",
        "Paid to be expected of a creator", "达人预计成交", ("creators",)),
    KPI("creator_cost", "money", DOWN, "slot fee + commission × paid to be expected",
        "Cost of a creator", "达人预计费用", ("creators",)),
    KPI("copy_finds", "count", DOWN, "words of the list that stand in the copy of the campaign",
        "Words to change", "待修改用词", ("brief", "calendar", "offers", "products")),
    KPI("mean_impact", "money", DOWN, "(mild + 4 × most likely + worst) ÷ 6",
        "Mean cost of a risk", "单次风险平均损失", ("risks",)),
    KPI("expected_loss", "money", DOWN, "Σ probability × mean cost", "Expected loss", "预期损失", ("risks",)),
    KPI("loss_p80", "money", DOWN, "what the losses together stay below in four of five plans",
        "Loss in four of five plans at most", "八成把握的损失上限", ("risks",), "risks taken as independent"),
    # time and content
    KPI("in_time", "share", UP, "draws in which every task is done before the campaign’s first day ÷ draws",
        "Chance to be ready in time", "按期就绪概率", ("campaigns", "tasks"), "tasks kept to their planned days"),
    KPI("finish_buffer", "days", NEITHER,
        "working days until all is done in four of five draws − those in one of two",
        "Buffer", "缓冲时间", ("tasks",), "what to leave between the likely end and the first day"),
    KPI("slack", "days", NEITHER, "last working day by which a task can end without moving the end − day it ends",
        "Slack", "机动天数", ("tasks",), "each task begun as early as those before it allow"),
    KPI("task_room", "days", UP, "working days from a task’s planned begin to the last day on which it can begin",
        "Room", "余量天数", ("campaigns", "tasks"), "below zero: it begins too late for the campaign’s first day"),
    KPI("decides_end", "share", NEITHER, "draws in which a task decides when all is done ÷ draws",
        "Decides the end", "决定工期的概率", ("tasks",)),
    KPI("content_gaps", "count", DOWN, "weeks × audiences for which no content is planned, from three weeks before",
        "Gaps in the calendar", "内容空档", ("calendar",)),
)
# fmt: on
