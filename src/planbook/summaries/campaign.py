"""One campaign: which one is meant, where and when it ran, and the day-by-day sales that it is judged by."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import date

import pandas as pd

from planbook.absence import Missing, ParameterError
from planbook.periods import Period
from planbook.summaries.base import empty_or
from planbook.summaries.coverage import last_day
from planbook.tables.store import Tables, fetch

LATEST, NEXT = "latest", "next"


@dataclass(frozen=True)
class Campaign:
    """A campaign: its key, and a row for each platform that ran it.

    ``rows`` holds ``platform starts ends text_en text_zh budget cost``; ``as_of`` is the last day that is read, so
    that a campaign that has not ended is told as far as it went.
    """

    key: str
    rows: pd.DataFrame
    as_of: date

    @property
    def platforms(self) -> tuple[str, ...]:
        """Where it ran."""
        return tuple(self.rows["platform"])

    @property
    def span(self) -> Period:
        """From its first day on any platform to its last, as planned."""
        return Period(self.rows["starts"].min().date(), self.rows["ends"].max().date(), self.key, "event")

    @property
    def ended(self) -> bool:
        """Tell whether its last day is among those that are read."""
        return self.span.end <= self.as_of

    @property
    def seen(self) -> Period:
        """Its days that are read."""
        return Period(self.span.start, min(self.span.end, self.as_of), self.key, "event")

    def name(self, language: str) -> str:
        """Name it in a language, else in the other one, else by its key."""
        first, second = ("text_zh", "text_en") if language == "zh" else ("text_en", "text_zh")
        names = [*self.rows[first].dropna(), *self.rows[second].dropna(), self.key]
        return str(names[0])


def campaign(tables: Tables, key: str, period: Period) -> Campaign | Missing:
    """Find the campaign that is meant.

    Parameters
    ----------
    tables
        The shop's tables; reads ``campaigns``, and the last day of the shop's data.
    key
        A campaign's key, or ``latest``: the last one that has ended.
    period
        Its last day, or the data's where that is earlier, ends what is read.

    Returns
    -------
    Campaign
        `Missing` where the shop has no table of campaigns.

    Raises
    ------
    ParameterError
        When no campaign has this key (naming the nearest), none has ended, or the one named has not begun.
    """
    rows = _known(tables)
    if isinstance(rows, Missing):
        return rows
    as_of = min(period.end, last_day(tables).date())
    found = _latest(rows, as_of) if key == LATEST else _begun(rows, key, as_of)
    return _campaign(rows, found, as_of)


def planned(tables: Tables, key: str, period: Period) -> Campaign | Missing:
    """Find the campaign that is planned for.

    Parameters
    ----------
    tables
        The shop's tables; reads ``campaigns``, and the last day of the shop's data.
    key
        A campaign's key; ``next``: the first to begin after all that is read; ``latest``: the last that has ended.
    period
        Its last day, or the data's where that is earlier, ends what is read.

    Returns
    -------
    Campaign
        `Missing` where the shop has no table of campaigns.

    Raises
    ------
    ParameterError
        When no campaign has this key (naming the nearest), or none begins after what is read.
    """
    rows = _known(tables)
    if isinstance(rows, Missing):
        return rows
    as_of = min(period.end, last_day(tables).date())
    known = {LATEST: _latest, NEXT: _next}
    return _campaign(rows, known[key](rows, as_of) if key in known else _named(rows, key), as_of)


def _known(tables: Tables) -> pd.DataFrame | Missing:
    known = tables["campaigns"]
    if isinstance(known, Missing):
        return known
    return empty_or(fetch(known.order_by("starts", "campaign", "platform")), "campaigns")


def _campaign(rows: pd.DataFrame, found: str, as_of: date) -> Campaign:
    columns = ["platform", "starts", "ends", "text_en", "text_zh", "budget", "cost"]
    own = rows[rows["campaign"] == found].reindex(columns=columns).reset_index(drop=True)
    return Campaign(found, own, as_of)


def _latest(rows: pd.DataFrame, as_of: date) -> str:
    ran = rows.groupby("campaign").agg(starts=("starts", "min"), ends=("ends", "max")).reset_index()
    ended = ran[ran["ends"] <= pd.Timestamp(as_of)].sort_values(["ends", "starts", "campaign"])
    if ended.empty:
        first = ran.sort_values(["ends", "campaign"]).iloc[0]
        raise ParameterError(
            f"No campaign of this shop has ended by {as_of}.",
            f"The first to end is {first['campaign']!r}, on {first['ends'].date()}. Give its key, or a later period.",
        )
    return str(ended["campaign"].iloc[-1])


def _next(rows: pd.DataFrame, as_of: date) -> str:
    starts = rows.groupby("campaign")["starts"].min()
    ahead = starts[starts > pd.Timestamp(as_of)].reset_index().sort_values(["starts", "campaign"])
    if ahead.empty:
        raise ParameterError(
            f"No campaign of this shop begins after {as_of}, the last day that is read.",
            "Put the next one into the table of campaigns, or give a campaign's key.",
        )
    return str(ahead["campaign"].iloc[0])


def _begun(rows: pd.DataFrame, key: str, as_of: date) -> str:
    starts = rows.loc[rows["campaign"] == _named(rows, key), "starts"].min().date()
    if starts > as_of:
        raise ParameterError(
            f"The campaign {key!r} begins on {starts}, after the last day that is read, {as_of}.",
            "Give a later period, or a campaign that has begun.",
        )
    return key


def _named(rows: pd.DataFrame, key: str) -> str:
    own = rows[rows["campaign"] == key]
    if own.empty:
        keys = list(dict.fromkeys(rows["campaign"].astype(str)))
        near = difflib.get_close_matches(key, keys, n=1)
        hint = f"Did you mean {near[0]!r}?" if near else f"The last are: {', '.join(keys[-5:])}."
        raise ParameterError(f"There is no campaign {key!r} in this shop.", hint)
    return key
