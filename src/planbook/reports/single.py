"""One report at a person's wish: ``planbook run``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from planbook import disk
from planbook.reports import contract, files, gallery, meaning, outputs
from planbook.reports.job import Job, Terms
from planbook.reports.kernels import plain
from planbook.reports.kernels.ended import Watch
from planbook.reports.result import Result
from planbook.reports.run import run_plain

FOLDER = Path("reports", "single")


def make(notebook: str, params: Mapping[str, object], terms: Terms, *, watch: Watch | None = None) -> Result:
    """Check parameters, run the notebook, and put the report into the folder of ``terms``.

    Parameters
    ----------
    notebook
        Its name.
    params
        Values or texts; what is not given keeps its default.
    watch
        Is told before each cell how many are done.
    """
    outputs.check(terms.to)
    project = terms.project
    book = gallery.read(gallery.find(notebook, project.root))
    job = Job(book, contract.check(book, params, project))
    # The kernel loads its libraries while this process finds out what "latest" is and loads papermill.
    with plain.start(project.root, book.imports) as kernel:
        job = meaning.resolved(job, project)
        with disk.locked(files.lock_of(terms.base, job.id)):
            return run_plain(job, terms, kernel=kernel, watch=watch)
