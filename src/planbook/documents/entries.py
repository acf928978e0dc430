"""What stands in a document's own tables: as it is written, or as somebody filled it in before."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from planbook.absence import Missing
from planbook.documents.columns import Said
from planbook.documents.heads import LINE
from planbook.documents.spec import ENTRIES, PIECE, Grid
from planbook.tables.store import Tables, fetch

BLANKS = re.compile(r"\{\w+\}")  # in a written text: a fact of the campaign stands there

Row = Mapping[str, str]  # key of a column → what stands there
Keyed = tuple[str, Row]  # a row with the key of the written row that it is, empty where it is none
Tell = Callable[[Said], str]  # says a written text in the document's language, with the facts of today


def written(grid: Grid, tell: Tell) -> Iterator[Keyed]:
    """Give the rows that a document has written."""
    for key, row in zip(grid.keys or itertools.repeat(""), grid.rows, strict=False):
        yield key, {head.key: tell(text) for head, text in zip(grid.columns, row, strict=False)}


def kept(tables: Tables, document: str, grid: Grid, campaign: str) -> list[Row]:
    """Give what was filled in before, row by row: for the campaign, else for none, which is for all."""
    known = tables[ENTRIES]
    if isinstance(known, Missing):
        return []
    found = fetch(known.filter(known.document == document, known.part == grid.part))
    found = found.reindex(columns=known.columns).astype({"campaign": object, PIECE: object})
    found = found.fillna({"campaign": "", PIECE: ""}).sort_values("place", kind="stable")
    own = found[found["campaign"] == ("" if grid.of == "shop" else campaign)]
    rows = own if len(own) else found[found["campaign"] == ""]
    return [
        dict(zip(cells["column"], cells["text"], strict=True)) | {PIECE: str(piece)}
        for (piece, _), cells in rows.groupby([PIECE, LINE], sort=False)
    ]


def again(grid: Grid, rows: Iterable[Row], tell: Tell) -> Iterator[Keyed]:
    """Give rows that were filled in before: a text that the document has written is told anew, any other stays."""
    ours = [*(text for row in grid.rows for text in row), *(word for head in grid.columns for word in head.choices)]
    keys = {row[0]: key for key, row in zip(grid.keys, grid.rows, strict=False)}
    for row in rows:
        known = {name: next((said for said in ours if _is(text, said)), None) for name, text in row.items()}
        told = {name: text if (said := known[name]) is None else tell(said) for name, text in row.items()}
        first = known[LINE]
        yield "" if first is None else keys.get(first, ""), told | {grid.columns[0].key: told[LINE]}


def _is(text: str, said: Said) -> bool:
    """Tell whether a text is a written one in either language, with whatever facts."""
    return any(
        text == each or (BLANKS.search(each) and re.fullmatch(".*".join(map(re.escape, BLANKS.split(each))), text))
        for each in said
    )
