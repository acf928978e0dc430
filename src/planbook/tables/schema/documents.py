"""What people write into documents beside the plan's own rows: the market log, cards of tests, and all other cells."""

from __future__ import annotations

from planbook.tables.column import DAY, NUMBER, TEXT, Table, amount, counted, may, must, note, word

MARKET_LOG = Table(
    "market_log",
    "something that was seen on the market on a day",
    ("date", "platform", "subject"),
    (
        must("date", DAY, "day it was seen", "2026-10-12"),
        may("platform", TEXT, "platform it was seen on; empty: elsewhere", "tmall"),
        note("subject", "what or whom it is about, as the team calls it", "full reduction of Double 11", required=True),
        word(
            "kind",
            "what kind of thing it is",
            "platform_rule",
            *("platform_rule", "rival_move", "industry_news", "new_form", "users_voice", "law"),
        ),
        note("text_en", "what happened, in English", "The reduction goes from 40 to 50 off 300"),
        note("text_zh", "what happened, in Chinese", "跨店满减由 300 减 40 改为 300 减 50"),
        note("found_at", "where it stands: a page, an account", "rule centre"),
        note("meaning", "what it means for us", "the pre-sale's deal prices fall by 10"),
        word("urgency", "when it is to be acted on", "now", "now", "next_plan", "keep"),
        note("to_do_en", "what is to be done, in English", "reckon the ladder anew"),
        note("to_do_zh", "what is to be done, in Chinese", "按新满减重算到手价"),
        may("owner", TEXT, "who does it", "林悦"),
        may("due", DAY, "day it is to be done by", "2026-10-15"),
        note("outcome", "what came of it", "two items left the event"),
    ),
    dated_by="date",
)

AB_TESTS = Table(
    "ab_tests",
    "a version in an A/B test, as its card tells",
    ("test", "version"),
    (
        must("test", TEXT, "the test's key", "tgy-picture-1"),
        must("version", TEXT, "A is today's, B the changed one", "B"),
        may("campaign", TEXT, "campaign that it belongs to", "double11-2026"),
        note("text_en", "what the version is, in English", "gift box in the main picture"),
        note("text_zh", "what the version is, in Chinese", "主图换成礼盒"),
        may("starts", DAY, "first day", "2026-09-07"),
        may("ends", DAY, "last day", "2026-09-20"),
        counted("visitors", "visitors who saw the version", 4210),
        counted("buyers", "of them, bought", 118),
        amount("paid", "what they paid", 21340.0),
        amount("refund", "of it paid back so far", 1480.0),
        amount("spend", "what its visitors cost", 5200.0),
    ),
)

ENTRIES = Table(
    "entries",
    "a cell of a document's own table, as somebody filled it in",
    ("campaign", "document", "part", "piece", "line", "column"),
    (
        may("campaign", TEXT, "campaign that the document is of; empty: of all", "white-dew-2026"),
        must("document", TEXT, "the document's name", "launch_checklist"),
        must("part", TEXT, "the table in it", "eve"),
        note("piece", "which one, where a document is made several times: a video, a creator", "gaiwan-video"),
        note("line", "the first cell of its row", "Gifts and boxes", required=True),
        must("column", TEXT, "the column, by its English heading", "result"),
        may("place", NUMBER, "row of the table in the file that it was read from", 14),
        note("text", "what stands in it", "yes", required=True),
    ),
)
