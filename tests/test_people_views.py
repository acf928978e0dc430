"""What the persona notebook shows: sentences with their money, tables in both languages, cards with their proof."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd
import pytest

from planbook.absence import missing
from planbook.views import answers, buyers, people, portraits
from planbook.views.display import TWIN, Absent
from planbook.views.findings import Finding
from planbook.views.words import open_words

EN, ZH = open_words("en"), open_words("zh")
THEN, NAN = date(2026, 7, 31), math.nan
ABSENT = missing("orders", "customer_id")
SIZES = pd.DataFrame({
    "persona": ["oolong+often", "gift+once"], "customers": [300.0, 700.0], "share": [0.3, 0.7], "low": [0.28, 0.68],
    "high": [0.32, 0.72], "net": [9e5, 3e5], "net_share": [0.75, 0.25], "net_low": [0.73, 0.23],
    "net_high": [0.77, 0.27], "net_year": [4e5, 1e5], "net_each": [1333.0, 143.0], "repurchase": [0.9, 0.0],
    "lapsed": [0.1, 0.5],
})  # fmt: skip
MOVES = pd.DataFrame({
    "state_before": ["first", "repeat", "lapsed", "first", "not_yet"],
    "state": ["lapsed", "lapsed", "repeat", "repeat", "first"], "customers": [40.0, 10.0, 5.0, 20.0, 9.0],
    "of": [200.0, 100.0, 60.0, 200.0, 9.0], "share": [0.2, 0.1, 0.08, 0.1, 1.0], "low": 0.05, "high": 0.3,
    "net_a_year": [8000.0, 4000.0, 0.0, 0.0, 0.0], "net_since": [0.0, 0.0, 900.0, 3000.0, 500.0],
})  # fmt: skip
PAINS = pd.DataFrame({
    "topic": ["price", "taste"], "said": [0.07, 0.05], "low": 0.04, "high": 0.08, "reviews": 900.0,
    "ticked": [0.4, NAN], "ticked_low": [0.3, NAN], "ticked_high": [0.5, NAN], "answers": [300.0, NAN],
})  # fmt: skip
RANKED = pd.DataFrame({
    "persona": ["gift+once"], "topic": ["packaging"], "reviews": [90], "bad": [9.0], "share": [0.1], "low": [0.08],
    "high": [0.13], "all": [0.04], "clear": [True], "customers": [8.0], "net_year": [12_000.0],
})  # fmt: skip
ORDERS = pd.DataFrame({
    "platform": ["tmall", "xiaohongshu"], "orders": [90.0, 10.0], "paid": [7.0, 3.0], "unknown": [0.0, 10.0],
    "unknown_paid": [0.0, 3.0], "unknown_share": [0.0, 1.0], "unknown_paid_share": [0.0, 1.0], "blind": [False, True],
})  # fmt: skip
CROWDS = pd.DataFrame({
    "platform": ["xiaohongshu"], "dimension": ["age"], "bucket": ["25-34"], "buyers": [60.0], "share": [0.6],
    "low": [0.5], "high": [0.7], "paid_share": [0.65], "change": [NAN], "change_low": [NAN], "change_high": [NAN],
})  # fmt: skip
CLAIMS = pd.DataFrame({
    "persona": "gift+once", "aspect": ["income_band", "needs", "nps"], "answer": ["low", "gift", ""],
    "value": [0.5, 0.62, NAN], "low": [0.4, 0.5, NAN], "high": [0.6, 0.7, NAN], "n": [80.0, 80.0, 12.0],
    "all": [0.4, 0.3, 20.0], "unit": ["share", "share", "number"], "source": "survey",
})  # fmt: skip
QUOTES = pd.DataFrame({
    "persona": ["gift+once"], "topic": ["price"], "quote": ["<b>dear</b>"], "at": [pd.Timestamp("2026-10-01")],
    "origin": ["ticket"],
})  # fmt: skip


def html(view):
    return view._repr_mimebundle_()["text/html"]


def told(view):
    return view._repr_mimebundle_()[TWIN]


def test_the_headline_says_who_brings_most_and_what_hurts_most():
    said = html(buyers.opening(SIZES, EN, states=ABSENT, pains=PAINS, crowds=CROWDS))
    assert (
        "Most money comes from “Oolong, often”: 30% of known customers bring 75% of net, ¥400k in the last year."
        in said
    )
    assert "What they complain of most is prices, in 7.00% of reviews and tickets." in said


def test_the_headline_in_chinese_is_one_sentence_a_person_would_say():
    said = html(buyers.opening(SIZES, ZH, states=ABSENT, pains=missing("feedback"), crowds=CROWDS))
    assert "主力客群是“乌龙茶，常买”：占已识别买家的 30%，贡献净额的 75%，近一年 40 万元。" in said


def test_with_too_few_customers_for_personas_their_states_tell():
    states = SIZES.rename(columns={"persona": "state"}).assign(state=["vip", "first"])
    said = html(buyers.opening(ABSENT, EN, states=states, pains=ABSENT, crowds=CROWDS))
    assert "Most money comes from “VIP”: 30% of known customers bring 75% of net" in said


def test_without_ids_the_crowd_tells_who_buys():
    said = html(buyers.opening(ABSENT, EN, states=ABSENT, pains=ABSENT, crowds=CROWDS))
    assert "No buyer ids; by its crowd, 25-34 are 60% of the buyers of Xiaohongshu and pay 65%." in said


def test_without_ids_and_crowds_it_says_that_it_cannot_be_said():
    said = html(buyers.opening(ABSENT, EN, states=ABSENT, pains=ABSENT, crowds=missing("crowds")))
    assert "Who buys cannot be said" in said


def test_the_state_says_how_many_orders_name_their_buyer():
    said = buyers.state(ORDERS, EN, until=date(2026, 10, 31))
    assert said == (
        "History read to 31 Oct 2026. 90.0% of the year's orders, 70.0% of paid, name a buyer. "
        "Xiaohongshu: told by the platform's crowd alone."
    )


def test_who_pays_weighs_what_they_brought_in_a_year():
    found = buyers.who_pays(SIZES, EN)
    assert (found.effect, found.grade) == (4e5, "likely")
    assert found.action.startswith("Keep them")
    assert buyers.who_pays(SIZES, EN, unstable=("oolong+often",)).grade == "hint"


def test_a_persona_without_a_habit_is_led_by_what_it_buys():
    plain = SIZES.assign(persona=["puer+white", "gift+once"])
    assert buyers.who_pays(plain, EN).action == "Lead with pu’er in ads, pages and first offers to them."


def test_who_lapsed_is_counted_with_what_they_had_brought():
    found = buyers.lapsing(MOVES, EN, then=THEN)
    assert found.effect == -12_000.0
    assert "50 customers lapsed since 31 Jul 2026" in found.text
    assert "5 of 60 lapsed ones came back" in found.text


def test_where_nobody_lapsed_it_is_a_note_and_no_finding():
    assert not isinstance(buyers.lapsing(MOVES[MOVES["state"] != "lapsed"], EN, then=THEN), Finding)


def test_a_second_order_has_its_interval_and_its_worth():
    found = buyers.second_order(MOVES, EN, then=THEN)
    assert (
        "20 of 200 who had bought once by 31 Jul 2026 bought again since (7.60–13.1%); each brought ¥150" in found.text
    )
    assert found.effect == pytest.approx(200 * 150 / 100)


def test_a_pain_is_held_against_all_and_has_its_action():
    found = buyers.pain(RANKED, EN)
    assert "Gift sets, once: 10.0% of what they write complains of packaging" in found.text
    assert (found.effect, found.action[:18]) == (-12_000.0, "Change the packing")
    assert not isinstance(buyers.pain(RANKED.assign(clear=False), EN), Finding)


def test_a_mix_that_surely_changed_is_a_hint_without_money():
    shift = pd.DataFrame({
        "segment": ["gift+once"], "share_before": [0.2], "share": [0.3], "change": [0.1], "low": [0.05], "high": [0.15],
    })  # fmt: skip
    found = buyers.mix(shift, EN, then=THEN)
    assert (found.grade, math.isnan(found.effect)) == ("hint", True)
    assert not isinstance(buyers.mix(shift.assign(low=-0.01), EN, then=THEN), Finding)


def test_cards_of_the_first_screen_come_from_what_is_there():
    card = pd.DataFrame(index=["customers", "repurchase", "lapsed_share", "vip_net_share", "net_each", "nps"])
    assert buyers.first(card) == ["customers", "repurchase", "lapsed_share", "vip_net_share", "net_each", "nps"]
    assert buyers.first(pd.DataFrame(index=["nps", "crowd_buyers"])) == ["crowd_buyers", "nps"]
    assert buyers.first(ABSENT) == []


def test_a_card_shows_each_claim_with_interval_number_and_source():
    said = html(portraits.cards(SIZES, EN, claims=CLAIMS, quotes=QUOTES))
    assert "70.0% of known customers (68.0–72.0%; n=700)" in said
    assert "Gifts <b>62.0%</b></td><td>50.0–70.0% · n=80 · all 30.0% · survey" in said
    assert "too few (n=12)" in said


def test_a_word_is_said_as_its_question_means_it():
    said = html(portraits.cards(SIZES, ZH, claims=CLAIMS))
    assert "低 <b>50.0%</b>" in said
    assert "送礼 <b>62.0%</b>" in said


def test_a_quote_is_shown_as_text_with_its_place_and_day():
    said = html(portraits.cards(SIZES, EN, claims=CLAIMS, quotes=QUOTES))
    assert "&lt;b&gt;dear&lt;/b&gt;" in said
    assert "ticket, 1 Oct 2026, on Prices" in said


def test_an_unstable_persona_says_so():
    assert "Unstable:" in html(portraits.cards(SIZES, EN, claims=CLAIMS, unstable=("gift+once",)))
    assert "Unstable:" not in html(portraits.cards(SIZES, EN, claims=CLAIMS))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_twin_of_a_card_holds_codes_in_every_language(language):
    twin = told(portraits.cards(SIZES, open_words(language), claims=CLAIMS, quotes=QUOTES))
    assert twin["tables"][0]["rows"][0][:4] == ["gift+once", "income_band", "low", 0.5]


def test_without_quotes_a_card_has_none():
    assert portraits.spoken(ABSENT) is None
    assert "blockquote" not in html(portraits.cards(SIZES, EN, claims=CLAIMS, quotes=None))


def test_the_limits_are_stated_with_what_they_come_from():
    limits = pd.DataFrame({
        "lapse_days": [143.0], "low": [138.2], "high": [147.6], "horizon": [365.0], "returns": [5000.0],
        "waiting": [4000.0],
    })  # fmt: skip
    bounds = pd.DataFrame({"lapse_days": [143.0], "vip_from": [1500.0]})
    said = html(people.thresholds(bounds, EN, limits=limits))
    assert "Lapsed: 143 days without a purchase (80% sure: 138 to 148 days)" in said
    assert "VIP: net of ¥1,500 or more" in said


def test_where_too_few_came_back_nobody_is_called_lapsed():
    bounds = pd.DataFrame({"lapse_days": [NAN], "vip_from": [90.0]})
    assert "nobody is called so" in html(people.thresholds(bounds, EN, limits=missing("orders", reason="too_few")))


def test_moves_come_before_those_who_stayed():
    stayed = MOVES.assign(state=["first", "repeat", "lapsed", "lapsed", "first"])
    twin = told(people.moves(stayed, EN, square=pd.DataFrame({"first": [0.5]}, index=["first"]), then=THEN))
    assert twin["tables"][1]["rows"][0][:2] == ["first", "lapsed"]


def test_answers_without_crowds_say_that_they_are_not_weighted():
    said = html(answers.weighting(missing("crowds"), EN, answers=pd.DataFrame({"weight": [1.0]})))
    assert "Answers are not weighted" in said


def test_platforms_without_ids_are_named_with_what_cannot_be_done():
    assert "Xiaohongshu gives no buyer ids. Not possible there" in html(answers.blind(["xiaohongshu"], EN))
    assert "Every platform names its buyers" in html(answers.blind([], EN))


@pytest.mark.parametrize(
    "view",
    [
        people.grid,
        people.identified,
        people.potential,
        people.scores,
        answers.scores,
        answers.pains,
        answers.complaints,
    ],
    ids=lambda view: view.__name__,
)
def test_a_table_that_lacks_its_data_says_what_it_needs(view):
    assert isinstance(view(ABSENT, EN), Absent)
