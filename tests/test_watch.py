"""The watch shows its gaps, and what each rival did in its last week."""

from __future__ import annotations

import pandas as pd
import pytest
from watch_frames import MONDAYS, OCTOBER, looks

from planbook.absence import missing
from planbook.measures.rivals import watch

NAN = float("nan")
SEEN = looks({"A/a": [9.0] * 9 + [NAN] + [9.0] * 3, "A/b": [9.0] * 9 + [NAN, 9, 9, NAN], "B/c": [NAN] * 10 + [9.0] * 3})


def test_a_weekly_sheet_is_laid_out_by_mondays():
    seen = SEEN.assign(date=SEEN["date"] + pd.Timedelta(days=2)).drop(columns=["slot", "until"])
    found = watch.slotted(seen)
    assert found["slot"].unique().tolist() == sorted(SEEN["slot"].unique().tolist())
    assert (found["until"] - found["slot"]).dt.days.unique().tolist() == [6]


def test_a_daily_sheet_is_laid_out_by_days():
    seen = looks({"A/a": [9.0] * 5}, pd.date_range("2026-10-01", periods=5))
    assert watch.slotted(seen)["slot"].equals(seen["date"])


def test_a_week_in_which_nobody_looked_is_zero_and_before_the_first_look_unknown():
    found = watch.grid(SEEN, slots=4).fillna(-1)
    assert found.to_numpy().tolist() == [[0.0, 1.0, 1.0, 0.5], [-1.0, 1.0, 1.0, 1.0]]


def test_an_item_that_is_gone_is_waited_for_four_weeks():
    seen = looks({"A/a": [9.0] * 13, "A/b": [9.0] * 3 + [NAN] * 10})
    assert watch.grid(seen)[MONDAYS[3:]].to_numpy().tolist() == [[0.5] * 4 + [1.0] * 6]


def test_gaps_are_named_up_to_the_last_week_of_the_sheet():
    seen = SEEN[~((SEEN["brand"] == "B") & (SEEN["slot"] == MONDAYS[12]))]
    found = watch.gaps(seen)
    assert found["brand"].tolist() == ["A", "B"]
    assert found["missed"].tolist() == [[MONDAYS[9]], [MONDAYS[12]]]


def test_what_was_looked_at_is_a_share_of_what_was_due():
    assert watch.covered(SEEN, OCTOBER) == pytest.approx((0 + 1 + 1 + 0.5 + 3) / 7)


PUBLISHED = pd.to_datetime(["2026-10-27", "2026-10-28", "2026-10-20"])
POSTS = pd.DataFrame({"date": PUBLISHED, "brand": "A", "format": ["live", "note", "live"]})


def test_the_board_tells_each_rival_of_the_last_week():
    deals = {"A/a": [100.0] * 12 + [80.0], "A/b": [NAN] * 12 + [50.0], "B/c": [10.0] * 12 + [NAN]}
    seen = looks(deals, rank={"A/a": [30] * 12 + [20], "A/b": [9] * 13, "B/c": [1] * 13}, promotion="-20")
    (row,) = watch.board(seen, POSTS, OCTOBER).to_dict("records")
    assert [row[name] for name in ("brand", "items", "of", "deal", "offer", "offers")] == ["A", 2, 2, 65.0, "-20", 2]
    assert [row[name] for name in ("launches", "best_rank", "rank_change", "posts", "lives")] == [1, 9, 10, 2, 1]
    assert (round(row["deal_change"], 3), row["page_change"]) == (-0.2, 0.0)


def test_a_page_price_is_no_deal_price_on_the_board():
    row = watch.board(SEEN.assign(deal_price=NAN), missing("competitor_posts"), OCTOBER).iloc[0]
    assert row[["deal", "deal_change", "posts"]].isna().all()


def test_a_board_of_a_month_without_looks_is_empty():
    days = (pd.Timestamp("2027-01-01").date(), pd.Timestamp("2027-01-31").date())
    assert watch.board(SEEN, POSTS, days) == missing("competitor_items", reason="empty")
    assert watch.board(missing("competitor_items"), POSTS, days) == missing("competitor_items")


def test_our_own_rows_are_not_watched():
    mine = pd.concat([SEEN, looks({"/x": [1.0] * 13})], ignore_index=True)
    pd.testing.assert_frame_equal(watch.grid(mine), watch.grid(SEEN))


def test_watching_does_not_change_its_input():
    seen = SEEN.copy()
    watch.slotted(seen), watch.grid(seen), watch.gaps(seen), watch.board(seen, POSTS, OCTOBER)
    pd.testing.assert_frame_equal(seen, SEEN)
