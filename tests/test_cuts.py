"""A price cut is held against the weeks around it: what it sold more, what it left, whom it took the sales from."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from planbook.absence import missing
from planbook.measures.pricing import cuts

WEEKS = pd.date_range("2024-01-01", periods=60, freq="7D")
CUT, AFTER = [20, 21, 40, 41], [22, 23, 42, 43]
CATEGORY = {"A": "tea", "B": "tea", "C": "cups", "D": "cups", "E": "cups", "F": "cups"}


def panel(lift=2.0, price=70.0, ahead=1.0, others=1.0, seed=None):
    """Make six items by 60 weeks that share a season; A is cut four times by two weeks."""
    season = np.exp(0.3 * np.sin(np.arange(60) / 9))
    frame = pd.DataFrame({"sku": np.repeat(list("ABCDEF"), 60), "week": np.tile(WEEKS, 6), "price": 100.0})
    place = np.tile(np.arange(60), 6)
    mine, tea = frame["sku"] == "A", frame["sku"] == "B"
    cut, after = np.isin(place, CUT), np.isin(place, AFTER)
    units = 50.0 * season[place]
    units *= np.where(mine & cut, lift, 1.0) * np.where(mine & after, ahead, 1.0) * np.where(tea & cut, others, 1.0)
    if seed is not None:
        rng = np.random.default_rng(seed)
        units = rng.poisson(units * rng.gamma(40.0, 1 / 40.0, len(units))).astype(float)
    frame["price"] = np.where(mine & cut, price, 100.0)
    frame = frame.assign(
        lines=10.0, scatter=0.0, units=units, product=frame["sku"], category=frame["sku"].map(CATEGORY)
    )
    paid = frame["units"] * frame["price"]
    return frame.assign(paid=paid, fee=paid * 0.05, cost=frame["units"] * 50.0)


def review(**made):
    return cuts.review(cuts.marked(panel(**made))).iloc[0]


def test_only_weeks_far_below_the_usual_price_are_cuts_and_two_weeks_after_them_are_marked():
    found = cuts.marked(panel())
    states = found[found["sku"] == "A"].set_index("week")["state"]
    assert states[states == "cut"].index.tolist() == WEEKS[CUT].tolist()
    assert states[states == "after"].index.tolist() == WEEKS[AFTER].tolist()
    assert found.loc[found["sku"] != "A", "state"].eq("quiet").all()


def test_a_fall_of_all_prices_is_no_cut():
    frame = panel(price=100.0)
    sale = frame["week"].isin(WEEKS[[10, 11]])
    found = cuts.marked(frame.assign(price=frame["price"].where(~sale, 60.0)))
    assert found["state"].eq("quiet").all()
    assert cuts.review(found).empty


def test_a_mean_of_few_orders_that_differ_is_no_cut():
    found = cuts.marked(panel().assign(lines=2.0, scatter=0.1))
    assert found["state"].eq("quiet").all()


def test_a_cut_that_doubles_units_may_leave_less():
    row = review()
    assert (row["cuts"], row["weeks"], row["depth"]) == (2, 4, pytest.approx(0.3))
    assert row["lift"] == pytest.approx(1.0, abs=0.03)
    each = row["units_expected"]
    assert row["paid_more"] == pytest.approx(row["units"] * 70 - each * 100)
    assert row["margin_more"] == pytest.approx(row["units"] * (70 * 0.95 - 50) - each * (100 * 0.95 - 50))


@pytest.mark.parametrize(
    ("lift", "price", "verdict"), [(2.0, 70.0, "trap"), (6.0, 78.0, "paid_off"), (1.0, 70.0, "lost")]
)
def test_the_verdict_follows_paid_and_margin(lift, price, verdict):
    assert review(lift=lift, price=price)["verdict"] == verdict


def test_without_costs_the_verdict_is_unknown():
    found = cuts.review(cuts.marked(panel().assign(cost=np.nan)))
    assert found["verdict"].tolist() == ["unknown"]
    assert found["paid_more"].iloc[0] > 0


def test_what_was_bought_ahead_is_missed_in_the_two_weeks_after():
    row = review(ahead=0.7)
    assert row["after"] == pytest.approx(-0.3, abs=0.03)
    assert row["after_high"] < 0
    assert review()["after_low"] < 0 < review()["after_high"]


def test_what_the_category_lost_is_told_for_each_unit_more():
    found = cuts.marked(panel(others=0.8))
    row = cuts.neighbours(found, cuts.review(found)).iloc[0]
    assert (row["others"], row["weeks"]) == (1, 4)
    assert row["change"] == pytest.approx(-0.2, abs=0.03)
    assert row["taken"] == pytest.approx(0.2, abs=0.03)


def test_with_two_items_or_a_short_time_nothing_is_said():
    frame = panel()
    assert cuts.marked(frame[frame["sku"] < "C"]) == missing("order_items", reason="too_few")
    short = cuts.marked(frame[frame["week"] < WEEKS[25]])
    assert cuts.review(short) == missing("order_items", reason="too_few")


def test_where_nothing_was_cut_no_neighbours_are_asked():
    found = cuts.marked(panel(price=100.0))
    assert cuts.neighbours(found, cuts.review(found)).empty
    assert cuts.review(missing("orders")) == missing("orders")


def test_nothing_is_changed():
    frame = panel()
    before = frame.copy()
    marked = cuts.marked(frame)
    kept = marked.copy()
    cuts.neighbours(marked, cuts.review(marked))
    pd.testing.assert_frame_equal(frame, before)
    pd.testing.assert_frame_equal(marked, kept)


@pytest.mark.slow
def test_the_interval_of_the_lift_covers_four_times_in_five():
    rows = [review(seed=seed) for seed in range(200)]
    inside = sum(row["lift_low"] <= 1.0 <= row["lift_high"] for row in rows)
    assert binomtest(inside, len(rows), 0.8).pvalue > 0.001
