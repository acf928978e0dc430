"""Exports as grids and blocks: whatever container, encoding and shape a platform gives."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from export_files import compound, edited, rows, sheet_names, written, xls, xlsx, zipped
from xlsxwriter import Workbook

from planbook.absence import DataError
from planbook.tables.exports import copies, text
from planbook.tables.exports.blocks import blocks
from planbook.tables.exports.grid import grids, held

SHEET = "xl/worksheets/sheet1.xml"
ORDERS = '订单编号,金额,备注\n="12",3.5,送礼\n13,,\n'
READ = [[1, "订单编号", "金额", "备注"], [2, '="12"', "3.5", "送礼"], [3, "13", None, None]]
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


def refused(file: Path) -> str:
    with pytest.raises(DataError) as error, grids(duckdb.connect(), file):
        pass
    assert error.value.advice
    return error.value.message


def known(row):
    return sum(cell in {"订单编号", "金额", "Nth day", "Users", "New users", "City", "Share"} for cell in row)


def tables(file: Path) -> list[tuple[tuple[str, ...], int, int | None]]:
    engine = duckdb.connect()
    with grids(engine, file) as (grid,):
        return [(block.header, block.first, block.last) for block in blocks(engine, grid, known)]


@pytest.fixture
def large(monkeypatch):
    """Let each text be a large one."""
    monkeypatch.setattr(text, "SMALL", 0)


# --- text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("size", ["small", "large"])
def test_text_is_read_in_any_encoding(tmp_path, encoding, size, request):
    if size == "large":
        request.getfixturevalue("large")
    found = rows(written(tmp_path / "orders.xls", ORDERS, encoding))
    assert [row[:4] for row in found] == READ


@pytest.mark.parametrize("town", ["Müller, Köln", "José à Málaga", "3 € – “good”"])
def test_western_text_is_not_taken_for_chinese(tmp_path, town):
    assert rows(written(tmp_path / "a.csv", f'id;town\n1;"{town}"\n', "cp1252"))[1] == [2, "1", town]


@pytest.mark.parametrize("names", ["男 女 女", "张镕基 陶喆", "女", "是 否", "€ é"])
def test_little_chinese_is_enough(tmp_path, names):
    found = rows(written(tmp_path / "a.csv", "编号\n" + names.replace(" ", "\n"), "gb18030"))
    assert [row[1] for row in found[1:]] == names.split()


@pytest.mark.parametrize("mark", ["\t", ";", ",", "|"])
def test_cells_are_parted_by_what_parts_most_rows_alike(tmp_path, mark):
    lines = ["Report, 1 July; 31 July", mark.join("abc"), mark.join(["1", "2,5", "x;y"]), mark.join("456")]
    assert rows(written(tmp_path / "a.csv", "\n".join(lines).replace("2,5", '"2,5"').replace("x;y", '"x;y"')))[1:] == [
        [2, "a", "b", "c"], [3, "1", "2,5", "x;y"], [4, "4", "5", "6"],
    ]  # fmt: skip


@pytest.mark.parametrize("size", ["small", "large"])
def test_a_cell_of_several_lines_is_one_cell(tmp_path, size, request):
    if size == "large":
        request.getfixturevalue("large")
    found = rows(written(tmp_path / "a.csv", '订单,备注\r\n1,"两\r\n行 ""好"""\r\n2,x,more\r\n3\r\n', "gb18030"))
    assert [row[:4] for row in found] == [
        [1, "订单", "备注", None], [2, "1", '两\n行 "好"', None], [3, "2", "x", "more"], [4, "3", None, None],
    ]  # fmt: skip


@pytest.mark.parametrize("size", ["small", "large"])
def test_a_stray_return_parts_no_row(tmp_path, size, request):
    if size == "large":
        request.getfixturevalue("large")
    found = rows(written(tmp_path / "a.csv", "a,b\r\n1,x\ry\r\n2,z\r\n"))
    assert [row[:3] for row in found] == [[1, "a", "b"], [2, "1", "x y"], [3, "2", "z"]]


def test_rows_are_counted_as_a_person_counts(tmp_path):
    assert [row[0] for row in rows(written(tmp_path / "a.csv", "\n\na,b\n,\n1,2\n\n3,4\n\n"))] == [3, 5, 7]


@pytest.mark.parametrize("size", ["small", "large"])
@pytest.mark.parametrize(
    ("content", "row"), [('a,b\n1,2\n3,"4\n5,6\n', 3), ('a,b\n1,"x\n2,"y"\n3,4\n', 2), ('a,b\n1,2\n"', 3)]
)
def test_a_quote_that_is_not_closed_is_told_with_its_row(tmp_path, content, row, size, request):
    if size == "large":
        request.getfixturevalue("large")
    assert refused(written(tmp_path / "a.csv", content)).startswith(f"a.csv, row {row}: a quote is not closed")


def test_an_inch_mark_is_no_quote(tmp_path):
    found = rows(written(tmp_path / "a.csv", 'a,b\n5" pipe,2\n"15" screen",3\n"6"" cup",4\n'))
    assert [row[1] for row in found[1:]] == ['5" pipe', '15 screen"', '6" cup']


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("订单,备注\n1,茶\n".encode("gbk") + "2,茶叶\n3,茶\n".encode(), 3),
        ("订单,备注\n1,茶\n".encode() + "2,茶叶\n".encode("gbk"), 3),
        ("订单,备注\n1,茶叶".encode()[:-1], 2),
        ("订单编号,备注\n1,茶".encode("gbk")[:-1] + b"\n2,x\n", 2),
        ("name\nMüller\n".encode("cp1252") + "José\n".encode(), 3),
    ],
)
def test_text_in_two_encodings_is_refused_with_its_line(tmp_path, content, line):
    assert f"near line {line}:" in refused(written(tmp_path / "a.csv", content))


def test_text_that_changes_its_encoding_far_below_is_refused_with_its_line(tmp_path):
    chinese = "1,安溪铁观音\n" * 600_000
    file = written(tmp_path / "a.csv", chinese.encode() + "2,茶叶\n".encode("gbk"))
    assert "a.csv, near line 600001:" in refused(file)
    file = written(tmp_path / "a.csv", chinese.encode("gbk") + "2,茶\n".encode())
    assert "a.csv, near line 600001:" in refused(file)


def test_a_large_text_may_begin_with_a_million_letters_of_ascii(tmp_path, large):
    file = written(tmp_path / "a.csv", "1,tea\n" * 200_000 + "2,茶\n", "gbk")
    assert rows(file)[-1][:3] == [200_001, "2", "茶"]


def test_a_text_that_is_copied_by_several_processes_stays_the_same(tmp_path, large, monkeypatch):
    monkeypatch.setattr(copies, "WORTH", 10)
    monkeypatch.setattr("planbook.machine.cores", lambda: 3)
    file = written(tmp_path / "a.csv", "".join(f'{at},茶叶{at},"x\n{at}"\n' for at in range(99)), "gbk")
    assert [row[:4] for row in rows(file)] == [[at + 1, f"{at}", f"茶叶{at}", f"x\n{at}"] for at in range(99)]
    spoiled = written(tmp_path / "a.csv", file.read_bytes().replace("茶叶98".encode("gbk"), b"\xff"))
    assert "near line" in refused(spoiled)


def test_columns_that_are_held_are_those_of_the_file(tmp_path, large):
    engine = duckdb.connect()
    lines = "".join(f"{at},{at % 7},茶\n" for at in range(300_000))
    with grids(engine, written(tmp_path / "o'[1]*.csv", lines)) as (grid,), held(engine, grid, [2, 0]) as relation:
        odd = f"SELECT count(*), count(*) FILTER (WHERE c0 <> (row - 1)::VARCHAR OR c2 <> '茶') FROM {relation}"
        assert engine.execute(odd).fetchall() == [(300_000, 0)]
    assert engine.execute("SELECT count(*) FROM duckdb_tables()").fetchone() == (0,)


def test_what_the_engine_finds_wrong_is_told_without_the_cells(tmp_path, large):
    engine = duckdb.connect()
    file = written(tmp_path / "a.csv", "name,phone\n" * 200_000 + f"secret{'x' * 3_000_000},1\n")
    with pytest.raises(DataError) as error, grids(engine, file) as (grid,):
        engine.execute(f"SELECT max(c0) FROM {grid.relation}")
    assert re.fullmatch(r"a.csv, line \d+: the line is too long.", error.value.message)


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_a_copy_has_no_name_on_disk_even_when_the_process_is_killed(tmp_path, large):
    file, folder = written(tmp_path / "a.csv", ORDERS, "gbk"), tmp_path / "tmp"
    folder.mkdir()
    code = (
        "import duckdb, pathlib; from planbook.tables.exports import text; from planbook.tables.exports.grid import *\n"
        f"text.SMALL = 0; opened = grids(duckdb.connect(), pathlib.Path({str(file)!r})); opened.__enter__()\n"
        "print(*pathlib.Path('/tmp' and __import__('tempfile').gettempdir()).iterdir(), 'open', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], env=os.environ | {"TMPDIR": str(folder)}, stdin=-1, stdout=-1, text=True
    ) as process:
        assert process.stdout.readline() == "open\n"
        process.send_signal(signal.SIGKILL)
    assert list(folder.iterdir()) == []


# --- spreadsheets


def test_a_workbook_shows_what_excel_stores(tmp_path):
    cells = {"B3": 310542012345678901, "B4": 46000.5, "B5": 0.1, "B6": True, "B7": 12.0, "B8": "0012", "B9": 1e-7}
    file = written(tmp_path / "orders.csv", xlsx(cells | {"B10": 46000}, B4="d/m/yy h:mm", B10="d-mmm"))
    found = ["3.10542E+17", "2025-12-09 12:00:00", "0.1", "TRUE", "12", "0012", "0.0000001", "2025-12-09"]
    assert rows(file) == [[at, cell] for at, cell in enumerate(found, 3)]


def test_a_workbook_that_declares_one_cell_is_read_whole(tmp_path):
    book = edited(xlsx({"A1": "订单", "B3": 5}), SHEET, 'ref="A1:B3"', 'ref="A1:A1"')
    assert rows(written(tmp_path / "a.xlsx", book)) == [[1, "订单", None], [3, None, "5"]]


def test_a_cell_over_several_rows_stands_in_each(tmp_path):
    with Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.merge_range("B2:B4", "12")
        sheet.write_column("C2", ["a", "b", "c"])
    assert rows(tmp_path / "a.xlsx") == [[2, "12", "a"], [3, "12", "b"], [4, "12", "c"]]


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
