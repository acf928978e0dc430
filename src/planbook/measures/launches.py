"""What a new item may sell: the curves of past launches, in units of an ordinary week."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import around

FEWEST = 3  # launches
SPANS = (4, 8)  # weeks
YEAR = 365


@passes_missing
def curves(weeks: pd.DataFrame, paid: pd.DataFrame) -> pd.DataFrame:
    """Set each launch's weeks on ordinary ones: units ÷ how much more than usual the shop sold in that week.

    Parameters
    ----------
    weeks
        ``sku product category launched week units`` (``summaries.launch_weeks``).
    paid
        Index: every day of the history; the whole shop's in ``all``.

    Returns
    -------
    DataFrame
        The same rows with ``index`` (paid of the week ÷ that of a usual week of the year around it; 1 where unknown)
        and ``even`` = units ÷ index.
    """
    whole = paid["all"]
    usual = whole.rolling(YEAR, center=True, min_periods=YEAR // 2).mean() * 7
    sums = whole.rolling(7).sum()
    last = weeks["launched"] + pd.to_timedelta(7 * weeks["week"] - 1, unit="D")
    index = (sums / usual).reindex(last).to_numpy(float)
    index = np.where(np.isfinite(index) & (index > 0), index, 1.0)
    return weeks.assign(index=index, even=weeks["units"] / index)


@passes_missing
def totals(curves: pd.DataFrame) -> pd.DataFrame:
    """Sum the first weeks of each launch: ``sku product category launched`` and, of 4 and 8 weeks, units and even ones.

    NaN where the weeks are not over yet.
    """
    rows = []
    for (sku, launched), own in curves.groupby(["sku", "launched"], sort=False):
        row = {"sku": sku, "product": own["product"].iloc[0], "category": own["category"].iloc[0], "launched": launched}
        for span in SPANS:
            first = own[own["week"] <= span]
            for name in ("units", "even"):
                row[f"{name}_{span}"] = float(first[name].sum()) if len(first) == span else np.nan
        rows.append(row)
    return pd.DataFrame(rows).sort_values(["launched", "sku"], ignore_index=True)


@passes_missing
def course(curves: pd.DataFrame) -> pd.DataFrame | Missing:
    """Lay the launches whose eight weeks are over one upon the other, units of ordinary weeks added up.

    Returns
    -------
    DataFrame
        Index ``age``: days since the launch, 0 to 56 by weeks; ``value`` is the middle launch, ``low high`` the slowest
        and the fastest. `Missing` with fewer than three launches.

    Examples
    --------
    >>> past = pd.DataFrame({"sku": list("abc") * 8, "launched": pd.Timestamp("2026-03-02"),
    ...                      "week": [week for week in range(1, 9) for _ in "abc"], "even": [1.0, 2.0, 5.0] * 8})
    >>> course(past).loc[[0, 7, 56], ["low", "value", "high"]].to_numpy().tolist()
    [[0.0, 0.0, 0.0], [1.0, 2.0, 5.0], [8.0, 16.0, 40.0]]
    """
    wide = curves.pivot_table(index="week", columns=["sku", "launched"], values="even").dropna(axis=1)
    if wide.shape[1] < FEWEST or len(wide) < max(SPANS):
        return missing("products", reason="too_few")
    sums = wide.sort_index().cumsum()
    found = pd.DataFrame({"value": sums.median(axis=1), "low": sums.min(axis=1), "high": sums.max(axis=1)})
    found.index = found.index * 7
    found.loc[0] = 0.0
    return found.sort_index().rename_axis("age")


@passes_missing
def goal(totals: pd.DataFrame) -> pd.DataFrame | Missing:
    """Give what a next launch may sell in its first weeks, in ordinary ones.

    Parameters
    ----------
    totals
        From `totals`.

    Returns
    -------
    DataFrame
        Index ``weeks`` (4, 8): ``value`` (median of the launches), ``low high`` (80 % of launches like these, by
        Student's t on logarithms, around their mean) and ``n``. `Missing` with fewer than three launches.

    Examples
    --------
    >>> past = pd.DataFrame({"even_4": [40.0, 60.0, 50.0], "even_8": [80.0, 120.0, float("nan")]})
    >>> goal(past).round(1).to_numpy().tolist()
    [[50.0, 31.6, 76.6, 3.0]]
    """
    rows = {}
    for span in SPANS:
        known = totals[f"even_{span}"].dropna().to_numpy(float)
        if len(known) < FEWEST:
            continue
        logs = np.log1p(known)
        found = around(float(logs.mean()), float(logs.std(ddof=1)) * np.sqrt(1 + 1 / len(known)), len(known) - 1)
        low, high = np.expm1([found.low, found.high])
        rows[span] = (float(np.median(known)), max(float(low), 0.0), float(high), float(len(known)))
    if not rows:
        return missing("products", "launched", reason="too_few")
    return pd.DataFrame.from_dict(rows, orient="index", columns=["value", "low", "high", "n"]).rename_axis("weeks")
