"""Courses of the days ahead: what they learn, what they refuse, and how often their ranges hold."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from planbook.absence import Missing, missing
from planbook.measures import forecast, seasons
from planbook.periods import Period, parse

NONE = seasons.Calendar(None, None, False)
AHEAD = parse("2026-11")


def history(days, *, seed=1, noise=0.1, end="2026-10-31"):
    rng, index = np.random.default_rng(seed), pd.date_range(end=end, periods=days)
    return pd.Series(1000 * np.exp(noise * rng.standard_normal(days)), index=index)


def foretell(paid, calendar=NONE, ahead=AHEAD):
    return forecast.foretell(paid, seasons.design(pd.date_range(paid.index[0], ahead.end), calendar), ahead)


def test_a_level_shop_goes_on():
    found = foretell(history(400))
    assert found.draws.shape == (2000, 30)
    assert found.draws.sum(axis=1).mean() == pytest.approx(30_000, rel=0.03)
    assert found.method == "model"


def test_the_same_history_gives_the_same_courses():
    assert (foretell(history(120)).draws == foretell(history(120)).draws).all()


def test_a_week_of_sales_is_too_few():
    found = foretell(history(30))
    assert isinstance(found, Missing)
    assert found.reason == "too_few"


def test_a_weekday_without_sales_stays_without():
    paid = history(300)
    paid[paid.index.day_of_week == 5] = 0.0
    found = foretell(paid)
    assert found.draws[:, found.days.day_of_week == 5].sum() == 0
    assert found.draws[:, found.days.day_of_week == 4].min() > 0


def test_an_events_strength_is_learned_from_its_last_edition():
    paid = history(760)
    burst = [("2024-11-08", "2024-11-11", 2024), ("2025-11-08", "2025-11-11", 2025), ("2026-11-08", "2026-11-11", 2026)]
    rows = [{"starts": pd.Timestamp(a), "ends": pd.Timestamp(b), "year": year} for a, b, year in burst]
    stages = pd.DataFrame(rows).assign(event="double11", wave=1, platform="all", stage="burst")
    for row in rows[:2]:
        paid[row["starts"] : row["ends"]] *= 5
    found = foretell(paid, seasons.Calendar(stages, None, False))
    during = (found.days >= "2026-11-08") & (found.days <= "2026-11-11")
    assert found.draws[:, during].mean() / found.draws[:, ~during].mean() == pytest.approx(5, rel=0.1)


def test_a_campaigns_lift_is_what_plain_lacks():
    paid = history(400)
    rows = [("dew-2025", "2026-03-01", "2026-03-10"), ("dew-2026", "2026-11-05", "2026-11-14")]
    runs = pd.DataFrame([(a, "shop", pd.Timestamp(b), pd.Timestamp(c)) for a, b, c in rows])
    runs.columns = ["campaign", "platform", "starts", "ends"]
    paid["2026-03-01":"2026-03-10"] *= 1.5
    found = foretell(paid, seasons.Calendar(None, runs, False))
    inside = (found.days >= "2026-11-05") & (found.days <= "2026-11-14")
    assert (found.draws / found.plain)[:, inside].mean() == pytest.approx(1.5, rel=0.1)
    assert (found.draws == found.plain)[:, ~inside].all()


def test_inputs_stay_as_they_are():
    paid = history(120)
    before = paid.copy()
    foretell(paid)
    pd.testing.assert_series_equal(paid, before)


def test_platforms_take_the_shape_of_events_from_the_shop():
    days = pd.DataFrame({"date": history(400).index.repeat(2), "platform": ["a", "b"] * 400})
    days["paid"] = history(400).repeat(2).to_numpy() * np.tile([0.9, 0.1], 400)
    names = seasons.names(days)
    paid = forecast.series(days, names)
    known = seasons.designs(names, seasons.every_day(paid, AHEAD), NONE)
    found = forecast.foretell_each(paid, known, AHEAD)
    assert found["a"].draws.mean() / found["b"].draws.mean() == pytest.approx(9, rel=0.02)


def test_without_orders_there_is_no_forecast():
    assert isinstance(forecast.foretell_each(missing("orders"), missing("orders"), AHEAD), Missing)


def test_series_are_whole_days():
    days = pd.DataFrame({"date": pd.to_datetime(["2026-01-01", "2026-01-03"]), "platform": "jd", "paid": [5.0, 7.0]})
    found = forecast.series(days, {"all": ("jd",), "jd": ("jd",)})
    assert found["jd"].tolist() == [5.0, 0.0, 7.0]


@pytest.mark.slow
def test_the_range_of_a_month_holds_four_times_in_five():
    inside = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        index = pd.date_range(end="2026-11-30", periods=330)
        level = np.cumsum(0.008 * rng.standard_normal(330)) + 0.2 * np.sin(2 * np.pi * np.arange(330) / 7)
        whole = pd.Series(1000 * np.exp(level + 0.2 * rng.standard_normal(330)), index=index)
        sums = foretell(whole[:"2026-10-31"]).draws.sum(axis=1)
        inside += bool(np.quantile(sums, 0.1) <= whole["2026-11-01":].sum() <= np.quantile(sums, 0.9))
    assert binomtest(inside, 200, 0.8).pvalue > 0.001, inside


def test_the_days_ahead_reach_to_the_end_of_the_plan():
    paid = pd.DataFrame({"all": history(100)})
    found = seasons.every_day(paid, Period(AHEAD.start, AHEAD.end, "plan"))
    assert (found[0], found[-1]) == (paid.index[0], pd.Timestamp("2026-11-30"))
