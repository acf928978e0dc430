"""A real advertiser's rows, without days of visits and without amounts: what is refused, and with which words.

Facebook advertising of an anonymous organisation (Kaggle, "Sales Conversion Optimization"): 1,143 rows of
advertisement × age × gender with spend, clicks and conversions, but neither money that conversions brought nor the
shop's visits.
"""

from __future__ import annotations

import pytest
from notebook_walk import walk
from shop_factory import opened
from test_real import REAL

from planbook import summaries
from planbook.absence import missing
from planbook.measures.budget import response, rules
from planbook.periods import Period, parse

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not REAL, reason="PLANBOOK_REAL_DATA is not set: there is no real data to read"),
]

SPEND = """
    SELECT "Date" AS date, 'facebook' AS platform, 'Meta Ads' AS tool,
      xyz_campaign_id::VARCHAR AS campaign, ad_id::VARCHAR AS creative,
      concat_ws(' ', age, gender, interest) AS audience,
      "Impressions" AS impressions, "Clicks" AS clicks, "Spent" AS spend, "Approved_Conversion" AS conversions
    FROM lines WHERE "Date" IS NOT NULL
"""
CAMPAIGN = (
    "SELECT 'next-2023' AS campaign, 'facebook' AS platform, DATE '2024-01-01' AS starts, DATE '2024-01-07' AS ends"
)
ORDERS = "SELECT 'a' AS order_id, TIMESTAMP '2023-12-31' AS paid_at, 1.0 AS paid, 'facebook' AS platform"


@pytest.fixture(scope="module")
def ads(tmp_path_factory):
    lines = {"path": f"{REAL}/kag_facebook_ads/KAG_conversion_data.csv"}
    queries = {"ad_spend": SPEND, "campaigns": CAMPAIGN, "orders": ORDERS}
    sources = {"lines": lines} | {name: {"query": query} for name, query in queries.items()}
    return opened(tmp_path_factory.mktemp("kag"), sources, currency="USD")


def test_without_visits_there_is_no_curve(ads):
    whole = Period(parse("2023-01").start, parse("2023-12").end, "2023")
    days = summaries.channel_days(ads, whole, summaries.Channels({}, {}, {}))
    assert days == missing("traffic", "source") | missing("ad_spend", "paid")
    assert response.responses(days) == days


def test_without_amounts_no_campaign_is_called_good_or_bad(ads):
    whole = Period(parse("2023-01").start, parse("2023-12").end, "2023")
    found = summaries.campaign_spend(ads, whole, summaries.Channels({}, {}, {}))
    assert found == missing("ad_spend", "paid")


def test_what_an_order_costs_is_told_by_campaign(ads):
    """Against the rows themselves, 4 to 31 August: three campaigns, of which the smallest is by far the cheapest."""
    whole = Period(parse("2023-01").start, parse("2023-12").end, "2023")
    days = summaries.campaign_spend(ads, whole, summaries.Channels({}, {}, {}), needs="conversions")
    found = rules.per_order(days).set_index("campaign")
    assert found["conversions"].to_dict() == {"1178": 773, "936": 167, "916": 23}
    assert (found["low"] < found["cpa"]).all()
    assert found.loc["916", "high"] < found.loc["936", "low"] < found.loc["1178", "low"]


def test_the_page_says_what_it_needs(ads):
    found = walk(ads.shop.project.root, name="22_budget_allocation", language="en", period="2023-12")
    assert {"traffic", "ad_spend"} <= found.missing
    assert found.headline == "The budget cannot be shared out yet."
    assert found.findings == {}
