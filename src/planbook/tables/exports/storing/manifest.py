"""The manifest of a shop's store: which files are its tables now, and the log of what was imported into them."""

from __future__ import annotations

import contextlib
import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypedDict

import duckdb

from planbook import disk
from planbook.absence import DataError
from planbook.tables.places import MANIFEST

SCHEMA = 2
PATIENCE = 10.0  # seconds that an import waits for another one
DAY = 86_400.0  # seconds for which files that no manifest names any more are kept
# the names that we give: a month, or a table written whole, and drafts of either
_OURS = re.compile(r"((\d{4}-\d{2}|undated|all)-)?[0-9a-f]{16}\.parquet|\..+\.part|tmp\w+\.part")


class Import(TypedDict):
    """A file that was imported; what it was taken for, when it was exported, and what became of its rows.

    ``tables`` tells for each table how many rows the file gave, and how many were new, changed or the same there; the
    rest were told by a newer file of the same import.
    """

    file: str
    sha256: str
    profiles: dict[str, str]  # name → fingerprint of what the profile said
    wish: list[str]
    exported_at: str
    imported_at: str
    rows_in: int
    dropped: dict[str, int]
    tables: dict[str, dict[str, int]]


class Entry(TypedDict):
    """A table: its files, its rows, and a fingerprint of its content."""

    files: list[str]
    rows: int
    sha256: str


@dataclass
class Manifest:
    """What a shop's store holds. ``before`` are the files of the manifest before, which readers may still hold."""

    folder: Path
    tables: dict[str, Entry] = field(default_factory=dict)
    imports: list[Import] = field(default_factory=list)
    before: list[str] = field(default_factory=list)

    @property
    def files(self) -> list[str]:
        """All files of all tables."""
        return [file for entry in self.tables.values() for file in entry["files"]]

    def of(self, table: str) -> list[Path]:
        """List the files of a table."""
        return [self.folder / file for file in self.tables[table]["files"]] if table in self.tables else []

    def put(self, table: str, files: list[Path], rows: int) -> None:
        """Name the files of a table anew; their names tell their content."""
        names = sorted(file.relative_to(self.folder).as_posix() for file in files)
        self.tables[table] = {"files": names, "rows": rows, "sha256": disk.fingerprint((table, *names))}

    def save(self) -> None:
        """Let this manifest take the old one's place, then clear away files that nobody can be reading any more."""
        old = read(self.folder)
        self.before = [file for file in old.files if file not in self.files] or old.before
        content = {"schema": SCHEMA, "tables": self.tables, "imports": self.imports, "before": self.before}
        disk.write(self.folder / MANIFEST, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
        with contextlib.suppress(OSError):  # the data is in; what cannot be cleared away now, a later import will
            for file in old.files:
                if file not in self.files:
                    (self.folder / file).touch()  # its day begins when it is named no more
            self._sweep()

    def _sweep(self) -> None:
        disk.swept(self.folder / MANIFEST)
        kept = {self.folder / name for name in (*self.files, *self.before)}
        for file in self.folder.glob("*/*"):
            if file not in kept and _OURS.fullmatch(file.name) and time.time() - file.stat().st_mtime > DAY:
                file.unlink(missing_ok=True)


def read(folder: Path) -> Manifest:
    """Read the manifest of a shop's folder; an empty one where there is no store yet.

    Raises
    ------
    DataError
        When it is not readable.
    """
    file = folder / MANIFEST
    if not file.exists():
        return Manifest(folder)
    try:
        known: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return Manifest(folder, known["tables"], known.get("imports", []), known.get("before", []))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(f"{MANIFEST} of {folder.name} is not readable.", "Put back the copy of a backup.") from error


@contextmanager
def changing(
    folder: Path, *, patience: float = PATIENCE, told: Callable[[], None] = lambda: None
) -> Iterator[Manifest]:
    """Hold a shop's store for one import at a time, and give its manifest; readers go on meanwhile.

    Parameters
    ----------
    patience
        Seconds to wait for another import.
    told
        Is called once when there is something to wait for.

    Raises
    ------
    DataError
        When another import is at work for longer, or the store cannot be written; then it is as it was.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with disk.locked(folder / ".lock", given_up=_patient(folder, patience, told)), _undone(folder):
            yield read(folder)
    except (OSError, duckdb.IOException) as error:
        why = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise DataError(
            f"The store of {folder.name} cannot be written: {why}.",
            "Nothing was changed: make room or mend the folder's permissions, and try again.",
        ) from error


def _patient(folder: Path, patience: float, told: Callable[[], None]) -> Callable[[], bool]:
    until = time.monotonic() + patience
    waiting = False

    def given_up() -> bool:
        nonlocal waiting
        if time.monotonic() >= until:
            raise DataError(f"Another import into {folder.name} is at work.", "Wait for it to end, and try again.")
        if not waiting:
            waiting = True
            told()
        return False

    return given_up


@contextmanager
def _undone(folder: Path) -> Iterator[None]:
    """Take away the files of a change that failed; those of one that was killed are swept later."""
    there = set(folder.glob("*/*"))
    try:
        yield
    except BaseException:
        # it may have ended too late to be undone: then the manifest names what it has written
        named = {folder / name for name in read(folder).files}
        for file in set(folder.glob("*/*")) - there - named:
            file.unlink(missing_ok=True)
        raise
