"""What plans are made by: days off, festivals, formats, lead times; the package's, and over it the workspace's own."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from planbook import periods, settings
from planbook.absence import PlanbookError
from planbook.periods import Period
from planbook.workdays import Workdays

FILE = "planning.yml"
DEFAULT = Path(__file__).with_name(FILE)
Told = Literal["before", "after", "everyone", "none"]
Estimate = tuple[float, float, float]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def _span(written: object) -> Period:
    try:
        return periods.parse(str(written))
    except PlanbookError as error:
        raise ValueError(error.message) from None


Span = Annotated[Period, BeforeValidator(_span)]


class DaysOff(_Model):
    """A country's days off, the weekends on which people work for them, and the days of which all are known."""

    known: Span
    free: tuple[Span, ...] = ()
    work: tuple[date, ...] = ()


class Lead(_Model):
    """A kind of task to be done ahead: words of one, working days it takes, hours, days before by tier or stage."""

    words: tuple[str, ...] = ()
    estimate: Estimate
    hours: float = Field(ge=0)
    days: dict[str, int] = {}


class Raci(_Model):
    """Who is consulted on a task, and who is told of it."""

    consulted: Told = "before"
    informed: Told = "after"


class Planning(_Model):
    """All that planning.yml says."""

    days_off: dict[str, DaysOff] = {}
    festivals: dict[str, tuple[date, ...]] = {}
    formats: dict[str, tuple[str, ...]] = {}
    audiences: dict[str, tuple[str, ...]] = {}
    hours: dict[str, float] = {}
    application: Lead
    booking: Lead
    slot: Lead
    rehearsal: tuple[str, ...] = ()
    raci: Raci = Raci()
    meeting: int = Field(0, ge=0, le=6)
    wording: dict[str, dict[Literal["en", "zh"], str]] = {}

    def workdays(self, zone: str, after: date) -> Workdays:
        """Give the working days of a time zone, counted from the first after a day.

        Examples
        --------
        >>> days = load(Path()).workdays("Asia/Shanghai", date(2026, 9, 30))
        >>> days.day(0)
        datetime.date(2026, 10, 8)
        """
        told = self.days_off.get(zone)
        if told is None:
            return Workdays(after)
        off = (span.start + timedelta(n) for span in told.free for n in range(span.days))
        return Workdays(after, frozenset(off), frozenset(told.work))


def load(root: Path) -> Planning:
    """Read the package's planning.yml, and over it the workspace's, entry by entry.

    Raises
    ------
    ConfigError
        When the workspace's file cannot be read, or has an entry that is not known.
    """
    default = settings.read(DEFAULT)
    own = settings.read(root / FILE) if (root / FILE).is_file() and root / FILE != DEFAULT else {}
    try:
        merged = {key: _over(default.get(key), value) for key, value in own.items()}
        return Planning.model_validate({**default, **merged})
    except ValidationError as error:
        raise settings.refused(error, FILE, "See docs/workspace.md.") from error


def _over(default: object, own: object) -> object:
    return {**default, **own} if isinstance(default, dict) and isinstance(own, dict) else own
