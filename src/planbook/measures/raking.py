"""Survey answers weighted to who buys: raking to the margins of the platforms' crowds.

Who answers is not who buys. Raking moves the weights of the answers until age and gender stand as in the platforms'
crowds; it mends what these two explain, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import effective

DIMENSIONS: Mapping[str, str] = {"age": "age_band", "gender": "gender"}  # of crowds → of the survey
MOST = 5.0  # times the mean weight: more is trimmed, or one answer speaks for many
ROUNDS, CLOSE = 100, 1e-8
Floats = NDArray[np.float64]


@passes_missing
def margins(crowds: pd.DataFrame, *, dimensions: Mapping[str, str] = DIMENSIONS) -> pd.DataFrame | Missing:
    """Give who buys, as shares of each dimension: buyers of the platforms' crowds added up.

    Returns
    -------
    DataFrame
        ``dimension`` (as the survey names it) ``bucket share buyers``, of the current crowds.
    """
    now = crowds[(crowds["period"] == "current") & crowds["dimension"].isin(list(dimensions))]
    if now.empty:
        return missing("crowds", "buyers", reason="empty")
    sums = now.groupby(["dimension", "bucket"], as_index=False)["buyers"].sum()
    whole = sums.groupby("dimension")["buyers"].transform("sum")
    names = [dimensions[name] for name in sums["dimension"]]
    found: pd.DataFrame = sums.assign(dimension=names, share=sums["buyers"] / whole)
    return found


def rake(
    answers: pd.DataFrame | Missing, margins: pd.DataFrame | Missing, *, most: float = MOST
) -> pd.DataFrame | Missing:
    """Weight answers so that each margin stands as it should (iterative proportional fitting).

    Parameters
    ----------
    answers
        One row a respondent, with a column a dimension of ``margins``; who does not say, or says what no margin knows,
        is left at the mean weight of that dimension.
    margins
        ``dimension bucket share``; a bucket that nobody of the answers stands in cannot be weighted up. `Missing`:
        all answers weigh the same.
    most
        Weights are trimmed to so many times the mean, in every round.

    Returns
    -------
    DataFrame
        ``answers`` with ``weight``, 1 on the mean.

    References
    ----------
    Deming & Stephan (1940), Ann. Math. Stat. 11, 427-444; trimming: Potter (1990), Proc. ASA Survey Research Methods.

    Examples
    --------
    >>> answers = pd.DataFrame({"gender": ["female", "female", "female", "male"]})
    >>> margins = pd.DataFrame({"dimension": "gender", "bucket": ["female", "male"], "share": [0.5, 0.5]})
    >>> rake(answers, margins)["weight"].round(3).tolist()
    [0.667, 0.667, 0.667, 2.0]
    """
    if isinstance(answers, Missing) or isinstance(margins, Missing):
        return answers if isinstance(answers, Missing) else answers.assign(weight=1.0)
    weight = np.ones(len(answers))
    sides = [_side(answers, str(dimension), part) for dimension, part in margins.groupby("dimension", sort=False)]
    for _ in range(ROUNDS):
        before = weight
        for codes, shares in sides:
            weight = _fitted(weight, codes, shares)
        weight = _trimmed(weight, most)
        if np.abs(weight - before).max(initial=0.0) < CLOSE:
            break
    return answers.assign(weight=weight / weight.mean())


@passes_missing
def weighting(raked: pd.DataFrame, margins: pd.DataFrame, *, most: float = MOST) -> pd.DataFrame:
    """Hold each margin's answers, raw and weighted, against who buys.

    Returns
    -------
    DataFrame
        One row a dimension and bucket: ``dimension bucket answers raw raked buyers`` (shares of those who say), and on
        each row ``respondents n_eff largest`` (weight) and ``trimmed`` (respondents at the largest weight allowed).
    """
    weight = raked["weight"]
    rows = []
    for _, row in margins.iterrows():
        known = raked[row["dimension"]].isin(margins.loc[margins["dimension"] == row["dimension"], "bucket"])
        here = known & (raked[row["dimension"]] == row["bucket"])
        parts = [float(here.sum()) / (known.sum() or np.nan), weight[here].sum() / (weight[known].sum() or np.nan)]
        rows.append([row["dimension"], row["bucket"], float(here.sum()), *parts, row["share"]])
    found = pd.DataFrame(rows, columns=["dimension", "bucket", "answers", "raw", "raked", "buyers"])
    return found.assign(
        respondents=float(len(raked)),
        n_eff=effective(weight.to_numpy()),
        largest=weight.max(),
        trimmed=float((weight >= most * (1 - 1e-6)).sum()),
    )


def _trimmed(weight: Floats, most: float) -> Floats:
    """Cut weights down to so many times the mean, which falls with each cut."""
    for _ in range(ROUNDS):
        if weight.max(initial=0.0) <= most * weight.mean() * (1 + CLOSE):
            break
        weight = np.minimum(weight, most * weight.mean())
    return weight


def _side(answers: pd.DataFrame, dimension: str, part: pd.DataFrame) -> tuple[NDArray[np.int64], Floats]:
    """Give each answer's bucket as a number (−1: not known) and the shares of those buckets that have answers."""
    shares = part.set_index("bucket")["share"]
    codes = answers[dimension].map({name: at for at, name in enumerate(shares.index)}).fillna(-1).to_numpy(np.int64)
    given = np.isin(np.arange(len(shares)), codes)
    wanted = shares.to_numpy(float) * given
    return codes, wanted / (wanted.sum() or 1.0)


def _fitted(weight: Floats, codes: NDArray[np.int64], shares: Floats) -> Floats:
    known = codes >= 0
    sums = np.bincount(codes[known], weight[known], minlength=len(shares))
    wanted = shares * sums.sum()
    factor = np.divide(wanted, sums, out=np.ones_like(sums), where=sums > 0)
    return np.where(known, weight * factor[codes], weight)
