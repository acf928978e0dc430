"""How a sheet is filled in and imported, as its second sheet says."""

from __future__ import annotations

from planbook.documents.columns import Said
from planbook.tables import chinese
from planbook.tables.column import Table
from planbook.tables.schema import PLANS

# in which the table's name, what a row of it is, and its key are filled in
NOTES = (
    Said(
        "在第一张表从第 2 行填起，一行是{row_zh}。",
        "Fill in the first sheet from row 2 on; a row is {row_en}.",
    ),
    Said(
        "表头不要改；带 * 的黄底列每行必填，其余列可以留空，也可以删掉。列的先后不限，多加的列不会读取。",
        "Leave the headers as they are. Every row needs the columns with a star, on yellow; the others may stay "
        "empty or be deleted. Their order does not matter; columns that you add are not read.",
    ),
    Said(
        "不知道就留空，不要填 0 或“同上”。金额用店铺的币种、不带单位；占比写 0.31 或 31%。",
        "Leave empty what you do not know; no 0 and no “as above”. Money is in the shop's currency, without a "
        "unit; a share is 0.31 or 31%.",
    ),
    Said(
        "从别处粘贴时选“只粘贴值”，否则会盖掉下拉列表和格式。不要填买家的姓名、电话和地址。",
        "Paste values only: else lists and formats are lost. No names, telephone numbers or addresses of buyers.",
    ),
    Said(
        "导入：planbook import {name}.xlsx；加 --dry-run 只看不写。出错时会指出表、行和单元格。",
        "Import it: planbook import {name}.xlsx; with --dry-run it is only looked at. An error names sheet, "
        "row and cell.",
    ),
    Said(
        "改了再导入一次即可：{key_zh} 相同的行会更新。清空的单元格、删掉的行，不会从店铺数据里去掉。",
        "Change it and import it again: rows of one {key_en} are brought up to date. A cell that "
        "you empty or a row that you delete stays in the shop's data.",
    ),
    Said(
        "“说明 help”“示例 examples”“选项 lists”这几张表不会导入。",
        "The sheets 说明 help, 示例 examples and 选项 lists are never imported.",
    ),
)

MORE = {
    "competitor_items": (
        Said(
            "每周一填一遍，没看的不要填，也不要照抄上周：空缺会照实显示。本店商品也可以填，品牌留空。",
            "Fill it in every Monday. Leave out what nobody looked at: a gap is shown as one. Our own items may stand "
            "in it too, with the brand empty.",
        ),
    ),
    "order_items": (
        Said(
            "同一订单的明细整体替换：改一行，也要把这个订单的其他行一起导入。",
            "The lines of an order are replaced together: with one that has changed, import its others too.",
        ),
    ),
}
PLANNED = Said(
    "plans/ 里有同一行时，改的是 plans/ 里的那一行，并锁定，notebook 不再改它。",
    "Where plans/ has a row of the same key, that row is changed, and locked against notebooks.",
)


def notes(table: Table) -> list[Said]:
    """Say how to fill a table's sheet in, what not to do, and how it is imported."""
    key_zh = " + ".join(chinese.column(table.name, name).name for name in table.key)
    told = {"name": table.name, "row_zh": chinese.row(table.name), "row_en": table.row}
    told |= {"key_zh": key_zh, "key_en": ", ".join(table.key)}
    every = (*NOTES, *MORE.get(table.name, ()), *([PLANNED] if table in PLANS else ()))
    return [Said(note.zh.format(**told), note.en.format(**told)) for note in every]
