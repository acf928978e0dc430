"""What only the process of the cells knows: what it read, and the errors of its background threads.

An error in a thread ends no cell: Python prints it and goes on. It is remembered here, and the run is not ok.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from planbook import disk, settings

CELL = "from planbook.reports.kernels import closing\nclosing.show()"  # put behind the last cell of a plain kernel
TWIN = "closing"
KNOWN = (*settings.FILES, ".planbook", "plans", "store", "reports")  # what else tells of them
CODE = (".py", ".pyc", ".ipynb", ".mo", ".css", ".otf")
MANIFEST = "manifest.json"  # of a store; its tables are known by their own content
GRACE = 2.0  # seconds that threads which are still at work get to end or fail


class Trouble(NamedTuple):
    """An error that nobody waited for."""

    kind: str
    message: str


class Closing(NamedTuple):
    """What a process says of itself when its cells are done."""

    read: Sequence[str] = ()  # tables, as ``shop/table``
    files: Mapping[str, str] = {}
    troubles: Sequence[Trouble] = ()


_troubles: list[Trouble] = []
_opened: set[str] = set()
_roots: list[Path] = []


def listen() -> None:
    """Remember from here on which files are opened, and the errors of background threads."""
    said = threading.excepthook
    _roots[:] = [Path.cwd()]  # a cell may go elsewhere
    sys.addaudithook(_note)

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
    files = {name: disk.sha256(_roots[0] / name) for name in sorted(_own(set(_opened)))}
    return Closing(sorted(store.ASKED) if store else (), files, list(_troubles))


def show() -> None:
    """Show it as a twin, which is the way out of a kernel."""
    from IPython.display import display

    from planbook.reports.result import TWIN as KIND

    told = gather()
    display({KIND: {TWIN: told._asdict()}}, raw=True)  # type: ignore[no-untyped-call]


def read(twin: dict[str, Any]) -> Closing:
    """Read what `show` has shown."""
    return Closing(twin["read"], twin["files"], [Trouble(*trouble) for trouble in twin["troubles"]])


def _note(event: str, args: tuple[object, ...]) -> None:
    if event == "open" and isinstance(args[0], str) and args[1] in (None, "r", "rb", "rt"):
        with contextlib.suppress(OSError):  # the folder it stands in may be gone
            _opened.add(os.path.abspath(args[0]))  # noqa: PTH100 - a link counts by its own name


def _own(opened: set[str]) -> Iterator[str]:
    """Pick the files of the workspace that are not known as tables, settings or code."""
    (root,) = _roots
    for path in map(Path, opened):
        if path.is_relative_to(root) and path.is_file() and not path.is_relative_to(sys.prefix):
            place = path.relative_to(root)
            if place.parts[0] not in KNOWN and path.name != MANIFEST and path.suffix not in CODE:
                yield place.as_posix()
