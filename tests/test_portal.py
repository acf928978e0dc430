"""The index shows a month at a glance, from the results that lie below it."""

from __future__ import annotations

import json
from pathlib import Path

from notebook_factory import SETTINGS, code, workspace
from run_factory import job

from planbook import disk, project
from planbook.project import Project
from planbook.reports import account, files, pack, portal, publish
from planbook.reports.job import Terms
from planbook.reports.result import Figure, Problem, Result


def shop(folder: Path) -> Project:
    (folder / "planbook.yml").write_text(SETTINGS, encoding="utf-8")
    return project.load(folder)


def result(run_id: str, error: Problem | None = None) -> Result:
    name, key, period, language = run_id.split("/")
    figures = [Figure(id="paid", value=3_200_000.0, unit="money", history=[1.0, 2.0, 3.0])]
    params: dict[str, str] = {"shop": key, "period": period, "language": language}
    status = "failed" if error else "ok"
    return Result(
        run=run_id, notebook=name, title="KPI review", params=params, status=status, error=error, figures=figures
    )


def put(base: Path, *results: Result) -> None:
    for each in results:
        disk.write(files.folder_of(base, each.run) / "result.json", each.text())


def test_a_cell_shows_status_headline_figure_sparkline_and_leads_to_the_report(tmp_path: Path) -> None:
    put(tmp_path / "monthly", result("41_kpi_review/tea/2026-10/en"))
    html = portal.page(tmp_path / "monthly", shop(tmp_path))
    assert 'href="41_kpi_review/tea/2026-10/en/report.html"' in html
    assert "Tea House" in html
    assert "KPI review" in html
    assert "3.2" in html
    assert "<polyline" in html
    assert "✓ done" in html


def test_a_failed_run_says_why_in_few_words(tmp_path: Path) -> None:
    error = Problem(kind="DataError", message="orders.csv has no column <paid> " + "and much more " * 9)
    put(tmp_path / "monthly", result("41/tea/2026-10/en", error))
    html = portal.page(tmp_path / "monthly", shop(tmp_path))
    assert "✗ failed" in html
    assert "orders.csv has no column &lt;paid&gt;" in html
    assert "much more and much more and much more and much" not in html


def test_rows_are_shops_the_last_period_first(tmp_path: Path) -> None:
    put(
        tmp_path / "m", *(result(f"41/{key}/{month}/en") for key in ("mugs", "tea") for month in ("2026-09", "2026-10"))
    )
    html = portal.page(tmp_path / "m", shop(tmp_path))
    rows = [part.split('"')[0] + part.split('data-period="')[1].split('"')[0] for part in html.split('data-shop="')[1:]]
    assert rows == ["tea2026-10", "mugs2026-10", "tea2026-09", "mugs2026-09"]
    assert '<option value="2026-09">' in html


def test_the_index_speaks_the_language_it_is_asked_for(tmp_path: Path) -> None:
    put(tmp_path / "m", result("41/tea/2026-10/en"))
    html = portal.page(tmp_path / "m", shop(tmp_path), "zh")
    assert '<html lang="zh-CN">' in html
    assert "茶馆" in html


def test_the_index_needs_nothing_from_outside(tmp_path: Path) -> None:
    put(tmp_path / "m", result("41/tea/2026-10/en"))
    html = portal.page(tmp_path / "m", shop(tmp_path))
    assert "http" not in html.replace("http-equiv", "")
    assert " src=" not in html
    assert len(html.encode()) < 40_000


def test_an_unreadable_result_and_a_draft_are_passed_over(tmp_path: Path) -> None:
    disk.write(tmp_path / "m/41/tea/2026-10/en/result.json", "{half")
    disk.write(tmp_path / "m/41/tea/2026-10/.en.draft/result.json", result("41/tea/2026-10/en").text())
    assert portal.found(tmp_path / "m") == []
    assert "No report has been made here yet." in portal.page(tmp_path / "m", shop(tmp_path))


def test_batch_json_says_what_this_command_did(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    first, second, third = (job(root, period=f"2026-0{month}") for month in (7, 8, 9))
    told = account.Account([first, second, third], terms(root))
    told.begin(second)
    told.end(first, account.Done(result(first.id, Problem(kind="E", message="no rows")), "failed", "It was new.", 2))
    running = json.loads((root / "m/batch.json").read_text(encoding="utf-8"))
    told.write("stopped")
    stopped = json.loads((root / "m/batch.json").read_text(encoding="utf-8"))
    assert [(said["state"], [run["outcome"] for run in said["runs"]]) for said in (running, stopped)] == [
        ("running", ["failed", "running", "waiting"]),
        ("stopped", ["failed", "stopped", "stopped"]),
    ]
    ended = {"status": "failed", "why": "no rows", "because": "It was new.", "attempts": 2}
    assert ended.items() <= stopped["runs"][0].items()
    assert "no rows" in (root / "m/index.html").read_text(encoding="utf-8")


def test_what_a_run_takes_is_learned_from_its_notebook_and_the_unknown_counts_most(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    told, asked = account.Account([], terms(root)), job(root)
    assert told.usual(asked) == float("inf")
    for seconds in (2.0, 4.0):
        made = result(f"tiny/tea/2026-0{seconds:.0f}/en").model_copy(update={"seconds": seconds})
        told.end(job(root, period=made.params["period"]), account.Done(made, "reused"))
    assert told.usual(asked) == 3.0


def terms(root: Path) -> Terms:
    return Terms(project.load(root), root / "m")


def test_a_run_that_fails_outside_its_notebook_leaves_a_page(tmp_path: Path) -> None:
    asked = job(workspace(tmp_path, code("1")))
    (tmp_path / "notebooks/tiny.ipynb").unlink()
    (failed,) = pack.run_all([asked], terms(tmp_path))
    assert (failed.outcome, failed.result.status) == ("failed", "failed")
    left = publish.read_result(tmp_path / "m" / asked.id)
    assert left is not None
    assert left.brief() == failed.result
    html = (tmp_path / "m" / asked.id / "report.html").read_text(encoding="utf-8")
    assert "No such file" in html
    assert str(tmp_path) not in html


def test_the_index_believes_this_command_over_what_lies_there(tmp_path: Path) -> None:
    asked = job(workspace(tmp_path, code("1")))
    put(tmp_path / "m", result(asked.id))
    # a file stands where the report is to be written
    disk.write(tmp_path / "m" / files.WORK / asked.id.replace("/", "__"), "mine")
    (failed,) = pack.run_all([asked], terms(tmp_path))
    html = (tmp_path / "m/index.html").read_text(encoding="utf-8")
    assert (failed.result.status, failed.result.outputs) == ("failed", {})
    assert "✗ failed" in html
    assert "✓ done" not in html


def test_a_failed_run_without_a_period_is_forgotten_when_the_data_are_mended(tmp_path: Path) -> None:
    old = result("41/tea/latest/en", Problem(kind="DataError", message="no date"))
    new = result("41/tea/2026-10/en")
    assert portal.latest([old], [new]) == [new]
    assert portal.latest([], [old]) == [old]
