"""What counts in each month, and the six points of a goal."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from goal_frames import MONTHS

from planbook.absence import Missing
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


FIGURES = pd.DataFrame(
    {"repeat_share": [0.25, 0.4], "repeat_buyers": [25.0, 80.0], "new_buyers": [75.0, 120.0], "paid": [900.0, 2000.0]},
    index=["2025-12", "2026-10"],
)
SOLD = pd.DataFrame({
    "period": ["2025-12", "2025-12", "2026-10", "2026-10"], "kind": ["new", "repeat"] * 2,
    "paid": [600.0, 300.0, 1100.0, 900.0],
})  # fmt: skip


def test_where_customers_value_counts_those_who_come_back_are_told():
    """Of December, in which no event bursts; 80 of 200 are 0.3566 to 0.4450 by Wilson's interval at 80 %."""
    found = smart.watched(FOCUS, FIGURES, SOLD)
    assert found[["month", "kpi", "kind", "current", "year_ago"]].to_numpy().tolist() == [
        ["2026-12", "repeat_share", "with_id", 0.4, 0.25],
        ["2026-12", "repeat_buyers", "repeat", 80.0, 25.0],
        ["2026-12", "paid", "repeat", 900.0, 300.0],
    ]
    assert found.loc[0, ["low", "high"]].tolist() == pytest.approx([0.3566, 0.4450], abs=1e-4)
    assert found.loc[1:, ["low", "high"]].isna().all(axis=None)


def test_a_month_whose_year_before_is_not_known_has_none():
    assert np.isnan(smart.watched(FOCUS, FIGURES.iloc[1:], SOLD)["year_ago"]).all()


def test_without_ids_nobody_is_known_to_come_back():
    assert isinstance(smart.watched(FOCUS, FIGURES, SOLD.assign(kind="unknown")), Missing)


def test_where_paid_counts_in_each_month_nothing_else_is_told():
    assert smart.watched(FOCUS.assign(focus="gmv"), FIGURES, SOLD).empty
