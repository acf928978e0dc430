"""A platform's conversion that goes to another level is found with its day; what moves all platforms is not."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from planbook.absence import missing
from planbook.measures.breaks import conversion_break, daily_conversion, worst

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
OCTOBER = {"start": date(2026, 10, 1), "end": date(2026, 10, 31)}
DATES = pd.date_range("2026-08-03", "2026-10-31")


def daily(**levels):
    """Make days of platforms with the given buyers of 1,000 visitors, a value or one a day; each buyer pays 100."""
    frames = [
        pd.DataFrame({"date": DATES, "platform": name, "visitors": 1000.0, "buyers": level})
        for name, level in levels.items()
    ]
    days = pd.concat(frames, ignore_index=True)
    return days.assign(paid=days["buyers"] * 100, orders=days["buyers"])


FALL = np.where(DATES < "2026-10-12", 40.0, 20.0)
EVENT = np.where((DATES >= "2026-10-20") & (DATES < "2026-10-25"), 80.0, 40.0)


@pytest.fixture(scope="module")
def sample():
    return duckdb.sql(f"""WITH paid_orders AS (SELECT paid_at::DATE AS date, platform, sum(paid) AS paid
            FROM '{SAMPLE}/luming/orders/all.parquet' WHERE paid_at IS NOT NULL GROUP BY ALL)
        SELECT date::TIMESTAMP AS date, platform, sum(visitors)::DOUBLE AS visitors, sum(buyers)::DOUBLE AS buyers,
            coalesce(any_value(paid), 0)::DOUBLE AS paid FROM '{SAMPLE}/luming/traffic/all.parquet'
        LEFT JOIN paid_orders USING (date, platform) GROUP BY date, platform ORDER BY date, platform""").df()


@pytest.mark.parametrize("others", [{"tmall": 50.0, "jd": 30.0}, {}], ids=["beside others", "alone"])
def test_a_fall_to_half_is_found_on_its_day_with_what_it_cost(others):
    found = conversion_break(daily(douyin=FALL, **others), **OCTOBER)
    assert found[["platform", "day", "days"]].iloc[0].tolist() == ["douyin", pd.Timestamp("2026-10-12"), 20]
    assert found[["before", "after", "change", "effect"]].iloc[0].tolist() == pytest.approx([0.04, 0.02, -0.5, -40_000])
    assert found["control"].tolist() == ["other_platforms" if others else "own_history"]
    assert len(found) == 1


@pytest.mark.parametrize(
    "levels",
    [
        {"tmall": 40.0, "jd": 30.0},
        {"tmall": FALL, "jd": FALL / 2},
        {"tmall": EVENT, "jd": EVENT, "douyin": 20.0},
        {"tmall": 0.5 * np.arange(90), "jd": 0.25 * np.arange(90)},
    ],
    ids=["nothing happens", "all fall together", "an event that one platform does not feel", "a season"],
)
def test_what_is_no_break_of_one_platform_is_not_reported(levels):
    assert conversion_break(daily(**levels), **OCTOBER).empty


def test_a_break_of_the_month_before_is_no_news():
    assert conversion_break(daily(douyin=FALL, tmall=50.0), start=date(2026, 10, 13), end=date(2026, 10, 31)).empty


@pytest.mark.parametrize(
    ("days", "reason", "columns"),
    [
        (daily(tmall=40.0).head(0), "empty", ("buyers", "visitors")),
        (daily(tmall=0.0), "empty", ("buyers", "visitors")),
        (daily(tmall=40.0).assign(visitors=0.0), "empty", ("buyers", "visitors")),
        (daily(tmall=40.0).tail(1), "too_few", ("visitors",)),
    ],
    ids=["no rows", "no buyers", "zero visitors", "one day"],
)
def test_too_few_days_say_so(days, reason, columns):
    found = conversion_break(days, **OCTOBER)
    assert found.reason == reason
    assert sorted(found.needs[0].columns) == sorted(columns)
    assert conversion_break(missing("traffic"), **OCTOBER) == missing("traffic")


def test_daily_conversion_is_a_mean_over_seven_days():
    found = daily_conversion(daily(douyin=FALL, tmall=50.0))
    assert found.index[0] == DATES[6]
    assert found["tmall"].unique().tolist() == pytest.approx([0.05])
    assert found.loc["2026-10-12", "douyin"] == pytest.approx(0.26 / 7)
    assert daily_conversion(daily(tmall=1.0).head(0)) == missing("traffic", "visitors", reason="empty")


def test_the_break_that_weighs_most_is_the_worst():
    breaks = pd.DataFrame({"platform": ["jd", "douyin"], "effect": [3.0, -9.0]})
    assert worst(breaks) == "douyin"
    assert worst(breaks.head(0)) is None
    assert worst(missing("traffic")) is None


def test_conversion_break_does_not_change_its_input():
    days = daily(douyin=FALL, tmall=50.0)
    conversion_break(days, **OCTOBER)
    pd.testing.assert_frame_equal(days, daily(douyin=FALL, tmall=50.0))


def test_the_sample_shop_breaks_on_douyin_and_nowhere_else(sample):
    truth = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))["shops"]["luming"]["conversion_break"]
    found = conversion_break(sample, **OCTOBER)
    assert found["platform"].tolist() == [truth["platform"]]
    assert abs(found["day"].iloc[0] - pd.Timestamp(truth["day"])) <= pd.Timedelta(days=1)
    assert found["low"].iloc[0] <= truth["planted"] <= found["high"].iloc[0]
    assert found["effect"].iloc[0] < 0


def test_false_alarms_are_rare_in_the_33_months_before(sample):
    months = pd.period_range("2024-01", "2026-09", freq="M")
    found = [conversion_break(sample, start=month.start_time.date(), end=month.end_time.date()) for month in months]
    assert sum(len(breaks) for breaks in found) <= 3
