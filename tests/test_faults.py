"""What a batch leaves when it is killed, its disk is full or its runs hang: real faults, done to the command."""

from __future__ import annotations

import html
import os
import re
import resource
import signal
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import fault_tools as faults
import psutil
import pytest
from fault_tools import WAITS

SOON = 45.0  # seconds on a busy machine
TWO = "2026-09, 2026-10"


def begun_twice(root: Path) -> list[int]:
    """Wait until two runs are at work."""
    return faults.until(lambda: (found := faults.begun(root)) and len(found) >= 2 and found)


def test_a_run_whose_process_is_killed_is_run_again(tmp_path: Path) -> None:
    root = faults.pack(tmp_path, TWO, waits=WAITS)
    command = faults.start(root)
    begun_twice(root)
    os.kill(faults.begun(root, period="2026-10")[0], signal.SIGKILL)
    (root / "go").touch()
    assert faults.ended(command)[0] == 0
    assert faults.outcomes(root) == {"waits 2026-09": "ran", "waits 2026-10": "ran"}
    assert [run["attempts"] for run in faults.account(root)["runs"]] == [1, 2]
    assert len(faults.begun(root, period="2026-10")) == 2


def test_a_killed_parent_of_the_workers_is_started_again(tmp_path: Path) -> None:
    root = faults.pack(tmp_path, f"{TWO}, 2026-08", waits=WAITS)
    command = faults.start(root)
    begun_twice(root)
    faults.forkserver(root)[0].kill()
    (root / "go").touch()
    assert faults.ended(command)[0] == 0
    assert set(faults.outcomes(root).values()) == {"ran"}
    assert {result.status for result in faults.results(root).values()} == {"ok"}


def test_a_killed_runner_leaves_no_process_and_the_next_goes_on(tmp_path: Path) -> None:
    root = faults.pack(tmp_path, TWO, quick="1", waits=WAITS)
    command = faults.start(root)
    begun_waits(root)
    before = faults.results(root)
    faults.kill(command)
    faults.until(lambda: not faults.processes(root), SOON)
    assert (set(before), faults.account(root)["state"]) == ({"quick 2026-09", "quick 2026-10"}, "running")
    (root / "go").touch()
    assert faults.run(root)[0] == 0
    assert faults.outcomes(root) == {name: "reused" if name in before else "ran" for name in faults.outcomes(root)}
    assert before.items() <= faults.results(root).items()
    assert faults.drafts(root) == []


def begun_waits(root: Path) -> None:
    """Wait until both quick runs are done and both others at work."""
    faults.until(lambda: len(faults.begun(root, "waits")) == 2 and len(faults.results(root)) == 2)


def test_a_killed_runner_of_plain_kernels_leaves_no_process(tmp_path: Path) -> None:
    root = faults.pack(tmp_path, TWO, waits=WAITS)
    command = faults.start(root, "--plain-kernels")
    begun_twice(root)
    faults.kill(command)
    faults.until(lambda: not faults.processes(root), SOON)
    assert faults.results(root) == {}


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP], ids=lambda sign: sign.name)
def test_a_stopped_command_leaves_an_account_and_the_next_goes_on(tmp_path: Path, sign: signal.Signals) -> None:
    root = faults.pack(tmp_path, TWO, quick="1", waits=WAITS)
    command = faults.start(root)
    begun_waits(root)
    tell(command, sign)
    code, said = faults.ended(command, SOON)
    assert (code, "Traceback" in said) == (130, False)
    faults.until(lambda: not faults.processes(root), SOON)
    stopped = {name: "ran" if name.startswith("quick") else "stopped" for name in faults.outcomes(root)}
    assert (faults.account(root)["state"], faults.outcomes(root)) == ("stopped", stopped)
    assert (root / "reports/pack/index.html").read_text(encoding="utf-8").rstrip().endswith("</html>")
    (root / "go").touch()
    assert faults.run(root)[0] == 0
    assert sorted(faults.outcomes(root).values()) == ["ran", "ran", "reused", "reused"]
    assert faults.drafts(root) == []


def tell(command: subprocess.Popen[str], sign: signal.Signals) -> None:
    """Send a signal; Ctrl-C goes to all that the terminal started."""
    if sign is signal.SIGINT:
        os.killpg(command.pid, sign)
    else:
        command.send_signal(sign)


def test_ctrl_c_pressed_again_and_again_while_libraries_load_still_leaves_an_account(tmp_path: Path) -> None:
    root = faults.pack(tmp_path, TWO, waits=WAITS)
    command = faults.start(root)
    faults.until((root / "reports/pack/batch.json").exists)
    for _ in range(5):
        tell(command, signal.SIGINT)
    code, said = faults.ended(command, SOON)
    assert (code, faults.account(root)["state"]) == (130, "stopped")
    assert said.strip() == "Stopped. What was finished stays."
    faults.until(lambda: not faults.processes(root), SOON)


def test_a_command_that_is_to_outlive_its_terminal_does(tmp_path: Path) -> None:
    root = faults.pack(tmp_path, TWO, waits=WAITS)
    command = faults.start(root, preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    begun_twice(root)
    os.killpg(command.pid, signal.SIGHUP)
    (root / "go").touch()
    assert faults.ended(command)[0] == 0


def test_two_commands_at_once_make_each_report_once(tmp_path: Path) -> None:
    root = faults.pack(tmp_path, TWO, quick="1", plan=faults.planning("plan"), slow="import time\ntime.sleep(1)")
    commands = [faults.start(root), faults.start(root)]
    assert [faults.ended(command)[0] for command in commands] == [0, 0]
    assert len(faults.begun(root)) == 6
    assert {result.status for result in faults.results(root).values()} == {"ok"}
    assert len(faults.results(root)) == 6
    assert (len(faults.planned(root)), faults.drafts(root)) == (40, [])


def test_what_a_killed_command_left_half_written_is_taken_away(tmp_path: Path) -> None:
    root = faults.pack(tmp_path, "2026-10", plan=faults.planning("plan"))
    left = [".planbook/.contents.json.x", "reports/pack/.batch.json.x", "reports/pack/.index.html.x"]
    left += ["reports/pack/.work/plan__tea__2026-10__en/report.html", "plans/.actions.csv.x"]
    for name in left:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("half")
    assert len(faults.drafts(root)) == 5
    assert (faults.run(root)[0], faults.drafts(root)) == (0, [])


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB where one can be made, and otherwise any folder."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "none", disk], capture_output=True, check=False)
    yield disk
    if mounted.returncode == 0:
        subprocess.run(["umount", "--lazy", disk], check=True)


def fill(disk: Path) -> None:
    """Leave 16 KB of a disk; where it is no disk of its own, of what the processes at work may put into a file."""
    if disk.is_mount():
        free = os.statvfs(disk)
        (disk / "ballast").write_bytes(b"\0" * (free.f_bavail * free.f_frsize - 16384))
    else:
        for process in faults.processes(disk):
            process.rlimit(psutil.RLIMIT_FSIZE, (16384, resource.RLIM_INFINITY))


def test_a_full_disk_fails_the_run_and_nothing_else(small: Path) -> None:
    root = faults.pack(small, TWO, quick="1", waits=WAITS)
    command = faults.start(root)
    begun_waits(root)
    before = faults.results(root)
    fill(root)
    (root / "go").touch()
    code, said = faults.ended(command)
    assert (code, "Traceback" in said, said.count("failed, ")) == (1, False, 2)
    assert [run["why"] for run in faults.account(root)["runs"]] == ["", "The disk is full."] * 2
    assert (faults.results(root), faults.drafts(root)) == (before, [])
    (root / "ballast").unlink(missing_ok=True)
    assert faults.run(root)[0] == 0
    assert sorted(faults.outcomes(root).values()) == ["ran", "ran", "reused", "reused"]


def test_a_disk_without_any_room_is_told_in_two_lines(small: Path) -> None:
    root = faults.pack(small, TWO, waits=WAITS)
    command = faults.start(root)
    begun_twice(root)
    fill(root)
    (root / "more").write_bytes(b"\0" * 16384)
    (root / "go").touch()
    code, said = faults.ended(command)
    assert code == 1
    assert "full" in said or "No space left" in said
    assert "Traceback" not in said
    assert (faults.results(root), faults.drafts(root)) == ({}, [])


def test_a_file_in_the_place_of_the_reports_is_told_in_two_lines(tmp_path: Path) -> None:
    root = faults.pack(tmp_path, TWO, quick="1")
    (root / "reports").write_text("mine")
    code, said = faults.run(root)
    assert (code in (1, 2), len(said.splitlines()), said.startswith("Error: ")) == (True, 2, True)
    assert ((root / "reports").read_text(), faults.drafts(root)) == ("mine", [])


def test_a_folder_of_reports_that_cannot_be_written_is_told_in_two_lines(tmp_path: Path) -> None:
    root = faults.pack(tmp_path, TWO, quick="1")
    (root / "reports").mkdir()
    closed(root / "reports")
    code, said = faults.run(root)
    opened(root / "reports")
    assert (code in (1, 2), len(said.splitlines()), said.startswith("Error: ")) == (True, 2, True)
    assert list((root / "reports").iterdir()) == []


def closed(folder: Path) -> None:
    """Let nobody write into a folder: root neither, who is kept out by a disk that is read alone."""
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    line = ["mount", "-t", "tmpfs", "-o", "ro", "none", folder]
    if os.geteuid() == 0 and subprocess.run(line, capture_output=True, check=False).returncode:
        folder.rmdir()
        folder.symlink_to("/proc")


def opened(folder: Path) -> None:
    """Take `closed` back."""
    if folder.is_symlink():
        folder.unlink()
        folder.mkdir()
    elif folder.is_mount():
        subprocess.run(["umount", folder], check=True)
    folder.chmod(stat.S_IRWXU)


ENDS = {
    "hangs": ("import re\nre.match('(a+)+b', 'a' * 40)", "timed_out", "It took too long and was stopped."),
    "eats": ("rows = [b'x' * 2**20 for _ in range(4000)]", "out_of_memory", "It needed more memory than it may have."),
    "dies": ("os.kill(os.getpid(), 9)", "kernel_died", "The process that ran it ended unexpectedly."),
    "leaves": ("raise SystemExit(0)", "failed", "A cell ended the run by sys.exit()."),
    "stops": ("raise KeyboardInterrupt", "cancelled", "KeyboardInterrupt"),
    "fails": ("open(os.getcwd() + '/data/none.csv')", "failed", "No such file or directory: 'data/none.csv'"),
    "checks": (
        "from planbook.absence import DataError\nraise DataError('orders.csv, row 3: no date.', 'Mend row 3.')",
        "data_check_failed",
        "orders.csv, row 3: no date.",
    ),
}


@pytest.fixture(scope="module")
def ruined(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A batch whose runs end in every way there is."""
    root = tmp_path_factory.mktemp("ruined")
    faults.pack(root, "2026-10", quick="1", **{name: source for name, (source, _, _) in ENDS.items()})
    code, said = faults.run(root, "--timeout", "8", "--memory", "900", "--retries", "0")
    assert (code, "Traceback" in said) == (1, False)
    return root


@pytest.mark.parametrize("name", ENDS)
def test_a_run_that_ends_badly_tells_how_and_what_to_do(ruined: Path, name: str) -> None:
    _, status, said = ENDS[name]
    result = faults.results(ruined)[f"{name} 2026-10"]
    assert (result.status, result.error and result.error.cell) == (status, 5)
    page = (ruined / "reports/pack" / result.run / "report.html").read_text(encoding="utf-8")
    shown = re.sub(r"(?s)<(style|script).*?</\1>", "", page)
    assert shown.index("<p>Before</p>") < shown.index("Where it stopped") < shown.index("What to do")
    assert said in html.unescape(shown)
    assert not [trace for trace in ("Traceback", "os.", "import ", str(ruined), str(Path.home())) if trace in shown]


def test_the_runs_beside_those_that_end_badly_are_well(ruined: Path) -> None:
    assert faults.outcomes(ruined) == {f"{name} 2026-10": "failed" for name in ENDS} | {"quick 2026-10": "ran"}
    assert faults.results(ruined)["quick 2026-10"].status == "ok"
    assert (faults.drafts(ruined), faults.processes(ruined)) == ([], [])
