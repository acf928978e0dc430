"""Nothing personal of an export goes further than its file: not into the store, its log, a report or the terminal."""

from __future__ import annotations

import duckdb
import pytest
from export_factory import PERSONAL, SECRETS, facts, made
from import_factory import bring, shop
from profile_cases import CASES
from test_profile_cases import name_of

from planbook.absence import DataError
from planbook.project import load
from planbook.reports import single
from planbook.reports.job import Terms
from planbook.tables.exports import matching
from planbook.tables.exports.recognising import profile
from planbook.terminal_data import say_import

HIDDEN = (*SECRETS, "10.77.77.77")
CNY = [case for case in CASES if case.how.get("currency", "CNY") == "CNY"]


def brought(case, here, folder):
    how = {name: value for name, value in case.how.items() if name != "currency"}
    return bring(here, made(folder / f"{case.export}-{case.name}", case.export, case.rows, *case.lists, **how))


def told_by(folder) -> str:
    """All that stands in a shop's folder: cells of tables as text, other files as they are."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    tables = [duckdb.execute("FROM read_parquet(?)", [str(file)]).df() for file in files if file.suffix == ".parquet"]
    texts = [file.read_text(encoding="utf-8") for file in files if file.suffix != ".parquet"]
    return "\n".join([*texts, *(table.astype(str).to_csv() for table in tables)])


def spilled(text: str) -> list[str]:
    return [secret for secret in HIDDEN if secret in text]


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_no_personal_cell_reaches_the_store_its_log_or_the_terminal(case, tmp_path, capsys):
    here = shop(tmp_path / "tea", currency=case.how.get("currency", "CNY"))
    say_import(brought(case, here, tmp_path), "zh", machine=False)
    say_import(brought(case, here, tmp_path), "en", machine=True)
    printed = capsys.readouterr()
    assert here.folder.exists()
    assert spilled(told_by(here.folder) + printed.out + printed.err) == []


def test_the_cases_have_personal_cells_to_lose():
    names = {
        name.strip()
        for case in CASES
        for part in case.lists or ("columns",)
        for name in facts()[case.export]["lists"][part]
    }
    assert len(names & PERSONAL.keys()) > 30


def test_no_personal_cell_reaches_a_report(tmp_path):
    here = shop(tmp_path / "tea")
    for case in CNY:
        brought(case, here, tmp_path)
    made_ = single.make(
        "41_kpi_review",
        {"language": "zh", "period": "2026-11-01..2026-11-14"},
        Terms(load(tmp_path / "tea"), tmp_path / "reports"),
    )
    written = [path.read_text(encoding="utf-8") for path in (tmp_path / "reports").rglob("*.*") if path.is_file()]
    assert made_.status == "ok"
    assert len(written) >= 3
    assert spilled("\n".join(written)) == []


def test_a_buyer_is_one_and_the_same_in_all_exports_of_a_shop_but_not_of_another(tmp_path):
    told = {}
    for name in ("one", "other"):
        here = shop(tmp_path / name)
        (tmp_path / name / ".planbook" / "key").write_text(name)
        brought(CASES[0], load(tmp_path / name).shop(), tmp_path)
        files = f"{here.folder}/orders/*.parquet"
        told[name] = duckdb.execute(f"SELECT DISTINCT customer_id FROM '{files}'").fetchall()
    assert len(told["one"]) == len(told["other"]) == 1
    assert told["one"] != told["other"]


def test_the_shop_finds_its_own_buyers_again_with_its_key(tmp_path):
    here = shop(tmp_path / "tea")
    brought(CASES[0], here, tmp_path)
    listed = tmp_path / "list.csv"
    duckdb.execute(f"COPY (SELECT DISTINCT customer_id FROM '{here.folder}/orders/*.parquet') TO '{listed}'")
    export = next(tmp_path.glob("taobao_order_list_legacy-*"))
    assert matching.match(here, listed, [export], tmp_path / "found.csv") == (1, 1)
    assert (tmp_path / "found.csv").read_text(encoding="utf-8-sig").splitlines()[1].endswith(f",{SECRETS[0]}")
    assert (tmp_path / "found.csv").stat().st_mode & 0o077 == 0


def test_what_was_matched_is_never_written_over(tmp_path):
    here = shop(tmp_path / "tea")
    brought(CASES[0], here, tmp_path)
    (tmp_path / "found.csv").write_text("mine")
    (tmp_path / "list.csv").write_text("customer_id\nx\n")
    export = next(tmp_path.glob("taobao_order_list_legacy-*"))
    with pytest.raises(DataError, match=r"found\.csv is there already"):
        matching.match(here, tmp_path / "list.csv", [export], tmp_path / "found.csv")


def test_no_profile_reads_a_personal_column_but_as_a_person_a_place_or_masked():
    kept = {
        f"{name}: {header}"
        for name, each in profile.ours().items()
        for field in each.fields.values()
        for header in field.headers
        if header in PERSONAL and field.kind not in ("person", "region", "said")
    }
    assert kept == set()
