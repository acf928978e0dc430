"""A batch can mark reports whose data are in doubt, or not make them at all; nothing is made or checked twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from notebook_factory import add, code
from shop_factory import shop, write
from typer.testing import CliRunner

from planbook.cli import app
from planbook.project import load
from planbook.reports import batch, soundness
from planbook.reports.job import Job
from planbook.reports.unchanged import Ground

HEAD = "order_id,paid,paid_at,status\n"
GOOD = "1,5,2026-10-01 08:00,paid\n2,6,2026-10-31 08:00,paid\n"
BAD = GOOD.replace("paid\n", "lost\n", 1)
LATE = "date,platform,source,visitors\n" + "".join(f"2026-10-{day:02d},tmall,search,9\n" for day in range(1, 21))
OPENS = "from planbook.project import load\nfrom planbook.tables.store import fetch, open_shop\n"
READS = f"{OPENS}tables = open_shop(load().shop(shop))\nfetch(tables['orders'])"
MARK = "matrix: {period: 2026-10}\nnotebooks: [tiny]\ncheck: mark\n"
STOP = MARK.replace("mark", "stop")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with sound orders, traffic that ends early, and a notebook that reads both."""
    shop(tmp_path, {"orders": HEAD + GOOD, "traffic": LATE})
    (tmp_path / "notebooks").mkdir()
    add(tmp_path, code(READS), code("fetch(tables['traffic'])"), name="tiny")
    return tmp_path


def expanded(root: Path, content: str) -> list[Job]:
    return batch.expand(batch.read(write(root / "pack.yml", content)), Ground(load(root)))


def made(root: Path, content: str) -> dict[str, Any]:
    """Run a batch of one; tell what became of it."""
    write(root / "pack.yml", content)
    CliRunner().invoke(app, ["batch", str(root / "pack.yml"), "-w", str(root)])
    (run,) = json.loads((root / "reports/pack/batch.json").read_text(encoding="utf-8"))["runs"]
    return dict(run)


def page(root: Path, name: str = "tiny/tea/2026-10/en/report.html") -> str:
    return (root / "reports/pack" / name).read_text(encoding="utf-8")


def test_a_batch_does_not_check_where_it_is_not_told_to(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soundness, "findings", lambda *_: pytest.fail("it was checked"))
    (job,) = expanded(root, MARK.replace("check: mark\n", ""))
    assert job.findings == ()


def test_a_report_of_late_data_is_marked_on_its_page_in_its_result_and_on_the_index(root: Path) -> None:
    told = "Traffic, date: ends early (11; such as 2026-10-20 (tmall))"
    assert made(root, MARK)["incomplete"] == [told]
    assert "<b>Incomplete:</b> the data check has 1 finding" in page(root)
    assert told in page(root)
    assert "incomplete: 1 finding" in page(root, "index.html")
    result = json.loads((root / "reports/pack/tiny/tea/2026-10/en/result.json").read_text(encoding="utf-8"))
    assert [(each["table"], each["check"], each["rows"]) for each in result["incomplete"]] == [
        ("traffic", "ends early", 11)
    ]


def test_a_report_of_days_before_is_not_marked(root: Path) -> None:
    assert made(root, MARK.replace("2026-10", "2026-10-01..2026-10-15"))["incomplete"] == []


def test_a_report_that_does_not_read_the_table_is_not_marked(root: Path) -> None:
    add(root, code(READS), name="tiny")
    assert made(root, MARK)["incomplete"] == []


def test_a_mark_is_reused_and_made_again_when_it_would_be_another(root: Path) -> None:
    other = "The data check says other things of its data."
    assert [made(root, MARK)["outcome"] for _ in range(2)] == ["ran", "reused"]
    unmarked = made(root, MARK.replace("check: mark\n", ""))
    assert (unmarked["outcome"], unmarked["because"], unmarked["incomplete"]) == ("ran", other, [])
    assert "Incomplete" not in page(root)
    assert made(root, MARK)["because"] == other


def test_a_table_that_it_does_not_read_can_change_its_mark(root: Path) -> None:
    add(root, code(READS.replace("orders", "traffic")), name="tiny")
    assert made(root, MARK)["incomplete"] != []
    write(root / "data/orders.csv", HEAD + GOOD.replace("10-31", "10-20"))
    again = made(root, MARK)
    assert (again["because"], again["incomplete"]) == ("The data check says other things of its data.", [])


def test_a_batch_that_stops_makes_no_report_of_data_with_errors(root: Path) -> None:
    write(root / "data/orders.csv", HEAD + BAD.replace("2026-10-01", "2026-10-02"))
    told = made(root, STOP)
    assert (told["outcome"], told["status"]) == ("failed", "data_check_failed")
    assert told["why"].startswith("1 error: figures of orders would be wrong. Orders, status: unknown word (1")
    assert "mend what it names, and run the batch again" in page(root)
    assert not (root / "reports/pack/tiny/tea/2026-10/en/report.ipynb").exists()


def test_a_report_that_was_made_without_the_check_does_not_stand_where_errors_stop(root: Path) -> None:
    write(root / "data/orders.csv", HEAD + BAD)
    assert made(root, MARK)["status"] == "ok"
    assert made(root, STOP)["status"] == "data_check_failed"
    write(root / "data/orders.csv", HEAD + GOOD)
    assert made(root, STOP)["status"] == "ok"


def test_a_batch_that_stops_marks_what_is_only_late(root: Path) -> None:
    told = made(root, STOP)
    assert (told["status"], len(told["incomplete"])) == ("ok", 1)


def test_a_shop_is_checked_once_until_its_data_change(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    ask = soundness._asked
    monkeypatch.setattr(soundness, "_asked", lambda project, key: asked.append(key) or ask(project, key))
    first, second = (expanded(root, MARK.replace("[tiny]", "[tiny, {notebook: tiny, name: b}]")) for _ in range(2))
    assert (first[0].findings, asked) == (second[1].findings, ["tea"])
    write(root / "data/orders.csv", HEAD + BAD)
    assert "unknown word" in {each.check for each in expanded(root, MARK)[0].findings}
    assert asked == ["tea", "tea"]


def test_a_store_that_cannot_be_read_is_told_by_its_reports(root: Path) -> None:
    write(root / "store/tea/manifest.json", "{half")
    told = [made(root, STOP) for _ in range(2)]
    assert {each["status"] for each in told} == {"data_check_failed"}
    assert "manifest.json of shop tea is not readable" in told[0]["why"]
