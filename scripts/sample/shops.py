"""The two sample shops and the days their data cover."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

FIRST, LAST = date(2023, 11, 1), date(2026, 10, 31)
ITEMS_FROM = date(2024, 9, 1)


@dataclass(frozen=True)
class Shop:
    """What sets a shop apart from its sister; the rest stands in ``facts/``."""

    key: str
    currency: str
    salt: str
    step: int  # prices end on multiples of so many cents
    free_from: int  # cents of goods from which shipping is free
    postage: int  # cents of shipping below that
    attainment: float  # October 2026 paid over its target
    mixture: tuple[float, float, float, float]

    @property
    def parameters(self) -> dict[str, float]:
        """Parameters of the buying process, rates by the week."""
        return dict(zip(("r", "alpha", "a", "b"), self.mixture, strict=True))


SHOPS = (
    Shop("luming", "CNY", "luming-93-", 10, 6900, 600, 0.92, (0.55, 42.0, 0.90, 2.30)),
    Shop("luming-global", "USD", "global-17-", 1, 4900, 590, 1.04, (0.60, 40.0, 0.90, 2.20)),
)
