"""``index.html``: a month at a glance, from the results that lie in a batch's folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from planbook.project import Project
from planbook.reports import colors, contract, problems, render
from planbook.reports.publish import read_result
from planbook.reports.result import Result

WIDTH, HEIGHT = 88, 22  # of a sparkline, in CSS pixels


def page(base: Path, project: Project, language: str = "", *, done: Sequence[Result] = ()) -> str:
    """Write the index of all runs in a folder.

    Parameters
    ----------
    base
        The folder of a batch; every ``result.json`` below it is a run.
    language
        Of the page itself, not of the reports; empty: the project's.
    done
        What was just run; it counts for more than what lies in the folder, which may be older.
    """
    language = language or project.language
    results = latest(found(base), done)
    words = render.open_words(language)
    labels = sorted({label(result) for result in results})
    rows: dict[tuple[str, str, str], dict[str, Any]] = {}
    for result in results:
        shop, period, spoken = (str(result.params.get(axis, "")) for axis in ("shop", "period", "language"))
        rows.setdefault((period, shop, spoken), {})[label(result)] = cell(result, project, language)
    order = list(project.shops)
    ordered = sorted(rows, key=lambda key: (order.index(key[1]) if key[1] in order else len(order), key[1], key[2]))
    ordered.sort(key=lambda key: key[0], reverse=True)
    light, dark = colors.accents(project.brand.color)
    return render.template("portal.html.j2").render(
        lang="zh-CN" if language == "zh" else "en",
        say=said(words),
        batch=base.name,
        columns=[{"label": name, "title": _title(name, results, language)} for name in labels],
        rows=[_row(key, rows[key], project, language) for key in ordered],
        choices=[
            (axis, sorted({key[at] for key in rows})) for at, axis in ((1, "shop"), (0, "period"), (2, "language"))
        ],
        shops={key: project.shop(key).name(language) for key in project.shops},
        style="\n".join(path.read_text(encoding="utf-8") for path in render.STYLES),
        accent={"light": light, "dark": dark},
    )


def said(words: Any) -> dict[str, str]:
    """Say the page's own texts."""
    return {
        "reports": words("Reports"),
        "none": words("No report has been made here yet."),
        "filter": words("Filter"),
        "shop": words("Shop"),
        "period": words("Period"),
        "language": words("Language"),
        "all": words("all"),
    }


def found(base: Path) -> list[Result]:
    """Read every result below a folder; drafts of runs at work begin with a dot and are passed over."""
    paths = (path.parent for path in sorted(base.rglob("result.json")))
    folders = (path for path in paths if not any(part.startswith(".") for part in path.relative_to(base).parts))
    return [result for folder in folders if (result := read_result(folder)) is not None]


def latest(old: Sequence[Result], done: Sequence[Result]) -> list[Result]:
    """Put new results in the place of old ones, and drop old ones of a period that could not be told then."""
    told = [result for result in old if result.params.get("period") not in contract.LATEST]
    return list({result.run: result for result in (*told, *done)}.values())


def label(result: Result) -> str:
    """Name the column of a result: the notebook, or ``notebook@name``."""
    return result.run.split("/", 1)[0]


def cell(result: Result, project: Project, language: str) -> dict[str, Any]:
    """Say in a few words how a run ended: its headline figure, or why there is none."""
    currency = project.shop(shop).currency if (shop := str(result.params.get("shop", ""))) in project.shops else "CNY"
    words = render.open_words(language, currency)
    figure = result.figures[0] if result.figures else None
    return {
        "status": result.status,
        "ok": result.status == "ok",
        "said": statuses(words)[result.status],
        "why": _brief(result, words) if result.error else "",
        "incomplete": words.plural("incomplete: {n} finding", "incomplete: {n} findings", len(result.incomplete))
        if result.incomplete
        else "",
        "doubts": "\n".join(doubt.text for doubt in result.incomplete),
        "name": words.name(figure.id) if figure else "",
        "value": words.short(figure.value, figure.unit or "number") if figure else "",
        "headline": result.headline,
        "line": sparkline(figure.history) if figure else "",
        "link": _link(result),
        "seconds": round(result.seconds, 1),
        "peak_mb": result.peak_mb,
    }


def sparkline(history: Sequence[float | None]) -> str:
    """Draw a line of past values as the points of an SVG polyline; empty when there are fewer than two.

    Examples
    --------
    >>> sparkline([1, 2, 3])
    '0.0,20.0 44.0,11.0 88.0,2.0'
    """
    values = [value for value in history if value is not None]
    if len(values) < 2:
        return ""
    low, span = min(values), (max(values) - min(values)) or 1.0
    step = WIDTH / (len(values) - 1)
    return " ".join(
        f"{at * step:.1f},{HEIGHT - 2 - (value - low) / span * (HEIGHT - 4):.1f}" for at, value in enumerate(values)
    )


def statuses(words: Any) -> dict[str, str]:
    """Say each status."""
    return {
        "ok": words("done"),
        "failed": words("failed"),
        "timed_out": words("took too long"),
        "kernel_died": words("process ended"),
        "out_of_memory": words("out of memory"),
        "data_check_failed": words("data check failed"),
        "cancelled": words("stopped"),
    }


def _row(key: tuple[str, str, str], cells: dict[str, Any], project: Project, language: str) -> dict[str, Any]:
    period, shop, spoken = key
    name = project.shop(shop).name(language) if shop in project.shops else shop
    return {"period": period, "shop": shop, "name": name, "language": spoken, "cells": cells}


def _title(name: str, results: Sequence[Result], language: str) -> str:
    titles = [result for result in results if label(result) == name and result.title]
    spoken = [result for result in titles if result.params.get("language") == language]
    return (spoken or titles)[0].title if titles else name


def _link(result: Result) -> str:
    if result.error and not result.outputs:  # not even its page could be written
        return "batch.json"
    return "/".join(quote(part) for part in result.run.split("/")) + "/report.html"


def _brief(result: Result, words: Any) -> str:
    told = problems.card(result, words)
    text = (told["message"] or told["what"]).split("\n")[0]
    return text if len(text) <= 60 else f"{text[:57]}…"
