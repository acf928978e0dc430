"""Answer sheets of four survey tools become respondents and answers; who somebody is stays behind."""

from __future__ import annotations

import pytest
from export_factory import MAIL, NAME, PHONE, header, text, workbook
from import_factory import bring, read, shop, told

ANSWER = ("respondent_id", "question", "item", "answer")
RESPONDENT = ("respondent_id", "at", "nps")
AT = "2026-11-01 10:01:00"


def test_a_wjx_sheet_keeps_matrix_and_multiple_choice(tmp_path):
    names = [
        "序号",
        "提交答卷时间",
        "来自IP",
        "1、您的性别：",
        "2、打分：—香气",
        "2、包装",
        "3、在哪里买（多选）",
        "4、您的姓名：",
        "5、您有多大可能推荐我们",
    ]
    rows = [
        ["7", "2026/11/01 10:01:00", "10.77.77.77", "女", "5", "4", "抖音┋天猫", NAME, "9"],
        ["8", "", "", "男", "(空)", "3", "", "", "3"],
    ]
    found = read(tmp_path, workbook(tmp_path / "12345_按文本_茶.xlsx", {"Sheet1": [names, *rows]}))
    assert told(found["survey"], *RESPONDENT, "gender") == [("12345/7", AT, 9, "female"), ("12345/8", None, 3, "male")]
    assert sorted(told(found["answers"], *ANSWER)) == [
        ("12345/7", "2、打分", "包装", "4"), ("12345/7", "2、打分", "香气", "5"), ("12345/7", "3、在哪里买（多选）", "", "抖音┋天猫"),
        ("12345/8", "2、打分", "包装", "3"),
    ]  # fmt: skip


def test_a_surveymonkey_sheet_has_two_rows_of_headers(tmp_path):
    names = [*header("surveymonkey"), "Which teas do you drink?", "", "How likely are you to recommend us?"]
    second = [""] * 9 + ["Green", "Black", "Response"]
    row = ["11", "5", AT, AT, "10.77.77.77", MAIL, "Zoë", "Müller", "", "Green", "", "10"]
    found = read(tmp_path, text(tmp_path / "a.csv", [names, second, row], encoding="cp1252"), timezone="UTC")
    assert told(found["survey"], *RESPONDENT) == [("11", AT, 10)]
    assert told(found["answers"], *ANSWER) == [("11", "Which teas do you drink?", "Green", "Green")]


def test_a_typeform_sheet_may_have_html_in_its_headers(tmp_path):
    names = ["#", "<b>Which</b> tea, &amp; why?", "Start Date (UTC)", "Submit Date (UTC)", "Network ID"]
    file = text(tmp_path / "responses.csv", [names, ["ab12", f"green, call {PHONE}", AT, AT, "n1"]])
    found = read(tmp_path, file, timezone="UTC")
    assert told(found["survey"], *RESPONDENT) == [("ab12", AT, None)]
    assert told(found["answers"], *ANSWER) == [("ab12", "Which tea, & why?", "", "green, call ***")]


def test_a_google_form_knows_its_respondents_by_the_time_they_answered(tmp_path):
    names = ["Timestamp", "Email Address", "How likely are you to recommend us?", "What else?"]
    rows = [[AT, MAIL, "8", "more green"], [AT, MAIL, "2", ""]]
    found = read(tmp_path, text(tmp_path / "Tea (Responses) - Form Responses 1.csv", [names, *rows]))
    assert told(found["survey"], "at", "nps") == [(AT, 8), (AT, 2)]
    assert found["survey"]["respondent_id"].is_unique
    assert told(found["answers"], "question", "answer") == [("What else?", "more green")]


def test_questions_that_ask_who_somebody_is_are_told_and_their_answers_stay_behind(tmp_path):
    names = ["序号", "1、您的姓名：", "2、您的手机号码：", "3、喜欢哪种茶？"]
    file = workbook(tmp_path / "问卷.xlsx", {"Sheet1": [names, ["1", NAME, PHONE, "绿茶"]]})
    (part,) = bring(shop(tmp_path / "tea"), file).files[0].parts
    assert part.personal == ("1、您的姓名：", "2、您的手机号码：")


@pytest.mark.parametrize("marks", [("", ""), ("合计", "-")])
def test_a_funnel_of_jd_has_the_same_header_after_each_figure(tmp_path, marks):
    names = header("jd_shangzhi_funnel")
    told_of = {
        "日期": "2026-11-01",
        "一级渠道": "免费",
        "二级渠道": "搜索",
        "访客数(UV)": "1,200",
        "浏览量(PV)": "3,000",
        "成交客户数": "30",
        "同比": "12%",
    }
    total = {"日期": marks[0], "二级渠道": marks[1], "访客数(UV)": "1,200"} if marks[0] else {}
    rows = [[row.get(name, "") for name in names] for row in (told_of, total)]
    found = read(tmp_path, workbook(tmp_path / "渠道.xlsx", {"Sheet1": [names, *rows]}))
    assert told(found["traffic"], "date", "visitors", "page_views", "buyers") == [("2026-11-01", 1200, 3000, 30)]
