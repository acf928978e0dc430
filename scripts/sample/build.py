"""The steps from facts to tables, each a SQL file."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pandas as pd

from sample import clocks
from sample.shops import FIRST, ITEMS_FROM, LAST, Shop

if TYPE_CHECKING:
    from sample.write import Shelf

HERE = Path(__file__).parent
CHUNK = 1_000_000  # buyers at a time

SMALL = {
    "products": "products_out",
    "traffic": "traffic",
    "item_traffic": "item_traffic",
    "ad_spend": "ad_spend",
    "crowds": "crowds_out",
    "category": "category",
    "events": "events_out",
    "campaigns": "campaigns_out",
    "targets": "targets_out",
    "competitor_items": "competitor_items",
    "competitor_posts": "competitor_posts",
    "competitor_traffic": "competitor_traffic",
    "feedback": "feedback_out",
    "survey": "survey",
    "accounts": "accounts",
    "assortment": "assortment",
    "creators": "creators_out",
    "resources": "resources",
    "tasks": "tasks",
    "actions": "actions",
    "lessons": "lessons",
    "brief": "brief",
    "layers": "layers",
    "calendar": "contents",
    "risks": "risks",
    "benchmarks": "benchmarks",
    "ratings": "ratings",
    "lift_tests": "lift_tests",
    "market_log": "market_log",
}


@dataclass(frozen=True)
class Size:
    """How much to make and how much memory that may take."""

    scale: int = 1
    memory: str = "2GB"


def run(con: duckdb.DuckDBPyConnection, step: str) -> None:
    """Run one SQL file."""
    con.execute((HERE / "sql" / f"{step}.sql").read_text(encoding="utf-8"))


def remember(con: duckdb.DuckDBPyConnection, **variables: object) -> None:
    """Set variables that the SQL files read by ``getvariable``."""
    for name, value in variables.items():
        con.execute(f"SET VARIABLE {name} = $1", [value])


def build_shop(shop: Shop, *, shelf: Shelf, staging: Path, size: Size) -> duckdb.DuckDBPyConnection:
    """Make every table of a shop on its shelf; the connection still holds the sums that the truth needs.

    ``staging`` is a folder for purchases and for what does not fit into memory; the connection needs it to its end.
    """
    con = duckdb.connect(config={"memory_limit": size.memory, "temp_directory": f"{staging}/spilled"})
    remember(con, **{name: value for name, value in asdict(shop).items() if name != "mixture"})
    remember(con, first=FIRST, last=LAST, items_from=ITEMS_FROM, scale=size.scale)
    remember(con, facts=f"{HERE / 'facts'}/", shelf=f"{shelf.folder}/")
    for step in ("macros", "facts", "calendar", "moves", "plan", "assortment"):
        run(con, step)
    buy(con, shop, staging=staging, size=size)
    for name, files in slices(staging, size):
        remember(con, purchases=files)
        for step in ("orders", "tables", "sums", "voices"):
            run(con, step)
        shelf.put(con, "orders", "orders_out", name)
        shelf.put(con, "order_items", "order_items_out", name)
    for step in ("day_tables", "month_tables", "rivals", "people", "service", "plan_tables"):
        run(con, step)
    for table, made in SMALL.items():
        if con.sql(f"FROM {made} LIMIT 1").fetchone():
            shelf.put(con, table, made)
    shelf.close()
    return con


def buy(con: duckdb.DuckDBPyConnection, shop: Shop, *, staging: Path, size: Size) -> None:
    """Stage every purchase as (platform, buyer, how manieth, day), a folder a month."""
    days = con.sql(
        "SELECT p, day, visits * conversion AS orders, visits * conversion / level AS season FROM days ORDER BY p, day"
    ).df()
    found, cells, buyers = clocks.clocks(days, shop.parameters)
    for name, frame in (("mixture", clocks.mixture(shop.parameters)), ("clocks", found), ("cells", cells)):
        con.register("frame", frame)
        con.execute(f"CREATE TABLE {name} AS FROM frame")
        con.unregister("frame")
    remember(con, clock_end=float(len(pd.date_range(FIRST, LAST))), staging=str(staging))
    for p, draw in con.sql("SELECT p, draw FROM platforms ORDER BY p").fetchall():
        for start in range(0, buyers[p] * size.scale, CHUNK):
            remember(con, p=p, draw=draw, start=start, stop=min(start + CHUNK, buyers[p] * size.scale))
            run(con, "purchases")


def slices(staging: Path, size: Size) -> list[tuple[str, list[str]]]:
    """File names and staged files: all at once at scale 1, else a month at a time."""
    months = {int(folder.name.removeprefix("month=")): folder for folder in staging.glob("month=*")}
    if size.scale == 1:
        return [("all", [str(path) for path in staging.glob("month=*/*.parquet")])]
    return [
        (f"{month // 12}-{month % 12 + 1:02d}", [str(path) for path in months[month].glob("*.parquet")])
        for month in sorted(months)
    ]
