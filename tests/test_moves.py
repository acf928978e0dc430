"""A rival's prices that went to another level are found, with their day; what all rivals do is not theirs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest
from watch_frames import OCTOBER, looks

from planbook.absence import missing
from planbook.measures.rivals import moves

STILL, CUT, EVENT = [100.0] * 13, [*[100.0] * 9, *[88.0] * 4], [*[100.0] * 11, 80.0, 80.0]


def brands(page, deals=None):
    names = {f"{brand}/{item}": prices for brand, prices in page.items() for item in "abc"}
    offered = {f"{brand}/{item}": prices for brand, prices in (deals or page).items() for item in "abc"}
    return looks(offered, page_price=names)


def test_a_cut_of_the_page_price_is_found_with_its_day_and_size():
    (row,) = moves.price_moves(brands({"A": CUT, "B": STILL, "C": STILL, "D": STILL}), OCTOBER).to_dict("records")
    assert (row["brand"], row["kind"], str(row["since"].date()), row["items"]) == ("A", "page", "2026-10-05", 3)
    assert (round(row["change"], 3), row["low"] < -0.12 < row["high"]) == (-0.12, True)


def test_an_event_that_all_rivals_join_is_nobodys_move():
    still = dict.fromkeys("ABCD", STILL)
    assert moves.price_moves(brands(still, dict.fromkeys("ABCD", EVENT)), OCTOBER).empty


def test_who_goes_deeper_than_the_others_is_found_against_them():
    deeper = [*[100.0] * 11, 64.0, 64.0]
    found = moves.price_moves(
        brands(dict.fromkeys("ABCD", STILL), {"A": deeper, **dict.fromkeys("BCD", EVENT)}), OCTOBER
    )
    (row,) = found.to_dict("records")
    assert (row["brand"], row["kind"], round(row["change"], 3), round(row["others"], 3)) == ("A", "offer", -0.2, -0.2)


def test_a_move_of_the_month_before_is_not_told_again():
    early = [*[100.0] * 7, *[88.0] * 6]
    assert moves.price_moves(brands({"A": early, "B": STILL, "C": STILL, "D": STILL}), OCTOBER).empty


def test_the_threshold_stands_in_the_settings():
    seen = brands({"A": CUT, "B": STILL, "C": STILL, "D": STILL})
    assert moves.price_moves(seen, OCTOBER, thresholds={"price_move": 0.15}).empty


def test_two_items_are_too_few_to_speak_of_a_brand():
    seen = brands({"A": CUT, "B": STILL, "C": STILL, "D": STILL})
    assert moves.price_moves(seen[~((seen["brand"] == "A") & (seen["sku"] == "c"))], OCTOBER).empty


def test_a_sheet_of_three_weeks_is_too_short():
    seen = brands({"A": CUT})
    found = moves.price_moves(seen[seen["date"] >= "2026-10-12"], OCTOBER)
    assert found == missing("competitor_items", "page_price", reason="too_few")


def test_moves_do_not_change_their_input():
    seen = brands({"A": CUT, "B": STILL, "C": STILL, "D": STILL})
    given = seen.copy()
    moves.price_moves(given, OCTOBER)
    pd.testing.assert_frame_equal(given, seen)


@pytest.mark.slow
def test_the_interval_of_a_move_covers_as_often_as_it_says():
    hits, told = 0, 0
    for seed in range(200):
        chance = np.random.default_rng(seed)
        level = {f"A/{n}": [1.0] * 9 + [float(np.exp(chance.normal(np.log(0.85), 0.05)))] * 4 for n in "abcdef"}
        page = {name: 100 * np.asarray(levels) * np.exp(chance.normal(0, 0.02, 13)) for name, levels in level.items()}
        found = moves.price_moves(looks(page, page_price=page), OCTOBER)
        told += len(found)
        hits += len(found) and found["low"].iloc[0] <= -0.15 <= found["high"].iloc[0]
    assert told >= 195
    assert binomtest(hits, told, 0.8).pvalue > 0.001
