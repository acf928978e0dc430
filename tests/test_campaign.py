"""A campaign is found by its key or as the last that ended; its platforms, days, items and people are summed alone."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest
from shop_factory import shop

from planbook import summaries
from planbook.absence import Missing, ParameterError, missing
from planbook.periods import Period, parse
from planbook.summaries import part

CAMPAIGNS = """campaign,platform,starts,ends,text_en,text_zh,budget,cost
dew-2025,tmall,2025-09-10,2025-09-14,,,,
dew-2026,tmall,2026-09-09,2026-09-13,White Dew,白露,1000,300
dew-2026,jd,2026-09-09,2026-09-12,White Dew,白露,,200
gala-2026,jd,2026-09-20,2026-10-30,Gala,,,
later-2027,jd,2027-01-01,2027-01-02,,,,
"""
ORDERS = """order_id,customer_id,paid_at,paid,gross,discount_shop,refund,platform
1,a,2026-08-01,90,100,10,0,douyin
2,a,2026-09-09 10:00,90,100,10,9,tmall
3,b,2026-09-12,50,60,10,,tmall
4,c,2026-09-13,70,70,0,0,jd
5,d,2026-09-30,10,10,0,0,douyin
"""
LINES = """order_id,sku,quantity,unit_price,unit_cost
2,A,2,40,10
2,B,1,10,
3,A,1,50,10
4,A,7,10,
5,A,1,10,1
"""
ASSORTMENT = (
    "campaign,platform,sku,role,stock\ndew-2026,tmall,A,hero,5\ndew-2026,tmall,C,image,2\ndew-2025,tmall,A,hero,1\n"
)
TASKS = "campaign,task,due,done,owner\ndew-2026,pages,2026-09-01,,Bo\ndew-2026,brief,2026-08-01,2026-08-02,Ana\n"
ACTIONS = """action,campaign,opened,status,text_en
dew-2025/stock,dew-2025,2025-09-20,dropped,More stock
dew-2026/own,dew-2026,2026-09-14,open,Ours
gala-2026/x,gala-2026,2026-10-31,open,Later
old/y,old,2024-01-01,,Nobody knows when
"""
TABLES = {
    "orders": ORDERS, "order_items": LINES, "campaigns": CAMPAIGNS, "assortment": ASSORTMENT, "tasks": TASKS,
    "actions": ACTIONS, "targets": "period,kpi,platform,value\ndew-2026,paid,tmall,200\n2026-09,paid,tmall,1\n",
    "item_traffic": "date,platform,sku,visitors,buyers\n2026-09-09,tmall,A,9,1\n2026-09-09,tmall,B,9,1\n",
    "ad_spend": "date,platform,tool,spend,paid\n2026-09-09,tmall,ads,5,20\n2026-09-09,douyin,ads,7,20\n",
    "creators": "campaign,platform,creator,slot_fee\ndew-2026,tmall,Ana,100\n",
}  # fmt: skip
SEPTEMBER = parse("2026-09")


@pytest.fixture
def tables(tmp_path):
    return shop(tmp_path, TABLES)


@pytest.fixture
def ran(tables):
    return summaries.campaign(tables, "latest", SEPTEMBER)


def test_the_latest_campaign_is_the_last_that_ended(ran):
    assert (ran.key, ran.platforms, ran.ended) == ("dew-2026", ("jd", "tmall"), True)
    assert ran.span == ran.seen == Period(date(2026, 9, 9), date(2026, 9, 13), "dew-2026", "event")
    assert ran.rows["cost"].tolist() == [200, 300]
    assert (ran.name("en"), ran.name("zh")) == ("White Dew", "白露")


def test_a_period_after_the_data_ends_with_the_data(tables):
    assert summaries.campaign(tables, "latest", parse("2027-02")).key == "dew-2026"


def test_a_campaign_that_runs_still_is_told_as_far_as_it_went(tables):
    found = summaries.campaign(tables, "gala-2026", SEPTEMBER)
    assert (found.ended, found.seen.end, found.span.end) == (False, date(2026, 9, 30), date(2026, 10, 30))
    assert (found.name("zh"), summaries.campaign(tables, "dew-2025", SEPTEMBER).name("en")) == ("Gala", "dew-2025")


@pytest.mark.parametrize(
    ("key", "period", "message"),
    [
        ("due-2026", "2026-09", "Did you mean 'dew-2026'"),
        ("zzz", "2026-09", "The last are: dew-2025, dew-2026, gala-2026, later-2027"),
        ("latest", "2025-08", "No campaign of this shop has ended by 2025-08-31. The first to end is 'dew-2025'"),
        ("later-2027", "2026-09", "begins on 2027-01-01, after the last day that is read, 2026-09-30"),
    ],
    ids=["a slip", "nothing near", "none ended", "not begun"],
)
def test_a_key_that_cannot_be_is_told(tables, key, period, message):
    with pytest.raises(ParameterError, match=message):
        summaries.campaign(tables, key, parse(period))


def test_without_the_table_there_is_no_campaign(tmp_path):
    bare = shop(tmp_path, {"orders": ORDERS})
    absent = summaries.campaign(bare, "latest", SEPTEMBER)
    assert absent == missing("campaigns")
    assert part.of(bare, absent) == summaries.touched(bare, absent) == part.dates(absent) == absent
    assert part.history(absent, absent) == (absent,) * 4


def test_the_last_edition_is_the_same_key_a_year_earlier(tables, ran):
    last = summaries.edition_before(tables, ran)
    spans = summaries.campaign_spans(ran, last)
    assert (last.key, spans["aligned"].start, spans["aligned"].end) == (
        "dew-2025",
        date(2025, 9, 10),
        date(2025, 9, 14),
    )
    assert summaries.edition_before(tables, last) == missing("campaigns", reason="empty")
    assert set(summaries.campaign_spans(ran, missing("campaigns"))) == {"current", "event"}


def test_a_part_has_its_platforms_alone_and_the_shops_first_orders(tables, ran):
    ours = part.of(tables, ran)
    found = part.sales(ours, summaries.campaign_spans(ran, missing("campaigns"))).iloc[0]
    assert found[["paid", "orders", "buyers", "new_buyers"]].tolist() == [210, 3, 3, 2]
    whole = summaries.sales(tables, {"current": SEPTEMBER}).iloc[0]
    assert whole[["paid", "new_buyers"]].tolist() == [220, 3]


def test_stretches_of_campaigns_and_events_are_gathered(tmp_path, ran):
    events = "event,year,wave,platform,stage,starts,ends\nfest,2026,1,all,warm-up,2026-09-01,2026-09-02\n"
    found = summaries.touched(shop(tmp_path, TABLES | {"events": events}), ran)
    assert found[["campaign", "platform"]].to_numpy().tolist() == [
        ["dew-2025", "tmall"], ["fest", "all"], ["dew-2026", "jd"], ["dew-2026", "tmall"], ["gala-2026", "jd"],
    ]  # fmt: skip


def test_order_lines_are_summed_by_side(tables, ran):
    found = summaries.side_days(tables, ran)
    assert found[["platform", "side", "paid", "units"]].to_numpy().tolist() == [
        ["tmall", "inside", 80, 2], ["tmall", "outside", 10, 1], ["tmall", "inside", 50, 1], ["jd", "outside", 70, 7],
        ["douyin", "all", 10, 1],
    ]  # fmt: skip


def test_money_is_summed_by_day_with_the_cost_of_goods(tables, ran):
    found = summaries.trade_days(tables, ran).set_index("platform")
    assert found.loc["tmall", ["paid", "discount", "goods", "cost"]].to_numpy().tolist() == [
        [90, 10, 80, 20], [50, 10, 50, 10],
    ]  # fmt: skip
    assert found.loc["jd", "goods"] != found.loc["jd", "goods"]


def test_items_tell_what_they_sold_on_their_platform(tables, ran):
    found = summaries.assortment(tables, ran)
    assert found[["sku", "stock", "units", "paid"]].to_numpy().tolist() == [["A", 5, 3, 130], ["C", 2, 0, 0]]
    assert summaries.item_days(tables, ran)[["sku", "visitors"]].to_numpy().tolist() == [["A", 9]]


def test_the_rest_of_the_plan_is_that_of_the_campaign(tables, ran):
    assert summaries.campaign_targets(tables, ran)["value"].tolist() == [200]
    assert summaries.tasks(tables, ran)["task"].tolist() == ["brief", "pages"]
    assert summaries.creators(tables, ran)["slot_fee"].tolist() == [100]
    assert summaries.ad_days(tables, ran)["spend"].tolist() == [5]


def test_earlier_reviews_are_those_of_campaigns_before(tables, ran):
    assert summaries.earlier_actions(tables, ran)["action"].tolist() == ["dew-2025/stock", "old/y"]
    assert summaries.earlier_lessons(tables, ran) == missing("lessons", "campaign")


@pytest.mark.parametrize(
    ("read", "table"),
    [
        (summaries.side_days, "assortment"),
        (summaries.assortment, "assortment"),
        (summaries.tasks, "tasks"),
        (summaries.creators, "creators"),
        (summaries.campaign_targets, "targets"),
        (summaries.item_days, "item_traffic"),
    ],
    ids=lambda x: getattr(x, "__name__", x),
)
def test_a_campaign_without_rows_in_a_table_says_so(tables, read, table):
    found = read(tables, summaries.campaign(tables, "gala-2026", parse("2026-09")))
    assert isinstance(found, Missing)
    assert (found.needs[0].table, found.reason) == (table, "empty")


def test_days_reach_to_the_last_that_is_read(tables, ran):
    found = summaries.campaign_days(tables, ran)
    assert (found["date"].min(), found["date"].max()) == (pd.Timestamp("2026-08-01"), pd.Timestamp("2026-09-30"))


@pytest.mark.parametrize(("key", "found"), [("next", "later-2027"), ("latest", "dew-2026"), ("dew-2025", "dew-2025")])
def test_a_plan_looks_ahead_and_may_look_back(tables, key, found):
    assert summaries.planned(tables, key, parse("2026-11")).key == found


def test_no_campaign_ahead_says_what_to_do(tmp_path):
    tables = shop(
        tmp_path, {"orders": ORDERS, "campaigns": CAMPAIGNS.replace("later-2027,jd,2027-01-01,2027-01-02,,,,\n", "")}
    )
    with pytest.raises(ParameterError, match="begins after 2026-09-30"):
        summaries.planned(tables, "next", parse("2026-11"))


def test_what_a_channel_is_to_bring_is_no_goal_of_its_own(tmp_path):
    rows = "period,kpi,platform,channel,value\n2026-09,paid,tmall,,200\n2026-09,paid,tmall,search_ads,80\n"
    found = summaries.targets(shop(tmp_path, {"targets": rows}), SEPTEMBER)
    assert found["value"].tolist() == [200.0]


def test_the_log_gives_a_plan_what_was_seen_by_now_on_its_platforms_and_waits(tmp_path):
    head = "date,platform,subject,kind,urgency,due,outcome\n"
    rows = "2026-10-12,tmall,rule,platform_rule,next_plan,2026-11-13,\n2026-10-26,,box,users_voice,now,2026-11-20,\n"
    rows += "2026-10-27,all,law,law,now,2026-11-12,\n2026-10-28,douyin,badge,new_form,now,,\n"
    rows += "2026-10-29,tmall,index,industry_news,keep,,\n2026-10-30,tmall,words,law,now,,mended\n"
    rows += "2026-11-02,tmall,late,law,now,,\n"
    tables = shop(tmp_path, {"market_log": head + rows})
    ran = SimpleNamespace(platforms=("tmall",), as_of=date(2026, 10, 31))
    found = summaries.seen_on_market(tables, ran)
    assert found["subject"].tolist() == ["law", "box", "rule"]
    nothing = shop(tmp_path / "none", {"orders": "order_id,paid\n1,5\n"})
    assert summaries.seen_on_market(nothing, ran) == missing("market_log")
