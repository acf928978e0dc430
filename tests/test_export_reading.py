"""Exports of text as grids, whatever encoding and shape a platform gives."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys

import duckdb
import pytest
from export_files import ORDERS, READ, refused, rows, written
from import_factory import read

from planbook.absence import DataError
from planbook.tables.exports.reading import copies
from planbook.tables.exports.reading.grid import grids


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


def test_the_rows_of_a_large_text_stand_in_a_table_as_in_the_file(tmp_path, large):
    engine = duckdb.connect()
    lines = "".join(f"{at},{at % 7},茶\n" for at in range(300_000))
    with grids(engine, written(tmp_path / "o'[1]*.csv", lines)) as (grid,):
        engine.execute(f"CREATE TABLE held AS FROM {grid.unnumbered}")
    odd = "SELECT count(*), count(*) FILTER (WHERE c0 <> rowid::VARCHAR OR c2 <> '茶') FROM held"
    assert engine.execute(odd).fetchall() == [(300_000, 0)]


def test_a_large_text_becomes_the_same_rows_as_a_small_one(tmp_path, request):
    lines = "宝贝报表\n订单编号,标题,价格,购买数量\n1,茶,3.5,1\n合计,,3.5,1\n订单编号,标题,价格,购买数量\n2,杯,4,2\n"
    file = written(tmp_path / "ExportOrderDetailList202611052310.csv", lines, "gb18030")
    small = read(tmp_path / "shop", file)["order_items"]
    request.getfixturevalue("large")
    assert small["planbook_row"].to_list() == [3, 6]
    assert read(tmp_path / "shop", file)["order_items"].equals(small)


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
        "import duckdb, pathlib; from planbook.tables.exports.reading import text\n"
        "from planbook.tables.exports.reading.grid import *\n"
        f"text.SMALL = 0; opened = grids(duckdb.connect(), pathlib.Path({str(file)!r})); opened.__enter__()\n"
        "print(*pathlib.Path('/tmp' and __import__('tempfile').gettempdir()).iterdir(), 'open', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], env=os.environ | {"TMPDIR": str(folder)}, stdin=-1, stdout=-1, text=True
    ) as process:
        assert process.stdout.readline() == "open\n"
        process.send_signal(signal.SIGKILL)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("size", ["small", "large"])
def test_a_total_is_known_by_the_cell_behind_the_last_header(tmp_path, size, request):
    if size == "large":
        request.getfixturevalue("large")
    lines = "Date,Users,Sessions\n20261101,3,4\n,3,4,Grand total\n"
    found = read(tmp_path / "shop", written(tmp_path / "data-export.csv", lines), timezone="UTC")
    assert found["traffic"]["visitors"].to_list() == [3]
