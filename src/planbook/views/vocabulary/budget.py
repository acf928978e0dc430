"""Budgets: roles of channels, rules, scenarios."""

from __future__ import annotations

NAMES: dict[str, str] = {}
