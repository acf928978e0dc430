"""Files that are whole or not there, and locks between processes that the system lets go when their holder dies."""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO

PAUSE = 0.05  # seconds between two tries for a lock
HERE, EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of renameat2(2)


def write(path: Path, content: str | bytes) -> None:
    """Write a file so that a reader finds the old one or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def sha256(file: Path) -> str:
    """Give the SHA-256 of a file's bytes."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def fingerprint(parts: Iterable[str]) -> str:
    """Give one SHA-256 for several texts; a single one, which is a fingerprint already, stands for itself."""
    parts = list(parts)
    return parts[0] if len(parts) == 1 else hashlib.sha256("\n".join(parts).encode()).hexdigest()


def swept(path: Path) -> None:
    """Take away what a `write` of this file left that was killed; for who holds the lock of its folder."""
    for left in path.parent.glob(f".{path.name}.*"):
        left.unlink(missing_ok=True)


def share(path: Path, content: str | bytes) -> None:
    """Write a file that several commands write, and take away what one of them left that was killed."""
    with locked(path.with_suffix(".lock")):
        swept(path)
        write(path, content)


def put(draft: Path, target: Path) -> None:
    """Let a whole folder take the place of another, in one step where the system can."""
    for path in sorted(draft.rglob("*")):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
    if not target.exists():
        draft.rename(target)
    elif _exchanged(draft, target):
        shutil.rmtree(draft)
    else:
        old = draft.with_name(f"{draft.name}.old")
        target.rename(old)
        draft.rename(target)
        shutil.rmtree(old)


@contextlib.contextmanager
def locked(path: Path, *, given_up: Callable[[], bool] = lambda: False) -> Iterator[None]:
    """Let one process, and one thread of it, at a time pass; the others wait.

    Parameters
    ----------
    path
        The lock's file, made where there is none; it stays, and means nothing by itself.
    given_up
        Is asked while waiting; when it is true, the block runs without the lock.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        while not _taken(file) and not given_up():
            time.sleep(PAUSE)
        yield


def _taken(file: IO[bytes]) -> bool:
    try:
        try:
            import fcntl
        except ImportError:  # Windows
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _exchanged(one: Path, other: Path) -> bool:
    """Let two folders change places; false where the system or the disk cannot."""
    try:
        rename = ctypes.CDLL(None).renameat2
    except (AttributeError, TypeError, OSError):
        return False
    return bool(rename(HERE, os.fsencode(one), HERE, os.fsencode(other), EXCHANGE) == 0)
