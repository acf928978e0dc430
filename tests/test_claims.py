"""Each claim on a persona has its number, its interval, its source and the usual figure; too few is said."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planbook.absence import missing
from planbook.measures import claims, intervals

COLUMNS = ["persona", "aspect", "answer", "value", "low", "high", "n", "all", "unit", "source"]


def crowd(n=40):
    """Gift givers, first half, and daily drinkers; the first come by a creator and buy gifts."""
    half = np.arange(n) < n // 2
    return pd.DataFrame({
        "persona": pd.Categorical(np.where(half, "gift", "daily")), "orders": np.where(half, 1, 3), "creator": half,
        "net_year": np.where(half, 100.0, 300.0), "region": np.where(half, "浙江", "广东"), "platform": "tmall",
        "platform_next": pd.Series([None] * (n // 2) + ["jd"] * (n - n // 2), dtype="category"),
        "state": np.where(half, "lapsed", "repeat"), "share_gift": half * 0.8, "share_tea": 1 - half * 0.8,
    })  # fmt: skip


def claim(found, persona, aspect):
    return found[(found["persona"] == persona) & (found["aspect"] == aspect)].iloc[0]


def test_what_a_persona_does_is_claimed_with_number_interval_and_source():
    row = claim(claims.from_orders(crowd()), "gift", "lapsed_share")
    assert row[["value", "low", "high"]].tolist() == list(intervals.wilson(20, 20))
    assert row[["n", "all", "unit", "source"]].tolist() == [20.0, 0.5, "share", "orders"]


def test_what_it_buys_is_the_largest_share_of_its_goods():
    row = claim(claims.from_orders(crowd()), "gift", "buys")
    assert (row["answer"], round(row["value"], 2), round(row["all"], 2)) == ("gift", 0.8, 0.4)


def test_money_has_the_interval_of_a_mean():
    row = claim(claims.from_orders(crowd()), "daily", "net_each")
    assert row[["value", "low", "high", "unit"]].tolist() == [300.0, 300.0, 300.0, "money"]


def test_a_journey_goes_from_the_first_platform_to_the_next():
    found = claims.from_orders(crowd())
    assert claim(found, "daily", "entry")["answer"] == "tmall"
    assert claim(found, "daily", "next_platform")[["answer", "n"]].tolist() == ["jd", 20.0]
    assert found[(found["persona"] == "gift") & (found["aspect"] == "next_platform")].empty


def test_a_claim_on_too_few_has_its_number_alone():
    row = claim(claims.from_orders(crowd(38)), "gift", "repurchase")
    assert row["n"] == 19.0
    assert np.isnan([row["value"], row["low"], row["high"]]).all()


ALL = pd.DataFrame({"question": "needs", "answer": ["daily", "gift"], "share": [0.6, 0.3]})
BY = pd.DataFrame({
    "group": "gift", "question": "needs", "answer": ["daily", "gift"], "n": 90.0, "share": [0.62, 0.6],
    "low": [0.55, 0.5], "high": [0.7, 0.7],
})  # fmt: skip


def test_an_answer_is_claimed_where_it_is_usual_and_where_it_sets_apart():
    found = claims.from_survey(BY, ALL)
    assert found["answer"].tolist() == ["daily", "gift"]
    assert found["all"].tolist() == [0.6, 0.3]
    assert set(found["source"]) == {"survey"}


def test_an_answer_that_is_hardly_more_frequent_sets_nobody_apart():
    found = claims.from_survey(BY.assign(share=[0.62, 0.33], low=[0.55, 0.31]), ALL)
    assert found["answer"].tolist() == ["daily"]


def test_an_answer_of_a_handful_sets_nobody_apart():
    found = claims.from_survey(BY.assign(n=15.0, share=[0.62, 0.6]), ALL)
    assert found["answer"].tolist() == ["daily"]


TOPICS = pd.DataFrame({
    "persona": ["gift", "gift"], "topic": ["packaging", "taste"], "reviews": 50, "low": 0.0, "high": 1.0,
    "bad": [10.0, 0.0], "bad_share": [0.2, 0.0], "bad_low": [0.15, 0.0], "bad_high": [0.26, 0.1],
    "good": [0.0, 5.0], "good_share": [0.0, 0.1], "good_low": [0.0, 0.06], "good_high": [0.1, 0.2],
})  # fmt: skip


def test_complaints_and_praise_are_claimed_from_what_was_written():
    found = claims.from_feedback(TOPICS, TOPICS.assign(bad_share=[0.05, 0.1]))
    assert found[["aspect", "answer", "value", "n", "all", "source"]].to_numpy().tolist() == [
        ["complaint", "packaging", 0.2, 50.0, 0.05, "feedback"], ["praise", "taste", 0.1, 50.0, 0.1, "feedback"],
    ]  # fmt: skip


def test_claims_of_missing_sources_are_simply_not_there():
    found = claims.gather([missing("survey"), claims.from_orders(crowd()), missing("feedback")])
    assert set(found["source"]) == {"orders"}
    assert found.columns.tolist() == COLUMNS
    assert claims.gather([missing("survey")]).empty


def test_a_quote_is_on_the_foremost_complaint_and_none_stands_twice():
    told = pd.DataFrame({"persona": ["gift", "daily"], "aspect": "complaint", "answer": "packaging"})
    coded = pd.DataFrame({
        "persona": ["gift", "gift", "daily", "daily"], "topic": "packaging", "polarity": ["bad", "good", "bad", "bad"],
        "quote": ["the box was torn", "a beautiful box indeed", "the box was torn", "torn"], "origin": "review",
        "at": pd.to_datetime(["2026-10-01", "2026-10-02", "2026-10-03", "2026-09-01"]),
    })  # fmt: skip
    found = claims.quotes(coded, told)
    assert found[["persona", "quote"]].to_numpy().tolist() == [["gift", "the box was torn"], ["daily", "torn"]]


def test_claiming_does_not_change_its_input():
    people = crowd()
    before = people.copy()
    claims.from_orders(people)
    pd.testing.assert_frame_equal(people, before)
