"""Walk through a notebook in this process: no kernel, and a warning in any step is an error."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from planbook.project import load
from planbook.reports import contract, gallery, render, result
from planbook.reports.result import Result

REVIEW = "41_kpi_review"


def walk(root: Path, name: str = REVIEW, **params: str) -> Result:
    """Run the cells of a notebook one after the other, and render the page as a run does (``page(result)``)."""
    project = load(root)
    book = gallery.read(gallery.find(name, project.root))
    values = contract.check(book, params, project) | {"workspace": str(root)}
    names: dict[str, Any] = {}
    done = {"cells": [_walked(cell, names, values) for cell in book.cells], "metadata": {}}
    told = Result(run=name, notebook=name, params=values, status="ok", **result.collect(done))
    assert render.page({**done, "nbformat": 4, "nbformat_minor": 5}, told, project)
    return told


def _walked(cell: dict[str, Any], names: dict[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    if cell["cell_type"] != "code":
        return cell
    *steps, last = ast.parse(gallery.source(cell)).body
    shown = None
    if not isinstance(last, ast.Expr):
        steps, last = [*steps, last], None
    exec(compile(ast.Module(steps, []), "<cell>", "exec"), names)
    if "parameters" in gallery.tags(cell):
        names |= values
    if last is not None:
        shown = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
    data = shown._repr_mimebundle_() if hasattr(shown, "_repr_mimebundle_") else {}
    output = {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": 1}
    return cell | {"outputs": [output] if data else []}
