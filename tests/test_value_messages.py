"""What the value proposition hands on is said of us alone, breaks no list of words, and tells what it leaves open."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from test_value_views import AHEAD, EN, FOUND, OPENED, ZH, draft

from planbook import wordlist
from planbook.measures.planning import copy
from planbook.views import portraits
from planbook.views.value import evidence, front, proposition, rated, verdicts
from planbook.views.value.claims import CLAIMS

ONE = FOUND.assign(rivals=1, brand="Harbor & Leaf", said_of="Harbor & Leaf")
LINES = [*CLAIMS, "shape"]  # the last one is a topic of a workspace's own
AHEAD_ON = pd.concat([FOUND.head(1)] * len(LINES), ignore_index=True).assign(attribute=LINES)
SIZES = pd.DataFrame({
    "persona": ["often", "gift"], "share": [0.2, 0.4], "low": [0.1, 0.3], "high": [0.3, 0.5], "customers": [20, 40],
    "net": [900.0, 300.0],
})  # fmt: skip


def audience(pain):
    """Leave the lines of the personas notebook for a persona that is troubled by something."""
    told = [{"persona": "often", "aspect": "pains", "answer": pain, "value": 0.4}]
    return portraits.audience(SIZES, EN, claims=pd.DataFrame(told), period="2026-10")


@pytest.mark.parametrize(("source", "ours"), [("survey", 4.25), ("reviews", 1.0)])
def test_no_message_breaks_the_list_of_words_in_either_language(source, ours):
    rows = proposition.messages(AHEAD_ON.assign(source=source, ours=ours), EN, ahead=AHEAD)
    assert len(rows) == len(LINES)
    told = rows.melt(["line"], ["text_en", "text_zh"], "language", "text").assign(origin="message", platform="")
    hits = copy.check(told, wordlist.load(Path()))
    assert hits[["line", "language", "word"]].to_numpy().tolist() == []


def test_a_message_says_what_buyers_say_of_us_as_the_page_writes_it():
    (row,) = proposition.messages(FOUND.assign(ours=4.248), EN, ahead=AHEAD).to_dict("records")
    assert row["text_en"] == "It has an aroma that people notice: 90 respondents rate aroma 4.25 of 5"
    assert row["text_zh"] == "主打“香气出众”：90 位受访者给“香气”打 4.25 分（5 分制）"
    assert "we are rated 4.25 of 5" in verdicts.ahead(FOUND.assign(ours=4.248), EN).text


def test_the_draft_says_which_pain_it_leaves_unanswered_and_where_we_stand_there():
    text = draft(audience=audience("packaging")).html
    assert "To do: the promise leaves unanswered what troubles them, packaging (there we are behind a rival)" in text
    assert "(nobody has rated it)" in draft(audience=audience("freshness")).html
    assert (
        "待办：这个承诺没有回应他们的烦恼“包装”（这一项我们落后竞品）"
        in draft(words=ZH, audience=audience("packaging")).html
    )


def test_the_draft_says_when_it_answers_the_pain_and_asks_where_none_is_known():
    assert "The promise answers what troubles them: aroma." in draft(audience=audience("aroma")).html
    for lines in (audience("rain"), None):
        assert "Does the promise answer what troubles them?" in draft(audience=lines).html


@pytest.mark.parametrize("pain", list(CLAIMS))
def test_each_pain_that_the_personas_notebook_names_is_found_again(pain):
    assert proposition.pain(audience(pain)) == pain


def test_one_rival_is_called_by_its_name_and_not_every_rival():
    assert front.opening(ONE, EN, opened=OPENED.head(0)).text == (
        "Buyers put us above Harbor & Leaf (the one rival rated) on aroma; we are behind it on packaging."
    )
    assert "Harbor & Leaf, the one rival that buyers rated, 3.90" in verdicts.ahead(ONE, EN).text
    assert "领先 Harbor & Leaf（唯一有评分的竞品）" in front.opening(ONE, ZH, opened=OPENED.head(0)).text


def test_who_was_rated_is_named_while_they_are_few():
    marks = pd.DataFrame({"brand": ["", "B", "A", "C"], "performance": [4.0, 3.0, 2.0, None]})
    assert rated.who(marks, EN) == "us and A, B"
    assert rated.who(marks.head(1), EN) == "us"
    many = pd.DataFrame({"brand": list("ABCDE"), "performance": 3.0})
    assert rated.who(many, EN) == "us and 5 rivals"
    assert rated.every(FOUND.assign(rivals=[2, 3]), EN) == "each rival rated"


@pytest.mark.parametrize(
    ("agreement", "said"),
    [
        ("opposed", " Reviews say the opposite: 80.0% of ours that speak of it praise it, 70.0% of those of A&B"),
        ("leans_same", " Reviews point the same way, but among so many comparisons that may be chance: 80.0%"),
        ("leans_opposed", " Reviews point the other way, but among so many comparisons that may be chance: 80.0%"),
        ("undecided", " Reviews cannot tell the two apart: 80.0%"),
    ],
)
def test_reviews_are_told_of_the_rival_that_the_survey_names(agreement, said):
    assert said in verdicts.ahead(FOUND.assign(agreement=agreement), EN).text


def test_praise_of_all_rivals_together_is_called_so_and_starred():
    pooled = FOUND.assign(agreement="one_source", said_of="rivals")
    assert verdicts.ahead(pooled, EN).text.endswith(
        " Of A&B too few reviews speak of it; of all rivals together 70.0% praise it, of ours 80.0% (30 and 60), which "
        "settles nothing about A&B."
    )
    shown = evidence.leads(pooled, EN)
    assert "+10.0 pp*" in shown.html
    assert "fewer than 10 reviews speak of it" in shown.html
    assert "*" not in evidence.leads(FOUND, EN).text


def test_the_table_says_where_we_stand_and_how_sure_in_one_column():
    shown = evidence.leads(FOUND, EN)
    assert "Ahead (measured)" in shown.html
    assert "Behind (likely)" in shown.html
    assert "A&amp;B 3.90" in shown.html
    assert {"score", "grade", "low"} <= {each["name"] for each in shown.twin["tables"][0]["columns"]}


def test_what_weighs_surely_more_than_the_mean_is_said_to():
    assert "it weighs more than the mean" in verdicts.unmet(OPENED.assign(importance_line=3.8), EN).text
    assert "重要度与均值相当" in verdicts.unmet(OPENED, ZH).text


def test_personas_are_ranked_by_net_sales_and_the_table_says_so():
    lines = audience("aroma")
    assert lines[["line", "rank", "value"]].to_numpy().tolist() == [["often", 1, 0.2], ["gift", 2, 0.4]]
    shown = evidence.left_by(lines, EN, part="audience")
    heads = [each["label"] for each in shown.twin["tables"][0]["columns"]]
    assert heads == ["Line", "Rank by net sales", "Share of known customers", "Low", "High", "Rests on"]
    assert shown.twin["tables"][0]["title"] == "Who buys, in order of the net sales they bring"


def test_the_tests_of_praise_say_of_whom_they_are():
    rows = FOUND.assign(source="reviews", ours=0.9, theirs=0.8)
    assert "the rival the survey names" in evidence.tests(rows, EN, id="x").html
    assert "all rivals together" in evidence.tests(rows.assign(brand="rivals"), EN, id="x").html
