"""The store: a manifest names its files, a write swaps it, and only small frames come home."""

from __future__ import annotations

import json

import ibis
import pandas as pd
import pytest
from shop_factory import opened, write

from planbook.absence import ConfigError, DataError, missing
from planbook.tables import store

ORDERS = pd.DataFrame(
    {
        "order_id": ["a", "b"],
        "paid": [20.0, 30.0],
        "paid_at": pd.to_datetime(["2026-10-01 08:00", None]),
        "customer_id": ["9f86d081", None],
        "colour": ["red", "blue"],
    }
)


@pytest.fixture
def tables(tmp_path):
    shop = opened(tmp_path, {}).shop
    store.write(shop, "orders", ORDERS)
    return store.open_shop(shop)


def test_the_store_shows_schema_columns_only(tables):
    assert tables["orders"].columns == ("order_id", "customer_id", "paid_at", "paid")


def test_the_manifest_tells_files_rows_and_hash(tables):
    entry = json.loads((tables.shop.folder / "manifest.json").read_text(encoding="utf-8"))["tables"]["orders"]
    assert (entry["rows"], [(tables.shop.folder / file).exists() for file in entry["files"]]) == (2, [True])
    assert tables.digest("orders") == entry["sha256"]
    assert tables.digest("traffic") is None


def test_a_corrupt_file_of_the_store_is_told(tables):
    next((tables.shop.folder / "orders").iterdir()).write_bytes(b"PAR1")
    with pytest.raises(DataError, match="orders: the store of tea cannot be read"):
        tables["orders"]


def test_a_hash_in_the_store_is_not_hashed_again(tables):
    assert store.fetch(tables["orders"])["customer_id"].tolist()[0] == "9f86d081"


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (("traffic",), missing("traffic")),
        (("traffic", "visitors"), missing("traffic", "visitors")),
        (("orders", "paid", "gross", "tax"), missing("orders", "gross", "tax")),
    ],
    ids=["no table", "no table for the column", "no columns"],
)
def test_what_is_not_there_is_missing(tables, asked, answer):
    assert tables.need(*asked) == answer


def test_an_unknown_table_is_an_error(tables):
    with pytest.raises(ConfigError, match="no table 'order'"):
        tables["order"]


def test_a_write_replaces_the_table_and_readers_keep_theirs(tables):
    before = tables["orders"]
    store.write(tables.shop, "orders", ORDERS.head(1))
    assert store.fetch(before.aggregate(n=before.count()))["n"].tolist() == [2]
    assert len(store.fetch(store.open_shop(tables.shop)["orders"])) == 1


def test_a_write_leaves_nothing_half_written(tables):
    assert [path.name for path in tables.shop.folder.rglob("*.part")] == []


def test_a_write_leaves_the_other_tables(tables):
    store.write(tables.shop, "products", pd.DataFrame({"sku": ["x"]}))
    assert {"orders", "products"} <= set(store.open_shop(tables.shop).files)


def test_a_file_that_is_gone_is_told(tables):
    next((tables.shop.folder / "orders").iterdir()).unlink()
    with pytest.raises(DataError, match=r"The store of tea lacks orders/\w+\.parquet.*Import"):
        tables["orders"]


@pytest.mark.parametrize("text", ["{", "[]", '{"tables": {"orders": {}}}'], ids=["no JSON", "a list", "no files"])
def test_a_broken_manifest_is_told(tables, text):
    write(tables.shop.folder / "manifest.json", text)
    with pytest.raises(DataError, match=r"manifest\.json of shop tea is not readable"):
        store.open_shop(tables.shop)


def test_days_come_home_as_datetime64_and_money_as_float64(tables):
    orders = tables["orders"]
    frame = store.fetch(orders.select("paid", "paid_at", day=orders.paid_at.date(), n=ibis.literal(1).cast("int64")))
    assert frame.dtypes.astype(str).to_dict() == {
        "paid": "float64",
        "paid_at": "datetime64[us]",
        "day": "datetime64[us]",
        "n": "int64",
    }


@pytest.mark.parametrize(("rows", "refused"), [(store.MOST_ROWS, False), (store.MOST_ROWS + 1, True)])
def test_only_small_frames_come_home(tables, rows, refused):
    many = ibis.range(rows).unnest().name("n").as_table()
    bound = tables["orders"].limit(1).cross_join(many).select("n")
    if refused:
        with pytest.raises(DataError, match="more than 100,000 rows"):
            store.fetch(bound)
    else:
        assert len(store.fetch(bound)) == rows


def test_a_value_that_is_no_number_is_told(tmp_path):
    shop = opened(tmp_path, {}).shop
    store.write(shop, "orders", pd.DataFrame({"order_id": ["a"], "paid": ["much"]}))
    with pytest.raises(DataError, match=r"much.*planbook check"):
        store.fetch(store.open_shop(shop)["orders"])


def test_what_summaries_share_is_reckoned_once(tables):
    first = tables.kept("firsts", tables["orders"].limit(1))
    assert tables.kept("firsts", tables["orders"].limit(2)) is first
