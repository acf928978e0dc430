"""Figures of customers: who they are and what they say."""

from planbook.measures.catalog.kpi import DOWN, KPI, NEITHER, UP

_ORDERS, _SURVEY, _CROWDS = ("orders",), ("survey",), ("crowds",)

# fmt: off
PEOPLE = (
    # customers, from their orders
    KPI("customers", "count", UP, "distinct buyer ids with a purchase up to the period's end",
        "Known customers", "已识别买家数", _ORDERS, "a purchase is an order of which something was paid"),
    KPI("recency_days", "days", DOWN, "days since the last purchase",
        "Recency", "最近一次购买距今", _ORDERS, "R of RFM"),
    KPI("monetary", "money", UP, "net of all of a customer's orders",
        "Monetary value", "累计消费净额", _ORDERS, "M of RFM; F is their orders"),
    KPI("net_each", "money", UP, "net of the last year ÷ customers",
        "Net a customer a year", "客均年净额", _ORDERS, "of all known customers, those who bought nothing included"),
    KPI("repurchase", "share", UP, "customers with two purchases or more ÷ customers",
        "Repurchase rate", "复购率", _ORDERS, "since the data begin"),
    KPI("lapse_days", "days", NEITHER, "days within which nine in ten of those who come back do so",
        "Days until lapsed", "沉睡判定天数", _ORDERS, "returns within two years; who still waits is censored"),
    KPI("lapsed_share", "share", DOWN, "customers silent for longer than lapse_days ÷ customers",
        "Lapsed share", "沉睡客户占比", _ORDERS),
    KPI("vip_from", "money", NEITHER, "net that at most one customer in ten reaches", "VIP from", "VIP 门槛", _ORDERS),
    KPI("vip_net_share", "share", NEITHER, "net of VIPs who are not lapsed ÷ net of all customers",
        "VIP share of net", "VIP 净额占比", _ORDERS, "since the data begin"),
    KPI("jaccard", "ratio", UP, "mean best overlap of a cluster with those of resampled customers",
        "Stability of a cluster", "分群稳定性", _ORDERS, "Hennig 2007; 0.75 or more is stable"),
    KPI("silhouette", "ratio", UP, "how much nearer a customer is to its own cluster than to the next",
        "Silhouette", "轮廓系数", _ORDERS, "from −1 to 1"),
    # what they say
    KPI("nps", "number", UP, "promoters (9–10) − detractors (0–6), in points",
        "NPS", "净推荐值(NPS)", _SURVEY, "weighted to the platforms' crowds; with interval"),
    KPI("n_eff", "number", UP, "(Σ weights)² ÷ Σ weights²",
        "Effective answers", "有效样本量", _SURVEY, "what weighted answers are worth (Kish)"),
    # where there are no ids
    KPI("crowd_buyers", "count", UP, "buyers of the platforms' crowds, last month, added up",
        "Buyers in crowds", "平台人群买家数", _CROWDS, "who buys on two platforms counts twice"),
    KPI("crowd_new_share", "share", NEITHER, "new buyers ÷ buyers, of the platforms' crowds",
        "New buyers in crowds", "平台人群新客占比", _CROWDS),
)
# fmt: on
