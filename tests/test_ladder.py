"""What is taken off the list price is shared out to who pays for it, and the steps add up to the margin."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from planbook.absence import missing
from planbook.measures.pricing import floor, ladder

SUMS = pd.DataFrame({
    "period": ["current", "current", "previous"], "platform": ["jd", "tmall", "tmall"], "orders": [2.0, 8.0, 9.0],
    "listed": [200.0, 800.0, 9.0], "item_off": [0.0, 40.0, 0.0], "shop_pays": [30.0, 80.0, 0.0],
    "platform_pays": [0.0, 60.0, 0.0], "creator_pays": [0.0, 20.0, 0.0], "goods": [170.0, 600.0, 9.0],
    "lines": [170.0, 660.0, 9.0], "none": [0.0, 1.0, 9.0], "one": [2.0, 1.0, 0.0], "several": [0.0, 6.0, 0.0],
})  # fmt: skip
ITEMS = pd.DataFrame({
    "sku": ["A", "A", "B", "C"], "platform": ["tmall", "jd", "tmall", "tmall"], "product": ["Tin", "Tin", "", "Cake"],
    "category": ["tea", "tea", "cups", "tea"], "role": ["hero", "hero", "profit", "profit"],
    "units": [2.0, 2.0, 1.0, 1.0], "listed": [200.0, 200.0, 50.0, np.nan], "item_off": [0.0, 0.0, 10.0, 0.0],
    "shop_pays": [20.0, 40.0, 0.0, 0.0], "platform_pays": [20.0, 0.0, 0.0, 0.0], "creator_pays": 0.0,
    "deal": [160.0, 160.0, 40.0, 30.0], "fee": [8.0, 16.0, 2.0, 3.0], "cost": [80.0, 80.0, 20.0, np.nan],
    "refund": [16.0, 0.0, 4.0, 0.0], "parcels": [1.0, 2.0, 1.0, 1.0], "shipping": [0.0, 6.0, 0.0, 0.0],
})  # fmt: skip
BREAKS = pd.DataFrame({
    "date": pd.to_datetime(["2026-06-22", "2026-06-23", "2026-06-23"]), "platform": ["tmall", "tmall", "douyin"],
    "creator": ["", "", "Mei"], "live": False, "sku": "A", "product": "Tin", "units": [2.0, 1.0, 5.0], "floor": 50.0,
    "lowest": [48.0, 45.0, 49.0], "short": [4.0, 5.0, 5.0], "paid": [96.0, 45.0, 245.0],
    "protected_units": [3.0, 0.0, 1.0], "exposure": [30.0, 0.0, 2.0],
})  # fmt: skip

LATE = {"as_of": pd.Timestamp("2026-06-30"), "days": 15}


def test_shares_of_the_list_price_add_up_to_the_depth():
    found = ladder.by_platform(SUMS)
    assert found["platform"].tolist() == ["tmall", "jd", "all"]
    assert found["depth"].tolist() == pytest.approx([0.25, 0.15, 0.23])
    assert found[["by_shop", "by_platform", "by_creator"]].iloc[-1].tolist() == pytest.approx([0.15, 0.06, 0.02])
    assert found["stacked"].tolist() == pytest.approx([0.75, 0.0, 0.6])


def test_lines_that_bear_no_discounts_of_the_order_are_told():
    assert ladder.by_platform(SUMS)["order_level"].tolist() == pytest.approx([0.1, 0.0, 60 / 770])


def test_steps_lead_from_a_hundred_to_what_buyers_pay():
    found = ladder.steps(ladder.by_platform(SUMS))
    assert found["factor"].tolist() == ["item_off", "shop_pays", "platform_pays", "creator_pays"]
    assert 100 + found["effect"].sum() == pytest.approx(77.0)
    assert ladder.steps(ladder.by_platform(SUMS), "jd")["factor"].tolist() == ["shop_pays"]


def test_a_hero_has_its_ladder_by_the_unit():
    found = ladder.per_unit(ITEMS)
    assert found[["sku", "units", "list", "shop_pays", "platform_pays", "deal", "depth"]].to_numpy().tolist() == [
        ["A", 4.0, 100.0, 15.0, 5.0, 80.0, pytest.approx(0.2)]
    ]
    assert ladder.per_unit(ITEMS, role="image")["sku"].tolist() == ["A", "B"]
    assert ladder.per_unit(ITEMS.assign(listed=np.nan)) == missing("products", "list_price")


def test_the_margin_is_what_fee_returns_and_goods_leave_of_the_deal_price():
    row = ladder.margins(ITEMS, "sku").set_index("sku").loc["A"]
    assert row[["list", "off", "deal", "fee", "cost"]].tolist() == [100.0, 20.0, 80.0, 6.0, 40.0]
    assert (row["refund_rate"], row["returns"]) == pytest.approx((0.05, 0.05 * 34))
    assert (row["margin"], row["rate"], row["subsidy"]) == pytest.approx((32.3, 32.3 / 80, 5.0))
    assert np.isnan(row["sent"])


def test_shipping_counts_where_a_parcel_has_a_price():
    row = ladder.margins(ITEMS, "sku", parcel=10.0).set_index("sku").loc["A"]
    assert row["sent"] == pytest.approx((30 - 6) / 4)
    assert row["margin"] == pytest.approx(32.3 - 6.0)


def test_goods_of_unknown_cost_are_left_out_and_all_stand_last():
    found = ladder.margins(ITEMS, "category")
    assert found["category"].tolist() == ["tea", "cups", "all"]
    assert found["units"].tolist() == [4.0, 1.0, 5.0]
    assert ladder.margins(ITEMS.assign(cost=np.nan), "sku") == missing("order_items", "unit_cost")


def test_margin_steps_lead_from_list_price_to_margin():
    found = ladder.margins(ITEMS, "platform", parcel=10.0)
    whole = found.iloc[-1]
    assert whole["list"] + ladder.margin_steps(found)["effect"].sum() == pytest.approx(whole["margin"])
    assert "shipping_cost" not in ladder.margin_steps(ladder.margins(ITEMS, "platform"))["factor"].tolist()


def test_days_below_the_floor_are_summed_by_place():
    found = floor.by_place(BREAKS, **LATE)
    assert found[["platform", "creator", "days", "units", "lowest", "exposure", "open"]].to_numpy().tolist() == [
        ["tmall", "", 2, 3.0, 45.0, 30.0, 30.0],
        ["douyin", "Mei", 1, 5.0, 49.0, 2.0, 2.0],
    ]
    assert found["below"].tolist() == pytest.approx([0.1, 0.02])


def test_the_shops_own_lives_are_a_place_of_their_own():
    found = floor.by_place(BREAKS.assign(live=[False, True, False]), **LATE)
    assert found[["platform", "live", "units"]].to_numpy().tolist() == [
        ["tmall", False, 2.0],
        ["douyin", False, 5.0],
        ["tmall", True, 1.0],
    ]
    assert floor.total(BREAKS.assign(live=[False, True, False]), **LATE)["places"].tolist() == [3]


def test_what_nobody_can_ask_for_any_more_is_not_open():
    """On 7 July the fifteen days of who bought the day before 22 June are over, those of 23 June end that day."""
    found = floor.by_place(BREAKS, as_of=pd.Timestamp("2026-07-07"), days=15)
    assert found[["platform", "open"]].to_numpy().tolist() == [["douyin", 2.0], ["tmall", 0.0]]
    assert floor.total(BREAKS, as_of=pd.Timestamp("2026-07-07"), days=15)["open"].tolist() == [2.0]


def test_all_breaks_are_counted_once():
    row = floor.total(BREAKS, **LATE).iloc[0]
    assert row[["items", "places", "days", "units", "short", "exposure"]].tolist() == [1, 2, 2, 8.0, 14.0, 32.0]
    assert (row["creator"], row["open"], row["last"]) == (pytest.approx(5 / 8), 32.0, pd.Timestamp("2026-06-23"))
    none = BREAKS.iloc[:0]
    assert (len(floor.by_place(none, **LATE)), floor.total(none, **LATE)["units"].tolist()) == (0, [0.0])


def test_nothing_is_changed_and_what_is_missing_passes():
    kept = [frame.copy() for frame in (SUMS, ITEMS, BREAKS)]
    ladder.by_platform(SUMS), ladder.margins(ITEMS, "sku"), floor.by_place(BREAKS, **LATE)
    for frame, before in zip((SUMS, ITEMS, BREAKS), kept, strict=True):
        pd.testing.assert_frame_equal(frame, before)
    lacking = missing("orders", "gross")
    assert ladder.steps(ladder.by_platform(lacking)) == floor.total(lacking, **LATE) == lacking
