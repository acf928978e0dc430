"""Documents filled from a shop's plan, given back by an import: what a person changed is in the plan, nothing else."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

import docx
import pandas as pd
import pytest
from document_factory import changed, edited, grids, planned, sheets, texts
from import_factory import bring, read, stored, told
from shop_factory import opened
from test_cli import planbook

from planbook import project
from planbook.absence import DataError, ParameterError
from planbook.documents import making, spec
from planbook.documents.filling import BLANK
from planbook.documents.heads import shown
from planbook.tables.exports.storing import manifest
from planbook.tables.store import fetch, open_shop

ROOT = Path(__file__).parents[1]
BRIEF = "shop,campaign,period,part,line,rank,text_en,text_zh,source,locked\n"
BRIEF += "tea,gifts-2027,,message,aroma,1,It can be tasted,喝得出来,13_value_proposition,false\n"
TARGETS = "shop,period,kpi,platform,owner,value\ntea,gifts-2027,paid,tmall,Lin,230000\n"


def rows(here, name):
    text = (here.project.root / "plans" / f"{name}.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def saved(here, name, language, change=lambda content: content):
    content, _ = making.filled(name, here, language)
    file = here.project.root / making.file_name(name, language)
    file.write_bytes(change(content))
    return file


# --- filled


def test_a_document_tells_of_the_campaign_and_its_goals(tmp_path):
    here = planned(tmp_path, brief=BRIEF, targets=TARGETS)
    content, campaign = making.filled("campaign_brief", here, "en")
    read_ = texts(content, "word")
    assert campaign == "gifts-2027"
    for said in ("Gift days", "5–14 Jan 2027", "Tmall", "¥24,000", "It can be tasted", "Tmall Paid: ¥230,000 (Lin)"):
        assert said in read_


def test_a_table_is_filled_in_the_language_of_the_document(tmp_path):
    here = planned(tmp_path)
    for language, said in (("zh", "主图设计"), ("en", "Main pictures")):
        (lines, *_) = sheets(making.filled("schedule", here, language)[0]).values()
        assert [line[2] for line in lines if line[1] == "pictures"] == [said]


def test_a_plan_without_rows_leaves_blanks(tmp_path):
    (first, *_) = sheets(making.filled("risk_register", planned(tmp_path), "en")[0]).values()
    assert first[0][0] == "Risk register"
    assert "Gift days" in first[1][0]
    assert not any(cell for line in first[8:] for cell in line)


def test_a_shop_without_campaigns_or_data_gets_a_document_all_the_same(tmp_path):
    here = planned(tmp_path)
    for file in (tmp_path / "plans").iterdir():
        file.unlink()
    assert making.filled("schedule", here, "en")[1] == ""
    (tmp_path / "orders.csv").unlink()
    assert making.filled("schedule", here, "en")[1] == ""


def test_a_campaign_that_there_is_not_is_told(tmp_path):
    with pytest.raises(ParameterError, match="no campaign 'gift-2027'"):
        making.filled("schedule", planned(tmp_path), "en", campaign="gift-2027")


@pytest.mark.parametrize("name", spec.names())
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_document_is_filled_from_the_sample(name, language):
    here = project.load(ROOT).shop("luming")
    content, campaign = making.filled(name, here, language)
    document = spec.load(name)
    wanted = {"next": "new-year-goods-2027", "latest": "white-dew-2026", "none": ""}[document.campaign]
    assert campaign in (wanted, *(["double11-2026"] if document.campaign == "latest" else []))
    assert (
        {"en": "Luming Tea", "zh": "鹿鸣茶"}[language] in texts(content, document.kind)
    ) or document.campaign == "none"
    named = fetch(open_shop(here)["campaigns"]).drop_duplicates("campaign").set_index("campaign")[f"text_{language}"]
    assert not campaign or str(named[campaign]) in texts(content, document.kind)


def test_the_samples_checklist_has_all_tasks_and_its_test_card_the_days():
    here = project.load(ROOT).shop("luming")
    tasks = fetch(open_shop(here)["tasks"])
    own = tasks[tasks["campaign"] == "new-year-goods-2027"].sort_values(["due", "task"])
    (*_, lines) = sheets(making.filled("launch_checklist", here, "zh")[0]).values()
    assert [line[1] for line in lines if line[0] == "new-year-goods-2027"] == own["task"].tolist()
    assert len(own) > 10
    card = texts(making.filled("ab_test_card", here, "zh")[0], "word")
    assert card.count("2027 年 1 月 5 日至 14 日") == 2  # under the title, and in its own line


def test_the_samples_schedule_has_its_tasks_in_their_order():
    here = project.load(ROOT).shop("luming")
    (lines, *_) = sheets(making.filled("schedule", here, "zh")[0]).values()
    names = [line[1] for line in lines if line[0] == "new-year-goods-2027"]
    tasks = fetch(open_shop(here)["tasks"])
    own = tasks[tasks["campaign"] == "new-year-goods-2027"]
    assert names == own.sort_values(["starts", "due", "task"])["task"].tolist()


def test_the_samples_application_has_the_usual_and_the_lowest_price_of_a_month():
    here = project.load(ROOT).shop("luming")
    (lines, *_) = sheets(making.filled("event_application", here, "zh", campaign="white-dew-2026")[0]).values()
    (top,) = [at for at, line in enumerate(lines) if line[0] == "campaign"]
    items = [line for line in lines[top + 1 :] if line[2]]
    assert all(line[3] and line[5] > 0 for line in items)
    sold = [line for line in items if line[7]]
    assert sum(0 < line[7] <= line[6] <= line[5] for line in sold) == len(sold) > 3


def test_a_rival_sheet_lists_what_was_looked_at_last_and_asks_for_its_figures():
    here = project.load(ROOT).shop("luming")
    (lines, *_) = sheets(making.filled("rival_sheet", here, "zh")[0]).values()
    (top,) = [at for at, line in enumerate(lines) if line[0] == "date"]
    watched = [line for line in lines[top + 1 :] if line[3]]
    last = fetch(open_shop(here)["competitor_items"])["date"].max()
    assert {line[0] for line in watched} == {(last.to_pydatetime().date()).fromordinal(last.date().toordinal() + 7)}
    assert {str(cell) for line in watched for cell in line[7:]} == {""}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", [each for each in spec.names() if spec.load(each).tables])
def test_a_document_filled_from_the_sample_can_be_given_back(name, language, tmp_path):
    file = tmp_path / making.file_name(name, language)
    file.write_bytes(making.filled(name, project.load(ROOT).shop("luming"), language)[0])
    found = read(tmp_path / "own", file)
    assert found.keys() == set(spec.load(name).tables)
    assert name not in {"schedule", "rival_sheet"} or sum(map(len, found.values())) > 10


def test_a_questionnaire_asks_of_the_attributes_and_rivals_that_were_rated_before():
    here = project.load(ROOT).shop("luming")
    answers = sheets(making.filled("questionnaire", here, "zh")[0])["答卷"]
    (names,) = [line for line in answers if line[0] == "respondent_id"]
    assert {"importance|aroma", "performance|aroma", "performance|aroma|云岭茶事"} <= set(names)


# --- given back


@pytest.mark.parametrize(("language", "said"), [("en", ("Tmall", "planned")), ("zh", ("天猫", "未申请"))])
def test_slots_are_applied_for_by_a_document_and_come_back_as_they_stand_then(language, said, tmp_path):
    head = "shop,campaign,platform,slot,stage,book_by,status,price,promised_visitors\n"
    here = planned(tmp_path, resources=head + "tea,gifts-2027,tmall,banner,burst,2026-11-20,planned,4200,3200\n")
    file = saved(here, "event_application", language)
    (_, lines, _) = sheets(file.read_bytes()).values()
    (row,) = [line for line in lines if line[2] == "banner"]
    assert (row[1], row[8]) == said
    file.write_bytes(edited(file.read_bytes(), said[1], {"en": "applied", "zh": "已申请"}[language]))
    bring(here, file)
    (found,) = rows(here, "resources")
    assert [found[name] for name in ("platform", "slot", "status", "price", "locked")] == [
        "tmall", "banner", "applied", "4200", "true",
    ]  # fmt: skip


def test_a_change_is_in_the_plan_and_locked_and_nothing_else_is_changed(tmp_path):
    here = planned(tmp_path)
    before = rows(here, "tasks")
    file = saved(here, "schedule", "en", lambda content: edited(content, "Su", "He"))
    brought = bring(here, file)
    expected = [before[0], before[1] | {"owner": "He", "locked": "true"}]
    assert [{name: row[name] for name in before[0]} for row in rows(here, "tasks")] == expected
    assert brought.merged["tasks"] == {"new": 0, "changed": 0, "same": 0, "replaced": 0, "orphaned": 0, "mended": 1}
    assert manifest.read(here.folder).tables.get("tasks", {"rows": 0})["rows"] == 0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_document_that_was_not_changed_changes_nothing(language, tmp_path):
    here = planned(tmp_path, brief=BRIEF, targets=TARGETS)
    before = {name: rows(here, name) for name in ("tasks", "brief", "targets")}
    bring(here, saved(here, "schedule", language), saved(here, "campaign_brief", language))
    assert {name: rows(here, name) for name in before} == before


def test_a_row_that_a_person_added_goes_into_the_store(tmp_path):
    here = planned(tmp_path)
    file = tmp_path / "own.csv"
    file.write_text("campaign,task,owner\ngifts-2027,samples,Su\ngifts-2027,brief,Lin\n", encoding="utf-8")
    bring(here, file)
    assert stored(here, "tasks", "task", "owner") == [("samples", "Su")]
    found = fetch(open_shop(here)["tasks"])
    assert sorted(found["task"]) == ["brief", "pictures", "samples"]


def test_a_table_of_a_text_is_given_back_too(tmp_path):
    here = planned(tmp_path, brief=BRIEF)
    file = saved(here, "campaign_brief", "zh")
    made = docx.Document(file)
    (cell,) = {c._tc: c for t in made.tables for r in t.rows[2:] for c in r.cells[4:5] if c.text == "喝得出来"}.values()
    cell.paragraphs[0].runs[0].text = "闻得到，喝得出来"
    made.save(file)
    bring(here, file)
    (row,) = rows(here, "brief")
    assert (row["text_zh"], row["text_en"], row["locked"]) == ("闻得到，喝得出来", "It can be tasted", "true")


def test_a_goal_is_handed_to_another_owner_and_raised_and_is_still_one_goal(tmp_path):
    here = planned(tmp_path, targets=TARGETS)
    file = saved(here, "campaign_brief", "en")
    changed(file, ("Lin", "He"), ("230000", "250000"))
    bring(here, file)
    told_ = [(row["kpi"], row["platform"], row["owner"], row["value"]) for row in rows(here, "targets")]
    assert told_ == [("paid", "tmall", "He", "250000")]


def test_a_goal_of_the_store_is_given_an_owner_and_is_still_one_goal(tmp_path):
    here = planned(tmp_path)
    file = tmp_path / "targets.csv"
    file.write_text("period,kpi,platform,owner,value\ngifts-2027,conversion,tmall,,0.045\n", encoding="utf-8")
    bring(here, file)
    file.write_text("period,kpi,platform,owner,value\ngifts-2027,conversion,tmall,He,0.05\n", encoding="utf-8")
    brought = bring(here, file)
    assert stored(here, "targets", "kpi", "owner", "value") == [("conversion", "He", 0.05)]
    assert (brought.merged["targets"]["new"], brought.merged["targets"]["changed"]) == (0, 1)


def test_words_that_a_chinese_document_says_come_back_as_the_schemas(tmp_path):
    risks = "shop,campaign,date,platform,format,stage,status,text_zh\n"
    risks += "tea,gifts-2027,2026-12-20,tmall,live,hesitant,planned,专场\n"
    here = planned(tmp_path, calendar=risks)
    file = saved(here, "content_calendar", "zh", lambda content: edited(content, "已排期", "已发布"))
    assert "犹豫用户" in texts(file.read_bytes(), "excel")
    bring(here, file)
    assert [(row["stage"], row["status"]) for row in rows(here, "calendar")] == [("hesitant", "published")]


NAMED = {
    "zh": [("天猫", "直播", "达人", "送礼"), ("自营小程序", "快闪", "社区店", "节气")],
    "en": [("Tmall", "Live", "Creators", "Gifting"), ("自营小程序", "快闪", "社区店", "节气")],
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_codes_are_called_by_their_names_and_come_back_as_codes(language, tmp_path):
    head = "shop,campaign,date,platform,format,channel,topic,stage,status\n"
    pieces = head + "tea,gifts-2027,2026-12-20,tmall,live,creators,gifting,hesitant,planned\n"
    pieces += "tea,gifts-2027,2026-12-21,自营小程序,快闪,社区店,节气,hesitant,planned\n"
    here = planned(tmp_path, calendar=pieces)
    file = saved(here, "content_calendar", language)
    (lines, *_) = sheets(file.read_bytes()).values()
    said = [(line[2], line[3], line[5], line[6]) for line in lines if line[0] == "gifts-2027"]
    assert said == NAMED[language]
    before = rows(here, "calendar")
    bring(here, file)
    assert rows(here, "calendar") == before


@pytest.mark.parametrize("said", ["tmall", "天猫", "Tmall", "TMALL"])
def test_a_platform_is_read_by_its_code_and_its_name_in_either_language(said, tmp_path):
    file = tmp_path / "targets.csv"
    file.write_text(f"period,kpi,platform,value\n2026-11,支付金额,{said},9\n", encoding="utf-8")
    assert told(read(tmp_path, file)["targets"], "kpi", "platform", "value") == [("paid", "tmall", 9)]


def test_a_channel_that_the_workspace_names_itself_keeps_its_name(tmp_path):
    file = tmp_path / "targets.csv"
    file.write_text("period,kpi,channel,value\n2026-11,spend,达人,9\n", encoding="utf-8")
    here = opened(tmp_path, {}, project={"channels": {"达人": {"sources": ["creator"]}}}).shop
    bring(here, file)
    assert stored(here, "targets", "channel") == [("达人",)]


def test_a_word_that_a_list_does_not_have_is_answered_with_the_words_of_the_list(tmp_path):
    file = tmp_path / "calendar.csv"
    file.write_text("date,platform,format,stage\n2026-12-20,tmall,live,老客\n", encoding="utf-8")
    said = r"'老客', which is none of 潜在用户 \(potential\), 犹豫用户 \(hesitant\), 老客户 \(existing\)"
    with pytest.raises(DataError, match=said):
        read(tmp_path, file)


def test_answers_become_respondents_and_ratings(tmp_path):
    heads = [head.name for head in shown(grids(spec.load("questionnaire"))[1], "en")]
    line = {"respondent_id": "S1", "nps": "9", "importance|price": "4", "performance|price": "5"}
    line |= {"performance|price|A": "2"}
    file = tmp_path / "x.csv"
    file.write_text(f"{','.join(heads)}\n{','.join(line.get(head, '') for head in heads)}\n", encoding="utf-8")
    found = read(tmp_path, file)
    assert told(found["survey"], "respondent_id", "nps") == [("S1", 9)]
    rated = sorted(told(found["ratings"], "respondent_id", "brand", "attribute", "importance", "performance"), key=str)
    assert rated == [("S1", "A", "price", None, 2.0), ("S1", None, "price", 4.0, 5.0)]


def test_a_rating_beyond_the_scale_is_refused(tmp_path):
    file = tmp_path / "x.csv"
    file.write_text("respondent_id,importance|price,performance|price\nS1,7,5\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"x\.csv: importance\|price says 7, which is not 1 to 5"):
        read(tmp_path, file)


@pytest.mark.parametrize("name", spec.names())
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_blank_document_brings_nothing_but_the_words_that_are_written_in_it(name, language, tmp_path):
    file = tmp_path / making.file_name(name, language)
    file.write_bytes(making.blank(name, language))
    found, document = read(tmp_path, file), spec.load(name)
    assert found.keys() == set(document.tables)
    own = {grid.part: [row for row in grid.rows if row] for grid in grids(document) if grid.part}
    texts_ = {
        part: [BLANK.told(getattr(text, language)) for row in rows_ for text in row if text.zh]
        for part, rows_ in own.items()
    }
    entries = found.pop("entries", pd.DataFrame(columns=["part", "text"]))
    assert {part: Counter(cells["text"]) for part, cells in entries.groupby("part")} == {
        part: Counter(cells) for part, cells in texts_.items() if cells
    }
    assert {table: len(frame) for table, frame in found.items()} == dict.fromkeys(found, 0)


def test_a_table_of_a_text_that_is_not_imported_is_named_by_what_stands_in_it(tmp_path):
    here = planned(tmp_path, brief=BRIEF)
    file = saved(here, "campaign_brief", "en")
    made = docx.Document(file)
    (stages,) = [table for table in made.tables if table.rows[0].cells[0].text == "Stage"]
    stages._tbl.remove(stages.rows[1]._tr)  # the line of names
    made.save(file)
    aside = bring(here, file).files[0].aside
    assert "table 3, which begins with “Stage, Days, What it must reach, What is done …”" in aside


def test_a_damaged_text_is_told(tmp_path):
    file = tmp_path / "x.docx"
    file.write_bytes(making.blank("kol_brief", "en")[:-900])
    with pytest.raises(DataError, match=r"x\.docx is a damaged"):
        read(tmp_path, file)


# --- the command


def test_documents_are_listed():
    found = planbook("documents", "-w", ROOT, "--json")
    assert found.exit_code == 0
    assert '"document": "schedule"' in found.output


def test_a_document_is_written_once_and_not_over_what_somebody_filled_in(tmp_path):
    planned(tmp_path)
    words = ("document", "schedule", "--language", "en", "-w", tmp_path)
    file = tmp_path / "reports" / "documents" / "tea" / "gifts-2027" / "schedule.en.xlsx"
    assert str(file) in planbook(*words).output.replace("\n", "")
    assert file.exists()
    assert planbook(*words).exit_code == 2
    assert planbook(*words, "--force").exit_code == 0
    assert planbook("document", "schedul", "-w", tmp_path).exit_code == 2
