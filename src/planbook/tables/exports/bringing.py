"""From files to the store: read, look, and put all rows into the shop's store in one step."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import duckdb

from planbook import disk
from planbook.absence import DataError
from planbook.project import Shop
from planbook.tables.exports import importing
from planbook.tables.exports.importing import Read, Wish
from planbook.tables.exports.recognising import profile
from planbook.tables.exports.recognising.told import exported_at
from planbook.tables.exports.shaping import outcome
from planbook.tables.exports.shaping.gathering import Gathered
from planbook.tables.exports.storing import manifest, merging, planning
from planbook.tables.exports.storing.manifest import Import

SUFFIXES = {".csv", ".tsv", ".txt", ".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".docx", ".htm", ".html", ".zip"}
TRUTH = "truth.json"  # stands beside the sample's tables

Preview = tuple[list[str], list[tuple[object, ...]]]


class Looked(NamedTuple):
    """A file that was looked at: what it was taken for, what goes into which table, and its first rows there."""

    file: str
    known: bool
    parts: Sequence[outcome.Recognised] = ()
    tables: Sequence[outcome.Rows] = ()
    preview: Mapping[str, Preview] = MappingProxyType({})
    aside: Sequence[str] = ()


class Brought(NamedTuple):
    """What an import found, and what it did to each table of the store; None when it was only looked at."""

    files: list[Looked]
    merged: dict[str, dict[str, int]] | None

    def told(self) -> dict[str, Any]:
        """Give all of it as plain records."""
        files = [
            each._asdict()
            | {"parts": [part._asdict() for part in each.parts]}
            | {"tables": [rows.told() for rows in each.tables]}
            | {
                "preview": {
                    table: {"columns": columns, "rows": rows} for table, (columns, rows) in each.preview.items()
                }
            }
            for each in self.files
        ]
        return {"files": files, "merged": self.merged}


def files_in(places: Iterable[Path]) -> list[Path]:
    """List files, those of a folder by name; what is hidden there, or cannot be an export by its suffix, is left out.

    Raises
    ------
    DataError
        When there is none.
    """
    found: list[Path] = []
    for place in places:
        found += sorted(filter(_may_be_export, place.iterdir())) if place.is_dir() else [place]
    if not found:
        raise DataError("There is no file to import.", "Name files, or a folder that holds some.")
    return list(dict.fromkeys(found))


def _may_be_export(file: Path) -> bool:
    return file.is_file() and file.name[0] not in ".~" and file.suffix.lower() in SUFFIXES


def bring(
    shop: Shop,
    files: Sequence[Path],
    wish: Wish,
    *,
    now: dt.datetime | None,
    heard: Callable[[Path], None] = lambda _: None,
) -> Brought:
    """Read files and put what they tell into the shop's store; all of them, or none.

    Parameters
    ----------
    now
        The time of the import, for its log; None only looks, and writes nothing.

    Raises
    ------
    DataError
        When a file cannot be read or understood; nothing was written then.
    """
    if now is not None and (shop.folder.parent / TRUTH).exists():
        raise DataError(
            f"The store of {shop.key} is the sample's, and stays as it was made.",
            "Make a workspace of your own: planbook init DIR. To look only: --dry-run",
        )
    known = profile.load(shop.project.root, shop.project.own_words)
    log = manifest.read(shop.folder).imports
    fresh = [file for file in files if now is None or not _is_known(log, file, wish, known)]
    with importing.engine_of(shop) as engine:
        gathered, looked = Gathered(engine, len(fresh)), dict[Path, Looked]()
        imports: list[Import] = []
        for read in importing.read(engine, shop, fresh, wish, heard=heard):
            looked[read.file] = _looked(engine, read, preview=now is None)
            gathered.take(read.staged)
            imports += [_import(read, looked[read.file], wish, now)] if now else []
        told = [looked.get(file, Looked(file.name, known=True)) for file in files]
        if now is None:
            return Brought(told, None)
        return Brought(told, _put(engine, shop, gathered, imports) if imports else {})


def _put(
    engine: duckdb.DuckDBPyConnection, shop: Shop, gathered: Gathered, imports: Sequence[Import]
) -> dict[str, dict[str, int]]:
    with manifest.changing(shop.folder) as store:
        mended = planning.mend(engine, shop, gathered.staged)
        counts = merging.merge(engine, store, gathered.staged, imports)
        store.save()
    planned = {table: {"mended": rows} for table, rows in mended.items()}
    return {table: each._asdict() | planned.get(table, {}) for table, each in counts.items()}


def _is_known(log: Sequence[Import], file: Path, wish: Wish, known: dict[str, profile.Profile]) -> bool:
    """Ask whether a file was imported before, with the same wishes and profiles that say the same."""
    content = _sha256(file) if log else ""
    same = [each for each in log if each["sha256"] == content and each["wish"] == list(wish)]
    return any(
        all(n in known and _fingerprint(known[n]) == told for n, told in each["profiles"].items()) for each in same
    )


def _sha256(file: Path) -> str:
    try:
        return disk.sha256(file)
    except OSError:
        return ""  # the reader says what is wrong with it


def _fingerprint(of: profile.Profile) -> str:
    return hashlib.sha256(of.model_dump_json().encode()).hexdigest()[:16]


def _looked(engine: duckdb.DuckDBPyConnection, read: Read, *, preview: bool) -> Looked:
    parts = [outcome.recognised(engine, fields) for fields in read.parts]
    rows = [outcome.rows(engine, staged) for staged in read.staged]
    first = {staged.table: outcome.preview(engine, staged) for staged in read.staged} if preview else {}
    return Looked(read.file.name, False, parts, rows, first, read.aside)


def _import(read: Read, looked: Looked, wish: Wish, now: dt.datetime) -> Import:
    dropped: dict[str, int] = {}
    for part in looked.parts:
        for why, rows in part.dropped.items():
            dropped[why] = dropped.get(why, 0) + rows
    return {
        "file": read.file.name,
        "sha256": read.sha256,
        "profiles": {fields.profile.name: _fingerprint(fields.profile) for fields in read.parts},
        "wish": list(wish),
        "exported_at": exported_at(read.file.name, read.file.stat().st_mtime).isoformat(),
        "imported_at": now.isoformat(),
        "rows_in": sum(part.rows_in for part in looked.parts),
        "dropped": dropped,
        "tables": {rows.table: {"rows": rows.rows} for rows in looked.tables},
    }
