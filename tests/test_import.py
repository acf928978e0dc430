"""Files go into a shop's store in one step: once, in months, the newer export winning, whatever happens meanwhile."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import duckdb
import pytest
from export_factory import made, text
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from import_factory import bring, orders, shop, stored

from planbook.absence import DataError
from planbook.tables.exports.recognising.profile import OURS
from planbook.tables.exports.storing import manifest
from planbook.tables.store import fetch, open_shop

A = "1,100,100,交易成功,2026-10-30 10:00:00,2026-10-30 10:01:00,甄隐私,浙江省 杭州市"
B = "2,50,50,交易成功,2026-11-02 10:00:00,2026-11-02 10:01:00,,上海"
UNPAID = "3,70,0,等待买家付款,2026-11-03 10:00:00,,,广东省"
PAID = "3,70,70,交易成功,2026-11-03 10:00:00,2026-11-03 11:00:00,,"
EARLY, LATE = "ExportOrderList202611050000.csv", "ExportOrderList202611060000.csv"
MONEY = ("order_id", "status", "paid", "refund")
LINES = ("order_id", "sku", "quantity", "unit_price")


@pytest.fixture
def tea(tmp_path):
    return shop(tmp_path / "tea")


def files(here) -> dict[str, bytes]:
    return {path.relative_to(here.folder).as_posix(): path.read_bytes() for path in here.folder.glob("*/*.parquet")}


def lines(path: Path, *rows: str) -> Path:
    header = "子订单编号,主订单编号,标题,价格,购买数量,商家编码"
    return text(path, [line.split(",") for line in (header, *rows)])


# --- once


def test_orders_stand_in_the_store_and_a_notebook_reads_them(tea, tmp_path):
    bring(tea, orders(tmp_path / EARLY, A, B, UNPAID))
    found = fetch(open_shop(tea)["orders"]).sort_values("order_id")
    assert found["paid"].tolist() == [100.0, 50.0, 70.0]
    assert found["status"].tolist() == ["paid", "paid", "unpaid"]
    assert found["region"].tolist() == ["浙江", "上海", "广东"]


def test_the_same_file_changes_nothing_under_whatever_name(tea, tmp_path):
    bring(tea, orders(tmp_path / EARLY, A, B))
    before = (tea.folder / "manifest.json").read_bytes(), files(tea)
    again = bring(tea, orders(tmp_path / LATE, A, B))
    assert again.files[0].known
    assert ((tea.folder / "manifest.json").read_bytes(), files(tea)) == before


def test_the_same_rows_in_another_file_change_no_table(tea, tmp_path):
    bring(tea, orders(tmp_path / EARLY, A, B))
    before = files(tea)
    assert bring(tea, orders(tmp_path / LATE, B, A)).merged["orders"] | {"orphaned": 0} == {
        "new": 0, "changed": 0, "same": 2, "replaced": 0, "orphaned": 0,
    }  # fmt: skip
    assert {name: content for name, content in files(tea).items() if name in before} == before
    assert stored(tea, "orders", *MONEY) == [("1", "paid", 100.0, 0.0), ("2", "paid", 50.0, 0.0)]


def test_a_file_that_its_profile_reads_otherwise_now_is_read_again(tea, tmp_path):
    bring(tea, orders(tmp_path / EARLY, A))
    (tmp_path / "tea" / "profiles").mkdir()
    ours = OURS / "taobao_order_list_legacy.yml"
    own = ours.read_text(encoding="utf-8").replace("交易成功: paid", "交易成功: done")
    (tmp_path / "tea" / "profiles" / ours.name).write_text(own, encoding="utf-8")
    assert not bring(shop(tmp_path / "tea"), orders(tmp_path / EARLY, A)).files[0].known


def test_all_files_go_in_or_none(tea, tmp_path):
    broken = orders(tmp_path / LATE, B.replace("50,50", "half,50"))
    with pytest.raises(DataError, match="row 2, column '总金额': it says 'half', which is no money"):
        bring(tea, orders(tmp_path / EARLY, A), broken)
    assert not tea.folder.exists()


def test_an_amount_that_is_reckoned_is_told_to_the_cent(tea, tmp_path):
    row = {
        "订单号": "3001",
        "商品ID": "77",
        "订购数量": "1",
        "下单时间": "2026-11-01 10:00:00",
        "京东价": "418",
        "订单金额": "418",
    }
    row |= {"应付金额": "351.8", "运费金额": "0", "订单状态": "完成", "付款确认时间": "2026-11-01 10:01:00"}
    bring(tea, made(tmp_path / "orders.csv", "jd_order", [row]))
    assert stored(tea, "orders", "discount_shop") == [(66.2,)]


# --- the newer one wins


@pytest.mark.parametrize("first", ["early", "late", "both"])
def test_the_newer_export_wins_whichever_comes_first(tea, tmp_path, first):
    early, late = orders(tmp_path / EARLY, A, UNPAID), orders(tmp_path / LATE, PAID, B)
    for batch in {"early": [[early], [late]], "late": [[late], [early]], "both": [[late, early]]}[first]:
        bring(tea, *batch)
    assert stored(tea, "orders", *MONEY) == [
        ("1", "paid", 100.0, 0.0), ("2", "paid", 50.0, 0.0), ("3", "paid", 70.0, 0.0),
    ]  # fmt: skip


def test_an_empty_cell_takes_nothing_away(tea, tmp_path):
    bring(tea, orders(tmp_path / EARLY, UNPAID))
    assert bring(tea, orders(tmp_path / LATE, PAID)).merged["orders"]["changed"] == 1
    assert stored(tea, "orders", "order_id", "paid_at", "region") == [("3", "2026-11-03 11:00:00", "广东")]


def test_the_lines_of_an_order_are_replaced_together(tea, tmp_path):
    bring(tea, lines(tmp_path / "ExportItemList202611050000.csv", "1,9,茶,60,2,T", "2,9,杯,20,1,C", "3,8,茶,60,1,T"))
    told = bring(tea, lines(tmp_path / "ExportItemList202611060000.csv", "1,9,茶,60,1,T"))
    assert stored(tea, "order_items", *LINES) == [("8", "T", 1, 60.0), ("9", "T", 1, 60.0)]
    assert (told.merged["order_items"]["changed"], told.merged["order_items"]["replaced"]) == (1, 2)


ROWS = st.dictionaries(st.integers(1, 6), st.tuples(st.integers(1, 99), st.booleans()), min_size=1)


@settings(max_examples=15, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS, ROWS)
def test_two_exports_come_to_the_same_in_any_order_and_number_of_steps(tmp_path_factory, early, late):
    found = set()
    for steps in ([[0], [1]], [[1], [0]], [[0, 1]]):
        folder = tmp_path_factory.mktemp("shop")
        both = [orders(folder / name, *rows_of(rows)) for name, rows in ((EARLY, early), (LATE, late))]
        for step in steps:
            bring(shop(folder / "tea"), *(both[at] for at in step))
        found.add(tuple(stored(shop(folder / "tea"), "orders", "order_id", "paid", "paid_at")))
    assert len(found) == 1


def rows_of(told: dict[int, tuple[int, bool]]) -> list[str]:
    placed = "2026-11-0{0} 10:00:00"
    return [
        f"{at},{paid},,交易成功,{placed.format(at)},{placed.format(at) if is_paid else ''},,"
        for at, (paid, is_paid) in told.items()
    ]


# --- refunds


REFUND = {
    "订单编号": "1",
    "退款编号": "R1",
    "退款申请时间": "2026-11-04 10:00:00",
    "退款完结时间": "2026-11-05 10:00:00",
}
REFUND |= {"退款总额": "30", "退给买家金额": "30", "退款状态": "退款成功"}


@pytest.mark.parametrize("order", list(itertools.permutations((0, 1))))
def test_orders_take_up_refunds_that_come_before_or_after_them(tea, tmp_path, order):
    both = (orders(tmp_path / EARLY, A, B), made(tmp_path / "退款_20261106.xlsx", "taobao_refund", [REFUND]))
    orphaned = [bring(tea, both[at]).merged.get("refunds", {}).get("orphaned", 0) for at in order]
    assert sum(orphaned) == (order[0] == 1)
    assert stored(tea, "orders", *MONEY, "refunded_at") == [
        ("1", "paid", 100.0, 30.0, "2026-11-05 10:00:00"), ("2", "paid", 50.0, 0.0, None),
    ]  # fmt: skip


# --- months and the log


def test_only_months_that_change_are_written_anew(tea, tmp_path):
    bring(tea, orders(tmp_path / EARLY, A, B))
    october = {name: content for name, content in files(tea).items() if "2026-10" in name}
    bring(tea, orders(tmp_path / LATE, UNPAID))
    named = json.loads((tea.folder / "manifest.json").read_text())["tables"]["orders"]["files"]
    assert [name[: len("orders/2026-10")] for name in named] == ["orders/2026-10", "orders/2026-11"]
    assert october.keys() <= set(named)


def test_the_log_tells_what_became_of_a_file(tea, tmp_path):
    bring(tea, orders(tmp_path / EARLY, A, B), at="2026-11-20 09:00")
    bring(tea, orders(tmp_path / LATE, A, UNPAID, "合计,170,170,,,,,"))
    told = manifest.read(tea.folder).imports[-1]
    assert (told["file"], told["rows_in"], told["dropped"]) == (LATE, 3, {"total": 1})
    assert told["tables"] == {"orders": {"rows": 2, "new": 1, "changed": 0, "same": 1}}
    assert (told["exported_at"], told["imported_at"]) == ("2026-11-06T00:00:00", "2026-11-20T09:00:00")


def test_a_dry_run_writes_nothing(tea, tmp_path):
    from planbook.tables.exports import bringing
    from planbook.tables.exports.importing import Wish

    looked = bringing.bring(tea, [orders(tmp_path / EARLY, A, B, UNPAID)], Wish(), now=None)
    assert not tea.folder.exists()
    assert dict(looked.files[0].tables[0].sums) == {"paid_orders": 2, "paid": 150.0, "refund": 0.0}


def test_what_an_old_store_holds_is_parted_into_months(tea, tmp_path):
    (tea.folder / "orders").mkdir(parents=True)
    old = "'9' AS order_id, TIMESTAMP '2026-09-01' AS ordered_at, 5.0 AS paid, 'tmall' AS platform, 'unpaid' AS status"
    duckdb.execute(f"COPY (SELECT {old}) TO '{tea.folder}/orders/all.parquet'")
    entry = {"orders": {"files": ["orders/all.parquet"], "rows": 1, "sha256": "x"}}
    (tea.folder / "manifest.json").write_text(json.dumps({"schema": 1, "tables": entry}))
    bring(tea, orders(tmp_path / EARLY, A))
    assert stored(tea, "orders", "order_id", "paid") == [("1", 100.0), ("9", 5.0)]
