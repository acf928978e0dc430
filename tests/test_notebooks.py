"""Every notebook runs as it stands, in both languages, for both shops, with papermill and in JupyterLab."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import yaml
from nbclient import NotebookClient
from notebook_walk import walk
from sample_parts import TABLES, without

from planbook.project import load
from planbook.reports import contract, gallery, meaning, run
from planbook.reports.job import Job, Terms
from planbook.reports.result import twins
from planbook.tables.schema import ASKED

ROOT = Path(__file__).parents[1]
SHOPS = ("luming", "luming-global")
NAMES = [path.stem for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
OUTSIDE = r"(?:https?|wss?|ftp)://(?!www\.w3\.org/)"
FEW = [("orders",), ("traffic",), ("competitor_items",), ("orders", "crowds")]
VIEWS = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "src/planbook/views").rglob("*.py")))
HEADS = set(re.findall(r'\(\s*msg\(\s*"([^"]+)"\s*\)\s*,', VIEWS))  # those a view writes out, rather than a figure's
DEFINED = set(re.findall(r"(?<=\| )[^|]+?(?= \|)", (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")))
OF_THE_RUN = {"seconds", "peak_mb", "made_from"}  # what two runs need not share
REPORT, CHART = 600_000, 60_000  # bytes

pytestmark = pytest.mark.notebooks


@pytest.fixture(scope="module")
def october(reports):
    return reports("luming")


def number(cell):
    """Keep what is no text, and days; texts are said in the report's language."""
    return cell if not isinstance(cell, str) or re.fullmatch(r"\d{4}-\d{2}-\d{2}.*", cell) else None


def is_number(cell):
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def plain(report):
    """What must not depend on the language."""
    findings = [(f.id, f.effect, f.grade) for f in report.result.findings]
    shown = [[[number(cell) for cell in row] for row in table["rows"]] for table in report.listed]
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
@pytest.mark.parametrize("name", NAMES)
def test_every_number_in_a_table_is_defined_in_the_glossary(name, shop, reports):
    columns = [(table, n, c) for table in reports(shop, notebook=name).listed for n, c in enumerate(table["columns"])]
    numbers = [column for table, n, column in columns if any(is_number(row[n]) for row in table["rows"])]
    heads = {column["label"].split(" (")[0] for column in numbers if "label" in column}
    assert heads & HEADS - DEFINED == set()


def test_the_glossary_holds_no_head_that_no_view_writes():
    assert set(yaml.safe_load((ROOT / "scripts/heads.yml").read_text(encoding="utf-8"))) <= HEADS


@pytest.mark.parametrize("name", [*NAMES, "51_skeleton"])
def test_a_forked_process_puts_out_what_a_plain_kernel_does(name, reports, sample, tmp_path):
    plainly, project = reports("luming", notebook=name), load(sample)
    book = gallery.read(gallery.find(name, project.root))
    job = Job(book, contract.check(book, {"shop": "luming", "language": "en"}, project))
    told = run.run(meaning.resolved(job, project), Terms(project, tmp_path, keeps=False))
    warmly = type(plainly)(tmp_path / told.run)
    assert [put_out(cell) for cell in warmly.notebook["cells"]] == [put_out(cell) for cell in plainly.notebook["cells"]]
    assert warmly.result.model_dump(exclude=OF_THE_RUN) == plainly.result.model_dump(exclude=OF_THE_RUN)
    assert warmly.page == plainly.page


def put_out(cell):
    """What a cell has put out, but for addresses in the machine's memory."""
    outputs = json.dumps(cell.get("outputs"), ensure_ascii=False, sort_keys=True)
    return cell["source"], cell.get("execution_count"), re.sub(r"0x[0-9a-f]{6,}", "0x…", outputs)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kept", FEW, ids=" and ".join)
def test_a_notebook_makes_the_best_of_a_few_tables(name, kept, tmp_path):
    lacking = TABLES - set(kept)
    found = walk(without(tmp_path, lacking), name=name, language="en")
    assert found.headline
    assert found.missing >= lacking & set(ASKED)


def test_plain_papermill_runs_the_review(october, tmp_path):
    command = [sys.executable, "-m", "papermill", "--no-progress-bar", "41_kpi_review.ipynb", tmp_path / "out.ipynb"]
    done = subprocess.run(command, cwd=ROOT / "notebooks", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert paid(nbformat.read(tmp_path / "out.ipynb", as_version=4)) == october.figures["paid"]["value"]


def test_run_all_in_jupyterlab_runs_the_review(october):
    notebook = nbformat.read(ROOT / "notebooks/41_kpi_review.ipynb", as_version=4)
    client = NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(ROOT / "notebooks")}})
    assert paid(client.execute()) == october.figures["paid"]["value"]


def paid(notebook):
    (found,) = [f for twin in twins(notebook) for f in twin.get("figures", ()) if f["id"] == "paid"]
    return found["value"]
