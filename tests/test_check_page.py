"""The page of the data check says the conclusion first, in either language, and escapes what comes from data."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from shop_factory import shop
from typer.testing import CliRunner, Result

from planbook.cli import app
from planbook.project import load
from planbook.reports import check_page
from planbook.tables import checks as tables_checks
from planbook.tables.findings import ERROR, NOTE, WARNING, Finding
from planbook.tables.schema import TABLES
from planbook.views import checks
from planbook.views.words import open_words

BAD = Finding("orders", "status", "unknown word", ERROR, 3, "<b>lost</b>", "Allowed: {words}.", {"words": "paid"})
LATE = Finding("traffic", "date", "ends early", WARNING, 6, "2026-10-25 (jd)", "It goes on.")
LONE = Finding("order_items", "order_id", "not in {other}", WARNING, 1, "9", "Mend it.", {"other": "orders"})
SMALL = Finding("traffic", "seconds", "no such column", NOTE, 1, "", "Figures that need them say so.")
GONE = Finding("survey", "", "no such table", NOTE, 0, "", "Import it.")
ORDERS = "order_id,paid,paid_at,status\n1,5,2026-10-01,lost<script>\n"


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.split("<main>")[1]))


def planbook(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.mark.parametrize(
    ("found", "english", "chinese"),
    [
        (
            [BAD, LATE],
            "1 error and 1 warning: figures of orders would be wrong.",
            "1 个错误、1 个警告：订单的数会出错。",
        ),
        ([BAD, BAD], "2 errors: figures of orders would be wrong.", "2 个错误：订单的数会出错。"),
        (
            [LATE, LONE],
            "No errors, 2 warnings: look at traffic, order lines.",
            "没有错误，2 个警告：请看流量、订单明细。",
        ),
        ([SMALL], "Nothing is wrong, late or at odds.", "没有发现错误、缺漏或对不上的地方。"),
    ],
    ids=["both", "errors", "warnings", "notes"],
)
def test_the_conclusion_is_one_sentence(found: list[Finding], english: str, chinese: str) -> None:
    assert [checks.verdict(found, open_words(language)) for language in ("en", "zh")] == [english, chinese]


def test_the_table_with_the_worst_comes_first_and_absent_tables_are_one_line(tmp_path: Path) -> None:
    here = shop(tmp_path, {}).shop
    page = text(check_page.page(here, [LATE, BAD, GONE], "en"))
    places = [page.index(part) for part in ("1 error", "Orders orders", "Traffic traffic", "Not in the data: survey.")]
    assert places == sorted(places)
    assert "Allowed: paid." in page


def test_the_page_speaks_chinese(tmp_path: Path) -> None:
    page = check_page.page(shop(tmp_path, {}).shop, [LONE, GONE], "zh")
    assert '<html lang="zh-CN">' in page
    assert "数据检查" in page
    assert "在“订单”中找不到" in text(page)
    assert "没有这些表：问卷。" in text(page)


def test_what_comes_from_data_is_escaped_and_nothing_is_loaded(tmp_path: Path) -> None:
    page = check_page.page(shop(tmp_path, {}).shop, [BAD], "en")
    assert "&lt;b&gt;lost&lt;/b&gt;" in page
    assert "<b>lost" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_paths_and_secrets_stand_on_no_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_PASSWORD", "open-sesame")
    found = BAD._replace(example=f"{tmp_path}/data/a.csv of open-sesame")
    page = check_page.page(shop(tmp_path, {}).shop, [found], "en")
    assert "data/a.csv of •••" in page
    assert str(tmp_path) not in page


def test_every_table_has_a_name() -> None:
    assert checks.TABLES.keys() == TABLES.keys()


def test_a_finding_is_one_line_with_as_much_as_is_known() -> None:
    words = open_words("en")
    assert [checks.sentence(each, words) for each in (LONE, SMALL, GONE)] == [
        "Order lines, order_id: not in orders (1; such as 9)",
        "Traffic, seconds: no such column (1)",
        "Survey: no such table",
    ]


def test_all_that_a_check_says_is_said_in_chinese_too(tmp_path: Path) -> None:
    found = tables_checks.findings(shop(tmp_path, {"orders": ORDERS + "1,-5,2062-10-01,\n"}))
    said = [checks.what(each, open_words("zh")) + checks.advice(each, open_words("zh")) for each in found]
    assert [line for line in said if not re.search("[一-鿿].*[一-鿿]", line)] == []


def test_the_command_writes_a_page_for_each_shop_and_ends_with_1_on_errors(tmp_path: Path) -> None:
    shop(tmp_path, {"orders": ORDERS})
    found = planbook("check", "-w", tmp_path, "--to", "html", "--language", "en")
    page = tmp_path / "reports/check/tea.html"
    assert (found.exit_code, str(page) in found.output) == (1, True)
    assert "1 error and 1 warning" in page.read_text(encoding="utf-8")
    assert "lost<script>" not in page.read_text(encoding="utf-8")


def test_the_command_speaks_json_and_refuses_what_it_does_not_know(tmp_path: Path) -> None:
    shop(tmp_path, {"orders": ORDERS})
    rows = json.loads(planbook("check", "-w", tmp_path, "--json").output)
    assert (rows[0]["shop"], rows[0]["severity"], rows[0]["check"]) == ("tea", "error", "unknown word")
    assert planbook("check", "-w", tmp_path, "--to", "pdf").exit_code == 2


def test_the_page_of_the_sample_says_that_nothing_is_wrong() -> None:
    here = load(".").shop("luming")
    assert "Nothing is wrong" in check_page.page(here, [], "en")
