"""Segments are counted once, their moves add up, and their shifts have intervals of pairs."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from planbook.absence import missing
from planbook.measures import intervals
from planbook.measures.segments import in_quarters, matrix, shift, sizes, transitions

STATES = ["first", "repeat", "vip", "lapsed"]
BEFORE = [*STATES, "not_yet"]
TIMES = pd.to_datetime(["2025-01-01", "2024-01-01", "2026-09-01"])


def people(before, now, net=100.0, times=1):
    frame = pd.DataFrame({"state_before": before, "state": now, "monetary": net, "net_year": net, "orders": 2})
    frame = frame.assign(first_order=TIMES[0], last_before=TIMES[0], last_order=TIMES[2], monetary_before=60.0)
    frame = pd.concat([frame] * times, ignore_index=True)
    return frame.astype({"state_before": pd.CategoricalDtype(BEFORE), "state": pd.CategoricalDtype(STATES)})


def test_sizes_give_customers_net_and_their_shares():
    found = sizes(people(["first"] * 4, ["first", "first", "vip", "lapsed"], [10.0, 10.0, 60.0, 20.0]), by="state")
    assert found["customers"].tolist() == [2.0, 0.0, 1.0, 1.0]
    assert found["net_share"].round(2).tolist() == [0.2, 0.0, 0.6, 0.2]
    assert found.loc[0, ["share", "low", "high"]].tolist() == pytest.approx(intervals.wilson(2, 4))


def test_the_interval_of_a_share_of_net_is_that_of_a_ratio_over_customers():
    rng = np.random.default_rng(3)
    crowd = people(["first"] * 200, rng.choice(["first", "vip"], 200), rng.gamma(1.0, 100.0, 200))
    row = sizes(crowd, by="state").iloc[2]
    inside = crowd["monetary"].where(crowd["state"] == "vip", 0.0)
    assert row[["net_share", "net_low", "net_high"]].tolist() == pytest.approx(
        intervals.ratio(inside, crowd["monetary"])
    )


def test_moves_are_counted_with_their_share_of_the_state_before():
    crowd = people(["first", "first", "not_yet", "lapsed"], ["repeat", "lapsed", "first", "lapsed"], times=20)
    found = transitions(crowd).set_index(["state_before", "state"])
    assert found.loc[("first", "repeat"), ["customers", "of", "share"]].tolist() == [20.0, 40.0, 0.5]
    assert found["customers"].sum() == 80
    assert found.loc[("first", "lapsed"), ["net_a_year", "net_since"]].tolist() == [1200.0, 800.0]


def test_of_too_few_nothing_is_said_of_where_they_went():
    found = transitions(people(["first"] * 19, ["repeat"] * 19))
    assert found["customers"].sum() == 19
    assert found[["share", "low", "high"]].isna().all(axis=None)


def test_where_nobody_had_bought_a_quarter_ago_nothing_moved():
    newcomers = people(["not_yet"] * 30, ["first"] * 30)
    assert transitions(newcomers) == missing("orders", "customer_id", reason="too_few")
    assert shift(newcomers, now="state", before="state_before") == missing("orders", "customer_id", reason="too_few")


def test_what_a_customer_brought_a_year_is_told_from_a_year_at_least():
    crowd = people(["first"] * 20, ["lapsed"] * 20).assign(first_order=TIMES[1], last_before=TIMES[0])
    assert transitions(crowd)["net_a_year"].sum() == pytest.approx(20 * 60 / (366 / 365))


def test_the_square_has_a_row_for_each_state_that_anyone_stood_in():
    square = matrix(transitions(people(["first", "lapsed"], ["repeat", "lapsed"], times=20)))
    assert square.index.tolist() == ["first", "lapsed"]
    assert square.loc["first"].tolist() == [0.0, 1.0, 0.0, 0.0]


def test_a_shift_holds_both_mixes_against_each_other():
    found = shift(people(["first", "first", "not_yet"], ["first", "repeat", "repeat"], times=50),
                  now="state", before="state_before")  # fmt: skip
    row = found.set_index("segment").loc["repeat"]
    assert row[["customers_before", "customers", "share_before", "share"]].tolist() == [0.0, 100.0, 0.0, 2 / 3]
    assert row["low"] < row["change"] < row["high"]


def test_a_mix_in_which_everybody_stays_does_not_move_at_all():
    found = shift(people(["first", "vip"], ["first", "vip"], times=50), now="state", before="state_before")
    assert found[["change", "low", "high"]].to_numpy().tolist() == [[0.0, 0.0, 0.0]] * 2


def test_who_bought_in_which_quarter_is_told_by_the_last_order():
    crowd = people(["first"] * 2, ["vip"] * 2).assign(
        persona=pd.Categorical(["a", "b"]), last_before=pd.to_datetime(["2026-06-01", "2026-01-01"])
    )
    found = in_quarters(crowd, by="persona", then=date(2026, 7, 31), earlier=date(2026, 4, 30))
    assert found["persona_now"].tolist() == ["a", "b"]
    assert found["persona_before"].isna().tolist() == [False, True]


def test_counting_does_not_change_its_input():
    crowd = people(["first"] * 30, ["repeat"] * 30)
    before = crowd.copy()
    sizes(crowd, by="state"), transitions(crowd), shift(crowd, now="state", before="state_before")
    pd.testing.assert_frame_equal(crowd, before)


@pytest.mark.slow
def test_the_interval_of_a_shift_covers():
    from scipy.stats import binomtest

    rng, hits = np.random.default_rng(5), 0
    cells = np.array(
        [0.4, 0.1, 0.05, 0.25, 0.15, 0.05]
    )  # first→first, →repeat, repeat→lapsed, →repeat, new→first, →repeat
    true = (0.1 + 0.25 + 0.05) - (0.05 + 0.25) / 0.8
    for _ in range(200):
        drawn = rng.choice(6, 600, p=cells)
        before = np.array(["first", "first", "repeat", "repeat", "not_yet", "not_yet"])[drawn]
        now = np.array(["first", "repeat", "lapsed", "repeat", "first", "repeat"])[drawn]
        row = shift(people(before, now), now="state", before="state_before").set_index("segment").loc["repeat"]
        hits += row["low"] <= true <= row["high"]
    assert binomtest(hits, 200, 0.8).pvalue > 0.001
