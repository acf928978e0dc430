"""What cannot be imported is refused with its place and its cure, and nothing is written."""

from __future__ import annotations

import pytest
from export_factory import made, text, workbook
from export_files import edited, xlsx, zipped
from import_factory import bring, orders, shop, stored

from planbook.absence import DataError
from planbook.tables.exports.recognising.profile import OURS

A = "1,100,100,交易成功,2026-10-30 10:00:00,2026-10-30 10:01:00,,"
HEADER = "订单编号,总金额,买家会员名,订单状态,订单创建时间,订单付款时间"
ORDER = "1,100,,交易成功,2026-10-30 10:00:00,2026-10-30 10:01:00"

BOOK = xlsx({"A1": "订单编号", "B1": "总金额", "C1": "订单创建时间", "A2": "1", "B2": "=1+1"})
FORMULA = edited(BOOK, "xl/worksheets/sheet1.xml", "<f>1+1</f><v>0</v>", "<f>1+1</f>")


def gbk(*rows: str) -> bytes:
    return "\r\n".join(rows).encode("gb18030")


REFUSED = {
    "an empty file": (b"", "x.csv is empty"),
    "a truncated zip": (zipped({"a.csv": gbk(HEADER, ORDER)})[:-40], "damaged archive"),
    "a picture": (b"\x89PNG\r\n", "is a picture"),
    "no header": (gbk(ORDER, ORDER.replace("1,", "2,", 1)), "has no header: its first row looks like data"),
    "another table": (gbk("姓名,部门", "甲,乙"), "is no export that Planbook knows; it begins with 姓名, 部门"),
    "two encodings": (gbk(HEADER, ORDER) + "\r\n2,1,1,交易成功,,".encode(), "another encoding than the rest"),
    "a word for money": (gbk(HEADER, ORDER.replace("100", "ten")), "row 2, column '总金额': it says 'ten'"),
    "a day that is none": (gbk(HEADER, ORDER.replace("2026-10", "2026-13")), "'订单创建时间': it says '2026-13-30"),
    "a damaged id": (gbk(HEADER, ORDER.replace("1,", "3.10542E+17,", 1)), "a number that was rounded"),
    "days that may be months": (gbk(HEADER, ORDER.replace("2026-10-30", "3/4/2026")), "day and month cannot be told"),
    "a column twice": (gbk(f"{HEADER},总金额", f"{ORDER},99"), "the column '总金额' stands there 2 times"),
    "an order without its number": (gbk(HEADER, ORDER, "," + ORDER.split(",", 1)[1]), "row 3: orders needs order_id"),
    "a formula that was never reckoned": (FORMULA, "cell B2: a formula"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_says_why_and_what_to_do(tmp_path, content, said):
    here, file = shop(tmp_path / "tea"), tmp_path / "x.csv"
    file.write_bytes(content)
    with pytest.raises(DataError) as error:
        bring(here, file)
    assert "x.csv" in error.value.message
    assert said in error.value.message
    assert error.value.advice
    assert not here.folder.exists()


def test_a_person_may_say_how_days_are_written(tmp_path):
    here = shop(tmp_path / "tea")
    bring(here, orders(tmp_path / "x.csv", A.replace("2026-10-30", "3/4/2026")), dates="dmy")
    assert stored(here, "orders", "ordered_at") == [("2026-04-03 10:00:00",)]


def test_a_header_that_comes_again_is_left_out_and_counted(tmp_path):
    here = shop(tmp_path / "tea")
    file = text(tmp_path / "x.csv", [line.split(",") for line in (HEADER, ORDER, HEADER, ORDER.replace("1,", "2,", 1))])
    assert bring(here, file).files[0].parts[0].dropped == {"header": 1}
    assert len(stored(here, "orders", "order_id")) == 2


def test_a_column_that_stands_twice_with_the_same_cells_does_no_harm(tmp_path):
    here = shop(tmp_path / "tea")
    bring(here, text(tmp_path / "x.csv", [f"{HEADER},总金额".split(","), f"{ORDER},100".split(",")]))
    assert stored(here, "orders", "paid") == [(100.0,)]


def test_an_export_in_another_currency_is_refused(tmp_path):
    file = made(tmp_path / "x.csv", "meta_ads", [{"Reporting starts": "2026-10-01", "Reporting ends": "2026-10-01"}])
    file.write_text(file.read_text().replace("Amount spent (USD)", "Amount spent (EGP)"))
    with pytest.raises(DataError, match="its money is in EGP, the shop's in CNY"):
        bring(shop(tmp_path / "tea"), file)


@pytest.mark.parametrize(
    "cell", ['=HYPERLINK("http://x")', "<script>alert(1)</script>", "@SUM(A1)", "'; DROP TABLE orders; --"]
)
def test_hostile_cells_stay_data(tmp_path, cell):
    here = shop(tmp_path / "tea")
    rows = [["子订单编号", "主订单编号", "标题", "价格", "购买数量", "商家编码"], ["1", "9", cell, "60", "2", "T"]]
    bring(here, workbook(tmp_path / "ExportItemList.xlsx", {"Sheet1": rows}))
    assert stored(here, "order_items", "product") == [(cell,)]


@pytest.mark.parametrize("name", ["../x.csv", "a'b.csv", "a[1]*.csv", "表 格.csv", "a;b.csv"])
def test_a_files_name_is_only_a_name(tmp_path, name):
    here, file = shop(tmp_path / "tea"), tmp_path / "in" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    bring(here, orders(file, A))
    assert stored(here, "orders", "order_id") == [("1",)]


def test_two_exports_that_look_alike_are_asked_for(tmp_path):
    (tmp_path / "tea" / "profiles").mkdir(parents=True)
    ours = OURS / "taobao_order_list_legacy.yml"
    own = ours.read_text(encoding="utf-8").replace('files: ["ExportOrderList*"]', "")
    (tmp_path / "tea" / "profiles" / "our_orders.yml").write_text(own, encoding="utf-8")
    here, file = shop(tmp_path / "tea"), orders(tmp_path / "x.csv", A)
    with pytest.raises(DataError, match=r"x\.csv may be .* or ") as error:
        bring(here, file)
    assert "--as" in error.value.advice
    bring(here, file, profile="our_orders")
    assert stored(here, "orders", "order_id") == [("1",)]


def test_yuan_are_refused_by_a_shop_that_sells_for_dollars(tmp_path):
    with pytest.raises(DataError, match="its money is in CNY, the shop's in USD"):
        bring(shop(tmp_path / "tea", currency="USD"), orders(tmp_path / "x.csv", A))


def test_the_sample_stays_as_it_was_made(tmp_path):
    here = shop(tmp_path / "tea")
    here.folder.parent.mkdir()
    (here.folder.parent / "truth.json").write_text("{}")
    with pytest.raises(DataError, match="the sample's, and stays as it was made"):
        bring(here, orders(tmp_path / "x.csv", A))
