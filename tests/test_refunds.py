"""Refunds ripen: what is still to come is told with an interval, and the sample's truth lies in it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from planbook.absence import Missing, missing
from planbook.measures.refunds import expected, maturity, of_period

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
AS_OF = date(2026, 10, 31)
OCTOBER = date(2026, 10, 1), AS_OF


def cohorts(days, shares, *, rate=0.1, paid=1000.0, as_of=AS_OF):
    """Make cohorts whose refunds come in the given shares at the given ages, as far as they are seen."""
    day = pd.date_range(end=as_of, periods=days)
    rows = [
        {"cohort": cohort, "age": age, "refund": paid * rate * share, "paid": paid}
        for cohort in day
        for age, share in ({0: 0.0} | shares).items()
    ]
    found = pd.DataFrame(rows)
    return found[found["age"] <= (pd.Timestamp(as_of) - found["cohort"]).dt.days].reset_index(drop=True)


HALVES = cohorts(120, {5: 0.5, 20: 0.5})


@pytest.fixture(scope="module")
def sample():
    return duckdb.sql(f"""WITH paid_orders AS (
            SELECT paid_at::DATE AS cohort, paid, refund, refunded_at::DATE - paid_at::DATE AS age
            FROM '{SAMPLE}/luming/orders/all.parquet' WHERE paid_at IS NOT NULL),
        sums AS (SELECT cohort, sum(paid) AS paid FROM paid_orders GROUP BY cohort),
        aged AS (SELECT cohort, age, refund FROM paid_orders WHERE refund > 0 UNION ALL SELECT cohort, 0, 0 FROM sums)
        SELECT cohort::TIMESTAMP AS cohort, age::INTEGER AS age, sum(refund)::DOUBLE AS refund, any_value(paid)::DOUBLE
            AS paid FROM aged JOIN sums USING (cohort) GROUP BY cohort, age ORDER BY cohort, age""").df()


def month_of(sample, month, as_of):
    rows = sample[sample["cohort"].between(month.start_time, month.end_time)]
    seen = rows[rows["cohort"] + pd.to_timedelta(rows["age"], unit="D") <= as_of]
    return rows.drop_duplicates("cohort")["paid"].sum(), seen["refund"].sum(), rows["refund"].sum()


def test_refunds_ripen_by_age_and_young_orders_do_not_hide_it():
    found = maturity(HALVES, as_of=AS_OF)
    assert found.index.tolist() == list(range(61))
    assert found["value"].to_dict() == pytest.approx(
        {age: 0.0 if age < 5 else 0.5 if age < 20 else 1 for age in range(61)}
    )


def test_half_ripe_refunds_are_expected_to_double():
    found = expected(HALVES, (date(2026, 10, 15), date(2026, 10, 20)), as_of=AS_OF, paid=6000.0, refund=300.0).iloc[0]
    assert found[["refund_expected", "net_expected", "ripe"]].tolist() == pytest.approx([600, 5400, 0.5])
    assert found[["low", "high"]].tolist() == pytest.approx([5400, 5400], rel=0.01)


def test_ripe_refunds_leave_no_doubt():
    found = expected(HALVES, (date(2026, 8, 1), date(2026, 8, 31)), as_of=AS_OF, paid=31_000.0, refund=3100.0).iloc[0]
    assert found[["net", "net_expected", "low", "high"]].tolist() == [27_900.0] * 4
    assert found["ripe"] == 1


def test_orders_of_the_last_days_take_the_recent_rate():
    found = expected(HALVES, (date(2026, 10, 28), AS_OF), as_of=AS_OF, paid=4000.0, refund=0.0).iloc[0]
    assert found["refund_expected"] == pytest.approx(400)
    assert found["ripe"] == 0


def test_refunds_after_the_last_day_are_not_looked_at():
    later = pd.concat([HALVES, HALVES.tail(1).assign(age=9, refund=1e6)])
    pd.testing.assert_frame_equal(maturity(later, as_of=AS_OF), maturity(HALVES, as_of=AS_OF))


def test_the_same_orders_give_the_same_interval():
    first, second = (expected(HALVES, OCTOBER, as_of=AS_OF, paid=31_000.0, refund=2000.0) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)


@pytest.mark.parametrize(
    ("refunds", "reason"),
    [
        (HALVES.head(0), "empty"),
        (HALVES.head(1), "empty"),
        (HALVES.tail(40), "too_few"),
        (HALVES.assign(refund=0.0), "too_few"),
    ],
    ids=["no orders", "one day, ripe long ago", "orders of few days", "no refund ever"],
)
def test_too_little_history_says_so(refunds, reason):
    as_of = date(2028, 1, 1) if len(refunds) == 1 else AS_OF
    assert maturity(refunds, as_of=as_of) == missing("orders", "refunded_at", reason=reason)
    assert isinstance(expected(refunds, OCTOBER, as_of=as_of, paid=1.0, refund=0.0), Missing)


def test_a_period_takes_its_paid_and_refund_from_the_kpis():
    kpis = pd.DataFrame({"paid": [31_000.0], "refund": [2000.0]}, index=["current"])
    found = of_period(HALVES, OCTOBER, as_of=AS_OF, kpis=kpis)
    pd.testing.assert_frame_equal(found, expected(HALVES, OCTOBER, as_of=AS_OF, paid=31_000.0, refund=2000.0))
    assert of_period(HALVES, OCTOBER, as_of=AS_OF, kpis=missing("orders")) == missing("orders")


def test_expected_does_not_change_its_input():
    refunds = HALVES.copy()
    expected(refunds, OCTOBER, as_of=AS_OF, paid=31_000.0, refund=2000.0)
    pd.testing.assert_frame_equal(refunds, HALVES)


@pytest.mark.parametrize("month", ["2026-09", "2026-10"])
def test_the_interval_holds_what_the_sample_shop_will_have_paid_back(sample, month):
    truth = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))["shops"]["luming"]["refund_maturity"][month]
    span = pd.Period(month)
    found = expected(
        sample,
        (span.start_time.date(), span.end_time.date()),
        as_of=AS_OF,
        paid=truth["paid"],
        refund=truth["refund_seen"],
    ).iloc[0]
    assert found["low"] <= truth["paid"] - truth["refund_final"] <= found["high"]
    assert found["refund_expected"] == pytest.approx(truth["refund_final"], rel=0.03)


def test_four_intervals_in_five_hold_the_truth_at_earlier_month_ends(sample):
    held = []
    for month in pd.period_range("2024-09", "2026-08", freq="M"):
        paid, seen, final = month_of(sample, month, month.end_time)
        span = month.start_time.date(), month.end_time.date()
        found = expected(sample, span, as_of=span[1], paid=paid, refund=seen).iloc[0]
        held.append(found["low"] <= paid - final <= found["high"])
    assert 0.7 <= np.mean(held) <= 0.95
