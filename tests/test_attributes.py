"""What weighs for buyers and how well it is done, in quadrants, by two sources that are never mixed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t as student

from planbook.absence import missing
from planbook.measures import attributes

RATINGS = pd.DataFrame({
    "respondent_id": [f"S{n}" for n in range(40)] * 2, "brand": [""] * 40 + ["云岭"] * 40, "attribute": "aroma",
    "importance": [4.0, 5.0] * 20 + [np.nan] * 40, "performance": [3.0, 5.0] * 20 + [2.0] * 39 + [np.nan],
})  # fmt: skip
SHARES = pd.DataFrame({
    "brand": ["", "rivals"] * 2, "topic": ["aroma"] * 2 + ["price"] * 2, "reviews": [200, 100] * 2,
    "mentions": [40.0, 30, 100, 9], "share": [0.2, 0.3, 0.5, 0.09], "low": [0.16, 0.2, 0.45, 0.06],
    "high": [0.24, 0.4, 0.55, 0.13], "good": [30.0, 15, 20, 9],
})  # fmt: skip


def frame(**columns):
    """Make importance or performance of some attributes, each with ends 0.1 apart, by the survey."""
    values = pd.Series(columns.pop("value"), dtype=float)
    told = {"source": "survey", "attribute": values.index, "n": 90, "value": values, "low": values - 0.1}
    return pd.DataFrame(told | {"high": values + 0.1} | columns).reset_index(drop=True)


WEIGHTS = frame(value={"taste": 4.5, "price": 4.0, "box": 3.5})
DONE = pd.concat([
    frame(value={"taste": 4.4, "price": 3.0, "box": 4.0}, brand=""),
    frame(value={"taste": 4.0, "price": 3.1, "box": 3.3}, brand="云岭"),
], ignore_index=True)  # fmt: skip


def test_a_mean_has_students_interval():
    (row,) = attributes.importance(RATINGS).to_dict("records")
    half = student.ppf(0.9, 39) * RATINGS["importance"].std() / np.sqrt(40)
    assert [row["n"], row["value"], row["low"], row["high"]] == pytest.approx([40, 4.5, 4.5 - half, 4.5 + half])


def test_each_brand_has_its_marks_ours_first():
    found = attributes.performance(RATINGS)
    assert found[["brand", "n", "value", "low", "high"]].to_numpy().tolist()[1] == ["云岭", 39, 2.0, 2.0, 2.0]
    assert found["brand"].tolist() == ["", "云岭"]


def test_too_few_marks_are_missing():
    assert attributes.importance(RATINGS.head(19)) == missing("ratings", "importance", reason="too_few")
    assert attributes.performance(RATINGS.head(19)) == missing("ratings", "performance", reason="too_few")


def test_reviews_weigh_by_mentions_and_praise_by_those_who_mention():
    assert attributes.spoken_of(SHARES)[["attribute", "n", "value"]].to_numpy().tolist() == [
        ["price", 200, 0.5],
        ["aroma", 200, 0.2],
    ]
    found = attributes.praised(SHARES)
    assert found[["brand", "attribute", "n", "value"]].to_numpy().tolist() == [
        ["", "aroma", 40, 0.75],
        ["", "price", 100, 0.2],
        ["rivals", "aroma", 30, 0.5],
    ]
    assert (found["low"] < found["value"]).all()


def test_quadrants_are_parted_by_the_means_and_doubt_is_on_the_line():
    found = attributes.quadrants(WEIGHTS, DONE).set_index("attribute")
    assert found["quadrant"].to_dict() == {"taste": "keep_up", "price": "on_the_line", "box": "overkill"}
    assert found["importance_line"].unique().tolist() == [4.0]
    assert found["performance_line"].iloc[0] == pytest.approx((4.4 + 3.0 + 4.0 + 4.0 + 3.1 + 3.3) / 6)


def test_what_weighs_and_is_done_badly_is_mended_first():
    heavier = WEIGHTS.assign(low=WEIGHTS["low"] + 0.2, high=WEIGHTS["high"] + 0.2)
    found = attributes.quadrants(heavier, DONE).set_index("attribute")
    assert found.loc["price", "quadrant"] == "mend_first"


def test_two_sources_agree_disagree_or_cannot_tell():
    survey = attributes.quadrants(WEIGHTS, DONE)
    other = survey.assign(performance_side=[-1, -1, 1], quadrant=["mend_first", "on_the_line", "overkill"])
    found = attributes.beside(survey, other).set_index("attribute")
    assert found["verdict"].to_dict() == {"taste": "opposed", "price": "undecided", "box": "same"}
    assert found["on"].to_dict() == {"taste": "performance", "price": "", "box": ""}


def test_one_source_stands_alone_and_of_none_both_are_named():
    survey, few = attributes.quadrants(WEIGHTS, DONE), missing("feedback", "text")
    assert attributes.beside(survey, few)["verdict"].unique().tolist() == ["one_source"]
    assert attributes.beside(few, survey)["reviews_importance"].tolist() == [4.5, 4.0, 3.5]
    assert attributes.beside(few, missing("ratings")) == few | missing("ratings")


def test_a_gap_is_what_weighs_and_no_brand_does_well():
    (row,) = attributes.left_open(WEIGHTS, DONE).to_dict("records")
    assert [row[name] for name in ("attribute", "brand", "best", "ours")] == ["price", "云岭", 3.1, 3.0]
    assert row["best_high"] < row["line"]
    assert (row["brands"], row["importance_line"]) == (2, pytest.approx(WEIGHTS["value"].mean()))


def test_what_does_not_weigh_is_no_gap():
    lighter = WEIGHTS.assign(high=[4.6, 3.9, 3.6])
    assert attributes.left_open(lighter, DONE).empty


def test_without_rivals_there_is_no_gap_to_be_found():
    ours = DONE[DONE["brand"] == ""]
    assert attributes.left_open(WEIGHTS, ours) == missing("ratings", "brand", "performance", reason="too_few")
    assert attributes.quadrants(WEIGHTS, DONE[DONE["brand"] != ""]) == attributes.left_open(WEIGHTS, ours)


def test_nothing_changes_its_input():
    given = [RATINGS.copy(), SHARES.copy(), WEIGHTS.copy(), DONE.copy()]
    attributes.performance(RATINGS), attributes.praised(SHARES), attributes.quadrants(WEIGHTS, DONE)
    attributes.left_open(WEIGHTS, DONE)
    for before, after in zip(given, (RATINGS, SHARES, WEIGHTS, DONE), strict=True):
        pd.testing.assert_frame_equal(before, after)
