"""Hours that a plan still takes, and those that there are."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from planbook.absence import Missing, missing
from planbook.measures import workload
from planbook.periods import Period
from planbook.workdays import Workdays

SPAN = Period(date(2026, 11, 2), date(2026, 11, 15), "two weeks")  # a Monday to a Sunday
TEAM = {"Ana": 20.0, "Bo": 10.0}
WORKDAYS = Workdays(date(2026, 11, 1))


def planned(*rows):
    frame = pd.DataFrame(rows, columns=["owner", "starts", "ends", "hours", "done"]).assign(kind="task")
    return frame.astype({"starts": "datetime64[us]", "ends": "datetime64[us]", "hours": "float64"})


def week(found, owner):
    return found[found["owner"] == owner][["needed", "available"]].to_numpy().tolist()


def test_hours_lie_on_working_days():
    found = workload.by_week(planned(("Ana", "2026-11-06", "2026-11-09", 8.0, False)), TEAM, SPAN, WORKDAYS)
    assert week(found, "Ana") == [[4.0, 20.0], [4.0, 20.0]]
    assert week(found, "Bo") == [[0.0, 10.0], [0.0, 10.0]]


def test_content_is_made_in_the_five_working_days_up_to_its_own():
    piece = planned(("Ana", "2026-11-10", "2026-11-10", 10.0, False)).assign(kind="content")
    assert week(workload.by_week(piece, TEAM, SPAN, WORKDAYS), "Ana") == [[6.0, 20.0], [4.0, 20.0]]


def test_a_day_off_takes_no_hours_and_gives_none():
    off = Workdays(date(2026, 11, 1), frozenset({date(2026, 11, 6)}))
    found = workload.by_week(planned(("Ana", "2026-11-06", "2026-11-09", 8.0, False)), TEAM, SPAN, off)
    assert week(found, "Ana") == [[0.0, 16.0], [8.0, 20.0]]


def test_what_is_done_needs_no_hours():
    assert isinstance(
        workload.by_week(planned(("Ana", "2026-11-06", "2026-11-09", 8.0, True)), TEAM, SPAN, WORKDAYS), Missing
    )


def test_what_is_overdue_is_due_at_once():
    found = workload.by_week(planned(("Ana", "2026-10-01", "2026-10-09", 8.0, False)), TEAM, SPAN, WORKDAYS)
    assert week(found, "Ana") == [[8.0, 20.0], [0.0, 20.0]]


def test_a_task_without_days_may_be_done_any_time():
    found = workload.by_week(planned(("Bo", None, None, 8.0, False)), TEAM, SPAN, WORKDAYS)
    assert week(found, "Bo") == [[4.0, 10.0], [4.0, 10.0]]


def test_a_weekends_task_is_done_on_the_monday():
    found = workload.by_week(planned(("Bo", "2026-11-07", "2026-11-08", 6.0, False)), TEAM, SPAN, WORKDAYS)
    assert week(found, "Bo") == [[0.0, 10.0], [6.0, 10.0]]


def test_owners_add_up_and_their_busiest_week_is_named():
    rows = planned(("Bo", "2026-11-09", "2026-11-13", 15.0, False), ("", "2026-11-09", "2026-11-13", 5.0, False))
    found = workload.by_owner(workload.by_week(rows, TEAM, SPAN, WORKDAYS))
    assert found["owner"].tolist() == ["Bo", "", "Ana", "total"]
    assert found.iloc[0][["needed", "available", "busiest_share", "over"]].tolist() == [15.0, 20.0, 1.5, 1.0]
    assert found.iloc[-1][["needed", "available"]].tolist() == [20.0, 60.0]
    assert found.iloc[-1]["share"] == pytest.approx(1 / 3)


def test_tasks_without_hours_are_counted():
    rows = planned(("Bo", "2026-11-09", "2026-11-13", None, False), ("Bo", "2026-11-09", "2026-11-13", 5.0, False))
    assert workload.unwritten(rows) == (1, 2)


def test_a_campaign_that_begins_tomorrow_leaves_no_days():
    ran = SimpleNamespace(span=Period(date(2026, 11, 2), date(2026, 11, 3), "now"))
    assert isinstance(workload.until(ran, date(2026, 11, 1)), Missing)
    assert workload.until(ran, date(2026, 10, 30)).days == 2


def test_tasks_that_have_their_days_and_content_stand_side_by_side():
    laid = pd.DataFrame({
        "owner": ["Ana", None], "begins": pd.to_datetime(["2026-11-02", "2026-11-03"]),
        "ends": pd.to_datetime(["2026-11-03", "2026-11-04"]), "hours": [8.0, 2.0], "state": ["on_track", "done"],
    })  # fmt: skip
    pieces = pd.DataFrame({"date": pd.to_datetime(["2026-11-20"]), "owner": ["Bo"], "hours": [10.0]})
    found = workload.gathered(laid, pieces)
    assert found[["kind", "owner", "hours", "done"]].to_numpy().tolist() == [
        ["task", "Ana", 8.0, False],
        ["task", "", 2.0, True],
        ["content", "Bo", 10.0, False],
    ]
    assert workload.through(found, WORKDAYS).end == date(2026, 11, 20)
    assert workload.gathered(laid, missing("calendar"))["kind"].tolist() == ["task", "task"]


def test_weeks_are_laid_out_by_owner_of_the_team():
    rows = planned(("Bo", "2026-11-09", "2026-11-13", 15.0, False), ("", "2026-11-09", "2026-11-13", 5.0, False))
    found = workload.grid(workload.by_week(rows, TEAM, SPAN, WORKDAYS))
    assert found.loc["Bo"].tolist() == [0.0, 1.5]
    assert found.index.tolist() == ["Ana", "Bo"]
    assert isinstance(workload.grid(workload.by_week(rows, {}, SPAN, WORKDAYS)), Missing)
