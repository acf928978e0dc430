"""What to say of a file that is of no export that is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from planbook.absence import DataError

MOSTLY = 0.4  # share of a row's cells that are numbers or days, from which on it is no header
SHOWN = 8  # columns of a header that are told
_VALUE = re.compile(r"[='\"\s¥$€-]*\d[\d.,:/\s年月日%+~TZ-]*[元\"\s]*")


def unknown(file: Path, heads: Sequence[Sequence[Sequence[str]]]) -> DataError:
    """Say what a file lacks.

    Parameters
    ----------
    heads
        The first rows of each of its tables.
    """
    firsts = [next((row for row in head if any(cell.strip() for cell in row)), ()) for head in heads]
    if any(_is_data(row) for row in firsts):
        return DataError(
            f"{file.name} has no header: its first row looks like data.",
            "Export it again with its header, or write the header into the first row.",
        )
    found = ", ".join([cell.strip() for row in firsts for cell in row if cell.strip()][:SHOWN])
    return DataError(
        f"{file.name} is no export that Planbook knows; it begins with {found}.",
        "See `planbook profiles`; give it a profile of your own (docs/profiles.md), or fill in templates/inputs/.",
    )


def _is_data(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell.strip()]
    values = [cell for cell in filled if _VALUE.fullmatch(cell.strip())]
    return len(filled) > 1 and len(values) >= MOSTLY * len(filled)
