"""Periods and what each is compared with: months, ISO weeks, days, ranges and events."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook import periods
from planbook.absence import ParameterError
from planbook.periods import Period, Stage

STAGES = [
    Stage("double11", 2025, 1, "deposit", date(2025, 10, 15), date(2025, 10, 19)),
    Stage("double11", 2025, 1, "burst", date(2025, 10, 20), date(2025, 10, 23)),
    Stage("double11", 2025, 2, "burst", date(2025, 11, 8), date(2025, 11, 11)),
    Stage("double11", 2026, 1, "deposit", date(2026, 10, 14), date(2026, 10, 20)),
    Stage("double11", 2026, 1, "burst", date(2026, 10, 21), date(2026, 10, 24)),
    Stage("double11", 2026, 2, "burst", date(2026, 11, 9), date(2026, 11, 11)),
]
DAYS = st.dates(date(1991, 1, 31), date(2090, 12, 31))


def days(period):
    return (period.start.isoformat(), period.end.isoformat(), period.kind)


@pytest.mark.parametrize(
    ("text", "start", "end", "kind"),
    [
        ("2026-10", "2026-10-01", "2026-10-31", "month"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2100-02", "2100-02-01", "2100-02-28", "month"),
        ("2026-W42", "2026-10-12", "2026-10-18", "week"),
        ("2026-W53", "2026-12-28", "2027-01-03", "week"),
        ("2026-W01", "2025-12-29", "2026-01-04", "week"),
        ("2024-02-29", "2024-02-29", "2024-02-29", "day"),
        ("2026-10-01..2026-10-15", "2026-10-01", "2026-10-15", "range"),
        ("2026-11..2027-01", "2026-11-01", "2027-01-31", "range"),
        ("double11-2026", "2026-10-14", "2026-11-11", "event"),
        ("double11-2026-2", "2026-11-09", "2026-11-11", "event"),
    ],
)
def test_a_period_is_read_from_its_text(text, start, end, kind):
    found = periods.parse(text, STAGES)
    assert (days(found), found.name) == ((start, end, kind), text)


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-13", "2025-W53", "2023-02-29", "2026-1", "october", "double11-2031", "a..b", "..", "/../x"],
)
def test_what_is_no_period_says_how_one_is_written(text):
    with pytest.raises(ParameterError, match="Write 2026-10, 2026-W42"):
        periods.parse(text, STAGES)


def test_a_range_that_ends_before_it_begins_is_refused():
    with pytest.raises(ParameterError, match="ends before it begins"):
        periods.parse("2026-10-15..2026-10-01")


@pytest.mark.parametrize(
    ("kind", "first", "last", "name"),
    [
        ("month", date(2026, 8, 3), date(2026, 10, 31), "2026-10"),
        ("month", date(2026, 8, 3), date(2026, 10, 30), "2026-09"),
        ("month", date(2026, 1, 3), date(2026, 1, 31), "2026-01"),
        ("week", date(2026, 1, 1), date(2026, 10, 18), "2026-W42"),
        ("week", date(2026, 1, 1), date(2026, 10, 17), "2026-W41"),
        ("week", date(2020, 12, 1), date(2021, 1, 5), "2020-W53"),
        ("day", date(2026, 10, 17), date(2026, 10, 17), "2026-10-17"),
    ],
)
def test_latest_is_the_last_complete_period_of_the_data(kind, first, last, name):
    assert periods.latest(kind, first, last).name == name


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        ("month", date(2026, 10, 2), date(2026, 10, 20)),
        ("month", date(2026, 10, 4), date(2026, 10, 31)),
        ("month", date(2026, 9, 20), date(2026, 10, 20)),
        ("week", date(2026, 10, 13), date(2026, 10, 18)),
    ],
    ids=["a few days", "from the 4th on", "halves of two", "from Tuesday on"],
)
def test_data_of_a_few_days_holds_no_complete_period(kind, first, last):
    with pytest.raises(ParameterError, match=f"holds no complete {kind}"):
        periods.latest(kind, first, last)


@pytest.mark.parametrize("text", ["1989-12", "0001-01-01", "9999-W52", "2026-01..2201-01"])
def test_a_year_that_no_shop_has_is_refused(text):
    with pytest.raises(ParameterError, match=r"outside the years 1990 to 2200.*Write 2026-10"):
        periods.parse(text)


@pytest.mark.parametrize(
    ("text", "previous", "year_ago"),
    [
        ("2026-01", "2025-12", "2025-01"),
        ("2024-03", "2024-02", "2023-03"),
        ("2027-W01", "2026-W53", "2026-W01"),
        ("2026-W53", "2026-W52", "2025-W52"),
        ("2024-03-01", "2024-02-29", "2023-03-03"),
        ("2026-10-08..2026-10-14", "2026-10-01..2026-10-07", "2025-10-09..2025-10-15"),
    ],
)
def test_a_period_has_one_before_it_and_one_a_year_ago(text, previous, year_ago):
    period = periods.parse(text)
    assert (periods.previous(period).name, periods.year_ago(period).name) == (previous, year_ago)


@given(st.sampled_from(["month", "week", "day"]), DAYS)
def test_the_period_before_ends_the_day_before(kind, when):
    period = periods.latest(kind, date(1980, 1, 1), when)
    before = periods.previous(period)
    assert (before.end + timedelta(1), before.kind) == (period.start, period.kind)


@given(DAYS, st.integers(0, 400))
def test_the_range_before_is_as_long_and_touches_it(start, length):
    period = Period(start, start + timedelta(length), "range")
    before = periods.previous(period)
    assert (before.end + timedelta(1), before.days) == (period.start, period.days)


@given(DAYS)
def test_a_day_a_year_ago_is_the_same_day_of_the_week(when):
    assert periods.year_ago(periods.day(when)).start.weekday() == when.weekday()


@given(st.sampled_from(["month", "week", "day"]), DAYS)
def test_a_name_is_read_back_as_the_same_period(kind, when):
    period = periods.latest(kind, date(1980, 1, 1), when)
    assert periods.parse(period.name) == period


def test_an_event_in_the_month_is_lined_up_with_its_last_edition():
    found = periods.aligned(periods.parse("2026-10"), STAGES, date(2026, 12, 31))
    assert days(found["event"]) == ("2026-10-11", "2026-10-28", "event")
    assert days(found["aligned"])[:2] == ("2025-10-10", "2025-10-27")
    assert (found["event"].name, found["aligned"].name) == ("double11-2026", "double11-2025")


def test_an_event_that_still_runs_is_cut_at_the_end_of_the_data_and_so_is_its_partner():
    found = periods.aligned(periods.parse("2026-10"), STAGES, date(2026, 10, 22))
    assert days(found["event"])[:2] == ("2026-10-11", "2026-10-22")
    assert days(found["aligned"])[:2] == ("2025-10-10", "2025-10-21")


@pytest.mark.parametrize(
    ("text", "last"),
    [("2026-09", date(2026, 12, 31)), ("2025-10", date(2026, 12, 31)), ("2026-11", date(2026, 10, 22))],
    ids=["no event in it", "no edition before", "after the data"],
)
def test_nothing_is_lined_up_where_there_is_no_pair(text, last):
    assert periods.aligned(periods.parse(text), STAGES, last) == {}


def test_a_month_is_compared_with_all_it_has():
    found = periods.compared(periods.parse("2026-11"), STAGES, date(2026, 11, 30))
    assert {name: period.name for name, period in found.items()} == {
        "current": "2026-11",
        "previous": "2026-10",
        "year_ago": "2025-11",
        "event": "double11-2026",
        "aligned": "double11-2025",
    }


def test_a_day_is_compared_with_the_same_weekday_too():
    found = periods.compared(periods.parse("2026-10-30"), [], date(2026, 10, 31))
    assert {name: period.name for name, period in found.items()} == {
        "current": "2026-10-30",
        "previous": "2026-10-29",
        "week_ago": "2026-10-23",
        "year_ago": "2025-10-31",
    }


def test_an_event_is_compared_with_its_last_edition():
    found = periods.compared(periods.parse("double11-2026", STAGES), STAGES, date(2026, 11, 30))
    assert found["year_ago"].name == "double11-2025"
    assert days(found["year_ago"]) == ("2025-10-15", "2025-11-11", "event")


@pytest.mark.parametrize(
    ("text", "earlier"),
    [
        ("double11-2026-1", ("double11-2025-1", "2025-10-15", "2025-10-23")),
        ("double11-2026-2", ("double11-2025-2", "2025-11-08", "2025-11-11")),
        ("double11-2025-2", ("2024-11-09..2024-11-12", "2024-11-09", "2024-11-12")),
    ],
    ids=["first wave", "second wave", "none before"],
)
def test_a_wave_is_compared_with_the_same_wave_of_the_last_edition(text, earlier):
    found = periods.compared(periods.parse(text, STAGES), STAGES, date(2026, 11, 30))["year_ago"]
    assert (found.name, *days(found)[:2]) == earlier


def test_thirteen_months_end_with_this_one():
    names = [period.name for period in periods.before(periods.parse("2026-10"), 13)]
    assert (names[0], names[-1], len(names)) == ("2025-10", "2026-10", 13)
