"""k-means of many points, again and again: scikit-learn's rounds from starts that are drawn here.

scikit-learn turns all points into doubles anew for every start that it tries, which takes it as long as the rounds
themselves; here that is done once a draw. The same seed draws the same starts.

References
----------
Starts: Arthur, Vassilvitskii (2007), k-means++: The Advantages of Careful Seeding, SODA, 1027-1035; several tries for
each start, as in their own code.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

STARTS = 4

Floats = NDArray[np.float32]
Labels = NDArray[np.int32]
Places = NDArray[np.int64]


def fit(points: Floats, k: int, seed: int) -> Floats:
    """Find the centres of k clusters: the best of four fits.

    Examples
    --------
    >>> corners = np.float32([[0, 0], [0, 1], [9, 9], [9, 8]])
    >>> sorted(fit(corners, 2, seed=1).tolist())
    [[0.0, 0.5], [9.0, 8.5]]
    """
    from sklearn.cluster import KMeans

    fitted = KMeans(k, init=_starts, n_init=STARTS, random_state=seed).fit(points)
    return np.asarray(fitted.cluster_centers_, dtype=np.float32)


def nearest(points: Floats, centres: Floats) -> Labels:
    """Give each point the place of the centre that is nearest."""
    # |x − c|² = |x|² − 2x·c + |c|², of which |x|² is the same for all centres
    away = (centres**2).sum(axis=1) - 2 * points @ centres.T
    return np.asarray(away.argmin(axis=1), dtype=np.int32)


def _starts(points: Floats, k: int, random_state: np.random.RandomState) -> Floats:
    """Draw points far from each other: each next one by its squared distance, the best of a few tries."""
    wide, each = points.astype(np.float64), np.ones((len(points), 1), dtype=np.float32)
    squares = np.einsum("ij,ij->i", wide, wide)

    def away(places: Places) -> Floats:
        apart = squares[places, None] - 2 * (wide[places] @ wide.T) + squares
        return np.asarray(apart.clip(min=0), dtype=np.float32)

    chosen = random_state.choice(len(points), size=1, p=each[:, 0] / len(points))
    closest = away(chosen)
    total = closest @ each
    while len(chosen) < k:
        drawn = random_state.uniform(size=2 + int(np.log(k))) * total[0]
        tries = np.searchsorted(closest[0].cumsum(), drawn).clip(max=len(points) - 1)
        closer = np.minimum(closest, away(tries))
        totals = closer @ each
        best = slice(least := int(totals.argmin()), least + 1)
        chosen, closest, total = np.append(chosen, tries[best]), closer[best], totals[best]
    return np.asarray(points[chosen])
