"""Platforms' crowds give shares with intervals, their change, and say which platforms name no buyer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planbook.absence import missing
from planbook.measures import intervals
from planbook.measures.crowds import blind, largest, shares, without_ids

CROWDS = pd.DataFrame({
    "period": ["current", "current", "current", "before", "before", "current"],
    "month": ["2026-10", "2026-10", "2026-10", "2026-07", "2026-07", "2026-10"],
    "platform": ["xiaohongshu", "xiaohongshu", "xiaohongshu", "xiaohongshu", "xiaohongshu", "jd"],
    "dimension": ["gender", "gender", "age", "gender", "gender", "age"],
    "bucket": ["female", "male", "25-34", "female", "male", "45+"],
    "buyers": [60.0, 40.0, 100.0, 20.0, 30.0, 19.0],
    "paid": [900.0, 100.0, np.nan, 10.0, 10.0, 5.0],
})  # fmt: skip
ORDERS = pd.DataFrame({
    "platform": ["tmall", "xiaohongshu"], "orders": [90.0, 10.0], "paid": [700.0, 300.0], "unknown": [9.0, 10.0],
    "unknown_paid": [70.0, 300.0],
})  # fmt: skip


def row(bucket):
    return shares(CROWDS).set_index("bucket").loc[bucket]


def test_a_share_is_of_the_platforms_buyers_with_its_interval():
    assert row("female")[["buyers", "n", "paid_share"]].tolist() == [60.0, 100.0, 0.9]
    assert row("female")[["share", "low", "high"]].tolist() == list(intervals.wilson(60, 100))


def test_a_change_is_held_against_the_earlier_month():
    told = intervals.difference((60, 100), (20, 50))
    assert row("female")[["share_before", "change", "change_low", "change_high"]].tolist() == [0.4, *told]


def test_a_dimension_that_was_not_told_before_has_no_change():
    assert np.isnan(row("25-34")["change"])


def test_of_too_few_buyers_there_is_a_count_and_no_share():
    assert row("45+")["buyers"] == 19.0
    assert np.isnan(row("45+")["share"])


def test_the_largest_group_of_a_dimension_is_the_one_that_pays_most():
    found = largest(shares(CROWDS))
    assert found[["platform", "dimension", "bucket"]].to_numpy().tolist() == [
        ["jd", "age", "45+"], ["xiaohongshu", "age", "25-34"], ["xiaohongshu", "gender", "female"],
    ]  # fmt: skip


def test_a_platform_most_of_whose_orders_name_nobody_is_blind():
    found = without_ids(ORDERS)
    assert found[["unknown_share", "unknown_paid_share"]].to_numpy().tolist() == [[0.1, 0.1], [1.0, 1.0]]
    assert blind(found) == ["xiaohongshu"]


def test_platforms_can_be_chosen():
    assert set(shares(CROWDS, platforms=["jd"])["platform"]) == {"jd"}
    assert shares(CROWDS, platforms=[]) == missing("crowds", "buyers", reason="empty")


def test_reading_crowds_does_not_change_them():
    before = CROWDS.copy()
    largest(shares(CROWDS))
    pd.testing.assert_frame_equal(CROWDS, before)
