"""One run: a notebook, its parameters and a kernel become a folder with a page, a notebook and ``result.json``."""

from __future__ import annotations

import importlib.metadata
import json
import platform
import re
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import planbook
from planbook.absence import PlanbookError
from planbook.project import Project
from planbook.reports import contract, files, gallery, outputs, redact, result
from planbook.reports.contract import Value
from planbook.reports.gallery import Notebook
from planbook.reports.kernels import execute, plain, warm, workers
from planbook.reports.kernels.ended import Execution, Watch
from planbook.reports.kernels.guard import UNLIMITED, Limits
from planbook.reports.kernels.plain import Kernel
from planbook.reports.result import Origin, Problem, Result
from planbook.tables import plans

LIBRARIES = ("duckdb", "ibis-framework", "matplotlib", "nbconvert", "numpy", "pandas", "papermill", "pyarrow")


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
        Outputs besides ``report.ipynb`` and ``result.json``: html, pdf, xlsx.
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


@dataclass(frozen=True)
class Job:
    """A run to be done: a notebook with all its parameters; ``needs`` are ids that go before it.

    ``trouble`` is why it cannot begin: its shop's data do not tell which period is meant.
    """

    notebook: Notebook
    params: Mapping[str, Value]
    name: str = ""
    needs: tuple[str, ...] = ()
    trouble: PlanbookError | None = None

    @property
    def label(self) -> str:
        """The notebook, and where the batch file gives one a name, ``notebook@name``."""
        return f"{self.notebook.name}@{self.name}" if self.name else self.notebook.name

    @property
    def id(self) -> str:
        """``<notebook>/<shop>/<period>/<language>``, as far as it has these parameters; also its folder."""
        axes = (str(self.params[axis]) for axis in ("shop", "period", "language") if axis in self.params)
        return "/".join(files.plain(part) for part in (self.label, *axes))


def run(job: Job, terms: Terms, *, made_from: Origin | None = None) -> Result:
    """Run a job in a process of its own and put its folder in place, whole, whether it ends well or not.

    Parameters
    ----------
    terms
        Where and how; the run's folder is ``terms.base/<run id>``, whose lock the caller holds.
    made_from
        What it is made from, as far as that was known before; of the tables those are kept that it has read.

    Raises
    ------
    CancelledError
        When the runner is being stopped; nothing is left then.
    """
    outputs.check(terms.to)
    if terms.plain or not warm.fits(job.notebook):
        return run_plain(job, terms, made_from=made_from)
    done = warm.execute(job.notebook, job.params, terms.project.root, limits=terms.limits)
    if workers.stopping.is_set():
        raise CancelledError
    told: Result = workers.ask(publish, job, done, terms, made_from)
    return told


def run_plain(
    job: Job, terms: Terms, *, made_from: Origin | None = None, kernel: Kernel | None = None, watch: Watch | None = None
) -> Result:
    """Do the same in a plain kernel: one that was started early, or otherwise one that is started here."""
    with kernel or plain.start(terms.project.root, job.notebook.imports) as running:
        execute.warm()
        # While the cells run, this process has nothing else to do than to load what comes after them.
        loading = threading.Thread(target=_load_render, daemon=True)
        loading.start()
        done = execute.execute(job.notebook, job.params, running, limits=terms.limits, watch=watch)
    loading.join()
    if workers.stopping.is_set():
        raise CancelledError
    return publish(job, done, terms, made_from)


def publish(job: Job, done: Execution, terms: Terms, made_from: Origin | None = None) -> Result:
    """Make of what was run the files that people share, and put them in place."""
    told = summary(job, done, terms.project, made_from)
    if terms.keeps and told.status == "ok":
        told = planned(told, terms.project)
    redact.clean(done.notebook, terms.project.root)
    with files.whole_folder(terms.base, job.id) as draft:
        (draft / "report.ipynb").write_text(_as_file(done.notebook), encoding="utf-8")
        made = outputs.make(terms.to, draft, done.notebook, told, terms.project)
        told = told.model_copy(update={"outputs": made})
        (draft / "result.json").write_text(told.text(), encoding="utf-8")
    return told


def left(told: Result, terms: Terms) -> Result:
    """Leave a page without cells and a result, where that can be written; the index tells of the run in any case."""
    written = told.model_copy(update={"outputs": {"html": "report.html"}})
    nothing = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    try:
        page = (
            workers.ask(_page, nothing, written, terms.project)
            if workers.possible()
            else _page(nothing, written, terms.project)
        )
        with files.whole_folder(terms.base, told.run) as draft:
            (draft / "report.html").write_text(page, encoding="utf-8")
            (draft / "result.json").write_text(written.text(), encoding="utf-8")
    except Exception:  # noqa: BLE001 - what stopped the run, a full disk say, may well stop its page
        return told
    return written


def summary(job: Job, done: Execution, project: Project, made_from: Origin | None = None) -> Result:
    """Tell what a run was and how it ended."""
    error = done.error
    if error is not None:
        language = str(job.params.get("language", project.language))
        error = error.model_copy(
            update={
                "section": section_of(done.notebook, error.cell, language),
                "message": redact.redacted(error.message, project.root),
                "advice": redact.redacted(error.advice, project.root),
            }
        )
    return Result(
        run=job.id,
        notebook=job.notebook.name,
        title=job.notebook.title(str(job.params.get("language", project.language))),
        params=dict(job.params),
        status=done.status,
        error=error,
        versions=versions(),
        seconds=round(done.seconds, 3),
        peak_mb=done.peak_mb,
        made_from=made_from and _narrowed(made_from, done.read),
        **result.collect(done.notebook),
    )


def planned(told: Result, project: Project) -> Result:
    """Write a run's rows into ``plans/``; where a file there cannot be read, the run has failed."""
    if "shop" not in told.params:
        return told
    shop = project.shop(str(told.params["shop"]))
    scope = {name: str(value) for name, value in told.params.items() if name in ("campaign", "period")}
    try:
        for name in plans.KEPT:
            rows = [row.row for row in told.rows if row.table == name]
            plans.keep(shop, name, rows, source=told.notebook, scope=scope)
    except PlanbookError as error:
        problem = Problem(kind=type(error).__name__, message=error.message, advice=error.advice)
        return told.model_copy(update={"status": "failed", "error": problem})
    return told


def section_of(notebook: Mapping[str, Any], cell: int | None, language: str) -> str:
    """Name the last heading before a cell, in the run's language."""
    heading = ""
    for other in notebook["cells"][: cell or 0]:
        foreign = {f"lang-{code}" for code in contract.LANGUAGES if code != language} & set(gallery.tags(other))
        if other["cell_type"] == "markdown" and not foreign:
            found = re.findall(r"^#{1,3} (.+)$", gallery.source(other), re.MULTILINE)
            heading = found[-1].strip() if found else heading
    return heading


def _narrowed(made_from: Origin, read: Sequence[str]) -> Origin:
    return made_from.model_copy(update={"tables": {name: made_from.tables.get(name) for name in read}})


def versions() -> dict[str, str]:
    """Tell the versions that a result depends on."""
    libraries = {name: importlib.metadata.version(name) for name in LIBRARIES}
    return {"planbook": planbook.__version__, "python": platform.python_version(), **libraries}


def read_result(folder: Path) -> Result | None:
    """Read the result of a run that is there, or nothing when it is not or not readable."""
    try:
        return Result.model_validate_json((folder / "result.json").read_bytes())
    except (OSError, ValueError):
        return None


def _page(notebook: Mapping[str, Any], told: Result, project: Project) -> str:
    from planbook.reports import render

    return render.page(notebook, told, project)


def _load_render() -> None:
    from planbook.reports import render

    render.warm()


def _as_file(notebook: Mapping[str, Any]) -> str:
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"
