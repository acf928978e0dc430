"""What the check finds: a finding is said in English here and in the report's language on a page."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from planbook.absence import PlanbookError

if TYPE_CHECKING:
    import ibis

ERROR, WARNING, NOTE = "error", "warning", "note"
SEVERITIES = (ERROR, WARNING, NOTE)
CENT = 0.011  # a cent, and what binary fractions add to it

Days = tuple[tuple[str, str], ...]
ALWAYS: Days = (("0001-01-01", "9999-12-31"),)


def msg(text: str) -> str:
    """Mark a text for the catalogs of the views, which say it on a page."""
    return text


NOT_READABLE, NO_TABLE = msg("not readable"), msg("no such table")


class Finding(NamedTuple):
    """One line of the check: where, what, how bad, how often, an example, and what to do.

    ``check`` and ``advice`` are texts with ``{places}`` for ``values``; ``days`` are the first and last days (ISO) of
    the spans that a finding is about, empty where it is about no days in particular.
    """

    table: str
    column: str
    check: str
    severity: str
    rows: int
    example: str
    advice: str
    values: Mapping[str, str] = {}
    days: Days = ()

    @property
    def what(self) -> str:
        """Say in English what was found."""
        return self.check.format(**self.values)

    @property
    def cure(self) -> str:
        """Say in English what to do."""
        return self.advice.format(**self.values)

    def data(self) -> dict[str, object]:
        """Give it as plain values, for a file; `read` takes them."""
        return {**self._asdict(), "values": dict(self.values), "days": [list(span) for span in self.days]}


Question = tuple[str, "Callable[[Mapping[str, ibis.Table]], Iterable[Finding]]"]  # of which table, to all tables


def read(data: Mapping[str, object]) -> Finding:
    """Make a finding of what `Finding.data` gave.

    Examples
    --------
    >>> found = Finding("orders", "paid", "below {low}", ERROR, 1, "-5", "Mend it.", {"low": "0"})
    >>> read(found.data()) == found, found.what
    (True, 'below 0')
    """
    spans: Iterable[tuple[str, str]] = data["days"]  # type: ignore[assignment]
    return Finding(**{**data, "days": tuple((first, last) for first, last in spans)})  # type: ignore[arg-type]


def month_of(month: str) -> tuple[str, str]:
    """Give the first and the last day of a month.

    Examples
    --------
    >>> month_of("2028-02")
    ('2028-02-01', '2028-02-29')
    """
    year, number = map(int, month.split("-"))
    return f"{month}-01", f"{month}-{calendar.monthrange(year, number)[1]:02d}"


def unreadable(table: str, error: PlanbookError) -> Finding:
    """Tell of a table that cannot be read, in the words of its error."""
    return Finding(table, "", NOT_READABLE, ERROR, 0, error.message, "{advice}", {"advice": error.advice})


def guarded(table: str, ask: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    """Give the findings of a question; where the table cannot be read meanwhile, that is one."""
    try:
        yield from ask()
    except PlanbookError as error:
        yield unreadable(table, error)
