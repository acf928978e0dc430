"""Who answers for what, and what the weekly meetings are about."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pandas as pd

from planbook.absence import Missing, missing
from planbook.measures.planning import duties
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


def test_who_waits_for_a_task_is_told_and_who_comes_before_it_is_asked():
    found = duties.raci(LAID.fillna({"owner": "Cy"}), LINKS, "Dan", Raci()).set_index("task")
    assert found["responsible"].to_dict() == {"brief": "Ana", "pages": "Bo", "old": "Bo", "show": "Cy"}
    assert set(found["accountable"]) == {("Dan",)}
    assert found["consulted"].to_dict() == {"brief": (), "pages": ("Ana",), "old": (), "show": ("Bo",)}
    assert found["informed"].to_dict() == {"brief": ("Bo",), "pages": ("Cy",), "old": ("Cy",), "show": ()}


def test_the_rule_of_who_is_asked_and_told_can_be_another():
    found = duties.raci(LAID, LINKS, "", Raci(consulted="everyone", informed="none")).set_index("task")
    assert found.loc["brief", ["accountable", "consulted", "informed"]].tolist() == [("Ana",), ("Bo",), ()]


def test_several_whom_a_task_names_answer_for_it_and_nobody_where_it_has_no_owner():
    named = LAID.assign(accountable=[None, "Ann; Cy", "", "Di；Ed"], consulted=None, informed=None)
    found = duties.raci(named, LINKS, "Dan", Raci()).set_index("task")
    assert found["accountable"].to_dict() == {
        "brief": ("Dan",), "pages": ("Ann", "Cy"), "old": ("Dan",), "show": ("Di", "Ed"),
    }  # fmt: skip
    assert duties.raci(LAID, LINKS, "", Raci()).set_index("task").loc["show", "accountable"] == ()


def test_whom_a_task_names_itself_goes_before_the_rule_and_a_dash_is_nobody():
    named = {"accountable": ["Eve", None, None, None], "informed": ["", None, None, None]}
    own = LAID.assign(**named, consulted=[None, "Fay、Gus", "-", "无"])
    found = duties.raci(own, LINKS, "Dan", Raci()).set_index("task")
    assert found["accountable"].tolist() == [("Eve",), ("Dan",), ("Dan",), ("Dan",)]
    assert found["consulted"].to_dict() == {"brief": (), "pages": ("Fay", "Gus"), "old": (), "show": ()}
    assert found.loc["brief", "informed"] == ("Bo",)


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
    duties.meetings(LAID, PIECES, RAN, DAYS, 0)
    pd.testing.assert_frame_equal(LAID, before)
