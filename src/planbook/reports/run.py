"""One run: a notebook, its parameters and a kernel become a folder with a page, a notebook and ``result.json``."""

from __future__ import annotations

import threading
from concurrent.futures import CancelledError

from planbook.reports import outputs
from planbook.reports.job import Job, Terms
from planbook.reports.kernels import execute, plain, warm, workers
from planbook.reports.kernels.ended import Watch
from planbook.reports.kernels.plain import Kernel
from planbook.reports.publish import publish
from planbook.reports.result import Origin, Result


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
    root, share = terms.project.root, terms.environment
    done = warm.execute(job.notebook, job.params, root, limits=terms.limits, environment=share)
    if workers.stopping.is_set():
        raise CancelledError
    told: Result = workers.ask(publish, job, done, terms, made_from)
    return told


def run_plain(
    job: Job, terms: Terms, *, made_from: Origin | None = None, kernel: Kernel | None = None, watch: Watch | None = None
) -> Result:
    """Do the same in a plain kernel: one that was started early, or otherwise one that is started here."""
    with kernel or plain.start(terms.project.root, job.notebook.imports, terms.environment) as running:
        execute.warm()
        # While the cells run, this process has nothing else to do than to load what comes after them.
        loading = threading.Thread(target=_load_render, daemon=True)
        loading.start()
        done = execute.execute(job.notebook, job.params, running, limits=terms.limits, watch=watch)
    loading.join()
    if workers.stopping.is_set():
        raise CancelledError
    return publish(job, done, terms, made_from)


def _load_render() -> None:
    from planbook.reports import render

    render.warm()
