"""What stands in a document's own tables: as it is written, or as somebody filled it in before."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from functools import cache

from babel.dates import get_month_names

from planbook.absence import Missing
from planbook.documents.columns import Said
from planbook.documents.heads import LINE
from planbook.documents.spec import ENTRIES, PIECE, Grid
from planbook.tables.store import Tables, fetch
from planbook.views.words import LOCALES

BLANK = re.compile(r"\{(\w+)\}")  # in a written text: a fact stands there, and is told anew when it has changed
OPEN = "____"  # stands there while nothing is known
MONTHS = "|".join(get_month_names("abbreviated", locale=LOCALES["en"]).values())
FACTS = {"days": rf"({OPEN}|([\d\s年月日至–]|{MONTHS})*)"}  # what may stand for one
NAME = "[^，。；（(,.;]*"  # for any other

Row = Mapping[str, str]  # key of a column → what stands there
Keyed = tuple[str, Row]  # a row with the key of the written row that it is, empty where it is none
Tell = Callable[[Said], str]  # says a written text in the document's language, with the facts of today


def written(grid: Grid, tell: Tell, *, piece: str = "") -> list[Keyed]:
    """Give the rows that a document has written, of a piece where it is known."""
    return [
        (key, {head.key: tell(text) for head, text in zip(grid.columns, row, strict=False)} | {PIECE: piece})
        for key, row in zip(grid.keys or itertools.repeat(""), grid.rows, strict=False)
    ]


def kept(tables: Tables, document: str, grid: Grid, campaign: str) -> list[Row]:
    """Give what was filled in before, row by row: for the campaign, else for none, which is for all.

    Rows of no piece give way once there are some of a piece.
    """
    known = tables[ENTRIES]
    if isinstance(known, Missing):
        return []
    found = fetch(known.filter(known.document == document, known.part == grid.part))
    found = found.reindex(columns=known.columns).astype({"campaign": object, PIECE: object})
    found = found.fillna({"campaign": "", PIECE: ""}).sort_values([PIECE, "place"], kind="stable")
    own = found[found["campaign"] == ("" if grid.of == "shop" else campaign)]
    rows = own if len(own) else found[found["campaign"] == ""]
    several = rows[rows[PIECE] != ""]
    return [
        dict(zip(cells["column"], cells["text"], strict=True)) | {PIECE: str(piece)}
        for (piece, _), cells in (several if len(several) else rows).groupby([PIECE, LINE], sort=False)
    ]


def again(grid: Grid, rows: Iterable[Row], tell: Tell) -> Iterator[Keyed]:
    """Give rows that were filled in before: a text that the document has written is told anew, any other stays."""
    first = grid.columns[0].key
    ours = {
        head.key: [*head.choices, *(row[at] for row in grid.rows if at < len(row))]
        for at, head in enumerate(grid.columns)
    }
    keys = {row[0]: key for key, row in zip(grid.keys, grid.rows, strict=False)}
    for row in rows:
        cells = {first if name == LINE else name: text for name, text in row.items()}
        known = {name: _recognised(text, ours.get(name, ())) for name, text in cells.items()}
        told = {name: text if (said := known[name]) is None else tell(said) for name, text in cells.items()}
        yield "" if (said := known[first]) is None else keys.get(said, ""), told


def together(rows: list[Keyed], lines: Iterable[Keyed], known: Container[str]) -> list[Keyed]:
    """Put written rows of which something is known now, such as a new stage, among those that were filled in before.

    Examples
    --------
    >>> together([("a", {}), ("", {}), ("c", {})], [("a", {}), ("b", {}), ("c", {})], {"b"})
    [('a', {}), ('b', {}), ('', {}), ('c', {})]
    """
    found, at = list(rows), 0
    for key, row in lines:
        there = [place for place, (each, _) in enumerate(found) if key and each == key]
        if not there and key in known:
            found.insert(at, (key, row))
        at = there[0] + 1 if there else at + (key in known)
    return found


def _recognised(text: str, ours: Iterable[Said]) -> Said | None:
    """Find the written text that this is, in either language and with whatever facts."""
    return next((said for said in ours if any(re.fullmatch(_pattern(each), text) for each in said)), None)


@cache
def _pattern(written: str) -> str:
    parts = BLANK.split(written)  # texts, and between them the names of facts
    return "".join(FACTS.get(part, NAME) if at % 2 else re.escape(part) for at, part in enumerate(parts))
