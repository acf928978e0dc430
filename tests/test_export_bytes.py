"""Whatever bytes a file has: rows come out, or an error that a person can do something about; and soon."""

from __future__ import annotations

import io
import zipfile

import duckdb
import pytest
from export_files import compound, xls, xlsx, zipped
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from planbook.absence import DataError
from planbook.tables.exports.reading.blocks import blocks
from planbook.tables.exports.reading.grid import grids

TEXT = '订单编号,金额\n"12",¥3.5\n# x\n\n13,"两\n行"\n'
PAGE = "<html><table><tr><th rowspan=2>订单</th><td colspan=3>&amp;<br></td></tr><tr><td>x</table>"
BOOK = xlsx({"A1": "订单", "B1": "金额", "A2": 12, "B2": 46000.5, "C9": "=A2+1"}, B2="yyyy-mm-dd")
OLD_BOOK = xls([["订单", "金额"], ["12", 3.5]])
VALID = {
    "utf-8": TEXT.encode(),
    "gb18030": TEXT.encode("gb18030"),
    "utf-16": TEXT.encode("utf-16"),
    "html": PAGE.encode("gb18030"),
    "xlsx": BOOK,
    "xls": OLD_BOOK,
    "zip": zipped({"a.csv": TEXT.encode("gb18030"), "b/表.xls": OLD_BOOK}),
    "locked": compound("EncryptedPackage", b"x" * 5000),
}
QUICK = settings(
    max_examples=60, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
STARTS = [
    b"",
    b"PK\3\4",
    b"PK\5\6",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"<table>",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"#",
]


@pytest.fixture(scope="module")
def engine():
    return duckdb.connect()


@pytest.fixture(scope="module")
def reads(engine, tmp_path_factory):
    file = tmp_path_factory.mktemp("bytes") / "export.xls"

    def read(content: bytes) -> bool:
        file.write_bytes(content)
        try:
            with grids(engine, file) as found:
                for grid in found:
                    engine.execute(f"FROM {grid.relation}").fetchall()
                    blocks(engine, grid, lambda row: sum(cell.isalpha() for cell in row))
        except DataError as error:
            told = error
        else:
            return True
        assert "export.xls" in told.message
        assert told.advice
        return False

    return read


@pytest.mark.parametrize("content", VALID.values(), ids=VALID)
def test_what_is_whole_is_read(reads, content):
    assert reads(content) is (b"E\0n\0c\0r" not in content)


@QUICK
@given(st.sampled_from(STARTS), st.binary(max_size=300))
@example(b"", b"\xff")
@example(b"PK\3\4", bytes(600))
def test_any_bytes_are_read_or_refused(reads, start, rest):
    reads(start + rest)


@QUICK
@given(st.sampled_from([TEXT, PAGE]), st.sampled_from(["utf-8", "gb18030", "utf-16", "cp1252"]), st.text(max_size=80))
def test_any_text_is_read_or_refused(reads, known, encoding, text):
    reads((known + text).encode(encoding, "ignore"))


@QUICK
@given(st.sampled_from(sorted(VALID)), st.data())
def test_a_file_with_wrong_bytes_is_read_or_refused(reads, kind, data):
    content = bytearray(VALID[kind])
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    reads(bytes(content))


@QUICK
@given(st.sampled_from(sorted(VALID)), st.floats(0, 1), st.floats(0, 1))
def test_a_file_with_a_part_cut_out_is_read_or_refused(reads, kind, first, last):
    content = VALID[kind]
    start, stop = sorted((int(first * len(content)), int(last * len(content))))
    reads(content[:start] + content[stop:])


@QUICK
@given(
    st.sampled_from(["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"]), st.data()
)
def test_a_workbook_whose_parts_are_damaged_is_read_or_refused(reads, member, data):
    with zipfile.ZipFile(io.BytesIO(BOOK)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    content = bytearray(files[member])
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.sampled_from(b'<>"/9AZ r=\0'))
    reads(zipped(files | {member: bytes(content)}))
