"""Figures of service and of the shop's accounts."""

from planbook.measures.catalog.kpi import DOWN, KPI, UP

_FEEDBACK, _ACCOUNTS = ("feedback",), ("accounts",)

# fmt: off
SERVICE: tuple[KPI, ...] = (
    KPI("tickets", "count", DOWN, "tickets with a known time of the first answer",
        "Tickets", "咨询工单数", _FEEDBACK),
    KPI("response_minutes", "minutes", DOWN, "median minutes to the first answer",
        "First answer", "首次响应时长", _FEEDBACK, "of all tickets of the period"),
    KPI("in_time_share", "share", UP, "tickets answered in time ÷ tickets",
        "Answered in time", "及时响应率", _FEEDBACK, "in time: thresholds → response_minutes of planbook.yml, else 5"),
    KPI("reviews", "count", UP, "reviews with stars", "Reviews", "评价数", _FEEDBACK),
    KPI("bad_review_share", "share", DOWN, "reviews of one or two stars ÷ reviews",
        "Bad reviews", "差评率", _FEEDBACK),
    KPI("followers", "count", UP, "followers at the end of the period",
        "Followers", "粉丝数", _ACCOUNTS, "added up over accounts; who follows two counts twice"),
    KPI("followers_net", "count", UP, "followers gained − lost", "Net new followers", "净增粉丝数", _ACCOUNTS),
    KPI("exposure", "count", UP, "times posts and lives of the shop's accounts were shown",
        "Exposure", "账号曝光量", _ACCOUNTS),
)
# fmt: on
