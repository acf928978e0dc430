"""Warm processes: forked from a parent that has imported everything, one for each task, gone when it is done.

The parent is Python's own forkserver, which this process starts when it first needs one and which ends with it. It
never opens a database nor starts a thread.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import Any, Self

PRELOAD = "planbook.reports.kernels.preload"
ENDS_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)
# The parent must not take a file of the folder it is started in for a library, nor spread over the cores.
ENVIRONMENT = {"PYTHONSAFEPATH": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

LIVE: set[Any] = set()  # processes of runs, warm and plain, that are to end with the runner
stopping = threading.Event()
_starting = threading.Lock()


class DiedError(Exception):
    """A worker ended without an answer."""


class Worker:
    """A process at work on one task, and the pipe that it speaks into."""

    def __init__(self, process: Any, pipe: Connection) -> None:
        self.process, self.pipe = process, pipe
        LIVE.add(self)

    @property
    def pid(self) -> int:
        """The number of the process."""
        return int(self.process.pid)

    def messages(self) -> Iterator[Any]:
        """Give what it says until it ends."""
        with contextlib.suppress(EOFError, OSError):
            while True:
                yield self.pipe.recv()

    def stop(self) -> None:
        """End it and all it started, at once."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()  # where it had no time yet to become the head of its group

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self.process.join()
        self.process.close()
        self.pipe.close()
        LIVE.discard(self)


def possible() -> bool:
    """Tell whether processes can be forked safely here."""
    return sys.platform == "linux"


def warm() -> None:
    """Start the parent of the workers, so that it loads while this process does something else."""
    from multiprocessing import forkserver

    with _starting, _environment():
        _context().set_forkserver_preload([PRELOAD])
        forkserver.ensure_running()


def start(task: Callable[..., object], *args: Any) -> Worker:
    """Let a new process do ``task(*args, tell=…)``; task and arguments are pickled."""
    if stopping.is_set():
        raise DiedError("The runner is being stopped.")
    warm()
    here, there = _context().Pipe(duplex=False)
    process = _context().Process(target=_serve, args=(there, task, args))
    process.start()
    there.close()
    return Worker(process, here)


def ask(function: Callable[..., Any], *args: Any) -> Any:
    """Let a new process reckon ``function(*args)``; give what it returns, or raise what it raises.

    Raises
    ------
    DiedError
        When the process ended without an answer.
    """
    with start(_answer, function, args) as worker:
        for good, value in worker.messages():
            if good:
                return value
            raise value
    raise DiedError(f"The process for {function.__name__} ended unexpectedly.")


def stop_all() -> None:
    """End the processes of all runs, and start no more: the runner itself is being stopped."""
    stopping.set()
    for process in list(LIVE):
        process.stop()


def _context() -> Any:
    return multiprocessing.get_context("forkserver")


def _serve(pipe: Connection, task: Callable[..., object], args: tuple[Any, ...]) -> None:
    """Do a task in the new process, and end it without waiting for what it left running."""
    os.setsid()
    ctypes.CDLL(None).prctl(ENDS_WITH_PARENT, signal.SIGKILL)
    sys.path[:] = [entry for entry in sys.path if entry]  # the folder it is called in is no library
    try:
        task(*args, tell=pipe.send)
    except BaseException:  # noqa: BLE001 - who asked is told that there is no answer
        traceback.print_exc()
    finally:
        pipe.close()
        os._exit(0)


def _answer(function: Callable[..., Any], args: tuple[Any, ...], *, tell: Callable[[Any], None]) -> None:
    try:
        tell((True, function(*args)))
    except Exception as error:  # noqa: BLE001 - it is raised where it was asked for
        tell((False, error))


@contextlib.contextmanager
def _environment() -> Iterator[None]:
    before = {name: os.environ.get(name) for name in ENVIRONMENT}
    os.environ.update(ENVIRONMENT)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
