"""A real gift shop's busiest week, taken as a campaign: what is told of it, and what is refused.

UCI Online Retail (D. Chen, doi 10.24432/C5BW33) has one platform, thirteen months, no advertising, stock or tasks, and
returns that name no order. Monday 14 to Sunday 20 November 2011 is its busiest week.
"""

from __future__ import annotations

import pytest
from notebook_walk import walk
from shop_factory import opened
from test_real import FEES, INVOICES, LINES, REAL

from planbook import summaries
from planbook.measures import baseline, effects
from planbook.periods import parse
from planbook.tables.store import fetch

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not REAL, reason="PLANBOOK_REAL_DATA is not set: there is no real data to read"),
]

PEAK = """
    SELECT 'peak-2011' AS campaign, 'online' AS platform, DATE '2011-11-14' AS starts, DATE '2011-11-20' AS ends,
      'The busiest week' AS text_en, '最忙的一周' AS text_zh
"""
REFUSED = {"ad_spend", "assortment", "creators", "tasks", "targets", "item_traffic", "actions", "lessons"}


@pytest.fixture(scope="module")
def gifts(tmp_path_factory):
    lines = {"path": f"{REAL}/uci_online_retail/online_retail_*.csv.gz"}
    queries = {"orders": INVOICES, "order_items": LINES, "campaigns": PEAK}
    sources = {"lines": lines} | {name: {"query": query} for name, query in queries.items()}
    settings = {"currency": "GBP", "timezone": "Europe/London", "not_items": FEES}
    return opened(tmp_path_factory.mktemp("uci"), sources, **settings)


@pytest.fixture(scope="module")
def page(gifts):
    return walk(gifts.shop.project.root, name="44_post_mortem", language="en", campaign="peak-2011")


def estimated(gifts, value):
    ran = summaries.campaign(gifts, "latest", parse("2011-11"))
    found = baseline.estimate(summaries.campaign_days(gifts, ran), summaries.touched(gifts, ran), ran, value=value)
    return found, effects.effects(found)


def test_the_week_is_counted_exactly(gifts):
    """Against the lines themselves: 773 invoices that are no credit notes (83 of them given away), 380,407.57 net."""
    week = parse("2011-W46")
    orders = gifts["orders"].filter(lambda row: row.paid_at.date().between(week.start, week.end))
    sums = {
        "n": ((orders.paid > 0) | (orders.refund == 0)).sum(),
        "paid": orders.paid.sum(),
        "net": (orders.paid - orders.refund).sum(),
    }
    counted = fetch(orders.aggregate(**sums)).iloc[0]
    assert counted.round(2).tolist() == [773, 388622.44, 380407.57]
    for value, total in (("orders", counted["n"]), ("paid", counted["paid"])):
        assert estimated(gifts, value)[1].loc["during", "actual"] == pytest.approx(total)


def test_one_platform_and_no_year_before_make_a_hint(gifts):
    found, by_part = estimated(gifts, "orders")
    told = effects.grade(found).iloc[0]
    assert (told["guide"], told["grade"]) == ("weekdays", "hint")
    assert {"other_guide"} <= set(told["reasons"])
    assert 0.05 < by_part.loc["during", "rate"] < 0.5


def test_a_rising_season_is_told_as_what_quiet_weeks_would_claim_too(gifts, page):
    counted = effects.placebo(estimated(gifts, "orders")[0]).iloc[0]
    assert counted["windows"] == 26
    assert counted["lifts"] > counted["falls"]
    assert counted["stretch"] > 1
    assert f"would have claimed a lift in {counted['lifts']:.0f} and a fall in {counted['falls']:.0f}" in page.page


def test_the_page_says_what_it_cannot_know(page):
    assert page.headline.startswith("The busiest week (online, 14–20 Nov 2011): paid £389k; ")
    assert "a hint only" in page.headline
    assert page.headline.endswith("whether it paid for itself is not known.")
    assert page.missing >= REFUSED
    assert set(page.findings) == {"lift"}


def test_returns_that_name_no_order_have_no_expected_net(page):
    assert "Expected net sales" not in page.page
