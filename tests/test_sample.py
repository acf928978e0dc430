"""The sample shop's books balance, and every run and scale gives the same rows."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from planbook.tables.schema import BESIDE, TABLES

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
LOSING = "LM-GHWL-60"  # is sold below its floor on purpose
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
    "items_before_their_launch_or_below_their_floor": f"""order_items JOIN orders USING (order_id)
        LEFT JOIN products USING (sku) WHERE paid_at::DATE < launched OR launched IS NULL
        OR (unit_price < floor_price AND sku <> '{LOSING}')""",
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
    "weekly_sheets_that_do_not_start_on_monday": "competitor_items WHERE isodow(date) <> 1",
    "rival_items_above_their_page_price": "competitor_items WHERE deal_price > page_price OR page_price > list_price",
    "a_counter_that_differs_from_what_was_sold": """(SELECT counter - lag(counter) OVER item AS more, units_sold,
        date - lag(date) OVER item AS days FROM competitor_items WINDOW item AS (PARTITION BY brand, sku ORDER BY date))
        WHERE days = 7 AND more > 0 AND more <> units_sold""",
    "matches_that_we_do_not_sell": """competitor_items LEFT JOIN products ON products.sku = matches
        WHERE matches IS NOT NULL AND (product IS NULL OR competitor_items.category <> products.category)""",
    "sources_of_a_rival_that_are_not_a_whole": """(SELECT sum(share) AS whole FROM competitor_traffic
        GROUP BY period, brand) WHERE abs(whole - 1) > 0.001""",
    "more_engagement_than_views": "competitor_posts WHERE engagement > views",
    "voices_of_people_who_never_ordered": """feedback ANTI JOIN orders USING (customer_id)
        WHERE feedback.customer_id IS NOT NULL""",
    "voices_before_the_purchase": """feedback f JOIN (SELECT customer_id, min(paid_at) AS first FROM orders
        WHERE paid_at IS NOT NULL GROUP BY customer_id) o USING (customer_id) WHERE f."at" < first""",
    "voices_on_items_that_nobody_sells": """feedback WHERE sku NOT IN (SELECT sku FROM products UNION ALL
        SELECT sku FROM competitor_items)""",
    "stars_on_tickets_or_minutes_on_reviews": """feedback WHERE (origin = 'review') <> (rating IS NOT NULL)
        OR (origin = 'ticket') <> (response_minutes IS NOT NULL) OR rating NOT BETWEEN 1 AND 5""",
    "respondents_who_never_ordered": """survey ANTI JOIN orders USING (customer_id)
        WHERE survey.customer_id IS NOT NULL""",
    "respondents_from_elsewhere": """survey s JOIN orders o USING (customer_id)
        WHERE s.platform <> o.platform OR s.region <> o.region""",
    "answers_off_the_scale": "survey WHERE nps NOT BETWEEN 0 AND 10",
    "followers_that_do_not_add_up": """(SELECT followers - lag(followers) OVER account AS more, gained - lost AS moved
        FROM accounts WINDOW account AS (PARTITION BY platform, account ORDER BY date)) WHERE more <> moved""",
    "campaign_items_that_are_not_sold_or_below_their_floor": f"""assortment LEFT JOIN products USING (sku)
        WHERE product IS NULL OR (deal_price < floor_price AND sku <> '{LOSING}')""",
    "campaign_items_of_which_more_was_sold_than_was_there": """(SELECT campaign, sku, stock, sum(t.units) AS sold
        FROM assortment JOIN campaigns USING (campaign, platform) JOIN item_traffic t USING (platform, sku)
        WHERE t.date BETWEEN starts AND ends GROUP BY ALL) WHERE sold > stock""",
    "plan_rows_of_campaigns_that_are_not_there": """(SELECT campaign FROM assortment UNION ALL
        SELECT campaign FROM creators UNION ALL SELECT campaign FROM tasks UNION ALL SELECT campaign FROM lessons
        UNION ALL SELECT campaign FROM actions UNION ALL SELECT campaign FROM resources)
        ANTI JOIN campaigns USING (campaign)""",
    "creators_who_brought_more_than_the_platform_sold": """(SELECT campaign, platform, sum(paid) AS brought
        FROM creators GROUP BY ALL) JOIN (SELECT c.campaign, platform, sum(paid) AS sold
        FROM campaigns c JOIN paid_orders USING (platform) WHERE date BETWEEN starts AND ends GROUP BY ALL)
        USING (campaign, platform)
        WHERE brought > sold""",
    "slots_that_brought_more_than_the_platform_had_visitors": """(SELECT campaign, platform, sum(visitors) AS brought
        FROM resources GROUP BY ALL) JOIN (SELECT c.campaign, platform, sum(visitors) AS came
        FROM campaigns c JOIN traffic USING (platform) WHERE date BETWEEN starts AND ends GROUP BY ALL)
        USING (campaign, platform) WHERE brought > came / 2""",
    "slots_that_cost_more_than_was_set_aside": """(SELECT campaign, platform, sum(price) AS price FROM resources
        WHERE status = 'granted' GROUP BY ALL) JOIN campaigns USING (campaign, platform) WHERE price > cost""",
    "slots_refused_with_visitors_or_granted_without": """resources JOIN campaigns USING (campaign, platform)
        WHERE resources.starts <= DATE '2026-10-31' AND (status = 'granted') <> (visitors IS NOT NULL)""",
    "work_that_ends_before_it_begins": "tasks WHERE due < starts OR done < starts",
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
def test_every_table_stands_in_both_shops(shop, opened):
    assert set(TABLES) - set(BESIDE) - {"offers"} <= set(table_names(opened[shop]))


@pytest.mark.parametrize("shop", SHOPS)
@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_no_key_stands_twice_and_every_word_is_allowed(table, shop, opened):
    con = opened[shop]
    if table.name in table_names(con):
        key = ", ".join(f'"{column}"' for column in table.key if column in con.table(table.name).columns)
        assert con.sql(f"SELECT {key} FROM {table.name} GROUP BY ALL HAVING count(*) > 1").fetchall() == []
        for column in (
            column for column in table.columns if column.one_of and column.name in con.table(table.name).columns
        ):
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


@pytest.mark.parametrize("shop", SHOPS)
def test_crowds_of_every_platform_add_up(shop, opened):
    found = (
        opened[shop]
        .sql("""SELECT platform, dimension, count(DISTINCT period), max(abs(c.paid - o.paid)) < 0.005 FROM
        (SELECT period, platform, dimension, sum(paid) AS paid FROM crowds GROUP BY ALL) c
        JOIN (SELECT strftime(date, '%Y-%m') AS period, platform, sum(paid) AS paid FROM paid_orders GROUP BY ALL) o
        USING (period, platform) GROUP BY platform, dimension""")
        .fetchall()
    )
    assert {row[2:] for row in found} == {(36, True)}
    dimensions = {"age", "gender", "region", "new_or_old", "spending_level"}
    told = {platform: {row[1] for row in found if row[0] == platform} for platform, *_ in found}
    assert told.pop("xiaohongshu", dimensions) == dimensions
    assert set(map(frozenset, told.values())) == {frozenset({"age", "gender"})}


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
