"""Items are ranked by what they add to the change of paid, and the last row holds what no item explains."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planbook.absence import missing
from planbook.measures.items import contributions

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
ITEMS = pd.DataFrame({
    "period": ["previous", "current", "previous", "current", "current", "previous"],
    "sku": ["hero", "hero", "tin", "tin", "fresh", "post"],
    "product": ["Oolong", "Oolong", "Tin", "Tin", "New green", "Postage"],
    "category": "tea", "role": "profit", "stock": [0, 0, 40, 40, 12, 0],
    "units": [50.0, 0.0, 10.0, 12.0, 4.0, 3.0], "paid": [5000.0, 0.0, 200.0, 210.0, 480.0, 30.0],
    "visitors": [1000.0, 980.0, np.nan, np.nan, 80.0, np.nan], "buyers": [40.0, 0.0, np.nan, np.nan, 4.0, np.nan],
})  # fmt: skip
EFFECTS = ["effect_visitors", "effect_conversion", "effect_units", "effect_price"]


def test_the_item_that_moved_most_stands_first_also_when_it_is_sold_out():
    found = contributions(ITEMS, 5300.0, 760.0)
    assert found["sku"].tolist() == ["hero", "fresh", "post", "tin", ""]
    assert found.loc[0, ["stock", "change"]].tolist() == [0, -5000.0]


def test_an_item_with_visitors_is_told_by_visitors_conversion_and_price():
    hero = contributions(ITEMS, 5300.0, 760.0).iloc[0]
    assert hero[EFFECTS].tolist() == pytest.approx([-50, -4950, np.nan, 0], nan_ok=True)


def test_an_item_without_visitors_is_told_by_units_and_price():
    tin = contributions(ITEMS, 5300.0, 760.0).set_index("sku").loc["tin"]
    assert tin[EFFECTS].tolist() == pytest.approx([np.nan, np.nan, 37.5, -27.5], nan_ok=True)


def test_a_new_item_is_all_visitors():
    fresh = contributions(ITEMS, 5300.0, 760.0).set_index("sku").loc["fresh"]
    assert fresh["effect_visitors"] == 480


def test_what_is_no_item_stands_with_postage_in_the_last_row():
    found = contributions(ITEMS, 5300.0, 760.0, not_items=["post"])
    assert found["sku"].tolist() == ["hero", "fresh", "tin", ""]
    assert found.iloc[-1][["paid_before", "paid_after", "change"]].tolist() == [100, 70, -30]


@settings(max_examples=30)
@given(st.lists(st.floats(0, 1e5), min_size=6, max_size=6), st.lists(st.integers(0, 9), min_size=6, max_size=6))
def test_rows_add_up_to_the_change_of_paid_and_effects_to_each_row(paid, units):
    found = contributions(ITEMS.assign(paid=paid, units=units), 1000.0, 900.0)
    assert found["change"].sum() == pytest.approx(-100, abs=0.005)
    goods = found[found["sku"] != ""]
    assert goods[EFFECTS].sum(axis=1).tolist() == pytest.approx(goods["change"].tolist(), abs=0.01)


def test_no_items_at_all_say_so():
    assert contributions(ITEMS.head(0), 1.0, 2.0) == missing("order_items", reason="empty")
    assert contributions(ITEMS, missing("orders"), 2.0) == missing("orders")


def test_contributions_do_not_change_their_input():
    items = ITEMS.copy()
    contributions(items, 5300.0, 760.0)
    pd.testing.assert_frame_equal(items, ITEMS)


def test_the_sold_out_hero_of_the_sample_shop_stands_first():
    truth = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))["shops"]["luming"]["item_fall"]
    folder = SAMPLE / "luming"
    items = duckdb.sql(f"""SELECT CASE month(paid_at) WHEN 10 THEN 'current' ELSE 'previous' END AS period, sku,
        any_value(p.product) AS product, any_value(p.category) AS category, any_value(role) AS role,
        any_value(stock) AS stock, sum(quantity)::DOUBLE AS units, sum(quantity * unit_price)::DOUBLE AS paid,
        NULL::DOUBLE AS visitors, NULL::DOUBLE AS buyers FROM '{folder}/orders/all.parquet'
        JOIN '{folder}/order_items/all.parquet' USING (order_id) JOIN '{folder}/products/all.parquet' p USING (sku)
        WHERE paid_at >= '2026-09-01' GROUP BY ALL""").df()
    falls = contributions(items, 0.0, 0.0).query("sku != '' and change < 0").iloc[0]
    assert falls[["sku", "stock"]].tolist() == [truth["sku"], 0]
    assert falls["change"] == pytest.approx(truth["realised"], abs=0.01)
