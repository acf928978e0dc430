"""Where customers stand: first purchase, repeat, VIP, lapsed, by the shop's own rhythm of coming back.

Who still waits has not failed to return: waits that go on are censored, and the curve of who has returned is that of
Kaplan and Meier. Of those who return within two years (or the span that can be seen, where it is shorter), nine in ten
do so within the limit; who waits longer counts as lapsed.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtrit

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import LEVEL, around

STATES = ("first", "repeat", "vip", "lapsed")
NOT_YET = "not_yet"  # no purchase up to then
RETURNED = 0.9  # of those who come back: within the limit
VIP = 0.9  # of customers: bring less
FEWEST = 30  # returns that the limit is told from
AT_RISK = 100  # waits that a day of the curve is told from
WITHIN = 730  # days: who returns later begins anew; without an end the limit would grow with the age of the data

Floats = NDArray[np.float64]


@passes_missing
def limit(
    gaps: pd.DataFrame, *, returned: float = RETURNED, within: int = WITHIN, level: float = LEVEL
) -> pd.DataFrame | Missing:
    """Find after how many days without a purchase a customer counts as lapsed.

    Parameters
    ----------
    gaps
        ``part days returned waits`` (``summaries.gaps``): how many waits of so many days ended, or go on.
    returned
        Which share of those who come back does so within the limit.
    within
        Days up to which a return counts as coming back.
    level
        How often the interval covers; it is that of a jackknife over the parts, which keep a customer's waits together.

    Returns
    -------
    DataFrame
        One row: ``lapse_days low high`` (days), ``horizon`` (days up to which returns count: ``within``, or the last
        day that 100 waits, in a small shop a tenth of them, have seen), ``returns`` and ``waiting`` (waits that ended,
        that go on), ``come_back`` (share that has returned by the horizon) and ``uncensored`` (the limit if waits that
        go on were left out).

    References
    ----------
    Kaplan & Meier (1958), J. Am. Stat. Assoc. 53, 457-481; the share that never returns: Maller & Zhou (1996),
    Survival Analysis with Long-Term Survivors. Jackknife: Tukey (1958), Ann. Math. Stat. 29, 614.

    Examples
    --------
    >>> waits = pd.DataFrame({"part": "0", "days": [10, 20, 30, 60], "returned": [True, True, True, False],
    ...     "waits": [50, 30, 20, 100]})
    >>> limit(waits)[["lapse_days", "horizon", "come_back"]].round(3).to_dict("records")
    [{'lapse_days': 30.0, 'horizon': 60.0, 'come_back': 0.5}]
    """
    ended, going_on = _by_day(gaps)
    if ended.sum() < FEWEST:
        return missing("orders", "customer_id", reason="too_few")
    curve = _returned(ended, going_on, within)
    low, high = _jackknife(gaps, _reached(curve, returned), (returned, within, level))
    naive = float(np.searchsorted(ended.cumsum(), returned * ended.sum()))
    return pd.DataFrame({
        "lapse_days": [_reached(curve, returned)], "low": [low], "high": [high], "horizon": [len(curve) - 1.0],
        "returns": [ended.sum()], "waiting": [going_on.sum()], "come_back": [curve[-1]], "uncensored": [naive],
    })  # fmt: skip


@passes_missing
def curve(gaps: pd.DataFrame, *, within: int = WITHIN, level: float = LEVEL) -> pd.DataFrame | Missing:
    """Give the share of purchases that another one has followed, by the days since: index ``days``, ``value low high``.

    A row a week; who still waits is censored, and the interval is that of the jackknife of `limit`.
    """
    counts = _by_day(gaps)
    if counts[0].sum() < FEWEST:
        return missing("orders", "customer_id", reason="too_few")
    value = _returned(*counts, within)
    found = pd.DataFrame({"value": value}, index=pd.RangeIndex(len(value), name="days"))
    rest = [_returned(*_by_day(part), within) for part in _left_out(gaps)]
    size = min(map(len, [value, *rest])) if rest else len(value)
    draws = np.array([draw[:size] for draw in rest])
    if len(draws) > 1:
        half = _error(draws) * stdtrit(len(draws) - 1, 0.5 + level / 2)
        found = found.iloc[:size].assign(low=(value[:size] - half).clip(0, 1), high=(value[:size] + half).clip(0, 1))
    return found.iloc[::7]


def thresholds(limits: pd.DataFrame | Missing, customers: pd.DataFrame | Missing) -> pd.DataFrame | Missing:
    """Set the two numbers that states are told by: days until lapsed (NaN: nobody has come back yet), and a VIP's net.

    Returns
    -------
    DataFrame
        One row: ``lapse_days`` and ``vip_from``, the net that one customer in ten reaches; fewer where many tie there,
        and NaN, nobody, where all who stand highest tie.
    """
    if isinstance(customers, Missing):
        return customers
    days = np.nan if isinstance(limits, Missing) else float(limits["lapse_days"].iloc[0])
    net = customers["monetary"]
    edge = float(net.quantile(VIP))
    tied = int((net >= edge).sum()) > (1 - VIP) * len(net) + 1e-9
    return pd.DataFrame({"lapse_days": [days], "vip_from": [float(net[net > edge].min()) if tied else edge]})


@passes_missing
def states(customers: pd.DataFrame, bounds: pd.DataFrame, *, as_of: date, then: date) -> pd.DataFrame:
    """Tell each customer's state now and at an earlier day, by the same two numbers.

    In this order: lapsed (no purchase for longer than ``lapse_days``), VIP (net of at least ``vip_from``), repeat (two
    purchases or more), first. One who had bought nothing at the earlier day was ``not_yet``.

    Returns
    -------
    DataFrame
        ``customers`` with ``state`` and ``state_before`` (categories, in the order of the life) and ``silent_days``.

    Examples
    --------
    >>> customers = pd.DataFrame({"last_order": pd.to_datetime(["2026-10-30", "2026-01-01"]), "orders": [2, 1],
    ...     "monetary": [90.0, 80.0], "last_before": pd.to_datetime(["2026-05-02", "2026-01-01"]),
    ...     "orders_before": [1, 1], "monetary_before": [40.0, 80.0]})
    >>> bounds = pd.DataFrame({"lapse_days": [250.0], "vip_from": [500.0]})
    >>> states(customers, bounds, as_of=date(2026, 10, 31), then=date(2026, 7, 31))[["state_before", "state"]]
      state_before   state
    0        first  repeat
    1        first  lapsed
    """
    lapse, vip = (float(bounds[name].iloc[0]) for name in ("lapse_days", "vip_from"))
    now = _silent(customers["last_order"], as_of)
    state = _state(now, customers["orders"], customers["monetary"], lapse, vip)
    earlier = _silent(customers["last_before"], then)
    before = _state(earlier, customers["orders_before"], customers["monetary_before"], lapse, vip)
    before = np.where(customers["orders_before"].to_numpy() > 0, before, len(STATES)).astype("int8")
    return customers.assign(
        silent_days=now.astype("int32"),
        state=pd.Categorical.from_codes(state, pd.Index(STATES)),
        state_before=pd.Categorical.from_codes(before, pd.Index([*STATES, NOT_YET])),
    )


def _silent(last: pd.Series[pd.Timestamp], day: date) -> NDArray[np.int64]:
    days = last.to_numpy().astype("datetime64[D]")
    found = (np.datetime64(day, "D") - days).astype("int64")
    return np.where(np.isnat(days), -1, found)


def _state(
    silent: NDArray[np.int64], orders: pd.Series[int], net: pd.Series[float], lapse: float, vip: float
) -> NDArray[np.int8]:
    tests = [silent > lapse, net.to_numpy() >= vip, orders.to_numpy() > 1]
    return np.select(tests, [3, 2, 1], 0).astype("int8")


def _by_day(gaps: pd.DataFrame) -> tuple[Floats, Floats]:
    days = int(gaps["days"].max()) + 1
    found = []
    for ended in (True, False):
        rows = gaps[gaps["returned"] == ended]
        found.append(np.bincount(rows["days"], rows["waits"], minlength=days).astype(float))
    return found[0], found[1]


def _returned(ended: Floats, going_on: Floats, within: int) -> Floats:
    """Give the share of waits that has ended by each day, up to the last day that counts and that enough have seen."""
    at_risk = (ended + going_on)[::-1].cumsum()[::-1]
    ratio = np.divide(ended, at_risk, out=np.zeros_like(ended), where=at_risk > 0)
    enough = min(AT_RISK, max(at_risk[0] / 10, 1.0))
    horizon = min(int(np.flatnonzero(at_risk >= enough).max(initial=0)), within)
    return np.asarray(1 - np.cumprod(1 - ratio))[: horizon + 1]


def _reached(curve: Floats, share: float) -> float:
    return float(np.searchsorted(curve, share * curve[-1] - 1e-12))


def _jackknife(gaps: pd.DataFrame, value: float, terms: tuple[float, int, float]) -> tuple[float, float]:
    returned, within, level = terms
    draws = np.array([_reached(_returned(*_by_day(part), within), returned) for part in _left_out(gaps)])
    if len(draws) < 2:
        return np.nan, np.nan
    interval = around(value, float(_error(draws)), len(draws) - 1, level)
    return max(interval.low, 0.0), interval.high


def _left_out(gaps: pd.DataFrame) -> list[pd.DataFrame]:
    """Give the waits without each part of the customers, one after the other; nothing of a single part."""
    parts = sorted(set(gaps["part"]))
    return [gaps[gaps["part"] != part] for part in parts] if len(parts) > 1 else []


def _error(draws: Floats) -> Floats:
    return np.asarray(np.sqrt((len(draws) - 1) / len(draws) * ((draws - draws.mean(axis=0)) ** 2).sum(axis=0)))
