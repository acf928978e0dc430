"""The shop's growth is set beside its market's, platform by platform."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from planbook.absence import missing
from planbook.measures.market import market_or_us

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
SALES = pd.DataFrame({
    "period": ["year_ago", "year_ago", "year_ago", "current", "current", "current"],
    "platform": ["tmall", "jd", "wechat"] * 2, "paid": [100.0, 50.0, 20.0, 105.0, 40.0, 30.0],
})  # fmt: skip
MARKET = pd.DataFrame({
    "period": ["year_ago", "current", "year_ago", "current", "year_ago", "current"],
    "platform": ["tmall"] * 4 + ["jd"] * 2, "category": ["green", "green", "black", "black", "green", "green"],
    "sales_index": [3000.0, 3900.0, 1000.0, 900.0, 500.0, 400.0],
})  # fmt: skip


def test_market_effect_and_share_effect_add_up_to_the_change():
    found = market_or_us(SALES, MARKET)
    assert found["market_growth"].to_dict() == pytest.approx({"tmall": 0.2, "jd": -0.2, "all": 10 / 150})
    assert found["market_effect"].to_dict() == pytest.approx({"tmall": 20, "jd": -10, "all": 10})
    assert found["share_effect"].to_dict() == pytest.approx({"tmall": -15, "jd": 0, "all": -15})


def test_a_platform_without_an_index_is_left_out():
    assert market_or_us(SALES, MARKET).index.tolist() == ["jd", "tmall", "all"]


def test_a_category_known_in_one_period_only_does_not_count_as_growth():
    known_once = MARKET.assign(period=["year_ago", "current", "year_ago", "gone", "year_ago", "current"])
    assert market_or_us(SALES, known_once).loc["tmall", "market_growth"] == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("sales", "market"),
    [(SALES, MARKET.head(0)), (SALES.head(0), MARKET), (SALES, MARKET.assign(sales_index=np.nan))],
    ids=["no index", "no sales", "unknown index"],
)
def test_without_both_years_there_is_no_market(sales, market):
    assert market_or_us(sales, market) == missing("category", "sales_index", reason="empty")
    assert market_or_us(sales, missing("category")) == missing("category")


def test_market_or_us_does_not_change_its_input():
    sales, market = SALES.copy(), MARKET.copy()
    market_or_us(sales, market)
    pd.testing.assert_frame_equal(sales, SALES)
    pd.testing.assert_frame_equal(market, MARKET)


def test_the_sample_shop_grows_slower_than_its_market():
    truth = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))["shops"]["luming"]["market_faster"]
    folder = SAMPLE / "luming"
    period = "CASE year({0}) WHEN 2026 THEN 'current' ELSE 'year_ago' END AS period"
    sales = duckdb.sql(f"""SELECT {period.format("paid_at")}, platform, sum(paid) AS paid
        FROM '{folder}/orders/all.parquet' WHERE month(paid_at) = 10 AND year(paid_at) > 2024 GROUP BY ALL""").df()
    market = duckdb.sql(f"""SELECT {period.format("week")}, platform, category, avg(sales_index) AS sales_index
        FROM '{folder}/category/all.parquet' WHERE month(week) = 10 AND year(week) > 2024 GROUP BY ALL""").df()
    found = market_or_us(sales, market).loc["tmall"]
    assert found["market_growth"] == pytest.approx(truth["planted"], abs=0.01)
    assert found["growth"] == pytest.approx(truth["shop_growth"], abs=1e-5)
    assert found["share_effect"] < 0
