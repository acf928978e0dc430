"""What rivals publish and where their visits come from, beside ours."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from planbook.absence import missing
from planbook.measures.rivals import styles

POSTS = pd.DataFrame({
    "brand": ["A"] * 6 + [""] * 3, "format": ["note"] * 5 + ["live"] + ["note"] * 3, "topic": "x",
    "views": [100.0] * 9, "engagement": [4.0, 5, 6, 5, 5, 1, 2, 2, 2],
})  # fmt: skip
SHARES = pd.DataFrame({
    "brand": ["", "A", "B", "C"] * 2, "source": ["live"] * 4 + ["search"] * 4,
    "share": [0.05, 0.2, 0.21, 0.22, 0.5, 0.5, 0.48, 0.52],
})  # fmt: skip


def test_engagement_is_a_ratio_of_sums_with_an_interval_from_five_posts_on():
    found = styles.engagement(POSTS, "format").set_index(["format", "who"])
    assert found.loc[("note", "rivals"), ["posts", "rate"]].tolist() == [5, 0.05]
    assert found.loc[("note", "rivals"), "low"] < 0.05 < found.loc[("note", "rivals"), "high"]
    assert np.isnan(found.loc[("note", "us"), "low"])


def test_few_posts_are_drawn_towards_the_mean_of_their_side():
    row = styles.engagement(POSTS, "format").set_index(["format", "who"]).loc[("live", "rivals")]
    assert row["rate"] < row["shrunk"] < 26 / 600
    assert row["shrunk"] == pytest.approx(1 / 11 * 0.01 + 10 / 11 * 26 / 600)


def test_posts_without_views_say_nothing():
    found = styles.engagement(POSTS.assign(views=np.nan), "format")
    assert found == missing("competitor_posts", "format", "views", "engagement")


def test_a_source_from_which_rivals_surely_draw_more_is_apart():
    found = styles.traffic_gaps(SHARES).set_index("source")
    assert found["apart"].to_dict() == {"live": True, "search": False}
    assert found.loc["live", ["ours", "rivals", "gap"]].round(2).tolist() == [0.05, 0.21, -0.16]


def test_a_source_that_no_rival_lists_is_not_known_of_them():
    mine = pd.DataFrame({"brand": [""], "source": ["e-mail"], "share": [0.3]})
    assert "e-mail" not in set(styles.traffic_gaps(pd.concat([SHARES, mine]))["source"])


def test_two_rivals_have_a_mean_without_interval():
    found = styles.traffic_gaps(SHARES[SHARES["brand"] != "C"])
    assert found["low"].isna().all()
    assert not found["apart"].any()


def test_without_ours_or_theirs_there_is_nothing_to_compare():
    assert styles.traffic_gaps(SHARES[SHARES["brand"] == ""]) == missing("competitor_traffic", "source", reason="empty")
    assert styles.traffic_gaps(SHARES[SHARES["brand"] != ""]) == missing("traffic", "source", reason="empty")


def test_styles_do_not_change_their_input():
    posts, shares = POSTS.copy(), SHARES.copy()
    styles.engagement(posts, "format"), styles.traffic_gaps(shares)
    pd.testing.assert_frame_equal(posts, POSTS)
    pd.testing.assert_frame_equal(shares, SHARES)
