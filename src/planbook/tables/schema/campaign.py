"""The plan's own rows of one campaign: its brief and offers, items, people, creators, slots, tasks, content, risks."""

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
    counted,
    may,
    must,
    note,
    spare,
    up_to,
    word,
)
from planbook.tables.schema.common import CAMPAIGN, KEPT, PLATFORM
from planbook.tables.schema.plans import STAGES

PARTS = ("message", "audience", "offer", "theme", "entry", "path", "metric", "white_space")
MECHANICS = (
    *("item_cut", "percentage", "full_reduction", "coupon", "second_half_price", "buy_one_get_one", "bundle"),
    *("points", "new_buyer_gift", "deposit_presale", "stacked"),
)
AUDIENCES = ("potential", "hesitant", "existing")
LAYERS_OF_PEOPLE = ("followers", "favorites", "carts", "members", "reservations")


def _share(name: str, meaning: str, example: float) -> Column:
    return up_to(1, may(name, NUMBER, meaning, example, at_least=0))


ASSORTMENT = Table(
    "assortment",
    "an item in a campaign",
    ("campaign", "platform", "sku"),
    (
        CAMPAIGN,
        PLATFORM,
        must("sku", TEXT, "the shop's code of the item", "LM-TGY-250"),
        may("role", TEXT, "role in the campaign: traffic, hero, profit, image", "hero"),
        amount("deal_price", "what a buyer pays after all offers", 219.0),
        counted("target_units", "units that are to be sold", 120),
        counted("stock", "units on hand when the campaign opens", 150),
        spare(word("mechanic", "kind of offer that leads to the deal price", "item_cut", *MECHANICS)),
        spare(counted("most_per_buyer", "units that one buyer may take", 2)),
        note("short_point", "selling point in a dozen signs, as an application asks for it", "明前头采"),
        note("long_point", "selling point in thirty signs", "核心产区，一芽一叶，附检测报告"),
        note("picture", "where its main picture lies", "pictures/tgy-250.jpg"),
        note("certificates", "certificates that go with an application", "quality report 2026"),
        spare(
            word("review", "what the platform says of the application", "accepted", "waiting", "accepted", "refused")
        ),
        *KEPT,
    ),
)

CREATORS = Table(
    "creators",
    "a creator's placement in a campaign",
    ("campaign", "platform", "creator"),
    (
        CAMPAIGN,
        PLATFORM,
        must("creator", TEXT, "the creator", "茶小隐"),
        may("tier", TEXT, "head, middle or ordinary", "middle"),
        may("booked", DAY, "day the placement was agreed on; empty: not yet", "2026-08-24"),
        amount("slot_fee", "paid for the placement itself", 6000.0),
        _share("commission", "share of net sales, 0–1", 0.2),
        counted("promised_posts", "posts or lives agreed on", 3),
        counted("posts", "posts or lives delivered", 2),
        counted("promised_views", "views agreed on", 120000),
        counted("views", "views delivered", 84000),
        amount("promised_paid", "sales agreed on", 30000.0),
        amount("paid", "sales the creator brought", 18200.0),
        amount("refund", "of them paid back so far", 2100.0),
        note("angle", "what the content is about", "three mistakes in brewing"),
        spare(may("goes_live", DAY, "day it goes out", "2026-09-04")),
        spare(word("samples", "where the samples are", "sent", "not_sent", "sent", "received")),
    ),
)

RESOURCES = Table(
    "resources",
    "a slot of a platform, 资源位, for a campaign",
    ("campaign", "platform", "slot"),
    (
        CAMPAIGN,
        PLATFORM,
        must("slot", TEXT, "the slot's key, the same in every campaign", "home-banner"),
        word("stage", "stage of the event that it is for", "burst", *STAGES),
        may("starts", DAY, "first day it is shown", "2027-01-05"),
        may("ends", DAY, "last day it is shown", "2027-01-08"),
        may("book_by", DAY, "last day to apply for it or to book it", "2026-11-20"),
        word("status", "where it stands; empty: planned", "applied", "planned", "applied", "granted", "refused"),
        amount("price", "what it costs; 0 where the platform asks for nothing", 4200.0),
        counted("promised_visitors", "visitors that the platform promised", 3200),
        counted("visitors", "visitors that it brought", 2690),
        may("owner", TEXT, "who sees to it", "林悦"),
        note("apply_at", "where it is applied for, or with whom", "event page of the back office"),
        note("picture_size", "size of the picture that it asks for", "1920 × 500"),
        spare(may("picture_due", DAY, "day by which the picture is handed in", "2026-12-20")),
        may("text_en", TEXT, "the slot in English", "Home page banner"),
        may("text_zh", TEXT, "the slot in Chinese", "首页焦点图"),
        *KEPT,
    ),
)

TASKS = Table(
    "tasks",
    "a task of a campaign",
    ("campaign", "task"),
    (
        CAMPAIGN,
        must("task", TEXT, "the task's key", "main-pictures"),
        may("owner", TEXT, "who does it", "林悦"),
        may("starts", DAY, "first day planned", "2026-08-20"),
        may("due", DAY, "last day planned", "2026-08-28"),
        may("done", DAY, "day it was finished; empty: not yet", "2026-08-30"),
        may("after", TEXT, "tasks that come before it; several, parted by ;", "brief;stock-order"),
        may("optimistic", NUMBER, "working days it takes when all goes well", 2.0, at_least=0),
        may("likely", NUMBER, "working days it most likely takes", 4.0, at_least=0),
        may("pessimistic", NUMBER, "working days it takes when much goes wrong", 8.0, at_least=0),
        may("hours", NUMBER, "hours of work in it", 16.0, at_least=0),
        may("deliverable", TEXT, "what is handed over, as the team calls it", "five main pictures"),
        may("text_en", TEXT, "the task in English", "Main pictures"),
        may("text_zh", TEXT, "the task in Chinese", "主图设计"),
        note("accountable", "who answers for it (A); empty: the owner of the campaign's goal", "周扬"),
        note("consulted", "who is asked before (C); several, parted by ;, - for nobody", "苏禾;陈屿"),
        note("informed", "who is told after (I); several, parted by ;, - for nobody", "许诺"),
        note("checked_by", "who has seen that it is done", "周扬"),
        note("note", "what else there is to say", "waits for the new box"),
        *KEPT,
    ),
)

BRIEF = Table(
    "brief",
    "a line of a campaign's brief, or of what the shop knows at the end of a period",
    ("campaign", "period", "part", "line"),
    (
        may("campaign", TEXT, "the campaign's key; empty: of no one campaign", "white-dew-2026"),
        may("period", TEXT, "period at whose end it was known; empty: of the campaign", "2026-10"),
        Column("part", TEXT, "part of the brief", "message", required=True, one_of=PARTS),
        must("line", TEXT, "the line's key within its part", "aroma"),
        may("rank", COUNT, "its place, 1 first", 1, at_least=1),
        may("value", NUMBER, "the figure behind it, in the unit its text names", 0.42),
        may("low", NUMBER, "lower end of its interval", 0.31),
        may("high", NUMBER, "upper end of its interval", 0.53),
        counted("n", "people or rows it rests on", 214),
        may("text_en", TEXT, "the line in English", "Real origin, and it can be tasted"),
        may("text_zh", TEXT, "the line in Chinese", "真产地，喝得出来"),
        *KEPT,
    ),
)

OFFERS = Table(
    "offers",
    "an offer that was reckoned for a campaign",
    ("campaign", "platform", "offer"),
    (
        CAMPAIGN,
        PLATFORM,
        must("offer", TEXT, "the offer's key", "full-300-40"),
        Column("mechanic", TEXT, "kind of offer", "full_reduction", required=True, one_of=MECHANICS),
        amount("threshold", "basket from which it counts", 300.0),
        amount("cut", "money taken off", 40.0),
        _share("depth", "share taken off, 0–1", 0.1),
        may("uplift_needed", NUMBER, "rise in orders at which its margin breaks even", 0.31),
        may("uplift_expected", NUMBER, "rise in orders to be expected", 0.18),
        may("effect", MONEY, "change in margin to be expected over the campaign", -2300.0),
        may("low", MONEY, "lower end of its interval", -4100.0),
        may("high", MONEY, "upper end of its interval", 900.0),
        word("status", "what became of it", "unsure", "recommended", "possible", "unsure", "loses", "not_known"),
        may("text_en", TEXT, "the offer in English", "40 off from 300"),
        may("text_zh", TEXT, "the offer in Chinese", "满300减40"),
        *KEPT,
    ),
)

LAYERS = Table(
    "layers",
    "people who were collected before a campaign, on one platform",
    ("campaign", "platform", "layer"),
    (
        CAMPAIGN,
        PLATFORM,
        Column("layer", TEXT, "how near they are", "carts", required=True, one_of=LAYERS_OF_PEOPLE),
        must("people", COUNT, "how many there were when it opened", 5200, at_least=0),
        counted("buyers", "of them, bought in the campaign; empty: not known yet", 310),
    ),
)

CALENDAR = Table(
    "calendar",
    "a piece of content or a send, planned for a day",
    ("campaign", "date", "platform", "format", "stage"),
    (
        may("campaign", TEXT, "the campaign's key; empty: of no one campaign", "white-dew-2026"),
        must("date", DAY, "day it goes out", "2026-09-02"),
        PLATFORM,
        must("format", TEXT, "short_video, note, long_text, live, message, page", "short_video"),
        Column("stage", TEXT, "whom it is for", "potential", required=True, one_of=AUDIENCES),
        may("channel", TEXT, "channel of planbook.yml", "creators"),
        may("topic", TEXT, "what it is about", "brewing"),
        may("owner", TEXT, "who makes it", "苏禾"),
        may("hours", NUMBER, "hours of work in it", 6.0, at_least=0),
        word("status", "where it stands", "planned", "planned", "published", "dropped"),
        may("text_en", TEXT, "working title in English", "Three mistakes in brewing oolong"),
        may("text_zh", TEXT, "working title in Chinese", "泡乌龙常犯的三个错"),
        note("hook", "how it begins and what it asks for", "wrong water, then the right one; save it"),
        note("material", "where pictures and texts of it lie", "drive/oolong-3"),
        *KEPT,
    ),
)

RISKS = Table(
    "risks",
    "what may go wrong in a campaign",
    ("campaign", "risk"),
    (
        CAMPAIGN,
        must("risk", TEXT, "the risk's key", "stock-out"),
        _share("probability", "how likely it is, 0–1", 0.25),
        amount("impact_low", "what it costs when it is mild", 3000.0),
        amount("impact", "what it most likely costs", 9000.0),
        amount("impact_high", "what it costs at worst", 26000.0),
        may("owner", TEXT, "who watches it", "陈屿"),
        note("stand_in", "who does so when the owner is away", "林悦"),
        spare(may("rehearsed", DAY, "day it was last played through", "2026-12-28")),
        may("trigger_en", TEXT, "sign that it is happening, in English", "stock of a hero item below two days"),
        may("trigger_zh", TEXT, "sign that it is happening, in Chinese", "主推款库存不足两天"),
        may("response_en", TEXT, "what is done then, in English", "open a pre-sale, move spend to the linked item"),
        may("response_zh", TEXT, "what is done then, in Chinese", "开预售，推广费转到关联款"),
        may("text_en", TEXT, "the risk in English", "Hero item sells out"),
        may("text_zh", TEXT, "the risk in Chinese", "主推款断货"),
        *KEPT,
    ),
)
