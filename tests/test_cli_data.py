"""The commands about data: import and what it says, the exports that are known, the log, and the way back to buyers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from import_factory import orders, shop
from test_cli import planbook

A = "1,100,100,交易成功,2026-10-30 10:00:00,2026-10-30 10:01:00,甄隐私,浙江省 杭州市"
B = "2,50,50,交易完成,2026-11-02 10:00:00,2026-11-02 10:01:00,,上海"
FILE = "ExportOrderList202611050000.csv"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    shop(tmp_path / "tea")
    orders(tmp_path / FILE, A, B, "合计,150,,,,,,")
    return tmp_path


def test_an_import_says_what_the_file_is_and_what_became_of_it(here):
    found = planbook("import", here / FILE, "-w", here / "tea")
    assert found.exit_code == 0
    for said in (
        "(taobao_order_list_legacy; knows 100% of its columns)",
        "3 rows read; left out: 1 totals",
        "net_of_refunds holds for 2 of 2 rows",
        "words that the profile does not know, taken for nothing: '交易完成' (1)",
        "→ orders: 2 rows, 2026-10-30 to 2026-11-02; paid_orders 2; paid 150",
        "orders: 2 new.",
    ):
        assert said in found.output


def test_a_dry_run_shows_the_first_rows_and_writes_nothing(here):
    found = planbook("import", here / FILE, "-w", here / "tea", "--dry-run")
    assert "First rows of orders" in found.output
    assert "浙江" in found.output
    assert "Compare the totals with the platform's own page" in found.output
    assert not (here / "tea" / "store").exists()


def test_machines_read_an_import_as_json(here):
    told = json.loads(planbook("import", here / FILE, "-w", here / "tea", "--json").output)
    assert told["merged"]["orders"]["new"] == 2
    assert told["files"][0]["parts"][0]["dropped"] == {"total": 1}


def test_a_folder_is_imported_without_what_is_no_export(here):
    (here / "README.md").write_text("# mine")
    (here / ".hidden.csv").write_text("x")
    found = planbook("import", here, "-w", here / "tea")
    assert (found.exit_code, found.output.splitlines()[-1]) == (0, "orders: 2 new.")


def test_the_same_file_again_changes_nothing(here):
    planbook("import", here / FILE, "-w", here / "tea")
    assert "was imported before, and changes nothing" in planbook("import", here / FILE, "-w", here / "tea").output


def test_what_cannot_be_imported_ends_with_an_error(here):
    (here / "x.csv").write_text("姓名,部门\n甲,乙\n")
    found = planbook("import", here / "x.csv", "-w", here / "tea")
    assert found.exit_code == 2
    assert "x.csv is no export that Planbook knows" in found.output
    assert planbook("import", here / FILE, "--as", "jd_ordre", "-w", here / "tea").output.count("jd_order")
    assert planbook("import", here / FILE, "--dates", "ydm", "-w", here / "tea").exit_code == 2


def test_imports_are_listed(here):
    assert "Nothing was imported yet" in planbook("imports", "-w", here / "tea").output
    planbook("import", here / FILE, "-w", here / "tea")
    head, line = planbook("imports", "-w", here / "tea").output.splitlines()
    assert head.split("\t") == ["imported", "file", "profile", "rows", "left out", "tables"]
    assert line.split("\t")[1:] == [FILE, "taobao_order_list_legacy", "3", "1", "orders=2"]


def test_profiles_are_listed_with_those_of_ones_own(here):
    (here / "tea" / "profiles").mkdir()
    own = "title: {en: Our till, zh: 收银}\nneeds: [sum]\nfields: {sum: {money: Sum}}\n"
    own += "tables: {orders: {columns: {paid: sum}}}\n"
    (here / "tea" / "profiles" / "till.yml").write_text(own, encoding="utf-8")
    listed = json.loads(planbook("profiles", "-w", here / "tea", "--json").output)
    assert {"profile": "till", "export": "Our till", "tables": "orders"} in listed
    assert {"jd_order", "shopify_orders"} <= {each["profile"] for each in listed}


def test_a_profile_says_what_its_words_become(here):
    told = json.loads(planbook("profiles", "jd_order", "-w", here / "tea", "--json").output)
    assert {"table": "orders", "column": "paid", "headers": "应付金额"} in told


def test_a_profile_that_says_what_cannot_be_is_told(here):
    (here / "tea" / "profiles").mkdir()
    (here / "tea" / "profiles" / "till.yml").write_text("title: {en: x, zh: x}\nneeds: [sum]\nfields: {}\ntables: {}\n")
    found = planbook("import", here / FILE, "-w", here / "tea")
    assert found.exit_code == 2
    assert "profiles/till.yml" in found.output
    assert "there is no field 'sum'" in found.output


def test_buyers_are_found_again_with_the_shops_own_exports(here):
    planbook("import", here / FILE, "-w", here / "tea")
    listed = json.loads(planbook("import", here / FILE, "-w", here / "tea", "--dry-run", "--json").output)
    preview = listed["files"][0]["preview"]["orders"]
    buyer = preview["rows"][0][preview["columns"].index("customer_id")]
    (here / "list.csv").write_text(f"customer_id\n{buyer}\nnobody\n")
    found = planbook("match", here / "list.csv", here / FILE, "--to", here / "found.csv", "-w", here / "tea")
    assert "1 of 2 buyers found" in found.output
    assert (here / "found.csv").read_text(encoding="utf-8-sig") == f"customer_id,account\n{buyer},甄隐私\n"
