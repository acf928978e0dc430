"""A schedule reads what people planned, not what it proposed itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from shop_factory import shop

from planbook import periods, summaries
from planbook.absence import Missing
from planbook.tables.store import Tables

CAMPAIGNS = "campaign,platform,starts,ends\nfair-2027,tmall,2027-01-05,2027-01-14\n"
ORDERS = "order_id,ordered_at,paid_at,paid,platform\n1,2026-10-31 10:00:00,2026-10-31 10:00:00,20,tmall\n"
TASKS = (
    "campaign,task,owner,starts,due,after,source,locked\n"
    "fair-2027,brief,Ana,2026-11-02,2026-11-06,,,\n"
    "fair-2027,pages,Bo,,,brief,24_campaign_plan,\n"
    "fair-2027,stock,Bo,,,brief,24_campaign_plan,true\n"
    "other-2026,brief,Ana,2026-08-03,2026-08-07,,,\n"
)
EVENTS = (
    "event,year,wave,platform,stage,starts,ends,apply_by\n"
    "fair,2027,1,all,burst,2027-01-05,2027-01-08,2026-11-27\n"
    "double11,2026,2,all,burst,2026-11-08,2026-11-11,2026-09-18\n"
    "fair,2027,1,douyin,burst,2027-01-05,2027-01-08,\n"
    "double11,2026,1,all,burst,2026-10-21,2026-10-24,\n"
)
CREATORS = (
    "campaign,platform,creator,tier,booked\n"
    "fair-2027,tmall,Mei,head,\nfair-2027,tmall,Lan,middle,2026-10-28\nother-2026,tmall,Mei,head,\n"
)
RESOURCES = (
    "campaign,platform,slot,stage,book_by,status,owner,text_zh\n"
    "fair-2027,tmall,banner,burst,2026-11-20,planned,Ana,首页焦点图\nfair-2027,tmall,push,warm-up,,,,\n"
    "fair-2027,tmall,top,spot,,applied,,\nfair-2027,jd,top,spot,,refused,,\nother-2026,tmall,top,spot,,planned,,\n"
)
CALENDAR = (
    "campaign,date,platform,format,stage,hours,status,source\n"
    "fair-2027,2026-12-28,tmall,live,potential,9,planned,\n"
    "fair-2027,2026-12-14,tmall,page,existing,2,dropped,\n"
    "fair-2027,2026-12-15,tmall,page,existing,2,planned,24_campaign_plan\n"
)


@pytest.fixture
def tables(tmp_path: Path) -> Tables:
    every = {"orders": ORDERS, "campaigns": CAMPAIGNS, "tasks": TASKS, "events": EVENTS, "creators": CREATORS}
    return shop(tmp_path, every | {"calendar": CALENDAR})


@pytest.fixture
def ran(tables):
    return summaries.planned(tables, "next", periods.parse("2026-10"))


def test_tasks_are_those_of_people_and_those_that_somebody_locked(tables, ran):
    found = summaries.planned_tasks(tables, ran)
    assert found["task"].tolist() == ["brief", "stock"]
    assert str(found.loc[0, "due"].date()) == "2026-11-06"
    assert found["likely"].isna().all()


def test_content_that_was_dropped_or_only_proposed_is_left_out(tables, ran):
    assert summaries.content(tables, ran)[["platform", "format", "hours"]].to_numpy().tolist() == [["tmall", "live", 9]]


def test_events_are_told_apart_from_the_campaigns_own(tables, ran):
    found = summaries.event_stages(tables, ran)
    assert found[["event", "own"]].to_numpy().tolist() == [["double11", False], ["fair", True]]


def test_creators_with_whom_nothing_is_agreed_are_told(tables, ran):
    assert summaries.unbooked(tables, ran)["creator"].tolist() == ["Mei"]


def test_slots_that_nobody_has_applied_for_are_told_behind_them(tmp_path):
    every = {"orders": ORDERS, "campaigns": CAMPAIGNS, "resources": RESOURCES}
    for own in (every, every | {"creators": CREATORS}):
        tables = shop(tmp_path, own)
        found = summaries.unbooked(tables, summaries.planned(tables, "next", periods.parse("2026-10")))
        assert found["slot"].dropna().tolist() == ["banner", "push"]
        assert found["creator"].dropna().tolist() == (["Mei"] if "creators" in own else [])
        assert str(found["book_by"].dropna().item().date()) == "2026-11-20"


@pytest.mark.parametrize("name", ["planned_tasks", "content", "event_stages", "unbooked"])
def test_a_table_that_is_not_there_is_said_to_be_missing(tmp_path, name):
    lacking = shop(tmp_path, {"orders": ORDERS, "campaigns": CAMPAIGNS})
    ran = summaries.planned(lacking, "next", periods.parse("2026-10"))
    assert isinstance(getattr(summaries, name)(lacking, ran), Missing)
