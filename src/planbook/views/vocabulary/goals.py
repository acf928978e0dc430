"""Goals: branches of the tree, what a goal lacks, ways to reach it."""

from __future__ import annotations

NAMES: dict[str, str] = {}
