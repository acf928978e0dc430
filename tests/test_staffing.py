"""Proposed content goes to who has room in the weeks in which it is made."""

from __future__ import annotations

from datetime import date

import pandas as pd

from planbook.absence import missing
from planbook.measures.planning import staffing
from planbook.workdays import Workdays

DAYS = Workdays(date(2026, 12, 11))
WEEKS = pd.DataFrame({
    "owner": ["Ana", "Ana", "Bo", "Bo", "Cy", "Cy"], "week": pd.to_datetime(["2026-12-14", "2026-12-21"] * 3),
    "needed": [30.0, 0.0, 10.0, 25.0, 25.0, 30.0], "available": 30.0,
})  # fmt: skip


def piece(day: str, owner: str = "Ana", hours: float = 10.0) -> pd.DataFrame:
    return pd.DataFrame({"date": [pd.Timestamp(day)], "owner": [owner], "hours": [hours], "platform": "jd"})


def owners(*pieces: pd.DataFrame, weeks: pd.DataFrame = WEEKS) -> list[list[object]]:
    found = staffing.staffed(pd.concat(pieces, ignore_index=True), weeks, DAYS)
    return found[["owner", "crowded"]].to_numpy().tolist()


def test_a_piece_stays_with_who_usually_makes_it_as_long_as_there_is_room():
    assert owners(piece("2026-12-25")) == [["Ana", False]]


def test_a_piece_of_a_full_week_goes_to_who_has_room():
    """18 December is a Friday: the five days up to it are that week, in which Ana has none and Cy five hours left."""
    assert owners(piece("2026-12-18")) == [["Bo", False]]
    assert owners(piece("2026-12-18"), piece("2026-12-18"), piece("2026-12-18")) == [
        ["Bo", False], ["Bo", False], ["Ana", True],
    ]  # fmt: skip


def test_hours_fall_on_the_weeks_in_which_a_piece_is_made():
    """Made from Wednesday to Tuesday: six hours in a full week, four in a free one."""
    assert owners(piece("2026-12-22")) == [["Bo", False]]
    assert owners(piece("2026-12-22", hours=20.0)) == [["Ana", True]]  # Bo has five hours in the second week, not eight


def test_a_week_that_is_not_planned_yet_is_free():
    assert owners(piece("2027-01-08", hours=29.0)) == [["Ana", False]]


def test_without_hours_of_the_team_nobody_is_moved():
    assert owners(piece("2026-12-18"), weeks=missing("tasks")) == [["Ana", False]]
    assert owners(piece("2026-12-18", owner="Di")) == [["Di", False]]
    assert staffing.staffed(missing("calendar"), WEEKS, DAYS) == missing("calendar")
