"""What others reach, beside our own."""

from __future__ import annotations

import pandas as pd

from planbook.measures import benchmarks

ROWS = pd.DataFrame({
    "kpi": ["conversion", "refund_rate", "conversion", "moon"], "platform": ["jd", "jd", "tmall", "jd"],
    "value": [0.03, 0.1, 0.03, 1.0], "low": [0.02, 0.08, None, None], "high": [0.04, 0.12, None, None], "origin": "me",
})  # fmt: skip
INDEX = pd.MultiIndex.from_tuples([("jd", "2026-09"), ("jd", "2026-10")], names=["platform", "period"])
HISTORY = pd.DataFrame({"conversion": [0.9, 0.05], "refund_rate": [0.09, 0.02]}, index=INDEX)


def test_figures_stand_beside_the_last_month_that_is_final():
    """Refunds of the last month still come in: its 2 % would look better than it is."""
    found = benchmarks.compared(ROWS, HISTORY)
    assert found["own"].tolist()[:2] == [0.05, 0.09]
    assert found["standing"].tolist() == ["ahead_of_others", "as_others", ""]


def test_unknown_figures_are_left_out():
    assert "moon" not in set(benchmarks.compared(ROWS, HISTORY)["kpi"])
