"""An estimate is told by part of the time, with its range, and graded by what speaks against it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from planbook.absence import missing
from planbook.measures import effects
from planbook.measures.bsts import Estimate

PARTS = ["before", "during", "during", *["after"] * 14]
DAYS = pd.DataFrame(
    {"actual": [9.0, 15.0, 15.0, *[8.0] * 14], "expected": 10.0, "low": 9.0, "high": 11.0, "part": PARTS},
    index=pd.date_range("2026-09-08", periods=17),
)
DRAWS = np.full((11, 16), 10.0) + np.linspace(-1, 1, 11)[:, None]
QUIET = pd.DataFrame({"actual": [12.0] * 12, "low": [9.0] * 10 + [13.0, 14.0], "high": [13.0] * 11 + [15.0]})
QUIET["z"] = 1.0
ESTIMATE = Estimate(DAYS, DRAWS, QUIET, QUIET.head(1), 1.0, "other_platforms", ("jd",), 300)


def test_each_part_has_its_effect_and_range():
    found = effects.effects(ESTIMATE)
    assert list(found.index) == ["during", "week_after", "second_week"]
    assert found["effect"].to_list() == pytest.approx([10, -14, -14])
    assert found.loc["during", ["low", "high"]].to_list() == pytest.approx([8.4, 11.6])
    assert found.loc["during", ["rate", "rate_low"]].to_list() == pytest.approx([0.5, 30 / 21.6 - 1])


def test_the_stretch_widens_every_range():
    wide = effects.effects(ESTIMATE._replace(stretch=2.0)).loc["during"]
    assert (wide["effect"], wide["low"]) == pytest.approx((10, 6.8))


def test_a_week_that_is_not_over_is_left_out():
    short = ESTIMATE._replace(days=DAYS.head(9), draws=DRAWS[:, :8])
    assert list(effects.effects(short).index) == ["during"]
    assert effects.part(effects.effects(short), "week_after") == missing("orders", reason="too_few")


def test_what_was_added_is_drawn_for_both_parts():
    paid = ESTIMATE._replace(days=DAYS.assign(actual=DAYS["actual"] * 50), draws=DRAWS * 50)
    drawn = effects.added(paid, ESTIMATE)
    assert drawn.mean().to_dict() == pytest.approx({"during": 500.0, "after": -700.0})
    assert len(drawn) == 11


def test_quiet_windows_are_counted():
    assert effects.placebo(ESTIMATE).iloc[0].to_dict() == {
        "days": 2, "windows": 12, "lifts": 0, "falls": 2, "stretch": 1.0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        ({}, ()),
        ({"guide": "year_ago"}, ("other_guide",)),
        ({"draws": DRAWS + 5}, ("unsure",)),
        ({"placebos": QUIET.head(3)}, ("few_windows",)),
        ({"stretch": 1.7}, ("restless",)),
        ({"held_out": QUIET.head(1).assign(z=-2.5)}, ("missed",)),
    ],
    ids=["nothing", "no platform", "zero inside", "few windows", "restless", "badly foretold"],
)
def test_what_speaks_against_a_lift_makes_it_a_hint(change, reasons):
    found = effects.grade(ESTIMATE._replace(**change)).iloc[0]
    assert found["reasons"] == reasons
    assert found["grade"] == ("hint" if reasons else "likely")


def test_sides_stand_beside_each_other():
    found = effects.sides(inside=ESTIMATE, outside=missing("assortment"))
    assert found[["side", "effect", "grade"]].to_numpy().tolist() == [["inside", pytest.approx(10), "likely"]]
    assert effects.sides(outside=missing("assortment")) == missing("assortment")


def test_effects_do_not_change_their_input():
    days, drawn = DAYS.copy(), DRAWS.copy()
    effects.effects(ESTIMATE)
    effects.added(ESTIMATE, ESTIMATE)
    pd.testing.assert_frame_equal(days, DAYS)
    np.testing.assert_array_equal(drawn, DRAWS)
