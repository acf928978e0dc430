"""Goals add up only where their figure does."""

from __future__ import annotations

import pandas as pd
import pytest

from planbook.absence import missing
from planbook.measures import targets


@pytest.mark.parametrize(
    ("kpi", "platforms", "values", "goal"),
    [
        ("paid", ["tmall", "jd"], [300.0, 200.0], 500.0),
        ("paid", ["all", "jd"], [450.0, 200.0], 450.0),
        ("conversion", ["tmall"], [0.03], 0.03),
        ("conversion", ["tmall", "jd"], [0.03, 0.03], float("nan")),
        ("mood", ["tmall", "jd"], [3.0, 4.0], float("nan")),
    ],
    ids=["money adds up", "the shop's own goal counts alone", "one rate", "rates do not add up", "unknown figure"],
)
def test_the_goal_of_the_shop(kpi, platforms, values, goal):
    goals = pd.DataFrame({"kpi": kpi, "platform": platforms, "value": values})
    assert targets.of_shop(goals).to_dict() == pytest.approx({kpi: goal}, nan_ok=True)


def test_platforms_with_and_without_a_target_keep_their_rows():
    sales = pd.DataFrame({"period": ["current"] * 2, "platform": ["tmall", "jd"], "paid": [90.0, 50.0]})
    goals = pd.DataFrame({"kpi": "paid", "platform": ["tmall", "wechat"], "owner": ["a", "b"], "value": [100.0, 10.0]})
    found = targets.attainment(sales, goals).set_index("platform")
    assert found["gap"].dropna().to_dict() == {"tmall": -10.0, "wechat": -10.0}
    assert found.loc["jd", "value"] == 50.0


def test_a_goal_of_the_whole_shop_is_held_against_all_its_sales():
    sales = pd.DataFrame({"period": ["current"] * 2, "platform": ["tmall", "jd"], "paid": [90.0, 50.0]})
    goals = pd.DataFrame({"kpi": ["paid"], "platform": ["all"], "owner": [""], "value": [200.0]})
    found = targets.attainment(sales, goals)[["platform", "value", "gap"]]
    assert found.to_dict("records") == [{"platform": "all", "value": 140.0, "gap": -60.0}]


def test_without_targets_there_is_no_attainment():
    assert targets.attainment(pd.DataFrame(), missing("targets")) == missing("targets")


def test_of_a_running_goal_only_what_is_due_by_now_counts():
    sales = pd.DataFrame({"period": ["current"], "platform": ["tmall"], "paid": [40.0]})
    goals = pd.DataFrame({"kpi": ["paid"], "platform": ["tmall"], "owner": ["a"], "value": [100.0]})
    found = targets.attainment(sales, goals, elapsed=0.5)[["attainment", "due", "gap"]]
    assert found.to_numpy().tolist() == [[0.4, 50.0, -10.0]]


ACTUAL = pd.DataFrame({"paid": [90.0, 60.0], "conversion": [0.02, 0.05], "spend_share": [0.2, 0.1]}, index=["jd", "dy"])


@pytest.mark.parametrize(
    ("kpi", "goal", "met"),
    [("paid", 120.0, True), ("conversion", 0.03, False), ("spend_share", 0.15, False), ("mood", 0.5, None)],
    ids=["a sum that is due in part", "a rate that is due as it is", "a ceiling", "a figure the shop lacks"],
)
def test_an_owner_meets_a_goal_or_not(kpi, goal, met):
    goals = pd.DataFrame({"kpi": [kpi], "platform": ["jd"], "owner": ["Ana"], "value": [goal]})
    found = targets.by_owner(ACTUAL, goals, elapsed=0.5)["met"]
    assert found.to_list() == ([met] if kpi != "mood" else [])


def test_an_owners_platforms_add_up_where_the_figure_does():
    goals = pd.DataFrame({"kpi": ["paid"] * 2 + ["conversion"] * 2, "platform": ["jd", "dy"] * 2, "owner": "Ana"})
    found = targets.by_owner(ACTUAL, goals.assign(value=[100.0, 50.0, 0.02, 0.05]))
    assert found["value"].to_list() == [0.02, 0.05, 150.0]
    assert found["platforms"].to_list() == [("jd",), ("dy",), ("jd", "dy")]


def test_goals_that_no_one_answers_for_are_left_out():
    goals = pd.DataFrame({"kpi": ["paid"], "platform": ["jd"], "owner": [""], "value": [100.0]})
    assert targets.by_owner(ACTUAL, goals).empty
