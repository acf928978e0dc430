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


def wish(**row):
    days = {"starts": pd.Timestamp("2026-11-11"), "ends": pd.Timestamp("2026-11-20"), "of": "campaign"}
    return {"period": "dew-2026", "kpi": "paid", "platform": "tmall", "value": 10_000.0} | days | row


PLANNED = pd.DataFrame({"tmall": [22_000.0, 20_000.0]}, index=["2026-11", "2026-12"])


def beside(*rows):
    return cascade.beside_campaign(PLANNED, agreed(), pd.DataFrame(rows))


def test_a_campaigns_goal_takes_its_part_of_the_months():
    """On Tmall about 750 come a day: of twenty days 15,000, where 12,000 are left."""
    (row,) = beside(wish()).to_dict("records")
    assert (row["months"], row["goal"], row["left"]) == ("2026-11", 22_000.0, 12_000.0)
    assert row["expected"] == pytest.approx(15_000, rel=0.02)
    assert row["left"] < row["low"] < row["expected"] < row["high"]


def test_a_goal_that_people_set_for_the_month_goes_over_its_part():
    month = {"starts": pd.Timestamp("2026-11-01"), "ends": pd.Timestamp("2026-11-30"), "of": "span"}
    (row,) = beside(wish(), wish(period="2026-11", value=25_000.0, **month)).to_dict("records")
    assert (row["goal"], row["left"]) == (25_000.0, 15_000.0)


def test_a_campaign_over_two_months_takes_of_both():
    (row,) = beside(wish(ends=pd.Timestamp("2026-12-02"))).to_dict("records")
    assert (row["months"], row["left"]) == ("2026-11+2026-12", 32_000.0)
    assert row["expected"] == pytest.approx(39 * 750, rel=0.02)


@pytest.mark.parametrize(
    "row",
    [
        {"kpi": "conversion"},
        {"platform": "all"},
        {"of": "span"},
        {"ends": pd.Timestamp("2027-01-02")},
        {"starts": pd.Timestamp("2026-11-01"), "ends": pd.Timestamp("2026-11-30")},
    ],
    ids=str,
)
def test_other_goals_leave_nothing_to_say(row):
    assert beside(wish(**row)).empty
