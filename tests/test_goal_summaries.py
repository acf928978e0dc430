"""What goals are set from, out of a shop's tables."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from shop_factory import shop

from planbook import summaries
from planbook.absence import Missing, ParameterError, missing

ORDERS = "order_id,paid_at,paid,platform\n1,2026-01-01,10,jd\n2,2026-02-02,20,jd\n3,2026-02-16,30,tmall\n"
LINES = "order_id,sku,quantity,unit_price\n1,new,1,5\n2,new,2,5\n3,new,4,5\n2,gift,9,0\n"
PRODUCTS = "sku,product,launched\nnew,New tea,2026-02-02\nold,Old tea,2026-01-01\n"
TASKS = """\
campaign,task,owner,starts,due,done,hours
x-2026,a,Ana,2026-03-01,2026-03-05,,4
x-2026,b,,,,2026-02-01,
y,c,,,,,9
"""
CALENDAR = "campaign,date,platform,format,stage,owner,hours,status\nx-2026,2026-03-02,jd,live,existing,Bo,3,planned\n"
CAMPAIGNS = "campaign,platform,starts,ends\nx-2026,jd,2026-04-10,2026-04-12\n"
TARGETS = """\
period,kpi,platform,channel,owner,value
2026-04,paid,jd,,Ana,9
2026-04,paid,jd,search_ads,Ana,4
2026-04,paid,,,,20
"""
TRAFFIC = """\
date,platform,source,visitors,buyers
2026-02-02,jd,search_ad,9,2
2026-02-02,jd,search,9,3
2026-02-02,jd,all,18,5
"""


def run(tables):
    return summaries.planned(tables, "x-2026", summaries.calendar(tables, "2026-02-16")["current"])


@pytest.fixture
def tea(tmp_path):
    files = {"orders": ORDERS, "order_items": LINES, "products": PRODUCTS, "tasks": TASKS, "calendar": CALENDAR}
    files |= {"campaigns": CAMPAIGNS, "targets": TARGETS, "traffic": TRAFFIC}
    return shop(tmp_path, files, project={"channels": {"ads": {"sources": ["search_ad"]}}})


def test_the_horizon_reaches_to_the_campaigns_month(tea):
    assert summaries.horizon("", run(tea), date(2026, 2, 16)).name == "2026-03..2026-04"


def test_without_a_campaign_it_is_three_months():
    assert summaries.horizon("", missing("campaigns"), date(2026, 2, 16)).name == "2026-03..2026-05"


def test_months_of_their_own_are_taken():
    assert summaries.horizon("2026-06", missing("campaigns"), date(2026, 2, 16)).name == "2026-06"


@pytest.mark.parametrize("text", ["2026-02", "2028-01", "2026-01..2026-04"])
def test_days_past_and_years_ahead_are_no_horizon(text):
    with pytest.raises(ParameterError, match="must begin after"):
        summaries.horizon(text, missing("campaigns"), date(2026, 2, 16))


def test_days_are_paid_on_their_platform(tea):
    found = summaries.paid_days(tea, date(2026, 2, 10))
    assert found[found["paid"] > 0]["paid"].tolist() == [10.0, 20.0]


def test_goals_by_channel_are_no_goals_of_their_own(tea):
    found = summaries.all_targets(tea)
    assert found[["platform", "owner", "value"]].to_numpy().tolist() == [["all", "", 20.0], ["jd", "Ana", 9.0]]


def test_tasks_and_content_have_their_hours(tea):
    found = summaries.planned_hours(tea, run(tea)).set_index("key")
    assert found["hours"].fillna(0).to_dict() == {"a": 4.0, "2026-03-02/jd/live": 3.0, "b": 0.0}
    assert found["done"].to_dict() == {"a": False, "2026-03-02/jd/live": False, "b": True}


def test_launches_are_counted_by_weeks_that_are_over(tea):
    found = summaries.launch_weeks(tea, date(2026, 2, 16))
    assert found[["sku", "week", "units"]].to_numpy().tolist() == [["new", 1, 2.0], ["new", 2, 0.0]]


def test_buyers_are_told_by_channel(tea):
    found = summaries.bought_by_channel(tea, date(2026, 2, 16))
    assert found.to_numpy().tolist() == [["jd", "ads", 2.0], ["jd", "free", 3.0]]


def test_what_is_not_there_is_missing(tmp_path):
    tables = shop(tmp_path, {"orders": ORDERS})
    until = date(2026, 2, 16)
    found = [
        *(summaries.all_stages(tables), summaries.campaign_rows(tables), summaries.all_targets(tables)),
        *(summaries.benchmarks(tables), summaries.launch_weeks(tables, until)),
        *(summaries.bought_by_channel(tables, until), summaries.planned_hours(tables, missing("campaigns"))),
    ]
    assert all(isinstance(each, Missing) for each in found)


def test_a_horizon_falls_into_months():
    months = summaries.months_of(summaries.horizon("2026-11-15..2027-01", missing("x"), date(2026, 10, 31)))
    assert [(str(each.start), str(each.end)) for each in months.values()] == [
        ("2026-11-15", "2026-11-30"),
        ("2026-12-01", "2026-12-31"),
        ("2027-01-01", "2027-01-31"),
    ]
    assert pd.Timestamp(months["2026-12"].start).month == 12
