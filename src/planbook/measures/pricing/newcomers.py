"""Offers that buy people and not orders: what a new buyer may cost, what one more costs, what points cost."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.intervals import Interval, around
from planbook.measures.mechanics import GIFT

FEWEST = 50  # first-time buyers that it takes to say what they bring later


@passes_missing
def ceiling(came: pd.DataFrame, baskets: pd.DataFrame) -> pd.DataFrame | Missing:
    """Reckon the most that a new buyer may cost: the margin of the first order and of the year after it.

    Parameters
    ----------
    came
        ``summaries.newcomers``: ``customers returned first later squares`` by month.
    baskets
        ``baskets.told``, whose last row has the shop's ``margin``.

    Returns
    -------
    DataFrame
        One row: ``customers repeat_share margin first later later_low later_high value low high`` a buyer; ``value`` is
        the ceiling, its interval from how much buyers differ in what they come back for. `Missing` below 50 buyers.
    """
    n = float(came["customers"].sum())
    if n < FEWEST:
        return missing("orders", "customer_id", reason="too_few")
    margin = float(baskets["margin"].iloc[-1])
    mean = float(came["later"].sum()) / n
    error = float(np.sqrt(max(came["squares"].sum() / n - mean**2, 0.0) / (n - 1)))
    later = around(mean * margin, error * margin, n - 1)
    first = float(came["first"].sum()) / n * margin
    row = {"customers": n, "repeat_share": float(came["returned"].sum()) / n, "margin": margin, "first": first}
    row |= {"later": later.value, "later_low": later.low, "later_high": later.high}
    return pd.DataFrame([row | Interval(*(first + x for x in later))._asdict()])


@passes_missing
def gifts(found: pd.DataFrame, most: pd.DataFrame) -> pd.DataFrame | Missing:
    """Hold gifts for new buyers against what a new buyer is worth.

    Parameters
    ----------
    found
        ``offers.reckon`` on the first orders of new buyers alone.
    most
        From `ceiling`, whose ``later`` counts too.

    Returns
    -------
    DataFrame
        One row a gift over all platforms: ``offer terms given`` (margin that each new buyer's order gives up) ``worth``
        (of a buyer more: margin of the first order with the gift, and of the year after) ``needed`` (rise in new buyers
        at which it breaks even) ``uplift uplift_low uplift_high`` (to be expected) ``each`` (what one buyer more costs;
        the gift goes to those who would have come anyway too) and ``pays``: yes, no, unclear or unknown. `Missing`
        where there is no such offer.
    """
    rows = found[found["mechanic"] == GIFT]
    rows = rows[rows["platform"] == "all"] if rows["platform"].eq("all").any() else rows
    if rows.empty:
        return missing("orders", "customer_id", reason="empty")
    given = rows["before"] - rows["after"]
    told = rows.assign(given=given, worth=rows["after"] + float(most["later"].iloc[0]))
    told["needed"] = told["given"] / told["worth"]
    told["each"] = told["given"] / told["uplift"].where(told["uplift"] > 0)
    states = [told["uplift"].isna(), told["uplift_low"] > told["needed"], told["uplift_high"] < told["needed"]]
    told["pays"] = np.select(states, ["unknown", "yes", "no"], "unclear")
    columns = ["offer", "terms", "given", "worth", "needed", "uplift", "uplift_low", "uplift_high", "each", "pays"]
    return told[columns].reset_index(drop=True)


@passes_missing
def first_orders(lines: pd.DataFrame) -> pd.DataFrame | Missing:
    """Keep the first orders of new buyers."""
    own = lines[lines["new"].eq(True)]
    if own["order"].nunique() < FEWEST:
        return missing("orders", "customer_id", reason="too_few")
    return own.reset_index(drop=True)


@passes_missing
def points(used: pd.DataFrame) -> pd.DataFrame | Missing:
    """Tell what points cost and how many come back.

    Parameters
    ----------
    used
        ``summaries.points``: ``platform given used money goods``.

    Returns
    -------
    DataFrame
        ``platform given used redeemed`` (used ÷ given) ``cost`` (money that a used point took off) ``share`` (of goods
        that was paid with points); the last row adds them up. `Missing` where no point was given.
    """
    if not used["given"].sum() > 0:
        return missing("orders", "points_given", reason="empty")
    total = used.drop(columns="platform").sum().to_frame().T.assign(platform="total")
    rows = pd.concat([used, total], ignore_index=True)
    positive = {name: rows[name].where(rows[name] > 0) for name in ("given", "used", "goods")}
    return rows.assign(
        redeemed=rows["used"] / positive["given"], cost=rows["money"] / positive["used"],
        share=rows["money"] / positive["goods"],
    )  # fmt: skip


def later(most: pd.DataFrame | Missing) -> float:
    """Take the margin of the year after a first order from `ceiling`; nought where it is not known."""
    return 0.0 if isinstance(most, Missing) else float(most["later"].iloc[0])


def redeemed(found: pd.DataFrame | Missing) -> float | None:
    """Take the share of points that come back from `points`; None where it is not known."""
    return None if isinstance(found, Missing) else float(found["redeemed"].iloc[-1])
