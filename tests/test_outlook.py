"""Sums of a forecast's courses, and their ranges."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from goal_frames import MONTHS, RAN, agreed, courses, foretold

from planbook.absence import Missing, missing
from planbook.measures import outlook

HISTORY = pd.date_range("2025-11-01", "2026-10-31")
PAID = pd.DataFrame({"all": 900.0}, index=HISTORY)


def test_platforms_add_up_to_the_shop():
    found = outlook.by_platform(agreed(), foretold())
    assert found["platform"].tolist() == ["tmall", "jd"]
    assert found["value"].sum() == pytest.approx(agreed().sums("all", agreed().ahead).mean())
    assert found["share"].tolist() == pytest.approx([0.75, 0.25], abs=0.01)


def test_months_add_up_and_stand_beside_the_year_before():
    found = outlook.by_month(agreed(), PAID)
    assert found["value"].iloc[:2].sum() == pytest.approx(found["value"].iloc[2])
    assert found["year_ago"].tolist() == [27_000.0, 27_900.0, 54_900.0]
    assert (found["low"] < found["value"]).all()
    assert (found["value"] < found["high"]).all()


def test_a_year_before_that_is_not_whole_is_unknown():
    found = outlook.by_month(agreed(), PAID.iloc[10:])
    assert found["year_ago"].isna().tolist() == [True, False, True]


def test_the_lift_of_earlier_editions_is_told():
    found = outlook.of_campaign(agreed(lift=0.2), foretold(lift=0.2), RAN)
    assert found.loc["lift", "value"] == pytest.approx(0.2, abs=0.01)


def test_without_an_earlier_edition_the_lift_is_unknown():
    assert np.isnan(outlook.of_campaign(agreed(), foretold(), RAN).loc["lift", "value"])


def test_a_planned_lift_takes_the_place_of_the_learned_one():
    found = outlook.outlook(foretold(lift=0.2), MONTHS, RAN, lift=0.5)
    assert outlook.of_campaign(found, foretold(lift=0.2), RAN).loc["lift", "value"] == pytest.approx(0.5, abs=0.01)
    day = found.courses["all"][:, 12].mean() / found.courses["all"][:, 0].mean()
    assert day == pytest.approx(1 + 0.5 * 0.66, abs=0.02)


def test_a_platform_without_a_forecast_is_left_out():
    found = outlook.outlook(foretold() | {"jd": missing("orders")}, MONTHS, missing("campaigns"))
    assert found.platforms == ["tmall"]
    assert found.campaign is None


def test_without_the_shops_forecast_there_is_none():
    assert isinstance(outlook.outlook({"all": missing("orders")}, MONTHS, RAN), Missing)
    assert isinstance(outlook.outlook(missing("orders"), MONTHS, RAN), Missing)


def test_the_chart_goes_on_where_the_history_ends():
    found = outlook.line(agreed(), PAID, past=2)
    assert found.index.tolist() == ["2026-09", "2026-10", "2026-11", "2026-12"]
    assert found["paid"].tolist()[:2] == [27_000.0, 27_900.0]
    assert found.loc["2026-10", "forecast"] == 27_900.0
    assert outlook.band(agreed(), PAID).loc["2026-10", "low"] == 27_900.0


def test_a_campaign_on_every_platform_is_the_shops():
    ran = RAN.__class__(**RAN.__dict__ | {"platforms": ("jd", "tmall")})
    assert outlook.outlook(foretold(), MONTHS, ran).campaign == "all"
    assert outlook.outlook({"all": courses(9.0), "jd": courses(9.0)}, MONTHS, RAN).campaign is None


def test_on_the_campaigns_days_its_platforms_add_up_to_it():
    found = agreed(lift=0.2)
    own = sum(found.sums(name, RAN.span).mean() for name in RAN.platforms)
    assert found.sums(found.campaign, RAN.span).mean() == pytest.approx(own)
