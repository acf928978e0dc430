"""Slots of platforms are said in both languages: what must be applied for next, what is late, what it may bring."""

from __future__ import annotations

from math import inf, nan

import pandas as pd
import pytest

from planbook.absence import missing
from planbook.views.display import Absent
from planbook.views.planning import creators, named, resources, slots
from planbook.views.words import open_words

EN, ZH = open_words("en", "CNY"), open_words("zh", "CNY")
HELD = pd.DataFrame(
    [
        ("banner", "Banner", "首页焦点图", "slot_to_apply", "2026-11-20", 1000.0, 400.0, 0.4, "slot_cheaper"),
        ("push", "Push", "消息推送", "slot_to_apply", "2026-12-04", 100.0, 600.0, 6.0, "slot_dearer"),
        ("top", "Top", "搜索置顶", "slot_late", "2026-10-28", 80.0, 90.0, 1.1, "slot_unsettled"),
        ("venue", "Venue", "会场", "slot_granted", "2026-10-20", 400.0, 0.0, 0.0, "slot_cheaper"),
        ("feed", "Feed", "猜你喜欢", "slot_refused", "2026-10-20", 400.0, 900.0, 2.2, "slot_dearer"),
    ],
    columns=["slot", "text_en", "text_zh", "state", "book_by", "expected", "price", "each", "verdict"],
).assign(platform="tmall", promised=1000.0, delivered=0.4, basis="tmall", assumed=False, advertising=4.0, worth=400.0)
HELD["days_left"] = [20.0, 34.0, -3.0, nan, nan]
HELD = HELD.assign(
    book_by=pd.to_datetime(HELD["book_by"]), expected_low=HELD["expected"] * 0.9, expected_high=HELD["expected"] * 1.1,
    each_low=HELD["each"] * 0.9, each_high=HELD["each"] * 1.1,
)  # fmt: skip
TOTAL = pd.DataFrame([{
    "slots": 4, "granted": 1, "priced": 4, "price": 1090.0, "promised": 4000.0, "known": 4, "expected": 1580.0,
    "expected_low": 1400.0, "expected_high": 1760.0, "each": 0.69, "each_low": 0.62, "each_high": 0.78,
    "advertising": 4.0,
}])  # fmt: skip


def test_what_is_next_late_and_dearer_than_advertising_is_said():
    found = resources.found(HELD, EN, total=TOTAL)
    assert found.text == (
        "5 slots: 1 granted, 0 applied for, 1 refused. Next to apply for: Tmall Banner, by 20 Nov. Nobody applied in "
        "time for Tmall Top. By what earlier slots kept of their promise, those not refused may bring 1,580 visitors "
        "(80% sure: 1,400–1,760) for ¥1,090, ¥0.69 (¥0.62–0.78) each; by advertising one costs ¥4.00. A visitor costs "
        "more than by advertising at Tmall Push: ¥6.00 (¥5.40–6.60) against ¥4.00."
    )
    assert found.action == (
        "Apply for Tmall Banner by 20 Nov. Ask today whether Tmall Top can still be had, else plan without its "
        "visitors, about 80. Pay about ¥400 at most for Tmall Push, or leave it out: its visitors cost that much by "
        "advertising."
    )
    assert found.grade == "likely"


def test_the_same_is_said_in_chinese():
    found = resources.found(HELD, ZH, total=TOTAL)
    assert found.text.startswith(
        "5 个资源位：已拿到 1 个，已申请 0 个，未通过 1 个。接下来最先要申请：天猫首页焦点图，截止 11 月 20 日。"
    )
    assert "预计带来访客 1,580（八成把握：1,400–1,760），费用 1,090 元" in found.text
    assert "引流成本高于推广的：天猫消息推送每位 6.00 元（5.40–6.60 元），推广 4.00 元。" in found.text
    assert found.action.startswith("申请天猫首页焦点图（11 月 20 日前）。今天就问天猫搜索置顶能否补报")


@pytest.mark.parametrize(
    ("words", "next_one", "by", "over", "now"),
    [
        (
            EN,
            "Next to apply for, as is usual by 20 Nov: Tmall Banner.",
            "Apply for Tmall Banner (as is usual by 20 Nov).",
            "By now one has usually applied for Tmall Banner.",
            "Apply today for Tmall Banner: the usual day is over.",
        ),
        (
            ZH,
            "接下来最先要申请（按惯例 11 月 20 日前）：天猫首页焦点图。",
            "申请天猫首页焦点图（按惯例 11 月 20 日前）。",
            "天猫首页焦点图通常此时应已申请。",
            "今天就申请天猫首页焦点图：按惯例已偏晚。",
        ),
    ],
)
def test_a_day_that_is_only_usual_is_said_so_and_is_no_deadline(words, next_one, by, over, now):
    first = HELD[HELD["slot"] == "banner"].assign(assumed=True)
    for held, (text, action) in ((first, (next_one, by)), (first.assign(days_left=-2.0), (over, now))):
        found = resources.found(held, words, total=TOTAL)
        assert text in found.text
        assert found.action == action
        assert ("in time" in found.text, "已过申请截止" in found.text) == (False, False)


def test_of_slots_of_one_day_those_come_first_whose_day_is_known():
    both = HELD.head(2).assign(book_by=HELD["book_by"].iloc[0], assumed=[True, False], verdict="")
    found = resources.found(both, EN, total=TOTAL)
    assert "Next to apply for: Tmall Push, by 20 Nov." in found.text
    assert found.action == "Apply for Tmall Banner (as is usual by 20 Nov), Tmall Push by 20 Nov."


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"expected_low": nan, "expected_high": nan}, "may bring 1,580 visitors for ¥1,090; too few are known for a"),
        ({"expected": nan, "expected_low": nan, "known": 0}, "is not known yet: 4,000 visitors for ¥1,090."),
        ({"advertising": nan}, "may bring 1,580 visitors (80% sure: 1,400–1,760) for ¥1,090."),
        ({"known": 3}, "What 1 slot may bring is not known."),
    ],
)
def test_what_is_not_known_is_said(change, said):
    assert said in resources.found(HELD, EN, total=TOTAL.assign(**change)).text


UNPRICED = {"price": nan, "each": nan, "each_low": nan, "each_high": nan}
FREE = dict.fromkeys(UNPRICED, 0.0)
RANGELESS = {"expected_low": nan, "expected_high": nan}


@pytest.mark.parametrize(
    ("change", "english", "chinese"),
    [
        (
            UNPRICED | {"priced": 0},
            "may bring 1,580 visitors (80% sure: 1,400–1,760). 4 of them have no price yet, so that their cost",
            "预计带来访客 1,580（八成把握：1,400–1,760）。其中 4 个还没有价格，费用合计算不出来。",
        ),
        (
            UNPRICED | RANGELESS | {"priced": 3},
            "may bring 1,580 visitors; too few are known for a range. 1 of them has no price yet, so that",
            "预计带来访客 1,580；以往资源位太少，给不出区间。其中 1 个还没有价格，费用合计算不出来。",
        ),
        (
            UNPRICED | RANGELESS | {"priced": 3, "expected": nan, "known": 0},
            "is not known yet: 4,000 visitors are promised. 1 of them has no price yet",
            "还没有以往资源位的兑现情况：平台承诺访客 4,000。其中 1 个还没有价格，费用合计算不出来。",
        ),
        (
            FREE,
            "(80% sure: 1,400–1,760). All of them are free; by advertising a visitor costs ¥4.00.",
            "（八成把握：1,400–1,760）。这些资源位都不收费；靠推广每位访客要 4.00 元。",
        ),
        (
            RANGELESS | {"promised": nan, "expected": nan, "known": 0},
            "How many visitors the platforms promise is not known. They cost ¥1,090.",
            "平台承诺多少访客还没有记录。费用 1,090 元。",
        ),
        (FREE | {"advertising": nan}, "1,400–1,760). All of them are free. A", "1,400–1,760）。这些资源位都不收费。"),
    ],
)
def test_a_price_is_said_only_where_every_slot_has_one(change, english, chinese):
    for words, said in ((EN, english), (ZH, chinese)):
        text = resources.found(HELD, words, total=TOTAL.assign(**change)).text
        assert said in text
        assert ("—" in text, "nan" in text, "free each" in text, "每位 免费" in text) == (False,) * 4


def test_without_a_range_it_is_a_hint_and_all_granted_asks_for_nothing():
    granted = HELD[HELD["state"] == "slot_granted"]
    found = resources.found(granted, EN, total=TOTAL.assign(slots=1, known=1, expected_low=nan))
    assert found.text.startswith("The slot is granted.")
    assert (found.grade, found.action) == ("hint", "")


def test_the_table_says_each_slot_with_its_range_and_adds_up_what_is_not_refused():
    held = HELD.assign(each_high=HELD["each_high"].mask(HELD["slot"] == "top", inf), assumed=HELD["slot"] == "banner")
    view = slots.table(held, EN, total=TOTAL)
    for said in ("20 Nov, as is usual", "40.0%, as other slots", "1,000 (900–1,100)", "¥1.10 (¥0.99 or more)", "free"):
        assert said in view.html
    for said in ("Cheaper", "Dearer", "Not settled", "Worth by advertising"):
        assert said in view.html
    for said in (
        "Not refused, together",
        "1,580 (1,400–1,760)",
        "counts in the last row and in the money all the same",
    ):
        assert said in view.html
    assert isinstance(slots.table(missing("resources"), EN, total=missing("resources")), Absent)
    assert "not known: it takes ad spend" in slots.table(HELD.assign(advertising=nan), EN, total=TOTAL).html


def test_in_chinese_the_kept_promise_of_slots_is_called_as_that_of_creators():
    said = slots.table(HELD, ZH, total=TOTAL).html + resources.found(HELD, ZH, total=TOTAL).text
    assert ("按以往兑现率" in said, "资源位兑现率" in said, "按同平台其他资源位的兑现率" in said, "达成率" in said) == (
        True,
        True,
        True,
        False,
    )


def test_a_slot_s_task_is_called_by_its_own_name_and_platform():
    row = {"task": "slot/jd/top", "kind": "slot", "subject": "jd/top", "text_en": None, "text_zh": "搜索置顶"}
    laid = pd.DataFrame([row, row | {"text_zh": None}])
    assert named.tasks(laid, EN) == ["Request JD 搜索置顶", "Request JD top"]
    assert named.tasks(laid, ZH) == ["申请京东搜索置顶", "申请京东 top"]


def test_slots_are_told_in_the_money_beside_creators():
    row = {"platform": "total", "budget": 900.0, "advertising": 800.0, "creators": 100.0, "slots": 0.0, "aside": nan}
    held = pd.DataFrame([row | {"resources": 80.0, "over": 80.0}])
    title = "¥80 more than the budget of ¥900: advertising (¥800), creators (¥100), platform slots (¥80)"
    assert title in creators.money(held, EN).html
    assert title.replace("¥80 more than", "Within", 1) in creators.money(held.assign(over=0.0), EN).html
    booked = pd.DataFrame([{
        "creator": "Ana", "state": "booked", "expected_paid": 9.0, "cost": 1.0, "left": 1.0, "left_low": 1.0,
        "left_high": 2.0, "owed_posts": 0.0,
    }])  # fmt: skip
    told = creators.found(booked, EN, held=held).text
    assert told.endswith("With ¥80 of platform slots and ¥800 of advertising that is ¥80 more than the budget of ¥900.")
    assert "¥300 of it kept in reserve" in creators.found(booked, EN, held=held, reserve=300.0).text
    none = creators.found(booked, EN, held=held.assign(advertising=0.0)).text
    assert none.endswith("and no advertising is planned yet.")


@pytest.mark.parametrize(
    ("change", "english", "chinese"),
    [
        (
            {"creators": nan, "slots": nan},
            "¥80 more than the budget of ¥900: advertising (¥800), platform slots (¥80)",
            "比 900 元的预算多出 80 元：推广（800 元）、资源位（80 元）",
        ),
        ({"advertising": 0.0, "resources": 0.0, "over": 0.0}, "Within the budget of ¥900: creators (¥100)",
         "未超出 900 元的预算：达人（100 元）"),
        ({"advertising": 0.0, "creators": nan, "resources": 0.0, "over": 0.0},
         "Of the budget of ¥900 nothing is known to be planned yet", "900 元的预算还没有已知的安排"),
    ],
)  # fmt: skip
def test_the_title_of_the_money_names_only_what_is_known(change, english, chinese):
    row = {"platform": "total", "budget": 900.0, "advertising": 800.0, "creators": 100.0, "slots": 0.0, "aside": nan}
    held = pd.DataFrame([row | {"resources": 80.0, "over": 80.0} | change])
    for words, said in ((EN, english), (ZH, chinese)):
        html = creators.money(held, words).html
        assert said in html
        assert ("（—）" in html, "(—)" in html, "nan" in html) == (False,) * 3
