"""The tree of paid, and the ways up."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from planbook.absence import Missing
from planbook.measures import decompose, tree

RNG = np.random.default_rng(4)
MONTHS = pd.DataFrame({
    "visitors": 1000 * np.exp(0.2 * RNG.standard_normal(13)),
    "conversion": 0.03 * np.exp(0.05 * RNG.standard_normal(13)),
    "paid_per_buyer": 200 * np.exp(0.02 * RNG.standard_normal(13)),
})  # fmt: skip
FIGURES = MONTHS.assign(
    paid=MONTHS.prod(axis=1), buyers=MONTHS["visitors"] * MONTHS["conversion"], cost_per_visitor=2.0
)


# Own example of issue 6: GMV 600,000 -> 680,400; Shapley 116,800, -67,700, 31,300
def test_the_known_answer_of_the_tree():
    before, after = {"uv": 100_000.0, "cvr": 0.03, "aov": 200.0}, {"uv": 120_000.0, "cvr": 0.027, "aov": 210.0}
    found = decompose.shapley(before, after, ["uv", "cvr", "aov"])
    assert found["effect"].round().tolist() == [116_800, -67_700, 31_300]


def test_identities_leave_nothing_over():
    people = FIGURES.assign(new_buyers=FIGURES["buyers"] - 5, repeat_buyers=3.0, anonymous=2.0)
    whole = people.assign(spend=500.0, paid_visitors=250.0)
    assert tree.rests(whole)["identity"].tolist() == ["paid", "buyers", "spend"]
    assert tree.rests(whole)["rest"].tolist() == pytest.approx([0.0, 0.0, 0.0], abs=1e-6)


def test_an_identity_that_is_broken_is_seen():
    assert tree.rests(FIGURES.assign(paid=FIGURES["paid"] + 7))["rest"].tolist() == [7.0]


def test_every_way_comes_to_the_same_rise():
    found = tree.ways(FIGURES, 0.3)
    rises = (1 + found["rise"]).groupby(found["way"]).prod()
    assert rises.to_numpy() == pytest.approx(1.3)
    assert sorted(rises.index) == ["as_usual", "conversion", "evenly", "paid_per_buyer", "visitors"]


def test_what_moves_most_is_asked_for_most():
    usual = tree.ways(FIGURES, 0.3).query("way == 'as_usual'").set_index("branch")["rise"]
    assert usual["visitors"] > usual["conversion"] > usual["paid_per_buyer"]


def test_a_rise_beyond_all_months_is_unlikely():
    found = tree.ways(FIGURES, 0.3).query("way == branch").set_index("branch")["chance"]
    assert found["paid_per_buyer"] < 0.001 < found["visitors"] < 0.5


def test_the_easiest_way_has_the_likeliest_hardest_branch():
    ranked = tree.easiest(tree.ways(FIGURES, 0.3))
    assert ranked.index[0] == "as_usual"
    assert ranked["chance"].is_monotonic_decreasing


def test_extra_visitors_have_their_price():
    ways = tree.ways(FIGURES, 0.1)
    usual = float(np.exp(np.log(FIGURES["visitors"]).mean()))
    assert tree.extra_visitors_cost(ways, FIGURES) == pytest.approx(0.1 * usual * 2)


def test_without_traffic_buyers_are_the_first_branch():
    assert set(tree.ways(FIGURES[["buyers", "paid_per_buyer", "paid"]], 0.1)["branch"]) == {"buyers", "paid_per_buyer"}


def test_five_months_are_too_few():
    assert isinstance(tree.ways(FIGURES.iloc[:5], 0.1), Missing)


def test_the_tree_stands_beside_earlier_months():
    found = tree.tree(FIGURES)
    assert found.loc["paid", "current"] == FIGURES["paid"].iloc[-1]
    assert found.loc["paid", "year_ago"] == FIGURES["paid"].iloc[0]
    assert np.isnan(tree.tree(FIGURES.iloc[:3]).loc["paid", "year_ago"])
