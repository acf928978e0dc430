"""Working days: weekends and days off left out, weekends on which people work kept in.

Plans reckon in working days from a first one, number 0; what begins at 2.5 begins in the middle of the third.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

SATURDAY = 5
REACH = 1200  # days before and after the first that are known: three years
MAKING = 5  # working days over which a piece of content is made


@dataclass(frozen=True)
class Workdays:
    """Days on which people work, counted from the first that follows a day.

    ``off`` are the days off that fall on a weekday or not, ``extra`` the weekends on which people work.
    """

    after: date
    off: frozenset[date] = frozenset()
    extra: frozenset[date] = frozenset()

    def works(self, day: date) -> bool:
        """Tell whether people work on a day.

        Examples
        --------
        >>> days = Workdays(date(2026, 9, 30), frozenset({date(2026, 10, 1)}), frozenset({date(2026, 10, 10)}))
        >>> [days.works(date(2026, 10, day)) for day in (1, 2, 3, 10)]
        [False, True, False, True]
        """
        return day in self.extra or (day.weekday() < SATURDAY and day not in self.off)

    def number(self, day: date) -> int:
        """Count the working days from the first up to a day, which itself is not counted; below zero before.

        Examples
        --------
        >>> days = Workdays(date(2026, 10, 30))
        >>> days.number(date(2026, 11, 2)), days.number(date(2026, 11, 9)), days.number(date(2026, 10, 30))
        (0, 5, -1)
        """
        return int(np.searchsorted(self._known, np.datetime64(day, "D"))) - self._zero

    def day(self, number: float) -> date:
        """Give the day on which something begins that begins at a number.

        Examples
        --------
        >>> Workdays(date(2026, 10, 30)).day(5.5)
        datetime.date(2026, 11, 9)
        """
        place = self._zero + math.floor(number + 1e-9)
        found: date = self._known[min(max(place, 0), len(self._known) - 1)].item()
        return found

    def end(self, number: float) -> date:
        """Give the day on which something ends that ends at a number: at 1.0 it ends with day 0.

        Examples
        --------
        >>> days = Workdays(date(2026, 10, 30))
        >>> days.end(1.0), days.end(1.2)
        (datetime.date(2026, 11, 2), datetime.date(2026, 11, 3))
        """
        return self.day(math.ceil(number - 1e-9) - 1)

    def making(self, day: date) -> date:
        """Give the first of the five working days, up to a day, over which a piece of content for that day is made.

        Examples
        --------
        >>> Workdays(date(2026, 10, 30)).making(date(2026, 11, 13))
        datetime.date(2026, 11, 9)
        """
        return self.day(self.number(day + timedelta(1)) - MAKING)

    def among(self, first: date, last: date) -> list[date]:
        """List the working days from one day to another, both counted."""
        span = (last - first).days + 1
        return [day for day in (first + timedelta(n) for n in range(max(span, 0))) if self.works(day)]

    @cached_property
    def _known(self) -> NDArray[np.datetime64]:
        days = (self.after + timedelta(n) for n in range(-REACH, REACH))
        return np.array([day for day in days if self.works(day)], dtype="datetime64[D]")

    @cached_property
    def _zero(self) -> int:
        return int(np.searchsorted(self._known, np.datetime64(self.after + timedelta(1), "D")))


def spread(days: Iterable[date], amount: float) -> dict[date, float]:
    """Deal an amount out over days evenly; over no days: nothing.

    Examples
    --------
    >>> spread([date(2026, 11, 2), date(2026, 11, 3)], 3.0)
    {datetime.date(2026, 11, 2): 1.5, datetime.date(2026, 11, 3): 1.5}
    """
    found = list(days)
    return {day: amount / len(found) for day in found}
