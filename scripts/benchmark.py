"""Measure Planbook against its rivals: ``python scripts/benchmark.py [--quick] [--lines N] [--runs N] [--write]``.

Two races on at most two cores. Ours and the rival take turns, each a process from its start to its end; a ratio is
the median over pairs that ran one after the other, so that a busy machine slows both. Memory is the largest sum of
resident memory of a command and all it started, looked at every 50 ms; pages that two processes share count twice.

1. ``planbook run 41_kpi_review`` on ten million order lines, charts and page included, against ``bare_sql.py``: the SQL
   that its figures need, in DuckDB with the same memory limit and as many threads.
2. ``planbook run 41_kpi_review`` on the sample shop against ``papermill`` followed by ``jupyter nbconvert``.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import psutil

from planbook.tables.store import MEMORY

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "sample"
NOTEBOOK = "41_kpi_review"
MONTH = "2026-10"
SHOP = "luming"
CORES = 2
COMMANDS = Path(sys.executable).parent
TOLD = {
    "README.md": """\
| | Planbook | rival | Planbook ÷ rival | wanted |
| --- | ---: | ---: | ---: | ---: |
| review of {lines:,} order lines; rival: the bare SQL in DuckDB | {0} | {1} | {2} | ≤ 2 |
| its largest memory | {3} | {4} | | < 2,000 MB |
| a report of the sample shop; rival: `papermill`, then `jupyter nbconvert` | {5} | {6} | {7} | ≤ 0.5 |

Medians of {runs} pairs that ran in turns on {machine}.
""",
    "README.zh-CN.md": """\
| | Planbook | 对手 | Planbook ÷ 对手 | 目标 |
| --- | ---: | ---: | ---: | ---: |
| {lines:,} 行订单明细的复盘；对手：DuckDB 纯 SQL | {0} | {1} | {2} | ≤ 2 |
| 其内存峰值 | {3} | {4} | | < 2,000 MB |
| 示例店铺的一份报告；对手：`papermill` 加 `jupyter nbconvert` | {5} | {6} | {7} | ≤ 0.5 |

双方交替运行 {runs} 轮，取中位数；机器：{machine}。
""",
}


class Run(NamedTuple):
    """What one run of commands took."""

    seconds: float
    memory: int


Commands = Sequence[Sequence[object]]
Pairs = list[tuple[Run, Run]]


def taken(commands: Commands, cwd: Path) -> Run:
    """Run commands one after the other and watch their memory."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["PATH"] = f"{COMMANDS}{os.pathsep}{environment['PATH']}"
    started, peak = time.perf_counter(), 0
    for command in commands:
        words = [str(word) for word in command]
        with tempfile.TemporaryFile() as said:
            process = psutil.Popen(words, cwd=cwd, env=environment, stdout=said, stderr=subprocess.STDOUT)
            while process.poll() is None:
                peak = max(peak, memory_of(process))
                time.sleep(0.05)
            if process.returncode:
                said.seek(0)
                sys.exit(f"{' '.join(words)} failed:\n{said.read().decode()}")
    return Run(time.perf_counter() - started, peak)


def memory_of(process: psutil.Process) -> int:
    """Add up the resident memory of a process and all below it; one that ends meanwhile counts nothing."""
    total = 0
    with contextlib.suppress(psutil.NoSuchProcess):
        for one in (process, *process.children(recursive=True)):
            total += one.memory_info().rss
    return total


def raced(what: str, ours: Commands, rival: Commands, *, cwd: Path, runs: int) -> Pairs:
    """Let two take turns, after one run each that does not count."""
    pairs: Pairs = []
    for turn in range(runs + 1):
        pair = taken(ours, cwd), taken(rival, cwd)
        pairs += [pair] if turn else []
        mark = f"{turn} of {runs}" if turn else "warming up"
        print(f"{what}, {mark}: {pair[0].seconds:.1f} s against {pair[1].seconds:.1f} s", flush=True)
    return pairs


def workspace(folder: Path, store: Path) -> Path:
    """Make a workspace like this clone's over another store."""
    folder.mkdir()
    settings = (ROOT / "planbook.yml").read_text(encoding="utf-8")
    settings = re.sub(r"(?m)^store:.*$", f"store: {json.dumps(str(store))}", settings)
    (folder / "planbook.yml").write_text(settings, encoding="utf-8")
    return folder


def races(store: Path, runs: int, scratch: Path) -> tuple[Pairs, Pairs]:
    """Run both races."""
    ours = [[COMMANDS / "planbook", "run", NOTEBOOK, "-p", f"period={MONTH}"]]
    sql = [[sys.executable, ROOT / "scripts" / "bare_sql.py", store / SHOP, MEMORY, CORES]]
    big = raced("big shop", ours, sql, cwd=workspace(scratch / "big", store), runs=runs)
    papermill = [COMMANDS / "papermill", ROOT / "notebooks" / f"{NOTEBOOK}.ipynb", "out.ipynb", "-p", "period", MONTH]
    nbconvert = [COMMANDS / "jupyter", "nbconvert", "--to", "html", "out.ipynb"]
    small = raced("sample", ours, [papermill, nbconvert], cwd=workspace(scratch / "small", SAMPLE), runs=runs)
    return big, small


def figures(pairs: Pairs) -> tuple[str, str, str, str, str]:
    """Give the medians: both times, their ratio pair by pair, both peaks."""
    seconds = [f"{statistics.median(pair[side].seconds for pair in pairs):.1f} s" for side in (0, 1)]
    ratio = statistics.median(ours.seconds / rival.seconds for ours, rival in pairs)
    peaks = [f"{max(pair[side].memory for pair in pairs) / 1e6:,.0f} MB" for side in (0, 1)]
    return seconds[0], seconds[1], f"{ratio:.2f}", peaks[0], peaks[1]


def machine() -> str:
    """Tell what the races ran on."""
    file = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*: (.+)", file.read_text()) if file.exists() else None
    model = found[1] if found else platform.processor() or platform.machine()
    return f"{CORES} × {model}, {psutil.virtual_memory().total / 1e9:.0f} GB"


def rows_of(store: Path) -> int:
    """Read how many order lines a store has."""
    manifest = json.loads((store / SHOP / "manifest.json").read_text(encoding="utf-8"))
    return int(manifest["tables"]["order_items"]["rows"])


def main() -> None:
    """Make the big shop, run both races, and print or write the table."""
    parser = argparse.ArgumentParser(description="Measure Planbook against its rivals.")
    parser.add_argument("--lines", type=int, default=10_000_000, help="order lines of the big shop, at least")
    parser.add_argument("--runs", type=int, default=5, help="pairs of each race")
    parser.add_argument("--quick", action="store_true", help="a million lines, two pairs: does it run at all")
    parser.add_argument("--data", type=Path, help="keep the big shop here, or find it here")
    parser.add_argument("--write", action="store_true", help="put the table into both READMEs")
    asked = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    lines, runs = (1_000_000, 2) if asked.quick else (asked.lines, asked.runs)
    with tempfile.TemporaryDirectory() as scratch:
        store = (asked.data or Path(scratch, "data")).resolve()
        if not (store / SHOP / "manifest.json").exists():
            scale = math.ceil(lines / rows_of(SAMPLE) * 1.01)  # rows grow a little slower than buyers
            make = [sys.executable, ROOT / "scripts" / "make_sample_data.py", "--shop", SHOP, "--out", store]
            taken([[*make, "--scale", scale]], ROOT)
        big, small = races(store, runs, Path(scratch))
        told = [*figures(big), *figures(small)]
        words = {"lines": rows_of(store), "runs": runs, "machine": machine()}
    for name, text in TOLD.items():
        table = text.format(*told, **words)
        print(f"\n{table}")
        if asked.write:
            write(ROOT / name, table)


def write(readme: Path, table: str) -> None:
    """Put the table between its two marks."""
    between = f"<!-- benchmarks -->\n{table}<!-- end of benchmarks -->"
    old = readme.read_text(encoding="utf-8")
    new = re.sub(r"(?s)<!-- benchmarks -->.*<!-- end of benchmarks -->", lambda _: between, old)
    readme.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
