"""How the cells of a run ended, told from what was seen while they ran.

What a notebook's own metadata says is not believed: after a killed kernel or a time-out papermill marks every cell
"completed", and it takes ``sys.exit()`` for success. A run is ok when every cell that holds code has answered "ok",
no thread in the background failed, and for no other reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from planbook.reports import gallery
from planbook.reports.kernels.closing import Closing
from planbook.reports.kernels.guard import Guard
from planbook.reports.result import Problem, Status

Watch = Callable[[int, int], None]  # cells done, cells in all

BY_ERROR: dict[str, Status] = {
    "DataError": "data_check_failed",
    "UnreachableError": "data_check_failed",
    "SchemaError": "data_check_failed",
    "SchemaErrors": "data_check_failed",
    "MemoryError": "out_of_memory",
    "KeyboardInterrupt": "cancelled",
}
OURS = (
    "PlanbookError",
    "ConfigError",
    "DataError",
    "ParameterError",
    "UnreachableError",
)  # their text is meant for people
MARKER = "papermill-error-cell-tag"


@dataclass
class Execution:
    """An executed notebook, as far as it came, how it ended, and what that took."""

    notebook: dict[str, Any]
    status: Status = "ok"
    error: Problem | None = None
    seconds: float = 0.0
    peak_mb: float | None = None
    closing: Closing = field(default_factory=Closing)


@dataclass
class Seen:
    """What is seen while cells run: the notebook, the cell at work, the answers, and what the process said last."""

    notebook: Any
    cell: int = 0
    answers: dict[int, bool] = field(default_factory=dict)
    closing: Closing | None = None
    watch: Watch | None = None

    def reached(self, index: int) -> None:
        """Note that a cell begins."""
        self.cell = index
        if self.watch:
            self.watch(index, len(self.notebook["cells"]))

    def execution(self, guard: Guard, *, trouble: BaseException | None, died: bool) -> Execution:
        """Conclude how it ended.

        Parameters
        ----------
        guard
            Who watched, and may have ended it.
        trouble
            What went wrong between the runner and the process.
        died
            Did the process end by itself?
        """
        self.notebook = _cleaned(self.notebook)  # papermill's own cells would shift the others
        status, error = self._verdict(guard, trouble, died=died)
        return Execution(self.notebook, status, error, closing=self.closing or Closing())

    def _verdict(self, guard: Guard, trouble: BaseException | None, *, died: bool) -> tuple[Status, Problem | None]:
        if guard.reason is not None:
            return guard.reason, Problem(cell=self.cell, kind="Limit", message=guard.said)
        cells = list(enumerate(self.notebook["cells"]))
        errors = [(o, index) for index, cell in cells for o in cell.get("outputs", ()) if o["output_type"] == "error"]
        if errors:
            return _told(*errors[0])
        if died:
            return "kernel_died", Problem(cell=self.cell, kind="DeadKernel", message="The process that ran it ended.")
        if trouble is not None:
            return "failed", Problem(cell=self.cell, kind=type(trouble).__name__, message=str(trouble))
        return self._silent(cells)

    def _silent(self, cells: list[tuple[int, Any]]) -> tuple[Status, Problem | None]:
        """Look for what failed without a word."""
        for index, cell in cells:
            if cell["cell_type"] == "code" and gallery.source(cell).strip() and not self.answers.get(index):
                return "failed", Problem(cell=index, kind="Unfinished", message="This step did not run to its end.")
        for kind, message in self.closing.troubles if self.closing else ():
            said = f"Work in the background failed: {message or kind}"
            return BY_ERROR.get(kind, "failed"), Problem(kind=kind, message=said)
        return "ok", None


def _cleaned(notebook: Any) -> Any:
    """Take out what papermill put in, and what the pace of the run did."""
    notebook["cells"] = [cell for cell in notebook["cells"] if MARKER not in gallery.tags(cell)]
    notebook["metadata"].pop("papermill", None)
    for cell in notebook["cells"]:
        cell["metadata"].pop("papermill", None)
        cell["metadata"].pop("execution", None)
        if cell.get("outputs"):
            cell["outputs"] = _joined(cell["outputs"])
    return notebook


def _joined(outputs: list[Any]) -> list[Any]:
    """Join text that follows text of the same stream: a kernel sends it in parts, as its clock has it."""
    whole: list[Any] = []
    for output in outputs:
        if whole and output.get("name") and output["name"] == whole[-1].get("name"):
            whole[-1]["text"] = "".join(whole[-1]["text"]) + "".join(output["text"])
        else:
            whole.append(output)
    return whole


def _told(output: Mapping[str, Any], index: int) -> tuple[Status, Problem]:
    kind, text = str(output["ename"]), str(output["evalue"])
    message, advice = text or kind, ""
    if kind in OURS:
        lines = [line for line in output["traceback"] if line]
        message, advice = (lines[0], lines[1]) if len(lines) == 2 else (text, "")
    elif kind == "SystemExit":
        message = "A cell ended the run by sys.exit()."
    return BY_ERROR.get(kind, "failed"), Problem(cell=index, kind=kind, message=message, advice=advice)
