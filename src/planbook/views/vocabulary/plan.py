"""A campaign plan: parts of the brief, kinds of content, states of the schedule, risks."""

from __future__ import annotations

NAMES: dict[str, str] = {}
