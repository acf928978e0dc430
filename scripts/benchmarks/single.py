"""Races of one report: a big shop against bare SQL, the sample shop against papermill and nbconvert."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

from benchmarks.page import Row
from benchmarks.turns import (
    COMMANDS,
    CORES,
    MONTH,
    ROOT,
    SAMPLE,
    SHOP,
    megabytes,
    peak,
    ratio,
    seconds,
    take_turns,
    taken,
    workspace,
)
from planbook.tables.store import MEMORY

NOTEBOOK = "41_kpi_review"
OURS = [[COMMANDS / "planbook", "run", NOTEBOOK, "-p", f"period={MONTH}"]]


def big(store: Path, scratch: Path, runs: int) -> list[Row]:
    """Race against the SQL that the figures need, on a shop of many order lines."""
    sql = [[sys.executable, ROOT / "scripts" / "bare_sql.py", store / SHOP, MEMORY, CORES]]
    entrants = {"planbook run": OURS, "bare SQL": sql}
    turns = take_turns(entrants, cwd=workspace(scratch / "big", store), runs=runs)
    return [
        Row("big", seconds(turns, 0), seconds(turns, 1), ratio(turns), lines=rows_of(store)),
        Row("big memory", megabytes(peak(turns, 0)), megabytes(peak(turns, 1))),
    ]


def one(scratch: Path, runs: int) -> list[Row]:
    """Race against the two commands that make the same report."""
    rival = papermill(NOTEBOOK, {"period": MONTH}, "out")
    entrants = {"planbook run": OURS, "papermill, nbconvert": rival}
    turns = take_turns(entrants, cwd=workspace(scratch / "one", SAMPLE), runs=runs)
    return [Row("one", seconds(turns, 0), seconds(turns, 1), ratio(turns))]


def papermill(notebook: str, params: dict[str, str], out: str) -> list[list[object]]:
    """Give the two commands that make a report without us."""
    given = [word for name, value in params.items() for word in ("-p", name, value)]
    return [
        [COMMANDS / "papermill", ROOT / "notebooks" / f"{notebook}.ipynb", f"{out}.ipynb", *given],
        [COMMANDS / "jupyter", "nbconvert", "--to", "html", f"{out}.ipynb"],
    ]


def make_big_shop(store: Path, lines: int) -> None:
    """Make a shop with at least so many order lines, where there is none yet."""
    if (store / SHOP / "manifest.json").exists():
        return
    scale = math.ceil(lines / rows_of(SAMPLE) * 1.01)  # rows grow a little slower than buyers
    make = [sys.executable, ROOT / "scripts" / "make_sample_data.py", "--shop", SHOP, "--out", store]
    taken([[*make, "--scale", scale]], ROOT)


def rows_of(store: Path) -> int:
    """Read how many order lines a store has."""
    manifest = json.loads((store / SHOP / "manifest.json").read_text(encoding="utf-8"))
    return int(manifest["tables"]["order_items"]["rows"])
