"""The matched price index is the geometric mean of rivals' deal prices over ours, with an interval that covers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest
from watch_frames import MONDAYS, OCTOBER, looks

from planbook.absence import missing
from planbook.measures.rivals import prices

NOW = MONDAYS[[9, 10]]  # 5 and 12 October
MATCHED = {"A/a": "X", "A/b": "Y", "A/c": "Z", "B/d": "X"}
SEEN = looks({"A/a": [50.0, 50.0], "A/b": [200.0, 200.0], "A/c": [100.0, 100.0], "B/d": [80.0, 80.0]}, NOW)
SEEN["matches"] = SEEN["title"].map(MATCHED)
SOLD = pd.DataFrame({"week": np.repeat(NOW, 3), "platform": "tmall", "sku": ["X", "Y", "Z"] * 2})
SOLD = SOLD.assign(price=100.0, units=2.0, paid=200.0)


def test_the_index_of_a_half_a_double_and_an_equal_price_is_one():
    found = prices.index(prices.relatives(SEEN, SOLD), OCTOBER).set_index("brand")
    assert found.loc["A", ["items", "looks", "dearer", "cheaper"]].tolist() == [3, 6, 1, 1]
    assert found.loc["A", ["index", "low", "high"]].astype(float).round(3).tolist() == [1.0, 0.47, 2.127]


def test_it_reads_the_same_the_other_way_round():
    logs = np.log([0.8, 0.9, 1.3, 0.7])
    there, back = prices.jevons(logs), prices.jevons(-logs)
    assert [1 / back.value, 1 / back.high, 1 / back.low] == pytest.approx(list(there))


def test_a_brand_with_few_items_has_an_index_without_interval():
    row = prices.index(prices.relatives(SEEN, SOLD), OCTOBER).set_index("brand").loc["B"]
    assert (row["index"], row["items"]) == (pytest.approx(0.8), 1)
    assert np.isnan(row["low"])


def test_a_week_without_sales_takes_the_price_of_the_weeks_before_and_no_older():
    early = SOLD[SOLD["week"] == NOW[0]]
    assert len(prices.relatives(SEEN, early)) == 8
    old = early.assign(week=NOW[0] - pd.Timedelta(days=35))
    assert prices.relatives(SEEN, old) == missing("order_items", "unit_price", reason="empty")


def test_where_we_do_not_sell_beside_the_rival_all_our_platforms_count():
    elsewhere = SEEN.assign(platform="amazon")
    both = pd.concat([SOLD, SOLD.assign(platform="jd", price=50.0, units=2.0)])
    found = prices.relatives(elsewhere, both)
    assert found["own"].unique().tolist() == [75.0]
    assert found["platform"].unique().tolist() == ["amazon"]


def test_our_own_rows_of_the_sheet_go_before_what_buyers_paid():
    mine = looks({"/X": [40.0, 40.0]}, NOW)
    found = prices.relatives(pd.concat([SEEN, mine]), missing("order_items"))
    assert found["ours"].unique().tolist() == ["X"]
    assert found["relative"].round(2).unique().tolist() == [1.25, 2.0]


def test_the_course_leaves_out_weeks_with_few_items():
    matched = prices.relatives(SEEN[(SEEN["date"] == NOW[0]) | (SEEN["brand"] == "B")], SOLD)
    found = prices.course(matched)
    assert found.index.tolist() == [NOW[0]]
    assert found["items"].tolist() == [4]


def test_what_matched_items_brought_is_counted_once_a_brand():
    found = prices.exposed(prices.relatives(SEEN, SOLD), SOLD, OCTOBER)
    assert found.to_dict() == {"A": 1200.0, "B": 400.0}


@pytest.mark.parametrize(
    ("seen", "sold", "found"),
    [
        (SEEN.assign(matches=None), SOLD, missing("competitor_items", "matches", "deal_price")),
        (SEEN, SOLD.assign(sku="Q"), missing("order_items", "unit_price", reason="empty")),
        (SEEN, missing("order_items"), missing("order_items")),
        (missing("competitor_items"), SOLD, missing("competitor_items")),
    ],
    ids=["nothing matched", "nothing sold of them", "no lines", "no sheet"],
)
def test_what_is_not_there_is_missing(seen, sold, found):
    assert prices.relatives(seen, sold) == found


def test_prices_do_not_change_their_input():
    seen, sold = SEEN.copy(), SOLD.copy()
    prices.index(prices.relatives(seen, sold), OCTOBER)
    pd.testing.assert_frame_equal(seen, SEEN)
    pd.testing.assert_frame_equal(sold, SOLD)


@pytest.mark.slow
def test_the_interval_covers_as_often_as_it_says():
    hits = 0
    for seed in range(200):
        low, high = prices.jevons(np.random.default_rng(seed).normal(np.log(0.94), 0.2, 12))[1:]
        hits += low <= 0.94 <= high
    assert binomtest(hits, 200, 0.8).pvalue > 0.001
