"""A budget is shared out by what more spend brings, within the planner's rules, and each rule has its price."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.absence import missing
from planbook.measures.ads import roi
from planbook.measures.budget import allocation, guards, purse
from planbook.measures.budget.allocation import Rule, Rules

# the reference case: response a(1 − exp(−k x)), budget 150, channels 1 + 2 core, 3 + 4 test
CURVES = pd.DataFrame({"top": [120.0, 90.0, 60.0, 40.0], "rate": [0.02, 0.035, 0.05, 0.08]})
CORE, TEST = Rule("core", (True, True, False, False), 0.6, 0.7), Rule("test", (False, False, True, True), 0.1, 0.2)
HELD = Rules((CORE, TEST), cap=0.9)


def ahead(**more):
    found = CURVES.assign(platform="own", channel=list("abcd"), draw=0, role=["core", "core", "test", "test"])
    return found.assign(spend=37.5, whole=37.5, least=0.0, most=150.0, kept=0.4, **more)


def test_without_rules_all_channels_bring_the_same_at_the_end():
    found = allocation.allocate(CURVES, 150.0)
    assert found.spend == pytest.approx([60.399, 42.283, 28.622, 18.696], abs=1e-3)
    assert found.value == pytest.approx(230.348, abs=1e-3)
    last = allocation.marginal(CURVES["top"].to_numpy(), CURVES["rate"].to_numpy(), found.spend)
    assert last == pytest.approx([0.71712] * 4, abs=1e-4)


def test_within_the_rules_the_reference_split_comes_out():
    found = allocation.allocate(CURVES, 150.0, HELD)
    assert found.spend == pytest.approx([61.87, 43.13, 17.97, 12.03], abs=0.01)
    assert found.value == pytest.approx(215.58, abs=0.01)


def test_the_price_of_a_rule_is_what_easing_it_brings():
    # the reference prices are .374 and .900 where three limits bind at once; only their difference is unique
    assert allocation.prices(CURVES, 150.0, HELD)["test_most"] == pytest.approx(0.900 - 0.374, abs=1e-3)
    freed = allocation.prices(CURVES, 150.0, HELD._replace(cap=1.0))
    assert (freed["core_most"], freed["test_most"]) == pytest.approx((0.6963, 1.2218), abs=2e-3)


def test_no_money_goes_where_it_does_not_come_back():
    found = allocation.allocate(CURVES, 1000.0, Rules(hurdle=1.0))
    last = allocation.marginal(CURVES["top"].to_numpy(), CURVES["rate"].to_numpy(), found.spend)
    assert last == pytest.approx([1.0] * 4, abs=1e-3)


def test_a_split_adds_up_with_its_reserve_and_keeps_the_shares():
    shares = {"core": (0.6, 0.7), "test": (0.1, 0.2)}
    shared = allocation.split(ahead(), pd.DataFrame({"value": [150.0]}), shares=shares, strict=shares)
    by_role = shared.groupby("role")["spend"].sum()
    assert shared["spend"].sum() == pytest.approx(150.0)
    assert 90 - 1e-6 <= by_role["core"] <= 105 + 1e-6
    assert 15 - 1e-6 <= by_role["test"] <= 30 + 1e-6


def test_a_share_is_not_filled_where_money_would_not_come_back():
    poor = ahead()
    poor.loc[poor["role"] == "core", "top"] = [60.0, 30.0]  # the first yuan brings 1.2 and 1.05
    shared = allocation.split(poor, pd.DataFrame({"value": [150.0]}), shares={"core": (0.6, 0.7), "test": (0.1, 0.2)})
    spend = shared.set_index("channel")["spend"]
    assert spend[["a", "b"]].tolist() == pytest.approx([math.log(1.2) / 0.02, math.log(1.05) / 0.035], abs=1e-2)
    assert spend["reserve"] == pytest.approx(150 - spend[["a", "b", "c", "d"]].sum())


def test_a_share_that_is_kept_strictly_is_filled_all_the_same_and_has_its_price():
    poor, whole, shares = ahead(), pd.DataFrame({"value": [150.0]}), {"core": (0.6, 0.7)}
    poor.loc[poor["role"] == "core", "top"] = [60.0, 30.0]
    rows = allocation.ways(poor, whole, shares=shares).groupby(["scenario", "channel"])["spend"].sum()
    assert rows["strictly"][["a", "b"]].sum() == pytest.approx(90.0)
    assert rows["with_rules"][["a", "b"]].sum() == pytest.approx(10.51, abs=0.01)
    prices = allocation.priced(poor, whole, shares=shares).set_index("rule")["price"]
    last = allocation.marginal(np.array([60.0]), np.array([0.02]), rows["strictly"][["a"]].to_numpy())
    assert prices["core_least"] == pytest.approx(1 - last[0], abs=0.01)


def test_ways_to_spend_hold_what_is_spent_today_and_the_whole_budget_alike():
    less = ahead().assign(spend=20.0)
    rows = allocation.ways(less, pd.DataFrame({"value": [150.0]}), shares={}).groupby("scenario")["spend"].sum()
    assert (rows["as_now"], rows["in_proportion"]) == (80.0, 150.0)


def test_least_shares_give_way_to_what_channels_without_a_curve_have_spent():
    blind = ahead().assign(most=[150.0, 150.0, 150.0, 120.0], spend=[10.0, 10.0, 10.0, 120.0], whole=[10, 10, 10, 120])
    blind.loc[3, ["top", "rate"]] = float("nan")
    rules = allocation.held(blind, 150.0, shares={"core": (0.6, 0.7)}, strict={"core"})
    assert (rules.cap, rules.groups[0].least) == pytest.approx((0.2, 0.2))


def test_each_rule_stands_beside_what_the_split_makes_of_it():
    split = pd.DataFrame({"channel": ["ads", "reserve"], "role": ["core", "reserve"], "spend": [59.0, 41.0]})
    prices = pd.DataFrame({"rule": ["core_least", "core_most", "reserve", "budget"], "price": [0.2, 0.0, 0.0, 0.1]})
    shares = {"core": (0.6, 0.7), "test": (0.1, 1.0)}
    found = guards.kept(prices, split, pd.DataFrame({"value": [100.0]}), shares=shares).set_index("rule")
    assert found["state"].to_dict() == {
        "core_least": "rule_eased", "core_most": "rule_kept", "test_least": "rule_no_channel", "reserve": "",
        "budget": "",
    }  # fmt: skip
    assert found.loc["core_least", ["bound", "share", "price"]].tolist() == [0.6, 0.59, 0.2]
    assert found.loc["reserve", "share"] == 0.41


def test_more_money_than_was_ever_seen_to_work_waits_in_reserve():
    bound = ahead().assign(most=12.0)
    shared = allocation.split(bound, pd.DataFrame({"value": [900.0]}), shares={"core": (0.6, 0.7)})
    spend = shared.set_index("channel")["spend"]
    assert spend.to_dict() == pytest.approx({"a": 12, "b": 12, "c": 12, "d": 12, "reserve": 852}, abs=1e-3)


def test_published_prices_are_those_where_a_yuan_elsewhere_is_worth_a_third():
    # three limits meet at the optimum, so their prices are not unique: .374 and .900 go with .322 for the money itself
    found = allocation.prices(CURVES, 150.0, Rules((CORE, TEST), hurdle=0.322))
    assert (found["core_most"], found["test_most"]) == pytest.approx((0.374, 0.900), abs=1e-3)


def test_a_channel_without_a_curve_keeps_todays_spend():
    curves = ahead()
    curves.loc[3, ["top", "rate"]] = float("nan")
    for most, kept in ((150.0, 37.5), (12.0, 12.0)):
        capped = curves.assign(most=[150.0, 150.0, 150.0, most])
        shared = allocation.split(capped, pd.DataFrame({"value": [150.0]}), shares={}).set_index("channel")["spend"]
        assert shared["d"] == kept
        assert shared.sum() == pytest.approx(150.0)


def test_what_is_missing_is_handed_on():
    lacking = missing("ad_spend")
    assert allocation.split(lacking, pd.DataFrame({"value": [1.0]}), shares={}) == lacking
    assert purse.rounded(lacking) == lacking


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=12), st.integers(0, 10**6))
def test_rounded_parts_add_up_to_the_rounded_whole(parts, whole):
    total = sum(parts) or 1.0
    shares = pd.DataFrame({"spend": [part / total * whole for part in parts]}) if sum(parts) else None
    if shares is not None:
        found = purse.rounded(shares)["spend"]
        assert found.sum() == whole
        assert (abs(found - shares["spend"]) < 1 + 1e-6).all()


def test_the_reference_figures_of_a_return_on_spend():
    # spend 20k, paid 90k, margin .35: ROAS 4.5, break-even 2.857, return .575; incremental ROAS 3.0, return .05
    assert roi(90_000, 20_000, 0.35) == pytest.approx(0.575)
    assert roi(60_000, 20_000, 0.35) == pytest.approx(0.05)
