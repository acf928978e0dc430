"""A goal handed down: all parts add up."""

from __future__ import annotations

import pandas as pd
import pytest
from goal_frames import agreed

from planbook.measures import cascade


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
