"""The files that people share, by kind: report.html, report.pdf, report.xlsx, report.ics.

A kind that this machine cannot make is skipped, and the result says why and what to install.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from planbook.absence import ParameterError
from planbook.project import Project
from planbook.reports.files import SkippedError
from planbook.reports.result import Result

KINDS = ("html", "pdf", "xlsx", "ics")


def check(to: Sequence[str]) -> None:
    """Refuse a kind of output that there is not."""
    for kind in to:
        if kind not in KINDS:
            raise ParameterError(f"There is no output {kind!r}.", f"Allowed: {', '.join(KINDS)}.")


def make(
    to: Sequence[str], folder: Path, notebook: Mapping[str, Any], told: Result, project: Project
) -> dict[str, str]:
    """Write outputs into a run's folder; the page is always among them, since the index leads to it.

    Returns
    -------
    dict
        For each kind the file's name, or ``skipped: why, and how to have it``.
    """
    from planbook.reports import render

    page = render.page(notebook, told, project)
    (folder / "report.html").write_text(page, encoding="utf-8")
    made = {"html": "report.html"}
    for kind in to:
        if kind != "html":
            made[kind] = _other(folder / f"report.{kind}", page, notebook, told)
    return made


def _other(path: Path, page: str, notebook: Mapping[str, Any], told: Result) -> str:
    from planbook.reports import ics, pdf, xlsx

    writers: dict[str, Callable[[], None]] = {
        ".pdf": lambda: pdf.write(page, path),
        ".xlsx": lambda: xlsx.write(notebook, path),
        ".ics": lambda: ics.write(notebook, path, shop=str(told.params.get("shop", "")), title=told.title),
    }
    try:
        writers[path.suffix]()
    except SkippedError as reason:
        path.unlink(missing_ok=True)
        return f"skipped: {reason}"
    return path.name
