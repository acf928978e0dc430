"""Real shops' customers: an online gift shop's thirteen months, and a grocer's 2,240 with their incomes.

UCI Online Retail (D. Chen, doi 10.24432/C5BW33): a quarter of the lines name no customer; nobody was asked or wrote.
The iFood customers (29 columns: income, household, spend by category, answers to campaigns): income is not among the
features that clusters are found by, so that it can tell whether they mean anything.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from notebook_walk import walk
from shop_factory import opened
from test_real import FEES, INVOICES, LINES, REAL

from planbook import summaries
from planbook.measures import clusters, lifecycle, personas, rfm, segments
from planbook.tables.store import fetch

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not REAL, reason="PLANBOOK_REAL_DATA is not set: there is no real data to read"),
]

ALL, NOVEMBER = date(2011, 12, 9), date(2011, 11, 30)
GOODS = {
    "wine": "MntWines", "fruit": "MntFruits", "meat": "MntMeatProducts", "fish": "MntFishProducts",
    "sweets": "MntSweetProducts", "gold": "MntGoldProds",
}  # fmt: skip
BOUGHT = ["NumWebPurchases", "NumCatalogPurchases", "NumStorePurchases"]


@pytest.fixture(scope="module")
def gifts(tmp_path_factory):
    lines = {"path": f"{REAL}/uci_online_retail/online_retail_*.csv.gz"}
    sources = {"lines": lines, "orders": {"query": INVOICES}, "order_items": {"query": LINES}}
    settings = {"currency": "GBP", "timezone": "Europe/London", "not_items": FEES}
    return opened(tmp_path_factory.mktemp("uci"), sources, **settings)


@pytest.fixture(scope="module")
def grocer():
    """The grocer's customers as a shop's: the day of enrolment's month is 2014-07, recency counts back from its end."""
    rows = pd.read_csv(f"{REAL}/ifood_marketing/marketing_campaign.csv", sep=";")
    orders = rows[BOUGHT].sum(axis=1).clip(lower=1)
    spent = rows[list(GOODS.values())].sum(axis=1)
    told = pd.DataFrame({
        "customer_id": rows["ID"].astype(str), "orders": orders, "monetary": spent.astype(float),
        "last_order": pd.Timestamp("2014-07-31") - pd.to_timedelta(rows["Recency"], "D"), "units": orders * 3.0,
        "discount_share": (rows["NumDealsPurchases"] / orders).clip(upper=1), "sampled": True,
    })  # fmt: skip
    shares = {f"share_{name}": rows[column] / spent.where(spent > 0) for name, column in GOODS.items()}
    return told.assign(unit_price=spent / told["units"], **shares), rows


def eta_squared(values, groups):
    """Give the share of the variance that lies between groups."""
    known = values.notna()
    values, groups = values[known], groups[known]
    between = sum(len(part) * (part.mean() - values.mean()) ** 2 for _, part in values.groupby(groups))
    return between / ((values - values.mean()) ** 2).sum()


def test_the_customers_of_online_retail_are_those_that_were_counted_elsewhere(gifts):
    # case R4: cleaned of cancellations and of lines without price or customer
    found = summaries.customers(gifts, until=ALL, then=date(2011, 9, 9))
    assert len(found) == 4338
    assert found["orders"].sum() == 18532
    bought = gifts["orders"].filter(lambda row: (row.customer_id != "") & (row.paid > 0))
    assert fetch(bought.aggregate(n=bought.paid.sum()))["n"].item() == pytest.approx(8_911_407.90, abs=0.01)


def test_a_fifth_of_the_customers_of_online_retail_score_each_recency(gifts):
    found = summaries.customers(gifts, until=ALL, then=date(2011, 9, 9))
    counts = rfm.rfm(found, as_of=ALL)["r"].value_counts()
    assert counts.min() > 0.17 * 4338
    assert counts.max() < 0.23 * 4338


def test_the_rhythm_of_online_retail_is_told_although_its_data_end(gifts):
    found = lifecycle.limit(summaries.gaps(gifts, until=ALL)).iloc[0]
    assert found["horizon"] < 374
    assert found["uncensored"] < found["low"] < found["lapse_days"] < found["high"] < 300


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_report_on_online_retail_says_what_is_there_and_what_is_not(language, gifts):
    found = walk(gifts.shop.project.root, name="12_persona_building", language=language)
    assert found.missing >= {"survey", "feedback", "crowds"}
    assert found.findings["who_pays"]["effect"] > 0
    assert found.findings["lapsing"]["effect"] < 0
    assert ("name a buyer" if language == "en" else "带买家 ID") in found.page


def test_the_clusters_of_online_retail_are_stable_and_parted_by_money(gifts):
    customers = summaries.customers(gifts, until=NOVEMBER, then=date(2011, 8, 31))
    found = clusters.find(customers, as_of=NOVEMBER)
    told = clusters.assign(customers, found, as_of=NOVEMBER)
    people = personas.label(told, personas.names(clusters.profile(told, found, as_of=NOVEMBER)))
    sizes = segments.sizes(people, by="persona")
    assert found.stability["stable"].all()
    assert sizes.iloc[0]["net_share"] > 1.5 * sizes.iloc[0]["share"]


def test_clusters_part_incomes_that_they_have_not_seen(grocer):
    customers, rows = grocer
    found = clusters.find(customers, as_of=date(2014, 7, 31))
    told = clusters.assign(customers, found, as_of=date(2014, 7, 31))["cluster"]
    income = rows["Income"].where(rows["Income"] < 200_000)  # one is 666,666
    medians = income.groupby(told).median()
    assert eta_squared(income.rank(), told) > 0.3
    assert medians.max() > 1.5 * medians.min()
    assert eta_squared(rows["MntWines"].rank(), told) > 0.5
    shuffled = pd.Series(np.random.default_rng(1).permutation(told), index=told.index)
    assert eta_squared(income.rank(), shuffled) < 0.01


def test_clusters_of_the_grocer_answer_campaigns_differently(grocer):
    customers, rows = grocer
    found = clusters.find(customers, as_of=date(2014, 7, 31))
    told = clusters.assign(customers, found, as_of=date(2014, 7, 31))["cluster"]
    answered = rows[[c for c in rows if c.startswith("AcceptedCmp")]].any(axis=1).groupby(told).mean()
    assert answered.max() > 2 * answered.min()
