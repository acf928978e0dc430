"""Files as platforms give them, made by hand where no library writes them: .xls, zip, text of many lines."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from planbook.absence import DataError
from planbook.tables.exports.reading.grid import grids

ORDERS = '订单编号,金额,备注\n="12",3.5,送礼\n13,,\n'
READ = [[1, "订单编号", "金额", "备注"], [2, '="12"', "3.5", "送礼"], [3, "13", None, None]]
SECTOR = 512
FREE, END_OF_CHAIN, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def rows(file: Path) -> list[list[str | None]]:
    """The rows of a file's only grid, each with its number."""
    engine = duckdb.connect()
    with grids(engine, file) as found:
        (grid,) = found
        return [list(row) for row in engine.execute(f"FROM {grid.relation} ORDER BY row").fetchall()]


def refused(file: Path) -> str:
    """Say why a file is refused; it also says what to do."""
    with pytest.raises(DataError) as error, grids(duckdb.connect(), file):
        pass
    assert error.value.advice
    return error.value.message


def sheet_names(file: Path) -> list[str]:
    with grids(duckdb.connect(), file) as found:
        return [grid.sheet for grid in found]


def written(path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
    return path


def zipped(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():  # without the time of day, which names of tests would have in them
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def xlsx(cells: Mapping[str, object], **formats: str) -> bytes:
    """A workbook with cells by their names; `formats` are number formats by the cell's name."""
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as book:
        sheet = book.add_worksheet()
        for place, value in cells.items():
            sheet.write(place, value, book.add_format({"num_format": formats.get(place, "General")}))
    return packed.getvalue()


def edited(content: bytes, member: str, old: str, new: str) -> bytes:
    """A workbook in which a part says something else."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert old.encode() in files[member]
    return zipped(files | {member: files[member].replace(old.encode(), new.encode())})


def xls(table: Sequence[Sequence[str | float]], *, locked: bool = False) -> bytes:
    """A workbook as Excel 97 wrote it (BIFF8), with one sheet."""
    first = struct.pack("<HHHHII", 0x600, 5, 0, 1996, 0, 6)
    bound = struct.pack("<IBBBB", 0, 0, 0, 1, 1) + "数".encode("utf-16-le")
    lock = _record(0x2F, struct.pack("<H", 1) + bytes(52)) if locked else b""
    offset = len(_record(0x809, first) + lock + _record(0x85, bound) + _record(0x0A, b""))
    bound = struct.pack("<I", offset) + bound[4:]
    book = _record(0x809, first) + lock + _record(0x85, bound) + _record(0x0A, b"") + _sheet(table)
    return compound("Workbook", book)


def _sheet(table: Sequence[Sequence[str | float]]) -> bytes:
    records = [_record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 1996, 0, 6))]
    records.append(_record(0x200, struct.pack("<IIHHH", 0, len(table), 0, max(map(len, table)), 0)))
    for down, row in enumerate(table):
        for right, cell in enumerate(row):
            place = struct.pack("<HHH", down, right, 0)
            if isinstance(cell, str):
                told = struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")
                records.append(_record(0x204, place + told))
            else:
                records.append(_record(0x203, place + struct.pack("<d", cell)))
    return b"".join([*records, _record(0x0A, b"")])


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def compound(name: str, stream: bytes) -> bytes:
    """Microsoft's file in a file, with one stream: a header, a sector of chains, a sector of names, the stream."""
    stream = stream.ljust(4096, b"\0")  # shorter ones are kept otherwise
    stream += bytes(-len(stream) % SECTOR)
    sectors = len(stream) // SECTOR
    chain = [FAT, END_OF_CHAIN, *range(3, sectors + 2), END_OF_CHAIN]
    chains = struct.pack("<128I", *chain, *[FREE] * (128 - len(chain)))
    names = _entry("Root Entry", 5, END_OF_CHAIN, 0, child=1) + _entry(name, 2, 2, len(stream)) + bytes(256)
    mark = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0") + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header = mark + struct.pack("<9I", 0, 1, 1, 0, 4096, END_OF_CHAIN, 0, END_OF_CHAIN, 0)
    return header + struct.pack("<109I", 0, *[FREE] * 108) + chains + names + stream


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    told = struct.pack("<64sHBBIII16sIQQIQ", text, len(text), kind, 1, FREE, FREE, child, b"", 0, 0, 0, start, size)
    return told.ljust(128, b"\0")
