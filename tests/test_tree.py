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

MOVES = np.exp(RNG.standard_normal((25, 3)) * [0.2, 0.05, 0.02]) * [1000, 0.03, 200]
NAMES = [str(month) for month in pd.period_range("2024-07", periods=25, freq="M")]
YEARS = pd.DataFrame(MOVES, index=NAMES, columns=list(tree.BRANCHES))
YEARS = YEARS.assign(paid=YEARS.prod(axis=1), buyers=YEARS["visitors"] * YEARS["conversion"], cost_per_visitor=2.0)


def ways(rise):
    return tree.ways(tree.outset(YEARS, ["2026-08"], YEARS.loc["2025-08", "paid"]), rise)


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


def test_branches_are_those_of_a_year_ago_moved_to_give_the_forecast():
    """Of August and September: visitors a month, conversion and paid per buyer of both together."""
    ago = YEARS.loc[["2025-08", "2025-09"]]
    found = tree.outset(YEARS, ["2026-08", "2026-09"], 1.1 * ago["paid"].sum())
    assert found.loc["visitors", "before"] == pytest.approx(ago["visitors"].mean())
    assert found["before"].prod() * 2 == pytest.approx(ago["paid"].sum())
    assert found["expected"].prod() * 2 == pytest.approx(1.1 * ago["paid"].sum())


def test_every_way_comes_to_the_same_paid_of_the_planned_months():
    ago = YEARS.loc["2025-08", "paid"]
    found = tree.ways(tree.outset(YEARS, ["2026-08"], ago), 0.3)
    reached = found.groupby("way")["needed"].prod()
    assert reached.to_numpy() == pytest.approx(1.3 * ago)
    assert sorted(reached.index) == ["as_usual", "conversion", "evenly", "paid_per_buyer", "visitors"]


def test_what_moves_most_is_asked_for_most():
    usual = ways(0.3).query("way == 'as_usual'").set_index("branch")["rise"]
    assert usual["visitors"] > usual["conversion"] > usual["paid_per_buyer"]


def test_a_rise_beyond_all_moves_is_unlikely():
    found = ways(0.3).query("way == branch").set_index("branch")["chance"]
    assert found["paid_per_buyer"] < 0.001 < found["visitors"] < 0.5


def test_the_chance_is_that_of_lying_so_far_above_what_is_expected():
    """Student's t with 11 degrees: a move of .1 is one deviation."""
    branches = pd.Index(["buyers", "paid_per_buyer"], name="branch")
    found = tree.ways(pd.DataFrame({
        "before": [10.0, 50.0], "expected": [10.0, 50.0], "deviation": 0.1 / np.sqrt(13 / 12), "n": 12,
        "highest": 60.0,
    }, index=branches), np.expm1(0.1)).set_index(["way", "branch"])  # fmt: skip
    assert found.loc[("buyers", "buyers"), "chance"] == pytest.approx(0.1694, abs=1e-4)


def test_the_easiest_way_has_the_likeliest_hardest_branch():
    ranked = tree.easiest(ways(0.3), YEARS)
    assert ranked.index[0] == "as_usual"
    assert ranked["chance"].is_monotonic_decreasing


def test_extra_visitors_of_a_way_have_their_price():
    found = ways(0.1)
    expected = tree.outset(YEARS, ["2026-08"], YEARS.loc["2025-08", "paid"]).loc["visitors", "expected"]
    ranked = tree.easiest(found, YEARS)
    assert ranked.loc["visitors", "cost"] == pytest.approx(0.1 * expected * 2)
    assert ranked.loc["as_usual", "cost"] < ranked.loc["visitors", "cost"]
    assert np.isnan(ranked.loc["conversion", "cost"])


def test_without_traffic_buyers_are_the_first_branch():
    paid = YEARS.loc["2025-08", "paid"]
    found = tree.outset(YEARS[["buyers", "paid_per_buyer", "paid"]], ["2026-08"], paid)
    assert found.index.tolist() == ["buyers", "paid_per_buyer"]


def test_moves_of_five_months_tell_no_chance():
    few = tree.ways(tree.outset(YEARS.iloc[:17], ["2025-08"], 6000.0), 0.1)
    assert few["chance"].isna().all()
    assert "as_usual" not in set(few["way"])
    assert isinstance(tree.easiest(few, YEARS), Missing)


def test_without_the_same_months_a_year_ago_the_last_months_are_moved_alike():
    found = tree.outset(YEARS.iloc[:8], ["2025-03", "2025-04"], 10_000.0)
    assert found.loc["visitors", "before"] == pytest.approx(YEARS["visitors"].iloc[:8].mean())
    assert found["expected"].prod() == pytest.approx(5_000.0)
    assert np.ptp(found["expected"] / found["before"]) == pytest.approx(0.0, abs=1e-9)
    assert tree.ways(found, 0.1)["chance"].isna().all()


def test_a_month_without_sales_is_no_year_before():
    gap = YEARS.drop(index="2025-03")
    assert tree.outset(gap, ["2026-08"], 6000.0)["n"].iloc[0] == 13 - 1


def test_without_a_month_there_is_no_outset():
    assert isinstance(tree.outset(YEARS * np.nan, ["2030-01"], 6000.0), Missing)


def test_the_tree_stands_beside_earlier_months():
    found = tree.tree(FIGURES)
    assert found.loc["paid", "current"] == FIGURES["paid"].iloc[-1]
    assert found.loc["paid", "year_ago"] == FIGURES["paid"].iloc[0]
    assert np.isnan(tree.tree(FIGURES.iloc[:3]).loc["paid", "year_ago"])


SOLD = pd.DataFrame(
    [("2025-10", "new", 10.0, 500.0), ("2025-10", "repeat", 20.0, 2000.0), ("2025-10", "unknown", 5.0, 250.0)],
    columns=["period", "kind", "buyers", "paid"],
)
TWICE = pd.DataFrame(
    {"before": [35.0, 78.57], "expected": [70.0, 5500 / 70], "deviation": np.nan, "n": 0, "highest": 35.0},
    index=pd.Index(["buyers", "paid_per_buyer"], name="branch"),
)


def test_new_and_repeat_buyers_share_the_buyers_and_the_paid_that_are_expected():
    found = tree.kinds(SOLD, ["2026-10"], TWICE)
    assert found["expected"].to_dict() == pytest.approx({"new_buyers": 20.0, "repeat_buyers": 40.0})
    assert found["each"].tolist() == pytest.approx([50.0, 100.0])
    assert found["share"].tolist() == pytest.approx([1000 / 5500, 4000 / 5500])


def test_of_one_kind_alone_so_many_come_that_all_parts_give_the_goal():
    """A fifth of 5,500 is 1,100: 22 new buyers at 50 each, or 11 repeat ones at 100."""
    kinds = tree.kinds(SOLD, ["2026-10"], TWICE)
    found = tree.ways(TWICE, 0.2, kinds).set_index(["way", "branch"])["needed"]
    new, repeat = found["new_buyers", "new_buyers"], found["repeat_buyers", "repeat_buyers"]
    assert (new, repeat) == pytest.approx((42.0, 51.0))
    assert [new * 50 + 40 * 100 + 500, 20 * 50 + repeat * 100 + 500] == pytest.approx([6600.0, 6600.0])
    assert found["evenly"].prod() == pytest.approx(6600.0)


def test_repeat_buyers_that_grow_each_year_are_expected_to_grow():
    """In seven months new buyers stand and repeat ones double: after 10 and 20, a year later, 10 and 40."""
    rows = [
        (f"{year}-{month:02}", kind, buyers, 10 * buyers)
        for year, repeat in ((2025, 10.0), (2026, 20.0))
        for month in range(1, 8)
        for kind, buyers in (("new", 10.0), ("repeat", repeat))
    ]
    sold = pd.DataFrame(rows, columns=["period", "kind", "buyers", "paid"])
    whole = TWICE.assign(expected=[50.0, 10.0])
    found = tree.kinds(sold, ["2027-01"], whole)
    assert found["expected"].tolist() == pytest.approx([10.0, 40.0])
    assert found["n"].tolist() == [7, 7]


def test_without_ids_or_with_one_kind_only_no_kind_is_told():
    assert isinstance(tree.kinds(SOLD[SOLD["kind"] == "new"], ["2026-10"], TWICE), Missing)
    assert isinstance(tree.kinds(SOLD[SOLD["kind"] == "unknown"], ["2026-10"], TWICE), Missing)
    assert set(tree.ways(TWICE, 0.2)["way"]) == {"buyers", "paid_per_buyer", "evenly"}
