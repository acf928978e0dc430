"""People to collect are worked back from the goal, layer by layer, with the interval of the rate."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from planbook.absence import Missing, missing
from planbook.measures.intervals import wilson
from planbook.measures.planning import collecting
from planbook.periods import Period

RAN = SimpleNamespace(span=Period(date(2027, 1, 5), date(2027, 1, 14), "x"), as_of=date(2026, 12, 1))
GOALS = pd.DataFrame({"kpi": ["paid", "conversion"], "platform": "tmall", "value": [100_000.0, 0.04]})
LAST = pd.DataFrame({"buyers": [400.0], "paid_per_buyer": [200.0]}, index=["tmall"])
LAYERS = pd.DataFrame(
    [("tmall", "carts", 5000.0, 160.0, 1000.0), ("tmall", "members", 2000.0, 100.0, 9000.0)],
    columns=["platform", "layer", "people", "buyers", "now"],
)


def reckoned() -> pd.DataFrame:
    found = collecting.people(LAYERS, collecting.buyers_needed(GOALS, LAST), RAN)
    return found.set_index("layer")


def test_buyers_needed_are_paid_over_paid_per_buyer():
    assert collecting.buyers_needed(GOALS, LAST)["needed"].to_list() == [500.0]


def test_people_are_the_layers_buyers_over_its_rate():
    carts = reckoned().loc["carts"]
    assert carts["part"] == pytest.approx(160 / 400)
    assert carts["needed"] == pytest.approx(500 * 0.4 / (160 / 5000))
    assert carts["gap"] == pytest.approx(6250 - 1000)
    assert carts["a_week"] == pytest.approx(5250 / 5)


def test_the_interval_of_people_is_that_of_the_rate_turned_over():
    carts, rate = reckoned().loc["carts"], wilson(160, 5000)
    assert (carts["needed_low"], carts["needed_high"]) == pytest.approx((200 / rate.high, 200 / rate.low))
    assert carts["gap_low"] < carts["gap"] < carts["gap_high"]


def test_a_layer_that_has_enough_lacks_nobody():
    assert reckoned().loc["members", "gap"] == 0.0


def test_a_layer_that_was_not_counted_is_not_asked_for():
    found = collecting.people(LAYERS, collecting.buyers_needed(GOALS, LAST), RAN)
    assert np.isnan(found.set_index("layer").loc["reservations", "needed"])


def test_the_layer_that_lacks_most_buyers_is_the_foremost_not_the_sum_of_all():
    layers = pd.DataFrame({"layer": ["followers", "carts", "members"], "gap": [9000.0, 500.0, np.nan]})
    found = collecting.foremost(layers.assign(rate=[0.001, 0.03, np.nan]))
    assert found[["layer", "gap"]].to_numpy().tolist() == [["carts", 500.0]]
    enough = layers.assign(gap=0.0, gap_high=[10.0, 90.0, np.nan], rate=[0.1, 0.1, np.nan])
    assert collecting.foremost(enough)["layer"].tolist() == ["carts"]


def test_a_layer_of_which_nobody_bought_has_no_answer():
    none = LAYERS.assign(buyers=[0.0, 100.0])
    found = collecting.people(none, collecting.buyers_needed(GOALS, LAST), RAN).set_index("layer")
    assert np.isnan(found.loc["carts", "needed"])


def test_without_goal_buyers_or_layers_nothing_is_said():
    assert isinstance(collecting.buyers_needed(GOALS.iloc[1:], LAST), Missing)
    assert isinstance(collecting.buyers_needed(GOALS, LAST.drop(columns="buyers")), Missing)
    unknown = LAYERS.assign(buyers=np.nan)
    assert isinstance(collecting.people(unknown, collecting.buyers_needed(GOALS, LAST), RAN), Missing)
    assert collecting.people(missing("layers"), LAST, RAN) == missing("layers")


@pytest.mark.slow
def test_the_interval_covers_the_people_that_the_true_rate_takes():
    rate, people = 0.03, 4600
    buyers = np.random.default_rng(7).binomial(people, rate, 200)
    ends = [wilson(float(b), people) for b in buyers]
    inside = sum(200 / each.high <= 200 / rate <= 200 / each.low for each in ends)
    assert binomtest(inside, 200, 0.8).pvalue > 0.001
