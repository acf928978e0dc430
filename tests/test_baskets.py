"""Baskets are drawn from usual days, made ready, and offers are scaled to them."""

from __future__ import annotations

import math
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest
from shop_factory import shop

from planbook import summaries
from planbook.absence import Missing
from planbook.measures.mechanics import Deal
from planbook.measures.pricing import awaited, baskets
from planbook.offers import Offers

ORDERS = """order_id,customer_id,paid_at,paid,refund,shipping,platform
1,a,2026-03-02,110,0,10,tmall
2,a,2026-03-03,180,90,0,tmall
3,b,2026-03-10,50,0,0,tmall
4,,2026-03-10,50,0,0,jd
5,b,2024-03-02,50,0,0,jd
"""
LINES = """order_id,sku,quantity,unit_price,unit_cost
1,x,1,100,40
2,x,2,100,40
3,y,1,50,
4,y,1,50,
5,y,1,50,
"""
ITEMS = "sku,category,role,unit_cost\nx,oolong,hero,\ny,green,traffic,20\n"
BUSY = "campaign,platform,starts,ends\nspring,tmall,2026-03-10,2026-03-11\n"
UNTIL = date(2026, 3, 31)
TABLES = {"orders": ORDERS, "order_items": LINES, "products": ITEMS, "campaigns": BUSY}


def test_baskets_are_of_usual_days_at_the_price_that_was_paid(tmp_path):
    found = summaries.baskets(shop(tmp_path, TABLES, fees={"jd": 0.08}), UNTIL)
    kept = found[["order_id", "sku", "quantity", "price", "cost", "fee", "refunded", "role"]].to_numpy().tolist()
    assert kept == [
        ["1", "x", 1.0, 100.0, 40.0, 0.0, 0.0, "hero"],
        ["2", "x", 2.0, 90.0, 40.0, 0.0, 0.5, "hero"],
        ["4", "y", 1.0, 50.0, 20.0, 0.08, 0.0, "traffic"],
    ]
    assert found["new"].tolist() == [True, False, None]
    assert found["of"].eq(3).all()


def test_what_usual_days_take_off_already_is_told_with_the_shops_part(tmp_path):
    """Of 200 at list price 180 were paid; the platform put 12 of the 20 towards it."""
    orders = "order_id,paid_at,paid,platform,discount_platform\n2,2026-03-03,180,tmall,12\n"
    items = "sku,category,role,unit_cost,list_price\nx,oolong,hero,40,100\n"
    tables = {"orders": orders, "order_items": LINES, "products": items}
    (row,) = summaries.baskets(shop(tmp_path, tables), UNTIL).to_dict("records")
    assert (row["list"], row["helped"]) == (100.0, 12.0)
    lines = pd.DataFrame([row | {"amount": 180.0}, row | {"list": math.nan, "amount": 9.0}])
    assert baskets.everyday(lines).iloc[0].to_dict() == pytest.approx({"off": 0.1, "by_shop": 0.04})
    assert baskets.everyday(lines.assign(list=math.nan)).needs[0].columns == ("list_price",)


def test_an_event_of_all_platforms_leaves_no_usual_day(tmp_path):
    events = "event,year,wave,platform,stage,starts,ends\nx,2026,1,all,burst,2026-03-01,2026-03-31\n"
    assert summaries.baskets(shop(tmp_path, TABLES | {"events": events}), UNTIL).reason == "empty"


def test_a_sample_is_drawn_by_the_number_of_the_order(tmp_path):
    orders = "order_id,paid_at,paid\n" + "".join(f"{n},2026-03-02,9\n" for n in range(400))
    lines = "order_id,sku,quantity,unit_price\n" + "".join(f"{n},x,1,9\n" for n in range(400))
    tables = shop(tmp_path, {"orders": orders, "order_items": lines})
    few, more = (summaries.baskets(tables, UNTIL, sample=n) for n in (100, 200))
    assert 70 < len(few) < 130
    assert set(few["order_id"]) < set(more["order_id"])
    assert few["of"].eq(400).all()


def test_newcomers_are_followed_for_a_year(tmp_path):
    orders = """order_id,customer_id,paid_at,paid,refund
0,z,2023-10-01,5,0
6,y,2024-03-01,5,0
1,a,2024-06-01,100,0
2,a,2025-05-01,40,10
3,a,2025-09-01,70,0
4,b,2024-06-09,60,60
5,c,2025-08-01,10,0
"""
    (row,) = summaries.newcomers(shop(tmp_path, {"orders": orders}), UNTIL).to_dict("records")
    told = {"month": pd.Timestamp("2024-06-01"), "customers": 2, "returned": 1, "first": 100.0, "later": 30.0}
    assert row == told | {"squares": 900.0}


def test_points_are_summed_by_platform(tmp_path):
    orders = "order_id,paid_at,paid,gross,platform,points_given,points_used,discount_points\n"
    rows = "1,2026-03-02,90,100,tmall,90,0,0\n2,2026-03-03,95,100,tmall,95,500,5\n"
    (row,) = summaries.points(shop(tmp_path, {"orders": orders + rows}), UNTIL).to_dict("records")
    assert row == {"platform": "tmall", "given": 185.0, "used": 500.0, "money": 5.0, "goods": 200.0}


def test_a_shop_without_points_says_which_columns_it_takes(tmp_path):
    found = summaries.points(shop(tmp_path, TABLES), UNTIL)
    assert found.needs[0].columns == ("points_given", "points_used", "discount_points")


def drawn(n=120, **more):
    row = {"platform": "tmall", "sku": "x", "category": "oolong", "role": "hero", "quantity": 2.0, "price": 50.0}
    row |= {"cost": 20.0, "fee": 0.05, "refunded": 0.1, "new": False, "of": 900} | more
    return pd.DataFrame([row | {"order_id": str(at), "part": at % 64} for at in range(n)])


def test_baskets_are_told_with_what_is_left_of_them():
    found = baskets.told(baskets.ready(drawn()))
    told = {"platform": "total", "orders": 120, "basket": 100.0, "median": 100.0, "items": 2.0}
    assert found.iloc[-1].to_dict() == told | {"margin": pytest.approx(0.55)}


def test_orders_of_unknown_cost_are_left_out_unless_a_margin_is_given():
    lines = drawn().assign(cost=math.nan)
    assert baskets.ready(lines).needs[0].columns == ("unit_cost",)
    assert baskets.ready(lines, 0.4)["cost"].eq(30.0).all()


def test_a_platform_with_few_orders_says_so():
    lines = baskets.ready(pd.concat([drawn(), drawn(5, platform="jd").assign(order_id=list("abcde"))]))
    campaign = SimpleNamespace(platforms=("jd",))
    assert baskets.of(lines, campaign).reason == "too_few"
    assert len(baskets.of(lines, SimpleNamespace(platforms=("tmall",)))) == 120
    assert baskets.of(lines, None) is lines


def test_offers_are_scaled_to_the_shops_baskets():
    written = {"offers": {
        "steps": {"mechanic": "full_reduction", "at": [0.5], "takes": [0.12]},
        "own": {"mechanic": "coupon", "thresholds": [199], "cuts": [20]},
        "both": {"mechanic": "stacked", "parts": ["own", "cross_shop"]},
    }, "platforms": {"jd": {"threshold": 300, "cut": 50, "shop_pays": 0.5}}}  # fmt: skip
    lines = baskets.ready(drawn(price=238.0))
    (steps, own) = baskets.scaled(lines, Offers.model_validate(written))["tmall"]
    assert (steps.steps, own.steps) == (((500.0, 60.0),), ((199.0, 20.0),))
    *_, both = baskets.scaled(lines.assign(platform="jd"), Offers.model_validate(written))["jd"]
    assert [(part.key, part.shop_pays) for part in both.parts] == [("own", 1.0), ("cross_shop", 0.5)]
    written["platforms"]["jd"]["stacks"] = False
    alone = baskets.scaled(lines.assign(platform="jd"), Offers.model_validate(written))
    assert [deal.key for deal in alone["jd"]] == ["steps", "own"]
    assert baskets.apart(alone).reason == "empty"


def test_a_stack_stands_beside_its_parts_alone():
    coupon, event = (Deal(key, "coupon", ((99.0, 9.0),)) for key in ("coupon", "event"))
    both = Deal("both", "stacked", parts=(coupon, event))
    assert baskets.apart({"tmall": [coupon, both], "jd": [coupon]}) == {"tmall": [coupon, event, both], "jd": []}


def test_points_come_back_as_often_as_the_shop_has_seen():
    written = Offers.model_validate({"offers": {"points": {"mechanic": "points", "depth": 0.05}}})
    (deal,) = baskets.scaled(baskets.ready(drawn()), written, redeemed=0.4)["tmall"]
    assert deal.redeemed == 0.4


DAYS = pd.DataFrame(
    [
        {"date": day, "platform": "tmall", "orders": 10.0 + day.day % 2}
        for day in pd.date_range("2026-01-01", periods=100)
    ]
)
NONE = pd.DataFrame({"platform": [], "starts": [], "ends": []})


def campaign(starts, ends):
    rows = pd.DataFrame({"platform": ["tmall"], "starts": pd.to_datetime([starts]), "ends": pd.to_datetime([ends])})
    return SimpleNamespace(platforms=("tmall",), rows=rows)


def test_orders_to_be_expected_are_those_of_the_last_edition():
    days = DAYS.assign(orders=DAYS["orders"].where(DAYS["date"] != "2026-02-01", 40.0))
    found = awaited.orders(days, NONE, campaign("2027-02-01", "2027-02-02"), campaign("2026-02-01", "2026-02-01"))
    assert found[["orders", "guide"]].to_numpy().tolist() == [[80.0, "last_edition"]]
    assert found["low"].iloc[0] < 80 < found["high"].iloc[0]


def test_without_an_edition_as_many_usual_days_count():
    touched = pd.DataFrame(
        {"platform": ["all"], "starts": [pd.Timestamp("2026-03-01")], "ends": [pd.Timestamp("2026-12-31")]}
    )
    found = awaited.orders(DAYS, touched, campaign("2027-02-01", "2027-02-02"))
    assert found["guide"].tolist() == ["usual_days"]
    assert found["orders"].iloc[0] == pytest.approx(2 * DAYS["orders"][:59].mean())


def test_a_platform_that_never_sold_gives_no_orders():
    assert isinstance(awaited.orders(DAYS.assign(platform="jd"), NONE, campaign("2027-02-01", "2027-02-02")), Missing)
