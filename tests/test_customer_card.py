"""The key figures of who buys, from whatever is there."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from planbook.absence import Missing, missing
from planbook.measures import intervals
from planbook.measures.customer_card import card

PEOPLE = pd.DataFrame({
    "orders": [1, 2, 3, 1], "monetary": [10.0, 20.0, 60.0, 10.0], "net_year": [10.0, 0.0, 50.0, 0.0],
    "state": ["first", "repeat", "vip", "lapsed"], "orders_before": [0, 1, 3, 1],
    "monetary_before": [0.0, 10.0, 30.0, 10.0], "state_before": ["not_yet", "first", "vip", "first"],
})  # fmt: skip
SCORES = pd.DataFrame({"value": [26.5], "low": [21.0], "high": [31.0]})
CROWDS = pd.DataFrame({
    "platform": ["jd", "jd", "tmall"], "dimension": ["new_or_old", "new_or_old", "age"],
    "bucket": ["new", "old", "45+"], "buyers": [30.0, 10.0, 70.0], "n": [40.0, 40.0, 70.0],
})  # fmt: skip
ABSENT = missing("orders", "customer_id"), missing("survey"), missing("crowds")


def test_customers_are_held_against_those_of_a_quarter_ago():
    found = card(PEOPLE, *ABSENT[1:])
    assert found["value"].to_dict() == pytest.approx(
        {"customers": 4, "repurchase": 0.5, "lapsed_share": 0.25, "vip_net_share": 0.6, "net_each": 15.0}
    )
    quarter = found["quarter_ago"].drop("net_each").to_dict()
    assert quarter == pytest.approx({"customers": 3, "repurchase": 1 / 3, "lapsed_share": 0.0, "vip_net_share": 0.6})


def test_shares_have_their_intervals():
    found = card(PEOPLE, *ABSENT[1:]).loc["repurchase", ["value", "low", "high"]]
    assert found.tolist() == list(intervals.wilson(2, 4))


def test_without_buyer_ids_survey_and_crowds_tell():
    found = card(ABSENT[0], SCORES, CROWDS)
    assert found["value"].to_dict() == {"nps": 26.5, "crowd_buyers": 110.0, "crowd_new_share": 0.75}


def test_a_single_customer_has_no_interval_of_a_mean():
    assert np.isnan(card(PEOPLE.iloc[:1], *ABSENT[1:]).loc["net_each", "low"])


def test_where_nothing_is_there_it_says_what_is_missing():
    assert isinstance(card(*ABSENT), Missing)


def test_gathering_does_not_change_its_input():
    before = PEOPLE.copy()
    card(PEOPLE, SCORES, CROWDS)
    pd.testing.assert_frame_equal(PEOPLE, before)
