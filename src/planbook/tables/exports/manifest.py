"""The manifest of a shop's store: which files are its tables now, and the log of what was imported into them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypedDict

from planbook import disk
from planbook.absence import DataError
from planbook.tables.places import MANIFEST

SCHEMA = 2
PATIENCE = 10.0  # seconds that an import waits for another one
DAY = 86_400.0  # seconds for which files that no manifest names any more are kept


class Import(TypedDict):
    """A file that was imported; what it was taken for, when it was exported, and what became of its rows."""

    file: str
    sha256: str
    profiles: dict[str, str]  # name → fingerprint of what the profile said
    wish: list[str]
    exported_at: str
    imported_at: str
    rows_in: int
    dropped: dict[str, int]
    tables: dict[str, int]


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

    def save(self, before: list[str]) -> None:
        """Let this manifest take the old one's place, then clear away files that nobody can be reading any more."""
        self.before = before
        content = {"schema": SCHEMA, "tables": self.tables, "imports": self.imports, "before": before}
        disk.write(self.folder / MANIFEST, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
        self._sweep()

    def _sweep(self) -> None:
        kept = {self.folder / name for name in (*self.files, *self.before)}
        for file in self.folder.glob("*/*"):
            if file not in kept and file.is_file() and time.time() - file.stat().st_mtime > DAY:
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

    Raises
    ------
    DataError
        When another import is at work for longer than one may wait, or the folder cannot be written.
    """
    started = time.monotonic()

    def refused() -> bool:
        if time.monotonic() - started > patience:
            raise DataError(f"Another import into {folder.name} is at work.", "Wait for it to end, and try again.")
        told()
        return False

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with disk.locked(folder / ".lock", given_up=refused):
            yield read(folder)
    except PermissionError as error:
        raise DataError(f"The store of {folder.name} cannot be written.", "Mend the folder's permissions.") from error
