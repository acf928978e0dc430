"""Ratings come home a row a respondent, brand and attribute; lines of the brief by their part and period."""

from __future__ import annotations

from datetime import date

import pytest
from shop_factory import shop

from planbook import summaries
from planbook.absence import missing
from planbook.periods import parse

RATINGS = """\
respondent_id,brand,attribute,importance,performance
S2,,aroma,4,5
S1,云岭,aroma,,2
S1,,aroma,3,
S3,,aroma,5,1
"""
SURVEY = "respondent_id,at\nS1,2026-09-01 10:00:00\nS2,\nS3,2024-09-01 10:00:00\n"
BRIEF = """\
campaign,period,part,line,rank,value,n,text_en
,2026-10,audience,gift,2,0.2,40,Gifts
,2026-10,audience,daily,1,0.5,90,Every day
,2026-09,audience,old,1,0.5,90,Last month
,2026-10,white_space,100-150,1,2.5,5,Room
spring,,message,aroma,1,0.3,5,Smell
"""
UNTIL = date(2026, 10, 31)


def test_ratings_of_the_year_come_home_with_an_empty_name_for_ours(tmp_path):
    found = summaries.ratings(shop(tmp_path, {"ratings": RATINGS, "survey": SURVEY}), until=UNTIL)
    assert found[["respondent_id", "brand", "attribute"]].to_numpy().tolist() == [
        ["S1", "", "aroma"],
        ["S1", "云岭", "aroma"],
        ["S2", "", "aroma"],
    ]
    assert found["importance"].fillna(0).tolist() == [3, 0, 4]
    assert found["performance"].fillna(0).tolist() == [0, 2, 5]


def test_without_the_survey_every_rating_counts(tmp_path):
    assert len(summaries.ratings(shop(tmp_path, {"ratings": RATINGS}), until=UNTIL)) == 4


def test_ratings_that_are_not_there_are_missing(tmp_path):
    assert summaries.ratings(shop(tmp_path, {"survey": SURVEY}), until=UNTIL) == missing("ratings", "performance")


def test_lines_of_the_brief_come_in_their_order(tmp_path):
    tables = shop(tmp_path, {"brief": BRIEF})
    found = summaries.known_lines(tables, parse("2026-10"), part="audience")
    assert found[["line", "rank", "n"]].to_numpy().tolist() == [["daily", 1, 90], ["gift", 2, 40]]


@pytest.mark.parametrize(("month", "part"), [("2026-08", "audience"), ("2026-09", "white_space")])
def test_a_period_of_which_nothing_was_left_has_no_lines(month, part, tmp_path):
    tables = shop(tmp_path, {"brief": BRIEF})
    assert summaries.known_lines(tables, parse(month), part=part) == missing("brief", reason="empty")
