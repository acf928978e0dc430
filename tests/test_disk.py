"""Files are whole or not there, and a lock lets one pass at a time and dies with its holder."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from planbook import disk
from planbook.reports import files

RUN = "41_kpi_review/tea/2026-10/en"
BESIDE = "import sys, time\nfrom pathlib import Path\nfrom planbook import disk\nplace = Path(sys.argv[1])\n"
HOLDS = f"{BESIDE}with disk.locked(place):\n    print('held', flush=True)\n    time.sleep(60)"
WRITES = f"{BESIDE}while True:\n    for letter in 'ab':\n        disk.write(place, letter * 100_000)"


@pytest.fixture
def beside(tmp_path: Path) -> Iterator[list[subprocess.Popen[str]]]:
    """Processes beside this one, which end with the test."""
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        process.kill()
        process.communicate()


def start(beside: list[subprocess.Popen[str]], source: str, path: Path) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", source, str(path)]
    beside.append(subprocess.Popen(words, stdout=subprocess.PIPE, text=True))
    return beside[-1]


def test_a_text_and_bytes_are_written_with_their_folder_and_can_be_read_by_all(tmp_path: Path) -> None:
    disk.write(tmp_path / "new" / "a.txt", "鹿鸣茶\n")
    disk.write(tmp_path / "new" / "b.bin", b"\x00\xff")
    assert [(tmp_path / "new" / name).read_bytes() for name in ("a.txt", "b.bin")] == ["鹿鸣茶\n".encode(), b"\x00\xff"]
    assert stat.S_IMODE((tmp_path / "new" / "a.txt").stat().st_mode) == 0o644
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["a.txt", "b.bin"]


def test_a_reader_finds_a_whole_file_while_it_is_written_and_when_its_writer_is_killed(
    tmp_path: Path, beside: list[subprocess.Popen[str]]
) -> None:
    path = tmp_path / "a.txt"
    disk.write(path, "a" * 100_000)
    writer = start(beside, WRITES, path)
    end, seen = time.monotonic() + 20, set()
    while len(seen) < 2 and time.monotonic() < end:
        seen.add(path.read_text())
    writer.kill()
    writer.wait()
    assert seen | {path.read_text()} == {"a" * 100_000, "b" * 100_000}
    disk.swept(path)
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]


def test_a_write_for_which_there_is_no_room_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    disk.write(path, "before")
    own = psutil.Process()
    limit = own.rlimit(psutil.RLIMIT_FSIZE)
    own.rlimit(psutil.RLIMIT_FSIZE, (8192, limit[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            disk.write(path, "x" * 10_000)
    finally:
        own.rlimit(psutil.RLIMIT_FSIZE, limit)
    assert ([each.name for each in tmp_path.iterdir()], path.read_text()) == (["a.txt"], "before")


def folder(path: Path, text: str) -> Path:
    disk.write(path / "deep" / "page.html", text)
    return path


@pytest.mark.parametrize("exchanges", [True, False], ids=["in one step", "where the system cannot"])
def test_a_folder_takes_the_place_of_another(tmp_path: Path, exchanges: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not exchanges:
        monkeypatch.setattr(disk, "_exchanged", lambda *_: False)
    for text in ("first", "second"):
        disk.put(folder(tmp_path / "draft", text), tmp_path / "target")
        assert [path.name for path in tmp_path.iterdir()] == ["target"]
        assert (tmp_path / "target" / "deep" / "page.html").read_text() == text


@pytest.mark.skipif(sys.platform != "linux", reason="renameat2(2)")
def test_folders_change_places_without_a_moment_when_one_is_not_there(tmp_path: Path) -> None:
    one, other = folder(tmp_path / "one", "1"), folder(tmp_path / "other", "2")
    assert disk._exchanged(one, other)
    assert [(path / "deep" / "page.html").read_text() for path in (one, other)] == ["2", "1"]
    assert not disk._exchanged(one, tmp_path / "none")


def test_a_lock_lets_one_thread_at_a_time_pass(tmp_path: Path) -> None:
    inside, most = 0, 0

    def work() -> None:
        nonlocal inside, most
        with disk.locked(tmp_path / "lock"):
            inside += 1
            most = max(most, inside)
            time.sleep(0.01)
            inside -= 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (most, inside) == (1, 0)


def test_a_lock_of_another_process_is_waited_for_and_free_when_that_is_killed(
    tmp_path: Path, beside: list[subprocess.Popen[str]]
) -> None:
    holder = start(beside, HOLDS, tmp_path / "lock")
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    tries = iter([False, False, True])
    with disk.locked(tmp_path / "lock", given_up=lambda: next(tries)):
        assert holder.poll() is None
    os.kill(holder.pid, signal.SIGKILL)
    with disk.locked(tmp_path / "lock", given_up=lambda: holder.poll() is not None and pytest.fail("still locked")):
        assert holder.wait() == -signal.SIGKILL


def test_a_lock_that_an_error_leaves_is_free(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), disk.locked(tmp_path / "lock"):
        print(1 / 0)
    with disk.locked(tmp_path / "lock", given_up=lambda: pytest.fail("still locked")):
        assert (tmp_path / "lock").exists()


@pytest.mark.parametrize(
    ("left", "found"),
    [
        pytest.param(["draft"], "", id="killed while writing the first"),
        pytest.param(["target", "draft"], "target", id="killed while writing the next"),
        pytest.param(["old", "draft"], "old", id="killed between the two steps"),
        pytest.param(["target", "old"], "target", id="killed before the old was taken away"),
        pytest.param([], "", id="nothing"),
    ],
)
def test_what_a_killed_runner_left_is_brought_back_or_taken_away(tmp_path: Path, left: list[str], found: str) -> None:
    work = tmp_path / files.WORK / RUN.replace("/", "__")
    places = {"target": tmp_path / RUN, "draft": work, "old": work.with_name(f"{work.name}.old")}
    for name in left:
        folder(places[name], name)
    files.recover(tmp_path, RUN)
    kept = {path.relative_to(tmp_path).as_posix(): path.read_text() for path in tmp_path.rglob("*.html")}
    assert kept == ({f"{RUN}/deep/page.html": found} if found else {})


def test_a_draft_takes_its_place_whole_or_vanishes(tmp_path: Path) -> None:
    with files.whole_folder(tmp_path, RUN) as draft:
        folder(draft, "first")
    with pytest.raises(OSError, match="no room"):
        no_room(tmp_path)
    assert (tmp_path / RUN / "deep" / "page.html").read_text() == "first"
    assert list((tmp_path / files.WORK).iterdir()) == []


def no_room(base: Path) -> None:
    with files.whole_folder(base, RUN) as draft:
        folder(draft, "second")
        raise OSError("no room")


def test_a_long_name_gets_a_short_draft(tmp_path: Path) -> None:
    run = "/".join(["鹿" * 80, "茶" * 80, "2026-10", "zh"])
    with files.whole_folder(tmp_path, run) as draft:
        folder(draft, "page")
    assert (tmp_path / run / "deep" / "page.html").read_text() == "page"
