"""Discounts are told as claimed and as they are, and a price that was raised before its cut is found."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from watch_frames import MONDAYS, OCTOBER, looks

from planbook.absence import missing
from planbook.measures.rivals import discounts

FLAT = [100.0] * 9
SEEN = looks(
    {
        "A/a": [*FLAT, 100, 100, 80, 90],
        "A/b": [*FLAT, 100, 100, 80, 90],
        "B/c": [*FLAT[:7], 115, 115, 115, 115, 100, 100],
    },
    page_price={"A/a": [100.0] * 13, "A/b": [100.0] * 13, "B/c": [*FLAT[:7], *[115.0] * 6]},
    list_price=125.0,
)
DEEP = discounts.depths(SEEN)


def test_a_cut_is_held_against_the_lowest_price_of_thirty_days():
    row = DEEP[(DEEP["sku"] == "a") & (DEEP["date"] == "2026-10-19")].iloc[0]
    assert row[["claimed", "on_page", "real"]].astype(float).round(3).tolist() == [0.36, 0.2, 0.2]
    after = DEEP[(DEEP["sku"] == "a") & (DEEP["date"] == "2026-10-26")].iloc[0]
    assert round(after["real"], 3) == -0.125


def test_of_each_item_its_best_price_of_the_period_counts():
    found = discounts.by_brand(DEEP, OCTOBER).set_index("brand")
    assert found["real"].round(3).to_dict() == {"A": 0.2, "B": 0.13, "all": 0.165}
    assert found.loc["A", "items"] == 2


def test_an_item_that_never_moved_counts_with_no_discount():
    seen = looks({"A/a": [100.0] * 3, "A/b": [100.0, 100, 50]}, MONDAYS[9:12])
    assert discounts.by_brand(discounts.depths(seen), OCTOBER).iloc[0]["real"] == 0.25


def test_without_a_list_price_nothing_is_said_against_it():
    deep = discounts.depths(SEEN.assign(list_price=np.nan))
    assert deep["claimed"].isna().all()
    assert discounts.calendar(deep, depth="claimed") == missing("competitor_items", "list_price")
    assert discounts.best_depth(deep) == "on_page"


def test_a_page_price_is_no_deal_price():
    assert discounts.depths(SEEN.assign(deal_price=np.nan))["on_page"].isna().all()


def test_an_item_seen_for_two_days_has_no_real_discount_yet():
    seen = looks({"A/a": [100.0, 100, 100, 50]}, pd.date_range("2026-10-05", periods=4))
    assert discounts.depths(seen)["real"].fillna(-1).tolist() == [-1, -1, -1, 0.5]


def test_the_calendar_is_brand_by_week_and_never_below_zero():
    found = discounts.calendar(DEEP, depth="real", slots=3)
    assert found.columns.tolist() == MONDAYS[-3:].tolist()
    assert found.round(2).to_numpy().tolist() == [[0.0, 0.2, 0.0], [0.0, 0.13, 0.0]]


def test_a_price_that_was_raised_before_its_cut_is_found():
    seen = looks(
        {"B/c": [*FLAT[:7], 115, 115, 115, 115, 99, 99], "C/d": [*FLAT, 100, 100, 85, 85]},
        page_price={"B/c": [*FLAT[:7], *[115.0] * 6], "C/d": [100.0] * 13},
    )
    seen.loc[seen["sku"] == "c", "low30"] = 100.0
    (row,) = discounts.raised(discounts.depths(seen), OCTOBER).to_dict("records")
    assert (row["brand"], row["items"], row["watched"], str(row["since"].date())) == ("B", 1, 1, "2026-09-21")
    assert [round(row[name], 3) for name in ("raised", "claimed", "real")] == [0.15, 0.139, 0.01]


@pytest.mark.parametrize("least", [0.1, 0.2])
def test_how_far_a_price_must_have_been_raised_stands_in_the_settings(least):
    seen = looks({"B/c": [*FLAT[:7], 115, 115, 115, 115, 99, 99]}, page_price={"B/c": [*FLAT[:7], *[115.0] * 6]})
    seen["low30"] = seen["low30"].clip(upper=100)
    found = discounts.raised(discounts.depths(seen), OCTOBER, thresholds={"price_move": least})
    assert len(found) == (least < 0.15)


def test_without_prices_there_are_no_discounts():
    found = discounts.depths(SEEN.assign(deal=np.nan))
    assert found == missing("competitor_items", "deal_price")
    assert discounts.by_brand(found, OCTOBER) == discounts.raised(found, OCTOBER) == found


def test_discounts_do_not_change_their_input():
    deep = DEEP.copy()
    discounts.by_brand(deep, OCTOBER)
    discounts.raised(deep, OCTOBER)
    pd.testing.assert_frame_equal(deep, DEEP)
