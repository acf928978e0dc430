"""Looks at rivals come home once each, with what was known before them; our prices beside them week by week."""

from __future__ import annotations

import pandas as pd
import pytest
from shop_factory import shop

from planbook import summaries
from planbook.absence import missing
from planbook.periods import parse

LOOKS = """\
date,platform,brand,sku,page_price,deal_price,counter,matches
2026-09-07,tmall,A,a,100,90,50,X
2026-10-05,tmall,A,a,100,80,70,X
2026-10-05,tmall,A,a,100,80,70,X
2026-10-12,tmall,A,a,100,95,20,X
2026-10-12,tmall,A,b,0,,5,
2026-11-02,tmall,A,a,100,70,90,X
"""
OCTOBER, YEAR = parse("2026-10"), parse("2025-11..2026-10")
ORDERS = "order_id,paid_at,paid,platform\n1,2026-10-05,100,tmall\n2,2026-10-07,60,tmall\n3,2026-10-12,50,jd\n"
LINES = "order_id,sku,quantity,unit_price\n1,X,2,50\n2,X,1,60\n2,Y,1,5\n3,X,1,50\n"


@pytest.fixture
def looks(tmp_path):
    return summaries.rival_items(shop(tmp_path, {"competitor_items": LOOKS}), OCTOBER)


def test_a_row_that_stands_twice_counts_once(looks):
    assert looks[["date", "sku", "copies"]].astype(str).to_numpy().tolist() == [
        ["2026-10-05", "a", "2"],
        ["2026-10-12", "a", "1"],
        ["2026-10-12", "b", "1"],
    ]


def test_units_are_the_rise_of_the_counter_and_a_fall_is_a_reset(looks):
    assert looks["units"].fillna(-1).tolist() == [20, -1, -1]
    assert looks["reset"].tolist() == [False, True, False]


def test_what_was_seen_before_the_span_is_remembered(looks):
    first = looks.iloc[0]
    assert (first["first"], first["watched"]) == (pd.Timestamp("2026-09-07"), pd.Timestamp("2026-09-07"))
    assert (looks["low30"].fillna(-1).tolist(), looks["seen30"].fillna(-1).tolist()) == ([90, 80, -1], [28, 7, -1])


def test_without_a_deal_price_the_pages_counts_and_a_price_of_nothing_is_none(looks):
    assert looks["deal"].fillna(-1).tolist() == [80, 95, -1]


def test_units_of_the_sheet_go_before_its_counter(tmp_path):
    rows = "date,sku,counter,units_sold\n2026-10-05,a,10,\n2026-10-12,a,30,7\n"
    found = summaries.rival_items(shop(tmp_path, {"competitor_items": rows}), OCTOBER)
    assert found["units"].fillna(-1).tolist() == [-1, 7]
    assert found["brand"].unique().tolist() == [""]


def test_of_too_many_looks_some_items_are_read_with_all_of_theirs(tmp_path):
    rows = "date,brand,sku\n" + "".join(f"2026-10-{d:02},A,{n}\n" for d in (5, 12) for n in range(20))
    tables = shop(tmp_path, {"competitor_items": rows})
    found, again = (summaries.rival_items(tables, OCTOBER, most=10) for _ in range(2))
    assert (len(found), found["sku"].nunique(), found["items"].iloc[0]) == (10, 5, 20)
    assert found["sku"].tolist() == again["sku"].tolist()


def test_our_price_is_what_buyers_paid_for_a_unit_in_a_week(tmp_path):
    tables = shop(tmp_path, {"competitor_items": LOOKS, "orders": ORDERS, "order_items": LINES})
    found = summaries.own_prices(tables, YEAR)
    assert found.astype({"week": str}).to_numpy().tolist() == [
        ["2026-10-05", "tmall", "X", 3.0, 160.0, 160 / 3],
        ["2026-10-12", "jd", "X", 1.0, 50.0, 50.0],
    ]


@pytest.mark.parametrize(
    ("table", "rows", "read", "found"),
    [
        ("competitor_items", "date,sku\n2020-01-01,a\n", summaries.rival_items, "competitor_items"),
        ("competitor_posts", "date,platform,post\n2020-01-01,douyin,1\n", summaries.rival_posts, "competitor_posts"),
        ("competitor_traffic", "period,source,share\n2030-01,live,1\n", summaries.rival_traffic, "competitor_traffic"),
        ("category", "week,platform,category,sales_index\n2020-01-06,jd,x,1\n", summaries.category_weeks, "category"),
    ],
)
def test_what_has_no_rows_in_a_period_says_so(tmp_path, table, rows, read, found):
    assert read(shop(tmp_path / "full", {table: rows}), OCTOBER) == missing(found, reason="empty")
    assert read(shop(tmp_path / "none", {}), OCTOBER) == missing(found)


def test_posts_without_a_brand_are_ours(tmp_path):
    rows = "date,platform,brand,post,format,views,engagement\n2026-10-07,douyin,,1,live,100,5\n"
    found = summaries.rival_posts(shop(tmp_path, {"competitor_posts": rows}), OCTOBER).iloc[0]
    assert (found["brand"], found["week"], found["views"]) == ("", pd.Timestamp("2026-10-05"), 100.0)


TRAFFIC = (
    "date,platform,source,visitors\n2026-10-05,tmall,live,30\n2026-10-05,tmall,search,70\n2026-10-05,jd,live,900\n"
)


def test_our_sources_come_from_our_own_traffic_where_rivals_are_watched(tmp_path):
    months = {"2026-09": 0.4, "2026-10": 0.5, "2026-11": 1}
    rows = "period,platform,brand,source,share\n" + "".join(f"{m},tmall,A,live,{s}\n" for m, s in months.items())
    found = summaries.rival_traffic(shop(tmp_path, {"competitor_traffic": rows, "traffic": TRAFFIC}), OCTOBER)
    told = found[["brand", "source", "share", "month"]].to_numpy().tolist()
    assert told == [["", "live", 0.3, "2026-10"], ["", "search", 0.7, "2026-10"], ["A", "live", 0.5, "2026-10"]]


def test_a_shop_with_nothing_but_a_sheet_of_rivals_has_periods(tmp_path):
    tables = shop(tmp_path, {"competitor_items": LOOKS})
    assert summaries.calendar(tables, "2026-10")["current"] == OCTOBER
    assert summaries.last_day(tables) == pd.Timestamp("2026-11-02")
