"""Budget allocation shares the next campaign's money out as the library reckons it, and says what it cannot know."""

from __future__ import annotations

import pytest
from notebook_walk import walk
from sample_parts import without
from scipy.stats import binomtest
from shop_factory import shop

NAME = "22_budget_allocation"
SHOPS = ("luming", "luming-global")
SHARES = {"core": (0.6, 0.7), "test": (0.1, 0.2)}

pytestmark = pytest.mark.notebooks


@pytest.fixture(scope="module")
def plans(reports):
    return {key: reports(key, notebook=NAME) for key in SHOPS}


@pytest.fixture(params=SHOPS)
def report(plans, request):
    return plans[request.param]


def test_the_next_campaigns_own_budget_is_shared_out(plans):
    assert plans["luming"].figures["ad_budget"]["value"] == 34_000 - 8_800
    rows = [row.row for row in plans["luming"].result.rows]
    assert {row["period"] for row in rows} == {"new-year-goods-2027"}
    assert sum(row["value"] for row in rows) == 25_200


def test_the_headline_accounts_for_the_whole_budget(plans):
    told = plans["luming"].result.headline
    assert all(money in told for money in ("¥7,616", "¥3,185", "¥2,488", "¥1,595", "¥10.3k are kept in reserve"))


def test_a_campaign_without_a_budget_takes_what_its_last_edition_spent(plans):
    assert "what the last edition spent" in plans["luming-global"].page
    assert plans["luming-global"].figures["ad_budget"]["value"] > 0


def test_roles_keep_the_shares_of_planbook_yml_unless_money_would_not_come_back(report):
    rows = report.tables["budget_split"]
    whole, full = rows[-1]["spend"], max(row["marginal"] for row in report.tables["next_yuan_planned"]) < 1.01
    for role, (least, most) in SHARES.items():
        own = [row["spend"] for row in rows if row["role"] == role]
        assert not own or sum(own) <= most * whole + 2
        assert not own or full or sum(own) >= least * whole - 2


def test_why_money_waits_is_said(plans):
    tea, overseas = (plans[key].page for key in SHOPS)
    assert "nowhere would ¥1 more bring back more than ¥1 of margin" in tea
    assert "Core channels get less than their share" in tea
    assert "the shares of planbook.yml, or what was never tried, hold them back" in overseas
    assert "No channel of these platforms has the role Test" in tea


def test_a_week_is_judged_by_todays_spend_on_every_platform(plans):
    rows = {row["campaign"]: row for row in plans["luming-global"].tables["weekly_moves"]}
    assert rows["brand"]["verdict"] == "scale"
    assert rows["brand"]["next"] == pytest.approx(1.2 * rows["brand"]["spend"])
    assert rows["prospecting"]["verdict"] == "hold"


def test_more_spend_brings_about_what_was_planted(plans, truth):
    for row in plans["luming"].tables["next_yuan"]:
        assert 0 < row["low"] <= row["marginal"] <= row["high"]
        assert row["marginal"] < row["average"]
    shapes = {(row["platform"], row["channel"]): row for row in plans["luming"].tables["response_fits"]}
    for of in truth["luming"]["response"].values():
        own = shapes[of["platform"], {"creator": "creators"}.get(of["source"], f"{of['source']}s")]
        assert own["kappa"] == pytest.approx(of["kappa"], rel=0.15, abs=0.05)


def test_ranges_of_planted_shapes_hold_as_often_as_they_say(plans, truth):
    inside = [
        row[f"{name}_low"] <= of[name] <= row[f"{name}_high"]
        for shop in SHOPS
        for of in truth[shop]["response"].values()
        for row in plans[shop].tables["response_fits"]
        if (row["platform"], row["channel"].rstrip("s")) == (of["platform"], of["source"])
        for name in ("kappa", "carry")
    ]
    assert len(inside) == 16
    assert binomtest(sum(inside), len(inside), 0.8).pvalue > 0.01


def test_the_channel_that_looks_best_is_not_where_money_goes_next(plans):
    rows = {(row["platform"], row["channel"]): row for row in plans["luming"].tables["next_yuan"]}
    search = rows["tmall", "search_ads"]
    assert search["average"] == max(row["average"] for row in rows.values())
    assert search["marginal"] < rows["jd", "search_ads"]["marginal"]
    assert "Tmall search ads earns most on average" in plans["luming"].findings["average_misleads"]["text"]
    assert "less than on JD search ads" in plans["luming"].findings["average_misleads"]["text"]


def test_without_rules_most_is_left(report):
    rows = {row["scenario"]: row["margin"] - row["spend"] for row in report.tables["budget_scenarios"]}
    assert (
        rows["without_rules"] >= max(rows[name] for name in ("with_rules", "strictly", "as_now", "in_proportion")) - 1
    )


def test_a_split_is_praised_against_what_is_truly_spent(plans):
    rows = {row["scenario"]: row for row in plans["luming"].tables["budget_scenarios"]}
    a_day = sum(row["spend"] for row in plans["luming"].tables["channels_today"] if row["platform"] in ("tmall", "jd"))
    assert rows["as_now"]["spend"] == pytest.approx(10 * a_day)
    assert rows["in_proportion"]["spend"] == pytest.approx(25_200)
    assert rows["with_rules"]["gain_low"] < 0 < rows["with_rules"]["gain"] < 1000
    assert plans["luming"].findings["split_gain"]["grade"] == "hint"
    assert plans["luming-global"].findings["split_gain"]["grade"] == "likely"


def test_every_channel_with_spend_is_told_of_not_the_campaigns_alone(plans):
    rows = {(row["platform"], row["channel"]): row for row in plans["luming"].tables["next_yuan_today"]}
    spent = {(row["platform"], row["channel"]) for row in plans["luming"].tables["channels_today"]}
    assert set(rows) == spent
    assert rows["douyin", "feed_ads"]["high"] < 1
    assert "Spend less on Douyin feed ads." in plans["luming"].page


def test_each_rule_is_named_as_it_is_kept(plans):
    rules = {row["rule"]: row for row in plans["luming"].tables["rule_prices"]}
    assert rules["core_least"]["state"] == "rule_eased"
    assert rules["core_least"]["share"] < rules["core_least"]["bound"]
    assert rules["core_least"]["price"] > 0
    assert rules["test_least"]["state"] == "rule_no_channel"
    assert {row["rule"]: row["state"] for row in plans["luming-global"].tables["rule_prices"]}[
        "core_most"
    ] == "rule_kept"


def test_the_card_of_the_marginal_return_is_the_plans_own(plans):
    split = {row["marginal"] for row in plans["luming"].tables["next_yuan_planned"]}
    assert plans["luming"].figures["marginal_return"]["value"] in split
    assert "at this plan’s split" in plans["luming"].page


def test_a_week_before_a_burst_is_no_ordinary_week(plans):
    assert "lies in Double 11: spot sale" in plans["luming"].page
    assert "its burst is 8–11 Nov 2026" in plans["luming"].page
    assert "lies in no event" in plans["luming-global"].page
    assert "Double 11 runs next week: mend at once, but move money only after it." in plans["luming"].page
    assert "Spend a week, after the event" in plans["luming"].page
    assert "Spend next week" not in plans["luming"].page


def test_what_the_split_means_for_the_goal_of_paid_is_said(plans):
    assert "less than today’s spend would" in plans["luming"].page
    assert "The campaign’s goal is ¥282k." in plans["luming"].page


def test_what_is_below_break_even_is_mended_before_it_is_cut(plans):
    moves = {row["campaign"]: row for row in plans["luming"].tables["weekly_moves"]}
    assert moves["live-boost"]["verdict"] == "mend"
    assert moves["live-boost"]["next"] == pytest.approx(0.8 * moves["live-boost"]["spend"])
    assert all(row["next"] <= 1.2 * row["spend"] + 1e-6 for row in moves.values())


def test_a_week_is_judged_by_the_same_tests_as_the_curves(plans):
    tests = {(row["platform"], row["channel"]): row["value"] for row in plans["luming"].tables["lift_tests"]}
    moves = {row["campaign"]: row for row in plans["luming"].tables["weekly_moves"]}
    guests = moves["new-guests"]
    assert guests["calibrated"] == pytest.approx(guests["roas"] * tests["tmall", "feed_ads"])
    assert (guests["verdict"], guests["next"]) == ("mend", pytest.approx(0.8 * guests["spend"]))
    assert guests["roas"] > guests["break_even_roas"] > guests["high"]  # what the tool claims would have let it be


def test_both_languages_hand_on_the_same_rows(plans, reports):
    chinese = reports("luming", language="zh", notebook=NAME)
    assert [row.row for row in chinese.result.rows] == [row.row for row in plans["luming"].result.rows]
    assert chinese.figures == plans["luming"].figures


def test_a_budget_may_be_given(sample):
    found = walk(sample, name=NAME, language="en", budget="50000")
    assert "of ¥50k for advertising" in found.headline


@pytest.mark.parametrize(
    "lacking",
    [{"traffic"}, {"ad_spend"}, {"campaigns"}, {"order_items"}, {"lift_tests", "targets"}],
    ids=["traffic", "advertising", "campaigns", "lines", "tests and targets"],
)
def test_sections_without_their_tables_say_what_they_need(lacking, tmp_path):
    found = walk(without(tmp_path, lacking), name=NAME, language="zh")
    assert found.missing & lacking
    assert ("预算暂时没法分配" in found.headline) == (lacking != {"lift_tests", "targets"})


def test_one_order_and_no_advertising_still_make_a_page(tmp_path):
    campaign = "campaign,platform,starts,ends\nx-2026,shop,2026-12-01,2026-12-02\n"
    shop(tmp_path, {"orders": "order_id,paid_at,paid,platform\n1,2026-09-01,5,shop\n", "campaigns": campaign})
    found = walk(tmp_path, name=NAME, language="en", period="2026-09")
    assert {"ad_spend"} <= found.missing
