"""A report that would come out the same is not made again; otherwise it is said what has changed."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
from collections.abc import Callable
from concurrent.futures import CancelledError, ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from notebook_factory import add, code, twin
from run_factory import job
from shop_factory import opened, shop, write
from typer.testing import CliRunner

from planbook.cli import app
from planbook.project import load
from planbook.reports import files, meaning, pack
from planbook.reports.job import Terms
from planbook.reports.unchanged import Ground
from planbook.tables import store

ORDERS = """\
order_id,ordered_at,paid_at,paid
a,2026-10-01 08:00,2026-10-01 08:01,20
b,2026-10-31 08:00,2026-10-31 08:02,30
"""
TRAFFIC = "day,visitors\n2026-10-05,7\n"
OPENS = "from planbook.project import load\nfrom planbook.tables.store import fetch, open_shop\n"
READS = f"{OPENS}tables = open_shop(load().shop(shop))\nfetch(tables['orders'])"
READS_MORE = "fetch(tables['products']), 'actions' in tables, tables['campaigns']"
ROW = {"action": "autumn/price", "status": "open"}
SAME = "Nothing has changed."


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the report of a notebook that reads orders, products, actions, campaigns, and a note."""
    root = tmp_path_factory.mktemp("first")
    tables = shop(root, {"orders": ORDERS, "traffic": TRAFFIC})
    store.write(tables.shop, "products", pd.DataFrame({"sku": ["x", "y"]}))
    write(root / "notes" / "a.txt", "a note")
    (root / "notebooks").mkdir()
    writes = twin("<p>Plan</p>", rows=[{"table": "actions", "row": ROW}])
    add(root, code(READS), code(READS_MORE), code("open('notes/a.txt').read()"), code(writes), name="tiny")
    (done,) = pack.run_all([job(root)], terms(root))
    assert (done.outcome, done.because) == ("ran", "It has not been made yet.")
    return root


@pytest.fixture
def root(first: Path, tmp_path: Path) -> Path:
    """Make a copy of it, to be changed."""
    return shutil.copytree(first, tmp_path / "copy")


def terms(root: Path, **more: Any) -> Terms:
    return Terms(load(root), root / "reports/pack", **more)


def because(root: Path, **params: object) -> str:
    """Say what a new command would say of the report."""
    (told,) = pack.foreseen([job(root, **params)], terms(root), Ground(load(root)))
    return str(told["because"])


def touched(root: Path) -> None:
    for path in (root / "data/orders.csv", root / "notebooks/tiny.ipynb", root / "planbook.yml"):
        os.utime(path)


def edited(name: str, old: str, new: str) -> Callable[[Path], object]:
    def edit(root: Path) -> None:
        text = (root / name).read_text(encoding="utf-8-sig")
        assert old in text
        (root / name).write_text(text.replace(old, new), encoding="utf-8")

    return edit


def other_products(root: Path) -> None:
    store.write(load(root).shop(), "products", pd.DataFrame({"sku": ["x", "z"]}))


def other_bytes_in_place(root: Path) -> None:
    """Change a file of the store, and let its size and time be what they were."""
    (path,) = (root / "store/tea/products").glob("*.parquet")
    before, content = path.stat(), path.read_bytes()
    path.write_bytes(content.replace(b"y", b"z"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.read_bytes() != content) == (before.st_size, True)


def campaigns(root: Path) -> None:
    write(root / "plans/campaigns.csv", "shop,campaign,platform,starts,ends\ntea,autumn,tmall,2026-10-01,2026-10-09\n")


def row_of(shop: str, source: str) -> Callable[[Path], object]:
    def added(root: Path) -> None:
        with (root / "plans/actions.csv").open("a", encoding="utf-8") as file:
            headers = (root / "plans/actions.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(",")
            values = {"shop": shop, "source": source, "action": "winter/page", "status": "open"}
            print(*(values.get(header, "") for header in headers), sep=",", file=file)

    return added


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(lambda _: None, SAME, id="nothing"),
        pytest.param(touched, SAME, id="files that were touched"),
        pytest.param(edited("data/traffic.csv", "7", "8"), SAME, id="a table that it does not read"),
        pytest.param(row_of("mugs", "other"), SAME, id="a row of another shop's plan"),
        pytest.param(edited("notebooks/tiny.ipynb", "Plan", "Plans"), "Its notebook has changed.", id="notebook"),
        pytest.param(edited("planbook.yml", "CNY", "EUR"), "planbook.yml or what belongs", id="planbook.yml"),
        pytest.param(lambda root: write(root / "codebook.yml", "themes: {}"), "or what belongs to it", id="codebook"),
        pytest.param(lambda root: write(root / ".planbook/key", "other"), "or what belongs to it", id="key"),
        pytest.param(edited("data/orders.csv", "20\n", "21\n"), "Data have changed: orders.", id="a table in place"),
        pytest.param(other_products, "Data have changed: products.", id="a table of the store"),
        pytest.param(other_bytes_in_place, "Data have changed: products.", id="bytes of the store"),
        pytest.param(campaigns, "Data have changed: campaigns.", id="a table that was not there"),
        pytest.param(row_of("tea", "other"), "Data have changed: actions.", id="a row of another notebook"),
        pytest.param(edited("notes/a.txt", "note", "nota"), "Data have changed: a.txt.", id="a file that it opens"),
        pytest.param(lambda root: shutil.rmtree(root / "reports"), "It has not been made yet.", id="no report"),
    ],
)
def test_what_has_changed_since_is_said(root: Path, change: Callable[[Path], object], said: str) -> None:
    change(root)
    assert said in because(root)


def test_another_parameter_is_said(root: Path) -> None:
    assert because(root, top=3) == "Its parameters are others."


def test_another_library_is_said(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Ground, "library", "other")
    assert because(root) == "Planbook or a library has changed."


def test_other_outputs_are_said(root: Path) -> None:
    (told,) = pack.foreseen([job(root)], terms(root, to=("html", "xlsx")), Ground(load(root)))
    assert told["because"] == "Other outputs are asked for."


def test_a_lost_file_is_said(root: Path) -> None:
    (root / "reports/pack/tiny/tea/2026-10/en/report.html").unlink()
    assert because(root) == "It has lost report.html."


def test_an_unchanged_report_is_reused_and_a_changed_one_made(root: Path) -> None:
    page = root / "reports/pack/tiny/tea/2026-10/en/report.html"
    before = page.stat().st_mtime_ns
    assert [(done.outcome, done.because) for done in pack.run_all([job(root)], terms(root))] == [("reused", SAME)]
    assert page.stat().st_mtime_ns == before
    edited("data/orders.csv", "20\n", "21\n")(root)
    (done,) = pack.run_all([job(root)], terms(root))
    assert (done.outcome, done.because) == ("ran", "Data have changed: orders.")
    (run,) = json.loads((root / "reports/pack/batch.json").read_text(encoding="utf-8"))["runs"]
    assert (run["outcome"], run["because"]) == ("ran", "Data have changed: orders.")
    assert because(root) == SAME


def test_a_table_of_a_database_is_read_again_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with duckdb.connect(str(tmp_path / "shop.db")) as engine:
        engine.execute("CREATE TABLE orders AS SELECT 'a' AS order_id, 20.0 AS paid")
    monkeypatch.setenv("SHOP_DB", f"duckdb://{tmp_path}/shop.db")
    opened(tmp_path, {"orders": {"url_env": "SHOP_DB", "table": "orders"}})
    (tmp_path / "notebooks").mkdir()
    add(tmp_path, code(READS), name="tiny")
    (done,) = pack.run_all([job(tmp_path)], terms(tmp_path))
    assert done.outcome == "ran"
    assert because(tmp_path) == "Whether these have changed cannot be told: orders."


@pytest.mark.parametrize(
    ("query", "known"),
    [
        ("select * from sold", True),
        ("select * from read_csv('data/sold.csv')", False),
        ("from 'data/sold.csv'", False),
        ("select *, now() as ordered_at from sold", False),
        ("select *, current_date as ordered_at from sold", False),
    ],
)
def test_a_query_is_known_by_what_it_reads_where_that_can_be_told(tmp_path: Path, query: str, known: bool) -> None:
    file = write(tmp_path / "data/sold.csv", "order_id\na\n")
    opened(tmp_path, {"sold": {"path": "data/sold.csv"}, "orders": {"query": query}})
    before, again = (Ground(load(tmp_path)).content("tea", "orders") for _ in range(2))
    file.write_text("order_id\nb\n")
    after = Ground(load(tmp_path)).content("tea", "orders")
    assert (before is not None, before == again, before != after) == (known, True, known)


def batch(root: Path, *options: str) -> dict[str, str]:
    """Give a batch to the command; tell the outcome of each notebook."""
    CliRunner().invoke(app, ["batch", str(root / "pack.yml"), "-w", str(root), *options])
    account = json.loads((root / "reports/pack/batch.json").read_text(encoding="utf-8"))
    return {run["run"].split("/")[0]: run["outcome"] for run in account["runs"]}


def test_what_failed_is_tried_again_and_options_say_what_else(root: Path) -> None:
    add(root, code("1 / 0"), name="bad")
    write(root / "pack.yml", "matrix: {period: 2026-10}\nnotebooks: [tiny, bad]")
    assert batch(root) == {"tiny": "reused", "bad": "failed"}
    edited("data/orders.csv", "20\n", "21\n")(root)
    assert batch(root, "--failed-only") == {"tiny": "reused", "bad": "failed"}
    add(root, code("1"), name="bad")
    assert batch(root) == {"tiny": "ran", "bad": "ran"}
    assert batch(root, "--failed-only") == {"tiny": "reused", "bad": "reused"}
    assert batch(root, "--force") == {"tiny": "ran", "bad": "ran"}


def test_what_latest_means_is_remembered_until_data_change(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[meaning.Asked] = []
    ask = meaning.Memory._ask
    monkeypatch.setattr(meaning.Memory, "_ask", lambda self, one: asked.append(one) or ask(self, one))

    def latest() -> tuple[object, int]:
        (found,) = meaning.all_resolved([job(root, period="latest")], Ground(load(root)))
        return found.params["period"], len(asked)

    assert [latest(), latest()] == [("2026-10", 1), ("2026-10", 1)]
    edited("data/orders.csv", "2026-10-31 08:00,2026-10-31", "2026-11-30 08:00,2026-11-30")(root)
    assert [latest(), latest()] == [("2026-11", 2), ("2026-11", 2)]
    edited("data/orders.csv", "2026-11-30 08:00,", "someday,")(root)
    assert [latest(), latest()] == [("latest", 3), ("latest", 4)]


def test_another_executor_s_processes_can_make_the_reports(root: Path) -> None:
    jobs = [job(root), replace(job(root), name="again")]
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as executor:
        done = pack.run_all(jobs, terms(root, plain=True, side_by_side=2), executor=executor)
    assert [(each.result.run.split("/")[0], each.outcome) for each in done] == [
        ("tiny", "reused"),
        ("tiny@again", "ran"),
    ]


def test_a_run_that_is_stopped_while_it_writes_leaves_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own, base = job(root), terms(root).base
    draft = base / files.WORK / files._joined(own.id)

    def stopped(*_: object) -> None:
        draft.mkdir(parents=True)
        (draft / "report.ipynb").write_text("half")
        raise CancelledError

    monkeypatch.setattr(pack, "_tried", stopped)
    with pytest.raises(CancelledError):
        pack.make(own, terms(root, again="all"), Ground(load(root)))
    assert not draft.exists()
    assert (files.folder_of(base, own.id) / "report.ipynb").is_file()
