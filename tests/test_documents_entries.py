"""The tables of a document's own: what somebody filled in comes back in the next one, in either language."""

from __future__ import annotations

import docx
import pytest
from document_factory import changed, edited, grids, planned, sheets, texts
from import_factory import bring, read, stored, told

from planbook.absence import DataError
from planbook.documents import making, spec
from planbook.tables import plans

STEP = ["Watch", "Viewers, item clicks, orders, refunds, warnings", "Analyst", "Half-hourly", "Told in the group", ""]


def saved(here, name, language="en", change=lambda content: content):
    file = here.project.root / making.file_name(name, language)
    file.write_bytes(change(making.filled(name, here, language)[0]))
    return file


def table(here, name, heading, language="en"):
    """Give the rows of a text's table, which begins with a heading."""
    (file,) = [saved(here, name, language)]
    found = [each for each in docx.Document(file).tables if each.rows[0].cells[0].text == heading]
    return [[cell.text for cell in row.cells] for row in found[0].rows[2:]]


def sheet(here, name, number, language="en"):
    """Give the rows of a sheet below its line of names."""
    lines = list(sheets(making.filled(name, here, language)[0]).values())[number]
    (top,) = [at for at, line in enumerate(lines) if line[0] == "line"]
    return [line for line in lines[top + 1 :] if line[0]]


@pytest.mark.parametrize("given", making.LANGUAGES)
@pytest.mark.parametrize("name", [each for each in spec.names() if "entries" in spec.load(each).tables])
def test_a_document_that_was_given_back_is_made_again_as_it_was(name, given, tmp_path):
    here = planned(tmp_path)
    kind = spec.load(name).kind
    before = {language: texts(making.filled(name, here, language)[0], kind) for language in making.LANGUAGES}
    bring(here, saved(here, name, given))
    again = {language: texts(making.filled(name, here, language)[0], kind) for language in making.LANGUAGES}
    kept = [grid for grid in grids(spec.load(name)) if grid.part and grid.of != "watched" and grid.rows]
    assert stored(here, "entries", "document") != [] or not kept
    assert again == before


def test_a_step_that_was_changed_stands_in_the_next_sop_and_one_that_was_deleted_does_not(tmp_path):
    here = planned(tmp_path)
    assert STEP in table(here, "sop_live", "Step")
    file = saved(here, "sop_live")
    changed(file, ("Viewers, item clicks, orders, refunds, warnings", "Viewers and orders"), ("Open", "Greet"))
    made = docx.Document(file)
    (steps,) = [each for each in made.tables if each.rows[0].cells[0].text == "Step"]
    steps._tbl.remove(steps.rows[-1]._tr)
    made.save(file)
    bring(here, file)
    found = table(here, "sop_live", "Step")
    assert [STEP[0], "Viewers and orders", *STEP[2:]] in found
    assert [row[0] for row in found] == ["Items", "Prices", "Rehearse", "Greet", "Sell", "Watch", "Hand over"]


def test_the_other_language_has_the_written_words_in_its_own_and_a_persons_as_they_are(tmp_path):
    here = planned(tmp_path)
    file = saved(here, "sop_live", "zh")
    changed(file, ("核价核券", "核三遍价"))
    bring(here, file)
    steps = [row[0] for row in table(here, "sop_live", "Step", "en")]
    assert steps[:3] == ["Items", "核三遍价", "Rehearse"]


def test_a_word_of_a_list_is_said_in_either_language(tmp_path):
    here = planned(tmp_path)
    content = making.filled("risk_register", here, "zh")[0]
    book = sheets(content)["演练清单"]
    assert book[-1][4] == ""
    file = tmp_path / "x.csv"
    names = book[[line[0] for line in book].index("line")]
    row = ["下单失败", "", "", "", "未通过"]
    file.write_text("\n".join(",".join(map(str, line)) for line in (names, row)), encoding="utf-8")
    bring(here, file)
    assert sheet(here, "risk_register", 1, "en") == [["Orders fail", "", "", "", "failed"]]
    assert sheet(here, "risk_register", 1, "zh") == [["下单失败", "", "", "", "未通过"]]


def test_marks_are_of_their_campaign_and_a_blank_document_is_for_all(tmp_path):
    here = planned(tmp_path)
    blank = tmp_path / "blank.xlsx"
    blank.write_bytes(edited(making.blank("launch_checklist", "en"), "Gifts and boxes", "Gifts, boxes and cards"))
    bring(here, blank)
    assert "Gifts, boxes and cards" in [row[0] for row in sheet(here, "launch_checklist", 1)]
    bring(here, saved(here, "launch_checklist", "en", lambda old: edited(old, "Shifts and chat", "Shifts")))
    assert [row[0] for row in sheet(here, "launch_checklist", 1)].count("Shifts") == 1
    assert {row[0] for row in stored(here, "entries", "campaign")} == {None, "gifts-2027"}
    (tmp_path / "plans" / "campaigns.csv").write_text(
        "shop,campaign,platform,starts,ends\ntea,tea-days,tmall,2027-03-01,2027-03-04\n", encoding="utf-8"
    )
    other = [row[0] for row in sheet(here, "launch_checklist", 1)]
    assert {"Gifts, boxes and cards", "Shifts and chat"} <= set(other)


def test_a_fact_in_a_written_answer_is_told_of_today(tmp_path):
    here = planned(tmp_path)
    bring(here, saved(here, "service_script", "zh"))
    campaigns = tmp_path / "plans" / "campaigns.csv"
    campaigns.write_text(campaigns.read_text().replace("2027-01-14", "2027-01-16"))
    answers = dict(row[:2] for row in table(here, "service_script", "Question"))
    assert "The campaign is 5–16 Jan 2027" in answers["Is it cheaper now or on the day?"]


def test_what_is_reckoned_stands_before_what_was_given_back(tmp_path):
    here = planned(tmp_path)
    file = saved(here, "campaign_brief")
    before = {row[0]: row for row in table(here, "campaign_brief", "Stage")}
    changed(file, (before["Burst"][1], "in January"), ("Linked items, a new creative a day", "Restock"))
    bring(here, file)
    stages = {row[0]: row for row in table(here, "campaign_brief", "Stage")}
    assert (stages["Burst"], stages["Spot"][3]) == (before["Burst"], "Restock")
    assert [row[1] for row in stages.values()] == [row[1] for row in before.values()]


def test_two_videos_stand_one_below_the_other_and_each_is_changed_by_itself(tmp_path):
    here = planned(tmp_path)
    head = "line,:picture:video_script:shots:gifts-2027,:sound_and_words,piece\n"
    file = tmp_path / "shots.csv"
    for minute, piece, pictures in (
        (1, "", ("A lamp", "A desk")),
        (2, "one", ("A cup", "A hand")),
        (3, "two", ("A leaf", "A hill")),
        (4, "one", ("A pot", "A hand")),
    ):
        shots = [f"{at}–{at + 1},{picture},One question,{piece}\n" for at, picture in enumerate(pictures)]
        file.write_text(head + "".join(shots), encoding="utf-8")
        bring(here, file, at=f"2026-11-20 09:0{minute}")
    found = [(row[1], row[4]) for row in table(here, "video_script", "Second") if row[0]]
    assert found == [("A pot", "one"), ("A hand", "one"), ("A leaf", "two"), ("A hill", "two")]


def test_a_row_without_its_first_cell_is_told_and_not_lost(tmp_path):
    file = tmp_path / "x.csv"
    file.write_text("line,:how:sop_live:steps,:owner\nOpen,Greet,Host\n,Watch,Analyst\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"x\.csv, row 3, column 'line': it is empty, and every row needs it"):
        read(tmp_path, file)


@pytest.mark.parametrize(
    "said",
    [
        "from 2026-10-15 on",
        "1234567 yuan",
        "https://img.example.com/i1/2200613847123/O1.jpg",
        "report 2026081234",
        "无",
        "-",
    ],
)
def test_days_amounts_links_and_nothing_stay_as_they_were_written(said, tmp_path):
    file = tmp_path / "x.csv"
    file.write_text(f"line,:how:sop_live:steps,:owner\nCall,{said},全部\n", encoding="utf-8")
    found = dict(told(read(tmp_path, file)["entries"], "column", "text"))
    assert found == {"line": "Call", "how": said, "owner": "全部"}


@pytest.mark.parametrize(
    "said",
    ["13800138000", "138-0013-8000", "+1 415-555-0100", "021-62345678", "a.b@mail.example.com", "微信:tea_lover88"],
)
def test_whom_to_call_does_not_come_in(said, tmp_path):
    file, log = tmp_path / "x.csv", tmp_path / "log.csv"
    file.write_text(f"line,:how:sop_live:steps,piece\nCall,Ring {said} at once,of {said}\n", encoding="utf-8")
    log.write_text(f"date,subject,kind\n2026-10-12,shop {said},law\n", encoding="utf-8")
    found = read(tmp_path, file, log)
    assert set(told(found["entries"], "text", "piece")) == {("Ring *** at once", "of ***"), ("Call", "of ***")}
    assert told(found["market_log"], "subject") == [("shop ***",)]


def test_what_a_person_adds_to_a_sentence_with_a_fact_stays(tmp_path):
    here = planned(tmp_path)
    file = saved(here, "service_script", "zh")
    answers = [row[1] for row in table(here, "service_script", "问题", "zh")]
    (usual,) = [each for each in answers if "活动时间是" in each]
    longer = usual.replace("14 日", "14 日 20 点起")
    changed(file, (usual, longer))
    bring(here, file)
    assert longer in [row[1] for row in table(here, "service_script", "问题", "zh")]


def test_a_table_whose_place_is_gone_is_refused(tmp_path):
    file = tmp_path / "x.csv"
    file.write_text("line,:owner,:when\nOpen,Host,20:00\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"x\.csv: its small grey line does not say of which document the table is"):
        read(tmp_path, file)


def test_two_rows_that_begin_alike_are_told_unless_they_are_the_same(tmp_path):
    file = tmp_path / "x.csv"
    head = "line,:how:sop_live:steps\nOpen,Greet\n"
    file.write_text(f"{head}Open,Greet\n", encoding="utf-8")
    assert sorted(told(read(tmp_path, file)["entries"], "column", "text")) == [("how", "Greet"), ("line", "Open")]
    file.write_text(f"{head}Open,Sing\n", encoding="utf-8")
    with pytest.raises(DataError, match="rows 2 and 3 begin with the same cell, and say different things"):
        read(tmp_path, file)


def test_a_chinese_table_that_lost_its_line_of_names_is_named(tmp_path):
    here = planned(tmp_path)
    file = saved(here, "video_script", "zh")
    made = docx.Document(file)
    (shots,) = [each for each in made.tables if each.rows[0].cells[0].text == "秒"]
    shots._tbl.remove(shots.rows[1]._tr)
    made.save(file)
    aside = bring(here, file).files[0].aside
    assert [each for each in aside if "秒, 画面, 声音与旁白, 字幕" in each] != []


def test_a_stage_that_comes_later_has_its_place_and_the_days_are_of_today(tmp_path):
    here = planned(tmp_path)
    file = saved(here, "campaign_brief")
    changed(file, ("Burst", "Burst (live)"))
    bring(here, file)
    stages = [(row[0], row[1]) for row in table(here, "campaign_brief", "Stage")]
    assert [name for name, _ in stages] == ["Warm-up", "Burst", "Burst (live)", "Spot", "Return"]
    assert dict(stages)["Burst (live)"] == ""


def test_a_note_needs_no_lock_and_stays_when_a_notebook_writes_its_rows_anew(tmp_path):
    here = planned(tmp_path)
    file = tmp_path / "notes.csv"
    file.write_text("campaign,task,checked_by\ngifts-2027,brief,Ann\n", encoding="utf-8")
    bring(here, file)
    anew = {"campaign": "gifts-2027", "task": "brief", "owner": "He", "text_en": "The brief", "text_zh": "活动简报"}
    plans.keep(here, "tasks", [anew], source="24_campaign_plan", scope={"campaign": "gifts-2027"})
    (row,) = [row for row in plans.rows_of(here, "tasks") if row["task"] == "brief"]
    assert (row["owner"], row["checked_by"], row["locked"]) == ("He", "Ann", "")


def test_a_weeks_summary_has_its_week_and_a_line_of_the_log_its_other_language(tmp_path):
    here = planned(tmp_path)
    rivals, log = tmp_path / "competitor_items.csv", tmp_path / "log.csv"
    rivals.write_text("date,platform,brand,sku\n2026-10-26,tmall,A,1\n", encoding="utf-8")
    log.write_text(
        "date,platform,subject,text_zh\n2026-10-12,tmall,rule,改了\n2026-10-12,jd,rule,没改\n", encoding="utf-8"
    )
    bring(here, rivals, log)
    assert {row[4] for row in sheet(here, "rival_sheet", 2)} == {"2026-W45"}
    (lines, *_) = sheets(making.filled("market_log", here, "en")[0]).values()
    assert sorted(line[4] for line in lines if line[2] == "rule") == ["改了", "没改"]


def test_a_campaigns_key_may_hold_the_mark_that_parts_names(tmp_path):
    file = tmp_path / "x.csv"
    file.write_text("line,:how:schedule:meeting:a:b\nRisks,Look\n", encoding="utf-8")
    found = sorted(told(read(tmp_path, file)["entries"], "campaign", "document", "part", "column", "text"))
    assert found == [("a:b", "schedule", "meeting", "how", "Look"), ("a:b", "schedule", "meeting", "line", "Risks")]


def test_a_card_and_a_log_come_into_tables_that_can_be_reckoned_with(tmp_path):
    card, log = tmp_path / "card.csv", tmp_path / "log.csv"
    card.write_text("test,version,visitors,buyers,paid\npicture,A,900,27,\npicture,B,910,31,4100\n", encoding="utf-8")
    log.write_text("date,subject,kind,urgency,to_do\n2026-10-12,full reduction,平台规则,马上动,\n", encoding="utf-8")
    here = planned(tmp_path)
    bring(here, card, log)
    assert stored(here, "ab_tests", "version", "visitors", "buyers", "paid") == [
        ("A", 900, 27, None),
        ("B", 910, 31, 4100.0),
    ]
    assert stored(here, "market_log", "date", "kind", "urgency") == [("2026-10-12", "platform_rule", "now")]


def test_what_waits_in_the_market_log_stands_in_the_next_one(tmp_path):
    here = planned(tmp_path)
    log = tmp_path / "log.csv"
    log.write_text("date,subject,outcome\n2026-10-12,rule,\n2026-10-11,rival,left\n", encoding="utf-8")
    bring(here, log)
    (lines, *_) = sheets(making.filled("market_log", here, "en")[0]).values()
    assert [line[2] for line in lines if line[2] in ("rule", "rival")] == ["rule"]
