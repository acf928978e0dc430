"""All alerts in one list, those that touch money first; and the figures of the first page."""

from __future__ import annotations

import pandas as pd

from planbook.absence import missing
from planbook.measures.intervals import Interval
from planbook.measures.rivals import standing

DAY = pd.Timestamp("2026-10-05")
MOVES = pd.DataFrame({
    "brand": ["A", "B", "C"], "kind": ["page", "offer", "page"], "since": DAY, "items": 5, "change": [-0.12, 0.1, 0.2],
    "low": -0.13, "high": -0.11, "others": 0.0, "before": 100.0, "after": 88.0,
})  # fmt: skip
LAUNCHES = pd.DataFrame({
    "brand": ["B", "B"], "sku": ["b", "c"], "title": ["tea", None], "category": "x", "first": DAY, "price": 9.0,
    "units": [5.0, 1.0], "rank": 3.0, "share": 0.1,
})  # fmt: skip
TURNS = pd.DataFrame({
    "platform": ["jd"], "category": ["tea"], "index": ["search"], "since": DAY, "before": 0.1, "after": 0.6,
    "change": 0.4, "low": 0.3, "high": 0.5, "weeks": 5,
})  # fmt: skip
ABSENT = missing("competitor_items")


def test_a_cut_weighs_what_it_would_cost_to_follow_it():
    found = standing.gather({"moves": MOVES}, exposed=pd.Series({"A": 1000.0, "C": 1000.0}))
    assert found[["kind", "brand"]].to_numpy().tolist() == [["price_cut", "A"], ["price_rise", "C"]]
    assert found["effect"].fillna(0.0).tolist() == [-120.0, 0.0]


def test_what_is_missing_gives_no_alerts_and_the_rest_does():
    found = standing.gather({"moves": ABSENT, "launches": LAUNCHES, "turns": TURNS}, exposed=ABSENT)
    assert found["kind"].tolist() == ["market_up", "launch"]
    assert found[["brand", "subject", "platform"]].iloc[0].tolist() == ["search", "tea", "jd"]
    assert standing.gather({"moves": ABSENT}) == ABSENT


def test_all_new_items_of_a_brand_are_one_alert():
    (row,) = standing.gather({"launches": LAUNCHES}).to_dict("records")
    assert (row["subject"], row["n"], row["after"]) == ("tea", 2, 5.0)


def test_an_item_without_a_title_is_called_by_its_code():
    assert standing.gather({"launches": LAUNCHES.iloc[1:]})["subject"].tolist() == ["c"]


def test_the_card_holds_what_is_known():
    unknown = float("nan")
    depth = {"brand": "all", "real": 0.1, "real_low": 0.0, "real_high": 0.2, "on_page": unknown, "claimed": unknown}
    depths = pd.DataFrame([depth])
    found = standing.scorecard(
        (Interval(0.9, 0.8, 1.0), ABSENT), market=ABSENT, depths=depths, covered=0.5, alerts=MOVES
    )
    assert found["value"].to_dict() == {"price_index": 0.9, "real_discount": 0.1, "alerts": 3.0, "watch_coverage": 0.5}
    empty = standing.scorecard((ABSENT, ABSENT), market=ABSENT, depths=ABSENT, covered=ABSENT, alerts=ABSENT)
    assert empty.empty


def test_gathering_does_not_change_its_input():
    given = MOVES.copy()
    standing.gather({"moves": given}, exposed=pd.Series({"A": 1.0}))
    pd.testing.assert_frame_equal(given, MOVES)
