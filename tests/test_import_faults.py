"""A store stays whole whatever happens to an import: killed, refused by the disk, met by readers or by another one."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from import_factory import bring, orders, shop, stored

from planbook import disk
from planbook.absence import DataError
from planbook.tables.exports.storing import manifest
from planbook.tables.exports.storing.manifest import Manifest
from planbook.tables.exports.storing.months import Months
from planbook.tables.store import fetch, open_shop

A = "1,100,100,交易成功,2026-10-30 10:00:00,2026-10-30 10:01:00,,"
B = "2,50,50,交易成功,2026-11-02 10:00:00,2026-11-02 10:01:00,,"
EARLY, LATE = "ExportOrderList202611050000.csv", "ExportOrderList202611060000.csv"
# an import that is killed where the test says: before, between or after what it writes
KILLED = """
import os, signal, sys
from pathlib import Path
from import_factory import bring, orders, shop
from planbook import disk
from planbook.tables.exports.storing import manifest, months
kill = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
where, folder = sys.argv[1], Path(sys.argv[2])
if where == "first month": months.disk.sha256 = kill
if where == "manifest": manifest.disk.write = kill
if where == "sweep": Manifest = manifest.Manifest; Manifest._sweep = kill
bring(shop(folder / "tea"), orders(folder / "%s", "%s", "%s"))
"""


@pytest.fixture
def tea(tmp_path):
    found = shop(tmp_path / "tea")
    bring(found, orders(tmp_path / EARLY, A))
    return found


def all_files(here):
    return {path: path.read_bytes() for path in here.folder.rglob("*") if path.is_file()}


def killed(where: str, folder: Path) -> int:
    code = KILLED % (LATE, A.replace(",100,100", ",90,90"), B)
    path = os.pathsep.join(["tests", os.environ.get("PYTHONPATH", "")])
    return subprocess.run(
        [sys.executable, "-c", code, where, str(folder)], check=False, env=os.environ | {"PYTHONPATH": path}
    ).returncode


@pytest.mark.parametrize("where", ["first month", "manifest"])
def test_a_killed_import_leaves_the_store_as_it_was(tea, tmp_path, where):
    before = (tea.folder / "manifest.json").read_bytes()
    assert killed(where, tmp_path) == -signal.SIGKILL
    assert (tea.folder / "manifest.json").read_bytes() == before
    assert stored(tea, "orders", "order_id", "paid") == [("1", 100.0)]
    bring(tea, tmp_path / LATE)
    assert stored(tea, "orders", "order_id", "paid") == [("1", 90.0), ("2", 50.0)]


def test_an_import_that_is_killed_after_the_swap_is_in(tea, tmp_path):
    assert killed("sweep", tmp_path) == -signal.SIGKILL
    assert stored(tea, "orders", "order_id", "paid") == [("1", 90.0), ("2", 50.0)]


def test_what_a_killed_import_wrote_is_cleared_away_a_day_later(tea, tmp_path):
    killed("manifest", tmp_path)
    named = {tea.folder / name for name in manifest.read(tea.folder).files}
    left = set(tea.folder.glob("*/*")) - named
    for file in left:
        os.utime(file, (time.time() - 2 * manifest.DAY,) * 2)
    bring(tea, orders(tmp_path / "ExportOrderList202611070000.csv", B.replace("2,50", "5,50")))
    assert left
    assert not [file for file in left if file.exists()]


@pytest.mark.parametrize("step", ["write", "put", "save"])
def test_a_full_disk_is_told_and_leaves_the_store_as_it_was(tea, tmp_path, monkeypatch, step):
    before = all_files(tea)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    at = {"write": (Months, "write"), "put": (Months, "put"), "save": (disk, "write")}[step]
    monkeypatch.setattr(*at, full)
    with pytest.raises(DataError, match=r"The store of tea cannot be written: No space left on device\.") as error:
        bring(tea, orders(tmp_path / LATE, A.replace("100,100", "90,90"), B))
    assert error.value.advice.startswith("Nothing was changed: make room")
    assert all_files(tea) == before


def test_a_store_that_cannot_be_written_is_told(tmp_path):
    here = shop(tmp_path / "tea")
    here.folder.parent.mkdir()
    here.folder.write_text("a file where a folder should be")
    with pytest.raises(DataError, match="The store of tea cannot be written"):
        bring(here, orders(tmp_path / EARLY, A))


def test_a_store_whose_file_was_lost_or_spoiled_is_told(tea, tmp_path):
    (file,) = (tea.folder / name for name in manifest.read(tea.folder).files)
    file.write_bytes(b"spoiled")
    with pytest.raises(DataError, match="orders: its store cannot be read"):
        bring(tea, orders(tmp_path / LATE, B))
    file.unlink()
    with pytest.raises(DataError, match="The store of tea lacks orders"):
        bring(tea, orders(tmp_path / LATE, B))


def test_a_manifest_that_is_not_readable_is_told(tea, tmp_path):
    (tea.folder / "manifest.json").write_text("{")
    with pytest.raises(DataError, match=r"manifest\.json of tea is not readable"):
        bring(tea, orders(tmp_path / LATE, B))


def test_readers_go_on_with_what_they_began_with(tea, tmp_path):
    reader = open_shop(tea)
    orders_then = reader["orders"]
    bring(tea, orders(tmp_path / LATE, A.replace("100,100", "90,90"), B))
    bring(tea, orders(tmp_path / "ExportOrderList202611070000.csv", A.replace("100,100", "80,80")))
    assert fetch(orders_then)["paid"].tolist() == [100.0]
    assert sorted(fetch(open_shop(tea)["orders"])["paid"]) == [50.0, 80.0]


def test_imports_at_the_same_time_wait_for_each_other(tea, tmp_path):
    rows = [B.replace("2,50", f"{at},50") for at in range(10, 14)]
    files = [orders(tmp_path / f"ExportOrderList20261107000{at}.csv", row) for at, row in enumerate(rows)]
    threads = [threading.Thread(target=bring, args=(tea, file)) for file in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [number for (number,) in stored(tea, "orders", "order_id")] == ["1", "10", "11", "12", "13"]
    assert len(manifest.read(tea.folder).imports) == 5


def test_an_import_does_not_wait_for_ever(tea):
    heard = []
    with (
        manifest.changing(tea.folder),
        pytest.raises(DataError, match="Another import into tea is at work"),
        manifest.changing(tea.folder, patience=0.3, told=lambda: heard.append("waits")),
    ):
        pass
    assert heard == ["waits"]


def test_files_that_are_not_ours_stay(tea, tmp_path):
    (tea.folder / "orders" / "notes.txt").write_text("mine")
    os.utime(tea.folder / "orders" / "notes.txt", (0, 0))
    bring(tea, orders(tmp_path / LATE, B))
    assert (tea.folder / "orders" / "notes.txt").read_text() == "mine"
    assert isinstance(manifest.read(tea.folder), Manifest)


def test_what_a_killed_import_spilled_is_cleared_away_by_the_next(tea, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    left, other = tmp_path / f"planbook-spill-{ended.pid}-x", tmp_path / f"planbook-spill-{os.getpid()}-x"
    for folder in (left, other):
        folder.mkdir()
    bring(tea, orders(tmp_path / LATE, B))
    assert (left.exists(), other.exists()) == (False, True)
