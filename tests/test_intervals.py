"""Shares, ratios and estimates come with intervals that agree with the literature."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from planbook.measures.intervals import around, quantile, ratio, spread, wilson


# Newcombe (1998), Stat. Med. 17, 857-872, table I, method 3
@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
    ids=["common", "rare", "none", "one"],
)
def test_wilson_gives_the_intervals_that_newcombe_published(successes, trials, low, high):
    found = wilson(successes, trials, level=0.95)
    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)


def test_wilson_keeps_within_0_and_1_when_everybody_buys():
    assert wilson(3, 3) == (1.0, pytest.approx(0.646, abs=0.001), 1.0)


@pytest.mark.parametrize("trials", [0, float("nan")], ids=["no visitors", "unknown visitors"])
def test_a_share_of_nothing_is_unknown(trials):
    assert all(np.isnan(wilson(0, trials)))


def test_a_ratio_is_one_of_sums_and_never_a_mean_of_ratios():
    assert ratio(pd.Series([1.0, 9.0]), pd.Series([1.0, 3.0])).value == 2.5


def test_the_ratio_of_rows_over_one_is_the_interval_of_their_mean():
    found = ratio(pd.Series([1.0, 3.0, 2.0, 6.0]), pd.Series([1.0] * 4), level=0.95)
    assert found == pytest.approx((3.0, 3 - 3.182446 * np.sqrt(14 / 3 / 4), 3 + 3.182446 * np.sqrt(14 / 3 / 4)))


@pytest.mark.parametrize(
    ("above", "below", "value"),
    [([3.0], [2.0], 1.5), ([3.0, float("nan")], [2.0, 1.0], 1.5), ([], [], None), ([1.0, 2.0], [0.0, 0.0], None)],
    ids=["one row", "one known row", "no row", "nothing below"],
)
def test_a_ratio_of_too_few_rows_has_no_interval(above, below, value):
    found = ratio(pd.Series(above, dtype=float), pd.Series(below, dtype=float))
    assert np.isnan([found.low, found.high]).all()
    assert found.value == value if value else np.isnan(found.value)


def test_a_ratio_does_not_change_its_input():
    above, below = pd.Series([1.0, 3.0]), pd.Series([1.0, float("nan")])
    ratio(above, below)
    assert above.tolist() == [1.0, 3.0]
    assert below.isna().tolist() == [False, True]


def test_four_in_five_is_the_usual_level():
    assert quantile(0.8) == pytest.approx(1.2816, abs=1e-4)
    assert around(0.0, 1.0, degrees=1e9).high == pytest.approx(1.2816, abs=1e-4)
    assert spread(0.0, np.linspace(0, 1, 101)) == pytest.approx((0.0, 0.1, 0.9))
