"""A change of paid or of a rate is shared out exactly, whatever the figures."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planbook.absence import Missing, missing
from planbook.measures.decompose import (
    is_simpson,
    new_and_repeat,
    paid_change,
    paid_change_by,
    rate_mix,
    total_rates,
)
from planbook.measures.shapley import shapley, shapley_chain

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
SALES = pd.DataFrame({
    "period": ["current", "previous"], "paid": [680_400.0, 600_000.0], "buyers": [3240.0, 3000.0],
})  # fmt: skip
TRAFFIC = pd.DataFrame({"period": ["current", "previous"], "visitors": [120_000.0, 100_000.0]})
# methods.md R22: search, social, display
COUNTS = pd.DataFrame({
    "period": ["previous"] * 3 + ["current"] * 3,
    "source": ["search", "social", "display"] * 2,
    "visitors": [6000.0, 3000.0, 1000.0, 4000.0, 3000.0, 5000.0],
    "buyers": [300.0, 90.0, 10.0, 208.0, 93.0, 52.5],
})  # fmt: skip


def effects(steps):
    return dict(zip(steps["factor"], steps["effect"], strict=True))


def test_shapley_shares_a_product_as_the_known_case_r21_does():
    before = {"visitors": 100_000, "conversion": 0.03, "paid_per_buyer": 200}
    after = {"visitors": 120_000, "conversion": 0.027, "paid_per_buyer": 210}
    found = effects(shapley(before, after, list(before)))
    assert found == pytest.approx({"visitors": 116_800, "conversion": -67_700, "paid_per_buyer": 31_300})


@given(st.lists(st.floats(0, 1), min_size=6, max_size=6))
def test_shapley_adds_up_to_the_change_of_the_product(parts):
    sizes = {"visitors": 1e6, "conversion": 1, "paid_per_buyer": 1e4}
    before, after = (
        dict(zip(sizes, np.array(part) * [*sizes.values()], strict=True)) for part in (parts[:3], parts[3:])
    )
    change = np.prod([*after.values()]) - np.prod([*before.values()])
    assert shapley(before, after, [*sizes])["effect"].sum() == pytest.approx(change, abs=0.005)


def test_a_factor_that_stays_has_no_effect():
    assert effects(shapley({"a": 2, "b": 0}, {"a": 2, "b": 5}, ["a", "b"])) == {"a": 0, "b": 10}


def test_what_is_new_counts_as_a_change_of_visitors():
    none, some = (pd.DataFrame({"visitors": [v], "buyers": [b], "paid": [p]}) for v, b, p in [(0, 0, 0), (50, 5, 90.0)])
    chain = {"visitors": "visitors", "conversion": "buyers", "paid_per_buyer": "paid"}
    assert shapley_chain(none, some, chain).iloc[0].tolist() == pytest.approx([90.0, 0.0, 0.0])


def test_paid_changes_by_visitors_conversion_and_paid_per_buyer():
    found = effects(paid_change(SALES, TRAFFIC))
    assert found == pytest.approx({"visitors": 116_800, "conversion": -67_700, "paid_per_buyer": 31_300})


def test_a_period_in_which_nobody_bought_still_adds_up():
    sales = SALES.assign(paid=[0.0, 600_000.0], buyers=[0.0, 3000.0])
    assert paid_change(sales, TRAFFIC)["effect"].sum() == pytest.approx(-600_000, abs=0.005)


@pytest.mark.parametrize(
    ("sales", "traffic", "needs"),
    [
        (SALES, missing("traffic"), missing("traffic")),
        (SALES, TRAFFIC.assign(visitors=[120_000, 0]), missing("traffic", "visitors", reason="empty")),
        (SALES.head(1), TRAFFIC, missing("orders", reason="empty")),
        (SALES.head(0), TRAFFIC, missing("orders", reason="empty")),
        (SALES.assign(buyers=np.nan), TRAFFIC, missing("orders", "customer_id")),
    ],
    ids=["no traffic table", "no visitors", "no period before", "no rows", "no customer ids"],
)
def test_paid_change_says_what_it_needs(sales, traffic, needs):
    assert paid_change(sales, traffic) == needs


def test_segments_add_up_to_the_change_of_paid_also_where_one_is_new_or_has_no_visitors():
    sales = pd.DataFrame({
        "period": ["previous", "current", "previous", "current", "current"],
        "platform": ["tmall", "tmall", "wechat", "wechat", "jd"],
        "paid": [100.0, 80.0, 30.0, 45.0, 60.0], "buyers": [10.0, 9.0, 3.0, 5.0, 6.0],
    })  # fmt: skip
    traffic = sales[sales["platform"] != "wechat"].assign(visitors=[200.0, 240.0, 100.0])
    found = paid_change_by(sales, traffic, "platform")
    assert found["change"].to_dict() == {"jd": 60.0, "tmall": -20.0, "wechat": 15.0}
    assert found.filter(like="effect_").sum(axis=1).to_dict() == pytest.approx(found["change"].to_dict())
    assert found["effect_visitors"].dropna().round(2).to_dict() == {"jd": 60.0, "tmall": 16.57}
    assert found["effect_other"].dropna().to_dict() == {"wechat": 15.0}


def test_no_sales_in_either_period_say_so():
    assert paid_change_by(SALES.assign(platform="jd").head(0), TRAFFIC.assign(platform="jd").head(0), "platform") == (
        missing("orders", reason="empty")
    )


def test_new_and_repeat_buyers_share_the_change_of_paid():
    kinds = pd.DataFrame({
        "period": ["previous", "previous", "current", "current"], "kind": ["new", "repeat"] * 2,
        "paid": [100.0, 300.0, 180.0, 250.0], "buyers": [10.0, 10.0, 15.0, 10.0],
    })  # fmt: skip
    assert effects(new_and_repeat(kinds)) == pytest.approx(
        {"new_buyers": 55, "new_paid_per_buyer": 25, "repeat_buyers": 0, "repeat_paid_per_buyer": -50}
    )


def test_orders_without_a_customer_stand_beside_new_and_repeat():
    kinds = pd.DataFrame({
        "period": ["previous", "current", "previous", "current"], "kind": ["new", "new", "unknown", "unknown"],
        "paid": [100.0, 180.0, 10.0, 50.0], "buyers": [10.0, 18.0, 0.0, 0.0],
    })  # fmt: skip
    found = effects(new_and_repeat(kinds))
    assert found["other"] == pytest.approx(40)
    assert sum(found.values()) == pytest.approx(120)


def test_every_source_rises_and_the_total_falls_as_in_the_known_case_r22():
    found = rate_mix(COUNTS)
    assert total_rates(found) == pytest.approx((0.04, 0.0294583), abs=1e-7)
    assert found["rate_effect"].sum() == pytest.approx(0.0013375, abs=1e-7)
    assert found["mix_effect"].sum() == pytest.approx(-0.0118792, abs=1e-7)
    assert found.loc["display", "mix_effect"] < 0
    assert is_simpson(found)


def test_it_is_no_paradox_when_the_total_goes_with_its_parts():
    same_mix = COUNTS.assign(visitors=[6000.0, 3000.0, 1000.0] * 2)
    assert not is_simpson(rate_mix(same_mix))
    assert not is_simpson(rate_mix(COUNTS[COUNTS["source"] == "search"]))


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(50, 900)), min_size=6, max_size=6))
def test_rate_and_mix_leave_no_rest(counts):
    found = rate_mix(COUNTS.assign(buyers=[c[0] for c in counts], visitors=[c[1] for c in counts]))
    before, after = total_rates(found)
    assert found[["rate_effect", "mix_effect"]].to_numpy().sum() == pytest.approx(after - before, abs=1e-12)


def test_the_sister_shop_converts_worse_although_every_source_converts_better():
    truth = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))["shops"]["luming-global"]["mix_shift"]
    counts = duckdb.sql(f"""SELECT CASE month(date) WHEN 10 THEN 'current' ELSE 'previous' END AS period, source,
        sum(visitors)::DOUBLE AS visitors, sum(buyers)::DOUBLE AS buyers
        FROM '{SAMPLE}/luming-global/traffic/all.parquet' WHERE date >= '2026-09-01' GROUP BY ALL""").df()
    found = rate_mix(counts)
    assert is_simpson(found)
    before, after = total_rates(found)
    assert after / before - 1 == pytest.approx(truth["realised"], abs=1e-5)
    assert found["mix_effect"].idxmin() == truth["source"]


def test_a_source_that_one_period_lacks_is_a_matter_of_mix():
    found = rate_mix(COUNTS.drop(index=2))
    assert found.loc["display", "rate_effect"] == 0
    before, after = total_rates(found)
    assert found[["rate_effect", "mix_effect"]].to_numpy().sum() == pytest.approx(after - before)


def test_rates_without_visitors_say_so():
    assert rate_mix(COUNTS.assign(visitors=0.0)) == missing("traffic", "visitors", reason="empty")
    assert isinstance(rate_mix(missing("traffic")), Missing)


def test_a_decomposition_does_not_change_its_input():
    sales, traffic, counts = SALES.copy(), TRAFFIC.copy(), COUNTS.copy()
    paid_change(sales, traffic), rate_mix(counts)
    pd.testing.assert_frame_equal(sales, SALES)
    pd.testing.assert_frame_equal(traffic, TRAFFIC)
    pd.testing.assert_frame_equal(counts, COUNTS)
