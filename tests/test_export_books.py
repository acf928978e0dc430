"""Workbooks, pages and archives as grids, and the tables in a grid."""

from __future__ import annotations

import struct
from pathlib import Path

import duckdb
import pytest
from export_files import ORDERS, READ, compound, edited, refused, rows, sheet_names, written, xls, xlsx, zipped
from xlsxwriter import Workbook

from planbook.tables.exports.reading.blocks import blocks
from planbook.tables.exports.reading.grid import grids

SHEET = "xl/worksheets/sheet1.xml"
PAGE = "<table><tr><th>订单<th>金额<tr><td>12<td>3.5</table>"
GA4 = """# ----
# Report CSV Export
#
# Start date: 20230923
Nth day,Users
0000,1

# Start date: 20231001
Nth day,New users
0000,4
0001,

City,Users,Share
Paris,5,"1,5"
"""


def known(row):
    return sum(cell in {"订单编号", "金额", "Nth day", "Users", "New users", "City", "Share"} for cell in row)


def tables(file: Path) -> list[tuple[tuple[str, ...], int, int | None]]:
    engine = duckdb.connect()
    with grids(engine, file) as (grid,):
        return [(block.header, block.first, block.last) for block in blocks(engine, grid, known)]


# --- spreadsheets


def test_a_workbook_shows_what_excel_stores(tmp_path):
    cells = {"B3": 310542012345678901, "B4": 46000.5, "B5": 0.1, "B6": True, "B7": 12.0, "B8": "0012", "B9": 1e-7}
    file = written(tmp_path / "orders.csv", xlsx(cells | {"B10": 46000}, B4="d/m/yy h:mm", B10="d-mmm"))
    found = ["3.10542E+17", "2025-12-09 12:00:00", "0.1", "TRUE", "12", "0012", "0.0000001", "2025-12-09"]
    assert rows(file) == [[at, None, cell] for at, cell in enumerate(found, 3)]


def test_a_workbook_that_declares_one_cell_is_read_whole(tmp_path):
    book = edited(xlsx({"A1": "订单", "B3": 5}), SHEET, 'ref="A1:B3"', 'ref="A1:A1"')
    assert rows(written(tmp_path / "a.xlsx", book)) == [[1, "订单", None], [3, None, "5"]]


def test_a_cell_over_several_rows_stands_in_each(tmp_path):
    with Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.merge_range("B2:B4", "12")
        sheet.write_column("C2", ["a", "b", "c"])
    assert rows(tmp_path / "a.xlsx") == [[2, None, "12", "a"], [3, None, "12", "b"], [4, None, "12", "c"]]


def test_each_sheet_is_a_grid_but_not_those_with_nothing(tmp_path):
    with Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("订单报表").write("A1", "x")
        book.add_worksheet("空")
        book.add_chartsheet("图")
        hidden = book.add_worksheet("发货报表")
        hidden.write("A1", "y")
        hidden.hide()
    assert sheet_names(tmp_path / "a.xlsx") == ["订单报表", "发货报表"]


def test_a_formula_is_what_it_came_to_and_one_that_was_never_reckoned_is_told(tmp_path):
    book = xlsx({"A1": "金额", "A2": "=1+1", "A3": '="x"'})
    reckoned = edited(book, SHEET, "<f>1+1</f><v>0</v>", "<f>1+1</f><v>2</v>")
    assert rows(written(tmp_path / "a.xlsx", reckoned))[1] == [2, "2"]
    for unknown in ("<f>1+1</f><v></v>", "<f>1+1</f>", '<f t="shared" si="0"/><v/>'):
        content = edited(book, SHEET, "<f>1+1</f><v>0</v>", unknown)
        assert refused(written(tmp_path / "a.xlsx", content)).startswith("a.xlsx, cell A2: a formula")


def test_old_workbooks_are_read_under_any_name(tmp_path):
    content = xls([["订单编号", "金额"], ["12", 3.5], ["x", 310542012345678901.0]])
    for name in ("a.xls", "a.xlsx", "a.csv"):
        assert rows(written(tmp_path / name, content))[1:] == [[2, "12", "3.5"], [3, "x", "3.10542E+17"]]


def test_a_cell_far_out_does_not_take_all_memory(tmp_path):
    book = edited(edited(xlsx({"A1": "x", "A2": 5}), SHEET, 'r="2"', 'r="1048576"'), SHEET, 'r="A2"', 'r="XFD1048576"')
    assert "column 16,384 and row 1,048,576" in refused(written(tmp_path / "a.xlsx", book))


# --- containers


@pytest.mark.parametrize("head", ["", "\ufeff<!DOCTYPE html>\n<html><meta charset=gbk>", "<?xml version='1.0'?><HTML>"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_page_is_read_under_a_spreadsheets_name(tmp_path, head, encoding):
    assert rows(written(tmp_path / "a.xlsx", head + PAGE, encoding)) == [[1, "订单", "金额"], [2, "12", "3.5"]]


def test_excels_own_xml_is_read(tmp_path):
    row = "<Row><Cell><Data>订单</Data></Cell><Cell ss:Index='3'><Data>金额</Data></Cell></Row>"
    page = f"<?xml version='1.0'?><Workbook><Worksheet><Table>{row}</Table></Worksheet></Workbook>"
    assert rows(written(tmp_path / "a.xls", page)) == [[1, "订单", None, "金额"]]


def test_an_archive_is_read_with_all_that_is_in_it(tmp_path):
    inner = {
        "报表/a.xls": xls([["a"], ["1"]]),
        "b.csv": ORDERS.encode("gbk"),
        "__MACOSX/b.csv": b"x",
        ".DS_Store": b"x",
    }
    file = written(tmp_path / "a.csv", zipped(inner | {"c.zip": zipped({"d.html": PAGE.encode()}), "e.pdf": b"%PDF-1"}))
    assert sheet_names(file) == ["a.xls, 数", "b.csv", "d.html"]


def test_large_text_in_an_archive_is_read(tmp_path, large):
    assert [row[:4] for row in rows(written(tmp_path / "a.zip", zipped({"b.csv": ORDERS.encode("gbk")})))] == READ


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\n", "is empty"),
        (b"\n" * 600, "holds no table"),
        (zipped({"a.csv": b""}), "holds no table"),
        (b"<html><p>Please log in</p>", "holds no table"),
        (xlsx({"A1": ""}), "holds no table"),
        (zipped({"a.csv": b"a,b\n1,2\n" * 99})[:-30], "damaged archive"),
        (zipped({"a.csv": b"a,b\n1,2\n" * 99}).replace(b"a,b", b"a;b"), None),
        (xlsx({"A1": "x"})[:-30], "damaged archive or workbook"),
        (zipped({"a.csv": bytes(80 << 20)}), "would unpack to 1 files of 80 MB"),
        (xls([["x"]], locked=True), "locked by a password"),
        (compound("EncryptedPackage", b"x"), "locked by a password"),
        (compound("WordDocument", b"x"), "cannot be read"),
        (b"%PDF-1.7", "is a PDF"),
        (b"a,b\0\n\1\2", "no text"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(tmp_path, content, said):
    if said is None:
        said, content = "cannot be unpacked", content.replace(content[40:50], b"\xff" * 10)
    assert said in refused(written(tmp_path / "a.xls", content))


def test_a_file_that_is_not_there_is_told_by_its_name_only(tmp_path):
    assert refused(tmp_path / "no.csv") == "There is no file no.csv."
    assert refused(tmp_path) == f"{tmp_path.name} is a folder."
    assert refused(Path("/dev/null")) == "null is no file that can be read twice."
    assert str(tmp_path) not in refused(written(tmp_path / "a.xlsx", b"PK\3\4x"))


# --- blocks


def test_tables_that_stand_one_below_the_other_are_parted(tmp_path):
    assert tables(written(tmp_path / "ga4.csv", GA4)) == [
        (("Nth day", "Users", ""), 6, 7),
        (("Nth day", "New users", ""), 10, 12),
        (("City", "Users", "Share"), 14, None),
    ]


def test_what_stands_above_a_table_is_told(tmp_path):
    engine = duckdb.connect()
    with grids(engine, written(tmp_path / "ga4.csv", GA4)) as (grid,):
        above = [block.above for block in blocks(engine, grid, known)]
    assert above == [("# ----", "# Report CSV Export", "#", "# Start date: 20230923"), ("# Start date: 20231001",), ()]


def test_a_blank_line_alone_ends_no_table(tmp_path):
    content = "日报\n\n订单编号,金额\n1,2\n\n3,4\n\n订单编号,金额\n5,6\n\n说明:金额 含运费\n"
    assert tables(written(tmp_path / "a.csv", content)) == [(("订单编号", "金额"), 4, None)]


def test_a_header_below_a_title_is_found_in_a_large_file(tmp_path, large):
    content = "日报,7月\n\n" + ORDERS
    assert [(header[:2], first) for header, first, _ in tables(written(tmp_path / "a.csv", content))] == [
        (("订单编号", "金额"), 3)
    ]


def test_a_grid_without_a_known_header_has_no_block(tmp_path):
    assert tables(written(tmp_path / "a.csv", "x,y\n1,2\n")) == []


def test_an_old_workbook_whose_sectors_run_in_a_circle_is_refused_at_once(tmp_path):
    content = bytearray(xls([["订单编号"], ["12"]]))
    struct.pack_into("<I", content, 512 + 4, 1)  # the sector of names is followed by itself
    assert "damaged workbook" in refused(written(tmp_path / "a.xls", bytes(content)))


def test_a_cell_of_an_old_workbook_beyond_the_last_column_is_refused(tmp_path):
    content = bytearray(xls([["订单编号"], [12.0]]))
    struct.pack_into("<HH", content, content.find(struct.pack("<HHHH", 0x203, 14, 1, 0)) + 4, 65535, 65535)
    assert "damaged workbook" in refused(written(tmp_path / "a.xls", bytes(content)))
