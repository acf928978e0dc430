"""Which rivals a lead is over: those that buyers rated, never all there are."""

from __future__ import annotations

import pandas as pd

from planbook.views.rivals.brands import brand_of
from planbook.views.spoken import enumerated
from planbook.views.words import Words

NAMED = 4  # rivals that are named; of more their number is told


def single(found: pd.DataFrame) -> str | None:
    """Give the one rival that is known on all attributes; None where several are (``differentiators.evidence``)."""
    names = found["brand"].unique()
    return str(names[0]) if len(names) == 1 and found["rivals"].max() == 1 else None


def every(found: pd.DataFrame, words: Words) -> str:
    """Name the rivals that a lead is over: the one that was rated, or each of so many."""
    name = single(found)
    if name is not None:
        return words("{brand} (the one rival rated)", brand=brand_of(name, words))
    least, most = found["rivals"].min(), found["rivals"].max()
    if least != most:
        return words("each rival rated")
    return words("each of the {n} rivals rated", n=words.value(float(most), "count"))


def rank(rivals: int, words: Words) -> str:
    """Say what a rival is among those that were rated on an attribute."""
    if rivals == 1:
        return words("the one rival that buyers rated")
    return words("the best of the {n} rivals that buyers rated", n=words.value(float(rivals), "count"))


def who(ratings: pd.DataFrame, words: Words) -> str:
    """Say who was rated: us, and the rivals by name where they are few."""
    rivals = sorted(set(ratings.loc[ratings["performance"].notna(), "brand"]) - {""})
    if not rivals:
        return words("us")
    if len(rivals) > NAMED:
        return words("us and {n} rivals", n=words.value(float(len(rivals)), "count"))
    return words("us and {rivals}", rivals=enumerated(rivals, words))
