"""What a file is, by its first bytes: text, a workbook, a Word file, a page, or an archive with some of them."""

from __future__ import annotations

import contextlib
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from planbook.absence import DataError
from planbook.tables.exports.reading import pages, spreadsheets, writings
from planbook.tables.exports.reading.copies import unnamed

ZIP, BIFF = b"PK", b"\xd0\xcf\x11\xe0"
STRANGE = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x1f\x8b": "a gzip archive",
    b"PAR1": "a Parquet file",
    b"SQLite": "a database",
}
LARGEST, RATIO = 4 << 30, 200  # bytes that an archive may unpack to, and how often more than it has
HARMLESS = 64 << 20  # bytes to which anything may unpack
MOST, DEEPEST = 1000, 3  # files in an archive, and archives in archives
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, KeyError, OSError)


class Part(NamedTuple):
    """A table of a file: rows of text, or a path to text that is still to be read."""

    name: str
    rows: Iterable[list[str]] | None = None
    path: Path | None = None


@contextlib.contextmanager
def parts(file: Path) -> Iterator[Iterator[Part]]:
    """Open what a file holds; a part is to be taken before the next one is asked for, text can stay open.

    Raises
    ------
    DataError
        When it cannot be opened, or is not what its first bytes say.
    """
    with contextlib.ExitStack() as stack:
        yield _parts(file, file.name, stack)


def _parts(file: Path, name: str, stack: contextlib.ExitStack, inside: str = "", depth: int = 0) -> Iterator[Part]:
    start = _start(file, name)
    strange = next((what for mark, what in STRANGE.items() if start.startswith(mark)), None)
    if strange and not inside:
        raise DataError(f"{name} is {strange}, no table.", "Unpack it, or export the table as .xlsx or CSV.")
    if strange:
        return  # a picture or a guide beside the tables
    if start.startswith(ZIP):
        sizes = _checked(file, name)
        if not {"[Content_Types].xml", "mimetype"} & sizes.keys():
            for path, member in _members(file, name, stack):
                yield from _parts(path, f"{name}/{member}", stack, member, _deeper(depth, name))
            return
        if writings.MAIN in sizes:
            yield from (Part(_named(inside, table), rows) for table, rows in writings.tables(file, name))
            return
    if start.startswith((ZIP, BIFF)):
        yield from (Part(_named(inside, sheet), rows) for sheet, rows in spreadsheets.sheets(file, name))
    elif pages.is_page(start):
        tables = pages.tables(file.read_bytes(), name)
        more = len(tables) > 1
        yield from (Part(_named(inside, f"table {at}" * more), rows) for at, rows in enumerate(tables, 1))
    else:
        yield Part(inside, path=file)


def _named(inside: str, sheet: str) -> str:
    return ", ".join(filter(None, (inside, sheet)))


def _deeper(depth: int, name: str) -> int:
    if depth >= DEEPEST:
        raise DataError(f"{name} holds archives in archives.", "Unpack it, and name the files themselves.")
    return depth + 1


def _start(file: Path, name: str) -> bytes:
    try:
        if file.is_dir():
            raise DataError(f"{name or file} is a folder.", "Name the files in it.")
        if file.exists() and not file.is_file():
            raise DataError(f"{name} is no file that can be read twice.", "Save it as a file first.")
        with file.open("rb") as stream:
            start = stream.read(512)
    except FileNotFoundError as error:
        raise DataError(f"There is no file {name}.", "Mind where you are and how it is spelled.") from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise DataError(f"{name} cannot be opened: {why}.", "Mend its permissions, or close it elsewhere.") from error
    if not start.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe") and file.stat().st_size <= len(start):
        raise DataError(f"{name} is empty.", "Export it again; see that it has rows.")
    return start


def _checked(file: Path, name: str) -> dict[str, int]:
    """Give the sizes of an archive's files; none may be so large that unpacking it would do harm."""
    try:
        with zipfile.ZipFile(file) as archive:
            sizes = {info.filename: info.file_size for info in archive.infolist()}
    except DAMAGED as error:
        raise DataError(f"{name} is a damaged archive or workbook: {error}.", "Download it once more.") from error
    whole = sum(sizes.values())
    if len(sizes) > MOST or whole > LARGEST or whole > max(HARMLESS, RATIO * file.stat().st_size):
        raise DataError(
            f"{name} would unpack to {len(sizes)} files of {whole >> 20} MB: too much.",
            "If it is what you expect, unpack it, and name the files themselves.",
        )
    return sizes


def _members(file: Path, name: str, stack: contextlib.ExitStack) -> Iterator[tuple[Path, str]]:
    """Unpack the files of an archive, each with the name it has there."""
    with zipfile.ZipFile(file) as archive:
        for info in archive.infolist():
            path = Path(_spelled(info))
            if not info.is_dir() and info.file_size and not path.name.startswith(".") and "__MACOSX" not in path.parts:
                yield _unpacked(archive, info, stack.enter_context(unnamed()), name), path.name


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path, name: str) -> Path:
    if info.flag_bits & 1:
        raise DataError(f"{name} is locked by a password.", "Unpack it, and name the files themselves.")
    try:
        with archive.open(info) as packed, path.open("r+b") as plain:
            while block := packed.read(1 << 20):
                plain.write(block)
    except (*DAMAGED, RuntimeError) as error:
        raise DataError(f"{name} cannot be unpacked: {error}.", "Download it once more.") from error
    return path


def _spelled(info: zipfile.ZipInfo) -> str:
    """Give the name of a packed file; what is not marked as UTF-8 is mostly Chinese."""
    if info.flag_bits & 0x800:
        return info.filename
    with contextlib.suppress(UnicodeError):
        return info.filename.encode("cp437").decode("gb18030")
    return info.filename
