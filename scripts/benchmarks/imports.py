"""Races of imports: order lines of two platforms' exports against DuckDB, which takes the same rows clean.

Ours writes a store, so the rival writes a database. What makes exports hard is not in the rival's file: it is UTF-8,
and its ids are bare.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import duckdb

from benchmarks.page import Row
from benchmarks.turns import COMMANDS, CORES, ROOT, megabytes, peak, ratio, seconds, take_turns
from planbook.tables.cells import quoted, text_of

EXPORTS = {"taobao": "ExportItemList202611010905.csv", "jd": "京东订单202611010905.csv"}
GUARDS = "=\"'\t"  # what keeps a spreadsheet from taking an id for a number
LINES = 1_000_000
BATCH = 50_000  # lines that are in memory as Python's own


def imports(scratch: Path, runs: int, lines: int = LINES) -> list[Row]:
    """Race each export against the same rows clean, each time into a store and a database that are not there yet."""
    here = shop(scratch / "import")
    rows = []
    for kind in EXPORTS:
        export, clean = make(here, kind, lines)
        rival = [sys.executable, ROOT / "scripts" / "bare_table.py", clean, here / "rival.duckdb", CORES]
        entrants = {"planbook import": [[COMMANDS / "planbook", "import", export]], "DuckDB": [rival]}
        turns = take_turns(entrants, cwd=here, runs=runs, before=lambda: forget(here))
        rows += [
            Row(f"import {kind}", seconds(turns, 0), seconds(turns, 1), ratio(turns), lines=lines),
            Row("import memory", megabytes(peak(turns, 0)), megabytes(peak(turns, 1))),
        ]
    return rows


def shop(folder: Path) -> Path:
    """Make a workspace with one shop and no data."""
    (folder / ".planbook").mkdir(parents=True)
    (folder / ".planbook" / "key").write_text("benchmark", encoding="utf-8")
    settings = "shops: {tea: {currency: CNY, timezone: Asia/Shanghai}}\n"
    (folder / "planbook.yml").write_text(settings, encoding="utf-8")
    return folder


def make(folder: Path, kind: str, lines: int) -> tuple[Path, Path]:
    """Write an export of so many order lines as its platform does, and the same rows as clean CSV."""
    export, clean = folder / EXPORTS[kind], folder / f"{kind}.csv"
    with duckdb.connect() as con:
        con.execute((ROOT / "scripts" / "benchmarks" / "order_lines.sql").read_text(encoding="utf-8"))
        rows = con.sql(f"FROM {kind}({lines})")
        with export.open("wb") as file:
            file.write((",".join(rows.columns) + "\r\n").encode("gb18030"))
            cells = ", ".join(f"coalesce({quoted(name)}, '')" for name in rows.columns)
            written = rows.project(f"concat_ws(',', {cells})")
            while batch := written.fetchmany(BATCH):
                file.write("".join(f"{line}\r\n" for (line,) in batch).encode("gb18030"))
        rows.project(f"trim(COLUMNS(*), {text_of(GUARDS)})").write_csv(str(clean), header=True)
    return export, clean


def forget(here: Path) -> None:
    """Take away what the last turn has made."""
    shutil.rmtree(here / "store", ignore_errors=True)
    (here / "rival.duckdb").unlink(missing_ok=True)
