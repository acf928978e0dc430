"""The races of the benchmark reckon and tell what they measured."""

from __future__ import annotations

import sys

import pytest
from benchmarks import alone, imports, packs, page, turns
from benchmarks.page import Row
from benchmarks.turns import Run
from import_factory import read

TURNS = [(Run(1.0), Run(4.0)), (Run(3.0), Run(4.0)), (Run(2.0), Run(2.0))]


def test_a_ratio_is_the_median_of_those_of_each_turn():
    assert turns.ratio(TURNS) == "0.75"
    assert (turns.seconds(TURNS, 0), turns.seconds(TURNS, 1)) == ("2.0 s", "4.0 s")


def test_a_command_that_fails_ends_the_race(tmp_path):
    with pytest.raises(SystemExit, match="no such thing"):
        turns.taken([[sys.executable, "-c", "raise SystemExit('no such thing')"]], tmp_path)


def test_memory_counts_what_a_command_starts_and_tells_it_from_its_own(tmp_path):
    child = "import time; held = b'x' * 150_000_000; time.sleep(0.5)"
    command = [sys.executable, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"]
    run = turns.taken([command], tmp_path)
    assert run.parent > 150e6 > run.runner > 0
    assert run.memory >= run.parent + run.runner / 2


def test_the_turn_that_warms_up_does_not_count(tmp_path):
    command = [sys.executable, "-c", "open('log', 'a').write('x')"]
    assert len(turns.take_turns({"one": [command]}, cwd=tmp_path, runs=2)) == 2
    assert (tmp_path / "log").read_text() == "xxx"


def test_every_line_has_its_words_in_both_languages():
    tables = page.tables([Row(key, "1", "2", "0.5", lines=10) for key in page.WORDS], 3)
    assert tables.keys() == page.HEADS.keys()
    assert [table.count("| 1 | 2 | 0.5 |") for table in tables.values()] == [len(page.WORDS)] * 2


def test_the_table_takes_the_place_of_the_last_one(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text(f"a\n{page.MARKS[0]}\nold\n{page.MARKS[1]}\nb\n")
    page.write(readme, "new\n")
    assert readme.read_text() == f"a\n{page.MARKS[0]}\nnew\n{page.MARKS[1]}\nb\n"


def test_cells_alone_take_the_values_of_parameters(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    cells = [("period = 'latest'", True), ("from pathlib import Path\nPath('seen').write_text(period)", False)]
    assert alone.seconds(cells, {"period": "2026-10"}, tmp_path) > 0
    assert (tmp_path / "seen").read_text() == "2026-10"


def test_ten_packs_are_the_same_pack_under_ten_names(tmp_path):
    from planbook.reports import batch

    here = packs.scene(tmp_path / "shop")
    once, tenfold = (batch.read(here / f"{name}.yml") for name in ("pack", "tenfold"))
    assert len(once.notebooks) * len(once.matrix.period) == 12
    assert [entry.notebook for entry in tenfold.notebooks] == [entry.notebook for entry in once.notebooks] * 10
    assert len({entry.label for entry in tenfold.notebooks}) == 40


@pytest.mark.parametrize(("kind", "orders"), [("taobao", 0), ("jd", 6)])
def test_the_race_of_imports_takes_an_export_and_the_same_rows_clean(tmp_path, kind, orders):
    export, clean = imports.make(tmp_path, kind, 12)
    rough = [line.split(",") for line in export.read_text("gb18030").splitlines()]
    plain = [line.split(",") for line in clean.read_text("utf-8").splitlines()]
    assert [[cell.strip("=\"'\t") for cell in row] for row in rough] == plain
    assert rough[1][0] not in plain[1]
    found = read(tmp_path / "shop", export)
    assert (len(found["order_items"]), len(found.get("orders", []))) == (12, orders)
