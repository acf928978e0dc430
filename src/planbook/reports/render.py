"""From an executed notebook to ``report.html``: one file, conclusion first, nothing from outside.

The notebook's cells are put in the order of a report (`arrange`), then nbconvert walks them with our own template
in ``templates/report``.
"""

from __future__ import annotations

import base64
import copy
import html
import re
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

import planbook
from planbook import periods
from planbook.absence import ParameterError
from planbook.project import Project
from planbook.reports import colors, gallery, problems, sanitize
from planbook.reports.kernels.execute import without_iri_grammar
from planbook.reports.result import TWIN, Result

TEMPLATES = Path(planbook.__file__).parents[2] / "templates"
STYLES = (Path(planbook.__file__).parent / "views" / "style.css", TEMPLATES / "report" / "page.css")
SHOWN = ("text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/plain")
LOGO = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}

_HEADING = re.compile(r"<h([23])(?: [^>]*)?>(.*?)</h\1>", re.DOTALL)
_LOCK = threading.Lock()  # nbconvert's exporter keeps state while it works


def page(notebook: Mapping[str, Any], told: Result, project: Project) -> str:
    """Write the page of a run, whether it ended well or not."""
    language = str(told.params.get("language", project.language))
    arranged, contents, opening = arrange(notebook, language, stop=told.error.cell if told.error else None)
    view = {
        **frame(project, told, language),
        "contents": contents,
        "opening": opening,
        "error": problems.card(told, open_words(language)) if told.error else None,
        "doubts": problems.doubts(told, open_words(language)) if told.incomplete else None,
        "has_first": any("first" in gallery.tags(cell) for cell in arranged.cells),
    }
    with _LOCK:
        text, _ = _exporter().from_notebook_node(arranged, resources={"page": view})
    return str(text)


def warm() -> None:
    """Load and compile what `page` needs, while the kernel is at work."""
    _exporter().template  # noqa: B018 - compiled when it is first asked for
    markdown("# warm")
    sanitize.wash("<p>")
    open_words("en")


def frame(project: Project, told: Result, language: str) -> dict[str, Any]:
    """Gather what stands around the cells: title, shop, period, words, colours, style."""
    words = open_words(language)
    shop = project.shop(str(told.params.get("shop", "")))
    light, dark = colors.accents(project.brand.color)
    return {
        "lang": "zh-CN" if language == "zh" else "en",
        "title": told.title,
        "shop": shop.name(language),
        "period": spoken(str(told.params.get("period", "")), words),
        "style": "\n".join(path.read_text(encoding="utf-8") for path in STYLES),
        "accent": {"light": light, "dark": dark},
        "logo": logo(project),
        "say": said(words),
    }


def spoken(period: str, words: Any) -> str:
    """Say a period as people do: ``October 2026``; the name of an event stays as it is."""
    try:
        return str(words.span(periods.parse(period)))
    except ParameterError:
        return period


def said(words: Any) -> dict[str, str]:
    """Say the page's own texts."""
    return {
        "about": words("About this report"),
        "contents": words("Contents"),
        "made": words("Made by Planbook {version}", version=planbook.__version__),
        "incomplete": words("This report is not complete:"),
        "stopped": words("Where it stopped"),
        "section": words("Section"),
        "message": words("What was said"),
        "advice": words("What to do"),
        "given": words("Parameters"),
    }


def arrange(
    notebook: Mapping[str, Any], language: str, *, stop: int | None = None
) -> tuple[Any, list[dict[str, Any]], str]:
    """Put cells in the order of a report: cells tagged ``first``, then the sections, then the appendix.

    Parameters
    ----------
    language
        Markdown cells in the other language are dropped.
    stop
        Index of the cell that failed: it and all after it are dropped.

    Returns
    -------
    tuple
        The arranged notebook, its sections (``id``, ``title``), and the opening text below the title as HTML.
    """
    import nbformat

    cells = [copy.copy(cell) for cell in notebook["cells"][:stop] if _belongs(cell, language)]
    opening, cells = _opening(cells)
    cells = [cell for cell in cells if cell["cell_type"] == "markdown" or cell.get("outputs")]
    groups: dict[str, list[Any]] = {"first": [], "body": [], "appendix": []}
    part = "body"
    for cell in cells:
        if _is_section(cell):
            part = "appendix" if "appendix" in gallery.tags(cell) else "body"
        groups["first" if "first" in gallery.tags(cell) else part].append(cell)
    contents: list[dict[str, Any]] = []
    ordered = [_marked(cell, name, contents) for name, group in groups.items() for cell in group]
    return nbformat.from_dict({**notebook, "cells": ordered}), contents, opening  # type: ignore[no-untyped-call]


def unshown(notebook: Mapping[str, Any]) -> tuple[int, str] | None:
    """Find the first output that no page can show, with the kinds that it has; twins are not meant to be shown."""
    for index, cell in enumerate(notebook["cells"]):
        for output in cell.get("outputs", ()):
            kinds = output.get("data", {}).keys()
            if kinds and not kinds & {*SHOWN, TWIN}:
                return index, ", ".join(kinds)
    return None


def markdown(text: str) -> str:
    """Turn Markdown into clean HTML."""
    with without_iri_grammar():
        from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
    renderer = IPythonRenderer(escape=False, exclude_anchor_links=True)
    return sanitize.wash(MarkdownWithMath(renderer=renderer).render(text))


def logo(project: Project) -> str:
    """Give the brand's logo as a data address, or nothing when it is not there, too big or no picture."""
    if not project.brand.logo:
        return ""
    path = (project.root / project.brand.logo).resolve()
    kind = LOGO.get(path.suffix.lower())
    if kind is None or not path.is_relative_to(project.root) or not path.is_file() or path.stat().st_size > 100_000:
        return ""
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


def template(name: str) -> jinja2.Template:
    """Open a template of a page that is made of no notebook; all that it is given is escaped."""
    loader = jinja2.FileSystemLoader(TEMPLATES / "report")
    return jinja2.Environment(loader=loader, autoescape=True).get_template(name)


def open_words(language: str, currency: str = "CNY") -> Any:
    """Open the words of a language; here, so that Babel loads late."""
    from planbook.views import words

    return words.open_words(language, currency)


@cache
def _exporter() -> Any:
    with without_iri_grammar():
        from nbconvert.exporters.templateexporter import TemplateExporter
    from traitlets.config import Config

    settings = Config({"NbConvertBase": {"display_data_priority": list(SHOWN)}})
    return TemplateExporter(  # type: ignore[no-untyped-call]
        config=settings,
        file_extension=".html",
        template_name="report",
        extra_template_basedirs=[str(TEMPLATES)],
        filters={"shown": sanitize.output, "plain": sanitize.plain, "markdown": markdown},
    )


def _belongs(cell: Mapping[str, Any], language: str) -> bool:
    tags = gallery.tags(cell)
    languages = [tag for tag in tags if tag.startswith("lang-")]
    hidden = {"parameters", "injected-parameters", "hidden"} & set(tags)
    return not hidden and (not languages or f"lang-{language}" in languages)


def _opening(cells: list[Any]) -> tuple[str, list[Any]]:
    """Take the first cell's text below the title; the title itself stands in the page's head."""
    for index, cell in enumerate(cells):
        if cell["cell_type"] == "markdown":
            text = gallery.source(cell)
            if not text.lstrip().startswith("# "):
                break
            return markdown(text.lstrip().partition("\n")[2]), cells[:index] + cells[index + 1 :]
    return "", cells


def _is_section(cell: Mapping[str, Any]) -> bool:
    return cell["cell_type"] == "markdown" and re.search(r"^## ", gallery.source(cell), re.MULTILINE) is not None


def _marked(cell: Any, part: str, contents: list[dict[str, Any]]) -> Any:
    mark: dict[str, Any] = {"part": part}
    if cell["cell_type"] == "markdown":
        mark["opens"] = part != "first" and _is_section(cell)
        mark["html"] = _HEADING.sub(lambda found: _anchored(found, contents, part), markdown(gallery.source(cell)))
    return {**cell, "metadata": {**cell["metadata"], "pb": mark}}


def _anchored(found: re.Match[str], contents: list[dict[str, Any]], part: str) -> str:
    level, inner = found[1], found[2]
    title = html.unescape(re.sub(r"<[^>]+>", "", inner)).strip()
    if level == "3" or part == "first":
        return f"<h{level}>{inner}</h{level}>"
    name = re.sub(r"[^\w]+", "-", title.lower()).strip("-") or "section"
    taken = [entry["id"] for entry in contents]
    name = name if name not in taken else f"{name}-{len(taken) + 1}"
    contents.append({"id": name, "title": title})
    return f'<h2 id="{name}">{inner} <a class="pb-anchor" href="#{name}" aria-hidden="true" tabindex="-1">#</a></h2>'
