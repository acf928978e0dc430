"""Where the files of a run lie, and how they get there: whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from planbook import disk
from planbook.absence import ConfigError

WORK = ".work"  # in the folder of a batch: locks, and folders that are being written

_PLAIN = re.compile(r"[^\W_][\w.@ -]*", re.UNICODE)


class SkippedError(Exception):
    """A file could not be made on this machine; the text says why, and how to have it."""


def plain(part: str) -> str:
    """Refuse a name that could lead out of its folder, or that some systems cannot write.

    Examples
    --------
    >>> plain("2026-10-01..2026-10-15")
    '2026-10-01..2026-10-15'
    """
    if not _PLAIN.fullmatch(part) or len(part) > 80 or part.endswith((".", " ")):
        raise ConfigError(f"{part!r} cannot be a folder's name.", "Use letters, digits, - and _, at most 80 of them.")
    return part


def folder_of(base: Path, run_id: str) -> Path:
    """Find the folder of a run below ``base``; each part of the id must be a plain name."""
    return base.joinpath(*(plain(part) for part in run_id.split("/")))


def lock_of(base: Path, run_id: str) -> Path:
    """Name the lock of a run's folder: who writes there holds it."""
    return base / WORK / f"{_joined(run_id)}.lock"


@contextlib.contextmanager
def whole_folder(base: Path, run_id: str) -> Iterator[Path]:
    """Give a folder to write into; it takes the place of the run's when all is written, or vanishes.

    What a process left that was killed meanwhile is taken away, so the caller holds the run's lock.
    """
    target, draft = folder_of(base, run_id), base / WORK / _joined(run_id)
    recover(base, run_id)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft.mkdir(parents=True)
        yield draft
        disk.put(draft, target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def recover(base: Path, run_id: str) -> None:
    """Bring back a folder that a killed process had just put aside, and drop what it had not finished."""
    target, draft = folder_of(base, run_id), base / WORK / _joined(run_id)
    old = draft.with_name(f"{draft.name}.old")
    if old.exists() and not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        old.rename(target)
    for left in (draft, old):
        shutil.rmtree(left, ignore_errors=True)


def _joined(run_id: str) -> str:
    name = "__".join(plain(part) for part in run_id.split("/"))
    # a folder's name may have 255 bytes, and a Chinese letter takes three
    return name if len(name.encode()) < 200 else hashlib.sha256(name.encode()).hexdigest()
