"""The sample shop's books balance, and every run and scale gives the same rows."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from planbook.tables.schema import TABLES

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "sample"
SHOPS = ("luming", "luming-global")
TYPES = {
    "text": {"VARCHAR"},
    "day": {"DATE"},
    "time": {"TIMESTAMP"},
    "money": {"DOUBLE"},
    "number": {"DOUBLE"},
    "count": {"BIGINT", "INTEGER"},
    "flag": {"BOOLEAN"},
}
WRONG = {
    "paid_that_is_not_gross_less_discounts_plus_shipping_and_tax": """orders WHERE abs(paid - (gross - discount_shop
        - discount_platform - discount_creator + shipping + tax)) > 0.001""",
    "lines_that_do_not_add_up_to_the_order": """orders FULL JOIN (SELECT order_id, sum(quantity * unit_price) AS goods
        FROM order_items GROUP BY ALL) USING (order_id)
        WHERE abs(coalesce(goods, 0) + shipping + tax - coalesce(paid, 0)) > 0.001""",
    "amounts_below_nothing": """orders WHERE least(gross, discount_shop, discount_platform, discount_creator,
        shipping, tax, paid, refund, deposit) < 0""",
    "a_status_that_does_not_follow": """orders WHERE status <> CASE WHEN paid_at IS NOT NULL
        THEN CASE WHEN refund >= paid THEN 'refunded' ELSE 'paid' END
        WHEN ordered_at >= '2026-10-31' THEN 'unpaid' ELSE 'cancelled' END""",
    "more_back_than_was_paid": "orders WHERE refund > paid OR (refund > 0) <> (refunded_at IS NOT NULL)",
    "dates_out_of_order": """orders WHERE ordered_at > paid_at OR paid_at > refunded_at OR ordered_at < '2023-11-01'
        OR coalesce(refunded_at, paid_at, ordered_at) >= '2026-11-01'""",
    "a_deposit_outside_the_pre_sales": """orders WHERE deposit > 0 AND NOT EXISTS (FROM events
        WHERE stage = 'deposit' AND ordered_at::DATE BETWEEN starts AND ends)""",
    "an_id_that_is_not_sixteen_hexadecimal_digits": """orders WHERE (customer_id IS NULL) <> (platform = 'xiaohongshu')
        OR NOT regexp_full_match(customer_id, '[0-9a-f]{16}')""",
    "items_before_their_launch_or_below_their_floor": """order_items JOIN orders USING (order_id)
        LEFT JOIN products USING (sku)
        WHERE paid_at::DATE < launched OR unit_price < floor_price OR launched IS NULL""",
    "buyers_in_traffic_who_are_not_in_orders": """(SELECT date, platform, sum(buyers) AS came FROM traffic GROUP BY ALL)
        FULL JOIN (SELECT date, platform, count(DISTINCT coalesce(customer_id, order_id)) AS bought
        FROM paid_orders GROUP BY ALL) USING (date, platform) WHERE came <> coalesce(bought, 0)""",
    "a_funnel_that_widens": """traffic WHERE buyers > visitors OR silent_buyers > buyers OR new_visitors > visitors
        OR bounces + buyers > visitors OR page_views < visitors OR cart_adders < buyers
        OR buyers - silent_buyers > inquirers""",
    "items_in_traffic_that_are_not_in_orders": """(FROM item_traffic WHERE units > 0) t
        FULL JOIN (SELECT date, platform, sku, sum(quantity) AS sold, sum(quantity * unit_price) AS worth
        FROM paid_orders JOIN order_items USING (order_id)
        WHERE date >= '2024-09-01' AND platform IN ('tmall', 'jd', 'douyin', 'shopify') GROUP BY ALL)
        USING (date, platform, sku) WHERE units IS DISTINCT FROM sold OR abs(t.paid - worth) > 0.001""",
    "an_item_with_more_buyers_than_visitors_or_units": """item_traffic
        WHERE buyers > least(visitors, units, cart_adders) OR visitors > impressions OR refund > paid""",
    "tools_that_claim_more_than_the_platform_sold": """(SELECT date, platform, sum(paid) AS claimed FROM ad_spend
        GROUP BY ALL) LEFT JOIN (SELECT date, platform, sum(paid) AS paid FROM paid_orders GROUP BY ALL)
        USING (date, platform) WHERE claimed > coalesce(paid, 0) + 0.001""",
    "weeks_that_do_not_start_on_monday": "category WHERE isodow(week) <> 1",
}


@pytest.fixture(scope="module")
def opened():
    return {shop: open_tables(SAMPLE / shop) for shop in SHOPS}


def open_tables(folder):
    con = duckdb.connect()
    for name, entry in json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["tables"].items():
        con.read_parquet([str(folder / file) for file in entry["files"]]).create_view(name)
    con.execute("CREATE TEMP VIEW paid_orders AS SELECT *, paid_at::DATE AS date FROM orders WHERE paid_at IS NOT NULL")
    return con


def table_names(con):
    return [name for (name,) in con.sql("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()]


def columns(table):
    return {column.name: column for column in table.columns}


def make(folder, *options):
    command = [sys.executable, str(ROOT / "scripts" / "make_sample_data.py"), "--out", str(folder), *options]
    subprocess.run(command, check=True, capture_output=True)


def files_under(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("shop", SHOPS)
@pytest.mark.parametrize("rows", WRONG.values(), ids=WRONG.keys())
def test_there_are_no(rows, shop, opened):
    assert opened[shop].sql(f"SELECT count(*) FROM {rows}").fetchone() == (0,)


@pytest.mark.parametrize("shop", SHOPS)
def test_every_column_is_one_the_schema_knows_and_has_its_type(shop, opened):
    for name in set(table_names(opened[shop])) & set(TABLES):
        table, relation = TABLES[name], opened[shop].table(name)
        found, known = dict(zip(relation.columns, map(str, relation.types), strict=True)), columns(table)
        assert {name for name in known if known[name].required} <= set(found) <= set(known)
        assert [name for name, type_ in found.items() if type_ not in TYPES[known[name].type]] == []


@pytest.mark.parametrize("shop", SHOPS)
def test_every_table_but_crowds_stands_in_both_shops(shop, opened):
    assert set(TABLES) - set(table_names(opened[shop])) == ({"crowds"} if shop == "luming-global" else set())


@pytest.mark.parametrize("shop", SHOPS)
@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_no_key_stands_twice_and_every_word_is_allowed(table, shop, opened):
    con = opened[shop]
    if table.name in table_names(con):
        key = ", ".join(f'"{column}"' for column in table.key)
        assert con.sql(f"SELECT {key} FROM {table.name} GROUP BY ALL HAVING count(*) > 1").fetchall() == []
        for column in (column for column in table.columns if column.one_of):
            words = con.sql(f"SELECT DISTINCT {column.name} FROM {table.name}").fetchall()
            assert {word for (word,) in words} <= set(column.one_of)


@pytest.mark.parametrize("shop", SHOPS)
def test_the_manifest_tells_files_rows_and_hashes(shop, opened):
    manifest = json.loads((SAMPLE / shop / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["schema"] == 1
    for name, entry in manifest["tables"].items():
        content = b"".join((SAMPLE / shop / file).read_bytes() for file in entry["files"])
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()
        assert entry["rows"] == opened[shop].table(name).shape[0]


def test_the_sample_is_small_enough_for_git():
    assert sum(map(len, files_under(SAMPLE).values())) < 8_000_000


@pytest.mark.parametrize(("shop", "low", "high"), [("luming", 80_000, 105_000), ("luming-global", 12_000, 18_000)])
def test_the_shops_have_about_a_hundred_thousand_orders(shop, low, high, opened):
    assert low < opened[shop].table("orders").shape[0] < high


def test_the_platform_without_ids_gives_crowds_that_add_up(opened):
    found = (
        opened["luming"]
        .sql("""SELECT period, dimension, round(sum(c.paid) - any_value(o.paid), 2) FROM crowds c
        JOIN (SELECT strftime(date, '%Y-%m') AS period, sum(paid) AS paid FROM paid_orders
              WHERE platform = 'xiaohongshu' GROUP BY ALL) o USING (period) GROUP BY ALL""")
        .fetchall()
    )
    assert len(found) == 36 * 4
    assert {difference for *_, difference in found} == {0}


def test_the_same_run_gives_the_same_bytes(tmp_path):
    (wrote,) = duckdb.sql(
        f"SELECT created_by FROM parquet_file_metadata('{SAMPLE}/luming/orders/all.parquet')"
    ).fetchone()
    if f"v{duckdb.__version__} " not in wrote:
        pytest.skip(f"the sample was written by {wrote}, and here is DuckDB {duckdb.__version__}: its bytes may differ")
    make(tmp_path)
    assert files_under(tmp_path) == files_under(SAMPLE)


def test_a_larger_sample_holds_the_rows_of_the_smaller(tmp_path, opened):
    make(tmp_path, "--scale", "2", "--shop", "luming-global")
    larger, smaller = open_tables(tmp_path / "luming-global"), opened["luming-global"]
    for table in ("orders", "order_items"):
        rows = larger.table(table).df().merge(smaller.table(table).df(), how="inner")
        assert len(rows) == smaller.table(table).shape[0]
        assert 1.8 * len(rows) < larger.table(table).shape[0] < 2.2 * len(rows)
