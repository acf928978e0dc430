"""Write the sheets that teams fill in by hand: ``templates/inputs/*.xlsx``.

The first sheet is the table itself, in the schema's names, with ten rivals and five items each as an example; the
second explains every column in Chinese and English. Written from the schema, so that a new column is in the next sheet.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
from pathlib import Path
from typing import Any

import xlsxwriter

from planbook.tables.column import DAY
from planbook.tables.schema import TABLES

ROOT = Path(__file__).parents[1]
FACTS = Path(__file__).parent / "sample" / "facts"
TABLE = "competitor_items"
SHOP, WEEK = "luming", dt.date(2026, 10, 5)
CHINESE = {
    "date": "查看日期；周表填当周周一",
    "platform": "在哪个平台卖",
    "brand": "竞品品牌；本店商品留空",
    "sku": "竞品编号，或自己起的、不变的名字",
    "title": "页面标题",
    "category": "类目，用本店的叫法",
    "matches": "对标的本店商品编号（同款）；没有就留空",
    "page_price": "页面价",
    "deal_price": "到手价：所有优惠之后买家实付",
    "list_price": "划线价",
    "units_sold": "本周（或当天）销量；只有累计销量时填 counter",
    "counter": "页面显示的累计销量",
    "rank": "类目榜单排名",
    "rating": "页面评分，1–5",
    "reviews": "页面评价数",
    "promotion": "页面上的优惠文案，如 满300减40",
}
NOTES = (
    (
        "每周一填一遍，一行一个商品；没看的不要填，也不要照抄上周：空缺会照实显示。",
        "Fill in a row an item every Monday.",
    ),
    (
        "示例行请删掉。把文件放进 data/，在 planbook.yml 的 sources 里写上路径。",
        "Delete the examples; name the file under sources.",
    ),
    ("表头不要改；多出来的列会被忽略。", "Keep the header; other columns are ignored."),
)


def main() -> None:
    """Write the sheet to the templates, or to another folder."""
    asked = argparse.ArgumentParser(description=main.__doc__)
    asked.add_argument("--to", type=Path, default=ROOT / "templates" / "inputs")
    folder = asked.parse_args().to
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / f"{TABLE}.xlsx")


def write(path: Path) -> None:
    """Write one workbook: the table with its examples, and the sheet that explains it."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        # the same bytes on any day
        book.set_properties({"created": dt.datetime(2026, 1, 1)})
        head = book.add_format({"bold": True, "bottom": 1})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        table = book.add_worksheet(TABLE)
        names = TABLES[TABLE].names
        for place, name in enumerate(names):
            table.write(0, place, name, head)
            table.write_comment(0, place, f"{CHINESE[name]}\n{TABLES[TABLE][name].meaning}")
            table.set_column(place, place, 30 if name == "title" else 13)
        for number, row in enumerate(examples(), 1):
            table.write_row(number, 0, [row.get(name) for name in names])
        table.freeze_panes(1, 4)
        _explain(book.add_worksheet("说明 help"), head, wrap)


def examples() -> list[dict[str, Any]]:
    """Make a week of the sample shop's ten rivals: five items each."""
    rivals = {row["brand"]: row for row in _facts("rivals")}
    return [_example(row, rivals[row["brand"]]) for row in _facts("rival_items") if row["brand"] in rivals]


def _example(item: dict[str, str], rival: dict[str, str]) -> dict[str, Any]:
    page, units = float(item["page_price"]), int(item["units"])
    return {
        "date": WEEK,
        "platform": rival["platform"],
        "brand": item["brand"],
        "sku": item["sku"],
        "title": item["title"],
        "category": item["category"],
        "matches": item["matches"] or None,
        "page_price": page,
        "deal_price": round(page * (1 - float(rival["depth"])), 1),
        "list_price": round(page * 1.25),
        "units_sold": units,
        "rating": float(rival["rating"]),
        "promotion": rival["offer"],
    }


def _facts(name: str) -> list[dict[str, str]]:
    with (FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["shop"] == SHOP]


def _explain(sheet: Any, head: Any, wrap: Any) -> None:
    for place, (title, width) in enumerate((("列 column", 14), ("中文", 44), ("English", 52), ("例 example", 22))):
        sheet.write(0, place, title, head)
        sheet.set_column(place, place, width)
    for number, column in enumerate(TABLES[TABLE].columns, 1):
        always = "必填 · " if column.required else ""
        example = str(column.example) if column.type == DAY else column.example
        sheet.write_row(number, 0, [column.name, always + CHINESE[column.name], column.meaning, example], wrap)
    for number, note in enumerate(NOTES, len(TABLES[TABLE].columns) + 2):
        sheet.write_row(number, 1, note, wrap)


if __name__ == "__main__":
    main()
