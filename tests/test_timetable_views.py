"""A schedule is drawn and said: bars, days, what is late and wrong, how likely it is to be ready; in both languages."""

from __future__ import annotations

import re
from datetime import date
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

from planbook import planning
from planbook.absence import missing
from planbook.measures.planning import deadlines, schedule, simulate
from planbook.periods import Period
from planbook.views import charts, plans
from planbook.views.display import TWIN, Absent
from planbook.views.findings import Finding
from planbook.views.planning import named, readiness, rows, timetable
from planbook.views.words import open_words
from planbook.workdays import Workdays

EN, ZH = open_words("en"), open_words("zh")
RAN = SimpleNamespace(
    as_of=date(2026, 10, 30), key="fair-2026", name=lambda language: "年货节" if language == "zh" else "Fair",
    span=Period(date(2026, 11, 16), date(2026, 11, 18), "fair-2026", "event"),
)  # fmt: skip
DAYS = Workdays(RAN.as_of)
STAGES = pd.DataFrame(
    {"event": ["fair"], "year": 2026, "platform": "all", "own": True, "apply_by": [pd.Timestamp("2026-11-06")]}
)
UNBOOKED = pd.DataFrame({"platform": "tmall", "creator": ["<b>Mei</b>"], "tier": "ordinary"})
RULES = planning.load(planning.DEFAULT.parent)


def task(name, owner, *days, after=None, likely=2.0):
    guesses = {"optimistic": likely / 2, "likely": likely, "pessimistic": likely * 2, "hours": 4.0}
    texts = {"deliverable": "one page", "text_en": name.title(), "text_zh": f"任务{name}"}
    days = dict(zip(("starts", "due", "done"), map(pd.Timestamp, (*days, *["NaT"] * 3)[:3]), strict=True))
    return {"task": name, "owner": owner, "after": after} | days | guesses | texts


TASKS = pd.DataFrame([
    task("brief", "林悦", "2026-10-26", "2026-10-29"),
    task("pages", "苏禾", "2026-11-02", "2026-11-12", after="brief", likely=5.0),
    task("show", "林悦", "2026-11-13", "2026-11-13", after="pages;nothing"),
    task("thanks", None, after="show"),
])  # fmt: skip


@pytest.fixture(scope="module")
def planned():
    typed = TASKS.astype(dict.fromkeys(("starts", "due", "done"), "datetime64[us]"))
    return deadlines.ahead(typed, RAN, DAYS, RULES, (STAGES, UNBOOKED, missing("targets")))


@pytest.fixture(scope="module")
def net(planned):
    return schedule.network(planned, RAN, DAYS)


@pytest.fixture(scope="module")
def laid(net):
    return deadlines.dated(net, schedule.critical_path(net), RAN, DAYS)


DECIDES = pd.Series({"brief": 0.1, "pages": 0.9, "show": 0.8})


@pytest.fixture(scope="module")
def drawn(net):
    return simulate.durations(net)


def texts(chart):
    return [each.get_text() for axes in chart.figure.axes for each in axes.texts]


def bundle(view):
    return view._repr_mimebundle_()


def test_each_task_is_a_bar_from_its_first_day_to_its_last(laid):
    chart = timetable.gantt(laid, EN, ran=RAN, decides=DECIDES)
    bars = [bar for bar in chart.figure.axes[0].patches if bar.get_height() < 1]
    assert len(bars) == len(laid)
    assert [round(bar.get_width()) for bar in bars] == ((laid["ends"] - laid["begins"]).dt.days + 1).tolist()
    assert [bar.get_linewidth() > 2 for bar in bars] == laid["task"].isin(["pages", "show"]).tolist()


def test_picture_and_title_name_what_decides_the_end_of_the_plan_kept_to_its_dates(laid):
    """The path of tasks begun at once is another one; the table's shares and the chance speak of planned dates."""
    title = [timetable.gantt(laid, EN, ran=RAN, decides=DECIDES * part).title for part in (1.0, 0.6, 0.5)]
    assert title == [
        "Kept to the dates, 2 tasks decide the end: Pages → Show",
        "Kept to the dates, 1 task decides the end: Pages",
        "What is done when, and by whom",
    ]
    chinese = timetable.gantt(laid, ZH, ran=RAN, decides=DECIDES).title
    assert chinese == "按计划日期，2 项任务决定工期：任务pages → 任务show"


def test_the_picture_names_tasks_owners_campaign_and_the_last_day_that_is_read(laid):
    said = texts(timetable.gantt(laid, ZH, ran=RAN, decides=DECIDES))
    assert {"任务brief", "林悦", "年货节", "数据截至 10 月 30 日"} <= set(said)
    assert "Fair" in texts(timetable.gantt(laid, EN, ran=RAN, decides=DECIDES))


def test_the_picture_has_live_text_and_says_itself(laid):
    chart = timetable.gantt(laid, EN, ran=RAN, decides=DECIDES)
    svg = re.search(r"<svg.*</svg>", bundle(chart)["text/html"], re.DOTALL)[0]
    assert "<text" in svg
    assert len(svg.encode()) < 25_000
    assert "Pages: 2–12 Nov 2026, 苏禾, decides the end" in ET.fromstring(svg).get("aria-label")


def test_a_long_plan_is_drawn_as_far_as_it_can_be_read(laid):
    many = pd.concat([laid] * 9, ignore_index=True)
    kept = timetable.gantt(many, EN, ran=RAN, decides=DECIDES).data
    assert len(kept) == 24
    assert (kept["critical"] | kept["deadline"].notna()).all()


def test_owners_beyond_the_fourth_are_grey_and_named(laid):
    rows_ = laid.assign(owner=[f"P{n}" for n in range(len(laid))], name="x", done=False)
    chart = charts.gantt(rows_, EN, title="T", as_of=RAN.as_of, campaign=RAN.span, name="Fair")
    assert {f"P{n}" for n in range(len(laid))} <= set(texts(chart))


def test_nothing_to_draw_is_said(laid):
    assert isinstance(timetable.gantt(missing("tasks"), EN, ran=RAN, decides=DECIDES), Absent)
    assert isinstance(charts.gantt(laid.iloc[:0], EN, title="", as_of=RAN.as_of, campaign=RAN.span, name=""), Absent)


@pytest.mark.parametrize("words", [EN, ZH])
def test_the_table_has_all_its_columns_in_its_twin_and_dates_what_is_open(laid, net, drawn, words):
    page = bundle(timetable.table(laid, words, ran=RAN, decides=simulate.decides(net, drawn)))
    (twin,) = page[TWIN]["tables"]
    assert {"task", "text_en", "text_zh", "after", "latest", "slack", "proposed"} <= {
        c["name"] for c in twin["columns"]
    }
    assert len(twin["rows"]) == len(laid)
    days = {day["key"] for day in page[TWIN]["days"]}
    assert {key for key in days if key.startswith("task/")} == {f"task/fair-2026/{task}" for task in laid["task"]}
    assert "<b>Mei" not in page["text/html"]


def test_a_deadline_is_dated_also_where_the_task_is_planned_on_another_day(laid, net, drawn):
    late = laid.assign(ends=laid["ends"].where(laid["kind"] != "application", pd.Timestamp("2026-11-10")))
    page = bundle(timetable.table(late, EN, ran=RAN, decides=simulate.decides(net, drawn)))
    days = {day["key"]: (day["day"], day["title"]) for day in page[TWIN]["days"]}
    assert days["task/fair-2026/apply/fair-2026/all"] == ("2026-11-10", "Due: Apply for fair")
    assert days["deadline/fair-2026/apply/fair-2026/all"] == ("2026-11-06", "Deadline: Apply for fair")
    assert "deadline/fair-2026/brief" not in days


def test_the_page_says_what_each_task_waits_for_and_its_three_guesses(laid, net, drawn):
    page = bundle(timetable.table(laid, EN, ran=RAN, decides=simulate.decides(net, drawn)))["text/html"]
    row = next(row for row in page.split("<tr")[::-1] if "Thanks" in row)
    assert re.findall(r">([^<]+)</t[dh]>", row)[:5] == ["Thanks", "Show", "1.0", "2", "4"]
    assert "13\u00a0Nov</td>" in page  # without the year, so that the state stays on the page


def test_a_missed_deadline_leads_what_is_said(laid):
    own = laid[laid["kind"] != "booking"]
    found = timetable.late(own.assign(state=own["state"].where(own["kind"] != "application", "after_deadline")), EN)
    assert found.id == "deadline"
    assert found.text.startswith("Apply for fair would be done only after the deadline; Brief should be done")
    assert found.action == "Do Apply for fair at once, or ask for more time: its deadline is 6 Nov."


def test_a_booking_that_is_late_has_another_to_take_and_does_not_lead(laid):
    found = timetable.late(laid[laid["kind"] == "booking"], EN)
    assert found.id == "late_tasks"
    assert found.action == "Book <b>Mei</b> at once, or take the next on the list: it was due by 17 Oct."


def test_a_slot_that_is_late_may_still_be_had_and_does_not_lead(laid):
    booking = laid[laid["kind"] == "booking"].assign(kind="slot", subject="tmall/banner", text_en="Banner")
    found = timetable.late(booking, EN)
    assert found.id == "late_tasks"
    assert found.action == (
        "Request Tmall Banner today if it can still be had, or plan without it: its day was 17 Oct."
    )


def test_the_twin_of_the_table_is_the_same_in_both_languages(laid, net, drawn):
    decides = simulate.decides(net, drawn)
    one, other = (bundle(timetable.table(laid, words, ran=RAN, decides=decides))[TWIN] for words in (EN, ZH))
    assert one["tables"][0]["rows"] == other["tables"][0]["rows"]
    assert [day["key"] for day in one["days"]] == [day["key"] for day in other["days"]]


def test_what_is_late_is_said_with_its_owner(laid):
    found = timetable.late(laid[laid["kind"] != "booking"], EN)
    assert isinstance(found, Finding)
    assert found.text.startswith("Brief should be done or begun by now")
    assert found.action == "Finish Brief first."
    assert found.owner == "林悦"


def test_what_is_overdue_after_the_campaign_has_no_last_day_to_begin(laid):
    thanks = laid.tail(1).assign(state="overdue", latest=pd.NaT, owner=None)
    assert timetable.late(thanks, EN).action == "Finish Thanks first."
    assert timetable.late(thanks, EN).owner == ""


def test_a_task_without_room_is_asked_to_begin_earlier(laid):
    tight = laid.assign(state=["tight"] + ["on_track"] * (len(laid) - 1))
    found = timetable.late(tight, ZH)
    assert found.text.startswith("1 项任务的开始日晚于")
    assert found.action.startswith("“任务brief”须在")


def test_a_plan_in_time_and_without_faults_says_so(laid):
    calm = laid.assign(state="on_track")
    assert "No task is late" in timetable.late(calm, EN).text
    assert "has an owner" in timetable.faults(pd.DataFrame(columns=["kind", "task", "other"]), EN, laid=laid).text


def test_every_fault_is_said_in_both_languages(laid):
    kinds = pd.DataFrame({"kind": list(timetable.FAULTS), "task": "brief", "other": "pages"})
    assert "Brief has no owner." in bundle(timetable.faults(kinds, EN, laid=laid))["text/html"]
    assert "“任务brief”没有负责人。" in bundle(timetable.faults(kinds, ZH, laid=laid))["text/html"]


def chances(planned_, best, days=0.0):
    both = {"p50": pd.Timestamp("2026-11-13"), "p80": pd.Timestamp("2026-11-17"), "opening": pd.Timestamp("2026-11-16")}
    frame = pd.DataFrame([both] * 2, index=["as_planned", "at_once"])
    return frame.assign(chance=[planned_, best], buffer=1.4, days=days)


def tried(*pairs):
    return pd.DataFrame(pairs, columns=["days", "chance"])


def test_what_to_do_depends_on_what_an_earlier_begin_can_bring():
    safe = readiness.verdict(chances(0.9, 0.99), EN, tried=tried((0, 0.9)))
    assert safe.action == "Keep the dates; leave 2 days of buffer before the first day untouched."
    soon = readiness.verdict(chances(0.4, 0.9), EN, tried=tried((0, 0.4), (3, 0.82)))
    assert soon.action == (
        "Start each task as soon as what it waits for is done, up to 3 working days before its day: the chance becomes "
        "82%."
    )
    short = readiness.verdict(chances(0.004, 0.6, -1.2), EN, tried=tried((0, 0.004), (5, 0.6)))
    assert "up to 5 working days before its day (the chance becomes 60%), and shorten" in short.action
    assert "shorten what then decides the end by 2 days" in short.action
    fixed = readiness.verdict(chances(0.6, 0.6, -1.2), EN, tried=tried((0, 0.6)))
    assert fixed.action.startswith("Shorten what decides the end by 2 days, or leave something out")
    assert "with a chance of under 1%: as likely as not by 13 Nov, 80% sure by 17 Nov" in short.text


def test_the_days_off_that_are_known_are_said():
    said = {zone: readiness.days_off(RAN, EN, rules=RULES, zone=zone).text for zone in ("Asia/Shanghai", "UTC")}
    assert "count weekends worked" in said["Asia/Shanghai"]
    assert "no days off for UTC" in said["UTC"]
    later = SimpleNamespace(span=Period(date(2027, 1, 5), date(2027, 1, 14), "x"))
    assert "After 31 Dec 2026" in readiness.days_off(later, EN, rules=RULES, zone="Asia/Shanghai").text


def test_the_normal_rule_stands_beside_the_draws(net, laid, drawn):
    path = schedule.critical_path(net)
    ready = simulate.finish(net, DAYS, drawn)
    page = bundle(readiness.path(path, ZH, laid=laid, normal=0.93, drawn=ready))["text/html"]
    assert "按 PERT 正态近似（只看一条路径）概率 93%" in page
    assert readiness.chance_title(ready, EN).startswith("Ready before 16 Nov: ")
    assert "五成把握" in bundle(readiness.chances(ready, ZH))["text/html"]


def test_only_what_was_proposed_goes_into_the_plan_in_both_languages(laid, planned):
    found = rows.tasks(laid, planned)
    assert found["task"].tolist() == ["book/tmall/<b>Mei</b>", "apply/fair-2026/all", "thanks"]
    assert found["text_en"].tolist() == ["Book <b>Mei</b>", "Apply for fair", "Thanks"]
    assert found["text_zh"].tolist() == ["签约达人：<b>Mei</b>", "fair 活动报名", "任务thanks"]
    handed = bundle(plans.rows(found, EN, table="tasks"))[TWIN]["rows"]
    assert handed == bundle(plans.rows(found, ZH, table="tasks"))[TWIN]["rows"]
    assert handed[1]["row"]["due"] == "2026-11-06"


def test_a_task_is_called_by_what_it_was_made_from(laid):
    assert "Book <b>Mei</b>" in named.tasks(laid, EN)
    assert "Apply for fair" in named.tasks(laid, EN)
