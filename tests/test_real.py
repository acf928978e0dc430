"""Real shops' exports give the figures that were reckoned from them elsewhere.

UCI Online Retail (D. Chen, doi 10.24432/C5BW33): a gift shop's order lines, returns as negative lines, a quarter of
the buyers missing. A Tmall order report of 2020-02: unpaid and refunded orders, header cells with trailing blanks.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from shop_factory import opened

from planbook import periods, summaries
from planbook.tables.checks import check
from planbook.tables.store import fetch

REAL = os.environ.get("PLANBOOK_REAL_DATA", "")
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not REAL, reason="PLANBOOK_REAL_DATA is not set: there is no real data to read"),
]

# an invoice is an order; what it takes back is its refund, and an invoice of returns alone is a credit note
INVOICES = """
    SELECT InvoiceNo AS order_id, max(CustomerID)::BIGINT::VARCHAR AS customer_id, min(InvoiceDate) AS ordered_at,
      min(InvoiceDate) AS paid_at, sum(greatest(Quantity * UnitPrice, 0)) AS gross,
      sum(greatest(Quantity * UnitPrice, 0)) AS paid, -sum(least(Quantity * UnitPrice, 0)) AS refund,
      min(InvoiceDate) AS refunded_at, 'online' AS platform, any_value(Country) AS region
    FROM lines GROUP BY InvoiceNo
"""
LINES = """
    SELECT InvoiceNo AS order_id, StockCode AS sku, Description AS product, Quantity AS quantity,
      UnitPrice AS unit_price
    FROM lines
"""
FEES = ["POST", "DOT", "AMAZONFEE", "M", "BANK CHARGES", "C2", "S", "D", "CRUK"]
COLUMNS = {
    "order_id": "订单编号",
    "ordered_at": "订单创建时间",
    "paid_at": "订单付款时间",
    "paid": "总金额",
    "refund": "退款金额",
    "region": "收货地址",
}
NOVEMBER = {"current": periods.parse("2011-11")}
ALL = {"current": periods.parse("2010-12..2011-12")}
MONEY = ["gross", "refund", "net"]


@pytest.fixture(scope="module")
def gifts(tmp_path_factory):
    lines = {"path": f"{REAL}/uci_online_retail/online_retail_*.csv.gz"}
    sources = {"lines": lines, "orders": {"query": INVOICES}, "order_items": {"query": LINES}}
    settings = {"currency": "GBP", "timezone": "Europe/London", "not_items": FEES}
    return opened(tmp_path_factory.mktemp("uci"), sources, **settings)


def customers(tables, period):
    """Count everyone who is named on an invoice of a period, a credit note too."""
    orders = tables["orders"].filter(lambda row: row.paid_at.date().between(period.start, period.end))
    return fetch(orders.aggregate(n=orders.customer_id.nunique()))["n"].item()


def test_november_2011_of_online_retail(gifts):
    found = summaries.sales(gifts, NOVEMBER).iloc[0]
    assert found[MONEY].round(2).tolist() == [1509496.33, 47740.08, 1461756.25]
    assert found["orders"] + found["credit_notes"] == 3462
    assert customers(gifts, NOVEMBER["current"]) == 1711


def test_november_2011_has_all_its_lines(gifts):
    dated = gifts["order_items"].inner_join(gifts["orders"].select("order_id", "paid_at"), "order_id")
    lines = dated.filter(dated.paid_at.date().between(NOVEMBER["current"].start, NOVEMBER["current"].end))
    assert fetch(lines.aggregate(n=lines.count()))["n"].item() == 84711


def test_thirteen_months_of_online_retail(gifts):
    found = summaries.sales(gifts, ALL).iloc[0]
    lines = gifts["order_items"]
    counted = fetch(lines.aggregate(n=lines.count(), net=(lines.quantity * lines.unit_price).sum())).iloc[0]
    assert round(found["net"], 2) == round(counted["net"], 2) == 9747747.93
    assert counted["n"] == 541909
    assert found["orders"] + found["credit_notes"] == 25900
    assert customers(gifts, ALL["current"]) == 4372


def test_postage_and_fees_are_no_items(gifts):
    sold = summaries.items(gifts, NOVEMBER)
    assert {"POST", "DOT"} <= set(sold["sku"])
    assert sold["paid"].sum() == pytest.approx(1461756.25)


def test_the_last_complete_month_of_online_retail_is_november(gifts):
    assert summaries.calendar(gifts, "latest")["current"].name == "2011-11"


def test_the_check_has_nothing_against_online_retail_but_that_there_is_no_traffic(gifts):
    found = check(gifts).query("severity != 'note'")
    assert found[["table", "check"]].to_numpy().tolist() == [["traffic", "no such table"]]


@pytest.mark.parametrize(
    ("dated_by", "orders", "paid", "net"),
    [("ordered_at", 24087, 2474823.07, 1902487.15), ("paid_at", 24081, 2474347.07, 1902189.15)],
)
def test_february_2020_of_a_tmall_shop(tmp_path, dated_by, orders, paid, net):
    source = {"path": f"{REAL}/tmall_orders_2020_02/tmall_order_report.csv", "columns": COLUMNS}
    tables = opened(tmp_path, {"orders": source}, dated_by=dated_by)
    found = summaries.sales(tables, {"current": periods.parse("2020-02")}).iloc[0]
    assert found[["orders", "paid", "net"]].round(2).tolist() == [orders, paid, net]
    assert summaries.calendar(tables, "latest")["current"].name == "2020-02"


def test_real_files_are_where_the_variable_says():
    assert Path(REAL).is_dir()
