"""A positioning map: which brands are spoken of in the same words, by correspondence analysis.

Greenacre (1984), Theory and Applications of Correspondence Analysis: the singular value decomposition of how far each
count lies from what its row and column would make of it. Both brands and topics are in principal coordinates, so that
distances among brands, and among topics, are chi-square distances; between a brand and a topic only the direction
counts. The axes have no sign and no name of their own.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from planbook.absence import Missing, missing, passes_missing

FEWEST = 3  # brands, and topics: with two there is no map
MENTIONS = 5  # of a topic, for a place on the map


@passes_missing
def counts(shares: pd.DataFrame) -> pd.DataFrame | Missing:
    """Lay mentions out as brands × topics: index brand, a column a topic; rare topics are left out.

    ``shares`` has a row a ``brand`` and ``topic``: ``mentions`` (``topics.shares``).
    """
    table = shares.pivot_table("mentions", "brand", "topic", "sum", fill_value=0.0)
    table = table.loc[table.sum(axis=1) > 0, table.sum() >= MENTIONS]
    enough = min(table.shape) >= FEWEST
    return table if enough else missing("feedback", "brand", "text", reason="too_few")


@passes_missing
def correspondence(table: pd.DataFrame) -> pd.DataFrame:
    """Place the rows and the columns of a table of counts on two axes.

    Returns
    -------
    DataFrame
        ``kind`` (row, column) ``name x y mass quality``: principal coordinates on the first two axes, the share of all
        counts, and the share of the point's distance from the centre that the two axes show. Each axis points to the
        side of its farthest row.

    Examples
    --------
    >>> seen = pd.DataFrame({"taste": [40, 5, 10], "price": [5, 25, 10], "gift": [5, 5, 20]}, index=["A", "B", "C"])
    >>> correspondence(seen).round(2).iloc[:3][["name", "x", "y"]].to_numpy().tolist()
    [['A', -0.71, -0.16], ['B', 0.74, -0.42], ['C', 0.24, 0.57]]
    """
    rows, columns, _ = _decomposed(table)
    masses = table.to_numpy(float) / table.to_numpy(float).sum()
    parts = [
        _points("row", table.index, rows, masses.sum(axis=1)),
        _points("column", table.columns, columns, masses.sum(axis=0)),
    ]
    return pd.concat(parts, ignore_index=True)


@passes_missing
def fit(table: pd.DataFrame) -> dict[str, float]:
    """Say how much the map shows, and whether there is anything to be shown.

    Returns
    -------
    dict
        ``inertia`` (chi-square ÷ n, over all axes), ``x y`` (share of it on each axis), ``n`` (mentions), ``chance``
        (how often brands that are spoken of alike would differ so much: Pearson's chi-square test).
    """
    _, _, inertias = _decomposed(table)
    total, n = float(inertias.sum()), float(table.to_numpy().sum())
    degrees = (table.shape[0] - 1) * (table.shape[1] - 1)
    shares = inertias / total if total else np.zeros(2)
    return {
        "inertia": total, "x": float(shares[0]), "y": float(shares[1]), "n": n,
        "chance": float(chdtrc(degrees, total * n)),
    }  # fmt: skip


@passes_missing
def inertias(table: pd.DataFrame) -> list[float]:
    """Give the principal inertias, largest first."""
    return [float(x) for x in _decomposed(table)[2]]


def _decomposed(table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give principal coordinates of rows and columns, and the principal inertias."""
    shares = table.to_numpy(float) / table.to_numpy(float).sum()
    down, across = shares.sum(axis=1), shares.sum(axis=0)
    expected = np.outer(down, across)
    left, singular, right = np.linalg.svd((shares - expected) / np.sqrt(expected), full_matrices=False)
    axes = min(shares.shape) - 1  # the last one is the margins' own, and zero
    rows = left[:, :axes] / np.sqrt(down)[:, None] * singular[:axes]
    columns = right.T[:, :axes] / np.sqrt(across)[:, None] * singular[:axes]
    signs = np.sign(rows[np.abs(rows).argmax(axis=0), range(axes)])
    return rows * signs, columns * signs, singular[:axes] ** 2


def _points(kind: str, names: pd.Index, places: np.ndarray, mass: np.ndarray) -> pd.DataFrame:
    away = (places**2).sum(axis=1)
    shown = (places[:, :2] ** 2).sum(axis=1)
    return pd.DataFrame({
        "kind": kind, "name": [str(name) for name in names], "x": places[:, 0], "y": places[:, 1], "mass": mass,
        "quality": np.divide(shown, away, out=np.zeros_like(away), where=away > 0),
    })  # fmt: skip
