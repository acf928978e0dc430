"""Curves of spend: shapes come back from days that follow them, and are refused where spend stood still."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from planbook import summaries, workbook
from planbook.absence import Missing
from planbook.measures.budget import response
from planbook.periods import until

TRUTH = json.loads((Path(__file__).parents[1] / "data/sample/truth.json").read_text(encoding="utf-8"))["shops"]


def made(kappa, carry, *, noise=0.0, seed=0, levels=(0.5, 1.0, 1.8, 0.7, 1.4)):
    """Days of a channel whose spend was moved in waves of two weeks while demand went up and down."""
    rng, days = np.random.default_rng(seed), 364
    demand = 1 + 0.3 * np.sin(np.arange(days) / 40)
    level = rng.choice(levels, days // 14 + 1).repeat(14)[:days]
    stock = response.stock(level, carry)
    visits = 200 * demand * (1 - np.exp(-kappa * stock)) * np.exp(noise * rng.standard_normal(days))
    found = pd.DataFrame({"date": pd.date_range("2025-11-01", periods=days), "platform": "own", "channel": "ads"})
    return found.assign(spend=100 * demand * level, visits=visits, free=1000 * demand, paid=5 * visits)


def billed(kappa, carry, *, seed=0):
    """The same days of a tool that bills by the click: what a day brings more by chance, it also costs more."""
    days, rng = made(kappa, carry, seed=seed), np.random.default_rng(seed)
    chance, price, people = (np.exp(rng.normal(0, sd, len(days))) for sd in (0.07, 0.03, 0.04))
    bought = {"spend": days["spend"] * chance * price, "visits": days["visits"] * chance}
    return days.assign(**bought, free=days["free"] * people)


def usual(kappa):
    """How much of a per cent more spend arrives as visits, at usual spend."""
    return kappa / np.expm1(kappa)


def at_usual(days):
    found = response.responses(days)
    return usual(found["kappa"])


@pytest.mark.parametrize(("kappa", "carry"), [(0.4, 0.0), (1.5, 0.5), (0.9, 0.7)])
def test_a_planted_shape_comes_back(kappa, carry):
    days = made(kappa, carry)
    found = response.responses(days).iloc[0]
    mean = (days["spend"] / (days["free"] / days["free"].mean())).mean() / (100 * days["free"].mean() / 1000)
    assert found["kappa"] == pytest.approx(kappa * mean, rel=0.06)
    assert found["carry"] == pytest.approx(carry, abs=0.06)


def test_spend_that_follows_demand_alone_shows_no_curve():
    found = response.responses(made(0.9, 0.3, levels=(1.0,)))
    assert found["kappa"].isna().all()


def test_without_demand_in_sight_more_people_would_be_taken_for_the_spends_work():
    days = made(1.5, 0.0, levels=(1.0, 1.3, 0.8))
    blind = days.assign(free=1000.0)
    assert at_usual(blind).iloc[0] > at_usual(days).iloc[0] + 0.1


def test_a_few_days_are_too_few():
    assert isinstance(response.responses(made(0.9, 0.3).head(40)), Missing)


def test_days_are_left_as_they_were():
    days = made(0.9, 0.3)
    before = days.copy()
    response.responses(days)
    pd.testing.assert_frame_equal(days, before)


def test_the_same_days_give_the_same_draws():
    days = made(0.9, 0.3, noise=0.1)
    pd.testing.assert_frame_equal(response.responses(days), response.responses(days))


def test_a_good_day_that_costs_more_is_not_spend_that_worked_at_once():
    found = np.array([response.responses(billed(0.9, 0.5, seed=seed)).loc[0, "carry"] for seed in range(5)])
    assert np.median(found) == pytest.approx(0.5, abs=0.1)


def test_days_of_a_pause_count_as_days():
    days = made(0.9, 0.7, levels=(0.0, 1.0, 1.8))
    assert (days["spend"] == 0).sum() > 100
    assert response.responses(days).loc[0, "carry"] == pytest.approx(0.7, abs=0.06)


@pytest.mark.slow
@pytest.mark.parametrize("days_of", [made, billed], ids=["as made", "billed by the click"])
def test_the_ranges_of_a_curve_cover_the_truth(days_of):
    truth = {"kappa": 0.9, "carry": 0.3, "brings": 200 * 0.9 / 100 * np.exp(-0.9)}
    inside = dict.fromkeys(truth, 0)
    for seed in range(200):
        days = days_of(0.9, 0.3, seed=seed, **({"noise": 0.1} if days_of is made else {}))
        found = response.responses(days)
        share = found["kappa"] * 100 * days["free"].mean() / 1000 / found["usual"]  # κ of level 1 at average demand
        brings = found["scale"] * found["kappa"] / found["usual"] * np.exp(-share) / -np.expm1(-found["kappa"])
        for name, draws in {"kappa": share, "carry": found["carry"], "brings": brings}.items():
            low, high = np.quantile(draws, [0.1, 0.9])
            inside[name] += low <= truth[name] <= high
    assert {name: times for name, times in inside.items() if binomtest(times, 200, 0.8).pvalue <= 0.001} == {}


@pytest.mark.parametrize("shop", ["luming", "luming-global"])
def test_the_planted_curves_of_the_sample_come_back(shop):
    book = workbook.open_book(".", shop)
    days = summaries.channel_days(book.tables, until(book.current, 1096), book.channels)
    found = response.responses(days)
    first = found[found["draw"] == 0].set_index(["platform", "channel"])
    for of in TRUTH[shop]["response"].values():
        own = first.loc[(of["platform"], {"creator": "creators"}.get(of["source"], of["source"] + "s"))]
        assert usual(own["kappa"]) == pytest.approx(of["elasticity_at_usual"], abs=0.06)
        assert own["carry"] == pytest.approx(of["carry"], abs=0.15)
