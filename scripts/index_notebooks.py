"""Write the gallery from the notebooks' first cells: ``python scripts/index_notebooks.py [--check]``.

It stands in ``notebooks/README.md`` and, between two marks, in both front pages.
"""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

from pages import ROOT, settle

from planbook.reports import gallery
from planbook.reports.gallery import Notebook

NOTEBOOKS = ROOT / "notebooks"
BEGIN, END = "<!-- notebooks: written by scripts/index_notebooks.py -->", "<!-- end of notebooks -->"
STAGES = {"1": ("Understand", "看清"), "2": ("Plan", "计划"), "3": ("Run", "执行"), "4": ("Review", "复盘")}
HEADS = {
    "en": ("Notebook", "Title", "The question it answers"),
    "zh": ("文件", "标题", "它回答的问题"),
}


def table(books: list[Notebook], language: str, folder: str = "") -> str:
    """Write a Markdown table, a row a notebook."""
    rows = [HEADS[language], ("---",) * 3]
    rows += [(_link(book, folder), book.title(language), book.question(language)) for book in books]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def gallery_page(books: list[Notebook]) -> str:
    """Write the page of the folder: a table for each stage, in both languages."""
    parts = ["# The notebooks\n", "<!-- written by scripts/index_notebooks.py; do not edit -->\n", INTRODUCTION]
    for digit, group in groupby(books, key=lambda book: book.name[0]):
        staged = list(group)
        english, chinese = STAGES.get(digit, ("More", "其他"))
        parts += [f"## {english} · {chinese}\n", table(staged, "en"), table(staged, "zh")]
        parts += [_details(book) for book in staged]
    return "\n".join(parts)


def updated(page: str, books: list[Notebook], language: str) -> str:
    """Put today's table between the two marks of a page."""
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n{table(books, language, 'notebooks/')}{END}{after}"


INTRODUCTION = """\
The tens digit is the stage: 1 understand, 2 plan, 3 run, 4 review. Open one in JupyterLab (`make lab`) and run all
cells, or make its report: `planbook run NAME`. `planbook show NAME` lists its parameters.
"""


def _link(book: Notebook, folder: str) -> str:
    return f"[{book.name}]({folder}{book.path.name})"


def _details(book: Notebook) -> str:
    asked = [f"`{p.name}` ({p.type}, {p.default!r}): {p.help}" for p in book.parameters.values()]
    return f"### {book.name}\n\n" + "".join(f"- {line}\n" for line in asked)


def wanted() -> dict[Path, str]:
    """Give every page that is written here, as it should be today."""
    books = [gallery.read(path) for path in sorted(NOTEBOOKS.glob("*.ipynb"))]
    fronts = {ROOT / "README.md": "en", ROOT / "README.zh-CN.md": "zh"}
    pages = {path: updated(path.read_text(encoding="utf-8"), books, language) for path, language in fronts.items()}
    return {NOTEBOOKS / "README.md": re.sub(r"\n{3,}", "\n\n", gallery_page(books)), **pages}


def main() -> int:
    """Write the pages, or with ``--check`` name those that are out of step."""
    return settle(wanted())


if __name__ == "__main__":
    raise SystemExit(main())
