"""Items of a campaign ahead: target units from the goal, margin at the deal price, and what is wrong."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from planbook.absence import missing
from planbook.measures.planning import assortment_plan as plan
from planbook.periods import Period

RAN = SimpleNamespace(span=Period(date(2027, 1, 5), date(2027, 1, 14), "x"))
GOALS = pd.DataFrame({"kpi": ["paid"], "platform": ["tmall"], "value": [100_000.0]})
ITEM = {
    "platform": "tmall", "sku": "a", "product": "A", "role": "hero", "deal_price": 100.0, "target_units": np.nan,
    "stock": 300.0, "unit_cost": 50.0, "list_price": 150.0, "floor_price": 80.0, "stock_now": 10.0, "chosen": True,
    "share": 0.2, "recent_share": 0.1, "price": 110.0, "lowest": 105.0, "highest": 150.0,
}  # fmt: skip


def planned(*changes: dict[str, Any], goals: Any = GOALS) -> pd.DataFrame:
    items = pd.DataFrame([ITEM | change for change in changes])
    return plan.plan(items, RAN, goals, fees={"tmall": 0.05}, refunds={"tmall": 0.1})


def test_target_units_are_the_items_part_of_the_goal_over_its_deal_price():
    found = planned({}).iloc[0]
    assert (found["target_units"], found["target_paid"]) == (200.0, 20_000.0)
    assert found["cover"] == pytest.approx(300 / (200 / 10))


def test_what_people_gave_stands():
    found = planned({"target_units": 70.0}).iloc[0]
    assert (found["target_units"], found["given"]) == (70.0, True)


def test_an_item_without_history_gets_what_others_of_its_role_have():
    new = {"sku": "n", "share": np.nan, "recent_share": np.nan}
    assert planned({}, new)["target_units"].tolist() == [200.0, 200.0]
    assert planned({}, {"sku": "r", "share": np.nan})["target_units"].tolist() == [200.0, 100.0]


def test_margin_is_after_fee_and_refunds():
    found = planned({}).iloc[0]
    assert found["margin"] == pytest.approx((100 * 0.95 - 50) * 0.9)
    assert found["margin_rate"] == pytest.approx(40.5 / 100)  # the column of margin ÷ the column of deal prices


@pytest.mark.parametrize(
    ("change", "flag", "cost"),
    [
        ({"deal_price": 70.0, "target_units": 10.0}, "below_floor", 100.0),
        ({"stock": 150.0}, "stock_short", 50 * 40.5),
        ({"unit_cost": 100.0, "target_units": 10.0}, "loses", 45.0),
        ({"lowest": 90.0}, "above_lowest", 0.0),
        ({"price": 99.0}, "above_usual", 0.0),
    ],
)
def test_what_is_wrong_is_flagged_with_what_it_may_cost(change, flag, cost):
    found = planned(change).iloc[0]
    assert (found["flags"], found["cost"]) == (flag, pytest.approx(cost))


def test_falls_name_a_platform_without_a_hero():
    found = plan.falls(planned({"role": "profit"}))
    assert found[["platform", "flag"]].to_numpy().tolist() == [["tmall", "no_hero"]]


def test_falls_name_the_price_that_a_deal_is_below_or_above():
    found = plan.falls(planned({"deal_price": 70.0, "lowest": 60.0, "price": 65.0})).set_index("flag")
    assert found["limit"].to_dict() == {"below_floor": 80.0, "above_lowest": 60.0, "above_usual": 65.0}
    assert set(found["deal_price"]) == {70.0}


def test_roles_add_up_and_an_empty_role_has_its_row():
    found = plan.roles(planned({}, {"sku": "b", "role": "profit", "share": 0.1})).set_index("role")
    assert found.loc[["hero", "profit", "image"], "items"].tolist() == [1, 1, 0]
    assert found.loc["hero", "share"] == pytest.approx(2 / 3)


def test_without_a_goal_there_are_no_units_but_margins():
    found = planned({}, goals=missing("targets")).iloc[0]
    assert np.isnan(found["target_units"])
    assert found["margin"] > 0


def test_today_s_stock_counts_where_the_plan_names_none():
    assert planned({"stock": np.nan}).iloc[0]["stock"] == 10.0


def test_what_is_missing_passes():
    lacking = missing("order_items")
    assert plan.plan(lacking, RAN, GOALS, fees={}, refunds={}) == lacking
    assert plan.falls(lacking) == lacking
