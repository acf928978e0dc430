"""Weighted answers and the net promoter score come with intervals that cover."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from planbook.absence import missing
from planbook.measures import intervals, raking
from planbook.measures.survey import net_promoter, nps, shares

# the two surveys of R's package NPS 1.1, as counts of the scores 0 to 10
ONE = [3, 1, 2, 2, 3, 8, 10, 25, 40, 50, 56]
OTHER = [6, 2, 3, 4, 6, 14, 16, 30, 38, 40, 41]
ANSWERS = pd.DataFrame({
    "needs": ["gift;daily", "daily", "gift", None, "daily; gift;daily"], "weight": [1.0, 1.0, 2.0, 1.0, 1.0],
    "nps": [10, 8, 6, 9, None], "persona": ["a", "a", "a", "b", None],
})  # fmt: skip


def scored(counts):
    return pd.DataFrame({"nps": np.repeat(range(11), counts).astype(float), "weight": 1.0})


def test_the_score_is_that_of_the_published_survey():
    row = nps(scored(ONE), level=0.95).iloc[0]
    assert row[["n", "value", "raw"]].tolist() == [200.0, pytest.approx(38.5), pytest.approx(38.5)]
    assert row[["low", "high"]].tolist() == pytest.approx([27.9, 47.9], abs=0.05)


def test_the_variance_of_one_answer_is_that_of_the_published_survey():
    plain = net_promoter(106, 29, 200, added=(0.0, 0.0, 0.0), level=0.95)
    error = (plain.high - plain.low) / 2 / intervals.quantile(0.95) / 100
    assert error == pytest.approx(0.0513213, abs=1e-6)
    assert 200 * error**2 == pytest.approx(0.526775, abs=1e-6)
    assert [plain.low / 100, plain.high / 100] == pytest.approx([0.284, 0.486], abs=5e-4)


def test_the_other_published_survey_scores_fifteen():
    assert nps(scored(OTHER)).iloc[0]["value"] == pytest.approx(15.0)


def test_an_answer_counts_once_a_respondent_and_by_its_weight():
    found = shares(ANSWERS, ["needs"], fewest=0).set_index("answer")
    assert found["share"].to_dict() == pytest.approx({"gift": 4 / 6, "daily": 3 / 6})
    assert found["raw"].to_dict() == {"gift": 0.6, "daily": 0.6}


def test_who_ticks_nothing_has_answered_but_who_gives_no_age_has_not():
    people = ANSWERS.assign(age_band=["18-24", None, "18-24", "25-34", None])
    assert shares(people, ["needs", "age_band"], fewest=0)["n"].tolist() == [5.0, 5.0, 3.0, 3.0]


def test_the_interval_takes_the_effective_number_of_answers():
    row = shares(ANSWERS, ["needs"], fewest=0).iloc[0]
    size = 6.0**2 / 8.0
    assert row["n_eff"] == pytest.approx(size)
    assert row[["share", "low", "high"]].tolist() == pytest.approx(intervals.wilson(4 / 6 * size, size))


def test_of_too_few_answers_there_is_a_number_alone():
    row = shares(ANSWERS, ["needs"], by="persona").iloc[0]
    assert (row["group"], row["answer"], row["n"]) == ("a", "", 3.0)
    assert np.isnan(row["share"])
    assert nps(ANSWERS, by="persona")[["n", "value"]].isna().to_numpy().tolist() == [[False, True]] * 2


@pytest.mark.parametrize("by", [None, "persona"], ids=["all", "by persona"])
def test_a_question_that_was_not_asked_is_missing(by):
    nobody = ANSWERS.assign(needs=None, nps=np.nan)
    assert shares(nobody, ["needs"], by=by) == missing("survey", "needs", reason="empty")
    assert nps(nobody, by=by) == missing("survey", "nps", reason="empty")


def test_reading_answers_does_not_change_them():
    before = ANSWERS.copy()
    shares(ANSWERS, ["needs"], by="persona"), nps(ANSWERS)
    pd.testing.assert_frame_equal(ANSWERS, before)


AGES, BUYERS = ["young", "middle", "old"], [0.2, 0.5, 0.3]
MARGINS = pd.DataFrame({"dimension": "age_band", "bucket": AGES, "share": BUYERS})
RATES, PROMOTERS = [0.45, 0.40, 0.30], [0.4, 0.5, 0.45]


def respondents(rng, n=400):
    """Answers of a survey that the young fill in most; within an age they are those of its buyers."""
    age = rng.choice(3, n, p=[0.5, 0.35, 0.15])
    score = np.where(rng.random(n) < np.array(PROMOTERS)[age], 10, rng.choice([5, 8], n))
    needs = np.where(rng.random(n) < np.array(RATES)[age], "gift", "daily")
    return pd.DataFrame({"age_band": np.array(AGES)[age], "needs": needs, "nps": score.astype(float)})


def hits(covers):
    from scipy.stats import binomtest

    rng = np.random.default_rng(11)
    return binomtest(sum(covers(respondents(rng)) for _ in range(200)), 200, 0.8).pvalue


@pytest.mark.slow
def test_the_interval_of_a_weighted_share_covers():
    true = float(np.dot(RATES, BUYERS))

    def covers(answers):
        found = shares(raking.rake(answers, MARGINS), ["needs"]).set_index("answer").loc["gift"]
        return found["low"] <= true <= found["high"]

    assert hits(covers) > 0.001


@pytest.mark.slow
def test_the_interval_of_a_weighted_score_covers():
    promoters = float(np.dot(PROMOTERS, BUYERS))
    true = 100 * (promoters - (1 - promoters) / 2)

    def covers(answers):
        row = nps(raking.rake(answers, MARGINS)).iloc[0]
        return row["low"] <= true <= row["high"]

    assert hits(covers) > 0.001


@pytest.mark.slow
def test_raw_answers_would_not_cover():
    true = float(np.dot(RATES, BUYERS))

    def covers(answers):
        found = shares(answers.assign(weight=1.0), ["needs"]).set_index("answer").loc["gift"]
        return found["low"] <= true <= found["high"]

    assert hits(covers) < 0.001


@pytest.mark.slow
def test_the_interval_of_a_plain_share_covers():
    from scipy.stats import binomtest

    drawn = np.random.default_rng(12).binomial(150, 0.12, 200)
    found = [intervals.wilson(float(k), 150) for k in drawn]
    assert binomtest(sum(x.low <= 0.12 <= x.high for x in found), 200, 0.8).pvalue > 0.001
