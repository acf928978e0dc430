"""Documents that people fill in: read, changed as a person would, and shops that have a plan."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import python_calamine
from shop_factory import opened, write

from planbook.documents import making, spec
from planbook.documents.filling import Filling
from planbook.documents.heads import shown
from planbook.documents.spec import Document, Grid
from planbook.project import Shop

HOSTILE = (
    "=HYPERLINK(0)",
    "+1+1",
    "@SUM(A1)",
    "-2+3",
    "<script>alert(1)</script>",
    "'; DROP TABLE tasks; --",
    "{shop}",
)
CAMPAIGNS = "shop,campaign,platform,starts,ends,text_en,text_zh,budget\n"
CAMPAIGNS += "tea,gifts-2027,tmall,2027-01-05,2027-01-14,Gift days,年货节,24000\n"
TASKS = "shop,campaign,task,owner,starts,due,hours,text_en,text_zh,source,locked,note\n"
TASKS += "tea,gifts-2027,brief,Lin,2026-11-02,2026-11-06,12,The brief,活动简报,24_campaign_plan,false,mine\n"
TASKS += "tea,gifts-2027,pictures,Su,2026-12-14,2026-12-22,30,Main pictures,主图设计,24_campaign_plan,false,\n"
ORDERS = "order_id,customer_id,platform,ordered_at,paid_at,gross,paid\n"
ORDERS += "1,ana,tmall,2026-10-31 10:00:00,2026-10-31 10:01:00,30,30\n"


def planned(folder: Path, **plans: str) -> Shop:
    """Make a workspace with an order, the campaign ``gifts-2027``, its tasks, and other files of ``plans/``."""
    write(folder / "orders.csv", ORDERS)
    for name, text in ({"campaigns": CAMPAIGNS, "tasks": TASKS} | plans).items():
        write(folder / "plans" / f"{name}.csv", text)
    return opened(folder, {"orders": {"path": "orders.csv"}}).shop


def of(kind: str) -> list[str]:
    """Name the documents of a kind."""
    return [name for name in spec.names() if spec.load(name).kind == kind]


def grids(document: Document) -> list[Grid]:
    """List the tables of a document."""
    return [part.grid for part in document.parts if part.grid]


def texts(content: bytes, kind: str) -> str:
    """Give all that can be read in a document."""
    if kind == "word":
        made = docx.Document(io.BytesIO(content))
        cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(each.text for each in made.paragraphs), *cells])
    return "\n".join(str(cell) for rows in sheets(content).values() for row in rows for cell in row)


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    """Give the rows of each sheet of a workbook."""
    with python_calamine.load_workbook(io.BytesIO(content)) as book:
        return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def written(name: str, language: str, rows: dict[str, list[dict[str, Any]]], **facts: str) -> bytes:
    """Write a document with these rows in the tables of these names."""
    return making.written(spec.load(name), language, Filling(facts, lambda grid: rows.get(grid.table, [])))


def edited(content: bytes, old: str, new: str) -> bytes:
    """Change a text of a workbook, as a person would in a cell."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            changed = part.replace(f">{old}<".encode(), f">{new}<".encode()) if name.endswith("Strings.xml") else part
            after.writestr(name, changed)
    return target.getvalue()


def changed(file: Path, *changes: tuple[str, str]) -> None:
    """Write other words into cells of a text, as a person would."""
    made = docx.Document(file)
    cells = {cell._tc: cell for table in made.tables for row in table.rows for cell in row.cells}.values()
    for old, new in changes:
        for cell in [each for each in cells if each.text == old]:
            cell.paragraphs[0].runs[0].text = new
    made.save(file)


def names(grid: Grid, language: str) -> list[str]:
    """Give the names by which an import knows a table's columns."""
    return [head.name for head in shown(grid, language) if head.name]
