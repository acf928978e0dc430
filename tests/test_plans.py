"""Rows of the plan: written by runs, edited by people, read before the store's."""

from __future__ import annotations

import csv

import pytest
from shop_factory import opened, shop, write

from planbook.absence import DataError
from planbook.tables import plans
from planbook.tables.store import fetch

STORED = "action,campaign,status,owner\nspring/stock,spring,open,Ana\nspring/page,spring,open,Bo\n"
NEW = {"action": "autumn/price", "campaign": "autumn", "status": "open", "effect": -1200.0, "text_en": "Mend it"}
ABOUT = {"source": "44_post_mortem", "scope": {"campaign": "autumn", "period": "2026-10"}}


def tea(folder, text=STORED):
    return shop(folder, {"actions": text})


def keep(tables, *rows, **about):
    return plans.keep(tables.shop, "actions", rows, **(ABOUT | about))


def again(tables, folder):
    return fetch(opened(folder, tables.shop.settings.model_dump(exclude_unset=True)["sources"])["actions"])


def lines(folder):
    with (folder / "plans" / "actions.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def edited(folder, **changes):
    rows = [row | changes for row in lines(folder)]
    with (folder / "plans" / "actions.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_a_row_is_read_back_beside_the_stores(tmp_path):
    tables = tea(tmp_path)
    assert keep(tables, NEW)
    found = again(tables, tmp_path).set_index("action")
    assert found["owner"].fillna("").to_dict() == {"autumn/price": "", "spring/stock": "Ana", "spring/page": "Bo"}
    assert found.loc["autumn/price", ["effect", "source"]].to_list() == [-1200.0, "44_post_mortem"]


def test_a_row_takes_the_place_of_the_stores_with_its_key(tmp_path):
    tables = tea(tmp_path)
    keep(tables, {"action": "spring/page", "campaign": "spring", "status": "done"}, scope={"campaign": "spring"})
    assert again(tables, tmp_path).set_index("action")["status"].to_dict() == {
        "spring/page": "done",
        "spring/stock": "open",
    }


def test_an_unchanged_row_is_not_rewritten(tmp_path):
    tables = tea(tmp_path)
    keep(tables, NEW)
    before = (tmp_path / "plans" / "actions.csv").stat().st_mtime_ns
    assert not keep(tables, NEW)
    assert (tmp_path / "plans" / "actions.csv").stat().st_mtime_ns == before


def test_rows_that_a_new_run_no_longer_writes_go(tmp_path):
    tables = tea(tmp_path)
    keep(tables, NEW, NEW | {"action": "autumn/page"})
    keep(tables, NEW)
    assert [row["action"] for row in lines(tmp_path)] == ["autumn/price"]


@pytest.mark.parametrize(
    "other", [{"scope": {"campaign": "winter"}}, {"source": "24_campaign_plan"}], ids=["campaign", "notebook"]
)
def test_rows_of_another_stay(other, tmp_path):
    tables = tea(tmp_path)
    keep(tables, NEW)
    keep(tables, NEW | {"action": "other"}, **other)
    assert [row["action"] for row in lines(tmp_path)] == ["autumn/price", "other"]


def test_a_locked_row_stays_as_a_person_wrote_it(tmp_path):
    tables = tea(tmp_path)
    keep(tables, NEW)
    edited(tmp_path, locked="TRUE", text_en="Mine")
    keep(tables, NEW | {"text_en": "Another"})
    keep(tables)
    assert [row["text_en"] for row in lines(tmp_path)] == ["Mine"]


def test_a_status_that_a_person_gave_stays_and_so_does_a_column_of_their_own(tmp_path):
    tables = tea(tmp_path)
    keep(tables, NEW)
    edited(tmp_path, status="done", note="asked Bo")
    keep(tables, NEW | {"text_en": "Another"})
    (row,) = lines(tmp_path)
    assert (row["status"], row["text_en"], row["note"]) == ("done", "Another", "asked Bo")


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1 more", "-1 less", "@SUM(A1)"])
def test_a_formula_stays_a_text_in_the_file_and_in_the_table(text, tmp_path):
    tables = tea(tmp_path)
    keep(tables, NEW | {"text_en": text})
    assert lines(tmp_path)[0]["text_en"] == f"'{text}"
    assert again(tables, tmp_path).set_index("action").loc["autumn/price", "text_en"] == text


def test_a_file_that_a_chinese_spreadsheet_saved_is_read(tmp_path):
    tables = tea(tmp_path)
    write(tmp_path / "plans" / "actions.csv", "shop,action,status,text_zh\ntea,autumn/price,open,降价\n", "gb18030")
    assert again(tables, tmp_path).set_index("action").loc["autumn/price", "text_zh"] == "降价"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("shop,action,due\ntea,a,someday\n", r"actions\.csv, row 2, column 'due': it says 'someday'"),
        ("action,status\na,open\n", r"plans/actions\.csv has no column 'shop'"),
    ],
    ids=["a wrong day", "no shop"],
)
def test_a_file_that_cannot_be_read_is_told_and_left_alone(text, said, tmp_path):
    tables = tea(tmp_path)
    file = write(tmp_path / "plans" / "actions.csv", text)
    with pytest.raises(DataError, match=said):
        fetch(opened(tmp_path, {})["actions"])
    assert file.read_text(encoding="utf-8") == text
    assert tables.shop.key == "tea"


def test_rows_of_other_shops_are_not_shown(tmp_path):
    tables = tea(tmp_path)
    write(tmp_path / "plans" / "actions.csv", "shop,action,status\ncoffee,autumn/price,open\n")
    assert "autumn/price" not in set(again(tables, tmp_path)["action"])


GOAL = {"period": "2026-12", "kpi": "conversion", "platform": "tmall", "value": 0.0317}


def goals(folder):
    with (folder / "plans" / "targets.csv").open(encoding="utf-8-sig", newline="") as file:
        return {(row["period"], row["channel"]): row["value"] for row in csv.DictReader(file)}


def test_a_goal_keeps_the_month_that_it_is_for_and_all_its_digits(tmp_path):
    tables = tea(tmp_path)
    plans.keep(tables.shop, "targets", [GOAL], source="21_goal_setting", scope={"period": "2026-10"})
    assert goals(tmp_path) == {("2026-12", ""): "0.0317"}


def test_goals_of_other_months_stay_and_parts_that_are_no_longer_planned_go(tmp_path):
    tables, other = tea(tmp_path), GOAL | {"period": "2026-11"}
    for rows in ([other, GOAL, GOAL | {"channel": "creators"}], [GOAL | {"value": 0.05}]):
        plans.keep(tables.shop, "targets", rows, source="21_goal_setting", scope={"period": "2026-10"})
    assert goals(tmp_path) == {("2026-11", ""): "0.0317", ("2026-12", ""): "0.05"}


def test_a_line_of_a_brief_is_the_campaigns_where_there_is_one_and_else_the_periods(tmp_path):
    tables, line = tea(tmp_path), {"part": "message", "line": "aroma"}
    for scope in ({"campaign": "autumn", "period": "2026-10"}, {"period": "2026-10"}):
        plans.keep(tables.shop, "brief", [line], source="13_value_proposition", scope=scope)
    found = [(row["campaign"], row["period"]) for row in plans.rows_of(tables.shop, "brief")]
    assert found == [("", "2026-10"), ("autumn", "")]


# --- mended by what people fill in elsewhere

FILLED = "shop,campaign,task,owner,hours,locked\ntea,a,x,Lin,12.00,false\nother,a,x,Su,12,false\n"


def test_a_row_that_is_filled_in_elsewhere_is_mended_and_locked_and_a_strange_one_is_not_taken(tmp_path):
    here = opened(tmp_path, {}).shop
    file = write(tmp_path / "plans" / "tasks.csv", FILLED)
    told = plans.mend(here, "tasks", [{"campaign": "a", "task": "x", "owner": "He", "hours": None}, {"task": "y"}])
    assert told == [True, None]
    mine, others = file.read_text(encoding="utf-8-sig").splitlines()[1:]
    assert (mine.startswith("tea,a,x,He,12.00,true"), others.startswith("other,a,x,Su,12,false")) == (True, True)


def test_the_same_number_written_otherwise_mends_nothing(tmp_path):
    here = opened(tmp_path, {}).shop
    file = write(tmp_path / "plans" / "tasks.csv", FILLED)
    assert plans.mend(here, "tasks", [{"campaign": "a", "task": "x", "hours": 12.0}]) == [False]
    assert file.read_text(encoding="utf-8") == FILLED
