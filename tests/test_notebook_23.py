"""Pricing and promotion finds the offer that loses though sales rise, and says what it cannot know."""

from __future__ import annotations

import pytest
from notebook_walk import walk
from sample_parts import without
from shop_factory import shop

from planbook import summaries
from planbook.measures.pricing import awaited, baskets, choice, elasticity, newcomers, offers
from planbook.workbook import open_book

SHOPS = ("luming", "luming-global")
NAME = "23_pricing_promotion"
CAMPAIGN = "new-year-goods-2027"

pytestmark = pytest.mark.notebooks


@pytest.fixture(scope="module")
def pages(reports):
    return {key: reports(key, notebook=NAME) for key in SHOPS}


@pytest.fixture(scope="module")
def tea(pages):
    return pages["luming"]


@pytest.fixture(scope="module")
def overseas(pages):
    return pages["luming-global"]


@pytest.fixture(scope="module")
def reckoned(sample):
    """The offers of the tea shop, reckoned by the library."""
    book = open_book(str(sample), "luming", "2026-10", "en")
    ran = summaries.planned(book.tables, "next", book.current)
    own = baskets.of(usual := baskets.ready(summaries.baskets(book.tables, book.until), book.shop.margin), ran)
    weeks = summaries.price_weeks(book.tables, history := summaries.price_history(book.until))
    slopes = elasticity.effects(elasticity.by_category(weeks), weeks)
    most = newcomers.ceiling(summaries.newcomers(book.tables, book.until), baskets.told(usual))
    days, touched = summaries.daily(book.tables, history), summaries.touched(book.tables, ran)
    orders = awaited.orders(days, touched, ran, summaries.edition_before(book.tables, ran))
    answer = offers.Answer(slopes, 0.2, 0.3, newcomers.later(most))
    return choice.judged(offers.reckon(own, baskets.scaled(own, book.project.offers), answer, orders=orders))


def test_figures_are_those_of_the_library(tea, reckoned):
    best = choice.ranked(reckoned).iloc[0]
    assert tea.figures["offer_effect"]["value"] == pytest.approx(best["effect"])
    assert tea.figures["loss_chance"]["value"] == pytest.approx(best["chance"])
    for row in choice.overall(reckoned).to_dict("records"):
        shown = tea.row("offer_effects", offer=row["offer"])
        assert shown["status"] == row["status"]
        assert shown["effect"] == pytest.approx(row["effect"], nan_ok=True) or shown["effect"] is None


def test_offers_that_sell_more_and_lose_money_are_named(tea):
    found = tea.findings["offer_trap"]
    assert found["effect"] < 0
    for row in tea.tables["offer_effects"]:
        if row["status"] == "loses":
            assert row["uplift"] > 0 > row["high"]


def test_the_cut_that_loses_though_sales_rise_is_found(tea, truth):
    planted = truth["luming"]["losing_offer"]
    (row,) = tea.tables["cuts"]
    assert (row["cuts"], row["verdict"]) == (len(planted["starts"]), "cut_trap")
    assert tea.findings["losing_cut"]["effect"] < 0
    assert tea.figures["below_floor_units"]["value"] > 0


def test_elasticities_cover_what_is_planted(tea, truth):
    """Eight in ten intervals are to hold; gift sets are refused."""
    told = {row["category"]: row for row in tea.tables["elasticity"] if row["elasticity"] is not None}
    planted = {name: value for name, value in truth["luming"]["elasticity"].items() if name in told}
    held = [told[name]["low"] <= value <= told[name]["high"] for name, value in planted.items()]
    assert len(held) >= 6
    assert sum(held) >= len(held) - 2


def test_orders_are_those_of_the_last_edition(tea):
    assert {row["platform"]: row["guide"] for row in tea.tables["orders_expected"]} == dict.fromkeys(
        ("jd", "tmall"), "last_edition"
    )
    assert "453 orders" in tea.page


def test_where_no_price_moved_offers_stand_with_their_hurdle_alone(overseas):
    assert "Which offer pays is not known" in overseas.page
    assert "offer_effect" not in overseas.figures
    assert 0 < overseas.figures["uplift_needed"]["value"] < 0.1
    assert {row["status"] for row in overseas.tables["offer_effects"]} == {"not_known"}
    assert overseas.findings["best_offer"]["grade"] == "hint"


def test_what_a_new_buyer_may_cost_is_first_margin_and_the_year_after(pages):
    for page in pages.values():
        (row,) = page.tables["new_buyer_worth"]
        assert row["value"] == pytest.approx(row["first"] + row["later"])
        assert page.figures["new_buyer_worth"]["value"] == row["value"]


def test_every_kind_of_offer_is_handed_on_for_each_platform(tea, reckoned):
    rows = [row.model_dump() for row in tea.result.rows]
    written = [row["row"] for row in rows if row["table"] == "offers"]
    assert {row["platform"] for row in written} == {"jd", "tmall"}
    assert {row["mechanic"] for row in written} == set(reckoned["mechanic"])
    assert {row["campaign"] for row in written} == {CAMPAIGN}
    assert {row["status"] for row in written} == {"unsure", "loses", "not_known"}


def test_the_brief_says_that_none_is_recommended_and_names_none_that_loses(tea):
    rows = [row.model_dump()["row"] for row in tea.result.rows if row.model_dump()["table"] == "brief"]
    assert [(row["part"], row["rank"]) for row in rows] == [("offer", 1), ("offer", 2)]
    states = {row["offer"]: row["status"] for row in tea.tables["offer_effects"]}
    assert states[rows[1]["line"]] == "unsure"
    assert rows[0]["line"] == "no-offer"
    assert rows[1]["line"] == tea.tables["offer_effects"][0]["offer"]


@pytest.mark.parametrize("key", SHOPS)
def test_rows_of_the_plan_are_equal_in_both_languages(reports, pages, key):
    chinese = reports(key, language="zh", notebook=NAME)
    rows = [row.model_dump() for row in pages[key].result.rows]
    assert rows == [row.model_dump() for row in chinese.result.rows]
    assert rows


def test_old_breaks_of_the_floor_are_dated_and_cost_nothing_more(tea):
    found = tea.findings["floor_breaks"]
    assert found["effect"] is None
    assert "its 15 days are over" in found["text"]
    assert "the last on 20 Jul 2025" in tea.page
    assert all("open" not in row for row in tea.tables["floor_breaks"])


def test_a_stack_stands_beside_its_parts_alone(tea):
    rows = {row["offer"]: row for row in tea.tables["stacking"]}
    assert list(rows) == ["coupon", "cross_shop", "coupon-and-event"]
    both, parts = rows["coupon-and-event"], [rows["coupon"], rows["cross_shop"]]
    assert both["effect"] < min(part["effect"] for part in parts)
    assert both["effect"] == pytest.approx(tea.row("offer_effects", offer="coupon-and-event")["effect"])


def test_points_say_which_columns_they_need(tea):
    assert "points_used" in tea.page


@pytest.mark.parametrize(
    "lacking", [{"campaigns"}, {"order_items"}, {"products", "events", "assortment", "traffic"}, {"orders"}], ids=len
)
def test_sections_without_their_tables_say_what_they_need(lacking, tmp_path):
    without(tmp_path, lacking)
    found = walk(tmp_path, name=NAME, language="en", shop="luming")
    assert lacking - {"events", "assortment", "traffic"} <= found.missing
    assert ("cannot be reckoned" in found.headline) == bool(lacking & {"order_items", "orders"})


LINES = "order_id,sku,quantity,unit_price,unit_cost\n" + "".join(f"{n},x,{1 + n % 3},50,20\n" for n in range(300))
ORDERS = "order_id,paid_at,paid,platform\n" + "".join(
    f"{n},2026-0{1 + n % 9}-{1 + n % 28:02},{50 * (1 + n % 3)},shop\n" for n in range(300)
)


def test_orders_with_lines_and_costs_are_enough(tmp_path):
    shop(tmp_path, {"orders": ORDERS, "order_items": LINES})
    found = walk(tmp_path, name=NAME, language="zh")
    assert found.headline.startswith("数据看不出买家对价格的反应")
    assert "campaigns" in found.missing


def test_an_offer_of_ones_own_is_reckoned(tmp_path):
    shop(tmp_path, {"orders": ORDERS, "order_items": LINES})
    (tmp_path / "offers.yml").write_text("offers: {mine: {mechanic: coupon, thresholds: [99], cuts: [13]}}")
    assert "coupon: ¥13 off from ¥99" in walk(tmp_path, name=NAME, language="en").page
