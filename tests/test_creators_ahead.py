"""Creators ahead: booked, to be booked by when, and what earlier placements say of a promise."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from planbook.absence import missing
from planbook.measures.planning import creators_ahead
from planbook.periods import Period

RAN = SimpleNamespace(span=Period(date(2027, 1, 5), date(2027, 1, 14), "x"), as_of=date(2026, 11, 25))
LEAD = {"head": 60, "middle": 45, "ordinary": 30}
COLUMNS = ["creator", "tier", "booked", "slot_fee", "commission", "promised_paid", "paid", "ahead"]
PLACED = pd.DataFrame(
    [
        ("Ana", "head", None, 900.0, 0.2, 6000.0, np.nan, True),
        ("Bo", "ordinary", None, np.nan, 0.1, 1000.0, np.nan, True),
        ("Cy", "middle", "2026-11-01", 100.0, np.nan, 2000.0, np.nan, True),
        ("Bo", "ordinary", "2026-06-01", 0.0, 0.1, 1000.0, 400.0, False),
        ("Di", "ordinary", "2026-06-01", 0.0, 0.1, 1000.0, 1200.0, False),
    ],
    columns=COLUMNS,
).assign(platform="tmall", promised_posts=2.0, posts=[None, None, None, 1.0, 2.0], promised_views=10.0)
PLACED["booked"] = pd.to_datetime(PLACED["booked"])


def found() -> pd.DataFrame:
    return creators_ahead.bookings(PLACED, RAN, lead=LEAD, kept={"tmall": 0.4}).set_index("creator")


def test_the_day_to_book_by_hangs_on_the_tier_and_the_most_urgent_stands_first():
    days = found()["book_by"].dt.strftime("%m-%d").to_dict()
    assert days == {"Ana": "11-06", "Bo": "12-06", "Cy": "11-21"}
    assert found()["state"].to_dict() == {"Ana": "late_to_book", "Bo": "to_book", "Cy": "booked"}
    assert found().index[0] == "Ana"


def test_a_promise_is_weighed_by_what_was_delivered_before():
    assert found()["delivered"].to_dict() == pytest.approx({"Ana": 0.8, "Bo": 0.4, "Cy": 0.8})
    assert found()["expected_paid"].to_dict() == pytest.approx({"Ana": 4800.0, "Bo": 400.0, "Cy": 1600.0})


def test_cost_is_slot_fee_and_commission_on_what_is_to_be_expected():
    assert found()["cost"].to_dict() == pytest.approx({"Ana": 900 + 960, "Bo": 40.0, "Cy": 100.0})


def test_without_earlier_placements_the_promise_is_all_there_is():
    only = creators_ahead.bookings(PLACED[PLACED["ahead"]], RAN, lead=LEAD, kept={}).set_index("creator")
    assert only["expected_paid"].isna().all()
    assert only.loc["Ana", "cost"] == pytest.approx(900 + 1200)


def test_tiers_add_up():
    summed = creators_ahead.tiers(found().reset_index())
    assert summed[["tier", "creators", "booked"]].to_numpy().tolist() == [
        ["head", 1, 0], ["middle", 1, 1], ["ordinary", 1, 0], ["total", 3, 1]
    ]  # fmt: skip


def test_what_is_missing_passes():
    assert creators_ahead.bookings(missing("creators"), RAN, lead=LEAD, kept={}) == missing("creators")
    assert creators_ahead.money(missing("creators"), RAN, missing("targets")) == missing("creators")
    assert creators_ahead.kept(missing("order_items")) == {}


def test_what_is_left_of_a_creator_is_margin_of_what_it_may_bring_less_its_cost():
    assert found()["left"].to_dict() == pytest.approx({"Ana": 1920 - 1860, "Bo": 160 - 40, "Cy": 640 - 100})
    unknown = creators_ahead.bookings(PLACED, RAN, lead=LEAD, kept={"all": 0.5, "jd": 0.1}).set_index("creator")
    assert unknown.loc["Ana", "left"] == pytest.approx(2400 - 1860)


def test_what_one_placement_may_bring_lies_where_earlier_ones_lay():
    """Bo 40 %, Di 120 % and 80 % of 1,000 promised: 80 %, by what the ratio and a single placement scatter."""
    more = PLACED.iloc[[4]].assign(paid=800.0)
    told = creators_ahead.bookings(pd.concat([PLACED, more]), RAN, lead=LEAD, kept={"tmall": 0.4}).set_index("creator")
    half = 1.88562 * np.sqrt(0.32 * 1.5 / 9 + 0.32 * 1.5 / 3)
    ana = told.loc["Ana", ["expected_paid", "expected_low", "expected_high"]].astype(float)
    assert ana.tolist() == pytest.approx([4800, 6000 * max(0.8 - half, 0), 6000 * (0.8 + half)], rel=1e-4)
    assert told.loc["Ana", ["left_low", "left_high"]].tolist() == pytest.approx(
        [x * 0.2 - 900 for x in (ana["expected_low"], ana["expected_high"])]
    )
    assert told.loc["Bo", ["expected_low", "left_low"]].isna().all()


def test_fewer_than_three_placements_give_no_interval():
    assert found()[["expected_low", "expected_high", "left_low", "left_high"]].isna().all(axis=None)


def test_where_commission_is_more_than_the_margin_the_lower_end_is_at_most_sold():
    many = pd.concat([PLACED, PLACED.iloc[[4]]])
    told = creators_ahead.bookings(many, RAN, lead=LEAD, kept={"tmall": 0.1}).set_index("creator")
    assert told.loc["Ana", "left_low"] < told.loc["Ana", "left"] < told.loc["Ana", "left_high"]


def test_posts_that_an_earlier_placement_lacked_are_owed():
    assert found()["owed_posts"].to_dict() == {"Ana": 0.0, "Bo": 1.0, "Cy": 0.0}


def test_creators_and_advertising_are_held_against_the_budget_of_each_platform():
    """Creators cost 1860 + 40 + 100; what is kept in reserve for all platforms counts in the total alone."""
    rows = pd.DataFrame({"platform": ["tmall", "jd"], "budget": [3000.0, 500.0], "cost": [700.0, np.nan]})
    spend = pd.DataFrame({"platform": ["all", "jd", "tmall"], "value": [100.0, 200.0, 1500.0]})
    ran = SimpleNamespace(rows=rows, **vars(RAN))
    held = creators_ahead.money(found().reset_index(), ran, spend)
    assert held.drop(columns=["slots", "aside"]).to_numpy().tolist() == [
        ["jd", 500.0, 200.0, 0.0, 0.0], ["tmall", 3000.0, 1500.0, 2000.0, 500.0],
        ["total", 3500.0, 1800.0, 2000.0, 300.0],
    ]  # fmt: skip
    assert held["slots"].tolist() == [0.0, 1000.0, 1000.0]
    assert held["aside"].fillna(-1).tolist() == [-1.0, 700.0, 700.0]
    none = SimpleNamespace(rows=rows.assign(budget=np.nan), **vars(RAN))
    assert creators_ahead.money(found().reset_index(), none, spend) == missing("campaigns", "budget", reason="empty")
