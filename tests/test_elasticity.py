"""What a lower price sells is told with an interval that holds, and not told where the prices cannot say it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from planbook.absence import missing
from planbook.measures.pricing import elasticity
from planbook.views.pricing import answers
from planbook.views.words import open_words

WEEKS = pd.date_range("2024-01-01", periods=104, freq="7D")


def weeks(slope=-2.0, seed=1, moves=0.12, category="tea", **more):
    """Make six items by 104 weeks: every item's price moves by itself, and a season that all share."""
    rng = np.random.default_rng(seed)
    blocks = rng.choice([0.0, 0.0, -moves, moves], (6, 52)).repeat(2, axis=1)
    season = 0.4 * np.sin(np.arange(104) / 8)
    units = np.exp(4.0 + 0.2 * np.arange(6)[:, None] + season + slope * blocks)
    frame = pd.DataFrame({"sku": np.repeat(list("ABCDEF"), 104), "week": np.tile(WEEKS, 6), "units": units.ravel()})
    frame["price"] = 50.0 * np.exp((blocks - 0.3 * season).ravel())
    cost = frame["units"] * 20.0
    base = {"category": category, "lines": 40.0, "scatter": 0.0, "promoted": 0.0, "cost": cost, "fee": 0.0}
    return frame.assign(**base, paid=frame["units"] * frame["price"], **more)


def noisy(slope, seed):
    """Let units scatter, and prices be means of few orders."""
    frame, rng = weeks(slope, seed), np.random.default_rng(seed + 1000)
    counts = rng.poisson(frame["units"] * rng.gamma(20.0, 1 / 20.0, len(frame))).astype(float)
    error = rng.normal(0.0, 0.05, (len(frame), 10)) - 0.00125
    price = frame["price"] * np.exp(error.mean(axis=1))
    return frame.assign(units=counts, price=price, lines=10.0, scatter=error.var(axis=1, ddof=1))


def test_an_elasticity_of_minus_two_is_found_exactly_in_both_ways():
    row = elasticity.by_category(weeks()).iloc[-1]
    assert row[["elasticity", "low", "high", "log_log"]].tolist() == pytest.approx([-2.0] * 4, abs=1e-6)
    assert (row["category"], row["status"], row["items"], row["weeks"]) == ("all", "told", 6, 104)


def test_prices_that_stand_still_or_move_by_chance_alone_say_nothing():
    still = weeks(moves=0.005)
    assert elasticity.by_category(still)["status"].tolist() == ["steady"]
    chance = noisy(-2.0, 5).assign(lines=2.0, scatter=0.04)
    assert elasticity.by_category(chance)["status"].tolist() == ["steady"]
    assert elasticity.by_category(still)["elasticity"].isna().all()


def test_two_items_or_half_a_year_are_too_few():
    frame = weeks()
    assert elasticity.by_category(frame[frame["sku"] < "C"])["status"].tolist() == ["few"]
    assert elasticity.by_category(frame[frame["week"] < WEEKS[25]])["status"].tolist() == ["few"]


def test_an_interval_wider_than_two_is_not_told():
    frame = noisy(-2.0, 3)
    wild = frame["units"] * np.random.default_rng(1).gamma(0.5, 2.0, len(frame))
    found = elasticity.by_category(frame.assign(units=np.ceil(wild) + 5))
    assert found["status"].tolist() == ["wide"]


def test_slow_sellers_are_left_out_and_without_others_nothing_is_left():
    assert elasticity.by_category(weeks().assign(units=1.0)) == missing("order_items", reason="too_few")


def test_categories_stand_by_name_and_all_of_them_last():
    both = pd.concat(
        [weeks(-1.0, category="tea"), weeks(-2.0, category="cups", seed=2).assign(sku=lambda f: f["sku"] * 2)]
    )
    found = elasticity.by_category(both).set_index("category")["elasticity"]
    assert found.index.tolist() == ["cups", "tea", "all"]
    assert found.tolist()[:2] == pytest.approx([-2.0, -1.0], abs=1e-6)
    assert -2.0 < found["all"] < -1.0


def test_promotions_of_single_items_are_held_apart():
    frame = weeks()
    promoted = (np.random.default_rng(9).random(len(frame)) < 0.1).astype(float)
    pushed = frame.assign(units=frame["units"] * np.exp(0.7 * promoted), promoted=promoted)
    assert elasticity.by_category(pushed)["elasticity"].iloc[0] == pytest.approx(-2.0, abs=1e-6)


def test_one_per_cent_off_adds_margin_where_demand_answers_more_than_the_margin_asks_for():
    frame = weeks(-2.0)
    found = elasticity.effects(elasticity.by_category(frame), frame).iloc[0]
    margin = 1 - frame["cost"].sum() / frame["paid"].sum()
    assert (found["margin"], found["units_more"]) == pytest.approx((margin, 2.0), abs=1e-6)
    assert found["margin_more"] == pytest.approx((2.0 * margin - 1) / margin)
    assert found["direction"] == "lower"


def test_without_costs_no_direction_is_hinted_at():
    frame = weeks().assign(cost=np.nan)
    assert elasticity.effects(elasticity.by_category(frame), frame)["direction"].tolist() == ["unknown"]


def test_cost_tells_the_elasticity_where_prices_follow_demand():
    frame, rng = weeks(-2.0), np.random.default_rng(4)
    wish, cost = rng.normal(0.0, 0.15, len(frame)), rng.normal(0.0, 0.1, len(frame))
    log = np.log(50.0) + 0.8 * cost + 0.4 * wish
    units = 80 * np.exp(wish - 2.0 * (log - np.log(50.0)))
    asked = frame.assign(price=np.exp(log), units=units, cost=units * 20 * np.exp(cost), category="tea")
    row = elasticity.instrumented(asked).iloc[0]
    assert row["low"] < -2.0 < row["high"]
    assert elasticity.by_category(asked)["high"].iloc[0] > -1.5


def test_costs_that_stand_still_are_no_instrument():
    found = elasticity.instrumented(weeks())
    assert found == missing("order_items", "unit_cost", reason="steady")
    assert "hardly ever changed" in answers.instrumented(found, open_words("en")).text


def test_nothing_is_changed_and_what_is_missing_passes():
    frame = weeks()
    before = frame.copy()
    elasticity.effects(elasticity.by_category(frame), frame)
    pd.testing.assert_frame_equal(frame, before)
    lacking = missing("order_items")
    assert elasticity.by_category(lacking) == elasticity.effects(lacking, frame) == lacking


@pytest.mark.slow
def test_the_interval_covers_four_times_in_five():
    found = [elasticity.by_category(noisy(-1.5, seed)).iloc[0] for seed in range(200)]
    inside = sum(row["low"] <= -1.5 <= row["high"] for row in found)
    assert binomtest(inside, len(found), 0.8).pvalue > 0.001
