"""Every notebook runs as it stands, and the review finds what is planted in the sample shop."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHOPS = ("luming", "luming-global")
NAMES = [path.stem for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
OUTSIDE = r"(?:https?|wss?|ftp)://(?!www\.w3\.org/)"
REPORT, CHART = 600_000, 60_000  # bytes
NEEDED_LATER = {"feedback", "accounts", "actions"}

pytestmark = pytest.mark.notebooks


@pytest.fixture(scope="module")
def truth():
    return json.loads((ROOT / "data/sample/truth.json").read_text(encoding="utf-8"))["shops"]


@pytest.fixture(scope="module")
def october(reports):
    return reports("luming")


@pytest.fixture(scope="module")
def overseas(reports):
    return reports("luming-global")


def plain(report):
    """What must not depend on the language."""
    findings = [(f.id, f.effect, f.grade) for f in report.result.findings]
    shown = [([column["name"] for column in table["columns"]], table["rows"]) for table in report.listed]
    return list(report.figures.values()), findings, shown, report.result.missing, report.result.inputs


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("shop", SHOPS)
@pytest.mark.parametrize("name", [*NAMES, "51_skeleton"])
def test_a_notebook_runs_and_leaves_a_small_page_that_stands_alone(name, shop, language, reports):
    report = reports(shop, language=language, notebook=name)
    assert (report.result.status, report.result.error) == ("ok", None)
    assert not [out for cell in report.notebook["cells"] for out in cell.get("outputs", ()) if "name" in out]
    assert len(report.page.encode()) <= REPORT
    assert max(map(len, re.findall(r"<svg.*?</svg>", report.page, re.DOTALL)), default=0) <= CHART
    assert not re.search(OUTSIDE, report.page)


@pytest.mark.parametrize("shop", SHOPS)
@pytest.mark.parametrize("name", [*NAMES, "51_skeleton"])
def test_language_changes_words_and_no_number(name, shop, reports):
    english, chinese = (reports(shop, language=language, notebook=name) for language in ("en", "zh"))
    assert plain(english) == plain(chinese)


@pytest.mark.parametrize("shop", SHOPS)
def test_figures_of_the_review_are_those_of_the_shop(shop, reports, truth):
    report, months = reports(shop), truth[shop]["totals"]
    for name, month in {"current": "2026-10", "previous": "2026-09", "year_ago": "2025-10"}.items():
        of = months[month]["all"]
        kpis = {kpi: report.row(table, kpi=kpi)[name] for table, kpi in KPIS.items()}
        expected = {"paid": of["paid"], "visitors": of["visitors"]}
        assert kpis == pytest.approx(expected, abs=0.005)
        assert report.row("traffic", kpi="conversion")[name] == pytest.approx(of["buyers"] / of["visitors"])


KPIS = {"money": "paid", "traffic": "visitors"}
