"""Exports as platforms make them: the headers that are known of each, our own cells, and its ways of writing them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import xlsxwriter

HEADERS = Path(__file__).parent / "exports" / "headers.json"
NAME, PHONE, MAIL, STREET = "甄隐私", "13900001111", "secret.person@example.com", "隐私路77号"
SECRETS = (NAME, PHONE, MAIL, STREET)
# what stands in personal columns where a test says nothing else
_HEADERS = {
    NAME: "买家会员名|收货人姓名|发票抬头|卖家真实姓名|下单帐号|客户姓名|收件人"
    "|First Name|Last Name|Full Name|Buyer|Buyer User ID|Billing Name|Shipping Name|Employee|Ship Name|Customer",
    PHONE: "联系电话|卖家电话|卖家手机|收件人手机号|手机|电话|Billing Phone|Shipping Phone|Phone|Default Address Phone",
    MAIL: "买家支付宝账号|Email|Email Address",
    STREET: "卖家退货地址|详细地址|区|Billing Street|Billing Address1|Billing Address2|Shipping Street"
    "|Shipping Address1|Shipping Address2|Default Address Address1|Default Address Address2"
    "|Ship Address1|Ship Address2|Street 1|Street 2",
    "10.77.77.77": "来自IP|IP Address",
    f"'{PHONE}": "联系手机",
    f"请打{PHONE}": "买家留言",
    f"call {PHONE}": "Notes|Note",
    f"加微信 {PHONE}": "订单备注",
    f"{NAME} {PHONE}": "商家备注",
    f"我是{NAME}，电话{PHONE}": "买家退款说明",
    f"浙江省 杭州市 西湖区 {STREET}": "收货地址|修改后的收货地址",
    f"广东省深圳市{STREET}": "客户地址",
}
PERSONAL = {header: told for told, headers in _HEADERS.items() for header in headers.split("|")}

Row = Mapping[str, Any]


@cache
def facts() -> dict[str, Any]:
    """Read what is known of each export."""
    found: dict[str, Any] = json.loads(HEADERS.read_text(encoding="utf-8"))
    return found


def header(export: str, *lists: str) -> list[str]:
    """Give an export's headers: its main list, or those that are named."""
    known = facts()[export]["lists"]
    return [name for each in lists or ("columns",) for name in known[each]]


def rows(names: Sequence[str], told: Sequence[Row]) -> list[list[str]]:
    """Fill rows: what a test says of a header, personal cells of all that are personal, and nothing elsewhere."""
    bare = [name.strip() for name in names]
    return [bare_row(bare, row) for row in told]


def bare_row(names: Sequence[str], row: Row) -> list[str]:
    """Fill one row; a header that the export does not have is a mistake of the test."""
    strange = set(row) - set(names)
    assert not strange, f"no such header: {strange}"
    return [str(row.get(name, PERSONAL.get(name, ""))) for name in names]


def text(
    path: Path, table: Sequence[Sequence[str]], *, encoding: str = "utf-8", mark: str = ",", above: str = ""
) -> Path:
    """Write a table as text; cells that need it stand in quotation marks."""
    lines = [mark.join(_cell(str(cell), mark) for cell in row) for row in table]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((above + "\r\n".join(lines) + "\r\n").encode(encoding))
    return path


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """Write sheets as a workbook; numbers stay numbers."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        for name, table in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(table):
                sheet.write_row(at, 0, row)
    return path


def page(path: Path, table: Sequence[Sequence[str]]) -> Path:
    """Write a table as a web page under whatever name, as some platforms do."""
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in table)
    path.write_text(f"<html><meta charset='utf-8'><body><table>{body}</table></body></html>", encoding="utf-8")
    return path


def made(path: Path, export: str, told: Sequence[Row], *lists: str, **how: Any) -> Path:
    """Write an export with its own headers and our rows."""
    names = header(export, *lists)
    table = [names, *rows(names, told)]
    if path.suffix in (".xlsx", ".xls"):
        above = how.get("above", [])
        return workbook(path, {how.get("sheet", "Sheet1"): [*above, *table]})
    return text(path, table, **how)


def _cell(cell: str, mark: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if mark in cell or '"' in cell or "\n" in cell else cell
