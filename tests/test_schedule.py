"""Tasks in order, the longest way through them, and how likely it is that all is done in time."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from planbook.absence import Missing, missing
from planbook.measures.planning import schedule, simulate
from planbook.periods import Period
from planbook.workdays import Workdays

RAN = SimpleNamespace(as_of=date(2026, 10, 30), span=Period(date(2026, 12, 2), date(2026, 12, 5), "fair", "event"))
DAYS = Workdays(RAN.as_of)  # 2 December is its working day 22
KNOWN = [("A", 2, 4, 6, ""), ("B", 3, 5, 9, "A"), ("C", 4, 5, 7, "A"), ("D", 2, 6, 10, "B"), ("E", 1, 3, 5, "C")]
KNOWN += [("F", 3, 4, 5, "D;E")]


def tasks(*rows, **columns):
    frame = pd.DataFrame(rows, columns=["task", "optimistic", "likely", "pessimistic", "after"])
    blank = frame.assign(owner="Ana", starts=pd.NaT, due=pd.NaT, done=pd.NaT, **columns)
    return blank.astype(dict.fromkeys(("starts", "due", "done"), "datetime64[us]"))


def dated(**cells):
    one = tasks((cells.pop("task", "A"), None, None, None, cells.pop("after", "")))
    return one.assign(**{name: pd.Timestamp(day) for name, day in cells.items()})


def net(frame):
    return schedule.network(frame, RAN, DAYS)


def test_the_critical_path_is_the_textbooks():
    """PERT by hand: te = (o + 4m + p) / 6, variance = ((p - o) / 6) ** 2."""
    path = schedule.critical_path(net(tasks(*KNOWN))).set_index("task")
    assert path["finish"].max() == pytest.approx(19.333, abs=1e-3)
    assert path.index[path["critical"]].tolist() == ["A", "B", "D", "F"]
    assert path.loc[path["critical"], "variance"].sum() ** 0.5 == pytest.approx(1.826, abs=1e-3)
    assert path["slack"].to_dict() == pytest.approx({"A": 0, "B": 0, "C": 3.167, "D": 0, "E": 3.167, "F": 0}, abs=1e-3)


def test_the_normal_rule_says_more_than_the_draws_where_paths_meet():
    """The chance of 22 days: .928 by the normal rule, .900 drawn; four in five by 21.1 days."""
    known = net(tasks(*KNOWN))
    told = simulate.finish(known, DAYS, simulate.durations(known)).loc["at_once"]
    assert simulate.normal_chance(schedule.critical_path(known), known.opening) == pytest.approx(0.928, abs=1e-3)
    assert told["chance"] == pytest.approx(0.900, abs=0.01)
    assert told["number80"] == pytest.approx(21.1, abs=0.1)
    assert told["buffer"] == told["number80"] - told["number50"]


def test_the_same_tasks_give_the_same_draws():
    known = net(tasks(*KNOWN))
    assert (simulate.durations(known) == simulate.durations(known)).all()
    assert not (simulate.durations(known) == simulate.durations(known, seed=1)).all()


def test_the_days_of_an_end_are_named():
    told = simulate.finish(net(tasks(("A", 5, 5, 5, ""))), DAYS, simulate.durations(net(tasks(("A", 5, 5, 5, "")))))
    assert told.loc["at_once", ["p50", "p80", "opening"]].map(lambda day: str(day.date())).tolist() == [
        "2026-11-06", "2026-11-06", "2026-12-02",
    ]  # fmt: skip


def test_a_task_that_nobody_knows_is_named_and_left_out():
    known = net(tasks(("A", 1, 2, 3, "brief;  B"), ("B", 1, 1, 1, "")))
    assert known.faults.to_numpy().tolist() == [["unknown_task", "A", "brief"]]
    assert schedule.critical_path(known)["finish"].max() == 3


def test_tasks_that_wait_for_each_other_are_named_and_one_link_is_left_out():
    known = net(tasks(("A", 1, 1, 1, "C"), ("B", 1, 1, 1, "A"), ("C", 1, 1, 1, "B"), ("D", 1, 1, 1, "D")))
    assert known.faults["kind"].tolist() == ["cycle", "cycle"]
    assert {"A", "B", "C"} == set(known.faults["other"].iloc[0].split(" → "))
    assert known.faults["other"].iloc[1] == "D → D"
    assert schedule.critical_path(known)["finish"].max() == 3


def test_a_chinese_semicolon_parts_tasks_too():
    assert net(tasks(("A", 1, 1, 1, ""), ("B", 1, 1, 1, ""), ("C", 1, 1, 1, "A；B"))).before[2] == (0, 1)


def test_guesses_that_are_out_of_order_are_sorted_and_named():
    known = net(tasks(("A", 6, 4, 2, "")))
    assert known.faults.to_numpy().tolist() == [["estimate", "A", ""]]
    assert known.rows[["optimistic", "likely", "pessimistic"]].to_numpy().tolist() == [[2, 4, 6]]


def test_a_task_without_guesses_takes_the_days_between_its_dates():
    known = net(dated(starts="2026-11-02", due="2026-11-06"))
    assert known.rows[["optimistic", "likely", "pessimistic", "basis"]].iloc[0].tolist() == [5, 5, 5, "dates"]
    assert net(tasks(("A", None, None, None, ""))).rows[["te", "basis"]].iloc[0].tolist() == [1, "none"]
    assert net(tasks(("A", None, 3, None, ""))).rows[["te", "basis"]].iloc[0].tolist() == [3, "one"]


def test_a_task_does_not_begin_before_its_planned_day():
    known = net(dated(starts="2026-11-30", due="2026-12-01"))
    told = simulate.finish(known, DAYS, simulate.durations(known))
    assert told["p50"].map(lambda day: str(day.date())).to_dict() == {
        "as_planned": "2026-12-01",
        "at_once": "2026-11-03",
    }


def test_what_is_done_takes_no_time_and_what_is_open_takes_a_day_more():
    done = dated(task="A", starts="2026-10-26", due="2026-10-30", done="2026-10-29")
    late = dated(task="B", starts="2026-10-26", due="2026-10-30")
    path = schedule.critical_path(net(pd.concat([done, late])))
    assert path.set_index("task")["te"].to_dict() == {"A": 0, "B": 1}


def test_what_comes_after_the_first_day_does_not_count_for_being_ready():
    after = dated(task="thanks", starts="2026-12-07", due="2026-12-18", after="A")
    known = net(pd.concat([dated(starts="2026-11-02", due="2026-11-03"), after]))
    path = schedule.critical_path(known).set_index("task")
    assert path["critical"].to_dict() == {"A": True, "thanks": False}
    assert simulate.finish(known, DAYS, simulate.durations(known)).loc["as_planned", "number80"] == 2


def test_which_task_decides_the_end_is_counted():
    known = net(tasks(("A", 1, 1, 1, ""), ("B", 5, 6, 7, ""), ("C", 1, 1, 1, "A;B")))
    assert simulate.decides(known, simulate.durations(known)).to_dict() == {"A": 0, "B": 1, "C": 1}


def test_a_plan_is_tried_earlier_until_it_is_sure():
    known = net(dated(starts="2026-12-01", due="2026-12-03").assign(due=pd.NaT, optimistic=3, likely=3, pessimistic=3))
    tried = simulate.earlier(known, simulate.durations(known))
    assert tried.to_numpy().tolist() == [[0, 0], [1, 0], [2, 1]]


def test_the_fewest_days_are_told_that_come_near_the_best():
    """Begun a day earlier, 99 of 100 draws are in time; the second day would save the last one alone."""
    known = net(dated(starts="2026-12-01", due="2026-12-03").assign(due=pd.NaT, optimistic=3, likely=3, pessimistic=3))
    drawn = np.where(np.arange(100) < 99, 2.0, 3.0)[None, :]
    assert simulate.earlier(known, drawn, sure=1.0).to_numpy().tolist() == [[0, 0], [1, 0.99]]


def test_the_chance_of_each_day_rises_to_one():
    known = net(tasks(*KNOWN))
    chances = simulate.by_day(known, DAYS, simulate.durations(known))["at_once"]
    assert chances.is_monotonic_increasing
    assert chances.iloc[-1] >= 0.99


def test_without_tasks_there_is_no_schedule():
    assert isinstance(net(tasks()), Missing)
    assert isinstance(schedule.critical_path(schedule.network(missing("tasks"), RAN, DAYS)), Missing)


def test_the_input_stays_as_it_is():
    frame = tasks(*KNOWN)
    before = frame.copy()
    net(frame)
    pd.testing.assert_frame_equal(frame, before)
