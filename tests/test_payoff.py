"""A campaign pays when the margin it added is more than what it cost above the usual."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from planbook.absence import missing
from planbook.measures import payoff
from planbook.periods import Period

DATES = pd.date_range("2026-08-20", "2026-09-10")
RAN = SimpleNamespace(
    seen=Period(date(2026, 9, 9), date(2026, 9, 10), "days"), rows=pd.DataFrame({"cost": [500.0]}), platforms=("tmall",)
)
TOUCHED = pd.DataFrame({
    "platform": ["tmall", "all"], "starts": pd.to_datetime(["2026-09-09", "2026-08-25"]),
    "ends": pd.to_datetime(["2026-09-10", "2026-08-26"]),
})  # fmt: skip
TRADE = pd.DataFrame({
    "date": DATES, "platform": "tmall", "paid": np.where(DATES < "2026-09-09", 100.0, 300.0), "refund": 10.0,
    "discount": np.where(DATES < "2026-09-09", 10.0, 60.0), "goods": 100.0, "cost": 50.0,
})  # fmt: skip
ADS = pd.DataFrame({"date": DATES, "platform": "tmall", "tool": "ads", "spend": np.where(DATES < "2026-09-09", 20, 70)})
ADS["paid"] = ADS["spend"] * 4.0
KEPT = pd.DataFrame(
    {"paid": [600.0, 2000.0], "margin_rate": 0.5, "fee": 0.1, "refund_rate": [0.2, 0.1]}, index=["campaign", "usual"]
).assign(discount_rate=[0.2, 0.1], kept=[0.4, 0.5])
ADDED = pd.DataFrame({"during": [300.0, 400.0, 500.0], "after": [-100.0, -100.0, -100.0]})
COSTS = pd.DataFrame(
    {"total": 1.0, "usual": 0.0, "amount": [20.0, np.nan, np.nan, 30.0, 80.0, 130.0]}, index=[*payoff.COSTS, "total"]
)


@pytest.fixture(scope="module")
def told():
    return payoff.phases(TRADE, TOUCHED, RAN)


def test_days_of_other_campaigns_and_events_are_not_usual(told):
    assert told["phase"].value_counts().to_dict() == {"usual": 18, "campaign": 2}


def test_with_few_usual_days_nothing_is_usual():
    assert payoff.phases(TRADE.tail(10), TOUCHED, RAN) == missing("orders", reason="too_few")


def test_what_is_left_of_paid_takes_goods_fees_and_refunds(told):
    found = payoff.kept(told, {"tmall": 0.05}, np.nan, missing("orders"))
    assert found.loc["usual", ["margin_rate", "fee", "refund_rate", "kept"]].tolist() == pytest.approx(
        [0.5, 0.05, 0.1, 0.405]
    )
    assert found.loc["campaign", "discount_rate"] == 0.2


def test_refunds_still_to_come_count_in_the_campaign(told):
    ripe = pd.DataFrame({"paid": [600.0], "refund_expected": [120.0]})
    assert payoff.kept(told, {}, np.nan, ripe).loc["campaign", ["refund_rate", "kept"]].tolist() == pytest.approx(
        [0.2, 0.4]
    )


def test_without_costs_of_goods_the_shops_margin_counts(told):
    bare = told.assign(goods=np.nan, cost=np.nan)
    assert payoff.kept(bare, {}, 0.6, missing("orders")).loc["usual", "kept"] == pytest.approx(0.54)
    assert payoff.kept(bare, {}, np.nan, missing("orders")) == missing("order_items", "unit_cost")
    assert np.isnan(payoff.of_usual(missing("orders")))


def test_costs_are_those_above_the_usual():
    creators = pd.DataFrame({"slot_fee": [200.0, 200.0], "cost": [260.0, 260.0]})
    found = payoff.costs(RAN, KEPT, ADDED, payoff.phases(ADS, TOUCHED, RAN), creators)
    assert found["amount"].to_dict() == pytest.approx({
        "extra_spend": 100, "slot_fees": 200, "commission": 60, "other_cost": 300, "extra_discounts": 100, "total": 760,
    })  # fmt: skip


def test_costs_that_are_not_known_stay_unknown():
    absent = missing("creators")
    found = payoff.costs(RAN, absent, absent, absent, absent)
    assert found["amount"].dropna().to_dict() == {"other_cost": 500, "total": 500}
    bare = SimpleNamespace(rows=pd.DataFrame({"cost": [np.nan]}), seen=RAN.seen)
    assert payoff.costs(bare, absent, absent, absent, absent) == missing("campaigns", "cost") | missing("ad_spend")


def test_the_return_is_on_all_that_was_put_in():
    found = payoff.payoff(KEPT, ADDED, COSTS)["value"]
    margin, discounts = 600 * 0.4 - 200 * 0.5 - 100 * 0.5, 600 * 0.2 - 200 * 0.1
    assert found["incremental_paid"] == 300
    assert found["incremental_margin"] == pytest.approx(margin + discounts)
    assert found["incremental_profit"] == pytest.approx(margin - 50)
    assert found["incremental_roi"] == pytest.approx((margin - 50) / (discounts + 50))


def test_what_would_have_been_sold_carries_the_range():
    found = payoff.payoff(KEPT, ADDED, COSTS).loc["incremental_profit"]
    assert found["value"] - found["low"] == pytest.approx(found["high"] - found["value"]) == pytest.approx(40)


def test_a_week_after_that_is_not_known_counts_as_nothing():
    found = payoff.payoff(KEPT, ADDED.assign(after=np.nan), COSTS)["value"]
    assert found["incremental_paid"] == 400


def test_steps_lead_from_margin_to_profit():
    found, reckoned = payoff.steps(COSTS), payoff.payoff(KEPT, ADDED, COSTS)
    assert found["factor"].tolist() == ["extra_spend", "other_cost", "extra_discounts"]
    assert payoff.value(reckoned, "incremental_roi") == reckoned.loc["incremental_roi", "value"]


def test_the_claimed_roas_is_that_of_the_campaigns_days():
    found = payoff.claimed(payoff.phases(ADS, TOUCHED, RAN)).iloc[0]
    assert (found["spend"], found["value"]) == (140, 4)
    assert payoff.claimed(missing("ad_spend")) == missing("ad_spend")


def test_measures_do_not_change_their_input():
    frames = (TRADE, TOUCHED, KEPT, ADDED, COSTS)
    kept = [frame.copy() for frame in frames]
    payoff.kept(payoff.phases(TRADE, TOUCHED, RAN), {}, 0.5, missing("orders"))
    payoff.payoff(KEPT, ADDED, COSTS)
    for frame, copy in zip(frames, kept, strict=True):
        pd.testing.assert_frame_equal(frame, copy)
