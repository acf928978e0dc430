"""How far two brands are apart: the overlapping t test is the paired one and Welch's at its ends, and covers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest, ttest_ind, ttest_rel

from planbook.absence import missing
from planbook.measures import gaps

# methods.md case R11; the same as R's p.adjust
CHANCES = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216, 0.222, 0.251, 0.269, 0.275, 0.34]
ADJUSTED = [0.015, 0.112, 0.507, 0.507, 0.507, 0.6, 0.666, 1, 1, 1, 1, 1, 1, 1, 1]
MARKS = np.random.default_rng(4).normal(size=(2, 30))
OURS, THEIRS = pd.Series(MARKS[0] + 0.4), pd.Series(MARKS[1])
SHARES = pd.DataFrame({
    "brand": ["", "rivals", "", "rivals"], "topic": ["aroma", "aroma", "price", "price"],
    "mentions": [80.0, 40, 50, 9], "good": [72.0, 24, 25, 3],
})  # fmt: skip


def rated(*, people, shared, gap, seed):
    """Let people rate us, and some of them and as many others a rival; who marks high, marks both high."""
    draw = np.random.default_rng(seed)
    mood = draw.normal(size=2 * people - shared)
    ours = pd.Series(3.5 + gap + mood[:people] + draw.normal(size=people), index=range(people))
    theirs = range(people - shared, 2 * people - shared)
    return ours, pd.Series(3.5 + mood[people - shared :] + draw.normal(size=people), index=theirs)


def test_many_tests_are_adjusted_as_holm_does():
    assert gaps.holm(CHANCES) == pytest.approx(ADJUSTED, abs=1e-9)


def test_where_all_have_rated_both_it_is_the_paired_test():
    found, known = gaps.overlapping(OURS, THEIRS), ttest_rel(OURS, THEIRS)
    ends = known.confidence_interval(0.8)
    assert [found.chance, *found.interval[1:]] == pytest.approx([known.pvalue, ends.low, ends.high])
    assert found.both == 30


def test_where_nobody_has_rated_both_it_is_welchs_test():
    others = THEIRS.set_axis(range(100, 130)).head(12)
    found, known = gaps.overlapping(OURS, others), ttest_ind(OURS, others, equal_var=False)
    ends = known.confidence_interval(0.8)
    assert [found.chance, *found.interval[1:]] == pytest.approx([known.pvalue, ends.low, ends.high])


def test_marks_that_do_not_vary_differ_surely_or_not_at_all():
    same = pd.Series([4.0, 4.0, 4.0])
    assert gaps.overlapping(same, same).chance == 1
    assert gaps.overlapping(same, same - 1) == ((1, 1, 1), 0, 3)


def test_each_rival_is_held_against_us_on_each_attribute():
    people = [f"S{n}" for n in range(30)]
    rows = {"respondent_id": people * 2, "brand": [""] * 30 + ["云岭"] * 30, "attribute": "aroma"}
    ratings = pd.DataFrame(rows | {"performance": [*OURS, *THEIRS]})
    (row,) = gaps.gaps(ratings).to_dict("records")
    known = gaps.overlapping(OURS, THEIRS)
    assert (row["brand"], row["value"], row["chance"], row["adjusted"]) == (
        "云岭",
        *[known.interval.value],
        *[known.chance] * 2,
    )
    few = missing("ratings", "brand", "performance", reason="too_few")
    assert gaps.gaps(ratings.tail(45)) == gaps.gaps(ratings.head(30)) == few


def test_praise_is_of_those_who_speak_of_it():
    (row,) = gaps.praise(SHARES).to_dict("records")
    assert [row["ours"], row["theirs"], row["value"]] == pytest.approx([0.9, 0.6, 0.3])
    assert 0.15 < row["low"] < 0.3 < row["high"] < 0.45
    assert row["chance"] == pytest.approx(0.0001, abs=1e-4)
    assert gaps.praise(SHARES.tail(2)) == missing("feedback", "brand", "text", reason="too_few")


def test_only_pairs_that_are_named_are_looked_at_and_adjusted_for():
    each = pd.DataFrame({
        "brand": ["", "A", "B", "", "A"], "topic": ["aroma"] * 3 + ["price"] * 2, "mentions": [80.0, 40, 40, 50, 30],
        "good": [72.0, 24, 30, 25, 20],
    })  # fmt: skip
    named = pd.DataFrame({"brand": ["A", "C"], "attribute": ["aroma", "price"]})
    (row,) = gaps.praise(each, of=named).to_dict("records")
    assert (row["brand"], row["attribute"]) == ("A", "aroma")
    assert row["adjusted"] == row["chance"]
    assert gaps.praise(each, of=missing("ratings")) == missing("ratings")
    assert len(gaps.praise(each)) == 3


@pytest.mark.slow
@pytest.mark.parametrize("shared", [0, 30, 60], ids=["nobody", "half", "all"])
def test_the_interval_of_a_gap_covers_it_four_times_in_five(shared):
    inside = 0
    for seed in range(200):
        _, low, high = gaps.overlapping(*rated(people=60, shared=shared, gap=0.3, seed=seed)).interval
        inside += low < 0.3 < high
    assert binomtest(inside, 200, 0.8).pvalue > 0.001


def test_nothing_changes_its_input():
    given = OURS.copy(), SHARES.copy()
    gaps.overlapping(OURS, THEIRS), gaps.praise(SHARES)
    pd.testing.assert_series_equal(given[0], OURS)
    pd.testing.assert_frame_equal(given[1], SHARES)
