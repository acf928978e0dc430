"""What is known of days ahead."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from planbook import planning
from planbook.absence import missing
from planbook.measures import seasons
from planbook.periods import parse

DAYS = pd.date_range("2026-01-01", "2026-12-31")


def stage(event="double11", year=2026, *, platform="all"):
    days = {"starts": pd.Timestamp(year, 11, 8), "ends": pd.Timestamp(year, 11, 11)}
    return {"event": event, "year": year, "wave": 1, "platform": platform, "stage": "burst"} | days


def campaign(key, starts, ends, platform="tmall"):
    return {"campaign": key, "platform": platform, "starts": pd.Timestamp(starts), "ends": pd.Timestamp(ends)}


def calendar(stages=(), campaigns=(), festivals=False):
    frames = (pd.DataFrame(list(rows)) if rows else None for rows in (stages, campaigns))
    return seasons.Calendar(*frames, festivals)


def days_of(found, term):
    return [f"{day:%m-%d}" for day in found.index[found[term] == 1]]


# Hong Kong Observatory, Gregorian-Lunar Calendar Conversion Tables, 2024 to 2027, and 2030
@pytest.mark.parametrize("day", ["2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06", "2030-02-03"])
def test_spring_festival_is_where_the_observatory_has_it(day):
    assert day in seasons.SPRING_FESTIVAL


def test_every_year_has_its_festivals():
    years = list(range(2015, 2036))
    assert [int(day[:4]) for day in seasons.SPRING_FESTIVAL] == years
    assert [int(day[:4]) for day in seasons.MID_AUTUMN] == years


def test_new_year_lies_between_21_january_and_20_february():
    assert all("01-21" <= day[5:] <= "02-20" for day in seasons.SPRING_FESTIVAL)
    assert all("09-07" <= day[5:] <= "10-08" for day in seasons.MID_AUTUMN)


def test_weekdays_and_the_year_are_always_known():
    found = seasons.design(DAYS, calendar())
    assert days_of(found, "weekday:1")[:2] == ["01-06", "01-13"]
    assert found["year:growth"].iloc[-1] == pytest.approx(364 / 365.25)


def test_an_events_stages_are_told_apart_with_its_first_and_last_day():
    found = seasons.design(DAYS, calendar([stage()]))
    assert days_of(found, "double11:burst:1") == ["11-08", "11-09", "11-10", "11-11"]
    assert days_of(found, "double11:burst:1:first") == ["11-08"]
    assert days_of(found, "double11:burst:1:last") == ["11-11"]


def test_an_event_of_another_platform_does_not_count():
    found = seasons.design(DAYS, calendar([stage(platform="jd")]), ("tmall",))
    assert not [name for name in found if name.startswith("double11")]


def test_festivals_count_where_they_are_kept():
    found = seasons.design(DAYS, calendar(festivals=True))
    assert days_of(found, "spring_festival:-3")[0] == "02-14"
    assert not [name for name in seasons.design(DAYS, calendar()) if name.startswith("spring")]


def test_a_campaign_that_is_an_events_is_told_by_the_event():
    own = campaign("double11-2026", "2026-11-08", "2026-11-11")
    found = seasons.design(DAYS, calendar([stage()], [own]))
    assert not [name for name in found if name.startswith("campaign:")]


def test_a_campaign_of_its_own_days_has_its_own_term():
    own = campaign("white-dew-2026", "2026-09-09", "2026-09-10")
    found = seasons.design(DAYS, calendar([stage()], [own]))
    assert days_of(found, "campaign:white-dew") == ["09-09", "09-10"]


def test_what_the_calendar_lacks_is_moved_from_last_year_and_told():
    past = pd.DataFrame([stage(year=2025)])
    found = seasons.calendar(past, missing("campaigns"), parse("2026-11"), zone="Asia/Shanghai")
    assert seasons.moved(found) == ("double11",)
    assert found.stages["starts"].tolist()[-1] == pd.Timestamp("2026-11-08")


def test_an_event_of_the_calendar_is_not_moved():
    both = pd.DataFrame([stage(year=2025), stage()])
    assert seasons.moved(seasons.calendar(both, missing("campaigns"), parse("2026-11"), zone="UTC")) == ()


def test_series_are_the_shop_its_platforms_and_the_campaigns():
    days = pd.DataFrame({"platform": ["jd", "tmall", "wechat"]})
    found = seasons.names(days, SimpleNamespace(platforms=("jd", "tmall"), span=parse("2027-01")))
    assert found["campaign"] == ("jd", "tmall")
    assert list(found) == ["all", "jd", "tmall", "wechat", "campaign"]


def test_what_was_never_seen_is_named_but_not_what_was_a_campaign():
    later = [stage("newcomer"), stage("white-dew")]
    before = [
        campaign("white-dew-2026", "2026-02-01", "2026-02-05"),
        campaign("white-dew-2027", "2026-11-08", "2026-11-11"),
    ]
    found = {"all": seasons.design(DAYS, calendar(later, before))}
    paid = pd.DataFrame({"all": 1.0}, index=DAYS[:200])
    assert {name.partition(":")[0] for name in seasons.unseen(found, paid)} == {"newcomer"}


@pytest.mark.parametrize("name", list(seasons.FESTIVALS))
def test_festivals_of_plans_are_days_that_the_forecast_knows(name):
    """planning.yml has the next few for content; the forecast those of twenty years."""
    told = planning.load(Path("nowhere")).festivals[name]
    assert {str(day) for day in told} <= set(seasons.FESTIVALS[name][0])
