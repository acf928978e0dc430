"""A campaign runs beside its last edition, and its cards gather what was counted and what was estimated."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from planbook.absence import missing
from planbook.measures import pace
from planbook.periods import Period


def ran(first, last, platforms=("tmall",)):
    return SimpleNamespace(platforms=platforms, seen=Period(date.fromisoformat(first), date.fromisoformat(last), ""))


THIS, LAST = ran("2026-09-09", "2026-09-11"), ran("2025-09-10", "2025-09-11")
DAYS = pd.DataFrame({
    "date": pd.to_datetime(["2025-09-10", "2025-09-11", "2026-09-09", "2026-09-11", "2026-09-11"]),
    "platform": ["tmall", "tmall", "tmall", "tmall", "jd"], "paid": [10.0, 20.0, 30.0, 40.0, 99.0],
})  # fmt: skip
FIGURES = pd.DataFrame({"paid": [70.0, 30.0], "orders": [7.0, 3.0]}, index=["current", "aligned"])


def test_both_editions_add_up_from_their_first_day():
    found = pace.pace(DAYS, THIS, LAST)
    assert found["this_edition"].tolist() == [30, 30, 70]
    assert found["last_edition"].tolist() == pytest.approx([10, 30, np.nan], nan_ok=True)
    assert found.index[0] == pd.Timestamp("2026-09-09")


def test_without_a_last_edition_there_is_one_line():
    assert list(pace.pace(DAYS, THIS, missing("campaigns"))) == ["this_edition"]
    assert list(pace.pace(DAYS, THIS, ran("2024-09-10", "2024-09-11"))) == ["this_edition"]


def test_a_campaign_without_orders_has_no_line():
    assert pace.pace(DAYS, ran("2026-08-01", "2026-08-03"), LAST) == missing("orders", reason="empty")
    assert pace.pace(DAYS, missing("campaigns"), LAST) == missing("campaigns")


def test_the_cards_gather_counted_and_estimated_figures():
    lift = pd.DataFrame({"value": [25.0], "low": [5.0], "high": [45.0]})
    goals = pd.Series({"paid": 100.0})
    found = pace.card(FIGURES, goals, {"lift": lift, "net_expected": missing("orders")}, {"sell_through": 0.5})
    assert found.loc["paid", ["value", "target", "aligned"]].tolist() == [70, 100, 30]
    assert found.loc["lift", ["value", "low", "high"]].tolist() == [25, 5, 45]
    assert found.loc["sell_through", "value"] == 0.5
    assert "net_expected" not in found.index


def test_a_range_without_width_is_none():
    ripe = pd.DataFrame({"net_expected": [9.0], "low": [9.0], "high": [9.0]})
    found = pace.row(ripe, 0, value="net_expected").iloc[0]
    assert found["value"] == 9
    assert found[["low", "high"]].isna().all()


def test_a_row_that_is_not_there_says_so():
    assert pace.row(FIGURES, "week_after", value="paid") == missing("orders", reason="too_few")
    assert pace.card(missing("orders"), missing("targets"), {}, {}) == missing("orders")


def test_the_last_row_of_a_table_is_its_count():
    assert pace.count(FIGURES, "paid") == 30
    assert np.isnan(pace.count(missing("tasks"), "share"))


def test_measures_do_not_change_their_input():
    days, figures = DAYS.copy(), FIGURES.copy()
    pace.pace(DAYS, THIS, LAST)
    pace.card(FIGURES, missing("targets"), {}, {"lift": 1.0})
    pd.testing.assert_frame_equal(DAYS, days)
    pd.testing.assert_frame_equal(FIGURES, figures)
