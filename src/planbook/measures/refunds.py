"""What refunds are still to come: how they ripen with age, and the net sales to expect when they are ripe.

Refunds are seen only up to ``as_of``, so young cohorts (the orders of one day) show too few. The share of a cohort's
refunds seen by an age comes from cohorts old enough to tell, one step of age after another: the chain ladder, which
is the reverse-hazard estimator for right truncation (Kalbfleisch & Lawless 1991, Stat. Sinica 1, 19-32). What is still
to come is reckoned from a cohort's own refunds as far as they are ripe and from the recent rate as far as they are
not (Bornhuetter-Ferguson, weighted after Benktander: Mack 2000, ASTIN Bull. 30, 333-347). Intervals come from a
bootstrap of weeks with the scatter of single refunds on top (England & Verrall 1999, Insur. Math. Econ. 25, 281-293).
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planbook.absence import Missing, first_missing, missing, passes_missing
from planbook.measures.intervals import LEVEL, spread

Floats = NDArray[np.float64]

RIPE_AGE = 60  # days; what comes later is taken for nothing
WINDOW = 365  # days of cohorts that tell how refunds ripen
RECENT = 90  # days of cohorts that tell the rate of refunds, and how it varies from week to week
BANDS = [0, 6, 12]  # ages at which the week-to-week scatter is looked at: about a third of the refunds each
FEWEST_WEEKS = 4
DRAWS = 500
SEED = 20_261_031


class Cohorts(NamedTuple):
    """The window's cohorts: ``cells[cohort, age]`` refunds, with what each was paid, how old it is, and its week."""

    cells: Floats
    paid: Floats
    ages: NDArray[np.int64]
    weeks: NDArray[np.int64]


@passes_missing
def maturity(refunds: pd.DataFrame, *, as_of: date) -> pd.DataFrame | Missing:
    """Tell what share of its refunds a day's orders have given back by each age.

    Parameters
    ----------
    refunds
        One row a cohort and age: ``cohort`` (day of the orders), ``age`` (days to the refund), ``refund``, ``paid``
        (the cohort's, on each of its rows); a cohort without refunds has one row with age 0.
    as_of
        Last day of which refunds are known; later ones are left out.

    Returns
    -------
    DataFrame
        Indexed by ``age`` 0 to 60: ``value low high``, 80 % intervals.
    """
    window = _window(refunds, pd.Timestamp(as_of))
    if isinstance(window, Missing):
        return window
    draws = _ripening(window, _resample(window))
    bounds = np.quantile(draws, [0.5 - LEVEL / 2, 0.5 + LEVEL / 2], axis=0)
    value = _ripening(window, _once(window))[0]
    ages = pd.RangeIndex(RIPE_AGE + 1, name="age")
    return pd.DataFrame({"value": value, "low": bounds[0], "high": bounds[1]}, index=ages)


@passes_missing
def expected(
    refunds: pd.DataFrame, period: tuple[date, date], *, as_of: date, paid: float, refund: float
) -> pd.DataFrame | Missing:
    """Give the net sales of a period when its refunds are ripe.

    Parameters
    ----------
    refunds
        As in `maturity`, with at least the last months' cohorts.
    period
        First and last day of the orders.
    as_of
        Last day of which refunds are known.
    paid, refund
        The period's totals so far.

    Returns
    -------
    DataFrame
        One row: ``paid refund refund_rate net refund_expected net_expected low high ripe``; ``low`` and ``high`` bound
        ``net_expected`` four times in five, ``ripe`` is the share of the expected refunds that is seen.
    """
    day = pd.Timestamp(as_of)
    window = _window(refunds, day)
    if isinstance(window, Missing):
        return window
    first, last = ((day - pd.Timestamp(end)).days for end in period)
    chosen = (window.ages <= first) & (window.ages >= last)
    coming = float(_coming(window, _once(window), chosen)[0])
    draws = _scatter(_coming(window, _resample(window), chosen), window, chosen) if coming > 0 else np.zeros(1)
    net = paid - refund
    interval = spread(net - coming, net - draws)
    final = refund + coming
    return pd.DataFrame({
        "paid": [paid], "refund": [refund], "refund_rate": [refund / paid if paid else np.nan], "net": [net],
        "refund_expected": [final], "net_expected": [interval.value], "low": [interval.low], "high": [interval.high],
        "ripe": [refund / final if final else 1.0],
    })  # fmt: skip


def of_period(
    refunds: pd.DataFrame | Missing, period: tuple[date, date], *, as_of: date, kpis: pd.DataFrame | Missing
) -> pd.DataFrame | Missing:
    """Give `expected` for the current period of ``kpis.reckon``."""
    absent = first_missing([refunds, kpis])
    if absent is not None or isinstance(kpis, Missing):
        return absent or missing("orders")
    paid, refund = (float(kpis[name]["current"]) for name in ("paid", "refund"))
    return expected(refunds, period, as_of=as_of, paid=paid, refund=refund)


def _window(refunds: pd.DataFrame, as_of: pd.Timestamp) -> Cohorts | Missing:
    ages = (as_of - refunds["cohort"]).dt.days
    rows = refunds[ages.between(0, WINDOW) & (refunds["age"] <= ages)]
    if rows.empty:
        return missing("orders", "refunded_at", reason="empty")
    cells = rows.assign(age=rows["age"].clip(upper=RIPE_AGE)).pivot_table(
        "refund", "cohort", "age", "sum", fill_value=0
    )
    cells = cells.reindex(columns=range(RIPE_AGE + 1), fill_value=0.0)
    ages = (as_of - cells.index.to_series()).dt.days.to_numpy()
    weeks = ages // 7
    told = Cohorts(cells.to_numpy(float), rows.groupby("cohort")["paid"].first().to_numpy(float), ages, weeks)
    few = ages.max() < RIPE_AGE or len(set(weeks)) < FEWEST_WEEKS or told.cells.sum() <= 0
    return missing("orders", "refunded_at", reason="too_few") if few else told


def _once(told: Cohorts) -> Floats:
    """Count every week once."""
    return np.ones((1, int(told.weeks.max()) + 1))


def _resample(told: Cohorts) -> Floats:
    """Draw weeks with replacement: one row a draw, one column a week, how often the week was drawn."""
    rng, count = np.random.default_rng(SEED), int(told.weeks.max()) + 1
    return rng.multinomial(count, np.full(count, 1 / count), size=DRAWS).astype(float)


def _ripening(told: Cohorts, weights: Floats) -> Floats:
    """Give the share of refunds seen by each age, one row a draw of weeks."""
    seen = np.arange(RIPE_AGE + 1) <= told.ages[:, None]
    by_age = _by_week(told.cells, told) * 1.0
    by_then = _by_week(np.where(seen, told.cells.cumsum(axis=1), 0.0), told)
    new, all_so_far = weights @ by_age, weights @ by_then
    left = 1 - np.divide(new, all_so_far, out=np.zeros_like(new), where=all_so_far > 0)
    later = np.cumprod(left[:, :0:-1], axis=1)[:, ::-1]
    return np.column_stack([later, np.ones(len(weights))])


def _by_week(values: Floats, told: Cohorts) -> Floats:
    sums = np.zeros((int(told.weeks.max()) + 1, values.shape[1]))
    np.add.at(sums, told.weeks, values)
    return sums


def _coming(told: Cohorts, weights: Floats, chosen: NDArray[np.bool_]) -> Floats:
    """Give the refunds still to come of the chosen cohorts, one a draw of weeks."""
    ripe = _ripening(told, weights)[:, np.minimum(told.ages, RIPE_AGE)]
    seen = told.cells.sum(axis=1)
    recent = (told.ages < RECENT) * weights[:, told.weeks]
    rate = (recent * seen).sum(axis=1) / np.maximum((recent * told.paid * ripe).sum(axis=1), 1e-9)
    coming = (1 - ripe) * (seen + (1 - ripe) * rate[:, None] * told.paid)
    return np.asarray(coming[:, chosen].sum(axis=1))


def _scatter(means: Floats, told: Cohorts, chosen: NDArray[np.bool_]) -> Floats:
    """Put the scatter of single refunds on the draws: of those to come, and of those seen that they are told from."""
    ripe = _ripening(told, _once(told))[0]
    fitted = told.paid[:, None] * np.diff(ripe, prepend=0.0) * (np.arange(RIPE_AGE + 1) <= told.ages[:, None])
    weekly = [_by_week(cells * (told.ages < RECENT)[:, None], told) for cells in (told.cells, fitted)]
    bands = (np.add.reduceat(cells, BANDS, axis=1) for cells in weekly)
    size = max(_variance_ratio(told.cells, fitted), _variance_ratio(*bands), 1e-9)
    left = 1 - ripe[np.minimum(told.ages, RIPE_AGE)]
    rate = told.cells.sum() / fitted.sum()
    basis = rate * float((left**2 * fitted.sum(axis=1))[chosen].sum())
    means = np.maximum(means, 1e-9)
    scale = size * (means + basis) / means
    return np.asarray(np.random.default_rng(SEED + 1).gamma(means / scale, scale))


def _variance_ratio(cells: Floats, fitted: Floats) -> float:
    """Give the variance of refunds over their mean, at a common rate: the size of a refund, more where rates vary."""
    known = fitted > 0
    if not known.any() or not cells[known].sum() > 0:
        return 0.0
    due = fitted[known] * cells[known].sum() / fitted[known].sum()
    return float(((cells[known] - due) ** 2 / due).sum()) / max(int(known.sum()) - 1, 1)
