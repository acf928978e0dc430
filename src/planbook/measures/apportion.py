"""Share a total out in whole units, so that the parts add up to it exactly.

Every part gets its whole units, and what is left goes to those that lost most: the method of largest remainders.

References
----------
Balinski, Young (2001), Fair Representation, 2nd ed., on Hamilton's method.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def apportion(total: float, weights: ArrayLike, unit: float = 1.0) -> NDArray[np.float64]:
    """Share out a total by weights.

    Parameters
    ----------
    total
        What is shared out; 0 or more.
    weights
        One a part, 0 or more; all 0: evenly.
    unit
        Every part is a multiple of it, and so is their sum: the total, rounded to a unit.

    Examples
    --------
    >>> apportion(1000.0, [1, 1, 1], unit=100.0).tolist()
    [400.0, 300.0, 300.0]
    """
    units = round(total / unit)
    raw = np.asarray(weights, dtype=np.float64)
    if not raw.size:
        return raw
    raw = raw / raw.max() if raw.max() > 0 else np.ones(len(raw))
    exact = units * (raw / raw.sum())
    whole = np.floor(exact)
    first = np.argsort(whole - exact, kind="stable")[: int(units - whole.sum())]
    whole[first] += 1
    # cents are not whole in binary
    return np.asarray((whole * unit).round(6), dtype=np.float64)
