"""Tiny workspaces and notebooks for tests, made from texts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

PARAMETERS = """\
workspace: str = "."  # folder with planbook.yml
shop: str = ""  # key of the shop
period: str = "2026-10"  # which month
language: str = ""  # zh or en
top: int = 10  # items to list
share: float = 0.5  # of something
code: str = "007"  # stays text
deep: bool = False  # look deeper"""

SETTINGS = """\
language: en
shops:
  tea: {name: {en: Tea House, zh: 茶馆}, currency: CNY}
  mugs: {name: {en: Mugs, zh: 杯子}, currency: EUR}
"""

TITLE = "# Tiny review\n\n**Question** What moved?"


def code(source: str, *tags: str) -> dict[str, Any]:
    """Make a code cell."""
    return {
        "cell_type": "code",
        "source": source,
        "metadata": {"tags": list(tags)},
        "outputs": [],
        "execution_count": None,
    }


def text(source: str, *tags: str) -> dict[str, Any]:
    """Make a Markdown cell."""
    return {"cell_type": "markdown", "source": source, "metadata": {"tags": list(tags)}}


def notebook(*cells: dict[str, Any], parameters: str = PARAMETERS) -> dict[str, Any]:
    """Make a notebook with a title, a parameters cell and these cells."""
    head = [text(TITLE), code(parameters, "parameters")]
    numbered = [{"id": f"c{at}", **cell} for at, cell in enumerate([*head, *cells])]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"cells": numbered, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def workspace(folder: Path, *cells: dict[str, Any], name: str = "tiny", parameters: str = PARAMETERS) -> Path:
    """Make a workspace with one notebook."""
    (folder / "notebooks").mkdir(parents=True, exist_ok=True)
    (folder / "planbook.yml").write_text(SETTINGS, encoding="utf-8")
    add(folder, *cells, name=name, parameters=parameters)
    return folder


def add(folder: Path, *cells: dict[str, Any], name: str, parameters: str = PARAMETERS) -> Path:
    """Put one more notebook into a workspace."""
    path = folder / "notebooks" / f"{name}.ipynb"
    path.write_text(json.dumps(notebook(*cells, parameters=parameters), ensure_ascii=False), encoding="utf-8")
    return path


def twin(html: str, **content: Any) -> str:
    """Write the source of a cell that shows HTML beside its JSON twin."""
    bundle = {"text/html": html, "text/plain": "", "application/vnd.planbook+json": content}
    return f"from IPython.display import display\ndisplay({bundle!r}, raw=True)"
