"""Figures of the market: the category and the rivals."""

from planbook.measures.catalog.kpi import DOWN, KPI, NEITHER, UP

# fmt: off
MARKET = (
    KPI("market_index", "number", NEITHER, "the platform's index of the category's sales",
        "Category index", "类目大盘指数", ("category",), "an index, never money"),
    KPI("market_growth", "share", NEITHER, "change of the category index",
        "Category growth", "大盘增幅", ("category",)),
    KPI("market_effect", "money", NEITHER, "paid before × category growth",
        "Market effect", "大盘影响", ("category", "orders")),
    KPI("market_share_effect", "money", UP, "change of paid − market effect",
        "Share effect", "份额影响", ("category", "orders")),
    # rivals
    KPI("price_index", "ratio", NEITHER, "geometric mean of rival deal price ÷ our price over matched items",
        "Matched price index", "同款比价指数", ("competitor_items", "order_items"),
        "Jevons; below 1 rivals are cheaper; our price is what buyers paid for a unit that week"),
    KPI("claimed_discount", "share", NEITHER, "1 − deal price ÷ list price",
        "Claimed discount", "标价折扣力度", ("competitor_items",), "a struck-out price can be anything"),
    KPI("page_discount", "share", NEITHER, "1 − deal price ÷ page price",
        "Discount off the page price", "页面价到手折扣力度", ("competitor_items",)),
    KPI("real_discount", "share", NEITHER, "1 − deal price ÷ lowest deal price of the 30 days before",
        "Real discount", "真实折扣力度", ("competitor_items",),
        "below zero: dearer than it has been lately; of fewer days where it was watched for less"),
    KPI("opportunity_index", "ratio", UP, "share of units ÷ share of items in a price band",
        "Opportunity index", "机会指数", ("competitor_items",), "with interval; above 1 demand outweighs supply"),
    KPI("watch_coverage", "share", UP, "looks made ÷ looks due",
        "Watch coverage", "竞品监控完成率", ("competitor_items",),
        "an item is due each week from its first look until four weeks after its last"),
    KPI("alerts", "count", DOWN, "moves of rivals and of the market beyond the thresholds",
        "Alerts", "预警数", ("competitor_items",)),
    KPI("engagement_rate", "share", UP, "likes, comments and shares ÷ views",
        "Engagement rate", "互动率", ("competitor_posts",)),
    KPI("mention_share", "share", NEITHER, "reviews that mention a topic ÷ reviews",
        "Share of mentions", "提及率", ("feedback",), "coded by codebook.yml: a lower bound"),
    KPI("praise_share", "share", UP, "reviews that praise a topic ÷ reviews",
        "Praise rate", "好评提及率", ("feedback",)),
    KPI("complaint_share", "share", DOWN, "reviews that complain of a topic ÷ reviews",
        "Complaint rate", "差评提及率", ("feedback",), "not where reviews were gathered by rating"),
)
# fmt: on
