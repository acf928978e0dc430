"""Copies of what people exported. They hold personal data.

They have no name on disk where the system can do that; where they need one, who comes next clears away what was left.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from subprocess import DEVNULL, PIPE

import psutil

from planbook import machine
from planbook.tables.exports.reading import encodings, transcoding

WORTH = 32 << 20  # bytes of a file from which on a second process saves time
MOST = 4  # processes
SPILL = "planbook-spill-"


@contextlib.contextmanager
def unnamed() -> Iterator[Path]:
    """Make an empty file that is gone with this process, however that ends, and give a path that opens it."""
    if Path("/proc/self/fd").is_dir():
        with tempfile.TemporaryFile() as file:
            yield Path(f"/proc/{os.getpid()}/fd/{file.fileno()}")
        return
    handle, name = tempfile.mkstemp(prefix="planbook-")  # the engine opens it by itself: it needs a name here
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


@contextlib.contextmanager
def spill() -> Iterator[str]:
    """Make a folder for what an engine cannot hold in memory; those of processes that were killed go now."""
    for left in Path(tempfile.gettempdir()).glob(f"{SPILL}*"):
        number = left.name.removeprefix(SPILL).partition("-")[0]
        if number.isdecimal() and not psutil.pid_exists(int(number)):
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=f"{SPILL}{os.getpid()}-") as folder:
        yield folder


@contextlib.contextmanager
def in_utf8(source: Path, encoding: str, name: str, *, lone: str) -> Iterator[Path]:
    """Copy a text into UTF-8; a large one by several processes, since Python decodes on one core.

    Raises
    ------
    DataError
        When a byte cannot be read; it names the line.
    """
    with unnamed() as copy:
        whole = (0, source.stat().st_size)
        spans = [whole] if encoding.startswith("utf-16") else _spans(source)
        bad = _side_by_side(source, copy, encoding, spans, lone) if len(spans) > 1 else None
        if bad is None:
            bad = transcoding.transcribe(str(source), str(copy), encoding, whole, lone)
        if bad >= 0:
            raise encodings.mixed(name, _line(source, bad))
        yield copy


def _spans(source: Path) -> list[tuple[int, int]]:
    """Part a text at line ends: a line feed is never a part of a character in these encodings."""
    size = source.stat().st_size
    parts = min(MOST, machine.cores(), size // WORTH + 1)
    cuts = [0]
    with source.open("rb") as stream:
        for part in range(1, parts):
            stream.seek(max(size * part // parts, cuts[-1]))
            stream.readline()
            cuts.append(stream.tell())
    return [(first, behind) for first, behind in zip(cuts, [*cuts[1:], size], strict=True) if first < behind]


def _side_by_side(source: Path, copy: Path, encoding: str, spans: list[tuple[int, int]], lone: str) -> int | None:
    """Let each part be written by a process of its own, then put them together; None when that cannot be done here."""
    with contextlib.ExitStack() as stack:
        targets = [copy, *(stack.enter_context(unnamed()) for _ in spans[1:])]
        with contextlib.ExitStack() as running:
            try:
                works = [
                    running.enter_context(_work(source, target, encoding, span, lone))
                    for target, span in zip(targets, spans, strict=True)
                ]
            except OSError:
                return None
            told = [work.communicate()[0] for work in works]
        if any(work.returncode for work in works):
            return None
        bad = [int(each) for each in told if int(each) >= 0]
        with copy.open("r+b") as whole:
            whole.seek(0, os.SEEK_END)
            for target in targets[1:] if not bad else []:
                with target.open("rb") as part:
                    shutil.copyfileobj(part, whole, transcoding.CHUNK)
    return min(bad, default=-1)


@contextlib.contextmanager
def _work(
    source: Path, target: Path, encoding: str, span: tuple[int, int], lone: str
) -> Iterator[subprocess.Popen[str]]:
    words = [str(source), str(target), encoding, *map(str, span), lone]
    command = [sys.executable, "-IS", transcoding.__file__, *words]
    with subprocess.Popen(command, text=True, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL) as work:  # noqa: S603 - ours
        try:
            yield work
        finally:
            work.kill()  # does nothing to one that has ended


def _line(source: Path, at: int) -> int:
    """Count the line that a byte is on."""
    lines = 1
    with source.open("rb") as stream:
        while at > 0 and (chunk := stream.read(min(transcoding.CHUNK, at))):
            lines += chunk.count(b"\n")
            at -= len(chunk)
    return lines
