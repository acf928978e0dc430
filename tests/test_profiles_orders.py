"""Orders as each platform exports them, with its traps: what they become, row by row."""

from __future__ import annotations

from export_factory import made, page, header, rows
from import_factory import read, told
from planbook.absence import DataError
import pytest

ORDER = ("order_id", "paid_at", "status", "paid", "refund")
LINE = ("order_id", "sku", "quantity", "unit_price")


def test_taobao_paid_is_before_refunds_though_its_column_is_net(tmp_path):
    file = made(tmp_path / "ExportOrderList202611052310.csv", "taobao_order_list_legacy", [
        {"订单编号": '="1001"', "买家应付货款": "90.00", "买家应付邮费": "10.00", "总金额": "100.00", "买家实际支付金额": "70.00", "订单状态": "交易成功",
         "订单创建时间": "2026-11-01 10:00:00", "订单付款时间": "2026-11-01 10:01:00"},
        {"订单编号": '="1002"', "总金额": "50.00", "买家实际支付金额": "0", "订单状态": "交易关闭", "订单创建时间": "2026-11-01 11:00:00"},
        {"订单编号": '="1003"', "总金额": "40.00", "买家实际支付金额": "0.00", "订单状态": "交易关闭", "订单创建时间": "2026-11-02 11:00:00",
         "订单付款时间": "2026-11-02 11:00:30"},
    ], encoding="gb18030")  # fmt: skip
    orders = read(tmp_path, file)["orders"]
    assert told(orders, *ORDER) == [
        ("1001", "2026-11-01 10:01:00", "paid", 100.0, None),
        ("1002", None, "cancelled", 50.0, None),
        ("1003", "2026-11-02 11:00:30", "paid", 40.0, None),
    ]
