"""What plans are made by: days off, festivals, formats; a workspace says its own, a mistake is told with its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from shop_factory import opened, write

from planbook import planning
from planbook.absence import ConfigError
from planbook.workdays import Workdays, spread

OURS = planning.load(Path("nowhere"))


FREE = {  # weekdays that are off, to the first days of October
    2025: "01-01 01-28 01-29 01-30 01-31 02-03 02-04 04-04 05-01 05-02 05-05 06-02 10-01 10-02 10-03",
    2026: "01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-06 05-01 05-04 05-05 06-19 09-25 10-01 10-02",
}
AFTER = {2025: "10-06 10-07 10-08", 2026: "10-05 10-06 10-07"}
WORKED = {2025: "01-26 02-08 04-27 09-28 10-11", 2026: "01-04 02-14 02-28 05-09 09-20 10-10"}  # weekends


@pytest.mark.parametrize("year", [2025, 2026])
def test_days_off_and_days_worked_for_them_are_those_of_the_notice(year):
    """Compared with the package chinesecalendar, which has the State Council's notices."""
    days = OURS.workdays("Asia/Shanghai", date(year, 1, 1))
    every = [date.fromordinal(n) for n in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())]
    free = [f"{day:%m-%d}" for day in every if day.weekday() < 5 and not days.works(day)]
    worked = [f"{day:%m-%d}" for day in every if day.weekday() > 4 and days.works(day)]
    assert " ".join(free) == f"{FREE[year]} {AFTER[year]}"
    assert " ".join(worked) == WORKED[year]


def test_numbers_and_days_are_each_others_reverse():
    days = OURS.workdays("Asia/Shanghai", date(2026, 9, 30))
    assert [days.number(days.day(n)) for n in range(-20, 60)] == list(range(-20, 60))
    assert days.end(3.0) == days.day(2)


def test_an_amount_is_dealt_out_whole():
    assert sum(spread(Workdays(date(2026, 9, 30)).among(date(2026, 10, 1), date(2026, 10, 9)), 7.0).values()) == 7
    assert spread([], 7.0) == {}


def test_a_workspace_says_its_own_entry_by_entry(tmp_path):
    write(tmp_path / "planning.yml", "formats: {tmall: [poem]}\nmeeting: 2\n")
    own = opened(tmp_path, {}).shop.project.planning
    assert own.formats["tmall"] == ("poem",)
    assert own.formats["jd"] == OURS.formats["jd"]
    assert own.meeting == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("meeting: 9", r"planning\.yml, meeting"),
        ("weekday: 1", r"planning\.yml, weekday"),
        ("days_off: {UTC: {known: soon}}", r"days_off → UTC → known"),
        ("raci: {informed: nobody}", r"raci → informed"),
        ("- a list", r"holds no entries by name"),
        ("a: [", r"not readable as YAML"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path, text, said):
    write(tmp_path / "planning.yml", text)
    with pytest.raises(ConfigError, match=said):
        planning.load(tmp_path)


def test_a_file_that_is_not_utf8_is_told(tmp_path):
    write(tmp_path / "planning.yml", "formats: {tmall: [直播]}", "gbk")
    with pytest.raises(ConfigError, match="not UTF-8"):
        planning.load(tmp_path)


def test_the_festivals_are_those_of_the_lunar_calendar():
    """Compared with the package lunardate: the first of the first month, the fifteenth of the eighth."""
    assert OURS.festivals["spring_festival"] == (date(2025, 1, 29), date(2026, 2, 17), date(2027, 2, 6))
    assert OURS.festivals["mid_autumn"] == (date(2025, 10, 6), date(2026, 9, 25), date(2027, 9, 15))
