"""Service: answers in time, bad reviews and followers, from the rows to the sentence."""

from __future__ import annotations

import pandas as pd
import pytest
from shop_factory import shop

from planbook import summaries
from planbook.absence import Missing, missing
from planbook.measures import service
from planbook.periods import month
from planbook.views import service as shown
from planbook.views.words import open_words

SPANS = {"current": month(2026, 10), "previous": month(2026, 9)}
FEEDBACK = """\
feedback_id,at,origin,platform,brand,rating,response_minutes
1,2026-10-01 08:00:00,ticket,jd,,,3
2,2026-10-02 08:00:00,ticket,jd,,,9
3,2026-10-31 23:59:00,review,jd,,1,
4,2026-10-05 08:00:00,review,jd,Rival,1,
5,2026-09-05 08:00:00,ticket,jd,,,4
6,2026-09-06 08:00:00,ticket,jd,,,
"""
ACCOUNTS = """\
date,platform,account,followers,gained,lost,impressions
2026-09-30,douyin,a,100,5,1,1000
2026-10-30,douyin,a,120,20,4,800
2026-10-31,douyin,a,118,1,3,700
2026-10-31,douyin,b,50,2,0,500
"""
SLOWER = pd.DataFrame(
    {
        "period": ["current", "previous"],
        "platform": "douyin",
        "tickets": 100.0,
        "in_time": [40.0, 80.0],
        "response_minutes": [9.0, 3.0],
        "reviews": [50.0, 0.0],
        "bad_reviews": [5.0, 0.0],
    }
)


def test_tickets_and_reviews_of_our_own_items_are_counted(tmp_path):
    found = summaries.service(shop(tmp_path, {"feedback": FEEDBACK}), SPANS, within=5)
    columns = ["tickets", "in_time", "response_minutes", "reviews", "bad_reviews"]
    assert found.set_index("period")[columns].to_numpy().tolist() == [[2, 1, 6, 1, 1], [1, 1, 4, 0, 0]]


def test_followers_are_those_at_the_end_of_the_period(tmp_path):
    found = summaries.accounts(shop(tmp_path, {"accounts": ACCOUNTS}), SPANS).set_index("period")
    assert found.loc["current", ["followers", "gained", "lost", "exposure"]].to_list() == [168.0, 23.0, 7.0, 2000.0]


def test_a_table_without_the_columns_gives_what_it_can(tmp_path):
    tables = shop(tmp_path, {"feedback": "feedback_id,at,origin,platform\n1,2026-10-01 08:00:00,ticket,jd\n"})
    assert service.quality(summaries.service(tables, SPANS, within=5)).empty
    assert summaries.accounts(tables, SPANS) == missing("accounts", "platform")


def test_a_fall_of_answers_in_time_has_its_interval():
    row = service.quality(SLOWER).set_index("figure").loc["in_time_share"]
    # Newcombe (1998), method 10 at 80 %: 0.4 − 0.8 with score limits 0.339–0.464 and 0.745–0.847
    assert row[["value", "before", "change"]].to_list() == pytest.approx([0.4, 0.8, -0.4])
    assert row[["change_low", "change_high"]].astype(float).to_list() == pytest.approx([-0.477, -0.316], abs=0.003)


def test_where_there_was_nothing_before_no_change_is_told():
    row = service.quality(SLOWER).set_index("figure").loc["bad_review_share"]
    assert row["value"] == 0.1
    assert row[["before", "change", "minutes"]].isna().all()


def test_followers_gained_and_lost_make_the_net():
    rows = {"period": ["current", "previous"], "platform": "douyin", "followers": 10.0, "gained": 5.0, "lost": 2.0}
    found = service.followers(pd.DataFrame(rows | {"exposure": [90.0, 60.0]}))
    assert found[["net", "exposure_change"]].to_numpy().tolist() == [[3.0, 0.5]]


def test_it_does_not_change_its_input():
    before = SLOWER.copy()
    service.quality(SLOWER)
    pd.testing.assert_frame_equal(SLOWER, before)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Douyin: 40.0% of 100 tickets were answered in time"),
        ("zh", "抖音：100 个咨询中有 40.0%"),
    ],
)
def test_the_sentence_says_where_and_by_how_much(language, said):
    assert said in shown.worst(service.quality(SLOWER), open_words(language)).text


def test_nothing_worse_is_said_so():
    same = SLOWER.assign(in_time=80.0)
    assert "did not surely get worse" in shown.worst(service.quality(same), open_words("en")).text


def test_a_shop_without_feedback_says_what_it_needs():
    found = shown.worst(service.quality(missing("feedback")), open_words("en"))
    assert isinstance(service.quality(missing("feedback")), Missing)
    assert found.twin["missing"][0]["table"] == "feedback"
