"""Goals of the sample's next campaign: the wish that can be reached, the one that cannot, and rows that add up."""

from __future__ import annotations

import pandas as pd
import pytest
from notebook_walk import walk
from sample_parts import without
from shop_factory import shop

from planbook import periods, summaries
from planbook.absence import ParameterError
from planbook.measures import kpis, tree
from planbook.project import load
from planbook.tables import plans
from planbook.tables.store import open_shop

NAME = "21_goal_setting"
KINDS = ("new", "repeat")
SPAN = "2026-11..2027-01"

pytestmark = pytest.mark.notebooks


@pytest.fixture(scope="module")
def tea(reports):
    return reports("luming", notebook=NAME)


@pytest.fixture(scope="module")
def overseas(reports):
    return reports("luming-global", notebook=NAME)


def test_the_horizon_reaches_to_the_campaign(tea):
    assert [row["month"] for row in tea.tables["forecast"]] == ["2026-11", "2026-12", "2027-01", "total"]


def test_the_forecast_beats_the_year_before_and_its_ranges_hold(tea):
    model, naive = tea.tables["trials"]
    assert model["wape"] < 0.08 < naive["wape"]
    assert model["mase"] < 1
    assert model["covered"] >= 0.7


def test_forecasts_add_up(tea):
    *months, total = tea.tables["forecast"]
    whole = sum(row["value"] for row in months)
    assert whole == pytest.approx(total["value"]) == pytest.approx(tea.figures["forecast_paid"]["value"])
    assert sum(row["value"] for row in tea.tables["platform_forecast"]) == pytest.approx(whole)


def test_the_wish_that_cannot_be_reached_is_named(tea, truth):
    planted = truth["luming"]["goals"]["new-year-goods-2027/paid/jd"]
    row = tea.row("wishes", period="new-year-goods-2027", kpi="paid", platform="jd")
    assert row["value"] == planted["value"]
    assert row["chance"] < 0.05
    assert tea.findings["unlikely_goal"]["owner"] == "陈屿"
    assert tea.findings["unlikely_goal"]["text"].startswith("JD: the goal of ¥110k")


def test_with_the_planted_lift_planned_the_other_wish_has_a_fair_chance(reports, tea):
    planned = reports("luming", notebook=NAME, planned_lift="0.155")
    chances = [report.row("wishes", kpi="paid", platform="tmall")["chance"] for report in (tea, planned)]
    assert 0.1 < chances[0] < chances[1]
    assert chances[1] > 0.3
    assert "Planned for its days: +15.5%" in planned.page


def test_the_goal_that_nobody_answers_for_is_said(tea):
    row = tea.row("smart", period="new-year-goods-2027", kpi="conversion", platform="tmall")
    assert row["lacks"].split("+")[-1] == "owned"
    assert "lacks an owner" in tea.findings["unfinished_goal"]["text"]


def test_the_wish_for_all_months_is_the_goal_and_its_parts_add_up(tea):
    *_, total = tea.tables["cascade"]
    assert total["total"] == 5_700_000.0
    whole = [row for row in tea.tables["targets"] if row["channel"] == ""]
    assert sum(row["value"] for row in whole) == 5_700_000.0
    for row in whole:
        parts = [each for each in tea.tables["targets"] if each["channel"] and same(each, row)]
        assert sum(each["value"] for each in parts) in (0.0, row["value"])


def test_what_the_campaigns_goal_leaves_of_january_is_said(tea):
    assert "goal of ¥110k takes 61.1% of the ¥180k for January 2027 and leaves ¥70.1k" in tea.page
    assert "The other days would bring more than is left for them" in tea.page


def same(one, other):
    return all(one[name] == other[name] for name in ("period", "platform"))


def test_owners_are_those_of_last_month(tea):
    owners = {row["platform"]: row["owner"] for row in tea.tables["targets"]}
    assert owners == {"tmall": "林悦", "jd": "陈屿", "douyin": "何夏", "xiaohongshu": "苏禾", "wechat": "方叙"}


def test_months_have_their_focus(tea):
    assert [row["focus"] for row in tea.tables["focus"]] == ["gmv", "customer_value", "gmv"]


def test_december_shows_who_comes_back(tea):
    assert {row["month"] for row in tea.tables["watched"]} == {"2026-12"}
    share, buyers, paid = tea.tables["watched"]
    assert share["low"] < share["current"] < share["high"]
    assert (buyers["current"], buyers["year_ago"]) == (1508.0, 1014.0)
    assert (paid["kind"], paid["current"]) == ("repeat", pytest.approx(768_552.5))


def test_ways_are_those_of_the_library(tea, sample):
    tables = open_shop(load(sample).shop("luming"))
    line = {str(month): periods.parse(str(month)) for month in pd.period_range("2024-10", "2026-10", freq="M")}
    figures = kpis.reckon(*summaries.history(tables, line))
    wish = tea.row("wishes", period=SPAN)
    outset = tree.outset(figures, ["2026-11", "2026-12", "2027-01"], wish["expected"])
    kinds = tree.kinds(summaries.sales(tables, line, by=("kind",)), ["2026-11", "2026-12", "2027-01"], outset)
    expected = tree.ways(outset, wish["gap"], kinds)
    by_branch = expected[~expected["way"].isin(tree.KINDS.values())]
    assert 3 * by_branch.groupby("way")["needed"].prod().to_numpy() == pytest.approx(wish["value"])
    told = tea.tables["ways"]
    assert [row["needed"] for row in told] == pytest.approx(expected[expected["rise"] > 0]["needed"].tolist())


def test_more_of_one_kind_of_buyers_alone_brings_the_wish_too(tea):
    wish, new, repeat = tea.row("wishes", period=SPAN), *(tea.row("ways", way=f"{kind}_buyers") for kind in KINDS)
    for row in (new, repeat):
        assert row["branch"] == row["way"]
        assert row["needed"] == pytest.approx(row["expected"] * (1 + row["rise"]))
        assert wish["gap"] < row["rise"]
        assert 0 < row["chance"] < 0.5
    # what the two must rise by is the gap over their shares of paid, which leave the rest to buyers without an id
    assert 0.9 < wish["gap"] / new["rise"] + wish["gap"] / repeat["rise"] < 1


def test_hours_are_set_against_the_teams(tea):
    assert tea.row("hours", owner="total")["needed"] == pytest.approx(293 + 96)  # of tasks and of content
    assert tea.row("hours", owner="苏禾")["busiest_share"] > 1


def test_a_launch_goal_comes_from_eight_launches(tea):
    assert [row["n"] for row in tea.tables["launch_goal"]] == [8.0, 8.0]


def test_rows_are_equal_in_both_languages(reports, tea):
    chinese = reports("luming", language="zh", notebook=NAME)
    assert [row.model_dump() for row in tea.result.rows] == [row.model_dump() for row in chinese.result.rows]
    assert {row.table for row in tea.result.rows} == {"targets"}


def test_a_second_run_on_its_own_rows_gives_the_same(tea, tmp_path):
    root = without(tmp_path, set())
    rows = [row.row for row in tea.result.rows]
    plans.keep(load(root).shop("luming"), "targets", rows, source=NAME, scope={})
    found = walk(root, name=NAME, language="en")
    assert found.headline == tea.result.headline
    assert set(found.findings) == set(tea.findings)


def test_the_sister_shop_has_one_platform_and_no_lift_of_its_own(overseas):
    assert [row["platform"] for row in overseas.tables["platform_forecast"]] == ["shopify"]
    assert overseas.row("wishes", period="black-friday-2026")["chance"] > 0.3
    assert "no edition was seen apart from an event" in overseas.page


@pytest.mark.parametrize(
    "lacking",
    [
        {"campaigns"},
        {"events", "targets", "benchmarks", "traffic"},
        {"tasks", "calendar", "products", "ad_spend"},
        {"orders"},
    ],
    ids=len,
)
def test_sections_without_their_tables_say_what_they_need(lacking, tmp_path):
    found = walk(without(tmp_path, lacking), name=NAME, language="en")
    told = lacking - {"events", "benchmarks", "ad_spend", "order_items"}
    assert told <= found.missing
    assert ("too few days with sales" in found.headline) == ("orders" in lacking)


def test_a_horizon_that_has_begun_is_refused(sample):
    with pytest.raises(ParameterError, match="must begin after"):
        walk(sample, name=NAME, language="en", horizon="2026-10..2026-12")


ORDERS = "order_id,paid_at,paid,platform\n" + "".join(
    f"{day}-{n},{day.date()},{50 + n},<b>shop</b>\n"
    for day in pd.date_range("2026-07-01", "2026-09-30")
    for n in range(1 + day.day % 3)
)


def test_orders_alone_are_enough(tmp_path):
    shop(tmp_path, {"orders": ORDERS})
    found = walk(tmp_path, name=NAME, language="zh")
    assert found.headline.startswith("2026 年 10 月 1 日至 12 月 31 日：预计支付金额")
    assert "<b>shop</b>" not in found.page
