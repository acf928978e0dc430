"""A content calendar, hours, duties and meetings are shown and said, in both languages."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from planbook.absence import missing
from planbook.periods import Period
from planbook.views import hours, plans
from planbook.views.display import TWIN, Absent
from planbook.views.findings import Finding
from planbook.views.planning import calendar, duties, rows
from planbook.views.words import open_words

EN, ZH = open_words("en"), open_words("zh")
RAN = SimpleNamespace(
    as_of=date(2026, 12, 13), key="fair-2027", name=lambda language: "年货节" if language == "zh" else "Fair",
    span=Period(date(2027, 1, 5), date(2027, 1, 8), "fair-2027", "event"),
)  # fmt: skip
MET = pd.DataFrame(
    [
        ("gap", "2026-12-14", "", "existing", ""),
        ("gap", "2026-12-21", "", "potential", ""),
        ("same_day", "2026-12-28", "tmall", "potential", "live+short_video"),
        ("unfit", "2026-12-21", "douyin", "hesitant", "long_text:short_video+live"),
        ("day_off", "2027-01-01", "tmall", "hesitant", ""),
        ("festival", "2027-02-06", "tmall", "hesitant", "spring_festival"),
        ("other_event", "2026-12-12", "tmall", "hesitant", "double12:burst"),
    ],
    columns=["kind", "date", "platform", "stage", "subject"],
).astype({"date": "datetime64[us]"})
PIECES = pd.DataFrame({
    "date": pd.to_datetime(["2026-12-14", "2026-12-15"]), "platform": "tmall", "format": ["live", "message"],
    "stage": ["potential", "existing"], "topic": ["gifting", None], "owner": ["何夏", None], "hours": [9.0, 3.0],
    "status": "planned", "text_en": ["<i>Gifts</i>", None], "text_zh": ["礼盒怎么选", None], "proposed": [False, True],
})  # fmt: skip
LAID = pd.DataFrame({
    "task": ["brief", "book/tmall/Mei"], "kind": ["planned", "booking"], "subject": ["", "Mei"],
    "text_en": ["Brief", None], "text_zh": ["活动简报", None],
})  # fmt: skip
MEETINGS = pd.DataFrame({
    "date": pd.to_datetime(["2026-12-14"]), "due": [("book/tmall/Mei",)], "late": [("brief",)], "pieces": [2],
    "reports": [("Ana", "Bo")],
})  # fmt: skip
DUTIES = LAID.assign(responsible=["Ana", "Bo"], consulted=[(), ("Ana", "Di")], informed=[("Bo",), ()])
DUTIES["accountable"] = [("Cy",), ("Cy", "Ed")]


def page(view):
    return view._repr_mimebundle_()


def test_gaps_and_collisions_are_counted_in_a_sentence():
    said = calendar.verdict(MET, EN).text
    assert said == (
        "The content calendar has 2 gaps, each a week in which one audience hears nothing; 1 day with two pieces for "
        "one audience on one platform; 1 piece that does not fit its platform; 1 piece in another event."
    )
    assert "2 处有一类用户整周没有内容" in calendar.verdict(MET, ZH).text


def test_a_calendar_without_gaps_says_so():
    calm = MET[MET["kind"].isin(["day_off", "festival"])]
    assert not isinstance(calendar.verdict(calm, EN), Finding)
    assert "Nothing collides" in calendar.conflicts(MET.iloc[:0], EN).text


def test_each_collision_says_what_it_is_about():
    english, chinese = (page(calendar.conflicts(MET, words))["text/html"] for words in (EN, ZH))
    assert "Long text; it carries Short video, Live" in english
    assert "Spring Festival" in english
    assert "Double 12, Burst" in english
    assert "长图文；该平台适合短视频、直播" in chinese


def test_the_weeks_are_a_heat_map():
    counted = pd.DataFrame([[1.0, 0.0]], index=["tmall"], columns=pd.to_datetime(["2026-12-14", "2026-12-21"]))
    shown = page(calendar.grid(counted, ZH, by="platform"))["text/html"]
    assert "12 月 14 日" in shown
    assert "pb-heatmap" in shown


@pytest.mark.parametrize(("words", "title"), [(EN, "A preview and a benefit"), (ZH, "老客户预告与专享福利")])
def test_every_piece_is_shown_and_dated(words, title):
    shown = page(calendar.table(PIECES, words, ran=RAN))
    assert title in shown["text/html"]
    assert "<i>" not in shown["text/html"]
    assert [day["key"] for day in shown[TWIN]["days"]] == [
        "content/fair-2027/2026-12-14/tmall/live/potential", "content/fair-2027/2026-12-15/tmall/message/existing",
    ]  # fmt: skip
    assert shown[TWIN]["days"][0]["day"] == "2026-12-14"


def test_the_calendar_is_the_same_data_in_both_languages():
    one, other = (page(calendar.table(PIECES, words, ran=RAN))[TWIN]["tables"][0] for words in (EN, ZH))
    assert one["rows"] == other["rows"]
    assert {"text_en", "text_zh", "status", "proposed"} <= {column["name"] for column in one["columns"]}


def test_proposals_for_which_nobody_has_room_are_said():
    told = pd.DataFrame({"date": pd.to_datetime(["2026-12-15", "2026-12-22"]), "crowded": [False, True]})
    assert calendar.staffed(told, EN).text.startswith("Nobody has room for what is proposed for 22 Dec")
    assert "who has room" in calendar.staffed(told.head(1), EN).text


def test_the_days_around_a_campaign_are_counted_from_its_first():
    found = pd.DataFrame({
        "kind": ["festival"], "starts": pd.to_datetime(["2027-02-06"]), "ends": pd.to_datetime(["2027-02-06"]),
        "subject": "spring_festival", "stage": "", "own": False,
    })  # fmt: skip
    shown = page(calendar.around(found, ZH, ran=RAN))
    assert "春节" in shown["text/html"]
    assert shown[TWIN]["tables"][0]["rows"][0][-1] == 32
    assert "No event" in calendar.around(found.iloc[:0], EN, ran=RAN).text


def test_who_does_asks_and_is_told_is_a_table():
    shown = page(duties.raci(DUTIES, ZH))["text/html"]
    assert "签约达人：Mei" in shown
    assert "Ana、Di" in shown
    assert "Cy、Ed" in shown
    assert "Cy, Ed" in page(duties.raci(DUTIES, EN))["text/html"]
    assert "执行（R）" in shown


@pytest.mark.parametrize(("words", "title"), [(EN, "Weekly meeting: Fair"), (ZH, "周会：年货节")])
def test_the_weekly_meetings_are_shown_and_dated(words, title):
    shown = page(duties.meetings(MEETINGS, words, laid=LAID, ran=RAN))
    (day,) = shown[TWIN]["days"]
    assert (day["key"], day["title"]) == ("meeting/fair-2027/2026-12-14", title)
    assert "Mei" in day["note"]
    assert "before the next weekly meeting" in duties.meetings(MEETINGS.iloc[:0], EN, laid=LAID, ran=RAN).text


def test_proposed_content_goes_into_the_plan_in_both_languages():
    proposed = PIECES[PIECES["proposed"]].drop(columns="proposed")
    found = rows.calendar(proposed)
    assert found[["date", "text_zh", "owner"]].iloc[0].tolist() == [
        "2026-12-15",
        "老客户预告与专享福利（待撰写）",
        None,
    ]
    one, other = (page(plans.rows(found, words, table="calendar"))[TWIN]["rows"] for words in (EN, ZH))
    assert one == other


def test_what_is_not_there_is_said():
    for view in (calendar.verdict, calendar.conflicts, duties.raci):
        assert isinstance(view(missing("calendar"), EN), Absent)


@pytest.mark.parametrize("busiest", [0.9, 1.2])
def test_hours_say_up_to_which_day_and_with_what_they_are_counted(busiest):
    rows = {"owner": ["Ana", "total"], "needed": [5.0, 5.0], "available": [9.0, 9.0], "share": [0.55, 0.55]}
    weeks = {"busiest": pd.Timestamp("2027-01-04"), "busiest_share": [busiest, np.nan], "over": [1.0, 1.0]}
    owners, ahead = pd.DataFrame(rows | weeks), Period(date(2026, 11, 2), date(2027, 1, 20), "x")
    assert hours.tight(owners, EN, until=ahead).text.endswith(
        " Counted up to 20 Jan 2027, with the tasks and the content that this page adds."
    )
    assert "统计截至 2027 年 1 月 20 日" in hours.tight(owners, ZH, until=ahead).text
    assert "Counted" not in hours.tight(owners, EN, until=missing("tasks")).text
