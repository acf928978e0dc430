"""How a forecast would have done, and what follows."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from planbook.measures import trials

YEARS = pd.date_range("2024-01-01", periods=800)
PAID = pd.Series(np.arange(1.0, 801.0), index=YEARS)


def tried(**columns):
    rows = {"origin": pd.date_range("2026-01-01", periods=4), "part": 1, "usual_error": 20.0}
    ends = {"actual": 100.0, "value": 90.0, "low": 80.0, "high": 110.0, "year_ago": 120.0}
    return pd.DataFrame(rows | ends | columns)


def test_origins_leave_half_a_year_to_learn_from():
    assert trials.origins(1000, 90) == [640, 670, 700, 730, 760, 790, 820, 850, 880, 910]
    assert trials.origins(200, 90) == []


def test_what_came_is_held_against_the_courses():
    found = trials.held(np.full((10, 60), 2.0), PAID, 740)
    assert found["part"].tolist() == [0, 1, 2]
    assert found["value"].tolist() == [120.0, 60.0, 60.0]
    assert found["actual"].tolist() == [sum(range(741, 801)), sum(range(741, 771)), sum(range(771, 801))]


def test_a_year_before_is_the_same_day_of_the_month():
    assert trials.a_year_before(PAID, pd.DatetimeIndex(["2025-03-01"])).tolist() == [61.0]


def test_the_year_before_wins_only_over_four_trials():
    assert trials.loses(tried(year_ago=101.0))
    assert not trials.loses(tried(year_ago=101.0).iloc[:3])


def test_scores_are_of_the_parts_and_ranges_of_the_whole():
    both = pd.concat([tried(), tried(part=0, low=[80.0, 80.0, 101.0, 80.0])])
    found = trials.scores(SimpleNamespace(past=both))
    assert found.loc["model", ["origins", "wape", "mase", "bias", "covered"]].round(3).tolist() == [
        4,
        0.1,
        0.5,
        -0.1,
        0.75,
    ]
    assert found.loc["year_ago", "wape"] == pytest.approx(0.2)


def test_scores_without_a_trial_are_unknown():
    found = trials.scores(SimpleNamespace(past=trials.none()))
    assert found.loc["model", "origins"] == 0
    assert np.isnan(found.loc["model", "wape"])


def test_ranges_that_held_are_left_as_they_are():
    assert trials.stretch(tried(part=0, actual=95.0)) == 1.0
    assert trials.stretch(tried(part=0, actual=130.0)) > 1.5


def test_widening_keeps_the_mean_and_spreads_the_sums():
    draws = np.exp(np.random.default_rng(1).normal(0, 0.1, (500, 3)))
    inside = np.array([True, True, True])
    wide = draws * trials.widening(draws, 2.0, inside)[:, None]
    assert wide.sum(axis=1).mean() == pytest.approx(draws.sum(axis=1).mean())
    assert np.log(wide.sum(axis=1)).std() == pytest.approx(2 * np.log(draws.sum(axis=1)).std())


def test_the_year_before_is_repeated_with_its_own_errors():
    past = tried(part=0, actual=[110.0, 90.0, 105.0, 95.0], year_ago=100.0)
    level = pd.Series(100.0, index=YEARS)
    found = trials.repeated(level, pd.date_range("2026-03-11", periods=30), past, draws=4000, seed=1).sum(axis=1)
    assert np.median(found) == pytest.approx(3000, rel=0.02)
    assert 0.05 < np.log(found).std() < 0.3
