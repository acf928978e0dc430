"""Segments of customers: how many there are and what they bring, how they shift, and who went from where to where.

The customers are all there are, not a sample: intervals say how far such a figure may move by chance in a shop of
this size, so that small moves are not read as news.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import LEVEL, around, spread, wilson

SEED, DRAWS = 12, 2000
YEAR = 365
FEWEST = 20  # customers that stood in a state: below that nothing is said of where they went
GONE, NOT_YET = "lapsed", "not_yet"


@passes_missing
def sizes(people: pd.DataFrame, *, by: str, level: float = LEVEL) -> pd.DataFrame:
    """Count the customers of each segment and what they bring.

    Parameters
    ----------
    people
        One row a customer: ``by`` (category), ``orders monetary net_year`` and, where states are told, ``state``.
    by
        The segment.
    level
        How often an interval covers.

    Returns
    -------
    DataFrame
        One row a segment, in the order of its categories: ``by customers share low high``, ``net net_share net_low
        net_high`` (of all net), ``net_year net_each`` (net of the last year, of all and of one customer),
        ``repurchase`` (share with two purchases or more) and ``lapsed`` (share; NaN without states).

    References
    ----------
    Wilson (1927) for shares of customers; Cochran (1977), section 6.4, for shares of net, a ratio over customers.

    Examples
    --------
    >>> people = pd.DataFrame({"kind": pd.Categorical(["a", "b", "b"]), "orders": [1, 2, 1],
    ...     "monetary": [60.0, 30.0, 10.0], "net_year": [60.0, 30.0, 0.0]})
    >>> sizes(people, by="kind")[["kind", "customers", "net_share", "repurchase"]]
      kind  customers  net_share  repurchase
    0    a        1.0        0.6         0.0
    1    b        2.0        0.4         0.5
    """
    found = _sums(people, by)
    count, total, squares = (float(found[name].sum()) for name in ("customers", "net", "squares"))
    found[["share", "low", "high"]] = [wilson(n, count, level)[:3] for n in found["customers"]]
    found["net_share"] = found["net"] / (total or np.nan)
    part = found["net_share"]
    # Σ(x·inside − part·x)² over all customers, from sums of squares alone
    scatter = (1 - 2 * part) * found["squares"] + part**2 * squares
    errors = np.sqrt(scatter.clip(lower=0) * count / max(count - 1, 1)) / abs(total or np.nan)
    sides = [around(share, error, max(count - 1, 1), level) for share, error in zip(part, errors, strict=True)]
    found[["net_low", "net_high"]] = [(side.low, side.high) for side in sides]
    found["net_each"] = found["net_year"] / found["customers"].where(found["customers"] > 0)
    columns = ["customers", "share", "low", "high", "net", "net_share", "net_low", "net_high", "net_year", "net_each"]
    return found[[*columns, "repurchase", "lapsed"]].reset_index()


@passes_missing
def transitions(people: pd.DataFrame, *, level: float = LEVEL) -> pd.DataFrame | Missing:
    """Count who went from which state to which since the earlier day.

    Parameters
    ----------
    people
        One row a customer: ``state_before`` and ``state`` (``lifecycle.states``), ``first_order last_before`` and the
        net up to then, in all (``monetary_before``) and since then (``monetary`` less it).
    level
        How often an interval covers.

    Returns
    -------
    DataFrame
        One row a pair that can be: ``state_before state customers``, ``of`` (customers in the state before), ``share
        low high`` (Wilson's interval; NaN of fewer than 20), ``net_a_year`` (what they brought a year from their first
        purchase to their last before, a year at least) and ``net_since``. `Missing` where nobody had bought by then.
    """
    bought_for = (people["last_before"] - people["first_order"]).dt.days / YEAR
    money = people.assign(
        net_a_year=people["monetary_before"] / bought_for.clip(lower=1.0).fillna(1.0),
        net_since=people["monetary"] - people["monetary_before"],
    )
    counts = money.groupby(["state_before", "state"], observed=False).agg(
        customers=("state", "size"), net_a_year=("net_a_year", "sum"), net_since=("net_since", "sum")
    )
    found = counts.reset_index().astype({"customers": "float64"})
    if not found.loc[found["state_before"] != NOT_YET, "customers"].sum():
        return missing("orders", "customer_id", reason="too_few")
    found["of"] = found.groupby("state_before", observed=False)["customers"].transform("sum")
    shares = [wilson(n, of, level) for n, of in zip(found["customers"], found["of"], strict=True)]
    found[["share", "low", "high"]] = [each[:3] for each in shares]
    found.loc[found["of"] < FEWEST, ["share", "low", "high"]] = np.nan
    return found[["state_before", "state", "customers", "of", "share", "low", "high", "net_a_year", "net_since"]]


@passes_missing
def matrix(moves: pd.DataFrame, *, value: str = "share") -> pd.DataFrame:
    """Set the transitions out as a square: index the state before, columns the state now."""
    table = moves.pivot_table(value, "state_before", "state", sort=False, observed=False, dropna=False)
    return table.loc[[name for name in table.index if moves.loc[moves["state_before"] == name, "of"].max() > 0]]


@passes_missing
def shift(people: pd.DataFrame, *, now: str, before: str, level: float = LEVEL) -> pd.DataFrame | Missing:
    """Hold the mix of segments against the earlier one, with the interval of the change.

    Parameters
    ----------
    people
        One row a customer: ``now`` and ``before`` (categories; NaN, or ``not_yet``: not among those counted).
    now, before
        The two columns.
    level
        How often an interval covers. The same customers stand in both mixes, so both are drawn anew together: a
        bootstrap over customers, by the counts of their pairs.

    Returns
    -------
    DataFrame
        One row a segment: ``segment customers_before customers share_before share change low high``.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 13.
    """
    pairs = pd.crosstab(_named(people[before]), _named(people[now]))
    names = [name for name in _order(people, now, before) if name in {*pairs.index, *pairs.columns}]
    pairs = pairs.reindex(index=[*names, NOT_YET], columns=[*names, NOT_YET], fill_value=0)
    counts = pairs.to_numpy(float)
    if not (counts[:-1].sum() and counts[:, :-1].sum()):
        return missing("orders", "customer_id", reason="too_few")
    total = int(counts.sum())
    draws = np.random.default_rng(SEED).multinomial(total, counts.ravel() / total, size=DRAWS)
    drawn = draws.reshape(DRAWS, *counts.shape).astype(float)
    then, today = counts[:-1].sum(axis=1), counts[:, :-1].sum(axis=0)
    change = today / today.sum() - then / then.sum()
    then_drawn, today_drawn = drawn[:, :-1].sum(axis=2), drawn[:, :, :-1].sum(axis=1)
    changes = _parts(today_drawn) - _parts(then_drawn)
    sides = [spread(value, changes[:, at], level) for at, value in enumerate(change)]
    return pd.DataFrame({
        "segment": names, "customers_before": then, "customers": today, "share_before": then / then.sum(),
        "share": today / today.sum(), "change": change, "low": [s.low for s in sides], "high": [s.high for s in sides],
    })  # fmt: skip


@passes_missing
def joined(people: pd.DataFrame, scored: pd.DataFrame, *, column: str) -> pd.DataFrame:
    """Add a column that another measure told of the same customers."""
    return people.assign(**{column: scored[column]})


@passes_missing
def in_quarters(people: pd.DataFrame, *, by: str, then: date, earlier: date) -> pd.DataFrame:
    """Add the segment of those who bought since ``then``, and of those who bought in the quarter before it.

    Returns
    -------
    DataFrame
        ``people`` with ``<by>_now`` and ``<by>_before``: the segment, NaN for who did not buy in those months.
    """
    now = people["last_order"].dt.normalize() > pd.Timestamp(then)
    before = people["last_before"].dt.normalize() > pd.Timestamp(earlier)
    return people.assign(**{f"{by}_now": people[by].where(now), f"{by}_before": people[by].where(before)})


def _sums(people: pd.DataFrame, by: str) -> pd.DataFrame:
    net = people["monetary"].to_numpy(float)
    frame = pd.DataFrame({
        by: people[by], "net": net, "squares": net**2, "net_year": people["net_year"], "again": people["orders"] > 1,
        "gone": people["state"].eq(GONE).astype(float) if "state" in people else np.nan,
    })  # fmt: skip
    groups = frame.groupby(by, observed=False)
    found = groups[["net", "squares", "net_year"]].sum()
    rates = groups[["again", "gone"]].mean().rename(columns={"again": "repurchase", "gone": "lapsed"})
    return found.join(rates).assign(customers=groups.size().astype(float))


def _named(segments: pd.Series[str]) -> pd.Series[str]:
    return segments.astype("object").fillna(NOT_YET)


def _order(people: pd.DataFrame, now: str, before: str) -> list[str]:
    names = [*people[now].cat.categories, *people[before].cat.categories]
    return [name for name in dict.fromkeys(names) if name != NOT_YET]


def _parts(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    totals = counts.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(counts, totals, out=np.zeros_like(counts), where=totals > 0))
