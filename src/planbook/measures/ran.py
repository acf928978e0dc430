"""A campaign as measures see it: they take whatever ``summaries.campaign`` or ``summaries.planned`` gives."""

from __future__ import annotations

from datetime import date
from typing import Protocol

import pandas as pd

from planbook.periods import Period


class Ran(Protocol):
    """A campaign that ran, runs or is planned."""

    @property
    def key(self) -> str:
        """Its key, such as ``white-dew-2026``."""

    @property
    def rows(self) -> pd.DataFrame:
        """A row a platform: ``platform starts ends text_en text_zh budget cost``."""

    @property
    def as_of(self) -> date:
        """The last day that is read."""

    @property
    def platforms(self) -> tuple[str, ...]:
        """Where it runs."""

    @property
    def span(self) -> Period:
        """From its first day on any platform to its last, as planned."""

    @property
    def seen(self) -> Period:
        """Its days that are read."""
