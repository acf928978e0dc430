"""The sample shop goes out as its platforms would give it, and comes back equal in all that each of them tells."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import duckdb
import import_factory
import pandas as pd
import pytest
from sample.exports.making import export
from sample.exports.shapes import SHAPES
from sample.exports.writers import Span
from typer.testing import CliRunner

from planbook import cli, project
from planbook.project import Shop
from planbook.tables.exports import bringing
from planbook.tables.exports.importing import Wish
from planbook.tables.schema import TABLES
from planbook.tables.store import open_shop

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "sample"
NOW = dt.datetime(2026, 11, 2, 10)
MARKS = ("甄", "隐私", "1390000", "private.example")  # one of them stands in every personal cell


def days(since: str, until: str) -> Span:
    return Span(dt.date.fromisoformat(since), dt.date.fromisoformat(until))


# of 生意参谋 few, for its sources have a file a day; the shop abroad has two nights on which its clocks change
DAYS = dict.fromkeys(SHAPES, days("2026-09-05", "2026-10-31"))
DAYS |= {"sycm": days("2026-09-26", "2026-10-08"), "ga4": days("2026-02-10", "2026-04-10")}
DAYS |= {"shopify": days("2025-10-20", "2026-03-31")}

# (shape, table) → rows of the sample, and what the platform tells of them
CARRIED = {
    # what was never paid has no refund, not even one of nothing
    ("taobao", "orders"): ("platform = 'tmall'", """order_id, customer_id, ordered_at, paid_at, status, shipping, paid,
        CASE WHEN paid_at IS NOT NULL THEN refund END AS refund, refunded_at, region, platform"""),
    ("taobao", "order_items"): ("order_id LIKE 'T%'", "order_id, sku, product, quantity, unit_price"),
    ("sycm", "item_traffic"): ("platform = 'tmall'",
        "date, platform, sku, visitors, favorites, cart_adders, buyers, units, paid, refund"),
    ("sycm", "traffic"): ("platform = 'tmall'",
        "date, platform, source, visitors, new_visitors, page_views, bounces, cart_adders, buyers"),
    # JD's orders tell of a refund when it was made before the parcel left, and not who paid for a discount
    ("jd", "orders"): ("platform = 'jd'", """order_id, customer_id, ordered_at, paid_at, gross, shipping, paid,
        region, platform, CASE WHEN refunded_at >= paid_at + INTERVAL 1 DAY THEN 'paid' ELSE status END AS status,
        discount_shop + discount_platform AS discount_shop"""),
    # nor what a line costs after discounts: 京东价 is the list's
    ("jd", "order_items"): ("order_id LIKE 'J%'", """order_id, sku, product, quantity,
        (SELECT list_price FROM products AS p WHERE p.sku = order_items.sku) AS unit_price"""),
    ("jd", "item_traffic"): ("platform = 'jd'",
        "date, platform, sku, impressions, visitors, favorites, cart_adders, buyers, units, paid, refund"),
    ("jd", "ad_spend"): ("platform = 'jd'",
        "date, platform, tool, campaign, creative, impressions, clicks, spend, conversions, paid"),
    ("douyin", "orders"): ("platform = 'douyin'", """order_id, ordered_at, paid_at, status, gross, discount_shop,
        discount_platform, discount_creator, shipping, paid, creator, platform"""),
    ("douyin", "order_items"): ("order_id LIKE 'D%'", "order_id, sku, product, quantity, unit_price"),
    # Shopify has one amount for all discounts
    ("shopify", "orders"): ("true", """order_id, customer_id, ordered_at, paid_at, status, gross, shipping, tax, paid,
        refund, discount_shop + discount_creator AS discount_shop, currency, region, platform"""),
    ("shopify", "order_items"): ("true", "order_id, sku, product, quantity, unit_price"),
    ("shopify", "products"): ("true", "sku, product, category, unit_cost, list_price, stock"),
    # the days; what is told of the month as a whole stands aside
    ("ga4", "traffic"): ("true", """date, platform, source, visitors, new_visitors, page_views, bounces, seconds,
        'active_users' AS basis"""),
}  # fmt: skip
BESIDE = {("taobao", "refunds")}  # the sample tells of refunds in its orders, and so do ours when these are there


class Made(NamedTuple):
    """Files of a shape, the shop into which they were imported, and what the import said."""

    files: list[Path]
    shop: Shop
    told: bringing.Brought


Maker = Callable[[str], Made]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    """Export a shape and import it, once for all tests."""
    known: dict[str, Made] = {}

    def make(shape: str) -> Made:
        if shape not in known:
            folder = tmp_path_factory.mktemp(shape)
            known[shape] = brought(shape, folder, export(SAMPLE, folder / "files", shape, DAYS[shape]))
        return known[shape]

    return make


def brought(shape: str, folder: Path, files: list[Path]) -> Made:
    settings = project.load(ROOT).shop(SHAPES[shape].shop).settings
    shop = import_factory.shop(folder, currency=settings.currency, timezone=settings.timezone)
    return Made(files, shop, bringing.bring(shop, files, Wish(), now=NOW))


def asked(shop: Shop, query: str) -> pd.DataFrame:
    """Ask the tables of a shop."""
    tables = open_shop(shop)
    assert [tables[name] for name in tables.files]  # so that the engine knows them
    return tables.engine.con.sql(query).df()


def ordered(rows: pd.DataFrame, table: str) -> pd.DataFrame:
    """Bring rows into the order of the table's key; a buyer is called by the first of the orders."""
    if "customer_id" in rows:
        rows["customer_id"] = rows.groupby("customer_id")["order_id"].transform("min")
    return rows.sort_values([key for key in TABLES[table].key if key in rows], ignore_index=True)


def sample(shape: str, table: str) -> pd.DataFrame:
    """What the sample says of the days that were exported."""
    (where, columns), (since, until) = CARRIED[shape, table], DAYS[shape]
    between = f"BETWEEN DATE '{since}' AND DATE '{until}'"
    within = {"products": "true", "orders": f"ordered_at::DATE {between}"}
    within["order_items"] = f"order_id IN (SELECT order_id FROM orders WHERE {within['orders']})"
    query = f"SELECT {columns} FROM {table} WHERE {where} AND {within.get(table, f'date {between}')}"
    return asked(project.load(ROOT).shop(SHAPES[shape].shop), query)


@pytest.mark.parametrize("of", CARRIED, ids="-".join)
def test_every_row_comes_back_in_all_that_the_platform_tells(of: tuple[str, str], made: Maker) -> None:
    shape, table = of
    expected = ordered(sample(shape, table), table)
    found = ordered(asked(made(shape).shop, f"SELECT {', '.join(expected.columns)} FROM {table}"), table)
    assert len(expected) > 20
    pd.testing.assert_frame_equal(found, expected, check_dtype=False, rtol=0, atol=0.005)


@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_is_told_that_the_platform_does_not_tell(shape: str, made: Maker) -> None:
    shop = made(shape).shop
    for table in {name for name in open_shop(shop).files if (shape, name) not in BESIDE}:
        found = asked(shop, f"FROM {table}")
        assert set(found.columns[found.notna().any()]) == set(sample(shape, table).columns)


@pytest.mark.parametrize("shape", SHAPES)
def test_no_original_buyer_has_kept_the_name(shape: str, made: Maker) -> None:
    known = asked(project.load(ROOT).shop(SHAPES[shape].shop), "SELECT customer_id FROM orders")["customer_id"]
    files = open_shop(made(shape).shop).files
    kept = asked(made(shape).shop, "SELECT customer_id FROM orders")["customer_id"] if "orders" in files else []
    assert set(kept) & set(known) <= {None}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_file_is_taken_for_what_it_is(shape: str, made: Maker) -> None:
    files = made(shape).told.files
    parts = [part for file in files for part in file.parts]
    assert {part.sure for part in parts} == {1.0}
    assert [word for part in parts for word in part.unknown_words] == []
    assert {why for part in parts for why in part.dropped} <= {"total", "skipped"}
    assert [file.file for file in files if file.aside] == []


@pytest.mark.parametrize("shape", SHAPES)
def test_the_same_files_again_change_nothing(shape: str, made: Maker) -> None:
    files, shop, _ = made(shape)
    before = stored(shop)
    assert bringing.bring(shop, files, Wish(), now=NOW + dt.timedelta(days=1)).merged == {}
    assert stored(shop) == before


def stored(shop: Shop) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in shop.folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("shape", SHAPES)
def test_two_halves_that_overlap_make_the_whole(shape: str, made: Maker, tmp_path: Path) -> None:
    (since, until), some = DAYS[shape], dt.timedelta(days=4)
    middle = since + (until - since) / 2
    for half in (Span(middle - some, until), Span(since, middle + some)):
        shop = brought(shape, tmp_path, export(SAMPLE, tmp_path / f"{half.since}", shape, half)).shop
    for table in open_shop(shop).files:
        halves, whole = (ordered(asked(each, f"FROM {table}"), table) for each in (shop, made(shape).shop))
        pd.testing.assert_frame_equal(halves, whole)


@pytest.mark.parametrize("shape", ["taobao", "jd", "douyin", "shopify"])
def test_nothing_of_a_person_goes_beyond_the_files(shape: str, made: Maker) -> None:
    files, shop, told = made(shape)
    planted = b"".join(path.read_bytes() for path in files)
    assert all(mark.encode() in planted or mark.encode("gb18030") in planted for mark in MARKS[:3])
    said = CliRunner().invoke(cli.app, ["import", "--dry-run", *map(str, files), "-w", str(shop.project.root)]).output
    cells = [duckdb.read_parquet(str(path)).df().to_csv() for path in shop.folder.rglob("*.parquet")]
    kept = "\n".join(
        [said, str(told.told()), *cells, *(each.decode(errors="replace") for each in stored(shop).values())]
    )
    assert files[0].name in said
    assert re.findall("|".join(MARKS), kept) == []


@pytest.mark.parametrize("shape", SHAPES)
def test_the_same_sample_gives_the_same_files(shape: str, made: Maker, tmp_path: Path) -> None:
    again = export(SAMPLE, tmp_path, shape, DAYS[shape])
    first = made(shape).files
    assert [path.name for path in again] == [path.name for path in first]
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in first]
