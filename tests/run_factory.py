"""Runs of tiny notebooks for tests: their cells alone, or the whole way to a report, warm or in a plain kernel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from notebook_factory import workspace

from planbook import project
from planbook.reports import contract, gallery, run
from planbook.reports.job import Job, Terms
from planbook.reports.kernels import execute, plain, warm
from planbook.reports.kernels.ended import Execution
from planbook.reports.kernels.guard import UNLIMITED, Limits
from planbook.reports.result import Result

BOTH = pytest.mark.parametrize("plainly", [False, True], ids=["warm", "plain"])


def job(root: Path, *, name: str = "tiny", **params: object) -> Job:
    """Make a job of a workspace's notebook."""
    book = gallery.read(root / "notebooks" / f"{name}.ipynb")
    return Job(book, contract.check(book, params, project.load(root)))


def made(root: Path, *, plainly: bool = False, limits: Limits = UNLIMITED, **params: object) -> Result:
    """Run the workspace's notebook and leave its report in ``reports/single``."""
    terms = Terms(project.load(root), root / "reports" / "single", limits=limits, plain=plainly)
    return run.run(job(root, **params), terms)


def executed(root: Path, *cells: dict[str, Any], plainly: bool = False, limits: Limits = UNLIMITED) -> Execution:
    """Run these cells, and leave nothing."""
    asked = job(workspace(root, *cells))
    if not plainly:
        return warm.execute(asked.notebook, asked.params, root, limits=limits)
    with plain.start(root, asked.notebook.imports) as kernel:
        return execute.execute(asked.notebook, asked.params, kernel, limits=limits)


def put_out(done: Execution) -> list[list[dict[str, Any]]]:
    """List the outputs of each cell behind the parameters."""
    return [cell.get("outputs", []) for cell in done.notebook["cells"][3:]]
