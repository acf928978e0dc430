"""A content calendar is told what it lacks and what collides, and is offered what could fill it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from planbook import planning
from planbook.absence import Missing, missing
from planbook.measures.planning import content
from planbook.periods import Period

RAN = SimpleNamespace(
    as_of=date(2026, 12, 13), span=Period(date(2027, 1, 5), date(2027, 1, 8), "fair-2027", "event"),
    platforms=("tmall", "jd"),
)  # fmt: skip
PLANNING = planning.load(Path("nowhere"))
DAYS = PLANNING.workdays("Asia/Shanghai", RAN.as_of)
STAGES = pd.DataFrame({
    "event": ["double12", "fair"], "year": 2027, "stage": ["burst", "warm-up"], "own": [False, True],
    "starts": pd.to_datetime(["2026-12-21", "2026-12-28"]), "ends": pd.to_datetime(["2026-12-22", "2027-01-04"]),
})  # fmt: skip
TARGETS = pd.DataFrame({"kpi": "paid", "platform": ["jd", "tmall"], "owner": ["Cy", "Ana"], "value": [10.0, 20.0]})
NONE = missing("events")


def pieces(*rows):
    frame = pd.DataFrame(list(rows), columns=["date", "platform", "format", "stage", "owner", "hours"])
    typed = frame.astype({"date": "datetime64[us]", "hours": "float64"})
    return typed.assign(topic="", status="planned", text_en="", text_zh="")


def piece(day, platform="tmall", form="live", stage="potential"):
    return pd.Timestamp(day), platform, form, stage, "Bo", 6.0


def conflicts(*rows, stages=NONE, kind=None):
    found = content.conflicts(pieces(*rows), stages, RAN, DAYS, PLANNING)
    return found[found["kind"] == kind].drop(columns="kind").astype({"date": str}).to_numpy().tolist()


def test_a_week_in_which_an_audience_hears_nothing_is_a_gap():
    found = content.gaps(pieces(piece("2026-12-18"), piece("2026-12-21", stage="hesitant")), RAN)
    weeks = [(str(week.date()), stage) for week, stage in found]
    assert weeks[:4] == [
        ("2026-12-14", "hesitant"), ("2026-12-14", "existing"), ("2026-12-21", "potential"), ("2026-12-21", "existing"),
    ]  # fmt: skip
    assert len(weeks) == 4 * 3 - 2


def test_two_pieces_for_one_audience_and_platform_on_a_day_collide():
    rows = [piece("2026-12-28"), piece("2026-12-28", form="page"), piece("2026-12-28", stage="hesitant")]
    assert conflicts(*rows, kind="same_day") == [["2026-12-28", "tmall", "potential", "live+page"]]


def test_a_format_that_a_platform_does_not_carry_is_told_with_those_that_it_does():
    rows = [piece("2026-12-21", "douyin", "long_text"), piece("2026-12-22", "somewhere", "poem")]
    assert conflicts(*rows, kind="unfit") == [["2026-12-21", "douyin", "potential", "long_text:short_video+live"]]


def test_days_off_festivals_and_events_of_others_are_told():
    rows = [piece("2026-12-21"), piece("2026-12-28"), piece("2027-01-01"), piece("2027-02-06")]
    assert conflicts(*rows, stages=STAGES, kind="day_off")[0][0] == "2027-01-01"
    assert conflicts(*rows, kind="festival") == [["2027-02-06", "tmall", "potential", "spring_festival"]]
    assert conflicts(*rows, stages=STAGES, kind="other_event") == [
        ["2026-12-21", "tmall", "potential", "double12:burst"]
    ]  # fmt: skip


def test_each_gap_gets_a_proposal_that_its_platform_carries():
    found = content.proposals(pieces(), TARGETS, RAN, DAYS, PLANNING)
    assert len(found) == 4 * 3
    carried = [form in PLANNING.formats[place] for place, form in zip(found["platform"], found["format"], strict=True)]
    assert all(carried)
    assert set(found["owner"]) <= {"Ana", "Cy"}
    assert found["date"].map(lambda day: DAYS.works(day.date())).all()
    assert content.gaps(found, RAN) == []


def test_a_proposal_goes_to_the_emptiest_day_and_to_whom_makes_most_for_its_platform():
    rows = [piece(day, stage=stage) for day in ("2026-12-14", "2026-12-21", "2026-12-28", "2027-01-04")
            for stage in content.AUDIENCES]  # fmt: skip
    found = content.proposals(pieces(*rows[1:]), TARGETS, RAN, DAYS, PLANNING)
    assert found[["platform", "format", "stage", "owner", "hours"]].to_numpy().tolist() == [
        ["tmall", "short_video", "potential", "Bo", 10.0]
    ]  # fmt: skip
    assert str(found["date"].iloc[0].date()) == "2026-12-15"


def test_a_shop_without_anybody_named_gets_proposals_of_nobody():
    found = content.proposals(pieces(), missing("targets"), RAN, DAYS, PLANNING)
    assert set(found["owner"]) == {""}


def test_a_calendar_is_counted_by_week():
    both = content.whole(pieces(piece("2026-12-28")), pieces(piece("2026-12-15", "jd")))
    assert both["proposed"].tolist() == [True, False]
    counted = content.grid(both, RAN, by="platform")
    assert counted.loc["tmall"].tolist() == [0, 0, 1, 0]
    assert content.grid(both, RAN, by="stage").index.tolist() == list(content.AUDIENCES)


def test_the_days_around_a_campaign_are_listed():
    found = content.around(STAGES, RAN, DAYS, PLANNING)
    told = found.assign(day=found["starts"].dt.strftime("%m-%d"))[["day", "kind", "subject"]].to_numpy().tolist()
    assert told == [
        ["12-21", "other_event", "double12"], ["12-28", "other_event", "fair"], ["01-01", "day_off", "new_year"],
        ["02-05", "day_off", "spring_festival"], ["02-06", "festival", "spring_festival"],
    ]  # fmt: skip


def test_a_calendar_that_is_not_there_is_missing():
    lacking = missing("calendar")
    assert isinstance(content.conflicts(lacking, NONE, RAN, DAYS, PLANNING), Missing)
    assert isinstance(content.grid(content.whole(pieces(), pieces()), RAN, by="stage"), Missing)


@pytest.mark.parametrize("day", ["2026-10-01", "2026-10-11"])
def test_weeks_begin_after_what_is_read(day):
    early = SimpleNamespace(as_of=date(2027, 1, 3), span=RAN.span)
    assert [str(week.date()) for week in content.weeks(pieces(piece(day)), early)] == ["2027-01-04"]


def test_the_input_stays_as_it_is():
    frame = pieces(piece("2026-12-28"), piece("2027-01-01"))
    before = frame.copy()
    content.conflicts(frame, STAGES, RAN, DAYS, PLANNING)
    content.proposals(frame, TARGETS, RAN, DAYS, PLANNING)
    pd.testing.assert_frame_equal(frame, before)
