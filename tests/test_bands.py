"""Price bands: demand over supply with an interval, at edges that people would choose."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest
from watch_frames import MONDAYS, OCTOBER, looks

from planbook.absence import missing
from planbook.measures.rivals import price_bands as bands

GOODS = pd.DataFrame({"price": [40.0, 60, 70, 80, 110, 120, 130, 140], "units": [10.0] * 4 + [50.0] * 4})


def test_a_band_that_sells_more_than_it_offers_has_room():
    found = bands.opportunity(GOODS, [100.0])
    assert found[["items", "supply", "units", "verdict"]].to_numpy().tolist() == [
        [4, 0.5, 40.0, "crowded"],
        [4, 0.5, 200.0, "room"],
    ]
    assert found["index"].round(3).tolist() == [0.333, 1.667]
    assert bands.room(found)["band"].tolist() == [1]


def test_a_band_of_few_items_has_an_index_without_interval():
    found = bands.opportunity(GOODS, [50.0]).iloc[0]
    assert (found["verdict"], round(found["index"], 3), np.isnan(found["low"])) == ("few", 0.333, True)


def test_our_place_is_told_where_it_is_known():
    ours = pd.DataFrame({"sku": ["x", "y"], "price": [100.0, 30.0], "units": [1.0, 3.0]})
    found = bands.opportunity(GOODS, [100.0], ours=ours)
    assert found[["our_items", "our_share"]].to_numpy().tolist() == [[1.0, 0.75], [1.0, 0.25]]
    assert bands.opportunity(GOODS, [100.0])["our_items"].isna().all()


@pytest.mark.parametrize(
    ("prices", "asked", "found"),
    [
        ([33, 49, 50, 107, 110, 148, 156, 166, 174], "", [100.0, 150.0]),
        ([10.0, 11.0], "", []),
        ([10.0, 11.0], "150，100", [100.0, 150.0]),
        (np.arange(1.0, 1000.0), "", [40.0, 80.0, 150.0, 200.0, 300.0, 400.0, 500.0, 600.0, 800.0]),
    ],
    ids=["a gap", "too few", "as asked", "many"],
)
def test_bands_end_at_round_numbers_that_leave_items_in_each(prices, asked, found):
    assert bands.edges(pd.DataFrame({"price": np.asarray(prices, dtype=float)}), asked) == found


def test_an_item_has_its_median_price_and_all_its_units():
    seen = looks({"A/a": [90.0, 80.0, 100.0], "A/b": [5.0]}, MONDAYS[9:12], units={"A/a": [1, 2, 4], "A/b": [np.nan]})
    assert bands.items(seen, OCTOBER)[["brand", "price", "units"]].to_numpy().tolist() == [["A", 90.0, 7.0]]


def test_without_units_there_are_no_bands():
    found = bands.items(looks({"A/a": [90.0]}, MONDAYS[9:12]), OCTOBER)
    assert found == missing("competitor_items", "units_sold", reason="empty")
    assert bands.opportunity(found, bands.edges(found)) == found


def test_our_items_have_the_price_that_buyers_paid():
    sold = pd.DataFrame({"period": ["current", "previous"], "sku": "x", "units": [4.0, 9.0], "paid": [200.0, 1.0]})
    assert bands.our_items(sold).to_numpy().tolist() == [["x", 50.0, 4.0]]


def test_bands_do_not_change_their_input():
    goods = GOODS.copy()
    bands.opportunity(goods, bands.edges(goods))
    pd.testing.assert_frame_equal(goods, GOODS)


@pytest.mark.slow
def test_the_interval_covers_as_often_as_it_says():
    worth = np.array([0.6, 0.8, 1.0, 1.6, 1.0, 0.7])
    hits = 0
    for seed in range(200):
        chance = np.random.default_rng(seed)
        band = chance.integers(0, 6, 90)
        units = np.exp(chance.normal(0, 0.5, 90)) * worth[band]
        found = bands.opportunity(pd.DataFrame({"price": band * 10 + 5.0, "units": units}), [10, 20, 30, 40, 50.0])
        hits += found["low"][3] <= worth[3] / worth.mean() <= found["high"][3]
    assert binomtest(hits, 200, 0.8).pvalue > 0.001
