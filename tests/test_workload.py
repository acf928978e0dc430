"""Hours fall on whom in which week, who answers for what, and what the weekly meetings are about."""

from __future__ import annotations

import math
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from planbook.absence import Missing, missing
from planbook.measures.planning import duties, workload
from planbook.periods import Period
from planbook.planning import Raci
from planbook.workdays import Workdays

RAN = SimpleNamespace(as_of=date(2026, 9, 27), span=Period(date(2026, 10, 13), date(2026, 10, 15), "fair", "event"))
OFF = frozenset(date(2026, 10, day) for day in range(1, 8))
DAYS = Workdays(RAN.as_of, OFF, frozenset({date(2026, 10, 10)}))
LAID = pd.DataFrame({
    "task": ["brief", "pages", "old", "show"], "owner": ["Ana", "Bo", "Bo", None], "kind": "planned", "subject": "",
    "begins": pd.to_datetime(["2026-09-28", "2026-09-30", "2026-09-21", "2026-10-09"]),
    "ends": pd.to_datetime(["2026-09-30", "2026-10-09", "2026-09-25", "2026-10-10"]), "hours": [6.0, 30.0, 4.0, 2.0],
    "text_en": ["Brief", "Pages", "Old", "Show"], "text_zh": None,
    "state": ["on_track", "on_track", "overdue", "on_track"],
})  # fmt: skip
PIECES = pd.DataFrame({"date": pd.to_datetime(["2026-10-09"]), "owner": ["Ana"], "hours": [5.0]})
LINKS = {"brief": (), "pages": ("brief",), "old": (), "show": ("pages", "old")}


def load(**more):
    return workload.weekly(**{"laid": LAID, "content": PIECES, "team": {"Ana": 20.0, "Bo": 10.0}, "days": DAYS} | more)


def hours(found, owner):
    own = found[found["owner"] == owner]
    return dict(zip(own["week"].dt.strftime("%m-%d"), own["hours"], strict=True))


def test_hours_are_dealt_out_over_the_working_days_of_a_task():
    """Pages take 30 September, and 8 and 9 October; what is overdue is done on the first day."""
    assert hours(load(), "Bo") == {"09-28": 10 + 4, "10-05": 20}


def test_a_piece_of_content_is_made_in_the_five_working_days_up_to_its_day():
    assert hours(load(), "Ana") == {"09-28": 6 + 3, "10-05": 2}


def test_a_week_has_as_many_hours_as_it_has_working_days():
    found = load().set_index(["week", "owner"])["available"]
    assert found[pd.Timestamp("2026-10-05"), "Bo"] == 10 * 3 / 5
    assert found[pd.Timestamp("2026-09-28"), "Ana"] == 20 * 3 / 5
    assert math.isnan(found[pd.Timestamp("2026-10-05"), ""])


def test_too_many_hours_are_told_by_owner():
    found = workload.planned_hours(load()).set_index("owner")
    assert found.loc["Bo", ["hours", "available", "weeks", "over"]].tolist() == [34, 12, 2, 2]
    assert found.loc["total", ["hours", "available", "over"]].tolist() == [45, 36, 2]
    assert workload.grid(load()).loc["Bo"].tolist() == pytest.approx([14 / 6, 20 / 6])


def test_what_is_done_takes_no_more_hours_and_without_hours_there_is_no_load():
    assert hours(load(laid=LAID.assign(state=["done", "on_track", "done", "on_track"])), "Bo") == {
        "09-28": 10,
        "10-05": 20,
    }
    assert isinstance(load(laid=LAID.assign(hours=float("nan")), content=missing("calendar")), Missing)
    assert isinstance(load(laid=missing("tasks")), Missing)


def test_who_waits_for_a_task_is_told_and_who_comes_before_it_is_asked():
    found = duties.raci(LAID.fillna({"owner": "Cy"}), LINKS, "Dan", Raci()).set_index("task")
    assert found["responsible"].to_dict() == {"brief": "Ana", "pages": "Bo", "old": "Bo", "show": "Cy"}
    assert set(found["accountable"]) == {"Dan"}
    assert found["consulted"].to_dict() == {"brief": (), "pages": ("Ana",), "old": (), "show": ("Bo",)}
    assert found["informed"].to_dict() == {"brief": ("Bo",), "pages": ("Cy",), "old": ("Cy",), "show": ()}


def test_the_rule_of_who_is_asked_and_told_can_be_another():
    found = duties.raci(LAID, LINKS, "", Raci(consulted="everyone", informed="none")).set_index("task")
    assert found.loc["brief", ["accountable", "consulted", "informed"]].tolist() == ["Ana", ("Bo",), ()]


def test_the_weekly_meeting_tells_what_is_due_until_the_next():
    """5 October is a day off: that meeting is held on the 8th."""
    found = duties.meetings(LAID, PIECES, RAN, DAYS, 0)
    assert found["date"].dt.strftime("%m-%d").tolist() == ["09-28", "10-08", "10-12"]
    assert found["due"].tolist() == [("brief",), ("pages", "show"), ()]
    assert found["late"].tolist() == [("old",), (), ()]
    assert found["pieces"].tolist() == [0, 1, 0]
    assert found["reports"].tolist() == [("Ana", "Bo"), ("Ana", "Bo"), ()]


def test_meetings_do_without_content():
    assert duties.meetings(LAID, missing("calendar"), RAN, DAYS, 0)["pieces"].tolist() == [0, 0, 0]
    assert isinstance(duties.meetings(missing("tasks"), PIECES, RAN, DAYS, 0), Missing)


def test_the_input_stays_as_it_is():
    before = LAID.copy()
    load()
    duties.meetings(LAID, PIECES, RAN, DAYS, 0)
    pd.testing.assert_frame_equal(LAID, before)
