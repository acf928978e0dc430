"""``planbook check`` finds where two tables are at odds, and is silent where they cannot be compared."""

from __future__ import annotations

import pandas as pd
import pytest
from shop_factory import shop
from test_checks import told

ORDERS = "order_id,customer_id,paid_at,gross,paid,refund,platform\n"
TRAFFIC = "date,platform,source,visitors,buyers,basis\n"
ADS = "date,platform,tool,spend,paid,basis\n"
VISITS = "date,platform,sku,visitors,units,paid\n"
LINES = "order_id,sku,quantity,unit_price\n"
DAYS = [f"2026-10-{day:02d}" for day in range(1, 32)]


def sold(each=2, *, days=DAYS, platform="tmall"):
    """Write so many orders a day, each of another buyer, for 10."""
    rows = [f"{day}-{n},{day}{n},{day} 08:00,10,10,0,{platform}\n" for day in days for n in range(each)]
    return ORDERS + "".join(rows)


def daily(head, *rows, days=DAYS):
    return head + "".join(f"{day},{row}\n" for day in days for row in rows)


def between(folder, **tables):
    """Give the warnings, but for tables that are not there."""
    return [row for row in told(shop(folder, tables)) if row[2] != "no such table"]


def test_traffic_that_knows_far_fewer_buyers_than_orders_is_told(tmp_path):
    found = between(tmp_path, orders=sold(2), traffic=daily(TRAFFIC, "tmall,search,9,1,"))
    assert found == [("traffic", "buyers", "buyers not as in orders", 1, "tmall, 2026-10: 31 (orders: 62)")]


def test_an_order_file_that_is_missing_shows_in_the_buyers_of_traffic(tmp_path):
    orders = sold(2, days=[*DAYS[:5], *DAYS[-1:]])
    found = between(tmp_path, orders=orders, traffic=daily(TRAFFIC, "tmall,search,9,2,"))
    assert found == [("traffic", "buyers", "buyers not as in orders", 1, "tmall, 2026-10: 62 (orders: 12)")]


@pytest.mark.parametrize(
    ("orders", "traffic"),
    [
        (sold(2), daily(TRAFFIC, "tmall,search,9,2,", "tmall,live,9,1,")),
        (sold(2), daily(TRAFFIC, "tmall,all,9,2,", "tmall,search,9,2,", "tmall,live,9,2,", "tmall,direct,9,2,")),
        (sold(2), daily(TRAFFIC, "tmall,search,9,,")),
        (sold(2), daily(TRAFFIC, "tmall,search,9,1,active_users")),
        (sold(2, days=DAYS[:3]), daily(TRAFFIC, "tmall,search,9,1,", days=DAYS[:3])),
        (sold(2).replace(",tmall", ",").replace("platform", "place"), daily(TRAFFIC, "tmall,search,9,1,")),
    ],
    ids=["a buyer of two sources", "a platform's total", "no buyers", "another way of counting", "few", "no platform"],
)
def test_buyers_that_can_agree_or_cannot_be_compared_are_not_told(tmp_path, orders, traffic):
    assert between(tmp_path, orders=orders, traffic=traffic) == []


def test_a_platform_s_own_total_must_be_near_the_orders(tmp_path):
    found = between(tmp_path, orders=sold(2), traffic=daily(TRAFFIC, "tmall,all,9,3,"))
    assert found == [("traffic", "buyers", "buyers not as in orders", 1, "tmall, 2026-10: 93 (orders: 62)")]


def test_a_buyer_of_two_orders_a_day_counts_once(tmp_path):
    rows = "".join(f"{day}-{n},ana,{day} 08:00,10,10,0,tmall\n" for day in DAYS for n in range(2))
    assert between(tmp_path, orders=ORDERS + rows, traffic=daily(TRAFFIC, "tmall,all,9,1,")) == []


def test_advertising_that_claims_more_than_all_orders_is_told(tmp_path):
    found = between(tmp_path, orders=sold(2), ad_spend=daily(ADS, "tmall,a,5,15,", "tmall,b,5,15,"))
    assert found == [("ad_spend", "paid", "more than in orders", 1, "tmall, 2026-10: 930 (orders: 620)")]


def test_advertising_that_claims_some_or_counts_otherwise_is_not_told(tmp_path):
    rows = ("tmall,a,5,19,", "tmall,b,5,900,by_item", "jd,a,5,900,")
    found = between(tmp_path, orders=sold(2), ad_spend=daily(ADS, *rows))
    assert [row[2] for row in found] == ["counted in several ways"]


def test_items_that_brought_more_than_all_orders_are_told(tmp_path):
    lines = LINES + "".join(f"{day}-{n},x,1,10\n" for day in DAYS for n in range(2))
    visits = daily(VISITS, "tmall,x,9,3,30")
    found = between(tmp_path, orders=sold(2), order_items=lines, item_traffic=visits)
    assert found == [
        ("item_traffic", "paid", "more than in orders", 1, "tmall, 2026-10: 930 (orders: 620)"),
        ("item_traffic", "units", "more than in order_items", 1, "tmall, 2026-10: 93 (order_items: 62)"),
    ]


@pytest.mark.parametrize(("price", "odd"), [(10, 0), (9.95, 0), (8, 1), (13, 1)])
def test_lines_add_up_to_the_goods_of_their_order(tmp_path, price, odd):
    orders = "order_id,paid_at,gross,discount_shop,paid\n1,2026-10-01,12,2,10\n"
    found = between(tmp_path, orders=orders, order_items=f"{LINES}1,x,1,{price}\n1,x,-1,9\n")
    assert found == [("order_items", "unit_price", "not as in orders", 1, "1")] * odd


def test_a_month_whose_orders_lack_their_lines_is_told(tmp_path):
    found = between(
        tmp_path, orders=ORDERS + "1,a,2026-10-01,,10,0,\n2,a,2026-09-01,,10,0,\n", order_items=LINES + "1,x,1,10\n"
    )
    assert found == [("orders", "order_id", "paid, and without lines", 1, "2")]


def test_refunds_of_no_order_or_of_another_sum_are_told(tmp_path):
    refunds = "refund_id,order_id,amount,status\nr1,1,4,done\nr2,1,3,open\nr3,2,5,done\nr4,9,5,done\n"
    orders = ORDERS + "1,a,2026-10-01,,10,4,\n2,a,2026-10-01,,10,0,\n"
    assert between(tmp_path, orders=orders, refunds=refunds) == [
        ("orders", "refund", "not as in refunds", 1, "2"),
        ("refunds", "order_id", "not in orders", 1, "9"),
    ]


def test_settlements_of_unknown_orders_are_a_note(tmp_path):
    text = "platform,line_id,order_id,kind,amount\ntmall,a,9,fee,-1\ntmall,b,,fee,-1\n"
    found = told(shop(tmp_path, {"orders": ORDERS + "1,a,2026-10-01,,10,4,\n", "settlements": text}), notes=True)
    assert ("settlements", "order_id", "not in orders", 1, "9") in found


def test_a_platform_whose_orders_end_early_is_told(tmp_path):
    days = [f"{day:%Y-%m-%d}" for day in pd.date_range("2026-08-01", "2026-10-31")]
    orders = sold(1, days=days) + sold(1, days=days[:-9], platform="jd").replace(ORDERS, "").replace("-0,", "-jd,")
    found = between(tmp_path, orders=orders)
    assert found == [("orders", "paid_at", "ends early", 9, "2026-10-22 (jd)")]


def test_a_pause_that_a_platform_has_made_before_and_one_that_was_left_are_no_warnings(tmp_path):
    days = [f"{day:%Y-%m-%d}" for day in pd.date_range("2026-01-01", "2026-10-31")]
    paused = sold(1, days=[*days[:40], *days[60:-9]], platform="jd").replace(ORDERS, "").replace("-0,", "-jd,")
    left = sold(1, days=days[:60], platform="wechat").replace(ORDERS, "").replace("-0,", "-wx,")
    tables = shop(tmp_path, {"orders": sold(1, days=days) + paused + left})
    assert [row for row in told(tables) if row[2] == "ends early"] == []
    assert ("orders", "paid_at", "ends early", 244, "2026-03-01 (wechat)") in told(tables, notes=True)


def test_orders_that_end_before_the_traffic_are_told(tmp_path):
    found = between(tmp_path, orders=sold(1, days=DAYS[:30]), traffic=daily(TRAFFIC, "tmall,search,9,1,"))
    assert ("orders", "paid_at", "ends early", 1, "2026-10-30 (tmall)") in found


def test_rows_of_more_than_a_day_bounds_and_two_ways_of_counting_are_told(tmp_path):
    traffic = "date,ends,platform,source,visitors,basis\n2026-10-01,,tmall,a,9,\n2026-10-01,2026-10-31,tmall,a,90,\n"
    traffic += "2026-10-01,2026-10-01,tmall,b,9,users\n"
    bounds = "table,row,column,high,text\nad_spend,2026-10-01 · x,conversions,5,<5\n"
    found = told(shop(tmp_path, {"traffic": traffic, "bounds": bounds}), notes=True)
    assert ("traffic", "ends", "rows of more than a day", 1, "2026-10-01..2026-10-31") in found
    assert ("traffic", "basis", "counted in several ways", 2, "tmall: —, users") in found
    assert ("bounds", "ad_spend.conversions", "only a bound is told", 1, "<5") in found
