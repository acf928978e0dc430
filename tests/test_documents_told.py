"""What a filled document tells of a campaign is what its notebooks found: what they threw out is not in it."""

from __future__ import annotations

import io

import docx
import pytest
from document_factory import planned, sheets
from shop_factory import opened, write

from planbook.documents import making

BRIEF = "shop,campaign,period,part,line,rank,text_en,text_zh,source,locked\n"
BRIEF += (
    "tea,gifts-2027,,theme,cure,1,The tea that cures,能治病的茶,,\ntea,gifts-2027,,theme,elders,2,For elders,给长辈,,\n"
)
BRIEF += "tea,gifts-2027,,message,taste,2,It is tasty: 90 say so,主打“好喝”：90 人这样说,13_value_proposition,\n"
BRIEF += "tea,gifts-2027,,message,aroma,1,It smells: 99 say so,主打“香”：99 人这样说,13_value_proposition,\n"
BRIEF += "tea,gifts-2027,,message,in-feed,12,For elders. It smells.,给长辈，香。,24_campaign_plan,\n"
BRIEF += "tea,gifts-2027,,offer,none,1,No offer pays,没有一种优惠划算,23_pricing_promotion,\n"
BRIEF += "tea,gifts-2027,,offer,coupon,2,5 off,立减 5 元,23_pricing_promotion,\n"
BRIEF += "tea,,2026-09,audience,old,1,Old buyers,旧人群,12_persona_building,\n"
BRIEF += "tea,,2026-10,audience,often,1,Frequent buyers,常买的人,12_persona_building,\n"
OFFERS = "shop,campaign,platform,offer,mechanic,status,text_en,text_zh\n"
OFFERS += (
    "tea,gifts-2027,tmall,coupon,coupon,{0},5 off,立减 5 元\ntea,gifts-2027,jd,coupon,coupon,{0},5 off,立减 5 元\n"
)
TARGETS = "shop,period,kpi,platform,channel,owner,value\n"
TARGETS += "tea,gifts-2027,paid,tmall,,Lin,230000\ntea,gifts-2027,spend,tmall,search_ads,Lin,9000\n"
ITEMS = "shop,campaign,platform,sku,role,deal_price\ntea,gifts-2027,tmall,T1,hero,88.5\n"
LESSONS = "shop,lesson,campaign,text_en,text_zh\ntea,old/x,gifts-2026,Boxes sell early,礼盒早卖\n"


def filled(here, name, language="en", **wish):
    """Read a document: of a text each label with what stands beside it, and the rows of its tables."""
    made = docx.Document(io.BytesIO(making.filled(name, here, language, **wish)[0]))
    rows = [[cell.text for cell in row.cells] for table in made.tables for row in table.rows]
    return {row[0]: row[1] for row in rows if len(row) == 2}, rows


def test_a_brief_has_one_message_and_the_theme_that_the_rules_allow(tmp_path):
    here = planned(tmp_path, brief=BRIEF)
    told, rows = filled(here, "campaign_brief")
    assert told["Message in one sentence"] == "It smells: 99 say so"
    assert told["Theme"] == "For elders"
    assert [row[2] for row in rows if row[:2] == ["gifts-2027", "theme"]] == ["elders"]


def test_the_audience_is_that_of_the_last_period(tmp_path):
    assert filled(planned(tmp_path, brief=BRIEF), "campaign_brief")[0]["Audience"] == "Frequent buyers"


@pytest.mark.parametrize(
    ("status", "brief", "creator"),
    [
        ("recommended", "5 off", "5 off\nT1 (Tmall): ¥88.50"),
        ("loses", "No offer pays", "T1 (Tmall): ¥88.50"),
        ("possible", "No offer pays", "T1 (Tmall): ¥88.50"),
    ],
)
def test_an_offer_is_named_once_and_only_where_it_is_recommended(status, brief, creator, tmp_path):
    here = planned(tmp_path, brief=BRIEF, offers=OFFERS.format(status), assortment=ITEMS)
    told, rows = filled(here, "campaign_brief")
    assert told["Offer"] == brief
    lines = [row[2] for row in rows if row[:2] == ["gifts-2027", "offer"]]
    assert lines == (["none", "coupon"] if status == "recommended" else ["none"])
    assert filled(here, "kol_brief")[0]["Offer (price, days, how)"] == creator


def test_a_creator_is_told_what_is_claimed_and_not_how_rivals_compare(tmp_path):
    told, rows = filled(planned(tmp_path, brief=BRIEF), "kol_brief")
    assert (told["Message"], told["Audience and scene"]) == ("It smells", "Frequent buyers")
    assert [row[1] for row in rows if row[0] in ("1", "2", "3")] == ["It smells", "It is tasty", ""]


def test_what_somebody_locked_stays_in_the_lines_of_a_brief(tmp_path):
    locked = BRIEF + "tea,gifts-2027,,offer,gift,3,A cup,一个杯子,,true\n"
    _, rows = filled(planned(tmp_path, brief=locked), "campaign_brief")
    assert [row[2] for row in rows if row[:2] == ["gifts-2027", "offer"]] == ["none", "gift"]


def test_the_rhythm_has_the_days_of_the_campaigns_stages_and_their_part_of_goal_and_money(tmp_path):
    _, rows = filled(planned(tmp_path, targets=TARGETS), "campaign_brief")
    stages = [
        (row[0], row[1], row[4]) for row in rows if row[0] in ("Warm-up", "Deposit", "Balance", "Burst", "Return")
    ]
    assert stages == [
        ("Warm-up", "29 Dec 2026 – 4 Jan 2027", ""),
        ("Burst", "5–7 Jan 2027", "Paid ¥69,000; Ad spend ¥2,700"),
        ("Return", "13–14 Jan 2027", "Paid ¥46,000; Ad spend ¥1,800"),
    ]


def test_what_is_kept_in_reserve_has_its_line_under_the_stages_that_hold_it(tmp_path):
    """The stages share 9,000 of search and 1,000 of reserve; without a reserve there is no such line."""
    reserve = TARGETS + "tea,gifts-2027,spend,all,reserve,Lin,1000\n"
    _, rows = filled(planned(tmp_path, targets=reserve), "campaign_brief")
    stages = {row[0]: row[4] for row in rows if row[0] in ("Burst", "Kept in reserve")}
    assert stages == {"Burst": "Paid ¥69,000; Ad spend ¥3,000", "Kept in reserve": "Ad spend ¥1,000"}
    _, rows = filled(planned(tmp_path, targets=TARGETS), "campaign_brief")
    assert "Kept in reserve" not in [row[0] for row in rows]


def test_an_sop_has_the_goal_and_the_money_of_its_channel_and_who_answers_for_them(tmp_path):
    more = TARGETS + "tea,gifts-2027,paid,jd,search_ads,Su,50000\ntea,gifts-2027,spend,tmall,feed_ads,He,4000\n"
    here = planned(tmp_path, targets=more)
    told, _ = filled(here, "sop_search_ads")
    assert told["Goal and budget"] == "JD Paid: ¥50,000\nTmall Ad spend: ¥9,000"
    assert told["Owner and stand-in"] == "Su, Lin"
    told, _ = filled(here, "sop_feed_ads", "zh")
    assert (told["本渠道目标与预算"], told["负责人与替补"]) == ("天猫 推广花费：4,000 元", "He")
    assert filled(here, "sop_live")[0]["Goal and budget"] == ""


def test_a_test_card_says_when_the_campaign_runs_for_whom_and_what_it_says(tmp_path):
    told, _ = filled(planned(tmp_path, brief=BRIEF), "ab_test_card")
    assert (told["Audience"], told["Message"]) == ("Frequent buyers", "It smells: 99 say so")
    assert told["Days of the campaign, on which no test runs"] == "5–14 Jan 2027"


def test_a_market_log_begins_with_what_the_analysis_of_rivals_found_last(tmp_path):
    room = "tea,,{0},white_space,50-80,1,Room at 50 in {0},{0} 有空位,11_competitor_analysis,\n"
    here = planned(tmp_path, brief=BRIEF + room.format("2026-09") + room.format("2026-10"))
    for language, kind, said in (
        ("en", "industry_news", "Room at 50 in 2026-10"),
        ("zh", "行业消息", "2026-10 有空位"),
    ):
        (lines, *_) = sheets(making.filled("market_log", here, language)[0]).values()
        told = [[str(cell) for cell in line[:6]] for line in lines if line[5] == "11_competitor_analysis"]
        assert told == [["2026-10-31", "", "50-80", kind, said, "11_competitor_analysis"]]


def test_a_launch_checklist_ends_with_the_campaigns_tasks_by_the_day_they_are_due(tmp_path):
    (*_, lines) = sheets(making.filled("launch_checklist", planned(tmp_path), "en")[0]).values()
    tasks = [line for line in lines if line[0] == "gifts-2027"]
    assert [(line[1], line[2], line[3], str(line[4])) for line in tasks] == [
        ("brief", "The brief", "Lin", "2026-11-06"),
        ("pictures", "Main pictures", "Su", "2026-12-22"),
    ]


def test_each_channel_has_the_message_in_its_words_and_who_answers_for_its_money(tmp_path):
    _, rows = filled(planned(tmp_path, brief=BRIEF, targets=TARGETS), "campaign_brief", "zh")
    said = {row[0]: (row[2], row[4]) for row in rows if row[0] in ("推荐与信息流", "搜索")}
    assert said == {"搜索": ("", "Lin"), "推荐与信息流": ("给长辈，香。", "")}


def test_what_an_earlier_edition_taught_is_told(tmp_path):
    told, _ = filled(planned(tmp_path, lessons=LESSONS), "campaign_brief")
    assert told["What the last one taught"] == "Boxes sell early"


def test_a_blank_brief_has_all_stages(tmp_path):
    made = docx.Document(io.BytesIO(making.blank("campaign_brief", "en")))
    (stages,) = [table for table in made.tables if table.rows[0].cells[0].text == "Stage"]
    assert [row.cells[0].text for row in stages.rows[2:]] == [
        *("Warm-up", "Deposit", "Balance", "Burst", "Spot", "Return", "Kept in reserve")
    ]


def test_duties_are_those_of_the_campaign_plan(tmp_path):
    tasks = "shop,campaign,task,owner,starts,due,after,likely\n"
    tasks += "tea,gifts-2027,brief,Bo,2026-11-02,2026-11-06,,3\n"
    tasks += "tea,gifts-2027,pictures,Su,2026-12-14,2026-12-22,brief,5\n"
    (lines, _) = sheets(making.filled("raci", planned(tmp_path, tasks=tasks, targets=TARGETS), "en")[0]).values()
    assert [line[3:7] for line in lines if line[0] == "gifts-2027"] == [
        ["Bo", "Lin", "", "Su"],
        ["Su", "Lin", "Bo", ""],
    ]


def test_whom_a_task_names_itself_stands_before_what_is_reckoned(tmp_path):
    tasks = "shop,campaign,task,owner,starts,due,after,likely,accountable,consulted,informed\n"
    tasks += "tea,gifts-2027,brief,Bo,2026-11-02,2026-11-06,,3,Ann；Ed,He;Xu,\n"
    tasks += "tea,gifts-2027,pictures,Su,2026-12-14,2026-12-22,brief,5,,,Xu\n"
    (lines, _) = sheets(making.filled("raci", planned(tmp_path, tasks=tasks, targets=TARGETS), "en")[0]).values()
    assert [line[3:7] for line in lines if line[0] == "gifts-2027"] == [
        ["Bo", "Ann;Ed", "He;Xu", "Su"],
        ["Su", "Lin", "Bo", "Xu"],
    ]


def test_a_post_mortem_holds_what_came_of_it_against_the_goals(tmp_path):
    write(
        tmp_path / "orders.csv",
        "order_id,platform,paid_at,paid,refund\n1,tmall,2026-10-30,30,6\n2,tmall,2026-10-31,20,0\n",
    )
    campaigns = "shop,campaign,platform,starts,ends\ntea,tea-days,tmall,2026-10-30,2026-10-31\n"
    write(tmp_path / "plans" / "campaigns.csv", campaigns)
    write(tmp_path / "plans" / "targets.csv", "shop,period,kpi,platform,value\ntea,tea-days,paid,tmall,40\n")
    here = opened(tmp_path, {"orders": {"path": "orders.csv"}}).shop
    _, rows = filled(here, "post_mortem")
    found = {row[0]: row[1:4] for row in rows if len(row) == 6}
    assert found["Paid"] == ["¥40.00", "¥50.00", "125.0%"]
    assert found["Net"] == ["", "¥44.00", ""]
    assert found["Visitors"] == ["", "", ""]


def test_an_application_takes_for_usual_what_most_units_were_sold_at_and_never_the_list_price(tmp_path):
    write(tmp_path / "items.csv", "order_id,sku,quantity,unit_price\n1,T1,2,80\n1,T1,1,60\n1,T1,1,95\n")
    write(tmp_path / "products.csv", "sku,product,list_price\nT1,Oolong,120\n")
    planned(tmp_path, assortment=ITEMS)
    sources = {"orders": "orders.csv", "order_items": "items.csv", "products": "products.csv"}
    here = opened(tmp_path, {name: {"path": path} for name, path in sources.items()}).shop
    (lines, *_) = sheets(making.filled("event_application", here, "en")[0]).values()
    (top,) = [at for at, line in enumerate(lines) if line[0] == "campaign"]
    assert lines[top - 1][5:8] == ["List price", "Usual price", "Lowest paid in 30 days"]
    assert lines[top + 1][3:9] == ["Oolong", "Hero item", 120, 80, 60, 88.5]
