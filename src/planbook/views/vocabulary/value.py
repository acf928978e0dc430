"""What makes us different: attributes, gaps, what evidence they have."""

from __future__ import annotations

NAMES: dict[str, str] = {}
