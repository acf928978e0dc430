"""Blocks: the tables of a grid, each with its header and what is written above it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import duckdb

from planbook.tables.exports.reading.grid import Grid

LOOKED = 25  # rows of a block among which its header is looked for
FEW = 2  # known headers without which a row after a blank line begins no table
MOST = 500  # tables in a grid; where there are more blank lines, they part nothing

Known = Callable[[Sequence[str]], int]


@dataclass(frozen=True)
class Block:
    """One table of a grid; ``above`` are the lines before its header, such as a title or the days it covers."""

    grid: Grid
    header: tuple[str, ...]
    header_row: int
    first: int
    last: int | None
    above: tuple[str, ...]


class Piece(NamedTuple):
    """Rows without a blank one between them, or what begins with remarks (``# …``): number, and its first rows."""

    start: int
    rows: list[list[str]]
    last: int | None

    @property
    def remarks(self) -> int:
        """How many remarks it begins with."""
        return next((at for at, row in enumerate(self.rows) if not _is_remark(row)), len(self.rows))


def blocks(engine: duckdb.DuckDBPyConnection, grid: Grid, known: Known) -> list[Block]:
    """Find the tables of a grid.

    Where one stands below the other, each has a header of its own, after a blank line or after remarks.

    Parameters
    ----------
    known
        Counts the cells of a row that are headers of some export.
    """
    pieces = [] if grid.big else list(_pieces(engine, grid))
    return (_stacked(grid, pieces, known) if len(pieces) > 1 else []) or _single(grid, known)


def _single(grid: Grid, known: Known) -> list[Block]:
    rows = grid.head[:LOOKED]
    at = max(range(len(rows)), key=lambda each: known(rows[each]), default=-1)
    if at < 0 or not known(rows[at]):
        return []
    return [Block(grid, tuple(rows[at]), at + 1, at + 2, None, _told(rows[:at]))]


def _stacked(grid: Grid, pieces: Sequence[Piece], known: Known) -> list[Block]:
    found: list[Block] = []
    above: tuple[str, ...] = ()
    for piece in pieces:
        at = _header(piece, known)
        again = found and at is not None and not piece.remarks and tuple(piece.rows[at]) == found[-1].header
        if at is not None and not again:
            row = piece.start + at
            told = above + _told(piece.rows[:at])
            found.append(Block(grid, tuple(piece.rows[at]), row, row + 1, piece.last, told))
            above = ()
        elif found and piece.remarks < len(piece.rows):
            found[-1] = replace(found[-1], last=piece.last)  # its rows go on after a blank line, or it has notes below
        else:
            above += _told(piece.rows)
    return found


def _header(piece: Piece, known: Known) -> int | None:
    """Find a header in a piece; a remark is none, and what is no title needs more than one word that is known."""
    marked = piece.remarks
    weights = [0] * marked + [known(row) for row in piece.rows[marked:]]
    at = max(range(len(weights)), key=weights.__getitem__)
    filled = sum(1 for cell in piece.rows[at] if cell.strip())
    enough = max(FEW, filled / 2) if not marked else 1
    return at if weights[at] >= enough else None


def _pieces(engine: duckdb.DuckDBPyConnection, grid: Grid) -> Iterator[Piece]:
    starts = _starts(engine, grid)
    names = ", ".join(f"c{at}" for at in range(grid.width))
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        last = following - 1 if following else None
        end = min(start + LOOKED - 1, last or start + LOOKED)
        found = engine.execute(
            f"SELECT {names} FROM {grid.relation} WHERE row BETWEEN {start} AND {end} ORDER BY row"
        ).fetchall()
        yield Piece(start, [["" if cell is None else cell for cell in row] for row in found], last)


def _starts(engine: duckdb.DuckDBPyConnection, grid: Grid) -> list[int]:
    """Find the rows before which nothing stands, and those where remarks begin again after a table."""
    others = [f"c{at}" for at in range(1, grid.width)]
    remark = " AND ".join(["coalesce(c0, '') LIKE '#%'", *(f"{name} IS NULL" for name in others)])
    found = engine.execute(f"""
        SELECT row FROM (SELECT row, {remark} AS remark, lag(row) OVER rows_ AS above, lag({remark}) OVER rows_ AS on_
                         FROM {grid.relation} WINDOW rows_ AS (ORDER BY row))
        WHERE above IS NULL OR row > above + 1 OR (remark AND NOT on_) ORDER BY row LIMIT {MOST + 1}
    """).fetchall()
    return [int(row[0]) for row in found] if len(found) <= MOST else []


def _is_remark(row: Sequence[str]) -> bool:
    return bool(row) and row[0].startswith("#") and not any(row[1:])


def _told(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    return tuple(" ".join(cell.strip() for cell in row if cell.strip()) for row in rows if any(row))
