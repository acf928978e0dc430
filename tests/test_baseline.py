"""What would have been sold is guided by the best there is, learned from quiet days, tried where nothing happened."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from planbook.absence import missing
from planbook.measures import bsts, effects
from planbook.measures.baseline import estimate
from planbook.periods import Period

FIRST, LAST = "2025-01-01", "2026-09-30"
DATES = pd.date_range(FIRST, LAST)
WEEK = np.where(DATES.day_of_week < 5, 30.0, 40.0)
NOISE = np.random.default_rng(11).normal(0, 3, (3, len(DATES)))
CAMPAIGN = (DATES >= "2026-09-09") & (DATES <= "2026-09-13")
RAN = SimpleNamespace(
    platforms=("tmall",), seen=Period(date(2026, 9, 9), date(2026, 9, 13), "days"), as_of=date(2026, 9, 30)
)
TOUCHED = pd.DataFrame({
    "platform": ["tmall"], "starts": [pd.Timestamp("2026-09-09")], "ends": [pd.Timestamp("2026-09-13")],
})  # fmt: skip


def daily(**lines):
    frames = [pd.DataFrame({"date": DATES, "platform": name, "orders": line}) for name, line in lines.items()]
    return pd.concat(frames, ignore_index=True)


def also(*rows):
    more = pd.DataFrame(rows, columns=["platform", "starts", "ends"])
    dates = {"starts": pd.to_datetime(more["starts"]), "ends": pd.to_datetime(more["ends"])}
    return pd.concat([TOUCHED, more.assign(**dates)], ignore_index=True)


SHOP = daily(tmall=WEEK * (1 + 0.5 * CAMPAIGN) + NOISE[0], jd=WEEK / 2 + NOISE[1])


@pytest.fixture(scope="module")
def found():
    return estimate(SHOP, TOUCHED, RAN)


def test_a_known_lift_is_inside_its_interval(found):
    during = effects.effects(found).loc["during"]
    added = (WEEK * 0.5 * CAMPAIGN).sum()
    assert during["low"] < added < during["high"]
    assert during["days"] == 5
    assert (found.guide, found.guides, found.quiet) == ("other_platforms", ("jd",), 365)


def test_days_of_the_campaign_and_after_it_stand_apart(found):
    parts = found.days["part"]
    assert parts.value_counts(sort=False).to_dict() == {"before": 21, "during": 5, "after": 14}
    assert found.draws.shape == (bsts.DRAWS, 19)
    assert parts.index[parts == "during"].strftime("%m-%d").tolist()[::4] == ["09-09", "09-13"]


def test_a_season_that_all_platforms_share_is_no_lift():
    season = 1 + 0.4 * np.exp(-(((np.arange(len(DATES)) - 620) / 5) ** 2))
    before = 1 + 0.4 * np.exp(-(((np.arange(len(DATES)) - 400) / 9) ** 2))
    shop = daily(tmall=WEEK * season * before + NOISE[0], jd=WEEK * season * before / 2 + NOISE[1] / 2)
    ran = SimpleNamespace(platforms=("tmall",), seen=Period(date(2026, 9, 11), date(2026, 9, 15), ""), as_of=RAN.as_of)
    during = effects.effects(estimate(shop, TOUCHED, ran)).loc["during"]
    assert during["low"] < 0 < during["high"]


@pytest.mark.parametrize(
    ("touched", "guide"),
    [
        (also(("jd", "2026-09-10", "2026-09-10")), "year_ago"),
        (also(("all", "2026-09-01", "2026-09-30"), ("tmall", "2025-09-11", "2025-09-11")), "weekdays"),
        (also(("jd", "2025-09-01", "2026-08-20")), "year_ago"),
    ],
    ids=["the other platform was touched", "last year too", "the other was hardly ever quiet"],
)
def test_the_guide_falls_back_and_says_so(touched, guide):
    found = estimate(SHOP, touched, RAN)
    assert (found.guide, found.guides) == (guide, ())
    assert effects.grade(found).loc[0, "grade"] == "hint"


def test_days_of_another_campaign_do_not_count_as_usual():
    wild = daily(tmall=np.where((DATES >= "2026-07-01") & (DATES <= "2026-07-20"), 900.0, WEEK), jd=WEEK + NOISE[1])
    found = estimate(wild, also(("tmall", "2026-07-01", "2026-07-20")), RAN)
    assert found.quiet == 345
    assert found.days["expected"].max() < 60


def test_days_after_end_where_something_else_begins():
    found = estimate(SHOP, also(("tmall", "2026-09-19", "2026-09-25")), RAN)
    assert (found.days["part"] == "after").sum() == 5
    assert "week_after" not in effects.effects(found).index


def test_quiet_windows_are_tried_over_weeks_in_which_nothing_ran(found):
    starts = found.placebos["starts"]
    assert len(starts) == 26
    assert set(starts.dt.day_of_week) == {2}
    busy = estimate(SHOP, also(("tmall", "2026-08-10", "2026-08-20")), RAN).placebos["starts"]
    assert set(starts) - set(busy) == {pd.Timestamp("2026-08-12"), pd.Timestamp("2026-08-19"), starts.iloc[-1]} - set(
        busy
    )


def test_intervals_are_stretched_where_quiet_weeks_jump():
    jumps = np.repeat(np.random.default_rng(5).choice([0.6, 1.4], len(DATES) // 7 + 1), 7)[: len(DATES)]
    found = estimate(daily(tmall=WEEK * jumps + NOISE[0], jd=WEEK + NOISE[1]), TOUCHED, RAN)
    held = (found.placebos["z"].abs() <= 1.2816 * found.stretch).mean()
    assert found.stretch > 1.2
    assert held >= 0.8


def test_a_campaign_of_one_day_is_told():
    ran = SimpleNamespace(platforms=("tmall",), seen=Period(date(2026, 9, 9), date(2026, 9, 9), ""), as_of=RAN.as_of)
    assert effects.effects(estimate(SHOP, TOUCHED, ran)).loc["during", "days"] == 1


def test_a_campaign_that_has_not_ended_has_no_days_after():
    ran = SimpleNamespace(
        platforms=("tmall",), seen=Period(date(2026, 9, 9), date(2026, 9, 12), ""), as_of=date(2026, 9, 12)
    )
    found = estimate(SHOP, TOUCHED, ran)
    assert list(effects.effects(found).index) == ["during"]
    assert effects.added(found, found)["after"].isna().all()


@pytest.mark.parametrize(
    ("days", "touched", "needs"),
    [
        (SHOP[SHOP["date"] > "2026-08-20"], TOUCHED, missing("orders", reason="too_few")),
        (SHOP[SHOP["platform"] == "jd"], TOUCHED, missing("orders", reason="empty")),
        (missing("orders"), TOUCHED, missing("orders")),
    ],
    ids=["few days before", "another platform", "no table"],
)
def test_too_little_to_go_by_says_so(days, touched, needs):
    assert estimate(days, touched, RAN) == needs


def test_a_platform_that_hardly_sells_is_still_told():
    few = daily(tmall=np.where(np.arange(len(DATES)) % 30 == 0, 1.0, 0.0), jd=WEEK)
    assert np.isfinite(effects.effects(estimate(few, TOUCHED, RAN)).loc["during", "effect"])


def test_estimate_does_not_change_its_input():
    days, touched = SHOP.copy(), TOUCHED.copy()
    estimate(days, touched, RAN)
    pd.testing.assert_frame_equal(days, SHOP)
    pd.testing.assert_frame_equal(touched, TOUCHED)


@pytest.mark.slow
def test_quiet_weeks_are_called_a_lift_as_often_as_chance_allows():
    claims, windows = 0, 0
    for seed in range(8):
        noise = np.random.default_rng(100 + seed).normal(0, 4, (2, len(DATES)))
        counted = effects.placebo(estimate(daily(tmall=WEEK + noise[0], jd=WEEK + noise[1]), TOUCHED, RAN)).iloc[0]
        claims, windows = claims + counted["lifts"], windows + counted["windows"]
    from scipy.stats import binomtest

    assert binomtest(int(claims), int(windows), 0.1).pvalue > 0.001
