"""What a document holds: one YAML file each, every text in both languages on one line, ``中文 || English``.

The cells of a row that is written already are parted by ``//``.
"""

from __future__ import annotations

import difflib
import re
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from planbook.absence import ParameterError
from planbook.documents.columns import Said
from planbook.tables.schema import TABLES

FOLDER = Path(__file__).with_name("sheets")
BETWEEN, CELLS = "||", " // "  # parts the languages of a text, and the cells of a row
PIECE, ENTRIES = "piece", "entries"
SPOKEN = ("text", "trigger", "response", "to_do")  # columns that a table has once for each language


def _said(given: Any) -> Said:
    if isinstance(given, Said):
        return given
    if not str(given).strip():
        return Said("", "")
    zh, mark, en = str(given).partition(BETWEEN)
    if not mark or not zh.strip() or not en.strip():
        raise ValueError(f"{given!r} is not said in both languages; write 中文 {BETWEEN} English")
    return Said(zh.strip(), en.strip())


Text = Annotated[Said, BeforeValidator(_said)]


def _cells(given: Any) -> Any:
    return given.split(CELLS) if isinstance(given, str) else given


Line = Annotated[tuple[Text, ...], BeforeValidator(_cells)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Head(_Model):
    """A column of a table: one of the schema's, or one of the document's own.

    Written short, it is the schema's ``name`` or the text of an own one; behind a colon stand another label of the
    schema's, and of an own one its width, the words that it takes, or the figure that fills it. ``piece`` tells in an
    own table which of several things a row is of: a video, a creator.
    """

    name: str = ""
    label: Text | None = None
    width: float = 0.0
    choices: tuple[Text, ...] = ()
    source: str = ""

    @property
    def key(self) -> str:
        """What a cell of it is known by: the schema's name, or its English label in small letters."""
        return self.name or re.sub(r"\W+", "_", self.label.en.lower() if self.label else "").strip("_")

    @model_validator(mode="before")
    @classmethod
    def _written_short(cls, given: Any) -> Any:
        word, more = next(iter(given.items())) if isinstance(given, dict) and len(given) == 1 else (given, None)
        if not isinstance(word, str):
            return given
        if BETWEEN not in word:
            return {"name": word, "label": more}
        kinds: dict[type, str] = {int: "width", float: "width", list: "choices", str: "source"}
        return {"label": word} | ({} if more is None else {kinds[type(more)]: more})


class Entry(_Model):
    """A blank with its label: a fact of the campaign stands in it where there is one, else so many empty lines."""

    label: Text
    fact: str = ""
    lines: int = 1

    @model_validator(mode="before")
    @classmethod
    def _written_short(cls, given: Any) -> Any:
        if isinstance(given, str):
            return {"label": given}
        if isinstance(given, dict) and len(given) == 1:
            ((label, more),) = given.items()
            return {"label": label, ("lines" if isinstance(more, int) else "fact"): more}
        return given


class Grid(_Model):
    """A table: of the schema (``table``), or the document's own ``part``, whose cells go into the table ``entries``.

    ``of`` tells which rows fill it: those of the campaign, what earlier campaigns left, what is watched each week,
    what the analysis of rivals noted last, those of the shop, which are the same in every campaign, or none.
    ``reckoned`` names what notebooks reckon for its cells; by their ``keys`` it is known of which of its written rows.
    A sheet of answers has columns for the rating of each of its ``attributes``: ours, and those of the ``rivals``.
    """

    table: str = ""
    part: str = ""
    columns: tuple[Head, ...]
    rows: tuple[Line, ...] = ()
    blank: int = 0
    order: tuple[str, ...] = ()
    attributes: dict[str, Text] = {}
    rivals: tuple[str, ...] = ()
    of: Literal["campaign", "before", "watched", "noted", "shop", "none"] = "campaign"
    reckoned: Literal["", "rhythm", "channels", "points", "duties", "results"] = ""
    keys: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _hangs_together(self) -> Grid:
        """Refuse a column that the table does not have, one that it needs and lacks, and rows of another width."""
        named = [head.name for head in self.columns if head.name]
        if self.table and self.table in TABLES:
            names = {re.sub("_(en|zh)$", "", name) for name in TABLES[self.table].names} | set(TABLES[self.table].names)
            lacking = [*(set(named) - names), *(set(TABLES[self.table].required) - set(named))]
            if lacking:
                raise ValueError(f"{self.table}: mind the columns {', '.join(sorted(lacking))}")
        elif strange := set(named) - {PIECE}:
            raise ValueError(f"columns {', '.join(sorted(strange))}: of which table?")
        elif not self.part:
            raise ValueError("say of which part its cells are, or of which table")
        if any(len(row) > len(self.columns) for row in self.rows):
            raise ValueError("a row has more cells than there are columns")
        if self.keys and len(self.keys) != len(self.rows):
            raise ValueError("keys: one for each of the rows")
        if len({head.key for head in self.columns}) < len(self.columns):
            raise ValueError("two columns are called alike")
        return self


class Part(_Model):
    """A part of a document: one of these. In a workbook a heading begins a sheet."""

    heading: Text | None = None
    text: Text | None = None
    bullets: tuple[Text, ...] = ()
    fields: tuple[Entry, ...] = ()
    grid: Grid | None = None


class Document(_Model):
    """A document: what it is, how it is used in three lines, and its parts."""

    name: str
    kind: Literal["excel", "word"]
    title: Text
    use: tuple[Text, Text, Text]
    landscape: bool = False
    campaign: Literal["next", "latest", "none"] = "next"  # that it is usually made for
    parts: tuple[Part, ...]

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Document:
        """Refuse what a workbook has no place for, and parts that an import could not tell apart."""
        if self.kind == "excel" and (not self.parts or not self.parts[0].heading or any(p.fields for p in self.parts)):
            raise ValueError("a workbook begins with a heading, and has no fields")
        own = [part.grid.part for part in self.parts if part.grid and part.grid.part]
        if len(set(own)) < len(own):
            raise ValueError("two parts are called alike")
        return self

    @property
    def suffix(self) -> str:
        """What its files end with."""
        return ".xlsx" if self.kind == "excel" else ".docx"

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables whose rows it holds, and gives back."""
        grids = [part.grid for part in self.parts if part.grid]
        rated = ["ratings"] if any(grid.attributes for grid in grids) else []
        return tuple(dict.fromkeys([*(grid.table or ENTRIES for grid in grids), *rated]))


def names() -> tuple[str, ...]:
    """Name all documents."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yml")))


@cache
def load(name: str) -> Document:
    """Read a document.

    Raises
    ------
    ParameterError
        When there is none of this name; it says which one may be meant.
    """
    if name not in names():
        near = difflib.get_close_matches(name, names(), n=1)
        raise ParameterError(
            f"There is no document {name!r}.", f"Did you mean {near[0]}?" if near else "planbook documents lists them."
        )
    content = yaml.load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return Document.model_validate({"name": name} | content)
