"""Text files: in which encoding, parted by what, and how they reach the engine.

A small file is read here, row by row. A large one is read by the engine: where it is not UTF-8, from a copy without a
name on disk, because it may hold personal data.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import duckdb

from planbook.absence import DataError

SMALL = 4 << 20  # bytes up to which a file is read row by row
SAMPLE = 1 << 20
CHUNK = 4 << 20
SPARE = 8  # columns beyond the widest row that was looked at
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
FEW = 0.02  # share of lines that may look like UTF-8 by chance
DELIMITERS = "\t;,|"
LONGEST_CELL = 10_000_000


@dataclass(frozen=True)
class Decoded:
    """A text file: its rows where it is small, else where the engine finds it in UTF-8."""

    name: str
    head: list[list[str]]
    rows: list[list[str]] | None = None
    path: str = ""
    delimiter: str = ","

    @property
    def width(self) -> int:
        """Columns that a row may have."""
        return max(map(len, self.head), default=0) + SPARE

    def relation(self, engine: duckdb.DuckDBPyConnection) -> str:
        """Write SQL that reads the file; each cell as text, with the number of its row."""
        try:
            engine.execute(f"SELECT count(*) FROM {self._relation(parallel=True)}")
        except duckdb.Error as error:
            if "null_padding" not in str(error):
                raise _unreadable(self.name, error) from error
            engine.execute(f"SELECT count(*) FROM {self._relation(parallel=False)}")
            return self._relation(parallel=False)
        return self._relation(parallel=True)

    def _relation(self, *, parallel: bool) -> str:
        columns = ", ".join(f"'c{at}': 'VARCHAR'" for at in range(self.width))
        return f"""(SELECT row_number() OVER () AS row, *
                    FROM read_csv('{self.path}', auto_detect=false, header=false, delim='{self.delimiter}', quote='"',
                                  escape='"', null_padding=true, strict_mode=false, parallel={str(parallel).lower()},
                                  max_line_size={LONGEST_CELL}, columns={{{columns}}}))"""


@contextlib.contextmanager
def decoded(file: Path, name: str) -> Iterator[Decoded]:
    """Open a text file.

    Raises
    ------
    DataError
        When it is in no encoding that is known, or in two.
    """
    with file.open("rb") as stream:
        start = stream.read(SAMPLE)
    if file.stat().st_size <= SMALL:
        rows, _ = _rows(as_text(file.read_bytes(), name), name)
        yield Decoded(name, rows, rows)
        return
    encoding = _encoding(start[: start.rfind(b"\n") + 1] or start, name)
    head, delimiter = _rows(start.decode(encoding, "ignore"), name)
    with contextlib.ExitStack() as stack:
        path = str(file) if encoding == "utf-8" else stack.enter_context(_copied(file, encoding, name))
        yield Decoded(name, head[:-1], None, path.replace("'", "''"), delimiter)


def as_text(content: bytes, name: str) -> str:
    """Decode bytes whose encoding nobody told.

    Raises
    ------
    DataError
        When they are in no encoding that is known, or in two.
    """
    encoding = _encoding(content, name)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _mixed(name, content.count(b"\n", 0, error.start) + 1) from error


def _encoding(content: bytes, name: str) -> str:
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            return encoding
    if _reads(content, "utf-8"):
        return "utf-8"
    told = [line for line in content.split(b"\n") if not line.isascii()]
    like_utf8 = [line for line in told if _reads(line, "utf-8")]
    if len(like_utf8) > FEW * len(told):
        first = next(at for at, line in enumerate(content.split(b"\n"), 1) if not _reads(line, "utf-8"))
        raise _mixed(name, first)
    if _reads(content, "gb18030"):
        return "gb18030"
    if _reads(content, "cp1252") and b"\x00" not in content:
        return "cp1252"
    raise DataError(f"{name} is no text that can be read.", "Export it again as CSV in UTF-8, or as .xlsx.")


def _reads(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _rows(text: str, name: str) -> tuple[list[list[str]], str]:
    lines = text.splitlines()[:50]
    delimiter = max(DELIMITERS, key=lambda mark: _evenness(lines, mark))
    csv.field_size_limit(LONGEST_CELL)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)), delimiter
    except csv.Error as error:
        raise DataError(f"{name} is no table: {error}.", "Export it again as CSV, or as .xlsx.") from error


def _evenness(lines: list[str], mark: str) -> int:
    """Weigh a delimiter: cells that it makes in rows of the most usual width."""
    with contextlib.suppress(csv.Error):
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=mark) if len(row) > 1)
        if widths:
            width, rows = max(widths.items(), key=lambda each: (each[1] * (each[0] - 1), each[0]))
            return (width - 1) * rows
    return 0


@contextlib.contextmanager
def _copied(file: Path, encoding: str, name: str) -> Iterator[str]:
    """Write a copy in UTF-8 that has no name where the system can do without, and is gone with this process."""
    unnamed = sys.platform == "linux"
    copy: IO[bytes]
    with tempfile.TemporaryFile() if unnamed else tempfile.NamedTemporaryFile() as copy:
        decoder = codecs.getincrementaldecoder(encoding)()
        with file.open("rb") as stream:
            rows = 0
            while chunk := stream.read(CHUNK):
                try:
                    copy.write(decoder.decode(chunk).encode())
                except UnicodeDecodeError as error:
                    raise _mixed(name, rows + chunk.count(b"\n", 0, error.start) + 1) from error
                rows += chunk.count(b"\n")
        copy.flush()
        yield f"/proc/{os.getpid()}/fd/{copy.fileno()}" if unnamed else str(copy.name)


def _mixed(name: str, row: int) -> DataError:
    return DataError(
        f"{name}, near line {row}: the text is in another encoding than before it.",
        "Files were put together that differ, or one was cut: export them again, and import each by itself.",
    )


def _unreadable(name: str, error: duckdb.Error) -> DataError:
    return DataError(f"{name} cannot be read: {str(error).splitlines()[0]}", "Export it again as CSV, or as .xlsx.")
