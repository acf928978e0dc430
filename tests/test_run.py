"""A run tells truly how it ended, and leaves whole files or none."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from multiprocessing import forkserver
from pathlib import Path

import psutil
import pytest
from notebook_factory import code, text, twin, workspace
from run_factory import BOTH, made

from planbook.absence import ConfigError
from planbook.reports import files, publish, redact
from planbook.reports.kernels import workers
from planbook.reports.kernels.guard import Limits
from planbook.reports.result import Result

FIGURE = {"id": "paid", "value": 3_200_000.0, "unit": "money"}


def page(root: Path, result: Result) -> str:
    return (root / "reports" / "single" / result.run / "report.html").read_text(encoding="utf-8")


def notebook(root: Path, result: Result) -> str:
    return (root / "reports" / "single" / result.run / "report.ipynb").read_text(encoding="utf-8")


@BOTH
def test_a_run_leaves_a_page_a_notebook_and_a_result(tmp_path: Path, plainly: bool) -> None:
    shown = twin(
        "<p>Paid</p>", figures=[FIGURE], page={"headline": "Paid rose."}, inputs=[{"table": "orders", "rows": 6}]
    )
    root = workspace(tmp_path, code("import os\nplace = os.getcwd()"), code(shown), code("print(place, shop, top + 1)"))
    result = made(root, shop="mugs", top="7", plainly=plainly)
    folder = root / "reports" / "single" / "tiny" / "mugs" / "2026-10" / "en"
    assert sorted(path.name for path in folder.iterdir()) == ["report.html", "report.ipynb", "result.json"]
    assert (result.status, result.error, result.headline) == ("ok", None, "Paid rose.")
    assert (result.figures[0].value, result.inputs[0].rows, result.params["top"]) == (3_200_000.0, 6, 7)
    assert f"{root} mugs 8" in (folder / "report.ipynb").read_text(encoding="utf-8")
    assert Result.model_validate_json((folder / "result.json").read_text(encoding="utf-8")) == result


@BOTH
def test_the_notebook_of_a_run_keeps_no_traces_of_papermill(tmp_path: Path, plainly: bool) -> None:
    root = workspace(tmp_path, code("1 + 1"))
    kept = json.loads(notebook(root, made(root, plainly=plainly)))
    assert "papermill" not in json.dumps(kept["metadata"]) + json.dumps([cell["metadata"] for cell in kept["cells"]])


@BOTH
@pytest.mark.parametrize(
    ("source", "status", "kind"),
    [
        pytest.param("1 / 0", "failed", "ZeroDivisionError", id="an error"),
        pytest.param("import sys\nsys.exit(0)", "failed", "SystemExit", id="an exit that says 0"),
        pytest.param("import os\nos.kill(os.getpid(), 9)", "kernel_died", "DeadKernel", id="a killed kernel"),
        pytest.param("raise MemoryError", "out_of_memory", "MemoryError", id="no memory"),
        pytest.param(
            "from planbook.absence import DataError\nraise DataError('orders.csv, row 3: no date.', 'Mend it.')",
            "data_check_failed",
            "DataError",
            id="wrong data",
        ),
    ],
)
def test_a_run_that_fails_says_how_and_keeps_what_was_found(
    tmp_path: Path, source: str, status: str, kind: str, plainly: bool
) -> None:
    cells = [
        text("## Sales"),
        code(twin("<p>kept</p>", figures=[FIGURE])),
        text("## Items"),
        code(source),
        text("## End"),
    ]
    root = workspace(tmp_path, *cells)
    result = made(root, plainly=plainly)
    assert result.error is not None
    assert (result.status, result.error.kind, result.error.section, result.error.cell) == (status, kind, "Items", 6)
    assert [figure.id for figure in result.figures] == ["paid"]
    assert "<p>kept</p>" in page(root, result)


def test_the_figures_of_the_first_screen_come_first(tmp_path: Path) -> None:
    cells = [code(twin("<p>x</p>", figures=[{"id": "effect"}])), code(twin("<p>y</p>", figures=[FIGURE]), "first")]
    assert [figure.id for figure in made(workspace(tmp_path, *cells)).figures] == ["paid", "effect"]


@BOTH
def test_a_run_that_takes_too_long_is_stopped(tmp_path: Path, plainly: bool) -> None:
    result = made(workspace(tmp_path, code("import time\ntime.sleep(60)")), limits=Limits(3), plainly=plainly)
    assert (result.status, result.error and result.error.cell) == ("timed_out", 3)


def test_a_kernel_that_does_not_start_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = workspace(tmp_path, code("1"))
    monkeypatch.setattr("planbook.reports.kernels.plain.sys.executable", "/bin/false")
    assert made(root, plainly=True).status == "kernel_died"


@BOTH
def test_a_file_of_the_workspace_takes_no_library_s_place(tmp_path: Path, plainly: bool) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit")
    assert made(workspace(tmp_path, code("1")), plainly=plainly).status == "ok"


@BOTH
def test_the_page_of_a_failed_run_has_words_and_no_code_or_path(tmp_path: Path, plainly: bool) -> None:
    root = workspace(tmp_path, text("## Items"), code(f"secret_name = open('{tmp_path}/data/none.csv')"))
    told = page(root, made(root, plainly=plainly))
    assert "Where it stopped" in told
    assert "data/none.csv" in told
    assert not [trace for trace in ("secret_name", "Traceback", str(tmp_path), str(Path.home())) if trace in told]


@BOTH
def test_the_notebook_of_a_failed_run_tells_no_absolute_path(tmp_path: Path, plainly: bool) -> None:
    warns = f"import sys\nprint('see {tmp_path}/data/a.csv', file=sys.stderr)"
    fails = "import json, os\njson.loads(os.path.join(os.getcwd(), 'b'))\n"
    root = workspace(tmp_path, code(warns), code(fails), code("1"))
    kept = json.loads(notebook(root, made(root, plainly=plainly)))
    said = json.dumps([cell["outputs"] for cell in kept["cells"] if cell["cell_type"] == "code"])
    assert "see data/a.csv" in said
    assert "JSONDecodeError" in said
    assert not [trace for trace in (str(tmp_path), str(Path.home()), "/json/", "\\u001b") if trace in said]


def test_the_page_of_a_failed_run_speaks_its_language(tmp_path: Path) -> None:
    cells = [text("## 商品", "lang-zh"), text("## Items", "lang-en"), code("1 / 0")]
    result = made(workspace(tmp_path, *cells), language="zh")
    assert result.error is not None
    assert result.error.section == "商品"


@BOTH
def test_a_run_changes_neither_the_folder_of_its_caller_nor_leaves_a_process(tmp_path: Path, plainly: bool) -> None:
    before = Path.cwd()
    root = workspace(tmp_path, code("import os\nprint('process', os.getpid())"))
    kept = notebook(root, made(root, plainly=plainly))
    process = int(kept.split("process ")[1].split("\\n")[0])
    assert Path.cwd() == before
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


@BOTH
def test_nothing_half_written_stays_and_the_report_before_is_kept(tmp_path: Path, plainly: bool) -> None:
    root = workspace(tmp_path, code("1"))
    first = made(root, plainly=plainly)
    with small_files(8192), pytest.raises(OSError, match="File too large"):
        made(root, plainly=plainly)
    base = root / "reports/single"
    assert [path.name for path in (base / "tiny/tea/2026-10").iterdir()] == ["en"]
    assert publish.read_result(base / first.run) == first
    assert (base / first.run / "report.html").read_text(encoding="utf-8").rstrip().endswith("</html>")
    assert list((base / ".work").iterdir()) == []


@contextlib.contextmanager
def small_files(most: int) -> Iterator[None]:
    """Let this process, and the workers that are forked meanwhile, write no file of more bytes."""
    workers.ask(os.getpid)  # the workers' parent is there
    pids = (os.getpid(), vars(forkserver)["_forkserver"]._forkserver_pid)
    before = {pid: psutil.Process(pid).rlimit(psutil.RLIMIT_FSIZE) for pid in pids}
    for pid in pids:
        psutil.Process(pid).rlimit(psutil.RLIMIT_FSIZE, (most, before[pid][1]))
    try:
        yield
    finally:
        for pid, limit in before.items():
            psutil.Process(pid).rlimit(psutil.RLIMIT_FSIZE, limit)


def test_a_run_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    root = workspace(tmp_path, code("1 / 0"))
    made(root)
    workspace(root, code("1"))
    result = made(root)
    assert publish.read_result(root / "reports/single" / result.run) == result
    assert result.status == "ok"


@pytest.mark.parametrize("part", ["..", "/etc", "a/b", "a\\b", ".hidden", "", "a:b", "x" * 81, "end."])
def test_a_part_of_a_run_id_that_is_no_plain_name_is_refused(part: str) -> None:
    with pytest.raises(ConfigError, match="folder's name"):
        files.plain(part)


def test_paths_outside_the_workspace_are_shortened_and_addresses_left(tmp_path: Path) -> None:
    said = f"{tmp_path}/data/a.csv and /usr/lib/python3/x.py and C:\\Users\\ana\\b.csv and 3/4"
    assert redact.shortened(said, tmp_path) == "data/a.csv and …/x.py and …\\b.csv and 3/4"


ACTION = {"action": "autumn/price", "status": "open", "text_en": "Mend the price."}


@BOTH
def test_a_run_writes_its_rows_into_the_plan(tmp_path: Path, plainly: bool) -> None:
    rows = [{"table": "actions", "row": ACTION}, {"table": "nonsense", "row": ACTION}]
    result = made(workspace(tmp_path, code(twin("<p>Actions</p>", rows=rows))), plainly=plainly)
    assert (result.status, len(result.rows)) == ("ok", 2)
    assert [file.name for file in (tmp_path / "plans").glob("[!.]*")] == ["actions.csv"]
    assert "tea,autumn/price" in (tmp_path / "plans" / "actions.csv").read_text(encoding="utf-8")


def test_a_run_that_fails_writes_nothing_into_the_plan(tmp_path: Path) -> None:
    rows = [{"table": "actions", "row": ACTION}]
    made(workspace(tmp_path, code(twin("<p>Actions</p>", rows=rows)), code("1 / 0")))
    assert not (tmp_path / "plans").exists()


def test_a_plan_that_cannot_be_read_fails_the_run_and_stays(tmp_path: Path) -> None:
    root = workspace(tmp_path, code(twin("<p>Actions</p>", rows=[{"table": "actions", "row": ACTION}])))
    (root / "plans").mkdir()
    (root / "plans" / "actions.csv").write_text("action\nmine\n", encoding="utf-8")
    result = made(root)
    assert (result.status, result.error.kind if result.error else "") == ("failed", "DataError")
    assert "has no column" in page(root, result)
    assert (root / "plans" / "actions.csv").read_text(encoding="utf-8") == "action\nmine\n"
