"""A campaign's lift is told against the platforms that ran none, or against the platform's own weeks before."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from planbook.absence import missing
from planbook.measures.lift import campaign_lift

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
DATES = pd.date_range("2026-08-01", "2026-09-13")
RAN = pd.DataFrame({
    "campaign": ["days"], "platform": ["tmall"],
    "starts": [pd.Timestamp("2026-09-09")], "ends": [pd.Timestamp("2026-09-13")],
})  # fmt: skip


def daily(**levels):
    """Make days of platforms with the given orders, each paid 50."""
    frames = [pd.DataFrame({"date": DATES, "platform": name, "orders": level}) for name, level in levels.items()]
    days = pd.concat(frames, ignore_index=True)
    return days.assign(paid=days["orders"] * 50.0)


RISE = np.where(DATES < "2026-09-09", 20.0, 28.0)
SEASON = np.where(DATES < "2026-09-09", 10.0, 12.0)
WEEK = np.where(DATES.day_of_week < 5, 10.0, 20.0)
SHOP = daily(tmall=RISE, jd=10.0)


def test_orders_above_what_the_other_platforms_let_expect_are_the_lift():
    found = campaign_lift(daily(tmall=RISE, jd=SEASON), RAN).iloc[0]
    assert found[["days", "orders", "paid"]].tolist() == [5, 140, 7000]
    assert found[["lift", "expected", "effect"]].tolist() == pytest.approx([1 / 6, 6000, 1000])
    assert found["control"] == "other_platforms"


def test_without_another_platform_the_same_weekdays_before_are_the_guide():
    found = campaign_lift(daily(tmall=WEEK * (1 + 0.5 * (DATES >= "2026-09-09"))), RAN).iloc[0]
    assert found["lift"] == pytest.approx(0.5)
    assert found["control"] == "own_history"


def test_a_platform_that_runs_the_same_campaign_is_no_control():
    both = pd.concat([RAN, RAN.assign(platform="jd")])
    assert campaign_lift(SHOP, both)["control"].tolist() == ["own_history", "own_history"]


def test_days_of_an_earlier_campaign_do_not_count_as_usual():
    earlier = RAN.assign(campaign="before", starts=pd.Timestamp("2026-08-20"), ends=pd.Timestamp("2026-08-25"))
    busy = np.where((DATES >= "2026-08-20") & (DATES <= "2026-08-25"), 90.0, RISE)
    found = campaign_lift(daily(tmall=busy, jd=10.0), pd.concat([earlier, RAN])).set_index("campaign")
    assert found.loc["days", "lift"] == pytest.approx(0.4)


def test_scatter_from_day_to_day_widens_the_interval():
    calm, wild = (
        campaign_lift(daily(tmall=RISE + size * (-1.0) ** np.arange(44), jd=10.0), RAN).iloc[0] for size in (1, 8)
    )
    assert 0 < calm["high"] - calm["low"] < wild["high"] - wild["low"]
    assert wild["low"] < 0.4 < wild["high"]


@pytest.mark.parametrize(
    ("days", "campaigns", "needs"),
    [
        (SHOP.head(0), RAN, missing("orders", reason="empty")),
        (SHOP, RAN.head(0), missing("campaigns", reason="empty")),
        (SHOP[SHOP["date"] > "2026-09-05"], RAN, missing("orders", reason="too_few")),
        (SHOP.head(1), RAN, missing("orders", reason="too_few")),
        (SHOP, RAN.assign(platform="wechat"), missing("orders", reason="too_few")),
        (SHOP, missing("campaigns"), missing("campaigns")),
    ],
    ids=["no days", "no campaign", "few days before", "one day", "another platform", "no table"],
)
def test_too_little_to_go_by_says_so(days, campaigns, needs):
    assert campaign_lift(days, campaigns) == needs


def test_a_platform_that_sold_nothing_before_has_no_known_lift():
    found = campaign_lift(daily(tmall=np.where(DATES < "2026-09-09", 0.0, 5.0), jd=10.0), RAN).iloc[0]
    assert found[["lift", "low", "high", "effect"]].isna().all()


def test_campaign_lift_does_not_change_its_input():
    days, ran = SHOP.copy(), RAN.copy()
    campaign_lift(days, ran)
    pd.testing.assert_frame_equal(days, SHOP)
    pd.testing.assert_frame_equal(ran, RAN)


def test_the_lift_of_the_sample_shops_campaign_is_found():
    truth = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))["shops"]["luming"]["campaign_lift"]
    days = duckdb.sql(f"""SELECT paid_at::DATE::TIMESTAMP AS date, platform, sum(paid)::DOUBLE AS paid,
        count(*) AS orders FROM '{SAMPLE}/luming/orders/all.parquet' WHERE paid_at >= '2026-08-01' GROUP BY ALL""").df()
    ran = duckdb.sql(f"FROM '{SAMPLE}/luming/campaigns/all.parquet' WHERE campaign = '{truth['campaign']}'").df()
    found = campaign_lift(days, ran).iloc[0]
    assert found[["platform", "orders", "control"]].tolist() == ["tmall", truth["orders"], "other_platforms"]
    assert 0 < found["low"] < min(truth["planted"], truth["realised"])
    assert max(truth["planted"], truth["realised"]) < found["high"]
