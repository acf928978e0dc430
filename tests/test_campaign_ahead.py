"""What is known of a campaign ahead is read by its own lines, its last edition, and nobody's proposals."""

from __future__ import annotations

import pandas as pd
import pytest
from shop_factory import shop

from planbook import summaries
from planbook.absence import Missing, missing
from planbook.documents import goods
from planbook.summaries import campaign_ahead, campaign_copy, campaign_items
from planbook.workbook import Book, open_book

CAMPAIGNS = (
    "campaign,platform,starts,ends,budget\n"
    "spring-2025,tmall,2025-03-10,2025-03-12,\nspring-2026,tmall,2026-03-10,2026-03-12,900\n"
)
ORDERS = "order_id,paid_at,paid,platform\na,2025-03-10,100,tmall\nb,2026-01-30,100,tmall\nc,2026-01-31,300,tmall\n"
LINES = "order_id,sku,quantity,unit_price\na,x,1,80\na,y,1,20\nb,y,2,50\nc,y,3,60\nc,z,1,120\n"
PRODUCTS = "sku,product,role,unit_cost,list_price,floor_price,stock\ny,Tea,hero,20,70,40,9\n"
BASE = {"orders": ORDERS, "campaigns": CAMPAIGNS, "order_items": LINES, "products": PRODUCTS}
SOURCE = "24_campaign_plan"


@pytest.fixture
def opened(tmp_path):
    def made(**tables: str) -> tuple[Book, summaries.Campaign]:
        shop(tmp_path, BASE | tables)
        book = open_book(str(tmp_path))
        return book, summaries.planned(book.tables, "next", book.current)

    return made


def test_of_each_part_the_campaigns_own_lines_count_else_those_of_the_last_period(opened):
    head = "campaign,period,part,line,rank,text_en,source\n"
    rows = ",2025-12,message,old,1,Old,\n,2026-01,message,new,1,New,\n,2026-01,theme,other,1,X,\n"
    rows += "spring-2026,,theme,own,1,Own,\n"
    book, ran = opened(brief=head + rows + f"spring-2026,,message,in-feed,11,Ours,{SOURCE}\n")
    found = campaign_ahead.brief(book.tables, ran)
    assert found[["part", "line"]].to_numpy().tolist() == [["message", "new"], ["theme", "own"]]


def test_money_is_the_whole_of_a_platform_else_its_parts(opened):
    rows = "spring-2026,spend,tmall,,900\nspring-2026,spend,tmall,search,500\nspring-2026,spend,jd,search,70\n"
    book, ran = opened(targets="period,kpi,platform,channel,value\n" + rows + "spring-2026,paid,jd,,9\n")
    found = campaign_ahead.budget(book.tables, ran)
    assert found[["platform", "channel", "value"]].to_numpy().tolist() == [["jd", "search", 70.0], ["tmall", "", 900.0]]


def test_layers_stand_beside_those_of_the_last_edition(opened):
    rows = "spring-2025,tmall,carts,100,5\nspring-2025,jd,carts,9,1\nspring-2026,tmall,members,7,\n"
    book, ran = opened(layers="campaign,platform,layer,people,buyers\n" + rows)
    found = campaign_ahead.layers(book.tables, ran, summaries.edition_before(book.tables, ran))
    assert found.fillna(0).to_numpy().tolist() == [["tmall", "carts", 100, 5, 0], ["tmall", "members", 0, 0, 7]]


def test_stages_are_those_of_the_same_event_and_year_on_these_platforms(opened):
    head = "event,year,wave,platform,stage,starts,ends\n"
    rows = "spring,2026,1,all,burst,2026-03-10,2026-03-11\nspring,2025,1,all,burst,2025-03-10,2025-03-11\n"
    book, ran = opened(events=head + rows + "spring,2026,1,jd,return,2026-03-13,2026-03-14\n")
    found = campaign_ahead.stages(book.tables, ran)
    assert found["stage"].tolist() == ["burst"]
    assert found["apply_by"].isna().all()


def test_items_that_people_chose_have_their_history_and_prices(opened):
    book, ran = opened(assortment="campaign,platform,sku,deal_price,target_units\nspring-2026,tmall,y,45,\n")
    last = summaries.edition_before(book.tables, ran)
    item = campaign_items.items_ahead(book.tables, ran, last).iloc[0]
    assert (item["role"], item["product"], item["stock_now"], item["chosen"]) == ("hero", "Tea", 9.0, True)
    assert (item["share"], item["recent_share"]) == pytest.approx((0.2, 280 / 400))
    assert (item["lowest"], item["highest"], item["price"]) == (50.0, 60.0, 60.0)


def test_target_units_of_an_earlier_run_are_reckoned_again(opened):
    rows = f"spring-2026,tmall,y,45,99,{SOURCE},\nspring-2026,tmall,z,45,77,{SOURCE},true\n"
    book, ran = opened(assortment="campaign,platform,sku,deal_price,target_units,source,locked\n" + rows)
    found = campaign_items.items_ahead(book.tables, ran, summaries.edition_before(book.tables, ran)).set_index("sku")
    assert found["target_units"].fillna(0).to_dict() == {"y": 0.0, "z": 77.0}


def test_where_nobody_chose_the_best_sellers_are_proposed(opened):
    book, ran = opened()
    found = campaign_items.items_ahead(book.tables, ran, summaries.edition_before(book.tables, ran))
    assert found["sku"].tolist() == ["y", "z"]
    assert not found["chosen"].any()
    assert found["deal_price"].tolist() == [60.0, 120.0]


def test_the_usual_price_is_the_applications_the_one_at_which_most_units_went_in_thirty_days(opened):
    """Two units went at 50 and two at 60, of which the lower counts; five at 90 went before the thirty days."""
    orders = "order_id,paid_at,paid,platform\na,2026-01-01,450,tmall\nb,2026-01-30,100,tmall\nc,2026-01-31,120,tmall\n"
    lines = "order_id,sku,quantity,unit_price\na,y,5,90\nb,y,2,50\nc,y,2,60\n"
    items = "campaign,platform,sku,deal_price\nspring-2026,tmall,y,55\n"
    book, ran = opened(orders=orders, order_items=lines, assortment=items)
    (item,) = campaign_items.items_ahead(book.tables, ran, missing("campaigns")).to_dict("records")
    (row,) = goods.priced(book.tables, pd.DataFrame({"platform": ["tmall"], "sku": ["y"]}), ran.as_of).to_dict(
        "records"
    )
    assert (item["price"], row["usual"]) == (50.0, 50.0)


def test_copy_is_read_from_brief_content_titles_and_creatives(opened):
    content = "campaign,date,platform,format,stage,text_en,source\nspring-2026,2026-03-01,tmall,note,potential,Hello,\n"
    ads = "date,platform,tool,creative,spend\n2026-01-30,tmall,x,Old tea,1\n2025-03-10,tmall,x,Gone,1\n"
    book, ran = opened(
        calendar=content + f"spring-2026,2026-03-02,tmall,note,potential,Ours,{SOURCE}\n",
        ad_spend=ads,
        assortment="campaign,platform,sku\nspring-2026,tmall,y\n",
    )
    found = campaign_copy.copy_texts(book.tables, ran)
    assert found[["origin", "text"]].to_numpy().tolist() == [
        ["content", "Hello"],
        ["creative", "Old tea"],
        ["product", "Tea"],
    ]


def test_placements_are_of_the_campaign_and_of_those_before(opened):
    rows = "spring-2026,tmall,Ana,head\nspring-2025,tmall,Bo,ordinary\n"
    book, ran = opened(creators="campaign,platform,creator,tier\n" + rows)
    found = campaign_ahead.placements(book.tables, ran)
    assert found[["creator", "ahead"]].to_numpy().tolist() == [["Bo", False], ["Ana", True]]
    book, ran = opened(creators="campaign,platform,creator,tier\nspring-2025,tmall,Bo,ordinary\n")
    assert isinstance(campaign_ahead.placements(book.tables, ran), Missing)


def test_slots_are_of_the_campaign_and_of_those_that_are_over(opened):
    head = "campaign,platform,slot,ends,status,visitors\n"
    rows = "spring-2026,tmall,banner,2026-03-11,planned,\nspring-2025,tmall,banner,2025-03-11,granted,90\n"
    book, ran = opened(resources=head + rows + "summer-2026,tmall,banner,2026-06-18,granted,80\n")
    found = campaign_ahead.slots(book.tables, ran)
    assert found[["campaign", "ahead"]].to_numpy().tolist() == [["spring-2025", False], ["spring-2026", True]]
    assert found["price"].isna().all()
    book, ran = opened(resources=head + "spring-2025,tmall,banner,2025-03-11,granted,90\n")
    assert isinstance(campaign_ahead.slots(book.tables, ran), Missing)


def test_a_slot_without_days_of_its_own_is_over_with_its_campaign(opened):
    head = "campaign,platform,slot,status,visitors\n"
    rows = "spring-2026,tmall,banner,planned,\nspring-2025,tmall,banner,granted,90\nelse-2026,tmall,banner,granted,80\n"
    later = CAMPAIGNS + "else-2026,tmall,2026-03-01,2026-03-09,\n"
    book, _ = opened(resources=head + rows + "unknown,tmall,banner,granted,70\n", campaigns=later)
    ran = summaries.planned(book.tables, "spring-2026", book.current)
    found = campaign_ahead.slots(book.tables, ran)
    assert found[["campaign", "ahead"]].to_numpy().tolist() == [["spring-2025", False], ["spring-2026", True]]


def test_without_their_tables_summaries_say_what_they_need(opened):
    book, ran = opened()
    last = summaries.edition_before(book.tables, ran)
    for found in (
        campaign_ahead.brief(book.tables, ran),
        campaign_ahead.offers(book.tables, ran),
        campaign_ahead.risks(book.tables, ran),
        campaign_ahead.slots(book.tables, ran),
        campaign_ahead.stages(book.tables, ran),
        campaign_ahead.layers(book.tables, ran, last),
    ):
        assert isinstance(found, Missing)
