"""A report is also a PDF and a workbook, or says why it is not."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from notebook_factory import code, notebook

from planbook import machine
from planbook.absence import ParameterError
from planbook.reports import outputs, pdf, xlsx
from planbook.reports.files import SkippedError

TABLE = {
    "id": "items",
    "title": "Items: what [fell]?",
    "columns": [{"name": "item", "label": "Item", "unit": "text"}, {"name": "paid", "label": "Paid", "unit": "money"}],
    "rows": [['=HYPERLINK("http://far.example")', 12.5], ["+1", None], ["007", 3.0], ["http://far.example", 0.1 + 0.2]],
}
PAGE = "<!doctype html><html><head><title>t</title></head><body style=\"font-family: 'Noto Sans SC'\">{}</body></html>"


def shown(**twin: Any) -> dict[str, Any]:
    output = {"output_type": "display_data", "data": {"application/vnd.planbook+json": twin}, "metadata": {}}
    return notebook({**code("x"), "outputs": [output]})


def read(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def unpacked(content: bytes) -> bytes:
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    return content + b"".join(zlib.decompress(stream) for stream in streams if stream.startswith(b"\x78"))


def test_every_table_is_a_sheet_and_texts_stay_texts(tmp_path: Path) -> None:
    xlsx.write(shown(tables=[TABLE], figures=[{"id": "paid", "value": 3.5}]), tmp_path / "report.xlsx")
    parts = read(tmp_path / "report.xlsx")
    sheet = parts["xl/worksheets/sheet2.xml"]
    assert '<sheet name="figures"' in parts["xl/workbook.xml"]
    assert '<sheet name="Items  what  fell"' in parts["xl/workbook.xml"]
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.lower()
    assert "=HYPERLINK" in parts["xl/sharedStrings.xml"]
    assert "<v>12.5</v>" in sheet


def test_a_day_is_a_day_and_not_a_text(tmp_path: Path) -> None:
    columns = [{"name": "due", "label": "Due", "unit": "day"}]
    days = {"title": "Days", "columns": columns, "rows": [["2026-11-06"], ["soon"], [None]]}
    xlsx.write(shown(tables=[days]), tmp_path / "report.xlsx")
    parts = read(tmp_path / "report.xlsx")
    assert "<v>46332</v>" in parts["xl/worksheets/sheet2.xml"]  # days since the last of 1899
    assert "soon" in parts["xl/sharedStrings.xml"]
    assert "yyyy-mm-dd" in parts["xl/styles.xml"]


def test_tables_with_one_title_get_sheets_of_their_own(tmp_path: Path) -> None:
    xlsx.write(shown(tables=[TABLE, TABLE]), tmp_path / "report.xlsx")
    assert 'name="Items  what  fell 2"' in read(tmp_path / "report.xlsx")["xl/workbook.xml"]


def test_the_same_tables_give_the_same_workbook(tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        xlsx.write(shown(tables=[TABLE]), tmp_path / name)
    assert read(tmp_path / "one.xlsx") == read(tmp_path / "two.xlsx")


def test_a_page_becomes_a_pdf_with_chinese_in_it(tmp_path: Path) -> None:
    if not machine.pdf_finding().ok:
        pytest.skip("pango or WeasyPrint is not on this machine")
    pdf.write(PAGE.format("支付金额"), tmp_path / "report.pdf")
    assert b"Noto-Sans-SC" in unpacked((tmp_path / "report.pdf").read_bytes())


def test_a_pdf_asks_nothing_of_the_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("urllib.request.HTTPHandler.http_open", lambda *_: pytest.fail("it went out"))
    pdf.write(PAGE.format('<img src="http://far.example/x.png">'), tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").exists()


def test_a_browser_makes_the_pdf_where_weasyprint_cannot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if machine.browser() is None:
        pytest.skip("there is no Chromium on this machine")
    monkeypatch.setattr(pdf, "_by_weasyprint", lambda *_: False)
    pdf.write(PAGE.format("Paid"), tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")


def test_without_an_engine_the_pdf_is_skipped_and_says_how_to_have_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "_by_weasyprint", lambda *_: False)
    monkeypatch.setattr(pdf, "browser", lambda: None)
    with pytest.raises(SkippedError, match="install pango"):
        pdf.write(PAGE.format("Paid"), tmp_path / "report.pdf")


def test_an_output_that_there_is_not_is_an_error() -> None:
    with pytest.raises(ParameterError, match="Allowed: html, pdf, xlsx"):
        outputs.check(["html", "docx"])
