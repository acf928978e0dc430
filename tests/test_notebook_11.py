"""The competitor analysis finds what is planted among the sample shop's rivals."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from markupsafe import escape
from notebook_walk import walk
from sample_shop import SHOPS, read_truth
from shop_factory import shop

NAME = "11_competitor_analysis"
pytestmark = pytest.mark.notebooks


@pytest.fixture(scope="module")
def truth():
    return read_truth()


@pytest.fixture(scope="module", params=SHOPS)
def found(request, reports, truth):
    return reports(request.param, notebook=NAME), truth[request.param]


def test_the_price_index_is_that_of_the_matched_items(found):
    report, planted = found[0].row("price_index", brand="All"), found[1]["price_index"]
    assert report["items"] == planted["items"]
    assert report["low"] < planted["index"] < report["high"]
    for brand, index in planted["brands"].items():
        assert found[0].row("price_index", brand=brand)["index"] == pytest.approx(index, abs=0.04)


def test_the_price_cut_is_found_with_its_day_and_size(found):
    row, planted = found[0].row("alerts", kind="price_cut"), found[1]["price_cut"]
    assert (row["brand"], row["since"], row["n"]) == (planted["brand"], planted["starts"], planted["items"])
    assert row["low"] < planted["planted"] < row["high"] < 0


def test_the_price_that_was_raised_before_its_cut_is_found(found):
    row, planted = found[0].row("alerts", kind="raised_first"), found[1]["raise_before_cut"]
    assert (row["brand"], row["since"], row["n"]) == (planted["brand"], planted["raised"], planted["items"])
    assert [row["before"], row["after"]] == pytest.approx([planted["planted"], planted["claimed"]], abs=0.005)
    assert row["change"] < 0.03


def test_the_new_item_and_the_jump_in_rank_are_found_and_no_other(found):
    launch, jump = (found[0].row("alerts", kind=kind) for kind in ("launch", "rank_up"))
    planted = found[1]["new_launch"]
    assert (launch["brand"], launch["since"]) == (planted["brand"], planted["week"])
    planted = found[1]["rank_jump"]
    assert [jump[name] for name in ("brand", "since", "before", "after")] == [
        planted[name] for name in ("brand", "week", "from_rank", "to_rank")
    ]


def test_the_turn_of_the_market_is_found(found):
    (row,), planted = found[0].tables["turns"], found[1]["market_turn"]
    assert (row["platform"], row["category"], row["index"]) == (planted["platform"], planted["category"], "search")
    # it rises a little each week: the first weeks do not stand out from the scatter
    assert abs(pd.Timestamp(row["since"]) - pd.Timestamp(planted["since"])) <= pd.Timedelta(days=35)
    assert row["low"] > 0.15


def test_the_gaps_of_the_sheet_are_shown(found):
    assert {row["brand"]: row["missed"] for row in found[0].tables["gaps"]} == found[1]["gaps"]


def test_the_white_space_is_found(reports, truth):
    planted, report = truth["luming"]["white_space"], reports("luming", notebook=NAME)
    text = report.findings["white_space"]["text"]
    assert text.startswith(f"¥{planted['low']}–{planted['high']}")
    low, high = (float(x) for x in re.search(r"between ([\d.]+) and ([\d.]+)", text).groups())
    assert low < planted["opportunity"] < high


def test_rivals_live_share_is_found(reports, truth):
    planted, row = (
        truth["luming"]["traffic_structure"],
        reports("luming", notebook=NAME).row("traffic_structure", source="live"),
    )
    assert (row["ours"], row["rivals"]) == pytest.approx((planted["live_us"], planted["live_rivals"]), abs=1e-4)


def test_topics_are_those_that_were_planted(found):
    known = {(row["brand"], row["topic"]): row for row in found[0].tables["topics"]}
    pairs = [
        (known[brand, topic]["share"], planted["mentions"] / planted["reviews"])
        for brand, each in found[1]["topics"].items()
        for topic, planted in each.items()
        if (brand, topic) in known
    ]
    shown, told = (pd.Series(side) for side in zip(*pairs, strict=True))
    assert len(pairs) >= 40
    assert shown.corr(told) > 0.9
    assert (shown - told).abs().mean() < 0.02


def test_where_a_rival_surely_differs_something_was_planted_or_both_speak_enough(found):
    sure = [row for row in found[0].tables["differences_by_rival"] if row["adjusted"] <= 0.1]
    assert {row["verdict"] for row in sure} <= {"strength", "weakness"}
    assert sure


def test_swot_rows_come_with_evidence_number_and_interval(found):
    rows = found[0].tables["swot"]
    assert rows
    assert all(row["evidence"] and row["n"] and row["interval"] for row in rows)


def test_both_languages_tell_the_same_figures(reports):
    first, second = (reports("luming", language=language, notebook=NAME).figures for language in ("en", "zh"))
    assert first == second


LOOKS = "date,brand,sku,title,page_price,deal_price\n"


@pytest.mark.parametrize("title", ["<script>alert(1)</script>", "=HYPERLINK(A1)"])
def test_a_hostile_sheet_is_shown_as_text(title, tmp_path):
    days = pd.date_range("2026-09-07", "2026-10-26", freq="7D")
    rows = [
        f"{day.date()},{title},{sku},{title},100,90\n" for day in days for sku in "ab" if sku == "a" or day.month == 10
    ]
    shop(tmp_path, {"competitor_items": LOOKS + "".join(rows)})
    seen = walk(tmp_path, name=NAME, language="en", period="2026-10")
    assert escape(title) in seen.page
    assert "<script>alert" not in seen.page
    assert seen.headline.startswith("October 2026: 1 rivals with 2 items watched")


def test_the_white_space_is_left_as_a_line_of_the_brief(reports, truth):
    planted, report = truth["luming"]["white_space"], reports("luming", notebook=NAME)
    rows = [row.model_dump() for row in report.result.rows]
    assert rows == [row.model_dump() for row in reports("luming", language="zh", notebook=NAME).result.rows]
    first = rows[0]["row"]
    assert (first["part"], first["period"], first["rank"]) == ("white_space", "2026-10", 1)
    assert first["line"] == f"{planted['low']}-{planted['high']}"
    assert first["low"] < planted["opportunity"] < first["high"]
