"""The real command in a process group of its own on a tiny workspace, and looks at what it leaves when harmed."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import psutil
from notebook_factory import add, code, twin, workspace

from planbook.reports.result import Result

COMMAND = Path(sys.executable).with_name("planbook")
MARK = "PLANBOOK_FAULT_TEST"  # in the environment of every process of a command
PATIENCE = 60.0

AT = "period: str = '2026-10'  # when\nshop: str = ''  # whose\nlanguage: str = ''  # spoken"
# A run tells that it has begun and by which process, and goes on when the test says so.
BEGINS = "import os, time\nwith open(f'begun-{{period}}', 'a') as file:\n    print({name!r}, os.getpid(), file=file)"
WAITS = "for _ in range(6000):\n    if os.path.exists('go'):\n        break\n    time.sleep(0.02)"


def pack(root: Path, periods: str, **notebooks: str) -> Path:
    """Make a workspace with a batch of these notebooks, each with a cell of this source; ``{begins}`` tells of it."""
    workspace(root, name="none")
    for name, source in notebooks.items():
        begins = code(BEGINS.format(name=name))
        add(root, code(twin("<p>Before</p>")), begins, code(source), code("'the end'"), name=name, parameters=AT)
    (root / "pack.yml").write_text(f"matrix: {{period: [{periods}]}}\nnotebooks: [{', '.join(notebooks)}]\n")
    return root


def planning(name: str, rows: int = 40) -> str:
    """Write a cell that puts so many rows of a notebook into the plan."""
    row = {"status": "open", "text_en": f"Mend the price of {name}."}
    lines = [{"table": "actions", "row": {"action": f"{name}/{number:02}", **row}} for number in range(rows)]
    return twin("<p>Plan</p>", rows=lines)


def start(root: Path, *options: str, **how: Any) -> subprocess.Popen[str]:
    """Start the command."""
    environment = {**os.environ, MARK: str(root)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    line = [str(COMMAND), "batch", "pack.yml", "-w", ".", "--jobs", "3", *options]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(line, cwd=root, env=environment, start_new_session=True, **pipes, **how)


def ended(command: subprocess.Popen[str], within: float = PATIENCE) -> tuple[int, str]:
    """Wait for its end; give its exit code and all it said."""
    said = command.communicate(timeout=within)
    return command.returncode, "".join(said)


def kill(command: subprocess.Popen[str]) -> None:
    """Kill it, and close the pipes that what it has started may still hold."""
    command.kill()
    command.wait()
    for pipe in (command.stdout, command.stderr):
        if pipe is not None:
            pipe.close()


def run(root: Path, *options: str, **how: Any) -> tuple[int, str]:
    """Run the command to its end."""
    return ended(start(root, *options, **how))


def until(true: Callable[[], Any], within: float = PATIENCE) -> Any:
    """Wait until something holds, and give it."""
    end = time.monotonic() + within
    while not (found := true()):
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.02)
    return found


def begun(root: Path, name: str = "", period: str = "*") -> list[int]:
    """List the processes that have told that they run a notebook, in the order of their telling."""
    lines = [line.split() for file in root.glob(f"begun-{period}") for line in file.read_text().splitlines()]
    return [int(line[1]) for line in lines if name in ("", line[0])]


def processes(root: Path) -> list[psutil.Process]:
    """List the processes of a workspace's commands that live."""
    return [process for process in psutil.process_iter() if _environment(process).get(MARK) == str(root)]


def forkserver(root: Path) -> list[psutil.Process]:
    """Find the parent of the workers."""
    found = [process for process in processes(root) if is_parent(process)]
    pids = {process.pid for process in found}
    return [process for process in found if process.ppid() not in pids]


def is_parent(process: psutil.Process) -> bool:
    """Tell whether a process is the parent of workers, or one of them."""
    with contextlib.suppress(psutil.Error):
        return "multiprocessing.forkserver" in "".join(process.cmdline())
    return False


def child_of(process: psutil.Process, pid: int) -> bool:
    """Tell whether one process has started another; no, where it is gone."""
    with contextlib.suppress(psutil.Error):
        return process.ppid() == pid
    return False


def workers(live: Sequence[psutil.Process]) -> list[psutil.Process]:
    """List those among processes that a parent of workers has started."""
    parents = [process for process in live if is_parent(process)]
    return [process for process in live if any(child_of(process, parent.pid) for parent in parents)]


@contextlib.contextmanager
def frozen(root: Path) -> Iterator[list[psutil.Process]]:
    """Let the processes of a workspace's commands stand still, whatever they are at, while the block runs."""
    held: list[psutil.Process] = []
    while fresh := [process for process in processes(root) if process not in held]:
        for process in fresh:
            with contextlib.suppress(psutil.Error):
                process.suspend()
        held += fresh
    try:
        yield held
    finally:
        for process in held:
            with contextlib.suppress(psutil.Error):
                process.resume()


def _environment(process: psutil.Process) -> dict[str, str]:
    with contextlib.suppress(psutil.Error, OSError):
        return process.environ()
    return {}


def account(root: Path) -> dict[str, Any]:
    """Read what the command says of itself."""
    return json.loads((root / "reports/pack/batch.json").read_text(encoding="utf-8"))


def outcomes(root: Path) -> dict[str, str]:
    """Tell the outcome of each run, as ``notebook period``."""
    return {f"{run['run'].split('/')[0]} {run['params']['period']}": run["outcome"] for run in account(root)["runs"]}


def results(root: Path) -> dict[str, Result]:
    """Read every report that is there, after a look whether it is whole."""
    return {name: result for folder in _folders(root) for name, result in [_whole(folder)]}


def _folders(root: Path) -> Iterator[Path]:
    base = root / "reports" / "pack"
    # a report's folder is four deep: notebook, shop, period, language; what lies in one must be a report
    yield from (folder for folder in base.glob("[!.]*/*/*/*") if folder.is_dir())


def _whole(folder: Path) -> tuple[str, Result]:
    """Read a report; all of its files are there, to their last letter, and say the same."""
    result = Result.model_validate_json((folder / "result.json").read_bytes())
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert page.rstrip().endswith("</html>")
    assert (result.run, result.outputs) == ("/".join(folder.parts[-4:]), {"html": "report.html"})
    if result.status == "ok" or (folder / "report.ipynb").exists():
        last = json.loads((folder / "report.ipynb").read_text(encoding="utf-8"))["cells"][-1]
        assert result.status != "ok" or "the end" in json.dumps(last["outputs"])
    return f"{result.notebook} {result.params['period']}", result


def drafts(root: Path) -> list[str]:
    """List what is half-written or put aside: nothing but locks, when no command is at work."""
    kept = {".planbook", ".work", ".lock"}
    hidden = [path for path in root.rglob(".*") if path.name not in kept]
    work = [path for path in root.glob("reports/*/.work/*") if path.suffix != ".lock"]
    return sorted(str(path.relative_to(root)) for path in [*hidden, *work])


def planned(root: Path) -> list[dict[str, str]]:
    """Read the plan's actions, each line whole."""
    text = (root / "plans" / "actions.csv").read_text(encoding="utf-8-sig")
    assert text.endswith("\n")
    rows = list(csv.DictReader(text.splitlines()))
    assert [row for row in rows if None in row or None in row.values()] == []
    return rows
