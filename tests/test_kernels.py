"""A warm process and a plain kernel put out the same, and neither believes the lies of a run that went wrong."""

from __future__ import annotations

import hashlib
import os
import re
import time
from pathlib import Path
from typing import Any

import psutil
import pytest
from notebook_factory import code, workspace
from run_factory import BOTH, executed, job, made, put_out

from planbook.reports.kernels import warm, workers
from planbook.reports.kernels.guard import Limits

SHOWS = "from IPython.display import HTML, Image, clear_output, display, update_display\n"
PNG = "iVBORw0KGgoAAAAAAAAAAAAAAAAAAAAAAAAAAA=="


def value(text: str) -> tuple[str, Any]:
    return "execute_result", {"text/plain": text}


def shown(text: str, **more: str) -> tuple[str, Any]:
    return "display_data", {"text/plain": text} | {kind.replace("_", "/"): data for kind, data in more.items()}


CELLS: dict[str, tuple[str, list[tuple[str, Any]]]] = {
    "a value": ("top + 1", [value("11")]),
    "a value in Chinese": ("'鹿鸣茶'", [value("'鹿鸣茶'")]),
    "nothing": ("top;", []),
    "the value before": ("_", [value("'鹿鸣茶'")]),
    "lines": ("print('a')\nprint('b', end='')\nprint('c')", [("stdout", "a\nbc\n")]),
    "what goes wrong": ("import sys\nprint('e', file=sys.stderr)", [("stderr", "e\n")]),
    "a line and a value": ("print('a')\n1", [("stdout", "a\n"), value("1")]),
    "HTML": (f"{SHOWS}display(HTML('<b>x</b>'))", [shown("<IPython.core.display.HTML object>", text_html="<b>x</b>")]),
    "two displays": ("display(1, 'two')", [shown("1"), shown("'two'")]),
    "data of its own": (
        "display({'text/plain': 'x', 'application/json': {'a': [1, None]}}, raw=True)",
        [shown("x", application_json={"a": [1, None]})],
    ),
    "a display that changes later": ("handle = display('before', display_id='it')", [shown("'last'")]),
    "the change": ("update_display('after', display_id='it')\nhandle.update('last')", []),
    "cleared": ("print('gone')\nclear_output()\nprint('stays')", [("stdout", "stays\n")]),
    "cleared by what comes": ("print('gone')\nclear_output(wait=True)\ndisplay(3)", [shown("3")]),
    "cleared by what never comes": ("print('stays')\nclear_output(wait=True)", [("stdout", "stays\n")]),
    "waiting": ("import asyncio\nawait asyncio.sleep(0, 'waited')", [value("'waited'")]),
    "a command": ("!echo $top", [("stdout", "10\r\n")]),  # by a terminal of its own
    "what a command says": ("said = !echo a\nsaid.n", [value("'a'")]),
    "what was caught": ("%%capture caught\nprint('c')", []),
    "bytes": (
        "Image(data=b'\\x89PNG\\r\\n\\x1a\\n' + bytes(20), format='png')",
        [("execute_result", {"image/png": PNG, "text/plain": "<IPython.core.display.Image object>"})],
    ),
    "a thread that prints": (
        "import threading\nthread = threading.Thread(target=print, args=('t',))\nthread.start()\nthread.join()",
        [("stdout", "t\n")],
    ),
    "a process that prints": ("import subprocess\nsubprocess.run(['echo', 'p']);", [("stdout", "p\n")]),
    "the system": ("import os\nos.system('echo s >&2');", [("stderr", "s\n")]),
    "processes of its own": (
        "import multiprocessing\ndef own(x): return x\nwith multiprocessing.Pool(1) as pool: print(pool.map(own, [1]))",
        [("stdout", "[1]\n")],
    ),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, dict[str, dict[str, Any]]]:
    """All these cells after one another, both ways."""
    cells = [code(source) for source, _ in CELLS.values()]
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTEST_CURRENT_TEST")  # by which ipykernel would know not to catch what commands print
        done = {way: executed(tmp_path_factory.mktemp("cells"), *cells, plainly=way) for way in (False, True)}
    assert [(each.status, each.error) for each in done.values()] == [("ok", None), ("ok", None)]
    return {way: dict(zip(CELLS, each.notebook["cells"][3:], strict=True)) for way, each in done.items()}


def as_said(outputs: list[dict[str, Any]]) -> list[tuple[str, Any]]:
    return [(out["name"], out["text"]) if "text" in out else (out["output_type"], out["data"]) for out in outputs]


@BOTH
@pytest.mark.parametrize("name", CELLS)
def test_a_cell_puts_out(told: dict[bool, dict[str, dict[str, Any]]], name: str, plainly: bool) -> None:
    assert as_said(told[plainly][name]["outputs"]) == CELLS[name][1]


def test_cells_are_counted_from_the_parameters_on(told: dict[bool, dict[str, dict[str, Any]]]) -> None:
    counts = {way: [cell["execution_count"] for cell in cells.values()] for way, cells in told.items()}
    assert counts == {way: list(range(3, 3 + len(CELLS))) for way in (False, True)}


def test_figures_and_frames_are_the_same_both_ways(tmp_path: Path) -> None:
    frame = code("import pandas as pd\npd.DataFrame({'a': [1.5], '支付': ['x']})")
    chart = code("import matplotlib.pyplot as plt\nfigure, axes = plt.subplots()\naxes.plot([1, 2]);")
    warmly, plainly = (executed(tmp_path, frame, chart, plainly=way) for way in (False, True))
    assert put_out(warmly) == put_out(plainly)
    kinds = [sorted(out["data"]) for outputs in put_out(warmly) for out in outputs]
    assert kinds == [["text/html", "text/plain"], ["image/png", "text/plain"]]


def test_half_a_letter_spoils_no_report(tmp_path: Path) -> None:
    root = workspace(tmp_path, code("print('\\ud83c')"))
    assert made(root).status == "ok"


FAILS = {
    "an error": ("def f():\n    return 1 / 0\nf()", "ZeroDivisionError", "division by zero"),
    "no Python": ("1 +", "SyntaxError", "invalid syntax"),
    "no such name": ("nobody", "NameError", "name 'nobody' is not defined"),
    "sys.exit(0)": ("import sys\nsys.exit(0)", "SystemExit", "0"),
    "exit": ("exit", "SystemExit", ""),
}


@pytest.mark.parametrize("name", FAILS)
def test_a_cell_that_fails_is_the_last_and_says_the_same_both_ways(tmp_path: Path, name: str) -> None:
    source, kind, text = FAILS[name]
    found = [executed(tmp_path, code(source), code("'after'"), plainly=way) for way in (False, True)]
    assert [(done.status, done.error and done.error.kind, done.error and done.error.cell) for done in found] == [
        ("failed", kind, 3)
    ] * 2
    errors = [[out for out in put_out(done)[0] if out["output_type"] == "error"] for done in found]
    assert [(error["ename"], error["evalue"].split(" (")[0]) for (error,) in errors] == [(kind, text)] * 2
    assert nameless(errors[0]) == nameless(errors[1])
    assert [put_out(done)[1] for done in found] == [[], []]


def nameless(outputs: list[dict[str, Any]]) -> str:
    """What an error says, but for colours and for what a process calls the cell's file."""
    said = "\n".join(line for out in outputs for line in [out["ename"], *out["traceback"]])
    return re.sub(r"<ipython-input-[\w-]+>|\d+\.py|\x1b\[[\d;]*m", "", said)


@BOTH
def test_cells_run_in_the_workspace_with_their_parameters(tmp_path: Path, plainly: bool) -> None:
    (tmp_path / "near.txt").write_text("near")
    before = Path.cwd(), dict(os.environ)
    place = "import os\nos.environ['LEFT'] = 'x'\nos.chdir('notebooks')\n[open('../near.txt').read(), shop, top]"
    done = executed(tmp_path, code(place), plainly=plainly)
    assert put_out(done)[0][0]["data"]["text/plain"] == "['near', 'tea', 10]"
    assert (Path.cwd(), dict(os.environ)) == before


@BOTH
def test_the_files_that_a_cell_reads_are_known_wherever_it_goes(tmp_path: Path, plainly: bool) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("a")
    done = executed(tmp_path, code("import os\nos.chdir('notes')\nopen('a.txt').read()"), plainly=plainly)
    assert done.closing is not None
    assert done.closing.files == {"notes/a.txt": hashlib.sha256(b"a").hexdigest()}


@BOTH
def test_a_variable_that_is_set_later_is_seen(tmp_path: Path, plainly: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    workers.ask(os.getpid)  # the parent is there
    monkeypatch.setenv("SET_LATER", "yes")
    done = executed(tmp_path, code("import os\nos.environ['SET_LATER']"), plainly=plainly)
    assert put_out(done)[0][0]["data"]["text/plain"] == "'yes'"


def test_a_notebook_with_widgets_gets_a_plain_kernel(tmp_path: Path) -> None:
    pretends = "import sys, types\nsys.modules['ipywidgets'] = types.ModuleType('ipywidgets')"
    root = workspace(tmp_path, code(pretends), code("import ipywidgets\nprint(type(get_ipython()).__name__)"))
    assert not warm.fits(job(root).notebook)
    kept = root / "reports/single" / made(root).run / "report.ipynb"
    assert "ZMQInteractiveShell" in kept.read_text(encoding="utf-8")


KILLED = ("kernel_died", "DeadKernel", 3)
BEHIND = "import threading, time\ndef work():\n    time.sleep({})\n    raise ValueError('behind')\n"
THREAD = f"{BEHIND}thread = threading.Thread(target=work)\nthread.start()\n"
LIES = {
    "a killed process": (["import os\nos.kill(os.getpid(), 9)", "1"], KILLED),
    "a process killed at the end": (["import os\nos.kill(os.getpid(), 9)"], KILLED),
    "os._exit(0) at the end": (["import os\nos._exit(0)"], KILLED),
    "sys.exit(0) at the end": (["import sys\nsys.exit(0)"], ("failed", "SystemExit", 3)),
    "quit() at the end": (["quit()"], ("failed", "SystemExit", 3)),
    "a value that cannot be shown": (
        ["class Bad:\n    def _repr_html_(self): raise ValueError('bad')\nBad()", "1"],
        ("failed", "ValueError", 3),
    ),
    "Ctrl-C": (["import os, signal\nos.kill(os.getpid(), signal.SIGINT)", "1"], ("cancelled", "KeyboardInterrupt", 3)),
    "a thread that fails": ([THREAD.format(0) + "thread.join()", "1"], ("failed", "ValueError", None)),
    "a thread that fails after the last cell": ([THREAD.format(0.3)], ("failed", "ValueError", None)),
    "a thread that nobody waits for": ([THREAD.format(0), "1"], ("failed", "ValueError", None)),
}


@BOTH
@pytest.mark.parametrize("name", LIES)
def test_what_looks_like_success_is_told_as_it_is(tmp_path: Path, name: str, plainly: bool) -> None:
    sources, ended = LIES[name]
    done = executed(tmp_path, *map(code, sources), plainly=plainly)
    assert done.error is not None
    assert (done.status, done.error.kind, done.error.cell) == ended


@BOTH
@pytest.mark.parametrize(
    ("source", "limits", "status"),
    [
        pytest.param("import re\nre.match('(a+)+b', 'a' * 40)", Limits(3), "timed_out", id="too long"),
        pytest.param(
            "held = bytearray(600 * 2**20)\nimport time\ntime.sleep(60)",
            Limits(None, 450),
            "out_of_memory",
            id="too much",
        ),
    ],
)
def test_a_run_that_takes_more_than_it_may_is_ended(
    tmp_path: Path, source: str, limits: Limits, status: str, plainly: bool
) -> None:
    done = executed(tmp_path, code("'before'"), code(source), code("'after'"), plainly=plainly, limits=limits)
    assert (done.status, done.error and done.error.cell) == (status, 4)
    assert [len(outputs) for outputs in put_out(done)] == [1, 0, 0]
    assert (done.peak_mb or 0) > (450 if status == "out_of_memory" else 0)


@BOTH
@pytest.mark.parametrize("ends", ["1", "import os\nos.kill(os.getpid(), 9)"], ids=["well", "killed"])
def test_what_a_cell_started_ends_with_its_process(tmp_path: Path, ends: str, plainly: bool) -> None:
    starts = "import subprocess\nchild = subprocess.Popen(['sleep', '60'])\nopen('child', 'w').write(str(child.pid))"
    executed(tmp_path, code(starts), code(ends), plainly=plainly)
    assert not lives(int((tmp_path / "child").read_text()))


def lives(pid: int) -> bool:
    """Tell whether a process still runs; one that has ended may wait for its parent to look."""
    end = time.monotonic() + 5
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        if time.monotonic() > end:
            return True
        time.sleep(0.02)
    return False
