"""A risk register in money: expected losses are exact, and draws agree with them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from planbook.absence import Missing, missing
from planbook.measures.planning import risks

NAMES = ["risk", "probability", "impact_low", "impact", "impact_high"]
GIVEN = pd.DataFrame(
    [("a", 0.3, 4000.0, 12000.0, 34000.0), ("b", 0.05, 6000.0, 15000.0, 60000.0), ("c", np.nan, 1.0, 2.0, 3.0)],
    columns=NAMES,
)


def test_the_expected_loss_is_probability_times_the_mean_of_three():
    found = risks.register(GIVEN)
    assert found["expected"].tolist()[:2] == pytest.approx([0.3 * 86000 / 6, 0.05 * 126000 / 6])
    assert found["expected_low"].tolist()[:2] == pytest.approx([1200.0, 300.0])
    assert np.isnan(found["expected"].tolist()[2])


def test_amounts_that_do_not_rise_are_not_reckoned():
    found = risks.register(pd.DataFrame([("a", 0.5, 9.0, 2.0, 10.0)], columns=NAMES))
    assert found["expected"].isna().all()


def test_the_total_is_exact_in_its_mean_and_counts_what_is_left_out():
    found = risks.total(risks.register(GIVEN)).iloc[0]
    assert found["expected"] == pytest.approx(4300 + 1050)
    assert found["none"] == pytest.approx(0.7 * 0.95)
    assert (found["counted"], found["left_out"], found["worst"]) == (2, 1, 94000.0)


def test_draws_have_the_mean_and_the_spread_that_theory_gives():
    """Beta-PERT with shape 4: mean (a + 4m + b) / 6, variance (mean − a)(b − mean) / 7 (Vose 2008)."""
    known = risks.register(GIVEN.iloc[:2])
    p, mean = known["probability"].to_numpy(), known["mean_impact"].to_numpy()
    variance = (mean - known["impact_low"]) * (known["impact_high"] - mean) / 7
    drawn = risks.draws(known)
    error = float(np.sqrt((p * (variance + mean**2) - (p * mean) ** 2).sum()))
    assert drawn.mean() == pytest.approx((p * mean).sum(), abs=4 * error / np.sqrt(len(drawn)))
    assert drawn.std() == pytest.approx(error, rel=0.05)


def test_one_sure_risk_of_one_amount_costs_that():
    sure = risks.register(pd.DataFrame([("a", 1.0, 500.0, 500.0, 500.0)], columns=NAMES))
    assert risks.total(sure)[["expected", "p50", "p80", "p95", "none"]].to_numpy().tolist() == [[500, 500, 500, 500, 0]]


@pytest.mark.slow
def test_the_quantiles_hang_on_the_seed_by_no_more_than_a_hundredth(monkeypatch):
    rows = [(0.30, 4000, 12000, 34000), (0.25, 3000, 9000, 22000), (0.05, 6000, 15000, 60000)]
    rows += [(0.08, 2000, 10000, 50000), (0.15, 1000, 5000, 18000)]
    known = pd.DataFrame(rows, columns=["probability", *risks.IMPACTS]).assign(expected=1.0)
    ours = np.quantile(risks.draws(known), [0.5, 0.8])
    others = []
    for seed in range(30):
        monkeypatch.setattr(risks, "SEED", seed)
        others.append(np.quantile(risks.draws(known), [0.5, 0.8]))
    assert ours == pytest.approx(np.mean(others, axis=0), rel=0.01)
    assert (np.std(others, axis=0) / ours < 0.01).all()


def test_a_single_rare_risk_is_below_its_p80_at_nothing():
    rare = risks.register(pd.DataFrame([("a", 0.1, 500.0, 500.0, 500.0)], columns=NAMES))
    found = risks.total(rare).iloc[0]
    assert (found["p80"], found["p95"], found["expected"]) == (0.0, 500.0, 50.0)


def test_the_same_register_gives_the_same_total():
    one, other = (risks.total(risks.register(GIVEN)) for _ in range(2))
    pd.testing.assert_frame_equal(one, other)


def test_without_any_probability_there_is_no_total():
    assert isinstance(risks.total(risks.register(GIVEN.iloc[2:])), Missing)
    assert risks.lacking(GIVEN) == list(risks.STANDARD)
    assert risks.register(missing("risks")) == missing("risks")


def test_inputs_stay_as_they_are():
    before = GIVEN.copy()
    risks.total(risks.register(GIVEN))
    pd.testing.assert_frame_equal(GIVEN, before)
