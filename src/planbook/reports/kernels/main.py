"""What a report's kernel process runs: load what the notebook will import, then serve its cells.

Usage: ``python -m planbook.reports.kernels.main CONNECTION_FILE [MODULE …]``
"""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
from collections.abc import Sequence

# First used deep inside a cell, where the wait would be the reader's.
LATER = {"ibis": ("ibis.backends.duckdb",), "planbook": ("ibis.backends.duckdb", "matplotlib.backends.backend_svg")}


def load(modules: Sequence[str]) -> None:
    """Import modules that are there; one that is not fails again, and is told, in its own cell."""
    later = [name for module in modules for name in LATER.get(module.partition(".")[0], ())]
    for module in dict.fromkeys((*modules, *later)):
        with contextlib.suppress(Exception):
            importlib.import_module(module)


def main(connection_file: str, *modules: str) -> None:
    """Serve one notebook until the runner ends this process."""
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    load(modules)
    from planbook.reports.kernels import closing

    closing.listen()
    from ipykernel.kernelapp import IPKernelApp
    from ipykernel.zmqshell import ZMQInteractiveShell

    # otherwise the kernel goes on after `exit`, and then neither answers nor ends
    ZMQInteractiveShell.ask_exit = _exit  # type: ignore[method-assign]
    IPKernelApp.launch_instance(argv=["-f", connection_file, "--HistoryManager.hist_file=:memory:"])


def _exit(_: object) -> None:
    raise SystemExit


if __name__ == "__main__":
    main(*sys.argv[1:])
