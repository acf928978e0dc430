"""A campaign's stages, and goal and money split over them so that the parts add up."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from planbook.absence import Missing, missing
from planbook.measures.planning import rhythm
from planbook.periods import Period


def ran(first: date, last: date) -> SimpleNamespace:
    rows = pd.DataFrame({"platform": ["tmall"], "budget": [900.0]})
    return SimpleNamespace(span=Period(first, last, "x"), platforms=("tmall",), rows=rows)


NOW, THEN = ran(date(2027, 1, 5), date(2027, 1, 14)), ran(date(2026, 1, 16), date(2026, 1, 25))
DAYS = pd.DataFrame({
    "date": pd.date_range("2026-01-16", "2026-01-25"), "platform": "tmall", "value": [4.0] * 3 + [1.0] * 5 + [2.0] * 2
})  # fmt: skip


def test_without_an_event_the_stages_are_derived():
    found = rhythm.stages(NOW, missing("events"))
    days = (found["ends"] - found["starts"]).dt.days + 1
    assert list(zip(found["stage"], days, strict=True)) == [("warm-up", 7), ("burst", 3), ("spot", 5), ("return", 2)]


def test_a_short_campaign_is_warm_up_and_burst():
    found = rhythm.stages(ran(date(2027, 1, 5), date(2027, 1, 5)), missing("events"))
    assert found["stage"].tolist() == ["warm-up", "burst"]


def test_a_stages_part_is_that_of_the_same_days_last_time():
    found = rhythm.split(rhythm.stages(NOW, missing("events")), NOW, THEN, DAYS, total=1000.0)
    assert found["share"].tolist() == pytest.approx([0, 12 / 21, 5 / 21, 4 / 21])
    assert found["amount"].sum() == 1000.0


def test_money_before_the_first_day_is_the_warm_ups():
    earlier = pd.DataFrame({"date": [pd.Timestamp("2026-01-10")], "platform": "tmall", "value": [21.0]})
    found = rhythm.split(rhythm.stages(NOW, missing("events")), NOW, THEN, pd.concat([DAYS, earlier]), total=1000.0)
    assert found["amount"].tolist()[0] == 500.0


def test_a_campaign_of_another_length_takes_the_day_at_the_same_place():
    longer = ran(date(2027, 1, 5), date(2027, 1, 24))
    found = rhythm.split(rhythm.stages(longer, missing("events")), longer, THEN, DAYS, total=1.0)
    assert found["share"].tolist() == pytest.approx([0, 24 / 42, 10 / 42, 8 / 42])


def test_without_a_last_edition_every_day_counts_alike():
    stages = rhythm.stages(NOW, missing("events"))
    found = rhythm.split(stages, NOW, missing("campaigns"), missing("orders"), total=100.0)
    assert found["amount"].tolist() == [0, 30, 50, 20]
    assert set(found["basis"]) == {"even"}


def test_the_budget_of_the_campaign_stands_where_no_goal_of_spend_does():
    goals = pd.DataFrame({"kpi": ["paid"], "value": [500.0]})
    assert rhythm.amount(goals, "spend", NOW) == 900.0
    assert np.isnan(rhythm.amount(goals, "spend"))
    assert np.isnan(rhythm.amount(missing("targets"), "paid"))


def test_without_a_goal_the_stages_stand_alone():
    stages = rhythm.stages(NOW, missing("events"))
    found = rhythm.together(stages, missing("targets"), missing("targets"))
    assert found["paid"].isna().all()
    assert isinstance(rhythm.together(missing("campaigns"), stages, stages), Missing)
