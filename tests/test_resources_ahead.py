"""Slots of platforms ahead: applied for by when, what earlier ones brought, what a visitor costs beside advertising."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from planbook.absence import missing
from planbook.measures.intervals import Interval
from planbook.measures.planning import creators_ahead, ready, resources_ahead
from planbook.periods import Period

RAN = SimpleNamespace(span=Period(date(2027, 1, 5), date(2027, 1, 14), "x"), as_of=date(2026, 10, 31))
LEAD = {"usual": 45, "warm-up": 60}
COLUMNS = ["platform", "slot", "stage", "book_by", "status", "price", "promised_visitors", "visitors", "ahead"]
PLACED = pd.DataFrame(
    [
        ("tmall", "banner", "burst", "2026-11-20", None, 400.0, 1000.0, np.nan, True),
        ("tmall", "push", "warm-up", None, "planned", 600.0, 1000.0, np.nan, True),
        ("tmall", "top", "spot", "2026-10-28", "planned", 90.0, 100.0, np.nan, True),
        ("jd", "venue", "burst", "2026-10-20", "granted", 0.0, 500.0, np.nan, True),
        ("jd", "banner", "burst", "2026-10-20", "refused", 999.0, 800.0, np.nan, True),
        ("tmall", "banner", "burst", None, "granted", 1.0, 100.0, 90.0, False),
        ("tmall", "banner", "burst", None, "granted", 1.0, 100.0, 100.0, False),
        ("tmall", "banner", "burst", None, "granted", 1.0, 100.0, 110.0, False),
        ("tmall", "push", "warm-up", None, "granted", 1.0, 100.0, 20.0, False),
        ("jd", "venue", "burst", None, "refused", 1.0, 100.0, np.nan, False),
    ],
    columns=COLUMNS,
).assign(campaign="x", starts=pd.NaT, ends=pd.NaT, owner="Ana", text_en=None, text_zh=None)
PLACED["book_by"] = pd.to_datetime(PLACED["book_by"])
ADS = {"tmall": Interval(1.0, 0.9, 1.1), "all": Interval(2.0, 2.0, 2.0)}


def found(placed: pd.DataFrame = PLACED) -> pd.DataFrame:
    told = resources_ahead.slots(placed, RAN, lead=LEAD, ads=ADS)
    return told.set_index(told["platform"] + "/" + told["slot"])


def test_each_slot_says_where_it_stands_and_by_when_it_is_to_be_applied_for():
    rows = found()
    assert rows["state"].to_dict() == {
        "tmall/top": "slot_late", "tmall/push": "slot_to_apply", "tmall/banner": "slot_to_apply",
        "jd/banner": "slot_refused", "jd/venue": "slot_granted",
    }  # fmt: skip
    days = rows["book_by"].dt.strftime("%m-%d").to_dict()
    assert (days["tmall/banner"], days["tmall/push"]) == ("11-20", "11-06")  # the warm-up's own sixty days
    assert rows["days_left"].fillna(99).tolist() == [-3, 6, 20, 99, 99]


def test_a_slot_is_late_only_where_its_own_day_is_over():
    """Sixty days before 5 January are over on 8 November: a day that is only usual is no deadline of the platform's."""
    later = SimpleNamespace(span=RAN.span, as_of=date(2026, 11, 8))
    told = resources_ahead.slots(PLACED, later, lead=LEAD, ads=ADS)
    rows = told.set_index(told["platform"] + "/" + told["slot"])
    assert rows.loc["tmall/push", ["state", "assumed", "days_left"]].tolist() == ["slot_to_apply", True, -2]
    assert rows.loc["tmall/top", ["state", "assumed", "days_left"]].tolist() == ["slot_late", False, -11]


def test_a_promise_is_weighed_by_the_same_slot_then_by_its_platform_then_by_all():
    rows = found()
    assert rows["basis"].to_dict() == {
        "tmall/top": "tmall", "tmall/push": "tmall", "tmall/banner": "tmall/banner", "jd/banner": "all",
        "jd/venue": "all",
    }  # fmt: skip
    assert rows["delivered"].to_dict() == pytest.approx(
        dict.fromkeys(rows.index, 320 / 400) | {"tmall/banner": 300 / 300}
    )
    assert rows["earlier"].tolist() == [0, 1, 3, 0, 0]


def test_visitors_lie_where_a_single_slot_lies_and_their_cost_with_them():
    """Of 90, 100 and 110 of a hundred: 1 ± 1.886 × √(200 × 1.5 ÷ 300² + 2 × 1.5 ÷ 300), Student's t with 2 degrees."""
    row, half = found().loc["tmall/banner"], 1.88562 * np.sqrt(200 * 1.5 / 90000 + 2 * 1.5 / 300)
    assert row[["expected", "expected_low", "expected_high"]].tolist() == pytest.approx(
        [1000, 1000 * (1 - half), 1000 * (1 + half)], rel=1e-5
    )
    assert row[["each", "each_low", "each_high"]].tolist() == pytest.approx(
        [0.4, 0.4 / (1 + half), 0.4 / (1 - half)], rel=1e-5
    )


def test_a_slot_is_dearer_or_cheaper_than_advertising_only_where_the_ranges_lie_apart():
    dear = PLACED.assign(price=PLACED["price"].mask(PLACED["slot"].eq("banner") & PLACED["ahead"], 2000.0))
    assert found().loc["tmall/banner", "verdict"] == "slot_cheaper"
    assert found(dear).loc["tmall/banner", ["verdict", "worth"]].tolist() == ["slot_dearer", 1000.0]
    assert found().loc["tmall/push", "verdict"] == "slot_unsettled"
    assert found().loc["jd/venue", ["each", "advertising", "verdict"]].tolist() == [0.0, 2.0, "slot_cheaper"]


def test_beside_advertising_of_one_month_which_has_no_interval_nothing_is_settled():
    dear = PLACED.assign(price=PLACED["price"].mask(PLACED["slot"].eq("banner") & PLACED["ahead"], 2000.0))
    told = resources_ahead.slots(dear, RAN, lead=LEAD, ads={"all": Interval(1.0, np.nan, np.nan)})
    assert set(told["verdict"]) == {""}
    assert told["advertising"].eq(1.0).all()


def test_fewer_than_three_earlier_slots_give_a_ratio_and_no_range():
    row = found(PLACED[PLACED["ahead"] | PLACED["visitors"].eq(90)]).loc["tmall/banner"]
    assert row["expected"] == pytest.approx(900)
    assert row[["expected_low", "each_high"]].isna().all()
    assert row["verdict"] == ""
    none = found(PLACED[PLACED["ahead"]])
    assert none[["expected", "each"]].drop(index="jd/venue").isna().all(axis=None)
    assert resources_ahead.total(none)[["known", "price"]].iloc[0].tolist() == [0, 1090]


def test_slots_that_are_not_refused_add_up_and_those_judged_alike_err_together():
    """Promised 1,600 by 0.8 and 1,000 by 1: the ratio's error counts for the whole 1,600, a slot's own for each."""
    row, rows = resources_ahead.total(found()).iloc[0], found()
    assert row[["slots", "granted", "known", "price", "promised"]].tolist() == [4, 1, 4, 1090, 2600]
    assert row["expected"] == pytest.approx(1000 + 800 + 80 + 400)
    pooled, own = rows.loc["tmall/push"], rows.loc["tmall/banner"]
    of_tmall = (1100**2) * pooled["of_ratio"] + (1000**2 + 100**2) * pooled["of_one"]
    of_jd = 500**2 * (rows.loc["jd/venue", "of_ratio"] + rows.loc["jd/venue", "of_one"])
    whole = of_tmall + of_jd + 1000**2 * (own["of_ratio"] + own["of_one"])
    assert row["expected_high"] - row["expected"] == pytest.approx(1.88562 * np.sqrt(whole), rel=1e-5)
    assert row["each"] == pytest.approx(1090 / 2280)
    assert row["advertising"] == pytest.approx((1880 * 1 + 400 * 2) / 2280)


def test_a_price_that_nobody_gave_leaves_the_cost_of_all_unknown():
    row = resources_ahead.total(found(PLACED.assign(price=PLACED["price"].mask(PLACED["slot"].eq("top"))))).iloc[0]
    assert row[["price", "each"]].isna().all()  # the others' sum is not the price of all
    assert row[["slots", "priced"]].tolist() == [4, 3]
    assert row["expected"] == pytest.approx(2280)


def test_what_a_visitor_costs_by_advertising_is_a_ratio_of_sums_by_platform_and_of_all():
    spend = pd.DataFrame({"period": ["a", "b", "a"], "platform": ["jd", "jd", "tmall"], "spend": [30.0, 70.0, 10.0]})
    came = spend.drop(columns="spend").assign(traffic_kind="paid", visitors=[10.0, 15.0, 10.0])
    told = resources_ahead.advertising(spend, pd.concat([came, came.assign(traffic_kind="free", visitors=9e9)]))
    assert {name: each.value for name, each in told.items()} == pytest.approx(
        {"jd": 4.0, "tmall": 1.0, "all": 110 / 35}
    )
    assert told["jd"].low < 4 < told["jd"].high
    assert resources_ahead.advertising(missing("ad_spend"), came) == {}


def test_prices_of_slots_count_against_the_budget_but_for_refused_ones():
    rows = pd.DataFrame({"platform": ["tmall", "jd"], "budget": [1000.0, 500.0], "cost": [700.0, np.nan]})
    spend = pd.DataFrame({"platform": ["jd", "tmall"], "value": [200.0, 800.0]})
    ran = SimpleNamespace(rows=rows, **vars(RAN))
    booked = pd.DataFrame({"platform": ["tmall"], "cost": [60.0], "slot_fee": [50.0]})
    held = creators_ahead.money(booked, ran, spend, slots=found()).set_index("platform")
    assert held["resources"].to_dict() == {"jd": 0.0, "tmall": 1090.0, "total": 1090.0}
    assert held["over"].to_dict() == {"jd": 0.0, "tmall": 950.0, "total": 650.0}
    alone = creators_ahead.money(missing("creators"), ran, spend, slots=found()).set_index("platform")
    assert alone["creators"].isna().all()
    assert alone.loc["tmall", "over"] == 890.0
    assert creators_ahead.money(missing("creators"), ran, spend, slots=missing("resources")) == missing("creators")


def test_slots_that_are_neither_granted_nor_refused_count_as_to_be_mended():
    state = ready.parts({"slots": found()}).set_index("part").loc["part_resources"]
    assert (state["state"], state["n"]) == ("plan_to_mend", 3.0)
    settled = found()[found()["state"].isin(["slot_granted", "slot_refused"])]
    assert ready.parts({"slots": settled}).set_index("part").loc["part_resources", "state"] == "plan_ready"


def test_what_is_missing_passes_and_the_input_stays_as_it_is():
    before = PLACED.copy()
    found()
    pd.testing.assert_frame_equal(PLACED, before)
    assert resources_ahead.slots(missing("resources"), RAN, lead=LEAD, ads=ADS) == missing("resources")
    assert resources_ahead.total(missing("resources")) == missing("resources")
