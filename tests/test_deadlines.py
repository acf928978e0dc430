"""Deadlines of events and bookings of creators become tasks; missing days are proposed, given ones are kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from planbook import planning
from planbook.absence import Missing, missing
from planbook.measures.planning import deadlines, schedule
from planbook.periods import Period
from planbook.workdays import Workdays

RAN = SimpleNamespace(as_of=date(2026, 10, 31), span=Period(date(2027, 1, 5), date(2027, 1, 14), "fair-2027", "event"))
PLANNING = planning.load(Path("nowhere"))
DAYS = PLANNING.workdays("Asia/Shanghai", RAN.as_of)
STAGES = pd.DataFrame({
    "event": "fair", "year": 2027, "platform": ["all", "jd"], "own": True,
    "apply_by": pd.to_datetime(["2026-11-27", "2026-11-20"]),
})  # fmt: skip
UNBOOKED = pd.DataFrame({"platform": "tmall", "creator": ["Lan", "Mei"], "tier": ["ordinary", "head"]})
TARGETS = pd.DataFrame({"kpi": "paid", "platform": ["jd", "tmall"], "owner": ["Cy", "Ana"], "value": [10.0, 20.0]})
NONE = missing("events"), missing("creators"), missing("targets")
COLUMNS = ["task", "owner", "starts", "due", "done", "after", "optimistic", "likely", "pessimistic", "hours"]
COLUMNS += ["deliverable", "text_en", "text_zh"]


def tasks(*rows):
    frame = pd.DataFrame(list(rows), columns=COLUMNS)
    numbers = dict.fromkeys(("optimistic", "likely", "pessimistic", "hours"), "float64")
    return frame.astype(numbers | dict.fromkeys(("starts", "due", "done"), "datetime64[us]"))


def task(name="brief", **more):
    days = {key: pd.Timestamp(more[key]) for key in ("starts", "due", "done") if key in more}
    return {"task": name, "owner": "Bo"} | more | days


def ahead(frame, dates):
    return deadlines.ahead(frame, RAN, DAYS, PLANNING, dates)


def laid(frame, dates=NONE):
    net = schedule.network(ahead(frame, dates), RAN, DAYS)
    return deadlines.dated(net, schedule.critical_path(net), RAN, DAYS).set_index("task"), net


def iso(days):
    return days.map(lambda day: str(day.date())).to_dict()


def test_a_deadline_of_each_platform_becomes_a_task_of_its_owner():
    found = ahead(tasks(task()), (STAGES, missing("creators"), TARGETS)).iloc[1:]
    assert found[["task", "owner", "kind"]].to_numpy().tolist() == [
        ["apply/fair-2027/all", "Ana", "application"], ["apply/fair-2027/jd", "Cy", "application"],
    ]  # fmt: skip
    assert iso(found.set_index("platform")["due"]) == {"all": "2026-11-27", "jd": "2026-11-20"}
    assert found[["optimistic", "likely", "pessimistic", "hours"]].iloc[0].tolist() == [1, 2, 4, 4]


def test_a_task_that_is_the_application_is_held_to_the_first_deadline():
    found = ahead(tasks(task(), task("slot", text_zh="活动报名")), (STAGES, missing("creators"), TARGETS))
    assert found["task"].tolist() == ["brief", "slot"]
    assert str(found.loc[1, "deadline"].date()) == "2026-11-20"


def test_each_creator_is_booked_as_long_before_as_its_tier_asks():
    found = (
        ahead(tasks(task("creators", owner="Su")), (missing("events"), UNBOOKED, TARGETS)).set_index("task").iloc[1:]
    )
    assert iso(found["due"]) == {"book/tmall/Lan": "2026-12-04", "book/tmall/Mei": "2026-11-06"}
    assert found["owner"].tolist() == ["Su", "Su"]
    assert str(found.loc["book/tmall/Mei", "starts"].date()) == "2026-11-02"  # 26 ÷ 6 days are to be expected
    dated, _ = laid(tasks(task("creators", owner="Su")), (missing("events"), UNBOOKED, TARGETS))
    assert dated.loc["book/tmall/Mei", "state"] == "on_track"


def test_each_slot_is_applied_for_by_its_own_day_else_as_long_before_as_is_usual():
    days = pd.to_datetime(["2026-11-20", None])
    slots = pd.DataFrame({"platform": ["tmall", "jd"], "slot": ["banner", "top"], "stage": "burst", "book_by": days})
    slots = slots.assign(owner=["Ana", None], text_en=["Banner", None], text_zh=None, creator=None, tier=None)
    found = ahead(tasks(task()), (missing("events"), slots, TARGETS)).set_index("task").iloc[1:]
    assert iso(found["due"]) == {"slot/tmall/banner": "2026-11-20", "slot/jd/top": "2026-11-20"}
    assert iso(found["deadline"]) == {"slot/tmall/banner": "2026-11-20", "slot/jd/top": "2026-11-21"}  # a Saturday
    assert found[["kind", "owner", "subject"]].to_numpy().tolist() == [
        ["slot", "Ana", "tmall/banner"], ["slot", "Cy", "jd/top"],
    ]  # fmt: skip
    assert found["text_en"].fillna("").tolist() == ["Banner", ""]
    both = pd.concat([UNBOOKED, slots], ignore_index=True)
    assert ahead(tasks(), (missing("events"), both, TARGETS))["kind"].tolist() == ["booking"] * 2 + ["slot"] * 2


def test_what_should_be_done_by_now_is_to_be_done_first():
    soon = SimpleNamespace(as_of=RAN.as_of, span=Period(date(2026, 11, 9), date(2026, 11, 12), "fair", "event"))
    found = deadlines.ahead(tasks(task()), soon, DAYS, PLANNING, (NONE[0], UNBOOKED, TARGETS)).set_index("task")
    assert iso(found["due"].iloc[1:]) == {"book/tmall/Lan": "2026-11-02", "book/tmall/Mei": "2026-11-02"}
    assert found.loc["book/tmall/Mei", "owner"] == "Ana"


def test_without_events_and_creators_the_tasks_stay_as_they_are():
    assert ahead(tasks(task()), NONE)["task"].tolist() == ["brief"]
    assert isinstance(ahead(missing("tasks"), NONE), Missing)


def test_days_that_people_gave_are_kept_and_others_are_proposed():
    given = task(starts="2026-11-04", due="2026-11-06")
    rows = [given, task("pages", after="brief", likely=3), task("print", due="2026-11-20", likely=2)]
    found, _ = laid(tasks(*rows, task("talk", starts="2026-11-12", likely=2)))
    assert iso(found["begins"]) == {
        "brief": "2026-11-04", "pages": "2026-11-09", "talk": "2026-11-12", "print": "2026-11-19",
    }  # fmt: skip
    assert iso(found["ends"]) == {
        "brief": "2026-11-06", "pages": "2026-11-11", "talk": "2026-11-13", "print": "2026-11-20",
    }  # fmt: skip
    assert found["proposed"].to_dict() == {"brief": False, "pages": True, "talk": True, "print": True}


def test_the_last_day_to_begin_is_worked_back_from_the_first_day():
    """Working days before 5 January 2027: 4 January, 31, 30 and 29 December, since New Year's Day is a Friday."""
    rows = [task(starts="2026-12-30", due="2026-12-31", likely=2), task("show", after="brief", likely=2)]
    found, _ = laid(tasks(*rows))
    assert iso(found["latest"]) == {"brief": "2026-12-29", "show": "2026-12-31"}
    assert found["room"].to_dict() == {"brief": -1, "show": -1}
    assert found["state"].tolist() == ["tight", "tight"]


def test_a_deadline_moves_the_last_day_of_its_task_and_of_what_it_waits_for():
    """27 November is a Friday: two days of work begin on the 26th, the two days before them on the 24th."""
    rows = [task("goals", starts="2026-11-02", due="2026-11-03", likely=2)]
    rows += [task("apply", starts="2026-11-26", due="2026-11-30", after="goals", likely=2), task("print", likely=2)]
    stages = STAGES.assign(apply_by=pd.Timestamp("2026-11-27"))
    found, _ = laid(tasks(*rows), (stages, *NONE[1:]))
    assert iso(found["latest"]) == {"goals": "2026-11-24", "apply": "2026-11-26", "print": "2026-12-31"}
    assert found["state"].to_dict() == {"goals": "on_track", "apply": "after_deadline", "print": "on_track"}


def test_a_booking_has_its_day_as_deadline_even_when_that_is_over():
    soon = SimpleNamespace(as_of=RAN.as_of, span=Period(date(2026, 11, 30), date(2026, 12, 2), "fair", "event"))
    frame = deadlines.ahead(tasks(task()), soon, DAYS, PLANNING, (NONE[0], UNBOOKED, TARGETS))
    net = schedule.network(frame, soon, DAYS)
    found = deadlines.dated(net, schedule.critical_path(net), soon, DAYS).set_index("task")
    assert iso(found["deadline"].dropna()) == {"book/tmall/Lan": "2026-10-31", "book/tmall/Mei": "2026-10-01"}
    assert found.loc[["book/tmall/Lan", "book/tmall/Mei"], "state"].tolist() == ["after_deadline", "after_deadline"]


def test_the_rehearsal_is_on_its_tasks_day_else_a_week_before():
    found, _ = laid(tasks(task("rehearsal", starts="2026-12-29", due="2026-12-30"), task()))
    assert str(deadlines.rehearsed(found.reset_index(), RAN, PLANNING.rehearsal).date()) == "2026-12-30"
    assert str(deadlines.rehearsed(missing("tasks"), RAN, ("演练",)).date()) == "2026-12-29"


def test_states_are_told_as_of_the_last_day_that_is_read():
    rows = [
        task("done", starts="2026-10-05", due="2026-10-09", done="2026-10-12"),
        task("overdue", starts="2026-10-05", due="2026-10-09"),
        task("begun", starts="2026-10-28", due="2026-11-10"),
        task("ahead", starts="2026-11-10", due="2026-11-12"),
        task("long", starts="2026-11-10", due="2026-12-31", likely=60),
    ]
    assert laid(tasks(*rows))[0]["state"].to_dict() == {
        "done": "done", "overdue": "overdue", "begun": "under_way", "ahead": "on_track", "long": "must_begin",
    }  # fmt: skip


def test_what_is_wrong_in_a_plan_is_listed():
    rows = [task("apply", starts="2026-11-23", due="2026-11-30"), task("pages", starts="2026-11-30", after="apply;x")]
    found, net = laid(tasks(*rows), (STAGES, *NONE[1:]))
    assert deadlines.faults(net, found.reset_index()).to_numpy().tolist() == [
        ["unknown_task", "pages", "x"], ["after_deadline", "apply", ""], ["before_other", "pages", "apply"],
    ]  # fmt: skip


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York"])
def test_days_off_are_those_of_the_shops_zone(zone):
    days = PLANNING.workdays(zone, date(2026, 9, 30))
    assert days.works(date(2026, 10, 1)) == (zone != "Asia/Shanghai")
    assert Workdays(date(2026, 9, 30)).works(date(2026, 10, 10)) is False


def test_the_input_stays_as_it_is():
    frame = tasks(task("apply"))
    before = frame.copy()
    laid(frame, (STAGES, UNBOOKED, TARGETS))
    pd.testing.assert_frame_equal(frame, before)
