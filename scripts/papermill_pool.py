"""The rival of ``scripts/benchmark.py`` for packs: papermill's Python API in a pool, then nbconvert's exporter.

Usage: ``python scripts/papermill_pool.py PROCESSES SHOP LANGUAGE MONTH,MONTH NOTEBOOK…``. Both libraries are loaded
once, before the pool is forked; executed notebooks and pages are written into the folder it is called in.
"""

from __future__ import annotations

import itertools
import multiprocessing
import sys
from pathlib import Path

import papermill
from nbconvert import HTMLExporter


def make(job: tuple[str, str, str, str]) -> None:
    """Run a notebook and write its page."""
    shop, language, period, notebook = job
    out = Path(f"pool-{Path(notebook).stem}-{period}.ipynb")
    params = {"shop": shop, "language": language, "period": period}
    executed = papermill.execute_notebook(notebook, out, params, progress_bar=False)
    page, _ = HTMLExporter().from_notebook_node(executed)
    out.with_suffix(".html").write_text(page, encoding="utf-8")


def main(processes: str, shop: str, language: str, months: str, *notebooks: str) -> None:
    """Make the page of each notebook for each month."""
    jobs = list(itertools.product([shop], [language], months.split(","), notebooks))
    with multiprocessing.Pool(int(processes)) as pool:
        pool.map(make, jobs, chunksize=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
