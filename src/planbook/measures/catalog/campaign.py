"""Figures of a campaign: what it added, cost and left."""

from planbook.measures.catalog.kpi import DOWN, KPI, NEITHER, UP

_DAYS, _ITEMS, _PAY = ("campaigns", "orders"), ("assortment", "order_items"), ("campaigns", "orders", "order_items")

# fmt: off
CAMPAIGN: tuple[KPI, ...] = (
    # what it added
    KPI("lift", "money", UP, "paid − paid to be expected without the campaign",
        "Lift in paid", "增量支付金额", _DAYS, "in its days; with interval"),
    KPI("lift_orders", "count", UP, "orders − orders to be expected without the campaign",
        "Lift in orders", "增量订单数", _DAYS, "in its days; with interval"),
    KPI("lift_rate", "share", UP, "lift ÷ what was to be expected", "Lift rate", "增量幅度", _DAYS),
    KPI("pull_forward", "money", UP, "paid − paid to be expected, in the seven days after the campaign",
        "Pull-forward", "提前透支", _DAYS, "below zero where the campaign sold what would have been sold later"),
    KPI("halo", "money", UP, "lift of items that were not in the assortment", "Halo", "连带带动", _ITEMS),
    # what it cost and earned
    KPI("incremental_paid", "money", UP, "lift + pull-forward", "Net increment in paid", "净增量支付金额", _DAYS),
    KPI("incremental_margin", "money", UP, "margin after fees and refunds − that to be expected, before discounts",
        "Incremental margin", "增量毛利额", _PAY, "discounts above the usual stand in the cost"),
    KPI("campaign_cost", "money", DOWN, "advertising and discounts above the usual + creators + other cost",
        "Campaign cost", "活动成本", _PAY),
    KPI("slot_fees", "money", DOWN, "paid to creators for the placement itself", "Slot fees", "坑位费", ("creators",)),
    KPI("commission", "money", DOWN, "commission × (paid − refund) of each creator",
        "Commission", "达人佣金", ("creators",)),
    KPI("other_cost", "money", DOWN, "cost of the campaign − slot fees",
        "Design, samples and the like", "设计、寄样等费用", ("campaigns",)),
    KPI("extra_spend", "money", DOWN, "ad spend − usual ad spend of as many days",
        "Ad spend above the usual", "超出日常的推广花费", ("ad_spend", "campaigns")),
    KPI("extra_discounts", "money", DOWN, "discounts the shop pays − those on what was to be expected",
        "Discounts above the usual", "超出日常的店铺优惠", _DAYS),
    KPI("incremental_profit", "money", UP, "incremental margin − campaign cost",
        "Incremental profit", "增量利润", _PAY),
    KPI("incremental_roi", "share", UP, "(incremental margin − campaign cost) ÷ campaign cost",
        "Incremental return after margin", "增量净回报率(毛利口径)", _PAY, "never plain ROI; 0 is break-even"),
    # items
    KPI("sell_through", "share", UP, "units ÷ stock when the campaign opened", "Sell-through", "售罄率", _ITEMS),
    KPI("moving_rate", "share", UP, "items that sold ÷ items of the assortment", "Moving rate", "动销率", _ITEMS),
    KPI("stock_left", "count", NEITHER, "stock when the campaign opened − units", "Stock left", "剩余库存", _ITEMS),
    KPI("stock_out_loss", "money", DOWN, "visitors of a sold-out item × usual conversion × usual paid per buyer",
        "Stock-out loss", "缺货损失", ("assortment", "item_traffic"), "with interval"),
    # people
    KPI("on_time_share", "share", UP, "tasks done by their day ÷ tasks whose day has come",
        "Tasks on time", "任务按时完成率", ("tasks",)),
    KPI("posts_share", "share", UP, "posts delivered ÷ posts promised",
        "Posts delivered", "达人发布完成率", ("creators",)),
    KPI("cost_per_view", "money", DOWN, "slot fee and commission ÷ views",
        "Cost per view", "单次观看成本", ("creators",)),
    KPI("creator_roi", "share", UP, "(net × margin after fees − slot fee − commission) ÷ (slot fee + commission)",
        "Creator's return after margin", "达人净回报率(毛利口径)", ("creators", "order_items")),
)
# fmt: on
