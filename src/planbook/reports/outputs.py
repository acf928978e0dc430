"""The files that people share, by kind: report.html, report.pdf, report.xlsx.

A kind that this machine cannot make is skipped, and the result says why and what to install.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from planbook.absence import ParameterError
from planbook.project import Project
from planbook.reports.files import SkippedError
from planbook.reports.result import Result

KINDS = ("html", "pdf", "xlsx")


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
            made[kind] = _other(kind, folder / f"report.{kind}", page, notebook)
    return made


def _other(kind: str, path: Path, page: str, notebook: Mapping[str, Any]) -> str:
    from planbook.reports import pdf, xlsx

    try:
        pdf.write(page, path) if kind == "pdf" else xlsx.write(notebook, path)
    except SkippedError as reason:
        path.unlink(missing_ok=True)
        return f"skipped: {reason}"
    return path.name
