"""Tiny shops for tests: a workspace whose tables are the texts of CSV files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from planbook.project import load
from planbook.tables.store import Tables, open_shop

SHOP = {"name": {"en": "Tea House", "zh": "茶馆"}, "currency": "CNY", "timezone": "Asia/Shanghai"}


def shop(folder: Path, tables: Mapping[str, str], **settings: Any) -> Tables:
    """Make a workspace with one shop, a CSV file a table, and open its tables."""
    places: dict[str, Any] = {}
    for name, text in tables.items():
        write(folder / "data" / f"{name}.csv", text)
        places[name] = {"path": f"data/{name}.csv"}
    return opened(folder, places | settings.pop("sources", {}), **settings)


def opened(
    folder: Path, sources: Mapping[str, Any], *, project: Mapping[str, Any] | None = None, **more: Any
) -> Tables:
    """Write planbook.yml with these sources, and open the shop's tables."""
    content = {"shops": {"tea": SHOP | more | {"sources": dict(sources)}}} | dict(project or {})
    if not (folder / ".planbook" / "key").exists():
        write(folder / ".planbook" / "key", "tea")
    write(folder / "planbook.yml", yaml.safe_dump(content, allow_unicode=True))
    return open_shop(load(folder).shop())


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a text file, with its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path
