"""Offers on the real baskets of a wholesaler of gifts: what they leave and must sell more, and what is refused.

UCI Online Retail (D. Chen, doi 10.24432/C5BW33) has no costs: the shop says that 40 % of the price is left after goods.
Nor does it have price moves of single items, so nothing is said of what an offer would sell.
"""

from __future__ import annotations

from datetime import date

import pytest
from shop_factory import opened
from test_real import FEES, INVOICES, LINES, REAL

from planbook import summaries
from planbook.measures.pricing import baskets, choice, offers
from planbook.measures.pricing.offers import Answer

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not REAL, reason="PLANBOOK_REAL_DATA is not set: there is no real data to read"),
]
UNTIL = date(2011, 12, 9)


@pytest.fixture(scope="module")
def gifts(tmp_path_factory):
    lines = {"path": f"{REAL}/uci_online_retail/online_retail_*.csv.gz"}
    sources = {"lines": lines, "orders": {"query": INVOICES}, "order_items": {"query": LINES}}
    settings = {"currency": "GBP", "timezone": "Europe/London", "not_items": FEES, "margin": 0.4}
    return opened(tmp_path_factory.mktemp("uci"), sources, **settings)


@pytest.fixture(scope="module")
def drawn(gifts):
    return summaries.baskets(gifts, UNTIL)


@pytest.fixture(scope="module")
def lines(drawn):
    return baskets.ready(drawn, 0.4)


@pytest.fixture(scope="module")
def judged(lines, gifts):
    deals = baskets.scaled(lines, gifts.shop.project.offers)
    return choice.judged(offers.reckon(lines, deals, Answer())).set_index("offer")


def test_baskets_are_drawn_within_what_a_summary_may_return(drawn):
    assert drawn["of"].iloc[0] == 19126
    assert (drawn["order_id"].nunique(), len(drawn)) == (3408, 88043)


def test_thresholds_follow_the_shops_baskets(lines, judged):
    middle = lines.groupby("order")["amount"].sum().quantile(0.6)
    assert judged.loc["coupon", "threshold"] == pytest.approx(middle, rel=0.1)


def test_a_tenth_off_at_a_margin_of_two_fifths_needs_a_third_more_orders(judged):
    """.4 ÷ .3 − 1, whatever the baskets are."""
    assert judged.loc["ten-off", "needed"] == pytest.approx(1 / 3)


def test_wholesale_baskets_nearly_all_reach_what_asks_for_two_units_or_items(judged):
    assert judged.loc["second-half", "qualify"] > 0.9
    assert judged.loc["pair", "qualify"] > 0.8
    assert judged.loc["second-half", "needed"] > judged.loc["ten-off", "needed"] > judged.loc["coupon", "needed"]


def test_nothing_is_said_of_what_an_offer_would_sell(judged):
    assert judged["effect"].isna().all()
    assert set(judged["status"]) <= {"not_known", "loses"}


def test_thirteen_months_are_too_short_to_say_what_a_new_buyer_brings(gifts):
    """Who buys in the first half-year of all that is known may have bought before."""
    assert summaries.newcomers(gifts, UNTIL).reason == "too_few"


def test_offers_for_roles_that_no_item_has_reach_nobody(judged):
    assert not {"hero-cut", "free-second"} & set(judged.index)
