"""Files in place, queries and databases: read as their schema says, or told with file, row, column and value."""

from __future__ import annotations

import duckdb
import pandas as pd
import pytest
from shop_factory import opened, shop, write

from planbook.absence import ConfigError, DataError
from planbook.tables.store import fetch

MAPPED = {"order_id": "订单编号", "paid_at": "订单付款时间", "paid": "总金额", "region": "收货地址"}
CHINESE = "订单编号,总金额,收货地址 ,订单付款时间 \n1,20.5,浙江,2026-10-01 08:00:00\n2,30,上海,\n"


def rows(tables, name="orders"):
    frame = fetch(tables[name]).astype(object)
    return [tuple(row) for row in frame.where(frame.notna(), None).to_numpy()]


def orders(folder, text, **more):
    return rows(shop(folder, {"orders": text}, **more))


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", {}), ("utf-8-sig", {}), ("utf-8-sig", {"encoding": "utf-8-sig"}), ("gb18030", {"encoding": "gb18030"})],
    ids=["utf-8", "utf-8 with a mark", "utf-8 with a mark and told so", "gb18030"],
)
def test_a_chinese_export_is_read_in_place(tmp_path, encoding, told):
    write(tmp_path / "data" / "a.csv", CHINESE, encoding)
    tables = opened(tmp_path, {"orders": {"path": "data/a.csv", "columns": MAPPED} | told})
    assert rows(tables) == [("1", pd.Timestamp("2026-10-01 08:00"), 20.5, "浙江"), ("2", None, 30.0, "上海")]


def test_gbk_bytes_called_utf_8_are_told_with_the_cure(tmp_path):
    write(tmp_path / "data" / "a.csv", CHINESE, "gbk")
    tables = opened(tmp_path, {"orders": {"path": "data/a.csv", "columns": MAPPED}})
    with pytest.raises(DataError, match=r"a\.csv is not in the encoding.*encoding: gb18030"):
        tables["orders"]


@pytest.mark.parametrize(
    ("encoding", "said"), [("gb18031", r"Write an encoding such as"), ("ascii", r"a\.csv is not in the encoding")]
)
def test_an_encoding_that_cannot_be_is_told(tmp_path, encoding, said):
    write(tmp_path / "data" / "a.csv", CHINESE)
    tables = opened(tmp_path, {"orders": {"path": "data/a.csv", "columns": MAPPED, "encoding": encoding}})
    with pytest.raises(DataError, match=said):
        tables["orders"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("order_id,paid\n1,20\n2,a lot\n", r"orders\.csv, row 3, column 'paid': it says 'a lot', which is no money"),
        ("order_id,paid\n1,\n", r"orders\.csv, row 2, column 'paid': it is empty"),
        ("order_id,paid\n ,5\n", r"orders\.csv, row 2, column 'order_id': it is empty"),
        ("order_id,paid,paid_at\n1,5,soon\n", r"row 2, column 'paid_at': it says 'soon', which is no time"),
    ],
    ids=["no number", "empty money", "blank id", "no time"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_wrong_cell_is_told_with_file_row_column_and_value(tmp_path, text, said, encoding):
    write(tmp_path / "data" / "orders.csv", text)
    with pytest.raises(DataError, match=said):
        opened(tmp_path, {"orders": {"path": "data/orders.csv", "encoding": encoding}})["orders"]


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(DataError, match=r"orders: no file matches 'data/\*\.csv'.*mend the path"):
        opened(tmp_path, {"orders": {"path": "data/*.csv"}})["orders"]


@pytest.mark.parametrize("path", ["data/orders.csv", "data/*.csv"])
def test_a_path_is_meant_from_the_workspace_wherever_one_stands(tmp_path, monkeypatch, path):
    write(tmp_path / "elsewhere" / "data" / "orders.csv", "order_id,paid\nwrong,1\n")
    write(tmp_path / "shop" / "data" / "orders.csv", "order_id,paid\nright,1\n")
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert rows(opened(tmp_path / "shop", {"orders": {"path": path}})) == [("right", 1.0)]


def test_a_query_reads_files_from_the_workspace_wherever_one_stands(tmp_path, monkeypatch):
    write(tmp_path / "shop" / "data" / "a.csv", "order_id,paid\nright,1\n")
    monkeypatch.chdir(tmp_path)
    assert rows(opened(tmp_path / "shop", {"orders": {"query": "FROM read_csv('data/a.csv')"}})) == [("right", 1.0)]


def test_a_buyer_is_not_hashed_without_a_key(tmp_path):
    tables = shop(tmp_path, {"orders": "order_id,customer_id,paid\n1,ana,5\n", "products": "sku\nx\n"})
    (tmp_path / ".planbook" / "key").unlink()
    assert rows(tables, "products") == [("x",)]
    with pytest.raises(ConfigError, match=r"\.planbook/key.*Copy"):
        tables["orders"]


def test_what_the_engine_refuses_is_told(tmp_path):
    with pytest.raises(DataError, match="orders: its source cannot be read: "):
        opened(tmp_path, {"orders": {"query": "SELECT 1 AS planbook_file, 1 AS order_id, 2 AS paid"}})["orders"]


def test_a_missing_column_names_what_the_file_has(tmp_path):
    with pytest.raises(DataError, match=r"no column 'paid'; it has order_id, amount.*orders → columns → paid"):
        orders(tmp_path, "order_id,amount\n1,20\n")


def test_a_file_without_rows_gives_an_empty_table(tmp_path):
    assert orders(tmp_path, "order_id,paid\n") == []


def test_several_files_are_read_as_one_and_a_wrong_row_is_counted_in_its_own(tmp_path):
    write(tmp_path / "data" / "2026-09.csv", "order_id,paid,region\n1,10,浙江\n2,11,上海\n")
    write(tmp_path / "data" / "2026-10.csv", "order_id,paid\n3,12\n4,x\n")
    tables = opened(tmp_path, {"orders": {"path": "data/2026-*.csv"}})
    with pytest.raises(DataError, match=r"2026-10\.csv, row 3, column 'paid': it says 'x'"):
        tables["orders"]
    write(tmp_path / "data" / "2026-10.csv", "order_id,paid\n3,12\n")
    tables = opened(tmp_path, {"orders": {"path": "data/2026-*.csv"}})
    assert sorted(rows(tables)) == [("1", 10.0, "浙江"), ("2", 11.0, "上海"), ("3", 12.0, None)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026-10-01 08:00:00", "2026-10-01 08:00"),
        ("2026-09-30T23:30:00Z", "2026-10-01 07:30"),
        ("2026-10-01 00:30:00 +0000", "2026-10-01 08:30"),
        ("2026-09-30T20:00:00-05:00", "2026-10-01 09:00"),
        ("2026-10-01", "2026-10-01"),
    ],
    ids=["shop's own", "Z", "+0000", "-05:00", "a day"],
)
def test_times_are_in_the_shops_zone(tmp_path, text, shown):
    found = orders(tmp_path, f"order_id,paid_at,paid\n1,{text},5\n")
    assert found == [("1", pd.Timestamp(shown), 5.0)]


def test_a_buyer_is_hashed_with_the_workspaces_key_and_never_shown(tmp_path):
    text = "order_id,customer_id,paid\n1,tb_ana,5\n2, tb_ana ,5\n3,,5\n"
    first, second, third = (row[1] for row in orders(tmp_path, text))
    assert (first == second, third, len(first)) == (True, None, 16)
    assert "ana" not in first
    write(tmp_path / ".planbook" / "key", "another")
    assert orders(tmp_path, text)[0][1] != first


def test_a_table_is_a_query_over_raw_files(tmp_path):
    write(tmp_path / "data" / "lines.csv", "no,price,who\na,2,ana\na,3,ana\nb,4,bo\n")
    query = "SELECT no AS order_id, sum(price) AS paid, any_value(who) AS customer_id FROM lines GROUP BY no;"
    tables = opened(tmp_path, {"lines": {"path": "data/lines.csv"}, "orders": {"query": query}})
    found = sorted(rows(tables))
    assert [(number, paid) for number, _, paid in found] == [("a", 5.0), ("b", 4.0)]
    assert found[0][1] not in {"ana", None}


def test_a_query_reads_raw_files_of_any_encoding(tmp_path):
    write(tmp_path / "a.csv", "编号,金额\n甲,5\n", "gb18030")
    query = 'SELECT 编号 AS order_id, 金额 + 1 AS paid FROM "raw lines"'
    tables = opened(tmp_path, {"raw lines": {"path": "a.csv", "encoding": "gb18030"}, "orders": {"query": query}})
    assert rows(tables) == [("甲", 6.0)]


def test_a_raw_file_in_another_encoding_than_told_is_told(tmp_path):
    write(tmp_path / "a.csv", "编号,金额\n甲,5\n", "gbk")
    with pytest.raises(DataError, match=r"a\.csv is not in the encoding"):
        opened(tmp_path, {"lines": {"path": "a.csv"}, "orders": {"query": "FROM lines"}})["orders"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * FROM nowhere", "orders: its query fails: .*nowhere"),
        ("SELECT 1 AS order_id", "orders: its query has no column 'paid'"),
    ],
)
def test_a_query_that_fails_says_so(tmp_path, query, said):
    with pytest.raises(DataError, match=said):
        opened(tmp_path, {"orders": {"query": query}})["orders"]


@pytest.fixture
def database(tmp_path, monkeypatch):
    path = tmp_path / "shop.duckdb"
    with duckdb.connect(str(path)) as made:
        made.execute("CREATE SCHEMA sold; CREATE TABLE sold.orders AS SELECT 7 AS order_id, 8.5 AS paid, 'ana' AS who")
    monkeypatch.setenv("SHOP_DB", f"duckdb://{path}")


# ibis 12 calls what DuckDB 1.5 renames
@pytest.mark.filterwarnings("ignore:fetch_record_batch:DeprecationWarning")
def test_a_table_is_read_from_a_database_whose_address_is_in_the_environment(tmp_path, database):
    source = {"url_env": "SHOP_DB", "table": "sold.orders", "columns": {"customer_id": "who"}}
    ((number, buyer, paid),) = rows(opened(tmp_path, {"orders": source}))
    assert (number, paid, buyer != "ana") == ("7", 8.5, True)


@pytest.mark.filterwarnings("ignore:fetch_record_batch:DeprecationWarning")
def test_a_query_reads_a_database_too(tmp_path, database):
    sources = {"sold": {"url_env": "SHOP_DB", "table": "sold.orders"}, "orders": {"query": "FROM sold"}}
    assert rows(opened(tmp_path, sources)) == [("7", 8.5)]


def test_a_variable_that_is_not_set_is_told(tmp_path, monkeypatch):
    monkeypatch.delenv("SHOP_DB", raising=False)
    with pytest.raises(ConfigError, match="SHOP_DB is not set"):
        opened(tmp_path, {"orders": {"url_env": "SHOP_DB", "table": "orders"}})["orders"]


@pytest.mark.parametrize("address", ["duckdb:///s3cret/none.duckdb", "nothing://ana:s3cret@host/db"])
def test_the_secret_address_is_never_told(tmp_path, monkeypatch, address):
    monkeypatch.setenv("SHOP_DB", address)
    with pytest.raises(DataError, match="cannot be read from the database in SHOP_DB") as caught:
        opened(tmp_path, {"orders": {"url_env": "SHOP_DB", "table": "orders"}})["orders"]
    assert "s3cret" not in str(caught.value)


def test_a_database_without_its_driver_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("SHOP_DB", "risingwave://ana:s3cret@host/db")
    with pytest.raises(ConfigError, match=r"SHOP_DB is not installed\. .*ibis-framework\[risingwave\]"):
        opened(tmp_path, {"orders": {"url_env": "SHOP_DB", "table": "orders"}})["orders"]


def test_html_in_a_title_stays_text(tmp_path):
    text = 'order_id,sku,product,quantity,unit_price\n1,x,"<b onclick=""f()"">茶</b>",1,5\n'
    found = rows(shop(tmp_path, {"order_items": text}), "order_items")
    assert found == [("1", "x", '<b onclick="f()">茶</b>', 1, 5.0)]


def test_a_parquet_file_is_read_in_place(tmp_path):
    pd.DataFrame({"no": [1], "paid": [5]}).to_parquet(tmp_path / "a.parquet")
    tables = opened(tmp_path, {"orders": {"path": "a.parquet", "columns": {"order_id": "no"}}})
    assert rows(tables) == [("1", 5.0)]


def test_a_header_that_looks_like_sql_is_only_a_header(tmp_path):
    write(tmp_path / "a.csv", 'order_id,"paid""; DROP TABLE x; --"\n1,5\n')
    tables = opened(tmp_path, {"orders": {"path": "a.csv", "columns": {"paid": 'paid"; DROP TABLE x; --'}}})
    assert rows(tables) == [("1", 5.0)]
