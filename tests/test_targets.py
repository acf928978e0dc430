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
