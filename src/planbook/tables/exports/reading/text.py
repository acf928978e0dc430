"""Text files as rows: parted by what, and read by whom.

A small file is read here, row by row. A large one is read by the engine, which wants UTF-8: a file in another
encoding is copied first.
"""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np

from planbook.absence import DataError
from planbook.tables.exports.reading import copies, encodings
from planbook.tables.exports.reading.transcoding import CHUNK, even

SMALL = 8 << 20  # bytes up to which a file is read row by row
SAMPLE = 1 << 20
SPARE = 8  # columns beyond the widest row that was looked at
DELIMITERS = "\t;,|"
LOOKED = 50  # lines by which the delimiter is told
END = "\0end"
csv.field_size_limit(1 << 30)  # a cell is no longer than its file; the default refuses one of 128 KB


class Survey(NamedTuple):
    """What an engine must know of a text: line ends that differ, cells of several lines, a quote too many."""

    lone_returns: bool
    long_cells: bool
    odd_quotes: bool


@dataclass(frozen=True)
class Large:
    """A text file that the engine reads."""

    name: str
    path: Path
    head: list[list[str]]
    delimiter: str
    survey: Survey

    @property
    def width(self) -> int:
        """Columns that a row may have."""
        return max(map(len, self.head), default=0) + SPARE

    @property
    def relation(self) -> str:
        """SQL that reads the file; each cell as text, with the number of its row."""
        return f"(SELECT row_number() OVER () AS row, * FROM {self.unnumbered})"

    @property
    def unnumbered(self) -> str:
        """SQL that reads the file; each cell as text."""
        columns = ", ".join(f"'c{at}': 'VARCHAR'" for at in range(self.width))
        return f"""read_csv('{_literal(self.path)}', auto_detect=false, header=false, delim='{self.delimiter}',
                            quote='"', escape='"', null_padding=true, strict_mode=false, compression='none',
                            parallel={str(not self.survey.long_cells).lower()}, columns={{{columns}}})"""

    def refuse_open_quote(self, engine: duckdb.DuckDBPyConnection) -> None:
        """See that no cell has swallowed the rows below it.

        Raises
        ------
        DataError
            When a quote is not closed; it names the row.
        """
        if self.survey.odd_quotes or (self.survey.long_cells and self._is_odd(engine)):
            with self.path.open(encoding="utf-8-sig", newline="") as lines:
                try:
                    deque(csv.reader(lines, delimiter=self.delimiter, strict=True), maxlen=0)
                except csv.Error:
                    lines.seek(0)
                    deque(_closed(lines, self.delimiter, self.name), maxlen=0)

    def _is_odd(self, engine: duckdb.DuckDBPyConnection) -> bool:
        odd = " OR ".join(
            f"(contains(c{at}, chr(10)) AND (length(c{at}) - length(replace(c{at}, '\"', ''))) % 2 = 1)"
            for at in range(self.width)
        )
        return engine.execute(f"SELECT 1 FROM {self.unnumbered} WHERE {odd} LIMIT 1").fetchone() is not None


def small(content: bytes, name: str) -> list[list[str]]:
    r"""Read the rows of a text that fits into memory; a blank line is an empty row.

    Raises
    ------
    DataError
        When it is in no encoding that is known or in two, or has a quote that is not closed.

    Examples
    --------
    >>> small('编号\t备注\n="12"\t"两\n行"\n'.encode("gbk"), "orders.csv")
    [['编号', '备注'], ['="12"', '两\n行']]
    """
    text = encodings.decoded(content, name)
    text = even(text, " " if "\n" in text else "\n")
    delimiter = _delimiter(text)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return list(_closed(io.StringIO(text, newline=""), delimiter, name))


@contextlib.contextmanager
def large(file: Path, name: str) -> Iterator[Large]:
    """Open a text file for the engine.

    Raises
    ------
    DataError
        When it is in no encoding that is known or in two, or is no table.
    """
    start = _told(file)
    encoding = encodings.encoding_of(start, name)
    with contextlib.ExitStack() as stack:
        survey = _survey(file, unsure=name) if encoding.startswith("utf-8") else None
        if survey is None or survey.lone_returns:
            lone = " " if b"\n" in start else "\n"
            file = stack.enter_context(copies.in_utf8(file, encoding, name, lone=lone))
            survey = _survey(file)
        elif Path("/proc/self/fd").is_dir():  # the engine takes [1] in a file's name for a pattern
            opened = stack.enter_context(file.open("rb"))
            file = Path(f"/proc/self/fd/{opened.fileno()}")
        head, delimiter = _head(file, name)
        yield Large(name, file, head, delimiter, survey)


def _told(file: Path) -> bytes:
    """Give the first lines that tell the encoding: those around the first byte that is no ASCII."""
    with file.open("rb") as stream:
        first = start = stream.read(SAMPLE) + stream.readline(SAMPLE)
        while start and start.isascii() and b"\0" not in start:
            start = stream.read(SAMPLE) + stream.readline(SAMPLE)
    return start or first


def _head(file: Path, name: str) -> tuple[list[list[str]], str]:
    with file.open("rb") as stream:
        text = stream.read(SAMPLE).decode("utf-8-sig", "ignore")
    if "\0" in text:
        raise encodings.no_text(name)
    delimiter = _delimiter(text)
    with contextlib.suppress(csv.Error):
        *rows, _ = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        if any(rows):
            return [row for row in rows if row], delimiter  # the engine skips blank lines
    raise DataError(f"{name} is no table: its first line has no end.", "Export it again as CSV, or as .xlsx.")


def _delimiter(text: str) -> str:
    lines = text.split("\n", LOOKED)[:LOOKED]
    return max(DELIMITERS, key=lambda mark: _evenness(lines, mark))


def _evenness(lines: list[str], mark: str) -> int:
    """Weigh a delimiter: cells that it makes in rows of the most usual width."""
    with contextlib.suppress(csv.Error):
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=mark) if len(row) > 1)
        return max(((width - 1) * rows for width, rows in widths.items()), default=0)
    return 0


def _survey(file: Path, *, unsure: str = "") -> Survey:
    """Look at each byte once; ``unsure`` names a file that has to be seen to be UTF-8."""
    lines, returns, long_cells, odd = 0, False, False, False
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK) + stream.readline(CHUNK):
            if unsure:
                lines += _lines(chunk, lines, unsure)
            if b"\r" in chunk:
                returns |= chunk.count(b"\r") != chunk.count(b"\r\n")
            if b'"' in chunk:
                codes = np.frombuffer(chunk, np.uint8)
                quotes, ends = np.flatnonzero(codes == ord('"')), np.flatnonzero(codes == ord("\n"))
                long_cells |= bool(((np.searchsorted(quotes, ends) + odd) % 2).any())
                odd ^= bool(len(quotes) % 2)
    return Survey(returns, long_cells, odd)


def _lines(chunk: bytes, before: int, name: str) -> int:
    """Count the lines of some text, and see that it is UTF-8."""
    try:
        chunk.decode()
    except UnicodeDecodeError as error:
        raise encodings.mixed(name, before + chunk.count(b"\n", 0, error.start) + 1) from error
    return chunk.count(b"\n")


def _closed(lines: Iterable[str], delimiter: str, name: str) -> Iterator[list[str]]:
    """Read rows that have stray quotes, as inch marks are, and see that no quote takes in the rows below it.

    A quote that is not closed takes in all up to the end, or up to the next quote; of that one a part stays behind.
    """
    number = 0
    for row in csv.reader(itertools.chain(lines, [END + delimiter + END]), delimiter=delimiter):
        if row == [END, END]:
            return
        number += 1
        if "".join(row[-1:]).endswith(END) or any("\n" in cell and cell.count('"') % 2 for cell in row):
            break
        yield row
    raise DataError(
        f"{name}, row {number}: a quote is not closed, so that the cell runs on over other rows.",
        "Close the quote there, or write two where one is meant; or export the file again.",
    )


def _literal(path: Path) -> str:
    """Write a path for the engine, which must take no letter of it for a pattern."""
    text = "".join(f"[{letter}]" if letter in "*?[" else letter for letter in str(path))
    return text.replace("'", "''")
