"""Which days go into a file: all of them, a month, a day."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator

from sample.exports.writers import Span

DAY = dt.timedelta(days=1)


def whole(span: Span) -> Iterator[Span]:
    """Put all days into one file."""
    yield span


def daily(span: Span) -> Iterator[Span]:
    """Make a file a day."""
    for number in range((span.until - span.since).days + 1):
        yield Span(span.since + number * DAY, span.since + number * DAY)


def monthly(span: Span) -> Iterator[Span]:
    """Make a file a month."""
    for _, days in itertools.groupby(daily(span), key=lambda day: day.since.replace(day=1)):
        month = list(days)
        yield Span(month[0].since, month[-1].until)


def last_month(span: Span) -> Iterator[Span]:
    """Put only the last month into a file."""
    yield list(monthly(span))[-1]


def before_it(span: Span) -> Iterator[Span]:
    """Put what was before the last month into a file."""
    *before, _ = monthly(span)
    if before:
        yield Span(span.since, before[-1].until)
