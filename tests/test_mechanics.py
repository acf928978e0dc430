"""Each mechanic on six baskets, reckoned by hand.

| order | lines | amount |
| 1 | 1 × 100 hero | 100, a new buyer |
| 2 | 2 × 100 hero | 200 |
| 3 | 1 × 300 profit | 300 |
| 4 | 3 × 50 traffic, 1 × 300 profit | 450 |
| 5 | 4 × 50 traffic, 1 × 100 hero, 1 × 300 profit | 600 |
| 6 | 1 × 50 traffic | 50, it is not known whether a new buyer |

A unit costs 40 % of its price.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from planbook.measures.mechanics import MECHANICS, Deal, apply, topped_up
from planbook.offers import Mechanic

ROWS = [
    *((1, "a", "hero", 1, 100.0), (2, "a", "hero", 2, 100.0), (3, "b", "profit", 1, 300.0)),
    *((4, "c", "traffic", 3, 50.0), (4, "b", "profit", 1, 300.0), (5, "c", "traffic", 4, 50.0)),
    *((5, "a", "hero", 1, 100.0), (5, "b", "profit", 1, 300.0), (6, "c", "traffic", 1, 50.0)),
]
STEPS = ((300.0, 40.0), (600.0, 100.0))


@pytest.fixture
def lines():
    found = pd.DataFrame(ROWS, columns=["order", "sku", "role", "quantity", "price"]).astype({"quantity": float})
    new = found["order"].map({1: True, 6: None}).astype(object).where(found["order"].isin([1, 6]), other=False)
    return found.assign(
        cost=found["price"] * 0.4, amount=found["price"] * found["quantity"], fee=0.0, keeps=1.0, new=new
    )


def by_order(lines, deal, column="cut"):
    return apply(lines, deal)[column].groupby(lines["order"]).sum().round(6).tolist()


@pytest.mark.parametrize(
    ("deal", "cuts"),
    [
        (Deal("k", "item_cut", depth=0.1, roles=("hero",)), [10, 20, 0, 0, 10, 0]),
        (Deal("k", "percentage", depth=0.1), [10, 20, 30, 45, 60, 5]),
        (Deal("k", "percentage", ((300.0, 0.0),), depth=0.1), [0, 0, 30, 45, 60, 0]),
        (Deal("k", "coupon", ((200.0, 15.0),)), [0, 15, 15, 15, 15, 0]),
        (Deal("k", "full_reduction", STEPS), [0, 0, 40, 40, 100, 0]),
        (Deal("k", "full_reduction", ((300.0, 40.0),), repeated=True), [0, 0, 40, 40, 80, 0]),
        (Deal("k", "second_half_price", depth=0.5), [0, 50, 0, 25, 50, 0]),
        (Deal("k", "buy_one_get_one", roles=("traffic",)), [0, 0, 0, 0, 0, 0]),
        (Deal("k", "bundle", depth=0.1, pieces=2), [0, 0, 0, 45, 60, 0]),
        (Deal("k", "bundle", depth=0.1, pieces=3), [0, 0, 0, 0, 60, 0]),
        (Deal("k", "points", depth=0.05), [0, 0, 0, 0, 0, 0]),
        (Deal("k", "new_buyer_gift", ((80.0, 20.0),)), [20, 0, 0, 0, 0, 0]),
        (Deal("k", "deposit_presale", ((300.0, 50.0),), factor=3), [0, 0, 100, 100, 100, 0]),
    ],
    ids=lambda value: value.mechanic if isinstance(value, Deal) else "",
)
def test_what_buyers_no_longer_pay_is_as_reckoned_by_hand(lines, deal, cuts):
    assert by_order(lines, deal) == cuts
    assert by_order(lines, deal, "shop") == cuts


def test_what_is_given_beside_is_goods_at_cost_and_points(lines):
    free = Deal("k", "buy_one_get_one", roles=("traffic",))
    assert by_order(lines, free, "extra") == [0, 0, 0, 60, 80, 20]
    assert by_order(lines, free, "units") == [1, 2, 1, 7, 10, 2]
    assert by_order(lines, Deal("k", "points", depth=0.05, redeemed=0.6), "extra") == [3, 6, 9, 13.5, 18, 1.5]
    assert by_order(lines, Deal("k", "points", depth=0.05), "worth") == [5, 10, 15, 22.5, 30, 2.5]


def test_a_stack_takes_each_from_what_the_one_before_left(lines):
    """600 less a tenth is 540, less 50 for each full 300 is 490; of 450, 405 and 355."""
    event = Deal("cross_shop", "full_reduction", ((300.0, 50.0),), repeated=True, shop_pays=0.4)
    stack = Deal("k", "stacked", parts=(Deal("ten", "percentage", depth=0.1), event))
    assert by_order(lines, stack) == [10, 20, 30, 95, 110, 5]
    assert by_order(lines, stack, "platform") == [0, 0, 0, 30, 30, 0]
    assert by_order(lines, stack, "shop") == [10, 20, 30, 65, 80, 5]


def test_nobody_pays_less_than_nought(lines):
    huge = Deal("k", "stacked", parts=(Deal("a", "coupon", ((50.0, 80.0),)), Deal("b", "coupon", ((0.0, 80.0),))))
    assert by_order(lines, huge) == [100, 160, 160, 160, 160, 50]


def test_a_basket_just_below_is_filled_up_to_the_threshold(lines):
    """250 would reach 300 by 50 more of goods, 60 % of which is margin, and take 40 off: 30 − 40."""
    lines["price"] = lines["price"].where(lines["order"] != 3, 250.0)
    found = topped_up(lines.assign(amount=lines["price"] * lines["quantity"]), Deal("k", "full_reduction", STEPS))
    assert found.loc[3] == pytest.approx(50 * (250 - 120) / 250 - 40)
    assert found.drop(3).eq(0).all()


def test_what_is_shared_among_lines_adds_up(lines):
    cut = apply(lines, Deal("k", "coupon", ((200.0, 15.0),)))["cut"]
    assert cut[lines["order"] == 5].tolist() == [5.0, 2.5, 7.5]


def test_every_kind_that_can_be_written_down_is_reckoned():
    beside = {"buy_one_get_one", "points", "stacked"}
    assert MECHANICS.keys() | beside == set(Mechanic.__args__)


def test_baskets_are_left_as_they_are(lines):
    before = lines.copy(deep=True)
    apply(lines, Deal("k", "full_reduction", STEPS))
    pd.testing.assert_frame_equal(lines, before)
    assert np.isfinite(apply(lines, Deal("k", "percentage", depth=0.1))["cut"]).all()
