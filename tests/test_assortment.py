"""Sell-through is counted by item; an item that visitors look at and nobody can buy was sold out, which costs."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from planbook.absence import missing
from planbook.measures import assortment
from planbook.periods import Period

RAN = SimpleNamespace(seen=Period(date(2026, 9, 9), date(2026, 9, 13), "days"))
ITEMS = pd.DataFrame({
    "platform": "tmall", "sku": ["A", "B", "C"], "product": ["Tin", "Cake", "Box"], "role": "hero",
    "stock": [10.0, 40.0, np.nan], "target_units": [20.0, np.nan, np.nan], "units": [10.0, 10.0, 5.0],
    "paid": [500.0, 900.0, 50.0],
})  # fmt: skip


def days(buyers, sku="A", visitors=50.0):
    dates = pd.date_range("2026-09-09", periods=len(buyers))
    frame = pd.DataFrame({"date": dates, "platform": "tmall", "sku": sku, "visitors": visitors, "buyers": buyers})
    return frame.assign(paid=frame["buyers"] * 80.0)


def test_sell_through_is_units_of_stock():
    found = assortment.sell_through(ITEMS)
    assert found["sku"].tolist() == ["B", "A", "C", ""]
    assert found["rate"].tolist() == pytest.approx([0.25, 1.0, np.nan, 0.4], nan_ok=True)
    assert found["left"].tolist() == pytest.approx([30, 0, np.nan, 30], nan_ok=True)
    assert found["attainment"].tolist() == pytest.approx([np.nan, 0.5, np.nan, 0.5], nan_ok=True)


def test_without_stock_there_is_no_rate():
    found = assortment.sell_through(ITEMS.assign(stock=np.nan))
    assert found["rate"].isna().all()
    assert assortment.items(found) == missing("assortment", "stock")


def test_what_was_restocked_may_sell_more_than_the_stock():
    found = assortment.sell_through(ITEMS.assign(stock=5.0))
    assert found.loc[0, ["rate", "left"]].tolist() == [2.0, 0.0]


def test_items_of_a_chart_are_the_most_sold_out_first():
    sold = assortment.sell_through(ITEMS)
    assert assortment.items(sold)["sku"].tolist() == ["A", "B"]
    assert assortment.sold_out(sold) == "Tin"
    assert assortment.sold_out(missing("assortment")) is None


def test_an_item_nobody_could_buy_was_sold_out():
    found = assortment.stock_outs(days([5, 5, 5, 0, 0]), ITEMS, RAN).iloc[0]
    assert (found["sku"], found["since"], found["days"]) == ("A", pd.Timestamp("2026-09-12"), 2)
    assert found[["conversion", "price", "buyers", "loss"]].tolist() == pytest.approx([0.1, 80, 10, 800])
    assert found["low"] < 800 < found["high"]


@pytest.mark.parametrize(
    ("buyers", "visitors", "items"),
    [
        ([5, 5, 5, 0, 5], 50.0, ITEMS),
        ([5, 5, 5, 0, 0], 50.0, ITEMS.assign(units=4.0)),
        ([1, 1, 1, 0, 0], 50.0, ITEMS),
        ([5, 5, 5, 0, 0], [50, 50, 50, 0, 0], ITEMS),
        ([0, 0, 0, 0, 0], 50.0, ITEMS),
    ],
    ids=["sold again", "stock is left", "few were due", "nobody came", "never sold"],
)
def test_a_day_without_buyers_need_not_be_a_stock_out(buyers, visitors, items):
    assert assortment.stock_outs(days(buyers, visitors=visitors), items, RAN).empty


def test_sold_out_from_the_start_is_told_by_the_weeks_before():
    before = days([4] * 10).assign(date=pd.date_range("2026-08-25", periods=10))
    found = assortment.stock_outs(pd.concat([before, days([0] * 5)]), ITEMS, RAN).iloc[0]
    assert (found["days"], found["buyers"]) == (5, pytest.approx(20))


def test_no_item_traffic_says_so():
    assert assortment.stock_outs(days([]), ITEMS, RAN) == missing("item_traffic", reason="empty")
    assert assortment.stock_outs(missing("item_traffic"), ITEMS, RAN) == missing("item_traffic")


def test_the_largest_loss_stands_first():
    both = pd.concat([days([5, 5, 5, 0, 0]), days([9, 9, 9, 0, 0], sku="C")])
    assert assortment.stock_outs(both, ITEMS, RAN)["sku"].tolist() == ["C", "A"]


def test_a_side_keeps_the_other_platforms():
    frame = pd.DataFrame({"side": ["inside", "outside", "all"]})
    assert assortment.side(frame, "outside")["side"].tolist() == ["outside", "all"]


def test_measures_do_not_change_their_input():
    items, rows = ITEMS.copy(), days([5, 5, 5, 0, 0])
    kept = rows.copy()
    assortment.sell_through(items)
    assortment.stock_outs(rows, items, RAN)
    pd.testing.assert_frame_equal(items, ITEMS)
    pd.testing.assert_frame_equal(rows, kept)


@pytest.mark.slow
def test_losses_lie_in_their_range_four_times_in_five():
    rng, hits, tried = np.random.default_rng(5), 0, 0
    while tried < 200:
        bought = rng.poisson(6, 5)
        found = assortment.stock_outs(days([*map(float, bought[:3]), 0.0, 0.0]), ITEMS, RAN)
        if len(found) and found["days"].iloc[0] == 2:
            tried += 1
            hits += found["low"].iloc[0] <= bought[3:].sum() * 80 <= found["high"].iloc[0]
    assert binomtest(hits, 200, 0.8).pvalue > 0.001
