"""What hurts whom: complaints against all, and the money of the known complainers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planbook.absence import missing
from planbook.measures.pains import beside, rank

BY = pd.DataFrame({
    "persona": ["gift", "gift", "daily"], "topic": ["packaging", "price", "price"], "reviews": [50, 50, 200],
    "bad": [10.0, 0.0, 30.0], "bad_share": [0.2, 0.0, 0.15], "bad_low": [0.14, 0.0, 0.12],
    "bad_high": [0.28, 0.1, 0.19],
})  # fmt: skip
ALL = pd.DataFrame({
    "topic": ["packaging", "price"], "reviews": 250, "bad": [10.0, 30.0], "bad_share": [0.04, 0.12],
    "bad_low": [0.02, 0.1], "bad_high": [0.06, 0.15],
})  # fmt: skip
CODED = pd.DataFrame({
    "persona": ["gift", "gift", "daily", "daily", None], "customer_id": ["ana", "ana", "bo", "cy", None],
    "topic": ["packaging", "packaging", "price", "price", "price"],
    "polarity": ["bad", "mixed", "bad", "good", "bad"], "net_year": [90.0, 90.0, 500.0, 7.0, np.nan],
})  # fmt: skip
ANSWERS = pd.DataFrame({
    "question": ["pains", "pains", "needs"], "answer": ["packaging", "brewing", "gift"], "share": [0.4, 0.3, 0.9],
    "low": 0.2, "high": 0.5, "n": 80.0,
})  # fmt: skip


def test_what_is_clear_stands_first_with_the_money_of_known_complainers():
    found = rank(BY, ALL, CODED)
    assert found[["persona", "topic", "clear", "customers", "net_year"]].to_numpy().tolist() == [
        ["gift", "packaging", True, 1.0, 90.0], ["daily", "price", False, 1.0, 500.0],
    ]  # fmt: skip
    assert found["all"].tolist() == [0.04, 0.12]


def test_where_nobody_complains_there_is_nothing_to_rank():
    assert rank(BY.assign(bad=0.0), ALL, CODED) == missing("feedback", "text", reason="too_few")


def test_what_is_written_stands_beside_what_is_ticked():
    found = beside(ALL, ANSWERS)
    assert found["topic"].tolist() == ["price", "packaging", "brewing"]
    assert found["ticked"].fillna(-1).tolist() == [-1, 0.4, 0.3]
    assert found["said"].fillna(-1).tolist() == [0.12, 0.04, -1]


def test_either_source_alone_is_told():
    assert beside(ALL, missing("survey"))[["topic", "said"]].to_numpy().tolist() == [
        ["price", 0.12],
        ["packaging", 0.04],
    ]
    assert beside(missing("feedback"), ANSWERS)["ticked"].tolist() == [0.4, 0.3]
    assert beside(missing("feedback"), missing("survey")).needs[1].table == "survey"


def test_ranking_does_not_change_its_input():
    before = [frame.copy() for frame in (BY, ALL, CODED)]
    rank(BY, ALL, CODED)
    for frame, copy in zip((BY, ALL, CODED), before, strict=True):
        pd.testing.assert_frame_equal(frame, copy)
