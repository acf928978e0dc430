"""Correspondence analysis gives the published map of Greenacre's smokers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from planbook.absence import missing
from planbook.measures.rivals import positioning

# Greenacre (1984), Theory and Applications of Correspondence Analysis, table 3.1: staff groups by smoking
SMOKERS = pd.DataFrame(
    [[4, 2, 3, 2], [4, 3, 7, 4], [25, 10, 12, 4], [18, 24, 33, 13], [10, 6, 7, 2]],
    index=["SM", "JM", "SE", "JE", "SC"],
    columns=["none", "light", "medium", "heavy"],
)


def test_the_principal_inertias_of_the_smokers():
    assert positioning.inertias(SMOKERS) == pytest.approx([0.07476, 0.01002, 0.00041], abs=1e-5)


def test_the_places_of_the_smokers():
    found = positioning.correspondence(SMOKERS).set_index("name")
    assert found.loc[["SM", "JM", "SE", "JE", "SC"], "x"].abs().round(3).tolist() == [0.066, 0.259, 0.381, 0.233, 0.201]
    assert found.loc[["none", "light", "medium", "heavy"], "x"].round(3).tolist() == [0.393, -0.099, -0.196, -0.294]
    assert found.loc["SM", ["mass", "quality"]].astype(float).round(3).tolist() == [0.057, 0.893]


def test_the_map_of_the_smokers_shows_nearly_all_of_a_difference_that_may_be_chance():
    found = positioning.fit(SMOKERS)
    assert (round(found["inertia"], 4), round(found["x"], 4), round(found["y"], 4)) == (0.0852, 0.8776, 0.1176)
    assert round(found["chance"], 3) == 0.172


def test_brands_that_are_spoken_of_alike_lie_in_the_middle():
    alike = pd.DataFrame(np.outer([1, 2, 3], [10, 20, 30]), index=list("ABC"), columns=list("xyz"))
    assert positioning.correspondence(alike)[["x", "y"]].abs().to_numpy().max() < 1e-6


def test_rare_topics_have_no_place_and_two_brands_make_no_map():
    shares = pd.DataFrame(
        {"brand": list("ABC") * 4, "topic": np.repeat(list("wxyz"), 3), "mentions": [9.0] * 9 + [1.0] * 3}
    )
    assert positioning.counts(shares).columns.tolist() == ["w", "x", "y"]
    few = missing("feedback", "brand", "text", reason="too_few")
    assert positioning.counts(shares[shares["brand"] != "C"]) == few
    assert positioning.correspondence(few) == positioning.fit(few) == few


def test_the_map_does_not_change_its_input():
    given = SMOKERS.copy()
    positioning.correspondence(given)
    pd.testing.assert_frame_equal(given, SMOKERS)
