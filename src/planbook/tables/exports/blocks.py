"""Blocks: the tables of a grid, each with its header and what is written above it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import duckdb

from planbook.tables.exports.grid import Grid

LOOKED = 25  # rows of a block among which its header is looked for


@dataclass(frozen=True)
class Block:
    """One table of a grid; ``above`` are the lines before its header, such as a title or the days it covers."""

    grid: Grid
    header: tuple[str, ...]
    header_row: int
    first: int
    last: int | None
    above: tuple[str, ...]


def blocks(engine: duckdb.DuckDBPyConnection, grid: Grid, known: Callable[[Sequence[str]], int]) -> list[Block]:
    """Find the tables of a grid.

    Parameters
    ----------
    known
        Counts the cells of a row that are headers of some export.
    """
    found = []
    for start, rows, last in _pieces(engine, grid):
        weights = [known(row) for row in rows[:LOOKED]]
        best = max(weights, default=0)
        if best:
            at = weights.index(best)
            header_row = start + at
            found.append(Block(grid, tuple(rows[at]), header_row, header_row + 1, last, _told(rows[:at])))
    return found


def _pieces(engine: duckdb.DuckDBPyConnection, grid: Grid) -> Iterator[tuple[int, list[list[str]], int | None]]:
    """Part a grid where a line of remarks begins a new table; give first row, first rows, and last row."""
    starts = [] if grid.big else _starts(engine, grid)
    if len(starts) < 2:
        yield 1, grid.head, None
        return
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        last = following - 1 if following else None
        names = ", ".join(f"c{at}" for at in range(grid.width))
        found = engine.execute(
            f"SELECT {names} FROM {grid.relation} WHERE row >= {start} ORDER BY row LIMIT {LOOKED}"
        ).fetchall()
        rows = [[cell or "" for cell in row] for row in found][: last - start + 1 if last else LOOKED]
        yield start, rows, last


def _starts(engine: duckdb.DuckDBPyConnection, grid: Grid) -> list[int]:
    """Find the rows where remarks (``# …``) begin again after a table."""
    marked = (
        f"SELECT row, coalesce(c0, '') LIKE '#%' AND coalesce(c1, '') = '' AS remark FROM {grid.relation}"
        if (grid.width > 1)
        else f"SELECT row, coalesce(c0, '') LIKE '#%' AS remark FROM {grid.relation}"
    )
    found = engine.execute(
        f"SELECT row FROM (SELECT *, lag(remark, 1, false) OVER (ORDER BY row) AS before FROM ({marked})) "
        "WHERE remark AND NOT before ORDER BY row"
    ).fetchall()
    return [int(row[0]) for row in found]


def _told(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    return tuple(" ".join(cell.strip() for cell in row if cell.strip()) for row in rows if any(row))
