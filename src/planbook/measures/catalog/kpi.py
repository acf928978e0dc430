"""What a figure of the catalog is."""

from __future__ import annotations

from dataclasses import dataclass

UP, DOWN, NEITHER = 1, -1, 0
UNITS = ("money", "count", "share", "ratio", "days", "minutes", "seconds", "number", "points")


@dataclass(frozen=True)
class KPI:
    """A figure: how it is reckoned, in what unit, and whether more of it is better (1), worse (-1) or neither (0)."""

    id: str
    unit: str
    direction: int
    formula: str
    en: str
    zh: str
    tables: tuple[str, ...]
    note: str = ""

    @property
    def name(self) -> dict[str, str]:
        """Its name in each language."""
        return {"en": self.en, "zh": self.zh}
