"""The way back from hashed buyers to the shop's own accounts; only with the workspace's key and the shop's exports."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import duckdb

from planbook.absence import DataError
from planbook.project import Shop
from planbook.tables.exports import importing
from planbook.tables.exports.reading.blocks import blocks
from planbook.tables.exports.reading.grid import grids
from planbook.tables.exports.recognising import profile
from planbook.tables.exports.recognising.recognition import Recognition
from planbook.tables.exports.shaping.fields import read_columns

ID, ACCOUNT = "customer_id", "account"


def match(shop: Shop, hashed: Path, exports: Sequence[Path], to: Path) -> tuple[int, int]:
    """Write which account is behind each hashed buyer.

    Parameters
    ----------
    hashed
        A table with a column ``customer_id``.
    exports
        The shop's own exports of orders or customers.
    to
        CSV that is written, readable by its owner alone: it holds personal data.

    Returns
    -------
    tuple of int
        Buyers that were found, and buyers that were asked for.

    Raises
    ------
    DataError
        When the list has no such column, the exports hold no accounts, or the file is there already.
    """
    known = Recognition(profile.load(shop.project.root))
    with importing.engine_of(shop) as engine:
        asked = set(_asked(engine, hashed))
        pairs = {one: account for file in exports for one, account in _accounts(engine, known, file)}
    if not pairs:
        names = ", ".join(file.name for file in exports)
        raise DataError(f"No accounts stand in {names}.", "Name the exports of orders or customers that you imported.")
    found = sorted((one, pairs[one]) for one in asked & pairs.keys())
    _write(to, found)
    return len(found), len(asked)


def _asked(engine: duckdb.DuckDBPyConnection, hashed: Path) -> Iterator[str]:
    with grids(engine, hashed) as sheets:
        for grid in sheets:
            for at, row in enumerate(grid.head, 1):
                if ID in (names := [cell.strip() for cell in row]):
                    cell = f"trim(c{names.index(ID)})"
                    found = engine.execute(f"SELECT DISTINCT {cell} FROM {grid.relation} WHERE row > {at}").fetchall()
                    yield from (str(value) for (value,) in found if value)
                    return
    raise DataError(f"{hashed.name} has no column {ID}.", f"Name the column with the hashed buyers {ID}.")


def _accounts(engine: duckdb.DuckDBPyConnection, known: Recognition, file: Path) -> Iterator[tuple[str, str]]:
    with grids(engine, file) as sheets:
        for grid in sheets:
            for block in blocks(engine, grid, known.known):
                found = known.best(block.header, file.name)
                people = (
                    [c.cell for c in read_columns(engine, block, found) if c.spec.kind == "person"] if found else []
                )
                for cell in people:
                    text = f"pb_id(pb_bare({cell}))"
                    query = f"SELECT DISTINCT pb_person({text}), {text} FROM {grid.relation} WHERE row >= {block.first}"
                    yield from ((str(one), str(who)) for one, who in engine.execute(query).fetchall() if one)


def _write(to: Path, pairs: Iterable[tuple[str, str]]) -> None:
    try:
        handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise DataError(f"{to.name} is there already.", "Name another file: --to") from error
    with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow((ID, ACCOUNT))
        rows.writerows(pairs)
