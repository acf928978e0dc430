"""Watches the process of a run, and ends it when it takes too long or too much memory."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Self

import psutil

from planbook.reports.result import Status

PAUSE = 0.1  # seconds between two looks
CHILDREN = 5  # every so many looks, children are looked for
SHARE = 0.8  # of the machine's memory that one run may take where nothing else is said


class Limits(NamedTuple):
    """What a run may take: seconds, and MB of memory; None: as long as it wants, and most of the machine."""

    seconds: float | None = None
    memory: float | None = None

    @property
    def megabytes(self) -> float:
        """The memory that it may take."""
        return self.memory or SHARE * machine_memory() / 2**20


UNLIMITED = Limits()


def machine_memory() -> int:
    """Tell how many bytes of memory there are: the machine's, or its container's where that has less."""
    told = Path("/sys/fs/cgroup/memory.max")
    text = told.read_text().strip() if told.exists() else "max"
    here = int(psutil.virtual_memory().total)
    return min(here, int(text)) if text.isdigit() else here


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0  # it has ended


class Guard:
    """Looks at a process while the block runs; ``reason`` and ``said`` tell why it was ended, if it was."""

    def __init__(self, pid: int, limits: Limits, end: Callable[[], None]) -> None:
        self.reason: Status | None = None
        self.said = ""
        self.limits = limits
        self.peak_mb = 0.0
        self._pid, self._end = pid, end
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        until = time.monotonic() + (self.limits.seconds or float("inf"))
        most = self.limits.megabytes
        looks, children = 0, list[psutil.Process]()
        try:
            process = psutil.Process(self._pid)
            while not self._over.wait(PAUSE):
                looks += 1
                # to look for children takes a hundred times as long as to look at the process
                children = process.children(recursive=True) if looks % CHILDREN == 0 else children
                taken = (process.memory_info().rss + sum(map(_resident, children))) / 2**20
                self.peak_mb = max(self.peak_mb, taken)
                if taken > most:
                    return self._over_limit("out_of_memory", f"It took more than {most:,.0f} MB of memory.")
                if time.monotonic() > until:
                    return self._over_limit("timed_out", f"It took longer than {self.limits.seconds:g} seconds.")
        except psutil.NoSuchProcess:
            return None  # who waits for its answer will notice

    def _over_limit(self, reason: Status, said: str) -> None:
        self.reason, self.said = reason, said
        self._end()
