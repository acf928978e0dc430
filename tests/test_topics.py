"""Texts are coded by the codebook: the topic, praise or complaint, in Chinese and English."""

from __future__ import annotations

import pandas as pd
import pytest
from scipy.stats import binomtest

from planbook import codebook
from planbook.absence import missing
from planbook.measures import topics

BOOK = codebook.load(codebook.DEFAULT.parent / "nowhere")
SMALL = codebook.Codebook.model_validate({
    "topics": {"taste": {"words": ["taste*", "味道"], "bad": ["苦"]}, "price": {"words": ["price"], "bad": ["贵"]}},
    "polarity": {"good": ["good", "好"], "bad": ["bad", "差"]},
    "turns": ["but", "但"],
    "negation": ["not", "*n't", "不"],
})  # fmt: skip


def coded(text, book=SMALL):
    found = topics.code(pd.DataFrame({"text": [text]}), book)
    return dict(zip(found["topic"], found["polarity"], strict=True))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tastes good", {"taste": "good"}),
        ("the taste isn’t good", {"taste": "bad"}),
        ("not a good price", {"price": "bad"}),
        ("good taste but a bad price", {"taste": "good", "price": "bad"}),
        ("味道好，但贵", {"taste": "good", "price": "bad"}),
        ("味道不好", {"taste": "bad"}),
        ("不贵", {"price": "good"}),
        ("味道好。味道差", {"taste": "mixed"}),
        ("the taste", {"taste": "neutral"}),
        ("pricey tasteless", {"taste": "neutral"}),
        ("nothing of it", {}),
    ],
)
def test_a_clause_praises_or_complains_of_the_topic_it_names(text, found):
    assert coded(text) == found


def test_a_word_of_one_character_counts_only_where_it_stands_by_itself():
    book = codebook.Codebook.model_validate({"topics": {"price": {"words": ["价"]}}})
    assert (coded("价 高", book), coded("评价不错", book)) == ({"price": "neutral"}, {})


@pytest.mark.parametrize(
    ("text", "topic", "polarity"),
    [
        ("香气足，回甘好", "aroma", "good"),
        ("一点都不新鲜", "freshness", "bad"),
        ("盒子压坏了", "packaging", "bad"),
        ("发货太慢", "logistics", "bad"),
        ("客服很耐心", "service", "good"),
        ("价格太高了", "price", "bad"),
        ("送长辈很有面子", "gifting", "good"),
        ("感觉不是正品", "authenticity", "bad"),
        ("Delivery was slow.", "logistics", "bad"),
        ("It came beautifully packed", "packaging", "good"),
        ("not fresh at all", "freshness", "bad"),
        ("too bitter for me", "taste", "bad"),
    ],
)
def test_the_packages_codebook_knows_how_buyers_of_tea_speak(text, topic, polarity):
    assert coded(text, BOOK)[topic] == polarity


def test_the_quote_is_the_clause_as_it_was_written():
    found = topics.code(pd.DataFrame({"text": ["Fast. The TASTE is good, <b>really</b>"]}), SMALL)
    assert found["quote"].tolist() == ["The TASTE is good"]


TEXTS = pd.DataFrame({"brand": ["A", "A", "A", "B", "B"], "text": ["good taste", "bad taste", "x", "price", None]})


def test_shares_are_counted_over_all_texts_of_a_group():
    found = topics.shares(TEXTS, topics.code(TEXTS, SMALL), fewest=1)
    row = found[(found["brand"] == "A") & (found["topic"] == "taste")].iloc[0]
    assert row[["reviews", "mentions", "good", "bad"]].tolist() == [3, 2, 1, 1]
    assert (row["share"], round(row["low"], 3), round(row["high"], 3)) == (2 / 3, 0.321, 0.894)


def test_a_topic_that_a_group_does_not_mention_has_a_share_of_zero():
    found = topics.shares(TEXTS, topics.code(TEXTS, SMALL), fewest=1).set_index(["brand", "topic"])
    assert found.loc[("B", "taste"), ["reviews", "mentions", "share"]].tolist() == [1, 0, 0.0]


def test_groups_with_few_texts_are_left_out():
    found = topics.shares(TEXTS, topics.code(TEXTS, SMALL), fewest=3)
    assert found["brand"].unique().tolist() == ["A"]
    assert topics.shares(TEXTS, topics.code(TEXTS, SMALL)) == missing("feedback", "text", reason="too_few")


def test_the_latest_quotes_come_first_and_none_twice():
    said = pd.DataFrame(
        {"text": ["good taste", "taste good", "good taste"], "at": pd.to_datetime(["2026-1-1", "2026-1-3", "2026-1-2"])}
    )
    assert topics.quotes(topics.code(said, SMALL), topic="taste", polarity="good") == ["taste good", "good taste"]


def test_without_texts_there_are_no_topics():
    assert topics.code(missing("feedback"), SMALL) == missing("feedback")


def test_code_does_not_change_its_input():
    given = TEXTS.copy()
    topics.shares(given, topics.code(given, SMALL), fewest=1)
    pd.testing.assert_frame_equal(given, TEXTS)


@pytest.mark.slow
def test_the_interval_of_a_share_of_mentions_covers_as_often_as_it_says():
    import numpy as np

    hits = 0
    for seed in range(200):
        said = np.random.default_rng(seed).random(120) < 0.12
        texts = pd.DataFrame({"brand": "A", "text": np.where(said, "taste", "x")})
        row = topics.shares(texts, topics.code(texts, SMALL)).iloc[0]
        hits += row["low"] <= 0.12 <= row["high"]
    assert binomtest(hits, 200, 0.8).pvalue > 0.001
