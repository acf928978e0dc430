"""Figures of a campaign plan: time, people to collect, risks in money."""

from __future__ import annotations

from planbook.measures.catalog.kpi import DOWN, KPI, NEITHER, UP

_ITEMS = ("assortment", "products")

# fmt: off
PLAN: tuple[KPI, ...] = (
    # the brief, items, people, risks
    KPI("parts_ready", "share", UP, "parts of the plan that stand ÷ parts of a plan", "Plan ready", "方案就绪度",
        ("brief", "targets", "assortment", "layers", "tasks", "calendar", "resources", "creators", "risks")),
    KPI("theme_interest", "share", UP, "respondents who named a topic or need of the idea ÷ respondents",
        "Interest in the theme", "主题关注度", ("survey",), "with interval"),
    KPI("plan_margin", "money", UP, "(deal price × (1 − platform fee) − unit cost) × (1 − refund rate)",
        "Margin a unit at the deal price", "到手价单件毛利", _ITEMS, "after fees and refunds"),
    KPI("plan_margin_rate", "share", UP, "margin a unit ÷ deal price",
        "Margin at the deal price", "到手价计划毛利率", _ITEMS, "after fees and refunds"),
    KPI("cover_days", "days", NEITHER, "stock ÷ (target units ÷ days of the campaign)",
        "Days the stock lasts", "库存可售天数", ("assortment",)),
    KPI("layer_rate", "share", UP, "buyers of the layer ÷ people of the layer when the last edition opened",
        "Rate at which a layer bought", "人群成交率", ("layers",), "with interval"),
    KPI("buyers_needed", "count", NEITHER, "goal of the campaign ÷ paid per buyer last time",
        "Buyers needed", "所需买家数", ("targets", "orders")),
    KPI("people_needed", "count", NEITHER,
        "goal of paid ÷ paid per buyer × the layer's part of buyers last time ÷ the rate of the layer",
        "People needed", "蓄水目标人数", ("targets", "orders", "layers"), "with interval"),
    KPI("people_to_collect", "count", DOWN, "people needed − people collected so far, never below zero",
        "People still to collect", "待蓄水人数", ("targets", "orders", "layers"), "who is in two layers counts twice"),
    KPI("collect_a_week", "count", DOWN, "people still to collect ÷ weeks until the campaign opens",
        "To collect a week", "每周需蓄水人数", ("targets", "orders", "layers")),
    KPI("copy_finds", "count", DOWN, "words of the list that stand in the copy of the campaign",
        "Words to change", "待修改用词", ("brief", "calendar", "offers", "products")),
    KPI("expected_loss", "money", DOWN, "Σ probability × (mild + 4 × most likely + worst) ÷ 6",
        "Expected loss", "预期损失", ("risks",)),
    KPI("loss_p80", "money", DOWN, "what the losses together stay below in four of five plans",
        "Loss in four of five plans at most", "八成把握的损失上限", ("risks",), "risks taken as independent"),
    KPI("usual_price", "money", NEITHER, "unit price at which most units of the item went in 30 days; of two the lower",
        "Usual price", "日常价", ("orders", "order_items"), "as an application to a platform’s event gives it"),
    KPI("floor_price", "money", NEITHER, "lowest price that the shop may ask, as it wrote down",
        "Floor price", "底价", _ITEMS),
    # time and content
    KPI("in_time", "share", UP, "draws in which every task is done before the campaign’s first day ÷ draws",
        "Chance to be ready in time", "按期就绪概率", ("campaigns", "tasks"), "tasks kept to their planned days"),
    KPI("content_gaps", "count", DOWN, "weeks × audiences for which no content is planned, from three weeks before",
        "Gaps in the calendar", "内容空档", ("calendar",)),
    # slots of platforms
    KPI("slot_delivered", "share", UP, "Σ visitors ÷ Σ promised visitors, of earlier slots",
        "Promise kept before", "资源位兑现率", ("resources",),
        "of the same slot, else of its platform, else of all: the first of which there are three"),
    KPI("slot_visitors", "count", UP, "promised visitors × promise kept before",
        "Visitors it may bring", "预计访客数", ("resources",), "with the interval of one slot"),
    KPI("slot_each", "money", DOWN, "price of the slot ÷ visitors it may bring",
        "Cost per visitor of a slot", "资源位引流成本", ("resources",)),
)
# fmt: on
