"""From what was run to what people share: the page, the notebook and ``result.json``, put in place as one folder."""

from __future__ import annotations

import errno
import importlib.metadata
import json
import platform
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import planbook
from planbook.absence import PlanbookError
from planbook.project import Project
from planbook.reports import contract, doubts, files, gallery, outputs, redact, result
from planbook.reports.job import Job, Terms
from planbook.reports.kernels import workers
from planbook.reports.kernels.closing import Closing
from planbook.reports.kernels.ended import BY_ERROR, Execution
from planbook.reports.result import Origin, Problem, Result
from planbook.tables import plans

LIBRARIES = ("duckdb", "ibis-framework", "matplotlib", "nbconvert", "numpy", "pandas", "papermill", "pyarrow")


def publish(job: Job, done: Execution, terms: Terms, made_from: Origin | None = None) -> Result:
    """Make of what was run the files that people share, and put them in place."""
    done.notebook = redact.cleaned(done.notebook, terms.project)
    told = _as_shown(summary(job, done, terms.project, made_from), done.notebook)
    if terms.keeps and told.status == "ok":
        told = planned(told, terms.project)
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


def unmade(job: Job, terms: Terms, error: Exception) -> Result:
    """Tell of a job that did not come to run, or whose report could not be written."""
    kind = type(error).__name__
    said, advice = (error.message, error.advice) if isinstance(error, PlanbookError) else (str(error), "")
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        said, advice = "The disk is full.", "Make room, and run the same command again: what was made stays."
    elif isinstance(error, OSError):
        advice = "See that the folder of the reports can be written, and run the same command again."
    project = terms.project
    return Result(
        run=job.id,
        notebook=job.notebook.name,
        title=job.notebook.title(str(job.params.get("language", terms.project.language))),
        params=dict(job.params),
        status="data_check_failed" if job.trouble else BY_ERROR.get(kind, "failed"),
        error=Problem(
            kind=kind, message=redact.redacted(said, project) or kind, advice=redact.redacted(advice, project)
        ),
        versions=versions(),
    )


def summary(job: Job, done: Execution, project: Project, made_from: Origin | None = None) -> Result:
    """Tell what a run was and how it ended."""
    error, language = done.error, str(job.params.get("language", project.language))
    if error is not None:
        error = error.model_copy(
            update={
                "section": section_of(done.notebook, error.cell, language),
                "message": redact.redacted(error.message, project),
                "advice": redact.redacted(error.advice, project),
            }
        )
    return Result(
        run=job.id,
        notebook=job.notebook.name,
        title=job.notebook.title(language),
        params=dict(job.params),
        status=done.status,
        error=error,
        versions=versions(),
        seconds=round(done.seconds, 3),
        peak_mb=done.peak_mb,
        made_from=made_from and _narrowed(made_from, done.closing),
        incomplete=doubts.told(doubts.touching(job, done.closing.read), language),
        **result.collect(done.notebook),
    )


def _as_shown(told: Result, notebook: Mapping[str, Any]) -> Result:
    """Fail a run whose page cannot show all that its cells put out: a page that lacks something looks whole."""
    from planbook.reports import render

    lost = render.unshown(notebook)
    if told.status != "ok" or lost is None:
        return told
    index, kinds = lost
    problem = Problem(
        section=section_of(notebook, index, str(told.params.get("language", ""))),
        kind="Unshowable",
        message=f"A step puts out what no page can show: {kinds}.",
        advice="Let it put out HTML, SVG, PNG or text as well; a picture of a figure, for instance.",
    )
    return told.model_copy(update={"status": "failed", "error": problem})


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


def _narrowed(made_from: Origin, closing: Closing) -> Origin:
    """Keep the tables that were read, and add the files that no table is made of."""
    read = {name: made_from.tables.get(name) for name in closing.read}
    return made_from.model_copy(update={"tables": read, "files": dict(closing.files)})


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


def _as_file(notebook: Mapping[str, Any]) -> str:
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"
