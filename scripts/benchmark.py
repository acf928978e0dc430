"""Measure Planbook against its rivals: ``python scripts/benchmark.py [--quick] [--lines N] [--runs N] [--write]``.

Two races on at most two cores. Ours and the rival take turns, each a process from its start to its end; a ratio is
the median over pairs that ran one after the other, so that a busy machine slows both. Memory is the largest sum of
resident memory of a command and all it started, looked at every 50 ms; pages that two processes share count twice.

1. ``planbook run 41_kpi_review`` on ten million order lines, charts and page included, against the bare SQL that its
   figures need, in DuckDB with the same memory limit and as many threads.
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

import duckdb
import psutil

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "sample"
NOTEBOOK = "41_kpi_review"
MONTH = "2026-10"
SHOP = "luming"
CORES = 2
COMMANDS = Path(sys.executable).parent

# What the review asks of the data, as an analyst would write it by hand for October 2026.
SPANS = """
CREATE TEMP TABLE spans AS
FROM (VALUES ('current', DATE '2026-10-01', DATE '2026-11-01'), ('previous', '2026-09-01', '2026-10-01'),
  ('year_ago', '2025-10-01', '2025-11-01'), ('event', '2026-10-11', '2026-10-29'),
  ('aligned', '2025-10-10', '2025-10-28')) named(period, starts, after);
CREATE TEMP TABLE months AS
SELECT strftime(m, '%Y-%m') AS period, m::DATE AS starts, (m + INTERVAL 1 MONTH)::DATE AS after
FROM range(TIMESTAMP '2025-10-01', TIMESTAMP '2026-11-01', INTERVAL 1 MONTH) line(m);
CREATE TEMP TABLE firsts AS
SELECT customer_id, min(paid_at) AS first FROM orders
WHERE paid_at IS NOT NULL AND customer_id IS NOT NULL AND NOT (paid = 0 AND coalesce(refund, 0) > 0) GROUP BY ALL;
CREATE VIEW sold AS
SELECT *, paid = 0 AND coalesce(refund, 0) > 0 AS note FROM orders LEFT JOIN firsts USING (customer_id)
WHERE paid_at >= TIMESTAMP '2025-10-01' AND paid_at < TIMESTAMP '2026-11-01';
CREATE VIEW visits AS
SELECT *, coalesce(paid_source, source IN ('search_ad', 'feed_ad', 'creator')) AS bought,
  CASE WHEN source = 'all' THEN 'total'
    WHEN platform IN (SELECT platform FROM traffic WHERE source = 'all') THEN 'part' ELSE 'both' END AS role
FROM traffic WHERE date >= DATE '2025-10-01' AND date < DATE '2026-11-01';
"""
KIND = "CASE WHEN first IS NULL THEN 'unknown' WHEN first >= starts THEN 'new' ELSE 'repeat' END"
SALES = """
SELECT period, {by} AS segment, sum(gross), sum(discount_shop + discount_platform + discount_creator), sum(shipping),
  sum(tax), sum(paid), sum(refund), count(*) FILTER (NOT note), count(*) FILTER (note),
  count(*) FILTER (customer_id IS NULL AND NOT note), count(DISTINCT customer_id) FILTER (NOT note),
  count(DISTINCT customer_id) FILTER (NOT note AND first >= starts),
  count(DISTINCT customer_id) FILTER (NOT note AND first < starts)
FROM sold JOIN {spans} ON paid_at >= starts AND paid_at < after GROUP BY ALL ORDER BY ALL;
"""
TRAFFIC = """
SELECT period, {by} AS segment, sum(visitors), sum(new_visitors), sum(page_views), sum(bounces), sum(cart_adders),
  sum(inquirers), sum(buyers), sum(silent_buyers), sum(seconds * visitors) / sum(visitors) FILTER (seconds IS NOT NULL)
FROM visits JOIN {spans} ON date >= starts AND date < after WHERE role IN {roles} GROUP BY ALL ORDER BY ALL;
"""
ADS = """
SELECT period, {by} AS segment, sum(impressions), sum(clicks), sum(spend), sum(conversions), sum(paid), sum(net_paid),
  max(attribution_days) FROM ad_spend JOIN {spans} ON date >= starts AND date < after GROUP BY ALL ORDER BY ALL;
"""
OTHERS = """
SELECT paid_at::DATE, greatest(refunded_at::DATE - paid_at::DATE, 0), sum(refund) FROM orders
WHERE paid_at >= DATE '2026-10-01' - 400 AND paid > 0 AND refund > 0 AND refunded_at IS NOT NULL GROUP BY ALL;
SELECT paid_at::DATE, sum(paid) FROM orders WHERE paid_at >= DATE '2026-10-01' - 400 GROUP BY ALL;
SELECT paid_at::DATE, platform, sum(paid), count(*) FILTER (NOT note) FROM sold
WHERE paid_at >= TIMESTAMP '2026-08-02' GROUP BY ALL;
SELECT date, platform, sum(visitors), sum(buyers) FROM visits
WHERE date >= DATE '2026-08-02' AND role IN ('total', 'both') GROUP BY ALL;
SELECT period, sku, sum(quantity), sum(quantity * unit_price), max(product) FILTER (unit_price > 0),
  max(category) FILTER (unit_price > 0) FROM order_items
JOIN (SELECT order_id, paid_at FROM orders WHERE paid_at >= TIMESTAMP '2025-10-01') USING (order_id)
JOIN spans ON paid_at >= starts AND paid_at < after GROUP BY ALL;
SELECT period, sku, sum(visitors), sum(buyers) FROM item_traffic JOIN spans ON date >= starts AND date < after
GROUP BY ALL;
SELECT sku, product, category, role, stock FROM products;
SELECT platform, sum(quantity * unit_price), sum(quantity * unit_cost) FROM order_items
JOIN (SELECT order_id, platform FROM orders WHERE paid_at >= TIMESTAMP '2025-11-01'
  AND paid_at < TIMESTAMP '2026-11-01') USING (order_id) WHERE unit_cost IS NOT NULL GROUP BY ALL;
SELECT platform, sum(paid), sum(refund) FROM sold WHERE paid_at >= TIMESTAMP '2025-11-01' GROUP BY ALL;
SELECT date, platform, tool, sum(spend), sum(paid) FROM ad_spend
WHERE date BETWEEN DATE '2026-10-01' AND DATE '2026-10-31' GROUP BY ALL;
SELECT period, platform, category, sum(sales_index * (least(week + 7, after) - greatest(week, starts)))
  / sum(least(week + 7, after) - greatest(week, starts)) FROM category
JOIN spans ON week < after AND week + 7 > starts GROUP BY ALL;
SELECT kpi, platform, owner, value FROM targets WHERE period = '2026-10';
SELECT * FROM campaigns WHERE starts <= DATE '2026-10-31' AND ends >= DATE '2026-10-01';
SELECT event, min(starts), max(ends) FROM events WHERE stage = 'burst' AND ends >= DATE '2026-08-02' GROUP BY ALL;
"""
COVERAGE = {
    "orders": ", min(paid_at), max(paid_at), count(DISTINCT customer_id)",
    "category": ", min(week), max(week)",
    **dict.fromkeys(("traffic", "item_traffic", "ad_spend"), ", min(date), max(date)"),
}
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


def bare(folder: Path, memory: str) -> None:
    """Run the rival of the first race: every query, each result fetched."""
    con = duckdb.connect(config={"memory_limit": memory, "threads": CORES, "temp_directory": tempfile.gettempdir()})
    for table in sorted(path.name for path in folder.iterdir() if path.is_dir()):
        con.execute(f"CREATE VIEW {table} AS FROM '{folder}/{table}/*.parquet'")
        con.execute(f"SELECT count(*) {COVERAGE.get(table, '')} FROM {table}").fetchall()
    con.execute(SPANS)
    total, part = "('total', 'both')", "('part', 'both')"
    asked = [SALES.format(by=by, spans="spans") for by in ("''", "platform", KIND)]
    asked += [TRAFFIC.format(by=by, spans="spans", roles=total) for by in ("''", "platform")]
    asked += [TRAFFIC.format(by=by, spans="spans", roles=part) for by in ("bought", "source")]
    asked += [ADS.format(by=by, spans="spans") for by in ("''", "platform || tool")]
    asked += [SALES.format(by="''", spans="months"), ADS.format(by="''", spans="months")]
    asked += [TRAFFIC.format(by=by, spans="months", roles=roles) for by, roles in (("''", total), ("bought", part))]
    for query in "".join((*asked, OTHERS)).split(";")[:-1]:
        con.execute(query).fetchall()


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
    from planbook.tables.store import MEMORY

    ours = [[COMMANDS / "planbook", "run", NOTEBOOK, "-p", f"period={MONTH}"]]
    sql = [[sys.executable, __file__, "--bare", store / SHOP, MEMORY]]
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
    parser.add_argument("--bare", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.bare:
        bare(Path(asked.bare[0]), asked.bare[1])
        return
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    lines, runs = (1_000_000, 2) if asked.quick else (asked.lines, asked.runs)
    with tempfile.TemporaryDirectory() as scratch:
        store = (asked.data or Path(scratch, "data")).resolve()
        if not (store / SHOP / "manifest.json").exists():
            scale = math.ceil(lines / rows_of(SAMPLE))
            make = [sys.executable, ROOT / "scripts" / "make_sample_data.py", "--shop", SHOP, "--out", store]
            taken([[*make, "--scale", scale]], ROOT)
        big, small = races(store, runs, Path(scratch))
        told = [*figures(big), *figures(small)]
        words = {"lines": rows_of(store), "runs": runs, "machine": machine()}
    for name, text in TOLD.items():
        table = text.format(told[0], told[1], told[2], told[3], told[4], *told[5:8], **words)
        if asked.write:
            file, between = ROOT / name, f"<!-- benchmarks -->\n{table}<!-- end of benchmarks -->"
            old = file.read_text(encoding="utf-8")
            new = re.sub(r"(?s)<!-- benchmarks -->.*<!-- end of benchmarks -->", lambda _, t=between: t, old)
            file.write_text(new, encoding="utf-8")
        print(f"\n{table}")


if __name__ == "__main__":
    main()
