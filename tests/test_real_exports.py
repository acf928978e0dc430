"""Real exports come in with the totals that were reckoned from them by other means.

A Tmall order report of 2020-02; orders of a Shopify development store; three files of Google Analytics 4; a campaign
report of Google Ads; answers of a 问卷星 survey.
"""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pytest
from import_factory import bring, shop, stored

from planbook.tables.exports.bringing import files_in
from planbook.tables.exports.storing import manifest

REAL = os.environ.get("PLANBOOK_REAL_DATA", "")
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not REAL, reason="PLANBOOK_REAL_DATA is not set: there is no real data to read"),
]
EXPORTS = Path(REAL) / "exports"
TMALL = Path(REAL) / "tmall_orders_2020_02" / "tmall_order_report.csv"


def imported(folder, *files, **settings):
    here = shop(folder / "shop", **settings)
    return here, bring(here, *files)


def ask(here, question: str):
    """Ask a question of a store's tables, which stand there by their names."""
    with duckdb.connect() as engine:
        for table in manifest.read(here.folder).tables:
            files = [str(file) for file in manifest.read(here.folder).of(table)]
            engine.read_parquet(files, union_by_name=True).create_view(table)
        return engine.execute(question).fetchall()


@pytest.fixture(scope="module")
def tmall(tmp_path_factory):
    return imported(tmp_path_factory.mktemp("tmall"), TMALL)


def test_a_tmall_report_comes_in_with_its_totals(tmall):
    here, brought = tmall
    assert brought.files[0].parts[0].profile == "taobao_order_list_legacy"
    money = "round(sum(paid), 2), round(sum(paid - refund), 2), round(sum(refund), 2), count(*) FILTER (refund > 0)"
    assert ask(here, f"SELECT count(*), {money} FROM orders WHERE paid_at IS NOT NULL") == [
        (24_087, 2_474_823.07, 1_902_487.15, 572_335.92, 5_646)
    ]
    assert ask(here, "SELECT count(*), round(sum(paid), 2), count(DISTINCT region) FROM orders") == [
        (28_010, 2_995_760.61, 31)
    ]


def test_what_was_really_paid_in_a_tmall_report_is_tested_on_every_order(tmall):
    holds = "holds for 24,087 of 24,087 rows"
    assert tmall[1].files[0].parts[0].identities == {"net_of_refunds": holds}
    assert ask(tmall[0], "SELECT status, count(*) FROM orders GROUP BY ALL ORDER BY 2 DESC")[0] == ("paid", 18_955)


def test_the_totals_to_compare_are_those_of_paid_orders(tmall):
    sums = dict(tmall[1].files[0].tables[0].sums)
    assert (sums["paid_orders"], round(sums["paid"], 2), round(sums["refund"], 2)) == (24_087, 2_474_823.07, 572_335.92)


def test_a_shopify_export_comes_in_with_its_totals(tmp_path):
    here, _ = imported(tmp_path, *files_in([EXPORTS / "shopify_orders"]), currency="INR", timezone="Asia/Kolkata")
    assert ask(here, "SELECT count(*), round(sum(paid), 2), round(sum(tax), 2) FROM orders") == [
        (51, 590_683.29, 4741.29)
    ]
    goods = "SELECT count(*), round(sum(quantity * unit_price), 2) FROM order_items"
    assert ask(here, goods) == [(121, 585_942.0)] == [(121, ask(here, "SELECT sum(gross) FROM orders")[0][0])]


def test_a_ga4_report_comes_in_a_day_a_row(tmp_path):
    here, brought = imported(tmp_path, EXPORTS / "ga4" / "ga4_report_overview.csv", currency="USD")
    assert ask(
        here, "SELECT count(*), min(date)::VARCHAR, max(date)::VARCHAR, sum(visitors), sum(new_visitors) FROM traffic"
    ) == [(28, "2023-09-23", "2023-10-20", *users(EXPORTS / "ga4" / "ga4_report_overview.csv"))]
    assert {part.profile for part in brought.files[0].parts} == {"ga4_csv"}


def users(file: Path) -> tuple[int, int]:
    """Add up the first two blocks of a report by hand."""
    blocks = [block.splitlines() for block in file.read_text(encoding="utf-8-sig").split("\n\n")]
    told = {}
    for block in blocks:
        rows = [line.split(",") for line in block if not line.startswith("#")]
        if rows and rows[0][0] == "Nth day":
            told[rows[0][1]] = sum(int(row[1]) for row in rows[1:])
    return told["Users"], told["New users"]


def test_a_ga4_exploration_leaves_its_grand_total_out(tmp_path):
    here, brought = imported(tmp_path, EXPORTS / "ga4" / "ga4_exploration.csv", currency="USD")
    assert brought.files[0].parts[0].dropped == {"total": 1}
    assert stored(here, "traffic", "date", "ends", "visitors", "basis") == [
        ("2023-05-15", "2023-05-21", 3, "total_users")
    ]


def test_a_google_ads_report_counts_its_campaigns_and_not_its_totals(tmp_path):
    here, brought = imported(tmp_path, *files_in([EXPORTS / "google_ads"]), currency="INR")
    assert brought.files[0].parts[0].dropped == {"total": 4}
    assert ask(
        here, "SELECT sum(impressions), sum(clicks), round(sum(spend), 2), min(ends)::VARCHAR FROM ad_spend"
    ) == [
        (46_168, 22_061, 2565.93, "2025-07-31")  # its own total says 2,565.92, which is rounded
    ]


def test_a_wjx_survey_comes_in_with_all_its_answers(tmp_path):
    here, _ = imported(tmp_path, *files_in([EXPORTS / "survey_wjx"]))
    assert ask(here, "SELECT count(*) FROM survey") == [(1044,)]
    assert ask(here, "SELECT count(*), count(DISTINCT (question, item)) FROM answers") == [(60_690, 59)]
    assert ask(here, "SELECT count(*) FROM answers WHERE contains(answer, '┋')") == [(3271,)]
    assert ask(here, "SELECT count(*) FROM answers WHERE answer = '(空)'") == [(0,)]


def test_a_file_that_was_imported_before_changes_nothing(tmall):
    here, _ = tmall
    before = (here.folder / "manifest.json").read_bytes()
    assert bring(here, TMALL).files[0].known
    assert (here.folder / "manifest.json").read_bytes() == before
