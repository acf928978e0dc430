"""Clusters are found where they were planted, are called unstable where there are none, and tell how sure they are."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from planbook.absence import missing
from planbook.measures import clusters, personas

DAY = date(2026, 10, 31)
KINDS = {  # share of gifts, mean orders, paid a unit, discount share
    "gifts": (0.9, 1.0, 300.0, 0.05),
    "daily": (0.02, 8.0, 60.0, 0.05),
    "bargains": (0.05, 1.0, 30.0, 0.5),
}


def planted(each=300, seed=4):
    rng, parts = np.random.default_rng(seed), []
    for name, (gift, orders, price, discount) in KINDS.items():
        count = 1 + rng.poisson(orders - 1, each)
        units = count * 2.0
        share = rng.beta(50 * gift + 1, 50 * (1 - gift) + 1, each)
        parts.append(pd.DataFrame({
            "kind": name, "orders": count, "units": units, "unit_price": price * rng.lognormal(0, 0.15, each),
            "discount_share": np.clip(rng.normal(discount, 0.03, each), 0, 1), "share_gift": share,
            "share_tea": 1 - share, "last_order": pd.Timestamp(DAY) - pd.to_timedelta(rng.integers(1, 300, each), "D"),
        }))  # fmt: skip
    found = pd.concat(parts, ignore_index=True)
    found["monetary"] = found["units"] * found["unit_price"]
    return found.assign(customer_id=[f"c{n:05}" for n in range(len(found))], sampled=True)


@pytest.fixture(scope="module")
def shop():
    customers = planted()
    return customers, clusters.find(customers, as_of=DAY)


def test_planted_clusters_are_found(shop):
    from sklearn.metrics import adjusted_rand_score

    customers, found = shop
    told = clusters.assign(customers, found, as_of=DAY)
    assert len(found.centres) == 3
    assert adjusted_rand_score(told["kind"], told["cluster"]) > 0.95


def test_planted_clusters_come_back(shop):
    assert shop[1].stability["stable"].all()
    assert shop[1].fitted == 900


def test_the_number_of_clusters_is_the_one_with_the_clearest_silhouette(shop):
    scores = shop[1].scores
    assert scores["k"].tolist() == [3, 4, 5, 6]
    assert scores["silhouette"].idxmax() == 0


def test_the_order_of_customers_changes_nothing(shop):
    customers, found = shop
    again = clusters.find(customers.sample(frac=1, random_state=1), as_of=DAY)
    pd.testing.assert_frame_equal(found.centres, again.centres)


def test_only_the_sample_is_fitted_and_everybody_is_assigned(shop):
    customers = shop[0].assign(sampled=shop[0].index % 2 == 0)
    found = clusters.find(customers, as_of=DAY)
    assert found.fitted == 450
    assert clusters.assign(customers, found, as_of=DAY)["cluster"].notna().all()


def test_a_profile_tells_how_far_each_cluster_lies_from_all(shop):
    customers, found = shop
    told = clusters.assign(customers, found, as_of=DAY)
    rows = clusters.profile(told, found, as_of=DAY)
    gifts = told.loc[told["kind"] == "gifts", "cluster"].iloc[0]
    row = rows[(rows["cluster"] == gifts) & (rows["feature"] == "share_gift")].iloc[0]
    assert row["mean"] == pytest.approx(0.89, abs=0.02)
    assert row["lift"] > 2
    assert row["distance"] > 1


def test_customers_without_any_groups_make_unstable_clusters():
    rng = np.random.default_rng(8)
    tastes = rng.dirichlet(np.ones(8), 600)
    noise = planted(200).drop(columns=["share_gift", "share_tea"]).assign(orders=1, units=30.0, unit_price=9.0)
    noise = noise.assign(**{f"share_{at}": tastes[:, at] for at in range(8)}, monetary=rng.normal(270, 30, 600))
    found = clusters.find(noise, as_of=DAY)
    names = pd.Series([f"n{k}" for k in range(len(found.centres))])
    assert len(personas.unstable(found, names)) == (~found.stability["stable"]).sum() > 0


def test_who_gave_everything_back_is_no_cluster_of_their_own():
    customers = planted()
    customers.loc[customers.index % 20 == 0, "monetary"] = 0.0
    found = clusters.find(customers, as_of=DAY)
    told = clusters.assign(customers, found, as_of=DAY)
    assert len(found.centres) == 3
    assert told.loc[told["monetary"] == 0, "cluster"].nunique() == 3


@pytest.mark.parametrize("size", [1, 99], ids=["one customer", "too few customers"])
def test_of_too_few_customers_there_are_no_clusters(size):
    few = planted().head(size)
    assert clusters.find(few, as_of=DAY) == missing("orders", "customer_id", reason="too_few")


def test_customers_who_are_all_alike_make_no_clusters():
    same = planted().assign(orders=1, units=1.0, unit_price=9.0, discount_share=0.0, share_gift=1.0, share_tea=0.0)
    same = same.assign(monetary=9.0, last_order=pd.Timestamp("2026-10-01"))
    assert clusters.find(same, as_of=DAY) == missing("orders", "customer_id", reason="too_few")


def test_customers_of_a_shop_without_lines_are_clustered_by_the_rest():
    bare = planted().drop(columns=["units", "unit_price", "share_gift", "share_tea"])
    assert "share_gift" not in clusters.find(bare, as_of=DAY).centres


def test_the_overlap_of_clusters_is_both_over_either():
    # Jaccard (1901): 2 customers in both, 1 and 2 more in one of them
    one, other = np.array([0, 0, 0, 1, 1, 1]), np.array([0, 0, 1, 0, 0, 1])
    assert clusters.overlaps(one, other, 2)[0, 0] == pytest.approx(2 / 5)


def test_finding_does_not_change_its_input():
    customers = planted(100)
    before = customers.copy()
    clusters.assign(customers, clusters.find(customers, as_of=DAY), as_of=DAY)
    pd.testing.assert_frame_equal(customers, before)
