"""How much there is to spend, and how many people may be expected: the two scales of a campaign's budget."""

from __future__ import annotations

import pandas as pd

from planbook.absence import Missing, missing
from planbook.measures.apportion import apportion
from planbook.measures.ran import Ran
from planbook.periods import Period

YEAR, QUARTER = 365, 91  # days that tell what is usual, and what is now


def purse(
    given: float, ran: Ran | Missing, days: pd.DataFrame | Missing, *, last: Ran | Missing
) -> pd.DataFrame | Missing:
    """Find the money that is shared out, and where it comes from.

    Parameters
    ----------
    given
        What the parameter says; 0: nothing.
    ran
        The campaign; ``budget`` holds all it is to cost, ``cost`` what is not advertising.
    days
        ``date platform spend``.
    last
        Its last edition.

    Returns
    -------
    DataFrame
        One row ``value origin``: ``given``, ``campaign`` (budget − other cost), ``last_edition`` (its spend) or
        ``usual`` (as many days of today's spend), the first that is known.
    """
    if isinstance(ran, Missing):
        return ran
    planned = float((ran.rows["budget"] - ran.rows["cost"].fillna(0.0)).sum(min_count=1))
    told = {"given": given, "campaign": planned}
    if not isinstance(days, Missing):
        own = days[days["platform"].isin(ran.platforms)]
        told["last_edition"] = 0.0 if isinstance(last, Missing) else float(_within(own, last.span)["spend"].sum())
        told["usual"] = float(own.groupby("date")["spend"].sum().tail(QUARTER).mean() * ran.span.days)
    known = {name: value for name, value in told.items() if value > 0}
    if not known:
        return missing("campaigns", "budget")
    origin = next(iter(known))
    return pd.DataFrame({"value": [known[origin]], "origin": [origin]})


def demand(days: pd.DataFrame | Missing, ran: Ran | Missing, *, last: Ran | Missing) -> dict[str, float]:
    """Tell how many more free visits a day of the campaign may bring than a day now, by platform.

    The last edition's days are held against the year before them, and today's three months against the year before
    today; the one over the other is what the season makes. A platform without a last edition is left out.
    """
    if isinstance(days, Missing) or isinstance(ran, Missing) or isinstance(last, Missing):
        return {}
    free = days.drop_duplicates(["date", "platform"]).set_index("date")[["platform", "free"]].sort_index()
    start, end = pd.Timestamp(last.span.start), pd.Timestamp(last.span.end)
    found = {}
    for platform in ran.platforms:
        own = free.loc[free["platform"] == platform, "free"]
        then = own[start:end].mean() / own[start - pd.Timedelta(days=YEAR) : start].mean()
        found[platform] = then / (own.tail(QUARTER).mean() / own.tail(YEAR).mean())
    return {name: float(factor) for name, factor in found.items() if factor > 0}


def rounded(split: pd.DataFrame | Missing, *, step: float = 1.0) -> pd.DataFrame | Missing:
    """Round a split to whole steps, so that its parts still add up.

    Examples
    --------
    >>> rounded(pd.DataFrame({"spend": [33.4, 33.4, 33.2]}))["spend"].tolist()
    [34.0, 33.0, 33.0]
    """
    if isinstance(split, Missing):
        return split
    return split.assign(spend=apportion(split["spend"].sum(), split["spend"], step))


def rows(split: pd.DataFrame | Missing, owners: pd.DataFrame | Missing, ran: Ran | Missing) -> pd.DataFrame | Missing:
    """Write a split as rows of ``targets``: spend by channel and platform, with the owner of the platform's goals."""
    if isinstance(split, Missing):
        return split
    if isinstance(ran, Missing):
        return ran
    told = pd.DataFrame(columns=["platform", "owner"]) if isinstance(owners, Missing) else owners
    known = told[told["owner"] != ""].set_index("platform")["owner"].to_dict()
    return pd.DataFrame({
        "period": ran.key, "kpi": "spend", "platform": split["platform"], "channel": split["channel"],
        "owner": [known.get(platform) for platform in split["platform"]], "value": split["spend"].astype(float),
    })  # fmt: skip


def _within(days: pd.DataFrame, span: Period) -> pd.DataFrame:
    return days[(days["date"] >= pd.Timestamp(span.start)) & (days["date"] <= pd.Timestamp(span.end))]
