"""When a customer is lapsed comes from the shop's own rhythm, and states follow from two limits alone."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from planbook.absence import Missing, missing
from planbook.measures.lifecycle import curve, limit, states, thresholds

NOW, THEN = date(2026, 10, 31), date(2026, 7, 31)
# Freireich et al. (1963), Blood 21, 699-716: weeks in remission on 6-mercaptopurine; Kaplan and Meier's curve of it is
# in Kalbfleisch and Prentice (2002), The Statistical Analysis of Failure Time Data, section 1.4
ENDED = [6, 6, 6, 7, 10, 13, 16, 22, 23]
GOING_ON = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
SURVIVAL = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
PATIENTS = pd.DataFrame({"days": ENDED + GOING_ON, "returned": [True] * 9 + [False] * 12, "waits": 10, "part": "0"})
CUSTOMERS = pd.DataFrame({
    "last_order": pd.to_datetime(["2026-10-30", "2026-10-01", "2026-09-01", "2025-10-01", "2026-08-05"]),
    "orders": [1, 3, 9, 9, 2],
    "monetary": [90.0, 200.0, 2000.0, 2000.0, 50.0],
    "last_before": pd.to_datetime(["NaT", "2026-06-01", "2026-07-01", "2025-10-01", "2025-05-01"]),
    "orders_before": [0, 1, 8, 9, 1],
    "monetary_before": [0.0, 80.0, 1900.0, 2000.0, 20.0],
})  # fmt: skip
BOUNDS = pd.DataFrame({"lapse_days": [300.0], "vip_from": [1000.0]})


def test_the_curve_is_that_of_kaplan_and_meier():
    from planbook.measures import lifecycle

    told = lifecycle._returned(*lifecycle._by_day(PATIENTS), 730)
    assert {day: round(1 - told[day], 3) for day in SURVIVAL} == pytest.approx(SURVIVAL, abs=6e-4)


def test_nine_in_ten_of_those_who_return_do_so_within_the_limit():
    found = limit(PATIENTS).iloc[0]
    assert (found["lapse_days"], found["horizon"], found["returns"], found["waiting"]) == (23.0, 32.0, 90.0, 120.0)
    assert found["come_back"] == pytest.approx(1 - 0.448, abs=6e-4)


def test_leaving_out_who_still_waits_would_make_the_limit_too_short():
    days, rng = np.arange(1, 400), np.random.default_rng(1)
    waits = pd.DataFrame({"days": rng.choice(days, 2000), "returned": True, "waits": 1})
    waits.loc[waits["days"] > rng.choice(days, 2000), "returned"] = False
    found = limit(waits.assign(part=(waits.index % 16).astype(str))).iloc[0]
    assert found["uncensored"] < found["low"] < found["lapse_days"] < found["high"]


def test_who_returns_after_two_years_begins_anew():
    late = pd.DataFrame({"part": "0", "days": [100, 900], "returned": True, "waits": [500, 500]})
    assert limit(late).iloc[0][["lapse_days", "horizon"]].tolist() == [100.0, 730.0]


@pytest.mark.parametrize("returned", [True, False], ids=["few returned", "nobody returned"])
def test_of_too_few_returns_nothing_is_told(returned):
    few = pd.DataFrame({"part": "0", "days": [10], "returned": [returned], "waits": [29]})
    assert limit(few) == curve(few) == missing("orders", "customer_id", reason="too_few")


def test_where_all_bought_once_nobody_is_called_lapsed():
    absent = missing("orders", "customer_id", reason="too_few")
    told = states(CUSTOMERS, thresholds(absent, CUSTOMERS), as_of=NOW, then=THEN)
    assert "lapsed" not in set(told["state"])


@pytest.mark.parametrize(
    ("net", "vip_from"),
    [(range(100), 89.1), ([5.0] * 50 + [9.0] * 3, 9.0), ([5.0] * 50, np.nan), ([5.0], np.nan)],
    ids=["one in ten", "fewer where many tie", "nobody where all tie", "nobody of one"],
)
def test_a_vip_is_one_in_ten_by_net(net, vip_from):
    found = thresholds(pd.DataFrame({"lapse_days": [90.0]}), pd.DataFrame({"monetary": net}))
    assert found.iloc[0].tolist() == pytest.approx([90.0, vip_from], nan_ok=True)


def test_states_are_told_in_their_order():
    told = states(CUSTOMERS, BOUNDS, as_of=NOW, then=THEN)
    assert told["state"].tolist() == ["first", "repeat", "vip", "lapsed", "repeat"]
    assert told["state_before"].tolist() == ["not_yet", "first", "vip", "lapsed", "lapsed"]
    assert told["silent_days"].tolist() == [1, 30, 60, 395, 87]


def test_the_limit_itself_is_not_yet_lapsed():
    edge = CUSTOMERS.iloc[:1].assign(last_order=pd.Timestamp("2026-01-04"))
    told = [states(edge, BOUNDS.assign(lapse_days=days), as_of=NOW, then=THEN)["state"].iloc[0] for days in (300, 299)]
    assert told == ["first", "lapsed"]


def test_without_customers_there_are_no_limits():
    assert isinstance(thresholds(BOUNDS, missing("orders", "customer_id")), Missing)


def test_states_do_not_change_their_input():
    before = CUSTOMERS.copy()
    states(CUSTOMERS, BOUNDS, as_of=NOW, then=THEN)
    pd.testing.assert_frame_equal(CUSTOMERS, before)
