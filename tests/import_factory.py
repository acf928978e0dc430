"""Small shops into which exports are imported, and what then stands in their tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from planbook import project
from planbook.project import Shop
from planbook.tables.exports import importing
from planbook.tables.exports.importing import Wish


def shop(folder: Path, *, currency: str = "CNY", timezone: str = "Asia/Shanghai") -> Shop:
    """Make a workspace with one shop and no data."""
    (folder / ".planbook").mkdir(parents=True, exist_ok=True)
    (folder / ".planbook" / "key").write_text("a key")
    settings = {"shops": {"tea": {"currency": currency, "timezone": timezone}}}
    (folder / "planbook.yml").write_text(yaml.safe_dump(settings))
    return project.load(folder).shop()


def read(
    folder: Path, *files: Path, currency: str = "CNY", timezone: str = "Asia/Shanghai", **wish: str
) -> dict[str, pd.DataFrame]:
    """Read files and give what they would put into each table."""
    frames: dict[str, list[pd.DataFrame]] = {}
    here = shop(folder, currency=currency, timezone=timezone)
    with importing.engine_of(here) as engine:
        for each in importing.read(engine, here, files, Wish(**wish)):
            for staged in each.staged:
                frames.setdefault(staged.table, []).append(
                    engine.execute(f"FROM {staged.relation} ORDER BY planbook_row").df()
                )
    return {table: pd.concat(found, ignore_index=True) for table, found in frames.items()}


def told(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Give columns of a frame as rows of plain values: days as text, nothing as None."""

    def plain(value: Any) -> Any:
        if value is None or pd.isna(value):
            return None
        if isinstance(value, pd.Timestamp):
            return str(value.date()) if value == value.normalize() else str(value)
        return value.item() if hasattr(value, "item") else value

    return [tuple(plain(row[name]) for name in columns) for _, row in frame.iterrows()]
