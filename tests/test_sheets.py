"""Excel files are read as CSV files are: by their first sheet, each cell as it would be typed."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
import xlsxwriter
from shop_factory import opened

from planbook.absence import DataError
from planbook.tables.store import fetch

HEAD = ["date", "brand", "sku", "deal_price", "counter"]
DAY = dt.date(2026, 10, 5)


def book(path, rows, *, second=()):
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy/m/d"}) as made:
        for cells in (rows, second):
            sheet = made.add_worksheet()
            for at, row in enumerate(cells):
                sheet.write_row(at, 0, row)
    return path


def looks(folder, **more):
    tables = opened(folder, {"competitor_items": {"path": "watch.xlsx"} | more})
    return fetch(tables["competitor_items"]).astype(object).to_numpy().tolist()


def test_a_hand_sheet_is_a_source(tmp_path):
    book(tmp_path / "watch.xlsx", [HEAD, [DAY, "云岭", "YL-1", 219.5, 26719]], second=[["help"]])
    assert looks(tmp_path) == [[pd.Timestamp(DAY), "云岭", "YL-1", 219.5, 26719]]


def test_a_whole_number_in_a_text_column_has_no_point(tmp_path):
    book(tmp_path / "watch.xlsx", [HEAD, [DAY, "云岭", 18164178225, 219, 3]])
    assert looks(tmp_path)[0][2] == "18164178225"


def test_days_written_as_text_are_days(tmp_path):
    book(tmp_path / "watch.xlsx", [HEAD, ["2016/11/5", "云岭", "YL-1", 219, 3]])
    assert looks(tmp_path)[0][0] == pd.Timestamp("2016-11-05")


def test_headers_of_ones_own_are_mapped(tmp_path):
    book(tmp_path / "watch.xlsx", [["日期 ", "品牌", "编号"], [DAY, "云岭", "YL-1"]])
    mapped = {"date": "日期", "brand": "品牌", "sku": "编号"}
    assert looks(tmp_path, columns=mapped) == [[pd.Timestamp(DAY), "云岭", "YL-1"]]


def test_empty_rows_are_left_out_and_a_wrong_cell_is_told_with_its_row_in_excel(tmp_path):
    book(tmp_path / "watch.xlsx", [[], HEAD, [], [DAY, "云岭", "YL-1", 219, 3], [DAY, "云岭", "YL-2", "about 200", 3]])
    with pytest.raises(DataError, match=r"watch\.xlsx, row 5, column 'deal_price': it says 'about 200'"):
        looks(tmp_path)


def test_several_files_are_one_table(tmp_path):
    for name, brand in (("watch-1.xlsx", "云岭"), ("watch-2.xlsx", "山合")):
        book(tmp_path / name, [HEAD, [DAY, brand, "A", 1, 1]])
    tables = opened(tmp_path, {"competitor_items": {"path": "watch-*.xlsx"}})
    assert sorted(fetch(tables["competitor_items"])["brand"]) == ["云岭", "山合"]


def test_a_query_reads_a_sheet_with_its_types(tmp_path):
    book(tmp_path / "watch.xlsx", [["day", "who", "yuan", "note"], [DAY, "云岭", 219, 1], [DAY, "山合", 200, "x"]])
    query = "SELECT day::DATE AS date, who AS brand, note AS sku, yuan - 1 AS deal_price FROM seen ORDER BY 2"
    tables = opened(tmp_path, {"seen": {"path": "watch.xlsx"}, "competitor_items": {"query": query}})
    assert fetch(tables["competitor_items"])["deal_price"].tolist() == [218.0, 199.0]


@pytest.mark.parametrize(
    ("content", "said"), [(b"no sheet", r"watch\.xlsx cannot be read"), (None, r"watch\.xlsx has nothing on its first")]
)
def test_a_file_that_is_no_table_is_told(tmp_path, content, said):
    book(tmp_path / "watch.xlsx", [])
    if content:
        (tmp_path / "watch.xlsx").write_bytes(content)
    with pytest.raises(DataError, match=said):
        looks(tmp_path)
