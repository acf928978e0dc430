"""Workspaces over parts of the sample shop's data."""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection
from pathlib import Path

ROOT = Path(__file__).parents[1]
LUMING = ROOT / "data/sample/luming"
MANIFEST = json.loads((LUMING / "manifest.json").read_text(encoding="utf-8"))
TABLES = set(MANIFEST["tables"])


def without(root: Path, lacking: Collection[str]) -> Path:
    """Make a workspace whose first shop has the sample's tables but these."""
    kept = {
        name: entry | {"files": [str(LUMING / file) for file in entry["files"]]}
        for name, entry in MANIFEST["tables"].items()
        if name not in lacking
    }
    (root / "data/sample/luming").mkdir(parents=True)
    (root / "data/sample/luming/manifest.json").write_text(json.dumps({"schema": 1, "tables": kept}), encoding="utf-8")
    shutil.copy(ROOT / "planbook.yml", root)
    return root
