"""Summaries of a shop of six orders, counted by hand, and of the sample shop, whose totals are planted."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from shop_factory import shop

from planbook import periods, project, summaries
from planbook.absence import DataError, missing
from planbook.tables.store import open_shop

ROOT = Path(__file__).parents[1]
ORDERS = """\
order_id,customer_id,ordered_at,paid_at,gross,discount_shop,paid,refund,refunded_at,platform
1,ana,2026-09-03 10:00,2026-09-03 10:00,30,0,30,0,,tmall
2,ana,2026-10-01 00:00,2026-10-01 00:05,20,2,18,5,2026-10-09 12:00,tmall
3,bo,2026-10-31 23:00,2026-10-31 23:59,40,0,40,40,2026-11-02 08:00,jd
4,bo,2026-10-12 09:00,,15,0,15,0,,jd
5,,2026-09-30 23:59,2026-10-02 07:00,25,5,20,0,,tmall
6,bo,2026-10-20 09:00,2026-10-20 09:00,0,0,0,12,2026-10-20 09:00,jd
"""
LINES = """\
order_id,sku,product,quantity,unit_price,unit_cost
1,g,Green,1,30,10
2,g,Green,2,9,10
3,o,Oolong,1,40,15
4,o,Oolong,1,15,15
5,g,Green,1,15,10
5,o,damaged,1,0,
"""
TRAFFIC = """\
date,platform,source,visitors,buyers,seconds,paid_source
2026-10-01,tmall,all,100,2,60,
2026-10-01,tmall,search,80,1,50,
2026-10-01,tmall,feed_ad,30,1,20,
2026-10-31,jd,search,50,1,,
2026-10-31,jd,feed_ad,10,0,30,false
2026-09-30,jd,search,40,0,10,
"""
SPAN = {"current": periods.parse("2026-10"), "previous": periods.parse("2026-09")}
OCTOBER = {"current": SPAN["current"]}


def tea(folder, **more):
    return shop(folder, {"orders": ORDERS}, **more)


def figures(frame, *columns, row=0):
    return frame.loc[row, list(columns)].tolist()


def cut(text, *columns):
    """Leave columns out of a CSV text."""
    rows = [line.split(",") for line in text.splitlines()]
    kept = [at for at, name in enumerate(rows[0]) if name not in columns]
    return "\n".join(",".join(row[at] for at in kept) for row in rows) + "\n"


def test_money_is_that_of_paid_orders_on_the_day_they_were_paid(tmp_path):
    found = summaries.sales(tea(tmp_path), SPAN)
    assert found["period"].tolist() == ["current", "previous"]
    assert figures(found, "gross", "discount", "paid", "refund", "net") == [85.0, 7.0, 78.0, 57.0, 21.0]


def test_a_period_can_be_cut_by_the_day_of_the_order(tmp_path):
    found = summaries.sales(tea(tmp_path, dated_by="ordered_at"), SPAN)
    assert found["paid"].tolist() == [58.0, 50.0]


def test_a_buyer_is_new_only_in_the_period_of_the_first_order_ever(tmp_path):
    found = summaries.sales(tea(tmp_path), OCTOBER)
    assert figures(found, "orders", "buyers", "new_buyers", "repeat_buyers", "anonymous") == [3.0, 3.0, 1.0, 1.0, 1.0]


def test_a_credit_note_is_refund_but_no_order(tmp_path):
    found = summaries.sales(tea(tmp_path), OCTOBER, by=("platform",))
    assert figures(found, "platform", "orders", "credit_notes", "refund", "net") == ["jd", 1.0, 1.0, 52.0, -12.0]


def test_sales_by_kind_add_up_to_all_sales(tmp_path):
    found = summaries.sales(tea(tmp_path), OCTOBER, by=("kind",)).set_index("kind")
    assert found["paid"].to_dict() == {"new": 40.0, "repeat": 18.0, "unknown": 20.0}


def test_a_shop_without_buyer_ids_counts_orders_as_buyers_and_tells_nobody_new(tmp_path):
    found = summaries.sales(shop(tmp_path, {"orders": cut(ORDERS, "customer_id")}), OCTOBER)
    assert figures(found, "buyers", "anonymous") == [3.0, 3.0]
    assert found[["new_buyers", "repeat_buyers"]].isna().all(axis=None)


def test_columns_that_the_orders_lack_are_nan(tmp_path):
    tables = shop(tmp_path, {"orders": cut(ORDERS, "gross", "discount_shop", "refund", "refunded_at")})
    found = summaries.sales(tables, OCTOBER)
    assert found[["gross", "discount", "refund", "net"]].isna().all(axis=None)
    assert figures(found, "paid") == [78.0]


@pytest.mark.parametrize(
    ("absent", "ask", "answer"),
    [
        ("paid_at", {}, missing("orders", "paid_at")),
        ("platform", {"by": ("platform",)}, missing("orders", "platform")),
        ("customer_id", {"by": ("kind",)}, missing("orders", "customer_id")),
    ],
)
def test_sales_say_which_column_they_need(tmp_path, absent, ask, answer):
    assert summaries.sales(shop(tmp_path, {"orders": cut(ORDERS, absent)}), OCTOBER, **ask) == answer


@pytest.mark.parametrize(
    ("summary", "table"),
    [
        (summaries.sales, "orders"),
        (summaries.traffic, "traffic"),
        (summaries.items, "order_items"),
        (summaries.discounts, "orders"),
    ],
    ids=["sales", "traffic", "items", "discounts"],
)
@pytest.mark.parametrize("before", ["2020-01", "2026-10"], ids=["none at all", "some before"])
def test_a_month_without_rows_is_missing_because_it_is_empty(tmp_path, summary, table, before):
    tables = shop(tmp_path, {"orders": ORDERS, "traffic": TRAFFIC, "order_items": LINES})
    span = {"current": periods.parse("2026-12"), "previous": periods.parse(before)}
    assert summary(tables, span) == missing(table, reason="empty")


def test_a_shop_without_a_table_says_so(tmp_path):
    tables = tea(tmp_path)
    october = SPAN["current"]
    assert summaries.traffic(tables, SPAN) == missing("traffic")
    assert summaries.items(tables, SPAN) == missing("order_items")
    assert summaries.costs(tables, october) == missing("order_items", "unit_cost")
    assert summaries.ads(tables, SPAN) == missing("ad_spend", "platform", "tool")
    assert summaries.ads_daily(tables, october) == missing("ad_spend", "paid")
    assert summaries.market(tables, SPAN) == missing("category")
    assert summaries.campaigns(tables, october) == missing("campaigns")
    assert summaries.event_bands(tables, october) == missing("events")
    assert summaries.targets(tables, october) == missing("targets")


def test_a_platforms_own_total_is_used_where_it_gives_one(tmp_path):
    found = summaries.traffic(shop(tmp_path, {"traffic": TRAFFIC}), SPAN)
    assert found["visitors"].tolist() == [160.0, 40.0]


def test_by_source_the_total_is_left_out(tmp_path):
    found = summaries.traffic(shop(tmp_path, {"traffic": TRAFFIC}), OCTOBER, by=("source",)).set_index("source")
    assert found["visitors"].to_dict() == {"feed_ad": 40.0, "search": 130.0}


def test_the_stay_is_weighted_by_the_visitors_who_have_one(tmp_path):
    found = summaries.traffic(shop(tmp_path, {"traffic": TRAFFIC}), OCTOBER)
    assert found["seconds"].tolist() == [pytest.approx((100 * 60 + 10 * 30) / 110)]


def test_a_visit_is_paid_as_the_row_says_else_as_planbook_yml_says(tmp_path):
    tables = shop(tmp_path, {"traffic": TRAFFIC}, project={"paid_sources": ["feed_ad"]})
    found = summaries.traffic(tables, OCTOBER, by=("traffic_kind",)).set_index("traffic_kind")
    assert found["visitors"].to_dict() == {"free": 140.0, "paid": 30.0}


def test_traffic_of_visitors_alone_has_nan_elsewhere(tmp_path):
    tables = shop(tmp_path, {"traffic": cut(TRAFFIC, "buyers", "seconds", "paid_source")})
    assert summaries.traffic(tables, OCTOBER)[["buyers", "seconds", "bounces"]].isna().all(axis=None)


def test_each_day_has_its_visitors_and_sales(tmp_path):
    tables = shop(tmp_path, {"orders": ORDERS, "traffic": TRAFFIC})
    found = summaries.daily(tables, SPAN["current"]).set_index(["date", "platform"])
    assert found.loc[(pd.Timestamp("2026-10-01"), "tmall")].to_dict() == {
        "visitors": 100.0,
        "buyers": 2.0,
        "paid": 18.0,
        "orders": 1.0,
    }
    assert found.loc[(pd.Timestamp("2026-10-20"), "jd"), "orders"] == 0.0


def test_discounts_are_told_apart_by_who_pays(tmp_path):
    found = summaries.discounts(tea(tmp_path), OCTOBER)
    assert found.to_dict("records") == [{"period": "current", "gross": 85.0, "payer": "discount_shop", "amount": 7.0}]


def test_refunds_have_the_age_of_the_order(tmp_path):
    found = summaries.refunds(tea(tmp_path), SPAN["current"], as_of=pd.Timestamp("2026-11-02"))
    rows = found[found["refund"] > 0].assign(cohort=lambda r: r["cohort"].dt.day)
    assert rows.to_numpy().tolist() == [[1, 8, 5.0, 18.0], [31, 2, 40.0, 40.0]]
    assert (found.groupby("cohort")["age"].min() == 0).all()


def test_items_of_a_shop_without_products_have_the_titles_of_their_lines(tmp_path):
    found = summaries.items(shop(tmp_path, {"orders": ORDERS, "order_items": LINES}), OCTOBER).set_index("sku")
    assert found.loc["g", ["product", "units", "paid"]].tolist() == ["Green", 3.0, 33.0]
    assert found.loc["o", ["product", "units", "paid"]].tolist() == ["Oolong", 2.0, 40.0]
    assert found[["role", "stock", "visitors", "buyers"]].isna().all(axis=None)


def test_items_have_the_titles_of_products_and_their_visits(tmp_path):
    products = "sku,product,role,stock\ng,Green tea,hero,7\n"
    visits = "date,platform,sku,visitors,buyers\n2026-10-01,tmall,g,40,2\n2026-10-02,tmall,g,50,1\n"
    more = {"orders": ORDERS, "order_items": LINES, "products": products, "item_traffic": visits}
    found = summaries.items(shop(tmp_path, more), OCTOBER).set_index("sku")
    assert found["product"].to_dict() == {"g": "Green tea", "o": "Oolong"}
    assert found.loc["g", ["role", "stock", "visitors", "buyers"]].tolist() == ["hero", 7, 90.0, 3.0]


def test_costs_are_of_lines_with_a_known_cost(tmp_path):
    found = summaries.costs(shop(tmp_path, {"orders": ORDERS, "order_items": LINES}), SPAN["current"])
    assert found.set_index("platform").T.to_dict("list") == {
        "jd": [40.0, 15.0, 40.0, 52.0],
        "tmall": [63.0, 40.0, 68.0, 5.0],
    }


def test_a_week_of_the_market_counts_by_its_days_in_the_period(tmp_path):
    weeks = "week,platform,category,sales_index\n2026-09-28,tmall,tea,100\n2026-10-05,tmall,tea,200\n"
    found = summaries.market(shop(tmp_path, {"category": weeks}), OCTOBER)
    assert found["sales_index"].tolist() == [pytest.approx((4 * 100 + 7 * 200) / 11)]


def test_ads_are_summed_by_tool(tmp_path):
    spend = "date,platform,tool,spend,paid\n2026-10-01,tmall,a,5,20\n2026-10-02,tmall,a,7,30\n2026-09-01,tmall,b,1,1\n"
    tables = shop(tmp_path, {"ad_spend": spend})
    found = summaries.ads(tables, OCTOBER)
    assert figures(found, "tool", "spend", "paid") == ["a", 12.0, 50.0]
    assert found[["clicks", "net_paid", "attribution_days"]].isna().all(axis=None)
    assert summaries.ads_daily(tables, SPAN["current"])["spend"].tolist() == [5.0, 7.0]


def test_latest_is_the_last_complete_month_of_the_orders(tmp_path):
    tables = tea(tmp_path)
    assert summaries.calendar(tables, "latest")["current"].name == "2026-10"
    assert summaries.last_day(tables) == pd.Timestamp("2026-10-31")


def test_a_shop_without_orders_is_dated_by_its_traffic(tmp_path):
    assert summaries.calendar(shop(tmp_path, {"traffic": TRAFFIC}), "latest-day")["current"].name == "2026-10-31"


def test_a_shop_without_orders_and_traffic_has_no_period(tmp_path):
    with pytest.raises(DataError, match="no orders, no traffic, no competitor_items"):
        summaries.calendar(shop(tmp_path, {"products": "sku\nx\n"}), "latest")


def test_coverage_counts_rows_and_days(tmp_path):
    found = summaries.coverage(shop(tmp_path, {"orders": ORDERS, "products": "sku\nx\n"})).set_index("table")
    assert found["rows"].to_dict() == {"orders": 6, "products": 1}
    assert found.loc["orders", ["first", "customers"]].tolist() == [pd.Timestamp("2026-09-03 10:00"), 2]


def test_coverage_dates_orders_as_the_shop_does_else_by_the_other_time(tmp_path):
    text = "order_id,paid,ordered_at,paid_at\n1,5,2026-10-01,2026-10-02\n"
    by_order = summaries.coverage(shop(tmp_path, {"orders": text}, dated_by="ordered_at"))
    assert by_order["first"].tolist() == [pd.Timestamp("2026-10-01")]
    unpaid = summaries.coverage(shop(tmp_path, {"orders": "order_id,paid,ordered_at\n1,5,2026-10-01\n"}))
    assert unpaid["last"].tolist() == [pd.Timestamp("2026-10-01")]


def test_coverage_tells_the_hash_of_files_in_place_and_none_behind_a_query(tmp_path):
    def hashes(text):
        sources = {"orders": {"query": "SELECT 1 AS order_id, 2 AS paid"}}
        return summaries.coverage(shop(tmp_path, {"products": text}, sources=sources)).set_index("table")["sha256"]

    first = hashes("sku\nx\n")
    assert (len(first["products"]), first.isna()["orders"]) == (64, True)
    assert (hashes("sku\nx\n")["products"], hashes("sku\ny\n")["products"] == first["products"]) == (
        first["products"],
        False,
    )


def test_a_summary_does_not_change_the_periods_it_is_given(tmp_path):
    given = dict(SPAN)
    summaries.sales(tea(tmp_path), given)
    assert given == SPAN


@pytest.mark.parametrize("key", ["luming", "luming-global"])
def test_totals_of_all_months_of_the_sample_are_the_planted_ones(key):
    truth = json.loads((ROOT / "data" / "sample" / "truth.json").read_text(encoding="utf-8"))["shops"][key]["totals"]
    tables = open_shop(project.load(ROOT).shop(key))
    months = {name: periods.parse(name) for name in truth}
    sales = summaries.sales(tables, months).set_index("period")
    found = sales.join(summaries.traffic(tables, months).set_index("period")[["visitors"]])
    planted = pd.DataFrame({month: values["all"] for month, values in truth.items()}).T
    pd.testing.assert_frame_equal(found[planted.columns], planted.astype("float64"), check_names=False, atol=0.005)


@pytest.mark.parametrize("key", ["luming", "luming-global"])
def test_totals_of_each_platform_of_the_sample_are_the_planted_ones(key):
    truth = json.loads((ROOT / "data" / "sample" / "truth.json").read_text(encoding="utf-8"))["shops"][key]
    tables = open_shop(project.load(ROOT).shop(key))
    sales = summaries.sales(tables, OCTOBER, by=("platform",)).set_index("platform")
    found = sales.join(summaries.traffic(tables, OCTOBER, by=("platform",)).set_index("platform")[["visitors"]])
    planted = pd.DataFrame(truth["totals"]["2026-10"]).T.drop("all")
    pd.testing.assert_frame_equal(found[planted.columns], planted.astype("float64"), check_names=False, atol=0.005)


@pytest.mark.parametrize("key", ["luming", "luming-global"])
def test_new_and_repeat_buyers_and_discounts_of_the_sample_are_the_planted_ones(key):
    truth = json.loads((ROOT / "data" / "sample" / "truth.json").read_text(encoding="utf-8"))["shops"][key]
    tables = open_shop(project.load(ROOT).shop(key))
    sales, planted = summaries.sales(tables, OCTOBER), truth["new_repeat"]
    assert figures(sales, "new_buyers", "repeat_buyers") == [planted["new_buyers"], planted["repeat_buyers"]]
    given = summaries.discounts(tables, OCTOBER).set_index("payer")["amount"]
    for payer in ("shop", "platform", "creator"):
        assert given[f"discount_{payer}"] == pytest.approx(truth["discounts"][payer], abs=0.005)


def test_without_a_time_of_payment_the_status_tells_what_was_paid(tmp_path):
    status = cut(ORDERS, "paid_at").replace("platform\n", "platform,status\n")
    words = iter(["paid", "paid", "refunded", "unpaid", "cancelled", "paid"])
    rows = "\n".join([status.splitlines()[0], *(f"{row},{next(words)}" for row in status.splitlines()[1:])])
    found = summaries.sales(shop(tmp_path, {"orders": rows + "\n"}, dated_by="ordered_at"), OCTOBER)
    assert figures(found, "paid", "orders") == [58.0, 2.0]


def test_refunds_are_known_to_the_last_of_them_when_it_is_later_than_the_orders(tmp_path):
    found = summaries.refunds_known_to(tea(tmp_path), as_of=pd.Timestamp("2026-10-31"))
    assert found == pd.Timestamp("2026-11-02")


def test_periods_of_the_same_days_are_counted_once_and_told_twice(tmp_path):
    twice = OCTOBER | {"to_date": OCTOBER["current"]}
    found = summaries.sales(shop(tmp_path, {"orders": ORDERS}), twice).set_index("period")
    assert list(found.index) == list(twice)
    assert found.loc["to_date"].equals(found.loc["current"].rename("to_date"))
