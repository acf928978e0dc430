"""Documents that people fill in: what each holds, that it opens, in both languages, the same bytes on any day."""

from __future__ import annotations

import io
import re
import sys
import zipfile

import docx
import make_planning
import pytest
from document_factory import HOSTILE, grids, names, of, sheets, texts, written

from planbook.absence import ConfigError, ParameterError
from planbook.documents import lists, making, spec
from planbook.documents.filling import BLANK
from planbook.documents.heads import shown
from planbook.naming import normal
from planbook.tables import named
from planbook.tables.exports.recognising import profile
from planbook.tables.exports.recognising.handmade import FILLED_IN
from planbook.tables.exports.recognising.recognition import Recognition
from planbook.tables.schema import TABLES

ALL, LANGUAGES = spec.names(), making.LANGUAGES
ASKED = {
    *("campaign_brief", "content_calendar", "schedule", "risk_register", "raci", "creator_list", "interview_guide"),
    *("questionnaire", "ab_test_card", "post_mortem", "event_application", "launch_checklist", "service_script"),
    *("market_log", "rival_sheet", "sop_search_ads", "sop_feed_ads", "sop_live", "sop_creators", "sop_email"),
    *("sop_private_traffic", "live_script", "video_script", "kol_brief"),
}
BOTH = [(name, language) for name in ALL for language in LANGUAGES]
LARGEST = 1_500_000  # bytes of the folder
KNOWN = Recognition(profile.ours() | profile.by_hand())


def test_every_document_that_planners_need_is_there():
    assert set(ALL) == ASKED


def test_the_folder_holds_each_document_in_both_languages_and_is_small():
    found = {path.name: path.stat().st_size for path in make_planning.FOLDER.iterdir()}
    assert found.keys() == {making.file_name(*each) for each in BOTH}
    assert sum(found.values()) < LARGEST


def test_the_blank_documents_are_what_the_script_writes(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["make_planning", "--check"])
    assert (make_planning.main(), capsys.readouterr().out) == (0, "")


def test_a_document_out_of_step_is_named_and_written_anew(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(make_planning, "FOLDER", tmp_path)
    monkeypatch.setattr(sys, "argv", ["make_planning", "--check"])
    assert make_planning.main() == 1
    assert "run make fix: templates/planning/raci.zh.xlsx" in capsys.readouterr().out
    (tmp_path / "old.docx").write_bytes(b"")
    monkeypatch.setattr(sys, "argv", ["make_planning"])
    assert make_planning.main() == 0
    assert {path.name for path in tmp_path.iterdir()} == {making.file_name(*each) for each in BOTH}


@pytest.mark.parametrize(("name", "language"), BOTH)
def test_a_document_opens_and_holds_all_that_its_file_says(name, language):
    document = spec.load(name)
    read = texts(making.blank(name, language), document.kind)
    fields = [entry.label for part in document.parts for entry in part.fields]
    cells = [text for grid in grids(document) for row in grid.rows for text in row]
    bullets = [text for part in document.parts for text in part.bullets]
    wanted = [getattr(text, language) for text in (document.title, *document.use, *fields, *cells, *bullets)]
    assert [text for text in map(BLANK.told, wanted) if text not in read] == []


@pytest.mark.parametrize(("name", "language"), BOTH)
def test_a_document_has_the_same_bytes_on_any_day(name, language):
    content = making.blank(name, language)
    assert content == making.blank(name, language)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {info.date_time[0] for info in archive.infolist()} <= {1980, 2026}


@pytest.mark.parametrize("name", ALL)
def test_an_english_document_has_no_chinese_in_it(name):
    read = texts(making.blank(name, "en"), spec.load(name).kind)
    assert re.findall(r"[\u4e00-\u9fff]+", read.replace("选项 lists", "")) == []


@pytest.mark.parametrize("name", ALL)
def test_a_chinese_document_says_everything_in_chinese(name):
    document = spec.load(name)
    said = [document.title, *document.use, *(p.heading for p in document.parts if p.heading)]
    said += [text for grid in grids(document) for row in grid.rows for text in row]
    plain = re.compile(r"[\u4e00-\u9fff]|^[\d\W_a-zA-Z|%+/−–… ]{0,40}$")
    assert [text.zh for text in said if not plain.search(text.zh)] == []


@pytest.mark.parametrize(("name", "language"), BOTH)
def test_every_table_in_a_document_is_known_by_its_line_of_names(name, language):
    for grid in grids(spec.load(name)):
        found = KNOWN.best(names(grid, language), "anything.xlsx")
        wanted = "sheet_questionnaire" if grid.attributes else f"sheet_{grid.table or 'entries'}"
        needed = TABLES[grid.table].required if grid.table else ("line",)
        assert (found.profile.name, set(needed) <= set(names(grid, language))) == (wanted, True)


@pytest.mark.parametrize(("name", "language"), BOTH)
def test_the_labels_of_a_table_are_never_taken_for_its_names(name, language):
    for grid in grids(spec.load(name)):
        heads = shown(grid, language)
        assert KNOWN.known([head.label for head in heads]) < KNOWN.known([head.name for head in heads])


def test_a_column_of_a_few_words_has_them_in_its_language():
    for language, words in (("en", "potential,hesitant,existing"), ("zh", "潜在用户,犹豫用户,老客户")):
        with zipfile.ZipFile(io.BytesIO(making.blank("content_calendar", language))) as archive:
            assert f"<formula1>&quot;{words}" in (rule := archive.read("xl/worksheets/sheet1.xml").decode()) or (
                f'<formula1>"{words}' in rule
            )
        told = {"en": "one of potential, hesitant, existing", "zh": "只能选：潜在用户、犹豫用户、老客户"}[language]
        assert re.search(f'error="[^"]*{told}', rule)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_a_code_is_read_as_that_code(language):
    for table in FILLED_IN.values():
        for column in table.columns:
            known = {normal(name): code for name, code in named.codes(table.name, column.name).items()}
            for code, name in lists.called(table, column, language).items():
                assert known.get(normal(name), name) == code
                assert known.get(normal(code), code) == code


@pytest.mark.parametrize("name", of("excel"))
def test_a_workbook_prints_on_a4_with_its_heads_on_each_page(name):
    with zipfile.ZipFile(io.BytesIO(making.blank(name, "zh"))) as archive:
        first = archive.read("xl/worksheets/sheet1.xml").decode()
        assert 'paperSize="9"' in first
        assert "Print_Titles" in archive.read("xl/workbook.xml").decode()


@pytest.mark.parametrize("name", of("word"))
def test_a_text_is_on_a4_and_names_a_chinese_font(name):
    made = docx.Document(io.BytesIO(making.blank(name, "zh")))
    section = made.sections[0]
    assert {round(section.page_width.cm, 1), round(section.page_height.cm, 1)} == {21.0, 29.7}
    assert 'w:eastAsia="微软雅黑"' in made.styles["Normal"].element.xml


def test_the_checklist_has_eight_to_twelve_checks_for_each_of_its_days():
    days = [grid for grid in grids(spec.load("launch_checklist")) if not grid.table]
    assert [8 <= len(day.rows) <= 12 for day in days] == [True] * 3


def test_the_service_script_answers_twenty_questions():
    assert sum(len(grid.rows) for grid in grids(spec.load("service_script"))) == 20


def test_an_application_has_the_fields_that_platforms_ask_for():
    (grid, slots, _) = grids(spec.load("event_application"))
    assert {"资源位代号", "申请截止", "承诺访客数"} <= {head.label.removesuffix(" *") for head in shown(slots, "zh")}
    labels = {head.label.removesuffix(" *") for head in shown(grid, "zh")}
    asked = {
        "商品编号",
        "日常价",
        "近30天最低成交价",
        "活动到手价",
        "活动库存",
        "每人限购",
        "短卖点（≤12字）",
        "主图链接",
    }
    assert asked <= labels


@pytest.mark.parametrize("name", [each for each in ALL if each.startswith("sop_")])
def test_each_step_of_an_sop_has_owner_time_and_check_and_it_is_one_page(name):
    (grid,) = grids(spec.load(name))
    assert len(grid.columns) == 6
    assert {len(row) for row in grid.rows} == {5}
    assert 6 <= len(grid.rows) <= 10


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(("name", "table"), [("schedule", "tasks"), ("kol_brief", "creators")])
def test_what_is_written_to_harm_stays_a_text(name, table, text):
    row = {"campaign": text, "task": text, "creator": text, "platform": text, "text_en": text, "owner": text}
    content = written(name, "en", {table: [row]}, shop="Tea", campaign=text)
    assert text in texts(content, spec.load(name).kind)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [archive.read(part) for part in archive.namelist() if part.endswith(".xml")]
    assert [part for part in parts if re.search(rb"<f>|<hyperlink|<script>", part)] == []


def test_an_unknown_document_names_the_nearest():
    with pytest.raises(ParameterError) as error:
        spec.load("schedul")
    assert error.value.advice == "Did you mean schedule?"


@pytest.mark.parametrize(("module", "name", "said"), [("xlsxwriter", "raci", "xlsx"), ("docx", "kol_brief", "docx")])
def test_a_library_that_is_not_there_is_named(module, name, said, monkeypatch):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ConfigError) as error:
        making.blank(name, "en")
    assert error.value.advice == f"pip install 'planbook[{said}]'"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"table": "tasks", "columns": ["task", "colour"]}, "tasks: mind the columns campaign, colour"),
        ({"columns": ["只有中文 || Chinese too"], "rows": ["只有中文"]}, "is not said in both languages"),
        ({"part": "steps", "columns": ["一 || One"], "rows": ["一 || One // 二 || Two"]}, "more cells than there are"),
        ({"columns": ["task"]}, "columns task: of which table?"),
        ({"columns": ["一 || One"]}, "say of which part its cells are, or of which table"),
        ({"part": "steps", "columns": ["一 || How?", "二 || How"]}, "two columns are called alike"),
        ({"part": "steps", "columns": ["一 || One"], "keys": ["a"]}, "keys: one for each of the rows"),
    ],
    ids=["columns", "languages", "cells", "table", "part", "alike", "keys"],
)
def test_a_document_that_is_wrong_says_where(told, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        spec.Grid.model_validate(told)


def test_a_sheet_is_named_by_its_heading():
    assert list(sheets(making.blank("risk_register", "zh"))) == ["风险", "演练清单"]
