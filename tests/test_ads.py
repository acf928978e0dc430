"""Advertising is held against the shop's break-even, with the doubt that a month's days leave."""

from __future__ import annotations

import json
from math import inf
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from planbook.absence import missing
from planbook.measures.ads import break_even_roas, channels, roi

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
COSTS = pd.DataFrame({
    "platform": ["tmall", "jd"], "goods": [1000.0, 500.0], "cost": [500.0, 300.0], "paid": [1010.0, 505.0],
    "refund": [101.0, 0.0],
})  # fmt: skip
ADS = pd.DataFrame({
    "period": ["current", "current", "previous"], "platform": ["tmall", "jd", "tmall"],
    "tool": ["search", "feed", "search"],
    "impressions": [1e5, 5e4, 9e4], "clicks": [2000.0, 500.0, 1900.0], "spend": [1000.0, 400.0, 900.0],
    "conversions": [50.0, 8.0, 44.0], "paid": [4500.0, 600.0, 4000.0], "net_paid": [4000.0, 500.0, 3500.0],
    "attribution_days": [15, 15, 15],
})  # fmt: skip
DAYS = pd.DataFrame({
    "date": pd.date_range("2026-10-01", periods=3).repeat(2), "platform": ["tmall", "jd"] * 3,
    "tool": ["search", "feed"] * 3, "spend": [300.0, 130.0, 350.0, 130.0, 350.0, 140.0],
    "paid": [1350.0, 0.0, 1600.0, 500.0, 1550.0, 100.0],
})  # fmt: skip


def test_return_and_break_even_are_those_of_the_known_case_r23():
    costs = pd.DataFrame({"platform": ["own"], "goods": 100.0, "cost": 65.0, "paid": 100.0, "refund": 0.0})
    assert break_even_roas(costs, {}).loc["all", "break_even_roas"] == pytest.approx(2.857, abs=5e-4)
    assert 90_000 / 20_000 == 4.5
    assert roi(90_000, 20_000, 0.35) == pytest.approx(0.575)
    assert np.isnan(roi(0, 0, 0.35))


def test_break_even_takes_fees_and_refunds_off_the_margin():
    found = break_even_roas(COSTS, {"tmall": 0.05, "jd": 0.08})
    assert found["break_even_roas"].to_dict() == pytest.approx(
        {"tmall": 1 / (0.45 * 0.9), "jd": 1 / 0.32, "all": 1500 / (1000 * 0.405 + 500 * 0.32)}
    )
    assert found.loc["all"].tolist()[:3] == pytest.approx([700 / 1500, 0.06, 101 / 1515])


def test_goods_sold_at_a_loss_never_break_even():
    found = break_even_roas(COSTS.assign(cost=[500.0, 600.0]), {})
    assert found.loc["jd", "break_even_roas"] == inf
    assert 3 < found.loc["all", "break_even_roas"] < inf


def test_a_margin_of_the_planner_stands_in_for_unknown_cost():
    unknown = COSTS.assign(cost=np.nan, goods=np.nan)
    assert break_even_roas(unknown, {}) == missing("order_items", "unit_cost")
    assert break_even_roas(unknown, {}, 0.5)["margin_rate"].tolist() == [0.5, 0.5, 0.5]
    assert break_even_roas(COSTS.head(0), {}) == missing("order_items", "unit_cost")


def test_a_tool_is_below_break_even_only_when_its_whole_interval_is():
    found = channels(ADS, DAYS, break_even_roas(COSTS, {}), {"search": "search_ads"}).set_index("tool")
    assert found["verdict"].to_dict() == {"search": "above", "feed": "unclear"}
    assert found["channel"].to_dict() == {"search": "search_ads", "feed": "feed"}
    assert found.loc["feed", ["roas", "net_roas", "cpa", "cpc", "ctr"]].tolist() == [1.5, 1.25, 50.0, 0.8, 0.01]
    assert found["loss"].to_dict() == pytest.approx({"search": 1000 * (1 - 4.5 * 0.45), "feed": 400 * (1 - 1.5 * 0.4)})


def test_spend_that_surely_loses_is_below():
    assert channels(ADS, DAYS, break_even_roas(COSTS, {}, 0.5).assign(break_even_roas=9.0), {})["verdict"].tolist() == [
        "below", "below",
    ]  # fmt: skip


def test_without_break_even_the_verdict_is_unclear_and_the_rest_is_told():
    found = channels(ADS, DAYS, missing("order_items", "unit_cost"), {})
    assert found["verdict"].tolist() == ["unclear", "unclear"]
    assert found["spend_share"].tolist() == pytest.approx([1000 / 1400, 400 / 1400])
    assert found["loss"].isna().all()


def test_one_day_of_spend_leaves_no_interval():
    found = channels(ADS.head(1), DAYS.head(1), break_even_roas(COSTS, {}), {})
    assert found[["low", "high"]].isna().all(axis=None)
    assert found["verdict"].tolist() == ["unclear"]


@pytest.mark.parametrize(
    ("ads", "needs"),
    [(missing("ad_spend"), missing("ad_spend")), (ADS.tail(1), missing("ad_spend", reason="empty"))],
    ids=["no table", "no spend in the period"],
)
def test_channels_say_what_they_need(ads, needs):
    assert channels(ads, DAYS, break_even_roas(COSTS, {}), {}) == needs


def test_channels_do_not_change_their_input():
    costs, ads, days = COSTS.copy(), ADS.copy(), DAYS.copy()
    channels(ads, days, break_even_roas(costs, {}), {})
    for now, then in ((costs, COSTS), (ads, ADS), (days, DAYS)):
        pd.testing.assert_frame_equal(now, then)


def test_the_sample_shops_break_even_is_found_and_the_tool_below_it():
    truth = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))["shops"]["luming"][
        "channel_below_break_even"
    ]
    folder, platforms = SAMPLE / "luming", truth["platforms"]
    costs = duckdb.sql(f"""WITH year AS (FROM '{folder}/orders/all.parquet' WHERE paid_at >= '2025-11-01'),
        goods AS (SELECT platform, sum(quantity * unit_price) AS goods, sum(quantity * unit_cost) AS cost FROM year
            JOIN '{folder}/order_items/all.parquet' USING (order_id) GROUP BY platform)
        SELECT platform, sum(paid) AS paid, sum(refund) AS refund, any_value(goods) AS goods, any_value(cost) AS cost
        FROM year JOIN goods USING (platform) GROUP BY platform""").df()
    even = break_even_roas(costs, {name: told["fee"] for name, told in platforms.items()})
    days = duckdb.sql(f"""SELECT 'current' AS period, * FROM '{folder}/ad_spend/all.parquet'
        WHERE date >= '2026-10-01'""").df()
    sums = days.groupby(["period", "platform", "tool"], as_index=False)[
        ["impressions", "clicks", "spend", "conversions", "paid", "net_paid", "attribution_days"]
    ].sum()
    found = channels(sums, days, even, {}).set_index("tool")
    wanted = {name: told["break_even_roas"] for name, told in platforms.items()} | {
        "all": truth["break_even_roas_shop"]
    }
    assert even["break_even_roas"].to_dict() == pytest.approx(wanted, rel=0.01)  # refunds of the last weeks still ripen
    assert found["verdict"].to_dict()["千川"] == "below"
    (tool,) = [told for told in truth["tools"] if told["tool"] == "千川"]
    loss = tool["spend"] * (1 - tool["roas"] / platforms["douyin"]["break_even_roas"])
    assert found.loc["千川", "loss"] == pytest.approx(loss, rel=0.02)
