"""Goals of a real shop with a year of orders: a forecast without a season, and a plain word about it.

UCI Online Retail (D. Chen, doi 10.24432/C5BW33): a gift shop whose autumn is twice its summer.
"""

from __future__ import annotations

import pytest
from notebook_walk import walk
from shop_factory import opened
from test_real import INVOICES, LINES, REAL
from test_real import pytestmark as real

pytestmark = real
NAME = "21_goal_setting"


@pytest.fixture(scope="module")
def goals(tmp_path_factory):
    root = tmp_path_factory.mktemp("uci")
    lines = {"path": f"{REAL}/uci_online_retail/online_retail_*.csv.gz"}
    sources = {"lines": lines, "orders": {"query": INVOICES}, "order_items": {"query": LINES}}
    opened(root, sources, currency="GBP", timezone="Europe/London")
    return walk(root, name=NAME, language="en", period="2011-08")


def test_a_shop_without_a_second_year_hears_that_its_season_is_not_known(goals):
    assert goals.headline.startswith("1 Sept – 30 Nov 2011: £2.")
    assert "less than two years are known" in goals.headline


def test_what_cannot_be_said_is_not_said(goals):
    assert "no year before these trials" in goals.page
    assert "Benchmarks: none given" in goals.page
    assert {"targets", "traffic"} <= goals.missing
    assert "The data hold too few years to tell a chance" in goals.page
    assert not goals.findings
