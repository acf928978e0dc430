"""Goals are held by owner, tasks by their day, creators by what they promised."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from planbook.absence import missing
from planbook.measures import execution

RAN = SimpleNamespace(as_of=date(2026, 9, 30))
GOALS = pd.DataFrame({
    "kpi": ["orders", "paid", "refund_rate", "conversion"], "platform": ["tmall", "all", "tmall", "jd"],
    "owner": ["Bo", "Ana", "Bo", ""], "value": [10.0, 900.0, 0.1, 0.05],
})  # fmt: skip
OWN = pd.DataFrame({"orders": [12.0], "paid": [700.0], "refund_rate": [0.2]}, index=["tmall"])
WHOLE = pd.DataFrame({"paid": [800.0]}, index=["current"])
PLANNED = pd.DataFrame({
    "task": ["brief", "pages", "stock", "thanks", "idea", "alarm"], "owner": ["Ana", "Bo", "Bo", "Ana", "Cy", None],
    "due": pd.to_datetime(["2026-08-07", "2026-09-02", "2026-09-01", "2026-10-05", None, "2026-09-20"]),
    "done": pd.to_datetime(["2026-08-07", "2026-09-05", None, None, None, "2026-10-02"]),
})  # fmt: skip
PLACED = pd.DataFrame({
    "platform": "tmall", "creator": ["Ana", "Bo"], "tier": ["middle", "ordinary"], "slot_fee": [1000.0, np.nan],
    "commission": [0.1, np.nan], "promised_posts": [3.0, 2.0], "posts": [3.0, 1.0], "promised_views": [1000.0, np.nan],
    "views": [2000.0, np.nan], "promised_paid": [4000.0, 500.0], "paid": [5000.0, 300.0], "refund": [1000.0, np.nan],
})  # fmt: skip


def test_each_goal_is_held_where_it_was_set():
    found = execution.held(OWN, WHOLE, GOALS).set_index("kpi")
    assert found["value"].to_dict() == pytest.approx(
        {"paid": 800, "refund_rate": 0.2, "orders": 12, "conversion": np.nan}, nan_ok=True
    )
    assert found["met"].to_dict() == pytest.approx(
        {"paid": False, "refund_rate": False, "orders": True, "conversion": np.nan}, nan_ok=True
    )
    assert found.loc["orders", ["owner", "attainment"]].tolist() == ["Bo", 1.2]


def test_the_owner_of_the_largest_goal_of_paid_answers():
    assert execution.owner_of_goal(GOALS) == "Ana"
    assert execution.owner_of_goal(GOALS[GOALS["kpi"] != "paid"]) == "Bo"
    assert execution.owner_of_goal(GOALS.assign(owner="")) == ""


def test_tasks_are_told_by_their_day_worst_first():
    found = execution.tasks(PLANNED, RAN).set_index("task")
    assert found["status"].to_dict() == {
        "stock": "not_done", "alarm": "not_done", "pages": "late", "thanks": "not_due_yet", "idea": "undated",
        "brief": "on_time",
    }  # fmt: skip
    assert found["days_late"].tolist() == pytest.approx([29, 10, 3, 0, np.nan, 0], nan_ok=True)


def test_tasks_are_counted_by_owner():
    found = execution.by_owner(execution.tasks(PLANNED, RAN)).set_index("owner")
    assert found.loc["total", ["tasks", "on_time", "late", "not_done"]].tolist() == [4, 1, 1, 2]
    assert found.loc["Bo", ["days_late", "share"]].tolist() == [32, 0]
    assert list(found.index) == ["", "Ana", "Bo", "total"]


def test_no_task_due_has_no_share():
    found = execution.by_owner(execution.tasks(PLANNED.iloc[3:5], RAN))
    assert found["tasks"].tolist() == [0]
    assert found["share"].isna().all()


def test_creators_are_held_by_what_they_promised():
    found = execution.creators(PLACED, 0.5).set_index("creator")
    assert found.loc["Ana", ["net", "cost", "profit", "roi"]].tolist() == pytest.approx([4000, 1400, 600, 600 / 1400])
    assert found.loc["total", ["posts_share", "views_share", "paid_share"]].tolist() == pytest.approx(
        [0.8, 2, 5300 / 4500]
    )
    assert found["cost_per_view"].tolist() == pytest.approx([0.7, np.nan, 0.7], nan_ok=True)


def test_without_a_margin_there_is_no_profit():
    found = execution.creators(PLACED, np.nan)
    assert found["roi"].isna().all()
    assert found["cost"].tolist() == [1400, 0, 1400]


@pytest.mark.parametrize("absent", [missing("tasks"), missing("targets")], ids=["tasks", "targets"])
def test_what_is_missing_is_handed_on(absent):
    assert execution.tasks(absent, RAN) == execution.by_owner(absent) == execution.creators(absent, 0.5) == absent
    assert execution.held(OWN, WHOLE, absent) == execution.owner_of_goal(absent) == absent


def test_measures_do_not_change_their_input():
    kept = PLANNED.copy(), PLACED.copy(), GOALS.copy()
    execution.by_owner(execution.tasks(PLANNED, RAN))
    execution.creators(PLACED, 0.5)
    execution.held(OWN, WHOLE, GOALS)
    for frame, copy in zip((PLANNED, PLACED, GOALS), kept, strict=True):
        pd.testing.assert_frame_equal(frame, copy)
