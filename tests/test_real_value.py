"""Real reviews that were picked by rating say nothing of how often a brand is praised, and the notebook refuses.

Several crawls of one water heater's reviews, each so many good and so many bad ones; no rival, no survey.
"""

from __future__ import annotations

import pytest
from notebook_walk import walk
from shop_factory import opened
from test_real_rivals import REAL, REVIEWS

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not REAL, reason="PLANBOOK_REAL_DATA is not set: there is no real data to read"),
]


def test_reviews_picked_by_rating_make_no_proposition(tmp_path):
    crawls = {"path": f"{REAL}/jd_reviews/comments_*.csv"}
    opened(tmp_path, {"crawls": crawls, "feedback": {"query": REVIEWS}})
    seen = walk(tmp_path, name="13_value_proposition", language="en", period="2023-11..2025-01")
    assert seen.headline.startswith("What sets us apart cannot be said")
    assert {"ratings", "feedback"} <= seen.missing
    assert "differentiators" not in seen.findings
