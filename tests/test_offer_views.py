"""Offers are called as planners call them, and told in both languages with their risk."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest
from test_offers import TEN, baskets, orders, slopes, sure

from planbook.absence import missing
from planbook.measures.mechanics import Deal
from planbook.measures.pricing import choice, newcomers, offers
from planbook.measures.pricing.offers import Answer
from planbook.offers import Offers
from planbook.periods import Period
from planbook.views import plans
from planbook.views.display import Absent, View
from planbook.views.pricing import headlines, payers, terms, verdicts
from planbook.views.pricing import offers as offer_views
from planbook.views.words import open_words

EN, ZH = open_words("en", "CNY"), open_words("zh", "CNY")
STEPS = ((300.0, 40.0), (600.0, 100.0))
FIVE = Deal("five", "percentage", depth=0.05)
EVENT = Deal("cross_shop", "full_reduction", ((300.0, 50.0),), repeated=True)
GIFT = Deal("gift", "new_buyer_gift", ((50.0, 10.0),))
MOST = pd.DataFrame([{"customers": 99.0, "repeat_share": 0.3, "first": 50.0, "later": 30.0, "later_low": 28.0,
                      "later_high": 32.0, "value": 80.0, "low": 78.0, "high": 82.0}])  # fmt: skip
BROKEN = pd.DataFrame([{"items": 1, "units": 499.0, "open": 0.0, "last": pd.Timestamp("2025-07-20")}])
USUAL = pd.DataFrame([{"off": 0.15, "by_shop": 0.113}])
RAN = SimpleNamespace(
    key="tea-2027", platforms=("tmall",), span=Period(date(2027, 1, 5), date(2027, 1, 14), "tea-2027", "event"),
    name=lambda language: "茶节" if language == "zh" else "Tea days",
)  # fmt: skip


def judged(elasticity):
    answer = Answer() if elasticity is None else sure(elasticity, 0.1)
    return choice.judged(offers.reckon(baskets(), {"tmall": [TEN, FIVE]}, answer, orders=orders(1000)))


PAYS, LOSES, UNKNOWN = judged(-3.0), judged(-1.0), judged(None)


@pytest.mark.parametrize(
    ("deal", "english", "chinese"),
    [
        (Deal("k", "full_reduction", STEPS), "¥40 off from ¥300, ¥100 off from ¥600", "满 300 减 40，满 600 减 100"),
        (EVENT, "the platform’s ¥50 off for each ¥300", "跨店每满 300 减 50"),
        (Deal("k", "second_half_price", depth=0.5), "second at half price", "第二件半价"),
        (Deal("k", "second_half_price", depth=0.4), "second 40% off", "第二件立减 40%"),
        (Deal("k", "buy_one_get_one"), "buy one, get one free", "买一送一"),
        (Deal("k", "item_cut", depth=0.1), "each item 10% off", "单品直降 10%"),
        (Deal("k", "item_cut", depth=0.1, roles=("hero",)), "Hero item: 10% off", "主推款直降 10%"),
        (Deal("k", "percentage", ((99.0, 0.0),), depth=0.1), "10% off from ¥99", "满 99 立减 10%"),
        (Deal("k", "bundle", depth=0.1), "any 2 different items, 10% off", "任选 2 款组合立减 10%"),
        (Deal("k", "points", depth=0.05), "points worth 5% of what is paid", "返实付 5% 的积分"),
        (GIFT, "new buyers: ¥10 off from ¥50", "新客首单满 50 减 10"),
        (Deal("k", "deposit_presale", ((300.0, 50.0),)),
         "deposit of ¥50 counts for ¥100, from ¥300", "定金 50 抵 100（满 300）"),
        (Deal("k", "stacked", parts=(Deal("c", "coupon", ((99.0, 10.0),)), EVENT)),
         "coupon: ¥10 off from ¥99 + the platform’s ¥50 off for each ¥300", "店铺券满 99 减 10 + 跨店每满 300 减 50"),
    ],
    ids=lambda value: value.mechanic if isinstance(value, Deal) else "",
)  # fmt: skip
def test_an_offer_is_called_by_its_terms(deal, english, chinese):
    assert terms.name(deal, EN) == english
    assert terms.name(deal, ZH) == chinese


def test_the_recommended_offer_is_told_with_its_risk():
    found = verdicts.best(choice.ranked(PAYS), EN, found=choice.overall(PAYS))
    assert found.text.startswith("“10% off the whole shop” is expected to add +¥")
    assert "breaks even when orders rise by 25.0%" in found.text
    assert "chance of 0" in found.text
    assert "the second choice is “5% off the whole shop”" in found.action


def test_where_none_pays_that_is_told_with_the_mildest():
    found = verdicts.best(choice.ranked(LOSES), EN, found=choice.overall(LOSES))
    assert found.text.startswith("No offer is expected to pay: even the mildest, “5% off the whole shop”")
    assert found.effect == pytest.approx(choice.overall(LOSES)["effect"].max())
    others = 1 - choice.ranked(LOSES)["most"].iloc[0]
    assert found.action.endswith(f"have the platform or a creator pay {others:.1%} of “5% off the whole shop” or more.")
    assert "没有一种优惠预计划算" in verdicts.best(choice.ranked(LOSES), ZH, found=LOSES).text


def test_where_prices_never_moved_the_hurdle_alone_is_told():
    found = verdicts.best(choice.ranked(UNKNOWN), EN, found=UNKNOWN)
    assert "the lowest hurdle has “5% off the whole shop”: it breaks even when orders rise by 11.1%" in found.text
    assert (found.grade, math.isnan(found.effect)) == ("hint", True)


def test_an_offer_that_sells_more_and_loses_is_named():
    found = verdicts.trap(choice.overall(judged(-1.5)), EN)
    others = 1 - choice.overall(judged(-1.5)).set_index("offer").loc["ten", "most"]
    assert found.action == (
        f"Do not run “10% off the whole shop”, unless the platform or a creator pays {others:.1%} of it or more."
    )
    assert found.text.startswith("2 of 2 offers sell more and lose money; most of all “10% off the whole shop”")
    assert found.effect < 0
    assert verdicts.trap(choice.overall(PAYS), EN).text.startswith("No offer is expected to sell more and lose")
    assert verdicts.trap(UNKNOWN, EN).text == "Which offers sell more and lose money is not known."


@pytest.mark.parametrize(
    ("elasticity", "said"),
    [(-3.0, "stop when"), (-0.5, "Leave it"), (-1.35, "cannot be told"), (None, "against another")],
)
def test_a_gift_is_held_against_what_a_new_buyer_may_cost(elasticity, said):
    answer = Answer() if elasticity is None else Answer(slopes(elasticity, 0.3), 0.0, 0.0)
    held = newcomers.gifts(offers.reckon(baskets(new=True), {"tmall": [GIFT]}, answer), MOST)
    found = verdicts.newcomers(held, EN, most=MOST)
    assert found.text.startswith("A new buyer may cost ¥80 at most")
    assert said in found.action


def test_rows_of_the_plan_hold_both_texts_and_the_verdict():
    row, _ = verdicts.rows(PAYS, RAN, EN).to_dict("records")
    told = {"campaign": "tea-2027", "platform": "tmall", "offer": "five", "mechanic": "percentage", "depth": 0.05}
    assert row.items() >= told.items()
    assert (row["uplift_needed"], row["text_zh"], row["status"]) == (0.1111, "全店立减 5%", "possible")
    pd.testing.assert_frame_equal(verdicts.rows(PAYS, RAN, ZH), verdicts.rows(PAYS, RAN, EN))


def test_the_brief_opens_with_the_recommended_offer_or_says_that_there_is_none():
    lines = {name: verdicts.brief(choice.ranked(each), RAN, EN)["line"].tolist() for name, each in
             {"pays": PAYS, "loses": LOSES, "unknown": UNKNOWN}.items()}  # fmt: skip
    assert lines["pays"] == ["ten", "five"]
    assert lines["loses"] == ["no-offer"]  # what loses money is no line for others to take
    assert lines["unknown"] == ["not-known", "five", "ten"]


def test_offers_and_brief_are_handed_on_as_rows():
    view = plans.rows(verdicts.rows(PAYS, RAN, EN), ZH, table="offers")
    assert [row["table"] for row in view.twin["rows"]] == ["offers", "offers"]
    assert "写入计划的优惠方案" in view.html
    brief = plans.rows(verdicts.brief(choice.ranked(PAYS), RAN, EN), ZH, table="brief")
    assert "<td>优惠</td>" in brief.html
    assert [row["row"]["part"] for row in brief.twin["rows"]] == ["offer", "offer"]
    assert "写入计划的活动简报" in plans.rows(verdicts.brief(choice.ranked(PAYS), RAN, EN), ZH, table="brief").html


def test_the_headline_says_which_pays_what_a_price_does_and_what_broke_the_floor():
    whole = pd.DataFrame({"category": ["all"], "units_more": [1.5], "margin_more": [-0.6]})
    facts = headlines.Facts(RAN, choice.ranked(PAYS), whole, BROKEN)
    told = headlines.opening(facts, EN).text
    assert told.startswith("Tea days (Tmall, 5–14 Jan 2027): “10% off the whole shop” is expected to add")
    assert told.endswith("by −0.6%. 499 units were sold below the floor price (items: 1), the last on 20 Jul 2025.")
    assert len(told.split()) <= 60
    open_ = headlines.opening(facts._replace(breaks=BROKEN.assign(open=32.0)), EN).text
    assert open_.endswith("Price protection can still cost ¥32 at most.")
    assert headlines.notes(choice.ranked(PAYS), EN, breaks=BROKEN)["below_floor_units"] == "the last on 20 Jul 2025"


def test_the_headline_says_what_is_missing():
    facts = headlines.Facts(*[missing("order_items")] * 4)
    assert "cannot be reckoned" in headlines.opening(facts, EN).text
    assert "thousand orders" in headlines.state(EN, as_of=pd.Timestamp("2026-10-31"), orders=missing("campaigns"),
                                              everyday=missing("products"))  # fmt: skip
    told = headlines.state(EN, as_of=pd.Timestamp("2026-10-31"), orders=orders(9), everyday=USUAL)
    assert told.endswith("what usual days take off already: 15.0% of the list price, 11.3% at the shop’s cost.")


def test_tables_are_shown_in_both_languages_and_say_what_they_lack():
    for words in (EN, ZH):
        for view in (offer_views.margins, offer_views.effects):
            assert isinstance(view(choice.overall(PAYS), words), View)
            assert isinstance(view(missing("orders"), words), Absent)
        assert isinstance(offer_views.by_platform(PAYS, words), View)
        assert isinstance(offer_views.effects(choice.overall(UNKNOWN), words), View)
    assert "20.0%" in offer_views.assumed(PAYS, EN, top_up=0.2, shifted=0.3).text


def test_the_charts_title_counts_the_offers_that_pay():
    assert verdicts.title(PAYS, EN) == "2 of 2 offers are expected to leave more margin than no offer"
    assert verdicts.title(LOSES, EN) == "No offer is expected to leave more margin than none"


COUPON = Deal("coupon", "coupon", ((90.0, 10.0),))
HALF = Deal("cross_shop", "full_reduction", ((100.0, 20.0),), repeated=True, shop_pays=0.5)
BOTH = Deal("both", "stacked", parts=(COUPON, replace(HALF, steps=((90.0, 20.0),))))


def test_who_pays_and_what_is_taken_of_points_is_said():
    text = payers.settled({"jd": [BOTH], "tmall": [COUPON, Deal("p", "points", depth=0.03)]}, EN).text
    assert "the platform’s ¥20 off for each ¥90” is assumed: the shop’s share is set to 50% on JD (offers.yml" in text
    assert text.endswith("How many points come back is not known: they are reckoned as if all did.")
    assert payers.settled({"tmall": [COUPON]}, ZH).text == "假设优惠全部由商家承担。"


def test_a_stack_is_shown_beside_its_parts_and_the_platforms_rule():
    rules = Offers.model_validate({"platforms": {"jd": {"threshold": 9, "cut": 1, "stacks": False},
                                                 "tmall": {"threshold": 90, "cut": 20}}})  # fmt: skip
    found = offers.reckon(baskets(), {"tmall": [COUPON, *BOTH.parts[1:], BOTH]}, sure(-1.0), orders=orders(1000))
    deals = {"tmall": [BOTH], "jd": [COUPON]}
    view = payers.stacking(found, EN, deals=deals, rules=rules)
    (told,) = view.twin["tables"]
    heads = [column["name"] for column in told["columns"]]
    shown = [dict(zip(heads, row, strict=True)) for row in told["rows"]]
    assert [(row["stacking"], round(row["price"], 3)) for row in shown] == [
        ("stacking_off", -0.1), ("stacking_off", -0.2), ("stacking_on", -0.3),
    ]  # fmt: skip
    assert "reduction on: Tmall. Set as refused on: JD." in view.html
    none = missing("order_items", reason="empty")
    assert "No offers are stacked" in payers.stacking(none, EN, deals={"shopify": [COUPON]}, rules=rules).text
    assert payers.stacking(none, EN, deals={"jd": [COUPON]}, rules=rules).text.startswith("Set as refused on: JD.")
    assert isinstance(payers.stacking(missing("order_items"), EN, deals=missing("order_items"), rules=rules), View)


def test_offers_show_what_the_shop_pays_and_where_that_breaks_even():
    (margins,) = offer_views.margins(choice.overall(LOSES), ZH).twin["tables"]
    (effects,) = offer_views.effects(choice.overall(LOSES), ZH).twin["tables"]
    assert "其中商家承担" in [column["label"] for column in margins["columns"]]
    assert "商家承担多少时保本" in [column["label"] for column in effects["columns"]]
