"""Prices are told in both languages: who pays, what is left, what broke the floor, what a cut sold and left."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from test_cuts import panel
from test_elasticity import weeks
from test_ladder import BREAKS, ITEMS, LATE, SUMS

from planbook.absence import missing
from planbook.measures.pricing import cuts, elasticity, floor, ladder
from planbook.views.display import Absent
from planbook.views.findings import Finding
from planbook.views.pricing import answers
from planbook.views.pricing import cuts as cut_views
from planbook.views.pricing import floor as floor_views
from planbook.views.pricing import ladder as ladder_views
from planbook.views.words import open_words

EN, ZH = open_words("en"), open_words("zh")
LADDER, LEFT = ladder.by_platform(SUMS), ladder.margins(ITEMS, "category")
PLACES, TOTAL = floor.by_place(BREAKS, **LATE), floor.total(BREAKS, **LATE)
WEEKS = weeks(-2.0)
FOUND = elasticity.by_category(WEEKS)
EFFECTS = elasticity.effects(FOUND, WEEKS)
MARKED = cuts.marked(panel())
REVIEW = cuts.review(MARKED)
BESIDE = cuts.neighbours(MARKED, REVIEW)
NONE = cuts.review(cuts.marked(panel(price=100.0)))


def rows(view):
    (told,) = view.twin["tables"]
    heads = [column["name"] for column in told["columns"]]
    return [dict(zip(heads, row, strict=True)) for row in told["rows"]]


def test_who_pays_is_said_with_all_three_shares():
    found = ladder_views.who_pays(LADDER, EN)
    assert found.text.startswith("Buyers paid 77.0% of the list price: 23.0% was taken off, 15.0% by the shop")
    assert "60.0% of orders stack" in found.text
    assert "先从天猫入手" in ladder_views.who_pays(LADDER, ZH).action
    assert "¥120, 15.0% of the list price" in found.action
    assert found.action.endswith("or take one of the stacked steps off.")
    plain = ladder_views.who_pays(LADDER.assign(stacked=0.0), EN)
    assert plain.action.endswith("ask the platform to share.")


def test_why_margins_differ_is_said_where_there_are_several():
    told, slopes = pd.DataFrame({"margin": [0.48]}), pd.DataFrame({"margin": [0.484]})
    text = ladder_views.bridge(LEFT, told, slopes, EN).text
    assert text == (
        "Why margins differ: 40.4% of the deal price over a year, campaigns counted, after returns; 48.0% of what was "
        "paid on usual days, before returns; 48.4% of what is paid after the fee, over all weeks read, before returns."
    )
    assert not ladder_views.bridge(LEFT, missing("orders"), missing("orders"), EN).html


def test_the_ladder_shows_a_row_a_platform_and_says_how_it_is_read():
    view = ladder_views.platforms(LADDER, EN)
    assert [row["platform"] for row in rows(view)] == ["tmall", "jd", "all"]
    assert "shared out to its lines" in view.html
    plain = ladder.by_platform(SUMS.assign(item_off=0.0, lines=SUMS["goods"]))
    assert "按划线价计" in ladder_views.platforms(plain, ZH).html


def test_titles_of_charts_hold_their_ends():
    assert ladder_views.steps_title(LADDER, EN) == "Of 100 of list price, buyers pay 77.0"
    assert ladder_views.paid_of_100(LADDER) == pytest.approx(77.0)
    assert ladder_views.left_title(LEFT, EN) == "Of ¥90.00 at list price, ¥29.09 a unit is left"
    assert ladder_views.ends(LEFT) == pytest.approx((90.0, 29.0889), abs=1e-3)


def test_margins_name_the_thinnest_and_leave_unknown_shipping_out():
    apart = LEFT.assign(rate=[0.405, 0.36, 0.404])
    assert "Least is left on" in ladder_views.left(apart, EN).text
    assert ladder_views.left(apart, EN).action
    found = ladder_views.left(LEFT, EN)  # half a point apart, which is no reason to treat them apart
    assert found.text.endswith("Categories are about alike (40.4% at least).")
    assert found.action == ""
    assert "sent" not in rows(ladder_views.margins(LEFT, EN, by="category"))[0]
    known = ladder.margins(ITEMS, "category", parcel=5.0)
    assert rows(ladder_views.margins(known, EN, by="category"))[-1]["sent"] == pytest.approx(2.8)
    assert "parcel_cost" in ladder_views.unknown_costs(LEFT, EN).text
    assert "parcel_cost" not in ladder_views.unknown_costs(known, EN).text


def test_an_item_without_a_title_is_named_by_its_code():
    html = ladder_views.margins(ladder.margins(ITEMS, "sku"), EN, by="sku").html
    assert all(name in html for name in (">B<", ">Tin<", ">Total<"))
    assert [row["sku"] for row in ladder.per_unit(ITEMS).to_dict("records")] == ["A"]
    assert ">Tin<" in ladder_views.heroes(ladder.per_unit(ITEMS), EN).html


def test_floor_breaks_weigh_what_they_lack_and_may_cost():
    found = floor_views.broken(PLACES, EN, total=TOTAL, days=15)
    assert "8 units were sold below the floor price between 22 Jun 2026 and 23 Jun 2026" in found.text
    assert "all of them Tin: down to" in found.text
    assert "¥14 short of it in all. Price protection can still cost ¥32 at most." in found.text
    assert found.effect == pytest.approx(-32.0)
    assert "The shop itself" in floor_views.places(PLACES, EN).html
    assert "店铺自营" in floor_views.places(PLACES, ZH).html


def test_breaks_whose_protection_is_over_cost_nothing_more():
    old = {"as_of": pd.Timestamp("2026-10-31"), "days": 15}
    found = floor_views.broken(floor.by_place(BREAKS, **old), EN, total=floor.total(BREAKS, **old), days=15)
    assert "Price protection could have cost ¥32 at most; its 15 days are over." in found.text
    assert math.isnan(found.effect)
    assert "may ask" not in found.action


def test_without_breaks_the_section_says_so():
    none = BREAKS.iloc[:0]
    said = floor_views.broken(floor.by_place(none, **LATE), EN, total=floor.total(none, **LATE), days=15)
    assert said.text == "No item was sold below its floor price in this time."


def test_an_elasticity_is_said_as_what_one_per_cent_sells():
    found = answers.answer(EFFECTS, EN, found=FOUND)
    assert found.text == "1% cheaper sells about 2.0% more of All (2.0% to 2.0%)."
    assert found.action.startswith("A hint: try a small cut of All")
    assert answers.title(EFFECTS, ZH) == "全店合计：便宜 1%，多卖 2.0%（2.0% 至 2.0%）"
    assert rows(answers.hints(EFFECTS, EN))[0]["units_more"] == pytest.approx(0.02)


def test_categories_that_cannot_be_told_are_named():
    gift = FOUND.assign(category="gift", status="wide", elasticity=float("nan"))
    both = pd.concat([gift, FOUND.assign(category="green"), FOUND], ignore_index=True)
    effects = elasticity.effects(both, WEEKS.assign(category="green"))
    assert "Of Gift sets the data cannot say." in answers.answer(effects, EN, found=both).text
    assert rows(answers.elasticity(both, EN))[0]["status"] == "price_wide"
    assert "区间太宽" in answers.elasticity(both, ZH).html


def test_where_nothing_can_be_told_the_way_to_learn_is_said():
    steady = elasticity.by_category(weeks(moves=0.005))
    none = elasticity.effects(steady, WEEKS)
    assert "Move one item" in answers.answer(none, EN, found=steady).text
    assert answers.title(none, ZH) == "销量对价格的反应无法判断"
    assert answers.hints(none, EN).twin.get("tables") is None


def test_a_cut_that_sold_more_and_left_less_is_a_finding():
    found = cut_views.trap(REVIEW, EN, deep=0.2)
    assert (found.id, found.grade) == ("losing_cut", "likely")
    assert found.text.startswith("A at 30.0% below its usual price sold +98.8% in units")
    assert found.effect == pytest.approx(REVIEW["margin_more"].iloc[0])
    assert f"yet left ¥{-round(found.effect):,} less margin" in found.text
    assert found.action.startswith("Do not repeat this cut, and hold each deal price against the floor")
    wide = REVIEW.assign(margin_more=-1996.4, margin_low=-3726.2, margin_high=-509.31)
    html = cut_views.reviewed(wide, ZH, deep=0.2).html
    assert "销量涨，毛利跌" in html
    assert ">−509</td>" in html  # and no cents, with an interval thousands wide


def test_other_cuts_are_told_without_alarm():
    lost = cuts.review(cuts.marked(panel(lift=1.0)))
    found = cut_views.trap(lost, EN, deep=0.2)
    assert (found.id, found.grade) == ("past_cuts", "likely")
    assert cut_views.trap(NONE, EN, deep=0.2).text.startswith("No item was sold 20.0% or more below")


def test_without_the_cost_of_goods_no_cut_is_said_to_have_left_anything():
    blank = dict.fromkeys(("margin_more", "margin_low", "margin_high"), float("nan"))
    found = cut_views.trap(REVIEW.assign(**blank, verdict="unsure"), EN, deep=0.2)
    sure = int((REVIEW["lift_low"] > 0).sum())
    assert found.text == (
        f"Of {len(REVIEW)} items that were cut, {sure} surely sold more; what the cuts left cannot be told without the "
        "cost of goods."
    )
    assert (found.grade, "—" in cut_views.trap(REVIEW.assign(**blank), ZH, deep=0.2).text) == ("hint", False)


def test_what_was_taken_from_others_and_bought_ahead_is_said():
    text = cut_views.taken(BESIDE, EN, found=REVIEW, deep=0.2).text
    assert "No sign that it took from them. No sign that it was bought ahead." in text
    marked = cuts.marked(panel(others=0.7, ahead=0.6))
    review = cuts.review(marked)
    said = cut_views.taken(cuts.neighbours(marked, review), ZH, found=review, deep=0.2).text
    assert "抢了它们的销量。部分销量是提前透支的。" in said
    assert rows(cut_views.around(REVIEW, EN, beside=BESIDE, deep=0.2))[0]["change"] == pytest.approx(0.0, abs=0.05)


def test_the_appendix_shows_what_elasticities_rest_on():
    assert rows(answers.compared(FOUND, EN))[0]["log_log"] == pytest.approx(-2.0)
    told = pd.DataFrame([{"elasticity": -1.5, "low": -2.0, "high": -1.0, "strength": 40.0}])
    assert "−1.50 (−2.00 to −1.00; first-stage F 40.0)" in answers.instrumented(told, EN).text


@pytest.mark.parametrize("words", [EN, ZH])
def test_what_is_missing_is_said_and_twins_do_not_depend_on_the_language(words):
    lacking = missing("orders", "gross")
    views = [
        ladder_views.who_pays(lacking, words), floor_views.places(lacking, words),
        answers.elasticity(lacking, words), cut_views.reviewed(lacking, words, deep=0.2),
    ]  # fmt: skip
    assert all(isinstance(view, Absent) for view in views)
    assert ladder_views.steps_title(lacking, words) == lacking
    assert isinstance(cut_views.trap(REVIEW, words, deep=0.2), Finding)
    assert rows(floor_views.places(PLACES, words)) == rows(floor_views.places(PLACES, EN))
