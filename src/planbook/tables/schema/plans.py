"""The plan's own rows that are not of one campaign: events, campaigns, goals and benchmarks, actions and lessons."""

from __future__ import annotations

from planbook.tables.column import (
    COUNT,
    DAY,
    MONEY,
    NUMBER,
    TEXT,
    Column,
    Table,
    amount,
    may,
    must,
    word,
)
from planbook.tables.schema.common import CAMPAIGN, KEPT, PLATFORM

STAGES = ("warm-up", "deposit", "balance", "spot", "burst", "return")

EVENTS = Table(
    "events",
    "a stage of one wave of an event",
    ("event", "year", "wave", "platform", "stage"),
    (
        must("event", TEXT, "name without its year", "double11"),
        must("year", COUNT, "edition", 2026),
        must("wave", COUNT, "1 for the first burst, 2 for the second", 1),
        must("platform", TEXT, "platform, or 'all'", "all"),
        Column("stage", TEXT, "part of the event", "burst", required=True, one_of=STAGES),
        must("starts", DAY, "first day", "2026-10-21"),
        must("ends", DAY, "last day", "2026-10-24"),
        may("apply_by", DAY, "last day to apply for a place in it", "2026-09-25"),
    ),
)

CAMPAIGNS = Table(
    "campaigns",
    "a campaign of the shop on one platform",
    ("campaign", "platform"),
    (
        CAMPAIGN,
        PLATFORM,
        must("starts", DAY, "first day", "2026-09-09"),
        must("ends", DAY, "last day", "2026-09-13"),
        may("text_en", TEXT, "name in English", "White Dew new-tea days"),
        may("text_zh", TEXT, "name in Chinese", "白露新茶节"),
        amount("budget", "what it was to cost, advertising included", 30000.0),
        amount("cost", "what it cost beside advertising and discounts: design, samples, slots", 6800.0),
    ),
)

TARGETS = Table(
    "targets",
    "a goal for one figure in one period",
    ("period", "kpi", "platform", "channel", "sku"),  # a goal has one owner: to name another is to hand it on
    (
        must("period", TEXT, "month, range of months or campaign it is for", "2026-10"),
        must("kpi", TEXT, "figure, by its name in GLOSSARY.md", "paid"),
        may("platform", TEXT, "platform, or 'all'", "tmall"),
        may(
            "channel",
            TEXT,
            "the part of the goal that a channel of planbook.yml brings; empty: the whole",
            "search_ads",
        ),
        may("sku", TEXT, "the part of the goal that an item brings; empty: the whole", "LM-TGY-250"),
        may("owner", TEXT, "who answers for it", "林悦"),
        must("value", NUMBER, "the goal, in the figure's unit", 240000.0),
        *KEPT,
    ),
)

ACTIONS = Table(
    "actions",
    "something to be done, as a review decided",
    ("action",),
    (
        must("action", TEXT, "the action's key", "white-dew-2026/stock"),
        may("campaign", TEXT, "campaign whose post-mortem asked for it", "white-dew-2026"),
        may("opened", DAY, "day it was decided", "2026-09-20"),
        may("owner", TEXT, "who does it", "林悦"),
        may("due", DAY, "day it is to be done by", "2026-10-10"),
        word("status", "where it stands", "open", "open", "done", "dropped"),
        may("effect", MONEY, "what it is worth in money", -12000.0),
        word("grade", "how sure the finding is that asked for it", "likely", "measured", "likely", "hint"),
        may("text_en", TEXT, "what to do, in English", "Order hero stock four weeks ahead"),
        may("text_zh", TEXT, "what to do, in Chinese", "主推款提前四周备货"),
        *KEPT,
    ),
)

LESSONS = Table(
    "lessons",
    "something learned in a campaign",
    ("lesson",),
    (
        must("lesson", TEXT, "the lesson's key", "white-dew-2026/lift"),
        may("campaign", TEXT, "campaign it was learned in", "white-dew-2026"),
        word("kind", "did it work?", "worked", "worked", "failed", "open"),
        word("grade", "how sure it is", "likely", "measured", "likely", "hint"),
        may("effect", MONEY, "what it weighed in money", 52000.0),
        may("text_en", TEXT, "the lesson in English", "The bundle lifted orders by a third"),
        may("text_zh", TEXT, "the lesson in Chinese", "组合装带来三成增量"),
        *KEPT,
    ),
)

BENCHMARKS = Table(
    "benchmarks",
    "what others reach in one figure",
    ("kpi", "platform"),
    (
        must("kpi", TEXT, "figure, by its name in GLOSSARY.md", "conversion"),
        may("platform", TEXT, "platform, or 'all'", "tmall"),
        must("value", NUMBER, "what is usual, in the figure's unit", 0.031),
        may("low", NUMBER, "lower end of the usual", 0.024),
        may("high", NUMBER, "upper end of the usual", 0.038),
        must("origin", TEXT, "who says so, and of when it is", "trade report, tea, 2026"),
    ),
)
