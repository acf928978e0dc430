"""Alerts: new items, jumps in rank, markets that turn, each beyond its threshold."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest
from watch_frames import OCTOBER, looks

from planbook.absence import missing
from planbook.measures.rivals import alerts

NAN = float("nan")
WEEKS = pd.date_range("2025-01-06", periods=95, freq="7D")  # to 26 October 2026


def test_an_item_first_seen_of_a_brand_that_was_watched_is_new():
    seen = looks({"A/a": [9.0] * 13, "A/b": [NAN] * 10 + [5.0] * 3, "B/c": [NAN] * 10 + [5.0] * 3}, units=2.0)
    (row,) = alerts.launches(seen, OCTOBER).to_dict("records")
    assert (row["brand"], row["sku"], str(row["first"].date()), row["price"]) == ("A", "b", "2026-10-12", 5.0)
    assert (row["units"], row["share"]) == (6.0, 0.375)


def test_a_week_that_reaches_into_the_days_counts():
    seen = looks({"A/a": [9.0] * 13, "A/b": [NAN] * 8 + [5.0] * 5})
    assert len(alerts.launches(seen, OCTOBER)) == 1
    assert alerts.launches(seen.assign(until=seen["slot"]), OCTOBER).empty


@pytest.mark.parametrize(
    ("ranks", "found"),
    [
        ([45] * 10 + [10] * 3, [35.0]),
        ([45] * 10 + [10, 40, 44], []),
        ([500] * 10 + [400] * 3, []),
        ([12] * 10 + [3] * 3, []),
        ([20] * 10 + [60] * 3, [-40.0]),
    ],
    ids=["kept", "gone again", "far down the list", "few places", "a fall"],
)
def test_a_jump_is_many_places_twice_the_rank_and_kept(ranks, found):
    others = {f"B/{name}": [9.0] * 13 for name in "bcd"}
    seen = looks({"A/a": [9.0] * 13} | others, rank={"A/a": ranks} | dict.fromkeys(others, [30] * 13))
    assert alerts.rank_jumps(seen, OCTOBER)["jump"].tolist() == found


def test_an_event_that_moves_all_ranks_is_nobodys_jump():
    names = [f"B/{name}" for name in "abcd"]
    seen = looks(dict.fromkeys(names, [9.0] * 13), rank=dict.fromkeys(names, [60] * 11 + [20] * 2))
    assert alerts.rank_jumps(seen, OCTOBER).empty


def test_how_far_a_rank_must_jump_stands_in_the_settings():
    seen = looks({"A/a": [9.0] * 13}, rank={"A/a": [45] * 10 + [10] * 3}).assign(rank=lambda rows: rows["rank"])
    more = looks({"B/b": [9.0] * 13, "B/c": [9.0] * 13}, rank=30)
    both = pd.concat([seen, more], ignore_index=True)
    assert len(alerts.rank_jumps(both, OCTOBER)) == 1
    assert alerts.rank_jumps(both, OCTOBER, thresholds={"rank_jump": 40}).empty


def test_without_ranks_there_are_no_jumps():
    assert alerts.rank_jumps(looks({"A/a": [9.0] * 13}), OCTOBER) == missing("competitor_items", "rank")


def market(growth, noise=0.0, seed=0, categories=("white",)):
    chance = np.random.default_rng(seed)
    parts = []
    for category in categories:
        change = growth if category == "white" else np.zeros(len(WEEKS))
        logs = np.log(1000) + change + chance.normal(0, noise, len(WEEKS)) if noise else np.log(1000) + change
        parts.append(pd.DataFrame({"week": WEEKS, "platform": "tmall", "category": category, "sales_index": 1000.0}))
        parts[-1]["search_index"] = np.exp(logs)
    return pd.concat(parts, ignore_index=True)


STEP = np.where(WEEKS >= "2026-09-14", 0.4, 0.0)
RAMP = np.clip((WEEKS - pd.Timestamp("2026-08-24")).days / 7 * 0.05, 0, None)


@pytest.mark.parametrize(
    ("growth", "since", "change"),
    [(STEP, "2026-09-14", np.expm1(0.4)), (RAMP, "2026-08-31", np.expm1(0.45))],
    ids=["another level", "a steady rise"],
)
def test_a_market_that_turned_is_found_with_its_week(growth, since, change):
    (row,) = alerts.market_turns(market(growth, 0.02), OCTOBER).to_dict("records")
    assert (row["category"], row["index"], str(row["since"].date())) == ("white", "search", since)
    assert row["low"] < change < row["high"]


def test_a_festival_that_moved_for_all_is_no_turn():
    moved = np.where(pd.Timestamp("2026-09-14") == WEEKS, 0.5, 0.0) - np.where(
        pd.Timestamp("2026-10-05") == WEEKS, 0.4, 0.0
    )
    tables = [market(moved, 0.02, n).replace("white", f"c{n}") for n in range(4)]
    assert alerts.market_turns(pd.concat(tables), OCTOBER).empty


def test_how_much_a_market_must_turn_stands_in_the_settings():
    assert alerts.market_turns(market(STEP, 0.02), OCTOBER, thresholds={"market_turn": 0.6}).empty


def test_a_year_of_weeks_says_nothing_of_growth():
    short = market(STEP)
    found = alerts.market_turns(short[short["week"] >= "2026-01-01"], OCTOBER)
    assert found == missing("category", "sales_index", reason="too_few")


def test_alerts_do_not_change_their_input():
    seen, weeks = looks({"A/a": [9.0] * 13}, rank=5), market(STEP, 0.02)
    given, index = seen.copy(), weeks.copy()
    alerts.launches(given, OCTOBER), alerts.rank_jumps(given, OCTOBER), alerts.market_turns(index, OCTOBER)
    pd.testing.assert_frame_equal(given, seen)
    pd.testing.assert_frame_equal(index, weeks)


@pytest.mark.slow
def test_a_market_that_did_not_turn_is_seldom_said_to_have():
    false = sum(len(alerts.market_turns(market(0 * STEP, 0.1, seed), OCTOBER)) > 0 for seed in range(200))
    assert binomtest(false, 200, 0.05, alternative="greater").pvalue > 0.001


@pytest.mark.slow
def test_the_interval_of_a_turn_covers_as_often_as_it_says():
    hits = 0
    for seed in range(200):
        (row,) = alerts.market_turns(market(STEP, 0.05, seed), OCTOBER).to_dict("records")
        hits += row["low"] <= np.expm1(0.4) <= row["high"]
    assert binomtest(hits, 200, 0.8).pvalue > 0.001
