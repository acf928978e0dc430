"""Prices: steps of the ladder, mechanics, who pays."""

from __future__ import annotations

NAMES: dict[str, str] = {}
