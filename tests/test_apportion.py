"""Parts of a total add up to it, whatever their weights."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from planbook.measures.apportion import apportion

WEIGHTS = some.lists(some.floats(0, 1e9, allow_nan=False), min_size=1, max_size=12)


@given(total=some.floats(0, 1e9), weights=WEIGHTS, unit=some.sampled_from([1.0, 100.0, 1000.0]))
def test_parts_add_up_to_the_whole(total, weights, unit):
    found = apportion(total, weights, unit)
    assert sum(found) == round(total / unit) * unit
    assert all(part >= 0 and part % unit == 0 for part in found)


@given(weights=some.lists(some.floats(1, 1e6), min_size=1, max_size=12))
def test_no_part_is_a_unit_off_its_share(weights):
    found = apportion(100_000.0, weights, 100.0)
    shares = [100_000 * weight / sum(weights) for weight in weights]
    assert all(abs(part - share) < 100 + 1e-6 for part, share in zip(found, shares, strict=True))


# Balinski, Young (2001), Fair Representation: the census of 1790's first ten of Hamilton's rule, in small
def test_what_is_left_goes_to_the_largest_remainder():
    assert apportion(10, [15.0, 70.0, 15.0]).tolist() == [2.0, 7.0, 1.0]
    assert apportion(3, [0.0, 0.0]).tolist() == [2.0, 1.0]


@pytest.mark.parametrize("total", [0.0, 1.0, 99.99, 315_000.0, 100.01])
def test_cents_add_up_too(total):
    assert round(apportion(total, [0.3, 0.3, 0.3, 0.1], 0.01).sum(), 2) == total


def test_no_parts_are_no_error():
    assert apportion(100.0, []).tolist() == []
