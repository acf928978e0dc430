"""Where a rival and we surely differ: exact tests, many of them; and nothing of what was picked by rating."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest, fisher_exact

from planbook.absence import missing
from planbook.measures import contrast

SHARES = pd.DataFrame({
    "brand": ["", "A", "B", "", "A", "B"], "topic": ["taste"] * 3 + ["price"] * 3, "reviews": [400, 100, 10] * 2,
    "good": [120.0, 10, 1, 20, 5, 9], "bad": [4.0, 12, 1, 8, 2, 0],
})  # fmt: skip

# methods.md case R11; the same as R's p.adjust
CHANCES = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216, 0.222, 0.251, 0.269, 0.275, 0.34]
ADJUSTED = [0.015, 0.06, 0.126, 0.126, 0.126, 0.15, 0.1585714286, *[0.2946428571] * 7, 0.34]


def test_many_tests_are_adjusted_as_benjamini_and_hochberg_do():
    assert contrast.adjusted(CHANCES) == pytest.approx(ADJUSTED, abs=1e-9)


@pytest.mark.parametrize(
    ("first", "second"), [((3, 4), (1, 4)), ((0, 20), (7, 30)), ((12, 120), (30, 2400)), ((5, 5), (0, 5))]
)
def test_fishers_test_is_that_of_scipy(first, second):
    table = [[first[0], first[1] - first[0]], [second[0], second[1] - second[0]]]
    assert contrast.fisher(first, second) == pytest.approx(fisher_exact(table)[1], rel=1e-9)


def test_more_praise_or_fewer_complaints_of_us_are_strengths():
    found = contrast.differences(SHARES).set_index(["topic", "side"])
    assert found.loc[("taste", "good"), "verdict"] == found.loc[("taste", "bad"), "verdict"] == "strength"
    assert found.loc[("price", "good"), "verdict"] == "open"
    assert found.loc[("taste", "good"), ["theirs", "ours", "difference"]].astype(float).round(2).tolist() == [
        0.1,
        0.3,
        0.2,
    ]


def test_newcombes_interval_of_a_difference():
    # Newcombe (1998), Stat. Med. 17, 873-890, table II: 56/70 against 48/80 by method 10
    shares = pd.DataFrame({"brand": ["", "A"], "topic": "x", "reviews": [70, 80], "good": [56.0, 48.0], "bad": 0.0})
    row = contrast.differences(shares, level=0.95).iloc[0]
    assert [round(row[name], 4) for name in ("difference", "low", "high")] == [0.2, 0.0524, 0.3339]


def test_brands_with_few_reviews_are_left_out():
    assert contrast.differences(SHARES)["brand"].unique().tolist() == ["A"]
    without = SHARES[SHARES["brand"] != ""]
    assert contrast.differences(without) == missing("feedback", "brand", "text", reason="too_few")


TEXTS = pd.DataFrame({
    "brand": ["", *["A"] * 3, "B"], "text": "x", "rating": [5.0, 5, 1, 3, 4], "copies": [1, 2, 1, 1, 1],
    "collected": ["all", *["by_rating"] * 3, "all"],
})  # fmt: skip


def test_what_was_gathered_by_rating_says_no_shares():
    assert contrast.whole(TEXTS)["brand"].tolist() == ["", "B"]
    assert contrast.filtered(TEXTS)[["brand", "side"]].to_numpy().tolist() == [["A", "good"], ["A", "bad"]]
    picked = TEXTS[TEXTS["brand"] == "A"]
    assert contrast.whole(picked) == missing("feedback", "text", reason="too_few")
    assert contrast.filtered(contrast.whole(TEXTS)) == missing("feedback", "collected", reason="empty")


def test_no_mean_rating_is_told_of_what_was_gathered_by_rating():
    many = pd.concat([TEXTS.assign(n=n) for n in range(30)])
    found = contrast.ratings(many).set_index("brand")
    assert found.loc["A", ["texts", "copies", "collected"]].tolist() == [90, 30, "by_rating"]
    assert np.isnan(found.loc["A", "rating"])
    assert (found.loc["B", "rating"], found.loc["B", "low_share"]) == (4.0, 0.0)


def test_rivals_together_are_one_brand():
    assert contrast.pooled(TEXTS)["brand"].unique().tolist() == ["", "rivals"]


def test_contrast_does_not_change_its_input():
    shares, texts = SHARES.copy(), TEXTS.copy()
    contrast.differences(shares), contrast.ratings(texts), contrast.filtered(texts)
    pd.testing.assert_frame_equal(shares, SHARES)
    pd.testing.assert_frame_equal(texts, TEXTS)


@pytest.mark.slow
def test_of_brands_that_are_alike_seldom_one_is_told_apart():
    told = 0
    for seed in range(200):
        chance = np.random.default_rng(seed)
        shares = pd.DataFrame([
            {"brand": b, "topic": t, "reviews": n, "good": chance.binomial(n, 0.15), "bad": chance.binomial(n, 0.03)}
            for b, n in (("", 1500), ("A", 120), ("B", 120)) for t in "uvwxyz"
        ])  # fmt: skip
        told += bool(contrast.differences(shares.astype({"good": float, "bad": float}))["sure"].any())
    assert binomtest(told, 200, 0.1, alternative="greater").pvalue > 0.001
