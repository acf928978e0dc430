"""Customers who buy alike: k-means on how lately, how often, how much, at what price, and above all what they buy.

Money and counts are taken as logarithms, or one whale makes a cluster of its own. Shares of categories are taken as
square roots, whose distances are those of Hellinger, and what one or two units say of a taste is drawn towards the
shop's mean. Scores of recency, frequency and money stand on their own; a persona is to tell what people come for, so
categories weigh twice as much as all else. Of the numbers of clusters from 3 to 6 that part the customers about as
clearly as the clearest, the fewest are tried on resampled customers, then others; what never comes back is unstable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planbook.absence import Missing, missing, passes_missing
from planbook.measures import kmeans
from planbook.measures.kmeans import Floats, Labels, nearest

SEED = 12
FEWEST = 300  # customers; of fewer, clusters would be chance
KS = (3, 4, 5, 6)
STABLE = 0.75  # mean Jaccard from which a cluster counts as stable (Hennig 2007)
RESAMPLES = 20
JUDGED = 3000  # customers whose silhouette is reckoned
CLOSE = 0.03  # of silhouette: fewer clusters that part the customers nearly as clearly are easier to act on
PRIOR = 1.0  # units of the shop's mean taste that each customer's purchases are added to
WIDEST = 3.0  # standard deviations: what lies beyond is drawn in
WEIGHTS = {"unit_price": 0.5, "basket": 0.5, "discount_share": 0.5}  # how they buy says less than how much
TASTE = 8.0  # variance of all categories together, where recency, frequency and money have 1 each
SHARE = "share_"
CHUNK = 250_000


@dataclass(frozen=True)
class Clusters:
    """What was found: centres in the scale of the features, and how sure they are.

    ``centres`` has a row a cluster and a column a feature; ``scale`` a row a feature: ``mean sd`` in its own unit,
    ``middle reach`` by which it is scaled; ``scores`` the ``silhouette`` of each ``k``; ``stability`` a row a cluster:
    ``jaccard stable``; ``fitted`` is the number of customers they were found on.
    """

    centres: pd.DataFrame
    scale: pd.DataFrame
    scores: pd.DataFrame
    stability: pd.DataFrame
    fitted: int


@passes_missing
def find(customers: pd.DataFrame, *, as_of: date, ks: Iterable[int] = KS) -> Clusters | Missing:
    """Find clusters on the sampled customers; `Missing` of fewer than 300, or where all are alike.

    Parameters
    ----------
    customers
        One row a customer (``summaries.customers``), in any order: ``customer_id last_order orders monetary sampled``,
        and where they are there ``unit_price units discount_share share_<category>``.
    as_of
        Last day that counts.
    ks
        How many clusters to try.

    References
    ----------
    Number of clusters: Rousseeuw (1987), J. Comput. Appl. Math. 20, 53-65. Stability: Hennig (2007), Comput. Stat. Data
    Anal. 52, 258-271.
    """
    drawn = customers[customers["sampled"]].sort_values("customer_id")
    if len(drawn) < FEWEST:
        return missing("orders", "customer_id", reason="too_few")
    scale = _scale(_raw(drawn, as_of), drawn["units"] if "units" in drawn else drawn["orders"])
    points = _scaled(drawn, scale, as_of)
    if len({point.tobytes() for point in points}) < FEWEST / 10:
        return missing("orders", "customer_id", reason="too_few")
    import sklearn.cluster  # a limit holds for what is loaded
    import sklearn.metrics
    from threadpoolctl import threadpool_limits

    # several threads add in any order, and wait for each other where other runs want the same cores
    with threadpool_limits(1):
        fits = {k: kmeans.fit(points, k, SEED) for k in ks}
        judged = points[:: max(len(points) // JUDGED, 1)]
        apart = sklearn.metrics.pairwise_distances(judged)
        silhouettes = {k: _silhouette(apart, nearest(judged, fit)) for k, fit in fits.items()}
        best, jaccard = _first_stable(points, [fits[k] for k in _order(silhouettes)])
    scores = pd.DataFrame({"k": list(silhouettes), "silhouette": list(silhouettes.values())})
    sure = pd.DataFrame({"cluster": range(best), "jaccard": jaccard, "stable": jaccard >= STABLE})
    return Clusters(pd.DataFrame(fits[best], columns=scale.index), scale, scores, sure, len(points))


@passes_missing
def assign(customers: pd.DataFrame, found: Clusters, *, as_of: date) -> pd.DataFrame:
    """Give every customer the cluster whose centre is nearest, as ``cluster`` (0, 1, 2 …)."""
    centres = found.centres.to_numpy(np.float32)
    parts = [nearest(_scaled(part, found.scale, as_of), centres) for part in _chunks(customers)]
    return customers.assign(cluster=np.concatenate(parts).astype("int8"))


@passes_missing
def profile(customers: pd.DataFrame, found: Clusters, *, as_of: date) -> pd.DataFrame:
    """Describe each cluster by its means, and by how far these lie from all customers'.

    Returns
    -------
    DataFrame
        One row a cluster (``customers`` have theirs, by `assign`) and feature: ``cluster feature mean all`` (means of
        customers, in the feature's own unit) ``lift`` (mean ÷ all) and ``distance`` (in standard deviations).
    """
    sums, sizes = [], []
    for part in _chunks(customers):
        groups = _raw(part, as_of).astype(float).groupby(part["cluster"].to_numpy())
        sums.append(groups.sum())
        sizes.append(groups.count())
    total, count = (pd.concat(parts).groupby(level=0).sum() for parts in (sums, sizes))
    everyone = total.sum() / count.sum()
    means = (total / count).rename_axis("cluster").reset_index()
    rows = means.melt("cluster", var_name="feature", value_name="mean").sort_values("cluster", kind="stable")
    rows["all"], sd = (rows["feature"].map(values) for values in (everyone, found.scale["sd"]))
    rows["lift"] = rows["mean"] / rows["all"].where(rows["all"] != 0)
    return rows.assign(distance=(rows["mean"] - rows["all"]) / sd).reset_index(drop=True)


def stability(points: Floats, centres: Floats, *, least: float = 0.0) -> NDArray[np.float64]:
    """Tell how far each cluster comes back when customers are drawn anew: the mean of its best Jaccard overlap.

    Customers (``points``, scaled) are drawn with replacement, as many as there are; copies of one count once. It
    ends, with what they could come to at most, when one of the clusters cannot come to ``least`` any more.

    Hennig (2007), section 3: 0.75 or more is stable, below 0.6 is not to be trusted.
    """
    own, k = nearest(points, centres), len(centres)
    rng, most = np.random.default_rng(SEED), np.ones(k)
    for turn in range(RESAMPLES):
        drawn = rng.integers(0, len(points), len(points))
        again = nearest(points, kmeans.fit(points[drawn], k, SEED + 1 + turn))
        once = np.flatnonzero(np.bincount(drawn))
        most -= (1 - overlaps(own[once], again[once], k).max(axis=1)) / RESAMPLES
        if (most < least).any():
            break
    return most


def overlaps(one: Labels, other: Labels, k: int) -> NDArray[np.float64]:
    """Give the Jaccard overlap of each cluster of one with each of the other: both ÷ either.

    Examples
    --------
    >>> overlaps(np.array([0, 0, 0, 1]), np.array([1, 1, 0, 0]), 2).round(3).tolist()
    [[0.25, 0.667], [0.5, 0.0]]
    """
    both = np.bincount(one * k + other, minlength=k * k).reshape(k, k).astype(float)
    either = both.sum(axis=1)[:, None] + both.sum(axis=0)[None, :] - both
    return np.asarray(np.divide(both, either, out=np.zeros_like(both), where=either > 0))


def _raw(customers: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Give the features in their own scale: logarithms of days, orders and money, shares as they are."""
    silent = (np.datetime64(as_of, "D") - customers["last_order"].to_numpy().astype("datetime64[D]")).astype(np.int64)
    orders = customers["orders"].to_numpy(np.float32)
    found = {"recency": np.log1p(silent), "orders": np.log(orders)}
    # who gave everything back is told by the rest: a net of nothing would set them apart from everyone
    net = customers["monetary"].to_numpy(float)
    found["monetary"] = np.log1p(np.where(net > 0, net, np.nan))
    if "unit_price" in customers:
        found["unit_price"] = np.log1p(customers["unit_price"].to_numpy(np.float32))
        found["basket"] = np.log1p(customers["units"].to_numpy(np.float32) / orders)
    names = ["discount_share", *(name for name in customers if str(name).startswith(SHARE))]
    found |= {str(name): customers[name].to_numpy(np.float32) for name in names if name in customers}
    return pd.DataFrame(found, index=customers.index, dtype=np.float32)


def _scale(raw: pd.DataFrame, units: pd.Series[float]) -> pd.DataFrame:
    """Settle how features are scaled; those that say nothing go."""
    scale = pd.DataFrame({"mean": raw.mean(), "sd": raw.std()}).astype(float)
    scale = scale[scale["sd"] > 1e-6]
    weight = np.array([WEIGHTS.get(str(name), 1.0) for name in scale.index])
    scale = scale.assign(middle=scale["mean"], reach=scale["sd"] / weight)
    if shares := [str(name) for name in scale.index if str(name).startswith(SHARE)]:
        roots = _roots(raw[shares], scale.loc[shares, "mean"], units)
        scale.loc[shares, "middle"] = np.nanmean(roots, axis=0)
        scale.loc[shares, "reach"] = float(np.sqrt(np.nansum(np.nanvar(roots, axis=0)) / TASTE))
    return scale


def _roots(shares: pd.DataFrame, taste: pd.Series[float], units: pd.Series[float]) -> Floats:
    known = units.to_numpy(np.float32)[:, None]
    drawn = (shares.to_numpy(np.float32) * known + PRIOR * taste.to_numpy(np.float32)) / (known + PRIOR)
    return np.asarray(np.sqrt(drawn), dtype=np.float32)


def _scaled(customers: pd.DataFrame, scale: pd.DataFrame, as_of: date) -> Floats:
    names = [str(name) for name in scale.index]
    raw = _raw(customers, as_of)[names]
    edge = (WIDEST * scale["sd"]).where(~scale.index.str.startswith(SHARE), np.inf)
    low, high = (scale["mean"] - edge).to_numpy(np.float32), (scale["mean"] + edge).to_numpy(np.float32)
    points = np.clip(raw.to_numpy(np.float32), low, high)
    if shares := [name for name in names if name.startswith(SHARE)]:
        points[:, [names.index(name) for name in shares]] = _roots(
            raw[shares], scale.loc[shares, "mean"], customers["units"]
        )
    middle, reach = (scale[name].to_numpy(np.float32) for name in ("middle", "reach"))
    return np.asarray(np.nan_to_num((points - middle) / reach), dtype=np.float32)


def _silhouette(apart: Floats, labels: Labels) -> float:
    from sklearn.metrics import silhouette_score

    return float(silhouette_score(apart, labels, metric="precomputed")) if len(set(labels.tolist())) > 1 else -1.0


def _order(silhouettes: Mapping[int, float]) -> Iterator[int]:
    """Give numbers of clusters as they are tried: of those about as clear as the clearest that is left, the fewest."""
    left = dict(silhouettes)
    while left:
        fewest = min(k for k, score in left.items() if score >= max(left.values()) - CLOSE)
        del left[fewest]
        yield fewest


def _first_stable(points: Floats, tried: list[Floats]) -> tuple[int, NDArray[np.float64]]:
    """Take the first whose clusters all come back; where there is none, the first, whose clusters then say so."""
    for centres in tried:
        jaccard = stability(points, centres, least=STABLE)
        if (jaccard >= STABLE).all():
            return len(centres), jaccard
    return len(tried[0]), stability(points, tried[0])


def _chunks(customers: pd.DataFrame) -> Iterator[pd.DataFrame]:
    return (customers.iloc[start : start + CHUNK] for start in range(0, len(customers), CHUNK))
