"""The plan's own rows: events, campaigns and what belongs to them, goals, actions and lessons."""

from __future__ import annotations

from planbook.tables.column import (
    COUNT,
    DAY,
    FLAG,
    MONEY,
    NUMBER,
    TEXT,
    Column,
    Table,
    amount,
    counted,
    may,
    must,
    up_to,
    word,
)
from planbook.tables.schema.common import PLATFORM

_CAMPAIGN = must("campaign", TEXT, "the campaign's key", "white-dew-2026")
_KEPT = (
    may("source", TEXT, "notebook that wrote the row", "44_post_mortem"),
    may("locked", FLAG, "kept as a person wrote it", False),
)

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
    ),
)

CAMPAIGNS = Table(
    "campaigns",
    "a campaign of the shop on one platform",
    ("campaign", "platform"),
    (
        _CAMPAIGN,
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
    ("period", "kpi", "platform", "owner"),
    (
        must("period", TEXT, "month or campaign it is for", "2026-10"),
        must("kpi", TEXT, "figure, by its name in GLOSSARY.md", "paid"),
        may("platform", TEXT, "platform, or 'all'", "tmall"),
        may("owner", TEXT, "who answers for it", "林悦"),
        must("value", NUMBER, "the goal, in the figure's unit", 240000.0),
        *_KEPT,
    ),
)

ASSORTMENT = Table(
    "assortment",
    "an item in a campaign",
    ("campaign", "platform", "sku"),
    (
        _CAMPAIGN,
        PLATFORM,
        must("sku", TEXT, "the shop's code of the item", "LM-TGY-250"),
        may("role", TEXT, "role in the campaign: traffic, hero, profit, image", "hero"),
        amount("deal_price", "what a buyer pays after all offers", 219.0),
        counted("target_units", "units that are to be sold", 120),
        counted("stock", "units on hand when the campaign opens", 150),
    ),
)

CREATORS = Table(
    "creators",
    "a creator's placement in a campaign",
    ("campaign", "platform", "creator"),
    (
        _CAMPAIGN,
        PLATFORM,
        must("creator", TEXT, "the creator", "茶小隐"),
        may("tier", TEXT, "head, middle or ordinary", "middle"),
        amount("slot_fee", "paid for the placement itself", 6000.0),
        up_to(1, may("commission", NUMBER, "share of net sales, 0–1", 0.2, at_least=0)),
        counted("promised_posts", "posts or lives agreed on", 3),
        counted("posts", "posts or lives delivered", 2),
        counted("promised_views", "views agreed on", 120000),
        counted("views", "views delivered", 84000),
        amount("promised_paid", "sales agreed on", 30000.0),
        amount("paid", "sales the creator brought", 18200.0),
        amount("refund", "of them paid back so far", 2100.0),
    ),
)

TASKS = Table(
    "tasks",
    "a task of a campaign",
    ("campaign", "task"),
    (
        _CAMPAIGN,
        must("task", TEXT, "the task's key", "main-pictures"),
        may("owner", TEXT, "who does it", "林悦"),
        may("starts", DAY, "first day planned", "2026-08-20"),
        may("due", DAY, "last day planned", "2026-08-28"),
        may("done", DAY, "day it was finished; empty: not yet", "2026-08-30"),
        may("deliverable", TEXT, "what is handed over", "five main pictures"),
        may("text_en", TEXT, "the task in English", "Main pictures"),
        may("text_zh", TEXT, "the task in Chinese", "主图设计"),
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
        *_KEPT,
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
        *_KEPT,
    ),
)
