"""Where a shop's tables lie, and fingerprints of what lies there; known without opening an engine."""

from __future__ import annotations

import contextlib
import json
import re
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from planbook import disk
from planbook.absence import DataError
from planbook.project import Shop
from planbook.tables import plans
from planbook.tables.schema import TABLES

MANIFEST = "manifest.json"
SETTLED = 2.0  # seconds after which a file's times tell a later change from this one
# what a query may read besides the tables that planbook.yml names, and what is another thing each day
_UNKNOWN = re.compile(r"(?i)\b(read_\w+|\w+_scan|glob|attach|random|now|today)\s*\(|'[^']*[/\\.][^']*'|\bcurrent_")


class Stored(NamedTuple):
    """The files of one table in the store, and the SHA-256 of their content as the manifest has it."""

    paths: list[Path]
    sha256: str | None


def stored(shop: Shop) -> dict[str, Stored]:
    """List the tables in a shop's store; none where there is no store yet."""
    file = shop.folder / MANIFEST
    if not file.exists():
        return {}
    try:
        tables = json.loads(file.read_text(encoding="utf-8"))["tables"]
        return {n: Stored([shop.folder / part for part in t["files"]], t.get("sha256")) for n, t in tables.items()}
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"{MANIFEST} of shop {shop.key} is not readable.", "Import the shop's files again.") from error


def files_of(shop: Shop, name: str, pattern: str) -> list[Path]:
    """Find the files that a path of planbook.yml means, from the workspace's root."""
    root = shop.project.root
    found = [root / pattern] if (root / pattern).is_file() else sorted(_matching(root, pattern))
    if not found:
        raise DataError(f"{name}: no file matches {pattern!r}.", "Put it there, or mend the path in planbook.yml.")
    return found


def hashed(files: Iterable[Path]) -> str:
    """Give the SHA-256 of the files' own."""
    return disk.fingerprint(disk.sha256(file) for file in files)


class Contents:
    """Fingerprints of tables; a file is read again only when its size or times say that it may have changed.

    Parameters
    ----------
    file
        Where what is known is kept from one command to the next.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        try:
            self._known: dict[str, list[object]] = json.loads(file.read_bytes())
        except (OSError, ValueError):
            self._known = {}

    def of_file(self, path: Path) -> str:
        """Give the SHA-256 of a file's bytes; empty where there is none."""
        try:
            seen = path.stat()
        except OSError:
            return ""
        stamp = [seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino]
        known = self._known.get(str(path))
        if known is not None and known[:-1] == stamp:
            return str(known[-1])
        found = disk.sha256(path)
        if time.time() - max(seen.st_mtime, seen.st_ctime) > SETTLED:
            self._known[str(path)] = [*stamp, found]
        return found

    def of_table(self, shop: Shop, name: str, *, besides: Mapping[str, str] | None = None) -> str | None:
        """Fingerprint what a table holds.

        Parameters
        ----------
        besides
            Columns and values of the rows of ``plans/`` that do not count: those that the asker writes itself.

        Returns
        -------
        str or None
            Empty for a table that is not there; None where only the database knows.
        """
        based = self._based(shop, name, stored(shop))
        if based is None or name not in plans.KEPT:
            return based
        rows = [row for row in plans.rows_of(shop, name) if besides is None or besides.items() - row.items()]
        return disk.fingerprint([based, json.dumps(rows, ensure_ascii=False)]) if rows else based

    def save(self) -> None:
        """Keep what is known for the next command; where that cannot be written, it costs a little time, no more."""
        with contextlib.suppress(OSError):
            disk.share(self._file, json.dumps(self._known))

    def _based(self, shop: Shop, name: str, kept: Mapping[str, Stored]) -> str | None:
        source = shop.settings.sources.get(name)
        if source is None:
            return disk.fingerprint(map(self.of_file, kept[name].paths)) if name in kept else ""
        if source.path is not None:
            try:
                return disk.fingerprint(map(self.of_file, files_of(shop, name, source.path)))
            except DataError:
                return ""
        if source.query is None or _UNKNOWN.search(source.query):
            return None
        others = [self._based(shop, other, kept) for other in shop.settings.sources if other not in TABLES]
        return None if None in others else disk.fingerprint([source.query, *map(str, others)])


def _matching(root: Path, pattern: str) -> Iterable[Path]:
    # an absolute pattern is matched from its own anchor; Path.glob refuses one
    start = Path(pattern)
    return Path(start.anchor).glob(str(start.relative_to(start.anchor))) if start.is_absolute() else root.glob(pattern)
