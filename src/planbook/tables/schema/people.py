"""Who buys and what they say: crowds, reviews and tickets, surveys."""

from __future__ import annotations

from planbook.tables.column import COUNT, NUMBER, TEXT, TIME, Column, Table, amount, counted, may, must, up_to, word
from planbook.tables.schema.common import PLATFORM

CROWDS = Table(
    "crowds",
    "a bucket of one dimension in one period",
    ("period", "platform", "dimension", "bucket"),
    (
        must("period", TEXT, "month", "2026-10"),
        PLATFORM,
        must("dimension", TEXT, "what buyers are told apart by", "age"),
        must("bucket", TEXT, "the group", "25-34"),
        counted("buyers", "buyers in the group", 214),
        amount("paid", "paid by the group", 38120.0),
    ),
)

FEEDBACK = Table(
    "feedback",
    "a review, a ticket of the service desk or an interview answer",
    ("feedback_id",),
    (
        must("feedback_id", TEXT, "its number", "R2610050042"),
        must("at", TIME, "when it was written", "2026-10-05 20:14:00"),
        Column("origin", TEXT, "where it was said", "review", required=True, one_of=("review", "ticket", "interview")),
        may("platform", TEXT, "where it was written", "tmall"),
        may("brand", TEXT, "whose item; empty is ours", "云岭茶事"),
        may("sku", TEXT, "item it speaks of", "LM-TGY-250"),
        up_to(5, may("rating", NUMBER, "stars, 1–5", 5.0, at_least=0)),
        Column(
            "text",
            TEXT,
            "what was said; numbers and addresses of people are masked",
            "香气很足,就是包装有点破损",
            said=True,
        ),
        may("customer_id", TEXT, "keyed hash of the buyer; empty where unknown", "9f86d081"),
        word("collected", "were all gathered, or so many of each rating?", "all", "all", "by_rating"),
        may("response_minutes", NUMBER, "minutes to the first answer of the service desk", 4.5, at_least=0),
    ),
    dated_by="at",
)

SURVEY = Table(
    "survey",
    "a respondent",
    ("respondent_id",),
    (
        must("respondent_id", TEXT, "number of the answer sheet", "S0042"),
        may("at", TIME, "when it was sent in", "2026-09-20 21:03:00"),
        may("customer_id", TEXT, "keyed hash of the buyer; empty where unknown", "9f86d081"),
        may("platform", TEXT, "where the respondent buys", "tmall"),
        up_to(10, may("nps", COUNT, "how likely to recommend us, 0–10", 9, at_least=0)),
        may("age_band", TEXT, "age", "25-34"),
        may("gender", TEXT, "female, male or other", "female"),
        may("region", TEXT, "province or state", "浙江"),
        may("income_band", TEXT, "income or spending level", "middle"),
        may("interests", TEXT, "several, parted by ;", "茶道;露营"),
        may("media", TEXT, "where they hear of things; several, parted by ;", "小红书;抖音"),
        may("needs", TEXT, "what they buy for; several, parted by ;", "送礼"),
        may("pains", TEXT, "what hurts them; several, parted by ;", "不会冲泡;包装"),
    ),
    dated_by="at",
)

ANSWERS = Table(
    "answers",
    "a respondent's answer to one question",
    ("respondent_id", "question", "item"),
    (
        must("respondent_id", TEXT, "number of the answer sheet", "S0042"),
        must("question", TEXT, "the question, in its own words", "您有多大可能推荐我们?"),
        may("item", TEXT, "line of a matrix, or choice of several", "香气"),
        Column(
            "answer",
            TEXT,
            "what was answered; numbers and addresses of people are masked",
            "9",
            required=True,
            said=True,
        ),
    ),
)

RATINGS = Table(
    "ratings",
    "a respondent's rating of one attribute of one brand",
    ("respondent_id", "brand", "attribute"),
    (
        must("respondent_id", TEXT, "number of the answer sheet", "S0042"),
        may("brand", TEXT, "whose item; empty is ours", "云岭茶事"),
        must("attribute", TEXT, "attribute: a topic of the codebook, or one of your own", "aroma"),
        up_to(
            5,
            may(
                "importance",
                NUMBER,
                "how much it weighs when buying, 1–5; asked once, with our own brand",
                4.0,
                at_least=1,
            ),
        ),
        up_to(
            5, may("performance", NUMBER, "how well the brand does it, 1–5; empty: does not know it", 4.0, at_least=1)
        ),
    ),
)
