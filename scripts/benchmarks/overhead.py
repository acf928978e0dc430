"""What a report costs above its cells: ``python -m benchmarks.overhead WORKSPACE RUNS NOTEBOOK…`` prints it as JSON.

Four times are taken for each notebook in turn, each in a process of its own, forked from the one warm parent that the
batch uses: the cells alone, run by ``exec`` (`alone`); the whole report as the batch makes it; and its second half,
the page and its files. What is above the cells is the whole without the second half and without the cells.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import alone
from planbook import project
from planbook.reports import contract, gallery, pack
from planbook.reports.job import Job, Terms
from planbook.reports.kernels import warm, workers
from planbook.reports.publish import publish
from planbook.reports.unchanged import Ground

PARAMS = {"language": "en", "period": "2026-10"}


def measured(job: Job, terms: Terms, ground: Ground) -> dict[str, float]:
    """Take the times of one report, in seconds."""
    cells = [cell for cell in job.notebook.cells if cell["cell_type"] == "code"]
    sources = [(gallery.source(cell), "parameters" in gallery.tags(cell)) for cell in cells]
    bare = workers.ask(alone.seconds, sources, dict(job.params), terms.project.root)
    whole, made = timed(lambda: pack.make(job, terms, ground))
    assert made.result.status == "ok", made.result.error
    done = warm.execute(job.notebook, job.params, terms.project.root)
    rendering, _ = timed(lambda: workers.ask(publish, job, done, terms))
    return {"cells": bare, "rendering": rendering, "above": whole - rendering - bare}


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Do it and tell how long it took."""
    started = time.perf_counter()
    outcome = work()
    return time.perf_counter() - started, outcome


def main(root: str, runs: str, *notebooks: str) -> None:
    """Measure each notebook so many times; print the mean over notebooks of each one's medians."""
    settings = project.load(Path(root))
    terms = Terms(settings, settings.root / "reports" / "overhead", again="all")
    ground = Ground(settings)
    workers.ask(len, [])
    found = []
    for name in notebooks:
        book = gallery.read(gallery.find(name, settings.root))
        job = Job(book, contract.check(book, PARAMS, settings))
        times = [measured(job, terms, ground) for _ in range(int(runs) + 1)][1:]
        found.append({key: statistics.median(each[key] for each in times) for key in times[0]})
        print(name, *(f"{key} {value:.2f} s" for key, value in found[-1].items()), file=sys.stderr, flush=True)
    print(json.dumps({key: statistics.mean(each[key] for each in found) for key in found[0]}))


if __name__ == "__main__":
    main(*sys.argv[1:])
