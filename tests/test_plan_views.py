"""A campaign plan says its parts in both languages, and what it proposes where people gave nothing."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from planbook.absence import missing
from planbook.measures.planning import risks as reckon
from planbook.planning import load
from planbook.summaries.campaign import Campaign
from planbook.views import findings, plans
from planbook.views.display import Absent
from planbook.views.planning import (
    assortment,
    brief,
    campaign_plan,
    collecting,
    copy,
    creators,
    ideas,
    rhythm,
    risks,
)
from planbook.views.words import open_words

ROOT = Path(__file__).parents[1]
EN, ZH = open_words("en", "CNY"), open_words("zh", "CNY")
ROWS = pd.DataFrame({
    "platform": ["tmall"], "starts": pd.to_datetime(["2027-01-05"]), "ends": pd.to_datetime(["2027-01-14"]),
    "text_en": "New Year goods", "text_zh": "年货节", "budget": 9.0, "cost": 1.0,
})  # fmt: skip
RAN = Campaign("new-year-2027", ROWS, date(2026, 10, 31))
NOTED = pd.DataFrame({
    "part": ["message"], "line": ["origin"], "rank": [1],
    "text_en": ["Real origin"], "text_zh": ["真产地"], "locked": False,
})  # fmt: skip
GOALS = pd.DataFrame({"kpi": ["paid"], "platform": ["tmall"], "owner": [""], "value": [205_000.0]})
NONE = missing("offers")
KNOWN = brief.Known(RAN, NOTED, NONE, NONE, GOALS, NONE, NONE, NONE)


def composed(known: brief.Known = KNOWN) -> pd.DataFrame:
    return brief.sheet(known, load(ROOT).wording, EN)


def test_the_message_is_said_in_each_channels_words_in_both_languages():
    lines = composed().set_index("line")
    assert lines.loc["in-search", "text_en"] == "New Year goods | Real origin"
    assert lines.loc["in-search", "text_zh"] == "年货节｜真产地"
    assert lines.loc["in-feed", "text_en"] == "[theme]. Real origin. [offer]"


def test_money_stands_by_channel_and_an_offer_that_does_not_pay_is_in_no_channels_words():
    money = pd.DataFrame(
        {"kpi": ["spend"], "platform": "tmall", "channel": "search_ads", "owner": "Ana", "value": 900.0}
    )
    none = NOTED.assign(part="offer", line="no-offer", text_en="No offer pays: −¥9", text_zh="都不划算")
    found = composed(KNOWN._replace(budget=money, brief=pd.concat([NOTED, none], ignore_index=True))).set_index("line")
    assert found.loc["spend-tmall-search_ads", "text_en"] == "Ad spend, Tmall, Search ads: ¥900.00 (Ana)"
    assert found.loc["no-offer", "notebook"] == ""
    assert found.loc["in-feed", "text_en"] == "[theme]. Real origin. [offer]"


def test_a_goal_without_an_owner_says_so():
    assert composed().set_index("line").loc["paid-tmall", "text_en"] == "Paid, Tmall: ¥205,000 (nobody named)"


def test_what_is_lacking_names_its_notebook_and_is_no_row_of_the_plan():
    found = composed()
    assert set(found.loc[found["notebook"] != "", "part"]) == {"audience", "offer", "budget"}
    assert "not there yet: run 23_pricing_promotion" in brief.table(found, EN).html
    assert set(brief.rows(found, KNOWN)["part"]) == {"message", "metric"}


def test_without_a_message_there_are_no_words_for_channels():
    assert not composed(KNOWN._replace(brief=NONE))["line"].str.startswith("in-").any()


def test_a_line_that_a_person_locked_stands_before_ours():
    own = NOTED.assign(line="in-search", rank=11, text_en="My words", text_zh="我的话", locked=True)
    lines = composed(KNOWN._replace(brief=pd.concat([NOTED, own], ignore_index=True))).set_index("line")
    assert lines.loc["in-search", "text_en"] == "My words"


def test_rows_are_the_same_whatever_the_language():
    one, other = (brief.rows(brief.sheet(KNOWN, load(ROOT).wording, words), KNOWN) for words in (EN, ZH))
    pd.testing.assert_frame_equal(one, other)


def test_each_channels_words_name_their_channel():
    page = brief.table(composed(), EN).html
    row = next(row for row in page.split("<tr") if "New Year goods | Real origin" in row)
    assert "<td>Search</td>" in row
    assert "in-search" not in page


def test_a_deal_below_its_floor_or_above_the_usual_price_is_said_with_both_prices():
    items = pd.DataFrame({
        "platform": "tmall", "flag": ["below_floor", "above_usual"], "sku": "a", "product": ["Bags", "Box"],
        "cost": [90.0, float("nan")], "deal_price": [48.2, 366.4], "limit": [50.0, 365.4],
    })  # fmt: skip
    assert assortment.found(items, EN).text == (
        "Below its floor price: Bags (Tmall) by ¥1.80 a unit (floor ¥50.00), ¥90.00 on the target units. "
        "Dearer than usual: Box (Tmall) ¥366.40 against ¥365.40."
    )


def test_a_reserve_is_said_where_the_stages_carry_its_money():
    stages = pd.DataFrame({
        "stage": ["burst"], "starts": pd.Timestamp("2027-01-05"), "ends": pd.Timestamp("2027-01-08"), "paid": 900.0,
        "paid_share": 1.0, "spend": 90.0, "origin": "given", "apply_by": pd.NaT, "paid_basis": "", "spend_basis": "",
    })  # fmt: skip
    assert "Of the money ¥30 is kept in reserve" in rhythm.table(stages, EN, reserve=30.0).html
    assert "reserve" not in rhythm.table(stages, EN).html


def test_a_theme_that_misses_the_message_says_so():
    row = {"line": "a", "text_en": "The gift", "text_zh": "年礼", "verdict": "in", "interest": float("nan"), "n": 0}
    text = ideas.found(pd.DataFrame([row | {"fit": 0.0}]), EN).text
    assert text == "“The gift” goes on as the theme, though it does not speak of what the message does."
    assert ideas.found(pd.DataFrame([row | {"fit": 1.0}]), EN).text == "“The gift” goes on as the theme."


@pytest.mark.parametrize(("table", "said"), [("risks", "No risk is proposed"), ("tasks", "No task is proposed")])
def test_a_table_of_the_plan_without_rows_names_itself(table, said):
    assert plans.rows(pd.DataFrame(), EN, table=table).text.startswith(said)


def test_what_every_plan_rehearses_is_proposed_without_probability():
    found = risks.proposed(missing("risks"), missing("risks"), EN)
    assert found["risk"].tolist() == ["bad-press", "system-failure", "stock-out", "rule-change"]
    assert found["probability"].isna().all()
    assert found["text_zh"].iloc[2] == "主推款断货"
    assert "not given" in risks.table(reckon.register(found), EN).html


def test_a_proposal_that_a_person_filled_in_is_reckoned_and_handed_on():
    filled = risks.proposed(missing("risks"), missing("risks"), EN).drop(columns="proposed").assign(ours=True)
    filled[["probability", "impact_low", "impact", "impact_high"]] = [0.5, 0.0, 60.0, 120.0]
    again = reckon.register(risks.proposed(filled, reckon.lacking(filled), EN))
    assert again["expected"].tolist() == [30.0] * 4
    assert len(plans.rows(risks.rows(again, RAN), EN, table="risks").twin["rows"]) == 4


def test_no_finds_are_said_without_a_table():
    assert "no legal advice" in copy.finds(pd.DataFrame({"word": []}), EN).text


def booked(state: str) -> pd.DataFrame:
    row = {
        "creator": "Ana",
        "state": state,
        "book_by": pd.Timestamp("2026-11-06"),
        "expected_paid": 900.0,
        "cost": 90.0,
        "left": 270.0,
        "left_low": 90.0,
        "left_high": 400.0,
        "owed_posts": 0.0,
    }
    return pd.DataFrame([row])


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (
            "booked",
            "All 1 creators are booked. By what earlier placements delivered they may bring ¥900 of paid for ¥90: ¥270",
        ),
        ("to_book", "1 of 1 creators are not booked yet; Ana must be by 6 Nov."),
        ("late_to_book", "1 of 1 creators are not booked yet; the day to book has gone for Ana."),
    ],
)
def test_creators_are_told_by_what_is_urgent(state, said):
    assert creators.found(booked(state), EN).text.startswith(said)


def test_creators_beyond_the_budget_are_said_and_only_those_that_pay_are_to_be_booked():
    dear = booked("to_book").assign(creator="Bo", left=-20.0, left_low=-30.0, left_high=-10.0, owed_posts=2.0)
    both = pd.concat([booked("to_book"), dear], ignore_index=True)
    held = pd.DataFrame([{"platform": "total", "budget": 900.0, "advertising": 800.0, "creators": 180.0, "over": 80.0}])
    held = held.assign(slots=100.0, aside=float("nan"))
    found = creators.found(both, EN, held=held)
    assert "With ¥800 of advertising that is ¥80 more than the budget of ¥900." in found.text
    kept = creators.found(both, EN, held=held, reserve=250.0).text
    assert "With ¥800 of advertising, ¥250 of it kept in reserve, that is ¥80 more than the budget of ¥900." in kept
    assert found.grade == "likely"
    assert found.action == (
        "Find ¥80 first, or leave something out. Of those open these pay by what is known: Ana. Not at these terms, "
        "since they leave no margin: Bo. Ask first for 2 posts of earlier placements: Bo."
    )
    assert creators.found(both, EN).action.startswith("Book Ana, or take the next on the list.")
    assert "¥80 more than the budget of ¥900: advertising (" in creators.money(held, EN).html


@pytest.mark.parametrize("low", [-90.0, float("nan")])
def test_of_a_creator_that_may_lose_money_no_more_is_said_than_that_it_may_pay(low):
    found = creators.found(booked("to_book").assign(left_low=low), EN)
    assert found.action == "What earlier placements tell does not settle whether these pay: Ana."
    assert (found.grade, creators.found(booked("to_book"), EN).grade) == ("hint", "likely")


def test_all_ideas_out_say_so():
    row = {"line": "a", "text_en": "The best", "text_zh": "最好", "verdict": "out", "interest": 0.1, "n": 5}
    found = ideas.found(pd.DataFrame([row]), EN)
    assert (found.id, found.text) == (
        "theme",
        "All ideas hold words that the list forbids: none can be used as it stands.",
    )


def test_findings_come_by_what_a_plan_cannot_do_without():
    told = [findings.finding("x", EN, id=each, grade="hint", action="do") for each in ("risks", "schedule", "people")]
    silent = findings.finding("y", EN, id="copy", grade="hint")
    assert [each.id for each in campaign_plan.ranked([*told, silent, 3])] == ["schedule", "people", "risks"]


def test_the_buyers_that_a_goal_takes_stand_with_what_they_come_from():
    needed = pd.DataFrame({"goal": [100_000.0], "paid_per_buyer": [210.0], "needed": [476.19]}, index=["tmall"])
    page = collecting.buyers(needed, EN)._repr_mimebundle_()["text/html"]
    assert re.findall(r">([^<>]+)</t[dh]>", page)[-4:] == ["Tmall", "100,000", "210.00", "476"]
    assert "上届客单价" in collecting.buyers(needed, ZH)._repr_mimebundle_()["text/html"]
    assert isinstance(collecting.buyers(missing("targets"), EN), Absent)


def test_views_of_what_is_missing_say_what_it_needs():
    lacking = missing("layers")
    assert isinstance(collecting.table(lacking, EN), Absent)
    assert collecting.bars(lacking, EN) == lacking
    assert isinstance(risks.total(missing("risks"), ZH), Absent)
