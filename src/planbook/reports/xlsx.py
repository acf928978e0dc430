"""``report.xlsx``: the figures and every table of a report, as numbers one can go on reckoning with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from planbook.reports.files import SkippedError
from planbook.reports.result import collect, twins

# A text from data stays a text, whatever it looks like: "=HYPERLINK(…)" must never become a formula.
OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
FORMATS = {
    "day": "yyyy-mm-dd",
    "money": "#,##0.00",
    "share": "0.0%",
    "count": "#,##0",
    "ratio": "0.00",
    "days": "0",
    "seconds": "0",
}
FIGURES = ("id", "value", "low", "high", "unit", "previous", "target")
EPOCH = datetime(2000, 1, 1)


def write(notebook: Mapping[str, Any], path: Path) -> None:
    """Write a sheet for the figures and one for each table of an executed notebook."""
    try:
        import xlsxwriter
    except ImportError as error:
        raise SkippedError("XlsxWriter is not installed; pip install 'planbook[xlsx]'") from error
    with xlsxwriter.Workbook(path, OPTIONS) as book:
        book.set_properties({"created": EPOCH})
        names: set[str] = set()
        for table in sheets(notebook):
            sheet = book.add_worksheet(_name(table["title"], names))
            _fill(sheet, table, book)


def sheets(notebook: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    """List what becomes a sheet: ``title``, ``columns`` (``label``, ``unit``) and ``rows``."""
    figures = collect(notebook)["figures"]
    rows = [[figure.get(name) for name in FIGURES] for figure in figures]
    yield {"title": "figures", "columns": [{"label": name, "unit": ""} for name in FIGURES], "rows": rows}
    for twin in twins(notebook):
        yield from twin.get("tables") or ()


def _fill(sheet: Any, table: Mapping[str, Any], book: Any) -> None:
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
    formats = [book.add_format({"num_format": FORMATS.get(str(c.get("unit")), "General")}) for c in table["columns"]]
    for at, column in enumerate(table["columns"]):
        sheet.write_string(0, at, str(column.get("label") or column.get("name") or ""), head)
    for line, row in enumerate(table["rows"], 1):
        for at, value in enumerate(row):
            _cell(sheet, line, at, _dated(value, table["columns"][at]), formats[at])
    widths = [max([len(str(row[at])) for row in table["rows"][:200]] + [10]) for at in range(len(formats))]
    for at, width in enumerate(widths):
        sheet.set_column(at, at, min(width + 2, 50))
    sheet.freeze_panes(1, 0)


def _dated(value: object, column: Mapping[str, Any]) -> object:
    """Give a day as a day, so that a workbook can sort by it and reckon with it."""
    try:
        return datetime.fromisoformat(value) if column.get("unit") == "day" and isinstance(value, str) else value
    except ValueError:
        return value


def _cell(sheet: Any, line: int, at: int, value: object, style: Any) -> None:
    if isinstance(value, bool) or value is None:
        sheet.write_string(line, at, "" if value is None else str(value))
    elif isinstance(value, datetime):
        sheet.write_datetime(line, at, value, style)
    elif isinstance(value, (int, float)):
        sheet.write_number(line, at, value, style)
    else:
        said = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        sheet.write_string(line, at, said[:32_000])  # Excel holds 32,767


def _name(title: str, taken: set[str]) -> str:
    base = re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:28] or "table"
    name = next(n for n in (base, *(f"{base[:25]} {k}" for k in range(2, 1000))) if n.lower() not in taken)
    taken.add(name.lower())
    return name
