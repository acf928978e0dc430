"""A papermill engine that runs cells in the process that asks: a worker forked for this one notebook.

It tells the runner of each cell when it begins and when it ends, so that what was done is known whatever happens next.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from planbook.reports.kernels import closing
from planbook.reports.kernels.execute import papermill

Tell = Callable[[tuple[Any, ...]], None]
ENGINE = "planbook"


def run(path: Path, values: Mapping[str, Any], root: Path, *, tell: Tell) -> None:
    """Run a notebook's cells in this process and tell of them.

    Parameters
    ----------
    path
        The notebook's file.
    values
        Checked values, one for each parameter.
    root
        The workspace; relative paths in cells begin there.
    tell
        Takes ``("notebook", JSON)``, then ``("at", index)``, ``("put out", index, JSON)`` and
        ``("ran", index, ok, number)`` for each cell with code, ``("broke", why)`` where something else went wrong, and
        ``("closing", Closing)``.
    """
    import nbformat

    os.chdir(root)
    closing.listen()
    library = papermill()
    library.engines.papermill_engines.register(ENGINE, _engine(library))
    options = {"engine_name": ENGINE, "kernel_name": "python3", "language": "python", "progress_bar": False}
    try:
        book = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
        library.execute_notebook(book, None, dict(values), tell=tell, **options)
    except library.PapermillExecutionError:
        pass  # the runner has heard of it
    except Exception as error:  # noqa: BLE001 - it is no cell's
        tell(("broke", f"{type(error).__name__}: {error}"))
    tell(("closing", closing.gather()))


def _engine(library: Any) -> type:
    from planbook.reports.kernels.shell import Shell

    class Engine(library.engines.Engine):  # type: ignore[misc]
        """Cells in this process, one after another, up to the first error."""

        @classmethod
        def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, *, tell: Tell, **_: object) -> None:  # noqa: ARG003 - as papermill calls it
            shell = Shell.start()
            tell(("notebook", json.dumps(nb_man.nb)))
            for index, cell in enumerate(nb_man.nb.cells):
                if cell.cell_type != "code" or not cell.source.strip():
                    continue
                tell(("at", index))
                nb_man.cell_start(cell, index)
                ok = shell.run(cell.source, index) and not shell.outputs.failed
                cell.outputs = [_node(output) for output in shell.outputs.cell]
                cell.execution_count = shell.execution_count - 1
                for changed in sorted(shell.outputs.changed):
                    tell(("put out", changed, _written(shell.outputs.cells[changed])))
                tell(("ran", index, ok, cell.execution_count))
                nb_man.cell_complete(cell, index)
                if not ok:
                    nb_man.cell_exception(cell, index)
                    break

    return Engine


def _written(outputs: list[dict[str, Any]]) -> bytes:
    """Write outputs as JSON; a half of a letter, which no file could hold, becomes a question mark."""
    return json.dumps(outputs, ensure_ascii=False).encode(errors="replace")


def _node(output: dict[str, Any]) -> Any:
    import nbformat

    return nbformat.from_dict(output)  # type: ignore[no-untyped-call]
