"""Curves in money: what a visit is worth, how tests bring a curve in line, and what moves follow."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest
from test_budget_response import TRUTH, billed, made

from planbook import summaries, workbook
from planbook.absence import Missing, missing
from planbook.measures import ads
from planbook.measures.budget import plan, purse, response, rules, worth
from planbook.periods import Period, parse, until

EVEN = pd.DataFrame({"break_even_roas": [2.5, 2.5]}, index=["own", "all"])
DAYS = made(0.9, 0.0)


def curves(days=DAYS):
    return worth.curves(response.responses(days), days, EVEN)


def with_chance(days, chance):
    return days.assign(paid=days["paid"] * chance)


def a_test(lift, change=700.0, half=0.0):
    rows = {"test": "push", "platform": "own", "channel": "ads", "starts": "2026-01-01", "ends": "2026-01-14"}
    frame = pd.DataFrame([rows | {"spend_change": change, "lift": lift, "low": lift - half, "high": lift + half}])
    return frame.astype({"starts": "datetime64[us]", "ends": "datetime64[us]"})


def test_margin_at_todays_spend_is_that_of_todays_visits():
    own = curves().iloc[0]
    margin = own["top"] * (1 - math.exp(-own["rate"] * own["spend"]))
    assert margin == pytest.approx(own["paid"] / 2.5, rel=0.1)


def test_a_test_that_measures_what_the_curve_says_changes_nothing():
    said = worth.multipliers(curves(), DAYS, a_test(1.0)).query("draw == 0")["said"].iloc[0]
    held = worth.multipliers(curves(), DAYS, a_test(said))
    assert worth.told(held)[["value"]].iloc[0].tolist() == pytest.approx([1.0])


def test_a_test_of_half_halves_the_curve():
    said = worth.multipliers(curves(), DAYS, a_test(1.0)).query("draw == 0")["said"].iloc[0]
    found = worth.calibrated(curves(), worth.multipliers(curves(), DAYS, a_test(said / 2)))
    assert found["top"].iloc[0] == pytest.approx(curves()["top"].iloc[0] / 2)
    assert found["tests"].unique().tolist() == [1]


def test_the_doubt_of_a_test_goes_into_the_curve():
    held = worth.multipliers(curves(), DAYS, a_test(400.0, half=200.0))
    row = worth.told(held).iloc[0]
    assert row["high"] - row["low"] > 0.5 * row["value"]


def test_a_test_without_a_range_or_of_another_channel_is_left_out():
    unsure = a_test(400.0).assign(low=math.nan)
    other = a_test(400.0).assign(channel="others")
    for tests in (unsure, other):
        assert worth.multipliers(curves(), DAYS, tests) == missing("lift_tests", reason="empty")


def test_a_test_of_all_platforms_is_held_against_them_together():
    both = pd.concat([DAYS, DAYS.assign(platform="else")])
    one = worth.multipliers(curves(), DAYS, a_test(400.0)).query("draw == 0")
    all_of_them = worth.multipliers(curves(both), both, a_test(800.0, change=1400.0).assign(platform="all"))
    told = all_of_them.query("draw == 0")
    assert told["platform"].tolist() == ["else", "own"]
    assert told["multiplier"].tolist() == pytest.approx([one["multiplier"].iloc[0]] * 2)


def test_what_is_carried_over_makes_the_first_days_of_a_test_weaker():
    own = curves()
    slow = own.assign(carry=0.7)
    said = [worth.multipliers(each, DAYS, a_test(1.0)).query("draw == 0")["said"].iloc[0] for each in (own, slow)]
    assert 0.8 < said[1] / said[0] < 0.95


def test_the_scatter_of_paid_per_visit_goes_into_the_curve():
    chance = np.exp(0.6 * np.random.default_rng(1).standard_normal(len(DAYS)))
    spreads = [curves(days)["top"].quantile([0.1, 0.9]).diff().iloc[1] for days in (DAYS, with_chance(DAYS, chance))]
    assert spreads[1] > 5 * spreads[0]


@pytest.mark.slow
def test_the_range_of_the_next_yuan_covers_the_truth():
    inside = 0
    for seed in range(200):
        days = billed(0.9, 0.3, seed=seed)
        orders = np.random.default_rng(seed).poisson(days["visits"] / 20)  # of 100 each: 5 a visit
        own = curves(days.assign(paid=100.0 * orders))
        spend = 100 * days["free"].tail(worth.QUARTER).mean() / 1000
        low, high = (own["top"] * own["rate"] * np.exp(-own["rate"] * spend)).quantile([0.1, 0.9])
        inside += low <= 0.4 * 5 * 200 * 0.9 / 100 * math.exp(-0.9) <= high
    assert binomtest(inside, 200, 0.8).pvalue > 0.001


def test_without_tests_curves_stay_and_say_so():
    found = worth.calibrated(curves(), missing("lift_tests"))
    assert (found["multiplier"].unique().tolist(), found["tests"].unique().tolist()) == ([1.0], [0])


def test_the_samples_tests_come_near_what_was_truly_added():
    book = workbook.open_book(".", "luming")
    days = summaries.channel_days(book.tables, until(book.current, 1096), book.channels)
    even = ads.break_even_roas(summaries.costs(book.tables, until(book.current, 365)), book.shop.settings.fees)
    own = worth.curves(response.responses(days), days, even)
    told = worth.told(worth.multipliers(own, days, summaries.lift_tests(book.tables, book.current)))
    rows = told.set_index("test")
    for test, of in TRUTH["luming"]["lift_tests"].items():
        row = rows.loc[test]
        assert row["low"] < of["lift"] / row["said"] < row["high"]


def week(roas, before, n=56):
    dates = pd.date_range("2026-09-01", periods=n)
    paid = np.where(np.arange(n) < n // 2, before, roas) * 100.0 + np.where(np.arange(n) % 2, 5.0, -5.0)
    return pd.DataFrame(
        {"date": dates, "platform": "own", "channel": "ads", "campaign": "x", "spend": 100.0, "paid": paid}
    )


@pytest.mark.parametrize(
    ("roas", "before", "marginal", "verdict", "factor"),
    [
        (5.0, 5.0, 1.3, "scale", 1.2),
        (5.0, 5.0, 0.8, "hold", 1.0),
        (1.2, 4.0, 0.8, "mend", 0.8),
        (1.2, 1.2, 0.8, "cut", 0.0),
        (2.51, 2.51, 1.3, "hold", 1.0),
        (2.499, 2.499, 1.3, "mend", 1.0),
    ],
)
def test_a_move_takes_more_than_noise(roas, before, marginal, verdict, factor):
    found = rules.moves(week(roas, before), EVEN, next_yuan(marginal)).iloc[0]
    assert found["verdict"] == verdict
    assert found["next"] == pytest.approx(found["spend"] * factor)


def next_yuan(low):
    return pd.DataFrame({"platform": ["own"], "channel": ["ads"], "marginal": [low + 0.1], "low": [low]})


def checked(*multipliers):
    rows = pd.DataFrame({"draw": range(len(multipliers)), "multiplier": multipliers})
    return rows.assign(platform="own", channel="ads", tests=1)


def test_a_week_is_judged_by_what_a_lift_test_says_of_its_channel():
    claimed, held = (rules.moves(week(4.0, 4.0), EVEN, next_yuan(1.3), curves=each).iloc[0]
                     for each in (None, checked(0.5, 0.4, 0.6)))  # fmt: skip
    assert (claimed["verdict"], held["verdict"]) == ("scale", "cut")
    assert (claimed["roas"], held["roas"]) == (4.0, 4.0)
    assert (claimed["counts"], held["calibrated"], held["counts"]) == (4.0, 2.0, 2.0)
    assert math.isnan(claimed["calibrated"])


def test_the_doubt_of_a_test_widens_what_a_week_is_judged_by():
    sure, wide = (
        rules.moves(week(4.0, 4.0), EVEN, curves=each).iloc[0] for each in (checked(0.6), checked(0.6, 0.3, 0.9))
    )
    assert (sure["low"], sure["high"]) == pytest.approx((2.392, 2.408), abs=0.002)
    assert (wide["low"], wide["high"]) == pytest.approx((1.2, 3.6), abs=0.02)
    assert (sure["verdict"], sure["next"], wide["verdict"]) == ("cut", 0.0, "mend")
    assert wide["next"] == wide["spend"]  # it may be chance


@pytest.mark.slow
def test_the_range_of_a_calibrated_roas_covers_the_truth():
    """Days of ROAS 4 with noise, a channel whose tools claim 1 ÷ 0.6 of what they add, a test that errs by 0.1."""
    inside = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        days = week(4.0, 4.0).assign(paid=lambda rows, rng=rng: rows["paid"] * rng.lognormal(-0.02, 0.2, len(rows)))
        measured = 0.6 + 0.1 * rng.standard_normal()
        draws = [measured, *(measured + 0.1 * rng.standard_normal(200))]
        row = rules.moves(days, EVEN, curves=checked(*draws)).iloc[0]
        inside += row["low"] <= 4.0 * 0.6 <= row["high"]
    assert binomtest(inside, 200, 0.8).pvalue > 0.001


STAGES = pd.DataFrame(
    [("double11", "spot", "2026-10-25", "2026-11-07"), ("double11", "burst", "2026-10-21", "2026-10-24"),
     ("double11", "burst", "2026-11-08", "2026-11-11"), ("black-friday", "burst", "2026-11-27", "2026-11-30")],
    columns=["event", "stage", "starts", "ends"],
).assign(year=2026, wave=1, platform="all").astype({"starts": "datetime64[us]", "ends": "datetime64[us]"})  # fmt: skip


@pytest.mark.parametrize(
    ("until", "found"),
    [
        ("2026-10-31", [["double11", "spot", "2026-11-07", "2026-11-08", True]]),
        ("2026-11-08", [["double11", "burst", "2026-11-11", "2026-11-08", True],
                        ["black-friday", None, None, "2026-11-27", False]]),
        ("2026-11-12", [["black-friday", None, None, "2026-11-27", False]]),
        ("2026-12-20", []),
    ],
)  # fmt: skip
def test_next_week_is_told_to_lie_in_an_event_or_before_its_burst(until, found):
    told = rules.event_near(STAGES, pd.DataFrame({"platform": ["own"]}), until=pd.Timestamp(until).date())
    days = told[["ends", "burst"]].apply(lambda column: column.dt.strftime("%Y-%m-%d"))
    rows = told.assign(**days)[["event", "stage", "ends", "burst", "past"]]
    assert rows.astype(object).where(rows.notna(), None).to_numpy().tolist() == found


def test_an_event_of_other_platforms_is_none():
    assert rules.event_near(STAGES.assign(platform="jd"), pd.DataFrame({"platform": ["own"]}),
                            until=pd.Timestamp("2026-10-31").date()).empty  # fmt: skip


def test_what_an_order_costs_takes_no_amounts_but_orders():
    days = week(5.0, 5.0).assign(conversions=2.0).drop(columns="paid")
    row = rules.per_order(days).iloc[0]
    assert (row["cpa"], row["conversions"], row["spend"]) == (50.0, 56.0, 2800.0)
    assert rules.per_order(days.assign(conversions=0.0)) == missing("ad_spend", "conversions")


def test_a_curve_that_says_too_little_is_withdrawn():
    own = pd.DataFrame({"platform": "own", "channel": "ads", "draw": range(3), "rate": 0.01, "spend": 100.0})
    known, wide = (worth.sure(own.assign(top=top)) for top in ([100.0, 90.0, 110.0], [100.0, 20.0, 400.0]))
    assert known["reason"].unique().tolist() == [""]
    assert wide["reason"].unique().tolist() == ["unsure"]
    assert wide[["top", "rate"]].isna().all(axis=None)
    assert worth.sure(own.assign(top=math.nan))["reason"].unique().tolist() == ["still"]


def test_a_channel_without_a_curve_brings_its_average_of_today_and_no_more():
    still = plan.with_roles(
        worth.sure(worth.calibrated(curves(made(0.9, 0.3, levels=(1.0,))), missing("lift_tests"))), {}
    )
    ahead = plan.stretched(still, Ran(), demand={}, budget=pd.DataFrame({"value": [1e6]}))
    told = plan.next_yuan(ahead, plan.as_now(ahead)).iloc[0]
    way = plan.scenarios(ahead, plan.as_now(ahead).assign(scenario="as_now", spend=1e6)).iloc[0]
    assert math.isnan(told["marginal"])
    assert told["average"] == pytest.approx(still["paid"].iloc[0] / still["spend"].iloc[0] / 2.5)
    assert way["margin"] == pytest.approx(told["average"] * still["spend"].iloc[0] * 10)


def test_nothing_is_scaled_where_nobody_knows_what_more_brings():
    assert rules.moves(week(5.0, 5.0), EVEN).iloc[0]["verdict"] == "hold"


class Ran:
    key, platforms, span = "x-2027", ("own",), Period(parse("2026-12-01").start, parse("2026-12-10").end, "x-2027")

    def __init__(self, budget=math.nan, cost=math.nan):
        self.rows = pd.DataFrame({"platform": ["own"], "budget": [budget], "cost": [cost]})


@pytest.mark.parametrize(
    ("given", "ran", "last", "found"),
    [
        (500.0, Ran(1000.0), missing("campaigns"), [500.0, "given"]),
        (0.0, Ran(1000.0, 300.0), missing("campaigns"), [700.0, "campaign"]),
        (0.0, Ran(), missing("campaigns"), [pytest.approx(DAYS["spend"].tail(91).mean() * 10), "usual"]),
    ],
    ids=["as given", "the campaign's own", "as today"],
)
def test_the_purse_says_where_its_money_comes_from(given, ran, last, found):
    assert purse.purse(given, ran, DAYS, last=last).iloc[0].tolist() == found


def test_no_money_is_known_without_spend_and_budget():
    assert isinstance(purse.purse(0.0, Ran(), missing("ad_spend"), last=missing("campaigns")), Missing)


def test_a_campaign_stretches_the_curve_over_its_days():
    own = plan.with_roles(worth.calibrated(curves(), missing("lift_tests")), {})
    found = plan.stretched(own, Ran(), demand={"own": 2.0}, budget=pd.DataFrame({"value": [900.0]})).iloc[0]
    assert (found["top"], found["rate"]) == pytest.approx((own["top"].iloc[0] * 20, own["rate"].iloc[0] / 20))
    assert (found["whole"], found["role"]) == (900.0, "core")
    assert found["spend"] == pytest.approx(own["spend"].iloc[0] * 10)  # as spent today, whatever the budget


def two_ways():
    curves = pd.DataFrame({"draw": [0, 1, 2], "top": [100.0, 80.0, 120.0], "rate": 0.01})
    curves = curves.assign(platform="own", channel="ads", kept=0.4, seen=500.0, spend=50.0, **{"return": 1.0})
    spends = pd.DataFrame({"scenario": ["as_now", "with_rules"], "spend": [50.0, 100.0]})
    return plan.scenarios(curves, spends.assign(platform="own", channel="ads")).set_index("scenario")


def test_a_way_to_spend_is_held_against_todays_spend_draw_by_draw():
    """The same draws in both: 100, 80 and 120 × (e^-0.5 − e^-1), less the 50 that are spent more."""
    found, more = two_ways(), math.exp(-0.5) - math.exp(-1)
    assert found.loc["as_now", ["gain", "gain_low", "gain_high", "more"]].tolist() == [0.0] * 4
    assert found.loc["with_rules", "gain"] == pytest.approx(100 * more - 50)
    ends = found.loc["with_rules", ["gain_low", "gain_high"]].astype(float).tolist()
    assert ends == pytest.approx([84 * more - 50, 116 * more - 50])
    assert found.loc["with_rules", "more"] == pytest.approx(100 * more / 0.4)
