"""What sets us apart is a lead over every rival that was rated, graded by what reviews say of the same rival."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from planbook.absence import missing
from planbook.measures import differentiators, items

GAPS = pd.DataFrame({
    "source": "survey", "brand": ["A", "B"] * 3, "attribute": ["aroma"] * 2 + ["price"] * 2 + ["taste"] * 2,
    "ours": [4.2, 4.2, 3.0, 3.0, 4.0, 4.0], "theirs": [3.9, 3.0, 3.8, 3.1, 3.9, 3.6],
    "value": [0.3, 1.2, -0.8, -0.1, 0.1, 0.4], "low": [0.2, 1.0, -0.9, -0.2, -0.1, 0.3],
    "high": [0.4, 1.4, -0.7, 0.0, 0.3, 0.5], "ours_n": 90.0, "theirs_n": 50.0, "both": 40, "chance": 0.001,
    "adjusted": [0.01, 0.01, 0.01, 1.0, 1.0, 0.01],
})  # fmt: skip
WEIGHTS = pd.DataFrame({"attribute": ["aroma", "price", "taste"], "value": [4.0, 3.0, 5.0]})
LEADS = differentiators.leads(GAPS, WEIGHTS)
ABSENT = missing("feedback", "text")


def said(*, brand="A", adjusted=0.01, **low_high):
    """Let reviews say of each attribute where the difference in praise from a brand lies."""
    ends = pd.DataFrame.from_dict(low_high, orient="index", columns=["low", "high"]).rename_axis("attribute")
    told = {"brand": brand, "adjusted": adjusted, "ours": 0.9, "theirs": 0.6, "ours_n": 80.0, "theirs_n": 40.0}
    return ends.assign(value=ends.mean(axis=1), **told).reset_index()


def test_we_are_held_against_the_best_rival_and_ranked_by_importance():
    assert LEADS[["attribute", "brand", "verdict"]].to_numpy().tolist() == [
        ["aroma", "A", "lead"],
        ["taste", "A", "even"],
        ["price", "A", "behind"],
    ]
    assert LEADS["score"].tolist() == pytest.approx([1.2, 0.5, -2.4])
    assert LEADS["rivals"].tolist() == [2, 2, 2]


def test_a_lead_that_many_looks_may_have_made_is_none():
    found = differentiators.leads(GAPS.assign(adjusted=0.2), WEIGHTS)
    assert found["verdict"].tolist() == ["even"] * 3


def test_a_lead_over_one_rival_that_chance_may_have_made_is_none_over_all():
    found = differentiators.leads(GAPS.assign(adjusted=[0.01, 0.5, 0.01, 1.0, 1.0, 0.01]), WEIGHTS)
    assert found.set_index("attribute")["verdict"].to_dict() == {"aroma": "even", "taste": "even", "price": "behind"}


@pytest.mark.parametrize(
    ("ends", "adjusted", "agreement", "grade"),
    [
        ((0.1, 0.3), 0.01, "same", "measured"),
        ((0.1, 0.3), 0.47, "leans_same", "likely"),
        ((-0.1, 0.3), 0.01, "undecided", "likely"),
        ((-0.3, -0.1), 0.50, "leans_opposed", "likely"),
        ((-0.3, -0.1), 0.01, "opposed", "hint"),
    ],
    ids=["agree", "agree by chance", "cannot tell", "contradict by chance", "contradict"],
)
def test_a_lead_is_as_sure_as_both_sources_make_it(ends, adjusted, agreement, grade):
    found = differentiators.evidence(LEADS, ABSENT, said(aroma=ends, adjusted=adjusted)).set_index("attribute")
    assert found.loc["aroma", ["said_of", "agreement", "grade"]].tolist() == ["A", agreement, grade]
    assert found.loc["taste", ["agreement", "grade"]].tolist() == ["one_source", "hint"]


@pytest.mark.parametrize("ends", [(0.1, 0.3), (-0.3, -0.1)], ids=["agree", "contradict"])
def test_praise_of_all_rivals_together_confirms_and_contradicts_nothing(ends):
    found = differentiators.evidence(LEADS, said(brand="rivals", aroma=ends), ABSENT).set_index("attribute")
    assert found.loc["aroma", ["said_of", "agreement", "grade"]].tolist() == ["rivals", "one_source", "likely"]


def test_what_reviews_say_of_the_same_rival_goes_before_what_they_say_of_all():
    pooled, named = said(brand="rivals", aroma=(0.1, 0.3), taste=(0.1, 0.3)), said(aroma=(-0.1, 0.1))
    found = differentiators.evidence(LEADS, pooled, named).set_index("attribute")
    assert found["said_of"].fillna("").to_dict() == {"aroma": "A", "taste": "rivals", "price": ""}
    assert found["said"].fillna(9).to_dict() == pytest.approx({"aroma": 0.0, "taste": 0.2, "price": 9})
    other = differentiators.evidence(LEADS, pooled, said(brand="B", aroma=(-0.3, -0.1))).set_index("attribute")
    assert other.loc["aroma", "said_of"] == "rivals"


def test_one_source_is_likely_at_most_and_of_none_both_are_named():
    found = differentiators.evidence(LEADS, ABSENT, ABSENT)
    assert found["grade"].tolist() == ["likely", "hint", "likely"]
    assert differentiators.evidence(ABSENT, LEADS, ABSENT)["agreement"].unique().tolist() == ["one_source"]
    assert differentiators.evidence(ABSENT, missing("ratings"), ABSENT) == ABSENT | missing("ratings")


def test_strongest_and_weakest_leave_out_what_is_not_sure():
    found = differentiators.evidence(LEADS, ABSENT, said(aroma=(-0.3, -0.1)))
    assert differentiators.strongest(found).empty
    assert differentiators.weakest(found)["attribute"].tolist() == ["price"]


def test_the_card_holds_what_is_known():
    beside = pd.DataFrame({"verdict": ["opposed", "same"]})
    ratings = pd.DataFrame({"respondent_id": ["a", "a", "b"], "performance": [1.0, 2.0, np.nan]})
    graded = differentiators.evidence(LEADS, ABSENT, ABSENT)
    found = differentiators.card(graded, opened=LEADS, beside=beside, ratings=ratings)
    assert found["value"].to_dict() == {
        "differentiators": 1, "mark_lead": 0.3, "mark_shortfall": -0.8, "open_gaps": 3, "opposed_sources": 1,
        "raters": 1,
    }  # fmt: skip
    assert found.loc["mark_lead", ["low", "high"]].tolist() == [0.2, 0.4]
    assert differentiators.card(ABSENT, opened=ABSENT, beside=ABSENT, ratings=ABSENT).empty


def test_the_best_sellers_category_is_that_of_an_item_and_no_fee():
    sold = {"period": ["current"] * 2 + ["previous"], "sku": ["post", "b", "c"], "category": ["fee", "tea", "tin"]}
    frame = pd.DataFrame(sold | {"paid": [9.0, 2.0, 99.0]})
    assert items.best_category(frame, not_items=["post"]) == "tea"
    assert items.best_category(frame.tail(1)) == missing("products", "category", reason="empty")


def test_nothing_changes_its_input():
    given = GAPS.copy(), LEADS.copy()
    differentiators.leads(GAPS, WEIGHTS), differentiators.evidence(LEADS, ABSENT, said(aroma=(0.1, 0.2)))
    pd.testing.assert_frame_equal(given[0], GAPS)
    pd.testing.assert_frame_equal(given[1], LEADS)
