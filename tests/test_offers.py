"""Offers are reckoned on baskets: margin, break-even, what is to be expected, and which is chosen."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from planbook.absence import missing
from planbook.measures.mechanics import Deal
from planbook.measures.pricing import choice, newcomers, offers
from planbook.measures.pricing.offers import Answer

TEN, DEEP = Deal("ten", "percentage", depth=0.1), Deal("half", "percentage", depth=0.5)
GIFT = Deal("gift", "new_buyer_gift", ((50.0, 10.0),))


def baskets(n=640, **more):
    row = {"platform": "tmall", "sku": "x", "category": "oolong", "role": "hero", "quantity": 1.0, "price": 100.0}
    row |= {"amount": 100.0, "cost": 50.0, "fee": 0.0, "keeps": 1.0, "new": False} | more
    return pd.DataFrame([row | {"order": at, "part": at % 64} for at in range(n)])


def slopes(elasticity, width=0.0, category="oolong"):
    row = {"category": category, "elasticity": elasticity, "low": elasticity - width, "high": elasticity + width}
    return pd.DataFrame([row])


def orders(n, scatter=0.0, platform="tmall"):
    return pd.DataFrame([{"platform": platform, "orders": float(n), "scatter": scatter}])


def sure(elasticity, width=0.0):
    return Answer(slopes(elasticity, width), top_up=0.0, shifted=0.0)


def test_a_tenth_off_at_half_margin_needs_a_quarter_more_orders():
    """50 of margin become 40: 50 ÷ 40 − 1 = 25 %."""
    (row,) = offers.reckon(baskets(), {"tmall": [TEN]}, Answer()).to_dict("records")
    assert (row["before"], row["after"], row["needed"]) == pytest.approx((50.0, 40.0, 0.25))
    assert (row["qualify"], row["price"]) == pytest.approx((1.0, -0.1))
    assert math.isnan(row["effect"])


def test_what_is_to_be_expected_follows_from_the_elasticity():
    """0.9^−2 − 1 = 23.46 % more orders at 40 each, of 1,000: 1,234.6 × 40 − 50,000 = −617."""
    (row,) = offers.reckon(baskets(), {"tmall": [TEN]}, sure(-2.0), orders=orders(1000)).to_dict("records")
    assert row["uplift"] == pytest.approx(0.9**-2 - 1)
    assert row["effect"] == pytest.approx(1000 * (0.9**-2 * 40 - 50))
    assert row["paid_more"] == pytest.approx(1000 * (0.9**-2 * 90 - 100))


def test_it_breaks_even_at_the_elasticity_that_is_told():
    told = choice.judged(offers.reckon(baskets(), {"tmall": [TEN]}, Answer()))["elasticity_needed"].iloc[0]
    (row,) = offers.reckon(baskets(), {"tmall": [TEN]}, sure(told)).to_dict("records")
    assert row["effect"] == pytest.approx(0.0, abs=1e-9)


def test_sales_that_are_only_moved_are_no_gain():
    answer = Answer(slopes(-2.0), top_up=0.0, shifted=1.0)
    (row,) = offers.reckon(baskets(), {"tmall": [TEN]}, answer, orders=orders(1000)).to_dict("records")
    assert row["uplift"] == pytest.approx((0.9**-2 - 1) / 2)
    assert row["low"] < row["effect"] < row["high"]
    assert row["low"] > -10_000


def test_an_offer_breaks_even_where_the_shop_pays_its_share_alone():
    """1,235 × 50 − 50,000 = 11,728 is gained where others pay for all, 12,346 less where the shop does: 95 %."""
    ten = Deal("ten", "full_reduction", ((50.0, 10.0),))
    (row,) = offers.reckon(baskets(), {"tmall": [ten]}, sure(-2.0), orders=orders(1000)).to_dict("records")
    assert (row["shop"], row["most"]) == pytest.approx((1.0, 0.95))
    shared = Deal("ten", "full_reduction", ((50.0, 10.0),), shop_pays=row["most"])
    (even,) = offers.reckon(baskets(), {"tmall": [shared]}, sure(-2.0), orders=orders(1000)).to_dict("records")
    assert (even["shop"], even["most"], even["effect"]) == pytest.approx((0.95, 0.95, 0.0), abs=1e-6)
    assert offers.reckon(baskets(), {"tmall": [ten]}, sure(-9.0))["most"].tolist() == [1.0]
    assert offers.reckon(baskets(), {"tmall": [ten]}, Answer())["most"].isna().all()


def test_baskets_that_fill_up_are_counted_between_none_and_the_most_that_is_granted():
    """Half the baskets lack 10 of 100: filled up they bring 10 × (40 ÷ 90) of margin, and 2 less for the coupon."""
    lines, gain = baskets(price=90.0, amount=90.0), 10 * 40 / 90 - 2
    lines[["price", "amount"]] = lines[["price", "amount"]].where(lines["part"] % 2 == 0, 200.0)
    answer = Answer(slopes(0.0), top_up=0.4, shifted=0.0)
    coupon = Deal("c", "coupon", ((100.0, 2.0),))
    (row,) = offers.reckon(lines, {"tmall": [coupon]}, answer, orders=orders(1000)).to_dict("records")
    assert row["topped"] == pytest.approx(500 * 0.2 * gain)
    assert row["effect"] == pytest.approx(500 * 0.2 * gain - 500 * 2)
    assert row["low"] < row["effect"] < row["high"]


def test_an_offer_that_reaches_no_basket_is_left_out():
    dear = Deal("c", "coupon", ((1000.0, 50.0),))
    assert offers.reckon(baskets(), {"tmall": [TEN, dear]}, Answer())["offer"].tolist() == ["ten"]
    assert offers.reckon(baskets(), {"tmall": [dear]}, Answer()).reason == "empty"


def test_nothing_is_expected_of_prices_far_below_any_that_were_seen():
    (row,) = offers.reckon(baskets(), {"tmall": [DEEP]}, sure(-2.0)).to_dict("records")
    assert math.isnan(row["effect"])
    assert (row["after"], row["needed"]) == (0.0, math.inf)


def test_a_category_without_an_answer_takes_that_of_the_whole_shop():
    lines = pd.concat([baskets(), baskets(category="green").assign(order=lambda row: row["order"] + 640)])
    told = pd.concat([slopes(-2.0), slopes(-1.0, category="all")])
    with_all, without = (
        offers.reckon(lines, {"tmall": [TEN]}, Answer(each, 0.0, 0.0))["uplift"].iloc[0]
        for each in (told, slopes(-2.0))
    )
    assert with_all == pytest.approx((0.9**-2 + 0.9**-1) / 2 - 1)
    assert math.isnan(without)


def test_platforms_add_up():
    lines = pd.concat([baskets(), baskets(platform="jd").assign(order=lambda row: row["order"] + 640)])
    wanted = pd.concat([orders(100), orders(300, platform="jd")])
    found = offers.reckon(lines, {"tmall": [TEN], "jd": [TEN]}, sure(-2.0, 0.3), orders=wanted).set_index("platform")
    assert found.loc["all", "effect"] == pytest.approx(found.loc["jd", "effect"] + found.loc["tmall", "effect"])
    assert found["orders"].to_dict() == {"all": 400.0, "jd": 300.0, "tmall": 100.0}


def test_a_gift_counts_what_a_new_buyer_brings_later():
    """Half the orders are of new buyers: 10 off of 100 bring 23.46 % more of them, each worth 70 of margin later."""
    lines = baskets()
    lines["new"] = lines["part"] % 2 == 0
    plain, valued = (
        offers.reckon(lines, {"tmall": [GIFT]}, Answer(slopes(-2.0), 0.0, 0.0, later), orders=orders(1000))[
            "effect"
        ].iloc[0]
        for later in (0.0, 70.0)
    )
    assert plain == pytest.approx(500 * (0.9**-2 * 40 - 50))
    assert valued - plain == pytest.approx(500 * (0.9**-2 - 1) * 70)


def test_the_same_baskets_give_the_same_answer():
    args = baskets(), {"tmall": [TEN, GIFT]}, sure(-2.0, 0.4)
    one, other = (offers.reckon(*args, orders=orders(100, 0.2)) for _ in range(2))
    pd.testing.assert_frame_equal(one, other)
    pd.testing.assert_frame_equal(args[0], baskets())


@pytest.mark.slow
def test_intervals_cover_the_truth_at_their_rate():
    """Elasticities scatter around −1.8 as their interval says; the truth is the effect at −1.8 (binomial, p > .001)."""
    rng, error = np.random.default_rng(7), 0.3
    truth, hits = 1000 * (0.9**-1.8 * 40 - 50), 0
    for guess in -1.8 + error * rng.standard_normal(200):
        answer = sure(guess, 1.2816 * error)
        (row,) = offers.reckon(baskets(64), {"tmall": [TEN]}, answer, orders=orders(1000)).to_dict("records")
        hits += row["low"] <= truth <= row["high"]
    assert 141 <= hits <= 178


def judged(*rows):
    base = {"platform": "tmall", "mechanic": "coupon", "after": 40.0, "needed": 0.2, "price": -0.1, "paid_more": 100.0}
    frame = pd.DataFrame([base | dict(zip(("offer", "effect", "chance"), row, strict=True)) for row in rows])
    return choice.judged(frame)


def test_the_surest_gain_is_recommended_and_a_sure_loss_loses():
    found = judged(("a", 500.0, 0.1), ("b", 900.0, 0.4), ("c", -300.0, 0.9), ("d", 200.0, 0.0)).set_index("offer")
    assert found["status"].to_dict() == {"a": "recommended", "b": "unsure", "c": "loses", "d": "possible"}
    assert found["trap"].to_dict() == {"a": False, "b": False, "c": True, "d": False}


def test_the_first_choice_is_the_recommended_one_and_the_second_what_is_next():
    found = choice.ranked(judged(("a", 500.0, 0.1), ("b", 900.0, 0.4), ("c", -300.0, 0.9)))
    assert found[["offer", "rank"]].to_numpy().tolist() == [["a", 1], ["b", 2]]


def test_where_nothing_pays_nothing_is_recommended():
    found = judged(("a", -500.0, 1.0), ("b", -90.0, 0.7), ("c", math.nan, math.nan))
    assert "recommended" not in set(found["status"])
    assert choice.ranked(found)["offer"].tolist() == ["b", "a"]
    assert found["status"].tolist() == ["loses", "unsure", "not_known"]


def test_an_offer_that_leaves_no_margin_loses_whatever_it_sells():
    frame = offers.reckon(baskets(), {"tmall": [DEEP]}, Answer())
    assert choice.judged(frame)["status"].tolist() == ["loses"]
    assert choice.ranked(choice.judged(frame)).empty


def test_a_new_buyer_may_cost_the_first_margin_and_the_year_after():
    came = pd.DataFrame(
        {"customers": [100], "returned": [40], "first": [10_000.0], "later": [6_000.0], "squares": [9e5]}
    )
    (row,) = newcomers.ceiling(came, pd.DataFrame({"margin": [0.2, 0.5]})).to_dict("records")
    assert (row["first"], row["later"], row["value"], row["repeat_share"]) == (50.0, 30.0, 80.0, 0.4)
    error = 0.5 * math.sqrt((9000 - 3600) / 99)
    assert row["high"] - row["value"] == pytest.approx(1.2902 * error, rel=1e-3)


def test_a_gift_costs_what_all_new_buyers_get_for_each_one_more():
    """10 given to each; 23.46 % more come, so that one more costs 10 ÷ 0.2346 = 42.63, and is worth 40 + 30."""
    found = offers.reckon(baskets(new=True), {"tmall": [GIFT]}, sure(-2.0))
    most = pd.DataFrame({"later": [30.0]})
    (row,) = newcomers.gifts(found, most).to_dict("records")
    assert (row["given"], row["worth"], row["needed"]) == pytest.approx((10.0, 70.0, 10 / 70))
    assert (row["each"], row["pays"]) == (pytest.approx(10 / (0.9**-2 - 1)), "yes")


def test_few_newcomers_say_so():
    assert newcomers.first_orders(baskets(40, new=True)).reason == "too_few"
    came = pd.DataFrame({"customers": [9], "returned": [4], "first": [1.0], "later": [6.0], "squares": [9.0]})
    assert newcomers.ceiling(came, pd.DataFrame({"margin": [0.5]})).reason == "too_few"


def test_points_cost_what_they_took_off():
    row = {"platform": "tmall", "given": 1000.0, "used": 400.0, "money": 4.0, "goods": 2000.0}
    found = newcomers.points(pd.DataFrame([row]))
    assert found[["redeemed", "cost", "share"]].iloc[-1].tolist() == [0.4, 0.01, 0.002]
    assert (newcomers.redeemed(found), newcomers.redeemed(missing("orders"))) == (0.4, None)
    assert newcomers.points(pd.DataFrame([row | {"given": 0.0}])).reason == "empty"


def test_the_first_screen_shows_what_is_known():
    first = choice.ranked(judged(("a", -500.0, 1.0)).assign(low=-600.0, high=-400.0, needed_low=0.1, needed_high=0.3))
    found = choice.card(first, slopes(-1.5, 0.2, "all"), missing("orders"), missing("orders"), missing("orders"))
    assert found["value"].to_dict() == {"offer_effect": -500.0, "loss_chance": 1.0, "price_elasticity": -1.5}
    unknown = first.assign(effect=math.nan, chance=math.nan)
    assert choice.card(unknown, *[missing("orders")] * 4)["value"].to_dict() == {"uplift_needed": 0.2}
