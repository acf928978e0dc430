"""Walk through a notebook in this process: no kernel to wait for, and a warning in any step is an error."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planbook.project import load
from planbook.reports import contract, gallery, render, result
from planbook.reports.result import Result

REVIEW = "41_kpi_review"


@dataclass(frozen=True)
class Walk:
    """What a notebook showed: its headline, its findings by id, the tables it lacked, and its page."""

    headline: str
    findings: dict[str, dict[str, Any]]
    missing: set[str]
    page: str


def walk(root: Path, *, name: str = REVIEW, **params: str) -> Walk:
    """Run the cells of a notebook one after the other, and render the page as a run does."""
    project = load(root)
    book = gallery.read(gallery.find(name, project.root))
    values = contract.check(book, params, project)
    names: dict[str, Any] = {}
    cells = [_shown(cell, names, values | {"workspace": str(root)}) for cell in book.cells]
    done = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    told = Result(run=name, notebook=name, params=values, status="ok", **result.collect(done))
    findings = {finding.id: finding.model_dump() for finding in told.findings}
    return Walk(told.headline, findings, {need.table for need in told.missing}, render.page(done, told, project))


def _shown(cell: dict[str, Any], names: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    if cell["cell_type"] != "code":
        return cell
    *steps, last = ast.parse(gallery.source(cell)).body
    if not isinstance(last, ast.Expr):
        steps, last = [*steps, last], ast.Expr(ast.Constant(None, lineno=1, col_offset=0))
    exec(compile(ast.Module(steps, []), "<cell>", "exec"), names)
    if "parameters" in gallery.tags(cell):
        names |= values
    shown = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
    if shown is None:
        return cell
    output = {"output_type": "execute_result", "data": shown._repr_mimebundle_(), "metadata": {}, "execution_count": 1}
    return cell | {"outputs": [output]}
