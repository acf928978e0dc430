"""Weights move answers to the margins of who buys, as published examples do, and no further."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from planbook.absence import missing
from planbook.measures.intervals import effective
from planbook.measures.raking import margins, rake, weighting

ROWS, COLUMNS = [150, 300, 400, 150], [200, 300, 400, 100]
SEED = np.array([[40, 30, 20, 10], [35, 50, 100, 75], [30, 80, 70, 120], [20, 30, 40, 50]])
FITTED = [[64.61, 46.28, 35.42, 3.83], [49.95, 68.15, 156.49, 25.37], [56.70, 144.40, 145.06, 53.76]]
FITTED += [[28.74, 41.18, 63.03, 17.03]]
CROWDS = pd.DataFrame({
    "period": ["current"] * 5 + ["before"], "platform": ["tmall", "jd", "tmall", "jd", "tmall", "tmall"],
    "dimension": ["gender"] * 5 + ["age"], "bucket": ["female", "female", "male", "male", "other", "18-24"],
    "buyers": [30.0, 30.0, 20.0, 10.0, 10.0, 5.0],
})  # fmt: skip
GENDER = pd.DataFrame({"dimension": "gender", "bucket": ["female", "male"], "share": [0.5, 0.5]})


def margin(dimension, shares):
    return pd.DataFrame({"dimension": dimension, "bucket": list(shares), "share": list(shares.values())})


def test_raking_gives_the_table_that_is_published():
    # the example of "Iterative proportional fitting" in Wikipedia; its margins of rows are met to 0.15
    places = [(r, c) for r in range(4) for c in range(4) for _ in range(SEED[r, c])]
    people = pd.DataFrame(places, columns=["row", "column"]).astype(str)
    wanted = [margin("row", {str(at): n / 1000 for at, n in enumerate(ROWS)})]
    wanted.append(margin("column", {str(at): n / 1000 for at, n in enumerate(COLUMNS)}))
    raked = rake(people, pd.concat(wanted))
    table = raked.pivot_table("weight", "row", "column", "sum") * 1000 / len(people)
    assert table.to_numpy() == pytest.approx(np.array(FITTED), abs=0.2)
    assert table.sum(axis=1).tolist() == pytest.approx(ROWS)
    assert table.sum().tolist() == pytest.approx(COLUMNS)


def test_margins_are_the_current_buyers_of_all_platforms():
    found = margins(CROWDS)
    assert found["bucket"].tolist() == ["female", "male", "other"]
    assert found["share"].tolist() == [0.6, 0.3, 0.1]


def test_who_does_not_say_keeps_the_mean_weight():
    people = pd.DataFrame({"gender": ["female", "female", "female", "male", None, "unheard of"]})
    assert rake(people, GENDER)["weight"].round(3).tolist() == [0.667, 0.667, 0.667, 2.0, 1.0, 1.0]


def test_a_bucket_without_answers_is_left_out_of_its_margin():
    people = pd.DataFrame({"gender": ["female", "male", "male"]})
    wanted = margin("gender", {"female": 0.4, "male": 0.4, "other": 0.2})
    assert rake(people, wanted)["weight"].round(3).tolist() == [1.5, 0.75, 0.75]


def test_weights_are_trimmed_to_five_times_the_mean():
    people = pd.DataFrame({"gender": ["female"] * 99 + ["male"]})
    raked = rake(people, GENDER)
    assert raked["weight"].max() == pytest.approx(5.0)
    assert weighting(raked, GENDER)["trimmed"].tolist() == [1.0, 1.0]


def test_effective_answers_are_those_of_kish():
    # Kish (1965): n ÷ (1 + cv²), here of weights 1, 1, 2, 4 with mean 2 and variance 1.5
    assert effective(np.array([1.0, 1.0, 2.0, 4.0])) == pytest.approx(4 / (1 + 1.5 / 4))


def test_what_the_weights_did_is_shown_bucket_by_bucket():
    raked = rake(pd.DataFrame({"gender": ["female", "female", "female", "male"]}), GENDER)
    found = weighting(raked, GENDER)
    assert found[["raw", "raked", "buyers"]].to_numpy().tolist() == [[0.75, 0.5, 0.5], [0.25, 0.5, 0.5]]
    assert found["n_eff"].tolist() == [3.0, 3.0]


def test_without_crowds_all_answers_weigh_the_same():
    people = pd.DataFrame({"gender": ["female", "male"]})
    assert rake(people, missing("crowds"))["weight"].tolist() == [1.0, 1.0]
    assert rake(missing("survey"), missing("crowds")) == missing("survey")


def test_crowds_without_age_and_gender_give_no_margins():
    assert margins(CROWDS[CROWDS["dimension"] == "age"]) == missing("crowds", "buyers", reason="empty")


def test_raking_does_not_change_its_input():
    people = pd.DataFrame({"gender": ["female", "male", "male"]})
    before = people.copy()
    rake(people, GENDER)
    pd.testing.assert_frame_equal(people, before)
