"""The value proposition finds the planted strengths, weaknesses and gap, and says what it lacks."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from notebook_walk import walk
from sample_parts import without
from sample_shop import SHOPS, read_truth
from shop_factory import shop

from planbook import project, summaries, wordlist
from planbook.measures import attributes, differentiators, gaps
from planbook.measures.planning import copy
from planbook.tables.store import open_shop

NAME = "13_value_proposition"
CAMPAIGNS = {"luming": "new-year-goods-2027", "luming-global": "black-friday-2026"}
ASKED = {"ratings", "survey", "feedback"}

pytestmark = pytest.mark.notebooks


@pytest.fixture(scope="module", params=SHOPS)
def found(request, reports):
    """Give a report of each shop with the marks that were planted, ours under an empty name."""
    planted = read_truth()[request.param]["attributes"]
    return reports(request.param, notebook=NAME), planted, request.param


def lead(planted, attribute):
    """Say by how much we are planted above the best rival."""
    rivals = [marks[attribute]["performance"] for brand, marks in planted.items() if brand]
    return planted[""][attribute]["performance"] - max(rivals)


def test_what_sets_us_apart_is_what_was_planted(found):
    report, planted, _ = found
    ahead = {row["attribute"] for row in report.tables["leads"] if row["verdict"] == "lead"}
    assert {"authenticity", "aroma"} <= ahead
    assert all(lead(planted, attribute) > 0 for attribute in ahead)


def test_what_holds_us_back_is_what_was_planted(found):
    report, planted, name = found
    behind = {row["attribute"] for row in report.tables["leads"] if row["verdict"] == "behind"}
    assert {"luming": {"packaging", "logistics"}, "luming-global": {"logistics"}}[name] <= behind
    assert all(lead(planted, attribute) < 0 for attribute in behind)


def test_the_gap_that_all_leave_open_is_found(reports):
    (row,) = reports("luming", notebook=NAME).tables["open_number"]
    assert row["attribute"] == "brewing"
    assert row["best_high"] < row["line"]


def test_importance_and_marks_lie_where_they_were_planted(found):
    report, planted, _ = found
    for row in report.tables["both_sources"]:
        if row["attribute"] in planted[""]:
            # marks are whole numbers from 1 to 5: what lies near the end is drawn inwards
            assert row["survey_importance"] == pytest.approx(planted[""][row["attribute"]]["importance"], abs=0.2)
            assert row["survey_performance"] == pytest.approx(planted[""][row["attribute"]]["performance"], abs=0.25)


def test_figures_are_those_of_the_library(reports, sample):
    report, tables = reports("luming", notebook=NAME), open_shop(project.load(sample).shop("luming"))
    rated = summaries.ratings(tables, until=summaries.last_day(tables).date())
    apart = gaps.gaps(rated).set_index(["attribute", "brand"])
    first = report.tables["leads"][0]
    known = apart.loc[(first["attribute"], first["brand"])]
    assert [first["value"], first["low"]] == pytest.approx([known["value"], known["low"]])
    assert report.figures["mark_lead"]["value"] == pytest.approx(known["value"])
    assert report.figures["raters"]["value"] == rated["respondent_id"].nunique()
    assert len(report.tables["marks"]) == len(attributes.performance(rated))


def test_both_sources_stand_beside_each_other_with_number_and_range(found):
    report, *_ = found
    rows = report.tables["both_sources"]
    assert {"same", "undecided"} <= {row["verdict"] for row in rows}
    for row in rows:
        for source in ("survey", "reviews"):
            if row[f"{source}_importance"] is not None:
                assert row[f"{source}_importance_low"] < row[f"{source}_importance"] < row[f"{source}_importance_high"]
                assert row[f"{source}_importance_n"] > 20


def test_rows_of_the_plan_are_messages_and_equal_in_both_languages(found, reports):
    report, _, name = found
    rows = [row.model_dump() for row in report.result.rows]
    assert rows == [row.model_dump() for row in reports(name, language="zh", notebook=NAME).result.rows]
    assert {(row["table"], row["row"]["campaign"], row["row"]["part"]) for row in rows} == {
        ("brief", CAMPAIGNS[name], "message")
    }
    assert [row["row"]["rank"] for row in rows] == list(range(1, len(rows) + 1))
    assert rows[0]["row"]["line"] == "authenticity"


def test_messages_of_the_plan_pass_the_list_of_words(found):
    report, *_ = found
    told = pd.DataFrame([row.row for row in report.result.rows])
    told = told.melt(["line"], ["text_en", "text_zh"], "language", "text").assign(origin="message", platform="")
    assert copy.check(told, wordlist.load(Path())).empty


def test_reviews_are_held_against_the_rival_that_the_survey_names(found):
    report, *_ = found
    for row in report.tables["leads"]:
        assert row["said_of"] in (row["brand"], "rivals", None)
        assert row["said_of"] == row["brand"] or row["agreement"] == "one_source"
        assert row["grade"] != "measured" or row["said_adjusted"] <= differentiators.FALSE
    held = {row["attribute"]: row for row in report.tables["leads"] if row["said_of"] == row["brand"]}
    praised = {(row["brand"], row["attribute"]): row for row in report.tables["praise"]}
    assert len(held) >= 3
    for attribute, row in held.items():
        assert row["said_theirs"] == pytest.approx(praised[row["brand"], attribute]["value"])


def test_the_curve_counts_as_many_leads_as_the_first_page(found):
    report, *_ = found
    first = report.figures["differentiators"]["value"]
    (title,) = (table["title"] for table in report.listed if table["title"].startswith("Surely ahead"))
    assert title.startswith(f"Surely ahead on {first:.0f} of ")


def test_the_first_page_says_what_sets_us_apart_in_both_languages(reports):
    english, chinese = (reports("luming", language=code, notebook=NAME) for code in ("en", "zh"))
    assert english.result.headline.startswith("Buyers put us above each of the 3 rivals rated on authenticity, aroma;")
    assert chinese.result.headline.startswith(
        "买家认为我们在正品、香气上领先有评分的 3 个竞品；包装、性价比落后其中最强者"
    )
    assert english.findings["differentiators"]["grade"] == "likely"


BRIEF = """\
campaign,period,part,line,rank,value,low,high,n,text_en,text_zh
,2026-10,audience,gift,1,0.4,0.3,0.5,900,those who give,送礼的人
,2026-10,white_space,100-150,1,3.1,2.2,4.2,5,room at 100–150,100–150 有空间
"""


def test_lines_that_earlier_notebooks_left_are_read(tmp_path):
    folder = without(tmp_path, set())
    (folder / "plans").mkdir()
    lines = BRIEF.splitlines()
    lines = ["shop," + lines[0], *("luming," + line for line in lines[1:])]
    (folder / "plans/brief.csv").write_text("\n".join(lines), encoding="utf-8")
    page = walk(folder, name=NAME, language="en").page
    assert "For those who give, Luming Tea is the oolong that is genuine" in page
    assert "room at 100–150" in page
    assert "has left nothing" not in page


@pytest.mark.parametrize(
    ("lacking", "headline"),
    [
        ({"ratings"}, "Reviews praise us more often than the rivals for delivery, taste."),
        ({"feedback"}, "Buyers put us above each of the 3 rivals rated on authenticity"),
        (ASKED, "What sets us apart cannot be said"),
        ({"brief", "products", "order_items"}, "Buyers put us above each of the 3 rivals rated on authenticity"),
    ],
    ids=lambda value: "+".join(sorted(value)) if isinstance(value, set) else "",
)
def test_sections_without_their_tables_say_what_they_need(lacking, headline, tmp_path):
    found = walk(without(tmp_path, lacking), name=NAME, language="en")
    assert lacking - {"survey", "brief", "products"} <= found.missing
    assert found.headline.startswith(headline)


def test_a_shop_without_campaigns_or_voices_is_told_so(tmp_path):
    shop(tmp_path, {"orders": "order_id,paid_at,paid,platform\n1,2026-10-01,50,shop\n"})
    found = walk(tmp_path, name=NAME, language="zh", period="2026-10-01")
    assert {"ratings", "feedback", "campaigns"} <= found.missing
    assert found.headline.startswith("说不出我们的不同")


HOSTILE = "respondent_id,brand,attribute,importance,performance\n" + "".join(
    f'S{n},,<i>looks,{3 + n % 2},{4 + n % 2}\nS{n},"<script>x",<i>looks,,{1 + n % 2}\n' for n in range(30)
)


def test_hostile_names_are_shown_as_text(tmp_path):
    shop(tmp_path, {"orders": "order_id,paid_at,paid,platform\n1,2026-10-01,50,shop\n", "ratings": HOSTILE})
    page = walk(tmp_path, name=NAME, language="en", period="2026-10-01").page
    assert "<script>x" not in page
    assert "<i>looks" not in page
