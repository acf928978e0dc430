"""Parquet files of a shop and the manifest over them."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

PARQUET = "FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2, ROW_GROUP_SIZE 245760, COMPRESSION_LEVEL"


@dataclass
class Entry:
    """What the manifest says of one table; the hash is over its files, one after the other."""

    files: list[str] = field(default_factory=list)
    rows: int = 0
    sha256: str = ""


class Shelf:
    """Where the files of one shop go."""

    def __init__(self, folder: Path, *, level: int = 19) -> None:
        self.folder = folder
        self.level = level
        self.tables: dict[str, Entry] = {}
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)

    def put(self, con: duckdb.DuckDBPyConnection, table: str, relation: str, name: str = "all") -> None:
        """Write a relation as one more file of a table."""
        file = self.folder / table / f"{name}.parquet"
        file.parent.mkdir(exist_ok=True)
        (rows,) = con.execute(f"COPY (FROM {relation}) TO '{file}' ({PARQUET} {self.level})").fetchone() or (0,)
        entry = self.tables.setdefault(table, Entry())
        entry.files.append(f"{table}/{file.name}")
        entry.rows += rows

    def close(self) -> None:
        """Write the manifest."""
        for entry in self.tables.values():
            digest = hashlib.sha256()
            for name in entry.files:
                with (self.folder / name).open("rb") as file:
                    while block := file.read(1 << 20):
                        digest.update(block)
            entry.sha256 = digest.hexdigest()
        tables = {name: asdict(entry) for name, entry in self.tables.items()}
        write_json(self.folder / "manifest.json", {"schema": 1, "tables": tables})


def write_json(file: Path, content: object) -> None:
    """Write JSON in the one form that gives the same bytes every time."""
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
