"""Which offer to take: what each is judged to be, the one that is recommended, and what would have to be true."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planbook.absence import Missing, passes_missing

SURE = 0.8  # chance from which a loss or a gain counts as one
ALL = "all"
RECOMMENDED, POSSIBLE, UNSURE, LOSES, NOT_KNOWN = "recommended", "possible", "unsure", "loses", "not_known"


@passes_missing
def judged(found: pd.DataFrame) -> pd.DataFrame:
    """Judge each offer.

    Parameters
    ----------
    found
        ``offers.reckon``.

    Returns
    -------
    DataFrame
        ``found`` with ``status`` and ``trap`` (more is paid, and less is left). An offer *loses* where its chance to
        lose money is four in five, or where it leaves no margin to earn anything with. *Recommended* is the one that is
        expected to earn most where its chance to lose is at most one in five, over all platforms; there is none where
        no offer is as sure as that. Others that are as sure are *possible*; *unsure* is what may as well earn as lose,
        and *not_known* that of which no effect is told. ``elasticity_needed``: at which the offer breaks even, if all
        the price change worked through it.
    """
    sure = (found["chance"] <= 1 - SURE) & (found["effect"] > 0)
    states = [(found["chance"] >= SURE) | (found["after"] <= 0), found["chance"].isna(), sure]
    status = np.select(states, [LOSES, NOT_KNOWN, POSSIBLE], UNSURE)
    rise, price = found["needed"].where(np.isfinite(found["needed"])), found["price"].where(found["price"] < 0)
    needed = np.log1p(rise) / np.log1p(price)
    found_ = found.assign(status=status, elasticity_needed=needed)
    best = _best(found_)
    holds = found_["offer"].eq(best) & found_["status"].ne(LOSES)
    found_["status"] = found_["status"].mask(holds, RECOMMENDED)
    found_["trap"] = found_["status"].eq(LOSES) & (found_["paid_more"] > 0)
    return found_


@passes_missing
def overall(judged: pd.DataFrame) -> pd.DataFrame:
    """Give one row an offer, all platforms together, best first: by what is expected, else by the hurdle."""
    return _overall(judged)


@passes_missing
def ranked(judged: pd.DataFrame) -> pd.DataFrame:
    """Give the offers that come first and second: the recommended one, then those that lose least, with their ``rank``.

    Where none is recommended, the first two are what to take if the event asks for an offer.
    """
    first = _overall(judged)
    order = first[first["after"] > 0].sort_values("status", key=lambda states: states.ne(RECOMMENDED), kind="stable")
    told = order.head(2).reset_index(drop=True)
    return told.assign(rank=range(1, len(told) + 1))


def _overall(judged: pd.DataFrame) -> pd.DataFrame:
    rows = judged[judged["platform"] == ALL]
    rows = rows if len(rows) else judged
    return rows.sort_values(["effect", "needed", "offer"], ascending=[False, True, True], ignore_index=True)


def _best(judged: pd.DataFrame) -> str:
    rows = _overall(judged)
    sure = rows[(rows["chance"] <= 1 - SURE) & (rows["effect"] > 0)]
    return "" if sure.empty else str(sure["offer"].iloc[0])


def card(
    first: pd.DataFrame | Missing,
    slopes: pd.DataFrame | Missing,
    ladder: pd.DataFrame | Missing,
    breaks: pd.DataFrame | Missing,
    most: pd.DataFrame | Missing,
) -> pd.DataFrame:
    """Gather the figures of the first screen; what is not known is left out.

    Parameters
    ----------
    first
        `ranked`, for the offer that comes first.
    slopes
        ``elasticity.effects``, for all items.
    ladder
        ``ladder.by_platform``, whose last row is of all.
    breaks
        ``floor.total``.
    most
        ``newcomers.ceiling``.

    Returns
    -------
    DataFrame
        Index KPI id; ``value low high``: offer_effect loss_chance (uplift_needed where they are not known)
        price_elasticity off_list below_floor_units new_buyer_worth.
    """
    whole = slopes if isinstance(slopes, Missing) else slopes[slopes["category"] == ALL]
    taken = {
        "offer_effect": _taken(first, 0, ("effect", "low", "high")),
        "loss_chance": _taken(first, 0, ("chance",)),
        "uplift_needed": _taken(first, 0, ("needed", "needed_low", "needed_high")),
        "price_elasticity": _taken(whole, 0, ("elasticity", "low", "high")),
        "off_list": _taken(ladder, -1, ("depth",)),
        "below_floor_units": _taken(breaks, 0, ("units",)),
        "new_buyer_worth": _taken(most, 0, ("value", "low", "high")),
    }
    known = {kpi: row for kpi, row in taken.items() if row and np.isfinite(row[0])}
    if "offer_effect" in known:
        known.pop("uplift_needed", None)
    return pd.DataFrame.from_dict(known, orient="index", columns=["value", "low", "high"], dtype="float64")


def _taken(frame: pd.DataFrame | Missing, at: int, columns: tuple[str, ...]) -> list[float]:
    if isinstance(frame, Missing) or frame.empty:
        return []
    found = [float(frame[name].iloc[at]) for name in columns]
    return found + [np.nan] * (3 - len(found))
