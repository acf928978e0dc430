"""The columns of a document's table in one language: how each is called, and by which name an import knows it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from planbook.documents import columns, lists
from planbook.documents.spec import PIECE, SPOKEN, Grid, Head
from planbook.tables import chinese
from planbook.tables.column import Column
from planbook.tables.exports.recognising.handmade import own_name
from planbook.tables.schema import TABLES

IMPORTANCE, PERFORMANCE = "importance", "performance"
MARK = "|"  # between the parts of a rating's name: performance|aroma|the rival
LINE = "line"  # the name of its first column
SCALE = ("1", "2", "3", "4", "5")
WIDE = 2.1  # a Chinese sign against a letter, with the room that a heading needs
NARROW, BROAD, RATED = 9.0, 42.0, 12.0
PIECED = 12.0  # of which video, which creator
WRAPPED = 16.0  # beyond it a heading takes a second line
TALKED = 30.0  # width of a column of sentences
CAPITALS = ("kpi", "sku", "nps")
KEYED = 20.0  # of a campaign's key
SENTENCES = (
    *(*SPOKEN, "deliverable", "title", "promotion", "long_point", "hook"),
    *("meaning", "outcome", "worth_learning", "note"),
)


@dataclass(frozen=True)
class Shown:
    """A column as it stands in a document.

    ``name`` is what an import knows it by, empty where it is the document's own; ``key`` is what a row has for it;
    ``names`` are what its codes are called.
    """

    label: str
    name: str = ""
    key: str = ""
    column: Column | None = None
    table: str = ""
    width: float = NARROW
    choices: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def word(self, code: object, language: str) -> object:
        """Say a code as the column's list does; all else as it is."""
        known = self.column is not None and code in self.column.one_of
        if known:
            return chinese.word(str(code), self.table) if language == "zh" else code
        return self.names.get(code, code) if isinstance(code, str) else code


def shown(
    grid: Grid, language: str, rated: Mapping[str, str] | None = None, *, document: str = "", campaign: str = ""
) -> list[Shown]:
    """Give the columns of a table.

    Parameters
    ----------
    rated
        Names of the ratings that a sheet of answers asks for, and their labels.
    document, campaign
        Of which a table of the document's own is; its widest column says so, and of which part.
    """
    found = [_shown(grid, head, language) for head in grid.columns]
    if grid.part:
        found[0] = replace(found[0], name=LINE)
        place = (document, grid.part, campaign if grid.of != "shop" else "")
        at = max(range(1, len(found)), key=lambda at: found[at].width)
        found[at] = replace(found[at], name=own_name(found[at].key, *place))
    asked = ratings(grid, language) if rated is None else rated
    return [*found, *(Shown(label, name, name, width=RATED, choices=SCALE) for name, label in asked.items())]


def ratings(grid: Grid, language: str) -> dict[str, str]:
    """Name the ratings that a sheet of answers asks for, each with its label."""
    return asked({name: getattr(said, language) for name, said in grid.attributes.items()}, grid.rivals, language)


def asked(attributes: Mapping[str, str], rivals: Iterable[str], language: str) -> dict[str, str]:
    """Name what is asked of each attribute: how much it weighs, how well we do it, and how well each rival does.

    Examples
    --------
    >>> asked({"price": "Price"}, ["A"], "en")
    {'importance|price': 'Weight: Price', 'performance|price': 'We: Price', 'performance|price|A': 'A: Price'}
    """
    weight, ours = ("重要度", "本店") if language == "zh" else ("Weight", "We")
    mark = "：" if language == "zh" else ": "
    weights = {f"{IMPORTANCE}{MARK}{each}": f"{weight}{mark}{label}" for each, label in attributes.items()}
    scores = {
        MARK.join(filter(None, (PERFORMANCE, each, rival))): f"{rival or ours}{mark}{label}"
        for rival in ("", *rivals)
        for each, label in attributes.items()
    }
    return weights | scores


def _shown(grid: Grid, head: Head, language: str) -> Shown:
    label = getattr(head.label, language) if head.label else ""
    if not head.name:
        words = [getattr(choice, language) for choice in head.choices]
        written = [getattr(row[at], language) for at, each in enumerate(grid.columns) if each is head
                   for row in grid.rows if at < len(row)]  # fmt: skip
        room = head.width or _width([label, *words], written)
        name = own_name(head.key) if grid.part else ""
        return Shown(label, name, head.key if grid.part else head.source, width=room, choices=tuple(words))
    if grid.part:
        return Shown(label, PIECE, PIECE, width=head.width or PIECED)
    return _of_schema(grid, head, label, language)


def _of_schema(grid: Grid, head: Head, label: str, language: str) -> Shown:
    table, spoken = TABLES[grid.table], f"{head.name}_{language}"
    name = spoken if head.name in SPOKEN and spoken in table.names else head.name
    column = table[name]
    label = label or _label(grid.table, name, language)
    told = f"{label} *" if column.required else label
    wide = {"campaign": KEYED} | dict.fromkeys(SENTENCES, TALKED)
    width = head.width or wide.get(head.name) or max(columns.WIDTHS.get(column.type, NARROW), min(_wide(told), WRAPPED))
    names = lists.called(table, column, language)
    likely = tuple(names.get(code, code) for code in lists.likely(table, column))
    only = tuple(chinese.word(word, table.name) if language == "zh" else word for word in column.one_of)
    return Shown(told, name, name, column, grid.table, width, only or likely, names)


def _label(table: str, name: str, language: str) -> str:
    """Name a column of the schema: in Chinese as the sheets of templates/inputs do, in English by its own name."""
    if language == "zh":
        return chinese.column(table, name).name
    plain = re.sub("_(en|zh)$", "", name).replace("_", " ")
    return plain.upper() if plain in CAPITALS else plain.capitalize()


def _width(heads: Iterable[str], written: Iterable[str]) -> float:
    return min(max([*map(_wide, heads), *map(_wide, written), NARROW]), BROAD)


def _wide(text: str) -> float:
    return sum(1.1 if sign.isascii() else WIDE for sign in text) + 2
