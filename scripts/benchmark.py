"""Measure Planbook against its rivals: ``python scripts/benchmark.py [--race NAME,…] [--quick] [--runs N] [--write]``.

The races run on at most two cores. Ours and its rivals take turns, each from its start to its end; a ratio is the
median over turns, so that a busy machine slows all. Memory is looked at every 50 ms.

big
    ``planbook run 41_kpi_review`` on ten million order lines, charts and page included, against ``bare_sql.py``: the
    SQL that its figures need, in DuckDB with the same memory limit and as many threads.
one
    ``planbook run 41_kpi_review`` on the sample shop against ``papermill`` followed by ``jupyter nbconvert``.
pack
    ``planbook batch`` of four notebooks for three months against a loop of those two commands, and against
    ``papermill_pool.py``: the Python API of both in a pool of two processes.
many
    Ten times those twelve reports against twelve; the memory of the runner and of the parent of its workers.
overhead
    What a report costs above its cells in a warm interpreter (``benchmarks/overhead.py``); rendering stands apart.
unchanged
    Those twelve when nothing has changed.
import
    ``planbook import`` of a million order lines as Taobao and as JD export them (GB18030, guarded ids) into a new
    store, against ``bare_table.py``: ``CREATE TABLE`` from the same rows as clean CSV in UTF-8. That goes into a new
    DuckDB file, since ours writes to disk too, with as many threads, and as much memory as it likes.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import imports, packs, page, single
from benchmarks.page import Row
from benchmarks.turns import CORES, ROOT, SAMPLE, workspace

RACES = ("big", "one", "pack", "many", "overhead", "unchanged", "import")


def overhead(scratch: Path, runs: int) -> list[Row]:
    """Measure in a process of its own, whose main module is small: each worker imports it again."""
    here = workspace(scratch / "overhead", SAMPLE)
    command = [sys.executable, "-m", "benchmarks.overhead", str(here), str(runs), *packs.NOTEBOOKS]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = str(ROOT / "scripts")
    told = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True).stdout
    times = {key: f"{value:.2f} s" for key, value in json.loads(told).items()}
    return [Row("above", times["above"], times["cells"]), Row("rendering", times["rendering"])]


def races(asked: argparse.Namespace, scratch: Path) -> dict[str, Callable[[], list[Row]]]:
    """Tell how each race is run."""
    runs = 2 if asked.quick else asked.runs

    def big() -> list[Row]:
        store = (asked.data or scratch / "data").resolve()
        single.make_big_shop(store, 1_000_000 if asked.quick else asked.lines)
        return single.big(store, scratch, runs)

    return {
        "big": big,
        "one": lambda: single.one(scratch, runs),
        "pack": lambda: packs.pack(scratch, runs),
        "many": lambda: packs.many(scratch, runs),
        "overhead": lambda: overhead(scratch, runs),
        "unchanged": lambda: packs.unchanged(scratch, runs),
        "import": lambda: imports.imports(scratch, runs),
    }


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Measure Planbook against its rivals.")
    parser.add_argument("--race", default=",".join(RACES), help=f"which of {', '.join(RACES)}; all of them by default")
    parser.add_argument("--lines", type=int, default=10_000_000, help="order lines of the big shop, at least")
    parser.add_argument("--runs", type=int, default=5, help="turns of each race")
    parser.add_argument("--quick", action="store_true", help="a million lines, two turns: does it run at all")
    parser.add_argument("--data", type=Path, help="keep the big shop here, or find it here")
    parser.add_argument("--write", action="store_true", help="put the table into both READMEs; takes all races")
    asked = parser.parse_args()
    asked.race = [name.strip() for name in asked.race.split(",")]
    if set(asked.race) - set(RACES):
        parser.error(f"the races are {', '.join(RACES)}")
    if asked.write and set(asked.race) != set(RACES):
        parser.error("--write takes all races")
    return asked


def main() -> None:
    """Run the races, print the table, and write it where that is asked for."""
    asked = options()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    with tempfile.TemporaryDirectory() as scratch:
        known = races(asked, Path(scratch))
        rows = [row for name in RACES if name in asked.race for row in known[name]()]
    page.publish(rows, 2 if asked.quick else asked.runs, keep=asked.write)


if __name__ == "__main__":
    main()
