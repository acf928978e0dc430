"""Run a notebook's cells in a process forked warm for them, and say truly how it ended."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planbook.reports.kernels import cells, workers
from planbook.reports.kernels.ended import Execution, Seen
from planbook.reports.kernels.guard import UNLIMITED, Guard, Limits

if TYPE_CHECKING:
    from planbook.reports.contract import Value
    from planbook.reports.gallery import Notebook

WIDGETS = {"ipywidgets", "ipympl", "itables"}  # they speak with a kernel that a fork is not


def fits(notebook: Notebook) -> bool:
    """Tell whether a notebook can run here in a forked process."""
    asks = {module.partition(".")[0] for module in notebook.imports}
    return workers.possible() and not asks & WIDGETS


class _Record(Seen):
    """Hears the worker."""

    trouble: Exception | None = None

    def hear(self, message: tuple[Any, ...]) -> None:
        said, *rest = message
        if said == "notebook":
            self.notebook = json.loads(rest[0])
        elif said == "at":
            self.reached(rest[0])
        elif said == "put out":
            self.notebook["cells"][rest[0]]["outputs"] = json.loads(rest[1])
        elif said == "ran":
            self.answers[rest[0]] = rest[1]
            self.notebook["cells"][rest[0]]["execution_count"] = rest[2]
        elif said == "broke":
            self.trouble = RuntimeError(rest[0])
        elif said == "closing":
            self.closing = rest[0]


def execute(
    notebook: Notebook,
    values: Mapping[str, Value],
    root: Path,
    *,
    limits: Limits = UNLIMITED,
    environment: Mapping[str, str] | None = None,
) -> Execution:
    """Run every cell with these parameter values.

    Parameters
    ----------
    values
        Checked values (`contract.check`), one for each parameter.
    root
        The workspace.
    limits
        What all cells together may take.
    environment
        Variables for the process besides those of this one.
    """
    nothing = {"cells": [dict(cell) for cell in notebook.cells], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    record = _Record(nothing)
    with (
        workers.start(cells.run, notebook.path, dict(values), root, environment=environment) as worker,
        Guard(worker.pid, limits, worker.stop) as guard,
    ):
        started = time.monotonic()  # the parent of the workers may have had to load before
        for message in worker.messages():
            record.hear(message)
    done = record.execution(guard, trouble=record.trouble, died=record.closing is None)
    done.seconds, done.peak_mb = time.monotonic() - started, round(guard.peak_mb, 1)
    return done
