"""A goal handed down: to months, platforms, channels and their owners, so that all parts add up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planbook.absence import Missing, given, passes_missing
from planbook.measures.apportion import apportion
from planbook.measures.intervals import spread
from planbook.periods import Period

ALL = "all"
UNIT = 100.0  # of money that a goal is rounded to


class Outlook(Protocol):
    """Courses of the days ahead, as ``outlook.outlook`` gives them."""

    @property
    def months(self) -> Mapping[str, Period]:
        """That are planned."""

    @property
    def platforms(self) -> list[str]:
        """The series that are a platform each."""

    def sums(self, name: str, span: Period) -> NDArray[np.float64]:
        """Sum each course over some days."""


@passes_missing
def to_platforms(goal: float, agreed: Outlook, *, unit: float = UNIT) -> pd.DataFrame:
    """Share a goal of paid out among months, and each month's among platforms, as the forecast has them.

    Returns
    -------
    DataFrame
        Index: months (``period``), oldest first; a column a platform.
    """
    spans = agreed.months.values()
    values = np.array([[float(agreed.sums(name, span).mean()) for name in agreed.platforms] for span in spans])
    whole = [float(agreed.sums(ALL, span).mean()) for span in spans]
    each = apportion(goal, whole, unit)
    rows = [apportion(part, line, unit) for part, line in zip(each, values, strict=True)]
    return pd.DataFrame(rows, index=pd.Index(list(agreed.months), name="period"), columns=agreed.platforms)


@passes_missing
def channel_shares(bought: pd.DataFrame) -> pd.DataFrame:
    """Give each channel's share of a platform's buyers: ``platform channel share``, of ``platform channel buyers``."""
    whole = bought.groupby("platform")["buyers"].transform("sum")
    found = bought.assign(share=bought["buyers"] / whole.replace(0, np.nan)).dropna(subset="share")
    return pd.DataFrame(found[["platform", "channel", "share"]])


@passes_missing
def rows(
    parts: pd.DataFrame,
    channels: pd.DataFrame | None,
    owners: Mapping[str, str],
    wished: pd.DataFrame | None = None,
    *,
    unit: float = UNIT,
) -> pd.DataFrame:
    """Write the parts of a goal as rows of ``targets``.

    Parameters
    ----------
    parts
        Index period, a column a platform (`to_platforms`).
    channels
        From `channel_shares`; None: no parts by channel.
    owners
        Platform → who answers for it.
    wished
        ``period kpi platform`` of goals that people set themselves: these stay, no row is written for them.
    unit
        To which parts are rounded.

    Returns
    -------
    DataFrame
        ``period kpi platform channel owner value``: a row a period and platform (channel empty), and below it its
        channels, which add up to it.
    """
    kept = set() if wished is None else {
        (row.period, row.platform) for row in wished[wished["kpi"] == "paid"].itertuples()
    }  # fmt: skip
    found: list[dict[str, object]] = []
    for period, platform, value in _long(parts):
        if (period, platform) in kept:
            continue
        head = {"period": period, "kpi": "paid", "platform": platform, "owner": owners.get(platform, "")}
        found.append(head | {"channel": "", "value": value})
        own = None if channels is None else channels[channels["platform"] == platform]
        if own is not None and len(own) > 1:
            values = apportion(value, own["share"], unit)
            pairs = zip(own["channel"], values, strict=True)
            found += [head | {"channel": channel, "value": part} for channel, part in pairs]
    columns = ["period", "kpi", "platform", "channel", "owner", "value"]
    return pd.DataFrame(found, columns=columns)


@passes_missing
def beside_campaign(parts: pd.DataFrame, agreed: Outlook, wished: pd.DataFrame) -> pd.DataFrame:
    """Set what a campaign's goals leave of its months' against what is to be expected of the months' other days.

    Parameters
    ----------
    parts
        Index period, a column a platform (`to_platforms`).
    agreed
        The forecast.
    wished
        ``period kpi platform value starts ends of`` of goals that people set themselves; one for a month and platform
        goes over its part.

    Returns
    -------
    DataFrame
        A row a platform with a goal of paid for the campaign: ``platform months`` (parted by +) ``value`` (of the
        campaign) ``goal`` (of the months) ``left`` (for the other days) ``expected low high`` (of them, 80 %).
    """
    paid = wished[wished["kpi"] == "paid"]
    own = {(row["period"], row["platform"]): row["value"] for row in paid.to_dict("records")}
    rows = []
    for row in paid[(paid["of"] == "campaign") & paid["platform"].isin(parts.columns)].to_dict("records"):
        name, days = row["platform"], Period(row["starts"].date(), row["ends"].date(), row["period"])
        months = {key: each for key, each in agreed.months.items() if each.start <= days.end and each.end >= days.start}
        inside = sum((min(each.end, days.end) - max(each.start, days.start)).days + 1 for each in months.values())
        if inside < days.days or inside == sum(each.days for each in months.values()):
            continue  # it reaches beyond what is planned, or has its months to itself
        sums = sum((agreed.sums(name, each) for each in months.values()), -agreed.sums(name, days))
        goal = sum(own.get((key, name), parts[name].to_dict()[key]) for key in months)
        rest = spread(float(sums.mean()), sums)
        rows.append((name, "+".join(months), row["value"], goal, goal - row["value"], *rest))
    return pd.DataFrame(rows, columns=["platform", "months", "value", "goal", "left", "expected", "low", "high"])


def owners(targets: pd.DataFrame | Missing, until: str) -> dict[str, str]:
    """Name who answered last for each platform's paid: of goals of months up to ``until`` (``2026-10``).

    Examples
    --------
    >>> goals = pd.DataFrame({"period": ["2026-09", "2026-10", "2027-01"], "kpi": "paid", "platform": "jd",
    ...                       "owner": ["Ana", "Bo", "Cy"]})
    >>> owners(goals, "2026-10"), owners(Missing(()), "2026-10")
    ({'jd': 'Bo'}, {})
    """
    known = given(targets)
    if known is None:
        return {}
    past = known[(known["kpi"] == "paid") & (known["owner"] != "") & known["period"].str.fullmatch(r"\d{4}-\d{2}")]
    past = past[past["period"] <= until].sort_values("period", kind="stable")
    return {str(platform): str(owner) for platform, owner in zip(past["platform"], past["owner"], strict=True)}


def _long(parts: pd.DataFrame) -> list[tuple[str, str, float]]:
    numbers = parts.to_numpy(float)
    return [
        (str(period), str(platform), float(numbers[row, column]))
        for row, period in enumerate(parts.index)
        for column, platform in enumerate(parts.columns)
    ]
