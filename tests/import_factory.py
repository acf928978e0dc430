"""Small shops into which exports are imported, and what then stands in their tables."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import yaml
from export_factory import text

from planbook import project
from planbook.project import Shop
from planbook.tables.cells import quoted
from planbook.tables.exports import bringing, importing
from planbook.tables.exports.importing import Wish
from planbook.tables.exports.storing import manifest


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


def bring(here: Shop, *files: Path, at: str = "2026-11-20 09:00", **wish: str) -> bringing.Brought:
    """Import files into a shop's store."""
    return bringing.bring(here, files, Wish(**wish), now=dt.datetime.fromisoformat(at))


def stored(here: Shop, table: str, *columns: str) -> list[tuple[Any, ...]]:
    """Give columns of a table of the store as rows of plain values, in the order of the first."""
    with duckdb.connect() as engine:
        files = [str(file) for file in manifest.read(here.folder).of(table)]
        names = ", ".join(map(quoted, columns))
        frame = engine.execute(f"SELECT {names} FROM read_parquet(?, union_by_name=true) ORDER BY ALL", [files]).df()
    return told(frame, *columns)


def orders(path: Path, *rows: str) -> Path:
    """Write a list of orders as Taobao gives it: number, total, what was paid after refunds, state, placed and paid."""
    header = "订单编号,总金额,买家实际支付金额,订单状态,订单创建时间,订单付款时间,买家会员名,收货地址"
    return text(path, [line.split(",") for line in (header, *rows)], encoding="gb18030")
