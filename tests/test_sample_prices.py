"""What was planted in the sample shop's prices is found again: elasticities, a cut that loses, and floor breaks."""

from __future__ import annotations

from datetime import date

import pytest
from scipy.stats import binomtest

from planbook import summaries
from planbook.absence import missing
from planbook.measures.pricing import cuts, elasticity, floor
from planbook.project import load
from planbook.tables.store import open_shop

UNTIL = date(2026, 10, 31)


@pytest.fixture(scope="module")
def shops(sample):
    project = load(sample)
    return {name: open_shop(project.shop(name)) for name in project.shops}


@pytest.fixture(scope="module")
def weeks(shops):
    span = summaries.price_history(UNTIL)
    return {name: summaries.price_weeks(tables, span) for name, tables in shops.items()}


def test_intervals_cover_the_planted_elasticities_about_as_often_as_they_say(weeks, truth):
    planted = truth["luming"]["elasticity"]
    found = elasticity.by_category(weeks["luming"]).set_index("category")
    told = found[(found["status"] == "told") & found.index.isin(planted)]
    inside = [row.low <= planted[name] <= row.high for name, row in told.iterrows()]
    assert len(told) >= 6
    assert binomtest(sum(inside), len(inside), 0.8).pvalue > 0.05
    errors = [(row.elasticity - planted[name]) / (row.high - row.low) for name, row in told.iterrows()]
    assert max(map(abs, errors)) < 1.0


def test_the_whole_shop_answers_as_its_categories_do_in_the_mean(weeks, truth):
    planted = truth["luming"]["elasticity"]
    sold = weeks["luming"]
    mean = (sold["category"].map(planted) * sold["units"]).sum() / sold["units"].sum()
    whole = elasticity.by_category(sold).set_index("category").loc["all"]
    assert whole["low"] <= mean <= whole["high"]


def test_a_shop_that_never_moved_its_prices_is_told_that_nothing_can_be_said(weeks):
    found = elasticity.by_category(weeks["luming-global"])
    assert set(found["status"]) <= {"steady", "few"}
    assert elasticity.effects(found, weeks["luming-global"]).empty
    assert cuts.review(cuts.marked(weeks["luming-global"])).empty


def test_costs_never_moved_so_that_they_are_no_instrument(weeks):
    assert elasticity.instrumented(weeks["luming"]) == missing("order_items", "unit_cost", reason="steady")


def test_the_cut_that_loses_is_found_with_its_weeks_and_its_price(weeks, truth):
    planted = truth["luming"]["losing_offer"]
    marked = cuts.marked(weeks["luming"])
    row = cuts.review(marked).set_index("sku").loc[planted["sku"]]
    assert (row["verdict"], row["cuts"]) == ("trap", len(planted["starts"]))
    assert row["price"] == pytest.approx(planted["price"], abs=0.05)
    begun = marked.loc[(marked["sku"] == planted["sku"]) & (marked["state"] == "cut"), "week"]
    assert {f"{day:%Y-%m-%d}" for day in begun} >= set(planted["starts"])


def test_its_lift_is_that_of_the_planted_elasticity(weeks, truth):
    planted = truth["luming"]["losing_offer"]
    row = cuts.review(cuts.marked(weeks["luming"])).set_index("sku").loc[planted["sku"]]
    lift = (planted["planted_of_list"] / 0.85) ** truth["luming"]["elasticity"]["scented"] - 1
    assert row["lift_low"] <= lift <= row["lift_high"]


def test_only_the_item_that_was_cut_below_its_floor_broke_it(shops, truth):
    planted = truth["luming"]["losing_offer"]
    breaks = summaries.floor_breaks(shops["luming"], summaries.price_history(UNTIL))
    assert breaks["sku"].unique().tolist() == [planted["sku"]]
    whole = floor.total(breaks, as_of=breaks["date"].max(), days=15).iloc[0]
    assert whole["days"] == 14 * len(planted["starts"])
    assert whole["exposure"] > whole["short"] > 0
    assert breaks["lowest"].max() < planted["floor_price"]


def test_the_ladder_agrees_with_the_discounts_of_the_orders(shops):
    year = {"current": summaries.year_to(UNTIL)}
    found = summaries.ladder(shops["luming"], year)
    paid = summaries.discounts(shops["luming"], year).set_index("payer")["amount"]
    assert found[["shop_pays", "platform_pays", "creator_pays"]].sum().tolist() == pytest.approx(
        paid[["discount_shop", "discount_platform", "discount_creator"]].tolist()
    )
    items = summaries.item_ladder(shops["luming"], year["current"])
    assert items["deal"].sum() == pytest.approx(found["goods"].sum())
    assert items["platform_pays"].sum() == pytest.approx(found["platform_pays"].sum())
