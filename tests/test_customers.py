"""One row a customer, their waits and who never bought, from six literal orders, and of the sample by plain SQL."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from shop_factory import shop

from planbook import periods, project, summaries
from planbook.absence import missing
from planbook.tables.store import open_shop

ROOT = Path(__file__).parents[1]
UNTIL, THEN = date(2026, 10, 31), date(2026, 7, 31)
ORDERS = """\
order_id,customer_id,paid_at,gross,discount_shop,paid,refund,platform,region,creator
1,ana,2026-01-05 10:00,50,10,40,0,tmall,Jilin,
2,ana,2026-08-01 00:00,30,0,30,5,jd,Hebei,
3,bo,2025-07-31 23:59,20,0,20,20,tmall,Hebei,Lin
4,bo,2026-11-01 00:00,90,0,90,0,tmall,Hebei,
5,cy,,60,0,60,0,tmall,Hebei,
6,,2026-09-09 09:00,70,0,70,0,wechat,Hebei,
7,ana,2026-09-01 09:00,0,0,0,12,tmall,Hebei,
"""
LINES = """\
order_id,sku,category,quantity,unit_price
1,g,green,1,10
1,b,,2,15
2,g,green,1,30
3,g,green,2,10
5,g,green,1,60
6,g,green,1,70
"""
TRAFFIC = """\
date,platform,source,visitors,cart_adders,buyers
2026-08-01,tmall,all,50,9,2
2026-07-31,tmall,all,1,1,0
"""
PRODUCTS = "sku,category\ng,other\nb,gift\n"
TIMES = ["first_order", "last_order", "last_before"]


@pytest.fixture
def tea(tmp_path):
    return shop(tmp_path, {"orders": ORDERS, "order_items": LINES, "products": PRODUCTS})


@pytest.fixture(scope="module")
def luming():
    return open_shop(project.load(ROOT).shop("luming"))


def rows(tables, **more):
    found = summaries.customers(tables, until=UNTIL, then=THEN, **more)
    return found.sort_values("first_order", ascending=False, kind="stable").set_index("customer_id")


def test_a_customer_is_one_row_of_what_was_bought_up_to_the_day(tea):
    found = rows(tea)
    assert "ana" not in found.index  # ids are hashed
    assert found["orders"].tolist() == [2, 1]
    assert found["monetary"].tolist() == [53.0, 0.0]
    times = ["2026-01-05 10:00:00", "2026-08-01 00:00:00", "2026-01-05 10:00:00"]
    assert found.iloc[0][TIMES].astype(str).tolist() == times


def test_what_was_known_at_the_earlier_day_stands_beside_it(tea):
    found = rows(tea)
    assert found["orders_before"].tolist() == [1, 1]
    assert found["monetary_before"].tolist() == [40.0, 0.0]
    assert found["net_year"].tolist() == [53.0, 0.0]


def test_the_journey_is_that_of_the_first_and_the_second_purchase(tea):
    found = rows(tea)
    assert found["platform"].tolist() == ["tmall", "tmall"]
    assert found["platform_next"].astype(object).where(found["platform_next"].notna(), "").tolist() == ["jd", ""]
    assert found["region"].tolist() == ["Jilin", "Hebei"]
    assert found["creator"].tolist() == [False, True]


def test_shares_of_goods_follow_the_lines_and_where_these_are_silent_the_items(tea):
    found = rows(tea)
    assert found["share_green"].round(4).tolist() == [pytest.approx(40 / 70, abs=1e-4), 1.0]
    assert found["share_gift"].round(4).tolist() == [pytest.approx(30 / 70, abs=1e-4), 0.0]
    assert found["unit_price"].tolist() == [17.5, 10.0]
    assert found["discount_share"].tolist() == [0.125, 0.0]


def test_a_shop_that_gives_no_more_than_ids_has_customers_too(tmp_path):
    bare = "order_id,customer_id,paid_at,paid\n1,ana,2026-01-05,40\n"
    found = rows(shop(tmp_path, {"orders": bare}))
    assert found[["orders", "monetary"]].to_numpy().tolist() == [[1, 40.0]]
    assert "unit_price" not in found
    assert found["discount_share"].isna().all()


@pytest.mark.parametrize("absent", ["column", "rows"])
def test_without_buyer_ids_there_are_no_customers(absent, tmp_path):
    text = "order_id,paid_at,paid\n1,2026-01-05,40\n" if absent == "column" else ORDERS.replace("2026", "2036")
    reason = "absent" if absent == "column" else "empty"
    tables = shop(tmp_path, {"orders": text.replace("2025", "2035")})
    assert summaries.customers(tables, until=UNTIL, then=THEN) == missing("orders", "customer_id", reason=reason)
    assert summaries.gaps(tables, until=UNTIL) == missing("orders", "customer_id", reason=reason)


def test_waits_that_ended_and_those_that_go_on_are_counted(tea):
    found = summaries.gaps(tea, until=UNTIL)
    told = found.groupby(["returned", "days"])["waits"].sum().to_dict()
    assert told == {(True, 208): 1, (False, 91): 1, (False, 457): 1}


def test_who_ordered_and_never_paid_is_a_potential_buyer(tmp_path):
    tables = shop(tmp_path, {
        "orders": ORDERS,
        "survey": "respondent_id,at,customer_id\nS1,2026-09-01,ana\nS2,2026-09-01,dee\n",
        "traffic": TRAFFIC,
    })  # fmt: skip
    found = summaries.potential(tables, until=UNTIL, then=THEN).set_index("known_from")["people"]
    assert found.to_dict() == {"unpaid_orders": 1.0, "survey": 1.0, "any": 2.0, "carts": 7.0}


def test_about_the_share_that_was_asked_for_is_drawn_and_always_the_same(luming):
    draws = [summaries.customers(luming, until=UNTIL, then=THEN, sample=2000)["sampled"] for _ in range(2)]
    assert draws[0].sum() == pytest.approx(2000, abs=150)
    assert draws[0].equals(draws[1])


def test_all_are_drawn_where_there_are_no_more(tea):
    assert rows(tea)["sampled"].all()


def test_customers_of_the_sample_are_those_of_plain_sql(luming):
    found = rows(luming).sort_index()
    path = next((ROOT / "data/sample/luming/orders").glob("*.parquet"))
    plain = duckdb.sql(f"""
        SELECT customer_id, count(*) AS orders, sum(paid - refund) AS net, max(paid_at) AS last
        FROM '{path}' WHERE customer_id IS NOT NULL AND paid_at IS NOT NULL AND paid > 0 GROUP BY 1 ORDER BY 1
    """).df().set_index("customer_id")  # fmt: skip
    assert found["orders"].tolist() == plain["orders"].tolist()
    assert np.allclose(found["monetary"], plain["net"])
    assert (found["last_order"] == plain["last"].astype("datetime64[us]")).all()


def test_waits_of_the_sample_are_those_of_plain_sql(luming):
    found = summaries.gaps(luming, until=UNTIL)
    path = next((ROOT / "data/sample/luming/orders").glob("*.parquet"))
    gaps = duckdb.sql(f"""
        WITH days AS (SELECT DISTINCT customer_id, paid_at::DATE AS day FROM '{path}'
          WHERE customer_id IS NOT NULL AND paid_at IS NOT NULL AND paid > 0)
        SELECT lead(day) OVER (PARTITION BY customer_id ORDER BY day) - day AS gap FROM days
    """).df()["gap"]  # fmt: skip
    ended = found[found["returned"]]
    assert ended["waits"].sum() == gaps.notna().sum()
    assert (ended["days"] * ended["waits"]).sum() == gaps.sum()
    assert found.loc[~found["returned"], "waits"].sum() == gaps.isna().sum()


def test_a_quarter_before_the_end_of_a_month_is_the_end_of_a_month():
    days = [date(2026, 5, 31), date(2026, 1, 30), date(2024, 5, 31)]
    assert [summaries.quarter_before(day) for day in days] == [date(2026, 2, 28), date(2025, 10, 30), date(2024, 2, 29)]


def test_answers_are_those_of_the_year_with_a_column_for_every_question(tmp_path):
    text = "respondent_id,at,nps,needs\nS2,2026-09-01,9,gift\nS1,2025-11-01,3,\nS0,2025-10-31,10,\n"
    found = summaries.survey(shop(tmp_path, {"survey": text}), until=UNTIL)
    assert found["respondent_id"].tolist() == ["S1", "S2"]
    assert found["nps"].tolist() == [3, 9]
    assert found["age_band"].isna().all()


CROWDS = """\
period,platform,dimension,bucket,buyers,paid
2026-10,xiaohongshu,age,25-34,60,900
2026-07,xiaohongshu,age,25-34,20,300
2026-09,jd,age,45+,5,50
2026-11,jd,age,45+,7,50
"""


def test_each_platform_has_its_own_last_month(tmp_path):
    found = summaries.crowds(shop(tmp_path, {"crowds": CROWDS}), until=UNTIL, then=THEN)
    assert found[["period", "month", "platform", "buyers"]].to_numpy().tolist() == [
        ["current", "2026-09", "jd", 5.0], ["current", "2026-10", "xiaohongshu", 60.0],
        ["before", "2026-07", "xiaohongshu", 20.0],
    ]  # fmt: skip


def test_orders_that_name_nobody_are_counted_by_platform(tea):
    found = summaries.anonymous(tea, until=UNTIL).set_index("platform")
    assert found["unknown"].to_dict() == {"wechat": 1.0, "tmall": 0.0, "jd": 0.0}
    assert found["orders"].to_dict() == {"wechat": 1.0, "tmall": 1.0, "jd": 1.0}


@pytest.mark.parametrize("name", ["survey", "crowds"])
def test_what_is_not_there_is_missing(name, tea):
    asked = {"until": UNTIL} | ({"then": THEN} if name == "crowds" else {})
    found = getattr(summaries, name)(tea, **asked)
    assert found.needs[0].table == name


def test_the_year_ends_with_its_day():
    assert summaries.year_to(UNTIL) == periods.Period(date(2025, 11, 1), UNTIL, "year")
    assert pd.Timestamp(summaries.year_to(UNTIL).start) == pd.Timestamp("2025-11-01")
