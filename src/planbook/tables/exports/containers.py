"""What a file is, by its first bytes: text, a workbook, a page, or an archive with one of these in it."""

from __future__ import annotations

import contextlib
import tempfile
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from planbook.absence import DataError
from planbook.tables.exports import spreadsheets

ZIP, BIFF = b"PK", b"\xd0\xcf\x11\xe0"
PAGE = (b"<html", b"<!doctype", b"<table", b"<meta", b"<?xml")
LARGEST, RATIO = 4 << 30, 200  # bytes of what an archive may hold, and how often more than the archive itself
AGAIN = "Export it again, or save it as .xlsx or CSV."


class Part(NamedTuple):
    """A table of a file: rows of text, or a path to text that is still to be decoded."""

    name: str
    rows: list[list[str]] | None = None
    path: Path | None = None


@contextlib.contextmanager
def parts(file: Path) -> Iterator[list[Part]]:
    """Open what a file holds.

    Raises
    ------
    DataError
        When it cannot be opened, or is not what its first bytes say.
    """
    with tempfile.TemporaryDirectory(prefix="planbook-") as folder:
        yield _parts(file, file.name, Path(folder))


def _parts(file: Path, name: str, folder: Path) -> list[Part]:
    start = _start(file, name)
    if start.startswith(ZIP) and not _is_workbook(file, name):
        return [part for member in _members(file, name, folder) for part in _parts(member, name, folder / "in")]
    if start.startswith((ZIP, BIFF)):
        return [Part(sheet, rows) for sheet, rows in spreadsheets.sheets(file, name)]
    if start.lstrip(b"\xef\xbb\xbf\r\n\t ").lower().startswith(PAGE):
        return [Part(f"table {at}" if at else "", rows) for at, rows in enumerate(_tables(file, name))]
    return [Part("", path=file)]


def _start(file: Path, name: str) -> bytes:
    try:
        with file.open("rb") as stream:
            start = stream.read(512)
    except IsADirectoryError as error:
        raise DataError(f"{name} is a folder.", "Name the files in it.") from error
    except FileNotFoundError as error:
        raise DataError(f"There is no file {name}.", "Mind where you are and how it is spelled.") from error
    except OSError as error:
        raise DataError(f"{name} cannot be opened: {error.strerror}.", "Mend its permissions, or close it.") from error
    if not start.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise DataError(f"{name} is empty.", "Export it again; see that it has rows.")
    return start


def _is_workbook(file: Path, name: str) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            return any(part in ("[Content_Types].xml", "mimetype", "content.xml") for part in archive.namelist())
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise DataError(f"{name} is a damaged archive or workbook: {error}.", "Download it once more.") from error


def _members(file: Path, name: str, folder: Path) -> Iterator[Path]:
    """Unpack the files of an archive one by one, under names of our own."""
    folder.mkdir(parents=True, exist_ok=True)
    size = file.stat().st_size
    try:
        with zipfile.ZipFile(file) as archive:
            for at, info in enumerate(archive.infolist()):
                if info.is_dir() or info.filename.startswith("__MACOSX"):
                    continue
                if info.file_size > min(LARGEST, RATIO * size):
                    raise DataError(f"{name} holds a file too large to unpack.", "Unpack it, and name the file itself.")
                path = folder / str(at)
                with archive.open(info) as packed, path.open("wb") as plain:
                    while block := packed.read(1 << 20):
                        plain.write(block)
                yield path
                path.unlink()
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        raise DataError(f"{name} cannot be unpacked: {error}.", "Unpack it, and name the file itself.") from error


def _tables(file: Path, name: str) -> list[list[list[str]]]:
    from planbook.tables.exports.text import as_text

    reader = _Tables()
    reader.feed(as_text(file.read_bytes(), name))
    reader.close()
    return [rows for rows in reader.found if rows]


class _Tables(HTMLParser):
    """The cells of all tables of a page, row by row; a cell over several columns leaves the others empty."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[list[list[str]]] = []
        self._inside = 0
        self._cell: list[str] | None = None
        self._span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell."""
        if tag == "table":
            self.found.append([])
        elif tag == "tr" and self.found:
            self._end_cell()
            self.found[-1].append([])
        elif tag in ("td", "th") and self.found:
            self._end_cell()
            if not self.found[-1]:
                self.found[-1].append([])
            span = dict(attrs).get("colspan") or "1"
            self._cell, self._span = [], min(int(span), 100) if span.isdecimal() else 1
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End a cell."""
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        """Take what stands in a cell."""
        if self._cell is not None:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is not None:
            self.found[-1][-1] += ["".join(self._cell).strip(), *[""] * (self._span - 1)]
            self._cell = None
