"""The sheet that teams fill in by hand is the schema's, and is read as it stands."""

from __future__ import annotations

import sys
from pathlib import Path

import make_inputs
import pytest
from shop_factory import opened

from planbook.tables import sheets
from planbook.tables.checks import check
from planbook.tables.schema import TABLES
from planbook.tables.store import fetch

SHEET = Path(__file__).parents[1] / "templates" / "inputs" / "competitor_items.xlsx"


@pytest.fixture(scope="module")
def looks(tmp_path_factory):
    return opened(tmp_path_factory.mktemp("watch"), {"competitor_items": {"path": str(SHEET)}})


def test_the_sheet_has_ten_rivals_with_five_items_each(looks):
    rows = fetch(looks["competitor_items"])
    assert rows.groupby("brand")["sku"].nunique().tolist() == [5] * 10


def test_nothing_in_the_sheet_is_wrong(looks):
    found = check(looks)
    assert found[(found["table"] == "competitor_items") & (found["severity"] != "note")].empty


def test_the_sheet_has_the_columns_of_the_schema():
    assert sheets.typed(SHEET).column_names == list(TABLES["competitor_items"].names)


def test_every_column_is_explained_in_chinese():
    assert list(make_inputs.CHINESE) == list(TABLES["competitor_items"].names)


def test_the_sheet_is_what_the_script_writes(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["make_inputs", "--to", str(tmp_path)])
    make_inputs.main()
    assert sheets.typed(tmp_path / SHEET.name).equals(sheets.typed(SHEET))
