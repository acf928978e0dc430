"""Real order lines of a wholesaler of gifts: what they let one say of prices, and what they do not.

UCI Online Retail (D. Chen, doi 10.24432/C5BW33): a year of order lines, without costs, list prices or categories. An
item's price follows the size of the order; from week to week it hardly moves by itself.
"""

from __future__ import annotations

import numpy as np
import pytest
from shop_factory import opened
from test_real import ALL, FEES, INVOICES, LINES, REAL

from planbook import summaries
from planbook.absence import missing
from planbook.measures.pricing import cuts, elasticity

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not REAL, reason="PLANBOOK_REAL_DATA is not set: there is no real data to read"),
]
YEAR = ALL["current"]


@pytest.fixture(scope="module")
def gifts(tmp_path_factory):
    lines = {"path": f"{REAL}/uci_online_retail/online_retail_*.csv.gz"}
    sources = {"lines": lines, "orders": {"query": INVOICES}, "order_items": {"query": LINES}}
    settings = {"currency": "GBP", "timezone": "Europe/London", "not_items": FEES}
    return opened(tmp_path_factory.mktemp("uci"), sources, **settings)


@pytest.fixture(scope="module")
def weeks(gifts):
    return summaries.price_weeks(gifts, YEAR)


def test_the_items_that_bring_most_are_read(weeks):
    assert (weeks["sku"].nunique(), weeks["items"].iloc[0]) == (3428, 3922)
    assert len(weeks) <= 100_000


def test_no_elasticity_is_told_since_prices_follow_the_size_of_the_order(weeks):
    found = elasticity.by_category(weeks).iloc[0]
    assert (found["status"], found["items"], found["weeks"]) == ("steady", 2429, 53)
    assert np.isnan(found["elasticity"])
    assert elasticity.effects(elasticity.by_category(weeks), weeks).empty


def test_without_costs_a_cut_has_no_verdict(weeks):
    found = cuts.review(cuts.marked(weeks))
    assert len(found) > 100
    assert set(found["verdict"]) == {"unknown"}


def test_ladder_and_floor_say_what_they_need(gifts):
    assert summaries.floor_breaks(gifts, YEAR) == missing("products", "floor_price")
    assert summaries.ladder(gifts, {"current": YEAR}) == missing(
        "orders", "discount_shop", "discount_platform", "discount_creator"
    )
