"""Workbooks of the old kind: whether the chains of sectors in them end, and their cells lie within a sheet.

calamine follows a chain that runs in a circle until memory is full, and makes room for a cell however far out it is.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

from planbook.absence import DataError

WIDEST = 256  # columns of a sheet of the old kind
CELLS = {0x06, 0x201, 0x203, 0x204, 0x205, 0x27E, 0xBD, 0xBE, 0xD6, 0xFD}  # records that begin with row and column
STREAMS = ("Workbook", "Book")


def refuse_damaged(file: Path, name: str) -> None:
    """See that a workbook of the old kind can be read.

    Raises
    ------
    DataError
        When its sectors run in a circle, a cell stands beyond the last column, or it is no such file.
    """
    import olefile  # only who has an old workbook waits for it

    try:
        with olefile.OleFileIO(file) as parts:
            parts.loadminifat()
            sound = _ends(parts.fat) and _ends(parts.minifat)
            records = next((parts.openstream(each).read() for each in STREAMS if parts.exists(each)), b"")
        sound = sound and all(column < WIDEST for column in _columns(records))
    except Exception as error:
        raise DataError(f"{name} is a damaged workbook: {error}.", "Download it once more.") from error
    if not sound:
        raise DataError(f"{name} is a damaged workbook.", "Download it once more.")


def _ends(following: Sequence[int]) -> bool:
    """Ask whether each chain comes to an end; ``following`` tells of each sector the next one."""
    ended: set[int] = set()
    for start in range(len(following)):
        chain: set[int] = set()
        at = start
        while at < len(following) and at not in ended:
            if at in chain:
                return False
            chain.add(at)
            at = following[at]
        ended |= chain
    return True


def _columns(records: bytes) -> set[int]:
    """List the columns in which cells begin."""
    found, at = set(), 0
    while at + 8 <= len(records):
        kind, size, _, column = struct.unpack_from("<HHHH", records, at)
        if kind in CELLS and size >= 4:
            found.add(column)
        at += 4 + size
    return found
