"""Clusters as personas: a name from what sets each apart, and who of those that speak belongs to which."""

from __future__ import annotations

from collections.abc import Iterable
from math import log
from typing import Any

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, passes_missing

JOIN = "+"  # between the code words of a name
PARTS, MOST_GOODS = 3, 2  # code words of a name, and of these what is bought
GOODS = -1  # the place of what is bought: first
FAR = 0.4  # standard deviations from all customers that are worth a word
SHARE = "share_"
LINKED = ("persona", "state", "net_year")  # what is told of the customer beside an answer
MORE, POINTS = 1.25, 0.05  # a category is named when so much more of the goods is of it, and so many points more
ONCE = log(1.15)  # mean logarithm of orders up to which a cluster has bought once
# feature → the code words for much and for little of it; none: that side says nothing worth planning for
WORDS = {
    "monetary": ("high_spend", "low_spend"),
    "orders": ("often", "once"),
    "unit_price": ("premium", "low_priced"),
    "basket": ("big_baskets", "small_baskets"),
    "discount_share": ("discount_buyers", "full_price"),
    "recency": ("long_silent", "recent"),
}
PLACES = {name: at for at, name in enumerate(WORDS)}


@passes_missing
def names(profile: pd.DataFrame) -> pd.Series[str]:
    """Name each cluster by the up to three things in which it lies furthest from all customers.

    Parameters
    ----------
    profile
        ``cluster feature mean all lift distance`` (``clusters.profile``).

    Returns
    -------
    Series
        Index cluster; code words joined by ``+``, what is bought first: ``gift+high_spend+once``. No two are alike.

    Examples
    --------
    >>> profile = pd.DataFrame({"cluster": [0, 0, 1], "feature": ["share_gift", "monetary", "monetary"],
    ...     "mean": [0.6, 7.0, 5.0], "all": [0.2, 6.0, 6.0], "lift": [3.0, 1.2, 0.8], "distance": [1.2, 0.9, -0.9]})
    >>> names(profile).to_dict()
    {0: 'gift+high_spend', 1: 'low_spend'}
    """
    ranked = {cluster: _candidates(part) for cluster, part in profile.groupby("cluster")}
    found: dict[object, str] = {}
    for size in range(PARTS, PARTS + len(WORDS)):
        fresh = {cluster: JOIN.join(_ordered(words[:size])) or "average" for cluster, words in ranked.items()}
        found |= {cluster: name for cluster, name in fresh.items() if cluster not in found or _doubled(found, cluster)}
        if len(set(found.values())) == len(found):
            break
    seen: dict[str, int] = {}
    for cluster, name in found.items():
        seen[name] = seen.get(name, 0) + 1
        found[cluster] = name if seen[name] == 1 else f"{name}{JOIN}{seen[name]}"
    return pd.Series(found, name="persona").rename_axis("cluster")


def unstable(found: Any, names: pd.Series[str] | Missing) -> tuple[str, ...]:
    """Name the personas whose cluster does not come back; ``found`` is what ``clusters.find`` gave, `Missing` too."""
    if isinstance(found, Missing) or isinstance(names, Missing):
        return ()
    return tuple(str(names[cluster]) for cluster in found.stability.loc[~found.stability["stable"], "cluster"])


@passes_missing
def label(people: pd.DataFrame, names: pd.Series[str]) -> pd.DataFrame:
    """Add ``persona``, the name of the customer's cluster: a category, whoever has brought most net first."""
    net = people.groupby("cluster")["monetary"].sum().sort_values(ascending=False)
    order = [str(names[cluster]) for cluster in net.index]
    place = {cluster: at for at, cluster in enumerate(net.index)}
    codes = people["cluster"].map(place).to_numpy("int8")
    return people.assign(persona=pd.Categorical.from_codes(codes, pd.Index(order)))


def link(
    rows: pd.DataFrame | Missing, people: pd.DataFrame | Missing, *, columns: Iterable[str] = LINKED
) -> pd.DataFrame | Missing:
    """Add what is known of the customer to each answer or text of ours, by ``customer_id``; NaN where unknown.

    Rows of rival brands (``brand`` not empty) are left out. Without customers nobody is known, and all rows stay.
    """
    if isinstance(rows, Missing):
        return rows
    own = rows[rows["brand"].fillna("") == ""] if "brand" in rows else rows
    if isinstance(people, Missing):
        return own.assign(**dict.fromkeys(columns, np.nan))
    place = pd.Index(people["customer_id"]).get_indexer(pd.Index(own["customer_id"]))
    known = people[list(columns)].take(np.maximum(place, 0)).set_axis(own.index)
    return own.assign(**{name: known[name].where(place >= 0) for name in columns})


@passes_missing
def known(rows: pd.DataFrame) -> pd.DataFrame | Missing:
    """Keep the answers or texts whose persona is known; `Missing` where there are none."""
    found = rows[rows["persona"].notna()]
    return missing("orders", "customer_id", reason="too_few") if found.empty else found


def _doubled(found: dict[object, str], cluster: object) -> bool:
    return list(found.values()).count(found[cluster]) > 1


def _candidates(part: pd.DataFrame) -> list[tuple[str, int]]:
    """Give the code words that fit, what sets apart most first, each with its place in a name; at most two goods."""
    rows = part.sort_values("distance", key=lambda distance: -distance.abs(), kind="stable")
    fits = [_word(str(row["feature"]), row) for row in rows.to_dict("records")]
    known = [each for each in fits if each is not None]
    goods = [word for word in known if word[1] == GOODS]
    return [word for word in known if word not in goods[MOST_GOODS:]]


def _word(feature: str, row: dict[object, float]) -> tuple[str, int] | None:
    distance = row["distance"]
    if feature.startswith(SHARE):
        more = row["lift"] >= MORE and row["mean"] - row["all"] >= POINTS
        return (feature.removeprefix(SHARE), GOODS) if more else None
    if feature not in WORDS or not abs(distance) >= FAR:
        return None
    much, little = WORDS[feature]
    if little == "once" and distance < 0 and row["mean"] > ONCE:
        return None
    return (much if distance > 0 else little), PLACES[feature]


def _ordered(words: list[tuple[str, int]]) -> list[str]:
    return [word for word, _ in sorted(words, key=lambda word: word[1])]
