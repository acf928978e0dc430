"""What only the process of the cells knows: the tables it asked for, and the errors of its background threads.

An error in a thread ends no cell: Python prints it and goes on. It is remembered here, and the run is not ok.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Sequence
from typing import Any, NamedTuple

CELL = "from planbook.reports.kernels import closing\nclosing.show()"  # put behind the last cell of a plain kernel
TWIN = "closing"
GRACE = 2.0  # seconds that threads which are still at work get to end or fail


class Trouble(NamedTuple):
    """An error that nobody waited for."""

    kind: str
    message: str


class Closing(NamedTuple):
    """What a process says of itself when its cells are done."""

    read: Sequence[str] = ()  # tables, as ``shop/table``
    troubles: Sequence[Trouble] = ()


_troubles: list[Trouble] = []


def listen() -> None:
    """Remember the errors of background threads from here on, besides what is done with them now."""
    said = threading.excepthook

    def heard(args: threading.ExceptHookArgs) -> None:
        if args.exc_type is not SystemExit:
            _troubles.append(Trouble(args.exc_type.__name__, str(args.exc_value)))
        said(args)

    threading.excepthook = heard


def gather() -> Closing:
    """Wait a moment for threads at work, and tell."""
    end = time.monotonic() + GRACE
    for thread in threading.enumerate():
        if type(thread) is threading.Thread and not thread.daemon and thread is not threading.current_thread():
            thread.join(max(0.0, end - time.monotonic()))
    store = sys.modules.get("planbook.tables.store")  # not loaded: nothing was asked for
    return Closing(sorted(store.ASKED) if store else (), list(_troubles))


def show() -> None:
    """Show it as a twin, which is the way out of a kernel."""
    from IPython.display import display

    from planbook.reports.result import TWIN as KIND

    told = gather()
    display({KIND: {TWIN: {"read": told.read, "troubles": told.troubles}}}, raw=True)  # type: ignore[no-untyped-call]


def read(twin: dict[str, Any]) -> Closing:
    """Read what `show` has shown."""
    return Closing(list(twin["read"]), [Trouble(*trouble) for trouble in twin["troubles"]])
