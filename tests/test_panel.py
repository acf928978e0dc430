"""Counts by item and week are told apart into what an item sells, what a week sells, and what a regressor moves."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from planbook.measures import panel

ITEM, WEEK = (each.ravel() for each in np.meshgrid(np.arange(5), np.arange(30), indexing="ij"))
PRICE = np.log(np.random.default_rng(7).uniform(8.0, 12.0, len(ITEM)))[:, None]
COUNTS = np.exp(3.0 + 0.4 * ITEM + 0.3 * np.sin(WEEK) - 2.0 * PRICE[:, 0])


def test_both_fits_find_the_slope_that_made_the_counts():
    fits = [fit(COUNTS, PRICE, (ITEM, WEEK)) for fit in (panel.poisson, panel.log_log)]
    assert [float(fit.slopes[0]) for fit in fits] == pytest.approx([-2.0, -2.0], abs=1e-6)
    assert fits[0].expected == pytest.approx(COUNTS, rel=1e-6)
    assert fits[1].expected == pytest.approx(COUNTS, rel=1e-6)


def test_effects_are_those_of_dummy_variables():
    counts = np.random.default_rng(3).poisson(COUNTS * 40).astype(float) + 1
    dummies = np.column_stack([PRICE, np.eye(5)[ITEM], np.eye(30)[WEEK][:, 1:]])
    solved = np.linalg.lstsq(dummies, np.log(counts), rcond=None)[0]
    assert float(panel.log_log(counts, PRICE, (ITEM, WEEK)).slopes[0]) == pytest.approx(solved[0], abs=1e-7)


def test_the_expected_of_a_poisson_fit_add_up_to_the_counts_of_each_group():
    counts = np.random.default_rng(3).poisson(COUNTS * 40).astype(float)
    fit = panel.poisson(counts, np.empty((len(counts), 0)), (ITEM, WEEK))
    for group in (ITEM, WEEK):
        assert np.bincount(group, fit.expected) == pytest.approx(np.bincount(group, counts), rel=1e-6)


def test_the_error_of_single_rows_is_whites():
    left = np.array([1.0, -1.0, 2.0, -2.0])
    fit = panel.Fit(np.zeros(1), np.ones(4), left[:, None], np.ones(4))
    residuals = np.array([1.0, 1.0, -1.0, 2.0])
    meat = float(((left * residuals) ** 2).sum()) * 4 / 3
    assert panel.error(fit, residuals, np.arange(4)) == pytest.approx(np.sqrt(meat) / 10)


def test_groups_are_numbered_by_all_their_columns():
    assert panel.codes(pd.Series(["a", "a", "b"]), pd.Series([1, 2, 1])).tolist() == [0, 1, 2]
