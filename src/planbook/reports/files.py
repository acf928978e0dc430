"""Files that are whole or not there."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from planbook.absence import ConfigError

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


def write(path: Path, content: str | bytes) -> None:
    """Write a file so that a reader finds the old one or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        _pour(handle, content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """Give a folder to write into; it takes the place of ``target`` when all is written, or vanishes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    try:
        yield draft
        draft.chmod(0o755)  # mkdtemp's own is for its maker alone
        _sync(draft)
        _swap(draft, target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _pour(handle: int, content: str | bytes) -> None:
    with os.fdopen(handle, "wb") as file:
        file.write(content.encode() if isinstance(content, str) else content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())


def _swap(draft: Path, target: Path) -> None:
    old = target.with_name(f"{draft.name}.old")
    if target.exists():
        target.rename(old)
    draft.rename(target)
    shutil.rmtree(old, ignore_errors=True)
