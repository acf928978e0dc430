"""Customers are scored by equal-frequency bins, ties share the lower one, and groups follow from the scores."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from planbook.measures.rfm import grid, rfm

DAY = date(2026, 10, 31)
LAST = pd.to_datetime(["2026-10-31", "2026-10-20", "2026-08-01", "2026-05-01", "2025-12-01", "2025-01-01"])
CUSTOMERS = pd.DataFrame(
    {"last_order": LAST, "orders": [5, 1, 3, 1, 4, 1], "monetary": [900.0, 40.0, 300.0, 60.0, 500.0, 20.0]},
    index=list("abcdef"),
)


def test_the_latest_buyer_has_the_best_recency():
    assert rfm(CUSTOMERS, as_of=DAY, bins=3)["r"].tolist() == [3, 3, 2, 2, 1, 1]


def test_recency_counts_days_and_the_last_day_is_none():
    assert rfm(CUSTOMERS, as_of=DAY)["recency_days"].tolist() == [0, 11, 91, 183, 334, 668]


def test_bins_are_equally_full_where_nobody_ties():
    # Hughes (1994): quintiles of equal size
    many = pd.DataFrame({"last_order": pd.date_range("2025-01-01", periods=100), "orders": 1, "monetary": range(100)})
    assert rfm(many, as_of=DAY)["m"].value_counts().tolist() == [20] * 5
    assert rfm(many, as_of=DAY)["r"].value_counts().tolist() == [20] * 5


def test_customers_who_tie_share_the_lower_score():
    assert rfm(CUSTOMERS, as_of=DAY, bins=3)["f"].tolist() == [3, 1, 2, 1, 3, 1]


def test_one_purchase_is_never_a_high_score_though_all_made_one():
    once = CUSTOMERS.assign(orders=1)
    assert rfm(once, as_of=DAY)["f"].tolist() == [1] * 6


def test_groups_follow_from_the_scores():
    groups = rfm(CUSTOMERS, as_of=DAY, bins=3)["rfm_group"].astype(str).to_dict()
    assert groups == {
        "a": "champions", "b": "promising", "c": "loyal", "d": "hibernating", "e": "at_risk", "f": "hibernating",
    }  # fmt: skip


@pytest.mark.parametrize("bins", [1, 5], ids=["one bin", "five bins"])
def test_a_single_customer_has_the_lowest_scores(bins):
    assert rfm(CUSTOMERS.iloc[:1], as_of=DAY, bins=bins)[["r", "f", "m"]].to_numpy().tolist() == [[1, 1, 1]]


def test_the_grid_counts_every_customer_once():
    counts = grid(rfm(CUSTOMERS, as_of=DAY, bins=3))
    assert counts.to_numpy().sum() == 6
    assert counts.index.tolist() == [3, 2, 1]


def test_scoring_does_not_change_its_input():
    before = CUSTOMERS.copy()
    rfm(CUSTOMERS, as_of=DAY)
    pd.testing.assert_frame_equal(CUSTOMERS, before)
