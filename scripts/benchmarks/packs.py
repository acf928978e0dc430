"""Races of packs: twelve reports against papermill, ten times as many against twelve, and twelve that have not changed.

Twelve are the four notebooks of the monthly pack for three months. Ours begin each time in a workspace that has
neither reports nor anything that Planbook remembers from the last time.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from benchmarks.page import Row
from benchmarks.single import papermill
from benchmarks.turns import COMMANDS, CORES, ROOT, SAMPLE, SHOP, megabytes, peak, ratio, seconds, take_turns, workspace

NOTEBOOKS = ("44_post_mortem", "41_kpi_review", "11_competitor_analysis", "12_persona_building")
MONTHS = ("2026-08", "2026-09", "2026-10")
LANGUAGE = "en"
MADE = (".planbook", "reports", "plans")


def pack(scratch: Path, runs: int) -> list[Row]:
    """Race twelve reports against a loop of commands, and against papermill's own API in a pool."""
    here = scene(scratch / "pack")
    params = {"shop": SHOP, "language": LANGUAGE}
    jobs = [(notebook, month) for month in MONTHS for notebook in NOTEBOOKS]
    loop = [words for book, month in jobs for words in papermill(book, {**params, "period": month}, f"{book}-{month}")]
    books = [ROOT / "notebooks" / f"{notebook}.ipynb" for notebook in NOTEBOOKS]
    pool = [sys.executable, ROOT / "scripts" / "papermill_pool.py", CORES, SHOP, LANGUAGE, ",".join(MONTHS), *books]
    entrants = {"planbook batch": [_batch("pack")], "a loop of papermill, nbconvert": loop, "papermill's pool": [pool]}
    turns = take_turns(entrants, cwd=here, runs=runs, warm=False, before=lambda: _forget(here))
    return [
        Row("pack loop", seconds(turns, 0), seconds(turns, 1), ratio(turns, 1)),
        Row("pack pool", seconds(turns, 0), seconds(turns, 2), ratio(turns, 2)),
    ]


def many(scratch: Path, runs: int) -> list[Row]:
    """Race the same twelve ten times over, under ten names, against twelve."""
    here = scene(scratch / "many")
    entrants = {"120 reports": [_batch("tenfold")], "12 reports": [_batch("pack")]}
    turns = take_turns(entrants, cwd=here, runs=runs, warm=False, before=lambda: _forget(here))
    rows = [Row("many", seconds(turns, 0), seconds(turns, 1), ratio(turns))]
    for of in ("runner", "parent"):
        sizes = [peak(turns, place, of) for place in (0, 1)]
        rows.append(Row(f"many {of}", megabytes(sizes[0]), megabytes(sizes[1]), f"{sizes[0] / sizes[1]:.2f}"))
    return rows


def unchanged(scratch: Path, runs: int) -> list[Row]:
    """Measure twelve reports that are there already, beside making them."""
    here = scene(scratch / "unchanged")
    entrants = {"12 unchanged": [_batch("pack")[:-1]], "12 made": [_batch("pack")]}
    turns = take_turns(entrants, cwd=here, runs=runs)
    account = json.loads((here / "reports" / "pack" / "batch.json").read_text(encoding="utf-8"))
    assert len(account["runs"]) == len(NOTEBOOKS) * len(MONTHS)
    return [Row("unchanged", seconds(turns, 0), seconds(turns, 1), ratio(turns))]


def _batch(name: str) -> list[object]:
    return [COMMANDS / "planbook", "batch", f"{name}.yml", "--force"]


def scene(folder: Path) -> Path:
    """Make a workspace with both batch files; JSON is YAML."""
    here = workspace(folder, SAMPLE)
    matrix = {"shop": SHOP, "period": MONTHS, "language": LANGUAGE}
    plain = [{"notebook": notebook} for notebook in NOTEBOOKS]
    copies = [{**entry, "name": f"copy-{number}"} for number in range(1, 11) for entry in plain]
    for name, entries in (("pack", plain), ("tenfold", copies)):
        (here / f"{name}.yml").write_text(json.dumps({"matrix": matrix, "notebooks": entries}), encoding="utf-8")
    return here


def _forget(here: Path) -> None:
    for name in MADE:
        shutil.rmtree(here / name, ignore_errors=True)
