"""Starts are drawn as scikit-learn draws them, so that the same seed finds the same clusters, only sooner."""

from __future__ import annotations

import numpy as np
import pytest

from planbook.measures import kmeans

POINTS = np.random.default_rng(3).normal(size=(2000, 6)).astype(np.float32)


@pytest.mark.parametrize("k", [2, 3, 6])
def test_the_centres_are_those_of_scikit_learn(k):
    from sklearn.cluster import KMeans

    theirs = KMeans(k, n_init=kmeans.STARTS, random_state=7).fit(POINTS).cluster_centers_
    np.testing.assert_allclose(kmeans.fit(POINTS, k, 7), theirs, atol=1e-6)


def test_points_that_repeat_each_other_are_enough_for_starts():
    twice = np.repeat(np.float32([[0, 0], [5, 5]]), 50, axis=0)
    assert sorted(map(tuple, kmeans.fit(twice, 2, seed=1).tolist())) == [(0.0, 0.0), (5.0, 5.0)]


def test_each_point_has_its_nearest_centre():
    centres = np.float32([[0, 0], [3, 0]])
    assert kmeans.nearest(np.float32([[1, 0], [2, 9], [4, -9]]), centres).tolist() == [0, 1, 1]


def test_fitting_does_not_change_its_input():
    before = POINTS.copy()
    kmeans.fit(POINTS, 3, seed=1)
    np.testing.assert_array_equal(POINTS, before)
