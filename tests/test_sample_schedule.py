"""What is planted in the sample's next campaign is found: what is late, what decides the end, what collides."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from planbook import summaries, workbook
from planbook.measures import workload
from planbook.measures.planning import content, deadlines, duties, schedule, simulate

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module", params=["luming", "luming-global"])
def any_plan(request):
    return planned(request.param)


@pytest.fixture(scope="module")
def plan():
    return planned("luming")


def planned(shop):
    book = workbook.open_book(ROOT, shop, "2026-10", "en")
    ran, rules, days = summaries.planned(book.tables, "next", book.current), book.project.planning, book.workdays
    stages, goals = summaries.event_stages(book.tables, ran), summaries.campaign_targets(book.tables, ran)
    asked = (stages, summaries.unbooked(book.tables, ran), goals)
    tasks = deadlines.ahead(summaries.planned_tasks(book.tables, ran), ran, days, rules, asked)
    net = schedule.network(tasks, ran, days)
    laid = deadlines.dated(net, schedule.critical_path(net), ran, days)
    pieces = summaries.content(book.tables, ran)
    return SimpleNamespace(
        book=book, ran=ran, rules=rules, days=days, stages=stages, tasks=tasks, net=net, laid=laid, pieces=pieces
    )


def test_the_chain_of_the_gift_boxes_decides_the_end(plan):
    critical = plan.laid.loc[plan.laid["critical"], "task"].tolist()
    chain = ["brief", "gift-box-design", "gift-box-print", "main-pictures", "detail-pages", "copy-check", "rehearsal"]
    assert critical == chain


def test_what_is_open_and_over_is_overdue(plan):
    assert plan.laid.loc[plan.laid["state"] == "overdue", "task"].tolist() == ["stock-plan"]


def test_dates_without_buffer_are_hardly_kept(plan):
    """Each task of the chain begins a day or two after the last: kept to its dates the plan has no room."""
    found = simulate.finish(plan.net, plan.days, simulate.durations(plan.net))
    assert found.loc["as_planned", "chance"] < 0.05
    assert 0.6 < found.loc["at_once", "chance"] < 0.8


def test_the_application_is_held_to_the_platforms_deadline_and_creators_are_booked_in_time(plan):
    rows = plan.laid.set_index("task")
    assert rows.loc["application", "deadline"] == rows.loc["application", "ends"]
    booked = rows[rows["kind"] == "booking"]
    assert sorted(booked["subject"]) == ["云上说茶", "山野阿诚", "阿禾的茶桌"]
    assert str(booked.set_index("subject").loc["云上说茶", "ends"].date()) == "2026-11-06"


def test_a_format_that_does_not_fit_and_a_day_with_two_pieces_are_found(plan):
    met = content.conflicts(plan.pieces, plan.stages, plan.ran, plan.days, plan.rules)
    told = {kind: rows[["date", "platform"]].astype(str).to_numpy().tolist() for kind, rows in met.groupby("kind")}
    assert told["unfit"] == [["2026-12-21", "douyin"]]
    assert told["same_day"] == [["2026-12-28", "tmall"]]


def test_those_who_have_too_much_before_the_opening_are_found(plan):
    work = workload.gathered(plan.laid, plan.pieces)
    span = workload.through(work, plan.days)
    weeks = workload.by_week(work, plan.book.shop.settings.team, span, plan.days)
    over = weeks[weeks["share"] > 1]
    assert set(over["owner"]) == {"苏禾", "何夏", "方叙"}
    assert set(over["week"].dt.strftime("%m-%d")) <= {"12-14", "12-21", "12-28"}


def test_each_meeting_until_the_opening_has_its_day(any_plan):
    held = duties.meetings(any_plan.laid, any_plan.pieces, any_plan.ran, any_plan.days, 0)
    assert (held["date"].dt.day_of_week == 0).all()
    assert held["date"].max().date() < any_plan.ran.span.start
    due = [task for tasks in held["due"] for task in tasks]
    assert sorted(due) == sorted(set(due))
