"""A shop's tables on an engine, and the only way out of it.

`open_shop` finds each table in the store (Parquet, named by ``manifest.json``) or where planbook.yml says it is
(`planbook.tables.sources`), and shows it as an Ibis table with schema columns only. `fetch` brings a summary
home: through Arrow to pandas, at most 100,000 rows, or one a customer.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any, Literal

import duckdb
import ibis
import pandas as pd

from planbook.absence import ConfigError, DataError, Missing, Mix, missing
from planbook.project import Shop
from planbook.tables import overlay, places, plans, sources
from planbook.tables.schema import TABLES

MOST_ROWS, MOST_CUSTOMERS = 100_000, 10_000_000
MEMORY = "1200MB"
THREADS = "PLANBOOK_THREADS"  # cores that the engine may use; the runner says it where several runs share them
ASKED: set[str] = set()  # every ``shop/table`` that this process has asked for: what its report depends on


class Tables:
    """The tables of one shop; each is opened when it is first asked for."""

    def __init__(self, shop: Shop, engine: ibis.BaseBackend) -> None:
        self.shop = shop
        self.engine = engine
        self.files = places.stored(shop)
        self._open: dict[str, Any] = {}

    def __getitem__(self, name: str) -> ibis.Table | Missing:
        if name not in TABLES:
            raise ConfigError(f"There is no table {name!r}.", f"Tables are: {', '.join(TABLES)}.")
        ASKED.add(f"{self.shop.key}/{name}")
        if name not in self._open:
            self._open[name] = self._opened(name)
        return self._open[name]

    def __contains__(self, name: str) -> bool:
        ASKED.add(f"{self.shop.key}/{name}")
        return self._based(name) or plans.file_of(self.shop, name) is not None

    def _based(self, name: str) -> bool:
        return name in self.files or name in self.shop.settings.sources

    def need(self, name: str, *columns: str) -> ibis.Table | Missing:
        """Give a table that has these columns, or say what is missing."""
        table = self[name]
        if isinstance(table, Missing):
            return missing(name, *columns)
        lacking = [column for column in columns if column not in table.columns]
        return missing(name, *lacking) if lacking else table

    def periods(self, name: str) -> ibis.Table | Missing:
        """Give the rows of a table that are no days, which it leaves out: each from its ``date`` to its ``ends``."""
        table = self.need(name, "ends")
        return table if isinstance(table, Missing) else self.engine.table(f"{name}_periods")

    def mixes(self, name: str) -> tuple[Mix, ...]:
        """Name the platforms that a table, taken whole, counts in several ways."""
        key = f"mixes of {name}"
        if key not in self._open:
            table = self[name]
            self._open[key] = () if isinstance(table, Missing) else mixes_of(table, name)
        found: tuple[Mix, ...] = self._open[key]
        return found

    def kept(self, name: str, expression: ibis.Table) -> ibis.Table:
        """Reckon an expression once and keep it on the engine for the summaries that share it."""
        if name not in self._open:
            self._open[name] = self.engine.create_table(name, expression, temp=True)
        return self._open[name]

    def digest(self, name: str) -> str | None:
        """Give the SHA-256 of a table's files: as the manifest says, or of their bytes where they are read in place."""
        source, planned = self.shop.settings.sources.get(name), plans.file_of(self.shop, name)
        if source is not None and source.path is None:
            return None
        if source is not None and source.path is not None:
            own = places.hashed(places.files_of(self.shop, name, source.path))
        else:
            own = self.files[name].sha256 or "" if name in self.files else ""
        return hashlib.sha256((own + places.hashed([planned])).encode()).hexdigest() if planned else own or None

    def _opened(self, name: str) -> ibis.Table | Missing:
        source = self.shop.settings.sources.get(name)
        if name not in self:
            return missing(name)
        try:
            if source is not None:
                sources.bring(self.engine.con, self.shop, name, source)
            elif name in self.files:
                sources.parquet(self.engine.con, self.shop, name, self.files[name].paths)
            if plans.file_of(self.shop, name) is not None:
                overlay.overlay(self.engine.con, self.shop, name, based=self._based(name))
        except duckdb.OutOfMemoryException as error:
            raise MemoryError(first_line(error)) from error
        except duckdb.Error as error:
            place = "its source" if source is not None else f"the store of {self.shop.key}"
            raise DataError(f"{name}: {place} cannot be read: {first_line(error)}.", "Export it again.") from error
        return self.engine.table(name)


def open_shop(shop: Shop) -> Tables:
    """Open a shop's tables on an embedded DuckDB in memory.

    Raises
    ------
    DataError
        When a table is asked for whose file, column or value is wrong; it names the place.
    """
    ibis.options.sql.fuse_selects = False  # DuckDB flattens a query by itself, and much faster
    settings = {"memory_limit": MEMORY, "temp_directory": tempfile.gettempdir()}
    if THREADS in os.environ:
        settings["threads"] = os.environ[THREADS]
    # a query's read_csv('data/…') is meant from the workspace, wherever the command is run
    return Tables(shop, ibis.duckdb.connect(file_search_path=str(shop.project.root), **settings))


def fetch(expression: ibis.Table, *, rows: Literal["summary", "customers"] = "summary") -> pd.DataFrame:
    """Bring a summary home as a small frame: dates as datetime64, money as float64.

    Parameters
    ----------
    expression
        What the engine is to reckon.
    rows
        ``customers`` says that it has one row a customer, and may be large.

    Raises
    ------
    DataError
        When it has more than 100,000 rows (ten million of customers), or a value cannot be read as its type.
    """
    most = MOST_CUSTOMERS if rows == "customers" else MOST_ROWS
    try:
        found = expression.limit(most + 1).to_pyarrow()
    except duckdb.OutOfMemoryException as error:
        raise MemoryError(first_line(error)) from error
    except duckdb.Error as error:
        raise DataError(f"The engine cannot read a value: {first_line(error)}.", "Run: planbook check") from error
    if found.num_rows > most:
        raise DataError(f"A summary has more than {most:,} rows.", "Group it by fewer columns.")
    frame: pd.DataFrame = found.to_pandas(date_as_object=False)
    days = frame.select_dtypes("datetime").columns
    return frame.astype(dict.fromkeys(days, "datetime64[us]"))


def mixes_of(rows: ibis.Table, name: str) -> tuple[Mix, ...]:
    """Name the platforms that these rows of a table count in several ways; none where it has no ``basis``."""
    if "basis" not in rows.columns:
        return ()
    basis, told = rows.basis, rows.basis.count()
    found = fetch(rows.aggregate(first=basis.min(), last=basis.max(), told=told, rows=rows.count())).iloc[0]
    if not found["told"] or (found["first"] == found["last"] and found["told"] == found["rows"]):
        return ()  # what most tables say, and cheaper to find out
    platform = rows.platform.fill_null("") if "platform" in rows.columns else ibis.literal("")
    counted = fetch(rows.select(platform=platform, way=rows.basis.strip().fill_null("")).distinct())
    ways = [(str(of), tuple(sorted(map(str, found)))) for of, found in counted.groupby("platform")["way"]]
    return tuple(Mix(name, of, found) for of, found in ways if len(found) > 1)


def first_line(error: Exception) -> str:
    """Give the first line of an engine's message, without its advice to programmers."""
    return str(error).splitlines()[0].rstrip(".")


def write(shop: Shop, name: str, frame: pd.DataFrame) -> None:
    """Write a table whole into the shop's store, replacing what was there, and name it in the manifest.

    The file gets the name of its content; the manifest is swapped by rename, so that readers keep theirs.
    """
    folder = shop.folder / name
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as draft:
        frame.to_parquet(draft, index=False, compression="zstd")
    digest = hashlib.sha256(Path(draft.name).read_bytes()).hexdigest()
    final = folder / f"{digest[:16]}.parquet"
    Path(draft.name).replace(final)
    file = shop.folder / places.MANIFEST
    manifest: dict[str, Any] = (
        json.loads(file.read_text(encoding="utf-8")) if file.exists() else {"schema": 1, "tables": {}}
    )
    entry = {"files": [f"{name}/{final.name}"], "rows": len(frame), "sha256": digest}
    manifest["tables"][name] = entry
    swapped = file.with_suffix(".part")
    swapped.write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    swapped.replace(file)
