"""How goals are said: in both languages, with what is not known."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from planbook.absence import missing
from planbook.periods import parse
from planbook.views import hours
from planbook.views.aims import ahead, branches, first, grounds, handed, judged
from planbook.views.display import TWIN, Absent
from planbook.views.findings import Finding
from planbook.views.words import open_words

EN, ZH = open_words("en"), open_words("zh")
AHEAD = parse("2026-11..2027-01")
AS_OF = pd.Timestamp("2026-10-31")
WHOLE = SimpleNamespace(seasonal=True)
WISH = pd.DataFrame({
    "period": ["2026-11"], "kpi": ["paid"], "platform": ["jd"], "owner": ["Ana"], "value": [90_000.0],
    "starts": [pd.Timestamp("2026-11-01")], "ends": [pd.Timestamp("2026-11-30")], "of": ["span"],
    "expected": [60_000.0], "low": [50_000.0], "high": [70_000.0], "chance": [0.01], "gap": [0.5],
    "fair": [63_000.0], "basis": ["by_forecast"],
})  # fmt: skip


def held(**row):
    base = {"goal": 110.0, "expected": 100.0, "low": 90.0, "high": 110.0, "chance": 0.31, "gap": 0.1}
    return pd.DataFrame([base | row])


def test_the_headline_says_forecast_goal_chance_and_hours():
    owners = pd.DataFrame({"share": [0.5, 0.27]})
    found = first.opening(held(), EN, ahead=parse("2026-11"), owners=owners, whole=WHOLE, as_of=AS_OF).text
    assert found == (
        "November 2026: ¥100 paid are to be expected (80% sure: ¥90–110); the goal of ¥110 lies 10.0% above that: "
        "a chance of 3 in 10; the plan takes 27.0% of the team's hours."
    )


def test_the_headline_in_chinese():
    found = first.opening(
        held(gap=0.0), ZH, ahead=parse("2026-11"), owners=missing("tasks"), whole=WHOLE, as_of=AS_OF
    ).text
    assert found == "2026 年 11 月：预计支付金额 100 元（80% 把握：90–110 元）；目标即预测值：达成概率约 3 成。"


def test_a_shop_of_one_year_is_told_what_its_forecast_lacks():
    whole = SimpleNamespace(seasonal=False)
    found = first.opening(held(), EN, ahead=AHEAD, owners=missing("tasks"), whole=whole, as_of=AS_OF).text
    assert "no season of the year is in it" in found


def test_without_a_forecast_the_headline_says_so():
    found = first.opening(
        missing("orders", reason="too_few"), EN, ahead=AHEAD, owners=missing("tasks"), whole=WHOLE, as_of=AS_OF
    )
    assert "too few days with sales" in found.text


@pytest.mark.parametrize(("chance", "said"), [(0.0, "under 1 in 20"), (0.06, "1 in 10"), (0.97, "over 19 in 20")])
def test_a_chance_is_said_as_people_do(chance, said):
    assert judged.in_ten(chance, EN) == said


def test_the_wish_that_is_furthest_is_told_with_what_can_be_reached():
    found = judged.unlikely(WISH, EN, {}, least=0.3)
    assert isinstance(found, Finding)
    assert (found.effect, found.owner) == (-30_000.0, "Ana")
    assert found.text.startswith("JD: the goal of ¥90k for November 2026 has a chance of under 1 in 20; ¥60k")
    assert "at most ¥63k, which has a chance of 3 in 10" in found.action


def test_wishes_with_a_fair_chance_ask_for_nothing():
    assert "fair chance" in judged.unlikely(WISH.assign(chance=0.5), EN, {}, least=0.3).text
    assert "No wish" in judged.unlikely(WISH.assign(kpi="nps"), EN, {}, least=0.3).text


def test_what_a_goal_lacks_is_said_in_words():
    assert judged.lacking("owned+time_bound", EN) == "an owner, a period that can be read"
    assert judged.lacking("", ZH) == ""


def test_wishes_have_their_range_in_the_twin():
    (table,) = judged.chances(WISH, EN, {})._repr_mimebundle_()[TWIN]["tables"]
    row = dict(zip([column["name"] for column in table["columns"]], table["rows"][0], strict=True))
    assert (row["value"], row["range"], row["chance"]) == (90_000.0, [50_000.0, 70_000.0], 0.01)


def test_benchmarks_that_are_not_given_are_none():
    assert "none given" in grounds.benchmarks(missing("benchmarks"), EN).text


def test_hours_that_fit_ask_for_nothing():
    rows = {"owner": ["Ana", "total"], "needed": [5.0, 5.0], "available": [9.0, 9.0], "share": [0.55, 0.55]}
    owners = pd.DataFrame(rows | {"busiest": pd.NaT, "busiest_share": [0.9, np.nan], "over": [0.0, 0.0]})
    assert "no week is over" in hours.tight(owners, EN).text
    unknown = owners.assign(available=np.nan, share=np.nan, busiest_share=np.nan)
    assert "not in planbook.yml" in hours.tight(unknown, EN).text


def test_the_easiest_way_and_its_cost():
    ranked = pd.DataFrame(
        {
            "branch": ["visitors"],
            "rise": [0.1],
            "needed": [1100.0],
            "highest": [1500.0],
            "chance": [0.4],
            "cost": [500.0],
        },
        index=["visitors"],
    )
    found = branches.easiest(ranked, EN, rise=0.1, example=False)
    assert "“Visitors alone”. Hardest is Visitors: 1,100 a month, +10.0% on what is to be expected" in found.text
    assert found.text.endswith("by itself a chance of 4 in 10.")
    assert "at least ¥500 a month" in found.action
    assert branches.easiest(ranked, EN, rise=0.1, example=True).text.startswith(
        "The goal is the forecast, so this is an"
    )


def test_what_new_and_repeat_buyers_pay_is_said_or_that_they_are_not_known():
    each = pd.DataFrame({"each": [50.0, 100.0]}, index=["new_buyers", "repeat_buyers"])
    assert "(new ones ¥50.00, repeat ones ¥100.00)" in branches.kinds(each, EN).text
    assert "cannot be told apart" in branches.kinds(missing("orders", "customer_id"), EN).text


def test_where_paid_counts_in_each_month_it_is_said():
    nothing = pd.DataFrame(columns=["month", "kpi", "kind", "current", "low", "high", "year_ago"])
    assert "paid counts in all of them" in grounds.watched(nothing, EN).text


def test_rows_go_into_the_plan_as_they_are():
    row = {"period": "2026-11", "kpi": "paid", "platform": "jd", "channel": "", "owner": "", "value": 9.0}
    rows = pd.DataFrame([row])
    twin = handed.rows(rows, ZH)._repr_mimebundle_()[TWIN]
    assert twin["rows"] == [{"table": "targets", "row": row | {"source": "21_goal_setting"}}]
    assert "指定" in handed.rows(rows, ZH).text
    assert "No rows" in handed.rows(rows.iloc[:0], EN).text


def test_a_term_is_said_as_what_it_is():
    assert ahead._term("double11:burst:2:last", EN, {}) == "Double 11, Burst 2, last day"
    assert ahead._term("spring_festival:-7", EN, {}) == "Spring Festival, from day −7 on"
    assert ahead._term("campaign:white-dew", ZH, {"white-dew": "白露节"}) == "活动白露节"


def test_of_which_platforms_a_campaigns_lift_speaks_is_said():
    rows = ["with_campaign", "without_campaign", "lift"]
    expected = pd.DataFrame({"value": [9.0, 8.0, 0.1], "low": [7.0, 6.0, 0.05], "high": [11.0, 10.0, 0.2]}, index=rows)
    ran = SimpleNamespace(platforms=("jd", "tmall"), name=lambda _: "Dew")
    assert "(JD, Tmall) earlier editions moved paid by +10.0%" in ahead.campaign(expected, EN, ran=ran).text
    terms = {"term": ["campaign:dew", "double11:burst:1"], "days": 9.0, "value": 0.1, "low": 0.0, "high": 0.2}
    whole = SimpleNamespace(effects=pd.DataFrame(terms))
    assert "by all platforms together" in ahead.effects(whole, EN, {}).text
    whole.effects = whole.effects.iloc[1:]
    assert "by all platforms together" not in ahead.effects(whole, EN, {}).text


@pytest.mark.parametrize(
    ("left", "said"),
    [(50.0, "would bring more than is left"), (100.0, "(80% sure: ¥90–110)."), (120.0, "would not bring what is left")],
)
def test_what_a_campaigns_goal_leaves_of_its_month_is_said(left, said):
    row = {"platform": "jd", "months": "2026-11", "value": 60.0, "goal": 60.0 + left, "left": left}
    found = pd.DataFrame([row | {"expected": 100.0, "low": 90.0, "high": 110.0}])
    (told,) = handed.beside_campaign(found, EN)
    assert told.text.startswith("JD: the campaign's goal of ¥60 takes ")
    assert said in told.text
    assert ("The other days would" in told.text) == (left != 100.0)
    assert handed.beside_campaign(missing("targets"), EN) == []


def test_what_is_missing_passes_through():
    assert isinstance(ahead.months(missing("orders"), EN, whole=WHOLE), Absent)
    assert isinstance(branches.ways(missing("orders"), EN, rise=0.3), Absent)
    assert isinstance(handed.rows(missing("orders"), EN), Absent)


def test_events_that_were_moved_are_named():
    said = ahead.planned(missing("campaigns"), EN, ahead=AHEAD, moved=("double11",)).text
    assert "moved by a year: Double 11" in said
    assert "no table of campaigns" in said


def test_hours_by_week_are_a_heat_map():
    laid = pd.DataFrame([[1.2]], index=["Ana"], columns=pd.to_datetime(["2026-12-14"]))
    assert "120" in hours.by_week(laid, EN)._repr_mimebundle_()["text/html"]


def test_a_goal_without_a_fair_chance_is_handed_down_with_a_word():
    shared = pd.DataFrame({"jd": [100.0]}, index=pd.Index(["2026-11"], name="period"))
    whole = pd.DataFrame({"goal": [100.0], "chance": [0.2], "fair": [90.0]})
    assert "¥90 in all would have one of 3 in 10" in handed.parts(shared, EN, held=whole, least=0.3).text
    assert "would have" not in handed.parts(shared, EN, held=whole.assign(chance=0.4), least=0.3).text
