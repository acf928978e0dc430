"""What counts in each month, and the six points of a goal."""

from __future__ import annotations

import pandas as pd
from goal_frames import MONTHS

from planbook.measures import smart

STAGES = pd.DataFrame({
    "event": ["double11", "double11"], "stage": ["burst", "warm-up"],
    "starts": pd.to_datetime(["2026-11-08", "2026-12-01"]), "ends": pd.to_datetime(["2026-11-11", "2026-12-02"]),
})  # fmt: skip
FOCUS = smart.focus(MONTHS, stages=STAGES)
HISTORY = pd.DataFrame({"paid": [1.0]}, index=pd.MultiIndex.from_tuples([("jd", "a")], names=["platform", "period"]))


def check(**row):
    known = {"period": "2026-11", "kpi": "paid", "platform": "jd", "owner": "Ana", "chance": 0.5}
    days = {"starts": pd.Timestamp("2026-11-01"), "ends": pd.Timestamp("2026-11-30")}
    return smart.check(pd.DataFrame([known | days | row]), FOCUS, HISTORY, least=0.3).to_dict("records")[0]


def test_paid_counts_in_a_month_with_a_burst():
    assert FOCUS["focus"].tolist() == ["gmv", "customer_value"]
    assert FOCUS["events"].tolist() == ["double11", ""]


def test_paid_counts_in_a_month_with_a_campaign():
    day = pd.Timestamp("2026-12-05")
    runs = pd.DataFrame({"campaign": ["dew"], "starts": [day], "ends": [day]})
    assert smart.focus(MONTHS, campaigns=runs)["focus"].tolist() == ["customer_value", "gmv"]


def test_a_whole_goal_has_six_points():
    assert (check()["passed"], check()["lacks"]) == (6, "")


def test_each_point_can_fail():
    december = {"starts": pd.Timestamp("2026-12-01"), "ends": pd.Timestamp("2026-12-31")}
    assert check(platform="moon")["lacks"] == "specific"
    assert check(kpi="visitors")["lacks"] == "measurable"
    assert check(chance=0.2)["lacks"] == "achievable"
    assert check(**december)["lacks"] == "relevant"
    assert check(owner="")["lacks"] == "owned"
    assert check(starts=pd.NaT, ends=pd.NaT)["lacks"] == "relevant+time_bound"


def test_a_chance_that_is_not_known_is_neither_yes_nor_no():
    assert check(chance=float("nan"))["achievable"] is None
