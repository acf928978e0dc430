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
import types
from collections.abc import Callable, Iterator, Mapping
from multiprocessing.connection import Connection
from typing import Any, Self

PRELOAD = "planbook.reports.kernels.preload"
ENDS_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)
# The parent must not take a file of the folder it is started in for a library, nor spread over the cores.
ENVIRONMENT = {
    "PYTHONSAFEPATH": "1",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
}

DEAF_TO = {signal.SIGINT}
PARENT = os.getpid()  # in a worker: that of the process that loaded this module, and forked it
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
        with contextlib.suppress(ProcessLookupError, PermissionError, ValueError):  # a closed process has no number
            os.killpg(self.pid, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError, ValueError):
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
    """Start the parent of the workers, where there can be one, so that it loads while this process goes on."""
    if not possible():
        return
    from multiprocessing import forkserver, resource_tracker

    with _starting, _environment():
        resource_tracker.ensure_running()  # it opens this thread's ears when it starts its own process
        with _deaf():
            _context().set_forkserver_preload([PRELOAD])
            forkserver.ensure_running()


def start(task: Callable[..., object], *args: Any, environment: Mapping[str, str] | None = None) -> Worker:
    """Let a new process do ``task(*args, tell=…)``; task and arguments are pickled.

    Its environment is this process's as it is now, with one core for each library, and with what is given.
    """
    if stopping.is_set():
        raise DiedError("The runner is being stopped.")
    here, there = _context().Pipe(duplex=False)
    told = {**os.environ, **ENVIRONMENT, **(environment or {})}
    process = _context().Process(target=_serve, args=(there, told, task, args))
    try:
        warm()
        with _starting, _without_main():
            process.start()
    except (OSError, EOFError) as error:  # their parent was killed meanwhile; the next call starts another
        here.close()
        raise DiedError("The parent of the processes ended unexpectedly.") from error
    finally:
        there.close()
    worker = Worker(process, here)
    if stopping.is_set():  # in the seconds that the parent took to load
        worker.stop()
    return worker


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


def _serve(pipe: Connection, environment: dict[str, str], task: Callable[..., object], args: tuple[Any, ...]) -> None:
    """Do a task in the new process, and end it without waiting for what it left running."""
    os.setsid()
    _end_with_parent()
    _silent()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, DEAF_TO)
    os.environ.clear()  # the parent's is as old as the parent
    os.environ.update(environment)
    sys.path[:] = [entry for entry in sys.path if entry]  # the folder it is called in is no library
    multiprocessing.set_start_method(None, force=True)  # a notebook's own processes start as they do elsewhere
    with contextlib.suppress(BaseException):  # who asked is told that there is no answer
        task(*args, tell=pipe.send)
    pipe.close()
    os._exit(0)


def _silent() -> None:
    """Take the terminal from the process: what it has to say goes through its pipe."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)


def _end_with_parent() -> None:
    """End when the parent ends, which in turn ends with the runner, whose side of their pipe it must hold alone."""
    from multiprocessing import forkserver

    server: Any = vars(forkserver)["_forkserver"]
    os.close(server._forkserver_alive_fd)  # noqa: SLF001 - Python gives it to each process
    server._forkserver_alive_fd = None  # noqa: SLF001
    ctypes.CDLL(None).prctl(ENDS_WITH_PARENT, signal.SIGKILL)
    if PARENT not in (os.getppid(), os.getpid()):
        os._exit(1)  # it was gone before


def _answer(function: Callable[..., Any], args: tuple[Any, ...], *, tell: Callable[[Any], None]) -> None:
    try:
        tell((True, function(*args)))
    except Exception as error:  # noqa: BLE001 - it is raised where it was asked for
        try:
            tell((False, error))
        except Exception:  # noqa: BLE001 - it cannot be sent as it is
            tell((False, RuntimeError(f"{type(error).__name__}: {error}")))


@contextlib.contextmanager
def _deaf() -> Iterator[None]:
    """Let a process that is started meanwhile not hear Ctrl-C, which a terminal sends to all: the runner sees to it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, DEAF_TO)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _without_main() -> Iterator[None]:
    """Hide the script that this process runs: a new process would run it too, to be ready for its functions."""
    script = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script


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
