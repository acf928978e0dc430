"""A goal handed down: all parts add up."""

from __future__ import annotations

import pandas as pd
import pytest
from goal_frames import agreed
from hypothesis import given
from hypothesis import strategies as some

from planbook.measures import cascade

WEIGHTS = some.lists(some.floats(0, 1e9, allow_nan=False), min_size=1, max_size=12)


@given(total=some.floats(0, 1e9), weights=WEIGHTS, unit=some.sampled_from([1.0, 100.0, 1000.0]))
def test_parts_add_up_to_the_whole(total, weights, unit):
    found = cascade.shared_out(total, weights, unit)
    assert sum(found) == round(total / unit) * unit
    assert all(part >= 0 and part % unit == 0 for part in found)


@given(weights=some.lists(some.floats(1, 1e6), min_size=1, max_size=12))
def test_no_part_is_a_unit_off_its_share(weights):
    found = cascade.shared_out(100_000.0, weights, 100.0)
    shares = [100_000 * weight / sum(weights) for weight in weights]
    assert all(abs(part - share) < 100 + 1e-6 for part, share in zip(found, shares, strict=True))


# Balinski, Young (2001), Fair Representation: the census of 1790's first ten of Hamilton's rule, in small
def test_what_is_left_goes_to_the_largest_remainder():
    assert cascade.shared_out(10, [15.0, 70.0, 15.0], 1) == [2.0, 7.0, 1.0]
    assert cascade.shared_out(3, [0.0, 0.0], 1) == [2.0, 1.0]


def test_months_and_platforms_add_up_to_the_goal():
    found = cascade.to_platforms(70_050.0, agreed())
    assert found.index.tolist() == ["2026-11", "2026-12"]
    assert found.to_numpy().sum() == 70_000.0
    assert found["tmall"].sum() / 70_000 == pytest.approx(0.75, abs=0.01)


PARTS = pd.DataFrame({"tmall": [700.0], "jd": [300.0]}, index=["2026-11"])
CHANNELS = pd.DataFrame({"platform": "tmall", "channel": ["free", "search_ads"], "share": [0.7, 0.3]})


def test_channels_add_up_to_their_platform():
    found = cascade.rows(PARTS, CHANNELS, {"tmall": "Ana"}, unit=10.0)
    told = found[["platform", "channel", "owner", "value"]].to_numpy().tolist()
    assert told == [
        ["tmall", "", "Ana", 700.0],
        ["tmall", "free", "Ana", 490.0],
        ["tmall", "search_ads", "Ana", 210.0],
        ["jd", "", "", 300.0],
    ]


def test_a_goal_that_people_set_is_not_written_again():
    wished = pd.DataFrame({"period": ["2026-11"], "kpi": ["paid"], "platform": ["tmall"]})
    assert cascade.rows(PARTS, None, {}, wished)["platform"].tolist() == ["jd"]


def test_shares_of_channels_are_of_their_platform():
    rows = {"platform": ["jd", "jd", "x"], "channel": ["free", "ads", "free"]}
    bought = pd.DataFrame(rows | {"buyers": [3.0, 1.0, 0.0]})
    assert cascade.channel_shares(bought)["share"].tolist() == [0.75, 0.25]
