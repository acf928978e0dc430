"""Run a notebook's cells by papermill in a plain kernel that is already there, and say truly how it ended."""

from __future__ import annotations

import contextlib
import logging
import sys
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from planbook.reports.kernels import closing
from planbook.reports.kernels.ended import Execution, Seen, Watch
from planbook.reports.kernels.guard import UNLIMITED, Guard, Limits
from planbook.reports.result import TWIN

if TYPE_CHECKING:
    from planbook.reports.contract import Value
    from planbook.reports.gallery import Notebook
    from planbook.reports.kernels.plain import Kernel


class _Record(Seen):
    """Hears papermill: the live notebook, the cell at work, the kernel's answers."""

    def began(self, notebook: Any) -> None:
        self.notebook = notebook

    def begins(self, cell: Any, cell_index: int) -> None:  # noqa: ARG002 - papermill names them
        self.reached(cell_index)

    def answered(self, cell: Any, cell_index: int, execute_reply: Mapping[str, Any]) -> None:  # noqa: ARG002
        self.answers[cell_index] = execute_reply["content"]["status"] == "ok"


def execute(
    notebook: Notebook,
    values: Mapping[str, Value],
    kernel: Kernel,
    *,
    limits: Limits = UNLIMITED,
    watch: Watch | None = None,
) -> Execution:
    """Run every cell with these parameter values.

    Parameters
    ----------
    values
        Checked values (`contract.check`), one for each parameter.
    limits
        What all cells together may take.
    watch
        Is told before each cell how many are done.
    """
    library, managing, errors = _client()
    record = _Record(_node(notebook), watch=watch)
    started = time.monotonic()
    trouble: BaseException | None = None
    with Guard(kernel.process.pid, limits, kernel.kill) as guard:
        try:
            with managing(kernel) as manager:
                library.execute_notebook(
                    record.notebook,
                    None,
                    dict(values),
                    kernel_name="python3",
                    language="python",
                    progress_bar=False,
                    km=manager,
                    on_notebook_start=record.began,
                    on_cell_start=record.begins,
                    on_cell_executed=record.answered,
                )
        except errors as error:
            trouble = error
    record.closing = _closed(record.notebook)
    died = type(trouble).__name__ == "DeadKernelError" or (trouble is not None and kernel.process.poll() is not None)
    done = record.execution(guard, trouble=trouble, died=died)
    done.seconds, done.peak_mb = time.monotonic() - started, kernel.peak() or guard.peak_mb
    return done


def warm() -> None:
    """Load what `execute` needs."""
    _client()


def papermill() -> Any:
    """Load papermill."""
    with without_iri_grammar():
        import papermill as library
    logging.getLogger("papermill").addHandler(logging.NullHandler())
    return library


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


def _client() -> tuple[Any, Any, tuple[type[BaseException], ...]]:
    library = papermill()
    from nbclient.exceptions import CellControlSignal, DeadKernelError

    from planbook.reports.kernels.client import managing

    return library, managing, (library.PapermillExecutionError, CellControlSignal, DeadKernelError, RuntimeError)


def _node(notebook: Notebook) -> Any:
    """Read the notebook, with one more cell that lets its process tell what only it knows."""
    import nbformat

    book = nbformat.read(notebook.path, as_version=4)  # type: ignore[no-untyped-call]
    book.cells.append(nbformat.v4.new_code_cell(closing.CELL))  # type: ignore[no-untyped-call]
    return book


def _closed(notebook: Any) -> closing.Closing | None:
    """Take that cell out again, and read what it said."""
    last = notebook["cells"].pop()
    twins = [output["data"][TWIN] for output in last["outputs"] if TWIN in output.get("data", {})]
    return closing.read(twins[0][closing.TWIN]) if twins else None
