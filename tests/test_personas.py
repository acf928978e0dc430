"""A persona's name says what sets it apart; answers and texts find their persona by the customer."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from planbook.absence import missing
from planbook.measures.personas import known, label, link, names

PEOPLE = pd.DataFrame({
    "customer_id": ["ana", "bo", "cy"], "cluster": np.array([0, 1, 1], "int8"), "monetary": [10.0, 30.0, 5.0],
    "state": pd.Categorical(["first", "vip", "lapsed"]), "net_year": [1.0, 2.0, 3.0],
})  # fmt: skip
SAID = pd.DataFrame({"customer_id": ["bo", None, "zoe", "ana"], "brand": ["", "", "", "rival"], "text": list("abcd")})


def profile(*rows):
    """Rows of cluster, feature, mean, all, distance."""
    frame = pd.DataFrame(rows, columns=["cluster", "feature", "mean", "all", "distance"])
    return frame.assign(lift=frame["mean"] / frame["all"])


GIFTS = (0, "share_gift", 0.6, 0.2, 1.2)
ONCE = (0, "orders", 0.0, 0.4, -0.6)


def test_a_name_begins_with_what_is_bought_and_holds_what_is_far():
    told = names(profile(ONCE, (0, "monetary", 7.0, 6.0, 0.9), GIFTS, (0, "recency", 5.0, 5.0, 0.1)))
    assert told.to_dict() == {0: "gift+high_spend+once"}


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ((0, "share_gift", 0.22, 0.2, 0.9), "average"),
        ((0, "share_gift", 0.04, 0.02, 0.9), "average"),
        ((0, "orders", 0.3, 0.5, -0.6), "average"),
        ((0, "orders", math.log(1.1), 0.5, -0.6), "once"),
        ((0, "unit_price", 4.0, 5.0, -0.5), "low_priced"),
        ((0, "discount_share", 0.3, 0.1, 2.0), "discount_buyers"),
        ((0, "share_gift", 0.0, 0.2, -0.9), "average"),
    ],
    ids=["hardly more", "few points", "not once", "once", "cheap", "on discount", "what is not bought"],
)
def test_a_word_is_earned(row, name):
    assert names(profile(row)).to_dict() == {0: name}


def test_no_more_than_two_goods_stand_in_a_name():
    shares = [(0, f"share_{at}", 0.3, 0.1, 0.5 + at) for at in range(4)]
    assert names(profile(*shares, ONCE)).to_dict() == {0: "3+2+once"}


def test_no_two_names_are_alike():
    twins = [(cluster, *row[1:]) for cluster in (0, 1, 2) for row in (GIFTS, ONCE)]
    told = names(profile(*twins, (1, "recency", 7.0, 5.0, 0.5)))
    assert told.tolist() == ["gift+once", "gift+once+long_silent", "gift+once+2"]


def test_personas_are_ordered_by_what_they_brought():
    told = label(PEOPLE, pd.Series({0: "gift", 1: "daily"}))
    assert told["persona"].tolist() == ["gift", "daily", "daily"]
    assert told["persona"].cat.categories.tolist() == ["daily", "gift"]


def test_a_text_of_ours_finds_its_persona_and_one_of_a_rival_goes():
    told = link(SAID, label(PEOPLE, pd.Series({0: "gift", 1: "daily"})))
    assert told["text"].tolist() == ["a", "b", "c"]
    assert told["persona"].astype(object).where(told["persona"].notna(), "").tolist() == ["daily", "", ""]
    assert told["net_year"].tolist()[0] == 2.0
    assert known(told)["text"].tolist() == ["a"]


def test_without_customers_all_texts_stay_and_nobody_is_known():
    absent = missing("orders", "customer_id")
    told = link(SAID, absent)
    assert len(told) == 3
    assert known(told) == missing("orders", "customer_id", reason="too_few")
    assert link(missing("feedback"), PEOPLE) == missing("feedback")


def test_naming_and_linking_do_not_change_their_input():
    rows, said, people = profile(GIFTS, ONCE), SAID.copy(), PEOPLE.copy()
    told = label(people, names(pd.concat([rows, rows.assign(cluster=1)])))
    link(said, told)
    pd.testing.assert_frame_equal(rows, profile(GIFTS, ONCE))
    pd.testing.assert_frame_equal(said, SAID)
    pd.testing.assert_frame_equal(people, PEOPLE)
