"""The command answers people in words, machines in JSON, and shells by its exit code."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from notebook_factory import add, code, text, twin, workspace
from typer.testing import CliRunner, Result

from planbook.cli import app

COMMANDS = [
    "init",
    "list",
    "show",
    "run",
    "batch",
    "import",
    "imports",
    "profiles",
    "documents",
    "document",
    "match",
    "check",
    "doctor",
    "lab",
]


def planbook(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    found = planbook(command, "--help")
    assert found.exit_code == 0
    assert "Usage: planbook" in found.output.replace("root", "planbook")


def test_init_makes_a_workspace_with_a_secret_of_its_own(tmp_path: Path) -> None:
    assert planbook("init", tmp_path / "mine").exit_code == 0
    key = tmp_path / "mine" / ".planbook" / "key"
    assert len(bytes.fromhex(key.read_text())) == 32
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert planbook("list", "--workspace", tmp_path / "mine").exit_code == 0
    assert {path.name for path in (tmp_path / "mine").iterdir()} >= {"planbook.yml", "data", "plans", "notebooks"}


def test_init_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "planbook.yml").write_text("language: en")
    found = planbook("init", tmp_path)
    assert found.exit_code == 2
    assert "not empty" in found.output
    assert (tmp_path / "planbook.yml").read_text() == "language: en"


def test_list_and_show_tell_of_a_notebook(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    listed = json.loads(planbook("list", "-w", root, "--json").output)
    shown = planbook("show", "tiny", "-w", root).output
    assert {"notebook": "tiny", "title": "Tiny review", "question": "What moved?"} in listed
    assert "which month" in shown
    assert "007" in shown


def test_run_makes_a_report_and_says_where(tmp_path: Path) -> None:
    root = workspace(tmp_path, code(twin("<p>x</p>", figures=[{"id": "paid", "value": 1.0}])))
    found = planbook("run", "tiny", "-w", root, "-p", "period=2026-09", "--shop", "mugs", "--json")
    assert found.exit_code == 0
    assert json.loads(found.output)["run"] == "tiny/mugs/2026-09/en"
    assert (root / "reports/single/tiny/mugs/2026-09/en/report.html").exists()


def test_a_failed_run_ends_with_1_and_says_where_and_why(tmp_path: Path) -> None:
    found = planbook("run", "tiny", "-w", workspace(tmp_path, text("## Items"), code("1 / 0")))
    assert found.exit_code == 1
    assert "Items: division by zero" in found.output
    assert "report.html" in found.output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param(["tinny"], "Did you mean 'tiny'", id="an unknown notebook"),
        pytest.param(["tiny", "-p", "perod=2026-10"], "Did you mean 'period'", id="an unknown parameter"),
        pytest.param(["tiny", "-p", "period"], "has no value", id="no value"),
        pytest.param(["tiny", "-p", "top=ten"], "a whole number", id="a wrong value"),
        pytest.param(["tiny", "--shop", "/../x"], "no shop", id="a path for a shop"),
        pytest.param(["tiny", "--to", "docx"], "Allowed: html, pdf, xlsx, ics", id="an unknown output"),
    ],
)
def test_a_wrong_call_ends_with_2_before_a_kernel_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], says: str
) -> None:
    monkeypatch.setattr("planbook.reports.kernels.plain.start", lambda *_: pytest.fail("a kernel was started"))
    found = planbook("run", *words, "-w", workspace(tmp_path))
    assert found.exit_code == 2
    assert says in found.output
    assert "Traceback" not in found.output


def test_a_folder_without_a_workspace_says_how_to_make_one(tmp_path: Path) -> None:
    found = planbook("list", "-w", tmp_path)
    assert found.exit_code == 2
    assert "planbook init" in found.output


def test_batch_runs_all_and_one_that_fails_stops_no_other(tmp_path: Path) -> None:
    root = workspace(tmp_path, code("1"))
    add(root, code("1 / 0"), name="bad")
    (root / "pack.yml").write_text("matrix: {period: 2026-10}\nnotebooks: [{notebook: tiny, needs: [bad]}, bad]")
    found = planbook("batch", root / "pack.yml", "-w", root)
    assert found.exit_code == 1
    assert "1 of 2 reports made" in found.output
    account = json.loads((root / "reports/pack/batch.json").read_text(encoding="utf-8"))
    assert [(run["run"], run["outcome"]) for run in account["runs"]] == [
        ("bad/tea/2026-10/en", "failed"),
        ("tiny/tea/2026-10/en", "ran"),
    ]
    assert "division by zero" in (root / "reports/pack/index.html").read_text(encoding="utf-8")


def test_a_shop_with_broken_data_fails_with_a_page_and_stops_no_other(tmp_path: Path) -> None:
    root = with_orders(workspace(tmp_path, code("1")), tea="a,1,someday", mugs="a,1,2026-10-01\nb,1,2026-10-31")
    (root / "pack.yml").write_text("matrix: {shop: [tea, mugs]}\nnotebooks: [tiny]")
    assert planbook("batch", root / "pack.yml", "-w", root).exit_code == 1
    account = json.loads((root / "reports/pack/batch.json").read_text(encoding="utf-8"))
    assert [(run["run"], run["status"]) for run in account["runs"]] == [
        ("tiny/tea/latest/en", "data_check_failed"),
        ("tiny/mugs/2026-10/en", "ok"),
    ]
    left = root / "reports/pack/tiny/tea/latest/en"
    assert json.loads((left / "result.json").read_text(encoding="utf-8"))["status"] == "data_check_failed"
    assert "tea.csv, row 2" in (left / "report.html").read_text(encoding="utf-8")
    assert "tea.csv, row 2" in (root / "reports/pack/index.html").read_text(encoding="utf-8")


def with_orders(root: Path, **shops: str) -> Path:
    """Give shops their orders, each a file in place."""
    (root / ".planbook").mkdir()
    (root / ".planbook" / "key").write_text("tea")
    for shop, rows in shops.items():
        (root / f"{shop}.csv").write_text(f"order_id,paid,paid_at\n{rows}\n")
    lines = [f"  {shop}: {{currency: CNY, sources: {{orders: {{path: {shop}.csv}}}}}}" for shop in shops]
    (root / "planbook.yml").write_text("language: en\nshops:\n" + "\n".join(lines))
    return root


def test_a_folder_that_cannot_be_written_is_told_without_a_traceback(tmp_path: Path) -> None:
    root = workspace(tmp_path, code("1"))
    (root / "reports").write_text("a file where the folder should be")
    found = planbook("run", "tiny", "-w", root)
    assert found.exit_code == 1
    assert "Error: " in found.output
    assert "Traceback" not in found.output


def test_a_dry_run_lists_the_runs_and_makes_none(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    (root / "pack.yml").write_text("matrix: {period: 2026-10}\nnotebooks: [tiny]")
    found = planbook("batch", root / "pack.yml", "-w", root, "--dry-run", "--json")
    assert [run["run"] for run in json.loads(found.output)] == ["tiny/tea/2026-10/en"]
    assert not (root / "reports").exists()


def test_doctor_looks_for_all_that_planbook_can_use() -> None:
    looked = {finding["what"] for finding in json.loads(planbook("doctor", "--json").output)}
    assert looked >= {"Python", "libraries", "Chinese font", "git", "Chromium", "PDF by WeasyPrint"}


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="signals of POSIX")
def test_a_batch_that_is_stopped_leaves_no_half_report_and_no_process(tmp_path: Path) -> None:
    root = workspace(
        tmp_path, code("import os, pathlib, time\npathlib.Path('pid').write_text(str(os.getpid()))\ntime.sleep(60)")
    )
    (root / "pack.yml").write_text("matrix: {period: 2026-10}\nnotebooks: [tiny]")
    words = [sys.executable, "-c", "from planbook.cli import app; app()", "batch", "pack.yml"]
    with subprocess.Popen(words, cwd=root, stderr=subprocess.DEVNULL) as command:
        pid = int(waited_for(root / "pid"))
        command.terminate()
        assert command.wait(10) == 130
    assert [path.name for path in root.rglob("*.*") if path.stem in ("report", "result")] == []
    assert json.loads((root / "reports/pack/batch.json").read_text(encoding="utf-8"))["state"] == "stopped"
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def waited_for(path: Path) -> str:
    end = time.monotonic() + 60
    while not (path.exists() and path.read_text()) and time.monotonic() < end:
        time.sleep(0.05)
    return path.read_text()
