"""Orders as each platform exports them, with its traps: what they become, row by row."""

from __future__ import annotations

import pytest
from export_factory import header, made, page, rows
from import_factory import read, told

from planbook.absence import DataError

ORDER = ("order_id", "paid_at", "status", "paid", "refund")
LINE = ("order_id", "sku", "quantity", "unit_price")
DAY, TIME = "2026-11-01", "2026-11-01 10:01:00"


def test_taobao_paid_is_before_refunds_though_its_column_is_net(tmp_path):
    told_by = [
        {"订单编号": '="1001"', "总金额": "100.00", "买家实际支付金额": "70.00", "退款金额": "30.00", "订单状态": "交易成功", "订单付款时间": TIME},
        {"订单编号": '="1002"', "总金额": "50.00", "买家实际支付金额": "0", "退款金额": "无退款申请", "订单状态": "交易关闭"},
        {"订单编号": '="1003"', "总金额": "40.00", "买家实际支付金额": "0.00", "退款金额": "40.00", "订单状态": "交易关闭", "订单付款时间": TIME},
    ]  # fmt: skip
    file = made(tmp_path / "orders.xlsx", "taobao_order_list_qianniu", told_by, "columns")
    # 千牛 calls it 买家实付金额
    assert told(read(tmp_path, file)["orders"], *ORDER) == []


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig"])
def test_taobao_legacy(tmp_path, encoding):
    told_by = [
        {"订单编号": '="1001"', "买家应付货款": "90.00", "买家应付邮费": "10.00", "总金额": "100.00", "买家实际支付金额": "70.00", "订单状态": "交易成功",
         "订单创建时间": "2026-11-01 10:00:00", "订单付款时间": TIME},
        {"订单编号": '="1002"', "总金额": "50.00", "买家实际支付金额": "0", "订单状态": "交易关闭", "订单创建时间": "2026-11-01 11:00:00"},
    ]  # fmt: skip
    file = made(tmp_path / "ExportOrderList202611052310.csv", "taobao_order_list_legacy", told_by, encoding=encoding)
    orders = read(tmp_path, file)["orders"]
    assert told(orders, *ORDER, "gross", "shipping", "region") == [
        ("1001", TIME, "paid", 100.0, None, 90.0, 10.0, "浙江"),
        ("1002", None, "cancelled", 50.0, None, None, None, "浙江"),
    ]
    assert orders["customer_id"].str.fullmatch("[0-9a-f]{16}").all()
