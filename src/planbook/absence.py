"""What is not there, and what is wrong: `Missing` values and the errors people read.

A missing table or column is no error: a summary answers with a `Missing`, every measure hands it on, and a
view says in the report's language what it needs. What *is* an error is told with its place and its cure.

    PlanbookError            anything a person can mend
    ├── ConfigError          planbook.yml or a batch file says something that cannot be
    ├── DataError            a file, column, row or value is wrong
    │   └── UnreachableError a database does not answer
    └── ParameterError       a notebook was given a parameter it does not take
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class PlanbookError(Exception):
    """A mistake that a person can mend: ``message`` says what is wrong, ``advice`` what to do."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(f"{message} {advice}".strip())
        self.message = message
        self.advice = advice

    def __reduce__(self) -> tuple[type, tuple[str, str]]:
        """Keep both lines on the way from one process to another."""
        return type(self), (self.message, self.advice)

    def _render_traceback_(self) -> list[str]:
        """Show two lines in JupyterLab, not a traceback: what is wrong, and what to do."""
        return [self.message, self.advice]


class ConfigError(PlanbookError):
    """planbook.yml or a batch file says something that cannot be."""


class DataError(PlanbookError):
    """A file, column, row or value is wrong; the message names each that is known."""


class UnreachableError(DataError):
    """A database did not answer, or not with the table; another try may go well."""


class ParameterError(PlanbookError):
    """A notebook was given a parameter that it does not take, or a value that it cannot use."""


@dataclass(frozen=True, order=True)
class Need:
    """A table that is needed, and which of its columns (none named: the table itself)."""

    table: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, order=True)
class Mix:
    """A platform whose rows are counted in several ways (``basis``); the way of GLOSSARY.md is the empty one."""

    table: str
    platform: str
    ways: tuple[str, ...]


@dataclass(frozen=True)
class Missing:
    """Stands where a frame would be, and says what it takes to have one.

    ``reason`` is ``absent`` (no such table or column), ``empty`` (no rows in this period), ``too_few`` (rows, but
    not enough to say anything), ``steady`` (enough rows, whose values hardly move), ``periods`` (rows of longer
    periods, but not of their days) or ``mixed`` (rows that are counted in several ways, which ``mixes`` names).
    """

    needs: tuple[Need, ...]
    reason: str = "absent"
    mixes: tuple[Mix, ...] = ()

    def __or__(self, other: Missing) -> Missing:
        if self.reason != other.reason and "mixed" in (self.reason, other.reason):
            return self if self.mixes else other  # to bring what else is missing would not help
        reason = "absent" if "absent" in (self.reason, other.reason) else self.reason
        mixes = tuple(sorted({*self.mixes, *other.mixes}))
        return Missing(tuple(sorted({*self.needs, *other.needs})), reason, mixes)


def missing(table: str, *columns: str, reason: str = "absent") -> Missing:
    """Make a `Missing` that needs one table.

    Examples
    --------
    >>> missing("orders", "customer_id").needs
    (Need(table='orders', columns=('customer_id',)),)
    """
    return Missing((Need(table, columns),), reason)


def mixed(mixes: tuple[Mix, ...]) -> Missing:
    """Make a `Missing` for rows that are counted in several ways.

    Examples
    --------
    >>> mixed((Mix("traffic", "shopify", ("active_users", "total_users")),)).needs
    (Need(table='traffic', columns=('basis',)),)
    """
    return Missing(tuple(sorted({Need(mix.table, ("basis",)) for mix in mixes})), "mixed", mixes)


LACKED = "lacked"


class Frame(Protocol):
    """What both functions below need of a frame: a place for notes."""

    attrs: dict[Any, Any]


def note_lacked(frame: Frame, *inputs: object) -> None:
    """Note on a frame what it was reckoned without, for who asks it for a figure that it has not."""
    frame.attrs[LACKED] = tuple(each for each in inputs if isinstance(each, Missing))


def why_not(frame: Frame, table: str, *columns: str) -> Missing:
    """Say why a frame has nothing of a table: what it was reckoned without, else that there are no such rows."""
    lacked: tuple[Missing, ...] = frame.attrs.get(LACKED, ())
    found = (each for each in lacked if any(need.table == table for need in each.needs))
    return next(found, missing(table, *columns, reason="empty"))


def first_missing(values: Iterable[object]) -> Missing | None:
    """All `Missing` among ``values`` as one, or None.

    Examples
    --------
    >>> first_missing([1, missing("traffic"), missing("orders")]).needs
    (Need(table='orders', columns=()), Need(table='traffic', columns=()))
    """
    found = [value for value in values if isinstance(value, Missing)]
    return functools.reduce(Missing.__or__, found) if found else None


def given(value: T | Missing) -> T | None:
    """Give a value, or None where it is `Missing`: for what does well without it.

    Examples
    --------
    >>> given(3), given(missing("events"))
    (3, None)
    """
    return None if isinstance(value, Missing) else value


def passes_missing(function: Callable[P, T]) -> Callable[..., T | Missing]:
    """Hand a `Missing` argument on as the answer; call the function only when all it needs is there.

    Examples
    --------
    >>> @passes_missing
    ... def double(number):
    ...     return number * 2
    >>> double(missing("traffic")).needs[0].table
    'traffic'
    """

    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> T | Missing:
        absent = first_missing([*args, *kwargs.values()])
        return absent if absent is not None else function(*args, **kwargs)

    return wrapper
