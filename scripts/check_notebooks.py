"""Hold notebooks to the house's form: ``python scripts/check_notebooks.py [--fix] [FILE…]``.

Without files: every notebook of ``notebooks/`` and the skeleton in ``templates/``. ``--fix`` writes the canonical
JSON (outputs stripped, metadata and ids in one form); what only a person can mend is still said.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from notebook_rules import rules

ROOT = Path(__file__).parents[1]
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def notebooks() -> list[Path]:
    """List every notebook that is ours."""
    return [*sorted(ROOT.glob("notebooks/**/[!.]*.ipynb")), *sorted(ROOT.glob("templates/*.ipynb"))]


def canonical(content: dict[str, Any]) -> str:
    """Write a notebook in the one form that git keeps, which is also how JupyterLab lays out its JSON."""
    taken: set[str] = set()
    cells = [_cell(cell, taken) for cell in content["cells"]]
    whole = {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def problems(path: Path) -> list[str]:
    """Say what is wrong with one notebook; nothing when all is well."""
    text = path.read_text(encoding="utf-8")
    try:
        content = json.loads(text)
        stale = text != canonical(content)
    except (ValueError, KeyError, TypeError) as error:
        return [f"is not a notebook: {error}"]
    form = ["is not in canonical form: run make fix"] if stale else []
    return form + rules(content["cells"], skeleton=path.parent.name == "templates")


def _cell(cell: dict[str, Any], taken: set[str]) -> dict[str, Any]:
    source = "".join(cell["source"]).rstrip()
    tags = cell.get("metadata", {}).get("tags", [])
    kept = {
        "cell_type": cell["cell_type"],
        "id": _identity(cell.get("id"), source, taken),
        "metadata": {"tags": tags} if tags else {},
        "source": source.splitlines(keepends=True),
    }
    return kept | {"execution_count": None, "outputs": []} if cell["cell_type"] == "code" else kept


def _identity(given: str | None, source: str, taken: set[str]) -> str:
    """Keep a cell's id; one that lacks it, or has another's, gets one from its text."""
    name, salt = given, 0
    while not name or name in taken:
        name = hashlib.sha256(f"{source}{salt or ''}".encode()).hexdigest()[:8]
        salt += 1
    taken.add(name)
    return name


def main() -> int:
    """Check the notebooks, or mend their form."""
    parser = argparse.ArgumentParser(description="Hold notebooks to the house's form.")
    parser.add_argument("--fix", action="store_true", help="write the canonical form")
    parser.add_argument("files", nargs="*", type=Path, help="only these")
    asked = parser.parse_args()
    bad = 0
    for path in asked.files or notebooks():
        if asked.fix:
            path.write_text(canonical(json.loads(path.read_text(encoding="utf-8"))), encoding="utf-8")
        found = problems(path)
        bad += len(found)
        sys.stdout.write("".join(f"{path.name}: {problem}\n" for problem in found))
    return int(bad > 0)


if __name__ == "__main__":
    raise SystemExit(main())
