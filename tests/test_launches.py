"""What a new item may sell."""

from __future__ import annotations

import pandas as pd
import pytest

from planbook.absence import Missing
from planbook.measures import launches

DAYS = pd.date_range("2025-01-01", periods=500)
PAID = pd.DataFrame({"all": 100.0}, index=DAYS)


def weeks(sku, units, *, day="2025-09-01"):
    rows = {"sku": sku, "product": sku, "category": "tea", "launched": pd.Timestamp(day)}
    return pd.DataFrame({"week": range(1, len(units) + 1), "units": units}).assign(**rows)


def test_ordinary_weeks_stay_as_they_are():
    found = launches.curves(weeks("a", [5.0] * 8), PAID)
    assert found["even"].tolist() == pytest.approx([5.0] * 8)


def test_a_week_of_an_event_is_set_on_an_ordinary_one():
    paid = PAID.copy()
    paid.loc["2025-09-08":"2025-09-14"] = 300.0
    found = launches.curves(weeks("a", [5.0, 15.0, 5.0, 5.0]), paid)
    assert found["even"].tolist() == pytest.approx([5.1, 5.1, 5.1, 5.1], abs=0.15)


def test_weeks_that_are_not_over_do_not_count():
    found = launches.totals(launches.curves(weeks("a", [5.0] * 5), PAID))
    assert found["units_4"].tolist() == [20.0]
    assert found["units_8"].isna().all()


def test_three_launches_give_a_goal():
    parts = [weeks(sku, [n] * 8) for sku, n in (("a", 5.0), ("b", 10.0), ("c", 20.0))]
    found = launches.goal(launches.totals(launches.curves(pd.concat(parts), PAID)))
    assert found["value"].tolist() == pytest.approx([40.0, 80.0])
    assert found["n"].tolist() == [3.0, 3.0]
    assert (found["low"] < 25).iloc[0]
    assert (found["high"] > 65).iloc[0]


def test_two_launches_are_too_few():
    both = pd.concat([weeks("a", [5.0] * 8), weeks("b", [7.0] * 8)])
    assert isinstance(launches.goal(launches.totals(launches.curves(both, PAID))), Missing)
