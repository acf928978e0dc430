"""Let commands take turns and watch what each takes: time from start to end, and memory."""

from __future__ import annotations

import contextlib
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import psutil

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "sample"
SHOP = "luming"
MONTH = "2026-10"
CORES = 2
COMMANDS = Path(sys.executable).parent
PAUSE = 0.05  # seconds between two looks at the memory

Commands = Sequence[Sequence[object]]


class Run(NamedTuple):
    """What one run of commands took: seconds, and the largest resident memory in bytes.

    ``memory`` is that of a command and all below it, where pages that two share count twice; ``runner`` that of the
    command's own process, ``parent`` that of the largest process that it started itself.
    """

    seconds: float
    memory: int = 0
    runner: int = 0
    parent: int = 0


Turns = list[tuple[Run, ...]]


def taken(commands: Commands, cwd: Path) -> Run:
    """Run commands one after the other and watch their memory."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["PATH"] = f"{COMMANDS}{os.pathsep}{environment['PATH']}"
    started, peaks = time.perf_counter(), [0, 0, 0]
    for command in commands:
        words = [str(word) for word in command]
        with tempfile.TemporaryFile() as said:
            process = psutil.Popen(words, cwd=cwd, env=environment, stdout=said, stderr=subprocess.STDOUT)
            while process.poll() is None:
                peaks = [max(pair) for pair in zip(peaks, memory_of(process), strict=True)]
                time.sleep(PAUSE)
            if process.returncode:
                said.seek(0)
                sys.exit(f"{' '.join(words)} failed:\n{said.read().decode()}")
    return Run(time.perf_counter() - started, *peaks)


def memory_of(process: psutil.Process) -> tuple[int, int, int]:
    """Give the resident memory of a process and all below it, of itself, and of the largest that it started itself.

    One that ends meanwhile counts nothing.
    """
    total, own, largest = 0, 0, 0
    with contextlib.suppress(psutil.NoSuchProcess):
        own = total = process.memory_info().rss
        for one in process.children(recursive=True):
            rss = one.memory_info().rss
            total += rss
            largest = max(largest, rss if one.ppid() == process.pid else 0)
    return total, own, largest


def take_turns(
    entrants: Mapping[str, Commands],
    *,
    cwd: Path,
    runs: int,
    warm: bool = True,
    before: Callable[[], None] = lambda: None,
) -> Turns:
    """Let commands take turns, so that a busy machine slows all of them.

    Parameters
    ----------
    entrants
        Commands by name, in the order of their turns.
    warm
        Does one turn go before that does not count? Where one turn takes minutes there is nothing to warm up.
    before
        What is done before each of them, outside its time.
    """
    turns: Turns = []
    for number in range(0 if warm else 1, runs + 1):
        mark = f"{number} of {runs}" if number else "warming up"
        turn = []
        for name, commands in entrants.items():
            before()
            turn.append(taken(commands, cwd))
            print(f"{name}, {mark}: {turn[-1].seconds:.1f} s", flush=True)
        turns += [tuple(turn)] if number else []
    return turns


def seconds(turns: Turns, place: int) -> str:
    """Give the median time of one entrant."""
    return f"{statistics.median(turn[place].seconds for turn in turns):.1f} s"


def ratio(turns: Turns, rival: int = 1, ours: int = 0) -> str:
    """Give the median of the ratios, turn by turn."""
    return f"{statistics.median(turn[ours].seconds / turn[rival].seconds for turn in turns):.3g}"


def peak(turns: Turns, place: int, of: str = "memory") -> int:
    """Give the largest memory that one entrant ever had."""
    return max(int(getattr(turn[place], of)) for turn in turns)


def megabytes(size: float) -> str:
    """Write a size in MB."""
    return f"{size / 1e6:,.0f} MB"


def workspace(folder: Path, store: Path) -> Path:
    """Make a workspace like this clone's over another store."""
    folder.mkdir()
    settings = (ROOT / "planbook.yml").read_text(encoding="utf-8")
    settings = re.sub(r"(?m)^store:.*$", f"store: {json.dumps(str(store))}", settings)
    (folder / "planbook.yml").write_text(settings, encoding="utf-8")
    return folder
