"""What sets us apart is said in both languages with its evidence, and plainly where nothing does."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from planbook.absence import missing
from planbook.measures import attributes, differentiators
from planbook.summaries import Campaign
from planbook.views import plans
from planbook.views.display import Absent, View
from planbook.views.findings import Finding
from planbook.views.value import evidence, front, proposition, standings, verdicts
from planbook.views.words import open_words

EN, ZH = open_words("en"), open_words("zh")
ABSENT = missing("ratings", "performance")
ROWS = pd.DataFrame({
    "platform": ["tmall"], "starts": pd.to_datetime(["2027-01-05"]), "ends": pd.to_datetime(["2027-01-14"]),
    "text_en": ["New Year goods"], "text_zh": ["年货节"], "budget": [1000.0], "cost": [300.0],
})  # fmt: skip
AHEAD = Campaign("goods-2027", ROWS, date(2026, 10, 31))
FOUND = pd.DataFrame({
    "source": "survey", "brand": ["A&B", "C"], "attribute": ["aroma", "packaging"], "ours": [4.2, 3.0],
    "theirs": [3.9, 4.2], "value": [0.3, -1.2], "low": [0.2, -1.3], "high": [0.4, -1.1], "ours_n": 90.0,
    "theirs_n": 50.0, "both": 40, "chance": 0.001, "adjusted": 0.01, "importance": [4.0, 3.9], "score": [1.2, -4.7],
    "verdict": ["lead", "behind"], "said": [0.1, -0.1], "said_low": [0.05, -0.2], "said_high": [0.15, 0.1],
    "said_ours": [0.8, 0.7], "said_theirs": [0.7, 0.8], "said_n": 60.0, "said_theirs_n": 30.0, "rivals": 2,
    "said_of": ["A&B", "C"], "said_adjusted": [0.01, 0.5], "agreement": ["same", "undecided"],
    "grade": ["measured", "likely"],
})  # fmt: skip
NONE = FOUND.assign(verdict="even", grade="hint")
OPENED = pd.DataFrame([{
    "attribute": "brewing", "importance": 4.0, "importance_low": 3.9, "importance_high": 4.1, "importance_n": 90,
    "source": "survey", "brand": "", "best": 3.0, "best_low": 2.9, "best_high": 3.1, "ours": 3.0, "line": 3.6,
    "importance_line": 3.95, "brands": 4,
}])  # fmt: skip
AUDIENCE = pd.DataFrame({"line": ["gift"], "text_en": ["those who give"], "text_zh": ["送礼的人"]})


class Shop:
    """A shop of one name."""

    def name(self, language):
        return "Tea House" if language == "en" else "茶馆"


def draft(found=FOUND, words=EN, audience=AUDIENCE, category="oolong"):
    return proposition.draft(found, words, shop=Shop(), audience=audience, category=category)


def test_the_lead_is_said_with_its_range_and_what_reviews_say():
    found = verdicts.ahead(FOUND, EN)
    assert found.grade == "measured"
    assert found.text == (
        "Aroma: we are rated 4.20 of 5, A&B, the best of the 2 rivals that buyers rated, 3.90; that is 0.30 more (80% "
        "sure: 0.20–0.40; 90 and 50 raters). Reviews agree: 80.0% of ours that speak of it praise it, 70.0% of those "
        "of A&B (60 and 30)."
    )
    assert verdicts.ahead(FOUND, ZH).text.startswith("香气：我们 4.20 分")


def test_where_nothing_differs_that_is_said_and_no_proposition_is_drafted():
    assert verdicts.ahead(NONE, EN).text.startswith("Nothing surely sets us apart")
    assert "No proposition can be drafted" in draft(NONE).text
    assert "没有任何一项明确领先有评分的 2 个竞品" in front.opening(NONE, ZH, opened=ABSENT).text
    assert plans.rows(proposition.messages(NONE, EN, ahead=AHEAD), EN, table="brief").text == "No line for the brief."


def test_what_holds_us_back_and_what_nobody_does_ask_for_mending():
    behind, unmet = verdicts.behind(FOUND, EN), verdicts.unmet(OPENED, EN)
    assert "1.20 less (80% sure: 1.10–1.30" in behind.text
    assert behind.action.startswith("Change the packing")
    assert unmet.text.startswith("None of the 4 brands that buyers rated does brewing well")
    assert "it weighs about as much as the mean: the best, our shop, reaches 3.00" in unmet.text
    assert unmet.action.startswith("Put a brewing card")


def test_the_draft_is_filled_in_both_languages_and_marked_as_one():
    found = draft()
    assert found.text == (
        "For those who give, Tea House is the oolong that has an aroma that people notice, because 90 respondents rate "
        "aroma 4.20 of 5."
    )
    assert "对于送礼的人，茶馆是香气出众的乌龙茶" in found.html
    assert "A draft for a person to finish" in found.html
    assert found.twin["tables"][0]["rows"] == draft(words=ZH).twin["tables"][0]["rows"]


def test_what_is_not_known_is_left_to_a_person():
    text = draft(audience=None, category=None).text
    assert text.startswith("For [who? a person fills this in], Tea House is the shop that")


def test_messages_are_the_same_rows_whatever_the_language():
    rows = proposition.messages(FOUND, EN, ahead=AHEAD)
    pd.testing.assert_frame_equal(rows, proposition.messages(FOUND, ZH, ahead=AHEAD))
    assert rows[["campaign", "part", "line", "rank", "value", "n"]].to_numpy().tolist() == [
        ["goods-2027", "message", "aroma", 1, 0.3, 100]
    ]
    assert proposition.messages(FOUND, EN, ahead=ABSENT) == proposition.messages(ABSENT, EN, ahead=AHEAD) == ABSENT


def test_lines_of_the_brief_are_shown_and_handed_on():
    rows = proposition.messages(FOUND, EN, ahead=AHEAD)
    view = plans.rows(rows, ZH, table="brief")
    assert view.twin["rows"][0]["table"] == "brief"
    assert view.twin["rows"][0]["row"]["text_en"] == rows["text_en"][0]
    assert "写入计划" in view.html
    assert "<td>核心信息</td>" in view.html  # and not the direct message, which is a format of content


def test_reviews_alone_speak_of_praise():
    by_praise = FOUND.assign(source="reviews", agreement="one_source", ours=0.9, theirs=0.6, brand="rivals")
    text = verdicts.ahead(by_praise, EN).text
    assert text.startswith(
        "Aroma: 90.0% of our reviews that speak of it praise it, 60.0% of those of rivals; that is 30"
    )
    assert "81 of 90 reviews that speak of aroma praise it." in draft(by_praise).text
    assert proposition.unit(by_praise) == "points"


def test_the_headline_names_what_is_known():
    said = front.opening(FOUND, EN, opened=OPENED, state="Read.").text
    assert said == (
        "Buyers put us above each of the 2 rivals rated on aroma; we are behind the best of them on packaging; no "
        "brand rated does brewing well."
    )
    assert "cannot be said" in front.opening(ABSENT, EN, opened=ABSENT).text


def test_names_of_rivals_are_shown_as_text():
    view = evidence.leads(FOUND.assign(brand="<b>A"), EN)
    assert "&lt;b&gt;A" in view.html
    assert "<b>A" not in view.html


def test_lines_that_nobody_left_name_the_notebook():
    assert "12_persona_building has left nothing" in evidence.left_by(ABSENT, EN, part="audience").text


def test_what_is_missing_is_shown_as_missing():
    assert isinstance(verdicts.ahead(ABSENT, EN), Absent)
    assert isinstance(standings.beside(ABSENT, EN), Absent)
    assert isinstance(evidence.planned(ABSENT, EN), Absent)
    assert front.first(differentiators.card(ABSENT, opened=ABSENT, beside=ABSENT, ratings=ABSENT)) == []


@pytest.mark.parametrize("words", [EN, ZH], ids=["en", "zh"])
def test_disagreement_is_said_by_attribute_and_side(words):
    beside = pd.DataFrame({"attribute": ["price", "taste"], "verdict": ["opposed", "same"], "on": ["performance", ""]})
    found = verdicts.disputed(beside, words)
    assert isinstance(found, Finding)
    assert {"en": "value for money (performance)", "zh": "性价比（满意度）"}[words.language] in found.text
    alone = verdicts.disputed(beside.assign(verdict="one_source"), words)
    assert isinstance(alone, View)


def test_the_map_names_each_attribute_and_its_lines():
    weights = pd.DataFrame({"attribute": ["taste", "price"], "n": 90, "value": [4.6, 3.0]})
    weights = weights.assign(source="survey", low=weights["value"] - 0.1, high=weights["value"] + 0.1)
    done = weights.assign(brand="", value=[3.0, 4.0], low=[2.9, 3.9], high=[3.1, 4.1])
    chart = standings.map_of(attributes.quadrants(weights, done), EN, source="survey")
    assert chart.title == "Mend first: taste"
    assert chart.data[["name", "x", "y"]].to_numpy().tolist() == [["Taste", 3.0, 4.6], ["Value for money", 4.0, 3.0]]
    assert "3.50 across and 3.80 up" in chart.subtitle
    curve = standings.curve(done, EN, weights=weights, found=FOUND)
    assert curve.title == "Surely ahead on 1 of 2"
    assert curve.data[["_low", "_high"]].to_numpy().tolist() == [[2.9, 3.1], [3.9, 4.1]]
    assert curve.data["_what"].tolist() == ["Taste", "Value for money"]
