"""What was said comes once, whatever crawls brought it, and of too much a sample that is the same every time."""

from __future__ import annotations

import pytest
from shop_factory import shop

from planbook import summaries
from planbook.absence import missing
from planbook.periods import parse

ROWS = """\
feedback_id,at,origin,brand,rating,text,collected
1,2026-10-05 10:00:00,review,云岭,5,好,by_rating
2,2026-10-05 10:00:00,review,云岭,5,好,by_rating
3,2026-10-06 10:00:00,review,,1,bad,
4,2026-10-06 10:00:00,ticket,,,where is it,
5,2026-11-01 00:00:00,review,,5,later,
6,2026-10-07 10:00:00,review,,5,,
"""
OCTOBER = parse("2026-10")


def test_copies_of_a_review_count_once(tmp_path):
    found = summaries.feedback(shop(tmp_path, {"feedback": ROWS}), OCTOBER)
    assert found[["brand", "text", "copies", "collected"]].to_numpy().tolist() == [
        ["云岭", "好", 2, "by_rating"],
        ["", "bad", 1, "all"],
    ]


def test_other_origins_are_asked_for_by_name(tmp_path):
    found = summaries.feedback(shop(tmp_path, {"feedback": ROWS}), OCTOBER, origins=("ticket",))
    assert found["text"].tolist() == ["where is it"]


def test_of_too_many_a_sample_is_drawn_that_is_the_same_each_time(tmp_path):
    lines = "".join(f"{n},2026-10-05 10:00:00,review,,5,text {n},\n" for n in range(50))
    tables = shop(tmp_path, {"feedback": ROWS.splitlines()[0] + "\n" + lines})
    first, again = (summaries.feedback(tables, OCTOBER, most=10) for _ in range(2))
    assert (len(first), first["of"].unique().tolist(), first["text"].tolist()) == (10, [50], again["text"].tolist())


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("feedback_id,at,origin\n1,2026-10-05,review\n", missing("feedback", "text")),
        (ROWS.splitlines()[0] + "\n", missing("feedback", reason="empty")),
    ],
    ids=["no text", "no rows"],
)
def test_what_is_not_there_is_missing(tmp_path, rows, found):
    assert summaries.feedback(shop(tmp_path, {"feedback": rows}), OCTOBER) == found
