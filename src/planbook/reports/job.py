"""What is to be done (`Job`), and where and how (`Terms`); both can be sent to another process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from planbook import machine
from planbook.absence import PlanbookError
from planbook.project import Project
from planbook.reports import files
from planbook.reports.contract import Value
from planbook.reports.gallery import Notebook
from planbook.reports.kernels.guard import UNLIMITED, Limits
from planbook.tables.findings import Finding

THREADS = "PLANBOOK_THREADS"  # read by `planbook.tables.store.open_shop`


@dataclass(frozen=True)
class Terms:
    """What the runs of a batch share.

    Parameters
    ----------
    project
        The workspace.
    base
        Folder of the batch, such as ``reports/single``.
    to
        Outputs besides ``report.ipynb`` and ``result.json``: html, pdf, xlsx, ics.
    limits
        What one run may take.
    keeps
        Are rows of the plan written into the workspace's ``plans/``?
    plain
        Do all runs get a plain kernel, also where a warm process can be forked?
    side_by_side
        How many runs share the machine.
    again
        Which reports that are there are made again: those whose inputs have ``changed``, those that ``failed`` alone,
        or ``all``.
    retries
        How many more times a run is tried that failed for what may pass.
    """

    project: Project
    base: Path
    to: Sequence[str] = ("html",)
    limits: Limits = UNLIMITED
    keeps: bool = True
    plain: bool = False
    side_by_side: int = 1
    again: Literal["changed", "failed", "all"] = "changed"
    retries: int = 2

    @property
    def environment(self) -> dict[str, str]:
        """What a run's process is told besides: its share of the cores, where several runs have them together."""
        return {THREADS: str(max(1, machine.cores() // self.side_by_side))} if self.side_by_side > 1 else {}


@dataclass(frozen=True)
class Job:
    """A run to be done: a notebook with all its parameters; ``needs`` are ids that go before it.

    ``trouble`` is why it cannot begin: its shop's data do not tell which period is meant, or must not be used.
    ``findings`` are those of the check of its shop's data that its report may have to tell.
    """

    notebook: Notebook
    params: Mapping[str, Value]
    name: str = ""
    needs: tuple[str, ...] = ()
    trouble: PlanbookError | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def label(self) -> str:
        """The notebook, and where the batch file gives one a name, ``notebook@name``."""
        return f"{self.notebook.name}@{self.name}" if self.name else self.notebook.name

    @property
    def id(self) -> str:
        """``<notebook>/<shop>/<period>/<language>``, as far as it has these parameters; also its folder."""
        axes = (str(self.params[axis]) for axis in ("shop", "period", "language") if axis in self.params)
        return "/".join(files.plain(part) for part in (self.label, *axes))
