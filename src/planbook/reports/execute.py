"""Run a notebook's cells by papermill in a kernel that is already there, and say truly how it ended.

What a notebook's own metadata says of a run is not believed: after a killed kernel or a time-out papermill marks
every cell "completed", and it takes ``sys.exit()`` for success. Here a run is ok when the kernel has answered
"ok" for every cell that holds code, and for no other reason.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from planbook.reports import gallery
from planbook.reports.result import Problem, Status

if TYPE_CHECKING:
    from planbook.reports.contract import Value
    from planbook.reports.gallery import Notebook
    from planbook.reports.kernels import Kernel

Watch = Callable[[int, int], None]  # cells done, cells in all

BY_ERROR: dict[str, Status] = {
    "DataError": "data_check_failed",
    "SchemaError": "data_check_failed",
    "SchemaErrors": "data_check_failed",
    "MemoryError": "out_of_memory",
    "KeyboardInterrupt": "cancelled",
}
OURS = ("PlanbookError", "ConfigError", "DataError", "ParameterError")  # their text is meant for people
MARKER = "papermill-error-cell-tag"


@dataclass
class Execution:
    """An executed notebook, as far as it came, and how it ended."""

    notebook: dict[str, Any]
    status: Status = "ok"
    error: Problem | None = None
    seconds: float = 0.0


@dataclass
class _Record:
    """What is seen while cells run: the live notebook, the cell at work, the kernel's answers."""

    watch: Watch | None = None
    timeout: float | None = None
    notebook: Any = None
    cell: int = 0
    answers: dict[int, str] = field(default_factory=dict)

    def began(self, notebook: Any) -> None:
        self.notebook = notebook

    def reached(self, cell: Any, cell_index: int) -> None:  # noqa: ARG002 - papermill names them
        self.cell = cell_index
        if self.watch:
            self.watch(cell_index, len(self.notebook.cells))

    def answered(self, cell: Any, cell_index: int, execute_reply: Mapping[str, Any]) -> None:  # noqa: ARG002
        self.answers[cell_index] = execute_reply["content"]["status"]


def execute(
    notebook: Notebook,
    values: Mapping[str, Value],
    kernel: Kernel,
    *,
    timeout: float | None = None,
    watch: Watch | None = None,
) -> Execution:
    """Run every cell with these parameter values.

    Parameters
    ----------
    values
        Checked values (`contract.check`), one for each parameter.
    timeout
        Seconds that all cells together may take.
    watch
        Is told before each cell how many are done.
    """
    papermill, managing, errors = _papermill()
    record = _Record(watch, timeout)
    started = time.monotonic()
    trouble: BaseException | None = None
    try:
        with managing(kernel) as manager:
            papermill.execute_notebook(
                _node(notebook),
                None,
                dict(values),
                kernel_name="python3",
                language="python",
                progress_bar=False,
                km=manager,
                timeout_func=_remaining(timeout),
                on_notebook_start=record.began,
                on_cell_start=record.reached,
                on_cell_executed=record.answered,
            )
    except errors as error:
        trouble = error
    done = Execution(_cleaned(record.notebook or _node(notebook)), seconds=time.monotonic() - started)
    done.status, done.error = _verdict(done.notebook, record, trouble, kernel)
    return done


def warm() -> None:
    """Load what `execute` needs."""
    _papermill()


@contextlib.contextmanager
def without_iri_grammar() -> Iterator[None]:
    """Import jsonschema without the grammar of web addresses that it builds, in a second, where it can."""
    blocked = "rfc3987_syntax"
    if blocked in sys.modules:
        yield
        return
    sys.modules[blocked] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        sys.modules.pop(blocked, None)


def _papermill() -> tuple[Any, Any, tuple[type[BaseException], ...]]:
    with without_iri_grammar():
        import papermill
        from nbclient.exceptions import CellControlSignal, DeadKernelError

        from planbook.reports.client import managing
    logging.getLogger("papermill").addHandler(logging.NullHandler())
    return papermill, managing, (papermill.PapermillExecutionError, CellControlSignal, DeadKernelError, RuntimeError)


def _node(notebook: Notebook) -> Any:
    import nbformat

    return nbformat.read(notebook.path, as_version=4)  # type: ignore[no-untyped-call]


def _remaining(timeout: float | None) -> Callable[[Any], int | None]:
    end = time.monotonic() + (timeout or 0)
    return lambda _: max(1, round(end - time.monotonic())) if timeout else None


def _cleaned(notebook: Any) -> Any:
    notebook.cells = [cell for cell in notebook.cells if MARKER not in gallery.tags(cell)]
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
    return notebook


def _verdict(
    notebook: Any, record: _Record, trouble: BaseException | None, kernel: Kernel
) -> tuple[Status, Problem | None]:
    for index, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", ()):
            if output["output_type"] == "error":
                return _told(output, index)
    kind = type(trouble).__name__
    if kind == "CellTimeoutError":
        return "timed_out", Problem(
            cell=record.cell, kind=kind, message=f"It took longer than {record.timeout:g} seconds."
        )
    if kind == "DeadKernelError" or (trouble is not None and kernel.process.poll() is not None):
        return "kernel_died", Problem(cell=record.cell, kind=kind, message="The process that ran it ended.")
    if trouble is not None:
        return "failed", Problem(cell=record.cell, kind=kind, message=str(trouble))
    for index, cell in enumerate(notebook.cells):
        if cell["cell_type"] == "code" and cell["source"].strip() and record.answers.get(index) != "ok":
            return "failed", Problem(cell=index, kind="Unfinished", message="This step did not run to its end.")
    return "ok", None


def _told(output: Mapping[str, Any], index: int) -> tuple[Status, Problem]:
    kind, text = str(output["ename"]), str(output["evalue"])
    message, advice = text or kind, ""
    if kind in OURS:
        lines = [line for line in output["traceback"] if line]
        message, advice = (lines[0], lines[1]) if len(lines) == 2 else (text, "")
    elif kind == "SystemExit":
        message = "A cell ended the run by sys.exit()."
    return BY_ERROR.get(kind, "failed"), Problem(cell=index, kind=kind, message=message, advice=advice)
