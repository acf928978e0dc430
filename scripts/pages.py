"""Pages that are written from the code: put in place, or with ``--check`` named when they are out of step."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]


def settle(pages: Mapping[Path, str]) -> int:
    """Write the pages that are not as they should be; with ``--check`` name them and answer 1."""
    stale = {p: t for p, t in pages.items() if not p.exists() or p.read_text(encoding="utf-8") != t}
    if "--check" in sys.argv:
        sys.stdout.write("".join(f"out of step, run make fix: {path.relative_to(ROOT)}\n" for path in stale))
        return int(bool(stale))
    for path, text in stale.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0
