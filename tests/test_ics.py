"""What a report dates is a calendar that any program reads, and that says what was meant."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from notebook_factory import code, notebook

from planbook.reports import ics
from planbook.reports.files import SkippedError

NASTY = "Line one\nBEGIN:VEVENT\r\nSUMMARY:x; a, b\\c\u2028d\x07"


def day(key: str = "task/brief", when: str = "2026-11-06", title: str = "Brief", note: str = "") -> dict[str, Any]:
    return {"key": key, "day": when, "as_of": "2026-10-31", "title": title, "note": note}


def shown(*days: dict[str, Any]) -> dict[str, Any]:
    data = {"application/vnd.planbook+json": {"days": list(days)}}
    return notebook({**code("x"), "outputs": [{"output_type": "display_data", "data": data, "metadata": {}}]})


def made(*days: dict[str, Any]) -> str:
    return ics.text(days, shop="tea", title="活动策划")


def read(text: str) -> list[dict[str, str]]:
    """Read a calendar back: unfold, split into entries, undo escapes (RFC 5545, 3.1 and 3.3.11)."""
    whole = re.sub(r"\r\n[ \t]", "", text)
    entries = re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT\r\n", whole, re.DOTALL)
    undone = {"\\n": "\n", "\\;": ";", "\\,": ",", "\\\\": "\\"}
    pairs = [[line.split(":", 1) for line in entry.split("\r\n") if line] for entry in entries]
    return [{k: re.sub(r"\\[n;,\\]", lambda m: undone[m[0]], v) for k, v in entry} for entry in pairs]


def test_a_day_is_a_whole_day_that_ends_before_the_next():
    (entry,) = read(made(day()))
    assert entry["DTSTART;VALUE=DATE"] == "20261106"
    assert entry["DTEND;VALUE=DATE"] == "20261107"
    assert entry["DTSTAMP"] == "20261031T000000Z"
    assert entry["SUMMARY"] == "Brief"
    assert "DESCRIPTION" not in entry


def test_chinese_comes_back_as_it_was_and_no_line_is_too_long():
    long = "主图设计，五张主图；详情页更新、文案合规检查" * 9
    text = made(day(title=long, note=long))
    assert read(text)[0]["SUMMARY"] == long
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert "X-WR-CALNAME:活动策划" in text


def test_what_people_wrote_cannot_break_out_of_its_line():
    text = made(day(title=NASTY, note=NASTY))
    (entry,) = read(text)
    assert entry["SUMMARY"] == "Line one\nBEGIN:VEVENT\nSUMMARY:x; a, b\\c\nd"
    assert len(re.findall(r"^BEGIN:VEVENT\r$", text, re.MULTILINE)) == 1
    assert not re.search(r"[\x00-\x09\x0b\x0c\x0e-\x1f]", text)


def test_an_entry_keeps_its_name_when_its_day_or_language_changes():
    first, second = read(made(day()))[0], read(made(day(when="2026-11-09", title="活动简报")))[0]
    assert first["UID"] == second["UID"]
    assert read(ics.text([day()], shop="mugs", title=""))[0]["UID"] != first["UID"]
    assert len({entry["UID"] for entry in read(made(day(), day("task/pages")))}) == 2


def test_the_same_days_give_the_same_bytes_in_order_of_time():
    days = [day("b", "2026-11-09"), day("c"), day("a"), day("a")]
    assert made(*days) == made(*reversed(days))
    assert [entry["DTSTART;VALUE=DATE"] for entry in read(made(*days))] == ["20261106", "20261106", "20261109"]


def test_the_twins_of_a_notebook_become_a_file(tmp_path: Path):
    ics.write(shown(day()), tmp_path / "report.ics", shop="tea", title="Plan")
    content = (tmp_path / "report.ics").read_bytes()
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n")


def test_a_report_that_dates_nothing_has_no_calendar(tmp_path: Path):
    with pytest.raises(SkippedError, match="dates no tasks"):
        ics.write(notebook(), tmp_path / "report.ics", shop="tea", title="Plan")


def test_a_day_that_is_none_is_refused():
    with pytest.raises(ValueError, match="isoformat"):
        made(day(when="soon"))
