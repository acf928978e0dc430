"""The hours that a plan still takes against those that its people have for it, week by week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pandas as pd

from planbook.absence import Missing, missing, passes_missing
from planbook.measures.ran import Ran
from planbook.periods import Period
from planbook.workdays import Workdays

TOTAL, NOBODY = "total", ""
WORKDAYS = 5
COLUMNS = ["kind", "owner", "starts", "ends", "hours", "done"]


def gathered(laid: pd.DataFrame | Missing, pieces: pd.DataFrame | Missing) -> pd.DataFrame | Missing:
    """Put tasks that have their days and content side by side: ``kind owner starts ends hours done``.

    ``laid`` is ``deadlines.dated``, ``pieces`` are ``content.whole`` (``date owner hours``), or `Missing`.
    """
    if isinstance(laid, Missing):
        return laid
    parts = [laid.rename(columns={"begins": "starts"}).assign(kind="task", done=laid["state"] == "done")]
    if not isinstance(pieces, Missing) and len(pieces):
        parts.append(pieces.assign(kind="content", starts=pieces["date"], ends=pieces["date"], done=False))
    found = pd.concat([part[COLUMNS] for part in parts], ignore_index=True)
    return found.assign(owner=found["owner"].astype(object).fillna(NOBODY))


@passes_missing
def by_week(
    planned: pd.DataFrame, team: Mapping[str, float], span: Period, workdays: Workdays
) -> pd.DataFrame | Missing:
    """Spread the hours of what is not done yet over the working days it has left, and set each week against the team's.

    Parameters
    ----------
    planned
        ``kind owner starts ends hours done`` of tasks and content. Without its days a task may be done any time until
        the plan begins; what is overdue is to be done on the first day. Content is made in the five working days up to
        its own.
    team
        Owner → hours a week.
    span
        From the first day after the history to the one before the plan begins.
    workdays
        Which days people work.

    Returns
    -------
    DataFrame
        ``owner week needed available share``, week being its Monday; a week cut by the span has its part of the team's
        hours. `Missing` where no task has hours, or nothing is left to do.
    """
    left = planned[~planned["done"].astype(bool) & planned["hours"].notna()]
    days = pd.DatetimeIndex(workdays.among(span.start, span.end))
    pieces = left["kind"].eq("content")
    left = left.assign(starts=left["starts"].mask(pieces, _making(left.loc[pieces, "ends"], workdays)))
    begun = left[(left["starts"].fillna(pd.Timestamp(span.start)) <= pd.Timestamp(span.end))]
    if begun.empty or days.empty:
        return missing("tasks", "hours", reason="empty" if planned["hours"].notna().any() else "absent")
    columns = [begun[name] for name in ("starts", "ends", "hours")]
    lines = zip(begun["owner"], *columns, strict=True)
    parts = [_spread(days, owner, starts, ends, hours) for owner, starts, ends, hours in lines]
    each = pd.concat(parts, ignore_index=True)
    each["week"] = each["day"] - pd.to_timedelta(each["day"].dt.day_of_week, unit="D")
    needed = each.groupby(["owner", "week"])["hours"].sum()
    mondays = pd.DatetimeIndex(days - pd.to_timedelta(days.day_of_week, unit="D"))
    length = pd.Series(1, index=mondays).groupby(level=0).sum() / WORKDAYS
    owners = sorted({*each["owner"], *team})
    grid = pd.MultiIndex.from_product([owners, length.index], names=["owner", "week"])
    found = needed.reindex(grid, fill_value=0.0).rename("needed").reset_index()
    found["available"] = found["owner"].map(dict(team)).astype(float) * found["week"].map(length).to_numpy(float)
    found["share"] = found["needed"] / found["available"].replace(0, np.nan)
    return found


@passes_missing
def by_owner(weeks: pd.DataFrame) -> pd.DataFrame:
    """Sum the weeks of each owner; the last row adds them up.

    Returns
    -------
    DataFrame
        ``owner needed available share busiest busiest_needed busiest_share over``: the week with the highest share, and
        how many weeks are over the owner's hours; NaN where the team's hours are not known.
    """
    rows = []
    for owner, own in weeks.groupby("owner", sort=True):
        worst = own.iloc[int(own["share"].fillna(own["needed"]).to_numpy(float).argmax())]
        rows.append({
            "owner": owner, "needed": own["needed"].sum(), "available": own["available"].sum(min_count=1),
            "busiest": worst["week"], "busiest_needed": worst["needed"], "busiest_share": worst["share"],
            "over": float((own["share"] > 1).sum()),
        })  # fmt: skip
    found = pd.DataFrame(rows).sort_values(["needed", "owner"], ascending=[False, True], ignore_index=True)
    known = found[found["available"].notna()]
    last = {
        "owner": TOTAL, "needed": found["needed"].sum(), "available": known["available"].sum(min_count=1),
        "busiest": pd.NaT, "over": known["over"].sum(),
    }  # fmt: skip
    found = pd.concat([found, pd.DataFrame([last])], ignore_index=True)
    found["share"] = found["needed"] / found["available"].replace(0, np.nan)
    return found


@passes_missing
def unwritten(planned: pd.DataFrame) -> tuple[int, int]:
    """Count the tasks and content without hours, and all of them."""
    return int(planned["hours"].isna().sum()), len(planned)


@passes_missing
def until(ran: Ran, as_of: date) -> Period | Missing:
    """Give the days between the history and a campaign; `Missing` where it begins on the next day or before."""
    first, last = as_of + timedelta(1), ran.span.start - timedelta(1)
    return Period(first, last, f"{first}..{last}") if first <= last else missing("campaigns", reason="empty")


@passes_missing
def through(planned: pd.DataFrame, workdays: Workdays) -> Period:
    """Give the days from the first working day ahead to the last day of all that is planned."""
    first = workdays.day(0)
    last = max([first, *(day.date() for day in planned["ends"].dropna())])
    return Period(first, last, f"{first}..{last}")


@passes_missing
def grid(weeks: pd.DataFrame) -> pd.DataFrame | Missing:
    """Lay the shares out: index owner, columns the weeks; 1 is as many hours as there are. Of the team only."""
    known = weeks[weeks["share"].notna()]
    if known.empty:
        return Missing((), "empty")
    return known.pivot_table(index="owner", columns="week", values="share")


def _making(days: pd.Series[pd.Timestamp], workdays: Workdays) -> pd.Series[pd.Timestamp]:
    first = [pd.Timestamp(workdays.making(day.date())) for day in days]
    return pd.Series(first, index=days.index, dtype="datetime64[us]")


def _spread(days: pd.DatetimeIndex, owner: str, starts: pd.Timestamp, ends: pd.Timestamp, hours: float) -> pd.DataFrame:
    first = max(days[0] if pd.isna(starts) else starts, days[0])
    last = max(days[-1] if pd.isna(ends) else ends, days[0])
    own = days[(days >= first) & (days <= last)]
    if own.empty:  # it lies on a weekend: the working day after, else the last there is
        own = days[days >= first][:1] if (days >= first).any() else days[-1:]
    return pd.DataFrame({"owner": owner, "day": own, "hours": hours / len(own)})
