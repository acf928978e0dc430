"""Share the change of a product among its factors, exactly: the arithmetic under every decomposition.

Each factor gets the mean of what it adds over all orders in which the factors can change, so the shares add up to
the change, no order of factors is preferred, and zeros are allowed, where logarithmic methods (LMDI) need limits.

References
----------
Shapley (1953), A value for n-person games; Shorrocks (2013), J. Econ. Inequal. 11, 99-126.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import factorial

import numpy as np
import pandas as pd

CENT = 0.005


def shapley(before: Mapping[str, float], after: Mapping[str, float], factors: Sequence[str]) -> pd.DataFrame:
    """Share the change of a product among its factors.

    Parameters
    ----------
    before, after
        The value of each factor; their products are what changed.
    factors
        Names of the factors, up to about five.

    Returns
    -------
    DataFrame
        Columns ``factor`` and ``effect``; the effects add up to product(after) − product(before).

    Examples
    --------
    >>> shapley({"a": 2.0, "b": 3.0}, {"a": 4.0, "b": 3.0}, ["a", "b"])
      factor  effect
    0      a     6.0
    1      b     0.0
    """
    old, new = (pd.DataFrame({name: [values[name]] for name in factors}) for values in (before, after))
    effects = shapley_rows(old, new, factors).iloc[0]
    return pd.DataFrame({"factor": list(factors), "effect": effects.to_numpy()})


def shapley_rows(before: pd.DataFrame, after: pd.DataFrame, factors: Sequence[str]) -> pd.DataFrame:
    """Share the change of many products at once: one row a product, one column a factor.

    Parameters
    ----------
    before, after
        Frames with the same index and a column for each factor.
    factors
        Names of the factors.

    Returns
    -------
    DataFrame
        The effects, indexed like ``before``; each row adds up to the change of its product.
    """
    old, new = before[list(factors)].to_numpy(float), after[list(factors)].to_numpy(float)
    places, effects = range(len(factors)), np.zeros(old.shape)
    for place in places:
        others = [other for other in places if other != place]
        for size in places:
            weight = factorial(size) * factorial(len(others) - size) / factorial(len(factors))
            for changed in combinations(others, size):
                mixed = np.where(np.isin(others, changed), new[:, others], old[:, others])
                effects[:, place] += weight * mixed.prod(axis=1)
    return pd.DataFrame(effects * (new - old), index=before.index, columns=list(factors))


def shapley_chain(before: pd.DataFrame, after: pd.DataFrame, factors: Mapping[str, str]) -> pd.DataFrame:
    """Share the change of a count among the steps that lead to it, such as visitors, buyers and paid.

    The first factor is the first count, each further one the ratio of its count to the one above. Where one side
    has nothing above, its ratio is unknown and the other side's stands in for it, so that what is new or gone counts
    as a change of the first count.

    Parameters
    ----------
    before, after
        Frames with the same index and a column for each count; NaN is unknown.
    factors
        Factor names and the counts they lead to, in order: ``{"visitors": "visitors", "conversion": "buyers", …}``.

    Returns
    -------
    DataFrame
        One column a factor; a row adds up to the change of its last count, or is NaN where the counts above do not
        reach it (paid without buyers).

    Examples
    --------
    >>> counts = pd.DataFrame({"buyers": [10.0, 0.0], "paid": [50.0, 8.0]})
    >>> shapley_chain(counts, counts * 2, {"buyers": "buyers", "per_buyer": "paid"})
       buyers  per_buyer
    0    50.0        0.0
    1     NaN        NaN
    """
    old, new = (_ratios(counts, factors) for counts in (before, after))
    effects = shapley_rows(old.fillna(new).fillna(0.0), new.fillna(old).fillna(0.0), list(factors))
    last = list(factors.values())[-1]
    change = after[last] - before[last]
    reached = (effects.sum(axis=1) - change).abs() < CENT + 1e-12 * (before[last].abs() + after[last].abs())
    unknown = (before.isna() | after.isna())[list(factors.values())].any(axis=1)
    return effects.where(reached & ~unknown)


def _ratios(counts: pd.DataFrame, factors: Mapping[str, str]) -> pd.DataFrame:
    columns = list(factors.values())
    values = counts[columns].astype(float)
    above = values[columns[:-1]].where(values[columns[:-1]] != 0)
    ratios = values[columns[1:]].to_numpy() / above.to_numpy()
    found = np.column_stack([values[columns[0]].to_numpy(), ratios])
    return pd.DataFrame(found, index=counts.index, columns=list(factors))
