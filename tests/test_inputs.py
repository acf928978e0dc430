"""The workbooks that people fill in are the schema's; filled ones are imported, or say which cell is wrong."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import sys
import zipfile

import make_inputs
import pytest
from import_factory import bring, read, shop, stored, told
from input_factory import ITEM, filled
from inputs import examples
from shop_factory import opened, write

from planbook.absence import DataError
from planbook.documents import columns, lists
from planbook.tables import chinese, sheets
from planbook.tables.checks import check
from planbook.tables.exports import importing
from planbook.tables.exports.importing import Wish
from planbook.tables.exports.reading.grid import grids
from planbook.tables.exports.recognising.handmade import BESIDE, FILLED_IN, MADE
from planbook.tables.schema import TABLES
from planbook.tables.store import fetch

FOLDER = make_inputs.FOLDER
HASH = hashlib.md5(f"a key{examples.BUYER}".encode()).hexdigest()[:16]
HOSTILE = ["=HYPERLINK(0)", "+1+1", "@SUM(A1)", "<script>alert(1)</script>", "'; DROP TABLE orders; --", '="a"&"b"']
ALL = sorted(FILLED_IN)


def plain(row, column):
    value = row.get(column.name)
    if column.name == "customer_id" and value:
        return HASH
    if value in ("yes", "no"):
        return value == "yes"
    if isinstance(value, dt.datetime):
        return str(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def part(table, member):
    with zipfile.ZipFile(FOLDER / f"{table}.xlsx") as archive:
        return archive.read(member).decode()


def header(table, sheet=0):
    import python_calamine

    with python_calamine.load_workbook(str(FOLDER / f"{table}.xlsx")) as found:
        return found.get_sheet_by_index(sheet).to_python()[0]


# --- what they are


def test_every_table_that_people_may_fill_in_has_a_workbook():
    assert sorted(path.stem for path in FOLDER.glob("*.xlsx")) == ALL
    assert FILLED_IN.keys() | set(MADE) == TABLES.keys()


def test_the_workbooks_are_what_the_script_writes(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["make_inputs", "--check"])
    assert (make_inputs.main(), capsys.readouterr().out) == (0, "")


def test_a_workbook_out_of_step_is_named_and_written_anew(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(make_inputs, "FOLDER", tmp_path)
    filled(tmp_path, "tasks", {"task": "x"})
    monkeypatch.setattr(sys, "argv", ["make_inputs", "--check"])
    assert make_inputs.main() == 1
    assert "run make fix: templates/inputs/tasks.xlsx" in capsys.readouterr().out
    monkeypatch.setattr(sys, "argv", ["make_inputs"])
    make_inputs.main()
    assert sheets.typed(tmp_path / "tasks.xlsx").num_rows == 0


@pytest.mark.parametrize("table", ALL)
def test_a_workbook_has_the_schemas_columns_in_both_languages(table):
    heads = [head.split("\n") for head in header(table)]
    assert [name for _, name in heads] == list(TABLES[table].names)
    assert all(re.search(r"[\u4e00-\u9fff]", chinese_name) for chinese_name, _ in heads)


@pytest.mark.parametrize("table", ALL)
def test_columns_that_every_row_needs_have_a_star(table):
    assert [head.split("\n")[1] for head in header(table) if " *\n" in head] == list(TABLES[table].required)


@pytest.mark.parametrize("table", ALL)
def test_every_column_is_explained_in_chinese(table):
    meanings = [columns.meaning(TABLES[table], column).zh for column in TABLES[table].columns]
    assert all(re.search(r"[\u4e00-\u9fff]", meaning) for meaning in meanings)
    assert all(examples.values(TABLES[table], c) for c in TABLES[table].columns if c.name not in ("source", "locked"))


def test_no_chinese_is_left_of_a_column_that_is_gone():
    own = {(table, name) for table, told in chinese._content()["tables"].items() for name in told.get("columns", {})}
    assert {(table, name) for table, name in own if name not in TABLES[table].names} == set()
    assert chinese._content()["words"].keys() == {w for t in FILLED_IN.values() for c in t.columns for w in c.one_of}


@pytest.mark.parametrize("table", ALL)
def test_no_two_columns_of_a_workbook_have_one_name(table):
    assert len({chinese.column(table, name).name for name in TABLES[table].names}) == len(TABLES[table].names)


@pytest.mark.parametrize("table", ALL)
def test_columns_of_a_few_words_have_them_in_a_list(table):
    rules = part(table, "xl/worksheets/sheet1.xml")
    listed = [column for column in TABLES[table].columns if column.one_of]
    assert [c.name for c in listed if f'<formula1>"{",".join(c.one_of)}"</formula1>' not in rules] == []
    assert rules.count('errorStyle="warning"') == sum(
        bool(lists.likely(TABLES[table], c)) for c in TABLES[table].columns
    )


def test_every_platform_that_exports_come_from_is_in_the_list():
    known = lists.likely(TABLES["orders"], TABLES["orders"]["platform"])
    assert {"tmall", "jd", "douyin", "xiaohongshu", "shopify", "amazon"} <= known.keys()


def test_codes_are_texts_and_days_are_days():
    styles = part("competitor_items", "xl/styles.xml")
    assert 'formatCode="yyyy-mm-dd"' in styles
    assert 'formatCode="@"' in styles
    assert [columns.FORMATS.get(TABLES["competitor_items"][name].type) for name in ("sku", "date")] == [
        "@",
        "yyyy-mm-dd",
    ]


# --- importing them


@pytest.mark.parametrize("table", ALL)
def test_a_filled_workbook_becomes_its_rows(table, tmp_path):
    rows = examples.rows(table)
    found = told(read(tmp_path, filled(tmp_path, table, *rows))[table], *TABLES[table].names)
    assert found == [tuple(plain(row, column) for column in TABLES[table].columns) for row in rows]


@pytest.mark.parametrize("table", ALL)
def test_an_empty_workbook_brings_nothing_and_nor_do_its_examples(table, tmp_path):
    assert len(read(tmp_path, FOLDER / f"{table}.xlsx")[table]) == 0


@pytest.mark.parametrize("table", ALL)
def test_a_text_with_the_schemas_names_is_such_a_sheet(table, tmp_path):
    names = [column.name for column in TABLES[table].columns if column.required or column.name == "platform"]
    row = {name: str(TABLES[table][name].example) for name in names}
    file = write(tmp_path / f"{table}.csv", f"{','.join(row)}\n{','.join(row.values())}\n")
    assert told(read(tmp_path, file)[table], *set(names) - {"customer_id"})


def test_sheets_beside_the_first_are_not_told_as_left_aside(tmp_path):
    here = shop(tmp_path)
    with importing.engine_of(here) as engine:
        (found,) = importing.read(engine, here, [filled(tmp_path, "products", ITEM)], Wish())
        assert ([part.profile.name for part in found.parts], found.aside) == (["sheet_products"], [])
        with grids(engine, found.file) as sheets_:
            assert [grid.sheet for grid in sheets_] == ["products", *BESIDE]


def test_examples_are_of_no_export_even_under_another_name(tmp_path):
    for table in ALL:
        lines = [",".join(f'"{head}"' for head in header(table, sheet=2))]
        file = write(tmp_path / "renamed.csv", "\n".join([*lines, ",".join("1" * len(header(table)))]))
        with pytest.raises(DataError):
            read(tmp_path, file)


def test_words_of_a_list_may_be_said_in_chinese(tmp_path):
    rows = [ITEM | {"role": "利润款"}, ITEM | {"sku": "LM-2", "role": " Hero"}]
    assert told(read(tmp_path, filled(tmp_path, "products", *rows))["products"], "role") == [("profit",), ("hero",)]


def test_a_month_that_a_spreadsheet_took_for_a_day_is_a_month(tmp_path):
    row = {"period": dt.date(2026, 10, 1), "kpi": "paid", "value": 1.0}
    found = read(tmp_path, filled(tmp_path, "targets", row, row | {"period": "white-dew-2026"}))["targets"]
    assert told(found, "period") == [("2026-10",), ("white-dew-2026",)]


def test_rows_of_a_plan_go_into_the_store_and_a_newer_sheet_brings_them_up_to_date(tmp_path):
    here, row = shop(tmp_path), {"period": "2026-10", "kpi": "paid", "platform": "tmall", "value": 1.0}
    bring(here, filled(tmp_path, "targets", row))
    bring(here, filled(tmp_path, "targets", row | {"value": 2.0}, row | {"kpi": "orders"}))
    assert stored(here, "targets", "kpi", "value") == [("orders", 1.0), ("paid", 2.0)]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_written_to_harm_stays_a_text(text, tmp_path):
    found = read(tmp_path, filled(tmp_path, "products", ITEM | {"product": text}))["products"]
    assert told(found, "product") == [(text,)]


# --- in place


def test_a_workbook_is_read_in_place(tmp_path):
    filled(tmp_path, "competitor_items", *examples.rows("competitor_items"))
    looks = opened(tmp_path, {"competitor_items": {"path": "competitor_items.xlsx"}})
    assert fetch(looks["competitor_items"]).groupby("brand")["sku"].nunique().tolist() == [5] * 10
    found = check(looks)
    assert found[(found["table"] == "competitor_items") & (found["severity"] != "note")].empty


def test_a_workbook_saved_as_text_is_read_in_place(tmp_path):
    heads = '"竞品编号 *\nsku","查看日期 *\ndate","到手价\ndeal_price"'
    write(tmp_path / "looks.csv", f"{heads}\nYL-1,2026-10-05,219\n")
    looks = opened(tmp_path, {"competitor_items": {"path": "looks.csv"}})
    assert told(fetch(looks["competitor_items"]), "sku", "deal_price") == [("YL-1", 219.0)]


def test_yes_and_no_are_read_in_place_in_both_languages(tmp_path):
    rows = [{"platform": "jd", "customer_id": name, "accepts_sms": said} for name, said in (("a", "是"), ("b", "no"))]
    filled(tmp_path, "customers", *rows)
    found = fetch(opened(tmp_path, {"customers": {"path": "customers.xlsx"}})["customers"])
    assert sorted(found["accepts_sms"]) == [False, True]
