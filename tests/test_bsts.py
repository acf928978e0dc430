"""The grid gives statsmodels' likelihoods and forecasts, finds a known lift, and its intervals hold as they say."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest

from planbook.measures import bsts

DAYS, AFTER = 80, 7
RNG = np.random.default_rng(3)
GUIDE = RNG.normal(size=(DAYS + AFTER, 2))
SERIES = np.cumsum(RNG.normal(0, 0.05, DAYS)) + GUIDE[:DAYS] @ [0.5, -0.2] + RNG.normal(0, 0.4, DAYS)
SERIES[20:25] = np.nan
POINT = (10, 20)  # of the grid: a level's step of 0.011 and a noise of 0.6


@pytest.fixture(scope="module")
def fitted():
    return bsts.fit(SERIES, GUIDE[:DAYS])


@pytest.fixture(scope="module")
def reference():
    """The same model in statsmodels, with an exact diffuse start of level and regression."""
    from statsmodels.tsa.statespace.initialization import Initialization
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    scaled = (SERIES - np.nanmean(SERIES)) / np.nanstd(SERIES, ddof=1)
    model = UnobservedComponents(scaled, "llevel", exog=GUIDE[:DAYS], mle_regression=False)
    model.ssm.initialization = Initialization(model.k_states, "diffuse")
    return model


def variances(level, noise):
    return [bsts.NOISES[noise] ** 2, bsts.LEVELS[level] ** 2]


@pytest.mark.parametrize("point", [(5, 15), (13, 25), (0, 14), (22, 18)], ids=str)
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_likelihoods_differ_from_point_to_point_as_those_of_statsmodels(point, fitted, reference):
    prior = bsts.log_prior()
    ours = np.log(fitted.weights[point] / fitted.weights[POINT]) - (prior[point] - prior[POINT])
    theirs = reference.loglike(variances(*point)) - reference.loglike(variances(*POINT))
    assert ours == pytest.approx(theirs, abs=1e-6)


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_draws_are_spread_as_the_forecast_of_statsmodels(fitted, reference):
    weights = np.zeros((bsts.POINTS, bsts.POINTS))
    weights[POINT] = 1.0
    drawn = bsts.draws(fitted._replace(weights=weights), GUIDE[DAYS:], count=200_000)
    forecast = reference.smooth(variances(*POINT)).get_forecast(AFTER, exog=GUIDE[DAYS:])
    expected = fitted.mean + fitted.scale * forecast.predicted_mean
    assert drawn.mean(axis=0) == pytest.approx(expected, abs=0.01)
    assert drawn.std(axis=0) == pytest.approx(fitted.scale * forecast.se_mean, rel=0.01)


def test_the_priors_are_those_of_causalimpact():
    """SdPrior(0.01, 32) of the level and SdPrior(sqrt(0.2), 50) of the noise (Brodersen et al. 2015), by logarithm."""
    from scipy.stats import gamma

    level, noise = bsts.LEVELS**-2.0, bsts.NOISES**-2.0
    one = gamma.logpdf(level, 16, scale=1 / (16 * 0.01**2)) + np.log(level)
    other = gamma.logpdf(noise, 25, scale=1 / (25 * 0.2)) + np.log(noise)
    gap = bsts.log_prior() - one[:, None] - other[None, :]
    assert gap == pytest.approx(np.full_like(gap, gap[0, 0]))


def test_a_known_lift_is_found():
    rng = np.random.default_rng(8)
    guide = rng.normal(100, 10, 107)
    series = 20 + 0.5 * guide + rng.normal(0, 3, 107)
    series[100:] += 15
    without = bsts.draws(bsts.fit(series[:100], guide[:100, None]), guide[100:, None]).sum(axis=1)
    low, high = np.quantile(series[100:].sum() - without, [0.1, 0.9])
    assert low < 7 * 15 < high
    assert high - low < 40


def test_days_that_do_not_count_are_left_out():
    series = np.where(np.arange(60) % 20 < 3, np.nan, 10.0 + np.arange(60) % 2)
    wild = np.where(np.isnan(series), 1e6, series)
    wild[np.isnan(series)] = np.nan
    guide = np.cos(np.arange(60.0))[:, None]
    assert bsts.draws(bsts.fit(series, guide), guide[:5]).max() < 20
    np.testing.assert_array_equal(bsts.fit(series, guide).weights, bsts.fit(wild, guide).weights)


def test_each_fitted_day_is_retold_from_the_days_before_it(fitted):
    retold = bsts.retold(fitted, GUIDE[:DAYS], 10)
    assert retold.shape == (bsts.DRAWS, 10)
    assert np.abs(retold.mean(axis=0) - SERIES[-10:]).mean() < 0.6


def test_the_same_fit_gives_the_same_draws(fitted):
    first, second = (bsts.draws(fitted, GUIDE[DAYS:], count=50) for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_fit_does_not_change_its_input():
    series, guide = SERIES.copy(), GUIDE[:DAYS].copy()
    bsts.fit(series, guide)
    np.testing.assert_array_equal(series, SERIES)
    np.testing.assert_array_equal(guide, GUIDE[:DAYS])


@pytest.mark.slow
def test_intervals_of_sums_cover_four_times_in_five():
    hits = sum(_covers(seed) for seed in range(200))
    assert binomtest(hits, 200, 0.8).pvalue > 0.001


def _covers(seed):
    """Simulate a year of a shop: a level that drifts, weekdays, a guide, and a campaign of five days."""
    rng = np.random.default_rng(seed)
    days = 365 + 5
    guide = np.cumsum(rng.normal(0, 1, days))
    weekdays = np.eye(7)[np.arange(days) % 7][:, 1:]
    series = 40 + np.cumsum(rng.normal(0, 0.05, days)) + guide + weekdays @ rng.normal(0, 3, 6) + rng.normal(0, 6, days)
    regressors = np.column_stack([guide, weekdays])
    drawn = bsts.draws(bsts.fit(series[:365], regressors[:365]), regressors[365:]).sum(axis=1)
    low, high = np.quantile(drawn, [0.1, 0.9])
    return low <= series[365:].sum() <= high
