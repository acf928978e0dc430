"""Run the jobs of a batch side by side, each after what it needs, and keep account of them.

``needs`` orders runs and no more: when a needed run fails, its dependents still run.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, ThreadPoolExecutor, wait
from pathlib import Path

from planbook.absence import PlanbookError
from planbook.project import Project
from planbook.reports import files, kernels, portal, render
from planbook.reports.execute import BY_ERROR
from planbook.reports.redact import redacted
from planbook.reports.result import Problem, Result
from planbook.reports.run import Job, Terms, run, versions

Told = Callable[[Job, Result | None], None]  # None: the job begins


def run_all(
    jobs: Sequence[Job], terms: Terms, *, executor: Executor | None = None, told: Told = lambda *_: None
) -> list[Result]:
    """Run jobs and write ``index.html`` and ``batch.json`` beside them.

    Parameters
    ----------
    jobs
        In an order that respects their needs (`batch.expand`).
    terms
        Where and how, for all of them.
    executor
        Where runs are done: a thread by default, since each run has a process of its own.
    told
        Hears of each job when it begins and when it ends.

    Returns
    -------
    list of Result
        One a job, in the order of ``jobs``.
    """

    def one(job: Job) -> Result:
        told(job, None)
        result = _guarded(job, terms)
        told(job, result)
        return result

    own = executor or ThreadPoolExecutor(max_workers=1, thread_name_prefix="run")
    try:
        results = _in_turn(jobs, own, one)
    except BaseException:
        terms.stopped.set()
        kernels.stop_all()
        own.shutdown(wait=False, cancel_futures=True)
        raise
    finally:
        if executor is None:
            own.shutdown(wait=True)
    write_account(terms.base, terms.project, results)
    return results


def write_account(base: Path, project: Project, results: Sequence[Result]) -> None:
    """Write what this command did (``batch.json``) and the page that leads to all reports (``index.html``)."""
    runs = [
        {
            "run": result.run,
            "outcome": "ran" if result.status == "ok" else "failed",
            "status": result.status,
            "why": result.error.message if result.error else "",
            "seconds": result.seconds,
            "peak_mb": result.peak_mb,
        }
        for result in results
    ]
    account = {"schema": 1, "batch": base.name, "runs": runs}
    files.write(base / "batch.json", json.dumps(account, ensure_ascii=False, indent=1) + "\n")
    files.write(base / "index.html", portal.page(base, project, done=results))


def _in_turn(jobs: Sequence[Job], executor: Executor, one: Callable[[Job], Result]) -> list[Result]:
    waiting, running, results = list(jobs), dict[Future[Result], str](), dict[str, Result]()
    here = {job.id for job in jobs}
    while waiting or running:
        for job in [job for job in waiting if results.keys() >= set(job.needs) & here]:
            waiting.remove(job)
            running[executor.submit(one, job)] = job.id
        finished, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in finished:
            results[running.pop(future)] = future.result()
    return [results[job.id] for job in jobs]


def _guarded(job: Job, terms: Terms) -> Result:
    if job.trouble is not None:
        return _left(_unmade(job, terms, job.trouble), terms)
    try:
        return run(job, terms)
    except CancelledError:
        raise
    except Exception as error:  # whatever happens to one run, the others go on
        if terms.stopped.is_set():
            raise CancelledError from error
        return _left(_unmade(job, terms, error), terms)


def _unmade(job: Job, terms: Terms, error: Exception) -> Result:
    kind = type(error).__name__
    said, advice = (error.message, error.advice) if isinstance(error, PlanbookError) else (str(error), "")
    root = terms.project.root
    return Result(
        run=job.id,
        notebook=job.notebook.name,
        title=job.notebook.title(str(job.params.get("language", terms.project.language))),
        params=dict(job.params),
        status="data_check_failed" if job.trouble else BY_ERROR.get(kind, "failed"),
        error=Problem(kind=kind, message=redacted(said, root) or kind, advice=redacted(advice, root)),
        versions=versions(),
    )


def _left(told: Result, terms: Terms) -> Result:
    """Leave a page without cells and a result, where that can be written; the index tells of the run in any case."""
    written = told.model_copy(update={"outputs": {"html": "report.html"}})
    nothing = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    try:
        with files.whole_folder(files.folder_of(terms.base, told.run)) as draft:
            (draft / "report.html").write_text(render.page(nothing, written, terms.project), encoding="utf-8")
            (draft / "result.json").write_text(written.text(), encoding="utf-8")
    except Exception:  # noqa: BLE001 - what stopped the run, a full disk say, may well stop its page
        return told
    return written
