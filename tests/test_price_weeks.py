"""Prices come home item by item and week by week; a price below the floor comes with what it may cost."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from shop_factory import shop

from planbook import summaries
from planbook.absence import missing
from planbook.periods import parse

ORDERS = """\
order_id,paid_at,platform,creator,gross,discount_shop,discount_platform,discount_creator,shipping,paid,refund,status
1,2026-10-05 10:00,tmall,,200,20,10,0,6,176,0,paid
2,2026-10-06 10:00,tmall,,100,10,0,0,0,90,45,paid
3,2026-10-14 10:00,tmall,Mei,100,30,0,10,0,60,0,paid
4,2026-10-15 10:00,tmall,,90,25,0,0,0,65,0,paid
5,2026-10-07 10:00,jd,,100,0,0,0,0,100,0,paid
6,2026-10-08 10:00,tmall,,100,0,0,0,0,100,100,refunded
"""
LINES = """\
order_id,sku,quantity,unit_price
1,A,1,100
1,B,2,50
2,A,1,90
3,A,1,60
4,A,1,65
5,A,1,100
6,A,1,100
"""
PRODUCTS = """\
sku,product,category,role,unit_cost,list_price,floor_price
A,Tin,tea,hero,40,100,70
B,Cup,ware,profit,20,50,
"""
TABLES = {"orders": ORDERS, "order_items": LINES, "products": PRODUCTS}
OCTOBER = parse("2026-10")


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    return shop(tmp_path_factory.mktemp("prices"), TABLES, fees={"tmall": 0.1})


def test_what_was_taken_off_the_whole_order_is_shared_out_to_its_lines(tables):
    weeks = summaries.price_weeks(tables, OCTOBER)
    cup = weeks[weeks["sku"] == "B"].iloc[0]
    assert (cup["units"], cup["paid"], cup["price"]) == pytest.approx((2.0, 85.0, 42.5))
    assert (cup["cost"], cup["fee"]) == pytest.approx((40.0, 8.5))


def test_a_week_has_the_geometric_mean_of_its_lines(tables):
    weeks = summaries.price_weeks(tables, OCTOBER)
    first = weeks[(weeks["sku"] == "A") & (weeks["week"] == "2026-10-05")].iloc[0]
    logs = pd.Series([math.log(85), math.log(90), math.log(100), math.log(100)])
    assert (first["units"], first["lines"], first["price"]) == pytest.approx((4.0, 4.0, math.exp(logs.mean())))
    assert first["scatter"] == pytest.approx(logs.var(), abs=1e-8)


def test_of_many_rows_the_items_that_bring_most_are_kept(tables):
    found = summaries.price_weeks(tables, OCTOBER, most=2)
    assert (found["sku"].unique().tolist(), found["items"].unique().tolist()) == (["A"], [2])


def test_weeks_of_a_campaign_that_has_the_item_are_marked(tmp_path):
    plan = {
        "assortment": "campaign,platform,sku\nx,tmall,A\n",
        "campaigns": "campaign,platform,starts,ends\nx,tmall,2026-10-07,2026-10-09\n",
    }
    weeks = summaries.price_weeks(shop(tmp_path, TABLES | plan), OCTOBER)
    assert weeks[["sku", "promoted"]].to_numpy().tolist() == [["A", 1.0], ["B", 0.0], ["A", 0.0]]


def test_the_ladder_adds_up_from_list_price_to_goods(tables):
    found = summaries.ladder(tables, {"current": OCTOBER}).set_index("platform").loc["tmall"]
    assert found[["orders", "listed", "item_off", "goods"]].tolist() == [5, 600, 10, 485]
    assert found[["shop_pays", "platform_pays", "creator_pays"]].tolist() == [85, 10, 10]
    assert found[["none", "one", "several"]].tolist() == [1, 2, 2]


def test_without_list_prices_the_ladder_begins_at_goods_before_discounts(tmp_path):
    part = {name: TABLES[name] for name in ("orders", "order_items")}
    found = summaries.ladder(shop(tmp_path, part), {"current": OCTOBER}).set_index("platform").loc["tmall"]
    assert found[["listed", "item_off"]].tolist() == [590, 0]


def test_an_items_ladder_shares_what_its_orders_took_off(tables):
    row = summaries.item_ladder(tables, OCTOBER).set_index(["sku", "platform"]).loc[("A", "tmall")]
    assert (row["units"], row["listed"], row["deal"]) == pytest.approx((5.0, 500.0, 400.0))
    assert row[["item_off", "shop_pays", "platform_pays", "creator_pays"]].tolist() == pytest.approx([10, 75, 5, 10])
    assert (row["refund"], row["fee"], row["cost"]) == pytest.approx((145.0, 40.0, 200.0))
    assert (row["parcels"], row["shipping"]) == pytest.approx((4.5, 3.0))


def test_a_price_below_the_floor_is_told_with_what_buyers_before_may_ask_back(tables):
    found = summaries.floor_breaks(tables, OCTOBER)
    columns = ["creator", "units", "lowest", "short", "protected_units", "exposure"]
    assert found["date"].dt.day.tolist() == [14, 15]
    # 85 and 90 paid before, each against the lowest price that followed; the refunded order asks for nothing
    assert found[columns].to_numpy().tolist() == [["Mei", 1, 60, 10, 2, 55], ["", 1, 65, 5, 0, 0]]


def test_what_was_sold_while_the_shop_was_live_is_told_apart(tmp_path):
    lives = """\
started_at,platform,account,kind,minutes
2026-10-14 09:30,tmall,Tea,own,60
2026-10-15 08:00,tmall,Tea,own,180
2026-10-15 09:00,jd,Tea,own,180
2026-10-15 09:00,tmall,Mei,creator,600
"""
    orders = ORDERS + "7,2026-10-15 11:01,tmall,,90,25,0,0,0,65,0,paid\n"
    sold = {"orders": orders, "order_items": LINES + "7,A,1,65\n", "products": PRODUCTS, "lives": lives}
    found = summaries.floor_breaks(shop(tmp_path, sold), OCTOBER)
    # Mei's own sale is hers, though the shop was live; at 11:01 the live of 8:00 was over for a minute
    assert found[["creator", "live", "units"]].to_numpy().tolist() == [["Mei", False, 1], ["", False, 1], ["", True, 1]]


def test_protection_reaches_so_many_days_back(tables):
    assert summaries.floor_breaks(tables, OCTOBER, days=8)["exposure"].tolist() == [30.0, 0.0]
    assert summaries.floor_breaks(tables, OCTOBER, days=1)["exposure"].tolist() == [0.0, 0.0]


def test_buyers_before_the_span_are_protected_too(tables):
    found = summaries.floor_breaks(tables, parse("2026-10-14..2026-10-31"))
    assert found["exposure"].sum() == 55.0


def test_what_is_missing_is_named(tmp_path):
    bare = shop(tmp_path, {"orders": "order_id,paid_at,paid\n1,2026-10-05,10\n", "order_items": LINES})
    assert summaries.floor_breaks(bare, OCTOBER) == missing("products", "floor_price")
    assert summaries.ladder(bare, {"current": OCTOBER}) == missing("orders", "gross")
    assert len(summaries.price_weeks(bare, OCTOBER)) == 2
    nothing = shop(tmp_path / "none", {"orders": ORDERS})
    assert summaries.price_weeks(nothing, OCTOBER) == summaries.item_ladder(nothing, OCTOBER) == missing("order_items")
